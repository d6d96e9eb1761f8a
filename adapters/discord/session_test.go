package discord

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/adapters/discord/discordtest"
	"dateline/adapters/kit"
)

func TestIdentify(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name                 string
		recommended, at, set int
		want                 int
	}{
		{"one", 1, 1, 0, 1},
		{"as Discord recommends", 3, 1, 0, 3},
		{"several at a time", 4, 2, 0, 4},
		{"as is set", 1, 1, 2, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			const gap = 400 * time.Millisecond
			s := server(t, discordtest.Options{Shards: c.recommended, MaxConcurrency: c.at, Guilds: 8})
			w := prepared(t, s, func(o *Options) { o.Shards, o.Timing.Identify = c.set, gap }).run()
			w.connected(c.want)
			shards := map[[2]int]bool{}
			last := map[int]time.Time{}
			for _, i := range w.Identifies() {
				shards[i.Shard] = true
				if i.Intents != discordtest.IntentGuilds|discordtest.IntentGuildMessages|discordtest.IntentDirectMessages || i.Version != "10" {
					t.Errorf("identifies with intents %d and version %q", i.Intents, i.Version)
				}
				bucket := i.Shard[0] % c.at
				if wait := i.At.Sub(last[bucket]); wait < gap/2 {
					t.Errorf("shard %d identifies %v after another of its bucket, want %v", i.Shard[0], wait, gap)
				}
				last[bucket] = i.At
			}
			for n := range c.want {
				if !shards[[2]int{n, c.want}] {
					t.Errorf("shards %v identified, want 0 to %d of %d", shards, c.want-1, c.want)
				}
			}
			for n := range 8 { // every server has its shard
				p := w.Join(discordtest.Person{})
				w.Say(p, w.Channel(n, 1), "<@"+w.User+"> latest", "")
			}
			w.Await(t, "an answer in every server", func() bool { return len(w.Screen()) == 8 })
		})
	}
}

// TestEnds ends a connection in every way; afterwards all works again, with
// the session resumed where that is possible.
func TestEnds(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		end     func(*world)
		resumes bool
	}{
		{"dropped socket", func(w *world) { w.Drop() }, true},
		{"op 7", func(w *world) { w.Reconnect() }, true},
		{"op 7 twice", func(w *world) { w.Reconnect(); w.Reconnect() }, true},
		{"op 9, resumable", func(w *world) { w.Invalidate(true) }, true},
		{"op 9", func(w *world) { w.Invalidate(false) }, false},
		{"silence", func(w *world) { w.Silence() }, true},
		{"killed", func(w *world) { w.Kill(false); w.Revive() }, true},
		{"killed, with what it knew", func(w *world) { w.Kill(true); w.Revive() }, false},
		{"unknown error", func(w *world) { w.End(4000) }, true},
		{"session timed out", func(w *world) { w.End(4009) }, false},
		{"going away", func(w *world) { w.End(1001) }, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			so := discordtest.Options{}
			if c.name == "silence" {
				so.Heartbeat = 500 * time.Millisecond
			}
			w := start(t, so, nil)
			w.answers()
			sockets := len(w.Closes())
			c.end(w)
			w.Await(t, "the end of the connection", func() bool { return len(w.Closes()) > sockets })
			w.connected(1)
			w.answers()
			granted := slices.ContainsFunc(w.Resumes(), func(r discordtest.Resume) bool { return r.Granted })
			if identified := len(w.Identifies()) > 1; granted != c.resumes || identified == c.resumes {
				t.Errorf("resumed: %v, identified anew: %v; want resumed: %v", granted, identified, c.resumes)
			}
		})
	}
}

// TestOpenings opens connections that go wrong on their way, for the first
// time and to resume. discordgo alone blocks for ever in half of them.
func TestOpenings(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]discordtest.Opening{
		"silent before the hello": discordtest.SilentHello, "silent before the ready": discordtest.SilentReady,
		"op 7 for the hello": discordtest.ReconnectHello, "op 7 for the ready": discordtest.ReconnectReady,
		"op 9 for the ready": discordtest.InvalidReady, "op 9, resumable, for the ready": discordtest.ResumableReady,
		"dropped before the hello": discordtest.DropHello, "dropped before the ready": discordtest.DropReady,
		"nonsense for the ready": discordtest.NonsenseInstead,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := server(t, discordtest.Options{})
			s.Open(o, o)
			w := prepared(t, s, func(o *Options) { o.Timing.Open = 300 * time.Millisecond }).run()
			w.connected(1)
			w.answers()
			w.Open(o)
			w.Drop()
			w.Await(t, "the end of the connection", func() bool { return w.Connected() == 0 })
			w.connected(1)
			w.answers()
		})
	}
}

// TestZombie lets a gateway fall silent whose heartbeats are far between: two
// of them fit into the stand-in's patience, discordgo's five do not.
func TestZombie(t *testing.T) {
	t.Parallel()
	w := start(t, discordtest.Options{Heartbeat: 2500 * time.Millisecond}, nil)
	w.answers()
	ends := len(w.Closes())
	w.Silence()
	w.Await(t, "the end of a silent connection within two heartbeats", func() bool { return len(w.Closes()) > ends })
}

