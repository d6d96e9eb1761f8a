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
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/adapters/discord/discordtest"
	"dateline/internal/testkit"
)

// twin is a stand-in of Discord that others wrote (npm discord-digital-twin),
// run by testdata/twin/twin.mjs, with a door before it that holds each request
// to Discord's description.
//
// It has no list of commands (twin.mjs adds that), and of a command it keeps
// neither contexts nor translations of its description; it has no GET /gateway,
// no resume, no nonce, no limits, no direct messages and no mentions. It does
// not make an answer ephemeral that was deferred so (twin.mjs looks at the
// deferral), and writes the deferred answer to a button over the message that
// the button is on. All that is tested on discordtest.
type twin struct {
	t       testing.TB
	door    *httptest.Server
	stdin   io.WriteCloser
	answers <-chan json.RawMessage

	mu       sync.Mutex
	requests []string // those that were answered: method, path, status
	problems []string
}

// interacted is what the stand-in has for an interaction.
type interacted struct {
	Type    int // of the first response
	Choices []struct{ Name, Value string }
	Message struct {
		ID, Content string
		Embeds      []discordtest.Embed
		Components  []struct{ Components []discordtest.Button }
		Flags       int
	}
}

// The numbers of Discord's interactions, commands and options.
const (
	isCommand, isPress, isTyping = 2, 3, 4
	isSlash, isMenu              = 1, 3
	isSubcommand, isString       = 1, 3
	isInteger                    = 4
)

// twinFolder is where .ci/run has installed a stand-in that others wrote.
func twinFolder(t *testing.T, standIn string) string {
	t.Helper()
	folder := os.Getenv("DATELINE_TWIN")
	if folder == "" {
		t.Skip("DATELINE_TWIN: not set: .ci/run twin installs the stand-ins that others wrote, and runs this")
	}
	if _, err := os.Stat(filepath.Join(folder, "node_modules", standIn)); err != nil {
		t.Fatalf("DATELINE_TWIN: %v: .ci/run twin installs it", err)
	}
	return folder
}

// newTwin starts the stand-in.
func newTwin(t *testing.T, folder, token string) *twin {
	t.Helper()
	w := &twin{t: t}
	cmd := exec.CommandContext(t.Context(), "node", filepath.Join("testdata", "twin", "twin.mjs"), folder, token) //nolint:gosec // the test's own
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
	answers, read := make(chan json.RawMessage), make(chan struct{})
	go func() {
		defer close(read)
		defer close(answers)
		for lines := json.NewDecoder(stdout); ; {
			var line json.RawMessage
			if lines.Decode(&line) != nil {
				return
			}
			select {
			case answers <- line:
			case <-t.Context().Done():
			}
		}
	}()
	t.Cleanup(func() {
		_ = stdin.Close() // it ends with its input, should nothing else end it
		<-read
		if err := cmd.Wait(); t.Failed() {
			t.Logf("the stand-in: %v\n%s", err, stderr.String())
		}
	})
	w.stdin, w.answers = stdin, answers
	var at struct{ URL string }
	w.hear(&at)
	w.open(at.URL)
	return w
}

// open opens the door, at the address that the program is given.
func (w *twin) open(address string) {
	w.t.Helper()
	to, err := url.Parse(address)
	if err != nil {
		w.t.Fatal(err)
	}
	transport := &http.Transport{}
	checked := http.RoundTripper(transport)
	if path := testkit.Shared(w.t, "specs", "discord-openapi-v10.json"); path != "" {
		v, err := discordtest.NewValidator(path)
		if err != nil {
			w.t.Fatal(err)
		}
		checked = v.Watch(transport, address+"/v10", func(p string) { w.note(&w.problems, p) })
	}
	proxy := &httputil.ReverseProxy{
		Transport: checked,
		Rewrite:   func(r *httputil.ProxyRequest) { r.SetURL(&url.URL{Scheme: to.Scheme, Host: to.Host}) },
		ModifyResponse: func(r *http.Response) error {
			w.note(&w.requests, fmt.Sprintf("%s %s %d", r.Request.Method, r.Request.URL.Path, r.StatusCode))
			return nil
		},
	}
	w.door = httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			w.note(&w.problems, err.Error())
		}
		r.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
		r.Body, _ = r.GetBody()
		proxy.ServeHTTP(out, r)
	}))
	w.t.Cleanup(transport.CloseIdleConnections)
	w.t.Cleanup(w.door.Close)
}

