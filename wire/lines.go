package wire

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/terms"
)

// line is one line of the text without its outer white space.
type line struct {
	Range
	indent  int  // columns before it
	columns int  // its width in code points, indent included; of a long line only that it is one
	marker  int  // length in bytes of its list marker with the space after it, 0 without
	counted bool // the marker is a number
	blank   bool // nothing on it
}

// wrapLimit is the widest line, in columns, of a text that counts as wrapped by
// hand. Teleprinters and mail wrap at 64 to 80; 100 leaves room for indents.
const wrapLimit = 100

// readLines appends the lines of a text to lines, which are none.
func readLines(lines []line, text string) []line {
	lines = slices.Grow(lines, strings.Count(text, "\n")+1)
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
	countLines(text, lines)
	return lines
}

// countLines finds the markers that are numbers: lines close to each other
// that count up from one. A number alone can be a date or "1. FC".
func countLines(text string, lines []line) {
	const near = 3 // lines with text from one item to the next
	last, number, at := -1, 0, 0
	for i := range lines {
		l := &lines[i]
		if l.blank {
			continue
		}
		at++
		n, length := countedMarker(text[l.Start:l.End])
		switch {
		case length == 0:
			continue
		case n == number+1 && last >= 0 && at <= near:
			for _, k := range [...]int{last, i} {
				_, lines[k].marker = countedMarker(text[lines[k].Start:lines[k].End])
				lines[k].counted = true
			}
		case n != 1:
			last = -1
			continue
		}
		last, number, at = i, n, 0
	}
}

// countedMarker reads "1. " or "12) " and gives the number and the length.
func countedMarker(s string) (number, length int) {
	for length < len(s) && length < 2 && isDigitAt(s, length) {
		number = number*10 + int(s[length]-'0')
		length++
	}
	if length == 0 || length == len(s) || s[length] != '.' && s[length] != ')' {
		return 0, 0
	}
	rest := s[length+1:]
	trimmed := strings.TrimLeft(rest, " \t\u00a0")
	if len(trimmed) == len(rest) || trimmed == "" {
		return 0, 0
	}
	return number, len(s) - len(trimmed)
}

func readLine(text string, start, end int) line {
	r := trim(text, Range{start, end})
	l := line{Range: r, blank: r.Empty()}
	if !l.blank {
		l.indent = utf8.RuneCountInString(text[start:r.Start])
		l.columns = l.indent + countColumns(text[r.Start:r.End])
		l.marker = markerLength(text[r.Start:r.End])
	}
	return l
}

// countColumns counts code points as far as the width of a line matters.
func countColumns(s string) int {
	n := terms.PlainLength(s[:min(len(s), wrapLimit+shortLine)])
	for range s[n:] {
		if n++; n > wrapLimit+shortLine {
			break
		}
	}
	return n
}

// trim narrows a range to what is not white space.
func trim(text string, r Range) Range {
	inner := text[r.Start:r.End]
	if inner != "" && isGraph(inner[0]) && isGraph(inner[len(inner)-1]) {
		return r
	}
	left := strings.TrimLeftFunc(inner, unicode.IsSpace)
	start := r.Start + len(inner) - len(left)
	return Range{start, start + len(strings.TrimRightFunc(left, unicode.IsSpace))}
}

// isGraph reports whether a byte is an ASCII character that can be seen.
func isGraph(b byte) bool { return b > ' ' && b < 0x7f }

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
	slices.Sort(widths)
	width := widths[len(widths)-1-len(widths)/20] // one line in 20 may stick out
	if width > wrapLimit || width < 30 {
		return 0
	}
	pairs, full, running := 0, 0, 0
	for i := 1; i < len(lines); i++ {
		if lines[i-1].blank || lines[i].blank {
			continue
		}
		ended := endsClause(text[lines[i-1].Start:lines[i-1].End])
		if !ended {
			pairs++ // else it may be the paragraph's last line
		}
		if !ended && !fits(text, lines[i-1], lines[i], width) {
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
