package storetest

import (
	"time"

	"dateline/news"
	"dateline/store"
)

func viewTests() map[string]func(*env) {
	return map[string]func(*env){
		"comes back":                viewComesBack,
		"is its workspace's alone":  viewApart,
		"ends":                      viewEnds,
		"a report comes back":       reportComesBack,
		"a report counts once":      reportOnce,
		"a report ends":             reportEnds,
		"a report needs no view":    reportAlone,
		"many reports, some wanted": reportsLimited,
	}
}

var (
	inAlpha = news.Channel{Platform: "test", Workspace: alpha, ID: "c"}
	inBeta  = news.Channel{Platform: "test", Workspace: beta, ID: "c"}
)

// converse keeps a conversation.
func (e *env) converse(c news.Channel, person string, conv news.Conversation) {
	e.Helper()
	if err := e.s.PutConversation(e.Context(), c, person, conv); err != nil {
		e.Fatalf("PutConversation: %v", err)
	}
}

// view wants the view to be there for w.
func (e *env) view(w news.WorkspaceID, want news.Conversation) {
	e.Helper()
	got, err := e.s.View(e.Context(), w, want.View)
	if err != nil {
		e.Fatalf("View: %v", err)
	}
	same(e, "View", got, want)
}

func viewComesBack(e *env) {
	first := news.Conversation{View: news.ViewID{1}, Command: "latest \"ж\" 3", Shown: []news.DispatchID{{3}, {1}}, Updated: at(1)}
	second := news.Conversation{View: news.ViewID{2}, Command: "topic", Updated: at(2)}
	none := news.Conversation{Command: "help", Updated: at(3)}
	for _, c := range []news.Conversation{first, second, none} {
		e.converse(inAlpha, "p", c)
		got, err := e.s.Conversation(e.Context(), inAlpha, "p")
		if err != nil {
			e.Fatalf("Conversation: %v", err)
		}
		same(e, "Conversation", got, c)
	}
	e.view(alpha, first)
	e.view(alpha, second)
	other := first
	other.Command, other.Updated = "another", at(9)
	e.converse(inAlpha, "q", other)
	e.view(alpha, first) // it stays what was shown
	_, err := e.s.View(e.Context(), alpha, news.ViewID{})
	e.gone("View of no identifier", err)
	e.sound()
}

// viewApart: threat 75.
func viewApart(e *env) {
	shown := news.Conversation{View: news.ViewID{1}, Command: "latest", Updated: at(1)}
	e.converse(inAlpha, "p", shown)
	elsewhere := inAlpha
	elsewhere.ID = "another"
	e.converse(elsewhere, "q", news.Conversation{Command: "help"})
	e.view(alpha, shown)
	for _, w := range []news.WorkspaceID{beta, host} {
		_, err := e.s.View(e.Context(), w, shown.View)
		e.gone("View of another workspace's", err)
	}
	e.converse(inBeta, "p", news.Conversation{View: shown.View, Command: "stolen", Updated: at(2)})
	e.view(alpha, shown)
}

func viewEnds(e *env) {
	old := news.Conversation{View: news.ViewID{1}, Command: "latest", Updated: at(0)}
	young := news.Conversation{View: news.ViewID{2}, Command: "latest", Updated: at(1)}
	e.converse(inAlpha, "p", old)
	e.converse(inAlpha, "p", young)
	e.expire(at(0).Add(store.KeepViews-time.Second), 0)
	e.view(alpha, old)
	e.expire(at(0).Add(store.KeepViews), 0)
	_, err := e.s.View(e.Context(), alpha, old.View)
	e.gone("View", err)
	e.view(alpha, young)
	e.expire(at(1).Add(store.KeepViews), 0)
	if _, err := e.s.Conversation(e.Context(), inAlpha, "p"); err != nil {
		e.Errorf("Conversation: got %v, want it to outlive its view", err)
	}
}

// report keeps a report and wants to hear whether it is the first.
func (e *env) report(r news.Report, want bool) {
	e.Helper()
	first, err := e.s.PutReport(e.Context(), r)
	if err != nil || first != want {
		e.Errorf("PutReport: got %v, %v, want %v", first, err, want)
	}
}

func (e *env) reports(want ...news.Report) {
	e.Helper()
	got, err := e.s.Reports(e.Context(), 10)
	if err != nil {
		e.Fatalf("Reports: %v", err)
	}
	same(e, "Reports", got, want)
}

func aReport(view byte) news.Report {
	return news.Report{
		View: news.ViewID{view}, Number: "1.2", Channel: inAlpha, Person: "p",
		Command: "latest topic:\"ж\"", Shown: []news.DispatchID{{2}, {1}}, Made: at(int(view)),
	}
}

func reportComesBack(e *env) {
	e.report(aReport(1), true)
	e.report(aReport(2), true)
	e.reports(aReport(2), aReport(1))
	e.sound()
}

func reportOnce(e *env) {
	first, again := aReport(1), aReport(1)
	again.Made = at(9)
	e.report(first, true)
	e.report(again, false)
	e.reports(first)
	for _, change := range []func(*news.Report){
		func(r *news.Report) { r.Number = "" }, func(r *news.Report) { r.Person = "q" },
		func(r *news.Report) { r.Channel = inBeta }, func(r *news.Report) { r.View = news.ViewID{9} },
	} {
		other := first
		change(&other)
		e.report(other, true)
	}
}

func reportEnds(e *env) {
	e.report(aReport(0), true)
	e.report(aReport(1), true)
	e.expire(at(0).Add(store.KeepReports), 0)
	e.reports(aReport(1))
}

func reportAlone(e *env) {
	r := aReport(0)
	r.View, r.Shown = news.ViewID{}, nil
	e.report(r, true)
	e.reports(r)
}

func reportsLimited(e *env) {
	for i := range 4 {
		e.report(aReport(byte(i)), true)
	}
	got, err := e.s.Reports(e.Context(), 1)
	if err != nil || len(got) != 1 || got[0].View != aReport(3).View {
		e.Errorf("Reports: got %v, %v, want the newest one", got, err)
	}
	if got, err := e.s.Reports(e.Context(), 0); err != nil || len(got) != 0 {
		e.Errorf("no Reports: got %v, %v", got, err)
	}
}
