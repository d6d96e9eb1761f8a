package terms

import "strings"

// maxStems bounds what a [Stemmer] remembers.
const maxStems = 1 << 14

// A Stemmer stems words of one language and remembers the stems, up to a
// bound. It belongs to one goroutine.
type Stemmer struct {
	rules rules
	stems map[string]string // by word
}

// NewStemmer gives a stemmer of a language (BCP 47).
func NewStemmer(language string) *Stemmer {
	return &Stemmer{rules: newRules(base(language)), stems: map[string]string{}}
}

// Stem gives the stem of a folded word, as the function [Stem] does.
func (s *Stemmer) Stem(foldedWord string) string {
	if stem, ok := s.stems[foldedWord]; ok {
		return stem
	}
	if len(foldedWord) > maxWord {
		return s.rules.stem(foldedWord)
	}
	if len(s.stems) >= maxStems {
		clear(s.stems)
	}
	word := strings.Clone(foldedWord) // a word kept must not keep its whole text
	stem := s.rules.stem(word)
	s.stems[word] = stem
	return stem
}
