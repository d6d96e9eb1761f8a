package feeds

import (
	"html"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/wire/formats"
)

// maxTitle is the longest title that is kept, in characters.
const maxTitle = 300

// plainTitle gives a title as plain text on one line.
func plainTitle(s string) string {
	s = validText(s)
	if strings.ContainsAny(s, "<&") {
		if blocks, err := formats.Blocks(s); err == nil {
			texts := make([]string, len(blocks))
			for i, b := range blocks {
				texts[i] = b.Text
			}
			s = strings.Join(texts, " ")
		} else {
			s = html.UnescapeString(s)
		}
	}
	if strings.IndexByte(s, '&') >= 0 {
		s = escapedAgain.Replace(s)
	}
	return truncate(strings.Join(strings.Fields(cleanText(s)), " "), maxTitle)
}

func validText(s string) string {
	if utf8.ValidString(s) { // far quicker than to mend what needs no mending
		return s
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}

// escapedAgain undoes what many systems do to titles once more than they should.
var escapedAgain = strings.NewReplacer("&amp;", "&", "&quot;", `"`, "&#39;", "'", "&#039;", "'", "&apos;", "'", "&nbsp;", " ")

// truncate gives at most n characters of a text, never the half of what a
// reader sees as one: marks stay with what they are on.
func truncate(s string, n int) string {
	if len(s) <= n {
		return s
	}
	count := 0
	for at, r := range s {
		if count >= n && !joins(r) {
			return strings.TrimSpace(s[:at])
		}
		if count > n+16 { // however many marks there are
			return strings.TrimSpace(s[:at])
		}
		count++
	}
	return s
}

// joins reports whether a character belongs to the one before it.
func joins(r rune) bool {
	return unicode.In(r, unicode.Mn, unicode.Me, unicode.Mc) || r == '\u200d' || r >= 0xFE00 && r <= 0xFE0F || r >= 0x1F3FB && r <= 0x1F3FF
}

// joiner finds the characters that join others where they join nothing.
var joiner = regexp.MustCompile(`(?:^|\s)[\x{200c}\x{200d}]+|[\x{200c}\x{200d}]+(?:\s|$)`)

// maxMarks is how many marks in a row stay on a character: no script needs more.
const maxMarks = 4

// cleanText drops what shows a text as something that it is not: controls,
// characters that turn its direction or cannot be seen, and marks without end.
func cleanText(s string) string {
	if isPlain(s) {
		return s
	}
	return dropUnseen(s)
}

// dropUnseen is cleanText for any text.
func dropUnseen(s string) string {
	marks, joined := 0, false
	s = strings.Map(func(r rune) rune {
		if r >= ' ' && r < 0x7f {
			marks = 0
			return r
		}
		if unicode.In(r, unicode.Mn, unicode.Me) {
			if marks++; marks > maxMarks {
				return -1
			}
			return r
		}
		marks = 0
		joined = joined || r == '\u200c' || r == '\u200d'
		if isUnseen(r) {
			return -1
		}
		return r
	}, s)
	if joined {
		s = joiner.ReplaceAllString(s, " ")
	}
	return s
}

// isPlain reports whether a text has no character but those of ASCII that are seen.
func isPlain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c >= 0x7f || c < ' ' && c != '\n' && c != '\t' {
			return false
		}
	}
	return true
}

// isUnseen reports whether a character cannot be seen, or turns the direction
// of those around it.
func isUnseen(r rune) bool {
	switch {
	case r == '\n' || r == '\t':
		return false
	case r == '\u00ad', r >= '\u202a' && r <= '\u202e', r >= '\u2060' && r <= '\u206f', r == '\u200b', r == '\uFEFF',
		unicode.IsControl(r), r >= 0xE0000 && r <= 0xE007F, r >= 0xFFF9 && r <= 0xFFFB:
		return true
	}
	return false
}

// maxGrowth is how many times as long as its source a text can be: a byte that
// is no character becomes one of three.
const maxGrowth = 3

// itemText gives the text of an item, from its content or else its summary,
// and whether that is cut short.
func itemText(content, summary, title string) (text string, cut bool) {
	text, cut = paragraphs(content, title)
	if text != "" && len(text)*2 >= len(summary)*maxGrowth {
		return text, cut
	}
	short, shortCut := paragraphs(summary, title)
	if text != "" && len(text)*2 >= len(short) { // else it is a stub
		return text, cut
	}
	if short == "" {
		return "", true
	}
	return short, shortCut || text != "" && cut || !isWhole(short)
}

// isWhole reports whether a description reads as a whole article: several
// paragraphs, and not short. Nothing else tells it from a summary.
func isWhole(text string) bool {
	return len(text) >= 1500 && strings.Count(text, "\n\n") >= 2
}

// paragraphs gives HTML as plain paragraphs, without what was put after the
// text for readers of feeds alone, and whether the text stops before its end.
func paragraphs(source, title string) (text string, cut bool) {
	if strings.TrimSpace(source) == "" {
		return "", false
	}
	blocks, err := formats.Blocks(dropOpenPicture(validText(source)))
	if err != nil {
		return "", true // nested too deep to be prose
	}
	kept := make([]string, 0, len(blocks))
	for i, b := range blocks {
		s := strings.TrimSpace(cleanText(b.Text))
		if s == "" || i == 0 && len(blocks) > 1 && strings.EqualFold(s, title) {
			continue
		}
		kept = append(kept, s)
	}
	kept, cut = trimEnd(kept, blocks)
	return strings.Join(kept, "\n\n"), cut
}

var openPicture = regexp.MustCompile(`(?i)<svg\b[^<>]{0,400}>`)

// dropOpenPicture takes out the tags of drawings that are never closed: all
// that follows would count as part of the drawing.
func dropOpenPicture(s string) string {
	if !strings.Contains(s, "<svg") || strings.Contains(s, "</svg") {
		return s
	}
	return openPicture.ReplaceAllString(s, "")
}
