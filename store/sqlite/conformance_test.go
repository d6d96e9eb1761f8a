package sqlite_test

import (
	"os"
	"path/filepath"
	"testing"

	"dateline/store"
	"dateline/store/sqlite"
	"dateline/store/storetest"
)

// opener gives a function that opens an empty database, a copy of one that
// was made once: the suite opens hundreds.
func opener(t *testing.T) func(t *testing.T) store.Store {
	t.Helper()
	made := filepath.Join(t.TempDir(), "dateline.db")
	if err := reopen(t, made).Close(); err != nil {
		t.Fatalf("Close: %v", err)
	}
	empty, err := os.ReadFile(made)
	if err != nil {
		t.Fatal(err)
	}
	return func(t *testing.T) store.Store {
		t.Helper()
		file := filepath.Join(t.TempDir(), "dateline.db")
		if err := os.WriteFile(file, empty, 0o600); err != nil {
			t.Fatal(err)
		}
		return reopen(t, file)
	}
}

func reopen(t *testing.T, file string) store.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), file, sqlite.Options{})
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return s
}

func TestConformance(t *testing.T) {
	t.Parallel()
	storetest.Run(t, opener(t))
}

func TestBackupIsEqual(t *testing.T) {
	t.Parallel()
	storetest.RunBackup(t, opener(t), reopen)
}
