package discord

import (
	"context"
	"sync"
)

// lanes does what is asked in one conversation one after the other, and what
// is asked in several at the same time. It owns its goroutines: one a
// conversation, for as long as that has something to do.
type lanes struct {
	mu   sync.Mutex
	open map[string][]func(context.Context)
	work sync.WaitGroup
}

// add queues do in a lane; false where so many (0: any number) wait already.
func (l *lanes) add(ctx context.Context, lane string, most int, do func(context.Context)) bool {
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
func (l *lanes) drain(ctx context.Context, lane string) {
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

// wait returns when every lane is done.
func (l *lanes) wait() { l.work.Wait() }
