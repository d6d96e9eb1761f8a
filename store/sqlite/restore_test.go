package sqlite

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dateline/store"
)

// backupOf makes a backup of a new database of n dispatches.
func backupOf(t *testing.T, n int) string {
	t.Helper()
	file := temp(t, "backup")
	if err := filled(t, temp(t, "x.db"), n).Backup(t.Context(), file); err != nil {
		t.Fatalf("Backup: %v", err)
	}
	return file
}

func fixed() Options {
	return Options{Now: func() time.Time {
		return time.Date(2016, time.July, 6, 15, 4, 5, 0, time.FixedZone("", 3*60*60))
	}}
}

const kept = ".before-restore-20160706T120405Z"

func TestRestoreNew(t *testing.T) {
	t.Parallel()
	backup, file := backupOf(t, 3), temp(t, "a/b/x.db")
	if err := Restore(t.Context(), backup, file, false); err != nil {
		t.Fatalf("Restore: %v", err)
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("restored: got mode %v, %v, want 600", info.Mode(), err)
	}
	s := opened(t, file, Options{})
	wantCount(t, s, 3)
	mustPut(t, s, 3)
	wantCount(t, opened(t, backup, Options{ReadOnly: true}), 3)
}

func TestRestoreOverOld(t *testing.T) {
	t.Parallel()
	backup, file := backupOf(t, 3), temp(t, "x.db")
	if err := filled(t, file, 1).Close(); err != nil {
		t.Fatalf("Close: %v", err)
	}
	before := read(t, file)
	err := fixed().Restore(t.Context(), backup, file, false)
	oneLine(t, err, file, "--force")
	if !errors.Is(err, fs.ErrExist) || !bytes.Equal(read(t, file), before) {
		t.Errorf("Restore without force: got %v, want %v and an untouched file", err, fs.ErrExist)
	}
	if err := fixed().Restore(t.Context(), backup, file, true); err != nil {
		t.Fatalf("Restore: %v", err)
	}
	wantCount(t, opened(t, file, Options{}), 3)
	wantCount(t, opened(t, file+kept, Options{}), 1)
	oneLine(t, fixed().Restore(t.Context(), file+kept, file, true), kept, "exist")
}

// TestRestoreOverCrashed replaces a database whose log was not written into
// it: the log goes with the old one, and never into the new one.
func TestRestoreOverCrashed(t *testing.T) {
	t.Parallel()
	live, file, backup := temp(t, "x.db"), temp(t, "x.db"), backupOf(t, 3)
	filled(t, live, 10)
	for _, suffix := range []string{"", "-wal"} {
		write(t, file+suffix, read(t, live+suffix))
	}
	if err := fixed().Restore(t.Context(), backup, file, true); err != nil {
		t.Fatalf("Restore: %v", err)
	}
	wantCount(t, opened(t, file, Options{}), 3)
	wantCount(t, opened(t, file+kept, Options{}), 10)
}

func TestRestoreOverDamaged(t *testing.T) {
	t.Parallel()
	file := temp(t, "x.db")
	const old = "no database at all, but somebody may want it"
	write(t, file, []byte(old))
	write(t, file+"-wal", []byte("stale"))
	write(t, file+"-shm", []byte("stale"))
	if err := fixed().Restore(t.Context(), backupOf(t, 3), file, true); err != nil {
		t.Fatalf("Restore: %v", err)
	}
	wantCount(t, opened(t, file, Options{}), 3)
	if got := string(read(t, file+kept)); got != old {
		t.Errorf("the old file: got %q, want %q", got, old)
	}
}

// TestRestoreBesideOrphans restores where only the log of a deleted database
// is left.
func TestRestoreBesideOrphans(t *testing.T) {
	t.Parallel()
	live, file := temp(t, "x.db"), temp(t, "x.db")
	filled(t, live, 10)
	write(t, file+"-wal", read(t, live+"-wal"))
	if err := fixed().Restore(t.Context(), backupOf(t, 3), file, false); err != nil {
		t.Fatalf("Restore: %v", err)
	}
	wantCount(t, opened(t, file, Options{}), 3)
}

