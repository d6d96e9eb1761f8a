package storetest

import (
	"errors"
	"testing"
	"time"

	"dateline/news"
	"dateline/store"
)

func sourceTests() map[string]func(*env) {
	return map[string]func(*env){
		"comes back":                    sourceComesBack,
		"the host's are for all":        hostDefaults,
		"removed and read again":        readAgain,
		"read by both":                  readByBoth,
		"at most so many":               tooMany,
		"one's own are unseen":          ownSources,
		"removing what is not read":     removeUnread,
		"what nobody reads":             unreadUnpolled,
		"a stopped one is polled again": stoppedWakes,
		"shown by whom they are read":   listedForReaders,
		"imported as well":              importedAsWell,
		"listed by the source's name":   listedByName,
		"pages of many sources":         pagesOfSources,
	}
}

// wholeSource uses every field of a source and its state.
func wholeSource(t testing.TB) (news.Source, news.Reading) {
	t.Helper()
	s := feed("a.example/feed?x=%41&y")
	s.Name = "Ä feed \"quoted\""
	s.State = news.SourceState{
		Next: at(5), Interval: 17 * time.Minute, ETag: "W/\"é\t\x01\"", LastModified: "Wed, 06 Jul", NotBefore: at(4), Wait: time.Hour, Skip: 1<<30 | 1,
		LastPoll: at(3), LastSuccess: at(2), LastNew: at(1), Rhythm: 90 * time.Second, Failures: 3, FailingSince: at(-1),
		Cause: news.StatusCause(404), Told: at(-2), Moved: "https://b.example/",
	}
	r := news.Reading{Channel: news.Channel{Platform: "test", Workspace: alpha, ID: "c", Language: "de"}, Person: "p'", Added: at(7)}
	return s, r
}

func sourceComesBack(e *env) {
	want, r := wholeSource(e)
	got, change, err := e.s.AddSource(e.Context(), alpha, want, r, 5)
	if err != nil || change != news.ChangeNew {
		e.Fatalf("AddSource: got %q, %v", change, err)
	}
	want.Reading = r
	want.Reading.Workspace = alpha
	same(e, "AddSource", got, want)
	other := want
	other.Name, other.State = "other", news.SourceState{}
	got, change, err = e.s.AddSource(e.Context(), alpha, other, news.Reading{}, 1)
	if err != nil || change != news.ChangeNone {
		e.Errorf("AddSource again: got %q, %v", change, err)
	}
	same(e, "AddSource again", got, want)
	e.add(alpha, feed("b.example"))
	all, err := e.s.Sources(e.Context(), alpha)
	if err != nil || len(all) != 2 || all[0].Name != "b.example" {
		e.Fatalf("Sources: got %v, %v, want b.example first", all, err)
	}
	same(e, "Sources", all[1], want)
	claimed := e.claim(at(5), 2)
	want.Reading = news.Reading{}
	same(e, "ClaimSources", claimed[1].Source, want)
	e.sound()
}

func hostDefaults(e *env) {
	s := e.add(host, feed("a.example"))
	e.poll(s, at(0), e.entry(s, news.Raw{ID: "1", Title: "one"}, at(-1)))
	for _, w := range []news.WorkspaceID{host, alpha, beta} {
		same(e, "Sources", e.sources(w), []string{"a.example"})
		e.titles(w, news.Listing{}, "one")
	}
	e.removeSource(alpha, s)
	same(e, "Sources", e.sources(alpha), []string(nil))
	e.titles(alpha, news.Listing{})
	same(e, "Each", e.each(alpha), []string(nil))
	same(e, "Stats", e.stats(alpha), news.Stats{})
	for _, w := range []news.WorkspaceID{host, beta} {
		same(e, "Sources", e.sources(w), []string{"a.example"})
		e.titles(w, news.Listing{}, "one")
		same(e, "Each", e.each(w), []string{"one"})
		same(e, "Stats", e.stats(w), news.Stats{Dispatches: 1, Sources: 1, Oldest: at(-1), Newest: at(-1)})
	}
	e.removeSource(host, s)
	same(e, "Sources", e.sources(beta), []string(nil))
	e.titles(beta, news.Listing{})
	e.add(host, s)
	same(e, "Sources", e.sources(alpha), []string(nil)) // it stays removed
	same(e, "Sources", e.sources(beta), []string{"a.example"})
	e.sound()
}

