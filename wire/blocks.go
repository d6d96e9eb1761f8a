package wire

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// block is a run of lines that belong together: a paragraph, a heading, one
// line of a list.
type block struct {
	Range
	kind     Kind // KindSentence stands for prose, until it is cut
	lines    int
	apart    bool // a blank line stands before it
	indent   int
	marker   int  // length in bytes of its list marker with the space after it, 0 without
	shape         // of its body
	stopped  bool // ends with a final stop
	colon    bool // ends with a colon
	small    bool // opens with a small letter
	headline bool // could be a headline or heading: one short line, no stop
	teaser   bool // the same with the stop of a call or of one that breaks off: "Watch it!", "He said..."
	listed   bool // prose that is an item of a list
	counted  bool // its marker is a number
	dated    bool // opens with a dateline of its own behind the first
	hashes   int  // of the marker of a heading in Markdown
}

// body is the block without its marker.
func (b *block) body() Range { return Range{b.Start + b.marker, b.End} }

// readBlocks finds the blocks of the text.
func (p *parser) readBlocks(title string) {
	text := p.doc.Text
	p.rows = readLines(p.rows, text)
	lines := singleSpaced(text, p.rows)
	width := wrapWidth(text, lines)
	headless := width > 0 && isHeadless(text, title, lines)
	blocks := slices.Grow(p.blocks, len(lines))
	apart, open := true, false
	for i, l := range lines {
		if l.blank {
			apart, open = true, false
			continue
		}
		if i < headLines && hasDateline(text, l) {
			open = false // under its title
		}
		if open && (i == 1 && headless || joins(text, lines[i-1], l, width, blocks[len(blocks)-1].indent) || i > 1 && nearlyFull(text, lines[i-1:], width)) {
			last := &blocks[len(blocks)-1]
			last.End = l.End
			last.lines++
			continue
		}
		blocks = append(blocks, block{Range: l.Range, kind: KindSentence, lines: 1, apart: apart, indent: l.indent, marker: l.marker, counted: l.counted})
		apart, open = false, true
	}
	blocks = splitTags(text, blocks)
	for i := range blocks {
		blocks[i].measure(text, width > 0)
	}
	p.blocks = blocks
}

// headLines is how many lines of a text can stand before its dateline.
const headLines = 12

func hasDateline(text string, l line) bool {
	_, n := readDateline(text[l.Start:l.End])
	return n > 0
}

// joins reports whether next continues the paragraph that a, the line before
// it, belongs to.
func joins(text string, a, next line, width, paragraphIndent int) bool {
	if next.marker > 0 && !runsOn(text, a, next) && (width == 0 || !isInnerDash(text, a, next, width)) {
		return false
	}
	if width == 0 {
		return runsOn(text, a, next) && a.marker == 0
	}
	if next.indent > a.indent && next.indent > 1 {
		return false // paragraphs open with an indent
	}
	if a.indent > 1 && next.indent <= 1 && !endsClause(text[a.Start:a.End]) {
		return true
	}
	if paragraphIndent == 0 && next.indent > 1 {
		return false
	}
	return !fits(text, a, next, width) || runsOn(text, a, next)
}

// isInnerDash reports whether the dash that a line of a wrapped text opens with
// stands between words of one sentence.
func isInnerDash(text string, a, next line, width int) bool {
	s := text[next.Start:next.End]
	if a.marker > 0 || !strings.HasPrefix(s, "-- ") && !strings.HasPrefix(s, "–") && !strings.HasPrefix(s, "—") {
		return false
	}
	first, _ := utf8.DecodeRuneInString(s[next.marker:])
	return unicode.IsLower(first) && !endsClause(text[a.Start:a.End]) && !fits(text, a, next, width-4)
}

// nearlyFull reports whether the second of some lines of a wrapped text goes on
// the first although its first word would have fitted there: some programs
// wrap early. The first is almost full and has no stop, and the second
// is no headline: it has a stop, or the third goes on it.
func nearlyFull(text string, lines []line, width int) bool {
	const share = 7 // tenths
	a, next := lines[0], lines[1]
	if a.columns*10 < width*share || width == 0 || next.marker > 0 || next.indent > 1 || a.marker > 0 || endsClause(text[a.Start:a.End]) {
		return false
	}
	if strings.HasSuffix(text[next.Start:next.End], ".") {
		return true
	}
	return len(lines) > 2 && !lines[2].blank && runsOn(text, next, lines[2])
}

// markerLength measures the list marker that s opens with, the space after it included.
func markerLength(s string) int {
	r, size := utf8.DecodeRuneInString(s)
	sign := false // it has no other use
	switch r {
	case '-':
		if strings.HasPrefix(s, "--") {
			size = 2
		}
	case '#':
		size = min(len(s)-len(strings.TrimLeft(s, "#")), maxHashes)
	case '–', '—', '*', '·', '>', '→', '+':
	case '•', '‣', '▪', '■', '►', '●', '○', '◦':
		sign = true
	default:
		return 0
	}
	rest := s[size:]
	trimmed := strings.TrimLeft(rest, " \t\u00a0")
	first, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(trimmed, isOpener))
	if len(trimmed) == len(rest) && (!sign || !unicode.IsLetter(first)) || trimmed == "" {
		return 0 // "-0-", "*** END": no marker without a space and a word
	}
	return size + len(rest) - len(trimmed)
}

// maxHashes is the lowest level of a heading in Markdown.
const maxHashes = 6

// Limits of a line that can be a heading or headline, from style guides:
// headings label in a few words, headlines seldom pass 100 characters.
const (
	maxHeadlineWords = 16
	maxHeadlineRunes = 112
	maxHeadingWords  = 10
	maxHeadingRunes  = 80
)

func (b *block) measure(text string, wrapped bool) {
	if text[b.Start] == '#' && b.marker > 0 {
		b.hashes = b.marker - len(strings.TrimLeft(text[b.Start:b.Start+b.marker], "#"))
	}
	body := b.body()
	s := text[body.Start:body.End]
	b.shape = look(s)
	first, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(s, isOpener))
	b.small = unicode.IsLower(first)
	core := strings.TrimRightFunc(s, isCloser)
	last, _ := utf8.DecodeLastRuneInString(core)
	b.stopped = isStop(last) || strings.HasSuffix(core, "’’")                            // wire use of two apostrophes
	b.colon = last == ':' || b.marker == 0 && b.words > 5 && strings.HasSuffix(s, " --") // "The expenses include --"
	maxLines := 1
	if wrapped {
		maxLines = 2
	}
	line := b.words >= 1 && b.words <= maxHeadlineWords && b.lines <= maxLines &&
		b.runes <= maxHeadlineRunes && !b.colon && !b.small && last != ';' && last != ','
	b.headline = line && (!b.stopped || last == '?' && b.words <= 12 && core == s)
	opener, _ := utf8.DecodeRuneInString(s)
	b.teaser = line && b.stopped && !isOpener(opener) && (last == '!' || last == '?' || last == '…' || strings.HasSuffix(core, "..."))
}

// isOpener reports whether r may stand before the first letter of a sentence.
func isOpener(r rune) bool {
	switch r {
	case '"', '\'', '(', '[', '“', '„', '«', '»', '‘', '‹', '¿', '¡', '`', '「', '『', '（':
		return true
	}
	return false
}
