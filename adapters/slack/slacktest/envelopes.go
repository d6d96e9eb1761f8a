package slacktest

import (
	"crypto/rand"
	"encoding/json"
	"slices"
	"time"
)

// The kinds of what happens, as sockets name them.
const (
	slashCommands = "slash_commands"
	interactive   = "interactive"
	eventsAPI     = "events_api"
)

// envelope is one thing that happened, on its way to the application.
type envelope struct {
	id      string // that the injection gave, and the first envelope_id
	kind    string
	payload obj
	hook    *hook
	at      time.Time

	current  string // envelope_id of the last delivery
	tries    int    // deliveries
	reason   string // of the last one's being a retry
	on       *socket
	acked    time.Time
	acks     int    // acknowledged deliveries
	lost     bool   // no retry is left
	failed   string // what the person was shown: "operation_timeout"
	reply    obj    // that came with the acknowledgement
	shown    time.Time
	timer    *time.Timer
	statuses []int // of the answers over HTTP; 0 where there was none
}

// kindOfHook is what a response_url has in its path.
func (e *envelope) kindOfHook() string {
	if e.kind == slashCommands {
		return "commands"
	}
	return "actions"
}

// answered notes that the person was shown something.
func (e *envelope) answered(at time.Time) {
	if e.shown.IsZero() {
		e.shown = at
	}
}

// rest ends the wait for an acknowledgement.
func (e *envelope) rest() {
	if e.timer != nil {
		e.timer.Stop()
	}
}

// newEnvelope makes one that is not sent yet; the lock is held.
func (s *Server) newEnvelope(kind string, payload obj) *envelope {
	e := &envelope{id: rand.Text(), kind: kind, payload: payload, at: time.Now()}
	e.current = e.id
	s.all[e.id], s.sent[e.id] = e, e
	s.queue = append(s.queue, e)
	return e
}

// send brings an envelope on its way, over the way in that is chosen; the lock is held.
func (s *Server) send(e *envelope) {
	defer s.change()
	if s.closed || e.acks > 0 {
		return
	}
	if s.push != "" {
		e.tries++
		d := s.draft(e)
		s.start(func() { s.deliver(e, d) })
		return
	}
	k := s.choose(e)
	if k == nil && e.kind != eventsAPI {
		e.failed, e.lost = "dispatch_failed", true // which is what people are shown, at once
		return
	}
	if k == nil {
		e.tries++ // a try that nobody saw
		s.later(e, "timeout")
		return
	}
	if e.tries > 0 && e.kind == eventsAPI { // a retry of an event comes in an envelope of its own
		e.current = rand.Text()
		s.sent[e.current] = e
	}
	e.tries++
	e.on = k
	k.write(s.frame(e))
	s.watch(e)
}

// frame is an envelope as it goes over a socket.
func (s *Server) frame(e *envelope) obj {
	o := obj{"envelope_id": e.current, "type": e.kind, "payload": e.payload, "accepts_response_payload": e.kind != eventsAPI}
	if e.kind == eventsAPI {
		o["retry_attempt"], o["retry_reason"] = e.tries-1, e.reason
	}
	return o
}

// watch waits for an acknowledgement.
func (s *Server) watch(e *envelope) {
	try := e.tries
	e.rest()
	e.timer = time.AfterFunc(s.options.Ack, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if e.acks == 0 && e.tries == try && !s.closed {
			s.later(e, "timeout")
		}
	})
}

// later sends an envelope again after a while, or gives it up; the lock is held.
func (s *Server) later(e *envelope, reason string) {
	defer s.change()
	if e.kind != eventsAPI && e.failed == "" && time.Since(e.at) >= s.options.Ack {
		e.failed = "operation_timeout"
	}
	n := e.tries - 1
	if n >= len(s.options.Retries) {
		e.lost = true
		return
	}
	e.reason = reason
	e.rest()
	e.timer = time.AfterFunc(s.options.Retries[n], func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.send(e)
	})
}

// acknowledge notes that a delivery arrived; the lock is held.
func (s *Server) acknowledge(e *envelope, reply obj) {
	e.acks++
	if e.acks == 1 {
		e.acked = time.Now()
		e.rest()
		e.lost = false
		s.withAck(e, reply)
	}
	s.change()
}

// Repeat sends what an injection named once more, as it was last sent, although
// it may have been acknowledged: Slack promises no better.
func (s *Server) Repeat(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.all[id]
	if e == nil {
		return
	}
	e.tries++
	if s.push != "" {
		d := s.draft(e)
		s.start(func() { s.deliver(e, d) })
		return
	}
	if k := s.choose(e); k != nil {
		k.write(s.frame(e))
	}
}

// Answered is what came back for something that a person did, or that happened.
type Answered struct {
	Acked      bool
	After      time.Duration // until it was acknowledged
	Shown      time.Duration // until the first answer to it arrived, before it was looked at; 0 where there is none
	Deliveries int
	Acks       int            // deliveries that were acknowledged
	Failed     string         // what Slack showed the person in place of an answer: "operation_timeout", "dispatch_failed"
	Lost       bool           // nobody acknowledged it, and it is not sent again
	Payload    map[string]any // that came with the acknowledgement
	Statuses   []int          // of the answers over HTTP; 0 where there was none
}

// Answered gives what came back for what an injection named.
func (s *Server) Answered(id string) Answered {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.all[id]
	if e == nil {
		return Answered{}
	}
	a := Answered{
		Acked: e.acks > 0, Deliveries: e.tries, Acks: e.acks, Failed: e.failed, Lost: e.lost, Payload: e.reply,
		Statuses: slices.Clone(e.statuses),
	}
	if a.Acked {
		a.After = e.acked.Sub(e.at)
	}
	if !e.shown.IsZero() {
		a.Shown = e.shown.Sub(e.at)
	}
	return a
}

// Counts says what became of everything that happened.
type Counts struct {
	Happened   int // things
	Deliveries int
	Acked      int // at least once
	Doubled    int // acknowledged more than once
	Lost       int
	Waiting    int // neither acknowledged nor given up
}

// Counts gives the counts so far.
func (s *Server) Counts() Counts {
	s.mu.Lock()
	defer s.mu.Unlock()
	var n Counts
	for _, e := range s.queue {
		n.Happened++
		n.Deliveries += e.tries
		switch {
		case e.acks > 1:
			n.Acked++
			n.Doubled++
		case e.acks == 1:
			n.Acked++
		case e.lost:
			n.Lost++
		default:
			n.Waiting++
		}
	}
	return n
}

// Raw sends any payload as of a kind ("events_api", "interactive",
// "slash_commands", or one that Slack does not have), half of an event say, and
// gives its identifier.
func (s *Server) Raw(kind string, payload map[string]any) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.newEnvelope(kind, payload)
	s.send(e)
	return e.id
}

// ackIn is an acknowledgement over a socket.
type ackIn struct {
	ID      string          `json:"envelope_id"`
	Payload json.RawMessage `json:"payload"`
}
