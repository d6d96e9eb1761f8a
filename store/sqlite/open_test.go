package sqlite

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"dateline/news"
	"dateline/store"
)

func TestOpenCreates(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"new.db", "a/b/new.db", "a b?c#d%41&mode=ro.db", "Новости.db"} {
		file := temp(t, filepath.FromSlash(name))
		s := filled(t, file, 1)
		wantCount(t, s, 1)
		if err := s.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
		info, err := os.Stat(file)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s: got mode %o, want 600", name, info.Mode().Perm())
		}
		wantCount(t, opened(t, file, Options{}), 1)
	}
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	name := func(n string) string { return filepath.Join(dir, n) }
	write(t, name("text.db"), []byte(strings.Repeat("This is no database. ", 100)))
	write(t, name("short.db"), []byte("SQLite"))
	write(t, name("empty.db"), nil)
	tests := []struct {
		name    string
		path    string
		options Options
		want    []string
	}{
		{"no name", "", Options{}, []string{"no file is named"}},
		{"folder", dir, Options{}, []string{dir, "is a folder", "name a file in it"}},
		{"folder, read only", dir, Options{ReadOnly: true}, []string{"is a folder"}},
		{"device", os.DevNull, Options{}, []string{"no regular file"}},
		{"file as folder", name("text.db/x.db"), Options{}, []string{name("text.db/x.db"), "not a directory"}},
		{"text", name("text.db"), Options{}, []string{name("text.db"), "is no SQLite database", "restore"}},
		{"text, read only", name("text.db"), Options{ReadOnly: true}, []string{"is no SQLite database"}},
		{"short", name("short.db"), Options{}, []string{"is no SQLite database"}},
		{"missing, read only", name("missing.db"), Options{ReadOnly: true}, []string{"no such file"}},
		{"missing, not migrated", name("missing.db"), Options{NoMigrate: true}, []string{"no such file"}},
		{"empty, read only", name("empty.db"), Options{ReadOnly: true}, []string{"is empty", "migrate"}},
		{"empty, not migrated", name("empty.db"), Options{NoMigrate: true}, []string{"is empty", "migrate"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := Open(t.Context(), tt.path, tt.options)
			oneLine(t, err, tt.want...)
		})
	}
}

func TestOpenEmptyFile(t *testing.T) {
	t.Parallel()
	file := temp(t, "empty.db")
	write(t, file, nil)
	wantCount(t, filled(t, file, 1), 1)
}

func TestOpenOtherProgram(t *testing.T) {
	t.Parallel()
	file := temp(t, "other.db")
	s := filled(t, file, 0)
	exec(t, s, `DROP TABLE meta`)
	if err := s.Close(); err != nil {
		t.Fatalf("Close: %v", err)
	}
	_, err := Open(t.Context(), file, Options{})
	oneLine(t, err, file, "another program")
}

// TestOpenAtOnce opens a new file from many sides, as programs that start
// together do.
func TestOpenAtOnce(t *testing.T) {
	t.Parallel()
	file := temp(t, "new.db")
	errs := make([]error, 6)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() {
			s, err := Open(t.Context(), file, Options{})
			if err == nil {
				err = errors.Join(putOne(t, s, i), s.Close())
			}
			errs[i] = err
		})
	}
	all.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatalf("Open: %v", err)
	}
	wantCount(t, opened(t, file, Options{}), len(errs))
}

// TestTwoPrograms writes the same file from two sides: each waits for the
// other, and none fails because the other wrote between its reading and its
// writing.
func TestTwoPrograms(t *testing.T) {
	t.Parallel()
	file := temp(t, "x.db")
	const each = 30
	errs := make([]error, 2)
	var both sync.WaitGroup
	for side := range errs {
		s := opened(t, file, Options{})
		both.Go(func() {
			for i := range each {
				errs[side] = errors.Join(errs[side], putOne(t, s, i))
			}
		})
	}
	both.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Errorf("Put: %v", err)
	}
	wantCount(t, opened(t, file, Options{}), each)
}

