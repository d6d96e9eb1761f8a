package slack

import (
	"context"
	"strings"
	"testing"

	"dateline/adapters"
	"dateline/adapters/slack/slacktest"
	"dateline/news"
)

// whole is both halves of the adapter against a stand-in, with a desk that
// answers with what it was asked, and a button for it.
type whole struct {
	*world
	desk *fakeDesk
}

func startWhole(t *testing.T, overHTTP bool, change func(*Options)) *whole {
	t.Helper()
	d := &fakeDesk{asked: make(chan adapters.Request, 1000), joined: map[news.WorkspaceID]string{}}
	d.answer = func(_ context.Context, r adapters.Request) (adapters.Reply, error) {
		return adapters.Reply{
			Blocks: []adapters.Block{{Text: "answer to " + r.Text}}, View: news.ViewID{1}, Public: r.Text == "share",
			Actions: []adapters.Action{{Label: "Evidence", Command: "evidence 1"}, {Label: "Share", Command: "share"}},
		}, nil
	}
	so, l := slacktest.Options{}, listen(t)
	if overHTTP {
		so.Push = "http://" + l.Addr().String()
	}
	w := &whole{prepared(t, server(t, so), func(o *Options) {
		if overHTTP {
			o.Listener = l
		}
		if change != nil {
			change(o)
		}
	}).unhurried(), d}
	w.a.make = func(o Options, me identity, to api, _ adapters.Handler) front { return newFront(o, me, to, d) }
	w.run()
	w.up()
	if !overHTTP {
		w.connected()
	}
	return w
}

// shown waits for the newest message that has a text, and gives it.
func (w *whole) shown(text string) (found slacktest.Seen) {
	w.t.Helper()
	w.Await(w.t, text, func() bool {
		for _, m := range w.Screen() {
			if strings.Contains(m.Shown, text) {
				found = m
			}
		}
		return found.TS != ""
	})
	return found
}

// press presses the button of a message with a label.
func (w *whole) press(p slacktest.Person, m slacktest.Seen, label string) {
	w.t.Helper()
	for _, b := range m.Buttons {
		if b.Label == label {
			w.Press(p, m.TS, b.ActionID)
			return
		}
	}
	w.t.Fatalf("no button %q in %+v", label, m.Buttons)
}

// TestWhole goes through what a person can do, over both ways in.
func TestWhole(t *testing.T) {
	t.Parallel()
	for name, overHTTP := range map[string]bool{"socket": false, "http": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := startWhole(t, overHTTP, nil)
			p := w.Join(slacktest.Person{Locale: "de-DE"})
			channel := w.Channel(0)

			said := w.Say(p, channel, "<@"+w.User+"> what &lt;now&gt;?", "")
			m := w.shown("answer to what <now>?")
			if m.Thread != said.TS || m.Ephemeral {
				t.Errorf("a mention is answered by %+v, want in its thread", m)
			}
			w.press(p, m, "Evidence")
			if m = w.shown("answer to evidence 1"); !m.Ephemeral || m.To != p.ID || m.Thread != said.TS {
				t.Errorf("a button of it is answered by %+v, want for the presser alone, in the thread", m)
			}
			w.press(p, m, "Share")
			if m = w.shown("answer to share"); m.Ephemeral || m.Thread != said.TS || m.Channel != channel {
				t.Errorf("shared as %+v", m)
			}
			text := w.Say(p, channel, "The ferry &amp; the bridge.", "")
			w.Shortcut(p, channel, text.TS, shortcutID)
			if m = w.shown("answer to digest The ferry & the bridge."); !m.Ephemeral {
				t.Errorf("a digested message is answered by %+v", m)
			}
			w.OpenHome(p, "home")
			w.Await(t, "App Home", func() bool { v, ok := w.Home(p.ID); return ok && strings.Contains(v.Shown, "answer to help") })
			home, _ := w.Home(p.ID)
			if !strings.Contains(home.Shown, "answer to sources") || !strings.Contains(home.Shown, wordsIn("en").howTo) {
				t.Errorf("App Home shows:\n%s", home.Shown)
			}
			w.PressHome(p, home.Buttons[0].ActionID)
			w.Await(t, "the answer", func() bool { return len(w.In(w.Direct(p.ID), "")) > 0 })
			if m = w.In(w.Direct(p.ID), "")[0]; m.Shown != "answer to evidence 1" || m.Ephemeral {
				t.Errorf("a button of App Home is answered by %+v", m)
			}
			w.Await(t, "App Home anew", func() bool { v, _ := w.Home(p.ID); return v.Edits > 0 })
		})
	}
}

