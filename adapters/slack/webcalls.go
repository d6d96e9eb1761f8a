package slack

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"
)

var _ api = (*web)(nil)

// methods of the Web API that are named more than once.
const (
	postMethod      = "chat.postMessage"
	ephemeralMethod = "chat.postEphemeral"
)

// sending is what is posted. Previews, and looking for names and addresses in
// the text, are always off.
type sending struct {
	Channel  string        `json:"channel,omitempty"`
	User     string        `json:"user,omitempty"`
	TS       string        `json:"ts,omitempty"`        // of the message that is changed
	Thread   string        `json:"thread_ts,omitempty"` // to post in
	Text     string        `json:"text"`
	Blocks   []slack.Block `json:"blocks,omitempty"`
	Parse    string        `json:"parse"`
	Names    bool          `json:"link_names"`
	Links    *bool         `json:"unfurl_links,omitempty"`
	Media    *bool         `json:"unfurl_media,omitempty"`
	Markdown *bool         `json:"mrkdwn,omitempty"`
	Metadata *metadata     `json:"metadata,omitempty"`
}

// metadata is what a message carries that nobody sees.
type metadata struct {
	Type    string            `json:"event_type"`
	Payload map[string]string `json:"event_payload"`
}

// deliveryType is the type of the metadata that a delivery carries.
const deliveryType = "dateline_delivery"

// sendingOf gives what all kinds of sending have in common.
func sendingOf(channel string, p *post) sending {
	return sending{Channel: channel, Text: p.Text, Blocks: p.Blocks, Parse: "none"}
}

// quiet turns off what only posting has.
func (s sending) quiet() sending {
	off := false
	s.Links, s.Media, s.Markdown = &off, &off, &off
	return s
}

func (w *web) send(ctx context.Context, channel, thread, key string, p *post) (string, error) {
	body := sendingOf(channel, p).quiet()
	body.Thread = thread
	if key != "" {
		body.Metadata = &metadata{Type: deliveryType, Payload: map[string]string{"key": key}}
	}
	var out struct{ TS string }
	_, err := w.do(ctx, call{method: postMethod, lane: channel, body: body}, &out)
	if err == nil && out.TS == "" {
		err = errors.New("answer of slack to " + postMethod + ": without a ts")
	}
	return out.TS, err
}

func (w *web) ephemeral(ctx context.Context, channel, thread, user string, p *post) error {
	body := sendingOf(channel, p)
	body.Thread, body.User = thread, user
	_, err := w.do(ctx, call{method: ephemeralMethod, body: body}, nil)
	return err
}

func (w *web) update(ctx context.Context, channel, ts string, p *post) error {
	body := sendingOf(channel, p)
	body.TS, body.Text = ts, shortened(p.Text)
	_, err := w.do(ctx, call{method: "chat.update", body: body, twice: true}, nil)
	return err
}

// answering is what a response_url takes.
type answering struct {
	Type    string        `json:"response_type"`
	Replace bool          `json:"replace_original"`
	Thread  string        `json:"thread_ts,omitempty"`
	Text    string        `json:"text"`
	Blocks  []slack.Block `json:"blocks,omitempty"`
	Parse   string        `json:"parse"`
	Links   bool          `json:"unfurl_links"`
	Media   bool          `json:"unfurl_media"`
	Mrkdwn  bool          `json:"mrkdwn"`
}

func (w *web) respond(ctx context.Context, responseURL, thread string, public bool, p *post) error {
	if err := w.hook(responseURL); err != nil {
		return fmt.Errorf("%s: %w", respondMethod, err)
	}
	body := answering{Type: "ephemeral", Thread: thread, Text: p.Text, Blocks: p.Blocks, Parse: "none"}
	if public {
		body.Type = "in_channel"
	}
	_, err := w.do(ctx, call{method: respondMethod, lane: responseURL, body: body, to: responseURL}, nil)
	return err
}

func (w *web) direct(ctx context.Context, user string) (string, error) {
	var out struct{ Channel struct{ ID string } }
	_, err := w.do(ctx, call{method: "conversations.open", body: map[string]string{"users": user}, twice: true}, &out)
	if err == nil && out.Channel.ID == "" {
		err = errors.New("answer of slack to conversations.open: without an id")
	}
	return out.Channel.ID, err
}

func (w *web) user(ctx context.Context, id string) (*slack.User, error) {
	var out struct{ User *slack.User }
	_, err := w.do(ctx, call{method: "users.info", form: url.Values{"user": {id}, "include_locale": {"true"}}, twice: true}, &out)
	if err == nil && out.User == nil {
		err = errors.New("answer of slack to users.info: without a user")
	}
	return out.User, err
}