func TestRestoreRefuses(t *testing.T) {
	t.Parallel()
	sound := backupOf(t, 30)
	damaged, cut, text := temp(t, "damaged"), temp(t, "cut"), temp(t, "text")
	data := read(t, sound)
	write(t, cut, data[:len(data)/2])
	half := len(data) / 2 / 4096 * 4096
	clear(data[half : half+len(data)/4])
	write(t, damaged, data)
	write(t, text, []byte("Just some text, long enough to have room for a header, and then for some more, I should say."))
	tooNew := backupOf(t, 1)
	exec(t, opened(t, tooNew, Options{}), `UPDATE meta SET oldest_reader = 99`)
	unsound := backupOf(t, 1)
	exec(t, opened(t, unsound, Options{}), `UPDATE evidence SET range_end = 99999`)
	bare := temp(t, "bare")
	write(t, bare, nil)
	tests := []struct {
		name, backup string
		want         []string
	}{
		{"missing", temp(t, "missing"), []string{"no such file"}},
		{"folder", t.TempDir(), []string{"is a folder"}},
		{"text", text, []string{"is no SQLite database"}},
		{"empty", bare, []string{"is empty"}},
		{"damaged", damaged, []string{"damaged"}},
		{"cut", cut, []string{"damaged"}},
		{"unsound rows", unsound, []string{"damaged", "outside of its text"}},
		{"too new", tooNew, []string{"install a newer version"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			file := temp(t, "x.db")
			if err := filled(t, file, 1).Close(); err != nil {
				t.Fatalf("Close: %v", err)
			}
			err := fixed().Restore(t.Context(), tt.backup, file, true)
			oneLine(t, err, append(tt.want, tt.backup)...)
			wantCount(t, opened(t, file, Options{}), 1)
			if left, _ := filepath.Glob(filepath.Dir(file) + "/*restore*"); len(left) > 0 {
				t.Errorf("got %q left, want nothing", left)
			}
		})
	}
	var e *store.TooNewError
	if err := Restore(t.Context(), tooNew, temp(t, "x.db"), true); !errors.As(err, &e) {
		t.Errorf("Restore: got %v, want a TooNewError", err)
	}
}

// TestRestoreLooksAtTheBackupFirst: who misspelt its name is not told to
// replace the database by force.
func TestRestoreLooksAtTheBackupFirst(t *testing.T) {
	t.Parallel()
	file, missing := temp(t, "x.db"), temp(t, "missing.db")
	filled(t, file, 1)
	err := Restore(t.Context(), missing, file, false)
	oneLine(t, err, missing, "there is no such file: check the name")
	if strings.Contains(err.Error(), "--force") || strings.HasSuffix(err.Error(), "not exist") || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Restore of a missing backup: got %v, want that it is missing, said once", err)
	}
	if _, err := os.Stat(filepath.Dir(file) + "/missing"); err == nil {
		t.Error("Restore of a missing backup made a folder")
	}
}

// TestOutcomesSaidOnce wants one line that ends with what to do, and neither a
// name that only we know nor the system's words after ours.
func TestOutcomesSaidOnce(t *testing.T) {
	t.Parallel()
	backup := backupOf(t, 1)
	s, dir := filled(t, temp(t, "x.db"), 1), t.TempDir()
	plain := filepath.Join(dir, "plain")
	write(t, plain, nil)
	tests := []struct {
		name string
		err  error
		want string // how it ends
		is   error
	}{
		{"backup to what exists", s.Backup(t.Context(), plain), "it was not touched: name a new one", fs.ErrExist},
		{"backup to a folder", s.Backup(t.Context(), dir), "is a folder: name a new file in it", fs.ErrExist},
		{"backup to no folder", s.Backup(t.Context(), filepath.Join(dir, "no", "x.db")),
			"there is no folder " + filepath.Join(dir, "no") + ": make it first, or name another", fs.ErrNotExist},
		{"backup under a file", s.Backup(t.Context(), filepath.Join(plain, "x.db")), plain + " is no folder: name another", nil},
		{"backup to nothing", s.Backup(t.Context(), ""), "no file is named", nil},
		{"restore to what exists", Restore(t.Context(), backup, s.path, false), "it was not touched: say --force to replace it", fs.ErrExist},
		{"restore under a file", Restore(t.Context(), backup, filepath.Join(plain, "a", "x.db"), false), "not a directory", nil},
	}
	for _, tt := range tests {
		oneLine(t, tt.err)
		if tt.err != nil && (!strings.HasSuffix(tt.err.Error(), tt.want) || strings.Contains(tt.err.Error(), ".part")) {
			t.Errorf("%s: got %q, want it to end with %q", tt.name, tt.err, tt.want)
		}
		if tt.is != nil && !errors.Is(tt.err, tt.is) {
			t.Errorf("%s: got %v, want an error that is %v", tt.name, tt.err, tt.is)
		}
	}
}

func TestRestoreItself(t *testing.T) {
	t.Parallel()
	backup := backupOf(t, 1)
	oneLine(t, Restore(t.Context(), backup, backup, true), "the backup itself")
	wantCount(t, opened(t, backup, Options{}), 1)
}

func TestRestoreInUse(t *testing.T) {
	t.Parallel()
	backup, file := backupOf(t, 3), temp(t, "x.db")
	s := filled(t, file, 1)
	oneLine(t, Restore(t.Context(), backup, file, true), file, "another program keeps it locked")
	wantCount(t, s, 1)
	if left, _ := filepath.Glob(filepath.Dir(file) + "/.*part"); len(left) > 0 {
		t.Errorf("got %q left, want no copy", left)
	}
}
