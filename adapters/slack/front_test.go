package slack

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"dateline/adapters"
	"dateline/adapters/kit"
	"dateline/news"
)

func TestCommand(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"latest": "latest", "": "", "  topic  Karabakh ": "topic  Karabakh", "lates": "lates",
		`topic "AT&amp;T &lt;b&gt;" since:3d`:                              `topic "AT&T <b>" since:3d`,
		"digest <https://a.example/x?a=1&amp;b=2|https://a.example/x?a=1>": "digest https://a.example/x?a=1 https://a.example/x?a=1&b=2",
		"sources add <http://a.example|a.example>":                         "sources add http://a.example",
	} {
		b := newBench(t)
		b.command(b.ctx, slash("C8", typed))
		r := next(t, b.desk.asked)
		if r.Text != want || r.Free || !r.Alone || r.Person != "U5" || r.Language != "de-DE" {
			t.Errorf("%q asks %+v, want %q of U5, alone, in German", typed, r, want)
		}
		if c := r.Channel; c != (news.Channel{Platform: "slack", Workspace: workspaceOf("T1"), ID: "C8", Language: "fr"}) {
			t.Errorf("%q is asked in %+v", typed, c)
		}
		if got := next(t, b.api.sent); got.how != "respond" || got.public || got.url != hook || got.thread != "" {
			t.Errorf("%q is answered by %+v, want an ephemeral answer", typed, got)
		}
	}
}

func TestButtons(t *testing.T) {
	t.Parallel()
	view := news.ViewID{3, 1}
	value := kit.Button(view, "evidence 2", maxValue, size)
	b := newBench(t)
	b.interaction(b.ctx, parse(t, button("C8", value)))
	if r := next(t, b.desk.asked); r.Text != "evidence 2" || r.View != view || !r.Alone || r.Free || r.Language != "de-DE" {
		t.Errorf("a button asks %+v", r)
	}
	if got := next(t, b.api.sent); got.how != "respond" || got.public || got.thread != "" {
		t.Errorf("a button is answered by %+v, want an ephemeral message", got)
	}
	for in, want := range map[string]string{`,"thread_ts":"5.5"`: "5.5", `,"thread_ts":"7.7"`: ""} {
		b.interaction(b.ctx, parse(t, button("C8", value, in)))
		if got := next(t, b.api.sent); got.thread != want {
			t.Errorf("a button with %s is answered in the thread %q, want %q", in, got.thread, want)
		}
		next(t, b.desk.asked)
	}
	for _, other := range []string{"9||older", "1|zz|older", "", "share"} {
		b.interaction(b.ctx, parse(t, button("C8", other)))
		if got := next(t, b.api.sent); got.public || got.text != wordsIn("de").other {
			t.Errorf("the button %q is answered by %+v", other, got)
		}
	}
	b.none(t)
}

func TestShortcut(t *testing.T) {
	t.Parallel()
	for message, want := range map[string]string{
		`{"ts":"1.1","text":"See <https://a.example/1|this> and <https://b.example>."}`:                                             "digest https://a.example/1",
		`{"ts":"1.1","text":"The ferry &amp; the &lt;bridge&gt;.\nIt sails.","thread_ts":"1.0"}`:                                    "digest The ferry & the <bridge>.\nIt sails.",
		`{"ts":"1.1","text":"","attachments":[{"title":"Ferry","text":"It sails.","title_link":"https://c.example/?a=1&amp;b=2"}]}`: "digest https://c.example/?a=1&b=2",
		`{"ts":"1.1","text":"","attachments":[{"fallback":"It sails."}]}`:                                                           "digest It sails.",
		`{"ts":"1.1","text":"","blocks":[{"type":"header","text":{"type":"plain_text","text":"Ferry"}},{"type":"section","text":{"type":"mrkdwn","text":"It &amp; she"}},` +
			`{"type":"rich_text","elements":[{"type":"rich_text_list","style":"bullet","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"sail."}]}]}]}]}`: "digest Ferry\nIt & she\nsail.",
		`{"ts":"1.1","text":" "}`: "",
		`null`:                    "",
	} {
		b := newBench(t)
		b.interaction(b.ctx, parse(t, menu(message)))
		if want != "" {
			if r := next(t, b.desk.asked); r.Text != want || r.Free || !r.Alone {
				t.Errorf("%s asks %+v, want %q", message, r, want)
			}
		}
		got := next(t, b.api.sent)
		if got.how != "respond" || got.public || want == "" && got.text != wordsIn("fr").nothing {
			t.Errorf("%s is answered by %+v", message, got)
		}
		if in := strings.Contains(message, "thread_ts"); in != (got.thread == "1.0") {
			t.Errorf("%s is answered in the thread %q", message, got.thread)
		}
		b.none(t)
	}
}

