package discord

import (
	"context"

	"github.com/bwmarrin/discordgo"
)

// listen puts discordgo's events through to ours. What is decoded by half
// still arrives here, so every pointer is looked at.
func (s *session) listen(ctx context.Context, to events) {
	s.inner.AddHandler(func(_ *discordgo.Session, _ *discordgo.Disconnect) {
		select {
		case s.down <- struct{}{}:
		default:
		}
	})
	s.inner.AddHandler(func(_ *discordgo.Session, e *discordgo.Ready) {
		if guilds, ok := guildsOf(e); ok {
			to.began(ctx, s.inner.ShardID, s.inner.ShardCount, guilds)
		}
	})
	s.inner.AddHandler(func(_ *discordgo.Session, e *discordgo.InteractionCreate) {
		if e != nil && usable(e.Interaction) {
			to.interaction(ctx, e.Interaction)
		}
	})
	s.inner.AddHandler(func(_ *discordgo.Session, e *discordgo.MessageCreate) {
		if e != nil && written(e.Message) {
			to.message(ctx, e.Message)
		}
	})
	s.inner.AddHandler(func(_ *discordgo.Session, e *discordgo.GuildCreate) {
		if e != nil && e.Guild != nil && e.ID != "" && !e.Unavailable {
			to.joined(ctx, e.Guild)
		}
	})
	s.inner.AddHandler(func(_ *discordgo.Session, e *discordgo.GuildDelete) {
		if e != nil && e.Guild != nil && e.ID != "" && !e.Unavailable {
			to.left(ctx, e.ID)
		}
	})
}

// guildsOf gives the servers of a ready; false where it does not name them all.
func guildsOf(e *discordgo.Ready) ([]string, bool) {
	if e == nil || e.Guilds == nil {
		return nil, false
	}
	guilds := make([]string, 0, len(e.Guilds))
	for _, g := range e.Guilds {
		if g == nil || g.ID == "" {
			return nil, false
		}
		guilds = append(guilds, g.ID)
	}
	return guilds, true
}

// usable says whether an interaction is whole enough to be answered.
func usable(i *discordgo.Interaction) bool {
	if i == nil || i.ID == "" || i.Token == "" || i.Data == nil {
		return false
	}
	u := personOf(i)
	return u != nil && u.ID != ""
}

// written says whether a person wrote a message, in words: what the platform
// writes in their name (a pin, a join) is left out.
func written(m *discordgo.Message) bool {
	return m != nil && m.ID != "" && m.ChannelID != "" && m.Author != nil && m.Author.ID != "" &&
		!m.Author.Bot && m.WebhookID == "" &&
		(m.Type == discordgo.MessageTypeDefault || m.Type == discordgo.MessageTypeReply)
}
