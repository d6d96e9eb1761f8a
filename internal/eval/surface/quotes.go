package surface

import (
	"strings"
	"unicode"
)

// closers gives, for each mark that can open a quotation, those that close it.
var closers = map[rune]string{'“': "”", '„': "“”", '«': "»", '»': "«", '‹': "›", '‚': "‘’"}

// unbalanced reports half a quotation: double marks of any style, then single
// ones, which are apostrophes most of the time.
func unbalanced(text, language string) bool {
	if strings.Count(text, `"`)%2 == 1 {
		return true
	}
	if strings.Count(text, ",,")+strings.Count(text, "``") > strings.Count(text, "''") {
		return true
	}
	return unbalancedDouble(text, language) || unbalancedSingle([]rune(text))
}

func unbalancedDouble(text, language string) bool {
	var open []rune
	for _, r := range text {
		if n := len(open); n > 0 && strings.ContainsRune(closers[open[n-1]], r) {
			open = open[:n-1]
			continue
		}
		switch {
		case r == '”' && (language == "fi" || language == "sv"):
			if n := len(open); n > 0 && open[n-1] == r {
				open = open[:n-1]
			} else {
				open = append(open, r)
			}
		case r == '‚' && language == "nl": // a low comma
		case closers[r] != "":
			open = append(open, r)
		case r == '”' || r == '›':
			return true
		}
	}
	return len(open) > 0
}

// unbalancedSingle looks for a single mark that opens and has nothing after it
// that might close, and for one that closes after a stop with nothing open.
func unbalancedSingle(text []rune) bool {
	open := false
	for i, r := range text {
		if r != '\'' && r != '‘' && r != '’' {
			continue
		}
		before, after := at(text, i-1), at(text, i+1)
		switch {
		case unicode.IsLetter(before) && unicode.IsLetter(after), unicode.IsSpace(before) && unicode.IsSpace(after):
			// inside a word, or set apart by a tokenizer: it may be anything
		case r != '’' && !unicode.IsSpace(after) && startsQuotation(before) && !unicode.IsDigit(after):
			if open {
				return true
			}
			open = true
		case r == '‘':
		case open && (unicode.IsPunct(before) || !possessive(text, i)):
			open = false
		case !open && strings.ContainsRune(".,!?", before) && !unicode.IsDigit(after) && !unicode.IsLetter(after):
			return true
		}
	}
	return open
}

// at gives the rune at i, a blank outside of the text.
func at(text []rune, i int) rune {
	if i < 0 || i >= len(text) {
		return ' '
	}
	return text[i]
}

func startsQuotation(before rune) bool {
	return unicode.IsSpace(before) || strings.ContainsRune("([{\"“-–—:", before)
}

// possessive reports that the mark at i ends a plural or a name in s, and that
// another mark after it may close the quotation.
func possessive(text []rune, i int) bool {
	if at(text, i-1) != 's' || !unicode.IsSpace(at(text, i+1)) || !unicode.IsLetter(at(text, i+2)) {
		return false
	}
	for j := i + 1; j < len(text); j++ {
		if (text[j] == '\'' || text[j] == '’') && !unicode.IsSpace(at(text, j-1)) && !unicode.IsLetter(at(text, j+1)) {
			return true
		}
	}
	return false
}
