package storetest

import (
	"dateline/news"
)

func pollTests() map[string]func(*env) {
	return map[string]func(*env){
		"smoke": smoke,
	}
}

func smoke(e *env) {
	s := e.add(host, feed("a.example/feed"))
	it := e.entry(s, news.Raw{ID: "1", Title: "one"}, at(-1))
	it.Sketch = []uint64{1, 2, 1 << 63, ^uint64(0)}
	page := e.entry(s, news.Raw{ID: "2", Title: "two"}, at(-2))
	page.Page = "https://a.example/2"
	e.changes(e.poll(s, at(0), it, page), news.ChangeNew, news.ChangeNew)
	e.titles(alpha, news.Listing{}, "one")
	e.titles(alpha, news.Listing{Now: at(5)}, "one", "two")
	got, err := e.s.Similar(e.Context(), news.Public, it.Sketch, at(-10), 10)
	if err != nil || len(got) != 1 || got[0].Shared != 4 {
		e.Errorf("Similar: %v %v", got, err)
	}
	cs, err := e.s.ClaimCompletions(e.Context(), at(0), at(1), 10)
	if err != nil || len(cs) != 1 {
		e.Fatalf("ClaimCompletions: %v %v", cs, err)
	}
	whole := e.entry(s, news.Raw{ID: "2", Title: "two", Text: "Whole."}, at(-1))
	if err := e.s.FinishCompletion(e.Context(), cs[0], &whole, at(-1<<40)); err == nil {
	}
	e.titles(alpha, news.Listing{Terms: [][]string{{"one"}}, Source: "A.example/feed"}, "one")
	if _, err := e.s.Sources(e.Context(), alpha); err != nil {
		e.Error(err)
	}
	if _, err := e.s.Copies(e.Context(), alpha, it.Dispatch.ID); err != nil {
		e.Error(err)
	}
	if _, err := e.s.NextPoll(e.Context()); err != nil {
		e.Error(err)
	}
	if _, err := e.s.Seen(e.Context(), s.ID, 4); err != nil {
		e.Error(err)
	}
	if _, err := e.s.Notices(e.Context(), 4); err != nil {
		e.Error(err)
	}
	if _, err := e.s.Retain(e.Context(), at(9)); err != nil {
		e.Error(err)
	}
	e.sound()
}
