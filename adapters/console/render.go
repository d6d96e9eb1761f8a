package console

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/rivo/uniseg"

	"dateline/adapters"
)

const (
	quoteIndent = 2
	itemIndent  = 2
	maxLabel    = 26 // columns that items' labels share; a longer one gets a line of its own
)

// Render writes a reply for people to read, in one piece, each line ended.
// The text of the reply is made safe for a terminal on the way.
func Render(w io.Writer, r adapters.Reply, s Style) error {
	if s.Plain {
		s = Style{Plain: true}
	}
	p := &painter{style: s, theme: themeFor(s.Color)}
	p.labels = p.labelColumn(r.Blocks)
	for i, b := range r.Blocks {
		if b == (adapters.Block{Kind: b.Kind}) {
			continue
		}
		if i > 0 && opens(r.Blocks[i-1].Kind, b.Kind) {
			p.out.WriteByte('\n')
		}
		p.block(b)
	}
	p.actions(r)
	if _, err := w.Write(p.out.Bytes()); err != nil {
		return fmt.Errorf("output: %w", err)
	}
	return nil
}

// opens reports whether a block starts something new, which an empty line sets off.
func opens(before, kind adapters.BlockKind) bool {
	return heads(kind) && !heads(before)
}

func heads(kind adapters.BlockKind) bool {
	return kind == adapters.BlockTitle || kind == adapters.BlockNotice
}

// painter lays out one reply.
type painter struct {
	out    bytes.Buffer
	style  Style
	theme  theme
	labels int // width of the items' label column
}

func (p *painter) block(b adapters.Block) {
	number := numberOf(b)
	switch b.Kind {
	case adapters.BlockTitle:
		p.lay(b, number, adapters.CleanLine(b.Text), p.theme.title)
	case adapters.BlockNotice:
		p.lay(b, number, adapters.CleanLine(b.Text), p.theme.notice)
	case adapters.BlockSource:
		p.lay(b, number, adapters.CleanLine(b.Text), p.theme.dim)
	case adapters.BlockBullet:
		p.lay(b, cmp.Or(number, "- "), adapters.CleanLine(b.Text), p.theme.text)
	case adapters.BlockQuote:
		p.lay(b, spaces(quoteIndent)+number, `"`+manyLines(b.Text)+`"`, p.theme.text)
	case adapters.BlockItem:
		p.item(b)
	default:
		p.lay(b, number, manyLines(b.Text), p.theme.text)
	}
}

// numberOf is a block's number as it stands before the text.
func numberOf(b adapters.Block) string {
	if b.Number == "" {
		return ""
	}
	return adapters.CleanLine(b.Number) + ". "
}

func manyLines(text string) string { return strings.Trim(adapters.CleanText(text), "\n") }

// lay prints a block's label, text, attribution and link behind a prefix.
func (p *painter) lay(b adapters.Block, prefix, text string, style lipgloss.Style) {
	indent := uniseg.StringWidth(prefix)
	var spans []span
	if label := adapters.CleanLine(b.Label); label != "" {
		spans = append(spans, span{label + ":", p.theme.label}, span{" ", p.theme.text})
	}
	lines := strings.Split(text, "\n")
	for _, line := range lines[:len(lines)-1] {
		p.paragraph(prefix, indent, append(spans, span{line, style}))
		prefix, spans = spaces(indent), nil
	}
	p.last(b, prefix, indent, append(spans, span{lines[len(lines)-1], style}))
}

// last prints the last paragraph of a block, with its attribution, and its
// link behind that where there is room. A link is never wrapped: a terminal
// could not open its pieces.
func (p *painter) last(b adapters.Block, prefix string, indent int, spans []span) {
	if attribution := adapters.CleanLine(b.Attribution); attribution != "" {
		spans = append(spans, span{" (" + attribution + ")", p.theme.text})
	}
	address, ok := adapters.Link(b.URL)
	if !ok {
		p.paragraph(prefix, indent, spans)
		return
	}
	linked := slices.Concat(spans, []span{{" ", p.theme.text}, {address, p.theme.dim}})
	if room := p.room(indent); room == 0 || widthOfSpans(linked) <= room {
		p.paragraph(prefix, indent, linked)
		return
	}
	p.paragraph(prefix, indent, spans)
	p.out.WriteString(spaces(indent) + p.theme.dim.Render(address) + "\n")
}

// paragraph prints spans behind a prefix; further lines are indented.
func (p *painter) paragraph(prefix string, indent int, spans []span) {
	for _, line := range wrapSpans(spans, p.room(indent)) {
		p.out.WriteString(strings.TrimRight(prefix+line, " ") + "\n")
		prefix = spaces(indent)
	}
}

// room is the width that an indent leaves for text; 0 is any.
func (p *painter) room(indent int) int {
	if p.style.Width <= 0 {
		return 0
	}
	return max(p.style.Width-indent, minWidth)
}

// item prints a line of a list, its label in a column that all items share;
// a label that is too wide for it gets a line of its own.
func (p *painter) item(b adapters.Block) {
	label := itemLabel(b)
	if p.style.Plain || b.Label == "" {
		p.lay(b, spaces(itemIndent)+numberOf(b), adapters.CleanLine(b.Text), p.theme.text)
		return
	}
	column := itemIndent + p.labels + itemIndent
	head := spaces(itemIndent) + p.theme.label.Render(label) + spaces(p.labels-uniseg.StringWidth(label)+itemIndent)
	if uniseg.StringWidth(label) > p.labels {
		p.paragraph(spaces(itemIndent), 2*itemIndent, []span{{label, p.theme.label}})
		head = spaces(column)
	}
	p.last(b, head, column, []span{{adapters.CleanLine(b.Text), p.theme.text}})
}

func itemLabel(b adapters.Block) string { return numberOf(b) + adapters.CleanLine(b.Label) }

// labelColumn is the width of the widest item label that fits the column.
func (p *painter) labelColumn(blocks []adapters.Block) int {
	limit := maxLabel
	if p.style.Width > 0 {
		limit = min(limit, p.style.Width/2)
	}
	widest := 0
	for _, b := range blocks {
		if b.Kind != adapters.BlockItem {
			continue
		}
		if w := uniseg.StringWidth(itemLabel(b)); w <= limit {
			widest = max(widest, w)
		}
	}
	return widest
}

// actions prints the words to type for what can be done next.
func (p *painter) actions(r adapters.Reply) {
	var typed []string
	for _, a := range r.Actions {
		typed = append(typed, adapters.CleanLine(cmp.Or(a.Command, a.Label)))
	}
	if len(typed) == 0 {
		return
	}
	if p.style.Plain {
		p.out.WriteString(wordsIn(r.Language).youCanType + " " + strings.Join(typed, "; ") + "\n")
		return
	}
	for i, words := range typed {
		typed[i] = "[" + words + "]"
	}
	for _, line := range pack(typed, p.room(0)) {
		p.out.WriteString(p.theme.dim.Render(line) + "\n")
	}
}

// pack joins words by spaces into lines of at most width columns, without
// breaking a word; 0 makes one line.
func pack(words []string, width int) []string {
	var lines []string
	line := ""
	for _, w := range words {
		switch {
		case line == "":
			line = w
		case width > 0 && uniseg.StringWidth(line)+1+uniseg.StringWidth(w) > width:
			lines = append(lines, line)
			line = w
		default:
			line += " " + w
		}
	}
	return append(lines, line)
}

func widthOfSpans(spans []span) int {
	width := 0
	for _, s := range spans {
		width += uniseg.StringWidth(s.text)
	}
	return width
}

func spaces(n int) string { return strings.Repeat(" ", max(n, 0)) }
