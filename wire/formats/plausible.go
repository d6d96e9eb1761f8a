package formats

import (
	"slices"
	"strings"
	"unicode"
)

// spelling is how words are written, as far as it tells a text from bytes
// that were never one.
type spelling struct {
	script *unicode.RangeTable
	ascii  bool   // whether a word has letters of ASCII too
	alone  string // where it has to: the letters beyond ASCII that are words of their own
}

func latin() spelling {
	return spelling{script: unicode.Latin, ascii: true, alone: "ªºàáâäåæèéêìíòóôöøúÀÁÂÄÅÆÈÉÊÌÍÒÓÔÖØÚ"}
}

func cyrillic() spelling { return spelling{script: unicode.Cyrillic} }

// The signs beyond ASCII that stand beside a letter, or between two of them.
const (
	signsBeside  = "®™©°§\u00ad"
	signsBetween = "’‘‐–—…·"
)

// perOdd is how many words there have to be for each odd thing in a text.
const perOdd = 4

// plausible reports whether a text whose character set was guessed can be
// one: its words with letters beyond ASCII are spelt as words are, and no odd
// signs stand beside letters.
func (s spelling) plausible(text string) bool {
	sound, odd := 0, 0
	var word []rune
	before, joined := ' ', false // the sign before the word, and whether a letter is before that
	for _, r := range text + " " {
		if unicode.IsLetter(r) {
			word = append(word, r)
			continue
		}
		if len(word) > 0 {
			switch {
			case oddBeside(before), oddBeside(r), joined && oddBetween(before):
				odd++
			case !slices.ContainsFunc(word, beyondASCII):
			case s.spelt(word):
				sound++
			default:
				odd++
			}
		}
		before, joined, word = r, len(word) > 0, word[:0]
	}
	return odd*perOdd <= sound
}

// spelt reports whether a word with letters beyond ASCII can be one.
func (s spelling) spelt(word []rune) bool {
	if s.ascii && !slices.ContainsFunc(word, func(r rune) bool { return r < 0x80 }) {
		return len(word) == 1 && strings.ContainsRune(s.alone, word[0])
	}
	for i, r := range word {
		if r == 'µ' { // of every script
			continue
		}
		if !unicode.Is(s.script, r) || i > 0 && beyondASCII(r) && unicode.IsUpper(r) && unicode.IsLower(word[i-1]) {
			return false
		}
	}
	return true
}

func beyondASCII(r rune) bool { return r >= 0x80 }

// oddBeside reports whether r is a sign that stands beside no letter.
func oddBeside(r rune) bool {
	plain := unicode.IsPunct(r) || unicode.IsSpace(r) || unicode.IsNumber(r)
	return beyondASCII(r) && !plain && !strings.ContainsRune(signsBeside, r)
}

// oddBetween reports whether r is a sign that stands between no two letters.
func oddBetween(r rune) bool {
	return beyondASCII(r) && unicode.IsPunct(r) && !strings.ContainsRune(signsBetween, r)
}
