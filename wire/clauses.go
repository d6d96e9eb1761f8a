package wire

import (
	"strings"
	"unicode"

	"dateline/terms"
)

// Clauses gives the ranges of sentence i that could be left out of it: each
// begins behind a comma with a word that opens a subordinate clause, and ends
// behind the next comma or before the final stop. None has a quotation, a
// number, a negation, a modal, a condition, or a part of the attribution in
// it, so that what is left says nothing else than the sentence. A clause
// within brackets or across a quotation is never given.
func (d *Document) Clauses(i int) []Range {
	s := &d.Sentences[i]
	if s.Unbalanced {
		return nil
	}
	lex := lexiconFor(d.Language)
	var found []Range
	commas := d.commas(s)
	for k, at := range commas {
		next := s.End
		if k+1 < len(commas) {
			next = commas[k+1]
		}
		if r := (Range{at, next}); d.removable(lex, s, r) {
			found = append(found, r)
		}
	}
	return found
}

// commas gives the places of the commas of a sentence that stand outside of
// quotations and brackets and before white space.
func (d *Document) commas(s *Sentence) []int {
	var found []int
	quotes, depth := s.Quotes, 0
	for at := s.Start; at < s.End; at++ {
		for len(quotes) > 0 && quotes[0].End <= at {
			quotes = quotes[1:]
		}
		if len(quotes) > 0 && quotes[0].Start <= at {
			at = quotes[0].End - 1
			continue
		}
		switch c := d.Text[at]; {
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == ',' && depth == 0 && at+1 < s.End && (d.Text[at+1] == ' ' || d.Text[at+1] == '\n'):
			found = append(found, at)
		}
	}
	return found
}

// removable decides on one clause.
func (d *Document) removable(lex *lexicon, s *Sentence, r Range) bool {
	for _, q := range s.Quotes {
		if q.Start < r.End && r.Start < q.End {
			return false
		}
	}
	a := s.Attribution
	if a.Verb.Start < r.End && r.Start < a.Verb.End || a.At.Start < r.End && r.Start < a.At.End {
		return false
	}
	text, first := d.Slice(r), true
	for from, to := range terms.Words(text) {
		word := terms.Fold(text[from:to])
		if first && !lex.has(word, opensClause) {
			return false
		}
		first = false
		if lex.has(word, isKept) || lex.phrases(opensSaid).set.has(word) || strings.IndexFunc(word, unicode.IsDigit) >= 0 {
			return false
		}
	}
	return !first
}
