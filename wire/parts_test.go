package wire

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dateline/news"
)

// labelled is a made-up dispatch with the parts that were written down by
// hand before the parser existed.
type labelled struct {
	name, language, text string
	dateline             *news.Dateline
	parts                []string // "kind text"
}

func readLabelled(t testing.TB, file string) labelled {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	l := labelled{name: strings.TrimSuffix(filepath.Base(file), ".parts")}
	for row := range strings.Lines(string(data)) {
		row = strings.TrimSuffix(row, "\n")
		if key, value, ok := strings.Cut(row, ": "); ok && strings.HasPrefix(row, "# ") {
			switch key {
			case "# language":
				l.language = value
			case "# dateline":
				fields := strings.Split(value, "|")
				l.dateline = &news.Dateline{Place: strings.TrimSpace(fields[0]), Date: strings.TrimSpace(fields[1]), Agency: strings.TrimSpace(fields[2])}
			}
			continue
		}
		kind, quoted, ok := strings.Cut(row, " ")
		if !ok {
			continue
		}
		text, err := strconv.Unquote(quoted)
		if err != nil {
			t.Fatalf("%s: %s: %v", file, row, err)
		}
		l.parts = append(l.parts, fmt.Sprintf("%s %q", kind, text))
		l.text += text
	}
	return l
}

func labelledFiles(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/parts/*.parts")
	if err != nil || len(files) < 22 {
		t.Fatalf("labelled dispatches: got %d, want at least 22 (%v)", len(files), err)
	}
	return files
}

func TestPartsAreThoseWrittenByHand(t *testing.T) {
	t.Parallel()
	for _, file := range labelledFiles(t) {
		want := readLabelled(t, file)
		t.Run(want.name, func(t *testing.T) {
			t.Parallel()
			d := Parse(want.text, want.language)
			got := make([]string, len(d.Parts))
			for i, p := range d.Parts {
				got[i] = fmt.Sprintf("%s %q", p.Kind, d.Slice(p.Range))
			}
			if diff := cmp.Diff(want.parts, got); diff != "" {
				t.Errorf("parts (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(want.dateline, d.Dateline); diff != "" {
				t.Errorf("dateline (-want +got):\n%s", diff)
			}
		})
	}
}