func (w *web) channel(ctx context.Context, id string) (*slack.Channel, error) {
	var out struct{ Channel *slack.Channel }
	_, err := w.do(ctx, call{method: "conversations.info", form: url.Values{"channel": {id}}, twice: true}, &out)
	if err == nil && out.Channel == nil {
		err = errors.New("answer of slack to conversations.info: without a channel")
	}
	return out.Channel, err
}

const (
	membersPerPage = 999 // fewer than the 1,000 that Slack takes at most
	maxMemberPages = 100
)

func (w *web) within(ctx context.Context, channel, user string) (bool, error) {
	cursor := ""
	for range maxMemberPages {
		form := url.Values{"channel": {channel}, "limit": {strconv.Itoa(membersPerPage)}}
		if cursor != "" {
			form.Set("cursor", cursor)
		}
		var out struct {
			Members []string
			Next    onward `json:"response_metadata"`
		}
		if _, err := w.do(ctx, call{method: "conversations.members", form: form, twice: true}, &out); err != nil {
			return false, err
		}
		for _, m := range out.Members {
			if m == user {
				return true, nil
			}
		}
		if cursor = out.Next.Cursor; cursor == "" {
			return false, nil
		}
	}
	return false, errors.New("conversations.members: a channel without an end")
}

// onward is where a list goes on.
type onward struct {
	Cursor string `json:"next_cursor"`
}

func (w *web) publish(ctx context.Context, user string, blocks []slack.Block) error {
	view := struct {
		Type   string        `json:"type"`
		Blocks []slack.Block `json:"blocks"`
	}{"home", blocks}
	_, err := w.do(ctx, call{method: "views.publish", body: map[string]any{"user_id": user, "view": view}, twice: true}, nil)
	return err
}

// account asks who the bot's token belongs to, and what it may do.
func (w *web) account(ctx context.Context) (Account, error) {
	var out struct {
		Team   string
		User   string
		TeamID string `json:"team_id"`
		UserID string `json:"user_id"`
		BotID  string `json:"bot_id"`
		AppID  string `json:"app_id"`
	}
	header, err := w.do(ctx, call{method: "auth.test", twice: true}, &out)
	if err != nil {
		return Account{}, err
	}
	if out.TeamID == "" || out.UserID == "" {
		return Account{}, errors.New("answer of slack to auth.test: without an id")
	}
	if out.BotID == "" {
		return Account{}, &ConfigError{"SLACK_BOT_TOKEN", WrongToken, adviceBot, nil}
	}
	a := Account{Team: out.TeamID, TeamName: out.Team, User: out.UserID, Bot: out.BotID, Name: out.User, App: out.AppID}
	for _, s := range strings.Split(header.Get("X-OAuth-Scopes"), ",") {
		if s = strings.TrimSpace(s); s != "" {
			a.Scopes = append(a.Scopes, s)
		}
	}
	return a, nil
}

// socket asks for the address of a socket, which is good for one connection.
func (w *web) socket(ctx context.Context) (string, error) {
	var out struct{ URL string }
	if _, err := w.do(ctx, call{method: "apps.connections.open", app: true, twice: true}, &out); err != nil {
		return "", err
	}
	if err := w.socketURL(out.URL); err != nil {
		return "", fmt.Errorf("apps.connections.open: %w", err)
	}
	return out.URL, nil
}

// found is what is looked at in a listed message.
type found struct {
	TS       string `json:"ts"`
	User     string `json:"user"`
	Bot      string `json:"bot_id"`
	Metadata struct {
		Type    string         `json:"event_type"`
		Payload map[string]any `json:"event_payload"`
	} `json:"metadata"`
}

// perPage is how many messages one request lists: as many as Slack gives to
// applications that are distributed outside of its Marketplace.
const perPage = 15

// history gives messages of a channel since then, the newest first, page by page.
func (w *web) history(ctx context.Context, channel string, since time.Time, cursor string) ([]found, string, error) {
	form := url.Values{
		"channel": {channel}, "limit": {strconv.Itoa(perPage)}, "include_all_metadata": {"true"},
		"oldest": {fmt.Sprintf("%d.%06d", since.Unix(), since.Nanosecond()/1000)},
	}
	if cursor != "" {
		form.Set("cursor", cursor)
	}
	var out struct {
		Messages []found
		Next     onward `json:"response_metadata"`
	}
	_, err := w.do(ctx, call{method: "conversations.history", form: form, twice: true}, &out)
	return out.Messages, out.Next.Cursor, err
}
