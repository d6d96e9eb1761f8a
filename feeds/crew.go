package feeds

import (
	"container/heap"
	"context"
	"time"
)

// Clock tells the time and waits; nil is the machine's.
type Clock interface {
	Now() time.Time
	After(d time.Duration) <-chan time.Time
}

type machineClock struct{}

func (machineClock) Now() time.Time                         { return time.Now() }
func (machineClock) After(d time.Duration) <-chan time.Time { return time.After(d) }

// nothingLeftError says that there will be no more jobs.
type nothingLeftError struct{}

func (nothingLeftError) Error() string { return "nothing is left to do" }

// crew does jobs that each concern a host, fairly between the hosts: none
// holds more than perHost workers, and its jobs begin no closer than spacing,
// so that a worker never waits for its host's turn.
type crew[J any] struct {
	clock   Clock
	workers int
	perHost int
	spacing time.Duration
	held    int                      // jobs that may wait here, at the most
	host    func(J) string           // "" for none: no bounds
	do      func(context.Context, J) // in a goroutine of its own
	drop    func(J)                  // gives back a job that was not begun
	stale   func(J, time.Time) bool  // it was held for too long and is dropped
	// claim gives up to so many jobs, and when to ask again; nothingLeftError ends the crew's work.
	claim func(ctx context.Context, room int) ([]J, time.Time, error)
}

// run works until the context ends or nothing is left, waits for the workers,
// and gives the error of claim.
func (c *crew[J]) run(ctx context.Context, wake <-chan struct{}) error {
	line := newLine[J](c.perHost, c.spacing)
	done := make(chan string, c.workers)
	active := 0
	defer func() {
		for ; active > 0; active-- {
			<-done
		}
		for _, j := range line.all() {
			c.drop(j)
		}
	}()
	var ask time.Time // when to claim again
	open := true
	for {
		if ctx.Err() != nil {
			return nil
		}
		now := c.clock.Now()
		if open && c.hungry(line) && !now.Before(ask) {
			jobs, next, err := c.claim(ctx, c.held-line.len())
			switch err.(type) { //nolint:errorlint // never wrapped
			case nil:
			case nothingLeftError:
				open = false
			default:
				return err
			}
			for _, j := range jobs {
				line.add(c.host(j), j, now)
			}
			ask = next
		}
		began, dropped := c.start(ctx, line, done, active)
		active += began
		if dropped > 0 { // they can be claimed again
			open, ask = true, time.Time{}
		}
		if !open && active == 0 && line.len() == 0 {
			return nil
		}
		var timer <-chan time.Time
		if at, ok := c.until(line, active, open, ask); ok {
			timer = c.clock.After(max(at.Sub(c.clock.Now()), time.Millisecond))
		}
		select {
		case <-ctx.Done():
		case host := <-done:
			active--
			line.done(host, c.clock.Now())
		case <-wake:
			ask = time.Time{}
		case <-timer:
		}
	}
}

// start begins what can begin now, and drops what is stale; it gives both numbers.
func (c *crew[J]) start(ctx context.Context, line *line[J], done chan<- string, active int) (began, dropped int) {
	for active+began < c.workers && ctx.Err() == nil {
		now := c.clock.Now()
		job, host, ok := line.first(now)
		if !ok {
			break
		}
		stale := c.stale(job, now)
		line.took(host, !stale, now)
		if stale {
			c.drop(job)
			dropped++
			continue
		}
		began++
		go func() {
			defer func() { done <- host }()
			c.do(ctx, job)
		}()
	}
	return began, dropped
}

// until is when there may be something to do, though no worker is done.
func (c *crew[J]) until(line *line[J], active int, open bool, ask time.Time) (time.Time, bool) {
	at, ok := ask, open && c.hungry(line)
	if next, waits := line.nextAt(); waits && active < c.workers && (!ok || next.Before(at)) {
		at, ok = next, true
	}
	return at, ok
}

// hungry reports whether there is room for more jobs, enough to ask for them.
func (c *crew[J]) hungry(line *line[J]) bool { return line.len() <= c.held*3/4 }

