package storetest

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"dateline/news"
	"dateline/store"
)

func pollTests() map[string]func(*env) {
	return map[string]func(*env){
		"in the order they are due":     claimOrder,
		"no source by two workers":      claimedOnce,
		"a lease ends":                  leaseEnds,
		"a claim is given back":         released,
		"the state comes back":          stateComesBack,
		"the same twice":                sameTwice,
		"all or nothing":                pollAtOnce,
		"several at once":               pollsAtOnce,
		"several, all or nothing":       pollsFailAtOnce,
		"known from another source":     linksOnly,
		"linked only":                   linkedOnly,
		"kinds of revision":             revisionKinds,
		"killed with the same text":     killedAlike,
		"killed is not listed":          killedUnlisted,
		"extracted anew":                extractedAnew,
		"what was forgotten":            revived,
		"when the next is due":          nextPoll,
		"what was seen":                 seenItems,
		"retention":                     retention,
		"items stay while they are fed": itemsStay,
		"notices":                       notices,
		"notices to newcomers":          noticesToNewcomers,
	}
}

func claimOrder(e *env) {
	for i, name := range []string{"c", "a", "d", "b"} {
		s := feed(name + ".example")
		s.State.Next = at([]int{3, 1, 4, 2}[i])
		e.add(alpha, s)
	}
	e.claim(at(0), 0)
	got, err := e.s.ClaimSources(e.Context(), at(3), at(3), at(9), 2)
	if err != nil || len(got) != 2 || got[0].Source.Name != "a.example" || got[1].Source.Name != "b.example" || got[0].Lease == got[1].Lease {
		e.Fatalf("ClaimSources: got %+v, %v, want a and b", got, err)
	}
	if got := e.claim(at(3), 1); got[0].Source.Name != "c.example" {
		e.Errorf("ClaimSources: got %s, want c", got[0].Source.Name)
	}
	e.sound()
}

func claimedOnce(e *env) {
	const all = 60
	for i := range all {
		e.add(host, feed(fmt.Sprint(i, ".example")))
	}
	var workers sync.WaitGroup
	claimed, errs := make([][]news.Claimed, 4), make([]error, 4)
	for i := range claimed {
		workers.Go(func() {
			for range all / 4 {
				got, err := e.s.ClaimSources(e.Context(), at(0), at(0), at(10), 3)
				claimed[i], errs[i] = append(claimed[i], got...), errors.Join(errs[i], err)
			}
		})
	}
	workers.Wait()
	seen := map[news.SourceID]int{}
	for i := range claimed {
		if errs[i] != nil {
			e.Errorf("ClaimSources: %v", errs[i])
		}
		for _, c := range claimed[i] {
			seen[c.Source.ID]++
		}
	}
	for id, n := range seen {
		if n != 1 {
			e.Errorf("source %v: claimed %d times", id, n)
		}
	}
	if len(seen) != all {
		e.Errorf("claimed: got %d sources, want %d", len(seen), all)
	}
}

func leaseEnds(e *env) {
	s := e.add(host, feed("a.example"))
	old := e.claim(at(0), 1)[0]
	e.claim(at(9), 0)
	fresh := e.claim(at(10), 1)[0]
	p := pollOf(old, at(11), e.entry(s, news.Raw{ID: "1", Title: "late"}, at(-1)))
	if _, err := e.s.FinishPoll(e.Context(), p); !errors.Is(err, store.ErrLeaseLost) {
		e.Errorf("FinishPoll of the old lease: got error %v, want %v", err, store.ErrLeaseLost)
	}
	if err := e.s.ReleaseSource(e.Context(), s.ID, old.Lease); !errors.Is(err, store.ErrLeaseLost) {
		e.Errorf("ReleaseSource of the old lease: got error %v, want %v", err, store.ErrLeaseLost)
	}
	e.titles(host, news.Listing{})
	e.claim(at(19), 0)
	e.finish(fresh, at(12), e.entry(s, news.Raw{ID: "1", Title: "in time"}, at(-1)))
	e.titles(host, news.Listing{}, "in time")
	if _, err := e.s.FinishPoll(e.Context(), pollOf(fresh, at(13))); !errors.Is(err, store.ErrLeaseLost) {
		e.Errorf("FinishPoll twice: got error %v, want %v", err, store.ErrLeaseLost)
	}
	// One that has ended, and that nobody has taken over, still counts.
	late := e.claim(at(17), 1)[0]
	e.finish(late, at(100))
	if _, err := e.s.FinishPoll(e.Context(), news.Poll{Source: s, At: at(101)}); !errors.Is(err, store.ErrLeaseLost) {
		e.Errorf("FinishPoll without a lease: got error %v, want %v", err, store.ErrLeaseLost)
	}
	e.sound()
}

