package wire

import (
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
	marker   int // length in bytes of its list marker with the space after it, 0 without
	words    int
	stopped  bool // ends with a final stop
	colon    bool // ends with a colon
	small    bool // opens with a small letter
	headline bool // could be a headline or heading: one short line, no stop
	listed   bool // prose that is an item of a list
}

// body is the block without its marker.
func (b *block) body() Range { return Range{b.Start + b.marker, b.End} }

func readBlocks(text string) []block {
	lines := readLines(text)
	width := wrapWidth(text, lines)
	blocks := make([]block, 0, len(lines))
	apart, open := true, false
	for i, l := range lines {
		if l.blank {
			apart, open = true, false
			continue
		}
		if open && joins(text, lines[i-1], l, width, blocks[len(blocks)-1].indent) {
			last := &blocks[len(blocks)-1]
			last.End = l.End
			last.lines++
			continue
		}
		blocks = append(blocks, block{Range: l.Range, kind: KindSentence, lines: 1, apart: apart, indent: l.indent})
		apart, open = false, true
	}
	for i := range blocks {
		blocks[i].measure(text, width > 0)
	}
	return blocks
}

// joins reports whether next continues the paragraph that a, the line before
// it, belongs to.
func joins(text string, a, next line, width, paragraphIndent int) bool {
	if markerLength(text[next.Start:next.End]) > 0 && !runsOn(text, a, next) {
		return false
	}
	if width == 0 {
		return runsOn(text, a, next) && markerLength(text[a.Start:a.End]) == 0
	}
	if next.indent > a.indent && next.indent > 1 {
		return false // paragraphs open with an indent
	}
	if paragraphIndent == 0 && next.indent > 1 {
		return false
	}
	return !fits(text, a, next, width) || runsOn(text, a, next)
}

// markerLength measures the list marker that s opens with, the space after it included.
func markerLength(s string) int {
	r, size := utf8.DecodeRuneInString(s)
	switch r {
	case '-', '–', '—', '•', '*', '·', '‣', '▪', '■', '►', '●', '○', '>', '→', '◦', '+':
	default:
		return 0
	}
	rest := s[size:]
	trimmed := strings.TrimLeft(rest, " \t\u00a0")
	if len(trimmed) == len(rest) || trimmed == "" {
		return 0 // "-0-", "*** END": no marker without a space and a word
	}
	return size + len(rest) - len(trimmed)
}

// Limits of a line that can be a heading or headline, from style guides:
// headings label in a few words, headlines seldom pass 100 characters.
const (
	maxHeadlineWords = 16
	maxHeadlineRunes = 112
	maxHeadingWords  = 10
	maxHeadingRunes  = 80
)

func (b *block) measure(text string, wrapped bool) {
	b.marker = markerLength(text[b.Start:b.End])
	body := b.body()
	s := text[body.Start:body.End]
	b.words = countWords(s)
	first, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(s, isOpener))
	b.small = unicode.IsLower(first)
	core := strings.TrimRightFunc(s, isCloser)
	last, _ := utf8.DecodeLastRuneInString(core)
	b.stopped = isStop(last) || strings.HasSuffix(core, "’’") // wire use of two apostrophes
	b.colon = last == ':'
	maxLines := 1
	if wrapped {
		maxLines = 2
	}
	b.headline = b.words >= 1 && b.words <= maxHeadlineWords && b.lines <= maxLines &&
		utf8.RuneCountInString(s) <= maxHeadlineRunes && !b.colon && !b.small &&
		last != ';' && last != ',' && (!b.stopped || last == '?' && b.words <= 12 && core == s)
}

// isOpener reports whether r may stand before the first letter of a sentence.
func isOpener(r rune) bool {
	switch r {
	case '"', '\'', '(', '[', '“', '„', '«', '»', '‘', '‹', '¿', '¡', '`', '「', '『', '（':
		return true
	}
	return false
}

// countWords counts the runs of letters and digits between white space.
func countWords(s string) int {
	n, inWord := 0, false
	for _, r := range s {
		switch {
		case r >= 'a' && r <= 'z':
			if !inWord {
				inWord = true
				n++
			}
		case unicode.IsSpace(r):
			inWord = false
		case !inWord && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			inWord = true
			n++
		}
	}
	return n
}
