package discordtest

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"
)

// obj is a JSON object.
type obj = map[string]any

// epoch is the first millisecond of Discord's identifiers; 22 bits below it
// are a sequence.
const epoch = 1420070400000

// Options say what the stand-in is like. The zero value has one server with
// two channels and one shard.
type Options struct {
	Token          string        // that is let in; "" is "token"
	Spec           string        // the path of Discord's OpenAPI file; "" checks only what is not in it
	Guilds         int           // servers that the bot is in; 0 is one
	Shards         int           // that gateway/bot recommends; 0 is one
	MaxConcurrency int           // identifies at a time; 0 is one
	Heartbeat      time.Duration // between heartbeats; 0 is 41 s
	// Limits are the buckets that are kept, by route: "POST /channels/{channel_id}/messages".
	Limits map[string]Limit
	// Lenient does not fail the test over requests that break the specification.
	Lenient bool
}

// Limit is how many requests one bucket takes in a time.
type Limit struct {
	Requests int
	Per      time.Duration
}

// Server is the stand-in. Its methods may be called at any time from any goroutine.
type Server struct {
	// URL is the base of the API, with its version.
	URL string
	// App, User and Token are the bot's: the application's id, the bot user's
	// id, the token.
	App, User, Token string

	options Options
	http    *httptest.Server
	check   *Validator
	closing chan struct{}
	sockets sync.WaitGroup

	mu        sync.Mutex
	changed   chan struct{} // closed, and made anew, at every change
	last      uint64        // sequence of identifiers
	guilds    []*guild
	channels  map[string]*channel
	inters    map[string]*interaction // by token
	asked     map[string]*interaction // the same, by identifier
	commands  map[string][]obj        // by server, "" is global
	faults    []*Fault
	buckets   map[string]*bucket
	requests  []Request
	broken    []string
	gateway   gatewayState
	people    map[string]Person
	forgotten map[string]bool // nonces whose message was deleted
	account   accountState
}

type guild struct {
	id, name, locale, owner string
	system                  string // channel for greetings, "" has none
	channels                []string
	gone, out               bool // out: in an outage
	joined                  time.Time
}

type channel struct {
	id, guild, name string
	kind            int // 0 text, 1 direct message, 11 thread
	parent          string
	person          string // of a direct message
	messages        []*message
	denied          int // what a request for its messages is refused with: 50001, 50013, 50007, 10003
}

// New starts a stand-in, which ends with the test. A request that breaks the
// specification, or that Discord would refuse for its form, fails the test.
func New(tb testing.TB, o Options) *Server {
	tb.Helper()
	o = filled(o)
	check, err := validator(o.Spec)
	if err != nil {
		tb.Fatal(err)
	}
	s := &Server{
		Token: o.Token, options: o, check: check,
		closing: make(chan struct{}), changed: make(chan struct{}),
		channels: map[string]*channel{}, inters: map[string]*interaction{}, asked: map[string]*interaction{}, commands: map[string][]obj{},
		buckets: map[string]*bucket{}, people: map[string]Person{}, forgotten: map[string]bool{},
	}
	s.gateway.sessions = map[string]*session{}
	s.App, s.User = s.newID(), s.newID()
	for range o.Guilds {
		s.addGuild()
	}
	s.http = httptest.NewServer(http.HandlerFunc(s.serve))
	s.URL = s.http.URL + "/api/v10"
	tb.Cleanup(func() {
		s.close()
		if !o.Lenient {
			for _, b := range s.Broken() {
				tb.Errorf("request breaks the specification: %s", b)
			}
		}
	})
	return s
}

func filled(o Options) Options {
	if o.Token == "" {
		o.Token = "token"
	}
	if o.Heartbeat <= 0 {
		o.Heartbeat = 41 * time.Second
	}
	o.Guilds, o.Shards, o.MaxConcurrency = max(o.Guilds, 1), max(o.Shards, 1), max(o.MaxConcurrency, 1)
	return o
}

func (s *Server) close() {
	close(s.closing)
	s.Drop()
	s.http.Close()
	s.sockets.Wait()
}

// newID gives an identifier of Discord's kind, larger than those before.
func (s *Server) newID() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.nextID()
}

func (s *Server) nextID() string {
	now := (uint64(time.Now().UnixMilli()) - epoch) << 22 //nolint:gosec // a time after 2015
	s.last = max(s.last+1, now)
	return strconv.FormatUint(s.last, 10)
}

// addGuild makes a server with two channels, the first of them for greetings.
// Its identifier is spread over shards.
func (s *Server) addGuild() *guild {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := uint64(len(s.guilds))
	g := &guild{
		id: strconv.FormatUint((1_000_000+n)<<22, 10), name: "Server " + strconv.FormatUint(n+1, 10),
		locale: "en-US", owner: s.nextID(), joined: time.UnixMilli(epoch),
	}
	for _, name := range []string{"general", "news"} {
		c := &channel{id: s.nextID(), guild: g.id, name: name}
		s.channels[c.id] = c
		g.channels = append(g.channels, c.id)
	}
	g.system = g.channels[0]
	s.guilds = append(s.guilds, g)
	return g
}

// Voiceless takes the n-th server's channel for greetings away.
func (s *Server) Voiceless(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.guilds[n].system = ""
}

// Guilds says how many servers there are, those that removed the bot among them.
func (s *Server) Guilds() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.guilds)
}

// Guild gives the identifier of the n-th server, from 0.
func (s *Server) Guild(n int) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.guilds[n].id
}

// Channel gives the identifier of a channel of the n-th server: 0 is the one
// for greetings, 1 another.
func (s *Server) Channel(n, channel int) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.guilds[n].channels[channel]
}

// Direct gives the channel for direct messages with a person.
func (s *Server) Direct(person string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.direct(person).id
}

func (s *Server) direct(person string) *channel {
	for _, c := range s.channels {
		if c.kind == 1 && c.person == person {
			return c
		}
	}
	c := &channel{id: s.nextID(), kind: 1, person: person}
	s.channels[c.id] = c
	return c
}

// Thread makes a thread in a channel.
func (s *Server) Thread(parent, name string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &channel{id: s.nextID(), guild: s.channels[parent].guild, name: name, kind: 11, parent: parent}
	s.channels[c.id] = c
	return c.id
}

// Deny refuses the bot a channel with Discord's code: 50001 it cannot see it,
// 50013 it may not write there, 50007 the person takes no direct messages, 10003
// the channel is gone, 0 all is well again.
func (s *Server) Deny(channel string, code int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.channels[channel].denied = code
}

func (s *Server) guildByID(id string) *guild {
	for _, g := range s.guilds {
		if g.id == id && !g.gone {
			return g
		}
	}
	return nil
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

// Broken gives what requests did that Discord does not allow.
func (s *Server) Broken() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.broken)
}

// Request is one that arrived.
type Request struct {
	Method, Path string // the path without the API's base
	Auth         string // the Authorization header
	Body         string
	Status       int // of the answer; 0 where the connection was broken off
	At           time.Time
}

// Requests gives what arrived, in the order of the answers.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// Count says how many requests had the method and a path that has the prefix.
func (s *Server) Count(method, prefix string) int {
	n := 0
	for _, r := range s.Requests() {
		if r.Method == method && len(r.Path) >= len(prefix) && r.Path[:len(prefix)] == prefix {
			n++
		}
	}
	return n
}
