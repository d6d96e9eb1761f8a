package slacktest

import (
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// soon are waits that a test can wait for.
func soon() []time.Duration { return []time.Duration{0, time.Millisecond, time.Millisecond} }

// start gives an application with so many sockets that acknowledge as ack says.
func start(t *testing.T, o Options, n int, ack func(obj) (any, bool)) (app, []*wire) {
	t.Helper()
	a := app{New(t, o), t}
	var all []*wire
	for range n {
		all = append(all, a.connect(ack))
	}
	a.Await(t, "the sockets", func() bool { return a.Connected() == n })
	return a, all
}

func (k *wire) awaits(kind string, n int) []obj {
	k.t.Helper()
	late := time.After(patience)
	for len(k.frames(kind)) < n {
		select {
		case <-k.more:
		case <-late:
			k.t.Fatalf("%d frames of type %s, want %d", len(k.frames(kind)), kind, n)
		}
	}
	return k.frames(kind)
}

// TestSpread: what happens is spread over the sockets; each had a hello.
func TestSpread(t *testing.T) {
	t.Parallel()
	a, ks := start(t, Options{}, 2, always)
	p := a.Join(Person{})
	for range 4 {
		a.Slash(p, a.Channel(0), "latest")
	}
	a.Await(t, "all of it", func() bool { return a.Counts().Acked == 4 })
	for i, k := range ks {
		if n := len(k.frames(slashCommands)); n != 2 {
			t.Errorf("socket %d had %d, want 2", i, n)
		}
		hello := k.frames("hello")
		if len(hello) != 1 || hello[0]["num_connections"] != float64(i+1) {
			t.Errorf("socket %d was greeted with %v", i, hello)
		}
	}
	if a.Peak() != 2 || a.Opened() != 2 || a.Live() != 2 {
		t.Errorf("peak %d, opened %d, live %d, want 2", a.Peak(), a.Opened(), a.Live())
	}
}

// TestCut: what a socket took with it comes over the other: a command as it
// was, an event in an envelope of its own that says it is a retry.
func TestCut(t *testing.T) {
	t.Parallel()
	a, ks := start(t, Options{Retries: soon(), Ack: time.Hour}, 1, never)
	p := a.Join(Person{})
	command := a.Slash(p, a.Channel(0), "latest")
	event := a.Say(p, a.Channel(0), "<@"+a.User+"> what is new?", "").ID
	ks[0].awaits(eventsAPI, 1)
	other := a.connect(always)
	a.Await(t, "the other", func() bool { return a.Connected() == 2 })
	a.Cut(0)
	a.Await(t, "both", func() bool { return a.Counts().Acked == 2 })
	if got := other.frames(slashCommands)[0]; got["envelope_id"] != command || got["retry_attempt"] != nil {
		t.Errorf("the command came as %v", got)
	}
	first, again := ks[0].frames(eventsAPI)[0], other.frames(eventsAPI)[0]
	if first["envelope_id"] != event || again["envelope_id"] == event || again["retry_attempt"] != 1.0 || again["retry_reason"] != "timeout" {
		t.Errorf("the event came as %v, then %v", first, again)
	}
	if a, b := eventID(first), eventID(again); a == "" || a != b {
		t.Errorf("event_id %q, then %q", a, b)
	}
	if n := a.Counts(); n.Deliveries != 4 || n.Doubled != 0 || n.Lost != 0 {
		t.Errorf("counts are %+v", n)
	}
}

func eventID(frame obj) string {
	payload, _ := frame["payload"].(obj)
	id, _ := payload["event_id"].(string)
	return id
}

// TestNobodyThere: with no socket a command fails at once, as people see; an
// event is tried again, and lost at last.
func TestNobodyThere(t *testing.T) {
	t.Parallel()
	a := app{New(t, Options{Retries: soon()}), t}
	p := a.Join(Person{})
	command := a.Slash(p, a.Channel(0), "latest")
	if got := a.Answered(command); got.Failed != "dispatch_failed" || !got.Lost {
		t.Errorf("the command: %+v", got)
	}
	event := a.Say(p, a.Direct(p.ID), "hello", "").ID
	a.Await(t, "the end", func() bool { return a.Answered(event).Lost })
	if got := a.Answered(event); got.Deliveries != 4 {
		t.Errorf("the event: %+v, want 4 tries", got)
	}
}

// TestLate: what is not acknowledged in time comes again, then is lost; the
// person was told meanwhile.
func TestLate(t *testing.T) {
	t.Parallel()
	a, ks := start(t, Options{Retries: soon(), Ack: 20 * time.Millisecond}, 1, never)
	p := a.Join(Person{})
	id := a.Slash(p, a.Channel(0), "latest")
	a.Await(t, "the end", func() bool { return a.Answered(id).Lost })
	if got := a.Answered(id); got.Deliveries != 4 || got.Failed != "operation_timeout" {
		t.Errorf("got %+v", got)
	}
	ks[0].awaits(slashCommands, 4)
}

// TestDisconnects: a warning changes nothing, a refresh takes the socket out
// while its acknowledgements are still heard, link_disabled ends all.
func TestDisconnects(t *testing.T) {
	t.Parallel()
	a, ks := start(t, Options{Retries: soon()}, 1, never)
	p := a.Join(Person{})
	a.Warn(0)
	ks[0].awaits("disconnect", 1)
	id := a.Slash(p, a.Channel(0), "latest")
	ks[0].awaits(slashCommands, 1)
	a.Refresh(0)
	frames := ks[0].awaits("disconnect", 2)
	if frames[0]["reason"] != "warning" || frames[1]["reason"] != "refresh_requested" {
		t.Errorf("got %v", frames)
	}
	if a.Connected() != 0 || a.Live() != 1 {
		t.Errorf("%d of %d get their share, want none of 1", a.Connected(), a.Live())
	}
	if got := a.Answered(a.Slash(p, a.Channel(0), "latest")); got.Failed != "dispatch_failed" {
		t.Errorf("what is new goes over a socket that is to be replaced: %+v", got)
	}
	if err := ks[0].conn.WriteJSON(obj{"envelope_id": id}); err != nil {
		t.Fatal(err)
	}
	a.Await(t, "the acknowledgement", func() bool { return a.Answered(id).Acked })
	other := a.connect(always)
	a.Await(t, "the other", func() bool { return a.Connected() == 1 })
	a.Disable()
	if got := other.awaits("disconnect", 1); got[0]["reason"] != "link_disabled" {
		t.Errorf("got %v", got)
	}
	a.Await(t, "the end", func() bool { return a.Live() == 0 })
	if _, resp, err := websocket.DefaultDialer.DialContext(t.Context(), a.address(), nil); err == nil {
		_ = resp.Body.Close()
		t.Error("a socket is let in while the link is disabled")
	}
	a.Revive()
	a.connect(always)
}

// address asks for a socket's address.
func (a app) address() string {
	_, body := a.send(a.URL+"apps.connections.open", "application/x-www-form-urlencoded", nil, a.AppToken)
	address, _ := body["url"].(string)
	return address
}

// TestSilent: over a silent socket nothing comes, and its share goes over the
// other in the end.
func TestSilent(t *testing.T) {
	t.Parallel()
	a, ks := start(t, Options{Retries: soon(), Ack: 20 * time.Millisecond}, 2, always)
	p := a.Join(Person{})
	a.Silence(0)
	for range 4 {
		a.Slash(p, a.Channel(0), "latest")
	}
	a.Await(t, "all", func() bool { return a.Counts().Acked == 4 })
	if n := len(ks[0].frames(slashCommands)); n != 0 {
		t.Errorf("%d came over the silent socket", n)
	}
}

// TestOpenings: each way of opening badly, and the address that is used up.
func TestOpenings(t *testing.T) {
	t.Parallel()
	for o, want := range map[Opening]string{
		SilentHello: "", DropHello: "", NonsenseInstead: "", TooManySockets: "too_many_websockets", LinkDisabled: "link_disabled",
	} {
		a := app{New(t, Options{}), t}
		a.Open(o)
		k := a.connect(always)
		if want != "" {
			if got := k.awaits("disconnect", 1); got[0]["reason"] != want {
				t.Errorf("%d: got %v, want %s", o, got, want)
			}
		}
		if a.Connected() != 0 {
			t.Errorf("%d: the socket gets its share", o)
		}
	}
	a := app{New(t, Options{}), t}
	a.Open(RefuseHandshake)
	for _, address := range []string{a.address(), strings.Replace(a.address(), "ticket=", "ticket=x", 1)} {
		if _, resp, err := websocket.DefaultDialer.DialContext(t.Context(), address, nil); err == nil {
			_ = resp.Body.Close()
			t.Errorf("%s is let in", address)
		}
	}
}

// TestTooMany: ten sockets are let in, no more.
func TestTooMany(t *testing.T) {
	t.Parallel()
	a, _ := start(t, Options{}, 10, always)
	if got := a.connect(always).awaits("disconnect", 1); got[0]["reason"] != "too_many_websockets" {
		t.Errorf("got %v", got)
	}
}

// TestAck: what comes with an acknowledgement is seen, or breaks the rules.
func TestAck(t *testing.T) {
	t.Parallel()
	ok := obj{"text": "here", "unfurl_links": false, "unfurl_media": false, "parse": "none"}
	for name, c := range map[string]struct {
		payload any
		want    string
	}{
		"an answer":        {ok, ""},
		"without flags":    {obj{"text": "here"}, "unfurl_links"},
		"too large":        {obj{"text": strings.Repeat("x", maxAck)}, "20 KB"},
		"no object":        {"here", "no object"},
		"unknown envelope": {nil, "does not know"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, ks := start(t, Options{Lenient: true}, 1, never)
			p := a.Join(Person{})
			id := a.Slash(p, a.Channel(0), "latest")
			ks[0].awaits(slashCommands, 1)
			ack := obj{"envelope_id": id}
			if c.payload != nil {
				ack["payload"] = c.payload
			} else {
				ack["envelope_id"] = "other"
			}
			if err := ks[0].conn.WriteJSON(ack); err != nil {
				t.Fatal(err)
			}
			if c.want == "" {
				a.Await(t, "the answer", func() bool { return len(a.Answers(id)) == 1 })
				if got := a.Answers(id)[0]; got.To != p.ID || got.Text != "here" || a.Answered(id).Shown == 0 {
					t.Errorf("got %+v", got)
				}
				return
			}
			a.Await(t, "what it breaks", func() bool { return len(a.Broken()) > 0 })
			checkSaid(t, strings.Join(a.Broken(), "\n"), c.want)
		})
	}
}

