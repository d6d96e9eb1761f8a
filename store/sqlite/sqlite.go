// Package sqlite keeps Dateline's database in one SQLite file. It implements
// [store.Store] and passes storetest.
//
// A commit is on the disk when a method returns (write-ahead log, synchronous
// FULL). One connection writes, under an immediate transaction, and a few
// others read beside it; other processes may use the same file at the same
// time. Every failure names the file, what is wrong with it and what to do.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"dateline/store"
)

// readers is how many connections read at the same time.
const readers = 4

// Options are the ways to open a database. The zero Options are for a program
// that reads and writes.
type Options struct {
	// NoMigrate leaves an older schema as it is, so that it can be backed up
	// first; the file must exist.
	NoMigrate bool
	// ReadOnly changes nothing in the database; the file must exist. A write
	// fails with an error that says so. SQLite may leave an empty -wal and a
	// -shm file beside it.
	ReadOnly bool
	// Now gives the time at which a dispatch is still pending, where a listing
	// does not name one, and the time in the name under which [Options.Restore]
	// keeps the old database; nil is time.Now.
	Now func() time.Time

	// pause waits before a locked file is tried again, and fails when it is
	// time to give up; nil waits a moment, until its context ends.
	pause func(context.Context) error
}

// Store is an open database. Its methods may be called from many goroutines.
type Store struct {
	path     string
	dsn      string // of a connection with every right that the options leave
	write    *pool
	read     *pool
	now      func() time.Time
	readOnly bool
	version  int  // of the schema of an older program that was left as it is; else 0
	settled  bool // whether Open is through, so that bot store check can open it too
}

var _ store.Store = (*Store)(nil)

// Open opens the database in the file path, and creates the file and its
// folder where they are missing. An older schema is migrated; for a newer one
// that needs a newer program it fails with a [*store.TooNewError]. While
// another program keeps the file locked it waits, for some seconds at the most.
func Open(ctx context.Context, path string, o Options) (*Store, error) {
	file, err := locate(path, o)
	if err != nil {
		return nil, fmt.Errorf("database %s: %w", path, err)
	}
	var s *Store
	err = o.patiently(ctx, func() error {
		s, err = open(ctx, path, file, o)
		return err
	})
	if err != nil {
		return nil, err
	}
	return s, nil
}

// open is one try at [Open].
func open(ctx context.Context, path, file string, o Options) (*Store, error) {
	s, err := connect(ctx, path, file, o)
	if err != nil {
		return nil, err
	}
	if err := s.settle(ctx, o); err != nil {
		s.Close() //nolint:errcheck // the first error says what is wrong
		return nil, err
	}
	s.settled = true
	return s, nil
}

// Close ends all connections; nothing stored is lost without it.
func (s *Store) Close() error {
	err := errors.Join(s.read.Close(), s.write.Close())
	return s.explain(err)
}

// reading runs f in a transaction that sees one moment of the database.
func (s *Store) reading(ctx context.Context, f func(querier) error) error {
	return s.within(ctx, s.read, &sql.TxOptions{ReadOnly: true}, f)
}

// writing runs f in a transaction that nobody else writes beside. What f did
// is stored when it returns nil, and undone if not.
func (s *Store) writing(ctx context.Context, f func(querier) error) error {
	return s.within(ctx, s.write, nil, f)
}

func (s *Store) within(ctx context.Context, p *pool, o *sql.TxOptions, f func(querier) error) error {
	tx, err := p.begin(ctx, o)
	if err != nil {
		return s.explain(err)
	}
	if err := f(tx); err != nil {
		tx.Rollback() //nolint:errcheck // the first error says what is wrong
		return s.explain(err)
	}
	err = tx.Commit()
	tx.end(ctx)
	return s.explain(err)
}
