package slack

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dateline/adapters"
	"dateline/adapters/slack/slacktest"
)

// served is a server that answers every request in the same way, and a
// client of it.
func served(t *testing.T, h http.HandlerFunc) *web {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return webAt(t, s.URL)
}

func webAt(t *testing.T, address string) *web {
	t.Helper()
	w, err := newWeb(Options{Client: platformClient(t), BaseURL: address, BotToken: canaryBot, AppToken: canaryApp, Timing: quick()})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// canaryHook is a response_url that must come up nowhere.
const canaryHook = "/hooks/commands/T1/1/CANARY"

// every calls each method of the API once.
func every(ctx context.Context, w *web) map[string]error {
	all := map[string]error{}
	p := line("words")
	_, all["send"] = w.send(ctx, "C1", "", "key", p)
	all["ephemeral"] = w.ephemeral(ctx, "C1", "", "U1", p)
	all["respond"] = w.respond(ctx, w.base.Scheme+"://"+w.base.Host+canaryHook, "", false, p)
	all["update"] = w.update(ctx, "C1", "1.1", p)
	_, all["direct"] = w.direct(ctx, "U1")
	_, all["user"] = w.user(ctx, "U1")
	_, all["channel"] = w.channel(ctx, "C1")
	_, all["within"] = w.within(ctx, "C1", "U1")
	all["publish"] = w.publish(ctx, "U1", p.Blocks)
	_, all["account"] = w.account(ctx)
	_, all["socket"] = w.socket(ctx)
	_, _, all["history"] = w.history(ctx, "C1", time.Unix(1e9, 0), "")
	return all
}

// TestErrorsHoldNoSecrets is threat 85: whatever goes wrong, no error has a
// token, a response_url or an address in it, an answer that repeats what it
// was sent among it.
func TestErrorsHoldNoSecrets(t *testing.T) {
	t.Parallel()
	echo := func(status int, form string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(status)
			_, _ = fmt.Fprintf(w, form, r.Header.Get("Authorization")+" "+canaryBot+" "+r.URL.Path)
		}
	}
	for name, h := range map[string]http.HandlerFunc{
		"no JSON": echo(200, "%s"), "an error": echo(200, `{"ok":false,"error":"%s"}`), "a scope": echo(200, `{"ok":false,"error":"missing_scope","needed":"%s"}`),
		"400": echo(400, "%s"), "401": echo(401, `{"error":"%s"}`), "404": echo(404, "%s"), "500": echo(500, "%s"), "an empty object": echo(200, `{"x":"%s"}`),
		"of other types": echo(200, `{"ok":true,"ts":5,"channel":"%[1]s","user":"%[1]s","members":"%[1]s","messages":"%[1]s","url":5,"team_id":"%[1]s"}`),
		"a redirect": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://127.0.0.1:1/CANARY", http.StatusTemporaryRedirect)
		},
		"dropped": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"half": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			_, _ = w.Write([]byte("CANARY"))
		},
		"429": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "CANARY")
			w.WriteHeader(http.StatusTooManyRequests)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, stop := context.WithTimeout(t.Context(), 2*time.Second)
			defer stop()
			for method, err := range every(ctx, served(t, h)) {
				if err == nil && (name != "of other types" || method != "ephemeral" && method != "publish" && method != "update" && method != "respond") &&
					(name != "no JSON" && name != "an empty object" || method != "respond") {
					t.Errorf("%s: no error", method)
				}
				withoutSecrets(t, fmt.Sprintf("%v %+v %#v", err, err, err))
			}
		})
	}
	t.Run("nobody there", func(t *testing.T) {
		t.Parallel()
		for method, err := range every(t.Context(), webAt(t, "http://127.0.0.1:1")) {
			var retry *adapters.RetryError
			if !errors.As(err, &retry) || retry.After != dialAgain {
				t.Errorf("%s: %v, want that it did not leave", method, err)
			}
			withoutSecrets(t, fmt.Sprintf("%v %+v", err, err))
		}
	})
}

