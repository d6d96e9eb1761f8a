package main

import (
	"fmt"
	"net"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/adapters/slack/slacktest"
)

// TestSlackFromStartToEnd is the program on Slack as a newsroom meets it.
func TestSlackFromStartToEnd(t *testing.T) {
	t.Parallel()
	onBothWays(t, func(t *testing.T, way slackWay) {
		n, p := slackWorld(t, way, slacktest.Options{})
		p.put("/story.html", story)
		reader, here := n.Join(slacktest.Person{}), n.Channel(1)
		bot := n.serve()

		latest := n.answer(n.Slash(reader, here, "latest"))
		n.says("latest", latest, true, "Sample, not current news", "MOSCOW, July 6", "strictly implement the Minsk Agreements")
		n.says("evidence", n.press(reader, latest, "Evidence"), true, "Evidence, word for word", "According to the Kremlin, Putin told Obama")
		n.says("shared", n.press(reader, latest, "Share"), false, "strictly implement the Minsk Agreements")
		n.says("a typo", n.answer(n.Slash(reader, here, "lates")), true, "latest")

		asked := n.Say(reader, here, "<@"+n.User+"> latest", "")
		mention := n.replied(here, asked.TS)
		n.says("a mention", mention, false, "Sample, not current news", "strictly implement the Minsk Agreements")
		n.says("evidence in the thread", n.press(reader, mention, "Evidence"), true, "According to the Kremlin")

		link := n.Say(reader, here, "Have you read "+p.URL+"/story.html?", "")
		n.says("Digest this", n.answer(n.Shortcut(reader, here, link.TS, "digest_this")), true, "Ferry stopped", "the harbour office said")

		n.b.run(`{"id":"1","title":"Bridge opened","text":"The bridge over the canal was opened on Monday, the city said.","published":"2026-11-20T10:00:00Z"}
{"id":"2","title":"Bread dearer","text":"Bakers raised the price of bread on Monday, their guild said.","published":"2026-11-21T10:00:00Z"}`, "import", "-").ends(exitDone)
		newest := n.answer(n.Slash(reader, here, "latest 1"))
		n.says("the newest", newest, true, "Bread dearer")
		older := n.press(reader, newest, "Older")
		n.says("older", older, true, "Bridge opened")
		n.says("newer", n.press(reader, older, "Newer"), true, "Bread dearer")

		direct := n.Direct(reader.ID)
		n.Say(reader, direct, "bread", "")
		n.Await(t, "a direct message", func() bool {
			return slices.ContainsFunc(n.In(direct, ""), func(m slacktest.Seen) bool { return strings.Contains(m.Shown, "Bakers raised") })
		})
		n.OpenHome(reader, "home")
		n.Await(t, "App Home", func() bool { _, there := n.Home(reader.ID); return there })
		n.everythingOnce()
		n.ends(bot)
	})
}

// TestSlackButtonsOutliveTheProgram presses old buttons of a program that has
// been started anew; and one that belongs to others.
func TestSlackButtonsOutliveTheProgram(t *testing.T) {
	t.Parallel()
	onBothWays(t, func(t *testing.T, way slackWay) {
		retries := []time.Duration{0, 500 * time.Millisecond, 2 * time.Second, 5 * time.Second} // of what came while there was no program
		n, _ := slackWorld(t, way, slacktest.Options{Retries: retries})
		reader, other, here := n.Join(slacktest.Person{}), n.Join(slacktest.Person{Locale: "de-DE"}), n.Channel(1)
		bot := n.serve()
		latest := n.answer(n.Slash(reader, here, "latest"))
		digested := n.answer(n.Slash(reader, n.Direct(reader.ID), "digest The bridge opens on Monday, the port said. Ferries stop on Sunday, it added."))
		n.says("digest", digested, false, "The bridge opens on Monday")
		n.ends(bot)

		bot = n.serve()
		n.says("evidence after a restart", n.press(reader, latest, "Evidence"), true, "Evidence, word for word", "According to the Kremlin, Putin told Obama")
		n.says("wrong", n.press(reader, latest, "Wrong?"), true, "Noted.")
		public := n.press(reader, latest, "Share")
		n.says("evidence of what is shared", n.press(other, public, "Evidence"), true, "Beleg", "According to the Kremlin")
		forged := digested.Buttons[0]
		n.says("a forged button", n.answer(n.Forge(other, here, forged.ActionID, forged.Value)), true, "wird nicht mehr aufbewahrt")
		n.everythingOnce()
		n.ends(bot)
	})
}

