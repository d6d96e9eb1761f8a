package slacktest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// Options say what the stand-in is like. The zero value has one workspace with
// two public channels, general and news, which the bot and everybody who joins
// are in.
type Options struct {
	BotToken      string // that is let in; "" is "xoxb-token"
	AppToken      string // for sockets; "" is "xapp-token"
	SigningSecret string // that requests are signed with; "" is "secret"
	// Spec is the path of Block Kit's schema; "" checks only what is not in it,
	// which a test that measures time wants: the schema takes milliseconds a message.
	Spec   string
	Scopes []string // of the bot; nil is all that it asks for, the optional ones among them
	// Push is the address of the application, "http://127.0.0.1:8080": what
	// happens is sent there as signed requests. "" is Socket Mode. See [Server.Push].
	Push string
	// Limits are rate limits by method: "users.info". Of chat.postMessage there
	// is one for each channel.
	Limits map[string]Limit
	// Outside says that the application is sold outside the Marketplace:
	// conversations.history gives 15 messages at most.
	Outside bool
	Ack     time.Duration // that an acknowledgement may take; 0 is 3 s
	// Retries are the waits before what was not acknowledged is sent again; nil
	// is at once, after a minute, after five.
	Retries []time.Duration
	// RetryAll sends commands and interactions again over HTTP too, which Slack does for events alone.
	RetryAll bool
	Ping     time.Duration // between pings over a socket; 0 is 5 s
	// Clock, where it is set, is what response_urls and trigger_ids grow old by.
	Clock func() time.Time
	// Lenient does not fail the test over what breaks the rules.
	Lenient bool
}

// Limit is how many requests are let through in a time.
type Limit struct {
	Requests int
	Per      time.Duration
}

// Scopes are those that the bot asks for: the required ones, and the two
// optional ones that find a lost message.
func Scopes() []string {
	return []string{
		"commands", "chat:write", "app_mentions:read", "im:history", "im:write", "users:read", "channels:read", "groups:read",
		"channels:history", "groups:history",
	}
}

// Server is the stand-in. Its methods may be called at any time from any goroutine.
type Server struct {
	// URL is the base of the Web API, with a slash at its end.
	URL string
	// Team, App, User and Bot are the identifiers of the workspace, the
	// application, its bot user, its bot. Name is what people call it.
	Team, App, User, Bot, Name string
	// BotToken, AppToken and SigningSecret are those of the Options.
	BotToken, AppToken, SigningSecret string

	options Options
	http    *httptest.Server
	client  *http.Client // of signed requests
	check   *Validator
	closing chan struct{}
	work    sync.WaitGroup // sockets, and requests under way

	mu       sync.Mutex
	changed  chan struct{} // closed, and made anew, at every change
	closed   bool
	last     int   // sequence of identifiers
	lastTS   int64 // of messages, in microseconds
	scopes   []string
	refusal  string // what the bot's token is refused with; "" is let in
	people   map[string]Person
	channels map[string]*place
	order    []string // of channels
	homes    map[string]*home
	modals   []*home
	triggers map[string]trigger
	hooks    map[string]*hook
	all      map[string]*envelope // by the identifier that the injection gave
	sent     map[string]*envelope // by envelope_id, which a retry changes
	queue    []*envelope          // in the order of their injection
	sockets  socketState
	push     string
	faults   []*Fault
	buckets  map[string]*bucket
	requests []Request
	broken   []string
	hosts    hosts
}

// New starts a stand-in, which ends with the test. What breaks the rules fails
// the test, by the name of the call.
func New(tb testing.TB, o Options) *Server {
	tb.Helper()
	o = filled(o)
	check, err := NewValidator(o.Spec)
	if err != nil {
		tb.Fatal(err)
	}
	s := &Server{
		BotToken: o.BotToken, AppToken: o.AppToken, SigningSecret: o.SigningSecret, Name: "dateline",
		options: o, check: check, push: strings.TrimSuffix(o.Push, "/"), scopes: slices.Clone(o.Scopes),
		closing: make(chan struct{}), changed: make(chan struct{}),
		people: map[string]Person{}, channels: map[string]*place{}, homes: map[string]*home{}, triggers: map[string]trigger{}, hooks: map[string]*hook{},
		all: map[string]*envelope{}, sent: map[string]*envelope{}, buckets: map[string]*bucket{},
	}
	s.sockets.tickets = map[string]bool{}
	s.Team, s.App, s.User, s.Bot = s.nextID("T"), s.nextID("A"), s.nextID("U"), s.nextID("B")
	s.people[s.User] = Person{ID: s.User, Name: s.Name, Locale: "en-US", TZ: "Europe/Amsterdam", Team: s.Team, Bot: true}
	s.AddChannel(Channel{Name: "general"})
	s.AddChannel(Channel{Name: "news"})
	s.http = httptest.NewServer(http.HandlerFunc(s.serve))
	s.URL = s.http.URL + base
	s.client = s.http.Client()
	s.client.Timeout, s.client.CheckRedirect = o.Ack, stay
	if t, ok := s.client.Transport.(*http.Transport); ok {
		t.MaxIdleConnsPerHost = 100
	}
	tb.Cleanup(func() {
		s.close()
		if !o.Lenient {
			for _, b := range s.Broken() {
				tb.Errorf("it breaks Slack's rules: %s", b)
			}
		}
	})
	return s
}

