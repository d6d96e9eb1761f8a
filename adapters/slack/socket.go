package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"
)

const (
	// maxFrame bounds what comes in one message.
	maxFrame = 4 << 20
	// maxAck is the size from which Slack drops an acknowledgement without a
	// word, in bytes (measured by the SDK's authors).
	maxAck = 20 * 1024
	// writeWithin bounds one write to a socket.
	writeWithin = 5 * time.Second
	// lingers is the part of Timing.Ping for which a socket is still listened
	// to that has a replacement: 15 s. Slack ends it about ten seconds after its warning.
	lingers = 2
)

// Why a socket ends, or is replaced.
var (
	errRefresh  = errors.New("Slack asked for a new socket") //nolint:staticcheck // a name
	errCrowd    = errors.New("too many sockets of this app are open at Slack")
	errOff      = errors.New("Socket Mode is switched off: turn it on, on the app's page of that name") //nolint:staticcheck // a name
	errNonsense = errors.New("slack sent what is no envelope")
	errEnded    = errors.New("socket: closed")
	errLong     = errors.New("acknowledgement: too long, or no JSON")
)

// socket is one connection of Socket Mode, from its hello to its end. The
// SDK's client is not used: it drops a connection on the first word of a
// disconnect, before there is another, and acknowledges over whatever
// connection there is by then.
type socket struct {
	conn *websocket.Conn
	o    Options
	to   *receiver
	ping time.Duration

	hello   chan struct{} // closed by the hello
	leaving chan struct{} // closed when Slack asks for a replacement
	done    chan struct{} // closed at the end, when why is there
	why     error

	mu     sync.Mutex // held while something is handed on and acknowledged
	closed bool
	left   bool
	until  time.Time // of one that is replaced; zero for others
}

// dial connects a socket; what it hears is read by [socket.listen].
func dial(ctx context.Context, address string, o Options, to *receiver) (*socket, error) {
	d := websocket.Dialer{
		NetDialContext: o.Dial, HandshakeTimeout: o.Timing.Open,
		WriteBufferSize: maxAck + 1024, // Slack does not put fragments together (so the SDK's authors)
	}
	if d.NetDialContext == nil {
		d.NetDialContext = (&net.Dialer{}).DialContext
	}
	conn, resp, err := d.DialContext(ctx, address, nil)
	if resp != nil && resp.Body != nil {
		_ = resp.Body.Close()
	}
	if err != nil {
		if resp != nil {
			return nil, fmt.Errorf("socket: slack answered with %d", resp.StatusCode)
		}
		return nil, fmt.Errorf("socket: %w", withoutURL(err))
	}
	conn.SetReadLimit(maxFrame)
	return &socket{
		conn: conn, o: o, to: to, ping: o.Timing.Ping,
		hello: make(chan struct{}), leaving: make(chan struct{}), done: make(chan struct{}),
	}, nil
}

// listen reads until the socket ends, or ctx does: then what is being handed
// on is still acknowledged.
func (s *socket) listen(ctx context.Context) {
	defer close(s.done)
	ended := make(chan struct{})
	stop := context.AfterFunc(ctx, func() { defer close(ended); s.close() })
	pinging := make(chan struct{})
	var pings sync.WaitGroup
	pings.Go(func() { s.pings(pinging) })
	s.why = s.read(ctx)
	close(pinging)
	pings.Wait()
	s.close()
	if !stop() {
		<-ended
	}
}

// read takes one message after the other.
func (s *socket) read(ctx context.Context) error {
	alive := func(string) error { s.extend(); return nil }
	s.conn.SetPongHandler(alive)
	s.conn.SetPingHandler(func(text string) error {
		s.extend()
		_ = s.conn.WriteControl(websocket.PongMessage, []byte(text), time.Now().Add(writeWithin))
		return nil
	})
	for {
		s.extend()
		kind, data, err := s.conn.ReadMessage()
		if err != nil {
			return fmt.Errorf("socket: %w", err)
		}
		if kind != websocket.TextMessage {
			continue
		}
		if err := s.take(ctx, data); err != nil {
			return err
		}
	}
}

