package discord

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/adapters"
	"dateline/adapters/discord/discordtest"
	"dateline/news"
)

const someKey = "abcdefghijklmnopqrstuvwxy"

// TestDeliverOnce delivers under one key again and again, in all the ways in
// which an answer is lost: there is one message, and it is found.
func TestDeliverOnce(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]*discordtest.Fault{
		"no trouble":            nil,
		"the answer is lost":    {Applied: true, Drop: true},
		"an error after all":    {Applied: true, Status: http.StatusBadGateway},
		"lost before it came":   {Drop: true},
		"an error, not applied": {Status: http.StatusInternalServerError},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t, discordtest.Options{}, nil)
			since := time.Now()
			if fault != nil {
				fault.Method, fault.Path = http.MethodPost, "/messages"
				w.Order(*fault)
				_, err := w.a.Deliver(t.Context(), w.channel(1), someKey, plain("edition"))
				var retry *adapters.RetryError
				var gone *adapters.GoneError
				if err == nil || errors.As(err, &retry) || errors.As(err, &gone) {
					t.Errorf("a delivery of which nothing is known gives %v, want an error without an instruction", err)
				}
				if n := w.Count(http.MethodPost, "/channels/"); n != 1 {
					t.Errorf("%d requests, want 1: the caller decides on another", n)
				}
			}
			a, err := w.a.Deliver(t.Context(), w.channel(1), someKey, plain("edition"))
			if err != nil {
				t.Fatal(err)
			}
			b, err := w.a.Deliver(t.Context(), w.channel(1), someKey, plain("edition"))
			if err != nil || a.ID != b.ID || a.ID == "" {
				t.Errorf("delivered again: message %q, %v, want %q", b.ID, err, a.ID)
			}
			if got := len(w.Screen()); got != 1 {
				t.Errorf("%d messages, want 1", got)
			}
			found, ok, err := w.a.Find(t.Context(), w.channel(1), someKey, since)
			if err != nil || !ok || found.ID != a.ID {
				t.Errorf("Find gives %q, %v, %v, want %q", found.ID, ok, err, a.ID)
			}
			if _, ok, err := w.a.Find(t.Context(), w.channel(1), "other", since); ok || err != nil {
				t.Errorf("Find of another key gives %v, %v, want false", ok, err)
			}
			w.Delete(a.ID) // error 10008 then: it was sent, and somebody removed it
			if m, err := w.a.Deliver(t.Context(), w.channel(1), someKey, plain("edition")); err != nil || m.ID != "" {
				t.Errorf("after its deletion: message %q, %v, want none and no error", m.ID, err)
			}
			if got := len(w.Screen()); got != 0 {
				t.Errorf("%d messages after the deletion, want none", got)
			}
		})
	}
}

// TestDeliverLong delivers what needs several messages, twice.
func TestDeliverLong(t *testing.T) {
	t.Parallel()
	w := start(t, discordtest.Options{}, nil)
	long := adapters.Reply{Language: "en"}
	for range 12 {
		long.Blocks = append(long.Blocks, adapters.Block{Kind: adapters.BlockBullet, Text: strings.Repeat("a sentence that is told. ", 60)})
	}
	for range 2 {
		if _, err := w.a.Deliver(t.Context(), w.channel(1), someKey, long); err != nil {
			t.Fatal(err)
		}
	}
	n := len(w.a.words.lay(long, someKey))
	if got := len(w.Screen()); got != n || n < 2 {
		t.Errorf("%d messages after two deliveries of %d parts", got, n)
	}
}

// TestFindFar looks for a message behind a hundred others, and gives up
// behind thousands, which is no answer.
func TestFindFar(t *testing.T) {
	t.Parallel()
	w := start(t, discordtest.Options{}, nil)
	since := time.Now()
	m, err := w.a.Deliver(t.Context(), w.channel(1), someKey, plain("edition"))
	if err != nil {
		t.Fatal(err)
	}
	p := w.Join(discordtest.Person{})
	for range perPage + 50 {
		w.Say(p, w.Channel(0, 1), "talk", "")
	}
	if got, ok, err := w.a.Find(t.Context(), w.channel(1), someKey, since); got.ID != m.ID || !ok || err != nil {
		t.Errorf("behind 150 messages: %q, %v, %v, want %q", got.ID, ok, err, m.ID)
	}
	for range maxPages * perPage {
		w.Say(p, w.Channel(0, 1), "talk", "")
	}
	if _, ok, err := w.a.Find(t.Context(), w.channel(1), someKey, since); ok || !errors.Is(err, adapters.ErrCannotFind) {
		t.Errorf("behind 1,150 messages: %v, %v, want ErrCannotFind", ok, err)
	}
	if _, ok, err := w.a.Find(t.Context(), w.channel(1), someKey, time.Now().Add(time.Hour)); ok || err != nil {
		t.Errorf("since later: %v, %v, want false", ok, err)
	}
}

