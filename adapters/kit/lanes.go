package kit

import (
	"context"
	"sync"
)

// Lanes does what is asked in one conversation one after the other, and what
// is asked in several at the same time. It owns its goroutines: one a
// conversation, for as long as that has something to do. The zero value is ready.
type Lanes struct {
	mu   sync.Mutex
	open map[string][]func(context.Context)
	work sync.WaitGroup
}

// Add queues do in a lane; false where so many (0: any number) wait already.
// Where ctx has ended by its turn, it is left out.
func (l *Lanes) Add(ctx context.Context, lane string, most int, do func(context.Context)) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	queue, busy := l.open[lane]
	if most > 0 && len(queue) >= most {
		return false
	}
	if l.open == nil {
		l.open = make(map[string][]func(context.Context))
	}
	l.open[lane] = append(queue, do)
	if !busy {
		l.work.Go(func() { l.drain(ctx, lane) })
	}
	return true
}

// drain does what is queued in a lane until nothing is.
func (l *Lanes) drain(ctx context.Context, lane string) {
	for {
		l.mu.Lock()
		queue := l.open[lane]
		if len(queue) == 0 {
			delete(l.open, lane)
			l.mu.Unlock()
			return
		}
		do := queue[0]
		l.open[lane] = queue[1:]
		l.mu.Unlock()
		if ctx.Err() == nil {
			do(ctx)
		}
	}
}

// Wait returns when every lane is done.
func (l *Lanes) Wait() { l.work.Wait() }
