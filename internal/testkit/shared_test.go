package testkit

import (
	"os"
	"path/filepath"
	"testing"
)

func TestSharedRows(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("DATELINE_SHARED", dir)
	if err := os.MkdirAll(filepath.Join(dir, "data", "ask"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "data", "ask", "made.jsonl"), []byte("{\"id\":\"a\"}\n{\"id\":\"b\"}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	type row struct{ ID string }
	if got := SharedRows[row](t, "ask/made"); len(got) != 2 || got[1].ID != "b" {
		t.Errorf("got %v, want two rows", got)
	}
	if got := SharedRows[row](t, "ask/missing"); got != nil {
		t.Errorf("a missing set: got %v, want none", got)
	}
}

func TestSharedIsCountedFromTheRoot(t *testing.T) {
	t.Setenv("DATELINE_SHARED", "internal")
	if got := Shared(t, "testkit", "shared.go"); !filepath.IsAbs(got) {
		t.Errorf("got %q, want the path of this package's file", got)
	}
}
