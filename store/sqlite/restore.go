package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Restore is [Options.Restore] with the zero Options.
func Restore(ctx context.Context, backup, path string, force bool) error {
	return Options{}.Restore(ctx, backup, path, force)
}

// Restore puts a copy of the file backup in place of the database path. The
// backup must be a sound database of Dateline with a schema that this program
// reads; it is looked at first, and nothing is touched before that is known. An existing database is
// refused with an error that is [fs.ErrExist], unless force; then it is kept
// beside the new one as path.before-restore-<UTC time>. It must not be open
// anywhere.
func (o Options) Restore(ctx context.Context, backup, path string, force bool) error {
	s, err := sound(ctx, backup)
	if err != nil {
		return fmt.Errorf("restore: nothing was replaced: %w", err)
	}
	defer s.Close() //nolint:errcheck // it was only read
	file, err := o.target(backup, path, force)
	if err != nil {
		return fmt.Errorf("restore to %s: %w", path, err)
	}
	temp, err := s.copyBeside(ctx, file)
	if err != nil {
		return fmt.Errorf("restore to %s: %w", path, err)
	}
	if err = voidLeases(ctx, temp); err == nil {
		err = o.setAside(ctx, file)
	}
	if err == nil {
		err = moveInto(temp, file)
	}
	if err != nil {
		os.Remove(temp) //nolint:errcheck // the first error says what is wrong
		return fmt.Errorf("restore to %s: %w", path, err)
	}
	return nil
}

// voidLeases frees what was being worked on when the backup was made: nobody
// works on it in the copy. When a source is due stays as it was, so that none
// is polled before.
func voidLeases(ctx context.Context, file string) error {
	s := &Store{path: file}
	address := dsn(file, always+"&_pragma=synchronous(FULL)")
	if err := s.openPools(address, address); err != nil {
		return err
	}
	schema, err := s.Schema(ctx)
	if err == nil && schema.Version >= 2 {
		for _, table := range []string{"sources", "completions"} {
			_, freed := s.write.ExecContext(ctx, `UPDATE `+table+` SET lease = NULL, lease_until = NULL WHERE lease IS NOT NULL`)
			err = errors.Join(err, freed)
		}
	}
	return s.explain(errors.Join(err, s.Close()))
}

// target gives the absolute name of the database to replace, with its folder
// made.
func (o Options) target(backup, path string, force bool) (string, error) {
	file, err := locate(path, Options{NoMigrate: true})
	switch {
	case errors.Is(err, fs.ErrNotExist) && path != "":
		if file, err = filepath.Abs(path); err != nil {
			return "", err
		}
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			return "", unmade(filepath.Dir(file), err)
		}
		return file, nil
	case err != nil:
		return "", err
	case sameFile(backup, file):
		return "", errors.New("it is the backup itself")
	case !force:
		return "", &told{"there is a database already, it was not touched: say --force to replace it", fs.ErrExist}
	}
	return file, nil
}

func sameFile(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}

// sound opens the backup, if there is nothing wrong with it.
func sound(ctx context.Context, backup string) (*Store, error) {
	s, err := Open(ctx, backup, Options{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	problems, err := s.Check(ctx)
	if err == nil && len(problems) > 0 {
		err = fmt.Errorf("the backup %s is damaged: %s (%d findings)", backup, problems[0], len(problems))
	}
	if err != nil {
		s.Close() //nolint:errcheck // the first error says what is wrong
		return nil, err
	}
	return s, nil
}

// setAside keeps the old database under a second name, until moveInto takes
// away its first one: at no moment there is no database.
func (o Options) setAside(ctx context.Context, file string) error {
	kept := file + ".before-restore-" + o.now().UTC().Format("20060102T150405Z")
	if _, err := os.Lstat(kept); err == nil {
		return &told{kept + " exists already: try again in a second", fs.ErrExist}
	}
	if _, err := os.Lstat(file); err == nil {
		if err := seal(ctx, file); err != nil {
			return err
		}
		if err := os.Link(file, kept); err != nil {
			if err := os.Rename(file, kept); err != nil { // no links on this file system
				return err
			}
		}
	}
	// What is left of a log would be played into the new database.
	for _, suffix := range []string{"-wal", "-shm", "-journal"} {
		if err := os.Rename(file+suffix, kept+suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

func (o Options) now() time.Time {
	if o.Now == nil {
		return time.Now()
	}
	return o.Now()
}

// seal writes what waits in the log into the file, and so finds out whether
// somebody has it open. A damaged file is set aside as it is.
func seal(ctx context.Context, file string) error {
	s := &Store{path: file}
	address := dsn(file, "_pragma=busy_timeout(1000)")
	if err := s.openPools(address, address); err != nil {
		return err
	}
	defer s.Close() //nolint:errcheck // the query's error says more
	var mode string
	err := s.write.QueryRowContext(ctx, `PRAGMA journal_mode = DELETE`).Scan(&mode)
	if err == nil || damaged(err) {
		return nil
	}
	return s.explain(err)
}
