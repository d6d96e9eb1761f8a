package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"dateline/news"
	"dateline/store"
	"dateline/summarize"
)

// exportCmd writes what is stored.
type exportCmd struct {
	storeFlag
}

// Help is the rest of the help text.
func (exportCmd) Help() string {
	return `One row for each dispatch, oldest first, with its digest; the sample is left out. bot import reads the rows again.

Example:

    bot export > archive.jsonl`
}

// exportRow is one dispatch with its digest; names and order are public.
type exportRow struct {
	ID        string      `json:"id"`
	Title     string      `json:"title"`
	Text      string      `json:"text"`
	URL       string      `json:"url"`
	Language  string      `json:"language"`
	Published *time.Time  `json:"published"` // null where it is not known
	Source    string      `json:"source"`
	Received  time.Time   `json:"received"`
	Revision  int         `json:"revision"`
	Digest    digestShape `json:"digest"`
}

// Run does it.
func (c *exportCmd) Run(ctx context.Context, a *app) error {
	if err := a.configure(); err != nil {
		return err
	}
	s, err := a.openStore(ctx, c.Store, readOnly)
	if err != nil {
		return err
	}
	progress := a.exportProgress()
	err = inOrder[news.Dispatch, rowResult]{
		workers: a.workers, work: exporter(s, summarize.New()),
		produce: func(ctx context.Context, emit func(news.Dispatch) error) error {
			return s.Each(ctx, terminalWorkspace(), emit)
		},
		consume: func(r rowResult) error {
			if r.err != nil {
				return r.err
			}
			progress.step()
			_, err := a.out.Write(r.data)
			return err
		},
	}.run(ctx)
	progress.finish()
	return errors.Join(err, s.Close())
}

// exportProgress shows nothing where the rows themselves show how far it is.
func (a *app) exportProgress() *progress {
	if terminal(a.stdout) {
		return nil
	}
	return a.newProgress("dispatches")
}

// exporter makes the rows: with the kept digest, or one made now.
func exporter(s store.Digests, with summarize.Summarizer) func(context.Context, news.Dispatch) rowResult {
	return func(ctx context.Context, d news.Dispatch) rowResult {
		key := news.DigestKey{Dispatch: d.ID, Revision: d.Revision.ID, Summarizer: with.Version()}
		g, err := s.Digest(ctx, terminalWorkspace(), key)
		if errors.Is(err, store.ErrNotFound) {
			g, err = with.Summarize(ctx, request(d, 0))
		}
		if err != nil {
			return rowResult{err: fmt.Errorf("digest of %s: %w", d.ID, err)}
		}
		data, err := jsonLine(exported(d, g))
		return rowResult{data: data, err: err}
	}
}

func exported(d news.Dispatch, g news.Digest) exportRow {
	row := exportRow{
		ID: givenID(d), Title: d.Revision.Title, Text: d.Revision.Text, URL: d.URL, Language: d.Language,
		Source: d.Source, Received: d.Received.UTC(), Revision: d.Revision.Number, Digest: shapeOf(g),
	}
	if !d.Published.IsZero() {
		at := d.Published.UTC()
		row.Published = &at
	}
	return row
}

// givenID is what identifies a dispatch when it is imported again: the giver's
// own identifier, or ours where there was none.
func givenID(d news.Dispatch) string {
	for _, k := range d.Keys {
		if k.Kind != news.KeyID {
			continue
		}
		if id, ok := strings.CutPrefix(k.Value, d.Source+"\x1f"); ok {
			return id
		}
	}
	return d.ID.String()
}
