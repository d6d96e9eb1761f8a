package storetest

import (
	"slices"
	"time"

	"dateline/news"
	"dateline/store"
)

func retention(e *env) {
	s := e.add(host, feed("a.example"))
	old, fresh := e.entry(s, news.Raw{ID: "1", Title: "old"}, at(-10)), e.entry(s, news.Raw{ID: "2", Title: "fresh"}, at(-20))
	old.Sketch, fresh.Sketch = []uint64{1, 2}, []uint64{1, 2}
	fresh.Dispatch.Received, fresh.CopyOf = at(50), old.Dispatch.ID
	e.put(published(e, "import", at(-1)), "word")
	gone := e.poll(s, at(0), old)[0].Dispatch
	k := e.digested(gone, "gone with it")
	e.poll(s, at(50), fresh)
	e.titles(host, news.Listing{}, "import", "old")
	if n, err := e.s.Retain(e.Context(), at(50)); err != nil || n != 2 {
		e.Fatalf("Retain: got %d, %v, want 2", n, err)
	}
	e.unfound(gone, k)
	e.titles(host, news.Listing{}, "fresh")
	e.titles(host, news.Listing{Terms: [][]string{{"old"}}})
	if got, err := e.s.Similar(e.Context(), news.Public, old.Sketch, at(-100), 10); err != nil || len(got) != 1 || got[0].Dispatch.Revision.Title != "fresh" {
		e.Errorf("Similar: got %v, %v, want the one that is left", got, err)
	}
	if got, err := e.s.Seen(e.Context(), s.ID, 10); err != nil || len(got) != 1 || got[0].Key != "2" {
		e.Errorf("Seen: got %v, %v, want the one that was seen since", got, err)
	}
	e.changes(e.poll(s, at(60), old), news.ChangeNone) // its identity stayed
	e.putAs(published(e, "import", at(-1)), news.ChangeNone)
	e.sound()
}

func itemsStay(e *env) {
	read, unread := e.add(host, feed("a.example")), e.add(host, feed("b.example"))
	for _, s := range []news.Source{read, unread} {
		e.poll(s, at(0), e.entry(s, news.Raw{ID: "0", Title: "zero"}, at(-1)))
		e.poll(s, at(1), e.entry(s, news.Raw{ID: "1", Title: "one"}, at(-1)), e.entry(s, news.Raw{ID: "2", Title: "two"}, at(-1)))
	}
	e.removeSource(host, unread)
	if _, err := e.s.Retain(e.Context(), at(1000)); err != nil {
		e.Fatalf("Retain: %v", err)
	}
	for s, want := range map[news.SourceID]int{read.ID: 2, unread.ID: 0} {
		if got, err := e.s.Seen(e.Context(), s, 10); err != nil || len(got) != want {
			e.Errorf("Seen: got %v, %v, want %d", got, err, want)
		}
	}
	e.sound()
}

func notices(e *env) {
	s := e.add(alpha, feed("a.example"))
	e.add(beta, s)
	e.add(host, s)
	e.removeSource(beta, s)
	id := func(kind news.NoticeKind) news.ID[news.Notice] {
		return news.DeriveID[news.Notice](s.ID.String(), string(kind))
	}
	tell := func(kind news.NoticeKind, now int) news.Notice {
		n := news.Notice{ID: id(kind), Kind: kind, Source: s.ID, Since: at(0), Cause: news.CauseName, Created: at(now)}
		p := pollOf(e.held(s, at(now)), at(now))
		p.Notice = &n
		if _, err := e.s.FinishPoll(e.Context(), p); err != nil {
			e.Fatalf("FinishPoll: %v", err)
		}
		return n
	}
	first := tell(news.NoticeFailing, 20)
	back := tell(news.NoticeBack, 40)
	tell(news.NoticeFailing, 60)
	got := e.untold("test", host, alpha, host, alpha)
	same(e, "Notices", []news.Notice{got[0].Notice, got[1].Notice, got[2].Notice}, []news.Notice{first, first, back})
	if s.ID != got[0].Source.ID || got[1].Reading.Person != "p" || !got[1].Tried.IsZero() {
		e.Errorf("Notices: got %+v, want the source and who added it", got[1])
	}
	e.untold("slack", host, host)
	e.tried(first, alpha, at(65), at(65))
	e.tried(first, alpha, at(66), at(65)) // since when it may have been sent
	e.tried(first, alpha, time.Time{}, time.Time{})
	e.tried(first, alpha, at(67), at(67))
	for range 2 {
		e.tellNotice(first, alpha, at(70))
	}
	tell(news.NoticeFailing, 80)
	e.untold("test", host, host, alpha)
	e.tellNotice(first, host, at(70))
	e.tellNotice(back, host, at(70))
	e.untold("test", alpha)
	e.removeSource(alpha, s)
	e.untold("test")
	e.gone("NoticeTold of nothing", e.s.NoticeTold(e.Context(), news.ID[news.Notice]{9}, host, at(0)))
	e.gone("NoticeTried of nothing", e.s.NoticeTried(e.Context(), news.ID[news.Notice]{9}, host, at(0)))
}

// noticesToNewcomers: what was made before somebody added the source is not told them.
func noticesToNewcomers(e *env) {
	s := e.add(alpha, feed("a.example"))
	p := pollOf(e.held(s, at(20)), at(20))
	p.Notice = &news.Notice{ID: news.ID[news.Notice]{1}, Kind: news.NoticeFailing, Source: s.ID, Since: at(-90), Created: at(-1)}
	if _, err := e.s.FinishPoll(e.Context(), p); err != nil {
		e.Fatalf("FinishPoll: %v", err)
	}
	e.untold("test")
}

// untold checks whom the untold notices are for, on a platform.
func (e *env) untold(platform string, want ...news.WorkspaceID) []store.TellNotice {
	e.Helper()
	got, err := e.s.Notices(e.Context(), []string{platform, "irc"}, 10)
	if err != nil {
		e.Fatalf("Notices: %v", err)
	}
	var to []news.WorkspaceID
	for _, n := range got {
		to = append(to, n.Reading.Workspace)
	}
	same(e, "Notices", to, want)
	return got
}

// tried says that a notice is tried, and checks since when it may have been sent.
func (e *env) tried(n news.Notice, w news.WorkspaceID, now, want time.Time) {
	e.Helper()
	if err := e.s.NoticeTried(e.Context(), n.ID, w, now); err != nil {
		e.Fatalf("NoticeTried: %v", err)
	}
	all, err := e.s.Notices(e.Context(), []string{"test"}, 10)
	i := slices.IndexFunc(all, func(t store.TellNotice) bool { return t.Notice.ID == n.ID && t.Reading.Workspace == w })
	if err != nil || i < 0 || !all[i].Tried.Equal(want) {
		e.Errorf("Notices: got %+v, %v, want one tried at %v", all, err, want)
	}
}

func (e *env) tellNotice(n news.Notice, w news.WorkspaceID, now time.Time) {
	e.Helper()
	if err := e.s.NoticeTold(e.Context(), n.ID, w, now); err != nil {
		e.Errorf("NoticeTold: %v", err)
	}
}
