package main

import (
	"fmt"
	"strings"

	"dateline/internal/eval/baseline"
	"dateline/internal/eval/stat"
)

const (
	setSentences = "sentences/bbc_aligned"
	setTopics    = "segments/choi"
)

// bordersSection measures sentence borders.
func (e *evaluation) bordersSection() (section, error) {
	rows, err := readSet(e.shared, setSentences)
	if err != nil {
		return section{}, err
	}
	s := section{title: "Sentence borders", text: strings.TrimSpace(`
The lines of each document of sentences/bbc_aligned are joined by blanks to one paragraph; a border is right where a line began. With headlines, the first line is
the headline: it has no stop, so a splitter that is right everywhere else has F1 .970. The figures of the issue are of this kind.
Dateline is told the title, as it is for a feed's item or a row of JSONL; borders inside of quotations count (wire.Borders).`)}
	splitters := []struct {
		name  string
		split splitter
	}{{nameOurs, wireBorders}, {"uax29", uaxBorders}, {"naive", naiveBorders}}
	t := table{head: []string{fmt.Sprintf("%s (n %d)", setSentences, len(rows)), "F1 with headlines", "precision", "recall", "F1 without headlines"}}
	for _, sp := range splitters {
		with, without := countBorders(rows, sp.split, 0), countBorders(rows, sp.split, 1)
		f1 := e.f1(with)
		sum := total(with)
		t.rows = append(t.rows, []string{sp.name, fraction(f1), fmt.Sprintf("%.3f", sum.Precision()), fmt.Sprintf("%.3f", sum.Recall()), fraction(e.f1(without))})
		if sp.name == nameOurs {
			s.goals = []goal{{measure: "sentence borders F1 (" + setSentences + ")", peers: "uax29 .969, prose .967", goal: 0.975, stretch: 0.985, got: f1}}
		}
	}
	s.tables = []table{t}
	return s, nil
}

func naiveBorders(_, text string) []int {
	var out []int
	for _, r := range baseline.Sentences(text) {
		if r.Start > 0 {
			out = append(out, r.Start)
		}
	}
	return out
}

// countBorders leaves out the first lines of each row, so many of them.
func countBorders(rows []row, split splitter, leaveOut int) []stat.Counts {
	counts := make([]stat.Counts, len(rows))
	for i, r := range rows {
		r.Sentences = r.Sentences[min(leaveOut, len(r.Sentences)):]
		counts[i] = borderCounts(r, split)
	}
	return counts
}

func total(counts []stat.Counts) stat.Counts {
	var sum stat.Counts
	for _, c := range counts {
		sum = sum.Add(c)
	}
	return sum
}

// f1 gives the F1 over all rows; rows are resampled.
func (e *evaluation) f1(counts []stat.Counts) stat.Estimate {
	return stat.Resample(len(counts), e.resamples, e.seed, func(rows []int) float64 {
		var sum stat.Counts
		for _, r := range rows {
			sum = sum.Add(counts[r])
		}
		return sum.F1()
	})
}

// datelinesSection measures datelines.
func (e *evaluation) datelinesSection() (section, error) {
	rows, err := readSet(e.shared, setReuters)
	if err != nil {
		return section{}, err
	}
	right, n := 0, 0
	for _, r := range rows {
		ok, counted := datelineRight(r)
		right += one(ok)
		n += one(counted)
	}
	return section{
		title: "Datelines",
		text:  "wire.Parse reads dateline and text of wire/reuters as they came over the wire; right is a dateline whose place and date are those of the set's field, letter for letter.",
		tables: []table{{
			head: []string{"", "right", "n", "share"},
			rows: [][]string{{nameOurs, fmt.Sprint(right), fmt.Sprint(n), percentOf(right, n)}},
		}},
		goals: []goal{{measure: "datelines right (wire/reuters)", peers: "strict rule 2037/2055", goal: 0.993, stretch: 0.998,
			percent: true, got: stat.Share(right, n)}},
	}, nil
}

// tiling is the setting of the TextTiling baseline that does best on segments/choi.
var tiling = baseline.Tiling{Block: 6, Cutoff: 0.25}

// topicsSection measures topic borders.
func (e *evaluation) topicsSection() (section, error) {
	rows, err := readSet(e.shared, setTopics)
	if err != nil {
		return section{}, err
	}
	s := section{title: "Topic borders", text: "Pk (Beeferman, Berger and Lafferty, 1999), lower is better; k is half the mean length of a segment. The baseline is TextTiling on sentences, at the setting that does best here."}
	t := table{head: []string{fmt.Sprintf("%s (n %d)", setTopics, len(rows)), "Pk", "borders found", "borders wanted"}}
	g := goal{measure: "topic borders Pk (" + setTopics + ")", peers: "TextTiling-like .169", goal: 0.15, stretch: 0.12, low: true, missing: e.hooks.segment == nil}
	if e.hooks.segment != nil {
		row, pk := e.topicRow(rows, nameOurs, e.hooks.segment)
		g.got = pk
		t.rows = append(t.rows, row)
	}
	texttiling := func(sentences []string) []int { return baseline.TopicBorders(sentences, tiling) }
	none := func([]string) []int { return nil }
	for _, b := range []struct {
		name    string
		segment Segmenter
	}{{"TextTiling-like", texttiling}, {"no border at all", none}} {
		row, _ := e.topicRow(rows, b.name, b.segment)
		t.rows = append(t.rows, row)
	}
	s.tables, s.goals = []table{t}, []goal{g}
	return s, nil
}

func (e *evaluation) topicRow(rows []row, name string, segment Segmenter) ([]string, stat.Estimate) {
	found, wanted := 0, 0
	pk := make([]float64, len(rows))
	for i, r := range rows {
		sentences := strings.Split(r.Text, "\n")
		borders := segment(sentences)
		pk[i] = stat.Pk(borders, r.Boundaries, len(sentences))
		found += len(borders)
		wanted += len(r.Boundaries)
	}
	estimate := stat.Bootstrap(pk, e.resamples, e.seed)
	return []string{name, fraction(estimate), fmt.Sprint(found), fmt.Sprint(wanted)}, estimate
}
