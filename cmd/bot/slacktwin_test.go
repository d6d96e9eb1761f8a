package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"dateline/adapters/slack/slacktest"
	"dateline/deploy"
	"dateline/internal/testkit"
)

// slackTwin is a stand-in of Slack's Web API that others wrote (npm emulate),
// run by testdata/twin/slack.mjs, with a door before it. It is strict about the
// scopes, of which the bot has those of our manifest.
//
// It has no Socket Mode, commands, interactions, response_urls, trigger_ids,
// rate limits and languages of people, and it signs nothing: the test signs and
// sends what Slack would send over HTTP, and for a response_url stands an
// incoming webhook of the stand-in's, which shows everything to all. It gives
// messages back with their metadata whether that is asked for or not, and the
// whole of a channel whatever "oldest" says. All that is tested on slacktest.
type slackTwin struct {
	t       *testing.T
	door    *httptest.Server
	url     string // of the stand-in itself
	bot     string // where the program listens
	channel string // general
	events  int    // that were sent

	mu       sync.Mutex
	requests []string // those that were answered: method, and what the answer says
	problems []string
	lose     string // the path of a request whose answer is lost, once
}

// The tokens and identifiers of the stand-in's workspace.
const (
	twinTeam, twinApp, twinBot, twinUser = "T000000001", "A0DATELINE", "B0DATELINE", "U0DATELINE"
	twinReader                           = "xoxp-reader"
)

// seed is the workspace: a reader who is no admin, and us, with our manifest's scopes.
func seed(t testing.TB) string {
	t.Helper()
	var manifest struct {
		OAuth struct{ Scopes struct{ Bot []string } } `yaml:"oauth_config"`
	}
	if err := yaml.Unmarshal([]byte(deploy.SlackManifest()), &manifest); err != nil {
		t.Fatal(err)
	}
	everything := []string{"chat:write", "channels:read", "channels:history", "channels:manage", "im:write", "im:read", "im:history", "users:read", "channels:join"}
	text, err := json.Marshal(map[string]any{
		"strict_scopes": true,
		"users":         []any{map[string]any{"name": "reader"}},
		"channels":      []any{map[string]any{"name": "news"}},
		"oauth_apps": []any{map[string]any{
			"client_id": "1.2", "client_secret": "3", "app_id": twinApp, "name": "Dateline", "redirect_uris": []string{},
			"bot_id": twinBot, "bot_user_id": twinUser, "bot_name": "dateline", "scopes": manifest.OAuth.Scopes.Bot,
		}},
		"tokens": []any{
			map[string]any{"token": canaryBot, "type": "bot", "user_id": twinUser, "bot_id": twinBot, "app_id": twinApp, "scopes": manifest.OAuth.Scopes.Bot},
			map[string]any{"token": twinReader, "type": "user", "user": "reader", "scopes": everything},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// newSlackTwin starts the stand-in.
func newSlackTwin(t *testing.T, folder string) *slackTwin {
	t.Helper()
	w := &slackTwin{t: t}
	cmd := exec.CommandContext(t.Context(), "node", filepath.Join("testdata", "twin", "slack.mjs"), folder, seed(t)) //nolint:gosec // the test's own
	var stderr lockedBuffer
	cmd.Stderr = &stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatalf("the stand-in does not start: %v", err)
	}
	t.Cleanup(func() {
		_ = stdin.Close() // it ends with its input
		if err := cmd.Wait(); t.Failed() {
			t.Logf("the stand-in: %v\n%s", err, stderr.String())
		}
	})
	var at struct{ URL string }
	if err := json.NewDecoder(stdout).Decode(&at); err != nil {
		t.Fatalf("the stand-in does not say where it is: %v\n%s", err, stderr.String())
	}
	w.url = at.URL
	w.open()
	return w
}

// open opens the door, at the address that the program is given.
func (w *slackTwin) open() {
	w.t.Helper()
	to, err := url.Parse(w.url)
	if err != nil {
		w.t.Fatal(err)
	}
	check, err := slacktest.NewValidator(testkit.Shared(w.t, "specs", "slack-blockkit.augmented.schema.json"))
	if err != nil {
		w.t.Fatal(err)
	}
	transport := &http.Transport{}
	proxy := &httputil.ReverseProxy{
		Transport:      transport,
		Rewrite:        func(r *httputil.ProxyRequest) { r.SetURL(to) },
		ModifyResponse: w.answered,
	}
	w.door = httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			w.note(&w.problems, err.Error())
		}
		for _, p := range checked(check, r, body) {
			w.note(&w.problems, r.URL.Path+": "+p.String())
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		proxy.ServeHTTP(out, r)
		if w.loses(r.URL.Path) {
			panic(http.ErrAbortHandler)
		}
	}))
	w.t.Cleanup(transport.CloseIdleConnections)
	w.t.Cleanup(w.door.Close)
}