func released(e *env) {
	s := e.add(host, feed("a.example"))
	c := e.claim(at(0), 1)[0]
	if err := e.s.ReleaseSource(e.Context(), s.ID, c.Lease); err != nil {
		e.Fatalf("ReleaseSource: %v", err)
	}
	e.claim(at(0), 1)
}

func stateComesBack(e *env) {
	want, r := wholeSource(e)
	plain := want
	plain.Name, plain.State = "", news.SourceState{Next: at(0)}
	if _, _, err := e.s.AddSource(e.Context(), alpha, plain, r, 0); err != nil {
		e.Fatalf("AddSource: %v", err)
	}
	c := e.claim(at(0), 1)[0]
	same(e, "the state at first", c.Source.State, plain.State)
	if _, err := e.s.FinishPoll(e.Context(), news.Poll{Source: want, Lease: c.Lease, At: at(0)}); err != nil {
		e.Fatalf("FinishPoll: %v", err)
	}
	want.Reading, want.Reading.Workspace = r, alpha
	all, err := e.s.Sources(e.Context(), alpha)
	if err != nil || len(all) != 1 {
		e.Fatalf("Sources: got %v, %v", all, err)
	}
	same(e, "Sources", all[0], want)
}

func sameTwice(e *env) {
	s := e.add(host, feed("a.example"))
	cut := e.entry(s, news.Raw{ID: "2", Title: "two"}, at(-2))
	cut.Page = "https://a.example/2"
	items := []news.SourceItem{e.entry(s, news.Raw{ID: "1", Title: "one"}, at(-1)), cut}
	first := e.poll(s, at(0), items...)
	e.changes(first, news.ChangeNew, news.ChangeNew)
	for i := 1; i < 4; i++ {
		again := e.poll(s, at(i*10), items...)
		e.changes(again, news.ChangeNone, news.ChangeNone)
		same(e, "dispatches", again[0].Dispatch, first[0].Dispatch)
	}
	e.titles(host, news.Listing{Now: at(3)}, "one", "two")
	e.head(first[0].Dispatch.ID, news.RevisionFirst, 1, "Text of 1one.")
	if got, err := e.s.Seen(e.Context(), s.ID, 10); err != nil || len(got) != 2 {
		e.Errorf("Seen: got %v, %v, want two", got, err)
	}
	e.sound()
}

func pollAtOnce(e *env) {
	s := e.add(host, feed("a.example"))
	foreign := e.entry(s, news.Raw{ID: "2"}, at(-1))
	foreign.Dispatch.Scope = news.Within(alpha)
	p := pollOf(e.claim(at(0), 1)[0], at(0), e.entry(s, news.Raw{ID: "1", Title: "one"}, at(-1)), foreign)
	p.Notice = &news.Notice{ID: news.ID[news.Notice]{1}, Kind: news.NoticeFailing, Since: at(0), Created: at(0)}
	if _, err := e.s.FinishPoll(e.Context(), p); !errors.Is(err, store.ErrForeignScope) {
		e.Errorf("FinishPoll: got error %v, want %v", err, store.ErrForeignScope)
	}
	e.titles(host, news.Listing{})
	seen, err := e.s.Seen(e.Context(), s.ID, 10)
	notices, noticesErr := e.s.Notices(e.Context(), []string{"test"}, 10)
	if err != nil || noticesErr != nil || len(seen)+len(notices) > 0 {
		e.Errorf("got %v and %v, want nothing stored", seen, notices)
	}
	p.Items = p.Items[:1]
	if _, err := e.s.FinishPoll(e.Context(), p); err != nil { // the lease is still held
		e.Errorf("FinishPoll again: %v", err)
	}
	e.sound()
}

func pollsAtOnce(e *env) {
	var polls []news.Poll
	for i := range 4 {
		e.add(host, feed(fmt.Sprint(i, ".example")))
	}
	for i, c := range e.claim(at(0), 4) {
		polls = append(polls, pollOf(c, at(0), e.entry(c.Source, news.Raw{ID: fmt.Sprint(i), Title: fmt.Sprint(i)}, at(-i))))
	}
	polls[2].Lease[0]++
	got, err := e.s.FinishPolls(e.Context(), polls)
	if err != nil || len(got) != 4 {
		e.Fatalf("FinishPolls: got %d, %v, want 4", len(got), err)
	}
	for i, f := range got {
		if lost := i == 2; f.Lost != lost || (len(f.Items) == 1) == lost {
			e.Errorf("poll %d: got lost %v with %d items, want lost %v", i, f.Lost, len(f.Items), lost)
		}
	}
	e.titles(host, news.Listing{}, "0", "1", "3")
	if none, err := e.s.FinishPolls(e.Context(), nil); err != nil || len(none) != 0 {
		e.Errorf("FinishPolls of none: got %v, %v", none, err)
	}
	e.sound()
}

