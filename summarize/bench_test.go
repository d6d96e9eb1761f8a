package summarize_test

import (
	"context"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"dateline/summarize"
)

// benchText is running text of about size bytes made of the made-up
// dispatches, each of which is put in with other numbers so that words and
// sentences do not simply repeat.
func benchText(tb testing.TB, size int) string {
	tb.Helper()
	data, err := os.ReadFile("../cmd/bot/sample/dispatch.txt")
	if err != nil {
		tb.Fatal(err)
	}
	var out strings.Builder
	for i := 0; out.Len() < size; i++ {
		out.WriteString(strings.ReplaceAll(string(data), "Putin", fmt.Sprintf("Putin%d", i)))
	}
	return out.String()[:strings.LastIndexByte(out.String()[:size], '\n')+1]
}

func BenchmarkDigest(b *testing.B) {
	for _, size := range []int{4 << 10, 40 << 10, 400 << 10, 4 << 20} {
		b.Run(fmt.Sprintf("%dKB", size>>10), func(b *testing.B) {
			text := benchText(b, size)
			x := summarize.New()
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := x.Summarize(context.Background(), summarize.Request{Text: text, Language: "en"}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// TestAllocations bounds what one digest allocates, which is most of what made
// it slow: words and marks are to be looked up without making strings. The
// least of many runs counts, since what a summarizer keeps between texts is
// dropped at a collection, and at random under the race detector.
func TestAllocations(t *testing.T) { //nolint:paralleltest // allocations are counted
	const most = 100 // it takes about 60
	text := benchText(t, 4<<10)
	x := summarize.New()
	n := math.Inf(1)
	for range 50 {
		n = min(n, testing.AllocsPerRun(1, func() {
			if _, err := x.Summarize(context.Background(), summarize.Request{Text: text, Language: "en"}); err != nil {
				t.Fatal(err)
			}
		}))
	}
	if n > most {
		t.Errorf("got %v allocations for a digest of 4 KB, want at most %d", n, most)
	}
}
