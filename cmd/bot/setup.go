package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"dateline/adapters/discord"
)

// setupCmd sets a platform up.
type setupCmd struct {
	Discord setupDiscordCmd `cmd:"" help:"Set Discord up: the token, .env, the invitation."`
	Slack   setupSlackCmd   `cmd:"" help:"Set Slack up: the app's manifest, the tokens, .env."`
}

// Help is the rest of the help text.
func (setupCmd) Help() string {
	return `Examples:

    bot setup discord
    bot setup slack`
}

// setupDiscordCmd sets Discord up.
type setupDiscordCmd struct {
	NoWait bool `name:"no-wait" help:"Do not wait until the bot is in a server."`
}

// Help is the rest of the help text.
func (setupDiscordCmd) Help() string {
	return `It asks for the bot's token (or reads it from standard input), checks it, writes it to .env in this folder, readable by you alone, prints the link that invites the bot with the few rights it needs, and waits until it is in a server.

The token: https://discord.com/developers/applications, New Application, Bot, Reset Token. No privileged intent is needed.

Examples:

    bot setup discord
    bot setup discord --no-wait < token.txt`
}

// joinEvery is the time between two looks at whether the bot was invited.
const joinEvery = 3 * time.Second

// Run does it.
func (c *setupDiscordCmd) Run(ctx context.Context, a *app) error {
	if err := a.configure(); err != nil {
		return fmt.Errorf("setup: %w", err)
	}
	if err := a.noTokenFile("DISCORD_TOKEN"); err != nil {
		return err
	}
	d, account, err := a.askToken(ctx, a.asks(ctx))
	if err != nil {
		return fmt.Errorf("setup: %w", err)
	}
	a.complain("The token is accepted: %s, application %s.", account.Name, account.App)
	if err := a.keep("DISCORD_TOKEN", a.config.DiscordToken.reveal()); err != nil {
		return fmt.Errorf("setup: %w", err)
	}
	for _, f := range []finding{checkServers(account), checkInteractions(account)} {
		if f.err != nil {
			a.complain("To be put right: %s: %v", f.what, f.err)
		}
	}
	a.complain("Invite the bot (you need the right Manage Server):")
	fmt.Fprintln(a.out, discord.Invite(account.App)) //nolint:errcheck // flushing says it
	if err := a.out.Flush(); err != nil {
		return err
	}
	if !c.NoWait {
		if err := a.awaitJoin(ctx, d); err != nil {
			return err
		}
	}
	a.complain("Start it with: bot run")
	return nil
}

// tokenForm is what a token is made of; what it means, Discord knows.
var tokenForm = regexp.MustCompile(`^[A-Za-z0-9._-]{1,200}$`)

// askToken asks for the token until Discord accepts one. It is kept in the configuration.
func (a *app) askToken(ctx context.Context, from *asker) (*discord.Adapter, discord.Account, error) {
	var d *discord.Adapter
	var account discord.Account
	err := from.until(ctx, question{key: "DISCORD_TOKEN", prompt: "Token", set: a.config.DiscordToken != ""}, func(typed string) (err error) {
		d, account, err = a.tryToken(ctx, strings.TrimPrefix(typed, "Bot "))
		return err
	})
	return d, account, err
}

// tryToken has Discord look at a token.
func (a *app) tryToken(ctx context.Context, typed string) (*discord.Adapter, discord.Account, error) {
	if typed != "" {
		a.config.DiscordToken = secret(typed)
	}
	switch token := a.config.DiscordToken.reveal(); {
	case token == "":
		return nil, discord.Account{}, errors.New("no token: reset it in the portal (Bot, Reset Token) and paste it")
	case !tokenForm.MatchString(token):
		return nil, discord.Account{}, errors.New("that is no token: it is letters, digits, dots, dashes and underscores, without spaces")
	}
	d, err := a.newDiscord()
	if err != nil {
		return nil, discord.Account{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, doctorWaits)
	defer cancel()
	account, err := d.Account(ctx)
	if err != nil {
		return nil, discord.Account{}, discordTrouble(err)
	}
	return d, account, nil
}

// awaitJoin waits until the bot is in a server. Whoever does not want to wait
// interrupts it: everything else is done.
func (a *app) awaitJoin(ctx context.Context, d *discord.Adapter) error {
	ticker := time.NewTicker(joinEvery)
	defer ticker.Stop()
	for first := true; ; first = false {
		servers, err := d.Servers(ctx)
		switch {
		case ctx.Err() != nil:
			a.complain("Not waited for: the link stays valid.")
			return nil
		case discord.Final(err):
			return discordTrouble(err)
		case err == nil && len(servers) > 0:
			a.complain("The bot is in %s.", shownServers(servers))
			return nil
		case first:
			a.complain("Waiting until the bot is in a server; Ctrl-C ends the waiting.")
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
		}
	}
}

// shownServers names a few servers.
func shownServers(all []discord.Server) string {
	const most = 3
	var names []string
	for _, s := range all[:min(most, len(all))] {
		names = append(names, s.Name)
	}
	shown := strings.Join(names, ", ")
	if more := len(all) - most; more > 0 {
		shown += fmt.Sprintf(" and %d more", more)
	}
	return shown
}
