package storetest

import (
	"errors"
	"time"

	"dateline/news"
	"dateline/store"
)

func completionTests() map[string]func(*env) {
	return map[string]func(*env){
		"pending is unseen":                pendingUnseen,
		"pending by the clock":             pendingByClock,
		"claimed":                          completionsClaimed,
		"completed":                        completed,
		"the same summary again":           summaryAgain,
		"an edited summary waits again":    editedWaits,
		"edited while it waits":            editedWhileWaiting,
		"edited after it was given up":     editedAfterwards,
		"whole by itself":                  wholeByItself,
		"tried again":                      triedAgain,
		"goes with its dispatch":           completionGoes,
		"a completed copy is found":        completedCopy,
		"the sample stays while one waits": sampleWaits,
	}
}

// cutShort makes an item whose text the source cuts short.
func (e *env) cutShort(s news.Source, text string) news.SourceItem {
	e.Helper()
	it := e.entry(s, news.Raw{ID: "1", URL: "https://a.example/1", Title: "one", Text: text}, at(-1))
	it.Page, it.Index = "https://a.example/1", terms("summary")
	return it
}

// page makes the item of a page that has the whole text.
func (e *env) page(s news.Source, text string) *news.SourceItem {
	e.Helper()
	it := e.entry(s, news.Raw{ID: "1", URL: "https://a.example/whole", Title: "one", Text: text}, at(-1))
	it.Index = terms("whole")
	return &it
}

// waiting claims the completions to be tried at a time, for a minute, and
// wants so many.
func (e *env) waiting(now time.Time, want int) []news.Completion {
	e.Helper()
	got, err := e.s.ClaimCompletions(e.Context(), now, now.Add(time.Minute), 100)
	if err != nil || len(got) != want {
		e.Fatalf("ClaimCompletions: got %+v, %v, want %d", got, err, want)
	}
	return got
}

func (e *env) complete(c news.Completion, item *news.SourceItem) {
	e.Helper()
	if err := e.s.FinishCompletion(e.Context(), c, item, time.Time{}); err != nil {
		e.Fatalf("FinishCompletion: %v", err)
	}
}

func pendingUnseen(e *env) {
	s := e.add(host, feed("a.example"))
	it := e.cutShort(s, "Cut")
	it.History = true
	id := e.poll(s, at(0), it)[0].Dispatch.ID
	for now, want := range map[time.Time][]string{{}: nil, at(0): nil, at(1): nil, at(2): {"one"}, at(3): {"one"}} {
		e.titles(alpha, news.Listing{Now: now}, want...)
		e.titles(alpha, news.Listing{Now: now, Terms: [][]string{{"summary"}}}, want...)
		e.titles(alpha, news.Listing{Now: now, Source: s.Name}, want...)
	}
	e.get(alpha, id)
	e.sound()
}

// pendingByClock: what names no time goes by the store's own clock, so that
// the fallback works though nobody clears anything.
func pendingByClock(e *env) {
	s := e.add(host, feed("a.example"))
	e.poll(s, time.Now().Add(time.Hour), e.cutShort(s, "Cut"))
	same(e, "Each", e.each(alpha), []string(nil))
	same(e, "Stats", e.stats(alpha), news.Stats{})
	past := e.entry(s, news.Raw{ID: "2", Title: "two"}, at(-2))
	past.Page = "https://a.example/2"
	e.poll(s, time.Now().Add(-time.Hour), past)
	same(e, "Each", e.each(alpha), []string{"two"})
	same(e, "Stats", e.stats(alpha), news.Stats{Dispatches: 1, Sources: 1, Oldest: at(-2), Newest: at(-2)})
}