func (w *twin) note(list *[]string, text string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	*list = append(*list, text)
}

// hear takes the stand-in's next answer.
func (w *twin) hear(into any) {
	w.t.Helper()
	select {
	case line, ok := <-w.answers:
		if !ok {
			w.t.Fatal("the stand-in has ended")
		}
		if err := json.Unmarshal(line, into); err != nil {
			w.t.Fatalf("the stand-in answers %s: %v", line, err)
		}
	case <-time.After(time.Minute):
		w.t.Fatal("the stand-in does not answer")
	}
}

// do has the stand-in do something that twin.mjs knows.
func (w *twin) do(into any, what string, fields map[string]any) {
	w.t.Helper()
	all := map[string]any{"do": what}
	for key, value := range fields {
		all[key] = value
	}
	line, err := json.Marshal(all)
	if err != nil {
		w.t.Fatal(err)
	}
	if _, err := w.stdin.Write(append(line, '\n')); err != nil {
		w.t.Fatalf("the stand-in: %v", err)
	}
	w.hear(into)
}

// seen is what is shown for an interaction.
func (w *twin) seen(kind int, message string, data map[string]any) discordtest.Seen {
	w.t.Helper()
	var got interacted
	w.do(&got, "interact", map[string]any{"type": kind, "data": data, "messageId": message})
	m := got.Message
	s := discordtest.Seen{ID: m.ID, Content: m.Content, Embeds: m.Embeds, Flags: m.Flags, Ephemeral: m.Flags&64 != 0}
	for _, row := range m.Components {
		s.Buttons = append(s.Buttons, row.Components...)
	}
	return s
}

// command makes the data of /news.
func (w *twin) command(subcommand string, options ...map[string]any) map[string]any {
	return map[string]any{"id": "1", "name": "news", "type": isSlash, "options": []any{
		map[string]any{"type": isSubcommand, "name": subcommand, "options": options},
	}}
}

// press presses the button of a label.
func (w *twin) press(m discordtest.Seen, label string) discordtest.Seen {
	w.t.Helper()
	i := slices.IndexFunc(m.Buttons, func(b discordtest.Button) bool { return b.Label == label })
	if i < 0 {
		w.t.Fatalf("no button %q on %+v", label, m)
	}
	return w.seen(isPress, m.ID, map[string]any{"custom_id": m.Buttons[i].CustomID, "component_type": 2})
}

// binary builds the program, as those do who run it.
func binary(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	build := exec.CommandContext(t.Context(), "go", "build", "-buildvcs=false", "-o", dir+string(filepath.Separator), ".") //nolint:gosec // a folder of the test's
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return filepath.Join(dir, "bot")
}

// TestOnTheTwinOfDiscord has the program meet a Discord that we did not write.
func TestOnTheTwinOfDiscord(t *testing.T) {
	t.Parallel()
	w := newTwin(t, twinFolder(t, "discord-digital-twin"), canaryToken)
	b, p := newsBox(t)
	p.put("/story.html", story)
	b.bin = binary(t)
	b.env["DISCORD_TOKEN"], b.env["DISCORD_API_URL"], b.env["LOG_LEVEL"] = canaryToken, w.door.URL, "debug"
	bot := b.start("run")

	w.identifies()
	w.registers()
	latest := w.seen(isCommand, "", w.command("latest"))
	says(t, "latest", latest, true, "Sample, not current news", "MOSCOW, July 6", "strictly implement the Minsk Agreements")
	says(t, "evidence", w.press(latest, "Evidence"), true, "Evidence, word for word", "According to the Kremlin, Putin told Obama")
	w.completes()
	w.digestsLinked(p.URL + "/story.html")

	b.run(`{"id":"1","title":"Bridge opened","text":"The bridge over the canal was opened on Monday, the city said.","published":"2026-11-20T10:00:00Z"}
{"id":"2","title":"Bread dearer","text":"Bakers raised the price of bread on Monday, their guild said.","published":"2026-11-21T10:00:00Z"}`, "import", "-").ends(exitDone)
	newest := w.seen(isCommand, "", w.command("latest", map[string]any{"type": isInteger, "name": "count", "value": 1}))
	says(t, "the newest", newest, true, "Bread dearer")
	older := w.press(newest, "Older")
	says(t, "older", older, true, "Bridge opened")
	says(t, "newer", w.press(older, "Newer"), true, "Bread dearer")

	if code := bot.terminate(); code != exitDone {
		t.Errorf("bot run ended with %d, want %d", code, exitDone)
	}
	b.keepsSecrets(bot)
	w.heldToTheRules()
}

