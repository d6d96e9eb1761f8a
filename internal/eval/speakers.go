package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dateline/internal/eval/stat"
	"dateline/wire"
)

// setSpeakers is the labelled set of the project itself, relative to its root,
// where the command runs.
const setSpeakers = "wire/testdata/attribution"

// said is a sentence with the one who is said to have said it, "" if nobody is.
type said struct {
	Language, Context, Text, After, Speaker string
}

func readSaid(root string) ([]said, error) {
	data, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(setSpeakers)+".jsonl"))
	if err != nil {
		return nil, fmt.Errorf("labelled set: %w", err)
	}
	var rows []said
	for line := range bytes.Lines(data) {
		var r said
		if err := json.Unmarshal(line, &r); err != nil {
			return nil, fmt.Errorf("labelled set, line %d: %w", len(rows)+1, err)
		}
		rows = append(rows, r)
	}
	return rows, nil
}

// speaker reads a row as one paragraph and gives whom the first attributed
// sentence of its middle is attributed to.
func (r said) speaker() string {
	text := strings.TrimSpace(r.Context + " " + r.Text)
	start := len(text) - len(r.Text)
	end := len(text)
	for _, s := range wire.Parse(strings.TrimSpace(text+" "+r.After), r.Language).Sentences {
		if s.End > start && s.Start < end && s.Attribution.Found() {
			return s.Attribution.Speaker
		}
	}
	return ""
}

func (r said) counts() stat.Counts {
	got := r.speaker()
	return stat.Counts{Right: one(got != "" && strings.EqualFold(got, r.Speaker)), Found: one(got != ""), Wanted: one(r.Speaker != "")}
}

// speakersSection measures attribution on the project's own labelled set.
func (e *evaluation) speakersSection() (section, error) {
	rows, err := readSaid(e.root)
	if err != nil {
		return section{}, err
	}
	counts, nobody, languages := map[string]stat.Counts{}, map[string]int{}, []string{}
	n := map[string]int{}
	for _, r := range rows {
		if !slices.Contains(languages, r.Language) {
			languages = append(languages, r.Language)
		}
		for _, key := range []string{"all", r.Language} {
			counts[key] = counts[key].Add(r.counts())
			nobody[key] += one(r.Speaker == "")
			n[key]++
		}
	}
	t := table{head: []string{"language", "n", "without a speaker", "found", "precision", "recall"}}
	for _, key := range append([]string{"all"}, languages...) {
		c := counts[key]
		t.rows = append(t.rows, []string{key, fmt.Sprint(n[key]), fmt.Sprint(nobody[key]), fmt.Sprint(c.Found), percentOf(c.Right, c.Found), percentOf(c.Right, c.Wanted)})
	}
	return section{
		title: "Attribution",
		text: strings.TrimSpace(`
wire.Parse on wire/testdata/attribution.jsonl, made-up sentences labelled before the code was written (see attribution.md there): right is a speaker named as the
label has it, letter for letter but for capitals; a name found where the label has none counts against precision.`),
		tables: []table{t},
	}, nil
}
