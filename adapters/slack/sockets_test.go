package slack

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dateline/adapters/slack/slacktest"
)

// TestSocketDelivers: what people do arrives once and is acknowledged.
func TestSocketDelivers(t *testing.T) {
	t.Parallel()
	w := start(t, slacktest.Options{}, nil)
	p := w.Join(slacktest.Person{})
	general := w.Channel(0)
	for _, test := range []struct {
		name string
		do   func() string
		want heardOf
	}{
		{"command", func() string { return w.Slash(p, general, "latest") }, heardOf{what: "command", text: "latest"}},
		{"mention", func() string { return w.Say(p, general, "<@"+w.User+"> hi", "").ID }, heardOf{what: "message", text: "<@" + w.User + "> hi"}},
		{"direct message", func() string { return w.Say(p, w.Direct(p.ID), "hi", "").ID }, heardOf{what: "message", text: "hi"}},
		{"home", func() string { return w.OpenHome(p, "home") }, heardOf{what: "home", text: "home"}},
		{"messages", func() string { return w.OpenHome(p, "messages") }, heardOf{what: "home", text: "messages"}},
		{"shortcut", func() string { return w.Shortcut(p, general, w.Say(p, general, "words", "").TS, "digest_this") }, heardOf{what: "interaction", text: "message_action"}},
		{"button", func() string { return w.Forge(p, general, "b1", "x") }, heardOf{what: "interaction", text: "block_actions"}},
		{"view", func() string { return w.SubmitRaw(p, map[string]any{"id": "V1", "type": "modal"}) }, heardOf{what: "interaction", text: "view_submission"}},
	} {
		id := test.do()
		if got := w.heard(); got.what != test.want.what || got.text != test.want.text || got.user != p.ID {
			t.Errorf("%s: heard %+v, want %+v of %s", test.name, got, test.want, p.ID)
		}
		w.Await(t, test.name, func() bool { return w.Answered(id).Acked })
	}
	w.nothingMore()
	if n := w.Counts(); n.Lost+n.Doubled+n.Waiting > 0 {
		t.Errorf("%+v", n)
	}
}

// TestSocketLeavesOut: what is no person's word to us is acknowledged, and not handed on.
func TestSocketLeavesOut(t *testing.T) {
	t.Parallel()
	w := start(t, slacktest.Options{}, nil)
	p := w.Join(slacktest.Person{})
	direct, general := w.Direct(p.ID), w.Channel(0)
	said := w.Say(p, direct, "hello <@"+w.User+">", "")
	if got := w.heard(); got.what != "message" || !got.message.Direct || got.message.TS != said.TS {
		t.Errorf("heard %+v, want the direct message", got)
	}
	ids := []string{said.Copy, w.Rewrite(p, said.TS, "changed"), w.Say(w.Join(slacktest.Person{Bot: true}), direct, "of a bot", "").ID}
	for _, e := range []map[string]any{
		{"type": "message", "channel": direct, "channel_type": "im", "user": w.User, "ts": "1.1", "text": "our own"},
		{"type": "message", "channel": direct, "channel_type": "im", "user": "U9", "bot_id": w.Bot, "ts": "1.1", "text": "our own"},
		{"type": "message", "channel": direct, "channel_type": "im", "user": "USLACKBOT", "ts": "1.1", "text": "of Slackbot"},
		{"type": "message", "channel": direct, "channel_type": "im", "subtype": "message_deleted", "user": p.ID, "ts": "1.1"},
		{"type": "message", "channel": general, "channel_type": "channel", "user": p.ID, "ts": "1.1", "text": "what people write to each other"},
		{"type": "app_mention", "channel": general, "user": p.ID, "ts": "1.1", "text": "edited", "edited": map[string]any{"user": p.ID}},
		{"type": "app_mention", "channel": general, "ts": "1.1", "text": "of nobody"},
		{"type": "app_home_opened", "user": p.ID, "tab": "about"},
		{"type": "channel_created", "channel": map[string]any{"id": general}, "user": map[string]any{}},
		{"type": "tokens_revoked", "tokens": map[string]any{"oauth": []string{w.User}, "bot": []string{"U9"}}},
	} {
		ids = append(ids, w.Happen(e))
	}
	for n, id := range ids {
		w.Await(t, fmt.Sprint("acknowledgement ", n), func() bool { return w.Answered(id).Acked })
	}
	w.nothingMore()
}

