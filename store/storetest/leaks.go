package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"dateline/news"
	"dateline/store"
)

func contextOf(t *testing.T) (context.Context, context.CancelFunc) {
	return context.WithCancel(t.Context())
}

// leaks does random things for two workspaces and the host in one store, and
// the same without alpha's own in a second one. Whatever beta and the host ask,
// both stores must answer alike: so nothing of alpha's can be seen, not even in
// a count or in the identity of a dispatch.
func leaks(t *testing.T, open Opener) {
	rapid.Check(t, func(r *rapid.T) {
		w := &world{T: r, ctx: t.Context(), with: open(t), without: open(t)}
		defer w.with.Close()    //nolint:errcheck // the test is about what is seen
		defer w.without.Close() //nolint:errcheck // the same
		for range rapid.IntRange(1, 30).Draw(r, "steps") {
			w.step()
		}
		w.compare(beta)
		w.compare(host)
	})
}

// world is the two stores, and each revision that was ever put into the first.
type world struct {
	*rapid.T
	ctx           context.Context
	with, without store.Store
	seen          []news.Dispatch
}

// step does one thing.
func (w *world) step() {
	actor := rapid.SampledFrom([]news.WorkspaceID{alpha, beta, host}).Draw(w.T, "actor")
	switch rapid.SampledFrom([]string{"put", "put", "digest", "converse", "expire", "source", "source", "poll", "poll", "poll", "complete", "retain"}).Draw(w.T, "step") {
	case "put":
		w.put(actor)
	case "digest":
		w.digest(actor)
	case "source":
		w.source(actor)
	case "poll":
		w.poll(actor)
	case "complete":
		w.complete()
	case "retain":
		w.retain()
	case "converse":
		c := news.Channel{Platform: "test", Workspace: actor, ID: "c"}
		conv := news.Conversation{Command: rapid.SampledFrom([]string{"a", "b"}).Draw(w.T, "command")}
		w.both(actor == alpha, func(s store.Store) string { return fmt.Sprint(s.PutConversation(w.ctx, c, "p", conv)) })
	case "expire":
		now := at(rapid.IntRange(0, 3).Draw(w.T, "now"))
		for _, s := range []store.Store{w.with, w.without} { // its number is the host's, over all
			if _, err := s.Expire(w.ctx, now); err != nil {
				w.Fatalf("Expire: %v", err)
			}
		}
	}
}

// put stores a random dispatch of few values, so that keys meet, in the scope
// of the actor or in public.
func (w *world) put(actor news.WorkspaceID) {
	scope := rapid.SampledFrom([]news.Scope{news.Within(actor), news.Public}).Draw(w.T, "scope")
	origin := rapid.SampledFrom([]news.Origin{news.OriginImport, news.OriginImport, news.OriginSample, news.OriginAsked}).Draw(w.T, "origin")
	pick := func(name string, from ...string) string { return rapid.SampledFrom(from).Draw(w.T, name) }
	d, err := news.NewDispatch(news.Raw{
		ID: pick("id", "", "1", "2"), URL: pick("url", "", "https://news.example/1"), Source: pick("source", "", "TASS"),
		Text: pick("text", "One.", "Two.", "Three."), Published: at(-rapid.IntRange(0, 2).Draw(w.T, "published")),
	}, scope, origin, at(0))
	if err != nil {
		w.Fatalf("dispatch: %v", err)
	}
	if rapid.Bool().Draw(w.T, "expires") {
		d.Expires = at(rapid.IntRange(1, 3).Draw(w.T, "until"))
	}
	index := terms("word " + pick("term", "a", "b"))
	w.both(scope == news.Within(alpha), func(s store.Store) string {
		got, change, err := s.Put(w.ctx, actor, d, index)
		if s == w.with && err == nil {
			w.remember(got)
		}
		return show(got, change, err)
	})
}

// digest keeps a digest of something that was put, whoever may see it.
func (w *world) digest(actor news.WorkspaceID) {
	if len(w.seen) == 0 {
		return
	}
	d := rapid.SampledFrom(w.seen).Draw(w.T, "dispatch")
	g := news.Digest{Headline: rapid.SampledFrom([]string{"a", "b"}).Draw(w.T, "headline")}
	w.both(d.Scope == news.Within(alpha) && actor == alpha, func(s store.Store) string {
		err := s.PutDigest(w.ctx, actor, keyOf(d), g, at(0))
		return fmt.Sprint(errors.Is(err, store.ErrNotFound), err == nil)
	})
}

// both does the same in both stores, and wants the same answer; what is
// alpha's own it does in the first alone.
func (w *world) both(own bool, do func(store.Store) string) {
	got := do(w.with)
	if own {
		return
	}
	if want := do(w.without); got != want {
		w.Fatalf("with alpha's own: %s\nwithout: %s", got, want)
	}
}

// compare asks both stores all that viewer can ask.
func (w *world) compare(viewer news.WorkspaceID) {
	questions := []news.Listing{
		{}, {Source: "TASS"}, {Copies: true}, {Now: at(1)}, {Source: "a.example/"}, {Since: at(-1)}, {Terms: [][]string{{"word"}}}, {Terms: [][]string{{"a"}}},
	}
	if len(w.seen) > 0 {
		d := rapid.SampledFrom(w.seen).Draw(w.T, "before")
		questions = append(questions, news.Listing{Before: d.ID})
	}
	for _, l := range questions {
		l.Limit = 50
		w.both(false, func(s store.Store) string {
			got, err := s.List(w.ctx, viewer, l)
			w.own(viewer, got...)
			return show(got, err)
		})
	}
	w.both(false, func(s store.Store) string {
		var got []news.Dispatch
		err := s.Each(w.ctx, viewer, func(d news.Dispatch) error { got = append(got, d); return nil })
		w.own(viewer, got...)
		st, statsErr := s.Stats(w.ctx, viewer)
		st.Bytes = 0
		return show(got, err, st, statsErr)
	})
	w.compareOne(viewer)
	w.compareSources(viewer)
}

// compareOne asks for everything that was ever put, by its identifiers.
func (w *world) compareOne(viewer news.WorkspaceID) {
	for _, d := range w.seen {
		w.both(false, func(s store.Store) string {
			got, err := s.Dispatch(w.ctx, viewer, d.ID)
			if err == nil {
				w.own(viewer, got)
			}
			r, revErr := s.Revision(w.ctx, viewer, d.ID, d.Revision.ID)
			g, digestErr := s.Digest(w.ctx, viewer, keyOf(d))
			if d.Scope == news.Within(alpha) && (err == nil || revErr == nil || digestErr == nil) {
				w.Fatalf("workspace %v sees alpha's %v", viewer, d.ID)
			}
			return show(got, err, r, revErr, g, digestErr)
		})
	}
	c := news.Channel{Platform: "test", Workspace: viewer, ID: "c"}
	w.both(false, func(s store.Store) string {
		conv, err := s.Conversation(w.ctx, c, "p")
		return show(conv, err)
	})
}

// own wants viewer to be allowed to see every one of these.
func (w *world) own(viewer news.WorkspaceID, all ...news.Dispatch) {
	for _, d := range all {
		if !d.Scope.VisibleTo(viewer) {
			w.Fatalf("workspace %v sees a dispatch of %v", viewer, d.Scope)
		}
	}
}

// show writes answers so that equal ones read alike; an error is told by what
// it means.
func show(answers ...any) string {
	out := ""
	for _, a := range answers {
		if err, ok := a.(error); ok {
			a = errors.Is(err, store.ErrNotFound)
		}
		out += fmt.Sprintf("%+v; ", a)
	}
	return out
}
