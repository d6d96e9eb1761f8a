package testkit

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Golden holds a text to the file that keeps it, and names the first line that
// differs; with update it writes the file anew first.
func Golden(tb testing.TB, file, got string, update bool) {
	tb.Helper()
	if update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			tb.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil { //nolint:gosec // part of the project
			tb.Fatal(err)
		}
	}
	data, err := os.ReadFile(file) //nolint:gosec // the test's own
	if err != nil {
		tb.Fatalf("%v; run the test with -update", err)
	}
	given, want := strings.Split(got, "\n"), strings.Split(string(data), "\n")
	for i, line := range given {
		if i >= len(want) {
			tb.Fatalf("%s, line %d: got %q, which is one line too many; -update writes it anew", file, i+1, line)
		}
		if line != want[i] {
			tb.Fatalf("%s, line %d:\ngot  %q\nwant %q\n-update writes it anew", file, i+1, line, want[i])
		}
	}
	if len(given) < len(want) {
		tb.Fatalf("%s: got %d lines, want %d", file, len(given), len(want))
	}
}