// TestSocketOnce: what Slack sends again has no second effect, and is
// acknowledged all the same.
func TestSocketOnce(t *testing.T) {
	t.Parallel()
	w := start(t, slacktest.Options{}, nil)
	p := w.Join(slacktest.Person{})
	ids := []string{w.Slash(p, w.Channel(0), "latest"), w.Say(p, w.Direct(p.ID), "hi", "").ID, w.Forge(p, w.Channel(0), "b1", "x")}
	for _, id := range ids {
		w.heard()
		w.Repeat(id)
		w.Repeat(id)
		w.Await(t, "three acknowledgements", func() bool { return w.Answered(id).Acks == 3 })
	}
	w.nothingMore()
}

// TestSocketStorm: sockets end in every way while people go on, and nothing is
// lost and nothing comes twice.
func TestSocketStorm(t *testing.T) {
	t.Parallel()
	again := slices.Repeat([]time.Duration{50 * time.Millisecond}, 100)
	w := start(t, slacktest.Options{Ack: time.Second, Retries: again}, func(o *Options) { o.Timing.Retry = time.Millisecond })
	p := w.Join(slacktest.Person{})
	direct := w.Direct(p.ID)
	trouble := []func(){
		func() { w.Warn(0) }, func() { w.Refresh(0) }, func() { w.Cut(0) }, func() { w.Refresh(-1) }, func() { w.Cut(1) },
		func() { w.Drop() }, func() { w.Frame("{no json") }, func() { w.Warn(-1) },
	}
	const each = 20
	for n, f := range trouble {
		opened := w.Opened()
		for i := range each {
			w.Say(p, direct, fmt.Sprint(n, " ", i), "")
			if i == each/2 {
				f()
			}
		}
		w.Await(t, "two sockets", func() bool { return (w.Opened() > opened || n != 5) && w.Connected() >= 2 }) // after a Drop, others
	}
	w.Await(t, "every acknowledgement", func() bool { c := w.Counts(); return c.Waiting == 0 })
	got := map[string]int{}
	for range len(trouble) * each {
		got[w.heard().text]++
	}
	w.nothingMore()
	for n := range trouble {
		for i := range each {
			if k := fmt.Sprint(n, " ", i); got[k] != 1 {
				t.Errorf("%q was handed on %d times", k, got[k])
			}
		}
	}
	if c := w.Counts(); c.Lost > 0 || w.Peak() > 6 {
		t.Errorf("%+v, %d sockets at one time", c, w.Peak())
	}
}

// TestSocketReplacedBeforeItEnds: after a warning there is another socket
// before the one that was warned ends, and both are listened to.
func TestSocketReplacedBeforeItEnds(t *testing.T) {
	t.Parallel()
	w := start(t, slacktest.Options{}, nil)
	p := w.Join(slacktest.Person{})
	w.Warn(-1)
	w.Await(t, "four sockets", func() bool { return w.Connected() == 4 })
	for i := range 8 { // the stand-in takes one socket after the other
		w.Say(p, w.Direct(p.ID), fmt.Sprint(i), "")
		w.heard()
	}
	for left := range 2 {
		w.Cut(0)
		w.Await(t, "the end of the warned", func() bool { return w.Live() == 3-left })
	}
	if w.Opened() != 4 {
		t.Errorf("%d sockets were opened, want 4: one that was replaced is not replaced again", w.Opened())
	}
}

// TestSocketLingers: a socket that has a replacement is not listened to for
// ever, though it shows that it is alive.
func TestSocketLingers(t *testing.T) {
	t.Parallel()
	w := start(t, slacktest.Options{Ping: 20 * time.Millisecond}, func(o *Options) { o.Timing.Ping = time.Second })
	w.Warn(-1)
	w.Await(t, "two others", func() bool { return w.Opened() == 4 && w.Live() == 2 })
}

// TestSocketOpensBadly: whatever goes wrong at the start, it is tried again.
func TestSocketOpensBadly(t *testing.T) {
	t.Parallel()
	for o, name := range map[slacktest.Opening]string{
		slacktest.SilentHello: "silence", slacktest.DropHello: "dropped", slacktest.NonsenseInstead: "nonsense", slacktest.TooManySockets: "too many",
		slacktest.LinkDisabled: "switched off", slacktest.RefuseHandshake: "refused",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := server(t, slacktest.Options{})
			s.Open(o, o, o)
			w := prepared(t, s, func(o *Options) { o.Timing.Open = 300 * time.Millisecond }).run()
			w.connected()
			if o == slacktest.LinkDisabled && !w.wasTold("Socket Mode is switched off") {
				t.Errorf("the operator is told %q", w.told)
			}
		})
	}
}

