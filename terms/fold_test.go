package terms

import (
	"testing"
	"unicode/utf8"
)

func TestFold(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, word, want string }{
		{"empty", "", ""},
		{"capitals", "Kremlin", "kremlin"},
		{"apostrophe", "Don’t", "don't"},
		{"modifier apostrophe", "Пʼять", "п'ять"},
		{"yo", "Ёлка ещё", "елка еще"},
		{"yo, decomposed", "еще\u0308", "еще"},
		{"short i", "Йод", "йод"},
		{"short i, decomposed", "И\u0306од", "йод"},
		{"accent, decomposed", "cafe\u0301", "café"},
		{"stress mark stays", "за\u0301мок", "за\u0301мок"},
		{"small letter alone has a composed form", "Y\u030a", "ẙ"},
		{"yo under another mark", "е\u0316\u0308\u0300", "ѐ\u0316"},
		{"capital with its dot apart", "I\u0307", "i"},
		{"umlaut", "ÄRGER Straße", "ärger straße"},
		{"Turkish i", "İstanbul Irak ılık", "istanbul irak ılık"},
		{"soft hyphen", "Bundes\u00adtag", "bundestag"},
		{"hyphen", "non\u2011stop", "non-stop"},
		{"Greek", "ΑΘΗΝΑ", "αθηνα"},
		{"Han", "日本", "日本"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := Fold(tt.word); got != tt.want {
				t.Errorf("Fold(%q): got %q, want %q", tt.word, got, tt.want)
			}
		})
	}
}

func TestFoldInTurkish(t *testing.T) {
	t.Parallel()
	if got, want := foldIn("tr", "IRAK İSTANBUL"), "ırak istanbul"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := foldIn("en", "IRAK"), "irak"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestFoldedIsNotCopied(t *testing.T) { //nolint:paralleltest // allocations are counted
	for _, word := range []string{"kremlin", "don't", "йод", "straße", "日本", "café"} {
		if n := testing.AllocsPerRun(100, func() { Fold(word) }); n != 0 {
			t.Errorf("Fold(%q): %v allocations", word, n)
		}
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"Ёлка", "И\u0306од", "İI", "\u0301", "a\u00ad\u0301", "ſ", "\xff", "Y\u030a\x8a", "ё\u0300", "е\u0316\u0308\u0300"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, word string) {
		once := Fold(word)
		if twice := Fold(once); twice != once {
			t.Errorf("Fold(%q) is %q, folded again %q", word, once, twice)
		}
		if utf8.ValidString(word) && !utf8.ValidString(once) {
			t.Errorf("Fold(%q) is not valid UTF-8: %q", word, once)
		}
	})
}
