package main

import (
	"fmt"
	"strings"
	"testing"

	"dateline/adapters/discord/discordtest"
)

// TestChatSettings: what is chosen in one process holds in the next.
func TestChatSettings(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	b.env["NEWS_ZONE"] = "UTC"
	b.run(`{"id":"1","text":"The bridge over the canal was opened on Monday, the city said.","published":"2016-07-06T22:30:00Z"}`, "import", "-").ends(exitDone)
	b.run("", "chat", "settings").ends(exitDone).says("UTC", "English (the default)")
	b.run("", "chat", "latest").ends(exitDone).says("6 Jul", "22:30")
	b.run("", "chat", "settings", "Berlin", "de").ends(exitDone).says("Gespeichert.", "Europe/Berlin")
	b.run("", "chat", "latest").ends(exitDone).says("7. Juli", "00:30")
	b.run("", "chat", "settings", "Atlantis").ends(exitFailed).says("Weder eine Zeitzone noch eine Sprache: Atlantis.")
	b.run("", "chat", "settings", "zone:default").ends(exitDone).says("UTC", "Vorgabe")
	b.run("", "chat", "latest").ends(exitDone).says("6. Juli", "22:30")
	if got := b.run("", "export").ends(exitDone); strings.Contains(got.stdout, "zone") {
		t.Errorf("export: got %s, want no settings", got.stdout)
	}
}

// TestDiscordChannelSettings chooses a zone that is suggested, and a language for
// what everybody sees; another server's channel stays as it was.
func TestDiscordChannelSettings(t *testing.T) {
	t.Parallel()
	c := &community{Server: discordtest.New(t, discordtest.Options{Spec: discordSpec(), Guilds: 2}), t: t, b: newBox(t)}
	reader, host := c.Join(discordtest.Person{}), c.Join(discordtest.Person{Permissions: discordtest.ManageChannels})
	here, there := c.Channel(0, 0), c.Channel(1, 0)
	defer c.open()()

	if got := c.suggested(host, here, "zone", "tok"); !strings.Contains(got, "Asia/Tokyo") {
		t.Errorf("zone: suggests %s, want Asia/Tokyo", got)
	}
	if got := c.suggested(host, here, "language", "ger"); !strings.Contains(got, "German (Deutsch)") {
		t.Errorf("language: suggests %s, want German", got)
	}
	zone, language := discordtest.Option{Name: "zone", Value: "Asia/Tokyo"}, discordtest.Option{Name: "language", Value: "de"}
	c.says("without the right", c.answer(c.Slash(reader, here, "news settings", zone)), true, "Nothing was changed", "Manage Channels")
	c.says("with it", c.answer(c.Slash(host, here, "news settings", zone, language)), true, "Saved.", "Asia/Tokyo", "German")
	c.says("reading", c.answer(c.Slash(reader, here, "news settings")), true, "Asia/Tokyo", "set for this channel")

	latest := c.answer(c.Slash(reader, here, "news latest"))
	c.says("to one", latest, true, "Sample, not current news")
	c.says("to all", c.share(reader, latest), false, "Beispiel")
	c.says("elsewhere", c.answer(c.Slash(reader, there, "news settings")), true, "(the default)")
	mention := "<@" + c.User + "> "
	c.says("a mention", c.answer(c.Say(reader, here, mention+"settings", "")), false, "Einstellungen dieses Kanals")
	c.says("a mention elsewhere", c.answer(c.Say(reader, there, mention+"settings", "")), false, "Settings of this channel")
}

// suggested gives what is suggested for an option of settings.
func (c *community) suggested(p discordtest.Person, channel, option, typed string) string {
	c.t.Helper()
	id := c.Type(p, channel, "news settings", discordtest.Option{Name: option, Value: typed, Focused: true})
	c.Await(c.t, "suggestions", func() bool { return c.Answered(id).Type != 0 })
	return fmt.Sprint(c.Answered(id).Choices)
}
