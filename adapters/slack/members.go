package slack

import (
	"context"
	"errors"

	"dateline/adapters"
	"dateline/news"
)

var _ adapters.Members = (*Adapter)(nil)

// Direct implements [adapters.Members]. Before Run knows the workspace it is a
// channel of none.
func (a *Adapter) Direct(person, language string) news.Channel {
	return news.Channel{Platform: platform, Workspace: workspaceOf(a.team() + "@" + person), ID: "@" + person, Language: language}
}

// Member implements [adapters.Members]. In their direct messages a person
// always is.
func (a *Adapter) Member(ctx context.Context, c news.Channel, person string) (bool, error) {
	if _, err := a.front(ctx); err != nil {
		return false, err
	}
	switch c.Workspace {
	case workspaceOf(a.me.Team + "@" + person):
		return true, nil
	case workspaceOf(a.me.Team):
	default:
		return false, &adapters.GoneError{Err: errElsewhere}
	}
	ctx, cancel := context.WithTimeout(ctx, sendWithin)
	defer cancel()
	u, err := a.web.user(ctx, person)
	if word, _ := answered(err); word == "user_not_found" || word == "user_not_visible" {
		return false, nil
	}
	if err != nil {
		return false, a.sendError(err)
	}
	return !u.Deleted && !u.IsStranger, nil
}

// errElsewhere says that a channel is not in the workspace that the token is of.
var errElsewhere = errors.New("the channel belongs to another workspace")
