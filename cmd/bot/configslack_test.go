package main

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// Credentials of the forms that Slack's have; they must come up nowhere.
const (
	canaryBot    = "xoxb-CANARY-bot"
	canaryApp    = "xapp-1-CANARY-app"
	canarySecret = "CANARY0123456789abcdef0123456789"
)

// TestSlackConfiguration is which way in is taken, and in one line what is
// wrong or missing. No line shows a credential.
func TestSlackConfiguration(t *testing.T) {
	t.Parallel()
	bot, app := map[string]string{"SLACK_BOT_TOKEN": canaryBot}, map[string]string{"SLACK_APP_TOKEN": canaryApp}
	signing, addr := map[string]string{"SLACK_SIGNING_SECRET": canarySecret}, map[string]string{"HTTP_ADDR": "127.0.0.1:0"}
	is := func(key, value string) map[string]string { return map[string]string{key: value} }
	for _, tt := range []struct {
		name string
		env  []map[string]string
		way  slackWay
		want string // in the error; "" for none
	}{
		{"nothing", nil, slackOff, ""},
		{"an address alone", of(addr), slackOff, ""},
		{"socket mode", of(bot, app), slackSocket, ""},
		{"http", of(bot, signing, addr), slackHTTP, ""},
		{"both", of(bot, app, signing, addr), slackHTTP, ""},
		{"a secret without an address", of(bot, app, signing), slackSocket, ""},
		{"an address without a secret", of(bot, app, addr), slackSocket, ""},
		{"only a bot token", of(bot), slackOff, "SLACK_BOT_TOKEN: not enough: set SLACK_APP_TOKEN too (xapp-, for Socket Mode), or SLACK_SIGNING_SECRET and HTTP_ADDR"},
		{"a bot token and an address", of(bot, addr), slackOff, "SLACK_BOT_TOKEN: not enough"},
		{"a secret with nowhere to listen", of(bot, signing), slackOff, "SLACK_SIGNING_SECRET: needs HTTP_ADDR"},
		{"no bot token", of(app, signing, addr), slackOff, "SLACK_BOT_TOKEN: not set"},
		{"the app's in the bot's place", of(is("SLACK_BOT_TOKEN", canaryApp), app), slackOff, "SLACK_BOT_TOKEN: that is an app-level token (xapp-); it takes one that begins with xoxb-"},
		{"the bot's in the app's place", of(bot, is("SLACK_APP_TOKEN", canaryBot)), slackOff, "SLACK_APP_TOKEN: that is a bot's token (xoxb-); it takes one that begins with xapp-"},
		{"a user's token", of(is("SLACK_BOT_TOKEN", "xoxp-CANARY"), app), slackOff, "that is a user's token (xoxp-)"},
		{"one that expires", of(is("SLACK_BOT_TOKEN", "xoxe.xoxb-CANARY"), app), slackOff, "let token rotation be off"},
		{"a token in the secret's place", of(bot, is("SLACK_SIGNING_SECRET", canaryBot), addr), slackOff, "SLACK_SIGNING_SECRET: that is a bot's token (xoxb-)"},
		{"no secret at all", of(bot, is("SLACK_SIGNING_SECRET", "CANARY 1"), addr), slackOff, "SLACK_SIGNING_SECRET: that is no signing secret"},
		{"something else", of(is("SLACK_BOT_TOKEN", "CANARY"), app), slackOff, "SLACK_BOT_TOKEN: that is no token that begins with xoxb-"},
		{"with a space", of(is("SLACK_BOT_TOKEN", "xoxb-CANARY 1"), app), slackOff, "SLACK_BOT_TOKEN: that is no token that begins with xoxb-, without spaces"},
		{"nowhere to listen", of(bot, signing, is("HTTP_ADDR", "8080")), slackOff, `HTTP_ADDR: "8080" is no address to listen at`},
		{"a port that is none", of(bot, signing, is("HTTP_ADDR", ":99999")), slackOff, "HTTP_ADDR"},
		{"no address of the API", of(bot, app, is("SLACK_API_URL", "slack.com")), slackSocket, "SLACK_API_URL: not an http or https address"},
		{"who may change", of(bot, app, is("SLACK_CHANGES", "all")), slackSocket, `SLACK_CHANGES: "all": use members or admins`},
		{"no owner", of(bot, app, is("OWNER", "slack:Jo")), slackSocket, `OWNER: "Jo" is no person's id`},
		{"an owner", of(bot, app, is("OWNER", "slack:U0123ABCD")), slackSocket, ""},
		{"an owner elsewhere", of(is("OWNER", "irc:jo")), slackOff, "use log, discord:ID or slack:ID"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := newBox(t)
			for _, set := range tt.env {
				maps.Copy(b.env, set)
			}
			c, err := readConfig(b.getenv)
			if err == nil {
				err = c.slackLacks()
			}
			text := ""
			if err != nil {
				text = err.Error()
			}
			if way := c.slackWay(); way != tt.way || !strings.Contains(text, tt.want) || (err == nil) != (tt.want == "") {
				t.Errorf("got way %d and %q, want %d and %q", way, text, tt.way, tt.want)
			}
			if strings.Contains(text, "\n") || strings.Contains(text, "CANARY") {
				t.Errorf("got %q, want one line, without a credential", text)
			}
			if on := slices.Contains(c.platforms(), "Slack"); tt.way != slackOff && !on || tt.way == slackOff && err == nil && on {
				t.Errorf("platforms: got %q with way %d", c.platforms(), tt.way)
			}
		})
	}
}

// of is what is set.
func of(sets ...map[string]string) []map[string]string { return sets }

// TestWhatSetupPutsRight: what is wrong with Slack alone does not keep from setting it up.
func TestWhatSetupPutsRight(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		key, value string
		want       bool
	}{{"SLACK_BOT_TOKEN", "CANARY", true}, {"LOG_LEVEL", "loud", false}} {
		b := newBox(t)
		b.env[tt.key] = tt.value
		if _, err := readConfig(b.getenv); err == nil || ofSlackAlone(err) != tt.want {
			t.Errorf("%s: %v is of Slack alone: want %v", tt.key, err, tt.want)
		}
	}
	if ofSlackAlone(nil) {
		t.Error("nothing is wrong, and is of Slack")
	}
}
