package slacktest

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// blocksOf is a message with a button.
func blocksOf() []obj {
	return []obj{
		{"type": "header", "text": obj{"type": "plain_text", "text": "Title"}},
		{"type": "rich_text", "elements": []obj{
			{"type": "rich_text_list", "style": "bullet", "elements": []obj{
				{"type": "rich_text_section", "elements": []obj{{"type": "text", "text": "Label: ", "style": obj{"bold": true}}, {"type": "text", "text": "one"}}},
				{"type": "rich_text_section", "elements": []obj{{"type": "link", "url": "https://a.example/x", "text": "two"}}},
			}},
		}},
		{"type": "context", "elements": []obj{
			{"type": "plain_text", "text": "Agency"},
			{"type": "mrkdwn", "text": "<!date^1700000000^{time}^https://a.example/y|14 Nov> &amp; <https://b.example|b.example>"},
		}},
		{"type": "actions", "block_id": "b1", "elements": []obj{
			{"type": "button", "action_id": "older", "value": "v1", "text": obj{"type": "plain_text", "text": "Older"}},
		}},
	}
}

// payloadOf is the payload of the newest frame.
func payloadOf(frames []obj) obj {
	p, _ := frames[len(frames)-1]["payload"].(obj)
	return p
}

// TestPress: a button of a message, of one that a person alone sees, of App
// Home, and one that was forged.
func TestPress(t *testing.T) {
	t.Parallel()
	a, ks := start(t, Options{Spec: spec(t)}, 1, always)
	p := a.Join(Person{Name: "ann"})
	ts, _ := a.call("chat.postMessage", with(post(a.Channel(0), "x"), obj{"blocks": blocksOf()}))["ts"].(string)
	if a.Press(p, ts, "newer") != "" || a.Press(p, "1.0", "older") != "" {
		t.Error("a button is pressed that is not there")
	}
	id := a.Press(p, ts, "older")
	got := payloadOf(ks[0].awaits(interactive, 1))
	box, _ := got["container"].(obj)
	list, _ := got["actions"].([]any)
	act, _ := list[0].(obj)
	if got["type"] != "block_actions" || got["message"] == nil || box["message_ts"] != ts || act["value"] != "v1" || act["block_id"] != "b1" {
		t.Errorf("got %v", got)
	}
	a.answerTo(ks[0].frames(interactive)[0], obj{"text": "shared", "response_type": "in_channel", "replace_original": false})
	if all := a.Answers(id); len(all) != 1 || all[0].Ephemeral || all[0].Channel != a.Channel(0) {
		t.Errorf("got %+v", all)
	}
	a.call("chat.postEphemeral", obj{"channel": a.Channel(0), "user": p.ID, "text": "x", "blocks": blocksOf(), "parse": "none"})
	only := a.Screen()[2]
	if a.Press(a.Join(Person{}), only.TS, "older") != "" {
		t.Error("a button is pressed that another alone sees")
	}
	a.Press(p, only.TS, "older")
	if got = payloadOf(ks[0].awaits(interactive, 2)); got["message"] != nil || got["container"].(obj)["is_ephemeral"] != true { //nolint:errcheck,forcetypeassert // the stand-in's own
		t.Errorf("got %v", got)
	}
	refusedWith(t, "home", a.call("views.publish", obj{"user_id": p.ID, "view": obj{"type": "home", "blocks": blocksOf()}}), "")
	a.PressHome(p, "older")
	if got = payloadOf(ks[0].awaits(interactive, 3)); got["response_url"] != nil || got["view"] == nil {
		t.Errorf("got %v", got)
	}
	a.Forge(p, a.Channel(1), "a", "forged")
	if got = payloadOf(ks[0].awaits(interactive, 4)); got["actions"].([]any)[0].(obj)["value"] != "forged" { //nolint:errcheck,forcetypeassert // the stand-in's own
		t.Errorf("got %v", got)
	}
	if v, ok := a.Home(p.ID); !ok || len(v.Buttons) != 1 || !strings.HasPrefix(v.Shown, "Title\n") {
		t.Errorf("home is %+v, %v", v, ok)
	}
}

// TestScreen: what people read.
func TestScreen(t *testing.T) {
	t.Parallel()
	a := app{New(t, Options{Spec: spec(t)}), t}
	meta := obj{"event_type": "e", "event_payload": obj{"key": "k"}}
	a.call("chat.postMessage", with(post(a.Channel(0), "spoken"), obj{"blocks": blocksOf(), "metadata": meta}))
	x := a.Screen()[0]
	const want = "Title\nLabel: one\ntwo\nAgency 14 Nov & b.example"
	if x.Shown != want || Read(blocksOf()) != want || x.Text != "spoken" || x.Via != "chat.postMessage" {
		t.Errorf("got %q", x.Shown)
	}
	if len(x.Links) != 3 || x.Links[1] != (Link{"14 Nov", "https://a.example/y"}) || x.EventType != "e" || x.Payload["key"] != "k" {
		t.Errorf("got %+v", x)
	}
	if len(x.Buttons) != 1 || x.Buttons[0] != (Button{Label: "Older", ActionID: "older", BlockID: "b1", Value: "v1"}) {
		t.Errorf("got %+v", x.Buttons)
	}
}

