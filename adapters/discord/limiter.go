package discord

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"

	"dateline/adapters"
)

// Discord's limits on requests.
const (
	perSecond    = 50 // of a bot, over everything but interactions
	maxInvalid   = 1000
	invalidSpan  = 10 * time.Minute // Discord bans after 10,000 in it
	invalidParts = 60               // in which the span is counted
	maxBuckets   = 2000             // that are kept, but for those in use
	// second is a little more than one, since requests do not all take equally long to arrive.
	second = time.Second + 50*time.Millisecond
	// longestWait is how long a request waits where its context sets no end.
	longestWait = time.Minute
	// minWait is the least that a refusal of ours asks to wait.
	minWait = time.Second
	// firstAnswer bounds the wait for the answer that tells a bucket's limit.
	firstAnswer = requestWithin
)

// errTooMany says that we stopped by ourselves.
var errTooMany = errors.New("too many requests were refused by Discord; stopped before it bans the bot")

// errBusy says that a rate limit leaves no room in time.
var errBusy = errors.New("rate limit of Discord")

// limiter lets requests pass as Discord's rate limits allow: by the bucket
// that its headers name, 50 a second over all of them, and none at all once
// 1,000 were refused within ten minutes.
type limiter struct {
	now func() time.Time

	mu      sync.Mutex
	sent    [perSecond]time.Time // the latest requests, in a ring
	next    int
	blocked time.Time             // until when a global refusal holds
	names   map[string]string     // route -> bucket's name, as headers gave it
	buckets map[[2]string]*bucket // by name (or route) and major parameter
	refused [invalidParts]int
	part    int64 // which part of time refused was last counted in
}

// bucket is one rate limit.
type bucket struct {
	known  bool // an answer told its limit
	none   bool // an answer told that there is no limit
	left   int
	reset  time.Time
	flying int           // requests without an answer so far
	told   chan struct{} // closed when the first answer is there; nil when none is awaited
}

// ticket is a request's place in the limits.
type ticket struct {
	c call
	b *bucket
}

func newLimiter(now func() time.Time) *limiter {
	if now == nil {
		now = time.Now
	}
	return &limiter{now: now, names: map[string]string{}, buckets: map[[2]string]*bucket{}}
}

// wait returns when a request may go. Where that would be later than ctx
// allows, it is a [*adapters.RetryError] at once.
func (l *limiter) wait(ctx context.Context, c call) (ticket, error) {
	end, bounded := ctx.Deadline()
	if !bounded {
		end = time.Now().Add(longestWait)
	}
	for {
		p, delay, told, err := l.try(c)
		if err != nil {
			return ticket{}, err
		}
		if delay <= 0 && told == nil {
			return p, nil
		}
		left := time.Until(end)
		if told != nil {
			delay = min(delay, left) // the answer may come at any moment
		}
		if delay > left || left <= 0 {
			return ticket{}, &adapters.RetryError{After: max(delay, minWait), Err: errBusy}
		}
		if err := await(ctx, told, delay); err != nil {
			return ticket{}, &adapters.RetryError{After: delay, Err: err}
		}
	}
}

// await waits for a while, or until told is closed.
func await(ctx context.Context, told <-chan struct{}, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-told: // nil blocks
	case <-t.C:
	case <-ctx.Done():
		return ctx.Err() //nolint:wrapcheck // the context's own
	}
	return nil
}

// try takes a place, or says how long to wait, or for what.
func (l *limiter) try(c call) (p ticket, delay time.Duration, told <-chan struct{}, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	if d := l.stopped(now); d > 0 {
		return ticket{}, 0, nil, &adapters.RetryError{After: d, Err: errTooMany}
	}
	if c.free {
		return ticket{c: c}, 0, nil, nil
	}
	b := l.bucket(c, now)
	if d, told := b.room(now); d > 0 || told != nil {
		return ticket{}, d, told, nil
	}
	if !c.secret {
		if d := l.global(now); d > 0 {
			return ticket{}, d, nil, nil
		}
		l.sent[l.next], l.next = now, (l.next+1)%perSecond
	}
	b.take()
	return ticket{c: c, b: b}, 0, nil, nil
}

// global is the wait that the limit over everything asks for.
func (l *limiter) global(now time.Time) time.Duration {
	return max(l.blocked.Sub(now), l.sent[l.next].Add(second).Sub(now))
}

// bucket finds the bucket of a request; one that was not heard of before is empty.
func (l *limiter) bucket(c call, now time.Time) *bucket {
	route := c.method + " " + c.route
	name := l.names[route]
	if name == "" {
		name = route
	}
	key := [2]string{name, c.major}
	b := l.buckets[key]
	if b == nil {
		l.forget(now)
		b = &bucket{}
		l.buckets[key] = b
	}
	return b
}

// forget drops buckets that say nothing any more, where there are many.
func (l *limiter) forget(now time.Time) {
	if len(l.buckets) < maxBuckets {
		return
	}
	for k, b := range l.buckets {
		if b.flying == 0 && !b.reset.After(now) {
			delete(l.buckets, k)
		}
	}
}

