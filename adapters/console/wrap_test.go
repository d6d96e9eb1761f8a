package console

import (
	"strings"
	"testing"
)

func TestBreaks(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, in string
		width    int
		want     string // lines, joined by |
	}{
		{"fits", "one two", 10, "one two"},
		{"exactly", "one two", 7, "one two"},
		{"words", "one two three", 7, "one two| three"},
		{"no width", "one two three", 0, "one two three"},
		{"a space over the end", "one two   three", 7, "one two|three"},
		{"a long word", "abcdefgh ij", 5, "abcde|fgh|ij"},
		{"a long word behind another", "ab cdefghij", 5, "ab|cdefg|hij"},
		{"wide", "東京都庁", 5, "東京|都庁"},
		{"wide in too little", "東京", 1, "東|京"},
		{"marks stay", "e\u0301e\u0301e\u0301", 2, "e\u0301e\u0301|e\u0301"},
		{"no break before a stop", "東京都。", 6, "東京|都。"},
		{"empty", "", 5, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			lines := wrapSpans([]span{{text: tt.in}}, tt.width)
			want := strings.ReplaceAll(tt.want, "| ", "|")
			if got := strings.Join(lines, "|"); got != want {
				t.Errorf("lines of %q in %d columns: %q, want %q", tt.in, tt.width, got, want)
			}
		})
	}
}
