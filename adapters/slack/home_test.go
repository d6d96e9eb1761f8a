package slack

import (
	"context"
	"errors"
	"strings"
	"testing"

	"dateline/adapters"
	"dateline/news"
)

func TestReady(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	if err := b.ready(b.ctx); err != nil {
		t.Fatal(err)
	}
	if got := b.desk.in(); len(got) != 1 || got[workspaceOf("T1")] != "slack:T1/B42" {
		t.Errorf("we are in %v", got)
	}
	b.desk.fail = errors.New("disk full")
	if err := b.ready(b.ctx); err == nil {
		t.Error("no error where the handler cannot take it")
	}
	b.none(t)
}

func TestHome(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.desk.answer = func(_ context.Context, r adapters.Request) (adapters.Reply, error) {
		return adapters.Reply{
			Blocks: []adapters.Block{{Text: "about " + r.Text}}, Actions: []adapters.Action{{Label: "Do " + r.Text, Command: r.Text}},
		}, nil
	}
	b.home(b.ctx, "U5", "home")
	for _, text := range []string{"sources", "help"} {
		r := next(t, b.desk.asked)
		want := news.Channel{Platform: "slack", Workspace: workspaceOf("T1@U5"), ID: "DU5", Language: "de-DE"}
		if r.Text != text || r.Channel != want || r.Alone || r.Person != "U5" {
			t.Errorf("App Home asks %+v, want %s in the person's own messages", r, text)
		}
	}
	got := next(t, b.api.sent)
	if got.how != "publish" || got.user != "U5" || !strings.Contains(got.text, "about sources") || !strings.Contains(got.text, "about help") {
		t.Errorf("shown %+v", got)
	}
	checkHome(t, got.blocks)
	b.home(b.ctx, "U5", "other")
	b.none(t)
	if w := b.desk.in(); w[workspaceOf("T1@U5")] != "slack:T1/B42" {
		t.Errorf("the person's messages are not known: %v", w)
	}
}

// TestHomeButtons: what is pressed in App Home is answered in the
// conversation, and App Home is shown as it is then.
func TestHomeButtons(t *testing.T) {
	t.Parallel()
	const pressed = `{"type":"block_actions","team":{"id":"T1"},"user":{"id":"U5","team_id":"T1"},"container":{"type":"view","view_id":"V1"},"view":{"id":"V1","type":"home"},` +
		`"actions":[{"type":"button","action_id":"b1","block_id":"x","value":"VALUE"}]}`
	b := newBench(t)
	b.desk.joined[workspaceOf("T1@U5")] = ""
	b.interaction(b.ctx, parse(t, strings.Replace(pressed, "VALUE", "1||sources remove 1", 1)))
	r := next(t, b.desk.asked)
	if r.Text != "sources remove 1" || r.Channel.ID != "DU5" || r.Channel.Workspace != workspaceOf("T1@U5") || r.Alone {
		t.Errorf("a button in App Home asks %+v", r)
	}
	if got := r.Denial(t.Context()).Kind; got != adapters.NothingDenied {
		t.Errorf("denied by %v", got)
	}
	if got := next(t, b.api.sent); got.how != "send" || got.channel != "DU5" {
		t.Errorf("answered by %+v", got)
	}
	if got := next(t, b.api.sent); got.how != "publish" {
		t.Errorf("followed by %+v, want App Home anew", got)
	}
	b.interaction(b.ctx, parse(t, strings.Replace(pressed, "VALUE", "9||x", 1)))
	if got := next(t, b.api.sent); got.how != "send" || got.text != wordsIn("de").other {
		t.Errorf("another version's button is answered by %+v", got)
	}
	b.nothingSent(t)

	b = newBench(t)
	b.api.fail["direct"] = errors.New("no")
	b.interaction(b.ctx, parse(t, strings.Replace(pressed, "VALUE", "1||sources remove 1", 1)))
	b.interaction(b.ctx, parse(t, strings.Replace(pressed, "VALUE", "9||x", 1)))
	b.none(t) // there is nowhere to answer
}

