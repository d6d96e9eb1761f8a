package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"

	"dateline/internal/eval/stat"
	"dateline/internal/eval/surface"
)

// surfaceSets are the sets that the surface table is counted on; limit bounds
// the rows drawn, 0 for all.
var surfaceSets = []struct {
	name  string
	limit int
}{{"summary/cnndm_val", 0}, {"summary/cnndm_bylines", 0}, {setAgency, 0}, {setReuters, 300}}

const setAgency = "wire/agency"

// look is what the counter saw of one system's bullets.
type look struct {
	bullets, words                        int
	orphan, unbalanced, furniture, junk   int
	furnitureOrJunk, repeats, verbatim    int
	quoting, attributed, digests, spoiled int // spoiled: digests with a dateline, byline or junk
}

func (l *look) add(d digested, bullets []bullet) {
	l.digests++
	spoiled := false
	for i, b := range bullets {
		f := surface.Check(b.text, d.Language)
		l.bullets++
		l.words += len(strings.Fields(b.text))
		l.orphan += one(f.Orphan)
		l.unbalanced += one(f.Unbalanced)
		l.furniture += one(f.Furniture)
		l.junk += one(f.Junk)
		l.furnitureOrJunk += one(f.Furniture || f.Junk)
		spoiled = spoiled || f.Furniture || f.Junk
		l.repeats += one(repeatsEarlier(bullets, i))
		l.verbatim += one(surface.Verbatim(b.text, d.Text))
		quotes, attributed := surface.Speech(b.text, b.speaker, d.Language)
		l.quoting += one(quotes)
		l.attributed += one(attributed)
	}
	l.spoiled += one(spoiled)
}

func repeatsEarlier(bullets []bullet, i int) bool {
	for _, earlier := range bullets[:i] {
		if surface.Repeats(bullets[i].text, earlier.text) {
			return true
		}
	}
	return false
}

func (l *look) row(name string) []string {
	words := float64(l.words) / float64(max(l.bullets, 1))
	return []string{
		name, fmt.Sprint(l.bullets), percentOf(l.orphan, l.bullets), percentOf(l.unbalanced, l.bullets),
		percentOf(l.furniture, l.bullets), percentOf(l.junk, l.bullets), percentOf(l.spoiled, l.digests),
		fmt.Sprintf("%.1f", words), percentOf(l.repeats, l.bullets),
		percentOf(l.verbatim, l.bullets), percentOf(l.attributed, l.quoting),
	}
}

func surfaceText() string {
	return strings.TrimSpace(`
Counted by internal/eval/surface, which knows nothing of wire and summarize. Per cent of bullets with 95% interval (Wilson); "digests with either" is the share of
digests with a dateline, a byline or junk in any bullet. Repeats: half of the word pairs stand in an earlier bullet. Verbatim: made of at most three pieces of the text in its order.
Attribution kept: of the bullets that quote a statement of five words or more, those that say who speaks, in the text or beside it. From wire/reuters 300 dispatches are drawn.

The last table holds the counter to what one reader said of bullets of LEAD-3, TextRank and LexRank on uncleaned text. They were labelled before the counter was written, but by
the one who wrote it, who knew them, and corrected it on some of the disagreements and on what it said of our own bullets: this is no test on bullets unseen. The figures flatter it.`)
}

// surfaceSection makes the surface tables and how often their counter is right.
func (e *evaluation) surfaceSection(ctx context.Context) (section, error) {
	s := section{title: "What a reader sees", text: surfaceText()}
	var all, agency look // ours
	for _, set := range surfaceSets {
		if !e.wants(set.name) {
			continue
		}
		looks, n, err := e.lookAt(ctx, set.name, set.limit)
		if err != nil {
			return section{}, err
		}
		t := table{head: []string{fmt.Sprintf("%s (n %d)", set.name, n), "bullets", "orphan pronoun", "unbalanced quotation", "dateline or byline",
			"junk", "digests with either", "words a bullet", "repeats", "verbatim", "attribution kept"}}
		for k, l := range looks {
			t.rows = append(t.rows, l.row(e.systems[k].name))
			if e.systems[k].name == nameOurs {
				all = all.plus(l)
				if set.name == setAgency {
					agency = l
				}
			}
		}
		s.tables = append(s.tables, t)
	}
	s.goals = surfaceGoals(all, agency)
	counter, err := e.counterTable()
	if err != nil {
		return section{}, err
	}
	s.tables = append(s.tables, counter)
	return s, nil
}

func (l look) plus(m look) look {
	l.bullets += m.bullets
	l.orphan += m.orphan
	l.unbalanced += m.unbalanced
	return l
}

func surfaceGoals(all, agency look) []goal {
	goals := []goal{
		{measure: "orphan pronoun, all four sets", peers: "position+LexRank 3.9%", goal: 0.005, low: true, percent: true,
			got: stat.Share(all.orphan, all.bullets)},
		{measure: "unbalanced quotation, all four sets", peers: "position+LexRank 3.5%", goal: 0.003, low: true, percent: true,
			got: stat.Share(all.unbalanced, all.bullets)},
	}
	if agency.digests > 0 {
		goals = append(goals, goal{measure: "dateline, byline or junk in bullets (wire/agency)", peers: "LEAD-3 84% raw", goal: 0.01,
			low: true, percent: true, got: stat.Share(agency.furnitureOrJunk, agency.bullets)})
	}
	return goals
}

func (e *evaluation) lookAt(ctx context.Context, set string, limit int) ([]look, int, error) {
	rows, err := readSet(e.shared, set)
	if err != nil {
		return nil, 0, err
	}
	if limit > 0 && limit < len(rows) {
		random := rand.New(rand.NewPCG(e.seed, 0))
		random.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		rows = rows[:limit]
	}
	digests, err := digestAll(ctx, rows, e.systems)
	if err != nil {
		return nil, 0, err
	}
	looks := make([]look, len(e.systems))
	for k := range e.systems {
		for _, d := range digests {
			looks[k].add(d, d.bullets[k])
		}
	}
	return looks, len(rows), nil
}

// counterTable says how often the counter is right, on all bullets that were
// labelled and on the first part of them, which was drawn without regard to
// what is in it.
func (e *evaluation) counterTable() (table, error) {
	verdicts, err := checkCounter(e.shared)
	if err != nil {
		return table{}, err
	}
	plain := 0
	for _, s := range sampleSets {
		if !s.suspect {
			plain += s.n
		}
	}
	t := table{head: []string{"labelled by hand", fmt.Sprintf("of %d bullets", len(verdicts)), "found", "precision", "recall",
		fmt.Sprintf("of the %d drawn at random", plain), "found", "precision", "recall"}}
	drawn := tally(verdicts[:min(plain, len(verdicts))])
	for i, c := range tally(verdicts) {
		row := []string{flagNames[i]}
		for _, c := range []stat.Counts{c, drawn[i]} {
			row = append(row, fmt.Sprint(c.Wanted), fmt.Sprint(c.Found), percentOf(c.Right, c.Found), percentOf(c.Right, c.Wanted))
		}
		t.rows = append(t.rows, row)
	}
	return t, nil
}
