package slack

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"dateline/adapters/slack/slacktest"
)

const (
	asJSON = "application/json"
	asForm = "application/x-www-form-urlencoded"
)

// direct is an event of a person who wrote to us.
const directEvent = `{"type":"event_callback","event_id":"%s","team_id":"T1","event":{"type":"message","channel":"D1","channel_type":"im","user":"U5","ts":"1.1","text":"hi"}}`

// post sends a draft, and gives the answer.
func (w *world) post(d slacktest.Draft) (int, string) {
	w.t.Helper()
	status, text, err := d.Post(w.t.Context(), w.a.o.Client, "http://"+w.a.o.Listener.Addr().String())
	if err != nil {
		w.t.Fatal(err)
	}
	if status != http.StatusOK && strings.TrimSpace(text) != http.StatusText(status) {
		w.t.Errorf("an answer of %d says more than its name: %q", status, text)
	}
	return status, text
}

// signedAt is an event that is signed for a time.
func (w *world) signedAt(id string, after time.Duration) slacktest.Draft {
	d := w.Draft(slacktest.EventsPath, asJSON, fmt.Appendf(nil, directEvent, id))
	d.Sign(w.a.o.Now().Add(after))
	return d
}

// TestSignature is threat 70: what is not signed as Slack signs is not taken.
func TestSignature(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_700_000_000, 0)
	w := startHTTP(t, func(o *Options) { o.Now = func() time.Time { return now } })
	const stamp, signature = "X-Slack-Request-Timestamp", "X-Slack-Signature"
	set := func(k, v string) func(*slacktest.Draft) { return func(d *slacktest.Draft) { d.Header.Set(k, v) } }
	// as makes a header of another form, with a signature that fits.
	as := func(text string) func(*slacktest.Draft) {
		return func(d *slacktest.Draft) {
			d.Header.Set(stamp, text)
			d.Header.Set(signature, slacktest.Sign(canarySecret, text, d.Body))
		}
	}
	at := func(after time.Duration) func(*slacktest.Draft) {
		return func(d *slacktest.Draft) { d.Sign(now.Add(after)) }
	}
	for n, test := range []struct {
		name   string
		change func(*slacktest.Draft)
		want   int
	}{
		{"as it is", func(*slacktest.Draft) {}, 200},
		{"no signature", func(d *slacktest.Draft) { d.Header.Del(signature) }, 401},
		{"no time", func(d *slacktest.Draft) { d.Header.Del(stamp) }, 401},
		{"an empty signature", set(signature, ""), 401},
		{"v1", func(d *slacktest.Draft) { d.Header.Set(signature, "v1"+d.Header.Get(signature)[2:]) }, 401},
		{"upper case", func(d *slacktest.Draft) { d.Header.Set(signature, "v0="+strings.ToUpper(d.Header.Get(signature)[3:])) }, 401},
		{"half", func(d *slacktest.Draft) { d.Header.Set(signature, d.Header.Get(signature)[:30]) }, 401},
		{"longer", func(d *slacktest.Draft) { d.Header.Set(signature, d.Header.Get(signature)+"00") }, 401},
		{"another body", func(d *slacktest.Draft) { d.Body = bytes.Replace(d.Body, []byte("hi"), []byte("ho"), 1) }, 401},
		{"a body with a space more", func(d *slacktest.Draft) { d.Body = append(d.Body, ' ') }, 401},
		{"another secret", func(d *slacktest.Draft) {
			d.Header.Set(signature, slacktest.Sign("another", d.Header.Get(stamp), d.Body))
		}, 401},
		{"another time", set(stamp, "1700000001"), 401},
		{"300 s ago", at(-300 * time.Second), 200}, {"301 s ago", at(-301 * time.Second), 401},
		{"in 300 s", at(300 * time.Second), 200}, {"in 301 s", at(301 * time.Second), 401},
		{"a day ago", at(-24 * time.Hour), 401},
		{"time is no number", as("now"), 401}, {"NaN", as("NaN"), 401}, {"a fraction", as("1700000000.0"), 401}, {"a sign", as("+1700000000"), 401},
		{"zeros", as("01700000000"), 401}, {"a space", as("1700000000 0"), 401}, {"hexadecimal", as("0x6553f100"), 401}, {"an exponent", as("17e8"), 401},
		{"larger than a number", as(strings.Repeat("9", 40)), 401}, {"negative", as("-1700000000"), 401}, {"the least", as("-9223372036854775808"), 401},
		{"two signatures", func(d *slacktest.Draft) { d.Header.Add(signature, d.Header.Get(signature)) }, 401},
		{"two signatures, the first wrong", func(d *slacktest.Draft) { d.Header[signature] = []string{"v0=00", d.Header.Get(signature)} }, 401},
		{"two times", func(d *slacktest.Draft) { d.Header.Add(stamp, d.Header.Get(stamp)) }, 401},
	} {
		d := w.signedAt(fmt.Sprint("Ev", n), 0)
		test.change(&d)
		if got, _ := w.post(d); got != test.want {
			t.Errorf("%s: %d, want %d", test.name, got, test.want)
		}
		if taken := len(w.front.heard) > 0; taken != (test.want == 200) {
			t.Errorf("%s: taken: %v", test.name, taken)
		}
		for len(w.front.heard) > 0 {
			<-w.front.heard
		}
	}
}

