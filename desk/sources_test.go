package desk

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"dateline/news"
)

// TestNoticeVoice holds the notice of a broken source to the model.
func TestNoticeVoice(t *testing.T) {
	t.Parallel()
	s := news.NewSource(news.SourceFeed, "https://reuters.example/feed?key=CANARY", "Reuters World", news.Workspace{Platform: "console"}.ID(), now)
	friday := now.AddDate(0, 0, -2).Add(-80 * 60e9)
	got := show(NoticeReply("en", berlin, now, Told{news.Notice{Kind: news.NoticeFailing, Since: friday, Cause: "status 404"}, s, 2, false}))
	if want := `text   Reuters World: page not found (404) since Fri 14:10.
text   The other 2 sources work. I keep trying and will say when it is back.
[Check now: sources check https://reuters.example/feed]
[Remove: Reuters World: sources remove https://reuters.example/feed]
`; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestSecretsOfASource: what lets us read a private feed is in no reply, and
// the feed can be named without it.
func TestSecretsOfASource(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.sources.find()
	secret := "https://u:CANARY@private.example/feed?token=CANARY"
	var shown strings.Builder
	for _, question := range []string{
		"sources add " + secret, "sources", "sources add " + secret, "sources check " + secret, "sources check 1", "sources check https://private.example/feed",
		"sources chek https://u:CANARY@h.example/", "sources https://h.example/?t=CANARY", "sorces add https://u:CANARY@h.example/", "nws sources add https://h.example/?t=CANARY",
		"sources remove https://private.example/feed", "sources undo", "sources remove private", "sources undo", "sources remove https://other.example/?token=CANARY",
		"sources add https://u:CANARY@feed.example/none?key=CANARY", "sources check https://u:CANARY@feed.example/none?key=CANARY", "digest https://u:CANARY@page.example/x?token=CANARY",
	} {
		reply, _ := f.Handle(t.Context(), f.request(question))
		shown.WriteString(show(reply))
	}
	if strings.Contains(shown.String(), "CANARY") {
		t.Errorf("a secret is shown:\n%s", shown.String())
	}
	if s := f.sources.all; len(s) != 1 || s[0].Address != secret || s[0].Scope != news.Within(f.channel.Workspace) {
		t.Errorf("got %+v, want the private feed again, of this workspace alone", s)
	}
}

// TestUnknownSourceWord: the nearest one is offered with what followed it, and
// nothing is run.
func TestUnknownSourceWord(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"sources lsit":                    "Unknown: lsit. Nearest: sources list.\n[sources list: sources list]",
		"sources chek https://h.example/": "Unknown: chek. Nearest: sources check.\n[sources check: sources check https://h.example/]",
		"sources remove1 2":               "Unknown: remove1. Nearest: sources remove.\n[sources remove: sources remove 2]",
		"sources umbrella":                "Known: sources list, add URL, remove NUMBER, check URL, undo.",
	} {
		if got := show(newFixture(t).ask(t, typed)); got != "(failed)\ntext   "+want+"\n" {
			t.Errorf("%s: got\n%s\nwant %q alone", typed, got, want)
		}
	}
}

// TestRudeSources: nothing that is typed is fetched where it cannot be meant,
// and the answer is short.
func TestRudeSources(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.addSeveral(t)
	long := strings.Repeat("x", 10_000)
	for _, question := range []string{
		"sources add https://feed.example/" + long, "sources check https://feed.example/" + long, "sources remove " + long, "sources " + long,
		"sources add \x00", "sources add \"\"", "sources add <>", "sources check .", "sources remove -1", "sources remove 99999999999999999999",
		"sources check " + long, "digest https://page.example/" + long, "sources add name:x", "also 9", "also x",
	} {
		reply := f.ask(t, question)
		if got := show(reply); !reply.Failed || len(got) > 1000 {
			t.Errorf("%.40q: got %.200s, want a short refusal", question, got)
		}
	}
	if slices.ContainsFunc(f.sources.looked, func(address string) bool { return len(address) > maxAddress }) {
		t.Error("an address of 10,000 characters was fetched")
	}
}

