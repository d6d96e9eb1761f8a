package summarize

import (
	"math"
	"sync"
)

// Weights say how much each feature of a candidate counts, and how much what
// was said already counts against it. The features go back to Edmundson (1969:
// position, cue, title), Luhn (1958: frequent words) and SumBasic (Nenkova and
// Vanderwende 2005).
type Weights struct {
	Position   float64 // 1/sqrt(n) for the n-th sentence of the dispatch
	Opening    float64 // 1 for the very first sentence
	Lead       float64 // 1 for the first sentence of its section
	Centrality float64 // how much of what the dispatch repeats it holds, 0 to 1
	Likeness   float64 // share of its content words that the dispatch's first sentence has
	Title      float64 // share of the title's content words that it holds
	Length     float64 // 1 for 10 to 25 words, less for shorter and longer
	Quotation  float64 // share of it that is quoted
	Speaker    float64 // 1 if somebody is named who says it
	Names      float64 // share of its words that have a capital, the first left out
	Numbers    float64 // 1 if it has a number
	Truncated  float64 // 1 if it has no final stop of its own: it is cut off, or no sentence
	Company    float64 // for each further sentence that it takes along
	Repetition float64 // share of its content words that were said already
}

// HandWeights are set by hand: position and centrality are what the
// literature agrees on for news, the others break ties the way the editorial
// rules ask for.
func HandWeights() Weights {
	return Weights{
		Position: 1.0, Lead: 0.25, Centrality: 1.2, Title: 0.5, Length: 0.5,
		Quotation: -0.4, Speaker: 0.1, Truncated: -1.0, Company: -0.3, Repetition: -1.5,
	}
}

// LearnedWeights were learned by internal/train, starting from [HandWeights],
// on the development halves of three sets of news with summaries that people
// wrote (n = 706). On dispatches not learned from they beat position and
// centrality alone; the figures are in docs/WEIGHTS.md.
func LearnedWeights() Weights {
	return Weights{
		Position: 2.60, Lead: 0.25, Centrality: 2.00, Likeness: 1.20, Title: 0.50, Length: 0.50,
		Quotation: -1.20, Speaker: -0.10, Truncated: -1.00, Company: -1.10, Repetition: -0.70,
	}
}

// features of a candidate, each about 0 to 1, in the units of [Weights].
type features Weights

func (f features) score(w Weights) float64 {
	return f.Position*w.Position + f.Opening*w.Opening + f.Lead*w.Lead + f.Centrality*w.Centrality +
		f.Likeness*w.Likeness + f.Title*w.Title + f.Length*w.Length + f.Quotation*w.Quotation +
		f.Speaker*w.Speaker + f.Names*w.Names + f.Numbers*w.Numbers + f.Truncated*w.Truncated + f.Company*w.Company
}

// score gives every candidate its score.
func (w *work) score() {
	most := 0.0
	for i := range w.candidates {
		c := &w.candidates[i]
		c.central = w.centrality(c)
		most = max(most, c.central)
	}
	for i := range w.candidates {
		c := &w.candidates[i]
		c.score = w.features(c, most).score(w.weights)
	}
}

func (w *work) features(c *candidate, mostCentral float64) features {
	core := &w.doc.Sentences[c.core]
	info := &w.sentences[c.core]
	f := features{
		Position:  1 / math.Sqrt(float64(1+c.core)),
		Title:     w.titleShare(c),
		Length:    lengthFit(c.words),
		Quotation: float64(info.quoted) / float64(core.End-core.Start),
		Names:     float64(info.names) / float64(info.words),
		Company:   float64(c.last - c.first),
		Opening:   indicator(c.core == 0),
		Lead:      indicator(w.doc.Sections[c.section].First == c.core),
		Speaker:   indicator(core.Attribution.Speaker != "" && !core.Attribution.Pronoun),
		Numbers:   indicator(info.digits),
		Truncated: indicator(!core.Stopped),
		Likeness:  w.likeness(c),
	}
	if mostCentral > 0 {
		// What a few sentences repeat is chance as much as it is their subject.
		const doubt = 5 // sentences
		n := float64(len(w.doc.Sentences))
		f.Centrality = c.central / mostCentral * n / (n + doubt)
	}
	return f
}

func indicator(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// likeness is the share of the core sentence's content words that the first
// sentence of the dispatch has, as long as it does not only repeat that.
func (w *work) likeness(c *candidate) float64 {
	if c.core == 0 {
		return 0
	}
	common, all := 0, 0
	for _, t := range w.sentences[c.core].terms {
		if t.Stop {
			continue
		}
		all++
		if w.words[t.ID].first {
			common++
		}
	}
	if all == 0 {
		return 0
	}
	if share := float64(common) / float64(all); share < sameShare {
		return share
	}
	return 0 // it says the same again
}

// centrality is the mean, over the content words of the core sentence, of the
// logarithm of the number of sentences that have them, so that neither length
// nor one word decides.
func (w *work) centrality(c *candidate) float64 {
	total, n, logs := 0.0, 0, logs()
	for _, t := range w.sentences[c.core].terms {
		if t.Stop {
			continue
		}
		if f := w.words[t.ID].frequency; f > 1 { // of most words; the logarithm of 1 is 0
			if int(f) < len(logs) {
				total += logs[f]
			} else {
				total += math.Log2(float64(f))
			}
		}
		n++
	}
	if n == 0 {
		return 0
	}
	const damping = 4 // words: a short sentence of two common words is no summary
	return total / float64(n+damping)
}

// logs holds the logarithms to the base of two of small numbers, worked out once.
var logs = sync.OnceValue(func() *[64]float64 {
	table := &[64]float64{}
	for n := range table {
		table[n] = math.Log2(float64(n))
	}
	return table
})

// titleShare is the share of the title's content words that the candidate holds.
func (w *work) titleShare(c *candidate) float64 {
	if w.titleWords == 0 {
		return 0
	}
	held := 0
	w.stamp++
	for k := c.first; k <= c.last; k++ {
		for _, t := range w.sentences[k].terms {
			if w.words[t.ID].titled && w.words[t.ID].stamp != w.stamp {
				w.words[t.ID].stamp = w.stamp
				held++
			}
		}
	}
	return float64(held) / float64(w.titleWords)
}

// lengthFit is 1 for 10 to 25 words and falls to 0 for 0 and for 50.
func lengthFit(words int) float64 {
	const short = 10
	switch {
	case words < short:
		return float64(words) / short
	case words <= idealWords:
		return 1
	}
	return max(0, 1-float64(words-idealWords)/idealWords)
}
