package discordtest

import (
	"crypto/rand"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// The operations of the gateway.
const (
	opDispatch  = 0
	opHeartbeat = 1
	opIdentify  = 2
	opResume    = 6
	opReconnect = 7
	opInvalid   = 9
	opHello     = 10
	opAck       = 11
)

// Intents that matter here.
const (
	IntentGuilds         = 1 << 0
	IntentGuildMessages  = 1 << 9
	IntentDirectMessages = 1 << 12
	IntentMessageContent = 1 << 15
	privileged           = 1<<1 | 1<<8 | IntentMessageContent
)

type gatewayState struct {
	sessions   map[string]*session
	live       []*socket
	identifies []Identify
	resumes    []Resume
	refuse     bool
	least      int // shards
	openings   []Opening
	beats      int
	closes     []int
}

// Identify is one identify that arrived.
type Identify struct {
	Intents      int
	Shard        [2]int
	Version      string // that the client asked for: "10"
	Token        string
	At           time.Time
	Capabilities json.RawMessage // the whole of it
}

// Resume is one resume that arrived, and whether it was granted.
type Resume struct {
	Session string
	Seq     int64
	Granted bool
}

// Opening is what goes wrong while one connection opens.
type Opening int

// The ways in which a connection opens badly.
const (
	SilentHello     Opening = iota + 1 // nothing comes, not even the hello
	SilentReady                        // nothing comes after the identify or resume
	ReconnectHello                     // op 7 in place of the hello
	ReconnectReady                     // op 7 in place of the ready
	InvalidReady                       // op 9, not resumable, in place of the ready
	ResumableReady                     // op 9, resumable, in place of the ready
	DropHello                          // the socket drops before the hello
	DropReady                          // the socket drops after the identify
	NonsenseInstead                    // a text that is no JSON in place of the ready
)

type session struct {
	id      string
	shard   [2]int
	intents int
	seq     int64
	kept    []obj // dispatches, for a resume
	socket  *socket
	dead    bool
}

type socket struct {
	server  *Server
	conn    *websocket.Conn
	opening Opening
	version string
	session *session // guarded by the server's lock

	mu     sync.Mutex // of writes
	silent bool
}

// write sends one message, unless the socket is silent.
func (k *socket) write(m obj) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.silent {
		return
	}
	_ = k.conn.SetWriteDeadline(time.Now().Add(patience))
	_ = k.conn.WriteJSON(m)
}

func (k *socket) silence() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.silent = true
}

// serveGateway keeps one WebSocket.
func (s *Server) serveGateway(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	refuse := s.gateway.refuse
	k := &socket{server: s, version: r.URL.Query().Get("v")}
	if !refuse && len(s.gateway.openings) > 0 {
		k.opening, s.gateway.openings = s.gateway.openings[0], s.gateway.openings[1:]
	}
	s.mu.Unlock()
	if refuse {
		http.Error(w, "the gateway is down", http.StatusServiceUnavailable)
		return
	}
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	conn, err := up.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	k.conn = conn
	if !s.enter(k) {
		_ = conn.Close()
		return
	}
	defer s.leave(k)
	k.hello()
	for {
		_, data, err := conn.ReadMessage()
		if err != nil {
			s.noteClose(err)
			return
		}
		k.hear(data)
	}
}

// enter counts a socket in, unless the stand-in is closing.
func (s *Server) enter(k *socket) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case <-s.closing:
		return false
	default:
	}
	s.sockets.Add(1)
	s.gateway.live = append(s.gateway.live, k)
	s.change()
	return true
}

func (s *Server) leave(k *socket) {
	_ = k.conn.Close()
	s.mu.Lock()
	s.gateway.live = slices.DeleteFunc(s.gateway.live, func(o *socket) bool { return o == k })
	if k.session != nil && k.session.socket == k {
		k.session.socket = nil
	}
	s.change()
	s.mu.Unlock()
	s.sockets.Done()
}

func (s *Server) noteClose(err error) {
	code := websocket.CloseAbnormalClosure
	if c, ok := err.(*websocket.CloseError); ok { //nolint:errorlint // gorilla gives it unwrapped
		code = c.Code
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gateway.closes = append(s.gateway.closes, code)
	s.change()
}

func (k *socket) hello() {
	switch k.opening {
	case SilentHello:
		k.silence()
	case ReconnectHello:
		k.write(obj{"op": opReconnect, "d": nil, "s": nil, "t": nil})
	case DropHello:
		_ = k.conn.Close()
	default:
		k.write(obj{"op": opHello, "d": obj{"heartbeat_interval": k.server.options.Heartbeat.Milliseconds()}, "s": nil, "t": nil})
	}
}

// hear answers one message of the client.
func (k *socket) hear(data []byte) {
	var m struct {
		Op int
		D  json.RawMessage
	}
	if json.Unmarshal(data, &m) != nil {
		return
	}
	switch m.Op {
	case opHeartbeat:
		k.server.beat(k)
		k.write(obj{"op": opAck, "d": nil, "s": nil, "t": nil})
	case opIdentify:
		k.server.identify(k, m.D)
	case opResume:
		k.server.resume(k, m.D)
	}
}

func (s *Server) beat(*socket) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gateway.beats++
	s.change()
}

