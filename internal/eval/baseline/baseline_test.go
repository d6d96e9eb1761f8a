package baseline

import (
	"math"
	"slices"
	"strings"
	"testing"
)

func TestSentences(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       []string
	}{
		{"empty", " \n ", nil},
		{"two", "One here. Two there.", []string{"One here.", "Two there."}},
		{"decimals and small letters", "It rose 2.5 pct. from it. Then fell.", []string{"It rose 2.5 pct. from it.", "Then fell."}},
		{"quotation", `He said "No." "Yes," she said.`, []string{`He said "No."`, `"Yes," she said.`}},
		{"no white space, no border", "Go.Stop", []string{"Go.Stop"}},
		{"blank line", "A heading\n\nThe text goes on\nhere.", []string{"A heading", "The text goes on\nhere."}},
		{"it knows no abbreviations", "Mr. Smith came.", []string{"Mr.", "Smith came."}},
		{"ellipsis", "Well ... Maybe. So", []string{"Well ...", "Maybe.", "So"}},
		{"other scripts", "Он пришёл. Она ушла.", []string{"Он пришёл.", "Она ушла."}},
	}
	for _, tt := range tests {
		var got []string
		for _, r := range Sentences(tt.text) {
			got = append(got, tt.text[r.Start:r.End])
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestRankersTakeTheCentralSentences(t *testing.T) {
	t.Parallel()
	sentences := []string{
		"Penguins swim.",
		"The council raised the bus fare by ten cents on Monday.",
		"A cook won a prize in Lyon.",
		"The bus fare was raised because the council lost money.",
		"Money for the bus comes from the fare and the council.",
	}
	tests := map[string]struct {
		choose func([]string, int) []int
		want   []int
	}{
		// Sentences 1 and 4 share as much with 3, and are as long.
		"TextRank": {TextRank, []int{1, 3}},
		// What many sentences have, as the bus, counts for less than money.
		"LexRank": {LexRank, []int{3, 4}},
	}
	for name, tt := range tests {
		choose := tt.choose
		if got := choose(sentences, 2); !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %v, want %v", name, got, tt.want)
		}
		if got := choose(sentences, 9); len(got) != len(sentences) {
			t.Errorf("%s, more than there are: got %v", name, got)
		}
		if got := choose(nil, 3); len(got) != 0 {
			t.Errorf("%s, no sentences: got %v", name, got)
		}
		if got := choose([]string{"", "!", "?"}, 2); !slices.Equal(got, []int{0, 1}) {
			t.Errorf("%s, no words: got %v, want the first", name, got)
		}
	}
	if got := Lead(sentences, 2); !slices.Equal(got, []int{0, 1}) {
		t.Errorf("Lead: got %v", got)
	}
}

// Of three nodes in a chain the middle one's rank is 0.05 + 0.85 times all of
// the ends', theirs 0.05 + 0.85 times half of the middle's.
func TestRankIsPageRank(t *testing.T) {
	t.Parallel()
	got := rank(3, func(i, j int) float64 {
		if i-j == 1 || j-i == 1 {
			return 2
		}
		return 0
	})
	end := (0.05 + 0.425*0.05) / (1 - 0.85*0.85)
	want := []float64{end, 1 - 2*end, end}
	for i := range want {
		if math.Abs(got[i]-want[i]) > 1e-5 {
			t.Errorf("node %d: got %.5f, want %.5f", i, got[i], want[i])
		}
	}
}

// TextRank's links are words shared over the logarithms of the lengths; LexRank's
// are cosines, so a word that all sentences have counts for nothing.
func TestLinks(t *testing.T) {
	t.Parallel()
	numbers := map[string]int{}
	a, b := newVector(words("The cat sat. The end"), numbers), newVector(words("the dog sat"), numbers)
	if got := shared(a, b); got != 2 {
		t.Errorf("shared: got %d, want 2", got)
	}
	if got := dot(a, b); got != 3 {
		t.Errorf("dot: got %v, want 3 (the twice)", got)
	}
	normalize(a)
	if got := dot(a, a); math.Abs(got-1) > 1e-12 {
		t.Errorf("length: got %v, want 1", got)
	}
	common := []string{"the the the cat", "the the the dog", "the cow and bird", "the cow", "the cow or fish"}
	if got := LexRank(common, 1); !slices.Equal(got, []int{3}) {
		t.Errorf("LexRank: got %v, want the middle of those that share cow", got)
	}
}

func TestLongTextsAreBounded(t *testing.T) {
	t.Parallel()
	sentences := make([]string, 100_000)
	for i := range sentences {
		sentences[i] = "Some words of a sentence."
	}
	if got := TextRank(sentences, 3); len(got) != 3 || got[2] >= maxRanked {
		t.Errorf("got %v, want three of the first %d", got, maxRanked)
	}
}

func TestTopicBorders(t *testing.T) {
	t.Parallel()
	var text []string
	for range 6 {
		text = append(text, "The bank cut its interest rates.", "Rates of the bank fell.")
	}
	for range 6 {
		text = append(text, "The team won its football match.", "A match for the team.")
	}
	if got := TopicBorders(text, Tiling{Block: 4, Cutoff: 0.25}); !slices.Equal(got, []int{12}) {
		t.Errorf("got %v, want 12", got)
	}
	for _, none := range [][]string{nil, {"One."}} {
		if got := TopicBorders(none, Tiling{Block: 4}); len(got) != 0 {
			t.Errorf("%q: got %v, want no border", none, got)
		}
	}
}

func TestDepths(t *testing.T) {
	t.Parallel()
	got := depths([]float64{0.5, 0.2, 0.4, 0.1, 0.9})
	want := []float64{0, 0.3 + 0.2, 0, 0.3 + 0.8, 0}
	for i := range want {
		if math.Abs(got[i]-want[i]) > 1e-9 {
			t.Errorf("gap %d: got %.2f, want %.2f", i, got[i], want[i])
		}
	}
}

func TestCoverage(t *testing.T) {
	t.Parallel()
	text := "The bank cut interest rates on Monday."
	tests := []struct {
		claim      string
		all, stems float64
	}{
		{"The bank cut interest rates on Monday", 1, 1},
		{"Rates rose", 0, 0},
		{"the bank cut rates", 2.0 / 3, 0.5},
		{"Banks cut interests", 0, 1},
		{"word", 1, 1},
	}
	for _, tt := range tests {
		if got := Coverage(text, tt.claim); math.Abs(got-tt.all) > 1e-9 {
			t.Errorf("Coverage(%q): got %v, want %v", tt.claim, got, tt.all)
		}
		if got := ContentCoverage(text, tt.claim); math.Abs(got-tt.stems) > 1e-9 {
			t.Errorf("ContentCoverage(%q): got %v, want %v", tt.claim, got, tt.stems)
		}
	}
}

func FuzzSentences(f *testing.F) {
	f.Add("One. Two.\n\nThree")
	f.Add(`"\xff... .' "`)
	f.Fuzz(func(t *testing.T, text string) {
		last := 0
		for _, r := range Sentences(text) {
			if r.Start < last || r.End <= r.Start || r.End > len(text) {
				t.Fatalf("range %v after %d in %d bytes", r, last, len(text))
			}
			if strings.TrimSpace(text[last:r.Start]) != "" {
				t.Fatalf("%q is left out", text[last:r.Start])
			}
			last = r.End
		}
		if strings.TrimSpace(text[last:]) != "" {
			t.Fatalf("%q is left out", text[last:])
		}
	})
}
