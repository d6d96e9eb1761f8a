package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"dateline/internal/eval/rouge"
	"dateline/summarize"
)

// sets are those with summaries that people wrote.
func sets() []string { return []string{"cnndm_val", "cnndm_bylines", "realsumm"} }

// doc is a dispatch with the summary a person wrote.
type doc struct {
	title, text, language string
	reference             []string

	mu     sync.Mutex
	scorer *rouge.Scorer
	known  map[string]float64 // by the bullets: few choices differ between weights
}

func readDocs(shared string) ([]*doc, error) {
	var docs []*doc
	for _, set := range sets() {
		data, err := os.ReadFile(filepath.Join(shared, "data", "summary", set+".jsonl"))
		if err != nil {
			return nil, fmt.Errorf("set: %w", err)
		}
		for line := range bytes.Lines(data) {
			var row struct {
				Title, Text, Language string
				Reference             []string
			}
			if err := json.Unmarshal(line, &row); err != nil {
				return nil, fmt.Errorf("set %s: %w", set, err)
			}
			docs = append(docs, &doc{
				title: row.Title, text: row.Text, language: row.Language, reference: row.Reference,
				scorer: rouge.NewScorer(), known: map[string]float64{},
			})
		}
	}
	return docs, nil
}

// score is 100 times the mean of ROUGE-1, 2 and Lsum of three bullets.
func (d *doc) score(ctx context.Context, x summarize.Summarizer) float64 {
	const bullets = 3
	g, err := x.Summarize(ctx, summarize.Request{Title: d.title, Text: d.text, Language: d.language, Bullets: bullets})
	if err != nil {
		return 0
	}
	texts := make([]string, len(g.Bullets))
	for i, b := range g.Bullets {
		texts[i] = b.Text
	}
	key := strings.Join(texts, "\n")
	d.mu.Lock()
	defer d.mu.Unlock()
	if s, ok := d.known[key]; ok {
		return s
	}
	s := d.scorer.Score(d.reference, texts)
	d.known[key] = 100 * (s.R1.F1 + s.R2.F1 + s.Lsum.F1) / 3
	return d.known[key]
}
