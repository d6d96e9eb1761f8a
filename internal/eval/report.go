package main

import (
	"fmt"
	"strings"

	"dateline/internal/eval/stat"
)

// section is one part of the report.
type section struct {
	title  string
	text   string // paragraphs before the tables
	tables []table
	goals  []goal
}

type table struct {
	head []string
	rows [][]string
}

// goal is one figure that issue 3 sets a goal for.
type goal struct {
	measure, peers string
	goal, stretch  float64
	low            bool // lower is better
	got            stat.Estimate
	missing        bool // what it measures is not there yet
	percent        bool // figures are shares, shown as per cent
}

// verdict says how a goal stands: it is missed where even the better end of the
// interval is worse than the goal.
func (g goal) verdict(goal float64) string {
	if g.missing {
		return "not measured"
	}
	better := func(figure float64) bool {
		if g.low {
			return figure <= goal
		}
		return figure >= goal
	}
	best := g.got.High
	if g.low {
		best = g.got.Low
	}
	switch {
	case better(g.got.Value):
		return "met"
	case better(best):
		return "met, within the interval"
	}
	return "missed"
}

func (g goal) show(figure float64) string {
	switch {
	case g.percent:
		return fmt.Sprintf("%.1f%%", 100*figure)
	case g.goal < 1:
		return fmt.Sprintf("%.3f", figure)
	}
	return fmt.Sprintf("%.1f", figure)
}

func (g goal) row() []string {
	stretch, stretchVerdict := "", ""
	if g.stretch != 0 || g.low {
		stretch, stretchVerdict = g.show(g.stretch), g.verdict(g.stretch)
	}
	got, interval, n := "none yet", "", ""
	if !g.missing {
		got, n = g.show(g.got.Value), fmt.Sprint(g.got.N)
		interval = g.show(g.got.Low) + " to " + g.show(g.got.High)
	}
	return []string{g.measure, g.peers, g.show(g.goal), got, interval, n, g.verdict(g.goal), stretch, stretchVerdict}
}

// markdown writes the report.
func markdown(sections []section, preface string) string {
	var b strings.Builder
	b.WriteString(preface)
	goals := table{head: []string{"measure", "peers", "goal", "ours", "95% interval", "n", "goal is", "stretch", "stretch is"}}
	for _, s := range sections {
		for _, g := range s.goals {
			goals.rows = append(goals.rows, g.row())
		}
	}
	if len(goals.rows) > 0 {
		b.WriteString("\n## Goals\n\nMissed: even the better end of the 95% interval is worse than the goal.\n")
		goals.write(&b)
	}
	for _, s := range sections {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n", s.title, s.text)
		for _, t := range s.tables {
			t.write(&b)
		}
	}
	return b.String()
}

func (t table) write(b *strings.Builder) {
	b.WriteString("\n| " + strings.Join(t.head, " | ") + " |\n|" + strings.Repeat("---|", len(t.head)) + "\n")
	for _, r := range t.rows {
		b.WriteString("| " + strings.Join(r, " | ") + " |\n")
	}
}

// figure shows an estimate with its interval.
func figure(e stat.Estimate) string {
	return fmt.Sprintf("%.2f (%.2f to %.2f)", e.Value, e.Low, e.High)
}

func fraction(e stat.Estimate) string {
	return fmt.Sprintf("%.3f (%.3f to %.3f)", e.Value, e.Low, e.High)
}

// difference shows an estimate with its sign.
func difference(e stat.Estimate) string {
	return fmt.Sprintf("%+.2f (%+.2f to %+.2f)", e.Value, e.Low, e.High)
}

func percent(e stat.Estimate) string { return fmt.Sprintf("%.1f%%", 100*e.Value) }

// percentOf shows a share with what it is counted over.
func percentOf(hits, n int) string {
	if n == 0 {
		return "none of 0"
	}
	e := stat.Share(hits, n)
	return fmt.Sprintf("%s (%.1f to %.1f)", percent(e), 100*e.Low, 100*e.High)
}
