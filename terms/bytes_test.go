package terms_test

import (
	"strings"
	"testing"

	"dateline/terms"
)

// TestEight asks about every byte of ASCII at every place.
func TestEight(t *testing.T) {
	t.Parallel()
	for b := range 128 {
		for at := range 8 {
			for _, other := range []string{"a", "~", " ", "\x00", "5"} {
				s := strings.Repeat(other, at) + string(rune(b)) + strings.Repeat(other, 7-at)
				e := terms.EightOf(s)
				word := b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z'
				if got := e.Words()>>at&1 == 1; got != word || !e.Plain() {
					t.Fatalf("%q at %d: got a letter or digit %v", s, at, got)
				}
				if got := e.Spaces()>>at&1 == 1; got != (b == ' ') {
					t.Fatalf("%q at %d: got a space %v", s, at, got)
				}
			}
		}
	}
	if terms.EightOf("abcdefé").Plain() {
		t.Error("got plain of a letter beyond ASCII")
	}
}

func TestLetterRun(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text     string
		at, want int
	}{{"", 0, 0}, {"a", 0, 1}, {"abcdefgh", 0, 8}, {"abcdefghi j", 1, 9}, {"1a", 0, 0}, {"ZzAa@", 0, 4}, {"[a", 0, 0}, {"abcdefgé", 0, 7}, {"abcdefghijklmnop.rst", 2, 16}} {
		if got := terms.LetterRun(c.text, c.at); got != c.want {
			t.Errorf("%q from %d: got %d, want %d", c.text, c.at, got, c.want)
		}
	}
}
