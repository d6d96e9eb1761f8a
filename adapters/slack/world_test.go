package slack

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"go.uber.org/goleak"

	"dateline/adapters"
	"dateline/adapters/slack/slacktest"
	"dateline/news"
)

// TestMain ends with no goroutine left over: none may be stuck in a socket
// that has ended.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// The credentials of the tests: they must come up nowhere.
const (
	canaryBot    = "xoxb-CANARY-bot"
	canaryApp    = "xapp-CANARY-app"
	canarySecret = "CANARY-secret"
)

// quick are waits that a test can wait for.
func quick() Timing {
	return Timing{Open: 2 * time.Second, Ping: 10 * time.Second, Retry: 20 * time.Millisecond, Drain: 300 * time.Millisecond, Wait: time.Hour}
}

// blockKit is the path of Block Kit's schema; "" where DATELINE_SHARED has
// none, and only what the schema lacks is checked.
func blockKit() string {
	path := filepath.Join(os.Getenv("DATELINE_SHARED"), "specs", "slack-blockkit.augmented.schema.json")
	if _, err := os.Stat(path); err != nil {
		return ""
	}
	return path
}

// server starts a stand-in whose credentials are canaries.
func server(t *testing.T, o slacktest.Options) *slacktest.Server {
	t.Helper()
	o.BotToken, o.AppToken, o.SigningSecret, o.Spec = canaryBot, canaryApp, canarySecret, blockKit()
	return slacktest.New(t, o)
}

