package main

import (
	"context"
	"errors"

	"dateline/desk"
	"dateline/internal/guard"
	"dateline/news"
)

// newFetcher makes the one client for addresses that come from outside.
func (a *app) newFetcher() *guard.Client {
	return guard.New(guard.Config{Allow: a.config.allow, Agent: a.agent(), Proxy: a.config.proxy})
}

// agent is the User-Agent.
func (a *app) agent() string {
	agent := "Dateline/" + readVersion().version
	if a.config.FetchContact != "" {
		agent += " (+" + a.config.FetchContact + ")"
	}
	return agent
}

// causeError turns what a fetch failed with into what the desk can say.
// Anything else is not the address's fault, and stays as it is.
func causeError(err error) error {
	var failed *guard.Error
	if errors.As(err, &failed) {
		return &desk.CauseError{Cause: failed.Cause, Err: err}
	}
	if errors.Is(err, guard.ErrNotAllowed) {
		return &desk.CauseError{Cause: news.CauseAddress, Err: err}
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return &desk.CauseError{Cause: news.CauseTimeout, Err: err}
	}
	return err
}

// causeOf gives the cause that an error names, if it does.
func causeOf(err error) (news.Cause, bool) {
	var c *desk.CauseError
	if errors.As(err, &c) {
		return c.Cause, true
	}
	return "", false
}