func TestMessages(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		m       message
		text    string
		thread  string
		channel news.Channel
	}{
		{"a mention", message{Channel: "C8", User: "U5", Text: "<@U42> what <@U42|dateline> &lt;now&gt;?", TS: "9.1"}, "what   <now>?", "9.1",
			news.Channel{Platform: "slack", Workspace: workspaceOf("T1"), ID: "C8", Language: "fr"}},
		{"in a thread", message{Channel: "C8", User: "U5", Text: "<@U42> and <@U7>?", TS: "9.2", Thread: "9.0"}, "and @U7?", "9.0",
			news.Channel{Platform: "slack", Workspace: workspaceOf("T1"), ID: "C8", Language: "fr"}},
		{"directly", message{Channel: "D1", User: "U5", Text: "latest", TS: "9.3", Direct: true}, "latest", "",
			news.Channel{Platform: "slack", Workspace: workspaceOf("T1@U5"), ID: "D1", Language: "de-DE"}},
		{"directly, in a thread", message{Channel: "D1", User: "U5", Text: "older", TS: "9.4", Thread: "9.3", Direct: true}, "older", "9.3",
			news.Channel{Platform: "slack", Workspace: workspaceOf("T1@U5"), ID: "D1", Language: "de-DE"}},
	} {
		b := newBench(t)
		b.desk.joined[workspaceOf("T1@U5")] = "" // greeted already
		b.message(b.ctx, &test.m)
		r := next(t, b.desk.asked)
		if r.Text != test.text || !r.Free || r.Alone || r.Channel != test.channel || r.Person != "U5" {
			t.Errorf("%s asks %+v in %+v", test.name, r.Text, r.Channel)
		}
		if inPublic := !test.m.Direct; inPublic != (r.Language == "") {
			t.Errorf("%s asks in the language %q", test.name, r.Language)
		}
		if got := next(t, b.api.sent); got.how != "send" || got.channel != test.m.Channel || got.thread != test.thread {
			t.Errorf("%s is answered by %+v, want a message in the thread %q", test.name, got, test.thread)
		}
		b.none(t)
	}
	b := newBench(t)
	b.message(b.ctx, &message{Channel: "D1", User: "U5", TS: "1.1", Direct: true})
	b.none(t)
}

// TestDirectCommands: in the conversation with us everybody who reads is the
// person; in one of two others the answer is for the person alone.
func TestDirectCommands(t *testing.T) {
	t.Parallel()
	for channel, alone := range map[string]bool{"DU5": false, "D77": true} {
		for _, how := range []string{"command", "button"} {
			b := newBench(t)
			b.desk.joined[workspaceOf("T1@U5")] = ""
			if how == "command" {
				b.command(b.ctx, slash(channel, "latest"))
			} else {
				b.interaction(b.ctx, parse(t, button(channel, "1||latest")))
			}
			r := next(t, b.desk.asked)
			if r.Alone != alone || r.Channel.Workspace != workspaceOf("T1@U5") || r.Channel.ID != channel || r.Language != "de-DE" {
				t.Errorf("a %s in %s asks %+v", how, channel, r)
			}
			if got := next(t, b.api.sent); got.how != "respond" || got.public == alone {
				t.Errorf("a %s in %s is answered by %+v", how, channel, got)
			}
		}
	}
}

