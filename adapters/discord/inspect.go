package discord

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/bwmarrin/discordgo"
)

// What follows looks at the account without connecting to the gateway: for
// setting up and for the doctor.

// right is one of Discord's permissions, as people see it called.
type right struct {
	bit  int64
	name string
}

// historyRight lets us find what was sent already.
const historyRight = "Read Message History"

// needed are the rights that an invitation asks for, and no others: to see a
// channel, to write in it and in its threads, to show digests, and to find
// what was sent already.
func needed() []right {
	return []right{
		{discordgo.PermissionViewChannel, "View Channel"},
		{discordgo.PermissionSendMessages, "Send Messages"},
		{discordgo.PermissionSendMessagesInThreads, "Send Messages in Threads"},
		{discordgo.PermissionEmbedLinks, "Embed Links"},
		{discordgo.PermissionReadMessageHistory, historyRight},
	}
}

// Invite is the address that brings an application's bot into a server, with
// the least rights.
func Invite(app string) string {
	rights := int64(0)
	for _, r := range needed() {
		rights |= r.bit
	}
	q := url.Values{"client_id": {app}, "scope": {"bot applications.commands"}, "permissions": {strconv.FormatInt(rights, 10)}}
	return "https://discord.com/oauth2/authorize?" + q.Encode()
}

// Account is what Discord says of the bot and its application.
type Account struct {
	App     string // the application's id, which an invitation names
	Name    string // of the bot
	Servers int    // that the bot is in, approximately
	// Endpoint says that interactions are sent to an address over HTTP: the
	// gateway gets none, and no command is answered.
	Endpoint bool
	// Grant says that an invitation must bring a code, which ours does not.
	Grant bool
	// Private says that nobody but its owner can invite the bot.
	Private bool
	// Shards is how many connections Discord recommends; Starts of
	// StartsAllowed can be opened yet today.
	Shards, Starts, StartsAllowed int
}

// Final says whether an error is one that trying again does not help: the
// token is not valid, say.
func Final(err error) bool { return final(err) }

// Account asks Discord about the bot. It may be called without Run. Where the
// token is not valid, [Final] holds of the error.
func (a *Adapter) Account(ctx context.Context) (Account, error) {
	var app struct {
		ID       string
		Servers  int     `json:"approximate_guild_count"`
		Endpoint *string `json:"interactions_endpoint_url"`
		Grant    bool    `json:"bot_require_code_grant"`
		Public   *bool   `json:"bot_public"`
		Bot      struct{ Username string }
	}
	if err := a.rest.do(ctx, call{method: http.MethodGet, route: "/applications/@me", twice: true}, &app); err != nil {
		return Account{}, fmt.Errorf("discord account: %w", err)
	}
	info, err := a.rest.gatewayBot(ctx)
	if err != nil {
		return Account{}, fmt.Errorf("discord account: %w", err)
	}
	return Account{
		App: app.ID, Name: app.Bot.Username, Servers: app.Servers, Endpoint: app.Endpoint != nil && *app.Endpoint != "",
		Grant: app.Grant, Private: app.Public != nil && !*app.Public,
		Shards: info.Shards, Starts: info.Limit.Remaining, StartsAllowed: info.Limit.Total,
	}, nil
}

// Registered says whether the commands of an application are registered as
// this program has them. It may be called without Run.
func (a *Adapter) Registered(ctx context.Context, app string) (bool, error) {
	r := *a.rest
	r.app = app
	have, err := r.commands(ctx, a.o.Guild)
	if err != nil {
		return false, fmt.Errorf("discord commands: %w", err)
	}
	want, err := json.Marshal(sendable(definitions(a.o.Guild == "")))
	if err != nil {
		return false, fmt.Errorf("discord commands: %w", err)
	}
	return sameCommands(have, want), nil
}

// Server is one that the bot is in.
type Server struct{ ID, Name string }