// TestSlackChanges: who may change what a channel reads, and what the channel
// chose is in what everybody sees.
func TestSlackChanges(t *testing.T) {
	t.Parallel()
	n, _ := slackWorld(t, slackSocket, slacktest.Options{})
	member, guest, admin := n.Join(slacktest.Person{}), n.Join(slacktest.Person{Guest: true}), n.Join(slacktest.Person{Admin: true})
	here, there := n.Channel(1), n.AddChannel(slacktest.Channel{Name: "away", Uninvited: true, Members: []slacktest.Person{member}})
	bot := n.serve()
	n.says("a guest", n.answer(n.Slash(guest, here, "settings de")), true, "Nothing was changed")
	n.says("where we are not", n.answer(n.Slash(member, there, "settings de")), true, "Nothing was changed", "/invite @"+n.Name)
	n.says("a member", n.answer(n.Slash(member, here, "settings Tokyo de")), true, "Saved.", "Asia/Tokyo", "German")
	n.says("in public", n.replied(here, n.Say(member, here, "<@"+n.User+"> settings", "").TS), false, "Einstellungen dieses Kanals")
	n.Withdraw("users:read")
	n.says("without a scope", n.answer(n.Slash(member, here, "settings fr")), true, "Nothing was changed", "users:read")
	n.Grant("users:read")
	n.ends(bot)

	n.b.env["SLACK_CHANGES"] = "admins"
	bot = n.serve()
	n.says("a member where admins may", n.answer(n.Slash(member, here, "settings fr")), true, "Nothing was changed")
	n.says("an admin", n.answer(n.Slash(admin, here, "settings fr")), true, "Saved.")
	n.ends(bot)
}

// TestSlackSurvivesDisconnects: sockets end with and without a warning while
// people ask; each is answered, once.
func TestSlackSurvivesDisconnects(t *testing.T) {
	t.Parallel()
	n, _ := slackWorld(t, slackSocket, slacktest.Options{Retries: slices.Repeat([]time.Duration{time.Second}, 8)})
	reader := n.Join(slacktest.Person{})
	var channels []string // a message a second is what each takes
	for i := range 10 {
		channels = append(channels, n.AddChannel(slacktest.Channel{Name: fmt.Sprint("desk", i), Members: []slacktest.Person{reader}}))
	}
	bot := n.serve()
	for _, round := range []struct {
		name    string
		happens func()
		opens   int // sockets more, at once
	}{
		{"a socket is to be replaced", func() { n.Refresh(0) }, 1},
		{"the replaced one ends", func() { n.Cut(0) }, 0},
		{"a socket ends without a word", func() { n.Cut(0) }, 1},
		{"another is warned of", func() { n.Warn(1) }, 1},
		{"and ends", func() { n.Cut(1) }, 0},
		{"the network breaks", n.Drop, 2},
	} {
		opened := n.Opened()
		asked := map[string]string{}
		for i, channel := range channels {
			if i == 5 {
				round.happens()
			}
			asked[channel] = n.Say(reader, channel, fmt.Sprintf("<@%s> latest", n.User), "").TS
		}
		for channel, ts := range asked {
			n.replied(channel, ts)
		}
		n.Await(t, round.name, func() bool { return n.Opened() >= opened+round.opens && n.Connected() >= 2 })
	}
	n.everythingOnce()
	n.ends(bot)
	answers := map[string]int{} // by thread
	for _, m := range whole(n.Screen()) {
		answers[m.Thread]++
	}
	for thread, seen := range answers {
		if seen != 1 {
			t.Errorf("%d answers in the thread %s, want one", seen, thread)
		}
	}
	if len(answers) != 60 {
		t.Errorf("%d of 60 mentions were answered", len(answers))
	}
}

