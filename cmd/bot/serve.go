package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

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
	"add a source with bot sources add, or use bot chat for the terminal")

// serve polls until ctx ends. No platform is in this release.
func (a *app) serve(ctx context.Context, dsn string) error {
	if on := a.config.platforms(); len(on) > 0 {
		return fmt.Errorf("run: %s is configured, but this release serves the terminal only: use bot chat", strings.Join(on, " and "))
	}
	if err := a.backupBefore(ctx, dsn); err != nil {
		return err
	}
	if a.config.NewsSources == "" { // do not make a database to do nothing with it
		if path, err := a.storePath(dsn); err != nil || mustExist(path) != nil {
			return errors.Join(err, errNothingToServe)
		}
	}
	w, err := a.openSources(ctx, dsn)
	if err != nil {
		return err
	}
	return errors.Join(a.serveSources(ctx, w), w.Close())
}

func (a *app) serveSources(ctx context.Context, w *workshop) error {
	next, err := w.store.NextPoll(ctx)
	switch {
	case err != nil:
		return err
	case next.IsZero():
		return errNothingToServe
	}
	all, err := w.sources.Sources(ctx, terminalWorkspace())
	if err != nil {
		return err
	}
	a.log.Info("polling", "sources", len(all), "broken", len(broken(all)))
	err = a.poll(ctx, w, a.log, a.logNotice)
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
