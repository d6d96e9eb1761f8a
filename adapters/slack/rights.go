package slack

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"dateline/adapters"
)

// What Slack says no with, where it makes a difference.
const (
	channelNotFound = "channel_not_found" // we cannot see the channel
	missingScope    = "missing_scope"
)

// withinIn is how long it may take to look for a person among a channel's members.
const withinIn = 5 * time.Second

// mayChange says what stands in the way of a person's changing what others
// read where they asked. It looks anew every time: people become guests, leave
// channels and are no administrators any more.
func (f *reader) mayChange(ctx context.Context, a asked) adapters.Denial {
	u, err := f.person(ctx, a.user)
	if err != nil {
		return f.unseen(ctx, "looking a person up", err, "users:read")
	}
	switch {
	case f.isGuest(u, a.team):
		return adapters.Denial{Kind: adapters.DeniedGuest}
	case a.direct:
		return adapters.Denial{Kind: adapters.NothingDenied}
	case a.foreign():
		return adapters.Denial{}
	case f.options.AdminsOnly && !u.IsAdmin && !u.IsOwner:
		return adapters.Denial{Kind: adapters.DeniedMember}
	}
	return f.mayChangeIn(ctx, a)
}

// mayChangeIn looks at the channel: we must be in it, and so must the person.
func (f *reader) mayChangeIn(ctx context.Context, a asked) adapters.Denial {
	absent := adapters.Denial{Kind: adapters.DeniedAbsent, Name: invite(f.me.Name)}
	look, cancel := context.WithTimeout(ctx, lookIn)
	defer cancel()
	c, err := f.to.channel(look, a.channel)
	if code, _ := answered(err); code == channelNotFound {
		return absent
	}
	if err != nil {
		return f.unseen(ctx, "looking a channel up", err, "channels:read")
	}
	if !c.IsMember {
		return absent
	}
	look, cancel = context.WithTimeout(ctx, withinIn)
	defer cancel()
	switch in, err := f.to.within(look, a.channel, a.user); {
	case err != nil:
		return f.unseen(ctx, "looking for a person in a channel", err, "channels:read")
	case !in:
		return adapters.Denial{Kind: adapters.DeniedOutside}
	}
	return adapters.Denial{Kind: adapters.NothingDenied}
}

// person looks a person up, and remembers their language along the way.
func (f *reader) person(ctx context.Context, id string) (*slack.User, error) {
	ctx, cancel := context.WithTimeout(ctx, lookIn)
	defer cancel()
	u, err := f.to.user(ctx, id)
	if err == nil {
		f.people.set(id, u.Locale, f.options.Now().Add(languageLasts))
	}
	return u, err
}

// isGuest reports whether somebody is no full member of our workspace.
// Whoever Slack does not say to be one is not: in an organization of several
// workspaces it names those that a person is in.
func (f *reader) isGuest(u *slack.User, team string) bool {
	if u.Deleted || u.IsBot || u.IsRestricted || u.IsUltraRestricted || u.IsStranger || u.IsInvitedUser {
		return true
	}
	return cmp.Or(u.TeamID, team) != f.me.Team && !slices.Contains(u.Enterprise.Teams, f.me.Team)
}

// unseen is the denial where Slack did not say what had to be known.
func (f *reader) unseen(ctx context.Context, what string, err error, scope string) adapters.Denial {
	f.tell(ctx, what, err)
	if code, needed := answered(err); code == missingScope {
		return adapters.Denial{Kind: adapters.DeniedScope, Name: cmp.Or(needed, scope)}
	}
	return adapters.Denial{Kind: adapters.DeniedUnknown}
}
