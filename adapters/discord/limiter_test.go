package discord

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"

	"dateline/adapters"
)

// clock is a time that the test moves.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) time() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func newClock() *clock { return &clock{now: time.Unix(1_800_000_000, 0)} }

// headers are those of an answer in the bucket "b": what is left, for how long.
func headers(left int, after string) http.Header {
	h := http.Header{}
	h.Set("X-RateLimit-Bucket", "b")
	h.Set("X-RateLimit-Remaining", strconv.Itoa(left))
	h.Set("X-RateLimit-Reset-After", after)
	return h
}

// go1 takes a place that must be free.
func go1(t *testing.T, l *limiter, c call) ticket {
	t.Helper()
	p, delay, told, err := l.try(c)
	if delay > 0 || told != nil || err != nil {
		t.Fatalf("%s %s has to wait %v (for an answer: %v), %v; want that it goes", c.method, c.route, delay, told != nil, err)
	}
	return p
}

// waits says how long a request must wait.
func waits(t *testing.T, l *limiter, c call) time.Duration {
	t.Helper()
	_, delay, _, err := l.try(c)
	if err != nil {
		t.Fatal(err)
	}
	return delay
}

func to(channel string) call {
	return call{method: http.MethodPost, route: "/channels/{}/messages", major: channel}
}

func TestBucket(t *testing.T) {
	t.Parallel()
	now := newClock()
	l := newLimiter(now.time)
	first := go1(t, l, to("1"))
	if _, _, told, _ := l.try(to("1")); told == nil {
		t.Error("a second request goes before the limit is known")
	}
	go1(t, l, to("2")) // another channel has limits of its own
	l.done(first, 200, headers(2, "5"), nil)
	late, later := go1(t, l, to("1")), go1(t, l, to("1"))
	if got := waits(t, l, to("1")); got != 5*time.Second {
		t.Errorf("an empty bucket asks to wait %v, want 5s", got)
	}
	now.pass(5 * time.Second)
	for _, p := range []ticket{late, later} {
		if _, _, told, _ := l.try(to("1")); told == nil {
			t.Error("a request goes while one of the time before may be counted in the new one")
		}
		l.done(p, 0, nil, nil)
	}
	go1(t, l, to("1"))
}

// TestBucketOver has what is left of a time that is over: the first request of
// the new one goes alone all the same.
func TestBucketOver(t *testing.T) {
	t.Parallel()
	now := newClock()
	l := newLimiter(now.time)
	l.done(go1(t, l, to("1")), 200, headers(2, "5"), nil)
	now.pass(5 * time.Second)
	first := go1(t, l, to("1"))
	if _, _, told, _ := l.try(to("1")); told == nil {
		t.Error("a second request goes before it is known what is left")
	}
	l.done(first, 200, headers(2, "5"), nil)
	go1(t, l, to("1"))
}

// TestSharedBucket has two routes that turn out to share a bucket.
func TestSharedBucket(t *testing.T) {
	t.Parallel()
	l := newLimiter(newClock().time)
	edit := call{method: http.MethodPatch, route: "/channels/{}/messages/{}", major: "1"}
	l.done(go1(t, l, to("1")), 200, headers(3, "5"), nil)
	l.done(go1(t, l, edit), 200, headers(0, "5"), nil)
	for _, c := range []call{to("1"), edit} {
		if waits(t, l, c) <= 0 {
			t.Errorf("%s goes although the bucket is empty", c.method)
		}
	}
}

func TestNoBucket(t *testing.T) {
	t.Parallel()
	l := newLimiter(newClock().time)
	l.done(go1(t, l, to("1")), 200, http.Header{}, nil)
	for range 20 {
		go1(t, l, to("1"))
	}
}

// TestRefusals has the three scopes of a refusal for the rate.
func TestRefusals(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		scope        string
		here, there  time.Duration // the wait in the channel, and in another
		interactions time.Duration
	}{
		{"user", 3 * time.Second, 0, 0},
		{"shared", 3 * time.Second, 0, 0},
		{"global", 3 * time.Second, 3 * time.Second, 0},
	} {
		l := newLimiter(newClock().time)
		h := headers(0, "1")
		h.Set("Retry-After", "4")
		h.Set("X-RateLimit-Scope", c.scope)
		body := []byte(`{"retry_after":2.9999,"global":false}`)
		if c.scope == "global" {
			h, body = http.Header{"X-Ratelimit-Global": {"true"}}, []byte(`{"retry_after":2.9999,"global":true}`)
		}
		if after := l.done(go1(t, l, to("1")), http.StatusTooManyRequests, h, body); after != 3*time.Second {
			t.Errorf("%s: asks for %v, want 3s", c.scope, after)
		}
		hook := call{method: http.MethodPost, route: "/webhooks/{}/{}", major: "1/x", secret: true}
		here, there, inter := waits(t, l, to("1")), waits(t, l, to("2")), waits(t, l, hook)
		if here != c.here || there != c.there || inter != c.interactions {
			t.Errorf("%s: waits %v here, %v there, %v for interactions, want %v, %v, %v", c.scope, here, there, inter, c.here, c.there, c.interactions)
		}
	}
}

