package main

import (
	"context"
	"fmt"

	"dateline/internal/eval/baseline"
	"dateline/summarize"
	"dateline/wire"
)

// digestBullets is how many bullets each system is asked for.
const digestBullets = 3

// bullet is one point of a digest.
type bullet struct {
	text    string
	speaker string // named apart from the text, "" if nobody is
}

func plain(bullets []bullet) []string {
	out := make([]string, len(bullets))
	for i, b := range bullets {
		out[i] = b.text
	}
	return out
}

// system makes a digest of a document.
type system struct {
	name   string
	digest func(ctx context.Context, d document) ([]bullet, error)
}

// document is a row with the sentences that the baselines choose from.
type document struct {
	row
	own []string // as wire.Parse cuts and cleans them
	raw []string // as a splitter without cleaning cuts them
}

func newDocument(r row) document {
	d := document{row: r}
	parsed := wire.Parse(r.Text, r.Language)
	for _, s := range parsed.Sentences {
		d.own = append(d.own, parsed.Slice(s.Range))
	}
	for _, s := range baseline.Sentences(r.Text) {
		d.raw = append(d.raw, r.Text[s.Start:s.End])
	}
	return d
}

// The names that tables refer to.
const (
	nameOurs = "Dateline"
	nameLead = "LEAD-3"
)

// systems gives what is compared: ours first.
func systems(s summarize.Summarizer) []system {
	return []system{
		{nameOurs, ours(s)},
		{nameLead, chosen(baseline.Lead)},
		{"LEAD-3, raw", chosenRaw(baseline.Lead)},
		{"TextRank", chosen(baseline.TextRank)},
		{"LexRank", chosen(baseline.LexRank)},
	}
}

func ours(s summarize.Summarizer) func(context.Context, document) ([]bullet, error) {
	return func(ctx context.Context, d document) ([]bullet, error) {
		digest, err := s.Summarize(ctx, summarize.Request{
			Title: d.Title, Text: d.Text, Language: d.Language, Bullets: digestBullets,
		})
		if err != nil {
			return nil, fmt.Errorf("digest of %s: %w", d.ID, err)
		}
		bullets := make([]bullet, len(digest.Bullets))
		for i, b := range digest.Bullets {
			bullets[i] = bullet{b.Text, b.Attribution}
		}
		return bullets, nil
	}
}

type chooser func(sentences []string, n int) []int

func chosen(choose chooser) func(context.Context, document) ([]bullet, error) {
	return func(_ context.Context, d document) ([]bullet, error) { return pick(d.own, choose), nil }
}

func chosenRaw(choose chooser) func(context.Context, document) ([]bullet, error) {
	return func(_ context.Context, d document) ([]bullet, error) { return pick(d.raw, choose), nil }
}

func pick(sentences []string, choose chooser) []bullet {
	var out []bullet
	for _, i := range choose(sentences, digestBullets) {
		out = append(out, bullet{text: sentences[i]})
	}
	return out
}
