package slack

import (
	"encoding/json"
	"strings"

	"github.com/slack-go/slack"

	"dateline/adapters/kit"
)

// block is the row as Slack takes it; a bullet is an item of a list instead.
func (r row) block() slack.Block {
	switch r.kind {
	case rowHeader:
		return slack.NewHeaderBlock(plainText(r.body))
	case rowNotice:
		return slack.NewContextBlock("", plainText(r.body))
	case rowSource:
		return r.source.block()
	case rowQuote:
		return slack.NewRichTextBlock("", &slack.RichTextQuote{Type: slack.RTEQuote, Elements: r.elements(false)})
	}
	return slack.NewRichTextBlock("", slack.NewRichTextSection(r.elements(false)...))
}

// plainText is text in which Slack reads nothing, names of emoji neither.
func plainText(text string) *slack.TextBlockObject {
	no := false
	return &slack.TextBlockObject{Type: slack.PlainTextType, Text: text, Emoji: &no}
}

// markup is text of our own, whose dates and links Slack reads, and which it
// does not search for any others.
func markup(text string) *slack.TextBlockObject {
	return &slack.TextBlockObject{Type: slack.MarkdownType, Text: text, Verbatim: true}
}

// elements are the pieces of a row; the number of a bullet among them where
// Slack does not count.
func (r row) elements(counted bool) []slack.RichTextSectionElement {
	var all []slack.RichTextSectionElement
	add := func(s span) {
		if s.address != "" {
			all = append(all, slack.NewRichTextSectionLinkElement(s.address, s.text, nil))
			return
		}
		var style *slack.RichTextSectionTextStyle
		if s.bold {
			style = &slack.RichTextSectionTextStyle{Bold: true}
		}
		for rest := s.text; rest != ""; {
			var head string
			head, rest = kit.Cut(rest, maxObject, size)
			all = append(all, slack.NewRichTextSectionTextElement(head, style))
		}
	}
	if r.number != "" && !counted {
		add(span{text: r.number + ". ", bold: true})
	}
	for _, s := range r.before {
		add(s)
	}
	add(span{text: r.body, bold: r.bold})
	for _, s := range r.after {
		add(s)
	}
	return all
}

// text is the row where there is only text: for notifications and screen readers.
func (r row) text() string {
	var out strings.Builder
	if r.number != "" {
		out.WriteString(r.number + ". ")
	}
	for _, s := range r.before {
		out.WriteString(s.plain())
	}
	out.WriteString(r.body)
	for _, s := range r.after {
		out.WriteString(s.plain())
	}
	if r.kind == rowSource {
		out.WriteString(r.source.text())
	}
	return out.String()
}

func (s span) plain() string {
	if s.address != "" {
		return s.address
	}
	return s.text
}

// block lays a source out: its words plainly, the time and the link in markup of ours.
func (s source) block() slack.Block {
	var all []slack.MixedElement
	if s.before != "" && s.before != s.host {
		all = append(all, plainText(s.before))
	}
	if s.when != "" {
		all = append(all, markup(stamp(s.at, s.when)))
	}
	if s.after != "" {
		all = append(all, plainText(s.after))
	}
	if s.address != "" {
		all = append(all, markup(link(s.address, s.host)))
	}
	return slack.NewContextBlock("", all...)
}

func (s source) text() string {
	var parts []string
	for _, part := range []string{s.before, s.when, s.after} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	text := strings.Join(parts, ", ")
	return strings.TrimSpace(text + " " + s.address)
}

// cut splits a row so that its head adds at most room bytes of body; false
// where room is too little for any of it.
func (r row) cut(room int) (head, rest row, ok bool) {
	switch r.kind {
	case rowHeader, rowNotice, rowSource: // they are short
		return row{}, row{}, false
	}
	head, rest = r, r
	head.after, rest.before, rest.number = nil, nil, ""
	before, after := kit.Cut(r.body, room, textWeight)
	head.body, rest.body = strings.TrimRight(before, " \n"), strings.TrimLeft(after, " \n")
	if rest.kind == rowBullet {
		rest.kind = rowText
	}
	return head, rest, head.body != "" && (rest.body != "" || len(rest.after) > 0)
}

// list is a list as Slack takes it. The SDK's own writes fields that Slack's
// description of the block does not know.
type list struct {
	ordered bool
	items   []*slack.RichTextSection
}

// RichTextElementType implements [slack.RichTextElement].
func (*list) RichTextElementType() slack.RichTextElementType { return slack.RTEList }

// MarshalJSON implements [json.Marshaler].
func (l *list) MarshalJSON() ([]byte, error) {
	style := slack.RTEListBullet
	if l.ordered {
		style = slack.RTEListOrdered
	}
	return json.Marshal(struct {
		Type  slack.RichTextElementType     `json:"type"`
		Style slack.RichTextListElementType `json:"style"`
		Items []*slack.RichTextSection      `json:"elements"`
	}{slack.RTEList, style, l.items})
}
