package slack

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"time"

	"dateline/adapters/kit"
	"dateline/adapters/slack/slacktest"
)

// TestNewRefuses: what cannot be used is said by the variable's name, and
// without its value.
func TestNewRefuses(t *testing.T) {
	t.Parallel()
	good := Options{BotToken: canaryBot, AppToken: canaryApp, SigningSecret: canarySecret, Client: platformClient(t)}
	if _, err := New(good); err != nil {
		t.Fatal(err)
	}
	l := listen(t)
	for name, test := range map[string]struct {
		change   func(*Options)
		variable string
	}{
		"no bot's token":       {func(o *Options) { o.BotToken = "" }, "SLACK_BOT_TOKEN"},
		"the app's token":      {func(o *Options) { o.BotToken = canaryApp }, "SLACK_BOT_TOKEN"},
		"a person's token":     {func(o *Options) { o.BotToken = "xoxp-CANARY" }, "SLACK_BOT_TOKEN"},
		"a line break":         {func(o *Options) { o.BotToken = "xoxb-CANARY\n" }, "SLACK_BOT_TOKEN"},
		"no app's token":       {func(o *Options) { o.AppToken = "" }, "SLACK_APP_TOKEN"},
		"the bot's for it":     {func(o *Options) { o.AppToken = canaryBot }, "SLACK_APP_TOKEN"},
		"no secret":            {func(o *Options) { o.Listener, o.SigningSecret = l, "" }, "SLACK_SIGNING_SECRET"},
		"a token for a secret": {func(o *Options) { o.Listener, o.SigningSecret = l, canaryApp }, "SLACK_SIGNING_SECRET"},
		"an address":           {func(o *Options) { o.BaseURL = "https://u:CANARY@x.example" }, ""},
		"no client":            {func(o *Options) { o.Client = nil }, ""},
	} {
		o := good
		test.change(&o)
		_, err := New(o)
		var config *ConfigError
		if err == nil || test.variable != "" && (!errors.As(err, &config) || config.Variable != test.variable) {
			t.Errorf("%s: %v, want one about %s", name, err, test.variable)
		}
		withoutSecrets(t, fmt.Sprintf("%v %+v", err, err))
	}
}

// TestRunPersists: until Slack says who we are, it is asked again.
func TestRunPersists(t *testing.T) {
	t.Parallel()
	s := server(t, slacktest.Options{})
	s.Order(
		slacktest.Fault{Method: "auth.test", Status: 500, Times: 4}, slacktest.Fault{Method: "auth.test", Drop: true},
		slacktest.Fault{Method: "auth.test", Raw: `{"ok":true}`}, slacktest.Fault{Method: "auth.test", Raw: "<html>"},
		slacktest.TooMany("auth.test", 0),
	)
	w := prepared(t, s, nil).run()
	w.connected()
	if !w.wasTold("cannot be reached") {
		t.Errorf("the operator is told %q", w.told)
	}
}

// TestRunFinal: a bot's token that Slack does not take ends Run with what to set.
func TestRunFinal(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"invalid_auth", "account_inactive", "token_revoked", "token_expired", "not_allowed_token_type", "missing_scope"} {
		for _, http := range []bool{false, true} {
			s := server(t, slacktest.Options{})
			s.Order(slacktest.Fault{Method: "auth.test", Times: -1, Error: word})
			w := prepared(t, s, func(o *Options) {
				if http {
					o.Listener = listen(t)
				}
			})
			err := w.a.Run(t.Context(), nil)
			var config *ConfigError
			if !errors.As(err, &config) || config.Variable != "SLACK_BOT_TOKEN" {
				t.Errorf("%s: Run gives %v, want one of SLACK_BOT_TOKEN", word, err)
			}
			withoutSecrets(t, fmt.Sprint(err))
			if !Final(err) {
				t.Errorf("%s is not final", word)
			}
			if http {
				if _, err := w.a.o.Listener.Accept(); err == nil {
					t.Error("the listener is left open")
				}
			}
		}
	}
}

// TestRunUser: a token that is a person's is refused by what Slack says of it.
func TestRunUser(t *testing.T) {
	t.Parallel()
	s := server(t, slacktest.Options{})
	s.Order(slacktest.Fault{Method: "auth.test", Raw: `{"ok":true,"team_id":"T1","user_id":"U1"}`})
	err := prepared(t, s, nil).a.Run(t.Context(), nil)
	var config *ConfigError
	if !errors.As(err, &config) || config.Problem != WrongToken {
		t.Errorf("Run gives %v", err)
	}
}