func completionsClaimed(e *env) {
	s := e.add(host, feed("a.example"))
	own := e.add(alpha, news.NewSource(news.SourceFeed, "https://u:p@b.example", "own", alpha, at(0)))
	first := e.poll(s, at(0), e.cutShort(s, "Cut"))[0].Dispatch
	second := e.poll(own, at(1), e.cutShort(own, "Cut"))[0].Dispatch
	got := e.waiting(at(1), 2)
	for i, want := range []news.Completion{
		{Dispatch: first.ID, Scope: news.Public, Source: s.ID, URL: "https://a.example/1", Until: at(0).Add(store.CompleteWithin)},
		{Dispatch: second.ID, Scope: news.Within(alpha), Source: own.ID, URL: "https://a.example/1", Until: at(1).Add(store.CompleteWithin)},
	} {
		want.Lease = got[i].Lease
		same(e, "ClaimCompletions", got[i], want)
	}
	e.waiting(at(1), 0)
	taken := e.waiting(at(2), 2)
	if err := e.s.FinishCompletion(e.Context(), got[0], e.page(s, "Whole."), time.Time{}); !errors.Is(err, store.ErrLeaseLost) {
		e.Errorf("FinishCompletion of the old lease: got error %v, want %v", err, store.ErrLeaseLost)
	}
	if err := e.s.FinishCompletion(e.Context(), got[0], nil, at(5)); !errors.Is(err, store.ErrLeaseLost) {
		e.Errorf("FinishCompletion of the old lease: got error %v, want %v", err, store.ErrLeaseLost)
	}
	e.head(first.ID, news.RevisionFirst, 1, "Cut")
	e.complete(taken[0], nil)
	e.titles(host, news.Listing{}, "one")
	e.head(first.ID, news.RevisionFirst, 1, "Cut")
	e.sound()
}

func completed(e *env) {
	s := e.add(host, feed("a.example"))
	id := e.poll(s, at(0), e.cutShort(s, "Cut"))[0].Dispatch.ID
	e.complete(e.waiting(at(0), 1)[0], e.page(s, "Whole."))
	e.head(id, news.RevisionCompleted, 2, "Whole.")
	e.titles(alpha, news.Listing{Terms: [][]string{{"whole"}}}, "one")
	e.titles(alpha, news.Listing{Terms: [][]string{{"summary"}}})
	e.waiting(at(100), 0)
	e.sound()
}

func summaryAgain(e *env) {
	s := e.add(host, feed("a.example"))
	cut := e.cutShort(s, "Cut")
	id := e.poll(s, at(0), cut)[0].Dispatch.ID
	e.complete(e.waiting(at(0), 1)[0], e.page(s, "Whole."))
	e.changes(e.poll(s, at(10), cut), news.ChangeNone)
	rotated := cut
	rotated.Key = "rotated"
	e.changes(e.poll(s, at(20), rotated), news.ChangeNone)
	e.head(id, news.RevisionCompleted, 2, "Whole.")
	e.titles(alpha, news.Listing{Terms: [][]string{{"whole"}}}, "one")
	e.waiting(at(100), 0)
}

func editedWaits(e *env) {
	s := e.add(host, feed("a.example"))
	id := e.poll(s, at(0), e.cutShort(s, "Cut"))[0].Dispatch.ID
	e.complete(e.waiting(at(0), 1)[0], e.page(s, "Whole."))
	e.changes(e.poll(s, at(10), e.cutShort(s, "Cut, edited")), news.ChangeRevised)
	e.head(id, news.RevisionEdited, 3, "Cut, edited")
	e.titles(alpha, news.Listing{Now: at(11)})
	e.complete(e.waiting(at(11), 1)[0], e.page(s, "Whole, edited."))
	e.head(id, news.RevisionCompleted, 4, "Whole, edited.")
	e.titles(alpha, news.Listing{Now: at(11)}, "one")
	e.changes(e.poll(s, at(20), e.cutShort(s, "Cut, edited")), news.ChangeNone)
	e.sound()
}

func editedWhileWaiting(e *env) {
	s := e.add(host, feed("a.example"))
	id := e.poll(s, at(0), e.cutShort(s, "Cut"))[0].Dispatch.ID
	old := e.waiting(at(0), 1)[0]
	e.changes(e.poll(s, at(1), e.cutShort(s, "Cut, edited")), news.ChangeRevised)
	if err := e.s.FinishCompletion(e.Context(), old, e.page(s, "Old."), time.Time{}); !errors.Is(err, store.ErrLeaseLost) {
		e.Errorf("FinishCompletion of what is no more: got error %v, want %v", err, store.ErrLeaseLost)
	}
	if c := e.waiting(at(1), 1)[0]; !c.Until.Equal(at(3)) {
		e.Errorf("ClaimCompletions: got until %v, want from the edit on", c.Until)
	}
	e.head(id, news.RevisionEdited, 2, "Cut, edited")
}

