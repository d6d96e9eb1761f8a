package summarize

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// verbatim reports whether the text has the claim's tokens [from, to) as they
// stand, from one border to another: so that neither "denied that" before nor
// ", police said" behind was cut off.
func (x *supportIndex) verbatim(c *supportText, from, to int) bool {
	return x.find(c, from, to, x.bordered)
}

// find reports whether the text has the claim's tokens [from, to) in a row at
// a place that fits. It looks where the rarest of them is.
func (x *supportIndex) find(c *supportText, from, to int, fits func(from, to int) bool) bool {
	rare := from
	for i := from; i < to; i++ {
		if c.tokens[i].word < 0 {
			return false
		}
		if x.counts[c.tokens[i].stem] < x.counts[c.tokens[rare].stem] {
			rare = i
		}
	}
	left := len(x.tokens) + 1<<20 // comparisons: more only a text made for it would need
	for p := x.places[c.tokens[rare].stem]; p >= 0 && left > 0; p = x.tokens[p].next {
		start := int(p) - (rare - from)
		if start < 0 || start+to-from > len(x.tokens) {
			continue
		}
		n := x.same(c, from, to, start)
		if n == to-from && fits(start, start+n) {
			return true
		}
		left -= n + 1
	}
	return false
}

// same counts the claim's tokens [from, to) that the text has in a row from
// token start on.
func (x *supportIndex) same(c *supportText, from, to, start int) int {
	for i := from; i < to; i++ {
		a, b := &c.tokens[i], &x.tokens[start+i-from]
		if a.word != b.word || a.number >= 0 && c.sign(i) != x.sign(start+i-from) {
			return i - from
		}
	}
	return to - from
}

func (x *supportIndex) bordered(from, to int) bool {
	return x.tokens[from].border && (to == len(x.tokens) || x.tokens[to].border)
}

// sign gives what makes another number of token i: a currency or minus before
// it, a percent sign behind it.
func (t *supportText) sign(i int) string {
	text, k := t.doc.Text, &t.tokens[i]
	before, _ := utf8.DecodeLastRuneInString(strings.TrimRight(text[:k.start], " "))
	after, _ := utf8.DecodeRuneInString(text[k.end:])
	sign := ""
	if strings.ContainsRune("$€£", before) {
		sign = string(before)
	}
	if after == '%' {
		sign += "%"
	}
	return sign
}

// alignment is a sentence of a claim beside up to three neighbouring
// sentences of the text.
type alignment struct {
	home     int32   // the sentence in the middle
	from, to int32   // the text's tokens [from, to)
	match    []int32 // by the claim's token: the text's token, -1 for none
	coverage float64 // share of the claim's words that are matched, function words counting less or, if that is more, as much
	worth    float64
}

// enoughAlone is the coverage from which on a sentence is looked at without
// its neighbours: they would only offer the same words in another place.
const enoughAlone = 0.75

// enoughOutside is how many words, function words and names left out, a claim
// must share with the neighbours for them to be looked at: fewer are there by
// chance.
const enoughOutside = 3

const stopWorth = 0.3 // of a function word, against 1 of another

func tokenWorth(t *supportToken) float64 {
	if t.stop && t.class&classNegation == 0 {
		return stopWorth
	}
	return 1
}

// homes gives the sentences of the text that share most with the claim's
// tokens, the best first.
func (x *supportIndex) homes(tokens []supportToken) []int32 {
	const most = 4
	shares := map[int32]float64{}
	for i := range tokens {
		t := &tokens[i]
		if t.stem < 0 {
			continue
		}
		weight := x.weights[t.stem]
		if t.stop {
			weight *= stopWorth
		}
		last := int32(-1)
		for p, n := x.places[t.stem], 0; p >= 0 && n < mostPlaces; p, n = x.tokens[p].next, n+1 {
			if s := x.tokens[p].sentence; s != last {
				last = s
				shares[s] += weight
			}
		}
	}
	homes := make([]int32, 0, len(shares))
	for s := range shares {
		homes = append(homes, s)
	}
	slices.SortFunc(homes, func(a, b int32) int {
		return cmp.Or(cmp.Compare(shares[b], shares[a]), cmp.Compare(a, b))
	})
	return homes[:min(most, len(homes))]
}

// align puts the claim's tokens beside the best place of the text.
func (x *supportIndex) align(tokens []supportToken) alignment {
	best := alignment{home: -1, match: make([]int32, len(tokens))}
	for i := range best.match {
		best.match[i] = -1
	}
	homes := x.homes(tokens)
	for _, home := range homes {
		if a := x.alignAt(tokens, home, 0); a.worth > best.worth {
			best = a
		}
	}
	if best.coverage >= enoughAlone {
		return best
	}
	alone := best
	for _, home := range homes {
		if a := x.alignAt(tokens, home, 1); a.worth > best.worth && x.outside(&a) >= enoughOutside {
			best = a
		}
	}
	if best.coverage < alone.coverage {
		return alone
	}
	return best
}