// TestWholeRights: threats 74, 76 and 77, as Slack itself would say it.
func TestWholeRights(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		person slacktest.Person
		change func(w *whole, p slacktest.Person, channel string)
		admins bool
		want   adapters.DenialKind
		name   string
	}{
		"a member":        {want: adapters.NothingDenied},
		"a guest":         {person: slacktest.Person{Guest: true}, want: adapters.DeniedGuest},
		"of one channel":  {person: slacktest.Person{UltraRestricted: true}, want: adapters.DeniedGuest},
		"a stranger":      {person: slacktest.Person{Stranger: true}, want: adapters.DeniedGuest},
		"no admin":        {admins: true, want: adapters.DeniedMember},
		"an admin":        {person: slacktest.Person{Admin: true}, admins: true, want: adapters.NothingDenied},
		"not in there":    {change: func(w *whole, p slacktest.Person, c string) { w.Leave(c, p) }, want: adapters.DeniedOutside},
		"we are not":      {change: func(w *whole, _ slacktest.Person, c string) { w.Kick(c) }, want: adapters.DeniedAbsent, name: "/invite @dateline"},
		"a missing scope": {change: func(w *whole, _ slacktest.Person, _ string) { w.Withdraw("users:read") }, want: adapters.DeniedScope, name: "users:read"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := startWhole(t, false, func(o *Options) { o.AdminsOnly = test.admins })
			p := w.Join(test.person)
			channel := w.AddChannel(slacktest.Channel{Name: "desk", Members: []slacktest.Person{p}, Shared: test.person.Stranger})
			if test.change != nil {
				test.change(w, p, channel)
			}
			post := w.Say(p, channel, "sources remove 1", "")
			entries := map[string]func(){
				"command":  func() { w.Slash(p, channel, "sources remove 1") },
				"button":   func() { w.Forge(p, channel, "b1", "1||sources remove 1") },
				"shortcut": func() { w.Shortcut(p, channel, post.TS, shortcutID) },
				"mention":  func() { w.Say(p, channel, "<@"+w.User+"> sources remove 1", "") },
			}
			if test.want == adapters.DeniedAbsent {
				delete(entries, "mention") // Slack tells of none
			}
			for how, ask := range entries {
				ask()
				if got := next(t, w.desk.asked).Denial(t.Context()); got.Kind != test.want || got.Name != test.name {
					t.Errorf("by a %s: denied by %+v, want %v %q", how, got, test.want, test.name)
				}
			}
		})
	}
}

// TestWholeRemoval is threat 83: after the removal Slack is asked for nothing
// by us, whatever people still do, and the workspace is known no more.
func TestWholeRemoval(t *testing.T) {
	t.Parallel()
	w := startWhole(t, true, nil)
	p := w.Join(slacktest.Person{})
	w.OpenHome(p, "messages")
	w.shown("answer to welcome")
	if got := w.desk.in(); len(got) != 2 {
		t.Fatalf("we are in %v, want the workspace and the person's messages", got)
	}
	for len(w.desk.asked) > 0 {
		<-w.desk.asked
	}
	w.Uninstall()
	w.Await(t, "the removal", func() bool { return w.a.removed.Load() })
	before := len(w.Requests())
	ids := []string{w.Slash(p, w.Channel(0), "latest"), w.Forge(p, w.Channel(0), "b1", "1||older"), w.OpenHome(p, "home"), w.Say(p, w.Direct(p.ID), "hello", "").ID}
	for _, id := range ids {
		w.Await(t, "the acknowledgement", func() bool { a := w.Answered(id); return a.Acked || a.Lost })
	}
	w.a.words.wait()
	if n := len(w.Requests()); n != before {
		t.Errorf("%d requests after the removal: %+v", n-before, w.Requests()[before:])
	}
	if n := len(w.desk.asked); n > 0 {
		t.Errorf("%d things are asked after the removal", n)
	}
	if got := w.desk.in(); len(got) != 0 {
		t.Errorf("after it we are in %v", got)
	}
}
