package discord

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"sync"
	"time"
)

// Why a connection ends that we end ourselves.
var (
	errReconnect = errors.New("gateway asked for a reconnect")
	errInvalid   = errors.New("gateway session is not valid any more")
	errNonsense  = errors.New("gateway sent what is no event")
)

const (
	// maxSmall is the size up to which a message is looked into. Only events
	// are larger, never what steers the connection.
	maxSmall = 1024
	// writeWithin bounds one write to the gateway.
	writeWithin = 5 * time.Second
	// missed is how many heartbeats may pass without an answer.
	missed = 2
)

// The frames and operations that are looked at (RFC 6455, section 5.2; Discord's gateway).
const (
	frameText  = 1
	frameClose = 8
	opDispatch = 0
	opReplace  = 7
	opInvalid  = 9
	opHello    = 10
	opAck      = 11
)

// conn is the socket below discordgo's WebSocket. It listens in to what
// discordgo does badly: a request to reconnect, on which Session.Open blocks
// for ever, is turned into an end of the connection, on which it does not;
// heartbeats that nobody answers end it after two rather than five; and the
// code with which Discord closes, which discordgo drops, is kept.
//
// It reads as a stream, and has a deadline of its own: those that the
// WebSocket library sets are ignored.
type conn struct {
	net.Conn
	in     *bufio.Reader
	header bool   // past the HTTP answer
	plain  bool   // that answer is no WebSocket: it is handed on without a look
	out    []byte // looked at, not handed on yet
	left   uint64 // of a frame that is handed on without a look
	hello  func()

	mu       sync.Mutex
	interval time.Duration // between heartbeats, 0 before the hello
	open     bool          // the ready came
	why      error
	resume   bool // of errInvalid: the session may be resumed all the same
	code     int  // with which Discord closed, 0 if it did not
	done     chan struct{}
	closed   bool
}

// listenIn wraps a socket; what opens it has until the deadline. hello is
// called when the hello comes.
func listenIn(c net.Conn, deadline time.Time, hello func()) (*conn, error) {
	if err := c.SetReadDeadline(deadline); err != nil {
		return nil, fmt.Errorf("gateway socket: %w", err)
	}
	return &conn{Conn: c, in: bufio.NewReader(c), hello: hello, done: make(chan struct{})}, nil
}

// SetDeadline implements [net.Conn], and does nothing.
func (c *conn) SetDeadline(time.Time) error { return nil }

// SetReadDeadline implements [net.Conn], and does nothing.
func (c *conn) SetReadDeadline(time.Time) error { return nil }

// SetWriteDeadline implements [net.Conn], and does nothing.
func (c *conn) SetWriteDeadline(time.Time) error { return nil }

// Write implements [net.Conn].
func (c *conn) Write(p []byte) (int, error) {
	if err := c.Conn.SetWriteDeadline(time.Now().Add(writeWithin)); err != nil {
		return 0, fmt.Errorf("gateway socket: %w", err)
	}
	return c.Conn.Write(p) //nolint:wrapcheck // a socket's error, as it is
}

// Close implements [net.Conn]; further calls do nothing.
func (c *conn) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return nil
	}
	c.closed = true
	close(c.done)
	return c.Conn.Close() //nolint:wrapcheck // a socket's error, as it is
}

// end closes the connection and keeps the first reason.
func (c *conn) end(why error) {
	c.mu.Lock()
	if c.why == nil {
		c.why = why
	}
	c.mu.Unlock()
	_ = c.Close()
}

// opened says that the session is there; from now on heartbeats are counted.
func (c *conn) opened() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.open = true
	c.extend()
}

// extend gives the other side two heartbeats from now; the lock is held.
func (c *conn) extend() {
	if c.open && c.interval > 0 {
		_ = c.Conn.SetReadDeadline(time.Now().Add(missed * c.interval))
	}
}

// greeted says whether the hello came, after which discordgo identifies.
func (c *conn) greeted() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.interval > 0
}

// verdict is why the connection ended, with Discord's code where it gave one.
func (c *conn) verdict() (code int, resume bool, why error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.code, c.resume, c.why
}

// Read implements [net.Conn].
func (c *conn) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	for len(c.out) == 0 && c.left == 0 && (!c.plain || !c.header) {
		if err := c.next(); err != nil {
			if len(c.out) > 0 {
				break // what was read before the end is handed on
			}
			c.end(err)
			return 0, err
		}
	}
	if len(c.out) > 0 {
		n := copy(p, c.out)
		c.out = c.out[n:]
		return n, nil
	}
	if !c.plain {
		p = p[:min(uint64(len(p)), c.left)]
	}
	n, err := c.in.Read(p)
	if !c.plain {
		c.left -= uint64(n) //nolint:gosec // a count
	}
	if err != nil {
		c.end(err)
	}
	return n, err //nolint:wrapcheck // a socket's error, as it is
}

