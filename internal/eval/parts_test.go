package main

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dateline/internal/eval/stat"
	"dateline/summarize"
)

func TestBorderCounts(t *testing.T) {
	t.Parallel()
	r := row{Sentences: []string{"One is here.", "Two is here.", "Three is here."}}
	tests := []struct {
		name  string
		split splitter
		want  stat.Counts
	}{
		{"right", naiveBorders, stat.Counts{Right: 2, Found: 2, Wanted: 2}},
		{"uax29", uaxBorders, stat.Counts{Right: 2, Found: 2, Wanted: 2}},
		{"wire", wireBorders, stat.Counts{Right: 2, Found: 2, Wanted: 2}},
		{"none", func(_, _ string) []int { return nil }, stat.Counts{Wanted: 2}},
		{"one byte off", func(_, _ string) []int { return []int{12, 26} }, stat.Counts{Right: 1, Found: 2, Wanted: 2}},
	}
	for _, tt := range tests {
		if got := borderCounts(r, tt.split); got != tt.want {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestDatelineRight(t *testing.T) {
	t.Parallel()
	const body = " The government will raise the taxes in July, diplomats said."
	tests := []struct {
		name, field, text string
		right, ok         bool
	}{
		{"as the field says", "BELGRADE, April 8 -", "BELGRADE, April 8 -" + body, true, true},
		{"with a state", "ARMONK, N.Y., April 13 -", "ARMONK, N.Y., April 13 -" + body, true, true},
		{"another date", "BELGRADE, April 9 -", "BELGRADE, April 8 -" + body, false, true},
		{"another place", "ZAGREB, April 8 -", "BELGRADE, April 8 -" + body, false, true},
		{"none in the text", "BELGRADE, April 8 -", strings.TrimSpace(body), false, true},
		{"none in the field", "", "BELGRADE, April 8 -" + body, false, false},
	}
	for _, tt := range tests {
		right, ok := datelineRight(row{Language: "en", Dateline: tt.field, Text: tt.text})
		if right != tt.right || ok != tt.ok {
			t.Errorf("%s: got %v, %v, want %v, %v", tt.name, right, ok, tt.right, tt.ok)
		}
	}
}

func TestChanges(t *testing.T) {
	t.Parallel()
	const text = "A first sentence. The council of Ashby lost 40 million last year, Cole said. It is not clear why, Drew said."
	const other = "They went to When and to Milton in June, when they said so."
	small := newSmallWords([]row{{Text: text}, {Text: other}})
	const sentence = "The council of Ashby lost 40 million last year, Cole said."
	tests := []struct {
		change         func(small smallWords, sentence, text, other string) string
		sentence, want string
	}{
		{changeANumber, sentence, "The council of Ashby lost 50 million last year, Cole said."},
		{changeANumber, "Nothing to count here.", ""},
		{changeANumber, "Flight 9 left, he said.", "Flight 1 left, he said."},
		{changeAName, sentence, "The council of Milton lost 40 million last year, Cole said."},
		{changeAName, "On Monday nobody was there.", ""},
		{changeANegation, "It is not clear why, Drew said.", "It is clear why, Drew said."},
		{changeANegation, "It wasn't clear why, Drew said.", "It was clear why, Drew said."},
		{changeANegation, "It is clear why, Drew said.", "It is not clear why, Drew said."},
		{changeANegation, "It is never clear why, Drew said.", ""},
		{changeASpeaker, sentence, "The council of Ashby lost 40 million last year, Drew said."},
		{changeASpeaker, "Nobody speaks here.", ""},
		{changeASpeaker, "They said so.", ""},
		{changeASpeaker, "It was late, said Sgt.", ""},
	}
	for _, tt := range tests {
		if got := tt.change(small, tt.sentence, text, other); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.sentence, got, tt.want)
		}
	}
}

func TestMakeChanges(t *testing.T) {
	t.Parallel()
	rows, err := readSet(fakeShared(t), setChanges)
	if err != nil {
		t.Fatal(err)
	}
	changes, verbatim := makeChanges(rows)
	again, _ := makeChanges(rows)
	if !slices.Equal(changes, again) {
		t.Error("the same texts give other changes")
	}
	kinds := map[string]int{}
	for _, c := range changes {
		kinds[c.kind]++
		if strings.Contains(c.text, c.claim) || !strings.Contains(c.text, c.original) {
			t.Errorf("%s: %q is no change of %q", c.kind, c.claim, c.original)
		}
	}
	for _, c := range changers() {
		if c.kind != changeSpeaker && kinds[c.kind] != 2 {
			t.Errorf("%s: got %d changes, want one a text", c.kind, kinds[c.kind])
		}
	}
	for _, v := range verbatim {
		if !strings.Contains(v.text, v.claim) {
			t.Errorf("%q is not verbatim", v.claim)
		}
	}
	if len(verbatim) == 0 {
		t.Error("no verbatim sentence")
	}
}

// copier supports what stands in the text, and calls everything else a number.
func copier(text, claim string) summarize.Support {
	if strings.Contains(text, claim) {
		return summarize.Support{Score: 1, Supported: true}
	}
	return summarize.Support{Problems: []string{changeNumber}}
}

func TestSectionsUseTheHooks(t *testing.T) {
	t.Parallel()
	e := &evaluation{shared: fakeShared(t), seed: 1, resamples: 20, hooks: hooks{
		support: copier,
		segment: func(sentences []string) []int { return []int{len(sentences) / 2} },
	}}
	topics, err := e.topicsSection()
	if err != nil {
		t.Fatal(err)
	}
	if got := topics.goals[0]; got.missing || got.got.Value != 0 || got.got.N != 1 {
		t.Errorf("Pk of right borders: got %+v, want 0 of 1", got)
	}
	changes, err := e.changesSection()
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range changes.goals {
		want := 1.0
		if g.low {
			want = 0
		}
		if g.got.N == 0 && g.measure != "changed speaker caught" || g.got.N > 0 && g.got.Value != want {
			t.Errorf("%s: got %+v, want %v", g.measure, g.got, want)
		}
	}
	support, err := e.supportSection()
	if err != nil {
		t.Fatal(err)
	}
	// The supported claim is not verbatim, so that copier cannot tell the two.
	if got := support.goals[0].got.Value; got != 0.5 {
		t.Errorf("AUC of equal scores: got %v, want 0.5", got)
	}
}

func TestLookCounts(t *testing.T) {
	t.Parallel()
	var l look
	d := digested{document: document{row: row{Language: "en", Text: "He left. London (CNN)The cat sat down again. The cat sat down again."}}}
	l.add(d, []bullet{{text: "He left the house at noon."}, {text: "London (CNN)The cat sat down again."}, {text: "The cat sat down again."}, {text: "\"We will leave it at that."}})
	want := look{bullets: 4, words: 23, orphan: 1, unbalanced: 1, furniture: 1, furnitureOrJunk: 1, repeats: 1, verbatim: 2, quoting: 1, digests: 1, spoiled: 1}
	if l != want {
		t.Errorf("got  %+v\nwant %+v", l, want)
	}
}

func TestSurfaceSectionOnSharedSets(t *testing.T) {
	t.Parallel()
	shared := sharedFolder(t)
	if shared == "" {
		return
	}
	naive := system{nameOurs, chosenRaw(func(s []string, n int) []int { return []int{0, 1, 2}[:min(n, len(s))] })}
	e := &evaluation{shared: shared, seed: 1, resamples: 20, sets: []string{setAgency}, systems: []system{naive}}
	s, err := e.surfaceSection(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	agency := s.goals[len(s.goals)-1]
	if agency.got.Value < 0.4 || agency.verdict(agency.goal) != "missed" {
		t.Errorf("uncleaned sentences: got %.2f with dateline, byline or junk, want about half", agency.got.Value)
	}
}

func TestLabelsOf(t *testing.T) {
	t.Parallel()
	labels, positive := labelsOf([]row{{Label: 1}, {Label: 0}, {Label: 1}})
	if !slices.Equal(labels, []bool{true, false, true}) || positive != 2 {
		t.Errorf("got %v, %d", labels, positive)
	}
}

// Pk depends on which side is wanted: k is half of its segments' mean length.
func TestTopicRowMeasuresFoundAgainstWanted(t *testing.T) {
	t.Parallel()
	r := row{Text: strings.TrimSpace(strings.Repeat("A line.\n", 12)), Boundaries: []int{6}}
	e := &evaluation{seed: 1, resamples: 20}
	cells, pk := e.topicRow([]row{r}, "x", func([]string) []int { return []int{3, 6, 9} })
	want := stat.Pk([]int{3, 6, 9}, []int{6}, 12)
	if pk.Value != want || !slices.Equal(cells[2:], []string{"3", "1"}) {
		t.Errorf("got Pk %v, cells %v, want %v, 3 found, 1 wanted", pk.Value, cells, want)
	}
}

func TestCompareIsPairedWithLead(t *testing.T) {
	t.Parallel()
	e := &evaluation{seed: 1, resamples: 20, systems: []system{{name: nameOurs}, {name: nameLead}}}
	d := digested{document: document{row: row{Reference: []string{"one two three four"}}}, bullets: [][]bullet{{{text: "one two three four"}}, {{text: "one two"}}}}
	set := summarySet{name: "x", title: "X", goals: []summaryGoal{{measure: 1, goal: 90}}}
	got, goals := e.compare(set, []digested{d})
	want := [][]string{
		{nameOurs, "100.00 (100.00 to 100.00)", "100.00 (100.00 to 100.00)", "100.00 (100.00 to 100.00)",
			"+33.33 (+33.33 to +33.33)", "+50.00 (+50.00 to +50.00)", "+33.33 (+33.33 to +33.33)", "4.0", "1.00"},
		{nameLead, "66.67 (66.67 to 66.67)", "50.00 (50.00 to 50.00)", "66.67 (66.67 to 66.67)",
			"+0.00 (+0.00 to +0.00)", "+0.00 (+0.00 to +0.00)", "+0.00 (+0.00 to +0.00)", "2.0", "1.00"},
	}
	for i := range want {
		if !slices.Equal(got.rows[i], want[i]) {
			t.Errorf("got  %q\nwant %q", got.rows[i], want[i])
		}
	}
	if len(goals) != 1 || goals[0].got.Value != 100 || goals[0].measure != "X (x) R2" {
		t.Errorf("got goals %+v, want R2 of ours", goals)
	}
}

func TestSpeakersAreCounted(t *testing.T) {
	t.Parallel()
	tests := []struct {
		r    said
		want stat.Counts
	}{
		{said{Language: "en", Text: "The well is dry, said Mayor Ann Cole.", Speaker: "Mayor Ann Cole"}, stat.Counts{Right: 1, Found: 1, Wanted: 1}},
		{said{Language: "en", Text: "The well is dry, said Mayor Ann Cole.", Speaker: "Ann Drew"}, stat.Counts{Found: 1, Wanted: 1}},
		{said{Language: "en", Text: "The well is dry, said Mayor Ann Cole."}, stat.Counts{Found: 1}},
		{said{Language: "en", Text: "The well is dry.", Speaker: "Ann Cole"}, stat.Counts{Wanted: 1}},
		{said{Language: "en", Context: "The pump broke, said Ann Drew.", Text: "The well is dry.", After: "It rained, said Ann Cole."}, stat.Counts{}},
	}
	for _, tt := range tests {
		if got := tt.r.counts(); got != tt.want {
			t.Errorf("%+v: got %v, want %v", tt.r, got, tt.want)
		}
	}
}

func TestSpeakersSectionReadsTheProjectsSet(t *testing.T) {
	t.Parallel()
	s, err := (&evaluation{root: filepath.Join("..", "..")}).speakersSection()
	if err != nil {
		t.Fatal(err)
	}
	if rows := s.tables[0].rows; len(rows) < 6 || rows[0][0] != "all" || !strings.Contains(rows[0][4], "%") {
		t.Errorf("got %q, want all and five languages", rows)
	}
}
