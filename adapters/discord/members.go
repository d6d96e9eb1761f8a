package discord

import (
	"context"
	"errors"

	"dateline/adapters"
	"dateline/news"
)

// Direct implements [adapters.Members].
func (a *Adapter) Direct(person, language string) news.Channel {
	return channelOf(personal(person), personal(person), language)
}

// Member implements [adapters.Members]. In their direct messages a person
// always is. It needs no privileged intent.
func (a *Adapter) Member(ctx context.Context, c news.Channel, person string) (bool, error) {
	if c.Workspace == workspaceOf(personal(person)) {
		return true, nil
	}
	if _, err := a.front(ctx); err != nil {
		return false, err
	}
	ctx, cancel := context.WithTimeout(ctx, sendWithin)
	defer cancel()
	found, err := a.rest.channel(ctx, c.ID)
	if err != nil {
		return false, sendError(err)
	}
	if workspaceOf(found.GuildID) != c.Workspace { // what the channel's id says now is not where it was
		return false, &adapters.GoneError{Err: errElsewhere}
	}
	_, err = a.rest.member(ctx, found.GuildID, person)
	switch code(err) {
	case codeUnknownMember, codeUnknownUser: // left, or deleted the account
		return false, nil
	}
	return err == nil, sendError(err)
}

// errElsewhere says that a channel is not in the workspace that it is said to be in.
var errElsewhere = errors.New("the channel belongs to another server")