// TestWhere sends to channels that are not ours to write in (threat 77), and
// to a person.
func TestWhere(t *testing.T) {
	t.Parallel()
	w := start(t, discordtest.Options{}, nil)
	p := w.Join(discordtest.Person{})
	direct := channelOf(p.ID, "@"+p.ID, "en")
	if err := w.a.Send(t.Context(), direct, plain("to you")); err != nil {
		t.Fatal(err)
	}
	if got, want := w.Screen()[0].Channel, w.Direct(p.ID); got != want {
		t.Errorf("a direct message is in %s, want %s", got, want)
	}
	for code, right := range map[int]string{codeNoAccess: "View Channel", codeNoPermission: "Send Messages", codeUnknownChannel: "", codeNoDirect: ""} {
		w.Deny(w.Channel(0, 1), code)
		_, err := w.a.Deliver(t.Context(), w.channel(1), someKey, plain("x"))
		var gone *adapters.GoneError
		if !errors.As(err, &gone) || gone.Right != right {
			t.Errorf("code %d: Deliver gives %v, want a GoneError with the right %q", code, err, right)
		}
	}
	for _, code := range []int{codeNoAccess, codeNoPermission} {
		w.Deny(w.Channel(0, 1), code)
		if _, ok, err := w.a.Find(t.Context(), w.channel(1), someKey, time.Time{}); ok || !errors.Is(err, adapters.ErrCannotFind) {
			t.Errorf("code %d: Find gives %v, %v, want ErrCannotFind", code, ok, err)
		}
	}
}

// TestFindNothing: in an empty channel there is no message; where we may not
// read what was written before, which looks the same, nobody knows.
func TestFindNothing(t *testing.T) {
	t.Parallel()
	w := start(t, discordtest.Options{}, nil)
	thread := w.Thread(w.Channel(0, 1), "thread")
	person := w.Join(discordtest.Person{})
	for name, c := range map[string]news.Channel{
		"a channel": w.channel(1), "a thread": channelOf(w.Guild(0), thread, "en"), "direct messages": w.a.Direct(person.ID, "en"),
	} {
		if m, ok, err := w.a.Find(t.Context(), c, someKey, time.Now()); ok || err != nil {
			t.Errorf("%s, empty: got %v, %v, %v, want that there is none", name, m, ok, err)
		}
	}
	if _, err := w.a.Deliver(t.Context(), w.channel(1), someKey, plain("hidden")); err != nil {
		t.Fatal(err)
	}
	w.Overwrite(w.Channel(0, 1), 0, discordgo.PermissionReadMessageHistory)
	for name, c := range map[string]news.Channel{"a channel": w.channel(1), "its thread": channelOf(w.Guild(0), thread, "en")} {
		if _, ok, err := w.a.Find(t.Context(), c, someKey, time.Now()); ok || !errors.Is(err, adapters.ErrCannotFind) || !strings.Contains(err.Error(), "Read Message History") {
			t.Errorf("%s, without its history: got %v, %v, want ErrCannotFind with the right", name, ok, err)
		}
	}
}

func TestEdit(t *testing.T) {
	t.Parallel()
	w := start(t, discordtest.Options{}, nil)
	m, err := w.a.Deliver(t.Context(), w.channel(1), someKey, plain("edition"))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.a.Edit(t.Context(), m, plain("corrected")); err != nil {
		t.Fatal(err)
	}
	if got := w.Screen(); len(got) != 1 || got[0].Edits != 1 || !strings.Contains(shown(got[0]), "corrected") {
		t.Errorf("after the edit: %+v", got)
	}
	var gone *adapters.GoneError
	w.Delete(m.ID)
	if err := w.a.Edit(t.Context(), m, plain("again")); !errors.As(err, &gone) {
		t.Errorf("editing what was removed gives %v, want a GoneError", err)
	}
}

