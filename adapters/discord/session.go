package discord

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// intents are what we ask Discord to tell us; none of them is privileged.
const intents = discordgo.IntentGuilds | discordgo.IntentGuildMessages | discordgo.IntentDirectMessages

// apiVersion is the version of Discord's API that everything here is written for.
const apiVersion = "10"

// SetVersion makes discordgo speak version 10 of the gateway. It writes a
// variable of that package: call it once, before any adapter runs.
func SetVersion() { discordgo.APIVersion = apiVersion }

// session is one shard's connection, made again over and over, with one
// discordgo session, which remembers how to resume.
type session struct {
	inner *discordgo.Session
	rest  *rest
	o     Options
	down  chan struct{} // discordgo has closed the connection
	began bool          // a ready came: the next opening resumes

	mu  sync.Mutex
	now *conn // the connection of the last opening; nil before
	tls bool  // what discordgo takes for ws:// is wss://
}

// newSession makes the session of a shard; its events go to to, under ctx.
func newSession(ctx context.Context, r *rest, o Options, shard, shards int, to events) (*session, error) {
	inner, err := discordgo.New("Bot " + string(o.Token))
	if err != nil {
		return nil, fmt.Errorf("discord session: %w", err)
	}
	s := &session{inner: inner, rest: r, o: o, down: make(chan struct{}, 8)}
	inner.StateEnabled = false // nothing here reads it, and of many servers it is large
	inner.ShouldReconnectOnError = false
	inner.ShouldReconnectVoiceOnSessionError = false
	inner.ShouldRetryOnRateLimit = false
	inner.MaxRestRetries = 0
	inner.Compress = false // so that what steers the connection can be read on its way
	inner.SyncEvents = true
	inner.LogLevel = -1 // below errors: nothing. They come back from Open
	inner.UserAgent = userAgent
	inner.ShardID, inner.ShardCount = shard, shards
	inner.Identify.Intents = intents
	inner.Identify.Compress = false
	inner.Identify.Shard = &[2]int{shard, shards}
	s.listen(ctx, to)
	return s, nil
}

// open connects: to resume where there was a ready before, else to identify.
// It returns by itself within the time for openings, and at once when ctx
// ends. greeted is called at the hello, on which discordgo identifies.
func (s *session) open(ctx context.Context, greeted func()) error {
	for len(s.down) > 0 {
		<-s.down
	}
	s.mu.Lock()
	s.now = nil
	s.mu.Unlock()
	deadline := time.Now().Add(s.o.Timing.Open)
	ctx, cancel := context.WithDeadline(ctx, deadline)
	defer cancel()
	stop := context.AfterFunc(ctx, s.cut)
	defer stop()
	client := *s.o.Client
	client.Transport = asker(func(r *http.Request) (*http.Response, error) { return s.address(ctx, r) })
	s.inner.Client = &client
	s.inner.Dialer = &websocket.Dialer{
		HandshakeTimeout: s.o.Timing.Open,
		NetDialContext: func(_ context.Context, network, address string) (net.Conn, error) {
			return s.dial(ctx, network, address, deadline, greeted)
		},
	}
	if err := s.openWithin(time.Until(deadline) + closeWithin); err != nil {
		return s.why(err)
	}
	c := s.socket()
	if c == nil {
		return errNonsense
	}
	c.opened()
	s.began = true
	return nil
}

// openWithin is discordgo's Open, which is given up on where it does not
// return: the session is not used again then, and what waits in it stays.
func (s *session) openWithin(d time.Duration) error {
	opened := make(chan error, 1)
	go func() { opened <- s.inner.Open() }()
	late := time.NewTimer(d)
	defer late.Stop()
	select {
	case err := <-opened:
		return err //nolint:wrapcheck // see why
	case <-late.C:
		s.cut()
		return errStuck
	}
}

// cut ends the connection that is being made.
func (s *session) cut() {
	if c := s.socket(); c != nil {
		c.end(context.Canceled)
	}
}

