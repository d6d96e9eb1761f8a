package discordtest

import (
	"slices"
)

// The methods below make trouble on the gateway, and tell what came of it.

// Live says how many sockets are open.
func (s *Server) Live() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.gateway.live)
}

// Connected says how many sessions have a socket and are past their ready.
func (s *Server) Connected() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, x := range s.gateway.sessions {
		if x.socket != nil && !x.dead {
			n++
		}
	}
	return n
}

// Identifies gives the identifies so far.
func (s *Server) Identifies() []Identify {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.gateway.identifies)
}

// Resumes gives the resumes so far.
func (s *Server) Resumes() []Resume {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.gateway.resumes)
}

// Closes gives the close codes that clients sent; 1006 for a socket that just ended.
func (s *Server) Closes() []int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.gateway.closes)
}

// Beats says how many heartbeats arrived.
func (s *Server) Beats() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.gateway.beats
}

// Open orders what goes wrong with the next connections, one each.
func (s *Server) Open(o ...Opening) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gateway.openings = append(s.gateway.openings, o...)
}

func (s *Server) openSockets() []*socket {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.gateway.live)
}

// Drop breaks every socket off, as a network does.
func (s *Server) Drop() {
	for _, k := range s.openSockets() {
		_ = k.conn.Close()
	}
}

// End closes every socket with a code of Discord's.
func (s *Server) End(code int) {
	for _, k := range s.openSockets() {
		k.end(code)
	}
}

// Recommend has gateway/bot recommend another number of shards, and refuses
// fewer than the least with 4011, as Discord does where a shard would have too
// many servers.
func (s *Server) Recommend(shards, least int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.options.Shards, s.gateway.least = shards, least
}

// Silence lets every socket stay open, with nothing coming over it any more.
func (s *Server) Silence() {
	for _, k := range s.openSockets() {
		k.silence()
	}
}

// Reconnect asks every client to reconnect (op 7).
func (s *Server) Reconnect() {
	for _, k := range s.openSockets() {
		k.write(obj{"op": opReconnect, "d": nil, "s": nil, "t": nil})
	}
}

// AskBeat asks every client for a heartbeat at once (op 1).
func (s *Server) AskBeat() {
	for _, k := range s.openSockets() {
		k.write(obj{"op": opHeartbeat, "d": nil, "s": nil, "t": nil})
	}
}

// Invalidate tells every client that its session is invalid (op 9). One that
// is not resumable is forgotten.
func (s *Server) Invalidate(resumable bool) {
	for _, k := range s.openSockets() {
		s.mu.Lock()
		if k.session != nil && !resumable {
			k.session.dead = true
		}
		s.mu.Unlock()
		k.write(obj{"op": opInvalid, "d": resumable, "s": nil, "t": nil})
	}
}

// Kill breaks every socket off and lets none in until Revive; sessions are
// forgotten where forget is set.
func (s *Server) Kill(forget bool) {
	s.mu.Lock()
	s.gateway.refuse = true
	if forget {
		for _, x := range s.gateway.sessions {
			x.dead = true
		}
	}
	s.mu.Unlock()
	s.Drop()
}

// Revive lets sockets in again after Kill.
func (s *Server) Revive() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gateway.refuse = false
}

// Raw sends a dispatch with any data, half of an event say, to every session.
func (s *Server) Raw(event string, data any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, x := range s.gateway.sessions {
		x.dispatch(event, data)
	}
}
