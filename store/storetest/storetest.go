// Package storetest is the conformance suite of package store: what every
// database must do, told as tests. A database's own tests call [Run], and
// [RunBackup] where a backup can be opened as a database.
package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/news"
	"dateline/store"
)

// Opener gives an empty store of its own to each test that asks, and closes
// it when that test ends.
type Opener func(t *testing.T) store.Store

// Run tests every promise of the contract on stores that open gives.
func Run(t *testing.T, open func(t *testing.T) store.Store) {
	t.Helper()
	groups := map[string]map[string]func(*env){
		"put": putTests(), "keys": keyTests(), "sample": sampleTests(), "list": listTests(),
		"scope": scopeTests(), "digest": digestTests(), "conversation": conversationTests(), "upkeep": upkeepTests(),
		"source": sourceTests(), "poll": pollTests(), "completion": completionTests(), "copies": copyTests(),
		"view": viewTests(), "workspace": workspaceTests(), "settings": settingsTests(),
	}
	for group, tests := range groups {
		t.Run(group, func(t *testing.T) {
			t.Parallel()
			for name, test := range tests {
				t.Run(name, func(t *testing.T) {
					t.Parallel()
					test(&env{T: t, s: open(t)})
				})
			}
		})
	}
	t.Run("leaks", func(t *testing.T) {
		t.Parallel()
		leaks(t, open)
	})
}

// The workspaces of the tests: two that must not see each other, and the host.
var (
	alpha = news.Workspace{Platform: "test", Native: "alpha"}.ID()
	beta  = news.Workspace{Platform: "test", Native: "beta"}.ID()
	host  = news.WorkspaceID{}
)

// env is one test with its store; its methods fail the test where the store
// fails.
type env struct {
	*testing.T
	s store.Store
}

// at is a time so many minutes after the first.
func at(minutes int) time.Time {
	return time.Date(2016, time.July, 6, 12, 0, 0, 0, time.UTC).Add(time.Duration(minutes) * time.Minute)
}

// imported makes a public dispatch of raw, received at the first time.
func imported(t testing.TB, raw news.Raw) news.Dispatch {
	t.Helper()
	return made(t, raw, news.Public, news.OriginImport)
}

// made makes a dispatch of raw; a text is supplied where there is none.
func made(t testing.TB, raw news.Raw, scope news.Scope, origin news.Origin) news.Dispatch {
	t.Helper()
	if raw.Text == "" {
		raw.Text = "Text of " + raw.ID + raw.Title + raw.URL + "."
	}
	d, err := news.NewDispatch(raw, scope, origin, at(0))
	if err != nil {
		t.Fatalf("dispatch: %v", err)
	}
	return d
}

// terms are index terms of the first version.
func terms(text string) news.IndexTerms { return news.IndexTerms{Version: 1, Text: text} }

// put stores d for the host, or for the workspace of its scope.
func (e *env) put(d news.Dispatch, index string) (news.Dispatch, news.Change) {
	e.Helper()
	got, change, err := e.s.Put(e.Context(), d.Scope.Workspace(), d, terms(index))
	if err != nil {
		e.Fatalf("Put: %v", err)
	}
	return got, change
}

// putAs stores d and wants the change.
func (e *env) putAs(d news.Dispatch, want news.Change) news.Dispatch {
	e.Helper()
	got, change := e.put(d, "")
	if change != want {
		e.Fatalf("Put %q: got change %q, want %q", d.Revision.Title, change, want)
	}
	return got
}

// list gives what w is shown.
func (e *env) list(w news.WorkspaceID, l news.Listing) []news.Dispatch {
	e.Helper()
	if l.Limit == 0 {
		l.Limit = 100
	}
	got, err := e.s.List(e.Context(), w, l)
	if err != nil {
		e.Fatalf("List: %v", err)
	}
	return got
}

// titles wants the listing to show dispatches of these titles.
func (e *env) titles(w news.WorkspaceID, l news.Listing, want ...string) {
	e.Helper()
	var got []string
	for _, d := range e.list(w, l) {
		got = append(got, d.Revision.Title)
	}
	same(e, "List", got, want)
}

// each gives the titles that Each tells w.
func (e *env) each(w news.WorkspaceID) []string {
	e.Helper()
	var got []string
	err := e.s.Each(e.Context(), w, func(d news.Dispatch) error {
		got = append(got, d.Revision.Title)
		return nil
	})
	if err != nil {
		e.Fatalf("Each: %v", err)
	}
	return got
}

// get reads a dispatch that is there.
func (e *env) get(w news.WorkspaceID, id news.DispatchID) news.Dispatch {
	e.Helper()
	got, err := e.s.Dispatch(e.Context(), w, id)
	if err != nil {
		e.Fatalf("Dispatch: %v", err)
	}
	return got
}

// stats gives the counts for w without the size, which is each database's own.
func (e *env) stats(w news.WorkspaceID) news.Stats {
	e.Helper()
	got, err := e.s.Stats(e.Context(), w)
	if err != nil {
		e.Fatalf("Stats: %v", err)
	}
	if got.Bytes <= 0 {
		e.Errorf("Stats: got a size of %d bytes, want a size", got.Bytes)
	}
	got.Bytes = 0
	return got
}

// expire deletes what is due and wants the number.
func (e *env) expire(now time.Time, want int) {
	e.Helper()
	got, err := e.s.Expire(e.Context(), now)
	if err != nil || got != want {
		e.Fatalf("Expire: got %d, %v, want %d", got, err, want)
	}
}

// gone wants the error of a method to be ErrNotFound.
func (e *env) gone(what string, err error) {
	e.Helper()
	if !errors.Is(err, store.ErrNotFound) {
		e.Errorf("%s: got error %v, want %v", what, err, store.ErrNotFound)
	}
}

// sound wants Check to find nothing.
func (e *env) sound() {
	e.Helper()
	got, err := e.s.Check(e.Context())
	if err != nil || len(got) > 0 {
		e.Errorf("Check: got %q, %v, want nothing", got, err)
	}
}

// same compares got with want, identifiers and scopes by their values.
func same(t testing.TB, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b news.Scope) bool { return a == b })); diff != "" {
		t.Errorf("%s: got +, want -:\n%s", what, diff)
	}
}

// try is for goroutines, which must not end the test.
func try(ctx context.Context, s store.Store, d news.Dispatch) (news.Change, error) {
	_, change, err := s.Put(ctx, d.Scope.Workspace(), d, terms(""))
	return change, err
}
