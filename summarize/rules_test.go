package summarize_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"dateline/news"
	"dateline/summarize"
)

// dispatch is one of the made-up dispatches of package wire.
type dispatch struct {
	text, language, title string
	sentences             [][2]int
	sections              [][]int // indexes of sentences, by section
}

func readDispatch(t *testing.T, name string) dispatch {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "wire", "testdata", "parts", name))
	if err != nil {
		t.Fatal(err)
	}
	d := dispatch{sections: [][]int{nil}}
	for row := range strings.Lines(string(data)) {
		row = strings.TrimSuffix(row, "\n")
		if value, ok := strings.CutPrefix(row, "# language: "); ok {
			d.language = value
		}
		if value, ok := strings.CutPrefix(row, "# title: "); ok {
			d.title = value
		}
		kind, quoted, _ := strings.Cut(row, " ")
		text, err := strconv.Unquote(quoted)
		if strings.HasPrefix(row, "#") || err != nil {
			continue
		}
		switch kind {
		case "sentence":
			last := len(d.sections) - 1
			d.sections[last] = append(d.sections[last], len(d.sentences))
			d.sentences = append(d.sentences, [2]int{len(d.text), len(d.text) + len(text)})
		case "heading":
			d.sections = append(d.sections, nil)
		}
		d.text += text
	}
	return d
}

