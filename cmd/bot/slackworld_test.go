package main

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/adapters/slack/slacktest"
	"dateline/internal/testkit"
)

// newsroom is a stand-in of Slack, held to the schema of its blocks, and a box
// whose program is to run against it.
type newsroom struct {
	*slacktest.Server
	t   testing.TB
	b   *box
	way slackWay
}

// slackWorld is a newsroom with a press, for one way in.
func slackWorld(t *testing.T, way slackWay, o slacktest.Options) (*newsroom, *press) {
	t.Helper()
	o.Spec = testkit.Shared(t, "specs", "slack-blockkit.augmented.schema.json")
	b, p := newsBox(t)
	return room(t, b, way, o), p
}

func room(t testing.TB, b *box, way slackWay, o slacktest.Options) *newsroom {
	t.Helper()
	o.BotToken, o.AppToken, o.SigningSecret = canaryBot, canaryApp, canarySecret
	n := &newsroom{Server: slacktest.New(t, o), t: t, b: b, way: way}
	maps.Copy(b.env, map[string]string{"LOG_LEVEL": "debug", "SLACK_BOT_TOKEN": canaryBot, "SLACK_API_URL": n.URL})
	if way == slackHTTP {
		b.env["SLACK_SIGNING_SECRET"], b.env["HTTP_ADDR"] = canarySecret, "127.0.0.1:0"
	} else {
		b.env["SLACK_APP_TOKEN"] = canaryApp
	}
	return n
}

// onBothWays runs a test for each way in.
func onBothWays(t *testing.T, test func(t *testing.T, way slackWay)) {
	t.Helper()
	for name, way := range map[string]slackWay{"socket": slackSocket, "http": slackHTTP} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, way)
		})
	}
}

// serve starts the program, and waits until Slack reaches it.
func (n *newsroom) serve() *program {
	n.t.Helper()
	p := n.b.start("run")
	if n.way == slackHTTP {
		n.Push("http://" + p.listensAt())
		return p
	}
	n.Await(n.t, "both sockets", func() bool { return n.Connected() == 2 })
	return p
}

// listensAt waits until the program listens, and says where.
func (p *program) listensAt() string {
	p.t.Helper()
	return p.logs(regexp.MustCompile(`listening.*address=(\S+)`))[1]
}

// logs waits until the program's log has something.
func (p *program) logs(what *regexp.Regexp) []string {
	p.t.Helper()
	late := time.After(time.Minute)
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		if m := what.FindStringSubmatch(p.stderr.String()); m != nil {
			return m
		}
		select {
		case <-tick.C:
		case <-late:
			p.t.Fatalf("the log has no %v", what)
		}
	}
}

// ends tells the program to end, and looks at what it leaves.
func (n *newsroom) ends(p *program) {
	n.t.Helper()
	if code := p.terminate(); code != exitDone {
		n.t.Errorf("bot run ended with %d, want %d", code, exitDone)
	}
	n.Await(n.t, "the end of the sockets", func() bool { return n.Live() == 0 })
	n.b.keepsSecrets(p)
}

// whole leaves out the line that says that an answer takes longer, which a slow
// machine sends first.
func whole(all []slacktest.Seen) []slacktest.Seen {
	return slices.DeleteFunc(all, func(m slacktest.Seen) bool {
		return m.Ephemeral && (strings.Contains(m.Text, "The answer follows here.") || strings.Contains(m.Text, "Die Antwort folgt hier."))
	})
}

// answer waits for what answers a command, a button or a shortcut.
func (n *newsroom) answer(id string) slacktest.Seen {
	n.t.Helper()
	if id == "" {
		n.t.Fatal("nothing was done: there is no such message or button")
	}
	n.Await(n.t, "an answer", func() bool { return len(whole(n.Answers(id))) > 0 })
	return whole(n.Answers(id))[0]
}

// replied waits for what is said in the thread of a message.
func (n *newsroom) replied(channel, thread string) slacktest.Seen {
	n.t.Helper()
	n.Await(n.t, "a reply", func() bool { return len(whole(n.In(channel, thread))) > 0 })
	return whole(n.In(channel, thread))[0]
}

// press presses the button of a label.
func (n *newsroom) press(p slacktest.Person, m slacktest.Seen, label string) slacktest.Seen {
	n.t.Helper()
	i := slices.IndexFunc(m.Buttons, func(b slacktest.Button) bool { return b.Label == label })
	if i < 0 {
		n.t.Fatalf("no button %q on %+v", label, m.Buttons)
	}
	return n.answer(n.Press(p, m.TS, m.Buttons[i].ActionID))
}

// says wants words in what is seen, and in what is heard.
func (n *newsroom) says(what string, m slacktest.Seen, ephemeral bool, words ...string) {
	n.t.Helper()
	for _, w := range words {
		if !strings.Contains(m.Shown, w) || !strings.Contains(m.Text, w) {
			n.t.Errorf("%s: got\n%s\nand as text\n%s\nwant %q in both", what, m.Shown, m.Text, w)
		}
	}
	if m.Ephemeral != ephemeral {
		n.t.Errorf("%s: for one alone: %v, want %v", what, m.Ephemeral, ephemeral)
	}
}

// everythingOnce: nothing of what people did was lost, and all was acknowledged.
func (n *newsroom) everythingOnce() {
	n.t.Helper()
	n.Await(n.t, "all acknowledgements", func() bool { return n.Counts().Waiting == 0 })
	if c := n.Counts(); c.Lost > 0 || c.Acked != c.Happened {
		n.t.Errorf("of what happened: %+v, want all of it acknowledged", c)
	}
}
