package wire

import (
	"slices"
	"testing"
)

// TestMarkup reads texts in which the tags of a page were left.
func TestMarkup(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text      string
		sentences []string
	}{
		{"<P>Wages rose in March, the ministry said on Wednesday.</P>\n\n<P>Jobs grew by 4,000. Most of them are in <b>hotels</b> and bars.</P>\n<P> </P>\n",
			[]string{"Wages rose in March, the ministry said on Wednesday.", "Jobs grew by 4,000.", "Most of them are in <b>hotels</b> and bars."}},
		{"<p class=\"lead\">Wages rose in March.</p><p>Jobs grew by 4,000.<br/>Rents fell in May.</p>",
			[]string{"Wages rose in March.", "Jobs grew by 4,000.", "Rents fell in May."}},
		{"Nordbank <NB> of Oslo bought Westbank </WB> on Monday, it said.", []string{"Nordbank <NB> of Oslo bought Westbank </WB> on Monday, it said."}},
	}
	for _, tt := range tests {
		d := Parse(tt.text, "en")
		var got []string
		for _, s := range d.Sentences {
			got = append(got, d.Slice(s.Range))
		}
		if !slices.Equal(got, tt.sentences) {
			t.Errorf("%s\ngot  %q\nwant %q", tt.text, got, tt.sentences)
		}
	}
}
