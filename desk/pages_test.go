package desk

import (
	"errors"
	"strings"
	"testing"
	"time"

	"dateline/adapters"
	"dateline/news"
)

// press asks what a button of a reply does, as one person alone.
func (f *fixture) press(t testing.TB, r adapters.Reply, command string) adapters.Reply {
	t.Helper()
	request := f.request(command)
	request.View, request.Alone, request.Person = r.View, true, "presser"
	reply, err := f.Handle(t.Context(), request)
	if err != nil {
		t.Fatalf("Handle(%q): %v", command, err)
	}
	return reply
}

// alone asks as one person alone, who speaks a language.
func (f *fixture) alone(t testing.TB, text, language string) adapters.Reply {
	t.Helper()
	request := f.request(text)
	request.Alone, request.Person, request.Language = true, "asker", language
	reply, err := f.Handle(t.Context(), request)
	if err != nil {
		t.Fatalf("Handle(%q): %v", text, err)
	}
	return reply
}

func has(r adapters.Reply, command string) bool {
	for _, a := range r.Actions {
		if a.Command == command {
			return true
		}
	}
	return false
}

// wordsOf gives what a reply shows but its actions.
func wordsOf(r adapters.Reply) string {
	r.Actions = nil
	return show(r)
}

// TestButtonsAreAboutTheirReply: whatever was shown since, and to whomever.
func TestButtonsAreAboutTheirReply(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.addSeveral(t)
	first := f.ask(t, "latest 2")
	second := f.ask(t, "latest ferry")
	asked := f.ask(t, "digest The bridge opens on Monday.")
	if first.View.IsZero() || first.View == second.View || second.View == asked.View {
		t.Fatalf("views: got %v, %v, %v, want one for each reply", first.View, second.View, asked.View)
	}
	f.clock = f.clock.Add(72 * time.Hour)
	for _, test := range []struct {
		reply         adapters.Reply
		command, want string
	}{
		{first, "evidence 2", "Baku said it would come"},
		{second, "evidence 1", "The ferry to Karabakh street was stopped."},
		{asked, "evidence", "The bridge opens on Monday."},
		{first, "older", "Ferry stopped"},
		{first, "text 1", "Weather was fine."},
	} {
		got := f.press(t, test.reply, test.command)
		if !strings.Contains(show(got), test.want) {
			t.Errorf("%s: got\n%s\nwant %q in it", test.command, show(got), test.want)
		}
		if test.command != "older" && got.View != test.reply.View {
			t.Errorf("%s: the answer's view is %v, want that of the reply, %v", test.command, got.View, test.reply.View)
		}
	}
}

func TestPagesGoBothWays(t *testing.T) {
	t.Parallel()
	for _, listing := range []string{"latest 2", "topic ferry"} {
		f := newFixture(t)
		f.addSeveral(t)
		for i := range 20 {
			f.add(t, news.OriginImport, news.Raw{ID: "f" + string(rune('a'+i)), Published: now.Add(-time.Duration(i) * time.Hour), Text: "Ferry number " + string(rune('a'+i)) + " sails.\n"})
		}
		pages := []adapters.Reply{f.ask(t, listing)}
		if has(pages[0], "newer") {
			t.Errorf("%s: the newest page offers newer ones", listing)
		}
		for range 2 {
			pages = append(pages, f.press(t, pages[len(pages)-1], "older"))
		}
		page := pages[2]
		for i := 1; i >= 0; i-- {
			if !has(page, "newer") {
				t.Fatalf("%s: page %d does not offer newer ones:\n%s", listing, i+1, show(page))
			}
			page = f.press(t, page, "newer")
			if got, want := wordsOf(page), wordsOf(pages[i]); got != want {
				t.Errorf("%s: back on page %d: got\n%s\nwant\n%s", listing, i, got, want)
			}
		}
		if got := wordsOf(f.press(t, page, "newer")); got != "text   Nothing newer.\n" {
			t.Errorf("%s: newer than the newest: got %s", listing, got)
		}
		if got, want := wordsOf(f.press(t, page, "older")), wordsOf(pages[1]); got != want {
			t.Errorf("%s: forth again: got\n%s\nwant\n%s", listing, got, want)
		}
	}
}

// TestViewsStayInTheirWorkspace: threat 75.
func TestViewsStayInTheirWorkspace(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.addSeveral(t)
	secret := f.ask(t, "digest The bridge opens on Monday.")
	other := *f
	other.channel = news.Channel{Platform: "discord", Workspace: news.Workspace{Platform: "discord", Native: "other"}.ID(), ID: "terminal", Language: "en"}
	for _, command := range []string{"evidence", "text 1", "also", "older", "newer", "share", "wrong 1"} {
		if got := show(other.press(t, secret, command)); got != "(failed)\ntext   That answer is no longer kept. Ask again.\n" {
			t.Errorf("%s: got %s, want it refused", command, got)
		}
	}
	if len(f.store.reports) > 0 {
		t.Errorf("got the reports %v, want none", f.store.reports)
	}
	forged := secret
	forged.View[3] ^= 1
	if got := f.press(t, forged, "evidence"); !got.Failed {
		t.Errorf("an unknown view: got %s", show(got))
	}
}

