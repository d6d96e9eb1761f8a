package slacktest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/gorilla/websocket"
)

// spec is the path of Block Kit's schema; it skips where DATELINE_SHARED has none.
func spec(t *testing.T) string {
	t.Helper()
	path := filepath.Join(os.Getenv("DATELINE_SHARED"), "specs", "slack-blockkit.augmented.schema.json")
	if _, err := os.Stat(path); err != nil {
		t.Skipf("DATELINE_SHARED: %v", err)
	}
	return path
}

// app is an application of the tests' own.
type app struct {
	*Server
	t *testing.T
}

// call makes a call of the Web API, with JSON as its body.
func (a app) call(method string, args obj) obj {
	a.t.Helper()
	data, err := json.Marshal(args)
	if err != nil {
		a.t.Fatal(err)
	}
	_, body := a.send(a.URL+method, "application/json", data, a.BotToken)
	return body
}

// reply is what a request is answered with, besides the body.
type reply struct {
	StatusCode int
	Header     http.Header
}

// send posts a body; what comes back as JSON is given.
func (a app) send(address, kind string, data []byte, token string) (reply, obj) {
	a.t.Helper()
	r, err := http.NewRequestWithContext(a.t.Context(), http.MethodPost, address, bytes.NewReader(data))
	if err != nil {
		a.t.Fatal(err)
	}
	r.Header.Set("Content-Type", kind)
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		a.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	var body obj
	_ = json.NewDecoder(resp.Body).Decode(&body)
	return reply{resp.StatusCode, resp.Header}, body
}

// form makes a call with a form as its body.
func (a app) form(method string, values url.Values) obj {
	a.t.Helper()
	_, body := a.send(a.URL+method, "application/x-www-form-urlencoded", []byte(values.Encode()), "")
	return body
}

// wire is a socket of the application.
type wire struct {
	app
	conn *websocket.Conn
	mu   sync.Mutex
	got  []obj
	more chan struct{}
}

// connect opens a socket; what comes is acknowledged where ack says so.
func (a app) connect(ack func(frame obj) (payload any, ok bool)) *wire {
	a.t.Helper()
	_, body := a.send(a.URL+"apps.connections.open", "application/x-www-form-urlencoded", nil, a.AppToken)
	address, _ := body["url"].(string)
	conn, resp, err := websocket.DefaultDialer.DialContext(a.t.Context(), address, nil)
	if err != nil {
		a.t.Fatal(err)
	}
	_ = resp.Body.Close()
	k := &wire{app: a, conn: conn, more: make(chan struct{}, 100)}
	done := make(chan struct{})
	go func() {
		defer close(done)
		k.hear(ack)
	}()
	a.t.Cleanup(func() {
		_ = conn.Close()
		<-done
	})
	return k
}

func (k *wire) hear(ack func(obj) (any, bool)) {
	for {
		var frame obj
		if k.conn.ReadJSON(&frame) != nil {
			return
		}
		k.mu.Lock()
		k.got = append(k.got, frame)
		k.mu.Unlock()
		select {
		case k.more <- struct{}{}:
		default: // who waits has enough to look at
		}
		if frame["envelope_id"] == nil {
			continue
		}
		if payload, ok := ack(frame); ok {
			out := obj{"envelope_id": frame["envelope_id"]}
			if payload != nil {
				out["payload"] = payload
			}
			if k.conn.WriteJSON(out) != nil {
				return
			}
		}
	}
}

// frames gives the envelopes that came so far, of a type or "" of all.
func (k *wire) frames(kind string) []obj {
	k.mu.Lock()
	defer k.mu.Unlock()
	var all []obj
	for _, f := range k.got {
		if kind == "" || f["type"] == kind {
			all = append(all, f)
		}
	}
	return all
}

func always(obj) (any, bool) { return nil, true }
func never(obj) (any, bool)  { return nil, false }

// post are the arguments of a message that breaks nothing.
func post(channel, text string) obj {
	return obj{"channel": channel, "text": text, "unfurl_links": false, "unfurl_media": false, "parse": "none"}
}

// answerTo answers by a response_url.
func (a app) answerTo(frame, body obj) (reply, obj) {
	a.t.Helper()
	payload, _ := frame["payload"].(obj)
	address, _ := payload["response_url"].(string)
	for k, v := range post("", "") {
		if k == "channel" || k == "text" {
			continue
		}
		body[k] = v
	}
	data, err := json.Marshal(body)
	if err != nil {
		a.t.Fatal(err)
	}
	return a.send(address, "application/json", data, "")
}

// TestCommand: a command comes over the socket, is acknowledged, and its
// answer is seen by who asked.
func TestCommand(t *testing.T) {
	t.Parallel()
	a := app{New(t, Options{Spec: spec(t)}), t}
	k := a.connect(always)
	a.Await(t, "hello", func() bool { return a.Connected() == 1 })
	p := a.Join(Person{Name: "ann"})
	id := a.Slash(p, a.Channel(1), "latest")
	a.Await(t, "the acknowledgement", func() bool { return a.Answered(id).Acked })
	frame := k.frames(slashCommands)[0]
	if resp, _ := a.answerTo(frame, obj{"text": "Two &amp; two"}); resp.StatusCode != http.StatusOK {
		t.Fatalf("response_url gives %d", resp.StatusCode)
	}
	got := a.Answers(id)
	if len(got) != 1 || got[0].To != p.ID || !got[0].Ephemeral || got[0].Text != "Two &amp; two" || got[0].Channel != a.Channel(1) {
		t.Errorf("got %+v, want one answer to %s", got, p.ID)
	}
	if n := a.Counts(); n != (Counts{Happened: 1, Deliveries: 1, Acked: 1}) {
		t.Errorf("counts are %+v", n)
	}
	if x := a.call("chat.postMessage", post(a.Channel(0), "x")); x["ok"] != true {
		t.Errorf("chat.postMessage gives %v", x)
	}
	if x := a.call("auth.test", obj{}); x["team_id"] != a.Team || !strings.HasPrefix(x["user_id"].(string), "U") { //nolint:errcheck,forcetypeassert // the stand-in's own
		t.Errorf("auth.test gives %v", x)
	}
}
