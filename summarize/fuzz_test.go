package summarize_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"dateline/news"
	"dateline/summarize"
)

func FuzzSummarize(f *testing.F) {
	files, err := filepath.Glob("../wire/testdata/parts/*.parts")
	if err != nil || len(files) == 0 {
		f.Fatalf("dispatches: %d (%v)", len(files), err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data), "en", 0)
	}
	f.Add("He said so. She did not. “It is, he said. They went.", "en", 3)
	f.Add("Она сказала: «Да». Это всё. Однако нет.", "ru", -1)
	x := summarize.New()
	f.Fuzz(func(t *testing.T, text, language string, bullets int) {
		if !utf8.ValidString(text) {
			return
		}
		g, err := x.Summarize(context.Background(), summarize.Request{Text: text, Language: language, Bullets: bullets % 50})
		if err != nil {
			t.Fatal(err)
		}
		if (len(g.Bullets) == 0) != (g.Reason != "") {
			t.Fatalf("%d bullets and reason %q", len(g.Bullets), g.Reason)
		}
		if err := g.Validate(func(news.DispatchID, news.RevisionID) (string, bool) { return text, true }); err != nil {
			t.Fatal(err)
		}
		for _, b := range g.Bullets {
			if len(b.Evidence) > news.MaxEvidence {
				t.Fatalf("%d ranges for one bullet", len(b.Evidence))
			}
			for _, e := range b.Evidence {
				if piece := text[e.Start:e.End]; strings.TrimSpace(piece) != piece {
					t.Fatalf("evidence %q has white space around it", piece)
				}
			}
		}
	})
}

// TestBadTextsGiveASensibleDigest holds what readers may paste.
func TestBadTextsGiveASensibleDigest(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text    string
		bullets int // want at most
	}{
		"empty":            {"", 0},
		"white space":      {" \n\t\n", 0},
		"marks":            {"... !!! --- ***\n###", 0},
		"one word":         {"Hello", 0},
		"one word a line":  {strings.Repeat("word\n", 10000), 0},
		"one line no stop": {"The council voted on Monday night to close the plant", 1},
		"endless sentence": {strings.Repeat("and the council voted to close the plant ", 3000), 1},
		"only quotations":  {strings.Repeat("“We will close the plant in May.” ", 20), 20},
		"capitals":         {"THE COUNCIL VOTED ON MONDAY TO CLOSE THE PLANT. THE PLANT EMPLOYS NINETY PEOPLE.", 1},
		"right to left":    {"قال الوزير إن المصنع سيغلق في أيار. وافق المجلس على القرار يوم الاثنين.", 1},
		"pronouns":         {"He left. She stayed. They met again in June.", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := digestOf(t, dispatch{text: c.text}, 0)
			if len(g.Bullets) > c.bullets {
				t.Errorf("bullets: got %d, want at most %d: %+v", len(g.Bullets), c.bullets, g.Bullets)
			}
			if len(g.Bullets) == 0 && !strings.HasPrefix(g.Reason, "nothing to digest: ") {
				t.Errorf("reason: got %q", g.Reason)
			}
		})
	}
}
