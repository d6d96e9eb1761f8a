package slacktest

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// got is a request that the application had.
type got struct {
	path, body string
	header     http.Header
}

// listen gives an application's own address, and what it had; status says what it answers.
func listen(t *testing.T, answer func(n int, w http.ResponseWriter)) (address string, had func() []got) {
	t.Helper()
	var mu sync.Mutex
	var all []got
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		data, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		mu.Lock()
		n := len(all)
		all = append(all, got{r.URL.Path, string(data), r.Header.Clone()})
		mu.Unlock()
		answer(n, w)
	}))
	t.Cleanup(srv.Close)
	return srv.URL, func() []got {
		mu.Lock()
		defer mu.Unlock()
		return append([]got(nil), all...)
	}
}

func fine(_ int, w http.ResponseWriter) { w.WriteHeader(http.StatusOK) }

// TestPush: what happens comes as signed requests, each to its path in its form.
func TestPush(t *testing.T) {
	t.Parallel()
	address, had := listen(t, fine)
	a := app{New(t, Options{Push: address, SigningSecret: "s3cret"}), t}
	p := a.Join(Person{})
	a.Slash(p, a.Channel(0), "latest & more")
	a.Await(t, "the command", func() bool { return a.Counts().Acked == 1 })
	a.GlobalShortcut(p, "news")
	a.Await(t, "the shortcut", func() bool { return a.Counts().Acked == 2 })
	a.Say(p, a.Direct(p.ID), "hello", "")
	a.Await(t, "the message", func() bool { return a.Counts().Acked == 3 })
	all := had()
	for i, want := range []string{CommandsPath, InteractionsPath, EventsPath} {
		g := all[i]
		stamp := g.header.Get("X-Slack-Request-Timestamp")
		if g.path != want || g.header.Get("X-Slack-Signature") != Sign("s3cret", stamp, []byte(g.body)) {
			t.Errorf("%d: got %+v, want a signed request to %s", i, g, want)
		}
	}
	values, err := url.ParseQuery(all[0].body)
	if err != nil || values.Get("text") != "latest & more" || values.Get("user_id") != p.ID || values.Get("trigger_id") == "" {
		t.Errorf("the command is %v, %v", values, err)
	}
	values, err = url.ParseQuery(all[1].body)
	if err != nil || !strings.Contains(values.Get("payload"), `"callback_id":"news"`) {
		t.Errorf("the shortcut is %v, %v", values, err)
	}
	var event obj
	if err := json.Unmarshal([]byte(all[2].body), &event); err != nil || event["type"] != "event_callback" || event["event_id"] == nil {
		t.Errorf("the event is %v, %v", event, err)
	}
}

// TestPushAgain: events are sent again with the same event_id and a reason,
// commands are not.
func TestPushAgain(t *testing.T) {
	t.Parallel()
	address, had := listen(t, func(n int, w http.ResponseWriter) {
		if n < 2 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	a := app{New(t, Options{Push: address, Retries: soon()}), t}
	p := a.Join(Person{})
	id := a.Say(p, a.Direct(p.ID), "hello", "").ID
	a.Await(t, "the event", func() bool { return a.Answered(id).Acked })
	all := had()
	for i, g := range all {
		num, reason := g.header.Get("X-Slack-Retry-Num"), g.header.Get("X-Slack-Retry-Reason")
		if want := []string{"", "1", "2"}[i]; num != want || (reason == "http_error") != (i > 0) || g.body != all[0].body {
			t.Errorf("try %d: number %q, reason %q", i, num, reason)
		}
	}
	if got := a.Answered(id); got.Deliveries != 3 || len(got.Statuses) != 3 {
		t.Errorf("got %+v", got)
	}
}

// TestPushFails: nobody there, and nobody in time.
func TestPushFails(t *testing.T) {
	t.Parallel()
	a := app{New(t, Options{Push: "http://127.0.0.1:1", Retries: soon()}), t}
	p := a.Join(Person{})
	id := a.Slash(p, a.Channel(0), "latest")
	a.Await(t, "the end", func() bool { return a.Answered(id).Lost })
	if got := a.Answered(id); got.Failed != "dispatch_failed" || got.Deliveries != 1 {
		t.Errorf("got %+v", got)
	}
	hold := make(chan struct{})
	address, _ := listen(t, func(int, http.ResponseWriter) { <-hold })
	defer close(hold)
	b := app{New(t, Options{Push: address, Ack: 20 * time.Millisecond, Retries: soon(), RetryAll: true}), t}
	id = b.Slash(b.Join(Person{}), b.Channel(0), "latest")
	b.Await(t, "the end", func() bool { return b.Answered(id).Lost })
	if got := b.Answered(id); got.Failed != "operation_timeout" || got.Deliveries != 4 {
		t.Errorf("got %+v", got)
	}
}

// TestPushReply: what a command's answer has in it is shown.
func TestPushReply(t *testing.T) {
	t.Parallel()
	address, _ := listen(t, func(_ int, w http.ResponseWriter) {
		_, _ = io.WriteString(w, `{"text":"here","response_type":"in_channel",`+flags+`}`)
	})
	a := app{New(t, Options{Push: address}), t}
	id := a.Slash(a.Join(Person{}), a.Channel(0), "latest")
	a.Await(t, "the answer", func() bool { return len(a.Answers(id)) == 1 })
	if got := a.Answers(id)[0]; got.Text != "here" || got.Ephemeral {
		t.Errorf("got %+v", got)
	}
}

// TestDraft: a request that a test changes, and the challenge.
func TestDraft(t *testing.T) {
	t.Parallel()
	address, had := listen(t, fine)
	a := app{New(t, Options{}), t}
	p := a.Join(Person{})
	d := a.DraftOf(a.Slash(p, a.Channel(0), "latest"))
	d.Header.Set("X-Slack-Signature", "v0=00")
	for _, d := range []Draft{d, a.Challenge("c4")} {
		if status, _, err := d.Post(t.Context(), http.DefaultClient, address); err != nil || status != http.StatusOK {
			t.Errorf("got %d, %v", status, err)
		}
	}
	all := had()
	if all[0].path != CommandsPath || all[0].header.Get("X-Slack-Signature") != "v0=00" || !strings.Contains(all[1].body, `"challenge":"c4"`) {
		t.Errorf("got %+v", all)
	}
	// The example of Slack's documentation.
	const body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
	const want = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
	if got := Sign("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", []byte(body)); got != want {
		t.Errorf("signed %s, want %s", got, want)
	}
}
