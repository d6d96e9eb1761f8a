package feeds

import (
	"slices"

	"dateline/news"
)

// match says by what an item is known.
type match int

const (
	byNothing match = iota
	byKey
	byAddress
	byContent
	byTitle
)

// index finds what was seen before.
type index struct{ key, address, hash, title map[string][]int }

// resolve finds the known items among those that came.
func (in *intake) resolve() {
	in.tellApart()
	here := map[string]bool{}
	for _, a := range in.items {
		here[a.key] = true
	}
	for _, a := range in.items {
		if known := in.known.key[a.key]; len(known) > 0 {
			a.known, a.by = &in.seen[known[0]], byKey
		}
	}
	taken := map[string]bool{} // a known item is found again by one item alone
	for _, a := range in.items {
		if a.by == byNothing {
			in.findRenamed(a, here, taken)
		}
	}
	in.judgePlatform(taken)
	in.findRepeats()
}

// findRepeats finds what the document itself has twice under different names.
func (in *intake) findRepeats() {
	first := map[string]*arrived{}
	for _, a := range slices.Backward(in.items) { // the oldest stands last
		if a.known != nil || len(a.text) < longEnough {
			continue
		}
		if f := first[a.hash]; f != nil {
			a.repeats = f
		} else {
			first[a.hash] = a
		}
	}
}

// tellApart gives up addresses that several items share: those lead to a page
// about all of them. Items that have the same key are kept apart by their
// text, and one that is there twice is left out.
func (in *intake) tellApart() {
	addresses := map[string]int{}
	for _, a := range in.items {
		addresses[a.canonical]++
	}
	used := map[string]string{} // key -> hash
	in.items = slices.DeleteFunc(in.items, func(a *arrived) bool {
		shared := a.Shared || addresses[a.canonical] > 1 || slices.Contains(in.homes, a.canonical)
		if shared && a.canonical != "" && a.ID == "" {
			a.key = "content:" + contentOf(a.hash)
		}
		if shared {
			a.canonical = ""
		}
		if hash, there := used[a.key]; there {
			if hash == a.hash {
				return true
			}
			a.key = shortKey(a.key + "#" + contentOf(a.hash))
			if _, there := used[a.key]; there {
				return true
			}
			a.ID = ""
		}
		used[a.key] = a.hash
		return false
	})
}

// findRenamed looks for a known item that has another identifier now: at the
// same address, where it does not stand under its old one as well, or with the
// same content.
func (in *intake) findRenamed(a *arrived, here, taken map[string]bool) {
	if found := in.known.address[a.canonical]; a.canonical != "" && !in.stands(found, here) {
		if s := in.only(found); s != nil && !taken[s.Key] {
			a.known, a.by, taken[s.Key] = s, byAddress, true
			return
		}
	}
	for _, i := range in.known.hash[contentOf(a.hash)] {
		s := &in.seen[i]
		// A text of some length that comes again is no news, under whatever
		// name. Of two addresses with one short text, each is an item of its own.
		renamed := !here[s.Key] && !taken[s.Key] && (s.URL == "" || a.canonical == "")
		if len(a.text) >= longEnough || renamed {
			a.known, a.by, taken[s.Key] = s, byContent, true
			return
		}
	}
}

// only gives what was seen, newest first, if it was one dispatch alone, under
// whatever keys; nil else: what several have identifies none.
func (in *intake) only(found []int) *news.Seen {
	for _, i := range found {
		if i != found[0] && (in.seen[i].Dispatch.IsZero() || in.seen[i].Dispatch != in.seen[found[0]].Dispatch) {
			return nil
		}
	}
	if len(found) == 0 {
		return nil
	}
	return &in.seen[found[0]]
}

// stands reports whether one of these is in the document under its own key.
func (in *intake) stands(found []int, here map[string]bool) bool {
	return slices.ContainsFunc(found, func(i int) bool { return here[in.seen[i].Key] })
}

// judgePlatform finds out whether the whole feed was moved to another system,
// which gives every item a new identifier: then a title, too, tells that an
// item is known.
func (in *intake) judgePlatform(taken map[string]bool) {
	if len(in.seen) == 0 || len(in.items) < fewestMoved {
		return
	}
	titles := map[string]int{}
	for _, a := range in.items {
		if a.by == byKey {
			return
		}
		titles[a.folded]++
	}
	byTitles := map[*arrived]*news.Seen{}
	matched := 0
	for _, a := range in.items {
		s := in.only(in.known.title[a.folded])
		switch {
		case a.by != byNothing:
			matched++
		case a.folded != "" && titles[a.folded] == 1 && s != nil && !taken[s.Key]:
			byTitles[a] = s
			matched++
		}
	}
	if in.replatformed = 2*matched >= len(in.items); !in.replatformed {
		return
	}
	for a, s := range byTitles {
		a.known, a.by = s, byTitle
	}
}
