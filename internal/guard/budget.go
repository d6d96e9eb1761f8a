package guard

import (
	"context"
	"time"
)

// budget is the time that a request has, less the time in which it waits for
// its turn: that says nothing about the server. It belongs to one goroutine.
type budget struct {
	left   time.Duration
	since  time.Time
	timer  *time.Timer
	cancel context.CancelCauseFunc
}

// newBudget starts a budget; the context ends with errTimeout when it is used up.
func newBudget(ctx context.Context, whole time.Duration) (context.Context, *budget) {
	ctx, cancel := context.WithCancelCause(ctx)
	b := &budget{left: whole, cancel: cancel}
	b.run()
	return ctx, b
}

func (b *budget) run() {
	b.since = time.Now()
	b.timer = time.AfterFunc(b.left, func() { b.cancel(errTimeout) })
}

func (b *budget) pause() {
	b.timer.Stop()
	b.left -= time.Since(b.since)
}

// stop ends the context and whatever still goes on under it.
func (b *budget) stop() {
	b.timer.Stop()
	b.cancel(nil)
}
