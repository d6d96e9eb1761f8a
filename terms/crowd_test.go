package terms

import (
	"fmt"
	"testing"
)

// TestTableCrowded puts in more words of one hash than a look-up sees slots.
func TestTableCrowded(t *testing.T) {
	t.Parallel()
	const highest = 1 << 52 // twelve bits of the hash are zero
	var table Table[int]
	var words []string
	for i := 0; len(words) < 3*mostProbes; i++ {
		if word := fmt.Sprint("w", i); packed(word).hash() < highest {
			words = append(words, word)
			table.Put(word, len(words))
		}
	}
	table.Put(words[len(words)-1], len(words)) // once more
	if len(table.crowd) == 0 {
		t.Fatal("got a slot for each word, want some without")
	}
	for i, word := range words {
		if got := table.At(word); got != i+1 {
			t.Errorf("%q: got %d, want %d", word, got, i+1)
		}
	}
	if got := table.At("w"); got != 0 {
		t.Errorf("got %d for a word that is not in it", got)
	}
}
