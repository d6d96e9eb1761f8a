package storetest

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"

	"dateline/news"
	"dateline/store"
)

// source lets the actor read a source, or no more. What needs credentials is
// alpha's own, as a workspace's own scope is; what is public is there in both
// stores, whoever reads it.
func (w *world) source(actor news.WorkspaceID) {
	s := w.anySource(actor)
	own := s.Scope == news.Within(alpha)
	if rapid.Bool().Draw(w.T, "remove") {
		w.both(own, func(st store.Store) string { return show(st.RemoveSource(w.ctx, actor, s.ID)) })
		return
	}
	most := 2
	if actor == alpha {
		most = 10 // what is alpha's own counts, and is in one store alone
	}
	w.both(own, func(st store.Store) string {
		got, change, err := st.AddSource(w.ctx, actor, s, news.Reading{Person: "p"}, most)
		return fmt.Sprint(show(got, change), errors.Is(err, store.ErrTooMany), errors.Is(err, store.ErrForeignScope))
	})
}

func (w *world) anySource(actor news.WorkspaceID) news.Source {
	address := rapid.SampledFrom([]string{"https://a.example/", "https://b.example/", "https://u:p@a.example/"}).Draw(w.T, "address")
	return news.NewSource(news.SourceFeed, address, address[8:], actor, at(0))
}

// poll polls one source, if anybody reads it, for one random item.
func (w *world) poll(actor news.WorkspaceID) {
	s := w.anySource(actor)
	it := w.item(s)
	now := at(rapid.IntRange(0, 3).Draw(w.T, "now"))
	w.both(s.Scope == news.Within(alpha), func(st store.Store) string {
		all, err := st.ClaimSources(w.ctx, at(1000), now, now.Add(time.Minute), 100)
		if err != nil {
			return show(err)
		}
		i := slices.IndexFunc(all, func(c news.Claimed) bool { return c.Source.ID == s.ID })
		for _, c := range all {
			if c.Source.ID != s.ID {
				err = errors.Join(err, st.ReleaseSource(w.ctx, c.Source.ID, c.Lease))
			}
		}
		if i < 0 || err != nil {
			return show("not read", err)
		}
		got, err := st.FinishPoll(w.ctx, news.Poll{Source: all[i].Source, Lease: all[i].Lease, Items: []news.SourceItem{it}, At: now})
		if st == w.with && err == nil {
			w.remember(got[0].Dispatch)
		}
		return show(got, err)
	})
}

func (w *world) item(s news.Source) news.SourceItem {
	pick := func(name string, from ...string) string { return rapid.SampledFrom(from).Draw(w.T, name) }
	d, err := news.NewDispatch(news.Raw{
		ID: pick("id", "1", "2"), URL: pick("url", "", "https://news.example/1"), Source: "TASS", Giver: s.ID.String(),
		Text: pick("text", "One.", "Two.", "Three."), Published: at(-rapid.IntRange(0, 2).Draw(w.T, "published")),
	}, s.Scope, news.OriginSource, at(0))
	if err != nil {
		w.Fatalf("dispatch: %v", err)
	}
	it := news.SourceItem{
		Seen:     news.Seen{Key: d.Keys[0].Value, Hash: d.Keys[len(d.Keys)-1].Value},
		Dispatch: d, Index: terms("word"), Sketch: []uint64{1, 2}, Page: pick("page", "", "", "https://news.example/1"),
		LinkOnly: rapid.Bool().Draw(w.T, "link"),
	}
	if len(w.seen) > 0 && rapid.Bool().Draw(w.T, "copy") {
		it.CopyOf = rapid.SampledFrom(w.seen).Draw(w.T, "of").ID
	}
	return it
}

// complete ends every wait for a page; it goes over all scopes, and so does
// retain.
func (w *world) complete() {
	for _, st := range []store.Store{w.with, w.without} {
		all, err := st.ClaimCompletions(w.ctx, at(10), at(11), 100)
		for _, c := range all {
			d, made := news.NewDispatch(news.Raw{ID: "x", Text: "Whole."}, c.Scope, news.OriginSource, at(0))
			it := news.SourceItem{Dispatch: d, Index: terms("word whole"), Sketch: []uint64{1, 2}}
			err = errors.Join(err, made, st.FinishCompletion(w.ctx, c, &it, time.Time{}))
		}
		if err != nil {
			w.Fatalf("completions: %v", err)
		}
	}
}

func (w *world) retain() {
	before := at(rapid.IntRange(0, 1).Draw(w.T, "before"))
	for _, st := range []store.Store{w.with, w.without} {
		if _, err := st.Retain(w.ctx, before); err != nil {
			w.Fatalf("Retain: %v", err)
		}
	}
}

func (w *world) remember(d news.Dispatch) {
	if !slices.ContainsFunc(w.seen, func(known news.Dispatch) bool { return keyOf(known) == keyOf(d) }) {
		w.seen = append(w.seen, d)
	}
}

// compareSources asks what viewer reads, and what came of it.
func (w *world) compareSources(viewer news.WorkspaceID) {
	w.both(false, func(st store.Store) string {
		all, err := st.Sources(w.ctx, viewer)
		for _, s := range all {
			if !s.Scope.VisibleTo(viewer) || !s.Reading.Workspace.IsZero() && s.Reading.Workspace != viewer {
				w.Fatalf("workspace %v sees a source of %v, read by %v", viewer, s.Scope, s.Reading.Workspace)
			}
		}
		return show(all, err)
	})
	w.both(false, func(st store.Store) string {
		all, err := st.Similar(w.ctx, news.Within(viewer), []uint64{1, 2, 3}, at(-100), 50)
		for _, c := range all {
			w.own(viewer, c.Dispatch)
		}
		return show(all, err)
	})
	for _, d := range w.seen {
		w.both(false, func(st store.Store) string {
			all, err := st.Copies(w.ctx, viewer, d.ID)
			w.own(viewer, all...)
			return show(all, err)
		})
	}
	for _, st := range []store.Store{w.with, w.without} {
		if problems, err := st.Check(w.ctx); err != nil || len(problems) > 0 {
			w.Fatalf("Check: got %q, %v, want nothing", problems, err)
		}
	}
}
