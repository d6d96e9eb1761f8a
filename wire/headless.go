package wire

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// isHeadless reports whether the first of the lines of a wrapped text is short
// because its dateline was taken from its front: the second goes on it, and it
// is no title. A small letter or a number in front of the second tells so.
// Where a capital stands there, the title has to be given apart, and no blank
// line tells the paragraphs apart.
func isHeadless(text, title string, lines []line) bool {
	if len(lines) < 2 || lines[0].blank || lines[1].blank {
		return false
	}
	first, second := text[lines[0].Start:lines[0].End], text[lines[1].Start:lines[1].End]
	if lines[0].marker > 0 || lines[1].marker > 0 || lines[1].indent > 1 || endsClause(first) && !endsInInitials(first) || isCode(first) || isCode(second) {
		return false
	}
	if _, kinds := openingPhrase(first); kinds != 0 || isCapitals(first) != isCapitals(second) || hasDateline(text, lines[1]) {
		return false
	}
	opening, _ := utf8.DecodeRuneInString(strings.TrimLeft(second, "(<"))
	if unicode.IsLower(opening) || unicode.IsDigit(opening) && !isTableRow(second) {
		return true
	}
	return title != "" && !repeats(first, title) && runsTogether(lines)
}

// endsInInitials reports whether the stop at the end of a line is that of an
// abbreviation in letters, as in "the U.S."
func endsInInitials(line string) bool {
	bare, stopped := strings.CutSuffix(line, ".")
	return stopped && isInitials(strings.ToLower(lastToken(bare)))
}

// repeats reports whether a line has the words of the title, or its beginning.
func repeats(line, title string) bool {
	line, title = strings.ToLower(strings.TrimSpace(line)), strings.ToLower(strings.TrimSpace(title))
	return strings.HasPrefix(title, line) || strings.HasPrefix(line, title)
}

// runsTogether reports whether no blank line tells paragraphs apart: they
// open with an indent, or with nothing to see.
func runsTogether(lines []line) bool {
	blank := 0
	for i := 2; i < len(lines); i++ {
		if lines[i].blank {
			blank++
		} else if !lines[i-1].blank && lines[i].indent > 1 && lines[i-1].indent <= 1 {
			return true
		}
	}
	return blank == 0 || blank == 1 && lines[len(lines)-1].blank
}
