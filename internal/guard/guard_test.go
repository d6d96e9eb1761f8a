package guard

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"dateline/internal/testkit"
	"dateline/news"
)

// The numbers of the threats, as in "threat 29", are those of the list of
// threats that the project is tested against.

// newClient makes a client of the web, without pauses between its requests.
func newClient(t *testing.T, web *testkit.Web, changes ...func(*Config)) *Client {
	t.Helper()
	config := Config{Resolver: web.Resolver(), Dial: web.Dial(), Roots: web.Roots(), Interval: -1}
	for _, change := range changes {
		change(&config)
	}
	c := New(config)
	t.Cleanup(c.Close)
	return c
}

// get fetches; want is the cause of the error, "" for none.
func get(t *testing.T, c *Client, r Request, want news.Cause) (*Response, *failed) {
	t.Helper()
	resp, err := c.Get(t.Context(), r)
	if err == nil {
		if want != "" {
			t.Fatalf("%s: got an answer, want the cause %q", r.URL, want)
		}
		return resp, nil
	}
	var e *Error
	if !errors.As(err, &e) {
		t.Fatalf("%s: got a %T, want an *Error", r.URL, err)
	}
	if e.Cause != want {
		t.Fatalf("%s: got the cause %q (%v), want %q", r.URL, e.Cause, e.Err, want)
	}
	return nil, (*failed)(e)
}

// failed is an Error that a test need not look at.
type failed Error

// say writes to somebody who may have gone.
func say(w io.Writer, s string) { _, _ = io.WriteString(w, s) }

// text answers with a text.
func text(s string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { say(w, s) }
}

// listen serves every connection with serve, on goroutines that the test waits for.
func listen(t *testing.T, serve func(net.Conn)) (address string) {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			serve(conn)
			conn.Close()
		}
	}()
	t.Cleanup(func() {
		l.Close()
		<-done
	})
	return l.Addr().String()
}

func TestGet(t *testing.T) {
	t.Parallel()
	web := testkit.NewWeb(t)
	var asked *http.Request
	web.HandleFunc("news.example.com", func(w http.ResponseWriter, r *http.Request) {
		asked = r
		w.Header().Set("Content-Type", "application/rss+xml; charset=x")
		http.SetCookie(w, &http.Cookie{Name: "a", Value: "b"})
		say(w, "the feed")
	})
	c := newClient(t, web, func(c *Config) { c.Agent = "Dateline/1 (+mailto:a@example.com)" })
	for range 2 {
		resp, _ := get(t, c, Request{URL: "https://NEWS.example.com:443/feed?a=ü b#part", Accept: "application/rss+xml"}, "")
		if got, want := string(resp.Body), "the feed"; got != want {
			t.Errorf("body: got %q, want %q", got, want)
		}
		if got, want := resp.URL, "https://news.example.com/feed?a=%C3%BC%20b"; got != want {
			t.Errorf("URL: got %q, want %q", got, want)
		}
		if resp.Status != 200 || resp.Type != "application/rss+xml; charset=x" || resp.Moved != "" || resp.NotModified || !resp.NotBefore.IsZero() {
			t.Errorf("got %+v", resp)
		}
		if got, want := resp.Trace.Address.Addr(), web.Address("news.example.com"); got != want || resp.Trace.Wire != 8 || resp.Trace.FirstByte == 0 {
			t.Errorf("trace: got %+v, want the address %v", resp.Trace, want)
		}
		for name, want := range map[string]string{
			"User-Agent": "Dateline/1 (+mailto:a@example.com)", "Accept": "application/rss+xml",
			"Cookie": "", "Referer": "", "Authorization": "", "If-None-Match": "", "If-Modified-Since": "",
		} {
			if got := asked.Header.Get(name); got != want {
				t.Errorf("%s: got %q, want %q", name, got, want)
			}
		}
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	web := testkit.NewWeb(t)
	web.HandleFunc("news.example.com", func(w http.ResponseWriter, r *http.Request) {
		var status int
		for _, digit := range strings.TrimPrefix(r.URL.Path, "/") {
			status = 10*status + int(digit-'0')
		}
		w.WriteHeader(status)
		if status != http.StatusNotModified {
			say(w, "CANARY")
		}
	})
	c := newClient(t, web)
	for path, status := range map[string]int{
		"300": 300, "301": 301, "304": 304, "401": 401, "404": 404, "410": 410, "429": 429, "500": 500, "503": 503, "999": 999,
	} {
		_, e := get(t, c, Request{URL: "http://news.example.com/" + path}, news.StatusCause(status))
		if e.Status != status {
			t.Errorf("%s: got the status %d", path, e.Status)
		}
	}
	get(t, c, Request{URL: "http://unknown.example.com/"}, news.CauseName)
	web.Point("gone.example.com", "127.0.0.1:1")
	get(t, c, Request{URL: "http://gone.example.com/"}, news.CauseConnect)
}

func TestCertificate(t *testing.T) {
	t.Parallel()
	web := testkit.NewWeb(t)
	web.Handle("news.example.com", text("x"))
	web.Point("plain.example.com", listen(t, func(conn net.Conn) { say(conn, "HTTP/1.1 200 OK\r\n\r\nCANARY") }))
	c := newClient(t, web, func(c *Config) { c.Roots = nil })
	get(t, c, Request{URL: "https://news.example.com/"}, news.CauseCertificate)
	get(t, c, Request{URL: "https://plain.example.com/"}, news.CauseCertificate)
}

// TestCallersContext ends a request by its caller's context, while its host's queue is full too.
func TestCallersContext(t *testing.T) {
	t.Parallel()
	web := testkit.NewWeb(t)
	reached := make(chan struct{}, 1)
	web.HandleFunc("slow.example.com", func(_ http.ResponseWriter, r *http.Request) {
		reached <- struct{}{}
		<-r.Context().Done()
	})
	c := newClient(t, web, func(c *Config) { c.PerHost = 1 })
	ctx, cancel := context.WithCancel(t.Context())
	results := make(chan error, 2)
	for range 2 {
		go func() {
			_, err := c.Get(ctx, Request{URL: "http://slow.example.com/"})
			results <- err
		}()
	}
	<-reached
	cancel()
	for range 2 {
		if err := <-results; !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want that it is canceled", errors.Unwrap(err))
		}
	}
}