// TestRunEnds: with its context, wherever it is.
func TestRunEnds(t *testing.T) {
	t.Parallel()
	s := server(t, slacktest.Options{})
	s.Order(slacktest.Fault{Method: "auth.test", Status: 500, Times: -1})
	w := prepared(t, s, nil).run()
	w.Await(t, "an attempt", func() bool { return w.Count("auth.test") > 0 })
	if err := w.end(); err != nil {
		t.Errorf("Run gives %v", err)
	}
	w = start(t, slacktest.Options{}, nil)
	if err := w.a.Run(t.Context(), nil); err == nil {
		t.Error("Run is to be had twice")
	}
	w.front.fail = errors.New("no store")
	other := prepared(t, server(t, slacktest.Options{}), nil)
	other.front.fail = errors.New("no store")
	if err := other.a.Run(t.Context(), nil); err == nil {
		t.Error("a front that is not ready is run")
	}
}

// TestDrain: what was acknowledged before the end is answered; what takes too
// long is ended; what comes meanwhile is not acknowledged.
func TestDrain(t *testing.T) {
	t.Parallel()
	for _, overHTTP := range []bool{false, true} {
		for _, tt := range []struct {
			name     string
			drain    time.Duration
			answered bool
		}{{"in time", time.Hour, true}, {"too late", 50 * time.Millisecond, false}} {
			t.Run(fmt.Sprint(tt.name, " over HTTP ", overHTTP), func(t *testing.T) {
				t.Parallel()
				l := listen(t)
				so := slacktest.Options{Retries: []time.Duration{time.Hour}}
				if overHTTP {
					so.Push = "http://" + l.Addr().String()
				}
				w := prepared(t, server(t, so), func(o *Options) {
					o.Timing.Drain = tt.drain
					if overHTTP {
						o.Listener = l
					}
				})
				release, answered := make(chan struct{}), make(chan bool, 10_000)
				w.front.slow = func(ctx context.Context) {
					select {
					case <-release:
						answered <- true
					case <-ctx.Done():
						answered <- false
					}
				}
				w.run().up()
				if !overHTTP {
					w.connected()
				}
				p := w.Join(slacktest.Person{})
				first := w.Slash(p, w.Channel(0), "latest")
				w.heard()
				w.Await(t, "the acknowledgement", func() bool { return w.Answered(first).Acked })
				w.stop()
				if tt.answered {
					w.refusesMore(p, overHTTP)
					close(release)
				}
				if err := w.result(); err != nil {
					t.Errorf("Run gives %v, want nil", err)
				}
				if got := next(t, answered); got != tt.answered {
					t.Errorf("answered = %v, want %v", got, tt.answered)
				}
				w.nothingMore()
			})
		}
	}
}

// refusesMore expects that nothing is taken while the adapter ends.
func (w *world) refusesMore(p slacktest.Person, overHTTP bool) {
	w.t.Helper()
	if !overHTTP {
		w.Await(w.t, "the end of the sockets", func() bool { return w.Live() == 0 })
		return
	}
	for status := 0; status != 503; { // the first may be in time
		id := w.Slash(p, w.Channel(0), "more")
		w.Await(w.t, "an answer", func() bool { return len(w.Answered(id).Statuses) > 0 })
		if status = w.Answered(id).Statuses[0]; status == 200 {
			w.heard()
			continue
		}
		if status != 503 {
			w.t.Fatalf("answered with %d, want 503", status)
		}
	}
}

// TestAcknowledgedAtTheEnd: whatever is handed on while the adapter ends is
// acknowledged too, so that it has no second effect in the program's next run.
func TestAcknowledgedAtTheEnd(t *testing.T) {
	t.Parallel()
	for range 20 {
		w := start(t, slacktest.Options{Retries: []time.Duration{time.Hour}}, nil)
		p := w.Join(slacktest.Person{})
		var ids []string
		for n := range 20 {
			if n == 10 {
				go w.stop()
			}
			ids = append(ids, w.Say(p, w.Direct(p.ID), fmt.Sprint(n), "").ID)
		}
		if err := w.result(); err != nil {
			t.Fatal(err)
		}
		w.Await(t, "the end of the sockets", func() bool { return w.Live() == 0 })
		handed := len(w.front.heard)
		acked := 0
		for _, id := range ids {
			if w.Answered(id).Acked {
				acked++
			}
		}
		if handed != acked {
			t.Fatalf("%d were handed on, %d acknowledged", handed, acked)
		}
	}
}

