package main

import (
	"fmt"
	"strings"
)

// runCmd serves the chat platforms that are configured.
type runCmd struct {
	storeFlag
}

// Help is the rest of the help text.
func (runCmd) Help() string {
	return `It never chats and needs no terminal. This release serves the terminal only: use bot chat.

Example:

    bot run`
}

// Run does it.
func (*runCmd) Run(a *app) error {
	if err := a.configure(); err != nil {
		return err
	}
	return a.serve()
}

// serve says that there is nothing to serve: no platform is in this release.
func (a *app) serve() error {
	if on := a.config.platforms(); len(on) > 0 {
		return fmt.Errorf("run: %s is configured, but this release serves the terminal only: use bot chat", strings.Join(on, " and "))
	}
	return fmt.Errorf("run: nothing to serve: no platform, no source and no subscription is configured: use bot chat for the terminal")
}
