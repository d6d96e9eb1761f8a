package desk

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"dateline/adapters"
	"dateline/news"
	"dateline/summarize"
)

func TestNewNeedsItsParts(t *testing.T) {
	t.Parallel()
	whole := Config{
		Store: newFakeStore(), NotFound: errNotFound, Summarizer: &fakeSummarizer{}, Sources: &fakeSources{}, Pages: &fakeSources{},
	}
	if _, err := New(whole); err != nil {
		t.Errorf("with all: %v", err)
	}
	for name, spoil := range map[string]func(*Config){
		"Store":      func(c *Config) { c.Store = nil },
		"NotFound":   func(c *Config) { c.NotFound = nil },
		"Summarizer": func(c *Config) { c.Summarizer = nil },
		"Sources":    func(c *Config) { c.Sources = nil },
		"Pages":      func(c *Config) { c.Pages = nil },
	} {
		c := whole
		spoil(&c)
		if _, err := New(c); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("without %s: got %v, want an error that names it", name, err)
		}
	}
}

func TestARevisionIsSummarizedOnce(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.addSeveral(t)
	for range 3 {
		f.ask(t, "latest")
		f.ask(t, "evidence 1")
		f.ask(t, "topic Karabakh")
	}
	if got, want := f.summarizer.calls, 3; got != want {
		t.Errorf("got %d summaries, want %d, one a dispatch", got, want)
	}
}

func TestFailures(t *testing.T) {
	t.Parallel()
	for method, questions := range map[string][]string{
		"List": {"latest", "topic Karabakh", "welcome", "evidence", "older"},
		"Put":  {"digest Some text."}, "Dispatch": {"evidence", "text"},
		"Digest": {"latest", "evidence"}, "PutDigest": {"latest"}, "Stats": {"topic Iran"},
		"Conversation": {"evidence", "older", "digest Some text."}, "PutConversation": {"latest", "topic Karabakh", "welcome", "digest Some text."},
		"Copies": {"latest", "topic Karabakh", "also"},
	} {
		for _, question := range questions {
			f := newFixture(t)
			f.addSeveral(t)
			cause := errors.New("disk full at /var/lib/dateline.db")
			f.store.fail[method] = cause
			reply, err := f.Handle(t.Context(), f.request(question))
			if !errors.Is(err, cause) {
				t.Errorf("%s, %q: got the error %v, want the cause for the log", method, question, err)
			}
			if got, want := show(reply), "(failed)\ntext   The store did not answer. The log says why.\n"; got != want {
				t.Errorf("%s, %q: got\n%s\nwant\n%s", method, question, got, want)
			}
		}
	}
}

// TestOneBadDispatch: what cannot be digested does not hide the others.
func TestOneBadDispatch(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.addSeveral(t)
	f.summarizer.fail = func(text string) error {
		if strings.HasPrefix(text, "Baku") {
			return errors.New("cannot digest this")
		}
		return nil
	}
	for _, question := range []string{"latest", "topic Karabakh"} {
		reply, err := f.Handle(t.Context(), f.request(question))
		got := show(reply)
		if err == nil || !reply.Failed {
			t.Errorf("%s: got the error %v and failed %v, want both", question, err, reply.Failed)
		}
		if !strings.Contains(got, "No digest could be made") || !strings.Contains(got, "Talks on Karabakh went on.") || !strings.Contains(got, "The ferry to") {
			t.Errorf("%s: got\n%s\nwant the failure said and the others shown", question, got)
		}
	}
	if got := f.ask(t, "text 3"); len(got.Blocks) < 2 || !strings.HasPrefix(got.Blocks[1].Text, "Baku said") {
		t.Errorf("text of it: got\n%s\nwant the text", show(got))
	}
}

// TestInventedBullet: a digest that does not keep to its evidence is not shown.
func TestInventedBullet(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	d := f.add(t, news.OriginImport, news.Raw{ID: "1", Text: "True words.\n"})
	g, _ := f.summarizer.Summarize(t.Context(), requestOf(d))
	g.Bullets[0].Text = "False words."
	f.config.Summarizer = fixedSummarizer{g}
	reply, err := f.Handle(t.Context(), f.request("latest"))
	if err == nil || strings.Contains(show(reply), "False") {
		t.Errorf("got %v,\n%s\nwant an error and no invented words", err, show(reply))
	}
}

type fixedSummarizer struct{ digest news.Digest }

func (fixedSummarizer) Version() string { return "fixed" }

func (f fixedSummarizer) Summarize(context.Context, summarize.Request) (news.Digest, error) {
	return f.digest, nil
}

func TestGivenText(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.addSeveral(t)
	f.ask(t, "digest The lighthouse shines.")
	var asked news.Dispatch
	for _, row := range f.store.dispatches {
		if row.Origin == news.OriginAsked {
			asked = row.Dispatch
		}
	}
	if got, want := asked.Scope, news.Within(f.channel.Workspace); got != want {
		t.Errorf("scope: got %v, want %v", got, want)
	}
	if got, want := asked.Expires, now.AddDate(0, 0, 7); !got.Equal(want) {
		t.Errorf("expires: got %v, want %v", got, want)
	}
	if got := show(f.ask(t, "topic lighthouse")); !strings.Contains(got, "Nothing on lighthouse.") {
		t.Errorf("topic: got\n%s\nwant nothing: a given text is never listed", got)
	}
	if got := f.ask(t, "digest "+strings.Repeat("x", news.MaxText+1)); !strings.Contains(show(got), "too long. At most 16 MiB") {
		t.Errorf("too long: got\n%s", show(got))
	}
	if got := f.ask(t, "digest ab\xffcd"); !strings.Contains(show(got), "at byte 2") {
		t.Errorf("no UTF-8: got\n%s", show(got))
	}
	f.channel.Workspace = news.WorkspaceID{}
	if _, err := f.Handle(t.Context(), f.request("digest Seen by all.")); err == nil {
		t.Error("without a workspace the text would be public: got no error")
	}
}

