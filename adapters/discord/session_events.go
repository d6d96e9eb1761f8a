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
