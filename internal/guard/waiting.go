package guard

import (
	"errors"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxWait is the longest that a server can make us wait; many ask for a year
// by mistake.
const maxWait = 24 * time.Hour

// retryAfter is how long a server asks to be left alone, from 0 to maxWait: at
// least what it stated, whether in seconds or as a date. A date is counted by
// the server's own clock or by ours, whichever gives more. What cannot be read
// states nothing.
func retryAfter(h http.Header, now time.Time) time.Duration {
	var wait time.Duration
	for _, value := range h.Values("Retry-After") {
		value = strings.TrimSpace(value)
		if seconds, err := strconv.ParseFloat(value, 64); err == nil || errors.Is(err, strconv.ErrRange) {
			wait = max(wait, fromSeconds(seconds))
		} else if at, err := http.ParseTime(value); err == nil {
			wait = max(wait, untilDate(h, at, now))
		}
	}
	return wait
}

// fromSeconds rounds up and clamps; what is no number of seconds is none.
func fromSeconds(n float64) time.Duration {
	switch {
	case !(n > 0): // NaN among them
		return 0
	case n >= maxWait.Seconds():
		return maxWait
	default:
		return min(time.Duration(math.Ceil(n*float64(time.Second))), maxWait)
	}
}

func untilDate(h http.Header, at, now time.Time) time.Duration {
	wait := at.Sub(now)
	if sent, err := http.ParseTime(h.Get("Date")); err == nil {
		wait = max(wait, at.Sub(sent))
	}
	return min(max(wait, 0), maxWait)
}

// notBefore is when an answer may have changed, by all that it says of it;
// zero if it says nothing.
func notBefore(h http.Header, now time.Time) time.Time {
	wait := max(retryAfter(h, now), maxAge(h))
	if at, err := http.ParseTime(h.Get("Expires")); err == nil {
		wait = max(wait, untilDate(h, at, now))
	}
	if wait == 0 {
		return time.Time{}
	}
	return now.Add(wait)
}

// maxAge is the max-age of Cache-Control (RFC 9111, 5.2.2.1).
func maxAge(h http.Header) time.Duration {
	var age time.Duration
	for _, line := range h.Values("Cache-Control") {
		for directive := range strings.SplitSeq(line, ",") {
			name, value, _ := strings.Cut(strings.TrimSpace(directive), "=")
			if !strings.EqualFold(name, "max-age") {
				continue
			}
			// An unreadable number is none; one too large is clamped.
			if n, err := strconv.ParseUint(strings.Trim(value, `"`), 10, 64); err == nil || errors.Is(err, strconv.ErrRange) {
				age = max(age, fromSeconds(float64(n)))
			}
		}
	}
	return age
}