// TestInspect: who the token belongs to and what it may do.
func TestInspect(t *testing.T) {
	t.Parallel()
	s := server(t, slacktest.Options{})
	o := Options{BotToken: canaryBot, AppToken: canaryApp, Client: platformClient(t), BaseURL: s.URL, Timing: quick()}
	ctx := t.Context()
	a, err := Inspect(ctx, o)
	if err != nil || a.Team != s.Team || a.User != s.User || a.Bot != s.Bot || a.Name != "dateline" || a.TeamName != "Workspace" {
		t.Errorf("got %+v, %v", a, err)
	}
	if required, optional := a.Missing(); len(required)+len(optional) > 0 {
		t.Errorf("missing: %v, %v, want none", required, optional)
	}
	s.Withdraw("users:read", "groups:history")
	if a, err = Inspect(ctx, o); err != nil {
		t.Fatal(err)
	}
	if required, optional := a.Missing(); !slices.Equal(required, []string{"users:read"}) || !slices.Equal(optional, []string{"groups:history"}) {
		t.Errorf("missing: %v, %v", required, optional)
	}
	if required, optional := (Account{}).Missing(); len(required)+len(optional) > 0 {
		t.Errorf("missing where Slack says nothing: %v, %v", required, optional)
	}
	if err := InspectSocket(ctx, o); err != nil {
		t.Errorf("a socket: %v", err)
	}
	out := s.AddChannel(slacktest.Channel{Name: "out", Uninvited: true})
	for channel, want := range map[string]Place{s.Channel(0): {Name: "general", Member: true}, out: {Name: "out"}} {
		if got, err := InspectChannel(ctx, o, channel); got != want || err != nil {
			t.Errorf("%s: %+v, %v, want %+v", channel, got, err, want)
		}
	}
	private := s.AddChannel(slacktest.Channel{Name: "p", Private: true})
	if got, err := InspectChannel(ctx, o, private); got.Missing != "groups:history" || !got.Private || err != nil {
		t.Errorf("a private channel: %+v, %v", got, err)
	}
	if _, err := InspectChannel(ctx, o, "C0"); err == nil {
		t.Error("a channel that is not there")
	}
}

// TestInspectTrouble: which setting it is, and what is wrong with it.
func TestInspectTrouble(t *testing.T) {
	t.Parallel()
	s := server(t, slacktest.Options{})
	good := Options{BotToken: canaryBot, AppToken: canaryApp, Client: platformClient(t), BaseURL: s.URL, Timing: quick()}
	for _, test := range []struct {
		method, word, variable string
		want                   Problem
	}{
		{"auth.test", "invalid_auth", "SLACK_BOT_TOKEN", TokenRefused}, {"auth.test", "not_allowed_token_type", "SLACK_BOT_TOKEN", WrongToken},
		{"apps.connections.open", "invalid_auth", "SLACK_APP_TOKEN", TokenRefused},
		{"apps.connections.open", "missing_scope", "SLACK_APP_TOKEN", ScopeMissing},
		{"apps.connections.open", "not_allowed_token_type", "SLACK_APP_TOKEN", WrongToken},
		{"apps.connections.open", "forbidden", "SLACK_APP_TOKEN", SocketModeOff},
		{"apps.connections.open", "internal_error", "", 0}, {"auth.test", "fatal_error", "", 0},
	} {
		s.Order(slacktest.Fault{Method: test.method, Error: test.word, Times: -1})
		_, err := Inspect(t.Context(), good)
		if test.method != "auth.test" {
			err = InspectSocket(t.Context(), good)
		}
		s.Calm()
		var config *ConfigError
		got := errors.As(err, &config)
		if err == nil || got != (test.variable != "") || got && (config.Variable != test.variable || config.Problem != test.want) {
			t.Errorf("%s, %s: %v (%+v), want %v of %s", test.method, test.word, err, config, test.want, test.variable)
		}
		withoutSecrets(t, fmt.Sprint(err))
	}
	if err := InspectSocket(t.Context(), Options{AppToken: canaryBot, Client: good.Client}); err == nil {
		t.Error("a bot's token opens a socket")
	}
}

// TestTokensAreNotShown is threat 86.
func TestTokensAreNotShown(t *testing.T) {
	t.Parallel()
	o := Options{BotToken: canaryBot, AppToken: canaryApp, SigningSecret: canarySecret, Client: platformClient(t)}
	a, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("options", "token", o.BotToken, "app", o.AppToken, "secret", o.SigningSecret)
	data, err := json.Marshal(struct{ A, B, C kit.Token }{o.BotToken, o.AppToken, o.SigningSecret})
	if err != nil {
		t.Fatal(err)
	}
	shown := log.String() + string(data)
	for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		shown += fmt.Sprintf(format, o) + fmt.Sprintf(format, *a.web) + fmt.Sprintf(format, pushed{Secret: o.SigningSecret})
	}
	withoutSecrets(t, shown)
}
