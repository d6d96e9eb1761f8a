package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"golang.org/x/sync/errgroup"

	"dateline/adapters"
	"dateline/desk"
	"dateline/store/sqlite"
)

// runCmd serves the chat platforms that are configured, and polls sources.
type runCmd struct {
	storeFlag
}

// Help is the rest of the help text.
func (runCmd) Help() string {
	return `It polls the sources until it is told to end (SIGTERM or Ctrl-C; twice: at once). It never chats and needs no terminal: for that there is bot chat.
A database with an older schema is backed up beside itself, then migrated.

Example:

    bot run`
}

// Run does it.
func (c *runCmd) Run(ctx context.Context, a *app) error {
	if err := a.configure(); err != nil {
		return err
	}
	return a.serve(ctx, c.Store)
}

// errNothingToServe ends a run that would do nothing.
var errNothingToServe = errors.New("run: nothing to serve: no platform, no source and no subscription is configured: " +
	"add a source with bot sources add, set a platform up with bot setup discord or bot setup slack, or use bot chat for the terminal")

// serve answers on every platform that is configured, and polls, until ctx
// ends; then it waits for all that it began.
func (a *app) serve(ctx context.Context, dsn string) error {
	if err := a.config.slackLacks(); err != nil {
		return fmt.Errorf("run: %w", err)
	}
	if err := a.backupBefore(ctx, dsn); err != nil {
		return err
	}
	if len(a.config.platforms()) == 0 && a.config.NewsSources == "" { // do not make a database to do nothing with it
		if path, err := a.storePath(dsn); err != nil || mustExist(path) != nil {
			return errors.Join(err, errNothingToServe)
		}
	}
	w, err := a.openSources(ctx, dsn)
	if err != nil {
		return err
	}
	platforms, err := a.platforms(ctx)
	if err != nil {
		return errors.Join(fmt.Errorf("run: %w", err), w.Close())
	}
	return errors.Join(a.serveSources(ctx, w, platforms), w.Close())
}

// platforms makes an adapter for each platform that is configured.
func (a *app) platforms(ctx context.Context) ([]adapters.Platform, error) {
	var all []adapters.Platform
	for _, name := range a.config.platforms() {
		var p adapters.Platform
		var err error
		switch name {
		case "Discord":
			p, err = a.newDiscord()
		case "Slack":
			p, err = a.serveSlack(ctx)
		}
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

func (a *app) serveSources(ctx context.Context, w *workshop, platforms []adapters.Platform) error {
	next, err := w.store.NextPoll(ctx)
	switch {
	case err != nil:
		return err
	case next.IsZero() && len(platforms) == 0:
		return errNothingToServe
	}
	all, err := w.sources.Sources(ctx, terminalWorkspace())
	if err != nil {
		return err
	}
	a.log.Info("polling", "sources", len(all), "broken", len(broken(all)))
	group, inner := errgroup.WithContext(ctx)
	group.Go(func() error { return a.poll(inner, w, a.log, a.serving(w, platforms)) })
	for _, p := range platforms {
		a.log.Info("serving", "platform", p.Name())
		group.Go(func() error { return p.Run(inner, w.desk) })
	}
	err = group.Wait()
	if err == nil {
		a.log.Info("ended")
	}
	return err
}

// broken gives the sources that cannot be read.
func broken(all []desk.Source) []desk.Source {
	var some []desk.Source
	for _, s := range all {
		if s.Health == desk.HealthFailing || s.Health == desk.HealthStopped {
			some = append(some, s)
		}
	}
	return some
}

// backupBefore copies a database whose schema is older than this program's,
// before opening it migrates it.
func (a *app) backupBefore(ctx context.Context, dsn string) error {
	path, err := a.storePath(dsn)
	if err != nil {
		return err
	}
	if info, err := os.Stat(path); err != nil || info.Size() == 0 {
		return nil //nolint:nilerr // nothing is there to lose; opening says what else is wrong
	}
	s, err := sqlite.Open(ctx, path, sqlite.Options{NoMigrate: true, Now: a.now})
	if errors.Is(err, sqlite.ErrEmpty) { // another program is making it
		return nil
	}
	if err != nil {
		return err
	}
	schema, err := s.Schema(ctx)
	if err == nil && schema.Version > 0 && schema.Version < sqlite.SchemaVersion {
		file := fmt.Sprintf("%s.schema%d-%s", path, schema.Version, a.now().UTC().Format("20060102T150405Z"))
		if err = s.Backup(ctx, file); err == nil {
			a.log.Info("backed up before the migration", "file", file, "from", schema.Version, "to", sqlite.SchemaVersion)
		}
	}
	return errors.Join(err, s.Close())
}
