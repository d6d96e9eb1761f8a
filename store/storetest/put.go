package storetest

import (
	"errors"
	"sync"
	"testing"
	"time"

	"dateline/news"
	"dateline/store"
)

func putTests() map[string]func(*env) {
	return map[string]func(*env){
		"comes back":                     comesBack,
		"unknown times":                  unknownTimes,
		"twice is one":                   twiceIsOne,
		"changed text is a revision":     changedText,
		"changed title is a revision":    changedTitle,
		"an older text is its revision":  olderText,
		"kind of revision":               kindOfRevision,
		"a failed batch stores nothing":  failedBatch,
		"a batch is in order":            batchInOrder,
		"foreign scope":                  foreignScope,
		"at once from many":              atOnce,
		"without identity":               withoutIdentity,
		"newer terms replace older ones": newerTerms,
		"a revision has its own terms":   revisedTerms,
	}
}

func full() news.Raw {
	return news.Raw{
		ID: "a1", Source: "TASS", URL: "https://news.example/a1", Language: "ru", Title: "Переговоры \"в Москве\"",
		Text: "MOSCOW, July 6 /TASS/.\nПервая строка; 'вторая' -- 100%.\n\n\tThird: \U0001F30D e\u0301.", Published: at(-30),
	}
}

func comesBack(e *env) {
	d := imported(e, full())
	d.Expires = at(600)
	got, change := e.put(d, "moscow")
	if change != news.ChangeNew {
		e.Errorf("Put: got change %q, want %q", change, news.ChangeNew)
	}
	same(e, "Put", got, d)
	same(e, "Dispatch", e.get(host, d.ID), d)
	same(e, "List", e.list(host, news.Listing{}), []news.Dispatch{d})
	r, err := e.s.Revision(e.Context(), host, d.ID, d.Revision.ID)
	if err != nil {
		e.Fatalf("Revision: %v", err)
	}
	same(e, "Revision", r, d.Revision)
	_, err = e.s.Revision(e.Context(), host, d.ID, news.RevisionID{1})
	e.gone("Revision that is not there", err)
	_, err = e.s.Dispatch(e.Context(), host, news.DispatchID{1})
	e.gone("Dispatch that is not there", err)
	e.sound()
}

func unknownTimes(e *env) {
	d := imported(e, news.Raw{ID: "1"})
	d.Received = at(0).Add(1234567 * time.Nanosecond).In(time.FixedZone("", 3*60*60))
	got, _ := e.put(d, "")
	if !got.Published.IsZero() || !got.Expires.IsZero() {
		e.Errorf("Put: got published %v, expires %v, want both unknown", got.Published, got.Expires)
	}
	if want := at(0).Add(time.Millisecond); got.Received != want {
		e.Errorf("Put: got received %v, want %v", got.Received, want)
	}
}

func twiceIsOne(e *env) {
	d := imported(e, full())
	first := e.putAs(d, news.ChangeNew)
	again := imported(e, full())
	again.Received, again.Revision.Received = at(60), at(60)
	same(e, "second Put", e.putAs(again, news.ChangeNone), first)
	e.titles(host, news.Listing{}, d.Revision.Title)
	e.sound()
}

// revised gives the dispatch of the same identifier with another text.
func revised(t testing.TB, title, text string) news.Dispatch {
	t.Helper()
	return imported(t, news.Raw{ID: "same", Source: "TASS", Title: title, Text: text})
}

func changedText(e *env) {
	first := e.putAs(revised(e, "T", "One."), news.ChangeNew)
	next := revised(e, "T", "Two.")
	next.Revision.Received = at(5)
	got := e.putAs(next, news.ChangeRevised)
	want := next.Revision
	want.Number, want.Kind = 2, news.RevisionEdited
	if got.ID != first.ID {
		e.Errorf("Put: got dispatch %v, want %v", got.ID, first.ID)
	}
	same(e, "newest revision", got.Revision, want)
	same(e, "stored", e.get(host, first.ID), got)
	old, err := e.s.Revision(e.Context(), host, first.ID, first.Revision.ID)
	if err != nil {
		e.Fatalf("Revision: %v", err)
	}
	same(e, "first revision", old, first.Revision)
	e.titles(host, news.Listing{}, "T")
	e.sound()
}

func changedTitle(e *env) {
	e.putAs(revised(e, "T", "One."), news.ChangeNew)
	got := e.putAs(revised(e, "U", "One."), news.ChangeRevised)
	if got.Revision.Number != 2 || got.Revision.Title != "U" {
		e.Errorf("Put: got revision %d %q, want 2 \"U\"", got.Revision.Number, got.Revision.Title)
	}
}

