package main

import (
	"fmt"

	"dateline/internal/eval/stat"
	"dateline/internal/eval/surface"
)

// flagNames are the labels in the order of flagList.
var flagNames = []string{"orphan pronoun", "unbalanced quotation", "dateline or byline", "junk"}

func flagList(f surface.Flags) []bool {
	return []bool{f.Orphan, f.Unbalanced, f.Furniture, f.Junk}
}

// verdict is what the counter says of one labelled bullet.
type verdict struct {
	surface.Label
	text string
	got  surface.Flags
}

// checkCounter has the counter judge the bullets that were labelled by hand.
func checkCounter(shared string) ([]verdict, error) {
	labels, err := surface.Labels()
	if err != nil {
		return nil, err
	}
	sets := map[string]map[string]row{}
	out := make([]verdict, 0, len(labels))
	for _, l := range labels {
		if sets[l.Set] == nil {
			rows, err := readSet(shared, l.Set)
			if err != nil {
				return nil, err
			}
			sets[l.Set] = byID(rows)
		}
		r, ok := sets[l.Set][l.ID]
		if !ok || l.Start < 0 || l.End > len(r.Text) || l.Start >= l.End {
			return nil, fmt.Errorf("label of %s, %s: no such text", l.Set, l.ID)
		}
		text := r.Text[l.Start:l.End]
		out = append(out, verdict{l, text, surface.Check(text, r.Language)})
	}
	return out, nil
}

func byID(rows []row) map[string]row {
	out := make(map[string]row, len(rows))
	for _, r := range rows {
		out[r.ID] = r
	}
	return out
}

// tally counts, a flag each, what the counter and the reader found.
func tally(verdicts []verdict) []stat.Counts {
	counts := make([]stat.Counts, len(flagNames))
	for _, v := range verdicts {
		wanted := flagList(v.Flags)
		for i, found := range flagList(v.got) {
			counts[i] = counts[i].Add(stat.Counts{Right: one(found && wanted[i]), Found: one(found), Wanted: one(wanted[i])})
		}
	}
	return counts
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}
