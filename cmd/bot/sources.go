package main

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"dateline/adapters"
	"dateline/adapters/console"
	"dateline/desk"
	"dateline/internal/guard"
	"dateline/news"
	"dateline/store"
	"dateline/summarize"
	"dateline/terms"
)

// sourcesCmd is about the host's sources.
type sourcesCmd struct {
	Add    sourcesAddCmd    `cmd:"" help:"Read feeds, pages or folders from now on."`
	List   sourcesListCmd   `cmd:"" help:"Show every source with its state."`
	Remove sourcesRemoveCmd `cmd:"" help:"Read a source no more."`
	Check  sourcesCheckCmd  `cmd:"" help:"Show each stage from an address to a digest, and store nothing."`
	Poll   sourcesPollCmd   `cmd:"" help:"Fetch what is due."`
	Import sourcesImportCmd `cmd:"" help:"Add the feeds of an OPML file."`
	Export sourcesExportCmd `cmd:"" help:"Write the sources as OPML."`
}

// Help is the rest of the help text.
func (sourcesCmd) Help() string {
	return `Every workspace reads the host's sources. A feed with credentials in its address is read in the terminal alone.

Example:

    bot sources add https://example.org/feed.xml
    bot sources poll --once`
}

// workshop is what commands about sources work with.
type workshop struct {
	store   store.Store
	fetch   *guard.Client
	sources *hostSources
	desk    *watched
}

// openSources opens the store, with the sources that the environment names in it.
func (a *app) openSources(ctx context.Context, dsn string) (*workshop, error) {
	if err := a.configure(); err != nil {
		return nil, err
	}
	s, err := a.openStore(ctx, dsn, readWrite)
	if err != nil {
		return nil, err
	}
	w, err := a.newWorkshop(ctx, s)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return w, nil
}

func (a *app) newWorkshop(ctx context.Context, s store.Store) (*workshop, error) {
	fetch := a.newFetcher()
	w := &workshop{store: s, fetch: fetch, sources: &hostSources{store: s, fetch: fetch, limit: a.config.maxSources, now: a.now}}
	err := a.startSources(ctx, s)
	if err == nil {
		w.desk, err = a.openDesk(ctx, w)
	}
	if err != nil {
		fetch.Close()
		return nil, err
	}
	return w, nil
}

// Close frees what was opened.
func (w *workshop) Close() error {
	w.fetch.Close()
	return w.store.Close()
}

// order has the desk do something for the host, and shows what it says: on
// stdout where it was done, else on stderr.
func (a *app) order(ctx context.Context, w *workshop, o desk.SourceOrder) error {
	reply, err := w.desk.Order(ctx, a.hostRequest(), o)
	if err != nil {
		return err
	}
	reply.Actions = nil
	if !reply.Failed {
		return console.Render(a.out, reply, a.style())
	}
	for i, b := range reply.Blocks {
		if b.Kind == adapters.BlockTitle && i == 0 && len(reply.Blocks) > 1 { // a check: how far it came is data
			last := reply.Blocks[len(reply.Blocks)-1]
			reply.Blocks = reply.Blocks[:len(reply.Blocks)-1]
			a.complain("bot: %s", last.Text)
			return errors.Join(console.Render(a.out, reply, a.style()), errReported)
		}
		a.complain("bot: %s", b.Text)
	}
	return errReported
}

// hostRequest is a request by whoever runs the program.
func (a *app) hostRequest() adapters.Request {
	return adapters.Request{Channel: console.Channel(a.language()), MayChange: adapters.Allowed}
}

type sourcesAddCmd struct {
	storeFlag
	Addresses []string `arg:"" optional:"" name:"address" help:"URLs of feeds or pages, or folders of files."`
	Starter   bool     `help:"Add a few well-known public news feeds."`
	Name      string   `placeholder:"NAME" help:"What the source is called (default: its own title)."`
}

// Help is the rest of the help text.
func (sourcesAddCmd) Help() string {
	return `It looks what is there first: of a page the feed is found, or else the page itself is watched for changes.

Examples:

    bot sources add https://example.org/feed.xml --name Example
    bot sources add ./inbox
    bot sources add --starter`
}

// Validate refuses what does not go together.
func (c *sourcesAddCmd) Validate() error {
	switch {
	case c.Starter && (len(c.Addresses) > 0 || c.Name != ""):
		return errors.New("--starter stands alone")
	case !c.Starter && len(c.Addresses) == 0:
		return errors.New("name an address, a folder, or --starter")
	case c.Name != "" && len(c.Addresses) > 1:
		return errors.New("--name goes with one address")
	}
	return nil
}

// Run does it.
func (c *sourcesAddCmd) Run(ctx context.Context, a *app) error {
	w, err := a.openSources(ctx, c.Store)
	if err != nil {
		return err
	}
	return errors.Join(c.add(ctx, a, w), w.Close())
}

