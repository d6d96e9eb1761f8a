package desk

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/adapters"
	"dateline/news"
)

func (f *fixture) complete(t *testing.T, option, typed, language string) []adapters.Suggestion {
	t.Helper()
	r := f.request("latest")
	r.Language, r.Alone = language, true
	got, err := f.Complete(t.Context(), r, option, typed, 25)
	if err != nil {
		t.Fatalf("Complete(%s): %v", option, err)
	}
	if len(got) > 25 {
		t.Errorf("%s %q: got %d suggestions, want 25 at most", option, typed, len(got))
	}
	return got
}

func values(all []adapters.Suggestion) string {
	var names []string
	for _, s := range all {
		names = append(names, s.Value)
	}
	return strings.Join(names, "; ")
}

func TestComplete(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.addSeveral(t)
	f.ask(t, "latest 10") // topics come from digests that are there
	f.sources.all = []Source{{Source: news.Source{Name: "Reuters World", Address: "https://reuters.example/world"}}, {Source: news.Source{Name: "TASS"}}}
	for _, test := range []struct{ option, typed, language, want string }{
		{"topic", "", "en", "Karabakh"},
		{"topic", "zzz", "en", ""},
		{"source", "world", "en", "Reuters World"},
		{"since", "", "en", "today; yesterday; 24h; 3d; 7d; 30d; saturday; friday; thursday; wednesday; tuesday; monday; sunday"},
		{"since", "5", "en", "5d; 5h"},
		{"since", "friday", "en", "friday"},
		{"zone", "berl", "en", "Europe/Berlin"},
		{"zone", "york", "en", "America/New_York"},
		{"other", "", "en", ""},
	} {
		if got := values(f.complete(t, test.option, test.typed, test.language)); got != test.want {
			t.Errorf("%s %q: got %q, want %q", test.option, test.typed, got, test.want)
		}
	}
	if got := f.complete(t, "since", "vend", "fr"); len(got) != 1 || got[0].Value != "friday" || !strings.Contains(got[0].Label, "vendredi") {
		t.Errorf("since in French: got %v, want friday in French words", got)
	}
}

// TestSuggestionsAreUnderstood: each time that is suggested is one.
func TestSuggestionsAreUnderstood(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	for _, language := range []string{"en", "ru", "de", "fr", "es"} {
		for _, s := range f.complete(t, "since", "", language) {
			if c := theCatalogue().parse(`latest since:"`+s.Value+`"`, now); c.problem != nil || c.since.at.IsZero() || s.Label == "" {
				t.Errorf("%s: %q, %q: not understood", language, s.Label, s.Value)
			}
		}
	}
	for _, name := range zoneNames() {
		if _, err := time.LoadLocation(name); err != nil {
			t.Errorf("zone: %v", err)
		}
	}
	if all := zoneNames(); len(slices.Compact(slices.Sorted(slices.Values(all)))) != len(all) {
		t.Error("a zone is there twice")
	}
}

func TestCompleteFails(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.addSeveral(t)
	f.store.fail["List"] = errors.New("disk full")
	if got, err := f.Complete(t.Context(), f.request("latest"), "topic", "", 25); err == nil || got != nil {
		t.Errorf("got %v, %v, want the error", got, err)
	}
}
