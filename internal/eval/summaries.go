package main

import (
	"context"
	"fmt"
	"strings"

	"dateline/internal/eval/rouge"
	"dateline/internal/eval/stat"
)

// summarySet is a set with references, and what issue 3 asks for on it.
type summarySet struct {
	name  string
	title string
	lead  string // what the issue says LEAD-3 has
	goals []summaryGoal
}

type summaryGoal struct {
	measure       int // index into measureNames
	goal, stretch float64
	peers         string
}

var measureNames = []string{"R1", "R2", "Lsum"}

func summarySets() []summarySet {
	return []summarySet{
		{"summary/cnndm_val", "CNN half", "28.6/10.6/25.4", []summaryGoal{
			{0, 29.8, 31, "LEAD-3 28.6"}, {1, 11.3, 12, "LEAD-3 10.6"}, {2, 26.5, 27.6, "LEAD-3 25.4"},
		}},
		{"summary/realsumm", "realsumm", "41.1/17.5", []summaryGoal{{0, 41.7, 43, "LEAD-3 41.1"}, {1, 18.5, 19.5, "LEAD-3 17.5"}}},
		{"summary/cnndm_bylines", "raw bylines", "raw 28.5, cleaned 36.5", []summaryGoal{
			{0, 37, 38.5, "LEAD-3 raw 28.5, cleaned 36.5"},
		}},
	}
}

// summarySection compares digests with references.
func (e *evaluation) summarySection(ctx context.Context) (section, error) {
	s := section{title: "Digests against references", text: strings.TrimSpace(`
ROUGE F1 times 100, as google-research's rouge_score counts it with stemming (internal/eval/rouge, compared with shared/tools/rouge.py
in its test). Every system is asked for three bullets. LEAD-3, TextRank and LexRank choose from the sentences that wire.Parse gives; "raw" from
a splitter that cleans nothing. "Against LEAD-3" is the mean of the differences row by row. Words a digest are given because ROUGE depends on length. Our weights were learned on these sets:
what they are worth on rows not learned from is in WEIGHTS.md.`)}
	for _, set := range summarySets() {
		if !e.wants(set.name) {
			continue
		}
		rows, err := readSet(e.shared, set.name)
		if err != nil {
			return section{}, err
		}
		digests, err := digestAll(ctx, rows, e.systems)
		if err != nil {
			return section{}, err
		}
		t, goals := e.compare(set, digests)
		s.tables = append(s.tables, t)
		s.goals = append(s.goals, goals...)
	}
	return s, nil
}

// compare makes the table of one set.
func (e *evaluation) compare(set summarySet, digests []digested) (table, []goal) {
	t := table{head: []string{fmt.Sprintf("%s (n %d)", set.name, len(digests)), "R1", "R2", "Lsum",
		"against LEAD-3: R1", "R2", "Lsum", "words a digest", "bullets a digest"}}
	scores := make([][][]float64, len(e.systems)) // by system, measure, row
	lead := 0
	for k, s := range e.systems {
		scores[k] = rougeScores(digests, k)
		if s.name == nameLead {
			lead = k
		}
	}
	var goals []goal
	for k, s := range e.systems {
		row := []string{s.name}
		for m, values := range scores[k] {
			estimate := stat.Bootstrap(values, e.resamples, e.seed)
			row = append(row, figure(estimate))
			for _, g := range set.goals {
				if s.name == nameOurs && g.measure == m {
					goals = append(goals, goal{measure: set.title + " (" + set.name + ") " + measureNames[m],
						peers: g.peers, goal: g.goal, stretch: g.stretch, got: estimate})
				}
			}
		}
		for m, values := range scores[k] {
			row = append(row, difference(stat.Bootstrap(minus(values, scores[lead][m]), e.resamples, e.seed)))
		}
		words, bullets := sizes(digests, k)
		t.rows = append(t.rows, append(row, fmt.Sprintf("%.1f", words), fmt.Sprintf("%.2f", bullets)))
	}
	return t, goals
}

// rougeScores gives, by measure and row, what a system has.
func rougeScores(digests []digested, system int) [][]float64 {
	scorer := rouge.NewScorer()
	out := make([][]float64, len(measureNames))
	for _, d := range digests {
		s := scorer.Score(d.Reference, plain(d.bullets[system]))
		for m, f := range []float64{s.R1.F1, s.R2.F1, s.Lsum.F1} {
			out[m] = append(out[m], 100*f)
		}
	}
	return out
}

func minus(a, b []float64) []float64 {
	out := make([]float64, len(a))
	for i := range a {
		out[i] = a[i] - b[i]
	}
	return out
}

// sizes gives the mean words and bullets of a system's digests.
func sizes(digests []digested, system int) (words, bullets float64) {
	for _, d := range digests {
		for _, b := range d.bullets[system] {
			words += float64(len(strings.Fields(b.text)))
			bullets++
		}
	}
	n := float64(max(len(digests), 1))
	return words / n, bullets / n
}
