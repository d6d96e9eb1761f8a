package sqlite

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	driver "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"dateline/news"
)

// closedFile gives the bytes of a database of n dispatches.
func closedFile(t *testing.T, n int) []byte {
	t.Helper()
	file := temp(t, "x.db")
	if err := filled(t, file, n).Close(); err != nil {
		t.Fatalf("Close: %v", err)
	}
	return read(t, file)
}

// findDamage opens a file, reads all of it and checks it; it gives what was
// found at any of these steps.
func findDamage(t *testing.T, file string) string {
	t.Helper()
	s, err := Open(t.Context(), file, Options{})
	if err != nil {
		oneLine(t, err, file)
		return err.Error()
	}
	defer s.Close()
	err = s.Each(t.Context(), news.WorkspaceID{}, func(news.Dispatch) error { return nil })
	if err != nil {
		oneLine(t, err, file)
	}
	problems, checkErr := s.Check(t.Context())
	if checkErr != nil {
		t.Errorf("Check: %v", checkErr)
	}
	return strings.Join(problems, "; ")
}

func TestDamage(t *testing.T) {
	t.Parallel()
	sound := closedFile(t, 30)
	flip := func(from, to int) func([]byte) []byte {
		return func(b []byte) []byte {
			for i := from; i < to; i++ {
				b[i] ^= 0xff
			}
			return b
		}
	}
	half := len(sound) / 2 / 4096 * 4096
	tests := []struct {
		name   string
		damage func([]byte) []byte
	}{
		{"magic", flip(0, 8)},
		{"header", flip(16, 32)},
		{"first page", flip(100, 200)},
		{"all of the first page", flip(0, 4096)},
		{"a page in the middle", flip(half, half+4096)},
		{"page heads", func(b []byte) []byte {
			for at := 4096; at < len(b); at += 4096 {
				flip(at, at+8)(b)
			}
			return b
		}},
		{"half", func(b []byte) []byte { return b[:half] }},
		{"half a page", func(b []byte) []byte { return b[:2048] }},
		{"less than a header", func(b []byte) []byte { return b[:50] }},
		{"zeros", func(b []byte) []byte { clear(b[half:]); return b }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			file := temp(t, "x.db")
			write(t, file, tt.damage(append([]byte(nil), sound...)))
			if findDamage(t, file) == "" {
				t.Error("got no finding")
			}
		})
	}
	t.Run("none", func(t *testing.T) {
		t.Parallel()
		file := temp(t, "x.db")
		write(t, file, sound)
		if got := findDamage(t, file); got != "" {
			t.Errorf("got %q, want nothing", got)
		}
	})
}

// TestDamageThatKeepsItFromOpening says what is known of it, and nowhere to
// run the check that is being run.
func TestDamageThatKeepsItFromOpening(t *testing.T) {
	t.Parallel()
	sound := closedFile(t, 30)
	tests := []struct {
		name string
		size int
		want string
	}{
		{"list of tables", len(sound), "is damaged: its list of tables cannot be read: put a backup back"},
		{"cut off too", 8192, fmt.Sprintf("it is cut off: it has 8192 of %d bytes: put a backup back", len(sound))},
	}
	for _, tt := range tests {
		file := temp(t, "x.db")
		damaged := append([]byte(nil), sound[:tt.size]...)
		for i := 100; i < 200; i++ {
			damaged[i] ^= 0xff
		}
		write(t, file, damaged)
		_, err := Open(t.Context(), file, Options{ReadOnly: true})
		oneLine(t, err, file, tt.want, "bot store restore")
		if err != nil && strings.Contains(err.Error(), "store check") {
			t.Errorf("%s: got %v, want no advice to run the check", tt.name, err)
		}
	}
}

func TestDamagedPageIsNamed(t *testing.T) {
	t.Parallel()
	sound := closedFile(t, 30)
	file := temp(t, "x.db")
	for at := len(sound) / 2 / 4096 * 4096; at < len(sound); at += 4096 {
		copy(sound[at:], make([]byte, 100))
	}
	write(t, file, sound)
	s := opened(t, file, Options{})
	err := s.Each(t.Context(), news.WorkspaceID{}, func(news.Dispatch) error { return nil })
	oneLine(t, err, file, "is damaged", "bot store restore")
}