// wasTold reports whether the operator was told something with these words.
func (w *world) wasTold(words string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return strings.Contains(strings.Join(w.told, "\n"), words)
}

// TestSocketDead: a socket from which nothing comes any more is replaced.
func TestSocketDead(t *testing.T) {
	t.Parallel()
	w := start(t, slacktest.Options{Ping: 20 * time.Millisecond}, func(o *Options) {
		o.Timing.Ping = 300 * time.Millisecond
		o.Dial = (&frozen{}).dial
	})
	w.Await(t, "another socket", func() bool { return w.Opened() == 3 && w.Connected() == 2 })
	if !w.wasTold("i/o timeout") {
		t.Errorf("the operator is told %q", w.told)
	}
}

// frozen dials connections of which the first hears nothing after its hello.
type frozen struct{ dialled atomic.Int32 }

func (f *frozen) dial(ctx context.Context, network, address string) (net.Conn, error) {
	c, err := (&net.Dialer{}).DialContext(ctx, network, address)
	if err != nil || f.dialled.Add(1) > 1 {
		return c, err //nolint:wrapcheck // as it is
	}
	return &deaf{Conn: c}, nil
}

// deaf is a connection over which nothing comes after the hello.
type deaf struct {
	net.Conn
	hello bool
}

func (d *deaf) Read(p []byte) (int, error) {
	for {
		n, err := d.Conn.Read(p)
		if err != nil || !d.hello {
			d.hello = d.hello || bytes.Contains(p[:n], []byte("num_connections"))
			return n, err //nolint:wrapcheck // as it is
		}
	}
}

// TestSocketDisabled: where Socket Mode is switched off the operator is told,
// and it goes on when it is on again.
func TestSocketDisabled(t *testing.T) {
	t.Parallel()
	w := start(t, slacktest.Options{}, nil)
	w.Disable()
	w.Await(t, "the end of the sockets", func() bool { return w.Live() == 0 })
	w.Revive()
	w.connected()
	if !w.wasTold("Socket Mode is switched off") {
		t.Errorf("the operator is told %q", w.told)
	}
}

// TestSocketFinal: an app's token that Slack does not take, or that lacks its
// scope, ends Run with what to set.
func TestSocketFinal(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]Problem{
		"invalid_auth": TokenRefused, "token_revoked": TokenRefused, "missing_scope": ScopeMissing, "not_allowed_token_type": WrongToken,
	} {
		t.Run(word, func(t *testing.T) {
			t.Parallel()
			s := server(t, slacktest.Options{})
			s.Order(slacktest.Fault{Method: "apps.connections.open", Times: -1, Error: word})
			w := prepared(t, s, nil)
			ctx, stop := context.WithTimeout(t.Context(), soon)
			defer stop()
			err := w.a.Run(ctx, nil)
			var config *ConfigError
			if !errors.As(err, &config) || config.Variable != "SLACK_APP_TOKEN" || config.Problem != want {
				t.Errorf("Run gives %v, want %v of SLACK_APP_TOKEN", err, want)
			}
			withoutSecrets(t, fmt.Sprint(err))
		})
	}
}

// TestSocketHost: a socket leads to Slack, or to where the Web API is.
func TestSocketHost(t *testing.T) {
	t.Parallel()
	w, err := newWeb(Options{Client: platformClient(t), BaseURL: "http://api.example:8080/api"})
	if err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]bool{
		"wss://wss-primary.slack.com/link/?ticket=1": true, "wss://wss-primary.slack.com:443/link": true, "ws://api.example:8080/link": true,
		"ws://wss-primary.slack.com/link": false, "wss://slack.com.evil.example/": false, "wss://evilslack.com/": false,
		"wss://wss.slack.com@evil.example/": false, "wss://u:p@wss.slack.com/": false, "wss://wss.slack.com:8443/": false,
		"https://wss.slack.com/": false, "ws://api.example/link": false, "wss://api.example:8080/": false, "": false, "::": false,
	} {
		if err := w.socketURL(address); (err == nil) != want {
			t.Errorf("%s: %v, want it let in: %v", address, err, want)
		} else if err != nil {
			withoutSecrets(t, err.Error())
		}
	}
}