// TestRepeat: what was acknowledged may come again.
func TestRepeat(t *testing.T) {
	t.Parallel()
	a, ks := start(t, Options{}, 1, always)
	id := a.Slash(a.Join(Person{}), a.Channel(0), "latest")
	a.Await(t, "the first", func() bool { return a.Answered(id).Acks == 1 })
	a.Repeat(id)
	a.Await(t, "the second", func() bool { return a.Answered(id).Acks == 2 })
	if n := a.Counts(); n.Doubled != 1 || n.Acked != 1 {
		t.Errorf("counts are %+v", n)
	}
	ks[0].awaits(slashCommands, 2)
	a.Frame("{half a frame")
	a.Raw("events_api", obj{})
	ks[0].awaits(eventsAPI, 0)
}

// TestPing: sockets are pinged.
func TestPing(t *testing.T) {
	t.Parallel()
	a := app{New(t, Options{Ping: time.Millisecond}), t}
	conn, resp, err := websocket.DefaultDialer.DialContext(t.Context(), a.address(), nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	defer func() { _ = conn.Close() }()
	pinged := make(chan struct{}, 100)
	conn.SetPingHandler(func(string) error { pinged <- struct{}{}; return nil })
	go func() {
		for {
			if _, _, err := conn.ReadMessage(); err != nil {
				return
			}
		}
	}()
	select {
	case <-pinged:
	case <-time.After(patience):
		t.Error("no ping came")
	}
}
