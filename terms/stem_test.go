package terms

import (
	"fmt"
	"strings"
	"testing"
)

func TestStem(t *testing.T) {
	t.Parallel()
	tests := []struct{ language, words string }{ // forms that must meet in one stem
		{"en", "agreement agreements agreement's"},
		{"en", "talk talks talking talked"},
		{"en", "putin putin's"},
		{"en-GB", "worker workers"},
		{"ru", "переговоры переговоров переговорами"},
		{"ru", "кремль кремля кремлем"},
		{"de", "gespräch gespräche gesprächen"},
		{"fr", "accord accords l'accord"},
		{"fr", "ouvrier ouvriers d'ouvriers"},
		{"es", "acuerdo acuerdos"},
		{"it", "accordo accordi dell'accordo"},
		{"nl", "arbeider arbeiders"},
		{"pt", "porto portos"},
		{"tr", "türkiye türkiye'nin türkiye'de"},
		{"tr", "işçi işçiler işçilerin"},
		{"sv", "hamn hamnen"},
		{"pl", "rozmowy rozmowa rozmowach rozmowami"},
		{"pl", "robotnik robotnika robotników robotnikom"},
		{"uk", "переговори переговорів переговорами"},
		{"uk", "порт порту портом портів"},
	}
	for _, tt := range tests {
		t.Run(tt.language+" "+tt.words, func(t *testing.T) {
			t.Parallel()
			words := strings.Fields(tt.words)
			want := Stem(tt.language, words[0])
			for _, word := range words[1:] {
				if got := Stem(tt.language, word); got != want {
					t.Errorf("Stem(%q, %q): got %q, want %q as for %q", tt.language, word, got, want, words[0])
				}
			}
		})
	}
}

func TestStemLeaves(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("words", 20)
	tests := []struct{ language, word string }{
		{"el", "λιμάνια"}, {"", "agreements"}, {"und", "agreements"}, {"en", "4ks"}, {"en", long}, {"ru", ""}, {"pl", "oni"}, {"en", "日本"},
	}
	for _, tt := range tests {
		if got := Stem(tt.language, tt.word); got != tt.word {
			t.Errorf("Stem(%q, %q): got %q", tt.language, tt.word, got)
		}
	}
}

func TestStemmerIsStem(t *testing.T) {
	t.Parallel()
	for _, s := range samples() {
		stemmer := NewStemmer(s.language)
		for range 2 {
			for start, end := range Words(s.text) {
				word := Fold(s.text[start:end])
				if got, want := stemmer.Stem(word), Stem(s.language, word); got != want {
					t.Errorf("%s: %q: got %q, want %q", s.language, word, got, want)
				}
			}
		}
	}
}

func TestStemmerIsBounded(t *testing.T) {
	t.Parallel()
	s := NewStemmer("pl")
	for i := range 3 * maxStems {
		s.Stem(fmt.Sprint("słowo", i))
	}
	if len(s.stems) > maxStems {
		t.Errorf("got %d remembered stems, want at most %d", len(s.stems), maxStems)
	}
}

func FuzzStem(f *testing.F) {
	for _, s := range samples() {
		f.Add(s.text[:20])
	}
	f.Add("'s")
	f.Add("l'")
	f.Add("\xff'")
	languages := strings.Fields(stopCodes + " da fi hu no ro sv xx")
	f.Fuzz(func(t *testing.T, word string) {
		for _, language := range languages {
			if got := Stem(language, word); len(got) > len(word)+8 || got == "" && word != "" && word != "'" && word != "'s" && word != "'s'" {
				t.Errorf("Stem(%q, %q): got %q", language, word, got)
			}
		}
	})
}
