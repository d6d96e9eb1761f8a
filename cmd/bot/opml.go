package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/dustin/go-humanize/english"

	"dateline/desk"
	"dateline/feeds"
	"dateline/news"
)

type sourcesImportCmd struct {
	storeFlag
	File string `arg:"" help:"The OPML file; '-' is standard input."`
}

// Help is the rest of the help text.
func (sourcesImportCmd) Help() string {
	return `Feeds that are read already stay as they are. The feeds are not fetched now; bot sources poll --once does so.

Example:

    bot sources import subscriptions.opml`
}

// Run does it.
func (c *sourcesImportCmd) Run(ctx context.Context, a *app) error {
	w, err := a.openSources(ctx, c.Store)
	if err != nil {
		return err
	}
	return errors.Join(c.read(ctx, a, w), w.Close())
}

func (c *sourcesImportCmd) read(ctx context.Context, a *app, w *workshop) error {
	f, err := a.open(ctx, c.File)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // read only
	outlines, bad, err := feeds.ReadOPML(f.r)
	for _, b := range bad {
		a.complain("%s: %v", name(c.File), b)
	}
	if err != nil && len(outlines) == 0 {
		return fmt.Errorf("%s: %w", name(c.File), err)
	}
	if err != nil {
		a.complain("%s: %v: what stands before is imported", name(c.File), err)
		bad = append(bad, err)
	}
	return a.importOutlines(ctx, w, outlines, len(bad))
}

// importOutlines adds feeds, and says how many; bad counts what could not be read.
func (a *app) importOutlines(ctx context.Context, w *workshop, outlines []feeds.Outline, bad int) error {
	counts := map[news.Change]int{}
	left := 0
	reading := news.Reading{Workspace: terminalWorkspace(), Channel: a.hostRequest().Channel, Added: a.now()}
	for _, o := range outlines {
		s := news.NewSource(news.SourceFeed, o.Address, o.Title, terminalWorkspace(), a.now())
		_, change, err := w.sources.Add(ctx, s, reading)
		if errors.As(err, new(*desk.TooManyError)) {
			left++
			continue
		}
		if err != nil {
			return err
		}
		counts[change]++
	}
	a.complain("imported: %d added, %d known, %d bad", counts[news.ChangeNew], counts[news.ChangeNone], bad)
	if left > 0 {
		a.complain("bot: %d left out: MAX_SOURCES is %d: raise it and import again", left, a.config.maxSources)
	}
	if left > 0 || bad > 0 {
		return errReported
	}
	return nil
}

type sourcesExportCmd struct {
	storeFlag
}

// Help is the rest of the help text.
func (sourcesExportCmd) Help() string {
	return `Feeds with credentials and folders are left out, and counted on standard error.

Example:

    bot sources export > sources.opml`
}

// Run does it.
func (c *sourcesExportCmd) Run(ctx context.Context, a *app) error {
	w, err := a.openSources(ctx, c.Store)
	if err != nil {
		return err
	}
	return errors.Join(a.exportSources(ctx, w), w.Close())
}

func (a *app) exportSources(ctx context.Context, w *workshop) error {
	all, err := w.sources.Sources(ctx, terminalWorkspace())
	if err != nil {
		return err
	}
	var outlines []feeds.Outline
	left := 0
	for _, s := range all {
		if s.Kind == news.SourceFolder || s.Scope != news.Public {
			left++
			continue
		}
		outlines = append(outlines, feeds.Outline{Title: cmp.Or(s.Name, s.Shown()), Address: s.Address})
	}
	unwritten, err := feeds.WriteOPML(a.out, "Dateline", outlines)
	if left += len(unwritten); left > 0 {
		a.complain("left out: %s (private feeds and folders)", english.Plural(left, "source", ""))
	}
	return err
}
