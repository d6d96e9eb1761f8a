package main

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"dateline/adapters"
	"dateline/adapters/discord"
	"dateline/adapters/discord/discordtest"
	"dateline/news"
	"dateline/store"
)

// added is a source that somebody added in a channel of the first server, and
// that fails.
func (c *community) added(w *workshop, p discordtest.Person, channel string) {
	c.t.Helper()
	workspace := news.Workspace{Platform: "discord", Native: c.Guild(0)}.ID()
	s := news.NewSource(news.SourceFeed, "http://127.0.0.1:1/feed.xml", "Harbour News", workspace, time.Now().Add(-time.Hour))
	r := news.Reading{
		Channel: news.Channel{Platform: "discord", Workspace: workspace, ID: channel, Language: "en"}, Person: p.ID, Added: time.Now().Add(-time.Hour),
	}
	if _, _, err := w.store.AddSource(c.t.Context(), workspace, s, r, 0); err != nil {
		c.t.Fatal(err)
	}
	notice(c.t, w, time.Now())
}

// toldIn gives the channels where the notice is.
func (c *community) toldIn() []string {
	var all []string
	for _, m := range c.Screen() {
		if strings.Contains(m.Content, "page not found (404)") {
			all = append(all, m.Channel)
		}
	}
	return all
}

// posted says how many requests posted a message.
func (c *community) posted() int {
	n := 0
	for _, r := range c.Requests() {
		if r.Method == http.MethodPost && strings.HasSuffix(r.Path, "/messages") && r.Status == http.StatusOK {
			n++
		}
	}
	return n
}

// dying is a store whose program is killed before it writes down what it did.
type dying struct {
	store.Store
	cancel context.CancelFunc
}

// NoticeTold implements [store.Polling].
func (d dying) NoticeTold(ctx context.Context, _ news.ID[news.Notice], _ news.WorkspaceID, _ time.Time) error {
	d.cancel()
	return ctx.Err()
}

