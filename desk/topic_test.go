package desk

import (
	"slices"
	"testing"

	"dateline/news"
	"dateline/terms"
)

// TestMatching: a dispatch shows the bullets that have the most of the words.
func TestMatching(t *testing.T) {
	t.Parallel()
	digest := news.Digest{Bullets: []news.Bullet{
		{Text: "Bread costs more in Minsk."},
		{Text: "Kiev should keep to the agreement."},
		{Text: "The talks went on.", Topic: "The Minsk Agreements"},
		{Text: "Minsk agreements were praised."},
		{Text: "Nobody in Minsk denies the agreements."},
	}}
	for words, want := range map[string][]int{
		"Minsk agreements": {2, 3}, // both words, in the label or the text; no more than two
		"agreement":        {1, 2},
		"bread":            {0},
		"bread agreement":  {0, 1},
		"Iran":             {0}, // the dispatch has the word, its bullets do not
	} {
		var got []int
		for _, b := range matching(entry{dispatch: news.Dispatch{Language: "en"}, digest: digest}, terms.Query(words)) {
			got = append(got, slices.IndexFunc(digest.Bullets, func(o news.Bullet) bool { return o.Text == b.Text }))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: got the bullets %v, want %v", words, got, want)
		}
	}
	if got := matching(entry{}, terms.Query("Iran")); len(got) != 0 {
		t.Errorf("no bullets: got %v", got)
	}
}
