package sqlite

import (
	"errors"
	"fmt"

	driver "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// explain says in one line which file has what and what to do, where SQLite
// itself failed; it keeps every other error. The cause stays wrapped.
func (s *Store) explain(err error) error {
	var e *driver.Error
	var known *explained
	if !errors.As(err, &e) || errors.As(err, &known) {
		return err
	}
	code := e.Code() & 0xff
	advice := advise(code)
	if code == sqlite3.SQLITE_ERROR && s.version > 0 && s.version < SchemaVersion { // what is missing there
		advice = fmt.Sprintf("has the schema of an older program (%d): bot store migrate brings it up to date", s.version)
	}
	switch {
	case advice == "":
		return err
	case code == sqlite3.SQLITE_READONLY && s.readOnly:
		advice = "is open for reading only, nothing was stored: open it for writing"
	case code == sqlite3.SQLITE_CORRUPT && !s.settled: // bot store check comes no further
		advice = "is damaged: " + diagnosis(s.path) + ": put a backup back with bot store restore"
	}
	return &explained{path: s.path, advice: advice, err: err}
}

// explained is a failure of SQLite in words.
type explained struct {
	path   string
	advice string
	err    error
}

func (e *explained) Error() string {
	return fmt.Sprintf("database %s: %s (%v)", e.path, e.advice, e.err)
}

func (e *explained) Unwrap() error { return e.err }

// advise gives what a primary result code means for whoever runs the program,
// "" where only the program is at fault.
func advise(code int) string {
	switch code {
	case sqlite3.SQLITE_NOTADB:
		return "is no SQLite database, or its beginning is damaged: name another file, or put a backup back with bot store restore"
	case sqlite3.SQLITE_CORRUPT:
		return "is damaged: bot store check says where; put a backup back with bot store restore"
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM:
		return "is read-only, nothing was stored: allow writing to the file and to its folder"
	case sqlite3.SQLITE_CANTOPEN:
		return "cannot be opened: allow writing to the file, its -wal and -shm files and its folder, or copy it with its -wal file to where that is allowed"
	case sqlite3.SQLITE_FULL:
		return "the disk is full, nothing was stored: free some space and try again"
	case sqlite3.SQLITE_IOERR:
		return "the disk does not read or write it: check the disk, and put a backup back with bot store restore if the file is damaged"
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL:
		return "another program keeps it locked: end that program or try again later"
	}
	return ""
}

// told is an error in our own words, whose cause is for programs alone.
type told struct {
	text  string
	cause error
}

func (e *told) Error() string { return e.text }

func (e *told) Unwrap() error { return e.cause }

// damaged reports whether SQLite found the file itself to be unsound.
func damaged(err error) bool {
	var e *driver.Error
	if !errors.As(err, &e) {
		return false
	}
	code := e.Code() & 0xff
	return code == sqlite3.SQLITE_CORRUPT || code == sqlite3.SQLITE_NOTADB
}
