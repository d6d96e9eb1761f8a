package importtest

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// TestHouse holds the whole module to the rules of the house.
func TestHouse(t *testing.T) {
	t.Parallel()
	root := moduleRoot(t)
	problems, err := Check(os.DirFS(root), House())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Error(p)
	}
}

// TestHouseSeesTheModule fails where TestHouse would pass for want of anything to look at.
func TestHouseSeesTheModule(t *testing.T) {
	t.Parallel()
	rules := House()
	rules.Folders = nil
	problems, err := Check(os.DirFS(moduleRoot(t)), rules)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, p := range problems {
		found[p.File] = true
	}
	for _, dir := range []string{"news", "adapters", "store", "summarize", "internal/importtest"} {
		if !found[dir] {
			t.Errorf("%s was not looked at", dir)
		}
	}
}

// moduleRoot is the nearest folder above the test's that has a go.mod.
func moduleRoot(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		_, err := os.Stat(filepath.Join(dir, "go.mod"))
		if err == nil {
			return dir
		}
		up := filepath.Dir(dir)
		if !errors.Is(err, fs.ErrNotExist) || up == dir {
			t.Fatalf("no go.mod above the test: %v", err)
		}
		dir = up
	}
}