// shown is all text of a message.
func shown(m discordtest.Seen) string {
	text := m.Content
	for _, e := range m.Embeds {
		text += e.Title + e.Description
	}
	return text
}

func TestKeys(t *testing.T) {
	t.Parallel()
	w := start(t, discordtest.Options{}, nil)
	for _, key := range []string{"", strings.Repeat("x", maxKey+1)} {
		if _, err := w.a.Deliver(t.Context(), w.channel(1), key, plain("x")); err == nil {
			t.Errorf("a key of %d characters is taken", len(key))
		}
	}
	if n := w.Count(http.MethodPost, "/channels/"); n != 0 {
		t.Errorf("%d messages were sent", n)
	}
}

// TestNotRunning delivers before the adapter is connected: later, it says.
func TestNotRunning(t *testing.T) {
	t.Parallel()
	w := prepared(t, server(t, discordtest.Options{}), nil)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var retry *adapters.RetryError
	if err := w.a.Send(ctx, news.Channel{ID: "1"}, plain("x")); !errors.As(err, &retry) {
		t.Errorf("Send gives %v, want a RetryError", err)
	}
}

// TestLimited has Discord refuse for the rate, in each scope: the message
// goes once the wait is over, and the refusal is obeyed.
func TestLimited(t *testing.T) {
	t.Parallel()
	for _, scope := range []string{"user", "shared", "global"} {
		t.Run(scope, func(t *testing.T) {
			t.Parallel()
			const wait = 400 * time.Millisecond
			w := start(t, discordtest.Options{}, nil)
			w.Order(discordtest.TooMany("/messages", scope, wait))
			if err := w.a.Send(t.Context(), w.channel(1), plain("x")); err != nil {
				t.Fatal(err)
			}
			var at []time.Time
			for _, r := range w.Requests() {
				if strings.HasSuffix(r.Path, "/messages") {
					at = append(at, r.At)
				}
			}
			if len(at) != 2 || at[1].Sub(at[0]) < wait-50*time.Millisecond {
				t.Errorf("requests at %v, want two, %v apart", at, wait)
			}
			w.Order(discordtest.TooMany("/messages", scope, time.Hour))
			_, err := w.a.Deliver(t.Context(), w.channel(1), someKey, plain("x"))
			var retry *adapters.RetryError
			if !errors.As(err, &retry) || retry.After < 59*time.Minute {
				t.Errorf("a refusal for an hour gives %v, want a RetryError of an hour", err)
			}
			sent := w.Count(http.MethodPost, "/channels/")
			if _, err := w.a.Deliver(t.Context(), w.channel(1), someKey, plain("x")); !errors.As(err, &retry) {
				t.Errorf("within that hour: %v, want a RetryError", err)
			}
			if got := w.Count(http.MethodPost, "/channels/"); got != sent {
				t.Errorf("%d requests within the hour, want none", got-sent)
			}
		})
	}
}

