package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dateline/adapters/discord/discordtest"
	"dateline/internal/testkit"
)

// canaryToken must come up nowhere but in what Discord gets.
const canaryToken = "MTk.CANARY.token"

// discordWorld is a stand-in of Discord, held to Discord's description, and a
// box whose program is to run against it.
func discordWorld(t *testing.T, o discordtest.Options) (*community, *press) {
	t.Helper()
	o.Spec, o.Token = testkit.Shared(t, "specs", "discord-openapi-v10.json"), canaryToken
	b, p := newsBox(t)
	c := &community{Server: discordtest.New(t, o), t: t, b: b}
	b.env["LOG_LEVEL"] = "debug"
	b.env["DISCORD_TOKEN"], b.env["DISCORD_API_URL"] = canaryToken, c.URL
	return c, p
}

// serve starts the program, and waits until it is connected.
func (c *community) serve() *program {
	c.t.Helper()
	p := c.b.start("run")
	c.Await(c.t, "the connection", func() bool { return c.Connected() > 0 })
	return p
}

// ends tells the program to end, and looks at what it leaves.
func (c *community) ends(p *program) {
	c.t.Helper()
	if code := p.terminate(); code != exitDone {
		c.t.Errorf("bot run ended with %d, want %d", code, exitDone)
	}
	c.Await(c.t, "the end of the connection", func() bool { return c.Live() == 0 })
	c.b.keepsSecrets(p)
}

// keepsSecrets looks for tokens in all that the program wrote (threats 85, 86, 88).
func (b *box) keepsSecrets(p *program) {
	b.t.Helper()
	look := func(where, text string) {
		for _, secret := range []string{"CANARY", "interaction-", "canary-"} {
			if strings.Contains(text, secret) {
				b.t.Errorf("%s holds a token:\n%.2000s", where, text)
			}
		}
	}
	look("stdout", p.stdout.String())
	look("the log", p.stderr.String())
	look("the command line", strings.Join(p.cmd.Args, " "))
	err := filepath.WalkDir(b.dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		look(path, string(data))
		return err
	})
	if err != nil {
		b.t.Error(err)
	}
}

const story = `<!doctype html><html lang="en"><head><title>Ferry stopped</title></head><body><article><h1>Ferry stopped</h1><p>` +
	ferry + `</p><p>` + bridge + `</p></article></body></html>`

// TestDiscordFromStartToEnd is the program on Discord as a community meets it.
func TestDiscordFromStartToEnd(t *testing.T) {
	t.Parallel()
	c, p := discordWorld(t, discordtest.Options{})
	p.put("/story.html", story)
	reader, here := c.Join(discordtest.Person{}), c.Channel(0, 1)
	bot := c.serve()
	if n := len(c.Commands("")); n != 2 {
		t.Errorf("%d commands are registered, want /news and Digest this", n)
	}

	latest := c.answer(c.Slash(reader, here, "news latest"))
	c.says("latest", latest, true, "Sample, not current news", "MOSCOW, July 6", "strictly implement the Minsk Agreements")
	c.says("evidence", c.press(reader, latest, "Evidence"), true, "Evidence, word for word", "According to the Kremlin, Putin told Obama")

	link := c.Say(discordtest.Person{ID: reader.ID}, here, "Have you read "+p.URL+"/story.html?", "")
	c.says("Digest this", c.answer(c.Menu(reader, here, "Digest this", link)), true, "Ferry stopped", "the harbour office said")

	c.b.run(`{"id":"1","title":"Bridge opened","text":"The bridge over the canal was opened on Monday, the city said.","published":"2026-11-20T10:00:00Z"}
{"id":"2","title":"Bread dearer","text":"Bakers raised the price of bread on Monday, their guild said.","published":"2026-11-21T10:00:00Z"}`, "import", "-").ends(exitDone)
	newest := c.answer(c.Slash(reader, here, "news latest", discordtest.Option{Name: "count", Value: 1}))
	c.says("the newest", newest, true, "Bread dearer")
	older := c.press(reader, newest, "Older")
	c.says("older", older, true, "Bridge opened")
	c.says("newer", c.press(reader, older, "Newer"), true, "Bread dearer")

	killed := time.Now()
	c.Kill(true)
	c.Await(t, "the killed sockets", func() bool { return c.Live() == 0 })
	c.Revive()
	c.Await(t, "another connection", func() bool { return c.Connected() > 0 })
	if took := time.Since(killed); took > 10*time.Second {
		t.Errorf("the killed gateway is survived after %v, want 10 s at most", took)
	}
	c.says("after a killed gateway", c.answer(c.Slash(reader, here, "news latest")), true, "Bread dearer")
	c.ends(bot)
	if n := len(c.Requests()); n < 10 {
		t.Errorf("%d requests were checked, want all of the above", n)
	}
}

// TestDiscordRefusesTheToken: the program ends, and says what to do.
func TestDiscordRefusesTheToken(t *testing.T) {
	t.Parallel()
	c, _ := discordWorld(t, discordtest.Options{})
	c.b.env["DISCORD_TOKEN"] = "MTk.CANARY.wrong"
	p := c.b.start("run")
	if code := p.code(); code != exitFailed {
		t.Errorf("bot run ended with %d, want %d", code, exitFailed)
	}
	if last := lastLine(p.stderr.String()); !strings.Contains(last, "bot: ") || !strings.Contains(last, "does not accept the token (DISCORD_TOKEN)") {
		t.Errorf("the last line is %q, want what to do", last)
	}
	c.b.keepsSecrets(p)
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[len(lines)-1]
}

// TestDiscordSettings: a server's own commands, and the number of shards.
func TestDiscordSettings(t *testing.T) {
	t.Parallel()
	c, _ := discordWorld(t, discordtest.Options{Guilds: 2, MaxConcurrency: 2})
	c.b.env["DISCORD_GUILD_ID"], c.b.env["DISCORD_SHARDS"] = c.Guild(1), "2"
	bot := c.serve()
	c.Await(t, "both shards", func() bool { return c.Connected() == 2 })
	if here, everywhere := len(c.Commands(c.Guild(1))), len(c.Commands("")); here != 2 || everywhere != 0 {
		t.Errorf("%d commands in the server and %d everywhere, want 2 and 0", here, everywhere)
	}
	for _, i := range c.Identifies() {
		if i.Shard[1] != 2 || i.Version != "10" {
			t.Errorf("identify: shard %v of version %s, want one of 2 and version 10", i.Shard, i.Version)
		}
	}
	c.ends(bot)
}

// TestOwnerOnDiscord: notices of the host's go to the owner, as a direct message.
func TestOwnerOnDiscord(t *testing.T) {
	t.Parallel()
	c, p := discordWorld(t, discordtest.Options{})
	owner := c.Join(discordtest.Person{})
	c.b.env["NEWS_SOURCES"] = p.URL + "/dead.xml"
	_, w := testApp(t, c.b, &lockedBuffer{})
	notice(t, w, time.Now())
	c.b.env["OWNER"] = "discord:" + owner.ID
	bot := c.serve()
	c.Await(t, "the notice", func() bool {
		for _, m := range c.Screen() {
			if m.Channel == c.Direct(owner.ID) && strings.Contains(m.Content, "page not found (404)") {
				return true
			}
		}
		return false
	})
	c.ends(bot)
}
