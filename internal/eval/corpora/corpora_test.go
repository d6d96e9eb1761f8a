package corpora_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline/internal/eval/corpora"
)

func TestSectionIsReplaced(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "FEEDS.md")
	write := func(name, text string) {
		t.Helper()
		s := corpora.Section{Name: name, Command: "go run ./x", Text: text + "\n"}
		if err := s.Write(file, "Feeds", nil); err != nil {
			t.Fatal(err)
		}
	}
	write("one", "1")
	write("two", "2")
	write("one", "3")
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want := "# Feeds\n\n<!-- one: written by go run ./x -->\n3\n<!-- /one -->\n\n<!-- two: written by go run ./x -->\n2\n<!-- /two -->\n"
	if string(got) != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSectionGoesToStandardOutput(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	if err := (corpora.Section{Name: "one", Command: "x", Text: "1\n"}).Write("-", "", &out); err != nil || !strings.Contains(out.String(), "-->\n1\n<!--") {
		t.Errorf("got %q, %v", out.String(), err)
	}
}

func TestArchiveThatIsNone(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "a.tar.xz")
	if err := os.WriteFile(file, []byte("no archive"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{file, file + ".missing"} {
		if files, err := corpora.ReadArchive(name); err == nil || !strings.Contains(err.Error(), "corpus") {
			t.Errorf("%s: got %d files, %v", filepath.Base(name), len(files), err)
		}
	}
}
