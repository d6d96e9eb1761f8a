// Train learns the weights of the extractive summarizer on the development
// halves of the evaluation sets, and measures on dispatches it has not seen
// whether they are worth having:
//
//	go run ./internal/train            prints the tables and the weights
//	go run ./internal/train -out docs/WEIGHTS.md
//
// It climbs one weight at a time on the mean of ROUGE-1, 2 and Lsum of three
// bullets, which is what is measured later, and does so five times, each time
// leaving out another fifth of the dispatches (cross-validation). The folder
// shared is looked for beside the project, or at DATELINE_SHARED.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"strings"

	"dateline/internal/eval/stat"
	"dateline/summarize"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1) //nolint:forbidigo // a command ends with its exit code
	}
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("train", flag.ContinueOnError)
	flags.SetOutput(stderr)
	shared := flags.String("shared", sharedFolder(), "the shared folder")
	out := flags.String("out", "", "write the report to this file")
	folds := flags.Int("folds", 5, "parts of the cross-validation")
	if err := flags.Parse(args); err != nil {
		return err
	}
	docs, err := readDocs(*shared)
	if err != nil {
		return err
	}
	found, err := learn(ctx, docs, *folds, slog.New(slog.NewTextHandler(stderr, nil)))
	if err != nil {
		return err
	}
	if *out == "" {
		_, err = io.WriteString(stdout, found.String())
		return err
	}
	const mode = 0o644
	if err := os.WriteFile(*out, []byte(found.String()), mode); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	return nil
}

func sharedFolder() string {
	if dir := os.Getenv("DATELINE_SHARED"); dir != "" {
		return dir
	}
	return "../shared"
}

// contender is one way to weigh the features; fit is nil where nothing is learned.
type contender struct {
	name    string
	weights summarize.Weights
	fit     bool
}

// contenders are compared on dispatches that none of them was fitted to.
func contenders() []contender {
	lead := summarize.Weights{Position: 1}
	simple := summarize.Weights{Position: 1, Centrality: 1, Repetition: -1}
	return []contender{
		{"position alone", lead, false},
		{"position and centrality", simple, false},
		{"set by hand", summarize.HandWeights(), false},
		{"learned", summarize.HandWeights(), true},
	}
}

// report is what a run found.
type report struct {
	folds   int
	docs    []*doc
	names   []string
	unseen  [][]float64 // by contender and dispatch: score where it was not learned from
	learned summarize.Weights
}

func learn(ctx context.Context, docs []*doc, folds int, progress *slog.Logger) (*report, error) {
	r := &report{docs: docs, folds: folds}
	all := contenders()
	for _, c := range all {
		scores := make([]float64, len(docs))
		for fold := range folds {
			weights := c.weights
			if c.fit {
				var err error
				if weights, err = climb(ctx, outside(docs, fold, folds), c.weights); err != nil {
					return nil, err
				}
				progress.Info("learned", "fold", fold+1, "of", folds)
			}
			for i := fold; i < len(docs); i += folds {
				scores[i] = docs[i].score(ctx, summarize.NewWith(weights))
			}
		}
		r.names = append(r.names, c.name)
		r.unseen = append(r.unseen, scores)
	}
	var err error
	r.learned, err = climb(ctx, docs, summarize.HandWeights())
	return r, err
}

// outside gives the dispatches that are not in the fold.
func outside(docs []*doc, fold, folds int) []*doc {
	var kept []*doc
	for i, d := range docs {
		if i%folds != fold {
			kept = append(kept, d)
		}
	}
	return kept
}

const (
	resamples = 2000
	seed      = 1
)

// String gives the report as Markdown.
func (r *report) String() string {
	const baseline = 1 // of the contenders: position and centrality
	rows := make([]string, len(r.names))
	for i, name := range r.names {
		diff := make([]float64, len(r.docs))
		for k := range diff {
			diff[k] = r.unseen[i][k] - r.unseen[baseline][k]
		}
		e, d := stat.Bootstrap(r.unseen[i], resamples, seed), stat.Bootstrap(diff, resamples, seed)
		rows[i] = fmt.Sprintf("| %s | %.2f [%.2f, %.2f] | %+.2f [%+.2f, %+.2f] |", name, e.Value, e.Low, e.High, d.Value, d.Low, d.High)
	}
	return fmt.Sprintf(`# Weights of the summarizer

Made by "go run ./internal/train -out docs/WEIGHTS.md". n = %d dispatches of the development sets. Figures are 100 times the mean of ROUGE-1, 2 and
Lsum (F1) of three bullets, each on dispatches that the weights were not learned from (%d-fold cross-validation), with 95%% bootstrap intervals.

| weights | score | against position and centrality |
|---|---|---|
%s

Learned on all of them, from the weights set by hand, under the rules of climb.go:

%s
%s
%s
`, len(r.docs), r.folds, strings.Join(rows, "\n"), "```go", literal(r.learned), "```")
}
