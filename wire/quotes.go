package wire

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// quotation is a stretch in quotation marks; closed is false where the closing
// mark is missing, and then it reaches to the end of its paragraph.
type quotation struct {
	Range
	closed bool
}

// closers gives the marks that can close a quotation opened by r.
func closers(r rune) string {
	switch r {
	case '"':
		return "\"”"
	case '“':
		return "”\"“"
	case '„':
		return "“”\""
	case '”':
		return "”"
	case '«':
		return "»"
	case '»':
		return "«"
	case '‹':
		return "›"
	case '‘':
		return "’"
	case '`': // two of them, as typewriters and treebanks write
		return "'"
	case ',': // likewise: ,,quotation''
		return "'”"
	case '「':
		return "」"
	case '『':
		return "』"
	}
	return ""
}

// readQuotes finds the outermost quotations in a paragraph and appends them to
// dst. Where a mark can open as well as close (") the white space around it
// tells which.
func readQuotes(dst []quotation, text string, r Range) []quotation {
	var open rune
	start, depth := 0, 0
	lastSingle := -1 // where the last ’ ends, once that is known: a ‘ needs one behind it
	for at := quoteBytes.next(text, r.Start, r.End); at < r.End; at = quoteBytes.next(text, at, r.End) {
		before := ' '
		if at > r.Start {
			before, _ = utf8.DecodeLastRuneInString(text[r.Start:at])
		}
		c, size := utf8.DecodeRuneInString(text[at:r.End])
		if c == '`' || c == '\'' || c == ',' {
			size = doubled(text[at:r.End], c)
		}
		switch {
		case size == 0:
			size = 1
			if q, ok := singleQuotation(text, at, r.End, c, before); ok && open == 0 {
				dst = append(dst, q)
				size = q.End - at
			}
		case open == 0:
			if c == '‘' && lastSingle < 0 {
				lastSingle = r.Start + max(0, strings.LastIndex(text[r.Start:r.End], "’")+len("’"))
			}
			if opens(text, at, size, r.End, c, before) && (c != '‘' || lastSingle > at+size) {
				open, start, depth = c, at, 0
			}
		case c == '«' && open == '«' && depth < 8:
			depth++
		case strings.ContainsRune(closers(open), c) && closes(text, at+size, r.End, open, before):
			if depth > 0 {
				depth--
				break
			}
			dst = append(dst, quotation{Range{start, at + size}, true})
			open = 0
		}
		at += size
	}
	if open != 0 && open != '‘' {
		dst = append(dst, quotation{Range{start, r.End}, false})
	}
	return dst
}

// doubled gives the length of a doubled mark (“ as two grave accents, or two
// commas or apostrophes), 0 if it stands alone and so is no quotation mark.
func doubled(s string, c rune) int {
	if len(s) > 1 && rune(s[1]) == c {
		return 2
	}
	return 0
}

func opens(text string, at, size, end int, c, before rune) bool {
	if closers(c) == "" {
		return false
	}
	after, _ := utf8.DecodeRuneInString(text[at+size : end])
	free := unicode.IsSpace(before) || isOpener(before) || strings.ContainsRune("-–—/", before)
	switch c {
	case '"', '”', '»':
		return free && !unicode.IsSpace(after) && at+size < end
	case '‘':
		return free && unicode.IsLetter(after)
	}
	return true
}

// closes reports whether a closing mark really closes: an apostrophe inside of
// a word does not, and a straight mark before a word opens another quotation.
func closes(text string, next, end int, open, before rune) bool {
	after, _ := utf8.DecodeRuneInString(text[next:end])
	if open == '‘' {
		return !unicode.IsLetter(after) && !unicode.IsSpace(before)
	}
	if open == '"' && unicode.IsSpace(before) {
		return !unicode.IsLetter(after)
	}
	return true
}

// maxSingle bounds, in bytes, a quotation in straight single marks: past it the
// closing mark is more likely an apostrophe.
const maxSingle = 600

// singleQuotation reads a quotation in straight single marks that opens at a
// free mark before a letter. Its end is the first mark that no letter follows
// and that stands behind a stop or comma, or behind a letter but no plural s,
// where it would be a possessive. Without an end it is an apostrophe.
func singleQuotation(text string, at, end int, c, before rune) (quotation, bool) {
	after, _ := utf8.DecodeRuneInString(text[at+1 : end])
	if c != '\'' || !unicode.IsSpace(before) && !isOpener(before) && !strings.ContainsRune("-–—", before) || !unicode.IsLetter(after) {
		return quotation{}, false
	}
	for i := at + 2; i < end && i < at+maxSingle; i++ {
		if text[i] != '\'' {
			continue
		}
		prev, _ := utf8.DecodeLastRuneInString(text[:i])
		next, _ := utf8.DecodeRuneInString(text[i+1 : end])
		free := i+1 == end || !unicode.IsLetter(next) && !unicode.IsDigit(next)
		if free && prev != 's' && !unicode.IsSpace(prev) || free && prev == 's' && strings.ContainsRune(",.;:!?)", next) {
			return quotation{Range{at, i + 1}, true}, true
		}
	}
	return quotation{}, false
}
