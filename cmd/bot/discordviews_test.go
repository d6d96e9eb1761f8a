package main

import (
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/adapters/discord"
	"dateline/adapters/discord/discordtest"
	"dateline/adapters/kit"
)

// discordSpec is the path of Discord's description of its API, "" where
// DATELINE_SHARED has none.
func discordSpec() string {
	path := filepath.Join(os.Getenv("DATELINE_SHARED"), "specs", "discord-openapi-v10.json")
	if _, err := os.Stat(path); err != nil {
		return ""
	}
	return path
}

// community is a server of the stand-in with the desk on a real store.
type community struct {
	*discordtest.Server
	t testing.TB
	b *box
}

// open connects the desk, until close is called.
func (c *community) open() (shut func()) {
	c.t.Helper()
	a := &app{getenv: c.b.getenv, stdin: strings.NewReader(""), stdout: io.Discard, stderr: io.Discard, now: time.Now, workers: 1}
	w, err := a.openSources(c.t.Context(), "")
	if err != nil {
		c.t.Fatal(err)
	}
	transport := &http.Transport{}
	p, err := discord.New(discord.Options{Token: kit.Token(c.Token), Client: &http.Client{Transport: transport}, BaseURL: c.URL})
	if err != nil {
		c.t.Fatal(err)
	}
	ctx, stop := context.WithCancel(c.t.Context())
	ended := make(chan error, 1)
	go func() { ended <- p.Run(ctx, w.desk.Desk) }()
	c.Await(c.t, "the gateway", func() bool { return c.Connected() == 1 })
	return func() {
		stop()
		if err := <-ended; err != nil {
			c.t.Errorf("Run: %v", err)
		}
		transport.CloseIdleConnections()
		if err := w.Close(); err != nil {
			c.t.Error(err)
		}
	}
}

// answer waits for the messages that answer an interaction, or reply to a message.
func (c *community) answer(id string) discordtest.Seen {
	c.t.Helper()
	return c.awaitAnswer(id, func(discordtest.Seen) bool { return true })
}

// awaitAnswer waits for such an answer.
func (c *community) awaitAnswer(id string, such func(discordtest.Seen) bool) discordtest.Seen {
	c.t.Helper()
	var found discordtest.Seen
	c.Await(c.t, "an answer", func() bool {
		for _, m := range c.Screen() {
			if (m.Interaction == id || m.Reply == id) && !m.Loading && such(m) {
				found = m
				return true
			}
		}
		return false
	})
	return found
}

// press presses the button of a label.
func (c *community) press(p discordtest.Person, m discordtest.Seen, label string) discordtest.Seen {
	c.t.Helper()
	return c.answer(c.pressed(p, m, label))
}

// share presses the button that shares, and waits for what everybody sees: of
// a slow answer, it is not the first.
func (c *community) share(p discordtest.Person, m discordtest.Seen) discordtest.Seen {
	c.t.Helper()
	return c.awaitAnswer(c.pressed(p, m, "Share"), func(m discordtest.Seen) bool { return !m.Ephemeral })
}

func (c *community) pressed(p discordtest.Person, m discordtest.Seen, label string) string {
	c.t.Helper()
	i := slices.IndexFunc(m.Buttons, func(b discordtest.Button) bool { return b.Label == label })
	if i < 0 {
		c.t.Fatalf("no button %q on %+v", label, m)
	}
	return c.Press(p, m.ID, m.Buttons[i].CustomID)
}

// says wants words in what is seen.
func (c *community) says(what string, m discordtest.Seen, ephemeral bool, words ...string) {
	c.t.Helper()
	says(c.t, what, m, ephemeral, words...)
}

func says(t testing.TB, what string, m discordtest.Seen, ephemeral bool, words ...string) {
	t.Helper()
	text := m.Content
	for _, e := range m.Embeds {
		text += "\n" + e.Title + "\n" + e.Description
	}
	for _, w := range words {
		if !strings.Contains(text, w) {
			t.Errorf("%s: got\n%s\nwant %q in it", what, text, w)
		}
	}
	if m.Ephemeral != ephemeral {
		t.Errorf("%s: for one alone: %v, want %v", what, m.Ephemeral, ephemeral)
	}
}

// TestDiscordButtonsOutliveTheProgram asks, restarts everything but Discord,
// and presses the old buttons; then tries them from another server.
func TestDiscordButtonsOutliveTheProgram(t *testing.T) {
	t.Parallel()
	c := &community{Server: discordtest.New(t, discordtest.Options{Spec: discordSpec(), Guilds: 2}), t: t, b: newBox(t)}
	reader, other := c.Join(discordtest.Person{}), c.Join(discordtest.Person{Locale: "de"})
	here, there := c.Channel(0, 0), c.Channel(1, 0)

	shut := c.open()
	latest := c.answer(c.Slash(reader, here, "news latest"))
	c.says("latest", latest, true, "Sample, not current news", "MOSCOW, July 6", "strictly implement the Minsk Agreements")
	digested := c.answer(c.Slash(reader, here, "news digest", discordtest.Option{Name: "what", Value: "The bridge opens on Monday, the port said. Ferries stop on Sunday, it added."}))
	c.says("digest", digested, true, "The bridge opens on Monday")
	shut()

	defer c.open()()
	if n := c.Count(http.MethodPut, "/applications/"); n != 1 {
		t.Errorf("the commands were written %d times in two starts, want once", n)
	}
	c.says("evidence after a restart", c.press(reader, latest, "Evidence"), true, "Evidence, word for word", "According to the Kremlin, Putin told Obama")
	public := c.share(reader, latest)
	c.says("what is shared", public, false, "strictly implement the Minsk Agreements")
	c.says("evidence of what is shared", c.press(other, public, "Evidence"), true, "Beleg, ", "According to the Kremlin")
	c.says("wrong", c.press(reader, latest, "Wrong?"), true, "Noted.")

	forged := digested.Buttons[0].CustomID
	c.says("a forged button", c.answer(c.Forge(other, there, forged)), true, "wird nicht mehr aufbewahrt")

	mention := "<@" + c.User + "> "
	c.says("a reply", c.answer(c.Say(reader, here, mention+"evidence 3", public.ID)), false, "Obama praises Russia's effort")
	c.says("a question", c.answer(c.Say(other, here, mention+"what about the Minsk Agreements?", "")), false, "Minsk Agreements")
	denied := c.answer(c.Slash(reader, here, "news sources add", discordtest.Option{Name: "address", Value: "https://news.example/feed"}))
	c.says("without the right", denied, true, "Nothing was changed", "Manage Channels")
	if o := c.b.run("", "status"); !strings.Contains(o.stdout, "reported as wrong: ") || !strings.Contains(o.stdout, "on discord: latest") {
		t.Errorf("status: got\n%s\nwant the report", o.stdout)
	}
	if o := c.b.run("", "status", "--json"); !strings.Contains(o.stdout, `"command":"latest"`) || strings.Contains(o.stdout, reader.ID) {
		t.Errorf("status: got\n%s\nwant the report, without the person", o.stdout)
	}
}