// platformClient is a client of the test's own.
func platformClient(t *testing.T) *http.Client {
	t.Helper()
	transport := &http.Transport{MaxIdleConnsPerHost: 10}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

// listen is the listener of one who takes requests over HTTP.
func listen(t *testing.T) net.Listener {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

// heardOf is something that the adapter handed on.
type heardOf struct {
	what        string // "command", "interaction", "message", "home", "gone"
	text        string // of a command or message; an interaction's type, a home's tab
	user        string
	message     *message
	command     *slack.SlashCommand
	interaction *slack.InteractionCallback
}

// recorder is a front that notes what it hears, and lays replies out as lines.
type recorder struct {
	heard   chan heardOf
	payload any                       // of interactions
	slow    func(ctx context.Context) // what is started for each command
	fail    error                     // of ready
	work    sync.WaitGroup
}

func (r *recorder) command(ctx context.Context, c *slack.SlashCommand) {
	r.heard <- heardOf{what: "command", text: c.Text, user: c.UserID, command: c}
	if r.slow != nil {
		r.work.Go(func() { r.slow(ctx) })
	}
}

func (r *recorder) interaction(_ context.Context, i *slack.InteractionCallback) any {
	r.heard <- heardOf{what: "interaction", text: string(i.Type), user: i.User.ID, interaction: i}
	return r.payload
}

func (r *recorder) message(_ context.Context, m *message) {
	r.heard <- heardOf{what: "message", text: m.Text, user: m.User, message: m}
}

func (r *recorder) home(_ context.Context, user, tab string) {
	r.heard <- heardOf{what: "home", text: tab, user: user}
}

func (r *recorder) gone(context.Context)        { r.heard <- heardOf{what: "gone"} }
func (r *recorder) ready(context.Context) error { return r.fail }
func (r *recorder) wait()                       { r.work.Wait() }

func (r *recorder) lay(reply adapters.Reply) []*post {
	var posts []*post
	for _, b := range reply.Blocks {
		posts = append(posts, line(b.Text))
	}
	return posts
}

// world is an adapter that runs against a stand-in, with a recorder as its front.
type world struct {
	*slacktest.Server
	t     *testing.T
	a     *Adapter
	front *recorder
	stop  context.CancelFunc
	done  chan error // what Run gave

	mu   sync.Mutex
	told []string
}

// prepared is an adapter that does not run yet.
func prepared(t *testing.T, s *slacktest.Server, change func(*Options)) *world {
	t.Helper()
	w := &world{Server: s, t: t, done: make(chan error, 1), front: &recorder{heard: make(chan heardOf, 10_000)}}
	o := Options{BotToken: canaryBot, AppToken: canaryApp, SigningSecret: canarySecret, Client: platformClient(t), BaseURL: s.URL, Timing: quick(), Tell: w.tell}
	if change != nil {
		change(&o)
	}
	a, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	a.make = func(Options, identity, api, adapters.Handler) front { return w.front }
	w.a = a
	return w
}

// unhurried lets a test post as much as it likes.
func (w *world) unhurried() *world {
	w.a.web.limits.channel, w.a.web.limits.tiers = tier{}, nil
	return w
}

// run runs the adapter until the test ends.
func (w *world) run() *world {
	ctx, stop := context.WithCancel(context.WithoutCancel(w.t.Context()))
	w.stop = stop
	go func() { w.done <- w.a.Run(ctx, nil) }()
	w.t.Cleanup(func() {
		if err := w.end(); err != nil {
			w.t.Errorf("Run gives %v, want nil", err)
		}
		w.checkSecrets()
	})
	return w
}

// start runs an adapter over Socket Mode, and waits until it is connected.
func start(t *testing.T, so slacktest.Options, change func(*Options)) *world {
	t.Helper()
	w := prepared(t, server(t, so), change).run()
	w.connected()
	return w
}

// startHTTP runs an adapter over HTTP.
func startHTTP(t *testing.T, change func(*Options)) *world {
	t.Helper()
	l := listen(t)
	w := prepared(t, server(t, slacktest.Options{Push: "http://" + l.Addr().String()}), func(o *Options) {
		o.Listener = l
		if change != nil {
			change(o)
		}
	}).run()
	w.up()
	return w
}

// up waits until the adapter knows who it is.
func (w *world) up() {
	w.t.Helper()
	select {
	case <-w.a.up:
	case <-time.After(soon):
		w.t.Fatal("the adapter is not up")
	}
}

// connected waits for both sockets.
func (w *world) connected() {
	w.t.Helper()
	w.Await(w.t, "the connection", func() bool { return w.Connected() >= pairs })
}

// end stops the adapter and waits for it.
func (w *world) end() error {
	w.stop()
	return w.result()
}

// result waits for what Run gives.
func (w *world) result() error {
	w.t.Helper()
	select {
	case err := <-w.done:
		w.done <- err
		return err
	case <-time.After(soon):
		w.t.Fatal("Run did not return")
	}
	return nil
}

func (w *world) tell(_ context.Context, what string, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.told = append(w.told, fmt.Sprintf("%s: %v", what, err))
}

// heard waits for the next thing that the adapter hands on.
func (w *world) heard() heardOf {
	w.t.Helper()
	return next(w.t, w.front.heard)
}

// nothingMore expects that nothing was handed on besides.
func (w *world) nothingMore() {
	w.t.Helper()
	if n := len(w.front.heard); n > 0 {
		w.t.Errorf("%d more are handed on, the first %+v", n, <-w.front.heard)
	}
}

// checkSecrets expects that the operator was told no credential.
func (w *world) checkSecrets() {
	w.t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, text := range w.told {
		withoutSecrets(w.t, text)
	}
}

// withoutSecrets expects that a text has no credential in it: none of the
// tests', and neither a ticket of a socket nor what makes a response_url one.
func withoutSecrets(t *testing.T, text string) {
	t.Helper()
	for _, secret := range []string{"CANARY", "canary", "ticket", "/hooks"} {
		if strings.Contains(text, secret) {
			t.Errorf("a credential (%s) in %q", secret, text)
		}
	}
}

// general is a channel that we and everybody are in.
func (w *world) general() news.Channel {
	return news.Channel{Platform: platform, Workspace: workspaceOf(w.Team), ID: w.Channel(0)}
}

func plainReply(lines ...string) adapters.Reply {
	var r adapters.Reply
	for _, text := range lines {
		r.Blocks = append(r.Blocks, adapters.Block{Text: text})
	}
	return r
}

// isGone reports whether an error says that sending is in vain.
func isGone(err error) bool {
	var gone *adapters.GoneError
	return errors.As(err, &gone)
}
