package storetest

import (
	"fmt"
	"time"

	"dateline/news"
)

func copyTests() map[string]func(*env) {
	return map[string]func(*env){
		"the first is listed":         firstListed,
		"the next where it is unseen": nextListed,
		"one dispatch of two sources": oneOfTwo,
		"sketches are forgotten":      sketchesForgotten,
		"what is private is no first": privateNoFirst,
		"private copies of public":    privateCopies,
		"a copy of a copy":            copyOfCopy,
		"firsts that meet":            firstsMeet,
		"similar":                     similarFound,
		"similar in one's scope":      similarScoped,
		"similar by what all share":   similarCommon,
	}
}

// similar wants the dispatches of these titles to be found by the hashes.
func (e *env) similar(scope news.Scope, sketch []uint64, since time.Time, want ...string) []news.Candidate {
	e.Helper()
	got, err := e.s.Similar(e.Context(), scope, sketch, since, 10)
	if err != nil {
		e.Fatalf("Similar: %v", err)
	}
	var titles []string
	for _, c := range got {
		titles = append(titles, c.Dispatch.Revision.Title)
	}
	same(e, "Similar", titles, want)
	return got
}

// copies wants these to be told as near-duplicates of d.
func (e *env) copies(w news.WorkspaceID, d news.Dispatch, want ...string) {
	e.Helper()
	got, err := e.s.Copies(e.Context(), w, d.ID)
	if err != nil {
		e.Fatalf("Copies: %v", err)
	}
	var titles []string
	for _, c := range got {
		titles = append(titles, c.Revision.Title)
	}
	same(e, "Copies", titles, want)
}

// copied polls s for a dispatch that is a near-duplicate of other, if there
// is one, so many minutes after the first; it is published a minute before.
func (e *env) copied(s news.Source, minutes int, other news.DispatchID) news.Dispatch {
	e.Helper()
	it := e.entry(s, news.Raw{ID: s.Name, Title: s.Name}, at(minutes-1))
	it.Dispatch.Received = at(minutes)
	it.CopyOf, it.Sketch = other, []uint64{1, 2, 3, uint64(minutes) + 100}
	return e.poll(s, at(minutes), it)[0].Dispatch
}

func firstListed(e *env) {
	var all []news.Dispatch
	first := news.DispatchID{}
	for i := range 3 {
		s := e.add(host, feed(fmt.Sprint(i)))
		all = append(all, e.copied(s, i, first))
		first = all[0].ID
	}
	e.titles(alpha, news.Listing{}, "0")
	e.titles(alpha, news.Listing{Limit: 1}, "0")
	e.titles(alpha, news.Listing{Terms: [][]string{{"1", "2"}}})
	e.titles(alpha, news.Listing{Copies: true}, "2", "1", "0")
	e.titles(alpha, news.Listing{Copies: true, Terms: [][]string{{"1", "2"}}}, "2", "1")
	e.copies(alpha, all[0], "1", "2")
	e.copies(alpha, all[1], "0", "2")
	same(e, "Each", e.each(alpha), []string{"0", "1", "2"})
	if got := e.stats(alpha).Dispatches; got != 3 {
		e.Errorf("Stats: got %d dispatches, want 3", got)
	}
	_, err := e.s.Copies(e.Context(), alpha, news.DispatchID{1})
	e.gone("Copies of nothing", err)
	e.sound()
}

func nextListed(e *env) {
	a, b, c := e.add(alpha, feed("a")), e.add(host, feed("b")), e.add(host, feed("c"))
	first := e.copied(a, 0, news.DispatchID{})
	second := e.copied(b, 1, first.ID)
	e.copied(c, 2, first.ID)
	e.titles(alpha, news.Listing{}, "a")
	e.titles(beta, news.Listing{}, "b")
	e.copies(beta, second, "c")
	e.copies(beta, first, "b", "c") // by its identifier it is to be seen
	e.removeSource(beta, b)
	e.titles(beta, news.Listing{}, "c")
	e.add(beta, a)
	e.titles(beta, news.Listing{}, "a")
	if n, err := e.s.Retain(e.Context(), at(1)); err != nil || n != 1 {
		e.Fatalf("Retain: got %d, %v, want 1", n, err)
	}
	e.titles(alpha, news.Listing{}, "b")
	e.copies(alpha, second, "c")
	e.sound()
}