// stay follows no redirect, so that the first answer counts.
func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

func filled(o Options) Options {
	for _, d := range []struct {
		field *string
		usual string
	}{{&o.BotToken, "xoxb-token"}, {&o.AppToken, "xapp-token"}, {&o.SigningSecret, "secret"}} {
		if *d.field == "" {
			*d.field = d.usual
		}
	}
	if o.Scopes == nil {
		o.Scopes = Scopes()
	}
	if o.Ack <= 0 {
		o.Ack = 3 * time.Second
	}
	if o.Ping <= 0 {
		o.Ping = 5 * time.Second
	}
	if o.Retries == nil {
		o.Retries = []time.Duration{0, time.Minute, 5 * time.Minute}
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	return o
}

func (s *Server) close() {
	s.mu.Lock()
	s.closed = true
	for _, e := range s.queue {
		e.rest()
	}
	s.mu.Unlock()
	close(s.closing)
	s.Drop()
	s.client.CloseIdleConnections()
	s.http.Close()
	s.work.Wait()
	s.client.CloseIdleConnections()
}

// start runs what the stand-in waits for at its end; the lock is held.
func (s *Server) start(f func()) {
	if !s.closed {
		s.work.Go(f)
	}
}

// nextID gives an identifier of Slack's kind; the lock is held, or nobody else
// knows the server yet.
func (s *Server) nextID(prefix string) string {
	s.last++
	return fmt.Sprintf("%s0%08X", prefix, 0xA0000+s.last)
}

// nextTS gives the identifier of a message, which is its time; the lock is held.
func (s *Server) nextTS() string {
	s.lastTS = max(s.lastTS+1, time.Now().UnixMicro())
	return fmt.Sprintf("%d.%06d", s.lastTS/1e6, s.lastTS%1e6)
}

// Channel gives the identifier of a channel: 0 is general, 1 is news, then
// those that the test added, direct conversations among them.
func (s *Server) Channel(n int) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.order[n]
}

// change wakes those who wait; the lock is held.
func (s *Server) change() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// patience is how long the stand-in waits for what has to happen; reached by a
// failing test only.
const patience = 10 * time.Second

// Await waits until ok holds, which is asked again after everything that
// happens at the stand-in, and fails the test after ten seconds.
func (s *Server) Await(tb testing.TB, what string, ok func() bool) {
	tb.Helper()
	late := time.After(patience)
	for {
		s.mu.Lock()
		next := s.changed
		s.mu.Unlock()
		if ok() {
			return
		}
		select {
		case <-next:
		case <-late:
			tb.Fatalf("still waiting after %v: %s", patience, what)
		}
	}
}

// breaks notes what is not allowed; the lock is held.
func (s *Server) breaks(where string, problems ...Problem) {
	for _, p := range problems {
		s.broken = append(s.broken, where+": "+p.String())
	}
}

// Broken gives what requests did that is not allowed.
func (s *Server) Broken() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.broken)
}

// Request is one that arrived.
type Request struct {
	Method string         // of the Web API: "chat.postMessage"; "response_url" for those
	Token  string         // that it came with
	Args   map[string]any // as the stand-in read them
	Status int            // of the answer; 0 where the connection was broken off
	Error  string         // in the answer; "" where it is ok
	At     time.Time      // of the answer
}

// Requests gives what arrived, in the order of the answers.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// Count says how many requests there were of a method.
func (s *Server) Count(method string) int {
	n := 0
	for _, r := range s.Requests() {
		if r.Method == method {
			n++
		}
	}
	return n
}