func olderText(e *env) {
	first := e.putAs(revised(e, "T", "One."), news.ChangeNew)
	e.putAs(revised(e, "T", "Two."), news.ChangeRevised)
	back := e.putAs(revised(e, "T", "One."), news.ChangeRevised)
	same(e, "revision of the older text", back.Revision, first.Revision)
	third := e.putAs(revised(e, "T", "Three."), news.ChangeRevised)
	if third.Revision.Number != 3 {
		e.Errorf("Put: got number %d, want 3", third.Revision.Number)
	}
	e.sound()
}

func kindOfRevision(e *env) {
	e.putAs(revised(e, "T", "One."), news.ChangeNew)
	d := revised(e, "T", "Two.")
	d.Revision.Kind = news.RevisionCorrected
	if got := e.putAs(d, news.ChangeRevised); got.Revision.Kind != news.RevisionCorrected {
		e.Errorf("Put: got kind %q, want %q", got.Revision.Kind, news.RevisionCorrected)
	}
}

func failedBatch(e *env) {
	good := imported(e, news.Raw{ID: "good", Title: "good"})
	bad := made(e, news.Raw{ID: "bad"}, news.Within(beta), news.OriginImport)
	_, err := e.s.PutAll(e.Context(), alpha, []store.Item{{Dispatch: good}, {Dispatch: bad}})
	if !errors.Is(err, store.ErrForeignScope) {
		e.Errorf("PutAll: got error %v, want %v", err, store.ErrForeignScope)
	}
	e.titles(alpha, news.Listing{})
	e.putAs(good, news.ChangeNew)
}

func batchInOrder(e *env) {
	one, two := revised(e, "T", "One."), revised(e, "T", "Two.")
	got, err := e.s.PutAll(e.Context(), host, []store.Item{{Dispatch: one}, {Dispatch: two}, {Dispatch: two}})
	if err != nil {
		e.Fatalf("PutAll: %v", err)
	}
	var changes []news.Change
	for _, g := range got {
		changes = append(changes, g.Change)
	}
	same(e, "changes", changes, []news.Change{news.ChangeNew, news.ChangeRevised, news.ChangeNone})
	same(e, "last", got[2].Dispatch, e.get(host, one.ID))
	if none, err := e.s.PutAll(e.Context(), host, nil); err != nil || len(none) > 0 {
		e.Errorf("PutAll of nothing: got %v, %v, want nothing", none, err)
	}
}

func foreignScope(e *env) {
	d := made(e, news.Raw{ID: "1"}, news.Within(beta), news.OriginImport)
	for _, w := range []news.WorkspaceID{alpha, host} {
		if _, _, err := e.s.Put(e.Context(), w, d, terms("")); !errors.Is(err, store.ErrForeignScope) {
			e.Errorf("Put by %v: got error %v, want %v", w, err, store.ErrForeignScope)
		}
	}
	e.titles(beta, news.Listing{})
}

func atOnce(e *env) {
	const many = 16
	changes := make([]news.Change, many)
	errs := make([]error, many)
	d := imported(e, full())
	var all sync.WaitGroup
	for i := range many {
		all.Go(func() { changes[i], errs[i] = try(e.Context(), e.s, d) })
	}
	all.Wait()
	if err := errors.Join(errs...); err != nil {
		e.Fatalf("Put: %v", err)
	}
	count := map[news.Change]int{}
	for _, c := range changes {
		count[c]++
	}
	same(e, "changes", count, map[news.Change]int{news.ChangeNew: 1, news.ChangeNone: many - 1})
	e.titles(host, news.Listing{}, d.Revision.Title)
	e.sound()
}

func withoutIdentity(e *env) {
	if _, _, err := e.s.Put(e.Context(), host, news.Dispatch{}, terms("")); err == nil {
		e.Error("Put of a dispatch without keys: got no error")
	}
}

func newerTerms(e *env) {
	d := imported(e, news.Raw{ID: "1", Title: "T"})
	for _, index := range []news.IndexTerms{{Version: 2, Text: "second"}, {Version: 2, Text: "again"}, {Version: 1, Text: "first"}, {Version: 3, Text: "third"}} {
		if _, _, err := e.s.Put(e.Context(), host, d, index); err != nil {
			e.Fatalf("Put: %v", err)
		}
		if index.Version < 3 {
			e.titles(host, news.Listing{Terms: [][]string{{"second"}}}, "T")
		}
	}
	e.titles(host, news.Listing{Terms: [][]string{{"first", "second", "again"}}})
	e.titles(host, news.Listing{Terms: [][]string{{"third"}}}, "T")
}

func revisedTerms(e *env) {
	e.put(revised(e, "T", "One."), "one both")
	e.put(revised(e, "T", "Two."), "two both")
	e.titles(host, news.Listing{Terms: [][]string{{"one"}}})
	e.titles(host, news.Listing{Terms: [][]string{{"two"}, {"both"}}}, "T")
}