func (s *session) socket() *conn {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

// why says why an opening went wrong, without the library's words where we know better.
func (s *session) why(err error) error {
	var refused *APIError
	switch {
	case errors.Is(err, errStuck):
		return err
	case errors.As(err, &refused):
		return refused
	}
	if c := s.socket(); c != nil {
		if code, _, own := c.verdict(); own != nil || code != 0 {
			return &closedError{code: code, err: own}
		}
	}
	var rest *discordgo.RESTError
	if errors.As(err, &rest) {
		return errors.New("gateway address: refused") // that error holds the request with its token
	}
	return fmt.Errorf("gateway: %w", withoutURL(err))
}

// await returns when the connection has ended, with the reason; nil when ctx
// has, after a proper farewell.
func (s *session) await(ctx context.Context) error {
	c := s.socket()
	select {
	case <-ctx.Done():
		_ = s.inner.Close()
		_ = c.Close()
		return nil
	case <-c.done:
	}
	// discordgo takes a second to notice; it must be done before the next Open.
	late := time.NewTimer(closeWithin)
	defer late.Stop()
	select {
	case <-s.down:
	case <-late.C:
		return errStuck
	}
	code, _, why := c.verdict()
	return &closedError{code: code, err: why}
}

// closeWithin is how long discordgo may take to notice an end: it sleeps a
// second, and a write may be under way.
const closeWithin = writeWithin + 3*time.Second

// errStuck says that a discordgo session cannot be used any more.
var errStuck = errors.New("gateway session is stuck")

// closedError is an end of a connection.
type closedError struct {
	code int // of Discord's, 0 where it gave none
	err  error
}

func (e *closedError) Error() string {
	switch {
	case e.code != 0:
		return fmt.Sprintf("gateway closed the connection: %d%s", e.code, meaning(e.code))
	case e.err != nil:
		return "gateway connection ended: " + e.err.Error()
	}
	return "gateway connection ended"
}

func (e *closedError) Unwrap() error { return e.err }

// meaning says what a code means where the operator has to do something.
func meaning(code int) string {
	switch code {
	case 4004:
		return ": the token is not valid; set DISCORD_TOKEN anew"
	case 4010, 4011:
		return ": the number of shards is wrong; set DISCORD_SHARDS to auto, and start anew"
	case 4012:
		return ": this version of the gateway is not served any more"
	case 4013, 4014:
		return ": the intents are refused"
	}
	return ""
}

// final says whether connecting again is in vain.
func final(err error) bool {
	var closed *closedError
	if errors.As(err, &closed) {
		switch closed.code {
		case 4004, 4010, 4011, 4012, 4013, 4014:
			return true
		}
	}
	var refused *APIError
	return errors.As(err, &refused) && refused.Status == http.StatusUnauthorized
}

// cheap says whether the last attempt cost none of the identifies that
// Discord allows in a day.
func (s *session) cheap() bool {
	c := s.socket()
	return s.began || c == nil || !c.greeted()
}

// resumable says whether the session outlives the end of its connection.
func (s *session) resumable(err error) bool {
	if !s.began || errors.Is(err, errStuck) {
		return false
	}
	c := s.socket()
	if c == nil {
		return true // there was no connection at all: the address, or dialling, failed
	}
	code, resume, why := c.verdict()
	switch code {
	case 1000, 1001, 4003, 4007, 4009:
		return false
	}
	return !errors.Is(why, errInvalid) || resume
}

// asker is the transport of discordgo's own requests.
type asker func(*http.Request) (*http.Response, error)

// RoundTrip implements [http.RoundTripper].
func (a asker) RoundTrip(r *http.Request) (*http.Response, error) { return a(r) }

// address answers the only request that discordgo makes, for the gateway's
// address, from GET /gateway/bot of the configured API, within its rate limits.
func (s *session) address(ctx context.Context, r *http.Request) (*http.Response, error) {
	if r.Method != http.MethodGet || !strings.HasSuffix(r.URL.Path, "/gateway") {
		return nil, fmt.Errorf("request of discordgo: %s is not ours to make", r.Method)
	}
	info, err := s.rest.gatewayBot(ctx)
	if err != nil {
		return nil, err
	}
	address, err := s.plain(info.URL)
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(map[string]string{"url": address})
	if err != nil {
		return nil, fmt.Errorf("gateway address: %w", err)
	}
	return &http.Response{
		Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
		Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body)),
	}, nil
}

// plain gives the address that discordgo dials. It leaves TLS to [session.dial],
// below which the frames are looked at.
func (s *session) plain(address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil {
		return "", errors.New("gateway address: not one")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch u.Scheme {
	case "wss":
		s.tls, u.Scheme = true, "ws"
		if u.Port() == "" {
			u.Host = net.JoinHostPort(u.Hostname(), "443")
		}
	case "ws":
		s.tls = false
	default:
		return "", errors.New("gateway address: not a WebSocket's")
	}
	u.RawQuery = ""
	return u.String(), nil
}

// dial connects a socket, with TLS where the address wants it.
func (s *session) dial(ctx context.Context, network, address string, deadline time.Time, greeted func()) (net.Conn, error) {
	s.mu.Lock()
	secure := s.tls
	s.mu.Unlock()
	dial := s.o.Dial
	if dial == nil {
		dial = (&net.Dialer{}).DialContext
	}
	raw, err := dial(ctx, network, address)
	if err != nil {
		return nil, fmt.Errorf("gateway: %w", err)
	}
	if secure {
		host, _, err := net.SplitHostPort(address)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("gateway: %w", err), raw.Close())
		}
		secured := tls.Client(raw, &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12, RootCAs: s.o.Roots})
		if err := secured.HandshakeContext(ctx); err != nil {
			return nil, errors.Join(fmt.Errorf("gateway: %w", err), raw.Close())
		}
		raw = secured
	}
	c, err := listenIn(raw, deadline, greeted)
	if err != nil {
		return nil, errors.Join(err, raw.Close())
	}
	s.mu.Lock()
	s.now = c
	s.mu.Unlock()
	if ctx.Err() != nil {
		c.end(context.Canceled) // it ended before the socket was known to cut
	}
	return c, nil
}
