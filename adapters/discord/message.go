package discord

import (
	"encoding/json"

	"github.com/bwmarrin/discordgo"
)

// noMentions is what keeps every message from notifying anybody.
type noMentions struct {
	Parse []string `json:"parse"`
}

// messageJSON is a message as Discord takes it.
type messageJSON struct {
	Content    string                       `json:"content"`
	Embeds     []*discordgo.MessageEmbed    `json:"embeds"`
	Components []discordgo.MessageComponent `json:"components"`
	Mentions   noMentions                   `json:"allowed_mentions"`
	Flags      discordgo.MessageFlags       `json:"flags"`
	Reference  *discordgo.MessageReference  `json:"message_reference,omitempty"`
	Nonce      string                       `json:"nonce,omitempty"`
	Enforce    bool                         `json:"enforce_nonce,omitempty"`
}

// MarshalJSON implements [json.Marshaler]. A message without embeds of ours
// gets none of Discord's either, whatever its words are: a preview would be
// fetched from, and shown of, an address that news may have named. The flags
// are always there, so that a later edit with embeds shows them.
func (m *message) MarshalJSON() ([]byte, error) {
	out := messageJSON{
		Content: m.Content, Embeds: m.Embeds, Components: m.Components,
		Mentions: noMentions{Parse: []string{}}, Flags: m.Flags, Reference: m.Reference,
		Nonce: m.nonce, Enforce: m.nonce != "",
	}
	if len(out.Embeds) == 0 {
		out.Embeds = []*discordgo.MessageEmbed{}
		out.Flags |= discordgo.MessageFlagsSuppressEmbeds
	}
	if out.Components == nil {
		out.Components = []discordgo.MessageComponent{}
	}
	return json.Marshal(out)
}

// MarshalJSON implements [json.Marshaler].
func (r response) MarshalJSON() ([]byte, error) {
	out := struct {
		Type discordgo.InteractionResponseType `json:"type"`
		Data any                               `json:"data,omitempty"`
	}{Type: r.Type}
	switch {
	case r.Modal != nil:
		out.Data = r.Modal
	case r.Type == discordgo.InteractionApplicationCommandAutocompleteResult:
		choices := r.Choices
		if choices == nil {
			choices = []*discordgo.ApplicationCommandOptionChoice{}
		}
		out.Data = map[string]any{"choices": choices}
	case r.Message != nil && r.Type == discordgo.InteractionResponseDeferredChannelMessageWithSource:
		out.Data = map[string]any{"flags": r.Message.Flags, "allowed_mentions": noMentions{Parse: []string{}}}
	case r.Message != nil:
		out.Data = r.Message
	}
	return json.Marshal(out)
}
