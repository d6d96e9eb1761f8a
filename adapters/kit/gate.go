package kit

import (
	"context"
	"sync"
	"time"
)

// Gate lets events pass, under a context that outlives the connection they
// came by, so that what was asked before the end is still answered. After
// [Gate.Drain] it lets none pass.
type Gate struct {
	under  context.Context //nolint:containedctx // it is what the gate is for
	finish context.CancelFunc
	mu     sync.RWMutex
	closed bool
}

// NewGate makes an open gate. Its context has the values of ctx, and ends by [Gate.Drain] alone.
func NewGate(ctx context.Context) *Gate {
	under, finish := context.WithCancel(context.WithoutCancel(ctx))
	return &Gate{under: under, finish: finish}
}

// Pass does something under the gate's context; false where the gate is closed.
func (g *Gate) Pass(do func(context.Context)) bool {
	g.mu.RLock()
	defer g.mu.RUnlock()
	if g.closed {
		return false
	}
	do(g.under)
	return true
}

// Drain closes the gate; wait returns when all that was let through is done. What is
// not done within that time is told to end, as the gate's context is in any
// case when Drain returns.
func (g *Gate) Drain(within time.Duration, wait func()) {
	g.mu.Lock()
	g.closed = true
	g.mu.Unlock()
	defer g.finish()
	late := time.AfterFunc(within, g.finish)
	defer late.Stop()
	wait()
}
