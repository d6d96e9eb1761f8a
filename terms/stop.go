package terms

import (
	"embed"
	"strings"
	"sync"
)

//go:embed stop/*.txt
var stopFiles embed.FS

// A mask is a set of the languages that have stop words.
type mask uint16

// The bits of a mask, in the order of stopCodes.
const (
	maskEN mask = 1 << iota
	maskRU
	maskDE
	maskFR
	maskES
	maskIT
	maskNL
	maskPL
	maskPT
	maskTR
	maskUK
	maskOther // any of the languages in stop/other.txt, none of which is told apart
)

const (
	stopCodes = "en ru de fr es it nl pl pt tr uk"
	codeSize  = len("en ")
	maskBits  = (len(stopCodes)+1)/codeSize + 1
	otherBit  = maskBits - 1
)

// codeOf gives the language of a bit.
func codeOf(bit int) string { return stopCodes[bit*codeSize : bit*codeSize+codeSize-1] }

// bitOf gives the bit of a language, -1 if it has no stop words.
func bitOf(language string) int {
	at := strings.Index(stopCodes, language)
	if at < 0 || len(language) != codeSize-1 {
		return -1
	}
	return at / codeSize
}

// maskOf gives the set of this one language, empty if it has no stop words.
func maskOf(language string) mask {
	if bit := bitOf(language); bit >= 0 {
		return 1 << bit
	}
	return 0
}

// stopMasks gives each stop word with the languages that it is one in.
var stopMasks = sync.OnceValue(func() *Table[mask] {
	masks := &Table[mask]{}
	for word, in := range readStopMasks() {
		masks.Put(word, in)
	}
	return masks
})

func readStopMasks() map[string]mask {
	masks := make(map[string]mask, 4096)
	for bit := range otherBit {
		for _, word := range stopFile(codeOf(bit)) {
			masks[Fold(word)] |= 1 << bit
		}
	}
	for _, word := range stopFile("other") {
		masks[Fold(word)] |= maskOther
	}
	return masks
}

func stopFile(name string) []string {
	file, err := stopFiles.ReadFile("stop/" + name + ".txt")
	if err != nil {
		panic(err) // the list was not built in: a programmer's error
	}
	return strings.Fields(string(file))
}

// Stop reports whether a folded word is a function word (pronoun, article,
// preposition, conjunction, auxiliary, particle) of the language: en ru de fr
// es it nl pl pt tr uk. Any other language has none. In French and Italian
// what is elided before an apostrophe does not count: "d'une" is "une".
func Stop(language, word string) bool {
	masks := stopMasks()
	if masks.At(word) == 0 && strings.IndexByte(word, '\'') < 0 {
		return false // most words, in any language
	}
	language = base(language)
	return isStop(masks, language, maskOf(language), word)
}

func isStop(masks *Table[mask], language string, in mask, word string) bool {
	if in == 0 {
		return false
	}
	if masks.At(word)&in != 0 {
		return true
	}
	rest := unelide(language, word)
	return len(rest) < len(word) && masks.At(rest)&in != 0
}
