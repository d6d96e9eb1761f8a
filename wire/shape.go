package wire

import (
	"math/bits"
	"unicode"
	"unicode/utf8"

	"dateline/terms"
)

// shape is what one look at every byte of a block says of it, so that what
// needs a certain byte need not look for it again.
type shape struct {
	words int   // the runs of letters and digits between white space
	runes int   // its length in code points
	seen  marks // the kinds of marks that it has, letters, digits and spaces left out
}

func (l *shape) has(kinds marks) bool { return l.seen&kinds != 0 }

// marks is a set of kinds of bytes.
type marks uint16

const (
	wordMark    marks = 1 << iota // an ASCII letter or digit
	spaceMark                     // ASCII white space
	digitMark                     // an ASCII digit
	controlMark                   // a control character other than white space
	colonMark                     // :
	slashMark                     // /
	quoteMark                     // a straight quotation mark, an apostrophe or a grave accent
	commaMark                     // ,
	runeMark                      // anything but ASCII
)

// byteMarks gives the kinds of each byte.
var byteMarks = [256]marks{
	0: controlMark, 1: controlMark, 2: controlMark, 3: controlMark, 4: controlMark, 5: controlMark, 6: controlMark, 7: controlMark, 8: controlMark,
	'\t': spaceMark, '\n': spaceMark, '\v': spaceMark, '\f': spaceMark, '\r': spaceMark,
	14: controlMark, 15: controlMark, 16: controlMark, 17: controlMark, 18: controlMark, 19: controlMark, 20: controlMark, 21: controlMark, 22: controlMark,
	23: controlMark, 24: controlMark, 25: controlMark, 26: controlMark, 27: controlMark, 28: controlMark, 29: controlMark, 30: controlMark, 31: controlMark,
	' ': spaceMark, '"': quoteMark, '\'': quoteMark, '`': quoteMark, ',': commaMark, '/': slashMark, ':': colonMark, 0x7f: controlMark,
	'0': digitMark | wordMark, '1': digitMark | wordMark, '2': digitMark | wordMark, '3': digitMark | wordMark, '4': digitMark | wordMark,
	'5': digitMark | wordMark, '6': digitMark | wordMark, '7': digitMark | wordMark, '8': digitMark | wordMark, '9': digitMark | wordMark,
	'A': wordMark, 'B': wordMark, 'C': wordMark, 'D': wordMark, 'E': wordMark, 'F': wordMark, 'G': wordMark,
	'H': wordMark, 'I': wordMark, 'J': wordMark, 'K': wordMark, 'L': wordMark, 'M': wordMark, 'N': wordMark,
	'O': wordMark, 'P': wordMark, 'Q': wordMark, 'R': wordMark, 'S': wordMark, 'T': wordMark, 'U': wordMark,
	'V': wordMark, 'W': wordMark, 'X': wordMark, 'Y': wordMark, 'Z': wordMark,
	'a': wordMark, 'b': wordMark, 'c': wordMark, 'd': wordMark, 'e': wordMark, 'f': wordMark, 'g': wordMark,
	'h': wordMark, 'i': wordMark, 'j': wordMark, 'k': wordMark, 'l': wordMark, 'm': wordMark, 'n': wordMark,
	'o': wordMark, 'p': wordMark, 'q': wordMark, 'r': wordMark, 's': wordMark, 't': wordMark, 'u': wordMark,
	'v': wordMark, 'w': wordMark, 'x': wordMark, 'y': wordMark, 'z': wordMark,
}

// look reads the shape of s. Words are counted where they end: a letter or digit
// is added to the run of bytes without white space that it stands in, all of
// them ones, which carries a one to the white space behind.
func look(s string) shape {
	l := shape{runes: len(s)}
	open := uint(0) // 1 if a letter or digit stands behind the last white space
	i := 0
	for len(s)-i >= 8 {
		e := terms.EightOf(s[i : i+8])
		if !e.Plain() {
			i, open = l.rune(s, i, open)
			continue
		}
		words, spaces := uint(e.Words()), uint(e.Spaces())
		for others := 0xff &^ (words | spaces); others != 0; others &= others - 1 {
			kinds := byteMarks[s[i+bits.TrailingZeros(others)]]
			l.seen |= kinds
			if kinds&spaceMark != 0 {
				spaces |= others & -others
			}
		}
		sum := 0xff&^spaces + words + open
		l.words += bits.OnesCount(sum & spaces)
		open = sum >> 8
		i += 8
	}
	for i < len(s) {
		i, open = l.rune(s, i, open)
	}
	l.words += int(open)
	return l
}

// rune takes in the one rune at i, and gives the place of the next and whether
// a word is open behind it.
func (l *shape) rune(s string, i int, open uint) (next int, stillOpen uint) {
	kinds, size := byteMarks[s[i]], 1
	if s[i] >= utf8.RuneSelf {
		var r rune
		r, size = utf8.DecodeRuneInString(s[i:])
		kinds = runeMarks(r)
	}
	l.runes -= size - 1
	l.seen |= kinds
	switch {
	case kinds&spaceMark != 0:
		l.words += int(open)
		open = 0
	case kinds&wordMark != 0:
		open = 1
	}
	return i + size, open
}

// runeMarks gives the kinds of a rune beyond ASCII.
func runeMarks(r rune) marks {
	switch {
	case unicode.IsLetter(r), unicode.IsDigit(r):
		return runeMark | wordMark
	case unicode.IsSpace(r):
		return runeMark | spaceMark
	}
	return runeMark
}

// countWords counts the runs of letters and digits between white space.
func countWords(s string) int {
	l := look(s)
	return l.words
}
