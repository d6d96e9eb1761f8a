package desk

import (
	"strings"
	"testing"
	"time"

	"dateline/news"
)

// TestChangedSinceShown: evidence is of the newest text, and says so.
func TestChangedSinceShown(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	d := f.add(t, news.OriginImport, news.Raw{ID: "1", Source: "TASS", Text: "41 are missing.\n"})
	f.ask(t, "latest")
	f.clock = now.Add(time.Hour)
	d.Revision = news.Revision{
		ID: news.DeriveID[news.Revision]("second"), Number: 2, Kind: news.RevisionCorrected,
		Text: "14 are missing.\n", Received: f.clock,
	}
	f.store.dispatches[d.ID] = fakeRow{Dispatch: d}
	want := "notice The text was changed after it was shown. This is the newest one.\n" +
		"text   Evidence for 1, word for word, TASS:\nquote  14 are missing.\n[Full text: text 1]\n"
	if got := show(f.ask(t, "evidence 1")); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	f.clock = now.Add(2 * time.Hour)
	f.ask(t, "latest")
	if got := show(f.ask(t, "evidence 1")); strings.Contains(got, "notice") {
		t.Errorf("shown anew: got\n%s\nwant no notice", got)
	}
}

func TestGone(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.addSeveral(t)
	f.ask(t, "latest")
	clear(f.store.dispatches)
	if got, want := show(f.ask(t, "evidence 1")), "(failed)\ntext   That dispatch is no longer stored.\n"; got != want {
		t.Errorf("evidence: got\n%s\nwant\n%s", got, want)
	}
	f.addSample(t)
	if got, want := show(f.ask(t, "older")), "text   Nothing older.\n"; got != want {
		t.Errorf("older: got\n%s\nwant\n%s", got, want)
	}
}

// TestNumbers: what carries a number, after each kind of answer.
func TestNumbers(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ first, then, want string }{
		{"", "evidence 2", "Baku said"}, // as if latest had been shown
		{"", "evidence 1.3", "end on Monday."},
		{"latest", "evidence", "#1.1 Weather"},
		{"latest", "evidence 1.4", "Nothing carries the number 1.4."},
		{"latest", "evidence 4", "Nothing carries the number 4."},
		{"latest", "text 1.9", "Nothing carries"},
		{"latest 1", "evidence 3", "end on Monday."},
		{"latest 1", "evidence 4", "Nothing carries"},
		{"latest 1", "evidence 1.1", "Nothing carries"},
		{"latest 1", "text", "title  YEREVAN, November 22, REUTERS"},
		{"topic Karabakh", "evidence", "quote  #2 The Karabakh talks end"},
		{"topic Karabakh", "evidence 4", "ferry to Karabakh"},
		{"topic Karabakh", "evidence 5", "Nothing carries"},
		{"topic Karabakh", "evidence 1.1", "Nothing carries"},
		{"welcome", "older", "title  #1 TASS, Sat 21 Nov"},
		{"latest 2", "older", "title  #1 Ferry stopped"},
		{"digest One. line.", "older", "YEREVAN"},
		{"digest no stop", "evidence", "Nothing to digest: the text holds no sentence."},
		{"digest no stop", "text", "quote  no stop"},
	} {
		f := newFixture(t)
		f.addSeveral(t)
		if test.first != "" {
			f.ask(t, test.first)
		}
		if got := show(f.ask(t, test.then)); !strings.Contains(got, test.want) {
			t.Errorf("%s, then %s: got\n%s\nwant %q in it", test.first, test.then, got, test.want)
		}
	}
}

// TestTomorrow: a new process knows what was shown by the old one.
func TestTomorrow(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.addSeveral(t)
	f.ask(t, "topic Karabakh")
	want := show(f.ask(t, "evidence 3"))

	config := f.config
	config.Now = func() time.Time { return now.AddDate(0, 0, 1) }
	next, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	f.Desk = next
	if got := show(f.ask(t, "evidence 3")); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestPersonsDoNotShareConversations(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.addSeveral(t)
	ask := func(person, text string) string {
		r := f.request(text)
		r.Person = person
		reply, err := f.Handle(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		return show(reply)
	}
	ask("ann", "latest ferry")
	ask("bob", "latest source:TASS")
	if got, want := ask("ann", "evidence 1"), "ferry to Karabakh street"; !strings.Contains(got, want) {
		t.Errorf("ann: got\n%s\nwant %q in it", got, want)
	}
	if got, want := ask("bob", "evidence 1"), "Baku said"; !strings.Contains(got, want) {
		t.Errorf("bob: got\n%s\nwant %q in it", got, want)
	}
}

func TestOlderGoesOnAfterAGivenText(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.addSeveral(t)
	f.ask(t, "latest 2")
	f.ask(t, "digest Some text.")
	f.ask(t, "digest Another text.")
	reply := f.ask(t, "older")
	if got, want := show(reply), "title  #1 Ferry stopped\n"; !strings.HasPrefix(got, want) {
		t.Errorf("got\n%s\nwant it to go on after the second, with %q", got, want)
	}
	if got := strings.Count(show(reply), "title"); got != 2 {
		t.Errorf("got %d digests, want 2, as many as were asked for", got)
	}
}
