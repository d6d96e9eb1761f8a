package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"golang.org/x/sync/errgroup"

	"dateline/desk"
	"dateline/feeds"
	"dateline/internal/guard"
	"dateline/news"
	"dateline/related"
	"dateline/store"
)

const (
	upkeepEvery  = time.Hour
	noticesEvery = time.Minute
)

// poll reads the news, keeps the database small and says what must be said,
// until ctx ends; then it waits for all that it began, and gives nil.
func (a *app) poll(ctx context.Context, w *workshop, log *slog.Logger, h *herald) error {
	poller, err := newPoller(w.store, w.fetch, log)
	if err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return poller.Run(ctx) })
	group.Go(func() error { return repeat(ctx, upkeepEvery, func() error { return a.upkeep(ctx, w.store) }, log) })
	group.Go(func() error { return repeat(ctx, noticesEvery, func() error { return h.tell(ctx) }, log) })
	err = group.Wait()
	if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		return nil
	}
	return err
}

func newPoller(s store.Store, fetch guard.Fetcher, log *slog.Logger) (*feeds.Poller, error) {
	return feeds.New(feeds.Config{Store: s, Fetcher: fetch, Log: log})
}

// repeat does something now and then until ctx ends. What fails is logged,
// and tried again the next time.
func repeat(ctx context.Context, every time.Duration, do func() error, log *slog.Logger) error {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		if err := do(); err != nil && ctx.Err() == nil {
			log.Error("upkeep", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}

// upkeep deletes what was to be kept until now at the latest.
func (a *app) upkeep(ctx context.Context, s store.Upkeep) error {
	now := a.now()
	if _, err := s.Expire(ctx, now); err != nil {
		return err
	}
	if _, err := s.Retain(ctx, now.AddDate(0, 0, -a.config.retention)); err != nil {
		return err
	}
	return s.ForgetSketches(ctx, now.Add(-2*related.Window)) // twice, since what is received late was published earlier
}

// working counts the sources besides one that can be read.
func working(all []desk.Source, besides news.SourceID) int {
	n := 0
	for _, s := range all {
		if s.ID != besides && (s.Health == desk.HealthOK || s.Health == desk.HealthQuiet) {
			n++
		}
	}
	return n
}
