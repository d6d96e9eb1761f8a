package summarize

import "math"

// The costs of tracing a claim in the text, in words that the text has not.
// They were set by hand on the development halves of the support sets. Half or
// twice of any one moves the area under the curve by less than .01 on most
// sets, by .04 at the most (half of costUnknown, on qags_xsum).
const (
	costUnknown     = 1.0 // a word that the text has not
	costUnknownStop = 0.3 // the same, a function word
	costReplaced    = 0.2 // words of the claim stand in place of others
	costSkip        = 0.5 // going on further down in the same sentence
	costSkipMark    = 0.4 // the same, from a mark on
	costSkipFar     = 1.3 // factor for over farSkip words
	costBack        = 0.8 // going back in the same sentence
	costJump        = 1.0 // going to another sentence
	farSkip         = 8
)

// trace follows a claim's words through the text: the cheapest way to read
// them off it, in runs that go from one place to another. Its result is from
// 0 (nothing of it is there) to 1 (word for word).
type trace struct {
	index  *supportIndex
	tokens []supportToken
	paid   []float64          // by token: what leaving out all before it costs
	at     map[int32]traceEnd // by place in the text: the best way that ends there
	in     map[int32]traceEnd // by sentence: the best way that ends in it
	best   float64            // of all, less paid
	begun  bool
	found  []traceStep
}

type traceEnd struct {
	cost  float64 // less paid up to and including its word
	token int32   // the claim's word that it ends with
	place int32
}

type traceStep struct {
	place int32
	cost  float64
}

func (x *supportIndex) trace(tokens []supportToken) float64 {
	if len(tokens) == 0 {
		return 0
	}
	t := trace{index: x, tokens: tokens, at: map[int32]traceEnd{}, in: map[int32]traceEnd{}}
	t.paid = make([]float64, len(tokens)+1)
	for i := range tokens {
		cost := costUnknown
		if tokens[i].stop {
			cost = costUnknownStop
		}
		t.paid[i+1] = t.paid[i] + cost
	}
	for i := range tokens {
		t.step(i)
	}
	total := min(t.best, 0) + t.paid[len(tokens)]
	return max(0, 1-total/float64(len(tokens)))
}

// step takes the claim's word i to each of its places.
func (t *trace) step(i int) {
	t.found = t.found[:0]
	stem := t.tokens[i].stem
	if stem < 0 {
		return
	}
	if i > 0 { // wherever the word before was, however many places this one has
		for p := range t.places(i - 1) {
			if next := p + 1; int(next) < len(t.index.tokens) && t.index.tokens[next].stem == stem {
				t.found = append(t.found, traceStep{next, t.reach(i, next)})
			}
		}
	}
	for p := range t.places(i) {
		t.found = append(t.found, traceStep{p, t.reach(i, p)})
	}
	for _, f := range t.found {
		t.enter(i, f)
	}
	t.begun = t.begun || len(t.found) > 0
}

// places gives the first places of the claim's word i.
func (t *trace) places(i int) func(func(int32) bool) {
	return func(yield func(int32) bool) {
		stem := t.tokens[i].stem
		if stem < 0 {
			return
		}
		for p, n := t.index.places[stem], 0; p >= 0 && n < mostPlaces; p, n = t.index.tokens[p].next, n+1 {
			if !yield(p) {
				return
			}
		}
	}
}

// reach gives the cost of the best way to the claim's word i at place p.
func (t *trace) reach(i int, p int32) float64 {
	cost := t.best + t.paid[i]
	if t.begun {
		cost += costJump
	}
	here := &t.index.tokens[p]
	if e, ok := t.in[here.sentence]; ok {
		cost = min(cost, e.cost+t.paid[i]+skipCost(here, p, e.place))
	}
	if e, ok := t.at[p-1]; ok {
		cost = min(cost, e.cost+t.paid[i]+replacedCost(i, e))
	}
	if e, ok := t.at[p-2]; ok && t.index.tokens[p-2].sentence == here.sentence {
		cost = min(cost, e.cost+t.paid[i]+max(costReplaced, replacedCost(i-1, e)))
	}
	return cost
}

func replacedCost(i int, e traceEnd) float64 {
	if int(e.token) == i-1 {
		return 0
	}
	return costReplaced
}

func skipCost(here *supportToken, p, from int32) float64 {
	switch {
	case p <= from:
		return costBack
	case p-from > farSkip && here.mark:
		return costSkipMark * costSkipFar
	case p-from > farSkip:
		return costSkip * costSkipFar
	case here.mark:
		return costSkipMark
	}
	return costSkip
}

func (t *trace) enter(i int, f traceStep) {
	e := traceEnd{f.cost - t.paid[i+1], int32(i), f.place}
	t.at[f.place] = e
	sentence := t.index.tokens[f.place].sentence
	if old, ok := t.in[sentence]; !ok || e.cost <= old.cost {
		t.in[sentence] = e
	}
	t.best = min(t.best, e.cost)
}

// closeness looks at each two words of a claim that follow each other, function
// words left out: how near to each other does a sentence of the text have
// them? 1 is side by side; each word between them counts, and the wrong order
// counts for half. The result is the mean.
func (x *supportIndex) closeness(tokens []supportToken) (float64, int) {
	total, pairs := 0.0, 0
	before := int32(-1)
	for i := range tokens {
		if tokens[i].stop {
			continue
		}
		if before >= 0 {
			total += x.near(tokens[before].stem, tokens[i].stem)
			pairs++
		}
		before = int32(i)
	}
	if pairs == 0 {
		return 0, 0
	}
	return total / float64(pairs), pairs
}

func (x *supportIndex) near(a, b int32) float64 {
	const (
		reach = 24 // words looked at each way
		fade  = 2  // content words: the further, the less
	)
	if a < 0 || b < 0 {
		return 0
	}
	best := 0.0
	for p, n := x.places[a], 0; p >= 0 && n < mostPlaces && best < 1; p, n = x.tokens[p].next, n+1 {
		here := &x.tokens[p]
		for q := max(0, int(p)-reach); q < len(x.tokens) && q <= int(p)+reach; q++ {
			there := &x.tokens[q]
			if there.stem != b || there.sentence != here.sentence || q == int(p) {
				continue
			}
			gap := float64(there.content - here.content)
			if gap > 0 {
				best = max(best, math.Exp((1-gap)/fade))
			} else {
				best = max(best, math.Exp((1+gap)/fade)/2)
			}
		}
	}
	return best
}
