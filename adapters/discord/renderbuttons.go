package discord

import (
	"cmp"
	"slices"

	"github.com/bwmarrin/discordgo"

	"dateline/adapters"
)

// buttons lays actions out in rows. What a button cannot carry is given as
// words to type. Where there are more than fit, the last ones stay: they are
// about the whole reply.
func buttons(r adapters.Reply) (rows []discordgo.MessageComponent, typed []string) {
	var all []discordgo.MessageComponent
	known := make(map[string]bool)
	for _, a := range r.Actions {
		id := customID(r.View, a.Command)
		label := plainLine(cmp.Or(a.Label, a.Command), maxButton)
		switch {
		case id == "":
			if words := plainLine(a.Command, maxContent); words != "" {
				typed = append(typed, words)
			}
		case label != "" && !known[id]: // Discord refuses the same id twice
			known[id] = true
			all = append(all, discordgo.Button{Label: label, Style: discordgo.SecondaryButton, CustomID: id})
		}
	}
	const most, last = maxRows * maxRowLength, 4 // newer, older, share, wrong
	if len(all) > most {
		all = slices.Concat(all[:most-last], all[len(all)-last:])
	}
	for row := range slices.Chunk(all, maxRowLength) {
		rows = append(rows, discordgo.ActionsRow{Components: row})
	}
	return rows, typed
}

// mark puts a delivery's key into a message, so that it is found by it: behind
// what its first button carries, or else into the footer of its last embed.
func mark(m *message, key string) {
	if len(m.Components) > 0 {
		row, isRow := m.Components[0].(discordgo.ActionsRow)
		if isRow && len(row.Components) > 0 {
			if b, ok := row.Components[0].(discordgo.Button); ok && withKey(b.CustomID, key) != "" {
				b.CustomID = withKey(b.CustomID, key)
				row.Components = append([]discordgo.MessageComponent{b}, row.Components[1:]...)
				m.Components = append([]discordgo.MessageComponent{row}, m.Components[1:]...)
				return
			}
		}
	}
	if len(m.Embeds) == 0 {
		m.Embeds = []*discordgo.MessageEmbed{{}}
	}
	m.Embeds[len(m.Embeds)-1].Footer = &discordgo.MessageEmbedFooter{Text: key}
}
