package main

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/internal/eval/stat"
	"dateline/summarize"
)

// sharedFolder gives the folder of evaluation sets, "" where it is not at hand.
func sharedFolder(t *testing.T) string {
	t.Helper()
	folder := os.Getenv("DATELINE_SHARED")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared")
	}
	if _, err := os.Stat(folder); err != nil {
		t.Logf("DATELINE_SHARED: %v: nothing is measured on the sets", err)
		return ""
	}
	return folder
}

// fakeShared writes small sets of made-up texts.
func fakeShared(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	story := row{
		ID: "a", Language: "en", Reference: []string{"The council raised the bus fare.", "Riders protested."},
		Text: "(CNN) -- The council of Ashby raised the bus fare by 10 cents on Monday. Riders in the town of Ashby protested against it on Tuesday. " +
			"Mayor Jane Cole said the council had lost 40 million in a year. The council will meet again in Ashby on Friday, Cole said. It never met in June.",
	}
	other := story
	other.ID, other.Text = "b", strings.NewReplacer("Ashby", "Milton", "Cole", "Drew", "40", "70").Replace(story.Text)
	sets := map[string][]row{
		"summary/cnndm_val": {story, other}, "summary/realsumm": {story}, "summary/cnndm_bylines": {story, other},
		setAgency:           {{ID: "x", Text: "Berlin (dpa) - The chancellor travels to Paris on Monday, her office said."}},
		setReuters:          {{ID: "r", Language: "en", Dateline: "BELGRADE, April 8 -", Text: "The government will raise the taxes in July, diplomats said."}},
		setSentences:        {{ID: "s", Text: "unused", Sentences: []string{"A headline", "The first sentence is here.", "The second one follows it."}}},
		setTopics:           {{ID: "t", Text: "The cat.\nA cat.\nThe dog.\nA dog.", Boundaries: []int{2}}},
		"support/qags_xsum": {{ID: "1", Text: "The cat sat down.", Claim: "The cat sat.", Label: 1}, {ID: "2", Text: "The cat sat.", Claim: "A dog ran."}},
	}
	for _, name := range []string{"support/qags_cnndm", "support/rank19", "support/faithbench"} {
		sets[name] = sets["support/qags_xsum"]
	}
	for name, rows := range sets {
		writeSet(t, dir, name, rows)
	}
	return dir
}