// opensBadly does what was ordered in place of the ready.
func (k *socket) opensBadly() bool {
	switch k.opening {
	case SilentReady:
		k.silence()
	case ReconnectReady:
		k.write(obj{"op": opReconnect, "d": nil, "s": nil, "t": nil})
	case InvalidReady, ResumableReady:
		k.write(obj{"op": opInvalid, "d": k.opening == ResumableReady, "s": nil, "t": nil})
		k.opening = 0 // what the client sends next is answered well
		return true
	case DropReady:
		_ = k.conn.Close()
	case NonsenseInstead:
		k.mu.Lock()
		_ = k.conn.WriteMessage(websocket.TextMessage, []byte("{no json"))
		k.mu.Unlock()
	default:
		return false
	}
	return true
}

func (s *Server) identify(k *socket, data json.RawMessage) {
	var d struct {
		Token   string
		Intents int
		Shard   *[2]int
	}
	if err := json.Unmarshal(data, &d); err != nil {
		k.end(4002)
		return
	}
	shard := [2]int{0, 1}
	if d.Shard != nil {
		shard = *d.Shard
	}
	s.mu.Lock()
	s.noteIdentify(Identify{Intents: d.Intents, Shard: shard, Version: k.version, Token: d.Token, At: time.Now(), Capabilities: data})
	least := s.gateway.least
	s.change()
	s.mu.Unlock()
	switch {
	case d.Token != s.Token && d.Token != "Bot "+s.Token:
		k.end(4004)
	case d.Intents&privileged != 0:
		k.end(4014)
	case shard[0] < 0 || shard[0] >= shard[1]:
		k.end(4010)
	case shard[1] < least:
		k.end(4011)
	case k.opensBadly():
	default:
		s.start(k, shard, d.Intents)
	}
}

// noteIdentify keeps an identify; the lock is held.
func (s *Server) noteIdentify(i Identify) { s.gateway.identifies = append(s.gateway.identifies, i) }

// start begins a session: ready, and the servers of its shard.
func (s *Server) start(k *socket, shard [2]int, intents int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	x := &session{id: rand.Text(), shard: shard, intents: intents, socket: k}
	k.session = x
	s.gateway.sessions[x.id] = x
	var waiting, creates []obj
	for _, g := range s.guilds {
		if !g.gone && shardOf(g.id, shard[1]) == shard[0] {
			waiting = append(waiting, obj{"id": g.id, "unavailable": true})
			if !g.out {
				creates = append(creates, s.guildObject(g))
			}
		}
	}
	x.dispatch("READY", obj{
		"v": 10, "user": s.self(), "guilds": orEmpty(waiting), "session_id": x.id, "private_channels": []obj{},
		"resume_gateway_url": s.gatewayURL(), "shard": shard, "application": obj{"id": s.App, "flags": 0},
	})
	for _, g := range creates {
		x.dispatch("GUILD_CREATE", g)
	}
	s.change()
}

// dispatch sends an event of a session, and keeps it; the server's lock is
// held, so that events keep their order.
func (x *session) dispatch(event string, data any) {
	if x.dead {
		return
	}
	x.seq++
	m := obj{"op": opDispatch, "t": event, "s": x.seq, "d": data}
	if event != "GUILD_CREATE" { // of many servers, too much to keep
		x.kept = append(x.kept, m)
	}
	if x.socket != nil {
		x.socket.write(m)
	}
}

func (s *Server) resume(k *socket, data json.RawMessage) {
	var d struct {
		Token   string
		Session string `json:"session_id"`
		Seq     int64
	}
	err := json.Unmarshal(data, &d)
	s.mu.Lock()
	x := s.gateway.sessions[d.Session]
	bad := k.opening != 0
	granted := err == nil && !bad && x != nil && !x.dead && d.Seq <= x.seq
	s.gateway.resumes = append(s.gateway.resumes, Resume{Session: d.Session, Seq: d.Seq, Granted: granted})
	s.change()
	s.mu.Unlock()
	if bad && k.opensBadly() {
		return
	}
	if !granted {
		k.write(obj{"op": opInvalid, "d": false, "s": nil, "t": nil})
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	k.session, x.socket = x, k
	for _, m := range x.kept {
		if seq, ok := m["s"].(int64); ok && seq > d.Seq {
			k.write(m)
		}
	}
	x.dispatch("RESUMED", obj{})
	s.change()
}

// end closes a socket with one of Discord's codes.
func (k *socket) end(code int) {
	k.mu.Lock()
	_ = k.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(time.Second))
	k.mu.Unlock()
	_ = k.conn.Close()
}

// shardOf gives the shard of a server, as Discord reckons it.
func shardOf(guild string, shards int) int {
	id, err := strconv.ParseUint(guild, 10, 64)
	if err != nil || shards < 1 {
		return 0
	}
	return int((id >> 22) % uint64(shards)) //nolint:gosec // below shards
}

func orEmpty(list []obj) []obj {
	if list == nil {
		return []obj{}
	}
	return list
}
