package formats_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"dateline/wire/formats"
)

// TestFormattingWithoutEnd has short pages of which a parser makes a tree of
// over 1 GB.
func TestFormattingWithoutEnd(t *testing.T) { //nolint:paralleltest // it counts what is allocated
	var open strings.Builder
	for i := range 300 {
		fmt.Fprintf(&open, "<B class=x%d>", i)
	}
	blocks := strings.Repeat("<p>A word.", 10_000)
	for name, page := range map[string]string{
		"plain":            "<html><body><p>" + open.String() + blocks,
		"within SVG":       "<html><body><svg><style>" + open.String() + "</style>" + blocks,
		"title in SVG":     "<html><body><svg><title>" + open.String() + "</title>" + blocks,
		"CDATA in SVG":     "<html><body><svg><![CDATA[><script>]]>" + open.String() + blocks,
		"script in MathML": "<html><body><math><script>" + open.String() + blocks,
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		items, err := formats.Read(name, []byte(page))
		runtime.ReadMemStats(&after)
		if used := after.TotalAlloc - before.TotalAlloc; used > 64<<20 {
			t.Errorf("%s: %d MiB for a page of %d KiB (%v)", name, used>>20, len(page)>>10, err)
		}
		if name == "plain" && (err != nil || strings.Count(items[0].Text, "A word.") != 10_000) {
			t.Errorf("%s: got %v, %v", name, len(items), err)
		}
	}
}