// TestPushedOnce is threat 71: what comes again has one effect, and is answered as before.
func TestPushedOnce(t *testing.T) {
	t.Parallel()
	w := startHTTP(t, nil)
	p := w.Join(slacktest.Person{})
	for name, id := range map[string]string{
		"command": w.Slash(p, w.Channel(0), "latest"), "event": w.Say(p, w.Direct(p.ID), "hi", "").ID, "button": w.Forge(p, w.Channel(0), "b1", "x"),
	} {
		w.heard()
		for retry := range 3 {
			d := w.DraftOf(id)
			d.Header.Set("X-Slack-Retry-Num", fmt.Sprint(retry+1))
			d.Header.Set("X-Slack-Retry-Reason", "http_timeout")
			if got, _ := w.post(d); got != 200 {
				t.Errorf("%s, retry %d: %d, want 200", name, retry+1, got)
			}
		}
	}
	w.nothingMore()
}

// TestChallenge is threat 72: Slack's question is answered when it is signed.
func TestChallenge(t *testing.T) {
	t.Parallel()
	w := startHTTP(t, nil)
	d := w.Challenge("3eZbrw1a<script>")
	if status, text := w.post(d); status != 200 || text != "3eZbrw1a<script>" {
		t.Errorf("signed: %d %q", status, text)
	}
	d.Header.Set("X-Slack-Signature", "v0="+strings.Repeat("0", 64))
	if status, text := w.post(d); status != 401 || strings.Contains(text, "3eZ") {
		t.Errorf("not signed: %d %q, want 401", status, text)
	}
	d.Header.Del("X-Slack-Signature")
	if status, _ := w.post(d); status != 401 {
		t.Errorf("without a signature: %d, want 401", status)
	}
	for _, text := range []string{"", strings.Repeat("x", 10_000)} {
		if status, _ := w.post(w.Challenge(text)); status != 400 {
			t.Errorf("a challenge of %d characters: %d, want 400", len(text), status)
		}
	}
}

// TestPushedForm is threat 73, and what else is no request of Slack's.
func TestPushedForm(t *testing.T) {
	t.Parallel()
	w := startHTTP(t, nil)
	deep := []byte(`{"event":` + strings.Repeat(`{"x":`, 100_000) + "1" + strings.Repeat("}", 100_001))
	nested := []byte("payload=" + url.QueryEscape(`{"type":"block_actions","user":{"id":"U1"},"message":{"blocks":`+strings.Repeat(`[`, 50_000)+strings.Repeat("]", 50_000)+"}}"))
	event := fmt.Appendf(nil, directEvent, "Ev1")
	for _, test := range []struct {
		name, path, kind string
		body             []byte
		change           func(*slacktest.Draft)
		want             int
	}{
		{"10 MiB", slacktest.EventsPath, asJSON, make([]byte, 10<<20), nil, 413},
		{"10 MiB that nobody signed", slacktest.EventsPath, asJSON, make([]byte, 10<<20), func(d *slacktest.Draft) { d.Header.Del("X-Slack-Signature") }, 413},
		{"a byte too many", slacktest.EventsPath, asJSON, make([]byte, maxBody+1), nil, 413},
		{"deep JSON", slacktest.EventsPath, asJSON, deep, nil, 400},
		{"deep JSON in a form", slacktest.InteractionsPath, asForm, nested, nil, 400},
		{"no JSON", slacktest.EventsPath, asJSON, []byte("{"), nil, 400},
		{"nothing", slacktest.EventsPath, asJSON, nil, nil, 400},
		{"a form for JSON", slacktest.EventsPath, asForm, event, nil, 415},
		{"JSON for a form", slacktest.CommandsPath, asJSON, event, nil, 415},
		{"text", slacktest.EventsPath, "text/plain", event, nil, 415},
		{"of no type", slacktest.EventsPath, "", event, nil, 415},
		{"of two types", slacktest.EventsPath, asJSON, event, func(d *slacktest.Draft) { d.Header.Add("Content-Type", asJSON) }, 415},
		{"compressed", slacktest.EventsPath, asJSON, event, func(d *slacktest.Draft) { d.Header.Set("Content-Encoding", "gzip") }, 415},
		{"with a character set", slacktest.EventsPath, asJSON + "; charset=utf-8", event, nil, 200},
		{"elsewhere", "/", asJSON, event, nil, 404},
		{"below", slacktest.EventsPath + "/CANARY", asJSON, event, nil, 404},
		{"no form", slacktest.CommandsPath, asForm, []byte("%zz"), nil, 400},
		{"half a command", slacktest.CommandsPath, asForm, []byte("team_id=T1&user_id=U1"), nil, 400},
		{"no payload", slacktest.InteractionsPath, asForm, []byte("x=1"), nil, 400},
		{"half an interaction", slacktest.InteractionsPath, asForm, []byte("payload=%7B%7D"), nil, 400},
		{"the certificate", slacktest.CommandsPath, asForm, []byte("ssl_check=1&token=x"), nil, 200},
		{"a kind made later", slacktest.EventsPath, asJSON, []byte(`{"type":"app_rate_limited","team_id":"T1"}`), nil, 200},
	} {
		d := w.Draft(test.path, test.kind, test.body)
		if test.change != nil {
			test.change(&d)
		}
		if test.kind == "" {
			d.Header.Del("Content-Type")
		}
		if got, _ := w.post(d); got != test.want {
			t.Errorf("%s: %d, want %d", test.name, got, test.want)
		}
	}
	w.heard() // the one with a character set
	w.nothingMore()
}

