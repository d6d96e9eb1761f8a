package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"syscall"

	"dateline/adapters/slack"
)

// channelOf says whose channel an identifier names: Discord's are numbers.
func channelOf(id string) (onDiscord, onSlack string) {
	if id == "" || snowflake.MatchString(id) {
		return id, ""
	}
	return "", id
}

// checkSlack asks Slack about the bot, and about a channel where one is named.
// No socket is opened and nothing is changed.
func (a *app) checkSlack(ctx context.Context, channel string) []finding {
	way := a.config.slackWay()
	if way == slackOff {
		if channel != "" {
			return []finding{{what: "slack channel", err: errors.New("not set up: bot setup slack does it")}}
		}
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, doctorWaits)
	defer cancel()
	o, err := a.slackOptions(nil)
	if err != nil {
		return []finding{{what: "slack", err: err}}
	}
	findings := checkBot(ctx, o)
	findings = append(findings, a.checkWay(ctx, o, way)...)
	if a.config.SlackAPIURL != "" {
		findings = append(findings, finding{what: "SLACK_API_URL", warn: "it gets the tokens: " + a.config.SlackAPIURL})
	}
	if channel != "" {
		findings = append(findings, checkSlackChannel(ctx, o, channel))
	}
	return findings
}

// checkBot looks at the bot's token, and at what it may do.
func checkBot(ctx context.Context, o slack.Options) []finding {
	account, err := slack.Inspect(ctx, o)
	if err != nil {
		return []finding{{what: "slack bot token", err: slackTrouble(err)}}
	}
	return append([]finding{
		{what: "slack bot token", ok: fmt.Sprintf("accepted, @%s in %s (%s)", account.Name, account.TeamName, account.Team)},
	}, checkScopes(account)...)
}

// slackTrouble says what to do about an error of Slack's.
func slackTrouble(err error) error {
	var mend *slack.ConfigError
	if errors.As(err, &mend) {
		return err
	}
	return fmt.Errorf("slack cannot be asked: try again, or look at SLACK_API_URL and the network: %w", err)
}

// checkScopes looks for the rights that the bot cannot do without, and for
// those that find a lost message.
func checkScopes(account slack.Account) []finding {
	required, optional := account.Missing()
	needed := finding{what: "slack scopes", ok: "all that are needed"}
	if len(required) > 0 {
		needed.err = fmt.Errorf("the bot lacks %s: add them (OAuth & Permissions, Bot Token Scopes), then Install App, Reinstall", strings.Join(required, ", "))
	}
	useful := finding{what: "slack optional scopes", ok: "a message whose answer got lost can be looked for"}
	if len(optional) > 0 {
		useful.warn = fmt.Sprintf("without %s, a message whose answer got lost cannot be looked for, and is not sent again", strings.Join(optional, ", "))
	}
	return []finding{needed, useful}
}

// checkWay looks at the way in by which Slack reaches the program.
func (a *app) checkWay(ctx context.Context, o slack.Options, way slackWay) []finding {
	if way == slackHTTP {
		return []finding{
			{what: "slack signing secret", ok: "set; whether it is the app's, the first request of Slack's shows"},
			a.checkListening(ctx),
		}
	}
	f := finding{what: "slack app token", ok: "accepted: Socket Mode"}
	if err := slack.InspectSocket(ctx, o); err != nil {
		f.err = slackTrouble(err)
	}
	return []finding{f}
}

// checkListening looks whether the program could listen at HTTP_ADDR.
func (a *app) checkListening(ctx context.Context) finding {
	f := finding{what: "HTTP_ADDR", ok: a.config.HTTPAddr + ", where bot run listens for /slack/events, /slack/commands and /slack/interactions"}
	in, err := listen(ctx, a.config.HTTPAddr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		f.warn = a.config.HTTPAddr + " is in use: as it should be by a bot run; any other program there keeps it from starting"
	case err != nil:
		f.err = errors.New(strings.TrimPrefix(err.Error(), "HTTP_ADDR: "))
	default:
		_ = in.Close() // nothing was taken from it
	}
	return f
}

// checkSlackChannel looks at what the bot may do in a channel.
func checkSlackChannel(ctx context.Context, o slack.Options, channel string) finding {
	f := finding{what: "slack channel " + channel}
	p, err := slack.InspectChannel(ctx, o, channel)
	var answer *slack.APIError
	switch {
	case errors.As(err, &answer) && answer.Code == "channel_not_found":
		f.err = errors.New("not there for the bot: check the id (the channel's details, at the end); into a private channel, /invite the bot first")
	case err != nil:
		f.err = slackTrouble(err)
	case p.Name == "":
		f.ok = "direct messages"
	case p.Archived:
		f.err = fmt.Errorf("#%s is archived: nothing can be posted there", p.Name)
	case !p.Member:
		f.err = fmt.Errorf("#%s: the bot is not in it: /invite it there", p.Name)
	case p.Missing != "":
		f.warn = fmt.Sprintf("#%s: without %s, a message whose answer got lost cannot be looked for there", p.Name, p.Missing)
	default:
		f.ok = fmt.Sprintf("#%s: the bot is in it", p.Name)
	}
	return f
}