func oneOfTwo(e *env) {
	a, b, c := e.add(host, feed("a")), e.add(host, feed("b")), e.add(alpha, feed("c"))
	raw := news.Raw{ID: "1", Title: "story", URL: "https://news.example/story"}
	d := e.poll(a, at(0), e.entry(a, raw, at(0)))[0].Dispatch
	e.poll(b, at(1), e.entry(b, raw, at(0)))
	e.poll(c, at(2), e.entry(c, raw, at(0)))
	names := func(w news.WorkspaceID) (all []string) {
		copies, err := e.s.Copies(e.Context(), w, d.ID)
		if err != nil {
			e.Fatalf("Copies: %v", err)
		}
		for _, one := range copies {
			if one.ID != d.ID {
				e.Errorf("got %s, want %s under another name", one.ID, d.ID)
			}
			all = append(all, one.Source)
		}
		return all
	}
	same(e, "the sources of alpha", names(alpha), []string{"b", "c"})
	same(e, "the sources of beta", names(beta), []string{"b"}) // it does not read c
	e.titles(alpha, news.Listing{}, "story")
	e.sound()
}

func sketchesForgotten(e *env) {
	e.copied(e.add(host, feed("old")), 0, news.DispatchID{})
	e.copied(e.add(host, feed("new")), 10, news.DispatchID{})
	if err := e.s.ForgetSketches(e.Context(), at(5)); err != nil {
		e.Fatalf("ForgetSketches: %v", err)
	}
	e.similar(news.Public, []uint64{1, 2, 3}, at(-100), "new")
	e.titles(host, news.Listing{}, "new", "old")
	e.sound()
}

// privately adds a source that needs credentials for w.
func (e *env) privately(w news.WorkspaceID, name string) news.Source {
	e.Helper()
	return e.add(w, news.NewSource(news.SourceFeed, "https://u:p@private.example/"+name, name, w, at(0)))
}

func privateNoFirst(e *env) {
	own, open := e.privately(alpha, "own"), e.add(host, feed("open"))
	secret := e.copied(own, 0, news.DispatchID{})
	e.copied(open, 1, secret.ID) // nobody should say so
	e.titles(alpha, news.Listing{}, "open", "own")
	e.titles(beta, news.Listing{}, "open")
	e.sound()
}

func privateCopies(e *env) {
	open, later := e.add(host, feed("open")), e.add(host, feed("later"))
	mine, theirs := e.privately(alpha, "mine"), e.privately(beta, "theirs")
	first := e.copied(open, 0, news.DispatchID{})
	e.copied(mine, 1, first.ID)
	e.copied(theirs, 2, first.ID)
	second := e.copied(later, 3, first.ID)
	e.titles(alpha, news.Listing{}, "open")
	e.copies(alpha, first, "mine", "later")
	e.copies(beta, first, "theirs", "later")
	e.copies(host, second, "open")
	e.removeSource(alpha, open)
	e.titles(alpha, news.Listing{}, "mine") // its own came before
	e.titles(host, news.Listing{}, "open")
	e.sound()
}

func copyOfCopy(e *env) {
	a, b, c := e.add(host, feed("a")), e.add(host, feed("b")), e.add(host, feed("c"))
	first := e.copied(a, 0, news.DispatchID{})
	second := e.copied(b, 1, first.ID)
	e.copied(c, 2, second.ID)
	e.titles(alpha, news.Listing{}, "a")
	for _, found := range e.similar(news.Public, []uint64{1, 2}, at(-10), "a", "b", "c") {
		if found.First != first.ID {
			e.Errorf("Similar: got %v as the first of %s, want %v", found.First, found.Dispatch.Revision.Title, first.ID)
		}
	}
	e.sound()
}

