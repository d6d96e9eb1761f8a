package desk

import (
	"slices"
	"strings"

	"dateline/news"
)

// toldEntry is a dispatch with the points that a topic tells by it.
type toldEntry struct {
	entry
	points []point // none where it could not be digested
}

// point is a bullet, told once however many sources have it.
type point struct {
	bullet news.Bullet
	also   []string // the other sources that say the same, as they are compared
}

// shared reports whether any of the points stands in other sources than the
// dispatch as a whole does.
func (e toldEntry) shared() bool {
	return slices.ContainsFunc(e.points, func(p point) bool { return len(p.also) > len(e.also) })
}

// pointsOf gives what the entries have to tell on the words of a topic: what
// an earlier one has told only adds its source to it. An entry that has told
// nothing of its own is left out.
func pointsOf(all []entry, groups [][]string) []toldEntry {
	type place struct{ entry, point int }
	var told []toldEntry
	known := make(map[string]place)
	for _, e := range all {
		own := toldEntry{entry: e}
		bullets := matching(e, groups)
		for _, b := range bullets {
			at, again := known[sameness(b)]
			switch {
			case !again:
				known[sameness(b)] = place{len(told), len(own.points)}
				own.points = append(own.points, point{bullet: b, also: slices.Clone(e.also)})
			case at.entry < len(told):
				first := &told[at.entry]
				first.points[at.point].add(first.dispatch.Source, e.dispatch.Source)
			}
		}
		if len(own.points) > 0 || len(bullets) == 0 {
			told = append(told, own)
		}
	}
	return told
}

// add counts another source of the point, once. One without a name may be
// any, and does not count.
func (p *point) add(first, other string) {
	first, other = foldSource(first), foldSource(other)
	if other != "" && other != first && !slices.Contains(p.also, other) {
		p.also = append(p.also, other)
	}
}

func foldSource(source string) string { return strings.ToLower(news.Fold(source)) }

// sameness is what two bullets share that say the same.
func sameness(b news.Bullet) string { return strings.ToLower(news.Fold(b.Text)) }

// without leaves out the bullets that one of the others says too.
func without(bullets, others []news.Bullet) []news.Bullet {
	said := make(map[string]bool, len(others))
	for _, b := range others {
		said[sameness(b)] = true
	}
	var left []news.Bullet
	for _, b := range bullets {
		if !said[sameness(b)] {
			left = append(left, b)
		}
		said[sameness(b)] = true
	}
	return left
}