func readAgain(e *env) {
	s := e.add(host, feed("a.example"))
	e.removeSource(alpha, s)
	got := e.add(alpha, s)
	if !got.Reading.Workspace.IsZero() {
		e.Errorf("AddSource of the host's: got a reading of %v, want the host's", got.Reading.Workspace)
	}
	e.removeSource(alpha, s)
	e.removeSource(host, s)
	if got := e.add(alpha, s); got.Reading.Workspace != alpha {
		e.Errorf("AddSource of what the host gave up: got a reading of %v, want alpha's", got.Reading.Workspace)
	}
	e.removeSource(alpha, s)
	e.add(alpha, s)
	same(e, "Sources", e.sources(alpha), []string{"a.example"})
	e.sound()
}

func readByBoth(e *env) {
	s := e.add(alpha, feed("a.example"))
	e.add(host, s)
	all, err := e.s.Sources(e.Context(), alpha)
	if err != nil || len(all) != 1 || all[0].Reading.Workspace != alpha {
		e.Errorf("Sources: got %v, %v, want it once, by alpha's own reading", all, err)
	}
	e.removeSource(host, s)
	same(e, "Sources", e.sources(alpha), []string{"a.example"})
	e.add(host, s)
	e.removeSource(alpha, s) // the host's as well
	same(e, "Sources", e.sources(alpha), []string(nil))
	same(e, "Sources", e.sources(beta), []string{"a.example"})
	e.sound()
}

func tooMany(e *env) {
	e.add(host, feed("host.example"))
	for _, s := range []news.Source{feed("a.example"), feed("b.example")} {
		if _, _, err := e.s.AddSource(e.Context(), alpha, s, news.Reading{}, 2); err != nil {
			e.Fatalf("AddSource: %v", err)
		}
	}
	add := func(w news.WorkspaceID, address string) error {
		_, _, err := e.s.AddSource(e.Context(), w, feed(address), news.Reading{}, 2)
		return err
	}
	if err := add(alpha, "c.example"); !errors.Is(err, store.ErrTooMany) {
		e.Errorf("a third: got error %v, want %v", err, store.ErrTooMany)
	}
	same(e, "Sources", e.sources(alpha), []string{"a.example", "b.example", "host.example"})
	for _, known := range []string{"a.example", "host.example"} {
		if err := add(alpha, known); err != nil {
			e.Errorf("a known one: %v", err)
		}
	}
	e.removeSource(alpha, feed("host.example"))
	if err := add(alpha, "host.example"); err != nil {
		e.Errorf("the host's, read again: %v", err)
	}
	if err := add(beta, "c.example"); err != nil {
		e.Errorf("another workspace's first: %v", err)
	}
	e.removeSource(alpha, feed("a.example"))
	if err := add(alpha, "c.example"); err != nil {
		e.Errorf("instead of another: %v", err)
	}
	e.claim(at(0), 3) // a.example is read by nobody
}

func ownSources(e *env) {
	s := news.NewSource(news.SourceFeed, "https://u:p@a.example/", "own", alpha, at(0))
	for _, w := range []news.WorkspaceID{beta, host} {
		if _, _, err := e.s.AddSource(e.Context(), w, s, news.Reading{}, 9); !errors.Is(err, store.ErrForeignScope) {
			e.Errorf("AddSource: got error %v, want %v", err, store.ErrForeignScope)
		}
	}
	e.add(alpha, s)
	it := e.entry(s, news.Raw{ID: "1", Title: "secret", Source: "own"}, at(-1))
	got := e.poll(s, at(0), it)[0].Dispatch
	e.titles(alpha, news.Listing{}, "secret")
	for _, w := range []news.WorkspaceID{beta, host} {
		same(e, "Sources", e.sources(w), []string(nil))
		e.gone("RemoveSource", e.s.RemoveSource(e.Context(), w, s.ID))
		e.titles(w, news.Listing{})
		e.titles(w, news.Listing{Source: "own"})
		e.titles(w, news.Listing{Terms: [][]string{{"secret"}}})
		_, err := e.s.Copies(e.Context(), w, got.ID)
		e.gone("Copies", err)
		e.unseen(w, got, keyOf(got))
	}
	// The same address without them is another source, and so is the dispatch.
	open := e.add(beta, news.NewSource(news.SourceFeed, "https://a.example/", "open", beta, at(0)))
	e.changes(e.poll(open, at(1), e.entry(open, news.Raw{ID: "1", Title: "secret"}, at(-1))), news.ChangeNew)
	e.titles(beta, news.Listing{}, "secret")
	e.titles(alpha, news.Listing{}, "secret")
	e.sound()
}

