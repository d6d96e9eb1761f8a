package slack

import (
	"encoding/json"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/slack-go/slack"

	"dateline/adapters/kit"
)

// newReceiver is a receiver that hands on to a recorder.
func newReceiver(tb testing.TB) (*receiver, *recorder) {
	tb.Helper()
	f := &recorder{heard: make(chan heardOf, 1000)}
	gate := kit.NewGate(tb.Context())
	tb.Cleanup(func() { gate.Drain(0, func() {}) })
	me := identity{Team: "T1", Name: "dateline", User: "U42", Bot: "B42"}
	return &receiver{me: me, to: f, gate: gate, once: newOnce(nil), gone: &atomic.Bool{}}, f
}

// TestEvents: which events are handed on, and as what.
func TestEvents(t *testing.T) {
	t.Parallel()
	const direct = `"channel":"D1","channel_type":"im","user":"U5","ts":"1.1","text":"hi"`
	for _, test := range []struct {
		name, data string
		want       string // what is heard, "" for nothing
		is         outcome
	}{
		{"a direct message", `{"event":{"type":"message",` + direct + `}}`, "message hi", taken},
		{"with a file", `{"event":{"type":"message","subtype":"file_share",` + direct + `}}`, "message hi", taken},
		{"not edited", `{"event":{"type":"message","edited":null,` + direct + `}}`, "message hi", taken},
		{"edited", `{"event":{"type":"message","edited":{"user":"U5"},` + direct + `}}`, "", taken},
		{"hidden", `{"event":{"type":"message","hidden":true,` + direct + `}}`, "", taken},
		{"for another workspace", `{"authorizations":[{"team_id":"T2"}],"event":{"type":"message",` + direct + `}}`, "", taken},
		{"for ours among others", `{"team_id":"T2","authorizations":[{"team_id":"T2"},{"team_id":"T1"}],"event":{"type":"message",` + direct + `}}`, "message hi", taken},
		{"uninstalled", `{"team_id":"T1","event":{"type":"app_uninstalled"}}`, "gone ", taken},
		{"uninstalled elsewhere", `{"team_id":"T2","event":{"type":"app_uninstalled"}}`, "", taken},
		{"our token", `{"event":{"type":"tokens_revoked","tokens":{"bot":["U42"]}}}`, "gone ", taken},
		{"another's token", `{"event":{"type":"tokens_revoked","tokens":{"oauth":["U42"],"bot":["U5"]}}}`, "", taken},
		{"none", `{}`, "", taken},
		{"of another kind", `{"event":{"type":"x","text":5,"channel":{}}}`, "", taken},
		{"half", `{"event":{"type":"message","channel":`, "", nonsense},
		{"of other types", `{"event":{"type":"message","text":5}}`, "", nonsense},
		{"no object", `{"event":"message"}`, "", nonsense},
		{"deep", `{"event":` + strings.Repeat(`{"x":`, 100) + `1` + strings.Repeat("}", 101), "", nonsense},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r, f := newReceiver(t)
			if is := r.event("", []byte(test.data)); is != test.is {
				t.Errorf("it is %v, want %v", is, test.is)
			}
			got := ""
			if len(f.heard) > 0 {
				h := <-f.heard
				got = h.what + " " + h.text
			}
			if got != test.want {
				t.Errorf("heard %q, want %q", got, test.want)
			}
		})
	}
}

// TestClosedGate: what is not handed on any more is not remembered, so that it
// is new to whoever gets it next.
func TestClosedGate(t *testing.T) {
	t.Parallel()
	r, f := newReceiver(t)
	r.gate.Drain(0, func() {})
	c := slash("C8", "latest")
	if is := r.command("e1", c); is != closing || len(f.heard) > 0 {
		t.Errorf("behind a closed gate it is %v, %d are heard", is, len(f.heard))
	}
	r.gate = kit.NewGate(t.Context())
	if is := r.command("e1", c); is != taken || len(f.heard) != 1 {
		t.Errorf("before an open one it is %v, %d are heard", is, len(f.heard))
	}
}

// TestForeignBlocks: a message of another application's, whose blocks the SDK
// does not understand, can still be digested.
func TestForeignBlocks(t *testing.T) {
	t.Parallel()
	data := `{"type":"message_action","callback_id":"digest_this","trigger_id":"1","team":{"id":"T1"},"user":{"id":"U5"},"channel":{"id":"C8"},` +
		`"response_url":"https://hooks.slack.com/1","message":{"type":"message","text":"The words.","ts":"1.1","thread_ts":"1.0",` +
		`"blocks":[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":5}]}],"attachments":"x"}}`
	var sdk slack.InteractionCallback
	if json.Unmarshal([]byte(data), &sdk) == nil {
		t.Fatal("the SDK understands it: the test tests nothing")
	}
	i, err := readInteraction([]byte(data))
	if err != nil || i.Message.Text != "The words." || i.Message.ThreadTimestamp != "1.0" || i.CallbackID != "digest_this" || i.ResponseURL == "" {
		t.Errorf("got %+v, %v", i, err)
	}
}

// FuzzReceive: whatever comes, what is handed on has what it is said to have.
func FuzzReceive(f *testing.F) {
	for _, seed := range []string{
		`{"event_id":"Ev1","event":{"type":"message","channel":"D1","channel_type":"im","user":"U5","ts":"1.1","text":"hi"}}`,
		`{"event":{"type":"app_mention","channel":"C1","user":"U5","ts":"1.1","text":"<@U42> hi"}}`,
		`{"event":{"type":"app_home_opened","user":"U5","tab":"home"}}`, `{"event":{"type":"tokens_revoked","tokens":{"bot":["U42"]}}}`,
		button("C8", "1||latest"), menu(`{"text":"words"}`), `{"type":"view_submission","user":{"id":"U5"},"view":{"blocks":[{"type":"input"}]}}`,
		`{"team_id":"T1","channel_id":"C1","user_id":"U1","trigger_id":"1","response_url":"x","is_enterprise_install":"false"}`,
		strings.Repeat("[", 100), `"\"[[["`, `{"type":"block_actions","user":{"id":"U5"},"actions":[null,{}],"message":null}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r, front := newReceiver(t)
		r.event("e1", data)
		r.interaction("e2", data)
		c := &slack.SlashCommand{}
		if json.Unmarshal(data, c) == nil {
			r.command("e3", c)
		}
		close(front.heard)
		for h := range front.heard {
			switch {
			case h.message != nil && (h.message.Channel == "" || h.user == "" || h.message.TS == "" || h.user == "U42"):
				t.Errorf("message %+v", h.message)
			case h.what == "home" && (h.user == "" || h.text != "home" && h.text != "messages"):
				t.Errorf("home of %q, tab %q", h.user, h.text)
			case h.command != nil && (h.user == "" || h.command.TriggerID == "" || h.command.ChannelID == "" || h.command.TeamID == "" || h.command.ResponseURL == ""):
				t.Errorf("command %+v", h.command)
			case h.interaction != nil && (h.user == "" || h.text == ""):
				t.Errorf("interaction %+v", h.interaction)
			}
		}
	})
}