func share(context.Context, adapters.Request) (adapters.Reply, error) {
	return adapters.Reply{Public: true, Blocks: []adapters.Block{{Text: "for everyone"}}}, nil
}

func TestShare(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.desk.answer = share
	b.interaction(b.ctx, parse(t, button("C8", "1||share", `,"thread_ts":"5.5"`)))
	if got := next(t, b.api.sent); got.how != "respond" || !got.public || got.thread != "5.5" || got.text != "for everyone" {
		t.Errorf("shared as %+v", got)
	}
	b.nothingSent(t)
}

// nothingSent is none, whatever the desk was asked.
func (b *bench) nothingSent(t *testing.T) {
	t.Helper()
	for len(b.desk.asked) > 0 {
		<-b.desk.asked
	}
	b.none(t)
}

// TestLong: what a response_url does not take any more goes by the channel.
func TestLong(t *testing.T) {
	t.Parallel()
	long := func(public bool) func(context.Context, adapters.Request) (adapters.Reply, error) {
		return func(context.Context, adapters.Request) (adapters.Reply, error) {
			return adapters.Reply{Public: public, Blocks: []adapters.Block{{Text: strings.Repeat("word by word. ", 4500)}}}, nil
		}
	}
	for _, public := range []bool{false, true} {
		b := newBench(t)
		b.desk.answer = long(public)
		b.command(b.ctx, slash("C8", "text"))
		b.wait()
		var got []string
		for len(b.api.sent) > 0 {
			s := <-b.api.sent
			got = append(got, fmt.Sprint(s.how, s.public))
		}
		rest := "ephemeralfalse"
		if public {
			rest = "sendtrue"
		}
		if len(got) < 7 || got[4] != fmt.Sprint("respond", public) || got[5] != rest {
			t.Errorf("a long answer comes by %v, want five by the response_url, then %s", got, rest)
		}
	}
	b := newBench(t)
	b.api.failing("respond", &APIError{Status: 404, Code: "expired_url"})
	b.command(b.ctx, slash("C8", "text"))
	if got := next(t, b.api.sent); got.how != "ephemeral" || got.user != "U5" || got.channel != "C8" {
		t.Errorf("where the response_url takes no more, answered by %+v", got)
	}
}

// TestDelay holds the order: told that it takes longer, then answered.
func TestDelay(t *testing.T) {
	t.Parallel()
	for _, mention := range []bool{false, true} {
		b := newBench(t, func(o *Options) { o.Timing.Wait = time.Nanosecond })
		release := make(chan struct{})
		b.desk.answer = func(context.Context, adapters.Request) (adapters.Reply, error) {
			<-release
			return adapters.Reply{Blocks: []adapters.Block{{Text: strings.Repeat("word by word. ", 4500)}}}, nil
		}
		how := "respond"
		if mention {
			how = "ephemeral"
			b.message(b.ctx, &message{Channel: "C8", User: "U5", Text: "<@U42> a?", TS: "9.1", Thread: "9.0"})
		} else {
			b.command(b.ctx, slash("C8", "latest"))
		}
		got := next(t, b.api.sent)
		known := false
		for _, w := range catalogue() {
			known = known || got.text == w.wait
		}
		if got.how != how || got.public || !known || mention && (got.user != "U5" || got.thread != "9.0") {
			t.Errorf("told by %+v", got)
		}
		close(release)
		b.wait()
		for n := 1; !mention && n <= 5; n++ { // one of five is used up
			if got := <-b.api.sent; (got.how == "respond") != (n < 5) {
				t.Errorf("post %d comes by %s", n, got.how)
			}
		}
	}
}

// TestNoDelayAfterwards: who has the answer is not told to wait for it.
func TestNoDelayAfterwards(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	a := &answer{f: b.reader, asked: asked{channel: "C8", user: "U5", url: hook}, left: maxAnswers}
	if err := a.deliver(b.ctx, adapters.Reply{Blocks: []adapters.Block{{Text: "news"}}}); err != nil {
		t.Fatal(err)
	}
	next(t, b.api.sent)
	if err := a.delay(b.ctx); err != nil {
		t.Fatal(err)
	}
	b.none(t)
}

