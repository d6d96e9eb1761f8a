package main

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"dateline/adapters"
	"dateline/adapters/slack"
	"dateline/adapters/slack/slacktest"
	"dateline/news"
)

// added is a source that somebody added in a channel, and that fails.
func (n *newsroom) added(w *workshop, p slacktest.Person, channel string) {
	n.t.Helper()
	workspace := news.Workspace{Platform: "slack", Native: n.Team}.ID()
	s := news.NewSource(news.SourceFeed, "http://127.0.0.1:1/feed.xml", "Harbour News", workspace, time.Now().Add(-time.Hour))
	r := news.Reading{
		Channel: news.Channel{Platform: "slack", Workspace: workspace, ID: channel, Language: "en"}, Person: p.ID, Added: time.Now().Add(-time.Hour),
	}
	if _, _, err := w.store.AddSource(n.t.Context(), workspace, s, r, 0); err != nil {
		n.t.Fatal(err)
	}
	notice(n.t, w, time.Now())
}

// toldIn gives the channels where the notice is.
func (n *newsroom) toldIn() []string {
	var all []string
	for _, m := range n.Screen() {
		if strings.Contains(m.Text, "page not found (404)") {
			all = append(all, m.Channel)
		}
	}
	return all
}

// posted says how many requests posted a message.
func (n *newsroom) posted() int {
	posted := 0
	for _, r := range n.Requests() {
		if r.Method == "chat.postMessage" && r.Status == http.StatusOK && r.Error == "" {
			posted++
		}
	}
	return posted
}

// adapter runs Slack's adapter until stop.
func (n *newsroom) adapter(a *app, w *workshop) (p *slack.Adapter, stop func()) {
	n.t.Helper()
	p, err := a.newSlack(nil)
	if err != nil {
		n.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(n.t.Context())
	ended := make(chan error, 1)
	go func() { ended <- p.Run(ctx, w.desk.Desk) }()
	return p, func() {
		cancel()
		if err := <-ended; err != nil {
			n.t.Errorf("Run: %v", err)
		}
	}
}

// TestSlackNoticesReachWhoAddedTheSource: by direct message, or, where they
// have left or take none, in the channel; once, though the program is killed
// between sending and writing it down.
func TestSlackNoticesReachWhoAddedTheSource(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		happens func(n *newsroom, p slacktest.Person, channel string)
		direct  bool
	}{
		"there": {func(*newsroom, slacktest.Person, string) {}, true},
		"left": {func(n *newsroom, p slacktest.Person, _ string) {
			p.Deleted = true
			n.Change(p)
		}, false},
		"no direct messages":        {func(n *newsroom, p slacktest.Person, _ string) { n.Deny(n.Direct(p.ID), "restricted_action") }, false},
		"the channel was archived":  {func(n *newsroom, _ slacktest.Person, channel string) { n.Archive(channel) }, true},
		"we are out of the channel": {func(n *newsroom, _ slacktest.Person, channel string) { n.Kick(channel) }, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n, _ := slackWorld(t, slackSocket, slacktest.Options{})
			a, shop := testApp(t, n.b, &lockedBuffer{})
			p, channel := n.Join(slacktest.Person{}), n.Channel(1)
			n.added(shop, p, channel)
			c.happens(n, p, channel)
			want := channel
			if c.direct {
				want = n.Direct(p.ID)
			}

			ctx, kill := context.WithCancel(t.Context())
			sent, stop := n.adapter(a, shop)
			h := a.newHerald(&workshop{store: dying{shop.store, kill}, sources: shop.sources}, []adapters.Platform{sent})
			if err := h.tell(ctx); !errors.Is(err, context.Canceled) {
				t.Fatalf("the program that is killed gives %v", err)
			}
			stop()

			again, stop := n.adapter(a, shop)
			defer stop()
			for range 2 {
				if err := a.newHerald(shop, []adapters.Platform{again}).tell(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			if got := n.toldIn(); len(got) != 1 || got[0] != want || n.posted() != 1 {
				t.Errorf("told in %v by %d requests, want once in %s (direct: %v)", got, n.posted(), want, c.direct)
			}
			if left, err := shop.store.Notices(t.Context(), []string{"slack"}, 10); err != nil || len(left) > 0 {
				t.Errorf("untold: %v, %v, want none", left, err)
			}
		})
	}
}

// TestSlackNoticeThatCannotBeFound: where the scope is refused, a message whose
// answer got lost is not sent a second time, and the log says which scope.
func TestSlackNoticeThatCannotBeFound(t *testing.T) {
	t.Parallel()
	n, _ := slackWorld(t, slackSocket, slacktest.Options{})
	var log lockedBuffer
	a, shop := testApp(t, n.b, &log)
	p, channel := n.Join(slacktest.Person{}), n.Channel(1)
	n.added(shop, p, channel)
	p.Deleted = true
	n.Change(p)
	n.Withdraw("channels:history")
	n.Order(slacktest.Fault{Method: "chat.postMessage", Applied: true, Drop: true})
	s, stop := n.adapter(a, shop)
	defer stop()
	h := a.newHerald(shop, []adapters.Platform{s})
	if err := h.tell(t.Context()); err == nil {
		t.Error("an answer that is lost gives no error")
	}
	for range 2 {
		if err := h.tell(t.Context()); err != nil {
			t.Error(err)
		}
	}
	if got := n.toldIn(); len(got) != 1 || got[0] != channel {
		t.Errorf("told in %v, want once in %s", got, channel)
	}
	if got := log.String(); strings.Count(got, "reached nobody") != 1 || !strings.Contains(got, "channels:history") {
		t.Errorf("the log has %q, want one line that names the scope", got)
	}
}

// TestSlackNoticeOfAKilledProgram: the whole program, killed while it waits for
// the answer to what it sent, and started again.
func TestSlackNoticeOfAKilledProgram(t *testing.T) {
	t.Parallel()
	n, p := slackWorld(t, slackSocket, slacktest.Options{})
	owner := n.Join(slacktest.Person{})
	n.b.env["NEWS_SOURCES"] = p.URL + "/dead.xml"
	_, shop := testApp(t, n.b, &lockedBuffer{})
	notice(t, shop, time.Now())
	n.b.env["OWNER"] = "slack:" + owner.ID
	n.Order(slacktest.Fault{Method: "chat.postMessage", Applied: true, Drop: true})
	killed := n.b.start("run")
	n.Await(t, "the notice", func() bool { return len(n.toldIn()) > 0 })
	if err := killed.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = killed.end()
	n.Await(t, "the end of the sockets", func() bool { return n.Live() == 0 })
	looked := n.Count("conversations.history")
	bot := n.serve()
	n.Await(t, "a look for the notice", func() bool { return n.Count("conversations.history") > looked })
	n.ends(bot)
	if got := n.toldIn(); len(got) != 1 || got[0] != n.Direct(owner.ID) {
		t.Errorf("told in %v, want once, directly", got)
	}
}
