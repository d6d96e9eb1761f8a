package wire

import (
	"fmt"
	"strings"
	"testing"
)

func BenchmarkParse(b *testing.B) {
	var all strings.Builder
	for _, file := range labelledFiles(b) {
		if l := readLabelled(b, file); l.language == "en" {
			all.WriteString(l.text)
			all.WriteString("\n")
		}
	}
	for _, size := range []int{4 << 10, 40 << 10, 400 << 10, 4 << 20} {
		b.Run(fmt.Sprintf("%dKB", size>>10), func(b *testing.B) {
			text := strings.Repeat(all.String(), size/all.Len()+1)[:size]
			b.SetBytes(int64(size))
			b.ReportAllocs()
			for b.Loop() {
				Parse(text, "en")
			}
		})
	}
}
