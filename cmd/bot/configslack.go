package main

import (
	"errors"
	"fmt"
	"net"
	"regexp"
	"strconv"
	"strings"

	"dateline/adapters/slack"
)

// slackWay is the way in which Slack reaches the program.
type slackWay int

const (
	slackOff    slackWay = iota
	slackSocket          // Socket Mode: the program connects to Slack
	slackHTTP            // Slack sends requests to the program
)

// slackWay is the way that the configuration turns on.
func (c *config) slackWay() slackWay {
	switch {
	case c.SlackBotToken == "":
		return slackOff
	case c.SlackSigningSecret != "" && c.HTTPAddr != "":
		return slackHTTP
	case c.SlackAppToken != "":
		return slackSocket
	}
	return slackOff
}

// slackError is what is wrong with the variables of Slack: bot setup slack
// puts it right.
type slackError string

func (p slackError) Error() string { return string(p) }

// The forms of what Slack gives. What the credentials mean, Slack knows.
var (
	slackPerson = regexp.MustCompile(`^[UW][A-Z0-9]{2,30}$`)
	slackToken  = regexp.MustCompile(`^[A-Za-z0-9._-]{1,300}$`)
	slackSecret = regexp.MustCompile(`^[0-9a-zA-Z]{16,128}$`)
)

// slackCredential is one of the three, as people find it.
type slackCredential struct {
	key    string
	prefix string // that it begins with; "" for none
	where  string // it is found in the app's settings, https://api.slack.com/apps
}

// The three credentials of Slack's.
func botTokenOfSlack() slackCredential {
	return slackCredential{"SLACK_BOT_TOKEN", "xoxb-", "OAuth & Permissions, Bot User OAuth Token"}
}

func appTokenOfSlack() slackCredential {
	return slackCredential{"SLACK_APP_TOKEN", "xapp-", "Basic Information, App-Level Tokens, with the scope connections:write"}
}

func signingSecretOfSlack() slackCredential {
	return slackCredential{"SLACK_SIGNING_SECRET", "", "Basic Information, App Credentials, Signing Secret"}
}

// check says in one line what a value is, where it is not what it should be. It
// never shows it.
func (s slackCredential) check(value string) error {
	known := whatSlackHas(value)
	switch {
	case value == "":
		return nil
	case s.prefix != "" && strings.HasPrefix(value, s.prefix) && slackToken.MatchString(value):
		return nil
	case s.prefix == "" && known == "" && slackSecret.MatchString(value):
		return nil
	case s.prefix != "" && known != "" && !strings.HasPrefix(value, s.prefix):
		return fmt.Errorf("%s: that is %s; it takes one that begins with %s: %s", s.key, known, s.prefix, s.where)
	case s.prefix == "" && known != "":
		return fmt.Errorf("%s: that is %s; the signing secret is letters and digits alone: %s", s.key, known, s.where)
	case s.prefix == "":
		return fmt.Errorf("%s: that is no signing secret, which is letters and digits alone: %s", s.key, s.where)
	}
	return fmt.Errorf("%s: that is no token that begins with %s, without spaces: %s", s.key, s.prefix, s.where)
}

// whatSlackHas names a token by how it begins; "" for what is none.
func whatSlackHas(value string) string {
	for _, token := range [][2]string{
		{"xapp-", "an app-level token (xapp-)"}, {"xoxb-", "a bot's token (xoxb-)"}, {"xoxp-", "a user's token (xoxp-)"},
		{"xoxe", "a token that expires (xoxe): let token rotation be off"}, {"xox", "another kind of token"},
	} {
		if strings.HasPrefix(value, token[0]) {
			return token[1]
		}
	}
	return ""
}

// validateSlack checks what is set of Slack; whether it is enough, see [config.slackLacks].
func (c *config) validateSlack() []error {
	var problems []error
	add := func(err error) bool {
		if err != nil {
			problems = append(problems, slackError(err.Error()))
		}
		return err != nil
	}
	for _, set := range []struct {
		form  slackCredential
		value *secret
	}{{botTokenOfSlack(), &c.SlackBotToken}, {appTokenOfSlack(), &c.SlackAppToken}, {signingSecretOfSlack(), &c.SlackSigningSecret}} {
		if add(set.form.check(set.value.reveal())) {
			*set.value = ""
		}
	}
	if add(checkListen(c.HTTPAddr)) {
		c.HTTPAddr = ""
	}
	if err := slack.CheckURL(c.SlackAPIURL); err != nil {
		add(fmt.Errorf("SLACK_API_URL: %w", err))
		c.SlackAPIURL = ""
	}
	if c.SlackChanges != "members" && c.SlackChanges != "admins" {
		add(fmt.Errorf("SLACK_CHANGES: %q: use members or admins", c.SlackChanges))
		c.SlackChanges = "admins" // the narrower of the two
	}
	return problems
}

// slackLacks says what is missing where something of Slack is set, and nothing
// comes of it.
func (c *config) slackLacks() error {
	const setUp = ": bot setup slack asks for what is missing"
	bot, app, signing := c.SlackBotToken != "", c.SlackAppToken != "", c.SlackSigningSecret != ""
	switch {
	case c.slackWay() != slackOff, !bot && !app && !signing:
		return nil
	case !bot:
		return errors.New("SLACK_BOT_TOKEN: not set, and without the bot's token (xoxb-) the rest of Slack's is of no use" + setUp)
	case signing:
		return errors.New("SLACK_SIGNING_SECRET: needs HTTP_ADDR, the address to listen at (or set SLACK_APP_TOKEN, for Socket Mode)" + setUp)
	}
	return errors.New("SLACK_BOT_TOKEN: not enough: set SLACK_APP_TOKEN too (xapp-, for Socket Mode), or SLACK_SIGNING_SECRET and HTTP_ADDR" + setUp)
}

// checkListen checks an address to listen at.
func checkListen(addr string) error {
	if addr == "" {
		return nil
	}
	_, port, err := net.SplitHostPort(addr)
	if n, parsed := strconv.Atoi(port); err != nil || parsed != nil || n < 0 || n > 65535 {
		return fmt.Errorf("HTTP_ADDR: %q is no address to listen at: use HOST:PORT or :PORT, 127.0.0.1:8080 say", addr)
	}
	return nil
}

// ofSlackAlone says whether all that is wrong is what setting Slack up puts right.
func ofSlackAlone(err error) bool {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return false
	}
	for _, one := range joined.Unwrap() {
		var p slackError
		if !errors.As(one, &p) {
			return false
		}
	}
	return true
}
