// Package sqlite keeps Dateline's database in one SQLite file. It implements
// [store.Store] and passes storetest.
//
// A commit is on the disk when a method returns (write-ahead log, synchronous
// FULL), but for what a person was last shown. One connection writes, under an immediate transaction, and a few
// others read beside it; other processes may use the same file at the same
// time. Every failure names the file, what is wrong with it and what to do.
package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
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

// noting is writing for what a person can do without: when the machine loses
// its power, the last of it may be lost with it (never when only the program
// ends), since it does not wait for the disk. Fifty answers at the same time
// would wait for the disk fifty times, one after the other.
func (s *Store) noting(ctx context.Context, f func(querier) error) error {
	tx, err := s.note(ctx, f)
	if err == nil {
		tx.end(ctx)
	}
	return err
}

func (s *Store) note(ctx context.Context, f func(querier) error) (*prepared, error) {
	conn, err := s.write.Conn(ctx)
	if err != nil {
		return nil, s.explain(err)
	}
	defer conn.Close() //nolint:errcheck // it goes back to its pool
	if _, err := conn.ExecContext(ctx, "PRAGMA synchronous = NORMAL"); err != nil {
		return nil, s.explain(err)
	}
	defer func() {
		if _, err := conn.ExecContext(context.WithoutCancel(ctx), "PRAGMA synchronous = FULL"); err != nil {
			conn.Raw(func(any) error { return driver.ErrBadConn }) //nolint:errcheck // it is closed, and another one opened
		}
	}()
	tx, err := s.write.on(ctx, conn, nil)
	if err != nil {
		return nil, s.explain(err)
	}
	return tx, s.done(tx, f(tx))
}

func (s *Store) within(ctx context.Context, p *pool, o *sql.TxOptions, f func(querier) error) error {
	tx, err := p.on(ctx, p.DB, o)
	if err != nil {
		return s.explain(err)
	}
	err = s.done(tx, f(tx))
	if err == nil {
		tx.end(ctx)
	}
	return err
}

// done ends a transaction by what became of it.
func (s *Store) done(tx *prepared, err error) error {
	if err != nil {
		tx.Rollback() //nolint:errcheck // the first error says what is wrong
		return s.explain(err)
	}
	return s.explain(tx.Commit())
}