// add goes on after an address that cannot be added.
func (c *sourcesAddCmd) add(ctx context.Context, a *app, w *workshop) error {
	if c.Starter {
		return a.order(ctx, w, desk.SourceOrder{Verb: "add", Words: []string{desk.Starter}})
	}
	var failed error
	for _, address := range c.Addresses {
		err := a.order(ctx, w, desk.SourceOrder{Verb: "add", Words: []string{address}, Name: c.Name})
		if err != nil && !errors.Is(err, errReported) {
			return err
		}
		failed = cmp.Or(failed, err)
	}
	return failed
}

type sourcesListCmd struct {
	storeFlag
	JSON bool `name:"json" help:"A JSON array, for scripts."`
}

// Help is the rest of the help text.
func (sourcesListCmd) Help() string {
	return `Addresses are shown without user, password and query.

Examples:

    bot sources list
    bot sources list --json`
}

// Run does it.
func (c *sourcesListCmd) Run(ctx context.Context, a *app) error {
	w, err := a.openSources(ctx, c.Store)
	if err != nil {
		return err
	}
	if !c.JSON {
		return errors.Join(a.order(ctx, w, desk.SourceOrder{Verb: "list"}), w.Close())
	}
	all, err := w.sources.Sources(ctx, terminalWorkspace())
	if err == nil {
		err = a.writeJSON(sourceShapes(all))
	}
	return errors.Join(err, w.Close())
}

type sourcesRemoveCmd struct {
	storeFlag
	What []string `arg:"" help:"Numbers of the list, a name, or an address."`
}

// Help is the rest of the help text.
func (sourcesRemoveCmd) Help() string {
	return `What came from it is not shown any more, and is deleted when its time is over. To take it back: bot chat sources undo.

Examples:

    bot sources remove 2
    bot sources remove https://example.org/feed.xml`
}

// Run does it.
func (c *sourcesRemoveCmd) Run(ctx context.Context, a *app) error {
	w, err := a.openSources(ctx, c.Store)
	if err != nil {
		return err
	}
	words := slices.Clone(c.What)
	for i, word := range words {
		if isPath(terminalWorkspace(), word) {
			if path, err := filepath.Abs(word); err == nil { // as it was added
				words[i] = path
			}
		}
	}
	return errors.Join(a.order(ctx, w, desk.SourceOrder{Verb: "remove", Words: words}), w.Close())
}

type sourcesCheckCmd struct {
	storeFlag
	Address string `arg:"" name:"url" help:"A URL, a folder, or a source of the list by number or name."`
	JSON    bool   `name:"json" help:"One JSON object, for scripts."`
}

// Help is the rest of the help text.
func (sourcesCheckCmd) Help() string {
	return `Examples:

    bot sources check https://example.org/feed.xml
    bot sources check 2 --json`
}

// Run does it.
func (c *sourcesCheckCmd) Run(ctx context.Context, a *app) error {
	w, err := a.openSources(ctx, c.Store)
	if err != nil {
		return err
	}
	if !c.JSON {
		return errors.Join(a.order(ctx, w, desk.SourceOrder{Verb: "check", Words: []string{c.Address}}), w.Close())
	}
	return errors.Join(a.checkJSON(ctx, w, c.Address), w.Close())
}

func (a *app) checkJSON(ctx context.Context, w *workshop, what string) error {
	checked, err := w.desk.Checked(ctx, a.hostRequest(), what)
	if err != nil {
		return err
	}
	shape := checkShapeOf(checked)
	if shape.Newest != nil {
		if g, ok := a.newestDigest(ctx, *checked.Newest); ok {
			shape.Newest.Digest = &g
		}
	}
	if err := a.writeJSON(shape); err != nil {
		return err
	}
	if checked.Cause != "" {
		a.complain("bot: %s: %s", cmp.Or(checked.Shown, "check"), desk.CauseText(a.language(), checked.Cause))
		return errReported
	}
	return nil
}

func (a *app) writeJSON(v any) error {
	data, err := jsonLine(v)
	if err != nil {
		return err
	}
	_, err = a.out.Write(data)
	return err
}

// newestDigest digests the newest item of a check.
func (a *app) newestDigest(ctx context.Context, raw news.Raw) (digestShape, bool) {
	raw.Language = cmp.Or(raw.Language, terms.Language(raw.Text))
	d, err := news.NewDispatch(raw, terminalScope(), news.OriginAsked, a.now())
	if err != nil {
		return digestShape{}, false
	}
	g, err := summarize.New().Summarize(ctx, request(d, 0))
	return shapeOf(g), err == nil
}

// shown is an address without what may be secret in it.
func shown(address string) string {
	s := news.Source{Kind: news.SourceFeed, Address: address}
	if !strings.Contains(address, "://") {
		s.Kind = news.SourceFolder
	}
	return s.Shown()
}