// TestNeverTooMany sends more than a bucket holds, all at once: no request is
// refused.
func TestNeverTooMany(t *testing.T) {
	t.Parallel()
	const route = "POST /channels/{channel_id}/messages"
	w := start(t, discordtest.Options{Limits: map[string]discordtest.Limit{route: {Requests: 3, Per: 400 * time.Millisecond}}}, nil)
	var all sync.WaitGroup
	for n := range 12 {
		all.Go(func() {
			if err := w.a.Send(t.Context(), w.channel(n%2), plain(strconv.Itoa(n))); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for _, r := range w.Requests() {
		if r.Status == http.StatusTooManyRequests {
			t.Errorf("%s was refused at %v", r.Path, r.At)
		}
	}
	if got := len(w.Screen()); got != 12 {
		t.Errorf("%d messages, want 12", got)
	}
}

// TestCallbackLimited has the answer to a command refused for its rate: it is
// given after the wait, not at once.
func TestCallbackLimited(t *testing.T) {
	t.Parallel()
	const wait = 300 * time.Millisecond
	w := start(t, discordtest.Options{}, nil)
	w.Order(discordtest.TooMany("/callback", "user", wait))
	id := w.Slash(w.Join(discordtest.Person{}), w.Channel(0, 0), "news help")
	w.Await(t, "the answer", func() bool { return w.Answered(id).Type != 0 })
	if got := w.Answered(id).After; got < wait {
		t.Errorf("answered after %v, want %v or more", got, wait)
	}
}

// TestCallbackLost loses the answer to a command's answer: the second try is
// told that the first arrived, which is no error.
func TestCallbackLost(t *testing.T) {
	t.Parallel()
	w := start(t, discordtest.Options{}, nil)
	w.Order(discordtest.Fault{Path: "/callback", Applied: true, Drop: true})
	id := w.Slash(w.Join(discordtest.Person{}), w.Channel(0, 0), "news help")
	w.Await(t, "two tries", func() bool { return w.Count(http.MethodPost, "/interactions/"+id) == 2 })
	w.answers()
	if w.heard() != "" {
		t.Errorf("the operator is told %q, want nothing", w.heard())
	}
}

// TestSlow has an answer that is late: the caller's context is honoured.
func TestSlow(t *testing.T) {
	t.Parallel()
	w := start(t, discordtest.Options{}, nil)
	w.Order(discordtest.Fault{Path: "/messages", Delay: time.Hour})
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	_, err := w.a.Deliver(ctx, w.channel(1), someKey, plain("x"))
	var retry *adapters.RetryError
	if !errors.Is(err, context.DeadlineExceeded) || errors.As(err, &retry) {
		t.Errorf("got %v, want the deadline, without an instruction: it may have been sent", err)
	}
}

// TestUnreachable delivers while no connection can be made: nothing was sent.
func TestUnreachable(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	down := false
	w := start(t, discordtest.Options{}, func(o *Options) {
		transport, _ := o.Client.Transport.(*http.Transport)
		transport.DisableKeepAlives = true
		transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
			mu.Lock()
			defer mu.Unlock()
			if down {
				return nil, &net.OpError{Op: "dial", Net: network, Err: errors.New("no route to host")}
			}
			return (&net.Dialer{}).DialContext(ctx, network, address)
		}
	})
	mu.Lock()
	down = true
	mu.Unlock()
	_, err := w.a.Deliver(t.Context(), w.channel(1), someKey, plain("x"))
	var retry *adapters.RetryError
	if !errors.As(err, &retry) || !errors.Is(err, errNotSent) {
		t.Errorf("got %v, want a RetryError: it did not leave", err)
	}
	mu.Lock()
	down = false
	mu.Unlock()
}

// TestSecrets is threats 85 and 86: every way in which a request fails, with
// tokens in its address and headers, and none in any error.
func TestSecrets(t *testing.T) {
	t.Parallel()
	s := server(t, discordtest.Options{Lenient: true})
	for name, fault := range map[string]discordtest.Fault{
		"broken off": {Drop: true}, "an error": {Status: 500}, "a page": {Status: 502, Body: "<html>"},
		"refused": {Status: 403, Code: 50001}, "for the rate": discordtest.TooMany("", "user", time.Hour),
		"elsewhere": {Status: 302, Header: http.Header{"Location": {"http://127.0.0.1:1/CANARY"}}},
		"late":      {Delay: time.Hour}, "no JSON": {Status: 200, Body: "text"},
	} {
		r, err := newREST(Options{Token: canary, Client: platformClient(t), BaseURL: s.URL, Timing: quick()})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
		fault.Times = -1
		s.Order(fault)
		i := parse(t, `{"id":"1","application_id":"2","token":"interaction-CANARY","type":2,"data":{"name":"news"},"user":{"id":"3"}}`)
		_, followUp := r.followUp(ctx, i, &message{Content: "x"})
		_, edit := r.editOriginal(ctx, i, &message{Content: "x"})
		_, who := r.who(ctx)
		for what, err := range map[string]error{
			"followUp": followUp, "editOriginal": edit, "who": who, "respond": r.respond(ctx, i, response{Type: 4, Message: &message{Content: "x"}}),
		} {
			if err == nil && what == "respond" && name == "no JSON" {
				continue // nobody reads that answer
			}
			if err == nil || strings.Contains(err.Error(), "CANARY") || strings.Contains(err.Error(), s.URL) {
				t.Errorf("%s, %s: got %v, want an error without secrets and addresses", name, what, err)
			}
		}
		cancel()
		s.Calm()
	}
}