// adapter runs Discord's adapter until stop.
func (c *community) adapter(a *app, w *workshop) (p *discord.Adapter, stop func()) {
	c.t.Helper()
	p, err := a.newDiscord()
	if err != nil {
		c.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(c.t.Context())
	ended := make(chan error, 1)
	go func() { ended <- p.Run(ctx, w.desk.Desk) }()
	return p, func() {
		cancel()
		if err := <-ended; err != nil {
			c.t.Errorf("Run: %v", err)
		}
	}
}

// TestNoticesReachWhoAddedTheSource: by direct message, or, where they are
// gone or take none, in the channel; once, though the program is killed
// between sending and writing it down.
func TestNoticesReachWhoAddedTheSource(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		happens func(c *community, p discordtest.Person, channel string)
		direct  bool
	}{
		"there":                    {func(*community, discordtest.Person, string) {}, true},
		"left":                     {func(c *community, p discordtest.Person, _ string) { c.Leave(p, 0) }, false},
		"no direct messages":       {func(c *community, p discordtest.Person, _ string) { c.Deny(c.Direct(p.ID), 50007) }, false},
		"the channel was deleted":  {func(c *community, _ discordtest.Person, channel string) { c.Deny(channel, 10003) }, true},
		"the channel is not shown": {func(c *community, _ discordtest.Person, channel string) { c.Deny(channel, 50001) }, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, _ := discordWorld(t, discordtest.Options{})
			a, shop := testApp(t, w.b, &lockedBuffer{})
			p, channel := w.Join(discordtest.Person{}), w.Channel(0, 1)
			w.added(shop, p, channel)
			c.happens(w, p, channel)
			want := channel
			if c.direct {
				want = w.Direct(p.ID)
			}

			ctx, kill := context.WithCancel(t.Context())
			sent, stop := w.adapter(a, shop)
			h := a.newHerald(&workshop{store: dying{shop.store, kill}, sources: shop.sources}, []adapters.Platform{sent})
			if err := h.tell(ctx); !errors.Is(err, context.Canceled) {
				t.Fatalf("the program that is killed gives %v", err)
			}
			stop()

			again, stop := w.adapter(a, shop)
			defer stop()
			for range 2 {
				if err := a.newHerald(shop, []adapters.Platform{again}).tell(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			if got := w.toldIn(); len(got) != 1 || got[0] != want || w.posted() != 1 {
				t.Errorf("told in %v by %d requests, want once in %s (direct: %v)", got, w.posted(), want, c.direct)
			}
			if left, err := shop.store.Notices(t.Context(), []string{"discord"}, 10); err != nil || len(left) > 0 {
				t.Errorf("untold: %v, %v, want none", left, err)
			}
		})
	}
}

// TestNoticeFoundWhereTheyWere: who was told directly, and has left since, is
// not told again in the channel.
func TestNoticeFoundWhereTheyWere(t *testing.T) {
	t.Parallel()
	c, _ := discordWorld(t, discordtest.Options{})
	a, shop := testApp(t, c.b, &lockedBuffer{})
	p := c.Join(discordtest.Person{})
	c.added(shop, p, c.Channel(0, 1))
	c.Order(discordtest.Fault{Method: http.MethodPost, Path: "/messages", Applied: true, Drop: true})
	d, stop := c.adapter(a, shop)
	defer stop()
	h := a.newHerald(shop, []adapters.Platform{d})
	if err := h.tell(t.Context()); err == nil {
		t.Error("an answer that is lost gives no error")
	}
	c.Leave(p, 0)
	if err := h.tell(t.Context()); err != nil {
		t.Error(err)
	}
	if got := c.toldIn(); len(got) != 1 || got[0] != c.Direct(p.ID) {
		t.Errorf("told in %v, want once, directly", got)
	}
}

// TestNoticeOfAKilledProgram: the whole program, killed while it waits for the
// answer to what it sent, and started again.
func TestNoticeOfAKilledProgram(t *testing.T) {
	t.Parallel()
	c, _ := discordWorld(t, discordtest.Options{})
	a, shop := testApp(t, c.b, &lockedBuffer{})
	p := c.Join(discordtest.Person{})
	c.added(shop, p, c.Channel(0, 1))
	c.Order(discordtest.Fault{Method: http.MethodPost, Path: "/messages", Applied: true, Drop: true})
	killed := c.b.start("run")
	c.Await(t, "the notice", func() bool { return len(c.toldIn()) > 0 })
	if err := killed.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = killed.end()
	c.Await(t, "the end of the connection", func() bool { return c.Live() == 0 })
	looked := c.Count(http.MethodGet, "/channels/"+c.Direct(p.ID)+"/messages")
	bot := c.b.start("run")
	c.Await(t, "a look for the notice", func() bool { return c.Count(http.MethodGet, "/channels/"+c.Direct(p.ID)+"/messages") > looked })
	c.Await(t, "the connection", func() bool { return c.Connected() > 0 })
	c.ends(bot) // it may end before it has written down what it found
	d, stop := c.adapter(a, shop)
	defer stop()
	if err := a.newHerald(shop, []adapters.Platform{d}).tell(t.Context()); err != nil {
		t.Error(err)
	}
	if got := c.toldIn(); len(got) != 1 {
		t.Errorf("told in %v, want once", got)
	}
	if left, err := shop.store.Notices(t.Context(), []string{"discord"}, 10); err != nil || len(left) > 0 {
		t.Errorf("untold: %v, %v, want none", left, err)
	}
}

// TestNoticeThatReachesNobody: it is logged that there was one, and nothing of
// what a workspace reads.
func TestNoticeThatReachesNobody(t *testing.T) {
	t.Parallel()
	c, _ := discordWorld(t, discordtest.Options{})
	var log lockedBuffer
	a, shop := testApp(t, c.b, &log)
	p := c.Join(discordtest.Person{})
	c.added(shop, p, c.Channel(0, 1))
	c.Leave(p, 0)
	c.Deny(c.Channel(0, 1), 50013)
	d, stop := c.adapter(a, shop)
	defer stop()
	for range 2 {
		if err := a.newHerald(shop, []adapters.Platform{d}).tell(t.Context()); err != nil {
			t.Error(err)
		}
	}
	if got := log.String(); strings.Count(got, "reached nobody") != 1 || strings.Contains(got, "Harbour") || len(c.toldIn()) > 0 {
		t.Errorf("told in %v, the log has %q, want one line", c.toldIn(), got)
	}
}

// TestNoticeKeepsToTheWait: nothing is sent before the time that was asked for.
func TestNoticeKeepsToTheWait(t *testing.T) {
	t.Parallel()
	c, _ := discordWorld(t, discordtest.Options{})
	a, shop := testApp(t, c.b, &lockedBuffer{})
	p := c.Join(discordtest.Person{})
	c.added(shop, p, c.Channel(0, 1))
	c.Order(discordtest.Fault{Method: http.MethodPost, Path: "/messages", Status: http.StatusForbidden})
	d, stop := c.adapter(a, shop)
	defer stop()
	h := a.newHerald(shop, []adapters.Platform{d})
	var retry *adapters.RetryError
	if err := h.tell(t.Context()); !errors.As(err, &retry) {
		t.Fatalf("got %v, want a RetryError", err)
	}
	began := time.Now()
	a.now = func() time.Time { return began.Add(retry.After - time.Second) }
	if err := h.tell(t.Context()); err != nil || len(c.toldIn()) > 0 {
		t.Errorf("before the time: %v, told in %v", err, c.toldIn())
	}
	a.now = func() time.Time { return began.Add(retry.After + time.Second) }
	if err := h.tell(t.Context()); err != nil || len(c.toldIn()) != 1 {
		t.Errorf("after it: %v, told in %v, want once", err, c.toldIn())
	}
}
