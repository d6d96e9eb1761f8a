package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"syscall"

	"dateline/adapters/kit"
	"dateline/adapters/slack"
)

// slackHooks is where Slack takes answers to commands and buttons.
const slackHooks = "https://hooks.slack.com"

// slackOptions say how Slack is reached. What it sends over HTTP comes to the
// listener; without one, the way in is Socket Mode.
func (a *app) slackOptions(in net.Listener) (slack.Options, error) {
	o := slack.Options{
		BotToken: kit.Token(a.config.SlackBotToken.reveal()), AppToken: kit.Token(a.config.SlackAppToken.reveal()),
		SigningSecret: kit.Token(a.config.SlackSigningSecret.reveal()), Listener: in, BaseURL: a.config.SlackAPIURL,
		AdminsOnly: a.config.SlackChanges == "admins", Language: a.language(), Now: a.now,
		Tell: func(_ context.Context, what string, err error) { a.logPlatform("slack", what, err) },
	}
	client, err := platformClient(cmp.Or(o.BaseURL, slack.BaseURL), slackHooks)
	o.Client = client
	return o, err
}

// newSlack makes the adapter, which connects to nothing yet.
func (a *app) newSlack(in net.Listener) (*slack.Adapter, error) {
	o, err := a.slackOptions(in)
	if err != nil {
		return nil, err
	}
	return slack.New(o)
}

// serveSlack makes the adapter of a program that serves; it listens where that
// is the way in.
func (a *app) serveSlack(ctx context.Context) (*slack.Adapter, error) {
	if a.config.slackWay() != slackHTTP {
		return a.newSlack(nil)
	}
	in, err := listen(ctx, a.config.HTTPAddr)
	if err != nil {
		return nil, err
	}
	s, err := a.newSlack(in)
	if err != nil {
		return nil, errors.Join(err, in.Close())
	}
	a.log.Info("listening", "platform", "slack", "address", in.Addr().String())
	return s, nil
}

// listen listens at HTTP_ADDR.
func listen(ctx context.Context, addr string) (net.Listener, error) {
	in, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("HTTP_ADDR: %s is in use by another program (another bot run?): end that, or choose another port: %w", addr, syscall.EADDRINUSE)
	case errors.Is(err, syscall.EACCES):
		return nil, fmt.Errorf("HTTP_ADDR: %s may not be listened at by this user: choose a port of 1024 or above", addr)
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return nil, fmt.Errorf("HTTP_ADDR: %s is no address of this machine: use :PORT for all that it has", addr)
	case err != nil:
		return nil, fmt.Errorf("HTTP_ADDR: %w", err)
	}
	return in, nil
}
