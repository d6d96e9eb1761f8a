package slack

import (
	"net/http"
	"sync"
	"testing"

	"dateline/adapters"
	"dateline/adapters/adapterstest"
	"dateline/adapters/slack/slacktest"
)

//nolint:paralleltest // the suite looks for goroutines that were left behind
func TestConformance(t *testing.T) {
	for _, way := range []struct {
		name string
		http bool
	}{{"socket", false}, {"http", true}} {
		for _, where := range []string{"mention", "command", "direct messages"} {
			t.Run(way.name+"/"+where, func(t *testing.T) {
				adapterstest.Run(t, func(t *testing.T) adapterstest.Session { return standIn(t, where, way.http) })
			})
		}
	}
}

// standIn is one person at a stand-in of Slack, who mentions the bot, uses its
// command, or writes to it alone.
func standIn(t *testing.T, where string, overHTTP bool) adapterstest.Session {
	t.Helper()
	so := slacktest.Options{}
	o := Options{BotToken: canaryBot, AppToken: canaryApp, SigningSecret: canarySecret, Timing: quick(), Language: "en"}
	if overHTTP {
		o.Listener = listen(t)
		so.Push = "http://" + o.Listener.Addr().String()
	}
	server := server(t, so)
	person := server.Join(slacktest.Person{})
	v := &viewer{server: server, person: person.ID, channel: server.Channel(0), own: &adapterstest.Screen{}, seen: map[string]bool{}}
	if where == "direct messages" {
		v.channel = server.Direct(person.ID)
	} else {
		v.others = &adapterstest.Screen{}
	}
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	v.next = transport
	o.Client, o.BaseURL = &http.Client{Transport: v}, server.URL
	a, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	a.web.limits.channel, a.web.limits.tiers = tier{}, nil // a message a second is too slow for a test
	connected := sync.OnceFunc(func() {
		if !overHTTP {
			server.Await(t, "the sockets", func() bool { return server.Connected() == 2 })
		}
	})
	return adapterstest.Session{
		Platform: a, Screen: v.own, Others: v.others, Free: where != "command", Buttons: true,
		Ask: func(text string) {
			connected()
			id := ""
			switch where {
			case "mention":
				id = server.Say(person, v.channel, "<@"+server.User+"> "+text, "").ID
			case "command":
				id = server.Slash(person, v.channel, text)
			default:
				id = server.Say(person, v.channel, text, "").ID
			}
			// Slack sends over two sockets, or in requests side by side. What one
			// person does comes one after the other since people are slower.
			server.Await(t, "the acknowledgement", func() bool { return server.Answered(id).Acked })
		},
		Do: func(action adapters.Action) bool {
			message, id := v.button(action.Label)
			return message != "" && server.Press(person, message, id) != ""
		},
		May: func(may bool) {
			person.Guest = !may
			server.Change(person)
		},
	}
}

// viewer shows what the stand-in has on its screen after each request of ours.
type viewer struct {
	next    http.RoundTripper
	server  *slacktest.Server
	person  string
	channel string

	mu          sync.Mutex
	own, others *adapterstest.Screen
	seen        map[string]bool
}

func (v *viewer) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := v.next.RoundTrip(r)
	v.look()
	return answer, err //nolint:wrapcheck // of the transport
}

func (v *viewer) look() {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, m := range v.server.Screen() {
		if v.seen[m.TS] || m.Channel != v.channel {
			continue
		}
		v.seen[m.TS] = true
		if !m.Ephemeral || m.To == v.person {
			v.own.Show(m.Shown)
		}
		if !m.Ephemeral && v.others != nil {
			v.others.Show(m.Shown)
		}
	}
}

// button finds the newest button of a label that the person sees.
func (v *viewer) button(label string) (message, id string) {
	for _, m := range v.server.Screen() {
		for _, b := range m.Buttons {
			if b.Label == label && m.Channel == v.channel && (!m.Ephemeral || m.To == v.person) {
				message, id = m.TS, b.ActionID
			}
		}
	}
	return message, id
}