// TestPushedMethod: only what is posted is looked at.
func TestPushedMethod(t *testing.T) {
	t.Parallel()
	w := startHTTP(t, nil)
	for _, method := range []string{http.MethodGet, http.MethodPut, http.MethodDelete, http.MethodOptions} {
		r, err := http.NewRequestWithContext(t.Context(), method, "http://"+w.a.o.Listener.Addr().String()+slacktest.EventsPath+"?CANARY=1", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("X-Forwarded-For", "127.0.0.1")
		answer, err := w.a.o.Client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		if answer.StatusCode != http.StatusMethodNotAllowed || answer.Header.Get("Allow") != http.MethodPost || strings.Contains(string(text), "CANARY") {
			t.Errorf("%s: %d, %q", method, answer.StatusCode, text)
		}
	}
}

// TestChunked: a body whose size is not named is read up to the bound.
func TestChunked(t *testing.T) {
	t.Parallel()
	w := startHTTP(t, nil)
	d := w.signedAt("Ev1", 0)
	read := &endless{}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+w.a.o.Listener.Addr().String()+d.Path, read)
	if err != nil {
		t.Fatal(err)
	}
	r.Header = d.Header
	answer, err := w.a.o.Client.Do(r)
	if err != nil {
		return // it was broken off while it was sent
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("%d, want 413", answer.StatusCode)
	}
}

// endless is a body of 64 MiB.
type endless struct{ sent int }

func (e *endless) Read(p []byte) (int, error) {
	if e.sent += len(p); e.sent > 64<<20 {
		return 0, io.EOF
	}
	return len(p), nil
}

// TestSlowLoris: whoever sends its head a byte at a time is not waited for.
func TestSlowLoris(t *testing.T) {
	t.Parallel()
	p := &pushed{}
	l := listen(t)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- p.serveWithin(ctx, l, 50*time.Millisecond) }()
	c, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	if _, err := c.Write([]byte("POST /slack/events HTTP/1.1\r\nHost: x\r\nX: ")); err != nil {
		t.Fatal(err)
	}
	if err := c.SetReadDeadline(time.Now().Add(soon)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(c); err != nil {
		t.Errorf("it is still waited for: %v", err)
	}
	stop()
	if err := next(t, ended); err != nil {
		t.Error(err)
	}
}

// TestLargeHead: a head without an end is refused.
func TestLargeHead(t *testing.T) {
	t.Parallel()
	w := startHTTP(t, nil)
	d := w.signedAt("Ev1", 0)
	d.Header.Set("X-Much", strings.Repeat("x", 64<<10))
	status, _, err := d.Post(t.Context(), w.a.o.Client, "http://"+w.a.o.Listener.Addr().String())
	if err == nil && status != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("%d, want 431", status)
	}
	w.nothingMore()
}

// TestPushedPayload: what a front gives for an interaction is the answer.
func TestPushedPayload(t *testing.T) {
	t.Parallel()
	l := listen(t)
	w := prepared(t, server(t, slacktest.Options{Push: "http://" + l.Addr().String()}), func(o *Options) { o.Listener = l })
	w.front.payload = map[string]any{"response_action": "clear"}
	w.run().up()
	id := w.SubmitRaw(w.Join(slacktest.Person{}), map[string]any{"id": "V1", "type": "modal"})
	w.Await(t, "the answer", func() bool { return w.Answered(id).Acked })
	if got := w.Answered(id).Payload["response_action"]; got != "clear" {
		t.Errorf("came back: %v", got)
	}
}

// FuzzSigned: no header but Slack's own form is taken for one.
func FuzzSigned(f *testing.F) {
	for _, seed := range []string{"1700000000", "NaN", "-1", " 1700000000", "1700000301", ""} {
		f.Add(seed, "v0="+strings.Repeat("0", 64))
	}
	p := &pushed{Secret: "s", now: func() time.Time { return time.Unix(1_700_000_000, 0) }}
	f.Fuzz(func(t *testing.T, stamp, signature string) {
		h := http.Header{}
		h["X-Slack-Request-Timestamp"], h["X-Slack-Signature"] = []string{stamp}, []string{signature}
		if _, _, ok := p.signed(h); ok && (len(stamp) != 10 || stamp < "1699999700" || stamp > "1700000300") {
			t.Errorf("%q is taken for a time", stamp)
		}
	})
}
