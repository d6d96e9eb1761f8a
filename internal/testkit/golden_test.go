package testkit

import (
	"os"
	"path/filepath"
	"testing"
)

// TestGoldenWrites holds that what was written anew is what is kept.
func TestGoldenWrites(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "testdata", "a.golden")
	Golden(t, file, "one\ntwo\n", true)
	if got, err := os.ReadFile(file); err != nil || string(got) != "one\ntwo\n" {
		t.Errorf("got %q, %v", got, err)
	}
	Golden(t, file, "one\ntwo\n", false)
}
