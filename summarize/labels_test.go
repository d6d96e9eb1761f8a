package summarize

import (
	"slices"
	"testing"
)

// TestLabels has labels that tell a bullet's matter, and words that do not.
func TestLabels(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		never      []string
		wants      string
	}{
		{"capitals make no names", "LIMA, MAY 3 (REUTERS) - THE MINISTER RESIGNED ON MONDAY, THE PALACE SAID. \"I AM TIRED OF THE WORK,\" HE SAID. THE OPPOSITION ASKED FOR AN ELECTION IN JUNE. " +
			"THE PRIME MINISTER SAID THAT NO ELECTION WOULD BE HELD BEFORE AUTUMN.", []string{"HELD", "OPPOSITION ASKED"}, ""},
		{"a name goes on over a line break", "The Swedish Foreign Minister Olle\nLindqvist met fishermen in Malmo on Monday. The quota for cod was cut by half. " +
			"The fishermen will block the harbour, their union said. The cabinet meets today.", []string{"Swedish Foreign Minister Olle", "Foreign Minister Olle"}, ""},
		{"a number belongs to its name", "Smoke filled the cabin of a Fokker 50 on Monday morning. Nobody was hurt.", []string{"Fokker"}, "Fokker 50"},
		{"verbs are no nouns", "A rower plans to retire after claiming a fourth medal on the lake. Few retire after claiming one.", []string{"retire", "claiming"}, ""},
		{"time is no matter", "Bread cost a tenth more than in the past year, bakers said. They raised the price in every quarter of the past year. " +
			"Rents fell. Ferries were cheaper.", []string{"past year", "year", "quarter"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			digest, err := New().Summarize(t.Context(), Request{Text: tt.text, Language: "en"})
			if err != nil || len(digest.Bullets) == 0 {
				t.Fatalf("got %d bullets, %v", len(digest.Bullets), err)
			}
			found := tt.wants == ""
			for _, b := range digest.Bullets {
				if slices.Contains(tt.never, b.Topic) {
					t.Errorf("label of %q: got %q", b.Text, b.Topic)
				}
				found = found || b.Topic == tt.wants
			}
			if !found {
				t.Errorf("labels: got %+v, want one of them %q", digest.Bullets, tt.wants)
			}
		})
	}
}
