package main

import (
	"math"
	"strings"
	"testing"
	"time"

	"dateline/internal/eval/stat"
	"dateline/internal/testkit"
)

// TestReadabilityPages keeps the reader at what it was measured to reach.
func TestReadabilityPages(t *testing.T) {
	t.Parallel()
	archive := testkit.Shared(t, "corpora", "readability-pages.tar.xz")
	if archive == "" {
		return
	}
	pages, err := readCorpus(archive)
	if err != nil {
		t.Fatal(err)
	}
	if len(pages) != 130 {
		t.Errorf("got %d pages, want 130", len(pages))
	}
	r := measure(readers()[0], pages, time.Now)
	if got := stat.Mean(r.figures); got < 0.96 {
		t.Errorf("F1: got %.3f, want at least .96", got)
	}
}

func TestCompare(t *testing.T) {
	t.Parallel()
	c := compare("A ferry, a ferry!", "a ferry stopped")
	if c != (stat.Counts{Right: 2, Found: 4, Wanted: 3}) || math.Abs(c.F1()-4.0/7) > 1e-9 {
		t.Errorf("got %+v, F1 %f", c, c.F1())
	}
	if got := strings.Fields(expectedText([]byte(`<p>a<b>b</b></p><p>c<script>x</script></p>`))); len(got) != 2 || got[0] != "ab" {
		t.Errorf("got %q, want two words", got)
	}
}