func editedAfterwards(e *env) {
	s := e.add(host, feed("a.example"))
	e.poll(s, at(0), e.cutShort(s, "Cut"))
	e.complete(e.waiting(at(0), 1)[0], nil)
	e.changes(e.poll(s, at(10), e.cutShort(s, "Cut, edited")), news.ChangeRevised)
	e.titles(alpha, news.Listing{Now: at(10)}, "one")
	e.waiting(at(10), 0)
}

func wholeByItself(e *env) {
	s := e.add(host, feed("a.example"))
	e.poll(s, at(0), e.cutShort(s, "Cut"))
	whole := e.cutShort(s, "All of it.")
	whole.Page = ""
	e.changes(e.poll(s, at(1), whole), news.ChangeRevised)
	e.titles(alpha, news.Listing{Now: at(1)}, "one")
	e.waiting(at(100), 0)
}

func triedAgain(e *env) {
	s := e.add(host, feed("a.example"))
	e.poll(s, at(0), e.cutShort(s, "Cut"))
	for try := range 3 {
		c := e.waiting(at(10*try), 1)[0]
		if c.Tries != try {
			e.Errorf("ClaimCompletions: got %d tries, want %d", c.Tries, try)
		}
		if err := e.s.FinishCompletion(e.Context(), c, nil, at(10*try+10)); err != nil {
			e.Fatalf("FinishCompletion: %v", err)
		}
		e.waiting(at(10*try+9), 0)
	}
	e.titles(alpha, news.Listing{})
	e.titles(alpha, news.Listing{Now: at(2)}, "one")
	e.complete(e.waiting(at(30), 1)[0], e.page(s, "Whole."))
	e.sound()
}

func completionGoes(e *env) {
	s := e.add(host, feed("a.example"))
	e.poll(s, at(0), e.cutShort(s, "Cut"))
	c := e.waiting(at(0), 1)[0]
	if n, err := e.s.Retain(e.Context(), at(100)); err != nil || n != 1 {
		e.Fatalf("Retain: got %d, %v, want 1", n, err)
	}
	if err := e.s.FinishCompletion(e.Context(), c, e.page(s, "Whole."), time.Time{}); !errors.Is(err, store.ErrLeaseLost) {
		e.Errorf("FinishCompletion of what is gone: got error %v, want %v", err, store.ErrLeaseLost)
	}
	e.waiting(at(100), 0)
	e.sound()
}

func completedCopy(e *env) {
	a, b := e.add(host, feed("a.example")), e.add(host, feed("b.example"))
	first := e.entry(a, news.Raw{ID: "first", Title: "first"}, at(-5))
	first.Sketch = []uint64{1, 2, 3}
	firstID := e.poll(a, at(0), first)[0].Dispatch.ID
	cut := e.cutShort(b, "Cut")
	cut.Sketch = []uint64{7, 8, 9}
	e.poll(b, at(0), cut)
	whole := e.page(b, "Whole.")
	whole.Sketch, whole.CopyOf = []uint64{1, 2, 9}, firstID
	e.complete(e.waiting(at(0), 1)[0], whole)
	e.titles(alpha, news.Listing{}, "first")
	e.titles(alpha, news.Listing{Copies: true}, "one", "first")
	e.similar(news.Public, []uint64{7, 8}, at(-1))
	e.similar(news.Public, []uint64{1, 9}, at(-1), "one")
	e.sound()
}

func sampleWaits(e *env) {
	e.put(sampleDispatch(e), "")
	s := e.add(host, feed("a.example"))
	e.poll(s, at(0), e.cutShort(s, "Cut"))
	e.titles(alpha, news.Listing{Now: at(1)}, "sample")
	e.titles(alpha, news.Listing{Now: at(2)}, "one")
	e.complete(e.waiting(at(0), 1)[0], nil)
	e.titles(alpha, news.Listing{Now: at(1)}, "one")
	e.putAs(sampleDispatch(e), news.ChangeNone)
	e.sound()
}
