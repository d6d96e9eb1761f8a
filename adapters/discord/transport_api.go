package discord

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"
)

var _ api = (*rest)(nil)

// gatewayInfo is where the gateway is, and how it may be used.
type gatewayInfo struct {
	URL    string
	Shards int
	Limit  struct {
		Total          int
		Remaining      int
		ResetAfter     int64 `json:"reset_after"` // milliseconds
		MaxConcurrency int   `json:"max_concurrency"`
	} `json:"session_start_limit"`
}

func (r *rest) gatewayBot(ctx context.Context) (gatewayInfo, error) {
	info := gatewayInfo{}
	info.Limit.Remaining = 1
	err := r.do(ctx, call{method: http.MethodGet, route: "/gateway/bot", twice: true}, &info)
	return info, err
}

// who asks Discord who we are.
func (r *rest) who(ctx context.Context) (identity, error) {
	var app, user struct {
		ID       string
		Username string
	}
	if err := r.do(ctx, call{method: http.MethodGet, route: "/applications/@me", twice: true}, &app); err != nil {
		return identity{}, err
	}
	err := r.do(ctx, call{method: http.MethodGet, route: "/users/@me", twice: true}, &user)
	return identity{App: app.ID, User: user.ID, Name: user.Username}, err
}

func (r *rest) respond(ctx context.Context, i *discordgo.Interaction, answer response) error {
	return r.do(ctx, call{
		method: http.MethodPost, route: "/interactions/{}/{}/callback", path: "/interactions/" + id(i.ID) + "/" + id(i.Token) + "/callback",
		body: answer, secret: true, free: true, twice: true,
	}, nil)
}

func (r *rest) followUp(ctx context.Context, i *discordgo.Interaction, m *message) (*discordgo.Message, error) {
	return made[discordgo.Message](ctx, r, call{
		method: http.MethodPost, route: "/webhooks/{}/{}", major: i.AppID + "/" + i.Token, path: hook(i), body: m, secret: true,
	})
}

func (r *rest) editOriginal(ctx context.Context, i *discordgo.Interaction, m *message) (*discordgo.Message, error) {
	return made[discordgo.Message](ctx, r, call{
		method: http.MethodPatch, route: "/webhooks/{}/{}/messages/{}", major: i.AppID + "/" + i.Token,
		path: hook(i) + "/messages/@original", body: m, secret: true, twice: true,
	})
}

func hook(i *discordgo.Interaction) string { return "/webhooks/" + id(i.AppID) + "/" + id(i.Token) }

func (r *rest) send(ctx context.Context, channel string, m *message) (*discordgo.Message, error) {
	return made[discordgo.Message](ctx, r, call{
		method: http.MethodPost, route: "/channels/{}/messages", major: channel, path: "/channels/" + id(channel) + "/messages", body: m,
	})
}

func (r *rest) edit(ctx context.Context, channel, message string, m *message) (*discordgo.Message, error) {
	c := at(http.MethodPatch, channel, message)
	c.body = m
	return made[discordgo.Message](ctx, r, c)
}

func (r *rest) messageAt(ctx context.Context, channel, message string) (*discordgo.Message, error) {
	return made[discordgo.Message](ctx, r, at(http.MethodGet, channel, message))
}

// at is a request for one message.
func at(method, channel, message string) call {
	return call{
		method: method, route: "/channels/{}/messages/{}", major: channel,
		path: "/channels/" + id(channel) + "/messages/" + id(message), twice: true,
	}
}

func (r *rest) direct(ctx context.Context, user string) (*discordgo.Channel, error) {
	return made[discordgo.Channel](ctx, r, call{
		method: http.MethodPost, route: "/users/@me/channels", body: map[string]string{"recipient_id": user}, twice: true,
	})
}

func (r *rest) channel(ctx context.Context, channel string) (*discordgo.Channel, error) {
	return made[discordgo.Channel](ctx, r, call{
		method: http.MethodGet, route: "/channels/{}", major: channel, path: "/channels/" + id(channel), twice: true,
	})
}

func (r *rest) guild(ctx context.Context, guild string) (*discordgo.Guild, error) {
	return made[discordgo.Guild](ctx, r, call{
		method: http.MethodGet, route: "/guilds/{}", major: guild, path: "/guilds/" + id(guild), twice: true,
	})
}

// member looks a member of a server up.
func (r *rest) member(ctx context.Context, guild, user string) (*discordgo.Member, error) {
	return made[discordgo.Member](ctx, r, call{
		method: http.MethodGet, route: "/guilds/{}/members/{}", major: guild, path: "/guilds/" + id(guild) + "/members/" + id(user), twice: true,
	})
}

// registry is a request about what is registered, in one server or, with "", globally.
func (r *rest) registry(method, guild string) call {
	app := "/applications/" + id(r.app)
	if guild == "" {
		return call{method: method, route: "/applications/{}/commands", path: app + "/commands", twice: true}
	}
	return call{
		method: method, route: "/applications/{}/guilds/{}/commands", major: guild,
		path: app + "/guilds/" + id(guild) + "/commands", twice: true,
	}
}

func (r *rest) commands(ctx context.Context, guild string) (json.RawMessage, error) {
	c := r.registry(http.MethodGet, guild)
	c.query = url.Values{"with_localizations": {"true"}}
	var list json.RawMessage
	err := r.do(ctx, c, &list)
	return list, err
}

func (r *rest) setCommands(ctx context.Context, guild string, commands any) error {
	c := r.registry(http.MethodPut, guild)
	c.body = commands
	return r.do(ctx, c, nil)
}

// found is what is looked at in a listed message.
type found struct {
	ID     string
	At     time.Time `json:"timestamp"`
	Nonce  any
	Author struct{ ID string }
	Embeds []struct {
		Footer struct{ Text string }
	}
	Components any
}

// recent gives up to a hundred messages of a channel, the newest first, older
// than the one that is named.
func (r *rest) recent(ctx context.Context, channel, before string) ([]found, error) {
	q := url.Values{"limit": {strconv.Itoa(perPage)}}
	if before != "" {
		q.Set("before", before)
	}
	var list []found
	err := r.do(ctx, call{
		method: http.MethodGet, route: "/channels/{}/messages", major: channel, path: "/channels/" + id(channel) + "/messages", query: q, twice: true,
	}, &list)
	return list, err
}

// perPage is how many messages one request lists; Discord's most.
const perPage = 100

// made makes a request whose answer is an object.
func made[T any](ctx context.Context, r *rest, c call) (*T, error) {
	out := new(T)
	if err := r.do(ctx, c, out); err != nil {
		return nil, err
	}
	return out, nil
}

// id makes one element of a path of an identifier, whatever it is.
func id(text string) string { return url.PathEscape(text) }
