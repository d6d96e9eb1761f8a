package adapters

import (
	"strings"
	"testing"
)

func TestCleanText(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, in, want string }{
		{"plain", "Plain “text”, — 東京", "Plain “text”, — 東京"},
		{"lines and tabs", "a\r\nb\rc\vd\u2028e\tf", "a\nb\nc\nd\ne f"},
		{"controls", "a\x00b\x08c\x7fd\u0085e", "abcd\ne"},
		{"colour", "a\x1b[1;31mb\x1b[0mc", "abc"},
		{"eight bit", "a\u009b31mb\u009d0;t\u009cc", "abc"},
		{"title and link", "a\x1b]0;t\x07b\x1b]8;;https://x\x1b\\c", "abc"},
		{"broken off keeps its text", "a\x1b]0;b", "a]0;b"},
		{"nested", "a\x1b\x1b[0m[31mb", "a[31mb"},
		{"reset", "a\x1bcb", "acb"},
		{"character set", "a\x1b(0b", "ab"},
		{"overrides and isolates", "a\u202eb\u2066c\u200fd", "abcd"},
		{"zero width", "pay\u200bpal\u2060\ufeff \u00adx\u3164", "paypal x"},
		{"joiners in Latin", "pay\u200d\u200cpal", "paypal"},
		{"joiners at the ends", "\u200dx\u200d", "x"},
		{"a joiner in Persian", "می\u200cخواهد", "می\u200cخواهد"},
		{"a joiner in Hindi", "क्\u200dष", "क्\u200dष"},
		{"a family", "👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"},
		{"a heart on fire", "❤\ufe0f\u200d🔥", "❤\ufe0f\u200d🔥"},
		{"an Arabic year sign", "\u0601 1400", "\u0601 1400"},
		{"invalid", "a\xff\xfeb", "a\uFFFDb"},
		{"a pile of marks", "z" + strings.Repeat("\u0335", 50) + "y", "z" + strings.Repeat("\u0335", maxMarks) + "y"},
		{"marks that belong", "Việt", "Việt"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := CleanText(tt.in); got != tt.want {
				t.Errorf("CleanText(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestLink(t *testing.T) {
	t.Parallel()
	tests := []struct{ in, want string }{
		{"https://example.com/a?b=c#d", "https://example.com/a"},
		{" http://example.com:8080/ ", "http://example.com:8080/"},
		{"https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"},
		{"https://b\u0430nk.example", "https://xn--bnk-6cd.example"},
		{"https://EXAMPLE.com/", "https://example.com/"},
		{"http://[::1]:80/x", "http://[::1]:80/x"},
		{"https://u:p@example.com/", ""},
		{"https://u@example.com/", ""},
		{"javascript:alert(1)", ""},
		{"data:text/html,x", ""},
		{"file:///etc/passwd", ""},
		{"//example.com/", ""},
		{"/relative", ""},
		{"https://", ""},
		{"https://exa mple.com/", ""},
		{"https://example.com\x1b[31m/", ""},
		{"https://example.com/\u202e", "https://example.com/%E2%80%AE"},
		{"", ""},
	}
	for _, tt := range tests {
		if got, ok := Link(tt.in); got != tt.want || ok != (tt.want != "") {
			t.Errorf("Link(%q) = %q, %t; want %q", tt.in, got, ok, tt.want)
		}
	}
}
