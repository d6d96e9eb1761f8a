package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"dateline/adapters"
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
	noticesAtA   = 20 // time
)

// poll reads the news, keeps the database small and says what must be said,
// until ctx ends; then it waits for all that it began, and gives nil.
func (a *app) poll(ctx context.Context, w *workshop, log *slog.Logger, tell teller) error {
	poller, err := newPoller(w.store, w.fetch, log)
	if err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return poller.Run(ctx) })
	group.Go(func() error { return repeat(ctx, upkeepEvery, func() error { return a.upkeep(ctx, w.store) }, log) })
	group.Go(func() error {
		return repeat(ctx, noticesEvery, func() error { return a.tellNotices(ctx, w, tell) }, log)
	})
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

// teller says a notice to the owner.
type teller func(ctx context.Context, r adapters.Reply) error

// logNotice is the teller of OWNER=log.
func (a *app) logNotice(_ context.Context, r adapters.Reply) error {
	var lines []string
	for _, b := range r.Blocks {
		lines = append(lines, b.Text)
	}
	a.log.Warn("notice", "text", strings.Join(lines, " "))
	return nil
}

// tellNotices tells what was not told yet, once. A notice that cannot be told
// is kept for the next time.
func (a *app) tellNotices(ctx context.Context, w *workshop, tell teller) error {
	notices, err := w.store.Notices(ctx, noticesAtA)
	if err != nil || len(notices) == 0 {
		return err
	}
	all, err := w.sources.Sources(ctx, terminalWorkspace())
	if err != nil {
		return err
	}
	for _, n := range notices {
		told := desk.Told{Notice: n.Notice, Source: n.Source, Others: working(all, n.Source.ID)}
		if err := tell(ctx, desk.NoticeReply(a.language(), a.config.zone, a.now(), told)); err != nil {
			return fmt.Errorf("notice: %w", err)
		}
		if err := w.store.NoticeTold(ctx, n.Notice.ID, a.now()); err != nil {
			return err
		}
	}
	return nil
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