func TestShare(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.addSeveral(t)
	f.channel.Language = "de"
	for _, question := range []string{"latest 2", "latest", "topic Karabakh", "digest The bridge opens on Monday."} {
		shown := f.alone(t, question, "fr")
		if !has(shown, "share") || !has(shown, "wrong") || shown.Public {
			t.Fatalf("%s: got %s, want an answer for one person that can be shared", question, show(shown))
		}
		public := f.press(t, shown, "share")
		if !public.Public || public.Language != "de" || public.View.IsZero() || public.View == shown.View {
			t.Errorf("%s: shared: got public %v, language %q, view %v", question, public.Public, public.Language, public.View)
		}
		if has(public, "share") || has(public, "wrong") {
			t.Errorf("%s: what is public offers to be shared:\n%s", question, show(public))
		}
		if got, want := wordsOf(public), wordsOf(f.ask(t, question)); got != want {
			t.Errorf("%s: shared: got\n%s\nwant what everybody is shown:\n%s", question, got, want)
		}
		if got := f.press(t, public, "evidence 1"); got.Failed || got.Public {
			t.Errorf("%s: evidence of what was shared: got %s", question, show(got))
		}
	}
	if got := show(f.ask(t, "share")); !strings.Contains(got, "Hier sehen es schon alle.") {
		t.Errorf("share in public: got %s", got)
	}
}

func TestSharedTextIsGone(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	shown := f.alone(t, "digest The bridge opens on Monday.", "fr")
	clear(f.store.dispatches)
	if got := f.press(t, shown, "share"); !got.Failed || got.Public {
		t.Errorf("got %s, public %v, want a refusal for the person alone", show(got), got.Public)
	}
}

func TestWrong(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.addSeveral(t)
	shown := f.alone(t, "latest 2", "")
	evidence := f.press(t, shown, "evidence 2")
	if !has(evidence, "wrong 2") {
		t.Errorf("evidence: got %s, want it to ask whether it is wrong", show(evidence))
	}
	for _, test := range []struct{ command, want string }{
		{"wrong", "text   Noted. The host of this bot can read it.\n"},
		{"wrong 2", "text   Noted. The host of this bot can read it.\n"},
		{"wrong 2", "text   You have said so before.\n"},
		{"wrong 9", "(failed)\ntext   Nothing carries the number 9.\n"},
	} {
		if got := show(f.press(t, shown, test.command)); got != test.want {
			t.Errorf("%s: got %s, want %s", test.command, got, test.want)
		}
	}
	if len(f.store.reports) != 2 {
		t.Fatalf("got %d reports, want 2", len(f.store.reports))
	}
	got := f.store.reports[1]
	if got.View != shown.View || got.Number != "2" || got.Person != "presser" || got.Command != "latest count:2" || len(got.Shown) != 2 || !got.Made.Equal(f.clock) {
		t.Errorf("got the report %+v", got)
	}
}

func TestEvidenceHasItsNeighbours(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.add(t, news.OriginImport, news.Raw{Text: "The weather was fine on Friday.\nTalks on Karabakh went on in Vienna.\nThe talks end on Monday.\n"})
	f.ask(t, "latest 1")
	var quotes []adapters.Block
	for _, b := range f.ask(t, "evidence 2").Blocks {
		if b.Kind == adapters.BlockQuote {
			quotes = append(quotes, b)
		}
	}
	if len(quotes) != 1 {
		t.Fatalf("got %d quotations, want 1", len(quotes))
	}
	q := quotes[0]
	if q.Point != q.Text || q.Text != "Talks on Karabakh went on in Vienna." || q.Before != "The weather was fine on Friday." || q.After != "The talks end on Monday." {
		t.Errorf("got the point %q between %q and %q", q.Point, q.Before, q.After)
	}
}

func TestGuests(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	w := f.channel.Workspace
	for i, want := range []bool{true, false, true, false, true} {
		var err error
		switch i {
		case 2:
			err = f.Left(t.Context(), w)
		case 3:
			err = f.Only(t.Context(), "us", []news.WorkspaceID{w})
		case 4:
			err = f.Only(t.Context(), "us", nil)
		}
		if err != nil {
			t.Fatal(err)
		}
		if first, err := f.Joined(t.Context(), "us", w); err != nil || first != want {
			t.Errorf("Joined, time %d: got %v, %v, want %v", i+1, first, err, want)
		}
	}
}

func TestFailuresOfViews(t *testing.T) {
	t.Parallel()
	for method, questions := range map[string][]string{
		"View": {"evidence", "older", "share", "wrong"}, "PutReport": {"wrong"}, "PutConversation": {"share"}, "Dispatch": {"share"},
	} {
		for _, question := range questions {
			f := newFixture(t)
			f.addSeveral(t)
			request := f.request(question)
			request.View, request.Alone = f.ask(t, "latest").View, true
			cause := errors.New("disk full at /var/lib/dateline.db")
			f.store.fail[method] = cause
			reply, err := f.Handle(t.Context(), request)
			if !errors.Is(err, cause) || !reply.Failed || strings.Contains(show(reply), "disk") {
				t.Errorf("%s, %q: got %v and\n%s\nwant the cause in the log alone", method, question, err, show(reply))
			}
		}
	}
}
