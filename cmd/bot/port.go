package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"dateline/desk"
	"dateline/internal/guard"
	"dateline/news"
)

// healthOf is a source's health in the desk's words.
func healthOf(s news.Source, now time.Time) desk.Health {
	switch {
	case s.State.Stopped:
		return desk.HealthStopped
	case s.State.Failures > 0:
		return desk.HealthFailing
	case s.State.LastSuccess.IsZero():
		return desk.HealthNew
	}
	return desk.HealthOK
}

type report struct{ Polled, New, Revised, Failed int }

type noPoller struct{}

func (noPoller) Run(ctx context.Context) error { <-ctx.Done(); return nil }

func (noPoller) Once(context.Context, bool, func()) (report, error) {
	return report{}, errors.New("not there yet")
}

func (a *app) newPoller(*workshop, *slog.Logger) noPoller { return noPoller{} }

func starterFeeds() []desk.Suggestion {
	return []desk.Suggestion{{Name: "BBC World", Address: "https://feeds.bbci.co.uk/news/world/rss.xml"}}
}

// Look implements [desk.Sources].
func (h *hostSources) Look(ctx context.Context, w news.WorkspaceID, address string) (desk.Found, error) {
	if path, ok := folderAt(w, address); ok {
		return desk.Found{Kind: news.SourceFolder, Address: path}, nil
	}
	address, ok := webAddress(address)
	if !ok {
		return desk.Found{}, errNotAddress()
	}
	got, err := h.fetch.Get(ctx, guard.Request{URL: address})
	if err != nil {
		return desk.Found{}, causeError(err)
	}
	return desk.Found{Kind: news.SourceFeed, Address: got.URL}, nil
}

// Check implements [desk.Sources].
func (h *hostSources) Check(context.Context, news.WorkspaceID, string) (desk.Checked, error) {
	return desk.Checked{}, errors.New("not there yet")
}

// Run does it.
func (c *sourcesImportCmd) Run(context.Context, *app) error { return errors.New("not there yet") }

// Run does it.
func (c *sourcesExportCmd) Run(context.Context, *app) error { return errors.New("not there yet") }