func TestHeartbeats(t *testing.T) {
	t.Parallel()
	w := start(t, discordtest.Options{Heartbeat: 500 * time.Millisecond}, nil)
	w.Await(t, "heartbeats", func() bool { return w.Beats() > 5 })
	beats := w.Beats()
	w.AskBeat()
	w.Await(t, "a heartbeat that was asked for", func() bool { return w.Beats() > beats })
	if got := len(w.Identifies()) + len(w.Resumes()); got != 1 {
		t.Errorf("%d connections, want one that lasts", got)
	}
}

// TestNothingLost says something while the connection is down: the resume
// brings it.
func TestNothingLost(t *testing.T) {
	t.Parallel()
	w := start(t, discordtest.Options{}, nil)
	w.answers()
	w.Kill(false)
	p := w.Join(discordtest.Person{})
	w.Say(p, w.Channel(0, 0), "<@"+w.User+"> while you were away", "")
	w.Await(t, "an attempt that fails", func() bool { return strings.Contains(w.heard(), "connecting again") })
	w.Revive()
	w.Await(t, "the answer to what was said meanwhile", func() bool { return len(w.Screen()) == 2 })
}

// TestRefused is refused for good: Run ends, with what to do and without the token.
func TestRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		token kit.Token
		fault *discordtest.Fault
		code  int
		want  string
	}{
		"another token":      {token: "CANARY.2", want: "DISCORD_TOKEN"},
		"commands refused":   {fault: &discordtest.Fault{Path: "/commands", Status: http.StatusBadRequest, Code: 50035, Times: -1}, want: "commands"},
		"not in the server":  {fault: &discordtest.Fault{Path: "/commands", Status: http.StatusForbidden, Code: 50001, Times: -1}, want: "commands"},
		"4004, token":        {code: 4004, want: "DISCORD_TOKEN"},
		"4011, shards":       {code: 4011, want: "more than the 1 shards"}, // no more are recommended
		"4014, no intents":   {code: 4014, want: "intents"},
		"4012, the version":  {code: 4012, want: "version"},
		"4013, bad intents":  {code: 4013, want: "intents"},
		"4010, wrong shards": {code: 4010, want: "DISCORD_SHARDS"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := server(t, discordtest.Options{})
			w := prepared(t, s, func(o *Options) {
				if c.token != "" {
					o.Token = c.token
				}
			})
			if c.fault != nil {
				s.Order(*c.fault)
			}
			done := make(chan error, 1)
			go func() { done <- w.a.Run(t.Context(), w.desk) }()
			if c.code != 0 {
				w.connected(1)
				w.End(c.code)
			}
			err := next(t, done)
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "CANARY") {
				t.Errorf("Run gives %v, want %q and no token", err, c.want)
			}
			w.checkSecrets()
		})
	}
}

// TestMoreShards: where the number of shards is Discord's to choose, and it
// wants more than it recommended, we go on with more, each server in its shard.
func TestMoreShards(t *testing.T) {
	t.Parallel()
	w := start(t, discordtest.Options{Guilds: 4, MaxConcurrency: 3}, nil)
	w.answers()
	w.Recommend(3, 2)
	w.End(4011)
	w.connected(3)
	for n := range 4 {
		p, before := w.Join(discordtest.Person{}), len(w.Screen())
		w.Say(p, w.Channel(n, 1), "<@"+w.User+"> latest", "")
		w.Await(t, "an answer", func() bool { return len(w.Screen()) > before })
	}
	if got := len(w.Screen()); got != 5 {
		t.Errorf("%d answers to 5 questions", got)
	}
	w.Remove(3)
	w.knows("the shards begin anew", 0, 1, 2)
}

// TestTooFewShards: it is said what to do where more are not recommended, or
// where the number is the host's to choose.
func TestTooFewShards(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		ours, recommended, identifies int
		want                          string
	}{
		"as many are recommended": {0, 2, 2, "more than the 2 shards that it recommends"},
		"the host chose":          {2, 9, 2, "set DISCORD_SHARDS to auto"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := server(t, discordtest.Options{Guilds: 2, MaxConcurrency: 2})
			s.Recommend(c.recommended, 3)
			w := prepared(t, s, func(o *Options) { o.Shards = c.ours })
			done := make(chan error, 1)
			go func() { done <- w.a.Run(t.Context(), w.desk) }()
			if err := next(t, done); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("Run gives %v, want %q", err, c.want)
			}
			if got := len(s.Identifies()); got > c.identifies {
				t.Errorf("%d identifies, want %d at most", got, c.identifies)
			}
		})
	}
}