// identifies: Guilds, GuildMessages and DirectMessages are asked for, none privileged.
func (w *twin) identifies() {
	w.t.Helper()
	var got struct {
		Intents int
		Shard   [2]int
	}
	w.do(&got, "ready", nil)
	if want := 1<<0 | 1<<9 | 1<<12; got.Intents != want || got.Shard != [2]int{0, 1} {
		w.t.Errorf("identify: intents %b of shard %v, want %b of the first of one", got.Intents, got.Shard, want)
	}
}

func (w *twin) registers() {
	w.t.Helper()
	var got []struct {
		Name    string
		Type    int
		Options []struct{ Name string }
		Right   *string `json:"defaultMemberPermissions"`
	}
	w.do(&got, "commands", nil)
	var names []string
	for _, c := range got {
		names = append(names, fmt.Sprint(c.Type, " ", c.Name))
		for _, o := range c.Options {
			names = append(names, o.Name)
		}
		if c.Right != nil {
			w.t.Errorf("%s needs a right, want it open to all", c.Name)
		}
	}
	slices.Sort(names)
	if want := "1 news, 3 Digest this, digest, evidence, help, latest, older, settings, sources, topic"; strings.Join(names, ", ") != want {
		w.t.Errorf("registered: got %s, want %s", strings.Join(names, ", "), want)
	}
}

// completes: what is typed for an option is completed.
func (w *twin) completes() {
	w.t.Helper()
	var got interacted
	w.do(&got, "interact", map[string]any{"type": isTyping, "data": w.command("latest", map[string]any{
		"type": isString, "name": "since", "value": "5", "focused": true,
	})})
	var values []string
	for _, c := range got.Choices {
		values = append(values, c.Value)
	}
	if want := []string{"5d", "5h"}; got.Type != 8 || !slices.Equal(values, want) {
		w.t.Errorf("autocomplete: got response %d with %q, want 8 with %q", got.Type, values, want)
	}
}

// digestsLinked: the message menu digests the page that a message names.
func (w *twin) digestsLinked(address string) {
	w.t.Helper()
	message := map[string]any{}
	w.do(&message, "say", map[string]any{"content": "Have you read " + address + "?"})
	id, _ := message["id"].(string)
	digested := w.seen(isCommand, "", map[string]any{
		"id": "2", "name": "Digest this", "type": isMenu, "target_id": id,
		"resolved": map[string]any{"messages": map[string]any{id: message}},
	})
	says(w.t, "Digest this", digested, true, "Ferry stopped", "the harbour office said")
}

// heldToTheRules looks at all requests that were made.
func (w *twin) heldToTheRules() {
	w.t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, p := range w.problems {
		w.t.Errorf("a request breaks Discord's description: %s", p)
	}
	for _, r := range w.requests {
		if !strings.HasSuffix(r, " 200") && !strings.HasSuffix(r, " 204") {
			w.t.Errorf("a request was refused: %s", r)
		}
	}
	if len(w.requests) < 13 {
		w.t.Errorf("%d requests, want those for all of the above:\n%s", len(w.requests), strings.Join(w.requests, "\n"))
	}
}