func pollsFailAtOnce(e *env) {
	a, b := e.add(host, feed("a.example")), e.add(host, feed("b.example"))
	bad := e.entry(b, news.Raw{ID: "1"}, at(-1))
	bad.Dispatch.Keys = nil
	polls := []news.Poll{pollOf(e.held(a, at(0)), at(0), e.entry(a, news.Raw{ID: "1", Title: "one"}, at(-1))), pollOf(e.held(b, at(0)), at(0), bad)}
	if _, err := e.s.FinishPolls(e.Context(), polls); err == nil {
		e.Error("FinishPolls: got no error")
	}
	e.titles(host, news.Listing{})
	if _, err := e.s.FinishPolls(e.Context(), polls[:1]); err != nil {
		e.Errorf("FinishPolls without the bad one: %v", err)
	}
	e.titles(host, news.Listing{}, "one")
}

func linksOnly(e *env) {
	a, b := e.add(alpha, feed("a.example")), e.add(beta, feed("b.example"))
	raw := news.Raw{ID: "1", URL: "https://x.example/1", Title: "one", Text: "One."}
	first := e.poll(a, at(0), e.entry(a, raw, at(-1)))[0].Dispatch
	e.titles(beta, news.Listing{})
	raw.ID, raw.Text = "b1", "Other."
	other := e.entry(b, raw, at(-1))
	other.Page = "https://x.example/1"
	got := e.poll(b, at(1), other)
	e.changes(got, news.ChangeNone)
	if got[0].Dispatch.ID != first.ID || len(got[0].Dispatch.Keys) != len(first.Keys)+2 {
		e.Errorf("FinishPoll: got %v with %v, want %v with more keys", got[0].Dispatch.ID, got[0].Dispatch.Keys, first.ID)
	}
	e.head(first.ID, news.RevisionFirst, 1, "One.")
	e.titles(alpha, news.Listing{}, "one") // and it waits for no page
	e.titles(beta, news.Listing{}, "one")
	raw.ID, raw.Text = "1", "Edited."
	e.changes(e.poll(a, at(10), e.entry(a, raw, at(-1))), news.ChangeRevised)
	e.head(first.ID, news.RevisionEdited, 2, "Edited.")
	e.sound()
}

func linkedOnly(e *env) {
	s := e.add(host, feed("a.example"))
	first := e.poll(s, at(0), e.entry(s, news.Raw{ID: "1", URL: "https://x.example/1", Title: "one", Text: "One."}, at(-1)))[0].Dispatch
	it := e.entry(s, news.Raw{ID: "new", URL: "https://x.example/1", Title: "one", Text: "Two."}, at(5))
	it.LinkOnly = true
	e.changes(e.poll(s, at(10), it), news.ChangeNone)
	e.head(first.ID, news.RevisionFirst, 1, "One.")
	// By its new identity alone, it is known.
	later := e.entry(s, news.Raw{ID: "new", Title: "one", Text: "Two."}, at(5))
	e.changes(e.poll(s, at(20), later), news.ChangeNone)
	later = e.entry(s, news.Raw{ID: "new", Title: "one", Text: "Three."}, at(5))
	if got := e.poll(s, at(30), later)[0]; got.Dispatch.ID != first.ID || got.Change != news.ChangeRevised {
		e.Errorf("FinishPoll: got %v, %q, want %v, revised", got.Dispatch.ID, got.Change, first.ID)
	}
	e.titles(host, news.Listing{}, "one")
	e.sound()
}

func revisionKinds(e *env) {
	s := e.add(host, feed("a.example"))
	var id news.DispatchID
	for i, kind := range []news.RevisionKind{news.RevisionFirst, news.RevisionFirst, news.RevisionCorrected, news.RevisionEdited, news.RevisionKilled} {
		it := e.entry(s, news.Raw{ID: "1", Title: "one", Text: fmt.Sprint("Text ", i)}, at(-1))
		it.Dispatch.Revision.Kind = kind
		id = e.poll(s, at(10*i), it)[0].Dispatch.ID
		want := kind
		if i == 1 {
			want = news.RevisionEdited
		}
		e.head(id, want, i+1, fmt.Sprint("Text ", i))
	}
	back := e.entry(s, news.Raw{ID: "1", Title: "one", Text: "Text 0"}, at(-1))
	e.changes(e.poll(s, at(100), back), news.ChangeRevised)
	e.head(id, news.RevisionFirst, 1, "Text 0")
	e.sound()
}