// firstsMeet completes a dispatch that has a copy already, and finds it to be
// a copy itself.
func firstsMeet(e *env) {
	a, b, c := e.add(host, feed("a")), e.add(host, feed("b")), e.add(host, feed("c"))
	first := e.copied(a, 0, news.DispatchID{})
	cut := e.cutShort(b, "Cut")
	second := e.poll(b, at(1), cut)[0].Dispatch
	e.copied(c, 2, second.ID)
	whole := e.page(b, "Whole.")
	whole.CopyOf = first.ID
	e.complete(e.waiting(at(1), 1)[0], whole)
	e.titles(alpha, news.Listing{}, "a")
	e.copies(alpha, first, "one", "c")
	e.sound()
}

func similarFound(e *env) {
	s := e.add(host, feed("a"))
	var items []news.SourceItem
	for i, sketch := range [][]uint64{{1, 2, 3, 4}, {3, 4, 5}, {4, 5, 6}, nil, {1 << 63, ^uint64(0)}} {
		it := e.entry(s, news.Raw{ID: fmt.Sprint(i), Title: fmt.Sprint(i)}, at(-1))
		it.Dispatch.Received, it.Sketch = at(i), sketch
		items = append(items, it)
	}
	e.poll(s, at(9), items...)
	e.similar(news.Public, []uint64{1, 2, 3, 4}, at(0), "0", "1")
	e.similar(news.Public, []uint64{4, 3, 4, 3}, at(0), "0", "1")
	e.similar(news.Public, []uint64{1, 2, 3, 4}, at(1), "1")
	e.similar(news.Public, []uint64{4, 4, 9}, at(0))
	e.similar(news.Public, []uint64{^uint64(0), 1 << 63}, at(0), "4")
	e.similar(news.Public, nil, at(0))
	if got := e.similar(news.Public, []uint64{5, 4, 3}, at(0), "1", "0", "2"); got[0].Shared != 3 || got[0].First != got[0].Dispatch.ID || len(got[0].Dispatch.Keys) == 0 {
		e.Errorf("Similar: got %+v, want three hashes in common", got[0])
	}
	if got, err := e.s.Similar(e.Context(), news.Public, []uint64{5, 4, 3}, at(0), 1); err != nil || len(got) != 1 {
		e.Errorf("Similar, one: got %d, %v", len(got), err)
	}
	edited := e.entry(s, news.Raw{ID: "0", Title: "0", Text: "Edited."}, at(-1))
	edited.Sketch = []uint64{7, 8}
	e.poll(s, at(20), edited)
	e.similar(news.Public, []uint64{1, 2, 3, 4}, at(0), "1")
	e.similar(news.Public, []uint64{7, 8}, at(0), "0")
	e.sound()
}

func similarScoped(e *env) {
	e.copied(e.add(host, feed("open")), 0, news.DispatchID{})
	e.copied(e.privately(alpha, "mine"), 1, news.DispatchID{})
	e.copied(e.privately(beta, "theirs"), 2, news.DispatchID{})
	e.similar(news.Public, []uint64{1, 2, 3}, at(-9), "open")
	e.similar(news.Within(alpha), []uint64{1, 2, 3}, at(-9), "open", "mine")
	e.similar(news.Within(beta), []uint64{1, 2, 3}, at(-9), "open", "theirs")
}

// similarCommon: many have the same few words, and the newest are looked at.
func similarCommon(e *env) {
	s := e.add(host, feed("a"))
	var items []news.SourceItem
	for i := range 400 {
		it := e.entry(s, news.Raw{ID: fmt.Sprint(i), Title: fmt.Sprint(i)}, at(-1))
		it.Dispatch.Received, it.Sketch = at(i), []uint64{1, 2, uint64(1000 + i), uint64(2000 + i)}
		items = append(items, it)
	}
	e.poll(s, at(400), items...)
	if got, err := e.s.Similar(e.Context(), news.Public, []uint64{1, 2, 1003, 2003}, at(0), 3); err != nil || len(got) != 3 || got[0].Shared != 2 && got[0].Shared != 4 {
		e.Errorf("Similar: got %+v, %v, want three that share", got, err)
	}
	e.similar(news.Public, []uint64{1003, 2003}, at(0), "3")
}