// TestGreeting: once, and where the person is there to see it.
func TestGreeting(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		events func(b *bench)
		greets int
	}{
		"messages": {func(b *bench) { b.home(b.ctx, "U5", "messages"); b.home(b.ctx, "U5", "messages") }, 1},
		"home":     {func(b *bench) { b.home(b.ctx, "U5", "home") }, 0},
		"home, then messages": {func(b *bench) {
			b.home(b.ctx, "U5", "home")
			b.home(b.ctx, "U5", "messages")
			b.home(b.ctx, "U5", "messages")
		}, 1},
		"a message": {func(b *bench) {
			b.message(b.ctx, &message{Channel: "DU5", User: "U5", Text: "latest", TS: "1.1", Direct: true})
			b.message(b.ctx, &message{Channel: "DU5", User: "U5", Text: "latest", TS: "1.2", Direct: true})
		}, 1},
		"a mention":  {func(b *bench) { b.message(b.ctx, &message{Channel: "C8", User: "U5", Text: "<@U42>", TS: "1.1"}) }, 0},
		"known":      {func(b *bench) { b.desk.joined[workspaceOf("T1@U5")] = ""; b.home(b.ctx, "U5", "messages") }, 0},
		"not stored": {func(b *bench) { b.desk.fail = errors.New("disk full"); b.home(b.ctx, "U5", "messages") }, 0},
	} {
		b := newBench(t)
		test.events(b)
		b.wait()
		greets, first := 0, ""
		for len(b.desk.asked) > 0 {
			if r := <-b.desk.asked; r.Text == "welcome" {
				greets++
				if r.Channel.ID != "DU5" || r.Channel.Workspace != workspaceOf("T1@U5") || r.Denial(t.Context()).Kind == adapters.DeniedGuest {
					t.Errorf("%s: greeted in %+v", name, r.Channel)
				}
			}
		}
		if len(b.api.sent) > 0 {
			first = (<-b.api.sent).text
		}
		if greets != test.greets || name == "a message" && !strings.Contains(first, "welcome") {
			t.Errorf("%s: greeted %d times, want %d; first sent %q", name, greets, test.greets, first)
		}
	}
}

// TestGone is threat 83: once the workspace has removed us nothing is sent or
// asked, and nothing is owed there, nor in anybody's direct messages.
func TestGone(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	if err := b.ready(b.ctx); err != nil {
		t.Fatal(err)
	}
	b.desk.mu.Lock()
	b.desk.joined[workspaceOf("T1@U6")] = b.account()
	b.desk.joined[workspaceOf("T9")] = "slack:T9/B42"
	b.desk.mu.Unlock()
	release := make(chan struct{})
	b.desk.answer = func(context.Context, adapters.Request) (adapters.Reply, error) {
		<-release
		return adapters.Reply{Blocks: []adapters.Block{{Text: "too late"}}}, nil
	}
	b.command(b.ctx, slash("C8", "latest")) // under way when it happens
	b.home(b.ctx, "U5", "home")
	next(t, b.desk.asked)
	next(t, b.desk.asked)
	b.gone(b.ctx)
	b.gone(b.ctx)
	close(release)
	b.command(b.ctx, slash("C8", "latest"))
	b.interaction(b.ctx, parse(t, button("C8", "1||older")))
	b.interaction(b.ctx, parse(t, button("C8", "9||other")))
	b.interaction(b.ctx, parse(t, menu(`{"text":"a text"}`)))
	b.message(b.ctx, &message{Channel: "C8", User: "U5", Text: "<@U42> hello", TS: "1.1"})
	b.message(b.ctx, &message{Channel: "DU5", User: "U5", Text: "hello", TS: "1.1", Direct: true})
	b.home(b.ctx, "U5", "home")
	b.home(b.ctx, "U5", "messages")
	b.wait()
	if r := next(t, b.desk.asked); r.Text != helpText { // the rest of App Home
		t.Errorf("after it is asked %+v", r)
	}
	b.none(t)
	if got := b.desk.in(); len(got) != 1 || got[workspaceOf("T9")] == "" {
		t.Errorf("after it we are in %v, want only another account's", got)
	}
	if told := next(t, b.told); !strings.Contains(told, "install") {
		t.Errorf("the operator reads %q", told)
	}
}
