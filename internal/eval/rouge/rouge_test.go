package rouge

import (
	"math"
	"strings"
	"testing"
)

func TestScore(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name               string
		reference, summary []string
		want               [4]float64 // F1 of 1, 2, L, Lsum
	}{
		{"same", []string{"The cat sat."}, []string{"the CAT sat"}, [4]float64{1, 1, 1, 1}},
		{"nothing in common", []string{"a b c"}, []string{"d e f"}, [4]float64{}},
		{"empty summary", []string{"a b c"}, nil, [4]float64{}},
		{"empty reference", nil, []string{"a b c"}, [4]float64{}},
		{"only marks", []string{"..."}, []string{"?!"}, [4]float64{}},
		{
			"order counts for L, endings do not", []string{"police killed the gunman"}, []string{"the gunman kill police"},
			[4]float64{1, 1.0 / 3, 0.5, 0.5},
		},
		// Lin's example of the union: w1 w2 w3 w4 w5 against two sentences.
		{
			"union of subsequences", []string{"a1 a2 a3 a4 a5"}, []string{"a1 a2 a6 a7 a8", "a1 a3 a8 a9 a5"},
			[4]float64{8.0 / 15, 2.0 / 13, 8.0 / 15, 8.0 / 15},
		},
		{
			"L takes one order, Lsum each sentence's", []string{"a1 a2", "a3 a4"}, []string{"a3 a4", "a1 a2"},
			[4]float64{1, 2.0 / 3, 0.5, 1},
		},
		{"a word counts once a time", []string{"x y x"}, []string{"x x x"}, [4]float64{2.0 / 3, 0, 2.0 / 3, 2.0 / 3}},
		{"one word has no pairs", []string{"x"}, []string{"x"}, [4]float64{1, 0, 1, 1}},
		{"capital dotted i", []string{"İstanbul"}, []string{"i stanbul"}, [4]float64{1, 1, 1, 1}},
		{"other scripts are no words", []string{"Москва one"}, []string{"one"}, [4]float64{1, 0, 1, 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := NewScorer().Score(tt.reference, tt.summary)
			for i, got := range []float64{s.R1.F1, s.R2.F1, s.L.F1, s.Lsum.F1} {
				if math.Abs(got-tt.want[i]) > 1e-9 {
					t.Errorf("%s: got %.4f, want %.4f", []string{"R1", "R2", "L", "Lsum"}[i], got, tt.want[i])
				}
			}
		})
	}
}

func TestScorePrecisionAndRecall(t *testing.T) {
	t.Parallel()
	s := NewScorer().Score([]string{"one two three four"}, []string{"one two"})
	if s.R1.Precision != 1 || s.R1.Recall != 0.5 {
		t.Errorf("R1: got precision %v, recall %v, want 1, 0.5", s.R1.Precision, s.R1.Recall)
	}
}

// The stems are those of Porter's paper, and NLTK's where they differ.
func TestPorter(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]string{
		"caresses": "caress", "ponies": "poni", "ties": "tie", "caress": "caress", "feed": "feed", "agreed": "agre",
		"plastered": "plaster", "motoring": "motor", "conflated": "conflat", "troubled": "troubl", "sized": "size",
		"hopping": "hop", "falling": "fall", "hissing": "hiss", "failing": "fail", "filing": "file", "happy": "happi",
		"relational": "relat", "conditional": "condit", "vietnamization": "vietnam", "radically": "radic",
		"triplicate": "triplic", "formative": "form", "electrical": "electr", "goodness": "good", "revival": "reviv",
		"allowance": "allow", "replacement": "replac", "adoption": "adopt", "effective": "effect", "probate": "probat",
		"rate": "rate", "cease": "ceas", "controll": "control", "roll": "roll", "dying": "die", "news": "news",
		"spied": "spi", "died": "die", "enjoy": "enjoy", "geology": "geolog", "usefully": "use", "2015th": "2015th",
	} {
		if got := porter(word); got != want {
			t.Errorf("porter(%q): got %q, want %q", word, got, want)
		}
	}
}

func TestTokens(t *testing.T) {
	t.Parallel()
	got := strings.Join(NewScorer().tokens("The U.S. didn't say $11.1bn, naïve"), " ")
	if want := "the u s didn t say 11 1bn na ve"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
