package desk

import (
	"errors"
	"flag"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dateline/adapters"
	"dateline/internal/testkit"
	"dateline/news"
	"dateline/summarize"
)

var update = flag.Bool("update", false, "write the golden files anew")

// transcript asks one thing after another and writes down the answers.
type transcript struct {
	strings.Builder
	t *testing.T
}

func (s *transcript) scene(f *fixture, heading string, questions ...string) {
	s.WriteString("== " + heading + "\n")
	for _, q := range questions {
		s.WriteString("> " + q + "\n" + show(f.ask(s.t, q)) + "\n")
	}
}

func (s *transcript) failing(f *fixture, heading, question string) {
	reply, err := f.Handle(s.t.Context(), f.request(question))
	if err == nil {
		s.t.Errorf("%s: no error for the log", heading)
	}
	s.WriteString("== " + heading + "\n> " + question + "\n" + show(reply) + "\n")
}

// TestTranscripts compares what every language says with testdata; after a
// change of wording, run it with -update and read the difference.
func TestTranscripts(t *testing.T) {
	t.Parallel()
	for _, w := range theCatalogue().languages {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			testkit.Golden(t, filepath.Join("testdata", w.name+".golden"), converse(t, w.name), *update)
		})
	}
}

func converse(t *testing.T, language string) string {
	empty, sample, several := newFixture(t), newFixture(t), newFixture(t)
	for _, f := range []*fixture{empty, sample, several} {
		f.channel.Language = language
	}
	sample.addSample(t)
	several.addSeveral(t)

	s := &transcript{t: t}
	s.scene(empty, "an empty store", "latest", "topic Karabakh", "evidence", "welcome", "help")
	s.scene(sample, "the sample", "welcome", "latest", "evidence 2", "evidence", "text", "topic Karabakh", "evidence 1", "topic Iran")
	s.scene(several, "several", "latest", "evidence 1.2", "evidence 2", "text 2", "older", "older", "evidence 7", "latest ferry count:50", "latest 1")
	s.scene(several, "a topic", "topic Karabakh", "evidence 2", "evidence 3", "text 4", "topic Karabakh since:friday", "topic Karabakh since:24h",
		"topic Iran since:2026-11-01", "latest source:Reuters", "latest since:3h", "older")
	s.scene(several, "a given text", "digest The bridge opens on Monday.\nIt was closed for a year.", "evidence 2", "older",
		"digest", "digest https://page.example/1", "digest https://page.example/gone", "digest no stop")
	several.addCopies()
	s.scene(several, "copies", "latest", "also 1", "also 2", "topic Karabakh", "also 2")
	s.sourceScenes(language)
	s.scene(several, "not understood", "lates ferry", "zzzzzz", "ask who was there", "latest since:soon", "latest count:none", "evidence two", "topic",
		"topic "+strings.Repeat("word ", 13))
	several.store.fail["List"] = errors.New("disk full at /var/lib")
	s.failing(several, "the store fails", "latest")
	several.store.fail = nil
	several.summarizer.fail = func(string) error { return errors.New("out of memory") }
	s.failing(several, "the summarizer fails", "digest One more text.")
	return s.String()
}

func (s *transcript) sourceScenes(language string) {
	f := newFixture(s.t)
	f.channel.Language = language
	f.addSample(s.t)
	f.sources.find()
	s.scene(f, "no source", "latest", "sources", "source foo", "sources https://feed.example/a", "sources add", "sources remove", "sources check", "sources undo")
	s.scene(f, "adding", "sources add https://feed.example/a", "sources add https://feed.example/a", "latest", "sources add https://page.example name:Harbour",
		"sources add /inbox https://feed.example/gone http://127.0.0.1/ nonsense", "sources add --starter", "sources add a b c d e f g h i j k")
	f.sources.ail()
	s.scene(f, "health", "sources", "sources check 1", "sources check https://page.example", "sources check http://127.0.0.1/", "sources check https://feed.example/gone", "sources check 77")
	s.scene(f, "removing", "sources remove 2", "sources undo", "sources undo", "sources remove harbour", "sources remove 99", "sources remove Nothing of it")
	f.sources.limit = 1
	s.scene(f, "too many", "sources add https://feed.example/b")
	f.denied = adapters.Denial{Kind: adapters.DeniedRight, Name: "Manage Channels"}
	s.scene(f, "denied", "sources add https://feed.example/b", "sources remove 1", "sources undo")
	for _, kind := range []news.NoticeKind{news.NoticeFailing, news.NoticeBack, news.NoticeGone} {
		told := Told{news.Notice{Kind: kind, Since: now.Add(-49 * time.Hour), Cause: "status 404"}, f.sources.all[0].Source, 2, false}
		s.WriteString("== notice " + string(kind) + "\n" + show(NoticeReply(language, berlin, now, told)) + "\n")
		told.Elsewhere = true
		s.WriteString("== notice " + string(kind) + ", elsewhere\n" + show(NoticeReply(language, berlin, now, told)) + "\n")
	}
}

// TestVoice holds the sample's replies to the model in the voice of the house:
// the words, the numbers, the actions of this release.
func TestVoice(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.addSample(t)
	for question, want := range map[string]string{
		"/news latest": `notice Sample, not current news
title  MOSCOW, July 6 (year not given), TASS
bullet #1 The two presidents are ready to coordinate in Syria, the Kremlin says.
bullet #2 The Ukrainian crisis | Kiev should strictly implement the Minsk Agreements, according to the Kremlin.
bullet #3 The Nagorno-Karabakh conflict | Obama praises the effort on Nagorno-Karabakh settlement, the Kremlin added.
text   No source is read yet. For well-known news feeds type sources add --starter, for one of your own sources add URL.
[Evidence: evidence]
[Well-known feeds: sources add --starter]
`,
		"evidence 2": `text   Evidence for 2, word for word, TASS:
quote  Kiev should strictly implement the Minsk Agreements, according to the Kremlin.
[Full text: text 2]
`,
	} {
		if got := show(f.ask(t, question)); got != want {
			t.Errorf("%s:\ngot\n%s\nwant\n%s", question, got, want)
		}
	}
}

func TestDigestReply(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	d := f.addSample(t)
	g, err := f.summarizer.Summarize(t.Context(), requestOf(d))
	if err != nil {
		t.Fatal(err)
	}
	asked := f.ask(t, "latest")
	asked.Actions, asked.Blocks = nil, asked.Blocks[:len(asked.Blocks)-1] // the offer of sources
	if got, want := show(DigestReply("en", d, g)), show(asked); got != want {
		t.Errorf("got\n%s\nwant what latest shows, without actions\n%s", got, want)
	}
	if got, want := show(DigestReply("ru", d, g)), "год не указан"; !strings.Contains(got, want) {
		t.Errorf("in Russian: got\n%s\nwant %q in it", got, want)
	}
}

func requestOf(d news.Dispatch) summarize.Request {
	return summarize.Request{Dispatch: d.ID, Revision: d.Revision.ID, Title: d.Revision.Title, Text: d.Revision.Text}
}
