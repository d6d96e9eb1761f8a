package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Backup implements [store.Upkeep]. The copy is one file, without a
// write-ahead log.
func (s *Store) Backup(ctx context.Context, file string) error {
	if _, err := os.Lstat(file); err == nil {
		return fmt.Errorf("backup %s: there is such a file already, it was not touched: name a new one: %w", file, fs.ErrExist)
	}
	temp, err := s.copyBeside(ctx, file)
	if err != nil {
		return fmt.Errorf("backup %s: %w", file, err)
	}
	if err := moveInto(temp, file); err != nil {
		os.Remove(temp) //nolint:errcheck // the first error says what is wrong
		return fmt.Errorf("backup %s: %w", file, err)
	}
	return nil
}

// copyBeside writes a copy of the database, flushed to the disk, to a new
// file in the folder of file, and gives its name. Nobody else may read it.
func (s *Store) copyBeside(ctx context.Context, file string) (string, error) {
	f, err := os.CreateTemp(filepath.Dir(file), "."+filepath.Base(file)+".*.part")
	if err != nil {
		return "", err
	}
	defer f.Close() //nolint:errcheck // SQLite writes it, Sync tells
	err = s.copyInto(ctx, f.Name())
	if err == nil {
		err = f.Sync()
	}
	if err != nil {
		os.Remove(f.Name()) //nolint:errcheck // the first error says what is wrong
		return "", err
	}
	return f.Name(), nil
}

// copyInto writes the database, as it is at one moment, into an empty file.
// It has a connection of its own, so that others read and write meanwhile.
func (s *Store) copyInto(ctx context.Context, file string) error {
	db, err := sql.Open("sqlite", s.dsn)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, `VACUUM INTO $1`, file)
	return s.explain(errors.Join(err, db.Close()))
}

// moveInto renames a file within its folder, so that the new name survives a
// loss of power.
func moveInto(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return err
	}
	dir, err := os.Open(filepath.Dir(to))
	if err != nil {
		return err
	}
	defer dir.Close() //nolint:errcheck // it was only read
	dir.Sync()        //nolint:errcheck // not every system can flush a folder; the file itself is on the disk
	return nil
}
