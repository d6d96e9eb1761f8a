package discord

import (
	"context"

	"dateline/adapters/kit"

	"github.com/bwmarrin/discordgo"
)

// lasting hands events on as long as its gate is open.
type lasting struct {
	to   events
	gate *kit.Gate
}

var _ events = (*lasting)(nil)

func (l *lasting) interaction(_ context.Context, i *discordgo.Interaction) {
	l.gate.Pass(func(ctx context.Context) { l.to.interaction(ctx, i) })
}

func (l *lasting) message(_ context.Context, m *discordgo.Message) {
	l.gate.Pass(func(ctx context.Context) { l.to.message(ctx, m) })
}

func (l *lasting) joined(_ context.Context, g *discordgo.Guild) {
	l.gate.Pass(func(ctx context.Context) { l.to.joined(ctx, g) })
}

func (l *lasting) began(_ context.Context, shard, shards int, guilds []string) {
	l.gate.Pass(func(ctx context.Context) { l.to.began(ctx, shard, shards, guilds) })
}

func (l *lasting) left(_ context.Context, guild string) {
	l.gate.Pass(func(ctx context.Context) { l.to.left(ctx, guild) })
}
