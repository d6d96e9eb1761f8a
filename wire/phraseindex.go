package wire

import "strings"

// phraseIndex finds folded phrases anywhere in a text without looking for each:
// by the two bytes that they open with.
type phraseIndex struct {
	pairs   [1 << 16 / 64]uint64 // a bit for each pair of bytes that opens a phrase
	phrases map[uint16][]string  // by that pair
}

func pairAt(s string, i int) uint16 { return uint16(s[i])<<8 | uint16(s[i+1]) }

// add puts in a phrase of at least two bytes.
func (x *phraseIndex) add(phrase string) {
	if x.phrases == nil {
		x.phrases = map[uint16][]string{}
	}
	pair := pairAt(phrase, 0)
	x.pairs[pair/64] |= 1 << (pair % 64)
	x.phrases[pair] = append(x.phrases[pair], phrase)
}

// within reports whether one of the phrases stands in a folded text.
func (x *phraseIndex) within(text string) bool {
	for i := 0; i+1 < len(text); i++ {
		pair := pairAt(text, i)
		if x.pairs[pair/64]>>(pair%64)&1 == 0 {
			continue
		}
		for _, phrase := range x.phrases[pair] {
			if strings.HasPrefix(text[i:], phrase) {
				return true
			}
		}
	}
	return false
}