// TestResponseURL: five answers in half an hour, for one or for all, in place
// of what was pressed, and where the bot is not.
func TestResponseURL(t *testing.T) {
	t.Parallel()
	var late atomic.Int64
	clock := func() time.Time { return time.Unix(1700000000+late.Load(), 0) }
	a, ks := start(t, Options{Clock: clock}, 1, always)
	p := a.Join(Person{})
	private := a.AddChannel(Channel{Private: true, Uninvited: true, Members: []Person{p}})
	id := a.Slash(p, private, "latest")
	frame := ks[0].awaits(slashCommands, 1)[0]
	for n, want := range []int{200, 200, 200, 200, 200, 404} {
		resp, body := a.answerTo(frame, obj{"text": "x"})
		if resp.StatusCode != want || want == 404 && body["error"] != "used_url" {
			t.Errorf("answer %d: got %d, %v", n, resp.StatusCode, body)
		}
	}
	if n := len(a.Answers(id)); n != 5 {
		t.Errorf("%d answers, want 5", n)
	}
	a.Slash(p, a.Channel(0), "latest")
	late.Store(1801)
	if resp, body := a.answerTo(ks[0].awaits(slashCommands, 2)[1], obj{"text": "x"}); resp.StatusCode != http.StatusNotFound || body["error"] != "expired_url" {
		t.Errorf("got %d, %v", resp.StatusCode, body)
	}
	ts, _ := a.call("chat.postMessage", with(post(a.Channel(0), "x"), obj{"blocks": blocksOf()}))["ts"].(string)
	a.Press(p, ts, "older")
	frame = ks[0].awaits(interactive, 1)[0]
	a.answerTo(frame, obj{"text": "changed", "replace_original": true})
	if got := a.In(a.Channel(0), ""); len(got) != 1 || got[0].Text != "changed" || got[0].Edits != 1 || got[0].Buttons != nil {
		t.Errorf("got %+v", got)
	}
	a.answerTo(frame, obj{"delete_original": true})
	if got := a.In(a.Channel(0), ""); len(got) != 0 {
		t.Errorf("got %+v", got)
	}
	a.ResponseHost("http://evil.test")
	a.Slash(p, a.Channel(0), "latest")
	if address, _ := payloadOf(ks[0].awaits(slashCommands, 3))["response_url"].(string); !strings.HasPrefix(address, "http://evil.test/") {
		t.Errorf("got %s", address)
	}
	a.SocketHost("wss://evil.test")
	if got := a.address(); !strings.HasPrefix(got, "wss://evil.test/") {
		t.Errorf("got %s", got)
	}
}

// TestSay: mentions, direct messages, and the copy of a mention there.
func TestSay(t *testing.T) {
	t.Parallel()
	a, ks := start(t, Options{}, 1, always)
	p := a.Join(Person{})
	if said := a.Say(p, a.Channel(0), "good morning", ""); said.ID != "" {
		t.Error("the bot is told of what does not concern it")
	}
	mention := a.Say(p, a.Channel(0), "<@"+a.User+"> what is new?", "")
	e, _ := payloadOf(ks[0].awaits(eventsAPI, 1))["event"].(obj)
	if e["type"] != "app_mention" || e["ts"] != mention.TS || e["user"] != p.ID || e["channel"] != a.Channel(0) || e["channel_type"] != nil {
		t.Errorf("got %v", e)
	}
	direct := a.Say(p, a.Direct(p.ID), "hello <@"+a.User+">", "")
	frames := ks[0].awaits(eventsAPI, 3)
	for i, want := range []string{"message", "app_mention"} {
		payload, _ := frames[i+1]["payload"].(obj)
		e, _ := payload["event"].(obj)
		if e["type"] != want || e["ts"] != direct.TS || payload["event_id"] == nil || (e["channel_type"] == "im") != (i == 0) {
			t.Errorf("got %v", payload)
		}
	}
	if direct.ID == "" || direct.Copy == "" {
		t.Errorf("got %+v, want both events", direct)
	}
	a.Say(p, a.Direct(p.ID), "in a thread", direct.TS)
	if e, _ := payloadOf(ks[0].awaits(eventsAPI, 4))["event"].(obj); e["thread_ts"] != direct.TS {
		t.Errorf("got %v", e)
	}
	a.call("chat.postMessage", post(a.Direct(p.ID), "an answer"))
	if e, _ := payloadOf(ks[0].awaits(eventsAPI, 5))["event"].(obj); e["bot_id"] != a.Bot || e["type"] != "message" {
		t.Errorf("the bot hears of itself as %v", e)
	}
	a.Rewrite(p, direct.TS, "hallo")
	if e, _ := payloadOf(ks[0].awaits(eventsAPI, 6))["event"].(obj); e["subtype"] != "message_changed" || e["message"] == nil {
		t.Errorf("got %v", e)
	}
	bot := a.Join(Person{Bot: true})
	a.Say(bot, a.Channel(0), "<@"+a.User+">", "")
	if e, _ := payloadOf(ks[0].awaits(eventsAPI, 7))["event"].(obj); e["bot_id"] == nil {
		t.Errorf("another bot wrote %v", e)
	}
}