func writeSet(t *testing.T, dir, name string, rows []row) {
	t.Helper()
	file := filepath.Join(dir, "data", filepath.FromSlash(name)+".jsonl")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, r := range rows {
		if err := json.NewEncoder(&b).Encode(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

func noEnvironment(string) string { return "" }

var testDay = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

func TestRunPrintsChosenSets(t *testing.T) {
	t.Parallel()
	shared := fakeShared(t)
	var first, second strings.Builder
	for _, out := range []*strings.Builder{&first, &second} {
		args := []string{"-shared", shared, "-sets", "summary/realsumm,sentences,segments,support/rank19"}
		if err := run(t.Context(), args, noEnvironment, testDay, out, io.Discard); err != nil {
			t.Fatal(err)
		}
	}
	if first.String() != second.String() {
		t.Error("the same sets give another report")
	}
	for _, want := range []string{
		"on 2026-01-02", "| summary/realsumm (n 1) |", "| LexRank |", "## Sentence borders", "## Topic borders", "| support/rank19 | 2 | 1 |", "## Goals",
	} {
		if !strings.Contains(first.String(), want) {
			t.Errorf("the report lacks %q:\n%s", want, first.String())
		}
	}
	for _, not := range []string{"cnndm", "## Datelines", "qags"} {
		if strings.Contains(first.String(), not) {
			t.Errorf("the report has %q, which is not of the chosen sets", not)
		}
	}
}

func TestRunRefuses(t *testing.T) {
	t.Parallel()
	shared := fakeShared(t)
	tests := map[string][]string{
		"sets: none of nonsense is measured": {"-shared", shared, "-sets", "nonsense"},
		"set: open":                          {"-shared", t.TempDir(), "-sets", setTopics},
		"flag provided but not defined":      {"-nonsense"},
	}
	for want, args := range tests {
		if err := run(t.Context(), args, noEnvironment, testDay, io.Discard, io.Discard); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: got error %v, want %q", args, err, want)
		}
	}
}

func TestReadSetNamesTheLine(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	writeSet(t, dir, "x/y", []row{{ID: "1", Text: "one"}})
	file := filepath.Join(dir, "data", "x", "y.jsonl")
	if err := os.WriteFile(file, []byte("{\"id\":\"1\",\"text\":\"one\"}\n{broken\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := readSet(dir, "x/y"); err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("got error %v, want one about line 2", err)
	}
}

func TestFlagsDefaults(t *testing.T) {
	t.Parallel()
	o, err := parseFlags(nil, func(name string) string { return map[string]string{"DATELINE_SHARED": "/there"}[name] }, io.Discard)
	if err != nil || o.shared != "/there" || o.out != filepath.Join("docs", "QUALITY.md") {
		t.Errorf("got %+v, %v", o, err)
	}
	if o, err := parseFlags([]string{"-sets", "wire"}, noEnvironment, io.Discard); err != nil || o.out != "-" || o.shared != filepath.Join("..", "shared") {
		t.Errorf("got %+v, %v", o, err)
	}
}

func TestVerdict(t *testing.T) {
	t.Parallel()
	e := stat.Estimate{Value: 30, Low: 29, High: 31, N: 9}
	tests := []struct {
		g    goal
		want string
	}{
		{goal{goal: 29.5, got: e}, "met"},
		{goal{goal: 30.5, got: e}, "met, within the interval"},
		{goal{goal: 31.5, got: e}, "missed"},
		{goal{goal: 30.5, got: e, low: true}, "met"},
		{goal{goal: 29.5, got: e, low: true}, "met, within the interval"},
		{goal{goal: 28.5, got: e, low: true}, "missed"},
		{goal{goal: 1, missing: true}, "not measured"},
	}
	for _, tt := range tests {
		if got := tt.g.verdict(tt.g.goal); got != tt.want {
			t.Errorf("goal %v, low %v: got %q, want %q", tt.g.goal, tt.g.low, got, tt.want)
		}
	}
}

// TestSampleIsReproducible also holds the labels to what the seed draws.
func TestSampleIsReproducible(t *testing.T) {
	t.Parallel()
	shared := sharedFolder(t)
	if shared == "" {
		return
	}
	verdicts, err := checkCounter(shared)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := writeSample(&out, shared, 1); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != len(verdicts) {
		t.Fatalf("got %d bullets drawn, want %d as labelled", len(lines), len(verdicts))
	}
	for i, line := range lines {
		var s sampled
		if err := json.Unmarshal([]byte(line), &s); err != nil {
			t.Fatal(err)
		}
		if v := verdicts[i]; s.Set != v.Set || s.ID != v.ID || s.Start != v.Start || s.End != v.End || s.Text != v.text {
			t.Errorf("bullet %d: drawn %s %d, labelled %s %d", i, s.ID, s.Start, v.ID, v.Start)
		}
	}
}

// TestCounterAgreesWithItsReader holds the surface counter to the hand-made labels.
func TestCounterAgreesWithItsReader(t *testing.T) {
	t.Parallel()
	shared := sharedFolder(t)
	if shared == "" {
		return
	}
	verdicts, err := checkCounter(shared)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range tally(verdicts) {
		if c.Wanted < 10 || c.Precision() < 0.9 || c.Recall() < 0.85 {
			t.Errorf("%s: got %d labelled, precision %.2f, recall %.2f, want 10, 0.90, 0.85", flagNames[i], c.Wanted, c.Precision(), c.Recall())
		}
	}
}

// TestHarnessHasTheKnownFigures compares baselines with the figures that
// issue 3 has for the same sets.
func TestHarnessHasTheKnownFigures(t *testing.T) {
	t.Parallel()
	shared := sharedFolder(t)
	if shared == "" {
		return
	}
	raw := system{"raw", chosenRaw(func(s []string, n int) []int { return []int{0, 1, 2}[:min(n, len(s))] })}
	for set, want := range map[string][]float64{"summary/cnndm_val": {28.6, 10.6, 25.4}, "summary/realsumm": {41.1, 17.5}} {
		rows, err := readSet(shared, set)
		if err != nil {
			t.Fatal(err)
		}
		digests, err := digestAll(t.Context(), rows, []system{raw})
		if err != nil {
			t.Fatal(err)
		}
		scores := rougeScores(digests, 0)
		for m := range want {
			if got := stat.Mean(scores[m]); got < want[m]-0.15 || got > want[m]+0.15 {
				t.Errorf("%s, LEAD-3 raw, %s: got %.2f, want %.1f", set, measureNames[m], got, want[m])
			}
		}
	}
	rows, err := readSet(shared, setSentences)
	if err != nil {
		t.Fatal(err)
	}
	if got := total(countBorders(rows, uaxBorders, 0)).F1(); got < 0.96 || got > 0.97 {
		t.Errorf("uax29 borders: got F1 %.3f, want about .969", got)
	}
}

func TestDigestAllKeepsTheOrder(t *testing.T) {
	t.Parallel()
	rows := make([]row, 50)
	for i := range rows {
		rows[i] = row{ID: string(rune('A' + i)), Text: "A sentence of its own stands here."}
	}
	digests, err := digestAll(t.Context(), rows, systems(summarize.New()))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.EqualFunc(digests, rows, func(d digested, r row) bool { return d.ID == r.ID && len(d.bullets) == 5 }) {
		t.Error("digests are not in the order of the rows")
	}
}