// TestFiftyASecond sends as much as it may for ten seconds.
func TestFiftyASecond(t *testing.T) {
	t.Parallel()
	now := newClock()
	l := newLimiter(now.time)
	var at []time.Time
	for n := 0; len(at) < 500; n++ {
		c := to(strconv.Itoa(n))
		if d := waits(t, l, c); d > 0 {
			now.pass(d)
			continue
		}
		at = append(at, now.time())
	}
	for i := perSecond; i < len(at); i++ {
		if d := at[i].Sub(at[i-perSecond]); d < time.Second {
			t.Fatalf("request %d goes %v after the one 50 before it, want a second or more", i, d)
		}
	}
	if got := at[len(at)-1].Sub(at[0]); got > 10*time.Second {
		t.Errorf("500 requests take %v, want 10s or less", got)
	}
}

// TestInvalid stops at a thousand refusals in ten minutes, before Discord's
// ban, and goes on when they are over.
func TestInvalid(t *testing.T) {
	t.Parallel()
	now := newClock()
	l := newLimiter(now.time)
	shared := http.Header{"X-Ratelimit-Scope": {"shared"}}
	for n := range maxInvalid {
		p := ticket{c: to("1")}
		l.done(p, []int{401, 403, 429}[n%3], nil, nil)
		l.done(p, 404, nil, nil)    // is not counted
		l.done(p, 429, shared, nil) // nor is this
		l.done(p, 500, nil, nil)    // nor this
		if n == maxInvalid/2 {
			now.pass(4 * time.Minute)
		}
		if n == maxInvalid-2 {
			go1(t, l, to("x"))
		}
	}
	for name, c := range map[string]call{"a message": to("2"), "an interaction": {free: true, secret: true}} {
		_, _, _, err := l.try(c)
		var retry *adapters.RetryError
		if !errors.Is(err, errTooMany) || !errors.As(err, &retry) || retry.After < 5*time.Minute || retry.After > 7*time.Minute {
			t.Errorf("%s gives %v, want to be stopped until the first half is ten minutes old", name, err)
		}
	}
	now.pass(7 * time.Minute)
	go1(t, l, to("3"))
}

// TestWaiting honours the context: what would be too late is refused at once.
func TestWaiting(t *testing.T) {
	t.Parallel()
	l := newLimiter(nil)
	l.done(go1(t, l, to("1")), 200, headers(0, "30"), nil)
	short, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	var retry *adapters.RetryError
	if _, err := l.wait(short, to("1")); !errors.As(err, &retry) || retry.After < 25*time.Second || short.Err() != nil {
		t.Errorf("a wait that is too long gives %v, want a RetryError of 30s at once", err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		_, err := l.wait(ctx, to("1"))
		done <- err
	}()
	stop()
	if err := next(t, done); !errors.Is(err, context.Canceled) || !errors.As(err, &retry) {
		t.Errorf("a wait whose context ends gives %v, want a RetryError over it", err)
	}
}

// TestFirstAnswer waits for the answer that tells a limit, even where a whole
// timeout of it would not fit in the time that is left.
func TestFirstAnswer(t *testing.T) {
	t.Parallel()
	l := newLimiter(nil)
	first := go1(t, l, to("1"))
	end := time.Now().Add(200 * time.Millisecond)
	ctx, cancel := context.WithDeadline(t.Context(), end)
	defer cancel()
	var retry *adapters.RetryError
	if _, err := l.wait(ctx, to("1")); !errors.As(err, &retry) || time.Now().Before(end) {
		t.Errorf("got %v with %v left, want a RetryError at the end", err, time.Until(end))
	}
	done := make(chan error, 1)
	go func() {
		_, err := l.wait(t.Context(), to("1"))
		done <- err
	}()
	l.done(first, 200, headers(4, "1"), nil)
	if err := next(t, done); err != nil {
		t.Errorf("waiting for the first answer gives %v, want nil", err)
	}
}

// TestForgetting keeps what is known of buckets within bounds.
func TestForgetting(t *testing.T) {
	t.Parallel()
	now := newClock()
	l := newLimiter(now.time)
	for n := range 3 * maxBuckets {
		c := call{method: http.MethodPost, route: "/webhooks/{}/{}", major: strconv.Itoa(n), secret: true}
		l.done(go1(t, l, c), 200, headers(4, "1"), nil)
		now.pass(2 * time.Millisecond)
	}
	if got := len(l.buckets); got > 2*maxBuckets {
		t.Errorf("%d buckets are kept, want %d at most", got, 2*maxBuckets)
	}
}

// FuzzRetryAfter reads whatever headers and bodies say: never a negative wait,
// never more than a day.
func FuzzRetryAfter(f *testing.F) {
	f.Add("1", "0.5", `{"retry_after":64.57,"global":true}`)
	f.Add("-1", "NaN", `{"retry_after":1e300}`)
	f.Add("", "+Inf", `[]`)
	f.Fuzz(func(t *testing.T, retry, reset, body string) {
		h := headers(1, reset)
		h.Set("Retry-After", retry)
		if got := retryAfter(h, []byte(body)); got < 0 || got > 24*time.Hour {
			t.Errorf("retryAfter(%q, %q, %q) = %v", retry, reset, body, got)
		}
		l := newLimiter(newClock().time)
		l.done(go1(t, l, to("1")), http.StatusTooManyRequests, h, []byte(body))
		if d := waits(t, l, to("1")); d < 0 || d > 24*time.Hour {
			t.Errorf("a refusal of %q, %q, %q asks to wait %v", retry, reset, body, d)
		}
	})
}
