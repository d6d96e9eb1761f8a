package slack

import (
	"errors"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"dateline/adapters"
)

// entries are all the ways in which U5 can ask in C8 for something to be changed.
func entries() map[string]func(*testing.T, *bench) {
	return map[string]func(*testing.T, *bench){
		"command": func(_ *testing.T, b *bench) { b.command(b.ctx, slash("C8", "sources remove 1")) },
		"button": func(t *testing.T, b *bench) {
			b.interaction(b.ctx, parse(t, button("C8", "1||sources remove 1")))
		},
		"shortcut": func(t *testing.T, b *bench) {
			b.interaction(b.ctx, parse(t, menu(`{"ts":"1.1","text":"sources remove 1"}`)))
		},
		"mention": func(_ *testing.T, b *bench) {
			b.message(b.ctx, &message{Channel: "C8", User: "U5", Team: "T1", Text: "<@U42> sources remove 1", TS: "1.1"})
		},
	}
}

// TestRights holds every way in to what Slack says of the person and the
// channel at that moment: threats 74, 76 and 77.
func TestRights(t *testing.T) {
	t.Parallel()
	nothing := adapters.Denial{Kind: adapters.NothingDenied}
	guest := adapters.Denial{Kind: adapters.DeniedGuest}
	absent := adapters.Denial{Kind: adapters.DeniedAbsent, Name: "/invite @dateline"}
	unknown := adapters.Denial{Kind: adapters.DeniedUnknown}
	scope := func(name string) adapters.Denial {
		return adapters.Denial{Kind: adapters.DeniedScope, Name: name}
	}
	lacks := &APIError{Status: 200, Code: "missing_scope", Needed: "groups:read"}
	user := func(change func(*slack.User)) func(*bench) {
		return func(b *bench) { change(b.api.users["U5"]) }
	}
	fails := func(method string, err error) func(*bench) {
		return func(b *bench) { b.api.fail[method] = err }
	}
	for name, test := range map[string]struct {
		change func(*bench)
		want   adapters.Denial
	}{
		"a full member of the channel":               {func(*bench) {}, nothing},
		"a guest":                                    {user(func(u *slack.User) { u.IsRestricted = true }), guest},
		"a guest of one channel":                     {user(func(u *slack.User) { u.IsUltraRestricted = true }), guest},
		"a guest who is said to be an administrator": {user(func(u *slack.User) { u.IsRestricted, u.IsAdmin = true, true }), guest},
		"a stranger":                                 {user(func(u *slack.User) { u.IsStranger = true }), guest},
		"of another team":                            {user(func(u *slack.User) { u.TeamID = "T2" }), guest},
		"of an organization":                         {user(func(u *slack.User) { u.TeamID, u.Enterprise.Teams = "T2", []string{"T1"} }), nothing},
		"invited":                                    {user(func(u *slack.User) { u.IsInvitedUser = true }), guest},
		"deleted":                                    {user(func(u *slack.User) { u.Deleted = true }), guest},
		"a bot":                                      {user(func(u *slack.User) { u.IsBot = true }), guest},
		"nobody":                                     {func(b *bench) { delete(b.api.users, "U5") }, unknown},
		"not in the channel":                         {func(b *bench) { delete(b.api.members, "C8 U5") }, adapters.Denial{Kind: adapters.DeniedOutside}},
		"where we are not":                           {func(b *bench) { b.api.channels["C8"].IsMember = false }, absent},
		"where we see nothing":                       {func(b *bench) { delete(b.api.channels, "C8") }, absent},
		"only administrators":                        {func(b *bench) { b.options.AdminsOnly = true }, adapters.Denial{Kind: adapters.DeniedMember}},
		"an administrator":                           {func(b *bench) { b.options.AdminsOnly = true; b.api.users["U5"].IsAdmin = true }, nothing},
		"an owner":                                   {func(b *bench) { b.options.AdminsOnly = true; b.api.users["U5"].IsOwner = true }, nothing},
		"people unseen":                              {fails("user", &APIError{Code: "missing_scope"}), scope("users:read")},
		"the channel unseen":                         {fails("channel", lacks), scope("groups:read")},
		"its members unseen":                         {fails("within", lacks), scope("groups:read")},
		"Slack is down":                              {fails("user", errors.New("no route")), unknown},
		"the channel fails":                          {fails("channel", &APIError{Status: 500}), unknown},
		"its members are limited":                    {fails("within", &adapters.RetryError{Err: errors.New("limited")}), unknown},
	} {
		for how, ask := range entries() {
			b := newBench(t)
			test.change(b)
			ask(t, b)
			if got := next(t, b.desk.asked).Denial(t.Context()); got != test.want {
				t.Errorf("%s, by a %s: denied by %+v, want %+v", name, how, got, test.want)
			}
			if asked := test.want.Kind == adapters.DeniedUnknown || test.want.Kind == adapters.DeniedScope; asked {
				if told := next(t, b.told); !strings.Contains(told, "looking") {
					t.Errorf("%s: the operator reads %q", name, told)
				}
			}
		}
	}
}