// TestOrder has one person ask twice in a channel, while another asks.
func TestOrder(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	release := make(chan struct{})
	b.desk.answer = func(_ context.Context, r adapters.Request) (adapters.Reply, error) {
		if r.Text == "latest" {
			<-release
		}
		return adapters.Reply{Blocks: []adapters.Block{{Text: "answer to " + r.Text}}}, nil
	}
	b.command(b.ctx, slash("C8", "latest"))
	b.command(b.ctx, slash("C8", "older"))
	other := slash("C8", "help")
	other.UserID = "U6"
	b.command(b.ctx, other)
	if got := next(t, b.api.sent).text; !strings.Contains(got, "help") {
		t.Errorf("first %q, want the other person's answer", got)
	}
	close(release)
	for _, want := range []string{"latest", "older"} {
		if got := next(t, b.api.sent).text; !strings.Contains(got, want) {
			t.Errorf("got %q, want the answer to %s", got, want)
		}
	}
}

// TestTooMany says so, rather than keep somebody's requests without end.
func TestTooMany(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	release := make(chan struct{})
	b.desk.answer = func(context.Context, adapters.Request) (adapters.Reply, error) {
		<-release
		return adapters.Reply{}, nil
	}
	b.command(b.ctx, slash("C8", "latest"))
	next(t, b.desk.asked)
	for range maxWaiting + 1 {
		b.command(b.ctx, slash("C8", "latest"))
	}
	if got := next(t, b.api.sent); got.text != wordsIn("de").busy || got.public {
		t.Errorf("the one too many is answered by %+v", got)
	}
	close(release)
}

// TestNothing answers even where there is nothing to say.
func TestNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.desk.answer = func(context.Context, adapters.Request) (adapters.Reply, error) {
		return adapters.Reply{}, errors.New("trouble")
	}
	b.command(b.ctx, slash("C8", "latest"))
	if got := next(t, b.api.sent); got.text != wordsIn("de").silent {
		t.Errorf("got %+v", got)
	}
	if told := next(t, b.told); !strings.Contains(told, "trouble") {
		t.Errorf("the operator reads %q", told)
	}
	for _, kind := range []string{"view_submission", "shortcut", "dialog_submission", "other"} {
		if got := b.interaction(b.ctx, parse(t, `{"type":"`+kind+`","user":{"id":"U5"},"state":"x"}`)); got != nil {
			t.Errorf("%s is acknowledged with %v", kind, got)
		}
	}
	b.nothingSent(t)
	b.interaction(b.ctx, parse(t, strings.Replace(menu(`{}`), "digest_this", "other", 1)))
	if got := next(t, b.api.sent); got.text != wordsIn("de").other {
		t.Errorf("another shortcut is answered by %+v", got)
	}
}

// TestHowTo: the help says how its words are typed here, and who may change things.
func TestHowTo(t *testing.T) {
	t.Parallel()
	for _, admins := range []bool{false, true} {
		b := newBench(t, func(o *Options) { o.AdminsOnly = admins })
		b.command(b.ctx, slash("C8", "help"))
		got := next(t, b.api.sent).text
		w := wordsIn("en")
		if !strings.Contains(got, w.howTo) || strings.Contains(got, w.members) == admins || strings.Contains(got, w.admins) != admins {
			t.Errorf("administrators only: %v: the help says %q", admins, got)
		}
	}
}

// TestWords holds every language to every line.
func TestWords(t *testing.T) {
	t.Parallel()
	for language, w := range catalogue() {
		for n, text := range []string{w.nothing, w.other, w.silent, w.wait, w.busy, w.restrict, w.unsure, w.howTo, w.members, w.admins} {
			if text == "" || strings.ContainsAny(text, "!<>&") {
				t.Errorf("%s, line %d: %q", language, n, text)
			}
		}
	}
	if wordsIn("de-AT") != catalogue()["de"] || wordsIn("xx") != catalogue()["en"] || wordsIn("") != catalogue()["en"] {
		t.Error("a language has the words of another")
	}
}