func removeUnread(e *env) {
	s := feed("a.example")
	e.gone("RemoveSource of nothing", e.s.RemoveSource(e.Context(), alpha, s.ID))
	e.add(beta, s)
	e.gone("RemoveSource of another's", e.s.RemoveSource(e.Context(), alpha, s.ID))
	e.add(host, s)
	e.removeSource(alpha, s)
	e.gone("RemoveSource twice", e.s.RemoveSource(e.Context(), alpha, s.ID))
	e.removeSource(beta, s)
	e.removeSource(host, s)
	e.gone("RemoveSource twice by the host", e.s.RemoveSource(e.Context(), host, s.ID))
	e.sound()
}

func unreadUnpolled(e *env) {
	s := e.add(alpha, feed("a.example"))
	e.add(beta, s)
	e.removeSource(alpha, s)
	c := e.claim(at(0), 1)[0]
	e.removeSource(beta, s)
	e.finish(c, at(0), e.entry(s, news.Raw{ID: "1", Title: "late"}, at(-1))) // it was on its way
	e.claim(at(100), 0)
	if next, err := e.s.NextPoll(e.Context()); err != nil || !next.IsZero() {
		e.Errorf("NextPoll: got %v, %v, want none", next, err)
	}
	e.add(alpha, s)
	e.titles(alpha, news.Listing{}, "late")
	e.claim(at(4), 0) // its state was kept
	e.claim(at(5), 1)
	e.sound()
}

func stoppedWakes(e *env) {
	s := e.add(host, feed("a.example"))
	p := pollOf(e.held(s, at(0)), at(0))
	p.Source.State.Stopped, p.Source.State.NotBefore = true, at(60)
	if _, err := e.s.FinishPoll(e.Context(), p); err != nil {
		e.Fatalf("FinishPoll: %v", err)
	}
	e.claim(at(1000), 0)
	again := s
	again.State.Next = at(30)
	got, change, err := e.s.AddSource(e.Context(), host, again, news.Reading{}, 0)
	if err != nil || change != news.ChangeNone || got.State.Stopped || !got.State.Next.Equal(at(60)) {
		e.Errorf("AddSource: got %q, %v, stopped %v until %v, want %q, not stopped, due when it asked to be", change, err, got.State.Stopped, got.State.Next, news.ChangeNone)
	}
	e.claim(at(60), 1)
}

