package slack

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"dateline/adapters"
)

// hand is a clock that is moved by hand.
type hand struct{ at time.Time }

func (h *hand) now() time.Time { return h.at }

// TestLimits: a message a second for each channel, so many requests of a
// method a minute, and none before the time that a refusal named.
func TestLimits(t *testing.T) {
	t.Parallel()
	clock := &hand{time.Unix(1e9, 0)}
	l := newLimiter(clock.now)
	to := func(channel string) call { return call{method: postMethod, lane: channel} }
	look := call{method: "users.info"}
	steps := []struct {
		name string
		c    call
		pass time.Duration // before it
		want time.Duration // to wait
	}{
		{"the first", to("C1"), 0, 0},
		{"the second", to("C1"), 0, time.Second},
		{"another channel", to("C2"), 0, 0},
		{"later", to("C1"), 2 * time.Second, 0},
		{"a method", look, 0, 0},
		{"an answer", call{method: respondMethod, lane: "https://hooks.slack.com/1"}, 0, 0},
		{"the same answer", call{method: respondMethod, lane: "https://hooks.slack.com/1"}, 0, 0},
		{"unknown", call{method: "auth.test"}, 0, 0},
	}
	for _, s := range steps {
		clock.at = clock.at.Add(s.pass)
		if got, taken := l.try(s.c, time.Minute); got.Round(time.Millisecond) != s.want || !taken {
			t.Errorf("%s: waits %v (taken %v), want %v", s.name, got, taken, s.want)
		}
	}
	l.refused(to("C1"), 30*time.Second)
	l.refused(look, 10*time.Second)
	for c, want := range map[string]time.Duration{"C1": 30 * time.Second, "C2": 0} {
		if got, _ := l.try(to(c), time.Minute); got != want {
			t.Errorf("%s after a refusal: waits %v, want %v", c, got, want)
		}
	}
	if got, _ := l.try(look, time.Minute); got != 10*time.Second {
		t.Errorf("a method after a refusal: waits %v", got)
	}
}

// TestLimitOfMethod: in a minute no more pass than Slack allows, and at once
// no more than a part of them.
func TestLimitOfMethod(t *testing.T) {
	t.Parallel()
	clock := &hand{time.Unix(1e9, 0)}
	l := newLimiter(clock.now)
	passed := 0
	for range 60_000 / 10 {
		if _, taken := l.try(call{method: "users.info"}, 0); taken {
			passed++
		}
		clock.at = clock.at.Add(10 * time.Millisecond)
	}
	if passed < 100 || passed > 110 {
		t.Errorf("%d passed in a minute, want 100 and a burst of 10", passed)
	}
}

// TestLimitWaits: a wait ends with the context, one that is too long is not
// begun, and takes no place.
func TestLimitWaits(t *testing.T) {
	t.Parallel()
	l := newLimiter(nil)
	l.channel = tier{60, 1}
	c := call{method: postMethod, lane: "C1"}
	if err := l.wait(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	short, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	for range 3 {
		err := l.wait(short, c)
		var retry *adapters.RetryError
		if !errors.As(err, &retry) || !errors.Is(err, errBusy) || retry.After < minWait {
			t.Errorf("too long a wait: %v", err)
		}
	}
	gone, end := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- l.wait(gone, c) }()
	end()
	if err := next(t, ended); !errors.Is(err, context.Canceled) && !errors.Is(err, errBusy) {
		t.Errorf("a context that ended: %v", err)
	}
	if err := l.wait(t.Context(), call{method: postMethod, lane: "C2"}); err != nil {
		t.Errorf("another channel: %v", err)
	}
}

// TestLimiterBounded: however many channels there are, no more is kept.
func TestLimiterBounded(t *testing.T) {
	t.Parallel()
	clock := &hand{time.Unix(1e9, 0)}
	l := newLimiter(clock.now)
	for n := range 3 * maxLanes {
		l.try(call{method: postMethod, lane: fmt.Sprint(n)}, time.Hour)
		l.refused(call{method: respondMethod, lane: fmt.Sprint(n)}, time.Hour)
		clock.at = clock.at.Add(time.Millisecond)
	}
	if n := len(l.lanes); n > maxLanes {
		t.Errorf("%d lanes are kept, want %d at most", n, maxLanes)
	}
}

// TestRetryAfter: how long a refusal asks to wait.
func TestRetryAfter(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]time.Duration{
		"30": 30 * time.Second, "0.5": 500 * time.Millisecond, "0": time.Millisecond, "": usualWait, "x": usualWait, "-1": usualWait, "NaN": usualWait,
		"1e300": 24 * time.Hour, "Inf": 24 * time.Hour,
	} {
		if got := retryAfter(http.Header{"Retry-After": {text}}); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

// TestOnce: what was there is known for a while, and no more is remembered
// than a bound.
func TestOnce(t *testing.T) {
	t.Parallel()
	clock := &hand{time.Unix(1e9, 0)}
	o := newOnce(clock.now)
	for n, s := range []struct {
		pass time.Duration
		ids  []string
		want bool
	}{
		{0, []string{"a", "b"}, true}, {0, []string{"b"}, false}, {0, []string{"c", "a"}, false}, {0, []string{"c"}, false},
		{0, []string{"", ""}, true}, {0, nil, true}, {remembered, []string{"a"}, false}, {time.Second, []string{"a"}, true},
	} {
		clock.at = clock.at.Add(s.pass)
		if got := o.first(s.ids...); got != s.want {
			t.Errorf("%d: %v is new: %v, want %v", n, s.ids, got, s.want)
		}
	}
	for n := range 2 * maxRemembered {
		o.first(fmt.Sprint(n))
	}
	if len(o.known) > maxRemembered || len(o.order) > maxRemembered {
		t.Errorf("%d are remembered, want %d at most", len(o.known), maxRemembered)
	}
}
