package discord

import (
	"context"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
)

// lasting hands events on under a context that outlives the connection, so
// that what was asked before the end is still answered; after close it hands
// on none.
type lasting struct {
	to     events
	under  func() context.Context
	mu     sync.RWMutex
	closed bool
}

var _ events = (*lasting)(nil)

// drain waits for what was asked to be answered: until within has passed, when
// finish ends it.
func (l *lasting) drain(within time.Duration, finish context.CancelFunc, wait func()) {
	l.mu.Lock()
	l.closed = true
	l.mu.Unlock()
	late := time.AfterFunc(within, finish)
	defer late.Stop()
	wait()
}

func (l *lasting) pass(do func(context.Context)) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	if !l.closed {
		do(l.under())
	}
}

func (l *lasting) interaction(_ context.Context, i *discordgo.Interaction) {
	l.pass(func(ctx context.Context) { l.to.interaction(ctx, i) })
}

func (l *lasting) message(_ context.Context, m *discordgo.Message) {
	l.pass(func(ctx context.Context) { l.to.message(ctx, m) })
}

func (l *lasting) joined(_ context.Context, g *discordgo.Guild) {
	l.pass(func(ctx context.Context) { l.to.joined(ctx, g) })
}

func (l *lasting) began(_ context.Context, shard, shards int, guilds []string) {
	l.pass(func(ctx context.Context) { l.to.began(ctx, shard, shards, guilds) })
}

func (l *lasting) left(_ context.Context, guild string) {
	l.pass(func(ctx context.Context) { l.to.left(ctx, guild) })
}