// TestSocketElsewhere: nothing connects to another host's socket.
func TestSocketElsewhere(t *testing.T) {
	t.Parallel()
	s := server(t, slacktest.Options{})
	s.SocketHost("ws://127.0.0.1:1")
	w := prepared(t, s, nil).run()
	w.Await(t, "three attempts", func() bool { return s.Count("apps.connections.open") > 3 })
	if !w.wasTold(errHost.Error()) {
		t.Errorf("the operator is told %q", w.told)
	}
}

// TestSocketPayload: what a front gives for an interaction goes back with its
// acknowledgement; what is too long for that is left out, and acknowledged.
func TestSocketPayload(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		size int
		want bool
	}{{"short", 10, true}, {"long", 30_000, false}} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := server(t, slacktest.Options{})
			w := prepared(t, s, nil)
			w.front.payload = map[string]any{"response_action": "errors", "errors": map[string]string{"b": strings.Repeat("x", test.size)}}
			w.run().connected()
			id := w.SubmitRaw(w.Join(slacktest.Person{}), map[string]any{"id": "V1", "type": "modal"})
			w.Await(t, "the acknowledgement", func() bool { return w.Answered(id).Acked })
			if got := w.Answered(id).Payload != nil; got != test.want {
				t.Errorf("a payload came back: %v, want %v", got, test.want)
			}
		})
	}
}

// TestSocketUnreadable: what cannot be read is told to the operator, and does
// not end the socket. Only events, which would come again, are acknowledged.
func TestSocketUnreadable(t *testing.T) {
	t.Parallel()
	w := start(t, slacktest.Options{}, nil)
	deep := map[string]any{}
	for range 100 {
		deep = map[string]any{"x": deep}
	}
	for n, test := range []struct {
		kind    string
		payload map[string]any
		acked   bool
	}{
		{"events_api", map[string]any{"event": "no object"}, true},
		{"events_api", map[string]any{"event": map[string]any{"type": "message", "text": 5}}, true},
		{"slash_commands", map[string]any{"team_id": "T1"}, false},
		{"interactive", map[string]any{"type": "block_actions"}, false},
		{"of a kind made later", map[string]any{}, true},
	} {
		id := w.Raw(test.kind, test.payload)
		p := w.Join(slacktest.Person{})
		after := []string{w.Say(p, w.Direct(p.ID), "a", "").ID, w.Say(p, w.Direct(p.ID), "b", "").ID}
		for _, x := range after { // over both sockets, after it
			w.heard()
			w.Await(t, "what follows", func() bool { return w.Answered(x).Acked })
		}
		if got := w.Answered(id).Acked; got != test.acked {
			t.Errorf("%d: acknowledged: %v, want %v", n, got, test.acked)
		}
	}
	w.Frame("[1,2")
	w.Frame(`"` + strings.Repeat("x", 10) + `"`)
	if w.Opened() != 2 {
		t.Errorf("%d sockets were opened, want the first two", w.Opened())
	}
	if !w.wasTold("cannot be read") {
		t.Errorf("the operator is told %q", w.told)
	}
}

// TestSocketTooLong: a message without an end ends the socket, not the program.
func TestSocketTooLong(t *testing.T) {
	t.Parallel()
	w := start(t, slacktest.Options{}, nil)
	w.Frame(`{"type":"` + strings.Repeat("x", maxFrame) + `"}`)
	w.Await(t, "other sockets", func() bool { return w.Opened() == 4 && w.Connected() == 2 })
}

// TestUninstalled: after it the program runs on, and whoever sends is told
// that it is in vain.
func TestUninstalled(t *testing.T) {
	t.Parallel()
	w := start(t, slacktest.Options{}, nil)
	w.Uninstall()
	for range 2 {
		if got := w.heard(); got.what != "gone" {
			t.Errorf("heard %+v, want that we are gone", got)
		}
	}
	sent := w.Count(postMethod)
	err := w.a.Send(t.Context(), w.general(), plainReply("words"))
	if !isGone(err) || w.Count(postMethod) != sent {
		t.Errorf("Send gives %v after %d requests, want that it is in vain without one", err, w.Count(postMethod)-sent)
	}
	w.Order(slacktest.Fault{Method: "apps.connections.open", Times: -1, Error: "invalid_auth"})
	w.Drop()
	w.Await(t, "another attempt", func() bool { return w.Count("apps.connections.open") >= 4 })
	select {
	case err := <-w.done:
		t.Errorf("Run ended with %v", err)
		w.done <- err
	default:
	}
}
