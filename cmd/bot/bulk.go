package main

import (
	"context"
	"errors"
	"io"

	"github.com/dustin/go-humanize/english"
	"golang.org/x/sync/semaphore"

	"dateline/news"
	"dateline/summarize"
	"dateline/terms"
)

// inFlight is how many bytes of rows are held at once, so that memory stays
// flat whatever the rows hold; one row may take all of it.
const inFlight = 2 * maxLine

// rowResult is the output of one row of input.
type rowResult struct {
	data  []byte // the output row
	size  int64  // what it holds of inFlight
	bad   bool
	empty bool // digested, and nothing was found
	err   error
}

// bulk digests rows from stdin to stdout.
type bulk struct {
	a         *app
	s         summarize.Summarizer
	bullets   int
	room      *semaphore.Weighted
	progress  *progress
	bad, none int
}

// digestRows digests each row of stdin with all cores, and writes a row each
// in the same order.
func (a *app) digestRows(ctx context.Context, s summarize.Summarizer, bullets int) error {
	b := &bulk{a: a, s: s, bullets: bullets, room: semaphore.NewWeighted(inFlight)}
	if !terminal(a.stdout) { // where the rows themselves show how far it is
		b.progress = a.newProgress("rows")
	}
	err := inOrder[line, rowResult]{
		workers: a.workers, produce: b.produce, work: b.work, consume: b.consume, idle: a.out.Flush,
	}.run(ctx)
	b.progress.finish()
	if err != nil {
		return err
	}
	if b.none > 0 {
		a.complain("%s had nothing to digest", english.Plural(b.none, "row", ""))
	}
	if b.bad > 0 {
		a.complain("bad rows: %d; each has its reason in \"error\"", b.bad)
		return errReported
	}
	return nil
}

func (b *bulk) produce(ctx context.Context, emit func(line) error) error {
	lines := newLineReader(b.a.input(ctx), maxLine)
	for {
		l, err := lines.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return unreadable("-", err)
		}
		if err := b.room.Acquire(ctx, weight(l)); err != nil {
			return err
		}
		if err := emit(l); err != nil {
			return err
		}
	}
}

// weight is what a line holds of inFlight.
func weight(l line) int64 { return min(int64(len(l.data))+1, inFlight) }

func (b *bulk) work(ctx context.Context, l line) rowResult {
	r := b.digest(ctx, l)
	r.size = weight(l)
	return r
}

func (b *bulk) digest(ctx context.Context, l line) rowResult {
	row, bad := parseRow(l)
	if bad == nil {
		bad = row.wrong(fits(row.raw.Text))
	}
	if bad != nil {
		return badResult(bad)
	}
	if row.raw.Language == "" {
		row.raw.Language = terms.Language(row.raw.Text)
	}
	d, err := news.NewDispatch(row.raw, terminalScope(), news.OriginAsked, b.a.now())
	if err != nil {
		return badResult(row.wrong(err))
	}
	g, err := b.s.Summarize(ctx, request(d, b.bullets))
	if err != nil {
		return badResult(row.wrong(err))
	}
	data, err := jsonLine(digestRow{row.id, shapeOf(g)})
	return rowResult{data: data, empty: len(g.Bullets) == 0, err: err}
}

// wrong gives the row's error for err, nil for nil.
func (r *row) wrong(err error) *rowError {
	if err == nil {
		return nil
	}
	return &rowError{r.line, r.id, err}
}

func badResult(bad *rowError) rowResult {
	data, err := jsonLine(errorShape(bad))
	return rowResult{data: data, bad: true, err: err}
}

func (b *bulk) consume(r rowResult) error {
	b.room.Release(r.size)
	if r.err != nil {
		return r.err
	}
	if r.bad {
		b.bad++
	}
	if r.empty {
		b.none++
	}
	b.progress.step()
	_, err := b.a.out.Write(r.data)
	return err
}
