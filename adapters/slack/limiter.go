package slack

import (
	"context"
	"errors"
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"dateline/adapters"
)

const (
	maxLanes = 2000 // that are kept, but for those in use
	// longestWait is how long a request waits where its context sets no end.
	longestWait = time.Minute
	// minWait is the least that a refusal of ours asks to wait.
	minWait = time.Second
	// idle is after which a lane says nothing any more: every burst is whole again.
	idle = time.Minute
)

// errBusy says that a rate limit leaves no room in time.
var errBusy = errors.New("rate limit of Slack")

// tier is how many requests Slack lets through in a minute, and how many of
// them at once. Its documentation promises at least so many a minute, and
// bursts without a number; ours are a tenth of the minute's.
type tier struct{ perMinute, burst int }

// tiers are Slack's limits by method ("Rate limits" in its documentation, and
// each method's page). What is not here is bounded by its refusals alone.
func tiers() map[string]tier {
	return map[string]tier{
		"users.info": {100, 10}, "conversations.members": {100, 10}, ephemeralMethod: {100, 10}, "views.publish": {100, 10},
		"conversations.info": {50, 5}, "conversations.open": {50, 5}, "conversations.history": {50, 5}, "chat.update": {50, 5},
		postMethod: {300, 20}, // "several hundred messages per minute" of a workspace
	}
}

// limiter lets requests pass as Slack's rate limits allow: so many of a method
// a minute, and so many messages a channel, and none before the time that a
// refusal named.
type limiter struct {
	now   func() time.Time
	tiers map[string]tier
	// channel is the limit on posting to one channel: a message a second. Slack
	// takes short bursts, and says that their messages may be lost.
	channel tier

	mu    sync.Mutex
	lanes map[[2]string]*lane // by method, and by method and channel
}

// lane is one rate limit.
type lane struct {
	rate    *rate.Limiter
	blocked time.Time // until when a refusal holds
	used    time.Time
}

func newLimiter(now func() time.Time) *limiter {
	if now == nil {
		now = time.Now
	}
	return &limiter{now: now, tiers: tiers(), channel: tier{60, 1}, lanes: map[[2]string]*lane{}}
}

// wait returns when a request may go. Where that would be later than ctx
// allows, it is a [*adapters.RetryError] at once, and takes no place.
func (l *limiter) wait(ctx context.Context, c call) error {
	end, bounded := ctx.Deadline()
	if !bounded {
		end = time.Now().Add(longestWait)
	}
	for {
		delay, taken := l.try(c, time.Until(end))
		switch left := time.Until(end); {
		case !taken && (delay > left || left <= 0):
			return &adapters.RetryError{After: max(delay, minWait), Err: errBusy}
		case delay <= 0 && ctx.Err() == nil:
			return nil
		}
		if err := rest(ctx, delay); err != nil {
			return &adapters.RetryError{After: max(delay, minWait), Err: err}
		}
		if taken && !l.stopped(c) {
			return nil
		}
	}
}

// try takes a place in every lane of a request where the wait for it is short
// enough, and gives the wait. While a refusal holds, none is taken.
func (l *limiter) try(c call, left time.Duration) (delay time.Duration, taken bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	lanes := l.of(c, now)
	for _, k := range lanes {
		delay = max(delay, k.blocked.Sub(now))
	}
	if delay > 0 {
		return delay, false
	}
	var places []*rate.Reservation
	for _, k := range lanes {
		p := k.rate.ReserveN(now, 1)
		places = append(places, p)
		delay = max(delay, p.DelayFrom(now))
	}
	if delay > left {
		for _, p := range places {
			p.CancelAt(now)
		}
		return delay, false
	}
	return delay, true
}

// stopped says that a refusal came while a place was waited for.
func (l *limiter) stopped(c call) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	for _, k := range l.of(c, now) {
		if k.blocked.After(now) {
			return true
		}
	}
	return false
}

// of gives the lanes of a request; the lock is held.
func (l *limiter) of(c call, now time.Time) []*lane {
	var all []*lane
	if c.method != respondMethod {
		all = append(all, l.lane([2]string{c.method}, l.tiers[c.method], now))
	}
	if c.lane != "" {
		t := l.channel
		if c.method == respondMethod {
			t = tier{} // five times in all, which those who use it count
		}
		all = append(all, l.lane([2]string{c.method, c.lane}, t, now))
	}
	return all
}

func (l *limiter) lane(key [2]string, t tier, now time.Time) *lane {
	k := l.lanes[key]
	if k == nil {
		l.forget(now)
		k = &lane{rate: rate.NewLimiter(rate.Inf, 1)}
		if t.perMinute > 0 {
			k.rate = rate.NewLimiter(rate.Limit(float64(t.perMinute)/60), t.burst)
		}
		l.lanes[key] = k
	}
	k.used = now
	return k
}

// forget drops lanes that say nothing any more, where there are many. Where
// all are in use, half of them go, of single channels: Slack then says when.
func (l *limiter) forget(now time.Time) {
	if len(l.lanes) < maxLanes {
		return
	}
	for key, k := range l.lanes {
		if now.Sub(k.used) > idle && !k.blocked.After(now) {
			delete(l.lanes, key)
		}
	}
	if len(l.lanes) < maxLanes/2 {
		return
	}
	for key := range l.lanes {
		if len(l.lanes) < maxLanes/2 { // so that it is not done again for the next
			return
		}
		if key[1] != "" {
			delete(l.lanes, key)
		}
	}
}

// refused takes in a refusal. It holds for the channel where there is one, and
// else for the method.
func (l *limiter) refused(c call, after time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	lanes := l.of(c, now)
	if len(lanes) == 0 {
		return
	}
	k := lanes[len(lanes)-1]
	if until := now.Add(after); until.After(k.blocked) {
		k.blocked = until
	}
}

// usualWait is for a refusal that does not say how long to wait.
const usualWait = 5 * time.Second

// retryAfter is how long a refusal asks to wait, rounded up; at most a day.
func retryAfter(h http.Header) time.Duration {
	s, err := strconv.ParseFloat(h.Get("Retry-After"), 64)
	if err != nil || s < 0 || math.IsNaN(s) {
		return usualWait
	}
	return max(time.Duration(math.Ceil(min(s, 86400)*1000))*time.Millisecond, time.Millisecond)
}

// rest waits, and gives ctx's error where that ends first.
func rest(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err() //nolint:wrapcheck // the context's own
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err() //nolint:wrapcheck // the context's own
	}
}
