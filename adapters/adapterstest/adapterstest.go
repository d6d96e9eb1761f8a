// Package adapterstest is the conformance suite of the port in package
// adapters: what every chat platform must hold, said without knowing any.
//
// A platform's test starts it against a stand-in of its servers, wraps it in
// a [Harness] and calls [Run]. What only one platform can say (its escapes,
// its mentions, its payloads) belongs into that platform's own tests.
package adapterstest

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"dateline/adapters"
)

// patience is how long the suite waits for what has to happen. It is reached
// by a failing test only.
const patience = 10 * time.Second

// Harness starts the platform under test, fresh for each check. What it
// starts beside the platform, it ends by t.Cleanup.
type Harness func(t *testing.T) Session

// Session is one platform with one person at it.
type Session struct {
	// Platform is not running yet: the suite runs it.
	Platform adapters.Platform
	// Ask feeds one request of the person, in the platform's own way, and
	// does not wait for the answer. All requests are of one conversation.
	Ask func(text string)
	// Do does what the person can do with an action that they see: presses
	// its button, types its words. It reports false if the screen does not
	// offer it.
	Do func(a adapters.Action) bool
	// Screen takes each message that the person gets to see, as they read it:
	// colours and escapes of the platform's markup undone.
	Screen *Screen

	// Free says that Ask writes to us as people write to each other, with no
	// command in mind.
	Free bool
	// Buttons says that Do is a button, which brings the view of its reply
	// along: the newest of the messages that offer it counts.
	Buttons bool
	// Others takes what everybody else in the place sees. nil where there is
	// nobody else; else what Do is answered with is for the person alone.
	Others *Screen
	// May gives the person the right to change what others read, or takes it
	// away, for what they Do from then on. nil where it cannot be had.
	May func(may bool)
}

// Run checks a platform. It is not to be run beside parallel tests: it looks
// for goroutines that were left behind.
func Run(t *testing.T, h Harness) {
	t.Helper()
	for _, c := range []struct {
		name  string
		check func(*testing.T, Harness)
	}{
		{"name and limits", checkName},
		{"requests are filled", checkRequests},
		{"replies are shown whole and in order", checkReplies},
		{"actions can be done", checkActions},
		{"hostile text is inert", checkHostile},
		{"addresses are safe", checkAddresses},
		{"requests are answered in order", checkOrder},
		{"failures do not end it", checkFailures},
		{"long replies lose nothing", checkLong},
		{"unasked replies are shown", checkSend},
		{"actions are about their reply", checkViews},
		{"what is for one is for one", checkAlone},
		{"rights are looked at every time", checkRights},
		{"deliveries are made once", checkDeliveries},
		{"it ends with its context", checkEnd},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := goleak.IgnoreCurrent()
			// Registered first, so that it runs after the harness's own cleanup.
			t.Cleanup(func() { goleak.VerifyNone(t, before) })
			c.check(t, h)
		})
	}
}

// handler makes the suite's answers, and tells what it was asked.
type handler struct {
	asked  chan adapters.Request
	answer func(ctx context.Context, r adapters.Request) (adapters.Reply, error)
}

func (h *handler) Handle(ctx context.Context, r adapters.Request) (adapters.Reply, error) {
	h.asked <- r
	return h.answer(ctx, r)
}

// replies answers every request with the same reply.
func replies(r adapters.Reply) func(context.Context, adapters.Request) (adapters.Reply, error) {
	return func(context.Context, adapters.Request) (adapters.Reply, error) { return r, nil }
}

// running is a session whose platform runs.
type running struct {
	Session
	t     *testing.T
	stop  context.CancelFunc
	asked chan adapters.Request
	ended chan error
}

// start runs a platform until the check is over.
func start(t *testing.T, h Harness, answer func(context.Context, adapters.Request) (adapters.Reply, error)) *running {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	s := &running{
		Session: h(t), t: t, stop: stop,
		asked: make(chan adapters.Request, 100), ended: make(chan error, 1),
	}
	go func() { s.ended <- s.Platform.Run(ctx, &handler{asked: s.asked, answer: answer}) }()
	t.Cleanup(s.end)
	return s
}

// end ends the platform and expects that it takes that well.
func (s *running) end() {
	if s.stop == nil {
		return
	}
	s.stop()
	s.stop = nil
	select {
	case err := <-s.ended:
		if err != nil {
			s.t.Errorf("Run gave %v after its context ended, want nil", err)
		}
	case <-time.After(patience):
		s.t.Error("Run did not return after its context ended")
	}
}

// request waits for the next request that reaches the handler.
func (s *running) request() adapters.Request {
	s.t.Helper()
	select {
	case r := <-s.asked:
		return r
	case err := <-s.ended:
		s.ended <- err
		s.t.Fatalf("Run ended with %v, want it to pass on a request", err)
	case <-time.After(patience):
		s.t.Fatal("no request reached the handler")
	}
	return adapters.Request{}
}

// see waits until the person has seen all of the words, each after the one
// before, and gives what they see.
func (s *running) see(words ...string) string {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), patience)
	defer cancel()
	missing := ""
	seen, err := s.Screen.Wait(ctx, func(seen string) bool {
		missing = firstMissing(seen, words)
		return missing == ""
	})
	if errors.Is(err, context.DeadlineExceeded) {
		s.t.Fatalf("the person does not see %q, or not in its place; they see:\n%s", missing, excerpt(seen))
	}
	return seen
}

// firstMissing gives the first of the words that does not follow the one
// before it, "" if all do. White space does not count: a platform may break
// a line or a message between any two characters.
func firstMissing(seen string, words []string) string {
	seen = squeeze(seen)
	for _, w := range words {
		at := strings.Index(seen, squeeze(w))
		if at < 0 {
			return w
		}
		seen = seen[at+len(squeeze(w)):]
	}
	return ""
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

// excerpt is the end of what was seen, as much as helps in an error text.
func excerpt(seen string) string {
	const most = 2000
	return strings.ToValidUTF8(seen[max(len(seen)-most, 0):], "")
}
