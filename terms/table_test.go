package terms_test

import (
	"fmt"
	"strings"
	"testing"

	"dateline/terms"
)

// TestTable puts words of all lengths in, and more than the first slots hold.
func TestTable(t *testing.T) {
	t.Parallel()
	var table terms.Table[int]
	want := map[string]int{}
	for i := range 3000 {
		word := strings.Repeat("xй", 4)[:i%11] + fmt.Sprint(i%1500)
		table.Put(word, i)
		want[word] = i
	}
	for word, n := range want {
		if got := table.At(word); got != n {
			t.Fatalf("%q: got %d, want %d", word, got, n)
		}
	}
	if table.Len() != len(want) {
		t.Errorf("got %d words, want %d", table.Len(), len(want))
	}
	for _, word := range []string{"", "x", "1\x00", "xйxй"} {
		if got := table.At(word); got != 0 {
			t.Errorf("%q: got %d, want none", word, got)
		}
	}
}

func TestTableFolds(t *testing.T) {
	t.Parallel()
	var table terms.Table[int]
	for i, word := range []string{"said", "u.s", "world's", "nagorno-karabakh", "é", "@[`{", "президент"} {
		table.Put(word, i+1)
	}
	for i, word := range []string{"SAID", "U.S", "World’s", "Nagorno-Karabakh", "É", "@[`{", "Президент"} {
		if got := table.AtFold(word); got != i+1 {
			t.Errorf("%q: got %d, want %d", word, got, i+1)
		}
	}
}

func FuzzTable(f *testing.F) {
	f.Add("a b c", "a")
	f.Add("the The THE nagorno-karabakh É", "tHE")
	f.Fuzz(func(t *testing.T, text, asked string) {
		var table terms.Table[int]
		want := map[string]int{}
		for i, word := range strings.Fields(text) {
			table.Put(word, i+1)
			want[word] = i + 1
		}
		for _, word := range append(strings.Fields(text), asked) {
			if got, n := table.At(word), want[word]; got != n {
				t.Fatalf("%q: got %d, want %d", word, got, n)
			}
			if got, n := table.AtFold(word), want[terms.Fold(word)]; got != n {
				t.Fatalf("%q folded: got %d, want %d", word, got, n)
			}
		}
	})
}
