package storetest

import "dateline/news"

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
	got, err := e.s.Notices(e.Context(), 10)
	if err != nil || len(got) != 2 {
		e.Fatalf("Notices: got %v, %v, want 2", got, err)
	}
	same(e, "Notices", []news.Notice{got[0].Notice, got[1].Notice}, []news.Notice{first, back})
	if r := got[0].Readings; got[0].Source.ID != s.ID || len(r) != 2 || r[0].Workspace == r[1].Workspace || r[0].Workspace == beta || r[1].Workspace == beta || r[0].Person != "p" {
		e.Errorf("Notices: got source %v and readings %+v, want alpha's and the host's", got[0].Source.ID, r)
	}
	for range 2 {
		if err := e.s.NoticeTold(e.Context(), first.ID, at(70)); err != nil {
			e.Errorf("NoticeTold: %v", err)
		}
	}
	tell(news.NoticeFailing, 80)
	if got, err = e.s.Notices(e.Context(), 10); err != nil || len(got) != 1 || got[0].Notice.ID != back.ID {
		e.Errorf("Notices: got %v, %v, want the second alone", got, err)
	}
	e.gone("NoticeTold of nothing", e.s.NoticeTold(e.Context(), news.ID[news.Notice]{9}, at(0)))
}
