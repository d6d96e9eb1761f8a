package terms

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dateline/news"
)

func TestIndex(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, language, text, want string }{
		{"empty", "en", "", ""},
		{"stop words only", "en", "It was not to be.", ""},
		{"stems in order", "en", "The Kremlin praised the agreements", "kremlin prais agreement"},
		{"possessive", "en", "Putin’s talks", "putin talk"},
		{"hyphen", "en", "Nagorno-Karabakh", "nagorno karabakh"},
		{"hyphen, short first part", "en", "co-operation", "co oper cooper"},
		{"initials", "en", "U.S.-led US they told us WHO who", "us led us told who"},
		{"numbers", "en", "1,000 and 1.000 and 3.5 in 2014-2015", "1000 1000 3 5 2014 2015"},
		{"parts", "en", "dateline.org O'Brien", "dateline org brien"},
		{"French", "fr", "l'accord d’une ville", "accord vill"},
		{"Russian", "ru", "Всё о переговорах в Кремле", "переговор кремл"},
		{"Ukrainian", "uk", "п'ятниця п’ятниці", "пятниц пятниц"},
		{"Turkish", "tr", "Irak'ta ve LİMAN", "ırak lima"},
		{"no rules", "el", "Οι συνομιλίες", "οι συνομιλίες"},
		{"undetermined", "und", "The agreements", "the agreements"},
		{"Han", "zh", "日本", "日 本"},
		{"long word", "xx", strings.Repeat("я", 50), strings.Repeat("я", 32)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			want := news.IndexTerms{Version: Version, Text: tt.want}
			if got := Index(tt.language, tt.text); got != want {
				t.Errorf("Index(%q, %q)\n got %v\nwant %v", tt.language, tt.text, got, want)
			}
		})
	}
}

func TestIndexerIsIndex(t *testing.T) {
	t.Parallel()
	x := NewIndexer()
	for range 2 {
		for _, s := range samples() {
			if got, want := x.Index(s.language, s.text), Index(s.language, s.text); got != want {
				t.Errorf("%s:\n got %v\nwant %v", s.language, got, want)
			}
		}
	}
}

func TestIndexerIsBounded(t *testing.T) {
	t.Parallel()
	x := NewIndexer()
	for i := range 2*maxIndexed/100 + 10 {
		var text strings.Builder
		for j := range 100 {
			fmt.Fprintf(&text, "w%dx%d ", i, j)
		}
		x.Index(fmt.Sprint("x", i%2), text.String())
		x.Index(fmt.Sprint("y", i), "w")
	}
	if len(x.tongues) > maxTongues {
		t.Errorf("got %d languages", len(x.tongues))
	}
	for _, g := range x.tongues {
		if len(g.terms) > maxIndexed+100 {
			t.Errorf("got %d words", len(g.terms))
		}
	}
}

func TestQuery(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, words string
		want        []string // of each group one term
		not         string   // a term that no group may have
	}{
		{"empty", " ?! ", nil, ""},
		{"a name", "Karabakh", []string{"karabakh"}, ""},
		{"function words go", "the talks on the harbour", []string{"talk", "harbour"}, "the"},
		{"function words alone stay", "to be or not", []string{"to", "be", "or", "not"}, ""},
		{"English war", "war in Ukraine", []string{"war", "ukrain"}, ""},
		{"German war", "wann war der Krieg", []string{"krieg"}, "war"},
		{"hyphen", "Nagorno-Karabakh", []string{"nagorno", "karabakh"}, ""},
		{"hyphen or not", "co-operation", []string{"cooper"}, ""},
		{"function word in a hyphenated one", "state-of-the-art", []string{"state", "art"}, "of"},
		{"possessive", "Putin's", []string{"putin"}, "s"},
		{"elision", "l’accord", []string{"accord"}, "l"},
		{"country", "US strikes", []string{"us", "strike"}, ""},
		{"number", "1,000 or 3.5", []string{"1000", "3", "5"}, "or"},
		{"Turkish", "Irak", []string{"ırak"}, ""},
		{"Russian", "Переговоры в Кремле", []string{"переговор", "кремл"}, "в"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := Query(tt.words)
			if len(got) != len(tt.want) {
				t.Fatalf("Query(%q): got %q, want %d groups", tt.words, got, len(tt.want))
			}
			for i, group := range got {
				if !slices.Contains(group, tt.want[i]) || slices.Contains(group, tt.not) {
					t.Errorf("Query(%q): group %d is %q, want %q in it and not %q", tt.words, i, group, tt.want[i], tt.not)
				}
			}
		})
	}
}

func TestQueryIsBounded(t *testing.T) {
	t.Parallel()
	for _, words := range []string{strings.Repeat("harbour ", 1000), strings.Repeat("ab-", 1000) + "ab", strings.Repeat("я", 1<<16)} {
		groups := Query(words)
		if len(groups) > maxQueryWords {
			t.Errorf("got %d groups", len(groups))
		}
		for _, group := range groups {
			for _, term := range group {
				if len(term) > maxWord {
					t.Errorf("got a term of %d bytes", len(term))
				}
			}
		}
	}
}

// TestQueryFindsEachWord holds that a word of a text, asked for, finds it.
func TestQueryFindsEachWord(t *testing.T) {
	t.Parallel()
	texts := samples()
	for _, language := range []string{"en", "de", "es", "ru"} {
		for _, r := range sharedRows(t, "ask/xquad."+language+".passages") {
			texts = append(texts, sample{language, r.Text})
		}
	}
	for _, r := range sharedRows(t, "wire/agency") {
		texts = append(texts, sample{Language(r.Text), r.Text})
	}
	for _, s := range texts {
		checkFound(t, s)
	}
}

func checkFound(t *testing.T, s sample) {
	t.Helper()
	index := strings.Fields(Index(s.language, s.text).Text)
	for start, end := range Words(s.text) {
		word := s.text[start:end]
		for _, u := range units(word) {
			if u.functions != 0 {
				return // a function word of some language is left out somewhere
			}
		}
		for _, group := range Query(word) {
			if !slices.ContainsFunc(group, func(term string) bool { return slices.Contains(index, term) }) {
				t.Errorf("%s: %q asks for %q, which the index of its text lacks", s.language, word, group)
			}
		}
	}
}

func FuzzIndex(f *testing.F) {
	for _, s := range samples() {
		f.Add(s.language, s.text)
	}
	f.Add("fr", "l'\xff U.S. 1,,0 a-'b İ")
	f.Fuzz(func(t *testing.T, language, text string) {
		for _, term := range strings.Split(Index(language, text).Text, " ") {
			if strings.ContainsFunc(term, isBreak) {
				t.Errorf("the term %q can be split", term)
			}
		}
		for _, group := range Query(text) {
			if len(group) == 0 || slices.Contains(group, "") {
				t.Errorf("got the group %q", group)
			}
		}
	})
}
