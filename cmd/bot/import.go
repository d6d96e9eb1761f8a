package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"time"

	"golang.org/x/sync/semaphore"

	"dateline/news"
	"dateline/store"
	"dateline/terms"
)

// importCmd stores dispatches that the host gives.
type importCmd struct {
	storeFlag
	Files []string `arg:"" name:"file" help:"Text files, each one dispatch, or JSONL; '-' is standard input."`
}

// Help is the rest of the help text.
func (importCmd) Help() string {
	return `The same dispatch twice is one. A changed text under a known id or url is a new revision.

Examples:

    bot import story.txt
    bot import archive.jsonl

A row of JSONL is {"id"?, "title", "text", "url"?, "language"?, "published"?, "source"?}; published as 2026-07-06T15:04:05Z.`
}

// Run does it.
func (c *importCmd) Run(ctx context.Context, a *app) error {
	if err := a.configure(); err != nil {
		return err
	}
	s, err := a.openStore(ctx, c.Store, readWrite)
	if err != nil {
		return err
	}
	i := &importer{a: a, store: s, room: semaphore.NewWeighted(inFlight), changes: map[news.Change]int{}}
	err = errors.Join(i.files(ctx, c.Files), s.Close())
	if err != nil {
		return err
	}
	if i.bad > 0 {
		return errReported
	}
	return nil
}

// importer reads files, makes dispatches with all cores, and stores them.
type importer struct {
	a        *app
	store    store.Store
	room     *semaphore.Weighted
	progress *progress
	batch    []store.Item
	batched  int // bytes of text in batch
	changes  map[news.Change]int
	bad      int
}

// given is one thing to import: a row, a text, or what could not be read.
type given struct {
	path string
	line *line // a row; nil for a text
	text string
	err  error
}

// made is a dispatch ready to store.
type made struct {
	item store.Item
	size int64 // what it holds of inFlight
	err  error
}

func (i *importer) files(ctx context.Context, files []string) error {
	i.progress = i.a.newProgress("dispatches", -1)
	err := inOrder[given, made]{
		workers: i.a.workers, work: i.work, consume: func(m made) error { return i.consume(ctx, m) },
		produce: func(ctx context.Context, emit func(given) error) error {
			for _, file := range files {
				if err := i.read(ctx, file, emit); err != nil {
					return err
				}
			}
			return nil
		},
	}.run(ctx)
	if err == nil {
		err = i.flush(ctx)
	}
	i.progress.finish()
	i.a.complain("imported: %d new, %d revised, %d known, %d bad",
		i.changes[news.ChangeNew], i.changes[news.ChangeRevised], i.changes[news.ChangeNone], i.bad)
	return err
}

// read emits what is in a file, or why it cannot be read.
func (i *importer) read(ctx context.Context, path string, emit func(given) error) error {
	send := func(g given) error {
		if err := i.room.Acquire(ctx, g.weight()); err != nil {
			return err
		}
		return emit(g)
	}
	f, err := i.a.open(ctx, path)
	if err != nil {
		return send(given{path: path, err: err})
	}
	defer f.Close() //nolint:errcheck // read only
	if f.rows() {
		return i.readRows(f, send)
	}
	text, charset, err := f.text()
	if charset != "" {
		i.a.log.Info("not UTF-8: decoded", "file", path, "charset", charset)
	}
	return send(given{path: path, text: text, err: err})
}

func (i *importer) readRows(f *textFile, send func(given) error) error {
	lines := newLineReader(f.r, maxLine)
	for n := 0; ; n++ {
		l, err := lines.next()
		switch {
		case errors.Is(err, io.EOF) && n == 0:
			return send(given{path: f.path, err: emptyText(f.path)})
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return send(given{path: f.path, err: unreadable(f.path, err)})
		}
		if err := send(given{path: f.path, line: &l}); err != nil {
			return err
		}
	}
}

// weight is what it holds of inFlight.
func (g given) weight() int64 {
	if g.line != nil {
		return weight(*g.line)
	}
	return int64(len(g.text)) + 1
}

func (i *importer) work(_ context.Context, g given) made {
	m := made{size: g.weight(), err: g.err}
	raw := news.Raw{Text: g.text}
	if g.line != nil {
		raw, m.err = importRow(*g.line)
		if m.err != nil {
			m.err = fmt.Errorf("%s: %w", name(g.path), m.err)
		}
	}
	if m.err != nil {
		return m
	}
	if raw.Language == "" {
		raw.Language = terms.Language(raw.Text)
	}
	d, err := news.NewDispatch(raw, news.Public, news.OriginImport, i.a.now())
	if err != nil {
		m.err = badText(g.path, err)
		return m
	}
	m.item = store.Item{Dispatch: d, Index: indexOf(d)}
	return m
}

// indexOf gives the terms by which a dispatch is found: its title's and its text's.
func indexOf(d news.Dispatch) news.IndexTerms {
	return terms.Index(d.Language, d.Revision.Title+"\n"+d.Revision.Text)
}

// importRow reads one row of JSONL.
func importRow(l line) (news.Raw, error) {
	r, bad := parseRow(l)
	if bad == nil {
		bad = r.wrong(r.complete())
	}
	if bad != nil {
		return news.Raw{}, bad
	}
	return r.raw, nil
}

// complete reads what only an imported row has.
func (r *row) complete() error {
	var published string
	err := errors.Join(r.members.read("url", &r.raw.URL), r.members.read("source", &r.raw.Source),
		r.members.read("published", &published))
	if err != nil {
		return err
	}
	r.raw.ID = string(r.id)
	if len(r.id) > 0 && r.id[0] == '"' {
		if err := r.members.read("id", &r.raw.ID); err != nil {
			return err
		}
	}
	if err := checkURL(r.raw.URL); err != nil {
		return fmt.Errorf("url: %w", err)
	}
	if published == "" {
		return nil
	}
	at, err := time.Parse(time.RFC3339, published)
	if err != nil {
		return fmt.Errorf("published: %q is no time as in 2026-07-06T15:04:05Z", published)
	}
	r.raw.Published = at.UTC()
	return nil
}

// checkURL refuses an address that could not be shown to readers.
func checkURL(address string) error {
	if address == "" {
		return nil
	}
	u, err := url.Parse(address)
	switch {
	case err != nil, u.Scheme != "http" && u.Scheme != "https", u.Host == "":
		return errors.New("not an http or https address")
	case u.User != nil:
		return errors.New("has a user name or password in it: leave them out")
	}
	return nil
}

// A batch is stored in one transaction: the disk is waited for once.
const (
	batchItems = 500
	batchBytes = 8 << 20
)

// consume takes a dispatch into the batch, or says why there is none.
func (i *importer) consume(ctx context.Context, m made) error {
	i.room.Release(m.size)
	i.progress.step()
	if m.err != nil {
		i.bad++
		i.a.complain("%v", m.err)
		return nil //nolint:nilerr // it is told, and the others go on
	}
	i.batch = append(i.batch, m.item)
	i.batched += len(m.item.Dispatch.Revision.Text)
	if len(i.batch) < batchItems && i.batched < batchBytes {
		return nil
	}
	return i.flush(ctx)
}

// flush stores the batch.
func (i *importer) flush(ctx context.Context) error {
	if len(i.batch) == 0 {
		return nil
	}
	stored, err := i.store.PutAll(ctx, terminalWorkspace(), i.batch)
	if err != nil {
		return err
	}
	for _, s := range stored {
		i.changes[s.Change]++
	}
	i.batch, i.batched = i.batch[:0], 0
	return nil
}
