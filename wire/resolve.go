package wire

import "slices"

// resolve gives a pronoun its speaker: going back a few sentences within the
// section, the first that names anybody. Where that sentence names several
// people, or names one but neither as its speaker nor at its beginning, the
// speaker stays unknown: a wrong one is worse.
func (s *speech) resolve(a *Attribution, i int) {
	const far = 3 // sentences; an older one has lost the reader
	here := &s.doc.Sentences[i]
	for k := i - 1; k >= 0 && k >= i-far; k-- {
		there := &s.doc.Sentences[k]
		if there.Section != here.Section {
			return
		}
		opening := s.opening(k) // reads its tokens, too
		names := s.countNames()
		if k == s.last && there.Attribution.Neighbour == 0 {
			opening = there.Attribution.At
			if !s.isNameAt(opening) {
				names++ // "police": a speaker beside those who have names
			}
		}
		if names > 1 || opening.Empty() && names > 0 || s.countPronouns() > 0 {
			return
		}
		if !opening.Empty() {
			a.Speaker, a.At = s.doc.Slice(opening), opening
			return
		}
	}
}

// countNames counts the different people, by their last names, whom the
// tokens name: runs of two and more words with a capital outside of
// quotations.
func (s *speech) countNames() int {
	const enough = 2
	seen := make([]string, 0, enough)
	for i := 0; i < len(s.tokens) && len(seen) < enough; {
		j := i
		for j < len(s.tokens) && s.tokens[j].upper && !s.tokens[j].quoted && (j == i || !s.tokens[j].gap) && !s.bars(&s.tokens[j]) {
			j++
		}
		if j-i > 1 {
			if last := s.fold(&s.tokens[j-1]); !slices.Contains(seen, last) {
				seen = append(seen, last)
			}
		}
		i = max(j, i+1)
	}
	return len(seen)
}

// countPronouns counts the pronouns for people outside of quotations: each may
// stand for somebody whom no name of the sentence is.
func (s *speech) countPronouns() int {
	n := 0
	for i := range s.tokens {
		if s.tokens[i].is(isPerson) && !s.tokens[i].quoted {
			n++
		}
	}
	return n
}

// isNameAt reports whether a range of the tokens' sentence holds two words
// with a capital, one behind the other.
func (s *speech) isNameAt(r Range) bool {
	for i := 1; i < len(s.tokens); i++ {
		if t := &s.tokens[i]; t.Start >= r.Start && t.End <= r.End && t.upper && s.tokens[i-1].upper && s.tokens[i-1].Start >= r.Start {
			return true
		}
	}
	return false
}
