package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"golang.org/x/sync/semaphore"

	"dateline/news"
	"dateline/summarize"
)

// supportCmd checks in bulk whether texts bear claims out. It stores nothing.
type supportCmd struct {
	JSONL bool `name:"jsonl" help:"Rows of JSON on standard input, a row each on standard output, in the same order."`
}

// Help is the rest of the help text.
func (supportCmd) Help() string {
	return `Example:

    bot support --jsonl < claims.jsonl > checked.jsonl

A row is {"id": "1", "text": "...", "claim": "..."}, and may have a "language". Its answer is
{"id": "1", "score": 0.42, "supported": false, "problems": ["number"]}: the score is from 0 (nothing of the claim is in
the text) to 1 (the text has it word for word), a problem is one of number, name, quote, negation, speaker, unsupported.
A bad row gives a row with "error", and the exit code 1.`
}

// Validate asks for --jsonl, which later ways to give a claim would go beside.
func (c *supportCmd) Validate() error {
	if !c.JSONL {
		return errors.New("claims are read as rows of JSON: give --jsonl and the rows with < FILE")
	}
	return nil
}

// Run does it.
func (c *supportCmd) Run(ctx context.Context, a *app) error {
	if err := a.configure(); err != nil {
		return err
	}
	return a.supportRows(ctx)
}

// supportRow is the answer to one row.
type supportRow struct {
	ID        json.RawMessage `json:"id"`
	Score     float64         `json:"score"`
	Supported bool            `json:"supported"`
	Problems  []string        `json:"problems"`
}

// supportRows checks each row of stdin with all cores, and writes a row each
// in the same order.
func (a *app) supportRows(ctx context.Context) error {
	b := &bulk{a: a, room: semaphore.NewWeighted(inFlight)}
	if !terminal(a.stdout) { // where the rows themselves show how far it is
		b.progress = a.newProgress("rows")
	}
	err := inOrder[line, rowResult]{
		workers: a.workers, produce: b.produce, work: supportLine, consume: b.consume, idle: a.out.Flush,
	}.run(ctx)
	b.progress.finish()
	if err != nil {
		return err
	}
	if b.bad > 0 {
		a.complain("bad rows: %d; each has its reason in \"error\"", b.bad)
		return errReported
	}
	return nil
}

func supportLine(_ context.Context, l line) rowResult {
	r := supportOf(l)
	r.size = weight(l)
	return r
}

func supportOf(l line) rowResult {
	row, bad := parseRow(l)
	if bad != nil {
		return badResult(bad)
	}
	text, claim, err := row.textAndClaim()
	if err != nil {
		return badResult(row.wrong(err))
	}
	s := summarize.NewSupporter(text, row.raw.Language).Check(claim)
	const digits = 1e4 // of the score: what is beyond tells nothing
	data, err := jsonLine(supportRow{row.id, math.Round(s.Score*digits) / digits, s.Supported, s.Problems})
	return rowResult{data: data, err: err}
}

// textAndClaim gives both, cleaned as the text of a dispatch is.
func (r *row) textAndClaim() (text, claim string, err error) {
	if _, ok := r.members["claim"]; !ok {
		return "", "", errors.New(`no "claim"`)
	}
	if err := r.members.read("claim", &claim); err != nil {
		return "", "", err
	}
	if text, err = news.CleanText(r.raw.Text); err != nil {
		return "", "", err
	}
	if claim, err = news.CleanText(claim); err != nil {
		return "", "", fmt.Errorf("claim: %w", err)
	}
	return text, claim, nil
}