// TestPatience starts while Discord is in trouble, which passes.
func TestPatience(t *testing.T) {
	t.Parallel()
	s := server(t, discordtest.Options{})
	s.Order(
		discordtest.Fault{Path: "/applications/@me", Status: http.StatusBadGateway, Times: 4},
		discordtest.Fault{Path: "/users/@me", Drop: true, Times: 4},
		discordtest.Fault{Path: "/commands", Status: http.StatusServiceUnavailable, Times: 4},
		discordtest.Fault{Path: "/gateway/bot", Status: http.StatusInternalServerError, Times: 4},
	)
	s.Kill(false)
	w := prepared(t, s, nil).run()
	w.Await(t, "the attempts", func() bool { return strings.Contains(w.heard(), "shard") })
	w.Revive()
	w.connected(1)
	w.answers()
}

// TestEnding ends the adapter at every stage, at once and without an error.
func TestEnding(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		before func(*discordtest.Server)
		ready  func(*world) bool
	}{
		"asking who it is": {
			func(s *discordtest.Server) {
				s.Order(discordtest.Fault{Path: "/applications/@me", Status: 500, Times: -1})
			},
			func(w *world) bool { return w.heard() != "" },
		},
		"an answer that does not come": {
			func(s *discordtest.Server) { s.Order(discordtest.Fault{Path: "/gateway/bot", Delay: time.Hour}) },
			func(w *world) bool { return w.Count(http.MethodGet, "/applications/"+w.App+"/commands") == 1 },
		},
		"opening": {
			func(s *discordtest.Server) { s.Open(discordtest.SilentHello) },
			func(w *world) bool { return w.Live() == 1 },
		},
		"waiting for the ready": {
			func(s *discordtest.Server) { s.Open(discordtest.SilentReady) },
			func(w *world) bool { return len(w.Identifies()) == 1 },
		},
		"between attempts": {
			func(s *discordtest.Server) { s.Kill(false) },
			func(w *world) bool { return strings.Contains(w.heard(), "shard") },
		},
		"connected": {
			func(*discordtest.Server) {},
			func(w *world) bool { return w.Connected() == 1 },
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := server(t, discordtest.Options{})
			c.before(s)
			w := prepared(t, s, func(o *Options) { o.Timing.Open = time.Hour }).run()
			w.Await(t, name, func() bool { return c.ready(w) })
			if err := w.end(); err != nil {
				t.Errorf("Run gives %v, want nil", err)
			}
			w.Await(t, "the end of every socket", func() bool { return w.Live() == 0 })
		})
	}
}

// TestHalfEvents sends what is half of an event; what comes after it is answered.
func TestHalfEvents(t *testing.T) {
	t.Parallel()
	w := start(t, discordtest.Options{}, nil)
	for _, kind := range []string{
		"READY", "RESUMED", "GUILD_CREATE", "GUILD_UPDATE", "GUILD_DELETE", "MESSAGE_CREATE", "MESSAGE_UPDATE", "INTERACTION_CREATE", "CHANNEL_CREATE",
		"THREAD_CREATE", "GUILD_ROLE_CREATE", "VOICE_STATE_UPDATE", "NEVER_HEARD_OF",
	} {
		if kind == "READY" { // a second one would give the session another name
			w.Raw(kind, nil)
			w.Raw(kind, map[string]any{"guilds": []any{nil}})
			continue
		}
		for _, data := range []any{
			nil, 1, "x", []any{}, map[string]any{}, map[string]any{"id": 7}, map[string]any{"id": "7"}, map[string]any{"id": nil},
			map[string]any{"id": "7", "channels": []any{nil}, "members": []any{nil}, "voice_states": []any{nil}},
			map[string]any{"id": "7", "channels": []any{map[string]any{"id": 1}}, "members": []any{map[string]any{"user": nil}}},
			map[string]any{"id": "7", "channel_id": "8", "author": nil, "content": "<@" + w.User + ">"},
			map[string]any{"id": "7", "channel_id": "8", "author": map[string]any{}, "mentions": []any{nil}},
			map[string]any{"id": "7", "token": "t", "type": 2},
			map[string]any{"id": "7", "token": "t", "type": 2, "data": nil},
			map[string]any{"id": "7", "token": "t", "type": 3, "data": map[string]any{}, "member": map[string]any{}},
			map[string]any{"id": "7", "token": "t", "type": 99, "data": map[string]any{}, "member": nil},
		} {
			w.Raw(kind, data)
		}
	}
	w.answers()
	if got := len(w.Identifies()) + len(w.Resumes()); got != 1 {
		t.Errorf("%d connections, want 1: no event ends one", got)
	}
}

// TestFinal tells what passes from what does not.
func TestFinal(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		err  error
		want bool
	}{
		{nil, false},
		{errStuck, false},
		{context.Canceled, false},
		{&closedError{code: 4000}, false},
		{&closedError{code: 4004}, true},
		{&APIError{Status: http.StatusUnauthorized}, true},
		{&APIError{Status: http.StatusBadGateway}, false},
		{errors.Join(errReconnect), false},
	} {
		if got := final(c.err); got != c.want {
			t.Errorf("final(%v) = %v, want %v", c.err, got, c.want)
		}
	}
}
