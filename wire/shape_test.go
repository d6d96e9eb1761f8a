package wire

import (
	"math/rand"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// TestLook compares the shape of many short texts with what the standard
// library says of them.
func TestLook(t *testing.T) {
	t.Parallel()
	pieces := []string{"a", "B", "word", "longerword", "7", " ", "  ", "\n", "\t", "\u00a0", "\u2003", "é", "’", "-", ".", ",", ":", "/", "\"", "\x01", "\xff", "\x7f", "語", "٣"}
	r := rand.New(rand.NewSource(1))
	for range 20_000 {
		var b strings.Builder
		for range r.Intn(24) {
			b.WriteString(pieces[r.Intn(len(pieces))])
		}
		s := b.String()
		words := 0
		for field := range strings.FieldsSeq(s) {
			if strings.ContainsFunc(field, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
				words++
			}
		}
		l := look(s)
		if l.words != words || l.runes != utf8.RuneCountInString(s) {
			t.Fatalf("%q: got %d words and %d runes, want %d and %d", s, l.words, l.runes, words, utf8.RuneCountInString(s))
		}
		for kind, marks := range map[marks]string{colonMark: ":", slashMark: "/", quoteMark: "\"'`", commaMark: ",", controlMark: "\x01\x7f"} {
			if l.has(kind) != strings.ContainsAny(s, marks) {
				t.Fatalf("%q: got %v for %q", s, l.has(kind), marks)
			}
		}
		if l.has(runeMark) != strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) {
			t.Fatalf("%q: got %v for what is beyond ASCII", s, l.has(runeMark))
		}
	}
}

// TestMayBeCodes holds the quick look to what it goes before.
func TestMayBeCodes(t *testing.T) {
	t.Parallel()
	pieces := []string{"a", "B", "xyz", "word", "7", "42", " ", " ", " ", "\u00a0", "é", "’", "-", "/", "\xff"}
	r := rand.New(rand.NewSource(1))
	codes := 0
	for range 50_000 {
		var b strings.Builder
		for range r.Intn(16) {
			b.WriteString(pieces[r.Intn(len(pieces))])
		}
		if s := b.String(); mostlyCodes(s) {
			if codes++; !mayBeCodes(s) {
				t.Fatalf("the quick look misses the codes of %q", s)
			}
		}
	}
	if codes == 0 {
		t.Error("got no codes to look at")
	}
}
