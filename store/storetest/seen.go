package storetest

import "dateline/news"

func seenItems(e *env) {
	s, other := e.add(host, feed("a.example")), e.add(host, feed("b.example"))
	one, two := e.entry(s, news.Raw{ID: "1", URL: "https://x.example/1", Title: "one"}, at(-1)), e.entry(s, news.Raw{ID: "2", Title: "two"}, at(-2))
	three := e.entry(s, news.Raw{ID: "3", Title: "three"}, at(-3))
	stored := e.poll(s, at(0), one, two, three)
	e.poll(other, at(0), e.entry(other, news.Raw{ID: "1", Title: "other"}, at(-1)))
	p := pollOf(e.held(s, at(10)), at(10))
	p.SeenKeys = []string{"2", "unknown", "1"}
	if _, err := e.s.FinishPoll(e.Context(), p); err != nil {
		e.Fatalf("FinishPoll: %v", err)
	}
	want := []news.Seen{one.Seen, two.Seen, three.Seen}
	for i := range want {
		want[i].Dispatch, want[i].LastSeen = stored[i].Dispatch.ID, at([]int{10, 10, 0}[i])
	}
	got, err := e.s.Seen(e.Context(), s.ID, 10)
	if err != nil {
		e.Fatalf("Seen: %v", err)
	}
	same(e, "Seen", got, want)
	if got, err = e.s.Seen(e.Context(), s.ID, 1); err != nil || len(got) != 1 || got[0].Key != "1" {
		e.Errorf("Seen, one: got %v, %v", got, err)
	}
}
