package storetest

import (
	"testing"

	"dateline/news"
)

func digestTests() map[string]func(*env) {
	return map[string]func(*env){
		"comes back":            digestComesBack,
		"without a dateline":    digestWithoutDateline,
		"without bullets":       digestWithoutBullets,
		"the first one stays":   digestStays,
		"each key has its own":  digestKeys,
		"revision must be its":  digestOfRevision,
		"evidence of another":   digestOfTwo,
		"kept by old revisions": digestOfOldRevision,
	}
}

func keyOf(d news.Dispatch) news.DigestKey {
	return news.DigestKey{Dispatch: d.ID, Revision: d.Revision.ID, Summarizer: "extractive/1"}
}

// evidence is the range of d's whole text.
func evidence(d news.Dispatch) news.Evidence {
	return news.Evidence{Dispatch: d.ID, Revision: d.Revision.ID, Start: 0, End: len(d.Revision.Text)}
}

// digested keeps a small digest of d and gives its key.
func (e *env) digested(d news.Dispatch, headline string) news.DigestKey {
	e.Helper()
	g := news.Digest{
		Headline: headline, Method: news.Extractive,
		Bullets: []news.Bullet{{Text: d.Revision.Text, Evidence: []news.Evidence{evidence(d)}}},
	}
	k := keyOf(d)
	e.putDigest(d.Scope.Workspace(), k, g)
	return k
}

func (e *env) putDigest(w news.WorkspaceID, k news.DigestKey, g news.Digest) {
	e.Helper()
	if err := e.s.PutDigest(e.Context(), w, k, g, at(1)); err != nil {
		e.Fatalf("PutDigest: %v", err)
	}
}

func (e *env) wantDigest(k news.DigestKey, want news.Digest) {
	e.Helper()
	got, err := e.s.Digest(e.Context(), alpha, k)
	if err != nil {
		e.Fatalf("Digest: %v", err)
	}
	same(e, "Digest", got, want)
}

// wholeDigest is a digest that uses every field, of a dispatch from full.
func wholeDigest(t testing.TB, d news.Dispatch) news.Digest {
	t.Helper()
	piece := func(start, end int) news.Evidence {
		return news.Evidence{Dispatch: d.ID, Revision: d.Revision.ID, Start: start, End: end}
	}
	return news.Digest{
		Headline: "Headline \"quoted\"",
		Dateline: &news.Dateline{Place: "MOSCOW", Date: "July 6", Agency: "TASS"},
		Bullets: []news.Bullet{
			{Text: "Second", Topic: "Сирия", Attribution: "the Kremlin", Evidence: []news.Evidence{piece(24, 30), piece(2, 9), piece(10, 11)}},
			{Text: "First; it's", Evidence: []news.Evidence{piece(0, 1)}},
		},
		Method: news.Extractive,
	}
}

func digestComesBack(e *env) {
	d := imported(e, full())
	e.put(d, "")
	k := keyOf(d)
	_, err := e.s.Digest(e.Context(), alpha, k)
	e.gone("Digest that is not there", err)
	want := wholeDigest(e, d)
	e.putDigest(alpha, k, want)
	e.wantDigest(k, want)
	e.sound()
}

func digestWithoutDateline(e *env) {
	d := imported(e, full())
	e.put(d, "")
	none, empty, place := wholeDigest(e, d), wholeDigest(e, d), wholeDigest(e, d)
	none.Dateline, empty.Dateline, place.Dateline = nil, &news.Dateline{}, &news.Dateline{Place: "BERLIN"}
	for name, g := range map[string]news.Digest{"none": none, "empty": empty, "place alone": place} {
		k := keyOf(d)
		k.Options = name
		e.putDigest(host, k, g)
		e.wantDigest(k, g)
	}
}

func digestWithoutBullets(e *env) {
	d := imported(e, full())
	e.put(d, "")
	g := news.Digest{Headline: "H", Method: news.Extractive, Reason: "nothing to digest: only a list of headlines"}
	e.putDigest(host, keyOf(d), g)
	e.wantDigest(keyOf(d), g)
}

func digestStays(e *env) {
	d := imported(e, full())
	e.put(d, "")
	first := wholeDigest(e, d)
	e.putDigest(host, keyOf(d), first)
	e.putDigest(alpha, keyOf(d), news.Digest{Headline: "other", Bullets: []news.Bullet{{Text: "x", Evidence: []news.Evidence{evidence(d)}}}})
	e.wantDigest(keyOf(d), first)
	e.sound()
}

func digestKeys(e *env) {
	d := imported(e, full())
	e.put(d, "")
	base := keyOf(d)
	newer, other := base, base
	newer.Summarizer, other.Options = "extractive/2", "bullets=4"
	for _, k := range []news.DigestKey{base, newer, other} {
		e.putDigest(host, k, news.Digest{Headline: k.Summarizer + k.Options})
	}
	for _, k := range []news.DigestKey{base, newer, other} {
		e.wantDigest(k, news.Digest{Headline: k.Summarizer + k.Options})
	}
}

func digestOfRevision(e *env) {
	one, two := published(e, "one", at(0)), published(e, "two", at(0))
	e.put(one, "")
	e.put(two, "")
	k := keyOf(one)
	k.Revision = two.Revision.ID
	e.gone("PutDigest of another dispatch's revision", e.s.PutDigest(e.Context(), host, k, news.Digest{}, at(0)))
	k.Revision = news.RevisionID{9}
	e.gone("PutDigest of no revision", e.s.PutDigest(e.Context(), host, k, news.Digest{}, at(0)))
}

func digestOfTwo(e *env) {
	one, two := published(e, "one", at(0)), published(e, "two", at(0))
	e.put(one, "")
	e.put(two, "")
	g := news.Digest{Bullets: []news.Bullet{{Text: "x", Evidence: []news.Evidence{evidence(two), evidence(one)}}}}
	e.putDigest(host, keyOf(one), g)
	e.wantDigest(keyOf(one), g)
	e.sound()
}

func digestOfOldRevision(e *env) {
	first := e.putAs(revised(e, "T", "One."), news.ChangeNew)
	k := e.digested(first, "first")
	second := e.putAs(revised(e, "T", "Two."), news.ChangeRevised)
	_, err := e.s.Digest(e.Context(), alpha, keyOf(second))
	e.gone("Digest of the new revision", err)
	if got, err := e.s.Digest(e.Context(), alpha, k); err != nil || got.Headline != "first" {
		e.Errorf("Digest of the old revision: got %q, %v, want \"first\"", got.Headline, err)
	}
}
