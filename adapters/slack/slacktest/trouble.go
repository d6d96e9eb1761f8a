package slacktest

import "slices"

// The methods below make trouble on the sockets, and tell what came of it.

// Live says how many sockets are open.
func (s *Server) Live() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.sockets.live)
}

// Connected says how many sockets have had their hello and get their share.
func (s *Server) Connected() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, k := range s.sockets.live {
		if k.greeted && !k.retired {
			n++
		}
	}
	return n
}

// Opened says how many sockets have had their hello so far, Peak how many
// were open at one time at most.
func (s *Server) Opened() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sockets.opened
}

// Peak says how many sockets were open at one time at most.
func (s *Server) Peak() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sockets.peak
}

// Open orders what goes wrong with the next connections, one each.
func (s *Server) Open(o ...Opening) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sockets.openings = append(s.sockets.openings, o...)
}

// some gives the sockets that are meant: the n-th, or all for a negative n.
func (s *Server) some(n int) []*socket {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n < 0 || n >= len(s.sockets.live) {
		return slices.Clone(s.sockets.live)
	}
	return []*socket{s.sockets.live[n]}
}

// Drop breaks every socket off, as a network does.
func (s *Server) Drop() {
	for _, k := range s.some(-1) {
		_ = k.conn.Close()
	}
}

// Cut breaks the n-th oldest socket off without warning, from 0.
func (s *Server) Cut(n int) {
	for _, k := range s.some(n) {
		_ = k.conn.Close()
	}
}

// Warn tells the n-th oldest socket that it will be replaced soon (disconnect
// with warning); it goes on as before.
func (s *Server) Warn(n int) {
	for _, k := range s.some(n) {
		k.write(disconnect("warning"))
	}
}

// Refresh asks the n-th oldest socket to be replaced now (disconnect with
// refresh_requested): nothing new goes over it, and acknowledgements are still
// taken until the client closes it. See [Server.Cut].
func (s *Server) Refresh(n int) {
	for _, k := range s.some(n) {
		s.mu.Lock()
		k.retired = true
		s.mu.Unlock()
		k.write(disconnect("refresh_requested"))
	}
}

// Disable switches Socket Mode off, as the application's settings do: every
// socket is told (disconnect with link_disabled) and closed, and none is let
// in until Revive.
func (s *Server) Disable() {
	s.mu.Lock()
	s.sockets.refuse = true
	s.mu.Unlock()
	for _, k := range s.some(-1) {
		k.write(disconnect("link_disabled"))
		_ = k.conn.Close()
	}
}

// Kill breaks every socket off and lets none in until Revive.
func (s *Server) Kill() {
	s.mu.Lock()
	s.sockets.refuse = true
	s.mu.Unlock()
	s.Drop()
}

// Revive lets sockets in again.
func (s *Server) Revive() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sockets.refuse = false
}

// Silence lets the n-th oldest socket stay open, with nothing coming over it
// any more, though it still gets its share; all of them for a negative n.
func (s *Server) Silence(n int) {
	for _, k := range s.some(n) {
		k.mu.Lock()
		k.silent = true
		k.mu.Unlock()
	}
}

// Frame sends a text over every socket as it is.
func (s *Server) Frame(text string) {
	for _, k := range s.some(-1) {
		k.text([]byte(text))
	}
}
