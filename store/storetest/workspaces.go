package storetest

import (
	"time"

	"dateline/news"
	"dateline/store"
)

func workspaceTests() map[string]func(*env) {
	return map[string]func(*env){
		"joins once":                     joinsOnce,
		"one that left is not served":    leftUnserved,
		"one that left is forgotten":     leftForgotten,
		"one that came back keeps all":   backAgain,
		"one that left and is not known": leftUnknown,
		"those that left unheard":        leftUnheard,
		"those of another account stay":  othersStay,
	}
}

func (e *env) joined(w news.WorkspaceID, now time.Time, want bool) {
	e.Helper()
	e.joinedAs("us", w, now, want)
}

func (e *env) joinedAs(account string, w news.WorkspaceID, now time.Time, want bool) {
	e.Helper()
	first, err := e.s.Joined(e.Context(), account, w, now)
	if err != nil || first != want {
		e.Errorf("Joined: got %v, %v, want %v", first, err, want)
	}
}

func (e *env) left(w news.WorkspaceID, now time.Time) {
	e.Helper()
	if err := e.s.Left(e.Context(), w, now); err != nil {
		e.Fatalf("Left: %v", err)
	}
}

func joinsOnce(e *env) {
	e.joined(alpha, at(0), true)
	e.joined(alpha, at(1), false)
	e.joined(beta, at(1), true)
	e.left(alpha, at(2))
	e.joined(alpha, at(3), true)
	e.joined(alpha, at(4), false)
	e.joined(beta, at(4), false)
	e.sound()
}

// leftUnserved: threat 83. What others read is polled on.
func leftUnserved(e *env) {
	own, both := e.add(alpha, feed("own.example")), e.add(alpha, feed("both.example"))
	e.add(beta, both)
	e.claim(at(1), 2)
	e.left(alpha, at(2))
	got := e.claim(at(20), 1)
	if got[0].Source.ID != both.ID {
		e.Errorf("ClaimSources: got %s, want what beta reads", got[0].Source.Name)
	}
	p := pollOf(got[0], at(20))
	p.Notice = &news.Notice{ID: news.ID[news.Notice]{1}, Kind: news.NoticeFailing, Source: both.ID, Since: at(20), Created: at(20)}
	if _, err := e.s.FinishPoll(e.Context(), p); err != nil {
		e.Fatalf("FinishPoll: %v", err)
	}
	e.untold("test", beta)
	e.joined(alpha, at(21), true)
	if got := e.claim(at(21), 1); got[0].Source.ID != own.ID {
		e.Errorf("ClaimSources: got %s, want what alpha reads again", got[0].Source.Name)
	}
	e.sound()
}

func leftForgotten(e *env) {
	source := news.NewSource(news.SourceFeed, "https://u:p@own.example", "own", alpha, at(0))
	e.add(alpha, source)
	e.poll(source, at(0), e.entry(source, news.Raw{ID: "1", Title: "polled"}, at(0)))
	asked := askedUntil(e, "asked", at(1<<20))
	e.put(asked, "word")
	public := e.add(alpha, feed("public.example"))
	e.poll(public, at(0), e.entry(public, news.Raw{ID: "1", Title: "public"}, at(0)))
	e.converse(inAlpha, "p", news.Conversation{View: news.ViewID{1}, Command: "latest", Updated: at(0)})
	e.converse(inBeta, "p", news.Conversation{View: news.ViewID{2}, Command: "latest", Updated: at(0)})
	e.report(aReport(1), true)
	e.left(alpha, at(1))

	e.expire(at(1).Add(store.KeepGone-time.Second), 0)
	same(e, "Sources", e.sources(alpha), []string{"own", "public.example"})
	e.expire(at(1).Add(store.KeepGone), 2)
	same(e, "Sources", e.sources(alpha), []string(nil))
	_, err := e.s.Dispatch(e.Context(), alpha, asked.ID)
	e.gone("Dispatch", err)
	_, err = e.s.View(e.Context(), alpha, news.ViewID{1})
	e.gone("View", err)
	_, err = e.s.Conversation(e.Context(), inAlpha, "p")
	e.gone("Conversation", err)
	e.reports()
	e.view(beta, news.Conversation{View: news.ViewID{2}, Command: "latest", Updated: at(0)})
	e.putAs(asked, news.ChangeNew) // not even its key is known
	e.joined(alpha, at(1<<20), true)
	e.sound()
}

func backAgain(e *env) {
	e.joined(alpha, at(0), true)
	e.add(alpha, feed("a.example"))
	e.left(alpha, at(1))
	e.left(alpha, at(2))
	e.joined(alpha, at(3), true)
	e.expire(at(3).Add(2*store.KeepGone), 0)
	same(e, "Sources", e.sources(alpha), []string{"a.example"})
	e.joined(alpha, at(4), false)
}

func leftUnknown(e *env) {
	e.add(alpha, feed("a.example"))
	e.left(alpha, at(1))
	e.claim(at(2), 0)
	e.expire(at(1).Add(store.KeepGone), 0)
	same(e, "Sources", e.sources(alpha), []string(nil))
	e.sound()
}

func (e *env) only(account string, now time.Time, in ...news.WorkspaceID) {
	e.Helper()
	if err := e.s.Only(e.Context(), account, in, now); err != nil {
		e.Fatalf("Only: %v", err)
	}
}

func leftUnheard(e *env) {
	own, others := e.add(alpha, feed("own.example")), e.add(beta, feed("others.example"))
	e.joined(alpha, at(0), true)
	e.joined(beta, at(0), true)
	e.only("us", at(1), alpha, beta, news.WorkspaceID{7})
	e.claim(at(1), 2)
	e.only("us", at(2), beta, news.WorkspaceID{7})
	if got := e.claim(at(20), 1); got[0].Source.ID != others.ID {
		e.Errorf("ClaimSources: got %s, want what beta reads", got[0].Source.Name)
	}
	e.joined(beta, at(21), false)
	e.joined(news.WorkspaceID{7}, at(21), true) // of which nothing was known
	e.joined(alpha, at(21), true)
	if got := e.claim(at(21), 1); got[0].Source.ID != own.ID {
		e.Errorf("ClaimSources: got %s, want what alpha reads again", got[0].Source.Name)
	}
	e.only("us", at(22))
	e.claim(at(50), 0)
	e.sound()
}

func othersStay(e *env) {
	e.joinedAs("them", alpha, at(0), true)
	e.joined(beta, at(0), true)
	e.only("us", at(1))
	e.joinedAs("them", alpha, at(2), false)
	e.joined(beta, at(2), true)
	e.joined(alpha, at(3), false) // the account changed, and it is the last that counts
	e.only("them", at(4))
	e.joined(alpha, at(5), false)
	e.only("us", at(6))
	e.joined(alpha, at(7), true)
	e.sound()
}