func listedForReaders(e *env) {
	a, b, c := e.add(alpha, feed("a.example")), e.add(beta, feed("b.example")), e.add(host, feed("c.example"))
	e.add(alpha, b)
	for i, s := range []news.Source{a, b, c} {
		e.poll(s, at(0), e.entry(s, news.Raw{ID: s.Name, Title: s.Name}, at(-i)))
	}
	e.put(published(e, "import", at(-9)), "word")
	for w, want := range map[news.WorkspaceID][]string{
		alpha: {"a.example", "b.example", "c.example", "import"}, beta: {"b.example", "c.example", "import"}, host: {"c.example", "import"},
	} {
		e.titles(w, news.Listing{}, want...)
		e.titles(w, news.Listing{Limit: 1}, want[0])
		e.titles(w, news.Listing{Since: at(-8)}, want[:len(want)-1]...)
		e.titles(w, news.Listing{Terms: [][]string{{"word"}}}, want...)
		e.titles(w, news.Listing{Terms: [][]string{{"a.example", "c.example"}}, Limit: 1}, map[bool]string{true: "a.example", false: "c.example"}[w == alpha])
		if got := e.stats(w).Dispatches; got != len(want) {
			e.Errorf("Stats: got %d dispatches, want %d", got, len(want))
		}
		if got := e.each(w); len(got) != len(want) || got[0] != "import" {
			e.Errorf("Each: got %q, want %q from the last on", got, want)
		}
	}
	first := e.list(alpha, news.Listing{})[0]
	e.get(beta, first.ID) // by its identifier, the scope is enough
	if _, err := e.s.Revision(e.Context(), beta, first.ID, first.Revision.ID); err != nil {
		e.Errorf("Revision: %v", err)
	}
	e.titles(beta, news.Listing{Before: first.ID}, "b.example", "c.example", "import")
}

func importedAsWell(e *env) {
	s := e.add(alpha, feed("a.example"))
	it := e.entry(s, news.Raw{URL: "https://a.example/1", Title: "one", Text: "One."}, at(-1))
	e.poll(s, at(0), it)
	e.titles(beta, news.Listing{})
	e.putAs(imported(e, news.Raw{URL: "https://a.example/1", Title: "one", Text: "One."}), news.ChangeNone)
	e.titles(beta, news.Listing{}, "one")
	e.titles(alpha, news.Listing{}, "one")
	edited := e.entry(s, news.Raw{URL: "https://a.example/1", Title: "one", Text: "Two."}, at(-1))
	e.changes(e.poll(s, at(10), edited), news.ChangeRevised) // the source goes on
	e.sound()
}

func listedByName(e *env) {
	a, b := feed("a.example"), feed("b.example")
	a.Name, b.Name = "Größe", "Other"
	a, b = e.add(host, a), e.add(alpha, b)
	e.poll(a, at(0), e.entry(a, news.Raw{ID: "1", URL: "https://a.example/1", Title: "one"}, at(-1)))
	e.poll(b, at(0), e.entry(b, news.Raw{ID: "2", URL: "https://a.example/1", Title: "one"}, at(-1)),
		e.entry(b, news.Raw{ID: "3", Title: "three"}, at(-2)))
	e.put(imported(e, news.Raw{ID: "4", Source: "OTHER", Title: "four", Published: at(-3)}), "word")
	for _, terms := range [][][]string{nil, {{"word"}}} {
		e.titles(alpha, news.Listing{Source: "grösse", Terms: terms})
		e.titles(alpha, news.Listing{Source: "GRÖßE", Terms: terms}, "one")
		e.titles(alpha, news.Listing{Source: "other", Terms: terms}, "one", "three", "four")
		e.titles(beta, news.Listing{Source: "other", Terms: terms}, "four")
		e.titles(beta, news.Listing{Source: "größe", Terms: terms}, "one")
		e.titles(beta, news.Listing{Source: "nothing", Terms: terms})
	}
}

func pagesOfSources(e *env) {
	var all []news.Source
	for _, name := range []string{"a.example", "b.example", "c.example"} {
		all = append(all, e.add(alpha, feed(name)))
	}
	var want []string
	for i := range 12 {
		title := string(rune('a' + i))
		it := e.entry(all[i%3], news.Raw{URL: "https://x.example/" + title, Title: title}, at(-i))
		e.poll(all[i%3], at(i), it)
		if i%4 == 0 { // known to the others as well
			e.poll(all[(i+1)%3], at(i), e.entry(all[(i+1)%3], news.Raw{URL: "https://x.example/" + title, Title: title}, at(-i)))
		}
		want = append(want, title)
	}
	e.put(published(e, "import", at(-20)), "word")
	want = append(want, "import")
	for size := 1; size <= 13; size += 3 {
		same(e, "pages", e.walk(news.Listing{Limit: size}), want)
		same(e, "pages with terms", e.walk(news.Listing{Limit: size, Terms: [][]string{{"word"}}}), want)
	}
}
