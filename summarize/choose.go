package summarize

import "sort"

// choose takes up to n candidates: first the best of each subject, the
// subjects with the best ones first where there are more than n, then the
// best of the rest. What has been said already counts against a candidate
// (maximal marginal relevance: Carbonell and Goldstein 1998).
func (w *work) choose(n int) []*candidate {
	chosen := make([]*candidate, 0, min(n, len(w.candidates)))
	for _, c := range w.bestOfSubjects() {
		if len(chosen) == n {
			break
		}
		if !w.repeats(c, chosen) {
			chosen = w.take(chosen, c)
		} else if other := best(w.ofSubject(c.subject), w.value, func(o *candidate) bool { return !w.repeats(o, chosen) }); other != nil {
			chosen = w.take(chosen, other)
		}
	}
	for len(chosen) < n {
		c := best(w.candidates, w.value, func(c *candidate) bool { return !c.long && !w.repeats(c, chosen) })
		if c == nil {
			break
		}
		chosen = w.take(chosen, c)
	}
	sort.Slice(chosen, func(i, j int) bool { return chosen[i].first < chosen[j].first })
	return chosen
}

// take adds c and remembers its words as said.
func (w *work) take(chosen []*candidate, c *candidate) []*candidate {
	for k := c.first; k <= c.last; k++ {
		for _, t := range w.sentences[k].terms {
			w.words[t.ID].said = true
		}
	}
	return append(chosen, c)
}

// bestOfSubjects gives the best candidate of each subject that has one, one of
// a fit length before a long one, best first.
func (w *work) bestOfSubjects() []*candidate {
	best := make([]*candidate, w.subjects)
	for i := range w.candidates {
		c := &w.candidates[i]
		b := best[c.subject]
		if b == nil || b.long && !c.long || b.long == c.long && c.score > b.score {
			best[c.subject] = c
		}
	}
	kept := best[:0]
	for _, c := range best {
		if c != nil {
			kept = append(kept, c)
		}
	}
	sort.SliceStable(kept, func(i, j int) bool { return kept[i].score > kept[j].score })
	return kept
}

// value is the score of a candidate less what it repeats.
func (w *work) value(c *candidate) float64 { return c.score + w.weights.Repetition*w.saidShare(c) }

// ofSubject gives the candidates of one subject; they stand in its order.
func (w *work) ofSubject(subject int) []candidate {
	from := sort.Search(len(w.candidates), func(i int) bool { return w.candidates[i].subject >= subject })
	to := sort.Search(len(w.candidates), func(i int) bool { return w.candidates[i].subject > subject })
	return w.candidates[from:to]
}

// best gives the candidate of the highest value among those that are allowed;
// the first of equals, nil if there is none.
func best(candidates []candidate, value func(*candidate) float64, allowed func(*candidate) bool) *candidate {
	var found *candidate
	top := 0.0
	for i := range candidates {
		c := &candidates[i]
		if v := value(c); (found == nil || v > top) && allowed(c) {
			found, top = c, v
		}
	}
	return found
}

// saidShare is the share of the candidate's content words that were said.
func (w *work) saidShare(c *candidate) float64 {
	said, all := 0, 0
	for k := c.first; k <= c.last; k++ {
		for _, t := range w.sentences[k].terms {
			if t.Stop {
				continue
			}
			all++
			if w.words[t.ID].said {
				said++
			}
		}
	}
	if all == 0 {
		return 1
	}
	return float64(said) / float64(all)
}

// sameShare is the share of content words from which on two bullets say the
// same thing.
const sameShare = 0.6

// repeats reports whether c shares a sentence with a chosen candidate or says
// the same as one.
func (w *work) repeats(c *candidate, chosen []*candidate) bool {
	for _, o := range chosen {
		if c.first <= o.last && o.first <= c.last || w.overlap(c, o) >= sameShare {
			return true
		}
	}
	return false
}

// overlap is the share of content words that two candidates have in common,
// of the one that has fewer.
func (w *work) overlap(a, b *candidate) float64 {
	inB := w.mark(b, nil)
	common := 0
	inA := w.mark(a, func(inOther bool) {
		if inOther {
			common++
		}
	})
	fewer := min(inA, inB)
	if fewer == 0 {
		return 0
	}
	return float64(common) / float64(fewer)
}

// mark stamps the content words of a candidate with a new stamp and gives
// their number; each is told of whether it has the stamp before that one.
func (w *work) mark(c *candidate, each func(hadLast bool)) int {
	w.stamp++
	n := 0
	for k := c.first; k <= c.last; k++ {
		for _, t := range w.sentences[k].terms {
			if t.Stop || w.words[t.ID].stamp == w.stamp {
				continue
			}
			if each != nil {
				each(w.words[t.ID].stamp == w.stamp-1)
			}
			w.words[t.ID].stamp = w.stamp
			n++
		}
	}
	return n
}
