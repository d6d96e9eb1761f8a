package slacktest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// socketPath is where sockets are opened.
const socketPath = "/link/"

// What Slack takes over a socket.
const (
	maxSockets = 10        // of one application at a time
	maxAck     = 20 * 1024 // bytes; what is larger is dropped without a word (measured by slack-go)
)

type socketState struct {
	tickets  map[string]bool
	live     []*socket
	next     int // whose turn it is
	openings []Opening
	refuse   bool
	opened   int // sockets that had their hello
	peak     int // sockets at one time
}

// socket is one connection of Socket Mode.
type socket struct {
	server  *Server
	conn    *websocket.Conn
	greeted bool // guarded by the server's lock
	retired bool // nothing new goes over it; guarded by the server's lock

	mu     sync.Mutex // of writes
	silent bool
}

// Opening is what goes wrong while one connection opens.
type Opening int

// The ways in which a connection opens badly.
const (
	SilentHello     Opening = iota + 1 // nothing comes, not even the hello
	DropHello                          // the socket drops before the hello
	NonsenseInstead                    // a text that is no JSON in place of the hello
	TooManySockets                     // a disconnect with too_many_websockets in place of the hello
	LinkDisabled                       // a disconnect with link_disabled in place of the hello
	RefuseHandshake                    // 500 in place of the upgrade
)

// write sends one message, unless the socket is silent.
func (k *socket) write(m any) {
	data, err := json.Marshal(m)
	if err != nil {
		return
	}
	k.text(data)
}

func (k *socket) text(data []byte) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.silent {
		return
	}
	_ = k.conn.SetWriteDeadline(time.Now().Add(patience))
	_ = k.conn.WriteMessage(websocket.TextMessage, data)
}

// openConnection is apps.connections.open.
func (s *Server) openConnection(*call) answer {
	ticket := s.nextID("ticket-")
	s.sockets.tickets[ticket] = true
	host := s.hosts.socket
	if host == "" {
		host = "ws" + strings.TrimPrefix(s.http.URL, "http")
	}
	return yes(obj{"url": host + socketPath + "?ticket=" + ticket + "&app_id=" + s.App})
}

// admit looks at who opens a socket, and gives what was ordered to go wrong.
func (s *Server) admit(ticket string) (o Opening, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ok = s.sockets.tickets[ticket] && !s.sockets.refuse && !s.closed
	delete(s.sockets.tickets, ticket)
	if len(s.sockets.openings) > 0 {
		o, s.sockets.openings = s.sockets.openings[0], s.sockets.openings[1:]
	}
	if len(s.sockets.live) >= maxSockets {
		o = TooManySockets
	}
	return o, ok && o != RefuseHandshake
}

// serveSocket keeps one WebSocket.
func (s *Server) serveSocket(w http.ResponseWriter, r *http.Request) {
	opening, ok := s.admit(r.URL.Query().Get("ticket"))
	if !ok {
		http.Error(w, "no", http.StatusInternalServerError)
		return
	}
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	conn, err := up.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	k := &socket{server: s, conn: conn}
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		_ = conn.Close()
		return
	}
	s.work.Add(1)
	s.sockets.live = append(s.sockets.live, k)
	s.sockets.peak = max(s.sockets.peak, len(s.sockets.live))
	s.mu.Unlock()
	defer s.work.Done()
	defer s.gone(k)
	if !k.opensBadly(opening) {
		s.greet(k)
	}
	done := make(chan struct{})
	pings := sync.WaitGroup{}
	pings.Go(func() { k.ping(done) })
	k.hear()
	close(done)
	pings.Wait()
}

// opensBadly does what was ordered in place of the hello.
func (k *socket) opensBadly(o Opening) bool {
	switch o {
	case SilentHello:
		k.mu.Lock()
		k.silent = true
		k.mu.Unlock()
	case DropHello:
		_ = k.conn.Close()
	case NonsenseInstead:
		k.text([]byte("{no json"))
	case TooManySockets:
		k.write(disconnect("too_many_websockets"))
	case LinkDisabled:
		k.write(disconnect("link_disabled"))
	default:
		return false
	}
	return true
}

// greet says hello, after which the socket gets its share.
func (s *Server) greet(k *socket) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 1
	for _, other := range s.sockets.live {
		if other.greeted && other != k {
			n++
		}
	}
	k.write(obj{
		"type": "hello", "num_connections": n, "connection_info": obj{"app_id": s.App},
		"debug_info": obj{"host": "applink-1", "build_number": 1, "approximate_connection_time": 18060, "started": "now"},
	})
	k.greeted = true
	s.sockets.opened++
	s.change()
}

// ping pings until the socket has ended.
func (k *socket) ping(done <-chan struct{}) {
	every := time.NewTicker(k.server.options.Ping)
	defer every.Stop()
	for {
		select {
		case <-done:
			return
		case <-every.C:
			k.mu.Lock()
			if !k.silent {
				_ = k.conn.WriteControl(websocket.PingMessage, []byte("Ping from applink-1"), time.Now().Add(time.Second))
			}
			k.mu.Unlock()
		}
	}
}

// hear reads acknowledgements until the socket ends.
func (k *socket) hear() {
	for {
		_, data, err := k.conn.ReadMessage()
		if err != nil {
			return
		}
		k.server.heard(data)
	}
}

// heard is one message of the application's.
func (s *Server) heard(data []byte) {
	var in ackIn
	s.mu.Lock()
	defer s.mu.Unlock()
	const where = "acknowledgement"
	switch {
	case len(data) > maxAck:
		s.breaks(where, Problem{"too_large", "Slack drops an acknowledgement of more than 20 KB without a word"})
		return
	case json.Unmarshal(data, &in) != nil || in.ID == "":
		s.breaks(where, Problem{"invalid", "no envelope_id in " + string(data[:min(len(data), 100)])})
		return
	}
	e := s.sent[in.ID]
	if e == nil {
		s.breaks(where, Problem{"invalid", "of an envelope that Slack does not know"})
		return
	}
	var reply obj
	if len(in.Payload) > 0 && json.Unmarshal(in.Payload, &reply) != nil {
		s.breaks(where, Problem{"invalid", "a payload that is no object"})
	}
	s.acknowledge(e, reply)
}

// gone forgets a socket. What it took with it is sent again at once.
func (s *Server) gone(k *socket) {
	_ = k.conn.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sockets.live = slices.DeleteFunc(s.sockets.live, func(other *socket) bool { return other == k })
	for _, e := range s.queue {
		if e.on == k && e.acks == 0 && !e.lost && !s.closed {
			e.on = nil
			s.later(e, "timeout")
		}
	}
	s.change()
}

// choose gives the socket whose turn it is, another one than before where
// there is a choice; nil where there is none.
func (s *Server) choose(e *envelope) *socket {
	var ready []*socket
	for _, k := range s.sockets.live {
		if k.greeted && !k.retired {
			ready = append(ready, k)
		}
	}
	if len(ready) > 1 {
		ready = slices.DeleteFunc(ready, func(k *socket) bool { return k == e.on })
	}
	if len(ready) == 0 {
		return nil
	}
	s.sockets.next++
	return ready[s.sockets.next%len(ready)]
}

func disconnect(reason string) obj {
	return obj{"type": "disconnect", "reason": reason, "debug_info": obj{"host": "applink-1"}}
}
