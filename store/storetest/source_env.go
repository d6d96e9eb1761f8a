package storetest

import (
	"time"

	"dateline/news"
)

// feed makes a public source of an address that is due at the first time.
func feed(address string) news.Source {
	return news.NewSource(news.SourceFeed, "https://"+address, address, host, at(0))
}

// add makes w read the source.
func (e *env) add(w news.WorkspaceID, s news.Source) news.Source {
	e.Helper()
	got, change, err := e.s.AddSource(e.Context(), w, s, news.Reading{Channel: news.Channel{Platform: "test", Workspace: w, ID: "c"}, Person: "p", Added: at(0)}, 0)
	if err != nil || change != news.ChangeNew {
		e.Fatalf("AddSource: got %q, %v, want %q", change, err, news.ChangeNew)
	}
	return got
}

func (e *env) removeSource(w news.WorkspaceID, s news.Source) {
	e.Helper()
	if err := e.s.RemoveSource(e.Context(), w, s.ID); err != nil {
		e.Fatalf("RemoveSource: %v", err)
	}
}

// claim claims what is due at a time for ten minutes, and wants so many.
func (e *env) claim(now time.Time, want int) []news.Claimed {
	e.Helper()
	got, err := e.s.ClaimSources(e.Context(), now, now, now.Add(10*time.Minute), 100)
	if err != nil || len(got) != want {
		e.Fatalf("ClaimSources: got %d, %v, want %d", len(got), err, want)
	}
	return got
}

// entry makes an item of the source s, published at a time.
func (e *env) entry(s news.Source, raw news.Raw, when time.Time) news.SourceItem {
	e.Helper()
	raw.Source, raw.Giver = s.Name, s.ID.String()
	if raw.Published.IsZero() {
		raw.Published = when
	}
	d := made(e, raw, s.Scope, news.OriginSource)
	hash := d.Keys[len(d.Keys)-1].Value
	key := raw.ID
	if key == "" {
		key = raw.URL
	}
	return news.SourceItem{Seen: news.Seen{Key: key, URL: raw.URL, Title: raw.Title, Hash: hash}, Dispatch: d, Index: terms("word " + raw.Title)}
}

// poll claims the one source s, and finishes its poll at a time with the
// items; the next is due then.
func (e *env) poll(s news.Source, now time.Time, items ...news.SourceItem) []news.Stored {
	e.Helper()
	return e.finish(e.held(s, now), now, items...)
}

// held claims the one source s, whatever else is due.
func (e *env) held(s news.Source, now time.Time) news.Claimed {
	e.Helper()
	all, err := e.s.ClaimSources(e.Context(), at(1<<24), now, now.Add(10*time.Minute), 1000)
	if err != nil {
		e.Fatalf("ClaimSources: %v", err)
	}
	var own news.Claimed
	for _, c := range all {
		if c.Source.ID == s.ID {
			own = c
		} else if err := e.s.ReleaseSource(e.Context(), c.Source.ID, c.Lease); err != nil {
			e.Fatalf("ReleaseSource: %v", err)
		}
	}
	if own.Lease.IsZero() {
		e.Fatalf("ClaimSources: got %d without %s", len(all), s.Name)
	}
	return own
}

func (e *env) finish(c news.Claimed, now time.Time, items ...news.SourceItem) []news.Stored {
	e.Helper()
	got, err := e.s.FinishPoll(e.Context(), pollOf(c, now, items...))
	if err != nil || len(got) != len(items) {
		e.Fatalf("FinishPoll: got %d, %v, want %d", len(got), err, len(items))
	}
	return got
}

// pollOf is a poll that worked.
func pollOf(c news.Claimed, now time.Time, items ...news.SourceItem) news.Poll {
	c.Source.State.LastPoll, c.Source.State.LastSuccess, c.Source.State.Next = now, now, now.Add(5*time.Minute)
	return news.Poll{Source: c.Source, Lease: c.Lease, Items: items, At: now}
}

// changes wants these things to have become of the items.
func (e *env) changes(got []news.Stored, want ...news.Change) {
	e.Helper()
	var changes []news.Change
	for _, one := range got {
		changes = append(changes, one.Change)
	}
	same(e, "changes", changes, want)
}

// sources gives the names of what w reads.
func (e *env) sources(w news.WorkspaceID) []string {
	e.Helper()
	all, err := e.s.Sources(e.Context(), w)
	if err != nil {
		e.Fatalf("Sources: %v", err)
	}
	var names []string
	for _, s := range all {
		names = append(names, s.Name)
	}
	return names
}

// head wants the newest revision of a dispatch that is public to be of this
// kind, number and text.
func (e *env) head(id news.DispatchID, kind news.RevisionKind, number int, text string) {
	e.Helper()
	got := e.get(host, id).Revision
	if got.Kind != kind || got.Number != number || got.Text != text {
		e.Errorf("newest revision: got %d, %s: %q, want %d, %s: %q", got.Number, got.Kind, got.Text, number, kind, text)
	}
}
