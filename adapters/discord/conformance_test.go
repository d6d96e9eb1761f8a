package discord

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/bwmarrin/discordgo"

	"dateline/adapters"
	"dateline/adapters/adapterstest"
	"dateline/adapters/discord/discordtest"
	"dateline/adapters/kit"
)

// description is the path of Discord's description of its API, against which
// every request is held; "" where DATELINE_SHARED has none, and only what the
// description lacks is checked.
func description() string {
	path := filepath.Join(os.Getenv("DATELINE_SHARED"), "specs", "discord-openapi-v10.json")
	if _, err := os.Stat(path); err != nil {
		return ""
	}
	return path
}

//nolint:paralleltest // the suite looks for goroutines that were left behind
func TestConformance(t *testing.T) {
	t.Run("server", func(t *testing.T) {
		adapterstest.Run(t, func(t *testing.T) adapterstest.Session { return standIn(t, true) })
	})
	t.Run("direct messages", func(t *testing.T) {
		adapterstest.Run(t, func(t *testing.T) adapterstest.Session { return standIn(t, false) })
	})
}

// standIn is one person at a stand-in of Discord, in a server or in direct messages.
func standIn(t *testing.T, inServer bool) adapterstest.Session {
	t.Helper()
	server := discordtest.New(t, discordtest.Options{Spec: description()})
	person := server.Join(discordtest.Person{})
	v := &viewer{server: server, person: person.ID, channel: server.Direct(person.ID), own: &adapterstest.Screen{}, seen: map[string]bool{}}
	mention := ""
	if inServer {
		v.channel, v.others, mention = server.Channel(0, 0), &adapterstest.Screen{}, "<@"+server.User+"> "
	}
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	v.next = transport
	a, err := New(Options{Token: kit.Token(server.Token), Client: &http.Client{Transport: v}, BaseURL: server.URL, Timing: quick()})
	if err != nil {
		t.Fatal(err)
	}
	connected := sync.OnceFunc(func() {
		server.Await(t, "the gateway", func() bool { return server.Connected() == 1 })
	})
	s := adapterstest.Session{
		Platform: a, Screen: v.own, Others: v.others, Free: true, Buttons: true,
		Ask: func(text string) {
			connected()
			server.Say(person, v.channel, mention+text, "")
		},
		Do: func(action adapters.Action) bool {
			message, id := v.button(action.Label)
			if message == "" {
				return false
			}
			server.Press(person, message, id)
			return true
		},
	}
	if inServer {
		s.May = func(may bool) {
			person.Permissions = 0
			if may {
				person.Permissions = discordtest.ManageChannels
			}
		}
	}
	return s
}

// viewer shows what the stand-in has on its screen after each request of ours.
type viewer struct {
	next    http.RoundTripper
	server  *discordtest.Server
	person  string
	channel string

	mu          sync.Mutex
	own, others *adapterstest.Screen
	seen        map[string]bool
}

func (v *viewer) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := v.next.RoundTrip(r)
	v.look()
	return answer, err
}

func (v *viewer) look() {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, m := range v.server.Screen() {
		if v.seen[m.ID] || m.Loading || m.Channel != v.channel {
			continue
		}
		v.seen[m.ID] = true
		text := legible(m)
		if !m.Ephemeral || m.To == v.person {
			v.own.Show(text)
		}
		if !m.Ephemeral && v.others != nil {
			v.others.Show(text)
		}
	}
}

// button finds the newest button of a label that the person sees.
func (v *viewer) button(label string) (message, id string) {
	for _, m := range v.server.Screen() {
		for _, b := range m.Buttons {
			if b.Label == label && m.Channel == v.channel && (!m.Ephemeral || m.To == v.person) {
				message, id = m.ID, b.CustomID
			}
		}
	}
	return message, id
}

var (
	smallPrint = regexp.MustCompile(`(?m)^(-# |> )`)
	linked     = regexp.MustCompile(`<(https?://[^<>\s]*)>`)
)

// legible is a message as people read it: its markdown undone.
func legible(seen discordtest.Seen) string {
	m := &message{Content: seen.Content}
	for _, e := range seen.Embeds {
		m.Embeds = append(m.Embeds, &discordgo.MessageEmbed{
			Author: &discordgo.MessageEmbedAuthor{Name: e.Author.Name}, Title: e.Title, Description: e.Description,
		})
	}
	undo := func(markdown string) string {
		markdown = smallPrint.ReplaceAllString(markdown, "")
		markdown = strings.NewReplacer(`\\`, `\\`, `\*`, `\*`, "**", "").Replace(markdown)
		return linked.ReplaceAllString(markdown, "$1")
	}
	m.Content = undo(m.Content)
	for _, e := range m.Embeds {
		e.Title, e.Description = undo(e.Title), undo(e.Description)
	}
	return read([]*message{m})
}
