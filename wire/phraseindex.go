package wire

import "bytes"

// phraseIndex finds folded phrases anywhere in a text without looking for each:
// by the two bytes that they open with.
type phraseIndex struct {
	pairs   [1 << 16 / 64]uint64 // a bit for each pair of bytes that opens a phrase
	phrases map[uint16][]string  // by that pair
}

// add puts in a phrase of at least two bytes.
func (x *phraseIndex) add(phrase string) {
	if x.phrases == nil {
		x.phrases = map[uint16][]string{}
	}
	pair := uint16(phrase[0])<<8 | uint16(phrase[1])
	x.pairs[pair/64] |= 1 << (pair % 64)
	x.phrases[pair] = append(x.phrases[pair], phrase)
}

// within reports whether one of the phrases stands in a folded text.
func (x *phraseIndex) within(text []byte) bool {
	for i := 0; i+1 < len(text); i++ {
		pair := uint16(text[i])<<8 | uint16(text[i+1])
		if x.pairs[pair/64]>>(pair%64)&1 == 0 {
			continue
		}
		for _, phrase := range x.phrases[pair] {
			if bytes.HasPrefix(text[i:], []byte(phrase)) {
				return true
			}
		}
	}
	return false
}