func killedAlike(e *env) {
	s := e.add(host, feed("a.example"))
	it := e.entry(s, news.Raw{ID: "1", Title: "one", Text: "One."}, at(-1))
	id := e.poll(s, at(0), it)[0].Dispatch.ID
	it.Dispatch.Revision.Kind = news.RevisionKilled
	e.changes(e.poll(s, at(10), it), news.ChangeRevised)
	e.head(id, news.RevisionKilled, 2, "One.")
	e.changes(e.poll(s, at(20), it), news.ChangeNone)
	e.sound()
}

// killedUnlisted: what its source has taken back is no news any more, and what
// others have of it is.
func killedUnlisted(e *env) {
	a, b := e.add(host, feed("a.example")), e.add(host, feed("b.example"))
	it := e.entry(a, news.Raw{ID: "1", Title: "one", Text: "One."}, at(-1))
	first := e.poll(a, at(0), it)[0].Dispatch
	copied := e.copied(b, 1, first.ID)
	e.titles(host, news.Listing{}, "one")
	it.Dispatch.Revision.Kind = news.RevisionKilled
	e.poll(a, at(10), it)
	e.titles(host, news.Listing{}, "b.example")
	e.titles(host, news.Listing{Copies: true}, "b.example")
	e.titles(host, news.Listing{Terms: [][]string{{"word"}}}, "b.example")
	e.titles(host, news.Listing{Source: "a.example"})
	e.copies(host, copied)
	same(e, "Each", e.each(host), []string{"b.example"})
	if got := e.stats(host).Dispatches; got != 1 {
		e.Errorf("Stats: got %d dispatches, want 1", got)
	}
	e.head(first.ID, news.RevisionKilled, 2, "One.")
	e.sound()
}

// extractedAnew: the source gave the same, and a newer program made another
// text of it.
func extractedAnew(e *env) {
	s := e.add(host, feed("a.example"))
	it := e.entry(s, news.Raw{ID: "1", Title: "one", Text: "One."}, at(-1))
	id := e.poll(s, at(0), it)[0].Dispatch.ID
	anew := e.entry(s, news.Raw{ID: "1", Title: "one", Text: "One, better read."}, at(-1))
	anew.Hash = it.Hash
	anew.Index = news.IndexTerms{Version: 2, Text: "better"}
	e.changes(e.poll(s, at(10), anew), news.ChangeNone)
	e.head(id, news.RevisionFirst, 1, "One.")
	e.titles(host, news.Listing{Terms: [][]string{{"better"}}}) // terms of a text that is not there
	e.titles(host, news.Listing{Terms: [][]string{{"word"}}}, "one")
}

func revived(e *env) {
	s := e.add(host, feed("a.example"))
	raw := news.Raw{ID: "1", Title: "one"}
	dated, undated := e.entry(s, raw, at(-1)), e.entry(s, news.Raw{ID: "2", Title: "two"}, at(0))
	undated.Dispatch.Published = time.Time{}
	e.poll(s, at(0), dated, undated)
	if n, err := e.s.Retain(e.Context(), at(100)); err != nil || n != 2 {
		e.Fatalf("Retain: got %d, %v, want 2", n, err)
	}
	e.titles(host, news.Listing{})
	for _, it := range []*news.SourceItem{&dated, &undated} {
		it.Dispatch.Received = at(200)
	}
	e.changes(e.poll(s, at(200), dated, undated), news.ChangeNone, news.ChangeNone)
	e.titles(host, news.Listing{}, "two", "one")
	e.titles(host, news.Listing{Since: at(1)}) // no news
	e.sound()
}

func nextPoll(e *env) {
	want := func(next time.Time) {
		e.Helper()
		if got, err := e.s.NextPoll(e.Context()); err != nil || !got.Equal(next) {
			e.Errorf("NextPoll: got %v, %v, want %v", got, err, next)
		}
	}
	want(time.Time{})
	later := feed("b.example")
	later.State.Next = at(30)
	e.add(alpha, feed("a.example"))
	e.add(alpha, later)
	want(at(0))
	c := e.claim(at(1), 1)[0]
	want(at(11)) // when its lease ends
	e.finish(c, at(2))
	want(at(7))
}
