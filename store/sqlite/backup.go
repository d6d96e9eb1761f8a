package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// Backup implements [store.Upkeep]. The copy is one file, without a
// write-ahead log.
func (s *Store) Backup(ctx context.Context, file string) error {
	info, err := os.Lstat(file)
	switch {
	case file == "":
		return errors.New("backup: no file is named")
	case err == nil && info.IsDir():
		return fmt.Errorf("backup %s: %w", file, &told{"is a folder: name a new file in it", fs.ErrExist})
	case err == nil:
		return fmt.Errorf("backup %s: %w", file, &told{"there is such a file already, it was not touched: name a new one", fs.ErrExist})
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
		return "", unmade(filepath.Dir(file), err)
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

// unmade says why no file can be made in a folder. The name that it was to
// have meanwhile is of no use to anybody.
func unmade(folder string, err error) error {
	var cause *fs.PathError
	if errors.As(err, &cause) {
		err = cause.Err
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &told{fmt.Sprintf("there is no folder %s: make it first, or name another", folder), err}
	case errors.Is(err, syscall.ENOTDIR):
		return &told{fmt.Sprintf("%s is no folder: name another", folder), err}
	case errors.Is(err, fs.ErrPermission):
		return &told{fmt.Sprintf("the folder %s is not yours to write: allow it, or name another", folder), err}
	}
	return fmt.Errorf("no file can be made in the folder %s: %w", folder, err)
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