// next reads a line of the HTTP answer, or the head of a frame and, of a small
// one, all of it.
func (c *conn) next() error {
	if !c.header {
		return c.nextLine()
	}
	head, size, err := c.frameHead()
	if err != nil {
		return err
	}
	kind := head[0] & 0x0f
	c.out = append(c.out[:0], head...)
	if size > maxSmall || kind != frameText && kind != frameClose {
		c.left = size
		return nil
	}
	c.out = append(c.out, make([]byte, size)...)
	text := c.out[len(head):]
	if _, err := io.ReadFull(c.in, text); err != nil {
		c.out = nil
		return fmt.Errorf("gateway socket: %w", err)
	}
	keep, err := c.look(kind, head[0]&0x80 != 0, text)
	if !keep {
		c.out = nil
	}
	return err
}

// nextLine reads a line of the HTTP answer.
func (c *conn) nextLine() error {
	line, err := c.in.ReadSlice('\n')
	first := c.out == nil
	c.out = append(c.out[:0], line...)
	if first {
		c.plain = !bytes.Contains(line, []byte(" 101 "))
	}
	c.header = len(line) <= 2 && err == nil
	if errors.Is(err, bufio.ErrBufferFull) {
		return errNonsense // no line of Discord's is so long
	}
	return err //nolint:wrapcheck // a socket's error, as it is
}

// frameHead reads what precedes a frame's payload.
func (c *conn) frameHead() (head []byte, size uint64, err error) {
	head = make([]byte, 2, 10)
	if _, err := io.ReadFull(c.in, head); err != nil {
		return nil, 0, fmt.Errorf("gateway socket: %w", err)
	}
	more := 0
	switch size = uint64(head[1] & 0x7f); size {
	case 126:
		more = 2
	case 127:
		more = 8
	}
	head = head[:2+more]
	if _, err := io.ReadFull(c.in, head[2:]); err != nil {
		return nil, 0, fmt.Errorf("gateway socket: %w", err)
	}
	switch more {
	case 2:
		size = uint64(binary.BigEndian.Uint16(head[2:]))
	case 8:
		size = binary.BigEndian.Uint64(head[2:])
	}
	if head[1]&0x80 != 0 || size > 1<<31 {
		return nil, 0, errNonsense // a server masks nothing
	}
	return head, size, nil
}

// look decides on a small message: whether it is handed on, and whether it
// ends the connection.
func (c *conn) look(kind byte, whole bool, text []byte) (keep bool, err error) {
	if kind == frameClose {
		if len(text) >= 2 {
			c.mu.Lock()
			c.code = int(binary.BigEndian.Uint16(text))
			c.mu.Unlock()
		}
		return true, nil
	}
	var m struct {
		Op *int            `json:"op"`
		T  string          `json:"t"`
		D  json.RawMessage `json:"d"`
	}
	if !whole || json.Unmarshal(text, &m) != nil || m.Op == nil {
		return false, errNonsense // nobody breaks so little into fragments
	}
	if *m.Op == opDispatch {
		return readable(m.T, m.D), nil
	}
	return c.operation(*m.Op, m.D)
}

// readable says whether a small event is one that is listened to, and that
// discordgo can take without a panic: it reads the servers in some of them
// without a look. Of those that are incomplete in this way none is of use. An
// event that is left out is not counted: a resume brings it once more.
func readable(kind string, data json.RawMessage) bool {
	if len(data) == 0 || data[0] != '{' {
		return false
	}
	switch kind {
	case "READY", "GUILD_CREATE":
	case "RESUMED", "GUILD_DELETE", "MESSAGE_CREATE", "INTERACTION_CREATE":
		return true
	default:
		return false
	}
	type things []*json.RawMessage
	var d struct {
		ID       *string
		Guilds   things
		Channels things
		Members  things
		Voices   things `json:"voice_states"`
	}
	if json.Unmarshal(data, &d) != nil || kind != "READY" && d.ID == nil {
		return false
	}
	missing := func(t things) bool { return slices.Contains(t, nil) }
	return !slices.Contains(d.Guilds, nil) && !missing(d.Channels) && !missing(d.Members) && !missing(d.Voices)
}

// operation acts on what steers the connection.
func (c *conn) operation(op int, data json.RawMessage) (keep bool, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch op {
	case opReplace:
		return false, errReconnect
	case opInvalid:
		c.resume = string(data) == "true"
		return false, errInvalid
	case opHello:
		var hello struct {
			Interval int64 `json:"heartbeat_interval"`
		}
		if json.Unmarshal(data, &hello) != nil || hello.Interval <= 0 || hello.Interval > 1<<32 {
			return false, errNonsense
		}
		c.interval = time.Duration(hello.Interval) * time.Millisecond
		c.hello()
	case opAck:
		c.extend()
	}
	return true, nil
}
