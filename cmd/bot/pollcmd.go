package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/dustin/go-humanize/english"

	"dateline/desk"
	"dateline/internal/guard"
)

type sourcesPollCmd struct {
	storeFlag
	Once bool `help:"Poll what is due, and end."`
	All  bool `help:"Poll everything now, due or not, and end. What asked to be left alone is left alone."`
}

// Help is the rest of the help text.
func (sourcesPollCmd) Help() string {
	return `Without --once and --all it goes on until it is told to end, as bot run does.

Examples:

    bot sources poll --once
    bot sources poll --all`
}

// Run does it.
func (c *sourcesPollCmd) Run(ctx context.Context, a *app) error {
	w, err := a.openSources(ctx, c.Store)
	if err != nil {
		return err
	}
	if c.Once || c.All {
		return errors.Join(a.pollOnce(ctx, w, c.All), w.Close())
	}
	return errors.Join(a.serveSources(ctx, w, nil), w.Close())
}

// pollOnce polls what is due, or everything, and says what came of it.
func (a *app) pollOnce(ctx context.Context, w *workshop, all bool) error {
	if err := a.upkeep(ctx, w.store); err != nil {
		return err
	}
	fetch := &counted{Fetcher: w.fetch, progress: a.newProgress("requests")}
	poller, err := newPoller(w.store, fetch, a.log)
	if err != nil {
		return err
	}
	came, err := poller.Once(ctx, all)
	fetch.progress.finish()
	if err != nil {
		return err
	}
	if err := a.newHerald(w, nil).tell(ctx); err != nil {
		return err
	}
	revised := 0
	for _, r := range came.Results {
		revised += r.Revised
		if r.Cause != "" {
			a.complain("%s: %s", cmp.Or(r.Source.Name, r.Source.Shown()), desk.CauseText(a.language(), r.Cause))
		}
	}
	waiting := ""
	if came.Waiting > 0 {
		waiting = fmt.Sprintf(", %d asked to wait", came.Waiting)
	}
	a.complain("polled: %s, %d new, %d revised, %d failed%s", english.Plural(len(came.Results), "source", ""), came.New(), revised, came.Failed(), waiting)
	return nil
}

// counted is a fetcher whose requests a progress counts.
type counted struct {
	guard.Fetcher
	mu       sync.Mutex
	progress *progress
}

// Get implements [guard.Fetcher].
func (c *counted) Get(ctx context.Context, r guard.Request) (*guard.Response, error) {
	got, err := c.Fetcher.Get(ctx, r)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.progress.step()
	return got, err
}
