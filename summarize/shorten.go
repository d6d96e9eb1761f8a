package summarize

import (
	"dateline/news"
	"dateline/wire"
)

// shorten leaves one clause out of a single sentence that is too long, if one
// can go (see wire's Clauses) and what is left is short enough: the shortest
// such clause, so that as much as possible stays.
func (w *work) shorten(c *candidate) {
	if c.first != c.last {
		return
	}
	excess := c.words - mostWords
	least := 0
	for _, r := range w.doc.Clauses(c.core) {
		words := 0
		for _, t := range w.sentences[c.core].terms {
			if at := w.doc.Sentences[c.core].Start + int(t.Start); at >= r.Start && at < r.End {
				words++
			}
		}
		if words >= excess && c.words-words >= fewestLeft && (least == 0 || words < least) {
			least, c.cut = words, r
		}
	}
	if least > 0 {
		c.words -= least
		c.long = false
	}
}

// fewestLeft is the number of words that a shortened sentence still has.
const fewestLeft = 12

// pieces gives the text of one sentence of a candidate without what is cut.
func (w *work) piece(c *candidate, k int) string {
	s := w.doc.Sentences[k].Range
	if k != c.core || c.cut.Empty() {
		return news.Fold(w.doc.Slice(s))
	}
	if c.cut.End == s.End {
		return news.Fold(w.doc.Slice(wire.Range{Start: s.Start, End: c.cut.Start}))
	}
	// Both commas go with the clause, unless the speaker follows directly.
	before := c.cut.Start
	a := w.doc.Sentences[k].Attribution
	if gap := min(a.At.Start, a.Verb.Start) - c.cut.End; gap >= 0 && gap <= len(", ") {
		before++
	}
	return news.Fold(w.doc.Slice(wire.Range{Start: s.Start, End: before})) + " " + news.Fold(w.doc.Slice(wire.Range{Start: c.cut.End + 1, End: s.End}))
}
