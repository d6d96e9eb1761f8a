package summarize

import (
	"hash/fnv"
	"math"
	"math/bits"
	"testing"

	"dateline/internal/testkit"
)

// weighed is one labelled claim with the parts of its score.
type weighed struct {
	parts []float64 // trace, closeness, known, problems of the one kind and the other
	hand  float64   // the score as it is
	label float64
	fold  int
}

const supportFolds = 5

// weighedRows gives the labelled claims of a set, none where it is not at hand.
func weighedRows(t *testing.T, name string) []weighed {
	t.Helper()
	type row struct {
		Text, Claim string
		Label       float64
	}
	var rows []weighed
	for _, r := range testkit.SharedRows[row](t, "support/"+name) {
		h := fnv.New32a()
		h.Write([]byte(r.Text))
		w := weighedRow(r.Text, r.Claim)
		w.label, w.fold = r.Label, int(h.Sum32()%supportFolds)
		rows = append(rows, w)
	}
	return rows
}

func weighedRow(text, claim string) weighed {
	s := NewSupporter(text, "")
	w := weighed{parts: make([]float64, 5), hand: s.Check(claim).Score}
	c := s.index.readClaim(claim)
	for i := range c.sentences {
		k := claimCheck{index: s.index, claim: c, sentence: &c.sentences[i]}
		k.run()
		share := float64(len(k.tokens)) / float64(len(c.tokens))
		traced, near, known := s.index.parts(k.tokens)
		w.parts[0] += share * traced
		w.parts[1] += share * near
		w.parts[2] += share * known
		w.parts[3] += share * float64(bits.OnesCount8(uint8(k.found&^(foundNegation|foundSpeaker))))
		w.parts[4] += share * float64(bits.OnesCount8(uint8(k.found&(foundNegation|foundSpeaker))))
	}
	return w
}

// fit fits a logistic regression to the rows that are not of the fold, each
// set counting as much as any other, with a little pull towards 0.
func fit(sets [][]weighed, fold int) []float64 {
	const steps, rate, pull = 400, 2.0, 0.001
	weights := make([]float64, 5)
	offsets := make([]float64, len(sets)) // one a set: their shares of true claims differ
	for range steps {
		slope := make([]float64, len(weights))
		for s, rows := range sets {
			off, n := 0.0, 0.0
			part := make([]float64, len(weights))
			for _, r := range rows {
				if r.fold == fold {
					continue
				}
				miss := r.label - 1/(1+math.Exp(-offsets[s]-dot(weights, r.parts)))
				off += miss
				n++
				for i := range part {
					part[i] += miss * r.parts[i]
				}
			}
			offsets[s] += rate * off / n
			for i := range part {
				slope[i] += part[i] / n
			}
		}
		for i := range weights {
			weights[i] += rate * (slope[i] - pull*weights[i])
		}
	}
	return weights
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}

// areas gives the area under the curve of the score as it is and of fitted
// weights, over pairs of claims of the fold.
func areas(rows []weighed, fold int, weights []float64) (hand, fitted, pairs float64) {
	won := func(a, b float64) float64 {
		switch {
		case a > b:
			return 1
		case a == b:
			return 0.5
		}
		return 0
	}
	for _, yes := range rows {
		for _, no := range rows {
			if yes.fold != fold || no.fold != fold || yes.label != 1 || no.label != 0 {
				continue
			}
			hand += won(yes.hand, no.hand)
			fitted += won(dot(weights, yes.parts), dot(weights, no.parts))
			pairs++
		}
	}
	return hand, fitted, pairs
}

// TestSupportWeights compares the weights set by hand with fitted ones on
// texts that those have not seen, five folds over the texts.
func TestSupportWeights(t *testing.T) {
	t.Parallel()
	names := []string{"qags_cnndm", "qags_xsum", "rank19"}
	var sets [][]weighed
	for _, name := range names {
		rows := weighedRows(t, name)
		if len(rows) == 0 {
			return
		}
		sets = append(sets, rows)
	}
	var hand, fitted, pairs [3]float64
	for fold := range supportFolds {
		weights := fit(sets, fold)
		for s := range sets {
			h, f, n := areas(sets[s], fold, weights)
			hand[s], fitted[s], pairs[s] = hand[s]+h, fitted[s]+f, pairs[s]+n
		}
	}
	gain := 0.0
	for s := range sets {
		t.Logf("%s: AUC inside of folds, by hand %.3f, fitted %.3f", names[s], hand[s]/pairs[s], fitted[s]/pairs[s])
		gain += (fitted[s] - hand[s]) / pairs[s] / float64(len(sets))
	}
	if gain > 0.01 {
		t.Errorf("fitted weights are better by %.3f on the mean: take them", gain)
	}
}
