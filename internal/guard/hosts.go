package guard

import (
	"context"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"
	"golang.org/x/time/rate"
)

// hosts keeps the requests to each host apart.
type hosts struct {
	atOnce   int64
	interval time.Duration // negative for none
	mu       sync.Mutex
	queues   map[string]*queue
	sweepAt  int // so many queues before those that nobody waits in are looked for
}

// queue is the requests to one host: each waits for a free connection, in
// order, and then for its moment.
type queue struct {
	free   *semaphore.Weighted
	moment *rate.Limiter
	users  int
}

// leastSweep keeps small maps from being looked through at all.
const leastSweep = 1024

func newHosts(atOnce int, interval time.Duration) *hosts {
	return &hosts{atOnce: int64(atOnce), interval: interval, queues: map[string]*queue{}, sweepAt: leastSweep}
}

func (h *hosts) perHost() int { return int(h.atOnce) }

// wait returns when a request to owner may start; done must be called when it
// is over. It fails when ctx ends.
func (h *hosts) wait(ctx context.Context, owner string) (done func(), err error) {
	q := h.enter(owner)
	if err := q.free.Acquire(ctx, 1); err != nil {
		h.leave(q)
		return nil, err
	}
	done = func() {
		q.free.Release(1)
		h.leave(q)
	}
	if err := q.moment.Wait(ctx); err != nil {
		done()
		return nil, context.DeadlineExceeded // the limiter also fails ahead of a deadline that it cannot meet
	}
	return done, nil
}

func (h *hosts) enter(owner string) *queue {
	h.mu.Lock()
	defer h.mu.Unlock()
	q := h.queues[owner]
	if q == nil {
		h.sweep()
		q = &queue{free: semaphore.NewWeighted(h.atOnce), moment: rate.NewLimiter(rate.Inf, 1)}
		if h.interval > 0 {
			q.moment.SetLimit(rate.Every(h.interval))
		}
		h.queues[owner] = q
	}
	q.users++
	return q
}

func (h *hosts) leave(q *queue) {
	h.mu.Lock()
	defer h.mu.Unlock()
	q.users--
}

// sweep forgets the hosts that a request could go to at once, so that the map
// holds no more than twice those that were used of late.
func (h *hosts) sweep() {
	if len(h.queues) < h.sweepAt {
		return
	}
	for owner, q := range h.queues {
		if q.users == 0 && q.moment.Tokens() >= 1 {
			delete(h.queues, owner)
		}
	}
	h.sweepAt = max(leastSweep, 2*len(h.queues))
}
