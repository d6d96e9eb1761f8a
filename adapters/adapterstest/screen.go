package adapterstest

import (
	"context"
	"strings"
	"sync"
)

// Screen is what one person has before them. It is an [io.Writer] for
// platforms that write, each Write being one message. The zero Screen is empty.
type Screen struct {
	mu       sync.Mutex
	messages []string
	changed  chan struct{} // closed at the next message
}

// Show adds one message, as the person reads it.
func (s *Screen) Show(message string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.messages = append(s.messages, message)
	if s.changed != nil {
		close(s.changed)
		s.changed = nil
	}
}

// Write shows p as one message.
func (s *Screen) Write(p []byte) (int, error) {
	s.Show(string(p))
	return len(p), nil
}

// Messages gives what was shown so far, message by message.
func (s *Screen) Messages() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.messages...)
}

// Seen gives what was shown so far, each message on lines of its own.
func (s *Screen) Seen() string {
	seen, _ := s.state()
	return seen
}

// Wait waits until enough accepts what was shown, or ctx ends, whose error it
// then gives. It always gives what was shown.
func (s *Screen) Wait(ctx context.Context, enough func(seen string) bool) (string, error) {
	for {
		seen, changed := s.state()
		if enough(seen) {
			return seen, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return seen, ctx.Err()
		}
	}
}

func (s *Screen) state() (seen string, changed <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.changed == nil {
		s.changed = make(chan struct{})
	}
	var all strings.Builder
	for _, m := range s.messages {
		all.WriteString(strings.TrimSuffix(m, "\n") + "\n")
	}
	return all.String(), s.changed
}
