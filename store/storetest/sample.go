package storetest

import (
	"slices"

	"dateline/news"
)

func sampleTests() map[string]func(*env) {
	return map[string]func(*env){
		"is listed, not told":            sampleListed,
		"goes with the first dispatch":   sampleGoes,
		"stays beside what was asked":    sampleStays,
		"is hidden by one's own":         sampleHidden,
		"does not come back":             sampleLate,
		"comes back to an empty store":   sampleAgain,
		"gives the same listing by page": samplePages,
		"goes with the host's sources":   sampleGoesWithHost,
		"is hidden by one's own sources": sampleHiddenBySource,
	}
}

func sampleDispatch(e *env) news.Dispatch {
	e.Helper()
	return made(e, news.Raw{Source: "Sample", Title: "sample"}, news.Public, news.OriginSample)
}

func sampleListed(e *env) {
	e.putAs(sampleDispatch(e), news.ChangeNew)
	e.putAs(sampleDispatch(e), news.ChangeNone)
	e.titles(alpha, news.Listing{}, "sample")
	same(e, "Each", e.each(alpha), []string(nil))
	same(e, "Stats", e.stats(alpha), news.Stats{Dispatches: 1, Sources: 1, Sample: true, Oldest: at(0), Newest: at(0)})
}

func sampleGoes(e *env) {
	d := e.putAs(sampleDispatch(e), news.ChangeNew)
	k := e.digested(d, "gone with it")
	e.put(imported(e, news.Raw{ID: "1", Title: "real"}), "")
	e.titles(alpha, news.Listing{}, "real")
	same(e, "Each", e.each(alpha), []string{"real"})
	same(e, "Stats", e.stats(alpha), news.Stats{Dispatches: 1, Oldest: at(0), Newest: at(0)})
	_, err := e.s.Dispatch(e.Context(), host, d.ID)
	e.gone("Dispatch of the sample", err)
	_, err = e.s.Digest(e.Context(), host, k)
	e.gone("Digest of the sample", err)
	e.sound()
}

func sampleStays(e *env) {
	e.put(sampleDispatch(e), "")
	e.put(made(e, news.Raw{Title: "asked"}, news.Within(alpha), news.OriginAsked), "")
	e.titles(alpha, news.Listing{}, "sample")
}

func sampleHidden(e *env) {
	e.put(sampleDispatch(e), "")
	e.put(made(e, news.Raw{ID: "1", Title: "own"}, news.Within(alpha), news.OriginImport), "")
	e.titles(alpha, news.Listing{}, "own")
	e.titles(beta, news.Listing{}, "sample")
	if a, b := e.stats(alpha), e.stats(beta); a.Sample || a.Dispatches != 1 || !b.Sample || b.Dispatches != 1 {
		e.Errorf("Stats: got %+v and %+v, want the sample in the second alone", a, b)
	}
}

func sampleLate(e *env) {
	e.put(imported(e, news.Raw{ID: "1", Title: "real"}), "")
	e.putAs(sampleDispatch(e), news.ChangeNone)
	e.titles(alpha, news.Listing{}, "real")
	e.sound()
}

func sampleAgain(e *env) {
	e.put(sampleDispatch(e), "")
	d := imported(e, news.Raw{ID: "1", Title: "real"})
	d.Expires = at(1)
	e.put(d, "")
	e.expire(at(1), 1)
	e.titles(alpha, news.Listing{})
	e.put(sampleDispatch(e), "")
	e.titles(alpha, news.Listing{}, "sample")
}

func samplePages(e *env) {
	e.put(sampleDispatch(e), "")
	d := e.list(alpha, news.Listing{})[0]
	e.titles(alpha, news.Listing{Before: d.ID})
	e.put(imported(e, news.Raw{ID: "1", Title: "real"}), "")
	_, err := e.s.List(e.Context(), alpha, news.Listing{Before: d.ID, Limit: 1})
	e.gone("List after what is gone", err)
	if slices.Contains(e.each(alpha), "sample") {
		e.Error("Each: got the sample")
	}
}

func sampleGoesWithHost(e *env) {
	d := e.putAs(sampleDispatch(e), news.ChangeNew)
	s := e.add(host, feed("a.example"))
	e.poll(s, at(0))
	e.titles(alpha, news.Listing{}, "sample")
	e.poll(s, at(10), e.entry(s, news.Raw{ID: "1", Title: "one"}, at(-1)))
	for _, w := range []news.WorkspaceID{alpha, host} {
		e.titles(w, news.Listing{}, "one")
		_, err := e.s.Dispatch(e.Context(), w, d.ID)
		e.gone("Dispatch of the sample", err)
	}
	e.putAs(sampleDispatch(e), news.ChangeNone)
	e.titles(alpha, news.Listing{}, "one")
	e.sound()
}

func sampleHiddenBySource(e *env) {
	e.put(sampleDispatch(e), "")
	s := e.add(alpha, feed("a.example")) // public, but nobody else reads it
	e.poll(s, at(0), e.entry(s, news.Raw{ID: "1", Title: "one"}, at(-1)))
	e.titles(alpha, news.Listing{}, "one")
	e.titles(beta, news.Listing{}, "sample")
	if a, b := e.stats(alpha), e.stats(beta); a.Sample || a.Dispatches != 1 || !b.Sample || b.Dispatches != 1 {
		e.Errorf("Stats: got %+v and %+v, want the sample in the second alone", a, b)
	}
	e.add(host, s) // now all do
	e.titles(beta, news.Listing{}, "one")
}
