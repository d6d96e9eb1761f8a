package slacktest

import (
	"math"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// Fault is something that goes wrong with requests to the Web API or to
// response_urls.
type Fault struct {
	Method  string // "chat.postMessage", "response_url"; "" is any
	Channel string // that the request names; "" is any
	Times   int    // how often; 0 is once, below 0 always

	Delay   time.Duration // the answer is so late
	Applied bool          // the request is carried out all the same
	Drop    bool          // the connection is broken off instead of an answer
	Status  int           // of the answer; with neither Status, Drop nor Error there is only the delay
	Error   string        // Slack's, in an answer of status 200: "internal_error"
	Raw     string        // the answer's text, in place of JSON
	Header  http.Header
}

func (f *Fault) refuses() bool { return f.Status != 0 || f.Drop || f.Error != "" || f.Raw != "" }

func (f *Fault) answer() answer {
	a := answer{status: f.Status, header: f.Header, raw: f.Raw}
	if a.status == 0 {
		a.status = http.StatusOK
	}
	switch {
	case f.Error != "":
		a.body = obj{"ok": false, "error": f.Error}
	case f.Raw == "":
		a.raw = http.StatusText(a.status)
	}
	return a
}

// Order brings faults in; of two that fit, the first is used up first.
func (s *Server) Order(faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range faults {
		if f.Times == 0 {
			f.Times = 1
		}
		s.faults = append(s.faults, &f)
	}
}

// Calm takes back every fault that was ordered.
func (s *Server) Calm() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// TooMany is a fault as Slack answers where a limit is exceeded; Retry-After is in whole seconds.
func TooMany(method string, after time.Duration) Fault {
	h := http.Header{}
	h.Set("Retry-After", strconv.Itoa(int(math.Ceil(after.Seconds()))))
	return Fault{Method: method, Status: http.StatusTooManyRequests, Error: "ratelimited", Header: h}
}

// fault gives the fault for a request and uses it up.
func (s *Server) fault(c *call) *Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, f := range s.faults {
		if f.Method != "" && f.Method != c.method || f.Channel != "" && f.Channel != c.str("channel") {
			continue
		}
		if f.Times > 0 {
			if f.Times--; f.Times == 0 {
				s.faults = slices.Delete(s.faults, i, i+1)
			}
		}
		return f
	}
	return nil
}

func (s *Server) delay(c *call, d time.Duration) {
	if d <= 0 {
		return
	}
	late := time.NewTimer(d)
	defer late.Stop()
	select {
	case <-late.C:
	case <-c.Context().Done():
	case <-s.closing:
	}
}

// bucket is one rate limit and what is left of it.
type bucket struct {
	left  int
	reset time.Time
}

// take counts a request against its limit, and gives the refusal where that is
// exceeded; the lock is held.
func (s *Server) take(c *call) *answer {
	limit, ok := s.options.Limits[c.method]
	if !ok {
		return nil
	}
	key, now := c.method, time.Now()
	if c.method == "chat.postMessage" {
		key += " " + c.str("channel")
	}
	b := s.buckets[key]
	if b == nil || !now.Before(b.reset) {
		b = &bucket{left: limit.Requests, reset: now.Add(limit.Per)}
		s.buckets[key] = b
	}
	if b.left == 0 {
		f := TooMany(c.method, b.reset.Sub(now))
		a := f.answer()
		return &a
	}
	b.left--
	return nil
}

// hosts are addresses that lead elsewhere.
type hosts struct{ response, socket string }

// ResponseHost has response_urls begin with another address, "http://evil.test" say; "" is the stand-in's.
func (s *Server) ResponseHost(address string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hosts.response = address
}

// SocketHost has apps.connections.open name another address, "wss://evil.test" say; "" is the stand-in's.
func (s *Server) SocketHost(address string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hosts.socket = address
}
