package wire

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// What is looked for in every byte of a text is looked for here: by bytes where
// a text has letters, and by runes only where a byte may begin one that counts.

// byteSet is a set of bytes, to be made once: 1 for those that are in it.
type byteSet [256]uint8

// next gives the place of the first byte of the set in s[at:end], else end.
func (set *byteSet) next(s string, at, end int) int {
	s = s[:end]
	for at+4 <= len(s) && set[s[at]]|set[s[at+1]]|set[s[at+2]]|set[s[at+3]] == 0 {
		at += 4
	}
	for at < len(s) && set[s[at]] == 0 {
		at++
	}
	return at
}

// The bytes that may begin a mark, letters of a few scripts among them.
var (
	stopBytes     = byteSet{'.': 1, '!': 1, '?': 1, 0xd8: 1, 0xdb: 1, 0xe0: 1, 0xe2: 1, 0xe3: 1, 0xef: 1}
	quoteBytes    = byteSet{'"': 1, '\'': 1, '`': 1, ',': 1, 0xc2: 1, 0xe2: 1, 0xe3: 1}
	datelineBytes = byteSet{'(': 1, '/': 1, '[': 1, '-': 1, '_': 1, 0xe2: 1}
	datedBytes    = byteSet{
		'(': 1, '/': 1, '[': 1, '-': 1, '_': 1, 0xe2: 1,
		'0': 1, '1': 1, '2': 1, '3': 1, '4': 1, '5': 1, '6': 1, '7': 1, '8': 1, '9': 1,
	}
)

// mayHaveDateline is a quick look at how s opens, since most of what is asked
// about is plain prose: a dateline has an agency in brackets or slashes, a date
// with its number, or a dash before a space, or else its place is in capitals,
// and so is its first word.
func mayHaveDateline(s string) bool {
	if s == "" || s[0] == '"' || s[0] == '-' && !strings.HasPrefix(s, "--") {
		return false
	}
	for at := datedBytes.next(s, 0, len(s)); at < len(s); at = datedBytes.next(s, at+1, len(s)) {
		switch s[at] {
		case '-':
			if at+1 == len(s) || s[at+1] == '-' || s[at+1] <= ' ' || s[at+1] >= utf8.RuneSelf {
				return true
			}
		case "–"[0]:
			if !strings.HasPrefix(s[at:], "’") && !strings.HasPrefix(s[at:], "“") && !strings.HasPrefix(s[at:], "”") {
				return true
			}
		default:
			return true
		}
	}
	i := 0
	for i < len(s) && 'A' <= s[i] && s[i] <= 'Z' {
		i++
	}
	return i == len(s) || s[i] < 'a' || s[i] > 'z'
}

// noneSmall reports whether s is in capitals as far as it has letters: what
// strings.ToUpper(s) == s says, without making a string.
func noneSmall(s string) bool {
	for i, r := range s {
		if unicode.ToUpper(r) != r || r == utf8.RuneError && !strings.HasPrefix(s[i:], "\ufffd") {
			return false
		}
	}
	return true
}

// phraseWord gives the end of the first word of a phrase: white space or a mark
// that parts a phrase from what follows it.
func phraseWord(s string) int {
	for i, r := range s {
		switch {
		case r >= 'a' && r <= 'z':
		case r == ':', r == ';', r == ',', r == '!', r == '—', r == '–', r == '|', r == '/', r == '(', unicode.IsSpace(r):
			return i
		}
	}
	return len(s)
}

// endsIn reports whether s ends with an ASCII word, in capitals or not.
func endsIn(s, word string) bool {
	return len(s) >= len(word) && strings.EqualFold(s[len(s)-len(word):], word)
}