// TestTokens: each token goes to its own method, and none to a response_url.
func TestTokens(t *testing.T) {
	t.Parallel()
	got := make(chan string, 100)
	w := served(t, func(_ http.ResponseWriter, r *http.Request) {
		got <- r.URL.Path + " " + r.Header.Get("Authorization")
		panic(http.ErrAbortHandler)
	})
	every(t.Context(), w)
	for len(got) > 0 {
		request := <-got
		path, token, _ := strings.Cut(request, " ")
		want := "Bearer " + canaryBot
		switch {
		case path == "/api/apps.connections.open":
			want = "Bearer " + canaryApp
		case strings.HasPrefix(path, "/hooks"):
			want = ""
		}
		if token != want {
			t.Errorf("%s came with %q, want %q", path, token, want)
		}
	}
}

// TestNoRedirect: nothing follows to where an answer leads.
func TestNoRedirect(t *testing.T) {
	t.Parallel()
	var followed atomic.Int64
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { followed.Add(1) }))
	t.Cleanup(elsewhere.Close)
	for _, status := range []int{http.StatusMovedPermanently, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect} {
		every(t.Context(), served(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, elsewhere.URL, status) }))
	}
	if n := followed.Load(); n > 0 {
		t.Errorf("%d requests followed", n)
	}
}

// TestResponseURL: answers go to Slack's host for them, or to where the Web
// API is, and nowhere else.
func TestResponseURL(t *testing.T) {
	t.Parallel()
	w := webAt(t, "http://api.example:8080/api")
	for address, want := range map[string]bool{
		"https://hooks.slack.com/commands/1": true, "https://hooks.slack.com:443/actions/1": true, "http://api.example:8080/x": true,
		"http://hooks.slack.com/commands/1": false, "https://hooks.slack.com.evil.example/": false, "https://evil.example/hooks.slack.com": false,
		"https://hooks.slack.com@evil.example/": false, "https://u:p@hooks.slack.com/": false, "https://hooks.slack.com:8443/": false,
		"http://api.example/x": false, "http://169.254.169.254/": false, "file:///etc/passwd": false, "": false, "https://HOOKS.slack.com.": false,
	} {
		if err := w.hook(address); (err == nil) != want {
			t.Errorf("%s: %v, want it let in: %v", address, err, want)
		}
	}
	err := w.respond(t.Context(), "https://evil.example/CANARY", "", false, line("words"))
	if !errors.Is(err, errHost) {
		t.Errorf("an answer to elsewhere: %v", err)
	}
	withoutSecrets(t, fmt.Sprint(err))
}

// TestAgain: what may be made again is, what may have been done is not, and a
// refusal for the rate is waited for.
func TestAgain(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		fault slacktest.Fault
		do    func(*world) error
		want  int // requests
		fails bool
	}{
		{"a message, lost answer", slacktest.Fault{Method: postMethod, Drop: true, Applied: true}, sends, 1, true},
		{"a message, server's error", slacktest.Fault{Method: postMethod, Status: 503}, sends, 1, true},
		{"a message, internal error", slacktest.Fault{Method: postMethod, Error: "internal_error"}, sends, 1, true},
		{"a message, too many", slacktest.Fault{Method: postMethod, Status: 429, Header: http.Header{"Retry-After": {"0.05"}}}, sends, 2, false},
		{"a message, rate_limited", slacktest.Fault{Method: postMethod, Error: "rate_limited", Header: http.Header{"Retry-After": {"0.05"}}}, sends, 2, false},
		{"a person, lost answer", slacktest.Fault{Method: "users.info", Drop: true}, looks, 2, false},
		{"a person, server's error", slacktest.Fault{Method: "users.info", Status: 500, Times: 2}, looks, 3, false},
		{"a person, nothing else", slacktest.Fault{Method: "users.info", Status: 500, Times: -1}, looks, 3, true},
		{"a person, too often too many", slacktest.Fault{Method: "users.info", Status: 429, Header: http.Header{"Retry-After": {"0.01"}}, Times: -1}, looks, tries + 1, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := prepared(t, server(t, slacktest.Options{}), nil)
			w.Order(test.fault)
			err := test.do(w)
			if got := len(w.Requests()); got != test.want || (err != nil) != test.fails {
				t.Errorf("%d requests, %v; want %d, an error: %v", got, err, test.want, test.fails)
			}
		})
	}
}

