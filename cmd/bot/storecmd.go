package main

import (
	"context"
	"fmt"

	"dateline/store/sqlite"
)

// storeCmd looks after the database.
type storeCmd struct {
	Migrate storeMigrateCmd `cmd:"" help:"Create the database, or bring its schema up to date."`
	Backup  storeBackupCmd  `cmd:"" help:"Write a copy to a new file, while others may use the database."`
	Restore storeRestoreCmd `cmd:"" help:"Put a backup in place of the database."`
	Check   storeCheckCmd   `cmd:"" help:"Look for damage."`
}

// Help is the rest of the help text.
func (storeCmd) Help() string {
	return `Example:

    bot store backup dateline-2026-07-06.db`
}

type storeMigrateCmd struct {
	storeFlag
}

// Help is the rest of the help text.
func (storeMigrateCmd) Help() string {
	return `Example:

    bot store migrate --store sqlite:data/dateline.db`
}

// Run does it.
func (c *storeMigrateCmd) Run(ctx context.Context, a *app) error {
	if err := a.configure(); err != nil {
		return err
	}
	s, err := a.openStore(ctx, c.Store, readWrite)
	if err != nil {
		return err
	}
	if err := s.Close(); err != nil {
		return err
	}
	a.complain("the schema is up to date: %d", sqlite.SchemaVersion)
	return nil
}

type storeBackupCmd struct {
	storeFlag
	File string `arg:"" help:"The new file."`
}

// Help is the rest of the help text.
func (storeBackupCmd) Help() string {
	return `Example:

    bot store backup dateline-2026-07-06.db`
}

// Run does it.
func (c *storeBackupCmd) Run(ctx context.Context, a *app) error {
	if err := a.configure(); err != nil {
		return err
	}
	s, err := a.openStore(ctx, c.Store, readOnly)
	if err != nil {
		return err
	}
	defer s.Close() //nolint:errcheck // nothing was written to it
	if err := s.Backup(ctx, c.File); err != nil {
		return err
	}
	a.complain("backed up to %s", name(c.File))
	return nil
}

type storeRestoreCmd struct {
	storeFlag
	File  string `arg:"" help:"The backup."`
	Force bool   `help:"Replace a database that is there already; it is kept beside the new one."`
}

// Help is the rest of the help text.
func (storeRestoreCmd) Help() string {
	return `End every other bot that uses the database first.

Example:

    bot store restore dateline-2026-07-06.db --force`
}

// Run does it.
func (c *storeRestoreCmd) Run(ctx context.Context, a *app) error {
	if err := a.configure(); err != nil {
		return err
	}
	path, err := a.storePath(c.Store)
	if err != nil {
		return err
	}
	if err := (sqlite.Options{Now: a.now}).Restore(ctx, c.File, path, c.Force); err != nil {
		return err
	}
	a.complain("restored %s from %s", name(path), name(c.File))
	return nil
}

type storeCheckCmd struct {
	storeFlag
}

// Help is the rest of the help text.
func (storeCheckCmd) Help() string {
	return `It prints ok, or a line for each thing that is wrong.

Example:

    bot store check`
}

// Run does it.
func (c *storeCheckCmd) Run(ctx context.Context, a *app) error {
	if err := a.configure(); err != nil {
		return err
	}
	s, err := a.openStore(ctx, c.Store, readOnly)
	if err != nil {
		return err
	}
	defer s.Close() //nolint:errcheck // nothing was written to it
	problems, err := s.Check(ctx)
	if err != nil {
		return err
	}
	for _, p := range problems {
		if _, err := fmt.Fprintln(a.out, printable(p)); err != nil {
			return err
		}
	}
	if len(problems) > 0 {
		a.complain("store: damaged: put a backup back with bot store restore")
		return errReported
	}
	_, err = fmt.Fprintln(a.out, "ok")
	return err
}