// room says how long to wait for a place in a bucket, or for whose answer.
func (b *bucket) room(now time.Time) (time.Duration, <-chan struct{}) {
	if !now.Before(b.reset) {
		b.left = 0 // of a time that is over
	}
	switch {
	case b.none:
		return 0, nil
	case b.known && b.left > 0 && now.Before(b.reset):
		return 0, nil
	case now.Before(b.reset):
		return b.reset.Sub(now), nil
	case b.told != nil: // the limit, or what is left of it, is being asked
		return firstAnswer, b.told
	case b.flying > 0: // sent before, and perhaps counted only now
		b.told = make(chan struct{})
		return firstAnswer, b.told
	}
	return 0, nil
}

// take takes a place. The first request of a new time goes alone: its answer tells what is left.
func (b *bucket) take() {
	b.flying++
	if b.none {
		return
	}
	if b.left > 0 {
		b.left--
		return
	}
	if b.told == nil {
		b.told = make(chan struct{})
	}
}

// done takes in what came of a request; status 0 where there was no answer. It
// gives the wait that a refusal for the rate asks for.
func (l *limiter) done(p ticket, status int, h http.Header, data []byte) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	after := time.Duration(0)
	if status == http.StatusTooManyRequests {
		after = retryAfter(h, data)
	}
	if invalid(status, h) {
		l.count(now)
	}
	if status == http.StatusTooManyRequests && global(h, data) {
		l.blocked = later(l.blocked, now.Add(after))
	}
	if p.b == nil {
		return after
	}
	p.b.flying--
	for _, b := range l.learn(p, h) {
		b.update(now, h)
		if status == http.StatusTooManyRequests && !global(h, data) {
			b.left, b.known, b.none, b.reset = 0, true, false, later(b.reset, now.Add(after))
		}
	}
	p.b.tell()
	return after
}

// tell wakes those who wait for an answer.
func (b *bucket) tell() {
	if b.told != nil {
		close(b.told)
		b.told = nil
	}
}

// learn keeps the bucket's name, under which the next request of the route,
// and of others that share it, look for its numbers. It gives the buckets that
// an answer speaks of.
func (l *limiter) learn(p ticket, h http.Header) []*bucket {
	name := h.Get("X-RateLimit-Bucket")
	if name == "" {
		return []*bucket{p.b}
	}
	l.names[p.c.method+" "+p.c.route] = name
	key := [2]string{name, p.c.major}
	shared := l.buckets[key]
	if shared == nil || shared == p.b {
		l.buckets[key] = p.b
		return []*bucket{p.b}
	}
	return []*bucket{p.b, shared}
}

// update takes a bucket's numbers from an answer. What is under way is
// reckoned as not counted yet, so that rather too little is sent than too much.
func (b *bucket) update(now time.Time, h http.Header) {
	left, err := strconv.Atoi(h.Get("X-RateLimit-Remaining"))
	after, ok := seconds(h.Get("X-RateLimit-Reset-After"))
	if err != nil || !ok {
		if h != nil && !b.known && h.Get("X-RateLimit-Bucket") == "" {
			b.none = true
		}
		return
	}
	b.known, b.none = true, false
	b.left = max(left-b.flying, 0)
	b.reset = now.Add(after)
}

// invalid says whether Discord counts an answer as one of those that end in a ban.
func invalid(status int, h http.Header) bool {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden:
		return true
	case http.StatusTooManyRequests:
		return h.Get("X-RateLimit-Scope") != "shared"
	}
	return false
}

// count notes a refusal, and forgets those that are long ago.
func (l *limiter) count(now time.Time) {
	l.pass(now)
	l.refused[l.part%invalidParts]++
}

// pass moves on to the present part of time.
func (l *limiter) pass(now time.Time) {
	part := now.UnixNano() / int64(invalidSpan/invalidParts)
	for ; l.part < part; l.part++ {
		if part-l.part > invalidParts {
			l.part = part - invalidParts
		}
		l.refused[(l.part+1)%invalidParts] = 0
	}
}

// stopped says how long nothing may go, for all that was refused; 0 if it may.
func (l *limiter) stopped(now time.Time) time.Duration {
	l.pass(now)
	sum := 0
	for _, n := range l.refused {
		sum += n
	}
	for old := l.part - invalidParts + 1; sum >= maxInvalid && old <= l.part; old++ {
		if old < 0 {
			continue
		}
		if sum -= l.refused[old%invalidParts]; sum < maxInvalid {
			return time.Unix(0, (old+invalidParts)*int64(invalidSpan/invalidParts)).Sub(now)
		}
	}
	return 0
}

// retryAfter is how long a refusal asks to wait; its body is the more exact.
func retryAfter(h http.Header, data []byte) time.Duration {
	var in struct {
		After float64 `json:"retry_after"`
	}
	if json.Unmarshal(data, &in) == nil && in.After > 0 {
		if d, ok := seconds(strconv.FormatFloat(in.After, 'f', -1, 64)); ok {
			return d
		}
	}
	for _, k := range []string{"Retry-After", "X-RateLimit-Reset-After"} {
		if d, ok := seconds(h.Get(k)); ok {
			return d
		}
	}
	return time.Second
}

func global(h http.Header, data []byte) bool {
	var in struct{ Global bool }
	return h.Get("X-RateLimit-Global") == "true" || json.Unmarshal(data, &in) == nil && in.Global
}

// seconds reads a number of seconds, rounded up to a millisecond; at most a day.
func seconds(text string) (time.Duration, bool) {
	s, err := strconv.ParseFloat(text, 64)
	if err != nil || s < 0 || math.IsNaN(s) {
		return 0, false
	}
	return time.Duration(math.Ceil(min(s, 86400)*1000)) * time.Millisecond, true
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
