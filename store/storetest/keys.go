package storetest

import (
	"dateline/news"
)

func keyTests() map[string]func(*env) {
	return map[string]func(*env){
		"by any strong key":                  byAnyStrongKey,
		"the strongest key decides":          strongestDecides,
		"content counts without strong keys": contentAlone,
		"content contradicted":               contentContradicted,
		"content of an older revision":       contentOfOlder,
		"new keys are taken":                 newKeysTaken,
		"scopes have their own":              scopesApart,
		"source is part of the identifier":   sourcesApart,
		"keys outlive the dispatch":          keysOutlive,
	}
}

func byAnyStrongKey(e *env) {
	first := e.putAs(imported(e, news.Raw{ID: "1", URL: "https://news.example/1", Title: "A"}), news.ChangeNew)
	byURL := e.putAs(imported(e, news.Raw{ID: "2", URL: "https://news.example/1", Title: "B"}), news.ChangeRevised)
	if byURL.ID != first.ID {
		e.Errorf("by address: got %v, want %v", byURL.ID, first.ID)
	}
	byNewID := e.putAs(imported(e, news.Raw{ID: "2", URL: "https://news.example/2", Title: "C"}), news.ChangeRevised)
	if byNewID.ID != first.ID {
		e.Errorf("by the identifier that came with the address: got %v, want %v", byNewID.ID, first.ID)
	}
	e.sound()
}

func strongestDecides(e *env) {
	one := e.putAs(imported(e, news.Raw{ID: "1", Title: "A"}), news.ChangeNew)
	two := e.putAs(imported(e, news.Raw{URL: "https://news.example/2", Title: "B"}), news.ChangeNew)
	got := e.putAs(imported(e, news.Raw{ID: "1", URL: "https://news.example/2", Title: "B"}), news.ChangeRevised)
	if got.ID != one.ID {
		e.Errorf("Put: got %v, want %v, which has the identifier", got.ID, one.ID)
	}
	if keys := e.get(host, two.ID).Keys; len(keys) != 2 {
		e.Errorf("keys of the other: got %v, want its own two", keys)
	}
	e.sound()
}

func contentAlone(e *env) {
	first := e.putAs(imported(e, news.Raw{ID: "1", Title: "A", Text: "Same."}), news.ChangeNew)
	plain := e.putAs(imported(e, news.Raw{Title: "A", Text: "Same."}), news.ChangeNone)
	if plain.ID != first.ID {
		e.Errorf("without strong keys: got %v, want %v", plain.ID, first.ID)
	}
	other := e.putAs(imported(e, news.Raw{URL: "https://news.example/1", Title: "A", Text: "Same."}), news.ChangeNone)
	if other.ID != first.ID {
		e.Errorf("with a strong key of another kind: got %v, want %v", other.ID, first.ID)
	}
	e.titles(host, news.Listing{}, "A")
}

func contentContradicted(e *env) {
	first := e.putAs(imported(e, news.Raw{ID: "1", Title: "A", Text: "Same."}), news.ChangeNew)
	second := e.putAs(imported(e, news.Raw{ID: "2", Title: "A", Text: "Same."}), news.ChangeNew)
	if second.ID == first.ID {
		e.Errorf("another identifier: got the same dispatch %v", first.ID)
	}
	e.putAs(imported(e, news.Raw{ID: "2", Title: "A", Text: "Same."}), news.ChangeNone)
	e.titles(host, news.Listing{}, "A", "A")
	e.sound()
}

func contentOfOlder(e *env) {
	e.putAs(revised(e, "T", "One."), news.ChangeNew)
	want := e.putAs(revised(e, "T", "Two."), news.ChangeRevised)
	got := e.putAs(imported(e, news.Raw{Title: "T", Text: "One."}), news.ChangeNone)
	same(e, "Put of an older text without strong keys", got, want)
}

func newKeysTaken(e *env) {
	e.putAs(imported(e, news.Raw{Title: "A", Text: "Same."}), news.ChangeNew)
	d := imported(e, news.Raw{ID: "1", URL: "https://news.example/1", Title: "A", Text: "Same."})
	got := e.putAs(d, news.ChangeNone)
	same(e, "keys, strongest first", got.Keys, d.Keys)
	later := e.putAs(imported(e, news.Raw{ID: "1", Title: "B"}), news.ChangeRevised)
	if later.ID != got.ID || len(later.Keys) != 4 {
		e.Errorf("Put: got %v with %v, want %v with four keys", later.ID, later.Keys, got.ID)
	}
}

func scopesApart(e *env) {
	raw := news.Raw{ID: "1", Title: "A"}
	ids := map[news.DispatchID]bool{}
	for _, scope := range []news.Scope{news.Public, news.Within(alpha), news.Within(beta)} {
		ids[e.putAs(made(e, raw, scope, news.OriginImport), news.ChangeNew).ID] = true
	}
	if len(ids) != 3 {
		e.Errorf("Put in three scopes: got %d dispatches, want 3", len(ids))
	}
	e.titles(alpha, news.Listing{}, "A", "A")
	e.titles(host, news.Listing{}, "A")
	e.sound()
}

func sourcesApart(e *env) {
	e.putAs(imported(e, news.Raw{ID: "1", Source: "TASS", Title: "A", Text: "A."}), news.ChangeNew)
	e.putAs(imported(e, news.Raw{ID: "1", Source: "AP", Title: "B", Text: "B."}), news.ChangeNew)
}

func keysOutlive(e *env) {
	d := imported(e, news.Raw{URL: "https://news.example/1", Title: "A", Text: "A."})
	d.Expires = at(10)
	first := e.putAs(d, news.ChangeNew)
	e.expire(at(10), 1)
	with := imported(e, news.Raw{ID: "1", URL: "https://news.example/1", Title: "A", Text: "A."})
	got := e.putAs(with, news.ChangeNone)
	if got.ID != first.ID || got.Revision.Text != "A." || !got.Expires.IsZero() {
		e.Errorf("Put again: got %v %q until %v, want %v with its text for good", got.ID, got.Revision.Text, got.Expires, first.ID)
	}
	e.titles(host, news.Listing{}, "A")
	e.sound()
}
