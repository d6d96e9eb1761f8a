package summarize

import "math"

// weights say how much each feature counts. They are set by hand: position
// and centrality are what the literature agrees on for news (Edmundson 1969;
// Nenkova and Vanderwende, SumBasic, 2005), the others break ties the way the
// editorial rules ask for.
type weights struct {
	position   float64 // how near to the top of the dispatch
	lead       float64 // it opens its section
	centrality float64 // how much of what the dispatch repeats it holds
	title      float64 // share of the title's words
	length     float64 // how near to the ideal length
	quotation  float64 // share of it that is quoted
	speaker    float64 // somebody is named who says it
	truncated  float64 // it lacks its final stop
	company    float64 // for each further sentence that it takes along
}

func handWeights() weights {
	return weights{
		position: 1.0, lead: 0.25, centrality: 1.2, title: 0.5, length: 0.5,
		quotation: -0.4, speaker: 0.1, truncated: -0.4, company: -0.3,
	}
}

// features of a candidate, each about 0 to 1.
type features struct {
	position, lead, centrality, title, length, quotation, speaker, truncated, company float64
}

func (f features) score(w weights) float64 {
	return f.position*w.position + f.lead*w.lead + f.centrality*w.centrality + f.title*w.title +
		f.length*w.length + f.quotation*w.quotation + f.speaker*w.speaker + f.truncated*w.truncated +
		f.company*w.company
}

// score gives every candidate its score.
func (w *work) score() {
	hand := handWeights()
	most := 0.0
	for i := range w.candidates {
		most = max(most, w.centrality(&w.candidates[i]))
	}
	for i := range w.candidates {
		c := &w.candidates[i]
		c.score = w.features(c, most).score(hand)
	}
}

func (w *work) features(c *candidate, mostCentral float64) features {
	core := &w.doc.Sentences[c.core]
	info := &w.sentences[c.core]
	f := features{
		position: 1 / math.Sqrt(float64(1+c.core)),
		title:    w.titleShare(c),
		length:   lengthFit(c.words),
		company:  float64(c.last - c.first),
	}
	if mostCentral > 0 {
		f.centrality = w.centrality(c) / mostCentral
	}
	if w.doc.Sections[c.section].First == c.core {
		f.lead = 1
	}
	if n := core.End - core.Start; n > 0 {
		f.quotation = float64(info.quoted) / float64(n)
	}
	if core.Attribution.Speaker != "" && !core.Attribution.Pronoun {
		f.speaker = 1
	}
	if !core.Stopped {
		f.truncated = 1
	}
	return f
}

// centrality is the mean, over the content words of the core sentence, of the
// logarithm of the number of sentences that have them, so that neither length
// nor one word decides.
func (w *work) centrality(c *candidate) float64 {
	total, n := 0.0, 0
	for _, t := range w.sentences[c.core].terms {
		if t.Stop {
			continue
		}
		total += math.Log2(float64(w.frequency[t.ID]))
		n++
	}
	if n == 0 {
		return 0
	}
	const damping = 4 // words: a short sentence of two common words is no summary
	return total / float64(n+damping)
}

// titleShare is the share of the title's content words that the candidate holds.
func (w *work) titleShare(c *candidate) float64 {
	if w.titleWords == 0 {
		return 0
	}
	held := 0
	w.stamp++
	for k := c.first; k <= c.last; k++ {
		for _, t := range w.sentences[k].terms {
			if w.titled[t.ID] && w.stamps[t.ID] != w.stamp {
				w.stamps[t.ID] = w.stamp
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