// Servers lists servers that the bot is in, 200 at most. It may be called
// without Run.
func (a *Adapter) Servers(ctx context.Context) ([]Server, error) {
	var all []Server
	err := a.rest.do(ctx, call{method: http.MethodGet, route: "/users/@me/guilds", twice: true}, &all)
	if err != nil {
		return nil, fmt.Errorf("discord servers: %w", err)
	}
	return all, nil
}

// Place is a channel as the bot finds it.
type Place struct {
	Channel, Server string   // their names, "" for a direct message
	Missing         []string // rights that it needs there and lacks, as Discord calls them
}

// Place looks up what the bot may do in a channel or thread of a server. A
// channel that is not there for it is an [*adapters.GoneError]. It may be
// called without Run.
func (a *Adapter) Place(ctx context.Context, channel string) (Place, error) {
	c, err := a.rest.channel(ctx, channel)
	if err != nil {
		return Place{}, sendError(err)
	}
	if c.GuildID == "" {
		return Place{}, nil
	}
	g, err := a.rest.guild(ctx, c.GuildID)
	if err != nil {
		return Place{}, sendError(err)
	}
	me, err := a.member(ctx, c.GuildID)
	if err != nil {
		return Place{}, sendError(err)
	}
	rules := c
	if c.IsThread() && c.ParentID != "" { // what holds in a thread is set at its channel
		if rules, err = a.rest.channel(ctx, c.ParentID); err != nil {
			return Place{}, sendError(err)
		}
	}
	p := Place{Channel: c.Name, Server: g.Name}
	have := permissions(g, rules.PermissionOverwrites, me)
	for _, r := range needed() {
		if have&r.bit == 0 && !elsewhere(r, c.IsThread()) {
			p.Missing = append(p.Missing, r.name)
		}
	}
	return p, nil
}

// elsewhere says that a right is not the one that counts there.
func elsewhere(r right, thread bool) bool {
	if thread {
		return r.bit == discordgo.PermissionSendMessages
	}
	return r.bit == discordgo.PermissionSendMessagesInThreads
}

// member is the bot as a member of a server.
func (a *Adapter) member(ctx context.Context, guild string) (*discordgo.Member, error) {
	me, err := a.rest.who(ctx)
	if err != nil {
		return nil, err
	}
	m, err := a.rest.member(ctx, guild, me.User)
	if err == nil && m.User == nil {
		m.User = &discordgo.User{ID: me.User}
	}
	return m, err
}

// permissions reckons what a member may do in a channel, as Discord documents
// it (Permissions, "Permission Hierarchy" and "Permission Overwrites"): the
// roles together; of the channel's rules first that for everyone, then those
// for roles together, then the member's own.
func permissions(g *discordgo.Guild, rules []*discordgo.PermissionOverwrite, m *discordgo.Member) int64 {
	mine := map[string]bool{g.ID: true}
	for _, r := range m.Roles {
		mine[r] = true
	}
	have := int64(0)
	for _, r := range g.Roles {
		if r != nil && mine[r.ID] {
			have |= r.Permissions
		}
	}
	if g.OwnerID == m.User.ID || have&discordgo.PermissionAdministrator != 0 {
		return -1
	}
	apply := func(fits func(*discordgo.PermissionOverwrite) bool) {
		allow, deny := int64(0), int64(0)
		for _, o := range rules {
			if o != nil && fits(o) {
				allow, deny = allow|o.Allow, deny|o.Deny
			}
		}
		have = have&^deny | allow
	}
	role := func(o *discordgo.PermissionOverwrite) bool { return o.Type == discordgo.PermissionOverwriteTypeRole }
	apply(func(o *discordgo.PermissionOverwrite) bool { return role(o) && o.ID == g.ID })
	apply(func(o *discordgo.PermissionOverwrite) bool { return role(o) && o.ID != g.ID && mine[o.ID] })
	apply(func(o *discordgo.PermissionOverwrite) bool { return !role(o) && o.ID == m.User.ID })
	if have&discordgo.PermissionViewChannel == 0 {
		return 0 // whoever does not see a channel can do nothing in it
	}
	return have
}
