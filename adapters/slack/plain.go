package slack

import (
	"strings"

	"github.com/slack-go/slack"

	"dateline/adapters/kit"
)

// unescapes undoes what Slack does to all text.
var unescapes = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

func unescape(text string) string { return unescapes.Replace(text) }

// plain turns Slack's markup in what people write into the text that they
// see, with the addresses of links.
func plain(text string) string {
	var out strings.Builder
	for text != "" {
		before, rest, found := strings.Cut(text, "<")
		inside, after, closed := strings.Cut(rest, ">")
		if !found || !closed {
			out.WriteString(unescape(text))
			break
		}
		out.WriteString(unescape(before))
		out.WriteString(reference(inside))
		text = after
	}
	return out.String()
}

// reference is what stands for the inside of "<...>".
func reference(inside string) string {
	target, label, _ := strings.Cut(inside, "|")
	target, label = unescape(target), unescape(label)
	switch {
	case strings.HasPrefix(target, "@"), strings.HasPrefix(target, "#"):
		if label == "" {
			return target
		}
		return target[:1] + strings.TrimLeft(label, "@#")
	case strings.HasPrefix(target, "!"):
		if label != "" { // a date, a group of people
			return label
		}
		return "@" + target[1:]
	case strings.HasPrefix(target, "mailto:"), strings.HasPrefix(target, "tel:"):
		if label != "" {
			return label
		}
	}
	if label == "" || sameAddress(label, target) {
		return target
	}
	return label + " " + target
}

// sameAddress reports whether a link's label is its address, as Slack links
// what people type: "example.com", "https://example.com".
func sameAddress(label, target string) bool {
	bare := func(s string) string {
		if _, rest, ok := strings.Cut(s, "://"); ok {
			s = rest
		}
		return strings.TrimSuffix(s, "/")
	}
	return bare(label) == bare(target)
}

// textOf is what 'Digest this' digests of a message: its first link, or else
// its text, or else what its blocks and attachments say.
func textOf(m *slack.Message) string {
	texts := []string{plain(m.Text)}
	if texts[0] == "" {
		texts = append(texts, blocksText(m.Blocks))
	}
	for _, a := range m.Attachments {
		if text := plain(a.Text); text != "" {
			texts = append(texts, strings.TrimSpace(plain(a.Title)+"\n\n"+text))
		} else {
			texts = append(texts, plain(a.Fallback))
		}
	}
	for _, text := range texts {
		if address := kit.FirstLink(text); address != "" {
			return address
		}
	}
	for _, a := range m.Attachments {
		for _, address := range []string{a.TitleLink, a.FromURL, a.OriginalURL} {
			if found := kit.FirstLink(unescape(address)); found != "" {
				return found
			}
		}
	}
	return strings.TrimSpace(strings.Join(texts, "\n\n"))
}

// blocksText is the text of blocks, a line each.
func blocksText(blocks slack.Blocks) string {
	var out []string
	add := func(t *slack.TextBlockObject) {
		switch {
		case t == nil:
		case t.Type == slack.MarkdownType:
			out = append(out, plain(t.Text))
		default:
			out = append(out, t.Text)
		}
	}
	for _, b := range blocks.BlockSet {
		switch b := b.(type) {
		case *slack.HeaderBlock:
			add(b.Text)
		case *slack.SectionBlock:
			add(b.Text)
			for _, field := range b.Fields {
				add(field)
			}
		case *slack.RichTextBlock:
			for _, e := range b.Elements {
				out = append(out, richText(e))
			}
		}
	}
	return strings.TrimSpace(strings.Join(out, "\n"))
}

// richText is the text of a part of a rich_text block.
func richText(e slack.RichTextElement) string {
	switch e := e.(type) {
	case *slack.RichTextSection:
		return spans(e.Elements)
	case *slack.RichTextQuote:
		return spans(e.Elements)
	case *slack.RichTextPreformatted:
		return spans(e.Elements)
	case *slack.RichTextList:
		var items []string
		for _, item := range e.Elements {
			items = append(items, richText(item))
		}
		return strings.Join(items, "\n")
	}
	return ""
}

func spans(all []slack.RichTextSectionElement) string {
	var out strings.Builder
	for _, e := range all {
		switch e := e.(type) {
		case *slack.RichTextSectionTextElement:
			out.WriteString(e.Text)
		case *slack.RichTextSectionLinkElement:
			out.WriteString(reference(e.URL + "|" + e.Text))
		}
	}
	return out.String()
}
