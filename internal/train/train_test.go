package main

import (
	"context"
	"log/slog"
	"strings"
	"testing"

	"dateline/internal/eval/rouge"
	"dateline/summarize"
)

// made are dispatches whose summaries say what the last sentence says, so that
// there is something to learn.
func made() []*doc {
	subjects := []string{"harbour", "bridge", "school", "mill", "station", "market", "tower", "garden", "tunnel", "museum"}
	docs := make([]*doc, len(subjects))
	for i, s := range subjects {
		docs[i] = &doc{
			title: "Money for the " + s,
			text: "The council of Dunmore met on Monday morning in the old town hall. Nine of its members came late because of the snow. " +
				"The mayor opened the windows to let in the air. A dog ran through the hall and was caught. " +
				"The council then voted to give money for the " + s + ".",
			language: "en", reference: []string{"The council voted to give money for the " + s + "."},
			scorer: rouge.NewScorer(), known: map[string]float64{},
		}
	}
	return docs
}

func TestClimbFindsBetterWeights(t *testing.T) {
	t.Parallel()
	docs := made()
	start := summarize.Weights{Position: 1, Truncated: -1, Repetition: -0.1}
	best, err := climb(context.Background(), docs, start)
	if err != nil {
		t.Fatal(err)
	}
	if before, after := mean(context.Background(), docs, start), mean(context.Background(), docs, best); after <= before {
		t.Errorf("score: got %.2f after %.2f", after, before)
	}
	if !allowed(best) {
		t.Errorf("weights against the rules: %+v", best)
	}
}

func TestLearnReportsOnUnseenDispatches(t *testing.T) {
	t.Parallel()
	r, err := learn(context.Background(), made(), 2, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	text := r.String()
	for _, want := range []string{"n = 10 dispatches", "2-fold", "| learned |", "| position alone |", "Weights{"} {
		if !strings.Contains(text, want) {
			t.Errorf("the report lacks %q:\n%s", want, text)
		}
	}
}

func TestOutsideLeavesTheFoldOut(t *testing.T) {
	t.Parallel()
	docs := made()
	kept := outside(docs, 1, 5)
	if len(kept) != 8 || kept[0] != docs[0] || kept[1] != docs[2] {
		t.Errorf("got %d dispatches, want all but those at 1 and 6", len(kept))
	}
}
