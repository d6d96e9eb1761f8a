// Package testkit has what tests of several packages need.
package testkit

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// Shared gives a path within the folder of evaluation sets: at
// DATELINE_SHARED, counted from the project's root if relative, or beside the
// project. It gives "", and says so in the test's log, where there is no such
// path: the sets are for measuring and no part of the project. CI refuses to
// run without the folder.
func Shared(tb testing.TB, elements ...string) string {
	tb.Helper()
	folder := os.Getenv("DATELINE_SHARED")
	if folder == "" {
		folder = filepath.Join("..", "shared")
	}
	if !filepath.IsAbs(folder) {
		folder = filepath.Join(root(tb), folder)
	}
	path := filepath.Join(append([]string{folder}, elements...)...)
	if _, err := os.Stat(path); err != nil {
		tb.Logf("DATELINE_SHARED: %v: only what is written for the tests is checked", err)
		return ""
	}
	return path
}

// root is the folder of go.mod, looked for upwards from the test's own.
func root(tb testing.TB) string {
	tb.Helper()
	dir, err := os.Getwd()
	if err != nil {
		tb.Fatal(err)
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		if dir == filepath.Dir(dir) {
			tb.Fatal("no go.mod in this folder or above it")
		}
	}
}

// SharedRows reads the rows of an evaluation set: "ask/squad2.passages" is
// data/ask/squad2.passages.jsonl. It gives none where the set is not at hand.
func SharedRows[Row any](tb testing.TB, set string) []Row {
	tb.Helper()
	path := Shared(tb, "data", filepath.FromSlash(set)+".jsonl")
	if path == "" {
		return nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	var rows []Row
	for line := range bytes.Lines(data) {
		var r Row
		if err := json.Unmarshal(line, &r); err != nil {
			tb.Fatalf("%s, row %d: %v", set, len(rows)+1, err)
		}
		rows = append(rows, r)
	}
	return rows
}