func digestOf(t *testing.T, d dispatch, bullets int) news.Digest {
	t.Helper()
	g, err := summarize.New().Summarize(context.Background(), summarize.Request{
		Title: d.title, Text: d.text, Language: d.language, Bullets: bullets,
	})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// expectation is what an editor demands of a digest, written before the code.
type expectation struct {
	Parts       string
	MinBullets  int        `json:"min_bullets"`
	MaxBullets  int        `json:"max_bullets"`
	MustMention [][]string `json:"must_mention"`
	EachSection bool       `json:"each_section"`
	Never       []string
	Attributed  []struct {
		IfContains      string   `json:"if_contains"`
		ThenContainsAny []string `json:"then_contains_any"`
	}
}

func TestDigestsAreWhatAnEditorDemands(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../wire/testdata/digest/*.json")
	if err != nil || len(files) < 10 {
		t.Fatalf("expectations: got %d, want at least 10 (%v)", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".json"), func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var want expectation
			if err := json.Unmarshal(data, &want); err != nil {
				t.Fatal(err)
			}
			d := readDispatch(t, want.Parts)
			g := digestOf(t, d, 0)
			want.check(t, d, g)
			if t.Failed() {
				for _, b := range g.Bullets {
					t.Logf("%s [%s] (%s)", b.Text, b.Topic, b.Attribution)
				}
			}
		})
	}
}

func (want expectation) check(t *testing.T, d dispatch, g news.Digest) {
	t.Helper()
	if n := len(g.Bullets); n < want.MinBullets || n > want.MaxBullets {
		t.Errorf("bullets: got %d, want %d to %d", n, want.MinBullets, want.MaxBullets)
	}
	for _, group := range want.MustMention {
		if !anyBullet(g, group) {
			t.Errorf("no bullet mentions any of %q", group)
		}
	}
	for _, never := range want.Never {
		for _, b := range g.Bullets {
			if strings.Contains(strings.ToLower(b.Text), strings.ToLower(never)) {
				t.Errorf("a bullet has %q: %s", never, b.Text)
			}
		}
	}
	for _, a := range want.Attributed {
		for _, b := range g.Bullets {
			if strings.Contains(b.Text, a.IfContains) && !containsAny(b.Text, a.ThenContainsAny) {
				t.Errorf("%q lost its speaker (one of %q): %s", a.IfContains, a.ThenContainsAny, b.Text)
			}
		}
	}
	if want.EachSection {
		checkSections(t, d, g)
	}
}

func anyBullet(g news.Digest, phrases []string) bool {
	for _, b := range g.Bullets {
		if containsAny(b.Text, phrases) {
			return true
		}
	}
	return false
}

func containsAny(s string, phrases []string) bool {
	for _, p := range phrases {
		if strings.Contains(s, p) {
			return true
		}
	}
	return false
}

func checkSections(t *testing.T, d dispatch, g news.Digest) {
	t.Helper()
	for i, section := range d.sections {
		covered := len(section) == 0
		for _, k := range section {
			for _, b := range g.Bullets {
				for _, e := range b.Evidence {
					covered = covered || e.Start == d.sentences[k][0]
				}
			}
		}
		if !covered {
			t.Errorf("section %d has no bullet", i)
		}
	}
}

// TestEvidenceIsWholeSentences recomputes rule 1 from the digest, the text and
// the sentences that were marked by hand, without asking the summarizer.
func TestEvidenceIsWholeSentences(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../wire/testdata/parts/*.parts")
	if err != nil || len(files) == 0 {
		t.Fatalf("dispatches: %d (%v)", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".parts"), func(t *testing.T) {
			t.Parallel()
			d := readDispatch(t, filepath.Base(file))
			for _, n := range []int{0, 1, 7, 100} {
				checkRuleOne(t, d, digestOf(t, d, n))
			}
		})
	}
}

func checkRuleOne(t *testing.T, d dispatch, g news.Digest) {
	t.Helper()
	last := -1
	for _, b := range g.Bullets {
		if len(b.Evidence) == 0 || len(b.Evidence) > 3 {
			t.Errorf("%d evidence ranges, want 1 to 3: %s", len(b.Evidence), b.Text)
			continue
		}
		pieces := make([]string, 0, 3)
		for _, e := range b.Evidence {
			if !isSentence(d, e.Start, e.End) {
				t.Errorf("[%d, %d) is no whole sentence: %q", e.Start, e.End, d.text[e.Start:e.End])
			}
			if e.Start <= last {
				t.Errorf("the order of the dispatch is not kept at %d", e.Start)
			}
			last = e.Start
			pieces = append(pieces, strings.Join(strings.Fields(d.text[e.Start:e.End]), " "))
		}
		if got, want := b.Text, strings.Join(pieces, " "); got != want {
			t.Errorf("bullet and evidence differ:\ngot  %s\nwant %s", got, want)
		}
		german := strings.Count(b.Text, "„") // closed by “
		if strings.Count(b.Text, "«") != strings.Count(b.Text, "»") || german+strings.Count(b.Text, "”") != strings.Count(b.Text, "“") {
			t.Errorf("quotation marks do not balance: %s", b.Text)
		}
		if strings.Count(b.Text, `"`)%2 != 0 {
			t.Errorf("quotation marks do not balance: %s", b.Text)
		}
	}
}

// pointsBack are openings that rule 5 forbids, by language.
func pointsBack(language string) []string {
	return map[string][]string{
		"en": {"He ", "She ", "It ", "They ", "However", "Meanwhile", "But ", "And ", "These ", "His ", "Her ", "Their ", "Also"},
		"ru": {"Он ", "Она ", "Они ", "Оно ", "Однако", "Но ", "Это ", "Его ", "Её ", "Их ", "При этом", "Между тем"},
		"de": {"Er ", "Sie ", "Es ", "Dies ", "Diese ", "Jedoch", "Aber ", "Doch ", "Und ", "Seine ", "Ihre ", "Unterdessen"},
		"fr": {"Il ", "Elle ", "Ils ", "Elles ", "Cela ", "Mais ", "Cependant", "Et ", "Son ", "Sa ", "Ses "},
		"es": {"Él ", "Ella ", "Ellos ", "Ellas ", "Esto ", "Pero ", "Sin embargo", "Y ", "Su ", "Sus "},
	}[language]
}

func TestNoBulletOpensWithAWordThatPointsBack(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../wire/testdata/parts/*.parts")
	if err != nil || len(files) == 0 {
		t.Fatalf("dispatches: %d (%v)", len(files), err)
	}
	for _, file := range files {
		d := readDispatch(t, filepath.Base(file))
		for _, b := range digestOf(t, d, 100).Bullets {
			opening := strings.TrimLeft(b.Text, "\"'“„«»‘ \u00a0—–-")
			for _, bad := range pointsBack(d.language) {
				if strings.HasPrefix(opening, bad) {
					t.Errorf("%s: %q opens a bullet: %s", filepath.Base(file), bad, b.Text)
				}
			}
		}
	}
}

func isSentence(d dispatch, start, end int) bool {
	for _, s := range d.sentences {
		if s == [2]int{start, end} {
			return true
		}
	}
	return false
}