func sends(w *world) error {
	_, err := w.a.web.send(w.t.Context(), w.Channel(0), "", "", line("words"))
	return err
}

func looks(w *world) error {
	_, err := w.a.web.user(w.t.Context(), w.User)
	return err
}

// TestPatience: a wait that is longer than the context allows is not begun.
func TestPatience(t *testing.T) {
	t.Parallel()
	w := prepared(t, server(t, slacktest.Options{}), nil)
	w.Order(slacktest.TooMany(postMethod, time.Hour))
	for n := range 2 {
		err := sends(w)
		var retry *adapters.RetryError
		if !errors.As(err, &retry) || retry.After < 59*time.Minute {
			t.Errorf("%d: %v, want that it is to be tried in an hour", n, err)
		}
	}
	if n := len(w.Requests()); n != 1 {
		t.Errorf("%d requests, want the first alone", n)
	}
	if _, err := w.a.web.send(t.Context(), w.Channel(1), "", "", line("words")); err != nil {
		t.Errorf("another channel is held up: %v", err)
	}
}

// TestQuiet: nothing that is posted makes previews or looks for names, and
// what belongs to a key goes along.
func TestQuiet(t *testing.T) {
	t.Parallel()
	w := prepared(t, server(t, slacktest.Options{}), nil).unhurried()
	p := w.Join(slacktest.Person{})
	ctx, api, c := t.Context(), w.a.web, w.Channel(0)
	ts, err := api.send(ctx, c, "", "key", line("a & b"))
	for _, e := range []error{
		err, api.update(ctx, c, ts, line("changed")), api.ephemeral(ctx, c, ts, p.ID, line("words")),
		api.publish(ctx, p.ID, line("home").Blocks),
	} {
		if e != nil {
			t.Fatal(e)
		}
	}
	for _, r := range w.Requests() {
		for k, want := range map[string]any{"parse": "none", "link_names": false} {
			if got := r.Args[k]; r.Method != "views.publish" && got != want {
				t.Errorf("%s has %s %v, want %v", r.Method, k, got, want)
			}
		}
		if r.Method == postMethod && (r.Args["unfurl_links"] != false || r.Args["unfurl_media"] != false || r.Args["mrkdwn"] != false) {
			t.Errorf("%s: %v", r.Method, r.Args)
		}
	}
	seen := w.In(c, "")
	if m := seen[0]; m.EventType != deliveryType || m.Payload["key"] != "key" || m.Edits != 1 || m.Shown != "changed" {
		t.Errorf("on the screen is %+v", m)
	}
	if view, ok := w.Home(p.ID); !ok || view.Shown != "home" {
		t.Errorf("the App Home is %+v", view)
	}
}

// TestLookingUp: people, channels, and who is in them, page by page.
func TestLookingUp(t *testing.T) {
	t.Parallel()
	w := prepared(t, server(t, slacktest.Options{}), nil).unhurried()
	first := w.Join(slacktest.Person{Locale: "de-DE", Admin: true})
	var last slacktest.Person
	for range 1100 {
		last = w.Join(slacktest.Person{})
	}
	ctx, api := t.Context(), w.a.web
	u, err := api.user(ctx, first.ID)
	if err != nil || u.Locale != "de-DE" || !u.IsAdmin || u.TeamID != w.Team {
		t.Errorf("user: %+v, %v", u, err)
	}
	c, err := api.channel(ctx, w.Channel(0))
	if err != nil || !c.IsMember {
		t.Errorf("channel: %+v, %v", c, err)
	}
	for user, want := range map[string]bool{first.ID: true, last.ID: true, "U0": false} {
		if got, err := api.within(ctx, w.Channel(0), user); got != want || err != nil {
			t.Errorf("%s is in the channel: %v, %v, want %v", user, got, err, want)
		}
	}
	d, err := api.direct(ctx, first.ID)
	if err != nil || d != w.Direct(first.ID) {
		t.Errorf("direct: %q, %v", d, err)
	}
	_, err = api.user(ctx, "U0")
	if word, _ := answered(err); word != "user_not_found" {
		t.Errorf("nobody: %v", err)
	}
}