// line is where jobs wait for their host's turn.
type line[J any] struct {
	perHost int
	spacing time.Duration
	hosts   map[string]*hostLine[J]
	ready   []*hostLine[J] // may begin a job now; in turns
	later   lateHeap[J]    // have to wait for their time
	waiting int
}

// hostLine is the part of one host.
type hostLine[J any] struct {
	name   string
	jobs   []J
	active int
	free   time.Time // the next job begins no earlier
	placed bool      // it is in ready or later
}

func newLine[J any](perHost int, spacing time.Duration) *line[J] {
	return &line[J]{perHost: perHost, spacing: spacing, hosts: map[string]*hostLine[J]{}}
}

func (l *line[J]) len() int { return l.waiting }

func (l *line[J]) add(host string, job J, now time.Time) {
	h := l.hosts[host]
	if h == nil {
		h = &hostLine[J]{name: host}
		l.hosts[host] = h
	}
	h.jobs = append(h.jobs, job)
	l.waiting++
	l.place(h, now)
}

// place puts a host where it belongs.
func (l *line[J]) place(h *hostLine[J], now time.Time) {
	bound := h.name != ""
	switch {
	case h.placed || bound && h.active >= l.perHost:
	case bound && h.free.After(now): // without jobs too: its time must not be forgotten
		h.placed = true
		heap.Push(&l.later, h)
	case len(h.jobs) > 0:
		h.placed = true
		l.ready = append(l.ready, h)
	case h.active == 0:
		delete(l.hosts, h.name)
	}
}

// first takes out the job that may begin now, of the host whose turn it is;
// took must follow.
func (l *line[J]) first(now time.Time) (job J, host string, ok bool) {
	l.wakeUp(now)
	if len(l.ready) == 0 {
		return job, "", false
	}
	h := l.ready[0]
	l.ready = l.ready[1:]
	h.placed = false
	job, h.jobs = h.jobs[0], h.jobs[1:]
	l.waiting--
	return job, h.name, true
}

// took says whether the job that first gave begins. One that does not takes
// nothing of its host's time: those behind it may be about to become stale too.
func (l *line[J]) took(host string, begins bool, now time.Time) {
	h := l.hosts[host]
	if begins {
		h.active++
		if l.spacing > 0 {
			h.free = now.Add(l.spacing)
		}
	}
	l.place(h, now)
}

// wakeUp places again the hosts whose time has come.
func (l *line[J]) wakeUp(now time.Time) {
	for len(l.later) > 0 && !l.later[0].free.After(now) {
		h, _ := heap.Pop(&l.later).(*hostLine[J])
		h.placed = false
		l.place(h, now)
	}
}

// done ends a job of a host.
func (l *line[J]) done(host string, now time.Time) {
	if h := l.hosts[host]; h != nil {
		h.active--
		l.place(h, now)
	}
}

// nextAt is when the first host that has to wait may go on; false where none
// has to.
func (l *line[J]) nextAt() (time.Time, bool) {
	if len(l.later) == 0 {
		return time.Time{}, false
	}
	return l.later[0].free, true
}

// all takes out every job that waits.
func (l *line[J]) all() []J {
	var out []J
	for _, h := range l.hosts {
		out = append(out, h.jobs...)
		h.jobs = nil
	}
	l.waiting = 0
	return out
}

// lateHeap orders hosts by when they are free.
type lateHeap[J any] []*hostLine[J]

func (h lateHeap[J]) Len() int           { return len(h) }
func (h lateHeap[J]) Less(i, j int) bool { return h[i].free.Before(h[j].free) }
func (h lateHeap[J]) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }

// Push implements [heap.Interface].
func (h *lateHeap[J]) Push(x any) {
	if l, ok := x.(*hostLine[J]); ok {
		*h = append(*h, l)
	}
}

// Pop implements [heap.Interface].
func (h *lateHeap[J]) Pop() any {
	last := len(*h) - 1
	x := (*h)[last]
	(*h)[last] = nil
	*h = (*h)[:last]
	return x
}
