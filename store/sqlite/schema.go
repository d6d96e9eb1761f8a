package sqlite

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"

	"dateline/store"
)

// SchemaVersion is the schema that this program makes and knows: the number
// of its last migration.
const SchemaVersion = 3

// ErrEmpty says that a database has no tables yet, and that none were to be made.
var ErrEmpty = errors.New("is empty: bot store migrate makes its tables")

// attempts is how often a migration is tried that another process may be
// making at the same time; for locks, see [Options.patiently].
const attempts = 5

//go:embed migrations/*.sql
var migrations embed.FS

// Schema is what a database says of itself.
type Schema struct {
	Version      int // 0 where there is none yet
	OldestReader int // the oldest program, by the schema it knows, that may open it
}

// Schema reads the version of the open database.
func (s *Store) Schema(ctx context.Context) (Schema, error) {
	var tables, ours int
	err := s.write.QueryRowContext(ctx, `SELECT count(*), count(CASE WHEN name = 'meta' THEN 1 END)
		FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'goose_db_version'`).Scan(&tables, &ours)
	switch {
	case err != nil:
		return Schema{}, s.explain(err)
	case tables == 0:
		return Schema{}, nil
	case ours == 0:
		return Schema{}, fmt.Errorf("database %s: belongs to another program: name another file", s.path)
	}
	var v Schema
	err = s.write.QueryRowContext(ctx, `SELECT version, oldest_reader FROM meta`).Scan(&v.Version, &v.OldestReader)
	if err != nil {
		return Schema{}, s.explain(fmt.Errorf("database %s: version of the schema: %w", s.path, err))
	}
	return v, nil
}

// settle refuses a schema that this program cannot read, and migrates an
// older one.
func (s *Store) settle(ctx context.Context, o Options) error {
	schema, err := s.readable(ctx)
	switch {
	case err != nil:
		return err
	case schema.Version >= SchemaVersion:
		return nil
	case !o.ReadOnly && !o.NoMigrate:
		return s.migrate(ctx)
	case schema.Version == 0:
		return fmt.Errorf("database %s: %w", s.path, ErrEmpty)
	}
	s.version = schema.Version
	return nil
}

// readable gives the schema, or why this program cannot read it.
func (s *Store) readable(ctx context.Context) (Schema, error) {
	schema, err := s.Schema(ctx)
	if err != nil {
		return Schema{}, err
	}
	if schema.OldestReader > SchemaVersion {
		return schema, fmt.Errorf("database %s: %w", s.path, &store.TooNewError{
			Version: schema.Version, OldestReader: schema.OldestReader, Program: SchemaVersion,
		})
	}
	return schema, nil
}

// migrate brings the schema up to SchemaVersion. Another process may do the
// same meanwhile; whoever comes second fails on what is there already, looks
// again, and finds it done.
func (s *Store) migrate(ctx context.Context) error {
	var last error
	for range attempts {
		if last = s.up(ctx); last == nil {
			return nil
		}
		if locked(last) {
			break
		}
		schema, err := s.readable(ctx)
		if err != nil {
			return fmt.Errorf("%w (after a migration: %w)", err, last)
		}
		if schema.Version >= SchemaVersion {
			return nil
		}
	}
	return s.explain(fmt.Errorf("database %s: migration: %w", s.path, last))
}

func (s *Store) up(ctx context.Context) error {
	dir, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, s.write.DB, dir,
		goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
	if err != nil {
		return err
	}
	_, err = p.Up(ctx)
	return err
}
