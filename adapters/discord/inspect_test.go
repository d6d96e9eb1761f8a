package discord

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"testing"

	"github.com/bwmarrin/discordgo"

	"dateline/adapters"
	"dateline/adapters/discord/discordtest"
)

// TestAccount: what the doctor asks, with and without what must be put right.
func TestAccount(t *testing.T) {
	t.Parallel()
	w := prepared(t, server(t, discordtest.Options{Guilds: 3, Shards: 2}), nil)
	got, err := w.a.Account(t.Context())
	want := Account{App: w.App, Name: "dateline", Servers: 3, Shards: 2, Starts: 1000, StartsAllowed: 1000}
	if err != nil || got != want {
		t.Errorf("account = %+v, %v, want %+v", got, err, want)
	}
	w.Portal("interactions_endpoint_url", "https://example.org/interactions")
	w.Portal("bot_public", false)
	w.Portal("bot_require_code_grant", true)
	want.Endpoint, want.Private, want.Grant = true, true, true
	if got, err = w.a.Account(t.Context()); err != nil || got != want {
		t.Errorf("account = %+v, %v, want %+v", got, err, want)
	}
	servers, err := w.a.Servers(t.Context())
	if err != nil || len(servers) != 3 || servers[0] != (Server{w.Guild(0), "Server 1"}) {
		t.Errorf("servers = %v, %v, want three", servers, err)
	}
}

// TestAccountWithoutToken: a token that is not valid is told from Discord being away.
func TestAccountWithoutToken(t *testing.T) {
	t.Parallel()
	w := prepared(t, server(t, discordtest.Options{}), func(o *Options) { o.Token = "MTk.CANARY.other" })
	if _, err := w.a.Account(t.Context()); !Final(err) {
		t.Errorf("account with a wrong token: %v, want a final error", err)
	}
	w.Order(discordtest.Fault{Path: "/applications/@me", Status: http.StatusServiceUnavailable, Times: -1})
	if _, err := w.a.Account(t.Context()); err == nil || Final(err) {
		t.Errorf("account while Discord is away: %v, want an error that is not final", err)
	}
}

// TestRegistered: before Run no, after it yes.
func TestRegistered(t *testing.T) {
	t.Parallel()
	for _, here := range []bool{false, true} {
		s := server(t, discordtest.Options{})
		w := prepared(t, s, func(o *Options) {
			if here {
				o.Guild = s.Guild(0)
			}
		})
		if got, err := w.a.Registered(t.Context(), w.App); err != nil || got {
			t.Errorf("in one server %v: registered = %v, %v before Run, want false", here, got, err)
		}
		w.run().connected(1)
		if got, err := w.a.Registered(t.Context(), w.App); err != nil || !got {
			t.Errorf("in one server %v: registered = %v, %v after it, want true", here, got, err)
		}
	}
}

// TestInvite: an invitation asks for the five rights that are needed, and for
// commands.
func TestInvite(t *testing.T) {
	t.Parallel()
	u, err := url.Parse(Invite("42"))
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	want := strconv.FormatInt(1<<10|1<<11|1<<14|1<<16|1<<38, 10)
	if u.Host != "discord.com" || q.Get("client_id") != "42" || q.Get("scope") != "bot applications.commands" || q.Get("permissions") != want {
		t.Errorf("invitation = %s, want permissions=%s", u, want)
	}
}

// TestPlace: what is missing in a channel is named as Discord names it.
func TestPlace(t *testing.T) {
	t.Parallel()
	w := prepared(t, server(t, discordtest.Options{}), nil)
	channel := w.Channel(0, 1)
	thread := w.Thread(channel, "about it")
	check := func(where string, want ...string) {
		t.Helper()
		p, err := w.a.Place(t.Context(), where)
		if err != nil || p.Server != "Server 1" || !slices.Equal(p.Missing, want) {
			t.Errorf("place = %+v, %v, want %q missing", p, err, want)
		}
	}
	check(channel)
	check(thread)
	w.Overwrite(channel, 0, discordgo.PermissionSendMessages|discordgo.PermissionEmbedLinks)
	check(channel, "Send Messages", "Embed Links")
	check(thread, "Embed Links")
	w.Overwrite(channel, 0, discordgo.PermissionViewChannel)
	check(channel, "View Channel", "Send Messages", "Embed Links", "Read Message History")
	if p, err := w.a.Place(t.Context(), w.Direct(w.Join(discordtest.Person{}).ID)); err != nil || len(p.Missing) > 0 {
		t.Errorf("direct messages: %+v, %v, want nothing missing", p, err)
	}
	var gone *adapters.GoneError
	w.Deny(channel, 50001)
	if _, err := w.a.Place(t.Context(), channel); !errors.As(err, &gone) || gone.Right != "View Channel" {
		t.Errorf("a channel that is hidden: %v, want the right that is missing", err)
	}
	if _, err := w.a.Place(t.Context(), "77"); !errors.As(err, &gone) || gone.Right != "" {
		t.Errorf("a channel that is not there: %v, want that it is gone", err)
	}
}

// TestPermissions: roles add up, and a channel's rules go from everyone to the
// member alone.
func TestPermissions(t *testing.T) {
	t.Parallel()
	const view, send, embed = discordgo.PermissionViewChannel, discordgo.PermissionSendMessages, discordgo.PermissionEmbedLinks
	role, person := discordgo.PermissionOverwriteTypeRole, discordgo.PermissionOverwriteTypeMember
	guild := &discordgo.Guild{ID: "1", OwnerID: "9", Roles: []*discordgo.Role{
		{ID: "1", Permissions: view}, {ID: "2", Permissions: send}, {ID: "3", Permissions: discordgo.PermissionAdministrator}, nil,
	}}
	for _, tt := range []struct {
		what  string
		roles []string
		id    string
		rules []*discordgo.PermissionOverwrite
		want  int64
	}{
		{"everyone", nil, "5", nil, view},
		{"a role besides", []string{"2"}, "5", nil, view | send},
		{"an administrator", []string{"3"}, "5", []*discordgo.PermissionOverwrite{{ID: "1", Type: role, Deny: view}}, -1},
		{"the owner", nil, "9", nil, -1},
		{"closed to everyone", []string{"2"}, "5", []*discordgo.PermissionOverwrite{{ID: "1", Type: role, Deny: view}}, 0},
		{"closed to everyone, open to a role", []string{"2"}, "5",
			[]*discordgo.PermissionOverwrite{{ID: "2", Type: role, Allow: view}, {ID: "1", Type: role, Deny: view}}, view | send},
		{"one role's denial, another's allowance", []string{"2", "4"}, "5",
			[]*discordgo.PermissionOverwrite{{ID: "2", Type: role, Deny: send | embed}, nil, {ID: "4", Type: role, Allow: embed}}, view | embed},
		{"the member's own, last", []string{"2"}, "5",
			[]*discordgo.PermissionOverwrite{{ID: "5", Type: person, Allow: embed, Deny: send}, {ID: "2", Type: role, Allow: send}}, view | embed},
		{"another's own", nil, "5", []*discordgo.PermissionOverwrite{{ID: "6", Type: person, Deny: view}}, view},
	} {
		m := &discordgo.Member{User: &discordgo.User{ID: tt.id}, Roles: tt.roles}
		if got := permissions(guild, tt.rules, m); got != tt.want {
			t.Errorf("%s: permissions = %b, want %b", tt.what, got, tt.want)
		}
	}
}
