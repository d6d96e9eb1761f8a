package discordtest

import (
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Fault is something that goes wrong with requests.
type Fault struct {
	Method string // "" is any
	Path   string // what the path contains, after the API's base; "" is any
	Times  int    // how often; 0 is once, below 0 always

	Delay   time.Duration // the answer is so late
	Applied bool          // the request is carried out all the same
	Drop    bool          // the connection is broken off instead of an answer
	Status  int           // of the answer; 0 and no Drop: only the delay
	Code    int           // Discord's, in the body
	Header  http.Header
	Body    any // nil: Discord's form for errors
}

func (f *Fault) refuses() bool { return f.Status != 0 || f.Drop }

func (f *Fault) answer() answer {
	a := answer{status: f.Status, body: f.Body, header: f.Header}
	if a.body == nil {
		a.body = obj{"message": strconv.Itoa(f.Status) + ": " + http.StatusText(f.Status), "code": f.Code}
	}
	return a
}

// Order brings faults in; of two that fit, the first is used up first.
func (s *Server) Order(faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range faults {
		if f.Times == 0 {
			f.Times = 1
		}
		s.faults = append(s.faults, &f)
	}
}

// TooMany is a fault as Discord answers where a limit is exceeded; scope is
// "user" (the bot's bucket), "shared" or "global".
func TooMany(path, scope string, after time.Duration) Fault {
	seconds := strconv.FormatFloat(after.Seconds(), 'f', 3, 64)
	h := http.Header{}
	h.Set("Retry-After", strconv.Itoa(int(math.Ceil(after.Seconds()))))
	h.Set("X-RateLimit-Scope", scope)
	if scope == "global" {
		h.Set("X-RateLimit-Global", "true")
	} else {
		h.Set("X-RateLimit-Bucket", "ordered")
		h.Set("X-RateLimit-Limit", "1")
		h.Set("X-RateLimit-Remaining", "0")
		h.Set("X-RateLimit-Reset-After", seconds)
	}
	return Fault{Path: path, Status: http.StatusTooManyRequests, Header: h, Body: obj{
		"message": "You are being rate limited.", "retry_after": after.Seconds(), "global": scope == "global",
	}}
}

// fault gives the fault for a request and uses it up.
func (s *Server) fault(c *call) *Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, f := range s.faults {
		if f.Method != "" && f.Method != c.Method || !strings.Contains(c.path, f.Path) {
			continue
		}
		if f.Times > 0 {
			if f.Times--; f.Times == 0 {
				s.faults = slices.Delete(s.faults, i, i+1)
			}
		}
		return f
	}
	return nil
}

// bucket is one rate limit and what is left of it.
type bucket struct {
	left  int
	reset time.Time
}

// take counts a request against its bucket: the headers of the answer, or the
// refusal where it is full.
func (s *Server) take(c *call) (http.Header, *answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	limit, ok := s.options.Limits[c.route]
	if !ok {
		return nil, nil
	}
	key, now := c.route+" "+major(c.path), time.Now()
	b := s.buckets[key]
	if b == nil || !now.Before(b.reset) {
		b = &bucket{left: limit.Requests, reset: now.Add(limit.Per)}
		s.buckets[key] = b
	}
	after := b.reset.Sub(now)
	h := http.Header{}
	h.Set("X-RateLimit-Bucket", "bucket-of-"+strings.Map(lettersOnly, c.route))
	h.Set("X-RateLimit-Limit", strconv.Itoa(limit.Requests))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(max(b.left-1, 0)))
	h.Set("X-RateLimit-Reset-After", strconv.FormatFloat(after.Seconds(), 'f', 3, 64))
	if b.left == 0 {
		f := TooMany("", "user", after)
		a := f.answer()
		for k, v := range h {
			a.header[k] = v
		}
		return nil, &a
	}
	b.left--
	return h, nil
}

func lettersOnly(r rune) rune {
	if r >= 'a' && r <= 'z' {
		return r
	}
	return -1
}

// major is the part of a path that has buckets of its own: a channel, a
// server, a webhook with its token.
func major(path string) string {
	p := strings.Split(strings.Trim(path, "/"), "/")
	switch {
	case p[0] == "webhooks" && len(p) > 2:
		return p[1] + "/" + p[2]
	case len(p) > 1:
		return p[1]
	}
	return ""
}

// Calm takes back every fault that was ordered.
func (s *Server) Calm() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}
