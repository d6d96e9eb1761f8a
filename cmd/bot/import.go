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
	Files []string `arg:"" name:"file" help:"Text files, each one dispatch, JSONL, or wire formats; '-' is standard input."`
}

// Help is the rest of the help text.
func (importCmd) Help() string {
	return `The same dispatch twice is one. A changed text under a known id or url is a new revision.

Examples:

    bot import story.txt
    bot import archive.jsonl
    bot import wire/*.xml

Wire formats are told by their content: NewsML, NITF, ninjs, IPTC 7901, ANPA-1312, mail, HTML.
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
	i := newImporter(a, s)
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
	indexers chan *terms.Indexer // one for each that works at the same time
	room     *semaphore.Weighted
	progress *progress
	batch    []store.Item
	batched  int // bytes of text in batch
	changes  map[news.Change]int
	bad      int
}

func newImporter(a *app, s store.Store) *importer {
	i := &importer{
		a: a, store: s, indexers: make(chan *terms.Indexer, a.workers),
		room: semaphore.NewWeighted(inFlight), changes: map[news.Change]int{},
	}
	for range a.workers {
		i.indexers <- terms.NewIndexer()
	}
	return i
}

// given is one thing to import: a row, a text, or what could not be read.
type given struct {
	path string
	line *line // a row; nil for what else a file holds
	raw  news.Raw
	err  error
}

// made is a dispatch ready to store.
type made struct {
	item store.Item
	size int64 // what it holds of inFlight
	err  error
}

func (i *importer) files(ctx context.Context, files []string) error {
	i.progress = i.a.newProgress("dispatches")
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
	found, charset, err := f.dispatches()
	if charset != "" {
		i.a.log.Info("not UTF-8: decoded", "file", path, "charset", charset)
	}
	if err != nil {
		return send(given{path: path, err: err})
	}
	for _, raw := range found {
		if err := send(given{path: path, raw: raw}); err != nil {
			return err
		}
	}
	return nil
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
	return int64(len(g.raw.Text)) + 1
}

func (i *importer) work(_ context.Context, g given) made {
	m := made{size: g.weight(), err: g.err}
	raw := g.raw
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
	x := <-i.indexers // there is one for each worker
	m.item = store.Item{Dispatch: d, Index: x.Index(d.Language, indexed(d))}
	i.indexers <- x
	return m
}

// indexed is that by which a dispatch is found: its title and its text.
func indexed(d news.Dispatch) string { return d.Revision.Title + "\n" + d.Revision.Text }

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
	if year := r.raw.Published.Year(); year < 1 || year > 9999 { // could not be written again
		return fmt.Errorf("published: %q is not within the years 1 to 9999 in UTC", published)
	}
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
