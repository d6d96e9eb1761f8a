package news_test

import (
	"strings"
	"testing"

	"dateline/news"
)

const text = "The mill burned down on Monday, police said. Nobody was hurt, because  the\nshift had ended. It was insured."

// at gives the evidence for a stretch of text.
func at(t *testing.T, stretch string) news.Evidence {
	t.Helper()
	i := strings.Index(text, stretch)
	if i < 0 {
		t.Fatalf("no %q in the text", stretch)
	}
	return news.Evidence{Start: i, End: i + len(stretch)}
}

func TestValidate(t *testing.T) {
	t.Parallel()
	mill := at(t, "The mill burned down on Monday, police said.")
	hurt := at(t, "Nobody was hurt, because  the\nshift had ended.")
	for name, c := range map[string]struct {
		text     string
		evidence []news.Evidence
		method   string
		wrong    string // part of the error, "" if valid
	}{
		"whole sentence":            {"The mill burned down on Monday, police said.", []news.Evidence{mill}, news.Extractive, ""},
		"two sentences":             {"The mill burned down on Monday, police said. Nobody was hurt, because the shift had ended.", []news.Evidence{mill, hurt}, news.Extractive, ""},
		"cut at its end":            {"Nobody was hurt", []news.Evidence{hurt}, news.Extractive, ""},
		"cut in the middle":         {"The mill burned down police said.", []news.Evidence{mill}, news.Extractive, ""},
		"three pieces of one":       {"The burned Monday, said.", []news.Evidence{mill}, news.Extractive, "not made of pieces"},
		"other words":               {"The mill was insured.", []news.Evidence{mill}, news.Extractive, "not made of pieces"},
		"other words by a model":    {"The mill was insured.", []news.Evidence{mill}, "model", ""},
		"other case":                {"the mill burned down on Monday, police said.", []news.Evidence{mill}, news.Extractive, "not made of pieces"},
		"other order":               {"Nobody was hurt, because the shift had ended. The mill burned down on Monday, police said.", []news.Evidence{mill, hurt}, news.Extractive, "not made of pieces"},
		"evidence that is not used": {"The mill burned down on Monday, police said.", []news.Evidence{mill, hurt}, news.Extractive, "not made of pieces"},
		"no evidence":               {"The mill burned down.", nil, news.Extractive, "no evidence"},
		"no evidence, by a model":   {"The mill burned down.", nil, "model", "no evidence"},
		"empty range":               {"x", []news.Evidence{{Start: 3, End: 3}}, news.Extractive, "is no range"},
		"range past the end":        {"x", []news.Evidence{{Start: 3, End: len(text) + 1}}, news.Extractive, "is no range"},
		"negative range":            {"x", []news.Evidence{{Start: -1, End: 1}}, news.Extractive, "is no range"},
		"no text":                   {" ", []news.Evidence{mill}, news.Extractive, "no text"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := news.Digest{Method: c.method, Bullets: []news.Bullet{{Text: c.text, Evidence: c.evidence}}}
			err := g.Validate(func(news.DispatchID, news.RevisionID) (string, bool) { return text, true })
			switch {
			case c.wrong == "" && err != nil:
				t.Errorf("got %v, want it to be valid", err)
			case c.wrong != "" && (err == nil || !strings.Contains(err.Error(), c.wrong)):
				t.Errorf("got %v, want an error with %q", err, c.wrong)
			}
		})
	}
}

func TestValidateRefusesEvidenceOfAnUnknownText(t *testing.T) {
	t.Parallel()
	g := news.Digest{Bullets: []news.Bullet{{Text: "A", Evidence: []news.Evidence{{End: 1}}}}}
	if err := g.Validate(func(news.DispatchID, news.RevisionID) (string, bool) { return "", false }); err == nil {
		t.Error("evidence of an unknown text was taken")
	}
}
