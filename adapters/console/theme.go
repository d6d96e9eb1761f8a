package console

import "charm.land/lipgloss/v2"

// theme says how the parts of a reply look. It uses only what every terminal
// with colour has, in the terminal's own palette, so that it can be read on a
// light ground and on a dark one.
type theme struct {
	text   lipgloss.Style // as the terminal has it
	title  lipgloss.Style
	label  lipgloss.Style // a bullet's topic, an item's command
	notice lipgloss.Style
	dim    lipgloss.Style // source, link, actions
}

// themeFor gives the theme; without colour it marks nothing.
func themeFor(color bool) theme {
	text := lipgloss.NewStyle()
	if !color {
		return theme{text, text, text, text, text}
	}
	return theme{
		text:   text,
		title:  text.Bold(true).Foreground(lipgloss.Cyan),
		label:  text.Bold(true),
		notice: text.Reverse(true),
		dim:    text.Faint(true),
	}
}