// extend gives Slack another while to show a sign of life.
func (s *socket) extend() {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := time.Now().Add(s.ping)
	if !s.until.IsZero() && s.until.Before(at) {
		at = s.until
	}
	_ = s.conn.SetReadDeadline(at)
}

// pings asks for signs of life.
func (s *socket) pings(end <-chan struct{}) {
	every := time.NewTicker(max(s.ping/3, time.Millisecond))
	defer every.Stop()
	for {
		select {
		case <-end:
			return
		case <-every.C:
			_ = s.conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(writeWithin))
		}
	}
}

// retire lets a socket end soon that has a replacement.
func (s *socket) retire() {
	s.mu.Lock()
	s.until = time.Now().Add(s.ping / lingers)
	s.mu.Unlock()
	s.extend()
}

// close ends a socket between two messages.
func (s *socket) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return
	}
	s.closed = true
	goodbye := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
	_ = s.conn.WriteControl(websocket.CloseMessage, goodbye, time.Now().Add(time.Second))
	_ = s.conn.Close()
}

// frame is one message of Slack's.
type frame struct {
	Type     string
	Reason   string
	Envelope string `json:"envelope_id"`
	Answers  bool   `json:"accepts_response_payload"`
	Payload  json.RawMessage
}

// take takes one message; an error ends the socket.
func (s *socket) take(ctx context.Context, data []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return errEnded
	}
	var f frame
	if !shallow(data) || json.Unmarshal(data, &f) != nil {
		if s.greeted() {
			s.o.tell(ctx, "Slack sent what cannot be read", errNonsense)
			return nil
		}
		return errNonsense
	}
	switch {
	case f.Type == "hello":
		if !s.greeted() {
			close(s.hello)
		}
	case f.Type == "disconnect":
		return s.disconnect(f.Reason)
	case f.Envelope != "":
		return s.hand(ctx, f)
	}
	return nil
}

func (s *socket) greeted() bool {
	select {
	case <-s.hello:
		return true
	default:
		return false
	}
}

// disconnect is a word that the socket is to be replaced. It is listened to
// until there is another, since until then Slack may send over it.
func (s *socket) disconnect(reason string) error {
	switch reason {
	case "too_many_websockets":
		return errCrowd
	case "link_disabled":
		return errOff
	}
	if !s.greeted() {
		return errRefresh
	}
	if !s.left {
		s.left = true
		close(s.leaving)
	}
	return nil
}

// hand hands an envelope on and acknowledges it.
func (s *socket) hand(ctx context.Context, f frame) error {
	var payload any
	is := taken
	switch f.Type {
	case "events_api":
		is = s.to.event(f.Envelope, f.Payload)
	case "slash_commands":
		c := &slack.SlashCommand{}
		is = nonsense
		if json.Unmarshal(f.Payload, c) == nil {
			is = s.to.command(f.Envelope, c)
		}
	case "interactive":
		payload, is = s.to.interaction(f.Envelope, f.Payload)
	}
	switch is {
	case closing:
		return nil // Slack sends it again, or tells the person
	case nonsense:
		s.o.tell(ctx, "Slack sent what cannot be read: "+word(f.Type), errNonsense)
		if f.Type != "events_api" {
			return nil // the person is told that it did not work
		}
	}
	if !f.Answers {
		payload = nil
	}
	return s.acknowledge(ctx, f.Envelope, payload)
}

// acknowledge tells Slack that an envelope arrived.
func (s *socket) acknowledge(ctx context.Context, envelope string, payload any) error {
	out := struct {
		Envelope string `json:"envelope_id"`
		Payload  any    `json:"payload,omitempty"`
	}{envelope, payload}
	data, err := json.Marshal(out)
	if err != nil || len(data) >= maxAck {
		s.o.tell(ctx, "What goes back to Slack with an acknowledgement is left out", errLong)
		out.Payload = nil
		if data, err = json.Marshal(out); err != nil {
			return fmt.Errorf("acknowledgement: %w", err)
		}
	}
	if err := s.conn.SetWriteDeadline(time.Now().Add(writeWithin)); err != nil {
		return fmt.Errorf("socket: %w", err)
	}
	if err := s.conn.WriteMessage(websocket.TextMessage, data); err != nil {
		return fmt.Errorf("socket: %w", err)
	}
	return nil
}
