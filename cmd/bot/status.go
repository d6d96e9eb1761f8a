package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/dustin/go-humanize/english"

	"dateline/desk"
	"dateline/news"
)

// statusCmd says what is stored.
type statusCmd struct {
	storeFlag
	JSON bool `name:"json" help:"One JSON object, for scripts."`
}

// Help is the rest of the help text.
func (statusCmd) Help() string {
	return `Examples:

    bot status
    bot status --json`
}

// statusShape is what `bot status --json` writes; names are public.
type statusShape struct {
	Version string        `json:"version"`
	Store   storeStatus   `json:"store"`
	Sources sourcesStatus `json:"sources"`
	Reports []reportShape `json:"reports"` // what readers said is wrong, newest first
}

// sourcesStatus counts the sources that the host reads.
type sourcesStatus struct {
	Total    int        `json:"total"`
	Failing  int        `json:"failing"`
	Quiet    int        `json:"quiet"`
	Stopped  int        `json:"stopped"`
	NextPoll *time.Time `json:"next_poll"` // null where nothing is to be polled
}

type storeStatus struct {
	File       string     `json:"file"`
	Exists     bool       `json:"exists"`
	Dispatches int        `json:"dispatches"`
	Sources    int        `json:"sources"`
	Sample     bool       `json:"sample"`
	Oldest     *time.Time `json:"oldest"` // null where there is no dispatch
	Newest     *time.Time `json:"newest"`
	Bytes      int64      `json:"bytes"`
	FreeBytes  *int64     `json:"free_bytes"` // null where it cannot be told
}

// Run does it.
func (c *statusCmd) Run(ctx context.Context, a *app) error {
	if err := a.configure(); err != nil {
		return err
	}
	s, all, wrong, err := a.look(ctx, c.Store)
	if err != nil {
		return err
	}
	sources := countSources(all)
	if c.JSON {
		return a.writeJSON(statusShape{readVersion().version, s, sources, wrong})
	}
	if err := a.printStatus(s); err != nil {
		return err
	}
	if _, err = fmt.Fprintf(a.out, "sources: %s\n", a.sourcesLine(sources)); err != nil {
		return err
	}
	return a.printReports(wrong)
}

func countSources(all []desk.Source) sourcesStatus {
	status := sourcesStatus{Total: len(all)}
	var next time.Time
	for _, s := range all {
		switch s.Health {
		case desk.HealthFailing:
			status.Failing++
		case desk.HealthQuiet:
			status.Quiet++
		case desk.HealthStopped:
			status.Stopped++
			continue
		}
		if next.IsZero() || s.State.Next.Before(next) {
			next = s.State.Next
		}
	}
	status.NextPoll = known(next)
	return status
}

func (a *app) sourcesLine(s sourcesStatus) string {
	if s.Total == 0 {
		return "none"
	}
	line := fmt.Sprintf("%d, %d failing, %d quiet, %d stopped", s.Total, s.Failing, s.Quiet, s.Stopped)
	switch {
	case s.NextPoll == nil:
	case s.NextPoll.After(a.now()):
		line += ", next poll " + a.day(*s.NextPoll)
	default:
		line += ", poll is due"
	}
	return line
}

// look looks at the store and changes nothing; it need not exist yet.
func (a *app) look(ctx context.Context, dsn string) (storeStatus, []desk.Source, []reportShape, error) {
	path, err := a.storePath(dsn)
	if err != nil {
		return storeStatus{}, nil, nil, err
	}
	status := storeStatus{File: path}
	if free, ok := freeBytes(existingFolder(path)); ok {
		status.FreeBytes = &free
	}
	s, err := a.openStore(ctx, dsn, readOnly)
	if errors.Is(err, errNoDatabase) {
		return status, nil, []reportShape{}, nil
	}
	if err != nil {
		return storeStatus{}, nil, nil, err
	}
	defer s.Close() //nolint:errcheck // nothing was written to it
	stats, err := s.Stats(ctx, terminalWorkspace())
	if err != nil {
		return storeStatus{}, nil, nil, err
	}
	status.fill(stats)
	all, err := (&hostSources{store: s, now: a.now}).Sources(ctx, terminalWorkspace())
	return status, all, reports(ctx, s), err
}

func (s *storeStatus) fill(stats news.Stats) {
	s.Exists, s.Dispatches, s.Sources, s.Sample, s.Bytes = true, stats.Dispatches, stats.Sources, stats.Sample, stats.Bytes
	if !stats.Oldest.IsZero() {
		oldest, newest := stats.Oldest.UTC(), stats.Newest.UTC()
		s.Oldest, s.Newest = &oldest, &newest
	}
}

func (a *app) printStatus(s storeStatus) error {
	free := "not known"
	if s.FreeBytes != nil {
		free = humanize.IBytes(uint64(max(*s.FreeBytes, 0)))
	}
	if !s.Exists {
		_, err := fmt.Fprintf(a.out, "store: %s, not made yet\nfree: %s\n", name(s.File), free)
		return err
	}
	held := fmt.Sprintf("%d from %s", s.Dispatches, english.Plural(s.Sources, "named source", ""))
	switch {
	case s.Sample:
		held = "the sample alone"
	case s.Dispatches == 0:
		held = "none"
	case s.Oldest != nil:
		held += ", " + a.day(*s.Oldest) + " to " + a.day(*s.Newest)
	}
	_, err := fmt.Fprintf(a.out, "store: %s, %s\ndispatches: %s\nfree: %s\n",
		name(s.File), humanize.IBytes(uint64(max(s.Bytes, 0))), held, free)
	return err
}

func (a *app) day(t time.Time) string { return t.In(a.config.zone).Format("2006-01-02 15:04") }

// existingFolder is the nearest folder above a file that exists.
func existingFolder(path string) string {
	folder, err := filepath.Abs(filepath.Dir(path))
	if err != nil {
		return "."
	}
	for {
		if isFolder(folder) || folder == filepath.Dir(folder) {
			return folder
		}
		folder = filepath.Dir(folder)
	}
}
