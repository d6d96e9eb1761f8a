package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/dustin/go-humanize/english"

	"dateline/adapters"
	"dateline/adapters/discord"
)

// doctorWaits bounds what the doctor asks of one platform.
const doctorWaits = 20 * time.Second

// checkDiscord asks Discord about the account, and about a channel where one
// is named. Nothing is connected or changed.
func (a *app) checkDiscord(ctx context.Context, channel string) []finding {
	if a.config.DiscordToken == "" {
		if channel != "" {
			return []finding{{what: "discord channel", err: errors.New("DISCORD_TOKEN is not set: bot setup discord sets it")}}
		}
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, doctorWaits)
	defer cancel()
	d, err := a.newDiscord()
	if err != nil {
		return []finding{{what: "discord", err: err}}
	}
	account, err := d.Account(ctx)
	if err != nil {
		return []finding{{what: "discord token", err: discordTrouble(err)}}
	}
	findings := []finding{
		{what: "discord token", ok: fmt.Sprintf("accepted, %s, application %s", account.Name, account.App)},
		{what: "discord intents", ok: "servers, their messages, direct messages; none of them is privileged"},
		checkServers(account), checkInteractions(account), checkStarts(account), a.checkCommands(ctx, d, account),
	}
	if a.config.DiscordAPIURL != "" {
		findings = append(findings, finding{what: "DISCORD_API_URL", warn: "it gets the token: " + a.config.DiscordAPIURL})
	}
	if channel != "" {
		findings = append(findings, checkPlace(ctx, d, channel))
	}
	return findings
}

// discordTrouble says what to do about an error of Discord's.
func discordTrouble(err error) error {
	if discord.Final(err) {
		return fmt.Errorf("not accepted: reset it in the portal (Bot, Reset Token), then bot setup discord: %w", err)
	}
	return fmt.Errorf("discord cannot be asked: try again, or look at DISCORD_API_URL and the network: %w", err)
}

func checkServers(account discord.Account) finding {
	f := finding{what: "discord servers", ok: english.Plural(account.Servers, "server", "")}
	switch {
	case account.Servers == 0:
		f.warn = "none yet: " + discord.Invite(account.App)
	case account.Private:
		f.ok += "; only the application's owner can invite the bot"
	}
	if account.Grant {
		f.err = errors.New("invitations fail: turn Requires OAuth2 Code Grant off in the portal (Bot)")
	}
	return f
}

func checkInteractions(account discord.Account) finding {
	f := finding{what: "discord interactions", ok: "come over the gateway"}
	if account.Endpoint {
		f.err = errors.New("go to an address over HTTP, so that no command arrives here: empty Interactions Endpoint URL in the portal (General Information)")
	}
	return f
}

func checkStarts(account discord.Account) finding {
	f := finding{
		what: "discord gateway",
		ok:   fmt.Sprintf("%s, %d of %d connections left today", english.Plural(account.Shards, "shard", ""), account.Starts, account.StartsAllowed),
	}
	if account.Starts < account.Shards {
		f.warn = f.ok + ": wait until tomorrow, and see the log for why it connects so often"
	}
	return f
}

func (a *app) checkCommands(ctx context.Context, d *discord.Adapter, account discord.Account) finding {
	f := finding{what: "discord commands", ok: "registered"}
	if a.config.DiscordGuildID != "" {
		f.ok += " in one server (DISCORD_GUILD_ID)"
	}
	registered, err := d.Registered(ctx, account.App)
	switch {
	case err != nil && a.config.DiscordGuildID != "":
		f.err = fmt.Errorf("DISCORD_GUILD_ID: the bot is not in that server, or may not have commands there: %w", err)
	case err != nil:
		f.err = discordTrouble(err)
	case !registered:
		f.ok = "not as this program has them: bot run registers them"
	}
	return f
}

// checkPlace looks at what the bot may do in a channel.
func checkPlace(ctx context.Context, d *discord.Adapter, channel string) finding {
	f := finding{what: "discord channel " + channel}
	p, err := d.Place(ctx, channel)
	var gone *adapters.GoneError
	switch {
	case errors.As(err, &gone) && gone.Right != "":
		f.err = fmt.Errorf("the bot lacks %s there", gone.Right)
	case errors.As(err, &gone):
		f.err = errors.New("not there for the bot: check the id (Developer Mode, Copy Channel ID), and whether the bot is in that server")
	case err != nil:
		f.err = discordTrouble(err)
	case len(p.Missing) > 0:
		f.err = fmt.Errorf("%s in %s: the bot lacks %s: change its role, or the channel's permissions", p.Channel, p.Server, strings.Join(p.Missing, ", "))
	case p.Server == "":
		f.ok = "direct messages"
	default:
		f.ok = fmt.Sprintf("%s in %s: the bot may all it needs", p.Channel, p.Server)
	}
	return f
}
