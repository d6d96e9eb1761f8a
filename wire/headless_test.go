package wire

import "testing"

// TestHeadless reads wrapped texts whose first line is short because the
// dateline that stood on it is gone.
func TestHeadless(t *testing.T) {
	t.Parallel()
	const indented = "in Ostrava would\n" +
		"close this year because the price of coal had fallen by a third.\n" +
		"    The union said it had not been told of the decision before\n" +
		"the meeting on Tuesday and would go to court over it.\n" +
		"    About 1,200 people work in the two mines, which the company\n" +
		"bought from the state in 1998.\n"
	tests := []struct{ name, title, text, first string }{
		{"small letter", "", "Moravia Coal Co\nsaid its mines " + indented, "Moravia Coal Co\nsaid its mines"},
		{"capital, title apart", "MINES IN OSTRAVA TO CLOSE", "The owner of Moravia Coal Co, Jan\nNovak, said on Tuesday that mines " + indented, "The owner of Moravia Coal Co, Jan\nNovak, said"},
		{"number", "", "Moravia Coal Co will dismiss\n1,200 miners, it said on Monday: works " + indented, "Moravia Coal Co will dismiss\n1,200 miners"},
		{"initials", "MINES IN OSTRAVA TO CLOSE", "Moravia Coal Co said it told the U.S.\nLabour Inspection that shafts " + indented, "Moravia Coal Co said it told the U.S.\nLabour Inspection"},
		{"title", "Mines in Ostrava to close", "Mines in Ostrava to close\nNovak, the owner, said that his mines " + indented, "Novak, the owner, said"},
		{"capital, no title apart", "", "Mines in Ostrava to close\nNovak, the owner, said that his mines " + indented, "Novak, the owner, said"},
		{"headline in capitals", "Coal", "MINES IN OSTRAVA TO CLOSE\nNovak, the owner, said that his mines " + indented, "Novak, the owner, said"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := ParseTitled(tt.text, tt.title, "en")
			if len(d.Sentences) == 0 {
				t.Fatal("got no sentence")
			}
			got := d.Slice(d.Sentences[0].Range)
			if got = got[:min(len(got), len(tt.first))]; got != tt.first {
				t.Errorf("first sentence: got %q, want %q", got, tt.first)
			}
		})
	}
}
