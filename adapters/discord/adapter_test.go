package discord

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"dateline/adapters"
	"dateline/adapters/discord/discordtest"
	"dateline/internal/testkit"
	"dateline/news"
)

// TestMain sets what the program sets, and ends with no goroutine left over:
// none may be stuck in a connection that has ended. Tests here wait for
// connections far more than they reckon, so that many run side by side.
func TestMain(m *testing.M) {
	SetVersion()
	flag.Parse()
	if fuzzed := flag.Lookup("test.fuzz"); fuzzed == nil || fuzzed.Value.String() == "" { // whose workers reckon all the time
		if err := flag.Set("test.parallel", "12"); err != nil {
			panic(err)
		}
	}
	goleak.VerifyTestMain(m)
}

// canary is the token of the tests: it must come up nowhere.
const canary = "MTk.CANARY.token"

// quick are waits that a test can wait for.
func quick() Timing {
	return Timing{Open: 2 * time.Second, Identify: 20 * time.Millisecond, Retry: 20 * time.Millisecond, Drain: 300 * time.Millisecond}
}

// world is an adapter that runs against a stand-in.
type world struct {
	*discordtest.Server
	t    *testing.T
	a    *Adapter
	desk *fakeDesk
	stop context.CancelFunc
	done chan error // what Run gave

	mu   sync.Mutex
	told []string
}

// server starts a stand-in that holds every request to Discord's description.
func server(t *testing.T, o discordtest.Options) *discordtest.Server {
	t.Helper()
	o.Spec, o.Token = testkit.Shared(t, "specs", "discord-openapi-v10.json"), canary
	return discordtest.New(t, o)
}

// platformClient is a client of the test's own.
func platformClient(t *testing.T) *http.Client {
	t.Helper()
	transport := &http.Transport{MaxIdleConnsPerHost: 10}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

// prepared is an adapter that does not run yet.
func prepared(t *testing.T, s *discordtest.Server, change func(*Options)) *world {
	t.Helper()
	w := &world{Server: s, t: t, done: make(chan error, 1), desk: newDesk()}
	o := Options{Token: canary, Client: platformClient(t), BaseURL: s.URL, Language: "en", Timing: quick(), Tell: w.tell}
	if change != nil {
		change(&o)
	}
	a, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	w.a = a
	return w
}

// run runs the adapter until the test ends.
func (w *world) run() *world {
	ctx, stop := context.WithCancel(context.WithoutCancel(w.t.Context()))
	w.stop = stop
	go func() { w.done <- w.a.Run(ctx, w.desk) }()
	w.t.Cleanup(func() {
		if err := w.end(); err != nil {
			w.t.Errorf("Run gives %v, want nil", err)
		}
		w.checkSecrets()
	})
	return w
}

// start runs an adapter against a stand-in, and waits until it is connected.
func start(t *testing.T, so discordtest.Options, change func(*Options)) *world {
	t.Helper()
	w := prepared(t, server(t, so), change).run()
	w.connected(max(so.Shards, 1))
	return w
}

func (w *world) connected(n int) {
	w.t.Helper()
	w.Await(w.t, "the connection", func() bool { return w.Connected() >= n })
}

// end stops the adapter and waits for it.
func (w *world) end() error {
	w.stop()
	select {
	case err := <-w.done:
		w.done <- nil
		return err
	case <-time.After(soon):
		return errors.New("it does not end")
	}
}

func (w *world) tell(_ context.Context, what string, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err != nil {
		what += ": " + err.Error()
	}
	w.told = append(w.told, what)
}

func (w *world) heard() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return strings.Join(w.told, "\n")
}

// checkSecrets looks at all that the operator was told (threats 85 and 86).
func (w *world) checkSecrets() {
	w.t.Helper()
	for _, secret := range []string{"CANARY", "interaction-"} {
		if strings.Contains(w.heard(), secret) {
			w.t.Errorf("the operator was told %q", w.heard())
		}
	}
}

// answers mentions the bot and waits for its reply: everything works.
func (w *world) answers() {
	w.t.Helper()
	p := w.Join(discordtest.Person{})
	before := len(w.Screen())
	w.Say(p, w.Channel(0, 1), "<@"+w.User+"> latest", "")
	w.Await(w.t, "an answer", func() bool { return len(w.Screen()) > before })
}

func (w *world) channel(n int) news.Channel {
	return channelOf(w.Guild(0), w.Channel(0, n), "en")
}

func plain(text string) adapters.Reply {
	return adapters.Reply{Blocks: []adapters.Block{{Text: text}}, Language: "en"}
}

