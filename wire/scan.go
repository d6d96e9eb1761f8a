package wire

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// What is looked for in every byte of a text is looked for here: by bytes where
// a text has letters, and by runes only where a byte may begin one that counts.

// countWords counts the runs of letters and digits between white space.
func countWords(s string) int {
	n := 0
	for i := 0; i < len(s); {
		if b := s[i]; b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' {
			n++
			i = wordEnd(s, i+1)
			continue
		} else if b == ' ' {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		i += size
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
			i = wordEnd(s, i)
		}
	}
	return n
}

// wordEnd gives the place of the next white space from i on.
func wordEnd(s string, i int) int {
	for i = spaceBytes.next(s, i, len(s)); i < len(s); i = spaceBytes.next(s, i, len(s)) {
		r, size := utf8.DecodeRuneInString(s[i:])
		if unicode.IsSpace(r) {
			break
		}
		i += size
	}
	return i
}

// byteSet is a set of bytes, to be made once.
type byteSet [256]bool

// next gives the place of the first byte of the set in s[at:end], else end.
func (set *byteSet) next(s string, at, end int) int {
	s = s[:end]
	for at < len(s) && !set[s[at]] {
		at++
	}
	return at
}

// The bytes that may begin a mark, letters of a few scripts among them.
var (
	stopBytes     = byteSet{'.': true, '!': true, '?': true, 0xd8: true, 0xdb: true, 0xe0: true, 0xe2: true, 0xe3: true, 0xef: true}
	quoteBytes    = byteSet{'"': true, '\'': true, '`': true, ',': true, 0xc2: true, 0xe2: true, 0xe3: true}
	datelineBytes = byteSet{'(': true, '/': true, '[': true, '-': true, '_': true, 0xe2: true}
	spaceBytes    = byteSet{' ': true, '\t': true, '\n': true, '\v': true, '\f': true, '\r': true, 0xc2: true, 0xe1: true, 0xe2: true, 0xe3: true}
	controlBytes  = byteSet{
		0: true, 1: true, 2: true, 3: true, 4: true, 5: true, 6: true, 7: true, 8: true, 14: true, 15: true, 16: true, 17: true, 18: true, 19: true,
		20: true, 21: true, 22: true, 23: true, 24: true, 25: true, 26: true, 27: true, 28: true, 29: true, 30: true, 31: true, 0x7f: true,
	}
)

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