// TestRightsAreLookedAtAnew: what was so a moment ago may not be any more.
func TestRightsAreLookedAtAnew(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.command(b.ctx, slash("C8", "sources remove 1"))
	r := next(t, b.desk.asked)
	for _, may := range []bool{true, false, true} {
		b.api.mu.Lock()
		b.api.users["U5"].IsRestricted = !may
		b.api.mu.Unlock()
		if got := r.Denial(t.Context()).Kind == adapters.NothingDenied; got != may {
			t.Errorf("the person may change things: %v, want %v", got, may)
		}
	}
}

// TestReadingAsksNothing: rights cost Slack's rate limits only where something changes.
func TestReadingAsksNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for range 50 {
		b.command(b.ctx, slash("C8", "latest"))
		next(t, b.api.sent)
	}
	b.wait()
	if n := b.api.called("user") + b.api.called("channel") + b.api.called("within") + b.api.called("direct"); n != 1 {
		t.Errorf("50 answers made %d calls besides, want one for the language", n)
	}
}

// TestRightsDirectly: a conversation with us is the person's own, unless they
// are a guest; one of two others is nobody's.
func TestRightsDirectly(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		channel string
		guest   bool
		want    adapters.DenialKind
	}{
		"a member":         {"DU5", false, adapters.NothingDenied},
		"a guest":          {"DU5", true, adapters.DeniedGuest},
		"of two others":    {"D77", false, adapters.Denied},
		"a guest, as well": {"D77", true, adapters.DeniedGuest},
	} {
		b := newBench(t, func(o *Options) { o.AdminsOnly = true })
		b.api.users["U5"].IsRestricted = test.guest
		b.command(b.ctx, slash(test.channel, "sources remove 1"))
		var r adapters.Request
		for r.Text != "sources remove 1" { // they are greeted first
			r = next(t, b.desk.asked)
		}
		if got := r.Denial(t.Context()).Kind; got != test.want {
			t.Errorf("%s: denied by %v, want %v", name, got, test.want)
		}
		if b.api.called("channel")+b.api.called("within") != 0 {
			t.Errorf("%s: the conversation is looked at", name)
		}
	}
}

// TestSharingNeedsTheRight is threat 77: nobody speaks through us where they may not.
func TestSharingNeedsTheRight(t *testing.T) {
	t.Parallel()
	only := func(who slack.RestrictedTo) *slack.Channel {
		return &slack.Channel{IsMember: true, Properties: &slack.Properties{PostingRestrictedTo: who}}
	}
	readOnly := &slack.Channel{IsMember: true}
	readOnly.IsReadOnly = true
	w := wordsIn("de")
	for name, test := range map[string]struct {
		change func(*bench)
		want   string
	}{
		"everybody":     {func(*bench) {}, "for everyone"},
		"some":          {func(b *bench) { b.api.channels["C8"] = only(slack.RestrictedTo{Type: []string{"admin"}}) }, w.restrict},
		"others":        {func(b *bench) { b.api.channels["C8"] = only(slack.RestrictedTo{User: []string{"U6"}}) }, w.restrict},
		"U5 by name":    {func(b *bench) { b.api.channels["C8"] = only(slack.RestrictedTo{User: []string{"U6", "U5"}}) }, "for everyone"},
		"read only":     {func(b *bench) { b.api.channels["C8"] = readOnly }, w.restrict},
		"an admin":      {func(b *bench) { b.api.channels["C8"] = readOnly; b.api.users["U5"].IsAdmin = true }, "for everyone"},
		"not ours":      {func(b *bench) { delete(b.api.channels, "C8") }, "for everyone"},
		"a group":       {func(b *bench) { b.api.fail["channel"] = &APIError{Code: "missing_scope"} }, "for everyone"},
		"Slack is down": {func(b *bench) { b.api.fail["channel"] = errors.New("no route") }, w.unsure},
		"nobody known":  {func(b *bench) { b.api.channels["C8"] = readOnly; delete(b.api.users, "U5") }, wordsIn("fr").unsure},
	} {
		b := newBench(t)
		b.desk.answer = share
		test.change(b)
		b.interaction(b.ctx, parse(t, button("C8", "1||share")))
		if got := next(t, b.api.sent); got.text != test.want || got.public != (test.want == "for everyone") {
			t.Errorf("%s may post: shared as %+v, want %q", name, got, test.want)
		}
	}
}