func TestGreeting(t *testing.T) {
	t.Parallel()
	w := start(t, discordtest.Options{Guilds: 2}, nil)
	n := w.Add()
	w.Await(t, "the greeting", func() bool { return len(w.Screen()) == 1 })
	if got, want := w.Screen()[0].Channel, w.Channel(n, 0); got != want {
		t.Errorf("greets in %s, want the system channel %s", got, want)
	}
	w.Drop() // a new connection tells of every server again, or resumes
	w.answers()
	w.Kill(true)
	w.Revive()
	w.Await(t, "a new session", func() bool { return len(w.Identifies()) == 2 && w.Connected() == 1 })
	w.answers()
	if got := len(w.Screen()); got != 3 {
		t.Errorf("%d messages, want 3: one greeting, two answers", got)
	}
}

// TestGreetingRefused joins a server in which we may not write: nothing is
// tried twice, and all else goes on.
func TestGreetingRefused(t *testing.T) {
	t.Parallel()
	w := start(t, discordtest.Options{}, nil)
	w.Order(discordtest.Fault{Method: http.MethodPost, Path: "/messages", Status: http.StatusForbidden, Code: codeNoPermission})
	n := w.Add()
	w.Await(t, "the greeting's refusal", func() bool { return w.Count(http.MethodPost, "/channels/"+w.Channel(n, 0)) == 1 })
	w.answers()
	if got := w.Count(http.MethodPost, "/channels/"+w.Channel(n, 0)); got != 1 {
		t.Errorf("%d requests for the greeting, want 1", got)
	}
}

// TestRemoval is threat 83: what is owed to a server that removed us is
// stopped; an outage stops nothing.
func TestRemoval(t *testing.T) {
	t.Parallel()
	w := start(t, discordtest.Options{Guilds: 2}, nil)
	w.knows("at first", 0, 1)
	to := channelOf(w.Guild(1), w.Channel(1, 1), "en")
	w.Outage(0)
	w.Remove(1)
	w.knows("after an outage of one and the removal from the other", 0)
	var gone *adapters.GoneError
	if err := w.a.Send(t.Context(), to, plain("late")); !errors.As(err, &gone) {
		t.Errorf("sending to a server that removed us gives %v, want a GoneError", err)
	}
}

func TestRunAgain(t *testing.T) {
	t.Parallel()
	w := start(t, discordtest.Options{}, nil)
	if err := w.a.Run(t.Context(), w.desk); err == nil {
		t.Error("a second Run gives no error")
	}
	w.answers()
}

// TestNew has what cannot be used; no error tells a token.
func TestNew(t *testing.T) {
	t.Parallel()
	client := platformClient(t)
	for name, o := range map[string]Options{
		"no client":       {Token: canary},
		"no transport":    {Token: canary, Client: &http.Client{}},
		"no token":        {Client: client},
		"a broken token":  {Token: canary + "\nX-Other: 1", Client: client},
		"no address":      {Token: canary, Client: client, BaseURL: "discord.com/api"},
		"a password":      {Token: canary, Client: client, BaseURL: "https://u:CANARY@host/api"},
		"another scheme":  {Token: canary, Client: client, BaseURL: "ftp://host/api"},
		"not an address":  {Token: canary, Client: client, BaseURL: "http://CANARY%zz/"},
		"with parameters": {Token: canary, Client: client, BaseURL: "http://host/api?key=CANARY"},
	} {
		if _, err := New(o); err == nil || strings.Contains(err.Error(), "CANARY") {
			t.Errorf("%s: got %v, want an error without secrets", name, err)
		}
	}
}

func TestBaseURL(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":                          "https://discord.com/api/v10",
		"http://127.0.0.1:1":        "http://127.0.0.1:1/api/v10",
		"http://127.0.0.1:1/":       "http://127.0.0.1:1/api/v10",
		"http://host/api":           "http://host/api/v10",
		"http://host/api/v9/":       "http://host/api/v10",
		"https://proxy/discord/v10": "https://proxy/discord/v10",
	} {
		if got, err := baseURL(in); got != want || err != nil {
			t.Errorf("baseURL(%q) = %q, %v, want %q", in, got, err, want)
		}
	}
}

// TestCommandsOnce starts twice: what is registered is written the first time only.
func TestCommandsOnce(t *testing.T) {
	t.Parallel()
	for _, guild := range []bool{false, true} {
		s := server(t, discordtest.Options{})
		where, path := "", "/applications/"+s.App+"/commands"
		if guild {
			where = s.Guild(0)
			path = "/applications/" + s.App + "/guilds/" + where + "/commands"
		}
		for range 2 {
			w := prepared(t, s, func(o *Options) { o.Guild = where }).run()
			w.connected(1)
			if err := w.end(); err != nil {
				t.Fatal(err)
			}
		}
		if got := s.Count(http.MethodPut, path); got != 1 {
			t.Errorf("guild %v: commands were written %d times, want once", guild, got)
		}
		names := []string{}
		for _, c := range s.Commands(where) {
			names = append(names, fmt.Sprint(c["name"]))
		}
		if slices.Sort(names); !slices.Equal(names, []string{menuName, commandName}) {
			t.Errorf("guild %v: registered are %q", guild, names)
		}
	}
}
