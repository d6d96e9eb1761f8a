package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	driver "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// What is set on every connection. A writer that finds the file locked by
// another process waits for it.
const (
	always    = "_pragma=busy_timeout(10000)&_pragma=foreign_keys(1)"
	writable  = always + "&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_txlock=immediate"
	onlyReads = always + "&_pragma=query_only(1)"
	readOnly  = always + "&mode=ro&_txlock=immediate"
	// immutable is for a file in a folder where SQLite cannot keep the shared
	// memory that a reader of a write-ahead log needs.
	immutable = readOnly + "&immutable=1"
)

// locate gives the absolute name of the database file, and creates the file
// and its folder where they are missing and the options allow it.
func locate(path string, o Options) (string, error) {
	if path == "" {
		return "", errors.New("no file is named")
	}
	file, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	info, err := os.Stat(file)
	switch {
	case err == nil && info.IsDir():
		return "", fmt.Errorf("is a folder: name a file in it, as in %s", filepath.Join(path, "dateline.db"))
	case err == nil && !info.Mode().IsRegular():
		return "", errors.New("is no regular file: name another one")
	case err == nil:
		return file, nil
	case !errors.Is(err, fs.ErrNotExist):
		return "", fmt.Errorf("cannot be opened, check the name and the rights of its folders: %w", err)
	case o.ReadOnly || o.NoMigrate:
		return "", &told{"there is no such file: check the name", fs.ErrNotExist}
	}
	if err := create(file); err != nil {
		return "", fmt.Errorf("cannot be made, allow writing to the folder or name another file: %w", err)
	}
	return file, nil
}

// create makes an empty file that only its owner may read: it will hold what
// people pasted in private.
func create(file string) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(file, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// dsn is the address of a file for the driver; a '?' or '%' in the name is
// part of the name.
func dsn(file, params string) string {
	u := url.URL{Path: filepath.ToSlash(file)}
	return "file:" + u.EscapedPath() + "?" + params
}

// connect opens the connections, and the file with them.
func connect(ctx context.Context, path, file string, o Options) (*Store, error) {
	s := &Store{path: path, now: o.now, readOnly: o.ReadOnly}
	if o.ReadOnly {
		return s, s.connectReadOnly(ctx, file)
	}
	s.dsn = dsn(file, writable)
	if err := s.openPools(s.dsn, dsn(file, onlyReads)); err != nil {
		return nil, err
	}
	return s, s.ping(ctx)
}

// connectReadOnly reads the file as it lies where nothing can be written
// beside it, unless something waits in its write-ahead log.
func (s *Store) connectReadOnly(ctx context.Context, file string) error {
	s.dsn = dsn(file, readOnly)
	if err := s.openPools(s.dsn, s.dsn); err != nil {
		return err
	}
	err := s.ping(ctx)
	if !unopened(err) || waiting(file) {
		return err
	}
	s.dsn = dsn(file, immutable)
	if err := s.openPools(s.dsn, s.dsn); err != nil {
		return err
	}
	return s.ping(ctx)
}

func (s *Store) openPools(write, read string) error {
	var err error
	if s.write, err = newPool(write); err != nil {
		return s.explain(err)
	}
	if s.read, err = newPool(read); err != nil {
		return s.explain(err)
	}
	s.write.SetMaxOpenConns(1)
	s.read.SetMaxOpenConns(readers)
	s.read.SetMaxIdleConns(readers)
	return nil
}

// ping reads the first page of the file; the connections are closed if that
// fails.
func (s *Store) ping(ctx context.Context) error {
	var tables int
	err := s.write.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&tables)
	if err == nil {
		return nil
	}
	s.Close() //nolint:errcheck // the first error says what is wrong
	return s.explain(err)
}

// unopened reports whether SQLite could not open the file or what belongs to
// it, or make that in its folder.
func unopened(err error) bool {
	var e *driver.Error
	return errors.As(err, &e) && (e.Code()&0xff == sqlite3.SQLITE_CANTOPEN || e.Code() == sqlite3.SQLITE_READONLY_DIRECTORY)
}

// waiting reports whether a write-ahead log holds what is not in the file yet.
func waiting(file string) bool {
	info, err := os.Stat(file + "-wal")
	return err == nil && info.Size() > 0
}