// TestEnds: what is told when the application is removed, and after it.
func TestEnds(t *testing.T) {
	t.Parallel()
	a, ks := start(t, Options{}, 1, always)
	p := a.Join(Person{})
	a.OpenHome(p, "home")
	if e, _ := payloadOf(ks[0].awaits(eventsAPI, 1))["event"].(obj); e["type"] != "app_home_opened" || e["tab"] != "home" || e["user"] != p.ID {
		t.Errorf("got %v", e)
	}
	a.RevokeUser(p)
	refusedWith(t, "a person's token", a.call("auth.test", obj{}), "")
	a.Revoke()
	if e, _ := payloadOf(ks[0].awaits(eventsAPI, 3))["event"].(obj); e["tokens"].(obj)["bot"].([]any)[0] != a.User { //nolint:errcheck,forcetypeassert // the stand-in's own
		t.Errorf("got %v", e)
	}
	refusedWith(t, "the bot's", a.call("auth.test", obj{}), "token_revoked")
	a.Uninstall()
	if e, _ := payloadOf(ks[0].awaits(eventsAPI, 5))["event"].(obj); e["type"] != "app_uninstalled" {
		t.Errorf("got %v", e)
	}
	refusedWith(t, "removed", a.call("auth.test", obj{}), "account_inactive")
	a.Happen(obj{"type": "team_rename"})
	ks[0].awaits(eventsAPI, 6)
}

// TestModal: a shortcut's trigger opens one view, in time, and what is sent off.
func TestModal(t *testing.T) {
	t.Parallel()
	var late atomic.Int64
	clock := func() time.Time { return time.Unix(1700000000+late.Load(), 0) }
	errors := obj{"response_action": "errors", "errors": obj{"b": "no"}}
	a, ks := start(t, Options{Clock: clock}, 1, func(f obj) (any, bool) {
		if payload, _ := f["payload"].(obj); payload["type"] == "view_submission" {
			return errors, true
		}
		return nil, true
	})
	p := a.Join(Person{})
	if a.Submit(p, nil) != "" {
		t.Error("a view is sent off that nobody opened")
	}
	a.GlobalShortcut(p, "ask")
	trigger := payloadOf(ks[0].awaits(interactive, 1))["trigger_id"]
	view := obj{"trigger_id": trigger, "view": obj{"type": "modal", "title": obj{"type": "plain_text", "text": "Ask"}, "blocks": blocksOf()}}
	refusedWith(t, "open", a.call("views.open", view), "")
	refusedWith(t, "again", a.call("views.open", view), "exchanged_trigger_id")
	refusedWith(t, "no trigger", a.call("views.open", with(view, obj{"trigger_id": "x"})), "invalid_trigger_id")
	if all := a.Modals(p.ID); len(all) != 1 || all[0].Title != "Ask" {
		t.Errorf("got %+v", all)
	}
	id := a.Submit(p, map[string]map[string]string{"b": {"a": "text"}})
	a.Await(t, "the answer", func() bool { return a.Answered(id).Payload != nil })
	if got := a.Answered(id); got.Payload["response_action"] != "errors" || got.Shown == 0 {
		t.Errorf("got %+v", got)
	}
	a.SubmitRaw(p, obj{"type": "modal"})
	a.GlobalShortcut(p, "ask")
	late.Store(4)
	trigger = payloadOf(ks[0].awaits(interactive, 4))["trigger_id"]
	refusedWith(t, "late", a.call("views.open", with(view, obj{"trigger_id": trigger})), "expired_trigger_id")
}

// TestShortcut: on a message of anybody's.
func TestShortcut(t *testing.T) {
	t.Parallel()
	a, ks := start(t, Options{}, 1, always)
	p := a.Join(Person{})
	said := a.Say(p, a.Channel(0), "a long text", "")
	if a.Shortcut(p, a.Channel(1), said.TS, "digest_this") != "" {
		t.Error("a message is found where it is not")
	}
	id := a.Shortcut(p, a.Channel(0), said.TS, "digest_this")
	frame := ks[0].awaits(interactive, 1)[0]
	got := payloadOf([]obj{frame})
	if got["type"] != "message_action" || got["callback_id"] != "digest_this" || got["message"].(obj)["text"] != "a long text" { //nolint:errcheck,forcetypeassert // the stand-in's own
		t.Errorf("got %v", got)
	}
	if resp, _ := a.answerTo(frame, obj{"text": "short"}); resp.StatusCode != http.StatusOK || a.Answers(id)[0].To != p.ID {
		t.Errorf("got %d, %+v", resp.StatusCode, a.Answers(id))
	}
}