// checked holds what a request shows to Block Kit's schema.
func checked(check *slacktest.Validator, r *http.Request, body []byte) []slacktest.Problem {
	args := map[string]any{}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		if err := json.Unmarshal(body, &args); err != nil {
			return []slacktest.Problem{{Code: "invalid_json", What: err.Error()}}
		}
	} else if form, err := url.ParseQuery(string(body)); err == nil {
		for key := range form {
			args[key] = form.Get(key)
			var value any
			if (key == "blocks" || key == "view") && json.Unmarshal([]byte(form.Get(key)), &value) == nil {
				args[key] = value
			}
		}
	}
	if view, ok := args["view"].(map[string]any); ok {
		return check.Home(view["blocks"])
	}
	if args["blocks"] == nil {
		return nil
	}
	text, _ := args["text"].(string)
	return check.Message(text, args["blocks"])
}

// answered notes what the stand-in says to a request.
func (w *slackTwin) answered(r *http.Response) error {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	var said struct {
		OK    bool
		Error string
	}
	what := "ok"
	switch err := json.Unmarshal(body, &said); {
	case r.StatusCode != http.StatusOK:
		what = r.Status
	case err == nil && !said.OK:
		what = said.Error
	}
	w.note(&w.requests, r.Request.URL.Path+" "+what)
	return nil
}

func (w *slackTwin) note(list *[]string, text string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	*list = append(*list, text)
}

// loses says whether the answer to a request is to be lost.
func (w *slackTwin) loses(path string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.lose == "" || w.lose != path {
		return false
	}
	w.lose = ""
	return true
}

// soFar is what was answered, for a test that failed.
func (w *slackTwin) soFar() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return strings.Join(w.requests, "\n")
}

// count says how many requests to a path were answered.
func (w *slackTwin) count(path string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := 0
	for _, r := range w.requests {
		if strings.HasPrefix(r, path+" ") {
			n++
		}
	}
	return n
}

// twinMessage is a message as the stand-in has it.
type twinMessage struct {
	User, Text, TS string
	Thread         string `json:"thread_ts"`
	Blocks         []struct {
		Type     string
		Elements json.RawMessage
	}
	Metadata struct {
		Type    string         `json:"event_type"`
		Payload map[string]any `json:"event_payload"`
	}
}

// twinButton is a button of a message.
type twinButton struct {
	Text     struct{ Text string }
	ActionID string `json:"action_id"`
	Value    string
}

// button is the message's button of a label.
func (w *slackTwin) button(m twinMessage, label string) twinButton {
	w.t.Helper()
	for _, b := range m.Blocks {
		var all []twinButton
		if b.Type != "actions" {
			continue
		}
		if err := json.Unmarshal(b.Elements, &all); err != nil {
			w.t.Fatal(err)
		}
		if i := slices.IndexFunc(all, func(b twinButton) bool { return b.Text.Text == label }); i >= 0 {
			return all[i]
		}
	}
	w.t.Fatalf("no button %q on %+v", label, m)
	return twinButton{}
}

// texts is what messages say, for a test that failed.
func texts(all []twinMessage) (said []string) {
	for _, m := range all {
		said = append(said, fmt.Sprintf("%s in %q: %s", m.TS, m.Thread, m.Text))
	}
	return said
}

// call does something at the stand-in itself, as the one whose token it is.
func (w *slackTwin) call(token, method string, args map[string]any, into any) {
	w.t.Helper()
	body, err := json.Marshal(args)
	if err != nil {
		w.t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(w.t.Context(), http.MethodPost, w.url+"/api/"+method, bytes.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	var said struct{ OK bool }
	if err := json.Unmarshal(text, &said); err != nil || !said.OK {
		w.t.Fatalf("%s: the stand-in says %s (%v)", method, text, err)
	}
	if into != nil {
		if err := json.Unmarshal(text, into); err != nil {
			w.t.Fatal(err)
		}
	}
}

// reader is the person's identifier.
func (w *slackTwin) reader() string {
	w.t.Helper()
	var me struct {
		User string `json:"user_id"`
	}
	w.call(twinReader, "auth.test", nil, &me)
	return me.User
}

// await waits until a channel, or a thread of it, has a message that holds the words.
func (w *slackTwin) await(token, channel, thread string, words ...string) twinMessage {
	w.t.Helper()
	method, args := "conversations.history", map[string]any{"channel": channel}
	if thread != "" {
		method, args["ts"] = "conversations.replies", thread
	}
	late := time.After(time.Minute)
	for tick := time.NewTicker(50 * time.Millisecond); ; {
		var got struct{ Messages []twinMessage }
		w.call(token, method, args, &got)
		i := slices.IndexFunc(got.Messages, func(m twinMessage) bool {
			return m.TS != thread && !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(m.Text, word) })
		})
		if i >= 0 {
			tick.Stop()
			return got.Messages[i]
		}
		select {
		case <-tick.C:
		case <-late:
			w.t.Fatalf("no message in %s %s holds %q but there are %.3000v\nafter\n%s", channel, thread, words, texts(got.Messages), w.soFar())
		}
	}
}
