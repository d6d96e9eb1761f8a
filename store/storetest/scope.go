package storetest

import (
	"errors"

	"dateline/news"
	"dateline/store"
)

func scopeTests() map[string]func(*env) {
	return map[string]func(*env){
		"one's own is unseen by others": ownUnseen,
		"public is seen by all":         publicSeen,
		"asked is never listed":         askedUnlisted,
	}
}

func ownUnseen(e *env) {
	d := made(e, news.Raw{ID: "1", Source: "Own", Title: "own", Published: at(-5)}, news.Within(alpha), news.OriginImport)
	e.put(d, "secret")
	k := e.digested(d, "secret")
	e.titles(alpha, news.Listing{Terms: [][]string{{"secret"}}}, "own")
	for _, w := range []news.WorkspaceID{beta, host} {
		e.unseen(w, d, k)
		if got := (news.Stats{}); e.stats(w) != got {
			e.Errorf("Stats: got %+v, want %+v", e.stats(w), got)
		}
		e.titles(w, news.Listing{})
		e.titles(w, news.Listing{Source: "Own"})
		e.titles(w, news.Listing{Terms: [][]string{{"secret"}}})
	}
}

// unseen wants w to see nothing of d by any method.
func (e *env) unseen(w news.WorkspaceID, d news.Dispatch, k news.DigestKey) {
	e.Helper()
	ctx := e.Context()
	_, err := e.s.Dispatch(ctx, w, d.ID)
	e.gone("Dispatch", err)
	_, err = e.s.Revision(ctx, w, d.ID, d.Revision.ID)
	e.gone("Revision", err)
	_, err = e.s.Digest(ctx, w, k)
	e.gone("Digest", err)
	other := k
	other.Summarizer += "'"
	e.gone("PutDigest", e.s.PutDigest(ctx, w, other, news.Digest{}, at(0)))
	_, err = e.s.List(ctx, w, news.Listing{Before: d.ID, Limit: 1})
	e.gone("List after it", err)
	if _, _, err = e.s.Put(ctx, w, d, terms("")); !errors.Is(err, store.ErrForeignScope) {
		e.Errorf("Put: got error %v, want %v", err, store.ErrForeignScope)
	}
	for _, title := range e.each(w) {
		if title == d.Revision.Title {
			e.Errorf("Each: got %q", title)
		}
	}
}

func publicSeen(e *env) {
	d := published(e, "public", at(-5))
	e.put(d, "word")
	k := e.digested(d, "seen")
	for _, w := range []news.WorkspaceID{alpha, beta, host} {
		same(e, "Dispatch", e.get(w, d.ID), d)
		e.titles(w, news.Listing{Terms: [][]string{{"word"}}}, "public")
		same(e, "Each", e.each(w), []string{"public"})
		if _, err := e.s.Digest(e.Context(), w, k); err != nil {
			e.Errorf("Digest: %v", err)
		}
		if _, err := e.s.Revision(e.Context(), w, d.ID, d.Revision.ID); err != nil {
			e.Errorf("Revision: %v", err)
		}
	}
}

func askedUnlisted(e *env) {
	d := made(e, news.Raw{Source: "Paste", Title: "asked"}, news.Within(alpha), news.OriginAsked)
	e.put(d, "word")
	k := e.digested(d, "there")
	same(e, "Dispatch", e.get(alpha, d.ID), d)
	if _, err := e.s.Digest(e.Context(), alpha, k); err != nil {
		e.Errorf("Digest: %v", err)
	}
	for _, l := range []news.Listing{{}, {Terms: [][]string{{"word"}}}, {Source: "Paste"}, {Since: at(-60)}} {
		e.titles(alpha, l)
	}
	same(e, "Each", e.each(alpha), []string(nil))
	same(e, "Stats", e.stats(alpha), news.Stats{})
	e.unseen(beta, d, k)
}
