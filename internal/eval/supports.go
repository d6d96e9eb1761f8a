package main

import (
	"fmt"
	"slices"
	"strings"

	"dateline/internal/eval/baseline"
	"dateline/internal/eval/stat"
	"dateline/summarize"
)

// supportSets have sentences that people said are supported or not; those
// without a goal are shown.
var supportSets = []struct {
	name          string
	goal, stretch float64
	peers         string
}{
	{"support/qags_cnndm", 0.87, 0.90, "bigram coverage .85"},
	{"support/qags_xsum", 0.70, 0.74, "bigram coverage .65"},
	{"support/rank19", 0.76, 0.80, "bigram coverage .72"},
	{"support/faithbench", 0, 0, ""},
}

// supportSection measures how well scores tell supported claims from others.
func (e *evaluation) supportSection() (section, error) {
	s := section{title: "Support", text: "Area under the ROC curve: how probable it is that a supported claim scores higher than one that is not. Word pairs: the share of the claim's word pairs that stand in the text; content word pairs: the same of stems without stop words."}
	t := table{head: []string{"set", "n", "supported", nameOurs, "word pairs", "content word pairs"}}
	for _, set := range supportSets {
		if !e.wants(set.name) {
			continue
		}
		rows, err := readSet(e.shared, set.name)
		if err != nil {
			return section{}, err
		}
		labels, positive := labelsOf(rows)
		ours := "none yet"
		g := goal{measure: "support AUC (" + set.name + ")", peers: set.peers, goal: set.goal, stretch: set.stretch, missing: e.hooks.support == nil}
		if e.hooks.support != nil {
			g.got, err = e.auc(rows, labels, func(text, claim string) float64 { return e.hooks.support(text, claim).Score })
			if err != nil {
				return section{}, err
			}
			ours = fraction(g.got)
		}
		pairs, err := e.auc(rows, labels, baseline.Coverage)
		if err != nil {
			return section{}, err
		}
		content, err := e.auc(rows, labels, baseline.ContentCoverage)
		if err != nil {
			return section{}, err
		}
		t.rows = append(t.rows, []string{set.name, fmt.Sprint(len(rows)), fmt.Sprint(positive), ours, fraction(pairs), fraction(content)})
		if set.goal > 0 {
			s.goals = append(s.goals, g)
		}
	}
	s.tables = []table{t}
	return s, nil
}

func labelsOf(rows []row) (labels []bool, positive int) {
	for _, r := range rows {
		labels = append(labels, r.Label == 1)
		positive += one(r.Label == 1)
	}
	return labels, positive
}

func (e *evaluation) auc(rows []row, labels []bool, score func(text, claim string) float64) (stat.Estimate, error) {
	scores, err := parallel(rows, func(r row) (float64, error) { return score(r.Text, r.Claim), nil })
	if err != nil {
		return stat.Estimate{}, err
	}
	return stat.Resample(len(rows), e.resamples, e.seed, func(drawn []int) float64 {
		s, l := make([]float64, len(drawn)), make([]bool, len(drawn))
		for i, r := range drawn {
			s[i], l[i] = scores[r], labels[r]
		}
		return stat.AUC(s, l)
	}), nil
}

const setChanges = "summary/cnndm_val"

// changesSection measures what a support check makes of sentences with one thing changed.
func (e *evaluation) changesSection() (section, error) {
	rows, err := readSet(e.shared, setChanges)
	if err != nil {
		return section{}, err
	}
	changes, verbatim := makeChanges(rows)
	s := section{title: "Changed sentences", text: strings.TrimSpace(`
Sentences of summary/cnndm_val with one thing changed by rule, at most one of each kind a text: a number that the text does not have; a name of another text; a negation put in or taken
away; another speaker of the same text. Caught: the check says it is not supported. Named: it names the kind of problem too. Sentences as they stand must raise no alarm.`)}
	t := table{head: []string{"change", "n", "caught", "named"}}
	for _, c := range changers() {
		g := goal{measure: "changed " + c.kind + " caught", peers: peersOnChange(c.kind), goal: 0.99, percent: true, missing: e.hooks.support == nil}
		caught, named, n := "none yet", "none yet", countKind(changes, c.kind)
		if e.hooks.support != nil {
			hits, names, err := e.caught(changes, c.kind)
			if err != nil {
				return section{}, err
			}
			caught, named, g.got = percentOf(hits, n), percentOf(names, n), stat.Share(hits, n)
		}
		t.rows = append(t.rows, []string{c.kind, fmt.Sprint(n), caught, named})
		s.goals = append(s.goals, g)
	}
	alarm := goal{measure: "false alarm on verbatim sentences", goal: 0, low: true, percent: true, missing: e.hooks.support == nil}
	alarms := "none yet"
	if e.hooks.support != nil {
		hits, _, err := e.caught(verbatim, "")
		if err != nil {
			return section{}, err
		}
		alarms, alarm.got = percentOf(hits, len(verbatim)), stat.Share(hits, len(verbatim))
	}
	t.rows = append(t.rows, []string{"none (false alarms)", fmt.Sprint(len(verbatim)), alarms, ""})
	s.tables, s.goals = []table{t}, append(s.goals, alarm)
	return s, nil
}

func peersOnChange(kind string) string {
	switch kind {
	case changeNumber:
		return "91%"
	case changeNegation:
		return "0%"
	}
	return ""
}

func countKind(changes []changed, kind string) int {
	n := 0
	for _, c := range changes {
		n += one(c.kind == kind)
	}
	return n
}

// caught counts the changes of a kind that the check does not take for
// supported, and those of them whose kind it names.
func (e *evaluation) caught(changes []changed, kind string) (hits, named int, err error) {
	results, err := parallel(changes, func(c changed) (summarize.Support, error) {
		if c.kind != kind {
			return summarize.Support{Supported: true}, nil
		}
		return e.hooks.support(c.text, c.claim), nil
	})
	for _, r := range results {
		hits += one(!r.Supported)
		named += one(!r.Supported && slices.Contains(r.Problems, kind))
	}
	return hits, named, err
}
