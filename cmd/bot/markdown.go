package main

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"dateline/adapters"
	"dateline/news"
)

// renderMarkdown writes a reply as Markdown; evidence and actions are left out.
func renderMarkdown(w io.Writer, r adapters.Reply) error {
	var b strings.Builder
	previous := adapters.BlockKind(-1)
	for _, block := range r.Blocks {
		text := markdownBlock(block)
		if text == "" {
			continue
		}
		list := block.Kind == adapters.BlockBullet || block.Kind == adapters.BlockItem
		if b.Len() > 0 && (!list || block.Kind != previous) {
			b.WriteString("\n")
		}
		b.WriteString(text + "\n")
		previous = block.Kind
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func markdownBlock(b adapters.Block) string {
	text := escapeMarkdown(b.Text)
	switch b.Kind {
	case adapters.BlockTitle:
		return "## " + text
	case adapters.BlockNotice:
		return "**" + text + "**"
	case adapters.BlockBullet, adapters.BlockItem:
		return "- " + labelled(b, text)
	case adapters.BlockSource:
		return sourceLine(b, text)
	case adapters.BlockQuote:
		return ""
	}
	return text
}

func labelled(b adapters.Block, text string) string {
	if b.Attribution != "" {
		text += " (" + escapeMarkdown(b.Attribution) + ")"
	}
	if b.Label == "" {
		return text
	}
	return fmt.Sprintf("**%s:** %s", escapeMarkdown(b.Label), text)
}

func sourceLine(b adapters.Block, text string) string {
	if b.URL == "" {
		return text
	}
	if text == "" {
		text = escapeMarkdown(b.URL)
	}
	// Between angle brackets only these characters could end the address.
	address := strings.NewReplacer("<", "%3C", ">", "%3E", "\n", "%0A", "\r", "%0D", `\`, "%5C").Replace(b.URL)
	return fmt.Sprintf("[%s](<%s>)", text, address)
}

// markdownSigns are the characters with a meaning anywhere in a line;
// markdownOpenings those that mean something at its beginning alone.
var (
	markdownSigns    = regexp.MustCompile("[\\\\`*_\\[\\]<>&~|$]")
	markdownOpenings = regexp.MustCompile(`^([#+=:-]|[0-9]{1,9}[.)])`)
)

// escapeMarkdown makes one line of plain text that Markdown shows as it is.
func escapeMarkdown(text string) string {
	text = printable(news.Fold(text))
	text = markdownSigns.ReplaceAllString(text, `\$0`)
	if at := markdownOpenings.FindStringIndex(text); at != nil {
		text = text[:at[1]-1] + `\` + text[at[1]-1:]
	}
	return text
}