// TestSlackIsToldOnce: what Slack sends again has one effect.
func TestSlackIsToldOnce(t *testing.T) {
	t.Parallel()
	onBothWays(t, func(t *testing.T, way slackWay) {
		n, _ := slackWorld(t, way, slacktest.Options{})
		reader, here := n.Join(slacktest.Person{}), n.Channel(1)
		bot := n.serve()
		said, command := n.Say(reader, here, "<@"+n.User+"> latest", ""), n.Slash(reader, here, "latest")
		n.replied(here, said.TS)
		n.answer(command)
		for _, id := range []string{said.ID, command} {
			n.Repeat(id)
			n.Await(t, "the second acknowledgement", func() bool { return n.Answered(id).Acks == 2 })
		}
		n.ends(bot)
		if replies, answers := len(whole(n.In(here, said.TS))), len(whole(n.Answers(command))); replies != 1 || answers != 1 {
			t.Errorf("%d replies and %d answers, want one of each", replies, answers)
		}
	})
}

// TestSlackIsRefused: the program ends, and says what to do.
func TestSlackIsRefused(t *testing.T) {
	t.Parallel()
	taken, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = taken.Close() })
	for _, tt := range []struct {
		name string
		way  slackWay
		env  map[string]string
		want string
	}{
		{"a wrong bot token", slackSocket, map[string]string{"SLACK_BOT_TOKEN": "xoxb-CANARY-wrong"}, "SLACK_BOT_TOKEN: Slack does not accept the token"},
		{"a wrong app token", slackSocket, map[string]string{"SLACK_APP_TOKEN": "xapp-CANARY-wrong"}, "SLACK_APP_TOKEN: Slack does not accept the token"},
		{"an address in use", slackHTTP, map[string]string{"HTTP_ADDR": taken.Addr().String()}, "HTTP_ADDR: " + taken.Addr().String() + " is in use by another program"},
		{"no app token", slackSocket, map[string]string{"SLACK_APP_TOKEN": ""}, "SLACK_BOT_TOKEN: not enough"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			n, _ := slackWorld(t, tt.way, slacktest.Options{})
			for key, value := range tt.env {
				n.b.env[key] = value
			}
			p := n.b.start("run")
			if code := p.code(); code != exitFailed {
				t.Errorf("bot run ended with %d, want %d", code, exitFailed)
			}
			if last := lastLine(p.stderr.String()); !strings.HasPrefix(last, "bot: ") || !strings.Contains(last, tt.want) {
				t.Errorf("the last line is %q, want %q in it", last, tt.want)
			}
			n.b.keepsSecrets(p)
		})
	}
}

// TestSlackIsRemoved: what is owed is dropped, and the program runs on.
func TestSlackIsRemoved(t *testing.T) {
	t.Parallel()
	n, _ := slackWorld(t, slackHTTP, slacktest.Options{})
	reader, here := n.Join(slacktest.Person{}), n.Channel(1)
	bot := n.serve()
	n.answer(n.Slash(reader, here, "latest"))
	gone := n.Uninstall()
	n.Await(t, "the acknowledgement", func() bool { return n.Answered(gone).Acked })
	before := len(n.Screen())
	bot.logs(regexp.MustCompile("install the app again"))
	if code := bot.terminate(); code != exitDone || len(n.Screen()) != before {
		t.Errorf("ended with %d after %d messages more, want %d and none", code, len(n.Screen())-before, exitDone)
	}
	n.b.keepsSecrets(bot)
}
