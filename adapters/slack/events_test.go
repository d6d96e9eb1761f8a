package slack

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"dateline/adapters"
)

// drained lets a front do all that an event makes it do, and holds what it
// asked and sent to what is always so. It gives how much was sent.
func drained(t *testing.T, user string, event func(context.Context, *bench)) int {
	t.Helper()
	b := newBench(t)
	b.desk.answer = func(_ context.Context, r adapters.Request) (adapters.Reply, error) {
		text := r.Text[:min(len(r.Text), 5000)]
		return adapters.Reply{Blocks: []adapters.Block{{Kind: adapters.BlockBullet, Text: text}, {Text: "."}}, Actions: []adapters.Action{{Label: text, Command: text}}}, nil
	}
	event(b.ctx, b)
	b.wait()
	for len(b.desk.asked) > 0 {
		r := <-b.desk.asked
		if w := r.Channel.Workspace; w != workspaceOf("T1") && w != b.personal(user) {
			t.Errorf("%q is asked in another workspace: %+v", r.Text, r.Channel)
		}
		if r.Person != user || r.Channel.ID == "" || r.Channel.Platform != "slack" {
			t.Errorf("%q is asked by %q in %+v, want %q", r.Text, r.Person, r.Channel, user)
		}
	}
	count := len(b.api.sent)
	for len(b.api.sent) > 0 {
		s := <-b.api.sent
		checkBlocks(t, s.blocks, 100)
		if s.how != "publish" {
			checkInert(t, &post{Text: escape(s.text), Blocks: s.blocks})
		}
	}
	return count
}

func FuzzInteraction(f *testing.F) {
	for _, seed := range []string{
		button("C8", "1||older"), button("DU5", "1||older"), button("C8", "x"), menu(`{"ts":"1.1","text":"<https://a.example|b>"}`), menu(`{}`),
		`{"type":"block_actions","user":{"id":"U5"},"view":{"id":"V1"},"actions":[{"type":"button","block_id":"b","value":"1||older"}]}`,
		`{"type":"block_actions","user":{"id":"U5"},"actions":null,"message":{"blocks":[null]}}`,
		`{"type":"view_submission","user":{"id":"U5"},"view":{"state":{"values":{"a":null}}}}`,
		menu(`{"text":"","blocks":[{"type":"rich_text","elements":[{"type":"rich_text_list","elements":[{}]},null]},{"type":"header"}],"attachments":[{}]}`),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var i slack.InteractionCallback
		if json.Unmarshal([]byte(text), &i) != nil || i.Type == "" || i.User.ID == "" {
			return
		}
		n := drained(t, i.User.ID, func(ctx context.Context, b *bench) { b.interaction(ctx, &i) })
		ours := i.Type == slack.InteractionTypeBlockActions || i.Type == slack.InteractionTypeMessageAction && i.CallbackID == shortcutID
		if ours && n == 0 {
			t.Error("nothing is answered")
		}
	})
}

func FuzzCommand(f *testing.F) {
	for _, text := range []string{"", "latest", "topic <@U1> &amp; <", strings.Repeat("\u0301", 100), "digest \xff"} {
		f.Add("C8", "U5", text)
		f.Add("D8", "U5", text)
	}
	f.Fuzz(func(t *testing.T, channel, user, text string) {
		if channel == "" || user == "" {
			return
		}
		c := slash(channel, text)
		c.UserID = user
		if drained(t, user, func(ctx context.Context, b *bench) { b.command(ctx, c) }) == 0 {
			t.Error("nothing is answered")
		}
	})
}

func FuzzMessage(f *testing.F) {
	for _, text := range []string{"", "<@U42> latest", "<@U42|x> what <!here>?", "<@U42|", strings.Repeat("<@U42|>", 50)} {
		f.Add("C8", "U5", text, "1.1", "", false)
		f.Add("D8", "U5", text, "1.1", "1.0", true)
	}
	f.Fuzz(func(t *testing.T, channel, user, text, ts, thread string, direct bool) {
		if channel == "" || user == "" || ts == "" {
			return
		}
		m := &message{Channel: channel, User: user, Text: text, TS: ts, Thread: thread, Direct: direct}
		n := drained(t, user, func(ctx context.Context, b *bench) { b.message(ctx, m) })
		if !direct && n == 0 {
			t.Error("nothing is answered")
		}
	})
}
