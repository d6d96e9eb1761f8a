package main

import (
	"context"
	"fmt"
	"strings"

	"dateline/adapters/slack"
	"dateline/deploy"
)

// setupSlackCmd sets Slack up.
type setupSlackCmd struct {
	HTTP     string `name:"http" placeholder:"URL" help:"Over HTTP: the address, https://news.example.org say, at which Slack reaches the program. Without it: Socket Mode, which needs none."`
	Manifest bool   `help:"Print the app's manifest, and end."`
}

// Help is the rest of the help text.
func (setupSlackCmd) Help() string {
	return `It prints the manifest, from which Slack makes the app, says where each credential is found, asks for them (or reads them from standard input, a line each: the bot's token, then the app's token or, over HTTP, the signing secret), checks them with Slack and writes them to .env in this folder, readable by you alone.

Examples:

    bot setup slack
    bot setup slack --http https://news.example.org
    bot setup slack --manifest > manifest.yaml
    bot setup slack < tokens.txt`
}

// usualHTTPAddr is where the program listens if nothing else is set: for a
// server on the same machine that speaks https.
const usualHTTPAddr = "127.0.0.1:8080"

// Run does it.
func (c *setupSlackCmd) Run(ctx context.Context, a *app) error {
	manifest, err := c.manifest()
	if err != nil {
		return usageError(fmt.Sprintf("--http %s: %v", c.HTTP, err))
	}
	if c.Manifest {
		_, err := fmt.Fprint(a.out, manifest)
		return err
	}
	if err := a.configure(); err != nil && !ofSlackAlone(err) {
		return fmt.Errorf("setup: %w", err)
	}
	if err := a.noTokenFile("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"); err != nil {
		return err
	}
	a.complain("1. Open https://api.slack.com/apps?new_app=1, choose \"From a manifest\" and your workspace, and paste this as YAML:")
	fmt.Fprint(a.out, manifest) //nolint:errcheck // flushing says it
	if err := a.out.Flush(); err != nil {
		return err
	}
	a.complain("2. Install it: \"Install App\", \"Install to\" your workspace.")
	account, set, err := c.ask(ctx, a)
	if err != nil {
		return fmt.Errorf("setup: %w", err)
	}
	for _, v := range set {
		if err := a.keep(v[0], v[1]); err != nil {
			return fmt.Errorf("setup: %w", err)
		}
	}
	c.next(a, account)
	return nil
}

// manifest is the app's, for the way in that is meant.
func (c *setupSlackCmd) manifest() (string, error) {
	if c.HTTP == "" {
		return deploy.SlackManifest(), nil
	}
	return deploy.SlackManifestHTTP(c.HTTP)
}

// ask asks for what the way in takes, and gives the variables to set.
func (c *setupSlackCmd) ask(ctx context.Context, a *app) (slack.Account, [][2]string, error) {
	from := a.asks(ctx)
	var account slack.Account
	err := a.askSlack(ctx, from, "3. The bot's token", botTokenOfSlack(), &a.config.SlackBotToken, func(ctx context.Context, o slack.Options) (err error) {
		account, err = slack.Inspect(ctx, o)
		return err
	})
	if err != nil {
		return account, nil, err
	}
	a.complain("The bot's token is accepted: @%s in %s.", account.Name, account.TeamName)
	for _, f := range checkScopes(account) {
		if f.err != nil || f.warn != "" {
			a.complain("To be looked at: %s", f.line())
		}
	}
	set := [][2]string{{"SLACK_BOT_TOKEN", a.config.SlackBotToken.reveal()}}
	if c.HTTP != "" {
		err = a.askSlack(ctx, from, "4. The signing secret", signingSecretOfSlack(), &a.config.SlackSigningSecret, nil)
		set = append(set, [2]string{"SLACK_SIGNING_SECRET", a.config.SlackSigningSecret.reveal()})
		if a.config.HTTPAddr == "" {
			a.config.HTTPAddr = usualHTTPAddr
			set = append(set, [2]string{"HTTP_ADDR", usualHTTPAddr})
		}
		return account, set, err
	}
	err = a.askSlack(ctx, from, "4. The app's token", appTokenOfSlack(), &a.config.SlackAppToken, slack.InspectSocket)
	return account, append(set, [2]string{"SLACK_APP_TOKEN", a.config.SlackAppToken.reveal()}), err
}

// askSlack asks for a credential until it has its form and passes at Slack, if
// that can be asked. It is kept in the configuration.
func (a *app) askSlack(
	ctx context.Context, from *asker, what string, of slackCredential, into *secret, at func(context.Context, slack.Options) error,
) error {
	if terminal(a.stdin) {
		a.complain("%s: %s.", what, of.where)
	}
	return from.until(ctx, question{key: of.key, prompt: of.key, set: *into != ""}, func(typed string) error {
		if typed == "" {
			typed = into.reveal()
		}
		if typed == "" {
			return fmt.Errorf("%s: nothing was given: %s", of.key, of.where)
		}
		if err := of.check(typed); err != nil {
			return err
		}
		*into = secret(typed)
		if at == nil {
			return nil
		}
		o, err := a.slackOptions(nil)
		if err != nil {
			return err
		}
		ctx, cancel := context.WithTimeout(ctx, doctorWaits)
		defer cancel()
		if err := at(ctx, o); err != nil {
			return slackTrouble(err)
		}
		return nil
	})
}

// next says what is left to do.
func (c *setupSlackCmd) next(a *app, account slack.Account) {
	switch {
	case c.HTTP != "":
		a.complain("Have %s/slack/ passed on to %s, by a server that speaks https.", strings.TrimRight(c.HTTP, "/"), a.config.HTTPAddr)
	case a.config.slackWay() == slackHTTP:
		a.complain("SLACK_SIGNING_SECRET and HTTP_ADDR are set too, and win: unset one of them for Socket Mode.")
	}
	a.complain("Start it with: bot run")
	if c.HTTP != "" {
		a.complain("Then have Slack look at the address: Event Subscriptions, Request URL, Retry.")
	}
	a.complain("On Slack, type /news latest. In a channel whose sources you want to change: /invite @%s", account.Name)
}
