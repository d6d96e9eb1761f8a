package summarize_test

import (
	"context"
	"fmt"
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
