package wire

import (
	"unicode"
	"unicode/utf8"
)

// isUncapitalized reports whether a text is written without capitals, but for
// one in many hundred letters: some archives and many people keep it so. Other
// texts have one in about thirty, so the look at them ends soon.
func isUncapitalized(text string) bool {
	const (
		rare   = 200 // small letters to a capital, at least
		fewest = 40  // letters that tell
	)
	small, capitals, most := 0, 0, len(text)/rare
	for at := 0; at < len(text); {
		r, size := rune(text[at]), 1
		switch {
		case r >= 'a' && r <= 'z':
			small++
		case r >= utf8.RuneSelf:
			if r, size = utf8.DecodeRuneInString(text[at:]); unicode.IsLower(r) {
				small++
			} else if unicode.IsUpper(r) {
				capitals++
			}
		case r >= 'A' && r <= 'Z':
			capitals++
		}
		if capitals > most {
			return false
		}
		at += size
	}
	return small >= fewest && capitals*rare <= small
}