func TestSettings(t *testing.T) {
	t.Parallel()
	s := filled(t, temp(t, "x.db"), 1)
	tests := []struct{ name, write, read string }{
		{"journal_mode", "wal", "wal"}, {"synchronous", "2", "2"}, {"foreign_keys", "1", "1"},
		{"busy_timeout", "10000", "10000"}, {"query_only", "0", "1"},
	}
	// Every connection of the pool has them, not only the first.
	for range readers {
		conn, err := s.read.Conn(t.Context())
		if err != nil {
			t.Fatalf("Conn: %v", err)
		}
		t.Cleanup(func() { conn.Close() }) // held to make the next one another
		for _, tt := range tests {
			var got string
			if err := conn.QueryRowContext(t.Context(), "PRAGMA "+tt.name).Scan(&got); err != nil || got != tt.read {
				t.Errorf("reader's %s: got %q, %v, want %q", tt.name, got, err, tt.read)
			}
		}
	}
	for _, tt := range tests {
		var got string
		if err := s.write.QueryRowContext(t.Context(), "PRAGMA "+tt.name).Scan(&got); err != nil || got != tt.write {
			t.Errorf("writer's %s: got %q, %v, want %q", tt.name, got, err, tt.write)
		}
	}
}

func TestSchemaVersions(t *testing.T) {
	t.Parallel()
	entries, err := migrations.ReadDir("migrations")
	if err != nil || len(entries) != SchemaVersion {
		t.Fatalf("migrations: got %d, %v, want %d", len(entries), err, SchemaVersion)
	}
	file := temp(t, "x.db")
	s := filled(t, file, 1)
	if got, err := s.Schema(t.Context()); err != nil || got.Version != SchemaVersion {
		t.Errorf("Schema: got %+v, %v, want version %d", got, err, SchemaVersion)
	}
	// A newer program added something, and this one may still read it.
	exec(t, s, `UPDATE meta SET version = $1`, SchemaVersion+3)
	wantCount(t, opened(t, file, Options{}), 1)
	exec(t, s, `UPDATE meta SET oldest_reader = $1`, SchemaVersion+2)
	for _, o := range []Options{{}, {ReadOnly: true}, {NoMigrate: true}} {
		_, err := Open(t.Context(), file, o)
		var tooNew *store.TooNewError
		if !errors.As(err, &tooNew) || *tooNew != (store.TooNewError{Version: SchemaVersion + 3, OldestReader: SchemaVersion + 2, Program: SchemaVersion}) {
			t.Errorf("Open: got %v, want a TooNewError of these versions", err)
		}
		oneLine(t, err, file, "install a newer version")
	}
}