// outside counts the matched words beyond the sentence in the middle. Names
// do not count: they are what is put in place of each other.
func (x *supportIndex) outside(a *alignment) int {
	n := 0
	for _, m := range a.match {
		if m >= 0 && x.tokens[m].sentence != a.home && !x.tokens[m].stop && !x.tokens[m].upper {
			n++
		}
	}
	return n
}

// alignAt is the longest common subsequence of the claim's tokens and the
// window of so many neighbours around a sentence, in which runs count for more than single words
// and the sentence itself for more than its neighbours.
func (x *supportIndex) alignAt(tokens []supportToken, home, around int32) alignment {
	const run, middle = 0.3, 0.1
	first, last := max(0, home-around), min(int32(len(x.sentences))-1, home+around)
	a := alignment{home: home, from: x.sentences[first].first, to: x.sentences[last].last}
	rows, columns := len(tokens)+1, int(a.to-a.from)+1
	best, ends := make([]float64, rows*columns), make([]float64, rows*columns) // ends: the last words are matched
	for i := 1; i < rows; i++ {
		for j := 1; j < columns; j++ {
			at := i*columns + j
			best[at] = max(best[at-columns], best[at-1])
			s := &x.tokens[int(a.from)+j-1]
			if tokens[i-1].stem != s.stem {
				continue
			}
			before := best[at-columns-1]
			if e := ends[at-columns-1]; e > 0 {
				before = max(before, e+run)
			}
			worth := tokenWorth(s)
			if s.sentence == home {
				worth += middle
			}
			if tokens[i-1].word == s.word {
				worth += middle
			}
			ends[at] = before + worth
			best[at] = max(best[at], ends[at])
		}
	}
	a.worth = best[len(best)-1]
	a.backtrack(tokens, best, ends, columns)
	return a
}

func (a *alignment) backtrack(tokens []supportToken, best, ends []float64, columns int) {
	a.match = make([]int32, len(tokens))
	matched, all, plain := 0.0, 0.0, 0.0
	inRun := false
	for i, j := len(tokens), columns-1; i > 0; {
		at := i*columns + j
		a.match[i-1] = -1
		switch {
		case j > 0 && ends[at] > 0 && (inRun || ends[at] == best[at]):
			a.match[i-1] = a.from + int32(j) - 1
			matched += tokenWorth(&tokens[i-1])
			plain++
			before := at - columns - 1
			inRun = ends[before] > 0 && ends[before]+0.3 >= best[before]
			i, j = i-1, j-1
		case j > 0 && best[at] == best[at-1]:
			j--
			continue
		default:
			i--
			inRun = false
		}
	}
	for i := range tokens {
		all += tokenWorth(&tokens[i])
	}
	a.coverage = max(matched/all, plain/float64(len(tokens)))
}

// hunk is a stretch of the claim beside the stretch of the text that stands
// in its place between two words that both have. Either may be empty.
type hunk struct {
	first, last int   // the claim's tokens [first, last), counted in its sentence
	from, to    int32 // the text's tokens [from, to)
	atEnd       bool  // nothing is matched behind it
	atStart     bool
}

// isNarrow reports whether the one stretch may have been put in place of the
// other; else the claim just leaves a part of the sentence out.
func (h *hunk) isNarrow() bool { return h.to-h.from <= 8 && h.last-h.first <= 12 }

// hunks gives the stretches in which the two differ.
func (x *supportIndex) hunks(a *alignment) []hunk {
	var all []hunk
	h := hunk{first: 0, from: -1, atStart: true}
	for i := 0; i <= len(a.match); i++ {
		if i < len(a.match) && a.match[i] < 0 {
			continue
		}
		h.last = i
		if i < len(a.match) {
			h.to = a.match[i]
			if h.from < 0 {
				h.from = x.sentences[x.tokens[h.to].sentence].first
			}
		} else {
			h.atEnd = true
			if h.from >= 0 {
				h.to = h.from
				if h.from > 0 {
					h.to = max(h.from, x.sentences[x.tokens[h.from-1].sentence].last)
				}
			}
		}
		if h.from >= 0 && (h.first < h.last || h.from < h.to) {
			all = append(all, h)
		}
		if i < len(a.match) {
			h = hunk{first: i + 1, from: a.match[i] + 1}
		}
	}
	return all
}
