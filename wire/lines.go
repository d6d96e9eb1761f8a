package wire

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// line is one line of the text without its outer white space.
type line struct {
	Range
	indent  int  // columns before it
	columns int  // its width in code points, indent included
	blank   bool // nothing on it
}

// wrapLimit is the widest line, in columns, of a text that counts as wrapped by
// hand. Teleprinters and mail wrap at 64 to 80; 100 leaves room for indents.
const wrapLimit = 100

func readLines(text string) []line {
	lines := make([]line, 0, strings.Count(text, "\n")+1)
	for start := 0; start <= len(text); {
		end := strings.IndexByte(text[start:], '\n')
		if end < 0 {
			end = len(text)
		} else {
			end += start
		}
		lines = append(lines, readLine(text, start, end))
		start = end + 1
	}
	return lines
}

func readLine(text string, start, end int) line {
	r := trim(text, Range{start, end})
	l := line{Range: r, blank: r.Empty()}
	if !l.blank {
		l.indent = utf8.RuneCountInString(text[start:r.Start])
		l.columns = l.indent + utf8.RuneCountInString(text[r.Start:r.End])
	}
	return l
}

// trim narrows a range to what is not white space.
func trim(text string, r Range) Range {
	inner := text[r.Start:r.End]
	left := strings.TrimLeftFunc(inner, unicode.IsSpace)
	start := r.Start + len(inner) - len(left)
	return Range{start, start + len(strings.TrimRightFunc(left, unicode.IsSpace))}
}

// wrapWidth gives the width at which a text was wrapped by hand, 0 if it was not.
func wrapWidth(text string, lines []line) int {
	widths := make([]int, 0, len(lines))
	for _, l := range lines {
		if !l.blank {
			widths = append(widths, l.columns)
		}
	}
	if len(widths) < 2 {
		return 0
	}
	sort.Ints(widths)
	width := widths[len(widths)-1-len(widths)/20] // one line in 20 may stick out
	if width > wrapLimit || width < 30 {
		return 0
	}
	pairs, full, running := 0, 0, 0
	for i := 1; i < len(lines); i++ {
		if lines[i-1].blank || lines[i].blank {
			continue
		}
		pairs++
		if !fits(text, lines[i-1], lines[i], width) {
			full++
		}
		if runsOn(text, lines[i-1], lines[i]) {
			running++
		}
	}
	// Half of the breaks are forced, and at least one falls inside of a clause.
	if running == 0 || full*2 < pairs {
		return 0
	}
	return width
}

// fits reports whether the first word of the next line would have fitted on a,
// give or take the few columns by which wrapping programs differ.
func fits(text string, a, next line, width int) bool {
	word := text[next.Start:next.End]
	if i := strings.IndexFunc(word, unicode.IsSpace); i > 0 {
		word = word[:i]
	}
	return a.columns+1+utf8.RuneCountInString(word) < width-2
}

// shortLine is the width, in columns, below which a line is taken to end where
// it was meant to: wrapped text is set wider.
const shortLine = 30

// runsOn reports whether next goes on in the middle of a's clause: a is of some
// length and has no final stop, and next opens with a small letter.
func runsOn(text string, a, next line) bool {
	first, _ := utf8.DecodeRuneInString(text[next.Start:])
	return a.columns >= shortLine && unicode.IsLower(first) && !endsClause(text[a.Start:a.End]) &&
		!isCode(text[next.Start:next.End])
}

// endsClause reports whether s ends with a mark that closes a sentence or
// announces a list.
func endsClause(s string) bool {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRightFunc(s, isCloser))
	return isStop(last) || last == ':' || last == ';'
}

// isStop reports whether r closes a sentence.
func isStop(r rune) bool {
	switch r {
	case '.', '!', '?', '…', '。', '！', '？', '؟', '۔', '।', '‽':
		return true
	}
	return false
}

// isCloser reports whether r may follow a final stop within its sentence.
func isCloser(r rune) bool {
	switch r {
	case '"', '\'', ')', ']', '}', '”', '’', '»', '›', '“', '‘', '」', '』', '）':
		return true
	}
	return false
}