func TestReadOnly(t *testing.T) {
	t.Parallel()
	file := temp(t, "x.db")
	if err := filled(t, file, 2).Close(); err != nil {
		t.Fatalf("Close: %v", err)
	}
	before := read(t, file)
	s := opened(t, file, Options{ReadOnly: true})
	wantCount(t, s, 2)
	oneLine(t, putOne(t, s, 3), file, "open for reading only", "nothing was stored")
	if _, err := s.Expire(t.Context(), dispatchTime(t)); err == nil {
		t.Error("Expire: got no error")
	}
	if err := s.Backup(t.Context(), file+".copy"); err != nil {
		t.Errorf("Backup: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("Close: %v", err)
	}
	if !bytes.Equal(read(t, file), before) {
		t.Error("the file was changed")
	}
	wantCount(t, opened(t, file+".copy", Options{}), 2)
}

// TestReadOnlyFolder reads a file beside which no log can be made, as in a
// folder that is not ours to write; a link to nowhere does what the rights
// would do.
func TestReadOnlyFolder(t *testing.T) {
	t.Parallel()
	file := temp(t, "x.db")
	if err := filled(t, file, 2).Close(); err != nil {
		t.Fatalf("Close: %v", err)
	}
	if err := os.Symlink(temp(t, "missing/folder"), file+"-wal"); err != nil {
		t.Fatal(err)
	}
	wantCount(t, opened(t, file, Options{ReadOnly: true}), 2)
	_, err := Open(t.Context(), file, Options{})
	oneLine(t, err, file, "cannot be opened", "allow writing")
	if err := errors.Join(os.Remove(file+"-wal"), os.Mkdir(file+"-wal", 0o700)); err != nil {
		t.Fatal(err)
	}
	_, err = Open(t.Context(), file, Options{ReadOnly: true})
	oneLine(t, err, file, "cannot be opened", "with its -wal file")
}

// TestFolderWithoutRights is for those whom the rights of a folder bind; root
// reads and writes all the same.
func TestFolderWithoutRights(t *testing.T) {
	t.Parallel()
	file := temp(t, "x.db")
	if err := filled(t, file, 2).Close(); err != nil {
		t.Fatalf("Close: %v", err)
	}
	folder := filepath.Dir(file)
	if err := errors.Join(os.Chmod(file, 0o400), os.Chmod(folder, 0o500)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(folder, 0o700) }) //nolint:errcheck // the folder is then not removed, which the test says
	wantCount(t, opened(t, file, Options{ReadOnly: true}), 2)
	if _, err := Open(t.Context(), file, Options{}); err != nil {
		oneLine(t, err, file, "is read-only", "allow writing")
	}
	if _, err := Open(t.Context(), filepath.Join(folder, "new", "y.db"), Options{}); err != nil {
		oneLine(t, err, "cannot be made", "allow writing to the folder")
	}
}

// TestNoFolder asks for a database below a file, and for one where none can be made.
func TestNoFolder(t *testing.T) {
	t.Parallel()
	file := temp(t, "x.db")
	write(t, file, []byte("text"))
	_, err := Open(t.Context(), filepath.Join(file, "new", "y.db"), Options{})
	oneLine(t, err, "cannot be opened", "check the name")
	link := temp(t, "z.db")
	if err := os.Symlink(temp(t, "missing/folder/z.db"), link); err != nil {
		t.Fatal(err)
	}
	_, err = Open(t.Context(), link, Options{})
	oneLine(t, err, "cannot be made", "name another file")
}

func TestMissingIsNotExist(t *testing.T) {
	t.Parallel()
	if _, err := Open(t.Context(), temp(t, "x.db"), Options{ReadOnly: true}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Open: got %v, want %v", err, fs.ErrNotExist)
	}
}

// TestWithoutClosing copies the files of an open database, which is what a
// crash leaves, and finds all that Put said was stored.
func TestWithoutClosing(t *testing.T) {
	t.Parallel()
	file, crashed := temp(t, "x.db"), temp(t, "x.db")
	filled(t, file, 20)
	for _, suffix := range []string{"", "-wal"} {
		write(t, crashed+suffix, read(t, file+suffix))
	}
	s := opened(t, crashed, Options{})
	wantCount(t, s, 20)
	found, err := s.List(t.Context(), news.WorkspaceID{}, news.Listing{Terms: [][]string{{"own19"}}, Limit: 5})
	if err != nil || len(found) != 1 {
		t.Errorf("List: got %d, %v, want the last dispatch", len(found), err)
	}
}

// TestTornLog cuts the log of a crash at many places: what is left is always
// a sound database of the first dispatches.
func TestTornLog(t *testing.T) {
	t.Parallel()
	file := temp(t, "x.db")
	filled(t, file, 5)
	main, log := read(t, file), read(t, file+"-wal")
	last := -1
	for cut := 0; cut <= len(log); cut += len(log)/7 + 1 {
		torn := temp(t, "x.db")
		write(t, torn, main)
		write(t, torn+"-wal", log[:cut])
		s := opened(t, torn, Options{})
		st, err := s.Stats(t.Context(), news.WorkspaceID{})
		if err != nil || st.Dispatches < last {
			t.Errorf("log of %d bytes: got %d dispatches, %v, want at least %d", cut, st.Dispatches, err, last)
		}
		last = st.Dispatches
		wantCount(t, s, st.Dispatches)
	}
}