// TestBoundedAnswer: of an answer without an end no more is kept than a bound.
func TestBoundedAnswer(t *testing.T) {
	t.Parallel()
	var sent atomic.Int64
	w := served(t, func(w http.ResponseWriter, r *http.Request) {
		part := []byte(strings.Repeat(" ", 1<<16))
		for r.Context().Err() == nil {
			n, err := w.Write(part)
			if sent.Add(int64(n)); err != nil {
				return
			}
		}
	})
	if _, err := w.send(t.Context(), "C1", "", "", line("words")); err == nil {
		t.Error("no error")
	}
	if n := sent.Load(); n > 4*maxAnswer {
		t.Errorf("%d bytes were read", n)
	}
}

// TestCheckURL: which addresses can be the Web API's.
func TestCheckURL(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"": "https://slack.com/api", "https://proxy.example/slack/": "https://proxy.example/slack", "http://127.0.0.1:4000": "http://127.0.0.1:4000/api",
		"slack.com": "", "ftp://slack.com": "", "https://u:CANARY@slack.com": "", "https://slack.com/?token=CANARY": "", "https://": "", "https://a/#x": "", "::": "",
	} {
		err := CheckURL(text)
		if (err == nil) != (want != "") {
			t.Errorf("%q: %v", text, err)
		}
		if err != nil {
			withoutSecrets(t, err.Error())
			continue
		}
		if u, err := baseURL(text); err != nil || u.String() != want {
			t.Errorf("%q is %v, want %q", text, u, want)
		}
	}
}

// TestSendError: what is certain, and what is not.
func TestSendError(t *testing.T) {
	t.Parallel()
	const gone, later, unknown = "gone", "later", "unknown"
	for word, want := range map[string][2]string{
		"channel_not_found": {gone, ""}, "is_archived": {gone, ""}, "account_inactive": {gone, ""}, "token_revoked": {gone, ""},
		"not_in_channel": {gone, "/invite @dateline"}, "missing_scope": {gone, "chat:write"}, "restricted_action": {gone, "Posting Permissions"},
		"messages_tab_disabled": {gone, "Messages Tab"}, "invalid_auth": {later, ""}, "team_added_to_org": {later, ""},
		"internal_error": {unknown, ""}, "fatal_error": {unknown, ""}, "service_unavailable": {unknown, ""}, "invalid_blocks": {unknown, ""},
	} {
		err := sendError(fmt.Errorf("request: %w", &APIError{Method: postMethod, Status: 200, Code: word, Needed: "chat:write"}), "dateline")
		var g *adapters.GoneError
		var r *adapters.RetryError
		got := unknown
		switch {
		case errors.As(err, &g):
			if got = gone; g.Right != want[1] {
				t.Errorf("%s: the right is %q, want %q", word, g.Right, want[1])
			}
		case errors.As(err, &r):
			got = later
		}
		if got != want[0] {
			t.Errorf("%s: %s (%v), want %s", word, got, err, want[0])
		}
	}
	if sendError(nil, "") != nil {
		t.Error("an error of none")
	}
}

// FuzzRefusal: whatever is answered, no more of it gets into an error than a
// word of Slack's form.
func FuzzRefusal(f *testing.F) {
	for _, seed := range []string{`{"ok":true}`, `{"ok":false,"error":"missing_scope","needed":"chat:write"}`, "ok", "expired_url", `{"error":"x y"}`, "<html>"} {
		f.Add(postMethod, 200, seed)
		f.Add(respondMethod, 404, seed)
	}
	f.Fuzz(func(t *testing.T, method string, status int, data string) {
		var e *APIError
		if err := refusalOf(method, status, []byte(data)); errors.As(err, &e) {
			if word(e.Code) != e.Code || word(e.Needed) != e.Needed {
				t.Errorf("%q %q", e.Code, e.Needed)
			}
		}
	})
}