func TestOtherAddressIsTried(t *testing.T) {
	t.Parallel()
	web := testkit.NewWeb(t)
	web.Handle("news.example.com", text("x"))
	web.Point("dead.example.com", "127.0.0.1:1")
	web.Answer("news.example.com", web.Address("dead.example.com"), web.Address("8.8.8.8"))
	resp, _ := get(t, newClient(t, web), Request{URL: "http://news.example.com/"}, "")
	if got := resp.Trace.Address.Addr().String(); got != "8.8.8.8" {
		t.Errorf("got it from %s, want from the second address", got)
	}
}

// TestDialEndsWithItsRequest has a dial that hangs end when the caller gives up, or this test hangs.
func TestDialEndsWithItsRequest(t *testing.T) {
	t.Parallel()
	started, ended := make(chan struct{}), make(chan struct{})
	c := New(Config{Interval: -1, Timeout: time.Hour, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		close(started)
		<-ctx.Done()
		close(ended)
		return nil, ctx.Err()
	}})
	ctx, cancel := context.WithCancel(t.Context())
	result := make(chan error)
	go func() {
		_, err := c.Get(ctx, Request{URL: "http://8.8.8.8/"})
		result <- err
	}()
	<-started
	cancel()
	<-ended
	if err := <-result; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want that it is canceled", err)
	}
}

// TestHandshakeEndsWithItsRequest has a server that never answers see the
// connection end, or this test hangs.
func TestHandshakeEndsWithItsRequest(t *testing.T) {
	t.Parallel()
	reached, ended := make(chan struct{}), make(chan struct{})
	c := raw(t, func(conn net.Conn) {
		request(conn)
		close(reached)
		_, _ = io.Copy(io.Discard, conn)
		close(ended)
	}, func(c *Config) { c.Timeout = time.Hour })
	ctx, cancel := context.WithCancel(t.Context())
	result := make(chan error)
	go func() {
		_, err := c.Get(ctx, Request{URL: "https://bad.example/"})
		result <- err
	}()
	<-reached
	cancel()
	<-ended
	if err := <-result; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want that it is canceled", err)
	}
}