// TestSampleGoesWithTheFirstSource: once there is a source, the sample is in
// no answer, and it is back when the source is gone.
func TestSampleGoesWithTheFirstSource(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.addSample(t)
	f.sources.find()
	f.ask(t, "latest")
	f.ask(t, "sources add https://feed.example/b")
	for _, question := range []string{"latest", "topic Karabakh", "evidence 2", "text", "older", "welcome", "also"} {
		if got := show(f.ask(t, question)); strings.Contains(got, "Sample") || strings.Contains(got, "Kremlin") {
			t.Errorf("%s: got\n%s\nwant no sample", question, got)
		}
	}
	f.ask(t, "sources remove 1")
	if got := show(f.ask(t, "latest")); !strings.Contains(got, "Sample") {
		t.Errorf("latest: got\n%s\nwant the sample again", got)
	}
}

// TestUndoKeepsWhatWasShown: removing a source is no answer that evidence refers to.
func TestUndoKeepsWhatWasShown(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.addSeveral(t)
	f.sources.find()
	f.ask(t, "sources add https://feed.example/a https://feed.example/b")
	f.ask(t, "latest")
	if got := show(f.ask(t, "sources remove 1 2")); strings.Count(got, "Removed: ") != 2 {
		t.Errorf("got\n%s\nwant two removed", got)
	}
	if got := show(f.ask(t, "evidence 1.2")); !strings.Contains(got, "Talks on Karabakh went on.") {
		t.Errorf("evidence: got\n%s", got)
	}
	if got := show(f.ask(t, "sources undo")); strings.Count(got, "Back again: ") != 2 || len(f.sources.all) != 2 {
		t.Errorf("undo: got\n%s\nwant two back", got)
	}
}

func TestSourcesThatFail(t *testing.T) {
	t.Parallel()
	cause := errors.New("disk full")
	for _, question := range []string{"sources", "latest", "sources check 1", "sources remove 1", "sources add https://feed.example/a", "sources add --starter"} {
		f := newFixture(t)
		f.addSeveral(t)
		f.sources.find()
		f.sources.fail = cause
		reply, err := f.Handle(t.Context(), f.request(question))
		if !errors.Is(err, cause) || !reply.Failed {
			t.Errorf("%s: got the error %v, and failed %v", question, err, reply.Failed)
		}
	}
}

func TestAskedPage(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	if got := show(f.ask(t, "digest <https://page.example/1>")); !strings.Contains(got, "The bridge opens on Monday.") || strings.Contains(got, "CANARY") {
		t.Errorf("got\n%s\nwant the digest, and no query", got)
	}
	if got := show(f.ask(t, "evidence 1")); !strings.Contains(got, "The bridge opens on Monday.") {
		t.Errorf("evidence: got\n%s", got)
	}
	if got := show(f.ask(t, "latest")); !strings.Contains(got, "Nothing is stored yet") {
		t.Errorf("latest: got\n%s\nwant nothing: a digested page is never listed", got)
	}
	if got := show(f.ask(t, "digest https://empty.example/")); !strings.Contains(got, "No article was found") {
		t.Errorf("empty: got\n%s", got)
	}
	if _, err := f.Handle(t.Context(), f.request("digest https://broken.example/")); err == nil {
		t.Error("broken: no error for the log")
	}
}

// TestEveryCauseHasWords: in each language, and none of them is the key.
func TestEveryCauseHasWords(t *testing.T) {
	t.Parallel()
	for _, w := range theCatalogue().languages {
		own := CauseText(w.name, news.CauseInternal)
		for _, c := range []news.Cause{
			news.CauseAddress, news.CauseName, news.CauseConnect, news.CauseCertificate, news.CauseTimeout, news.CauseRedirects, news.CauseLarge,
			news.CauseEncoding, news.CauseRobots, news.CauseFormat, news.CauseEmpty, news.CauseFile, "status 404", "status 418", "status 503",
		} {
			if got := CauseText(w.name, c); got == "" || got == own || strings.Contains(got, "cause.") || strings.Contains(got, "{") {
				t.Errorf("%s, %s: got %q", w.name, c, got)
			}
		}
		if got := CauseText(w.name, "no cause"); got != own {
			t.Errorf("%s: of an unknown cause got %q, want %q", w.name, got, own)
		}
	}
}