// TestCheckRows damages what only Dateline knows of.
func TestCheckRows(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, sql, want string }{
		{"head", `UPDATE dispatches SET head = '00000000000000000000000000000001'`, "lacks its newest revision"},
		{"key", `DELETE FROM dispatch_keys`, "has no key"},
		{"key of another scope", `UPDATE dispatch_keys SET scope = '00000000000000000000000000000001'`, "has a key of another scope"},
		{"index", `DELETE FROM dispatch_terms`, "has no index terms"},
		{"index of nothing", `INSERT INTO dispatch_terms (rowid, terms) VALUES (99, 'x')`, "index terms of row 99 belong to no dispatch"},
		{"evidence past the end", `UPDATE evidence SET range_end = range_end + 1`, "evidence 1 of bullet 1 is outside of its text"},
		{"evidence before the start", `UPDATE evidence SET range_start = -1`, "is outside of its text"},
		{"evidence of nothing", `UPDATE evidence SET range_end = range_start`, "is outside of its text"},
		{"evidence of no text", `UPDATE evidence SET revision = '00000000000000000000000000000001'`, "has no text"},
		{"bullet without evidence", `DELETE FROM evidence`, "bullet 1 has no evidence"},
		{"foreign key", `PRAGMA foreign_keys = OFF; DELETE FROM digests`, "a row of bullets belongs to no row of digests"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := filled(t, temp(t, "x.db"), 1)
			exec(t, s, tt.sql)
			problems, err := s.Check(t.Context())
			if err != nil || !strings.Contains(strings.Join(problems, "\n"), tt.want) {
				t.Errorf("Check: got %q, %v, want %q", problems, err, tt.want)
			}
		})
	}
}

// TestEvidenceCountsBytes wants a range that ends with a text of letters of
// several bytes to be found sound.
func TestEvidenceCountsBytes(t *testing.T) {
	t.Parallel()
	s := filled(t, temp(t, "x.db"), 1)
	exec(t, s, `UPDATE revisions SET text = 'ёлка'`)
	exec(t, s, `UPDATE evidence SET range_end = 8`)
	wantCount(t, s, 1)
}

func TestDiskFull(t *testing.T) {
	t.Parallel()
	file := temp(t, "x.db")
	s := filled(t, file, 1)
	exec(t, s, `PRAGMA max_page_count = 60`)
	var err error
	stored := 1
	for ; err == nil && stored < 200; stored++ {
		err = putOne(t, s, stored)
	}
	oneLine(t, err, file, "the disk is full", "nothing was stored", "free some space")
	exec(t, s, `PRAGMA max_page_count = 100000`)
	wantCount(t, s, stored-1)
	if err := putOne(t, s, stored-1); err != nil {
		t.Errorf("Put once there is space: %v", err)
	}
}

// TestLocked waits no longer than it must for another program's lock.
func TestLocked(t *testing.T) {
	t.Parallel()
	file := temp(t, "x.db")
	s := filled(t, file, 1)
	other := opened(t, file, Options{})
	exec(t, s, `PRAGMA busy_timeout = 1`)
	tx, err := other.write.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatalf("BeginTx: %v", err)
	}
	oneLine(t, putOne(t, s, 2), file, "another program keeps it locked")
	wantCount(t, s, 1) // readers go on
	if err := tx.Rollback(); err != nil {
		t.Fatalf("Rollback: %v", err)
	}
	if err := putOne(t, s, 2); err != nil {
		t.Errorf("Put after the lock: %v", err)
	}
}

func TestExplain(t *testing.T) {
	t.Parallel()
	s := filled(t, temp(t, "x.db"), 1)
	if got := s.explain(os.ErrClosed); !errors.Is(got, os.ErrClosed) || got.Error() != os.ErrClosed.Error() {
		t.Errorf("explain: got %v, want it unchanged", got)
	}
	exec(t, s, `PRAGMA query_only = 1`)
	err := putOne(t, s, 2)
	oneLine(t, err, s.path, "is read-only")
	if oneLine(t, s.explain(err), "is read-only"); strings.Count(s.explain(err).Error(), s.path) != 1 {
		t.Errorf("explain twice: got %v", s.explain(err))
	}
	var cause *driver.Error
	if !errors.As(err, &cause) || cause.Code() != sqlite3.SQLITE_READONLY {
		t.Errorf("Put: got cause %v, want code %d", cause, sqlite3.SQLITE_READONLY)
	}
}
