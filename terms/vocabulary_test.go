package terms

import (
	"fmt"
	"strings"
	"testing"
)

func TestVocabulary(t *testing.T) {
	t.Parallel()
	text := "The U.S. talks: talking to us, 3.5 hours."
	v := NewVocabulary("en")
	terms := v.Terms(nil, text)
	want := []string{"The 0 the upper stop", "U.S. 1 US upper", "talks 2 talk", "talking 2 talk", "to 3 to stop", "us 4 us stop", "3.5 5 3.5 digit", "hours 6 hour"}
	if len(terms) != len(want) {
		t.Fatalf("got %d terms, want %d", len(terms), len(want))
	}
	for i, term := range terms {
		got := fmt.Sprint(text[term.Start:term.End], " ", term.ID, " ", v.Stem(term.ID))
		for name, set := range map[string]bool{" upper": term.Upper} {
			if set {
				got += name
			}
		}
		if term.Digit {
			got += " digit"
		}
		if term.Stop {
			got += " stop"
		}
		if got != want[i] {
			t.Errorf("term %d: got %q, want %q", i, got, want[i])
		}
	}
	if v.Len() != 7 {
		t.Errorf("got %d stems, want 7", v.Len())
	}
}

func TestVocabularyGoesOn(t *testing.T) {
	t.Parallel()
	v := NewVocabulary("en")
	first := v.Terms(nil, "harbour talks")
	both := v.Terms(first, "talks ended")
	if len(both) != 4 || both[2].ID != both[1].ID || both[3].ID != 2 {
		t.Errorf("got %v", both)
	}
}

// TestVocabularyIsStem holds the vocabulary against the plain functions, after
// resets to other languages.
func TestVocabularyIsStem(t *testing.T) {
	t.Parallel()
	v := NewVocabulary("")
	for range 2 {
		for _, s := range samples() {
			v.Reset(s.language)
			if v.Len() != 0 {
				t.Errorf("got %d stems after a reset", v.Len())
			}
			checkTerms(t, v, s)
		}
	}
}

func checkTerms(t *testing.T, v *Vocabulary, s sample) {
	t.Helper()
	terms := v.Terms(nil, s.text)
	i := 0
	for start, end := range Words(s.text) {
		term, word := terms[i], s.text[start:end]
		i++
		if int(term.Start) != start || int(term.End) != end || int(term.ID) >= v.Len() {
			t.Fatalf("%s: got %v for %q", s.language, term, word)
		}
		folded := foldIn(s.language, word)
		if isAcronym(word) || isInitials(folded) || s.language == ukrainian {
			continue // numbered without points and apostrophes
		}
		if got, want := term.Stop, Stop(s.language, folded); got != want {
			t.Errorf("%s: %q: got stop %v", s.language, word, got)
		}
		want := folded
		if !term.Stop {
			want = Stem(s.language, folded)
		}
		if got := v.Stem(term.ID); got != want {
			t.Errorf("%s: %q: got %q, want %q", s.language, word, got, want)
		}
	}
	if i != len(terms) {
		t.Errorf("%s: got %d terms, want %d", s.language, len(terms), i)
	}
}

func TestVocabularyIsBounded(t *testing.T) {
	t.Parallel()
	v := NewVocabulary("xx")
	for i := range 3 * maxEntries / 1000 {
		var text strings.Builder
		for j := range 1000 {
			fmt.Fprintf(&text, "w%dx%d ", i, j)
		}
		v.Reset("xx")
		v.Terms(nil, text.String())
		if n := v.lexicon.entries.Len(); n > maxEntries+1000 {
			t.Fatalf("got %d remembered words", n)
		}
	}
	for i := range 3 * maxLexicons {
		v.Reset(fmt.Sprint("x", i))
	}
	if len(v.lexicons) > maxLexicons {
		t.Errorf("got %d languages", len(v.lexicons))
	}
}

func TestVocabularyDoesNotAllocateWhenWarm(t *testing.T) { //nolint:paralleltest // allocations are counted
	s := samples()[0]
	v := NewVocabulary(s.language)
	dst := v.Terms(nil, s.text)
	n := testing.AllocsPerRun(50, func() {
		v.Reset(s.language)
		dst = v.Terms(dst[:0], s.text)
	})
	if n != 0 {
		t.Errorf("got %v allocations", n)
	}
}

func FuzzVocabulary(f *testing.F) {
	for _, s := range samples() {
		f.Add(s.language, s.text)
	}
	f.Fuzz(func(t *testing.T, language, text string) {
		v := NewVocabulary(language)
		n := 0
		for range Words(text) {
			n++
		}
		terms := v.Terms(nil, text)
		if len(terms) != n {
			t.Fatalf("got %d terms of %d words", len(terms), n)
		}
		for _, term := range terms {
			if int(term.ID) >= v.Len() {
				t.Fatalf("number %d of %d", term.ID, v.Len())
			}
		}
	})
}
