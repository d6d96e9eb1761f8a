package terms

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold gives the form of a word in which it is compared: small letters
// (Unicode's simple mapping), the apostrophe ' for ’, the hyphen - for its
// other forms, е for ё, composed letters for a letter with a combining mark
// (й stays й), no soft hyphens. A word that is folded already comes back as
// it is, without allocation.
//
// It is the same for all languages, so I and İ become i, and ı stays ı. In
// Turkish text I is the capital of ı: [Index], [Query] and [Vocabulary] know
// that.
func Fold(word string) string {
	if Folded(word) {
		return word
	}
	var buf [maxWord]byte
	return string(AppendFold(buf[:0], word))
}

// AppendFold appends what [Fold] gives to dst, so that a word can be looked up
// without an allocation.
func AppendFold(dst []byte, word string) []byte {
	start := len(dst)
	dst = append(dst, word...)
	for i := start; i < len(dst); i++ {
		switch b := dst[i]; {
		case 'A' <= b && b <= 'Z':
			dst[i] = b + 'a' - 'A'
		case b >= utf8.RuneSelf:
			return appendFold(dst[:start], word, false)
		}
	}
	return dst
}

// foldIn is [Fold] for one language.
func foldIn(language, word string) string {
	if language == turkish && strings.ContainsAny(word, "Iİ") {
		return string(appendFold(nil, word, true))
	}
	return Fold(word)
}

// Folded reports whether folding a word would change nothing.
func Folded(word string) bool {
	for i := range len(word) {
		if b := word[i]; b >= utf8.RuneSelf {
			return foldedRunes(word[i:])
		} else if 'A' <= b && b <= 'Z' {
			return false
		}
	}
	return true
}

func foldedRunes(word string) bool {
	for _, r := range word {
		if 'а' <= r && r <= 'я' || r < utf8.RuneSelf && (r < 'A' || r > 'Z') {
			continue
		}
		if foldRune(r) != r || isMark(r) || r == utf8.RuneError {
			return false
		}
	}
	return true
}

// isMark reports whether r is a combining mark that may belong into the
// letter before it.
func isMark(r rune) bool { return 0x300 <= r && r <= 0x36f }

// hasMark reports whether word has such a mark, by the bytes they begin with.
func hasMark(word string) bool {
	for i := range len(word) {
		if b := word[i]; b == '\u0300'>>6|0xc0 || b == '\u036f'>>6|0xc0 {
			return true
		}
	}
	return false
}

const softHyphen = '\u00ad'

// foldRune folds one rune; -1 leaves it out.
func foldRune(r rune) rune {
	switch {
	case r < utf8.RuneSelf:
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	case 0x430 <= r && r <= 0x44f: // а to я, the bulk of Russian
		return r
	case 0x410 <= r && r <= 0x42f: // А to Я
		return r + 0x20
	case r == '’', r == 'ʼ', r == '‘':
		return '\''
	case r == '\u2010', r == '\u2011':
		return '-'
	case r == 'ё', r == 'Ё':
		return 'е'
	case r == softHyphen:
		return -1
	}
	return unicode.ToLower(r)
}

// dieresis is the mark that makes ё of е.
const dieresis = '\u0308'

// appendFold appends the folded word to dst.
func appendFold(dst []byte, word string, turkishCase bool) []byte {
	if !hasMark(word) {
		return appendFoldedRunes(dst, word, turkishCase)
	}
	word = norm.NFC.String(strings.ReplaceAll(word, string(softHyphen), ""))
	// Some pairs have a composed form of the small letter alone (ẙ), so the
	// small letters are composed again.
	// What norm appends to it would be moved to the heap: dst is given to none.
	return append(dst, norm.NFC.Bytes(appendFoldedRunes(nil, word, turkishCase))...)
}

func appendFoldedRunes(dst []byte, word string, turkishCase bool) []byte {
	marksOfYe := false // the runes since an е are marks
	for _, r := range word {
		if marksOfYe && r == dieresis {
			continue // else composing gave ё
		}
		if turkishCase && r == 'I' {
			r = 'ı'
		}
		if r = foldRune(r); r >= 0 {
			dst = utf8.AppendRune(dst, r)
		}
		marksOfYe = r == 'е' || marksOfYe && isMark(r)
	}
	return dst
}
