package main

import (
	"context"
	"maps"
	"strings"
	"testing"
	"time"

	"dateline/adapters"
	"dateline/news"
)

// TestOnTheTwinOfSlack has the program meet a Slack that we did not write.
func TestOnTheTwinOfSlack(t *testing.T) {
	t.Parallel()
	w := newSlackTwin(t, twinFolder(t, "emulate"))
	b, p := newsBox(t)
	reader := w.reader()
	b.bin = binary(t)
	maps.Copy(b.env, map[string]string{
		"SLACK_BOT_TOKEN": canaryBot, "SLACK_SIGNING_SECRET": canarySecret, "HTTP_ADDR": "127.0.0.1:0", "SLACK_API_URL": w.door.URL + "/api/",
		"LOG_LEVEL": "debug",
	})
	w.channel = "C000000001"
	w.call(twinReader, "conversations.join", map[string]any{"channel": w.channel}, nil)
	bot := w.start(b)

	asked := w.says(reader, w.channel, "<@"+twinUser+"> latest")
	answer := w.await(twinReader, w.channel, asked, "Sample, not current news", "strictly implement the Minsk Agreements")
	if answer.User != twinUser || answer.Thread != asked || len(answer.Blocks) == 0 {
		t.Errorf("the answer to a mention: got %+v, want blocks of ours in its thread", answer)
	}
	if code := bot.terminate(); code != exitDone {
		t.Errorf("bot run ended with %d, want %d", code, exitDone)
	}
	bot = w.start(b)
	w.presses(reader, answer, "Evidence")
	w.await(twinReader, w.channel, asked, "Evidence, word for word", "According to the Kremlin, Putin told Obama")
	w.commands(reader, "latest")
	w.await(twinReader, w.channel, "", "Sample, not current news", "MOSCOW, July 6")

	w.commands(reader, "settings Tokyo")
	w.await(twinReader, w.channel, "", "Nothing was changed", "/invite @dateline")
	w.call(twinReader, "conversations.invite", map[string]any{"channel": w.channel, "users": twinUser}, nil)
	w.commands(reader, "settings Tokyo")
	w.await(twinReader, w.channel, "", "Saved.", "Asia/Tokyo")

	direct := w.direct(reader)
	w.says(reader, direct, "help")
	w.await(canaryBot, direct, "", "This list.")
	w.happens(map[string]any{"type": "app_home_opened", "user": reader, "channel": direct, "tab": "home", "event_ts": "1.2"})
	w.until("App Home", func() bool { return w.count("/api/views.publish") > 0 })
	if code := bot.terminate(); code != exitDone {
		t.Errorf("bot run ended with %d, want %d", code, exitDone)
	}
	b.keepsSecrets(bot)
	b.env["OWNER"], b.env["NEWS_SOURCES"] = "slack:"+reader, p.URL+"/dead.xml"
	w.toldOnce(b, direct)
	w.edits(b, answer)
	w.heldToTheRules()
}

// direct is the reader's conversation with the bot.
func (w *slackTwin) direct(reader string) string {
	w.t.Helper()
	var opened struct{ Channel struct{ ID string } }
	w.call(canaryBot, "conversations.open", map[string]any{"users": reader}, &opened)
	return opened.Channel.ID
}

// until waits for something at the door.
func (w *slackTwin) until(what string, ok func() bool) {
	w.t.Helper()
	late := time.After(time.Minute)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !ok() {
		select {
		case <-tick.C:
		case <-late:
			w.t.Fatalf("still waiting: %s", what)
		}
	}
}

// toldOnce: a notice is sent once, and found by its metadata, though the answer
// to it is lost and the program killed.
func (w *slackTwin) toldOnce(b *box, direct string) {
	w.t.Helper()
	_, shop := testApp(w.t, b, &lockedBuffer{})
	notice(w.t, shop, time.Now())
	w.mu.Lock()
	w.lose = "/api/chat.postMessage"
	w.mu.Unlock()
	killed := b.start("run")
	told := w.await(canaryBot, direct, "", "page not found (404)")
	if key := told.Metadata.Payload["key"]; told.Metadata.Type != "dateline_delivery" || key == "" || key == nil {
		w.t.Errorf("the notice has the metadata %+v, want its key", told.Metadata)
	}
	if err := killed.cmd.Process.Kill(); err != nil {
		w.t.Fatal(err)
	}
	_ = killed.end()
	posted, looked := w.count("/api/chat.postMessage"), w.count("/api/conversations.history")
	bot := b.start("run")
	w.until("a look for the notice", func() bool { return w.count("/api/conversations.history") > looked })
	w.until("the end of the notice", func() bool {
		left, err := shop.store.Notices(w.t.Context(), []string{"", "console", "slack"}, 10)
		return err == nil && len(left) == 0
	})
	if code := bot.terminate(); code != exitDone {
		w.t.Errorf("bot run ended with %d, want %d", code, exitDone)
	}
	b.keepsSecrets(bot)
	if n := w.count("/api/chat.postMessage"); n != posted {
		w.t.Errorf("%d messages were posted after the notice that was there", n-posted)
	}
}

// edits: a message of ours is changed, and nothing of what it was is left.
func (w *slackTwin) edits(b *box, m twinMessage) {
	w.t.Helper()
	a, shop := testApp(w.t, b, &lockedBuffer{})
	ctx, stop := context.WithCancel(w.t.Context())
	p, err := a.serveSlack(ctx)
	if err != nil {
		w.t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- p.Run(ctx, shop.desk.Desk) }()
	defer func() {
		stop()
		if err := <-ended; err != nil {
			w.t.Errorf("Run: %v", err)
		}
	}()
	place := news.Channel{Platform: "slack", Workspace: news.Workspace{Platform: "slack", Native: twinTeam}.ID(), ID: w.channel}
	reply := adapters.Reply{Blocks: []adapters.Block{{Kind: adapters.BlockText, Text: "Corrected."}}}
	if err := p.Edit(ctx, adapters.Message{Channel: place, ID: m.TS}, reply); err != nil {
		w.t.Fatal(err)
	}
	if got := w.await(twinReader, w.channel, m.Thread, "Corrected."); got.TS != m.TS || strings.Contains(got.Text, "Minsk") {
		w.t.Errorf("the message that was changed: got %+v", got)
	}
}

// heldToTheRules looks at all requests that were made.
func (w *slackTwin) heldToTheRules() {
	w.t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, p := range w.problems {
		w.t.Errorf("a request breaks the rules: %s", p)
	}
	for _, r := range w.requests {
		if !strings.HasSuffix(r, " ok") {
			w.t.Errorf("a request was refused: %s", r)
		}
	}
	if len(w.requests) < 15 {
		w.t.Errorf("%d requests, want those for all of the above:\n%s", len(w.requests), strings.Join(w.requests, "\n"))
	}
}