// TestSampleIsNotNews: nobody knows when the sample was published.
func TestSampleIsNotNews(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.addSample(t)
	for _, question := range []string{"latest since:today", "topic Karabakh since:friday"} {
		if got := show(f.ask(t, question)); strings.Contains(got, "Obama") || !strings.Contains(got, "Nothing") {
			t.Errorf("%s: got\n%s\nwant nothing: it is not of today", question, got)
		}
	}
}

// TestActionsCanBeTyped: the words on a button do what the button does.
func TestActionsCanBeTyped(t *testing.T) {
	t.Parallel()
	for _, w := range theCatalogue().languages {
		for label, want := range map[string]string{
			w.say("action.evidence"):              "evidence",
			w.say("action.evidence.of", "n", "2"): "evidence 2",
			w.say("action.older"):                 "older",
			w.say("action.text"):                  "text",
		} {
			c := theCatalogue().parse(label, now)
			if got := strings.TrimSpace(c.name + " " + c.number); got != want || c.problem != nil {
				t.Errorf("%s, %q: got %q %v, want %q", w.name, label, got, c.problem, want)
			}
		}
	}
}

// TestExamplesWork: what help tells to type is understood.
func TestExamplesWork(t *testing.T) {
	t.Parallel()
	for _, w := range theCatalogue().languages {
		for _, name := range Commands() {
			_, example, found := strings.Cut(w.say("help."+name), ": ")
			example = strings.TrimSpace(strings.TrimPrefix(example, ":"))
			if !found {
				continue
			}
			if c := theCatalogue().parse(example, now); c.name != name || c.problem != nil {
				t.Errorf("%s: %q gives %+v", w.name, example, c)
			}
		}
	}
}

func TestReasonsAreTranslated(t *testing.T) {
	t.Parallel()
	russian := layout{words: theCatalogue().match("ru")}
	for _, given := range []string{summarize.ReasonNoSentence, summarize.ReasonNotStanding} {
		if got := russian.reason(entry{digest: news.Digest{Reason: given}}); !strings.HasPrefix(got, "Нечего пересказывать: ") {
			t.Errorf("%q: got %q, want it in Russian; add it to words", given, got)
		}
	}
	if got, want := russian.reason(entry{digest: news.Digest{Reason: "another"}}), "another"; got != want {
		t.Errorf("an unknown one: got %q, want %q", got, want)
	}
	if got, want := russian.reason(entry{}), "Нечего пересказывать."; got != want {
		t.Errorf("none given: got %q, want %q", got, want)
	}
}

func TestSearched(t *testing.T) {
	t.Parallel()
	day := func(d int) time.Time { return time.Date(2026, time.November, d, 12, 0, 0, 0, berlin) }
	for _, test := range []struct {
		stats news.Stats
		want  string
	}{
		{news.Stats{Dispatches: 412, Sources: 3, Oldest: day(1), Newest: day(22)}, "Searched: 412 dispatches, 3 sources, 1 Nov to 22 Nov."},
		{news.Stats{Dispatches: 1, Sources: 1, Oldest: day(22), Newest: day(22)}, "Searched: 1 dispatch, 1 source, 22 Nov."},
		{news.Stats{Dispatches: 1, Sample: true, Oldest: day(22), Newest: day(22)}, "Searched: 1 dispatch."},
	} {
		if got := (&turn{layout: testLayout("en")}).searched(test.stats); got != test.want {
			t.Errorf("%+v: got %q, want %q", test.stats, got, test.want)
		}
	}
}

func TestCountIsBounded(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	for i := range 14 {
		f.add(t, news.OriginImport, news.Raw{ID: fmt.Sprint(i), Text: fmt.Sprintf("Word number %d.\n", i)})
	}
	for question, want := range map[string]int{
		"latest": 3, "latest 1": 1, "latest 10": 10, "latest 12": 10, "latest 999": 10, "topic word": 10,
	} {
		reply := f.ask(t, question)
		sources := 0
		for _, b := range reply.Blocks {
			if b.Kind == adapters.BlockBullet {
				sources++
			}
		}
		if sources != want {
			t.Errorf("%s: got %d bullets of one each, want %d", question, sources, want)
		}
		last := reply.Actions[len(reply.Actions)-1]
		if last.Command != cmdOlder {
			t.Errorf("%s: got %v last, want older ones offered", question, last)
		}
		if got, want := strings.Contains(show(reply), "At most 10 at once."), strings.HasSuffix(question, "12") || strings.HasSuffix(question, "999"); got != want {
			t.Errorf("%s: says that 10 is the most: %v, want %v", question, got, want)
		}
	}
	if got := show(f.ask(t, "topic word")); !strings.HasPrefix(got, "title  word: the newest 10 dispatches\ntitle  Date not given\n") {
		t.Errorf("a topic with more than is shown: got\n%s", got)
	}
	if got := show(f.ask(t, "older")); !strings.HasPrefix(got, "title  word: 4 older dispatches\n") {
		t.Errorf("the rest of it: got\n%s", got)
	}
}
