package slack

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"sync/atomic"

	"github.com/slack-go/slack"

	"dateline/adapters/kit"
)

// outcome is what became of something that Slack sent.
type outcome int

const (
	taken    outcome = iota // now or before: it is acknowledged
	closing                 // we are about to end: Slack is to send it again
	nonsense                // it cannot be read
)

// receiver reads what Slack sends, over either way in, and hands it on once.
type receiver struct {
	me   identity
	to   events
	gate *kit.Gate
	once *once
	gone *atomic.Bool // set when the workspace removes us
}

// pass hands something on, unless one of its identifiers was there before.
// That is looked at behind the gate, so that what is not handed on any more is
// not remembered either.
func (r *receiver) pass(do func(context.Context), ids ...string) outcome {
	open := r.gate.Pass(func(ctx context.Context) {
		if r.once.first(ids...) {
			do(ctx)
		}
	})
	if !open {
		return closing
	}
	return taken
}

// as makes an identifier of a kind of its own; "" of none.
func as(kind, id string) string {
	if id == "" {
		return ""
	}
	return kind + " " + id
}

// maxDepth bounds how deep JSON may be nested, in front of a decoder whose
// work grows with it. Slack's own goes about 20 deep.
const maxDepth = 64

// shallow reports whether JSON is nested no deeper than that.
func shallow(data []byte) bool {
	depth, quoted := 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > maxDepth {
				return false
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return true
}

// outer is what an event comes in.
type outer struct {
	Type           string
	Challenge      string
	EventID        string `json:"event_id"`
	TeamID         string `json:"team_id"`
	Authorizations []struct {
		TeamID string `json:"team_id"`
	}
	Event json.RawMessage
}

// heard says which events are listened to. Others, whose fields may be of
// other types, are not read further.
func heard(kind string) bool {
	return slices.Contains([]string{"app_mention", "message", "app_home_opened", "app_uninstalled", "tokens_revoked"}, kind)
}

// inner is an event, as far as any that we listen to has it.
type inner struct {
	Type        string
	Subtype     string
	Hidden      bool
	User        string
	Bot         string `json:"bot_id"`
	Team        string
	UserTeam    string `json:"user_team"`
	Channel     string
	ChannelType string `json:"channel_type"`
	Text        string
	TS          string
	Thread      string `json:"thread_ts"`
	Edited      json.RawMessage
	Tab         string
	Tokens      struct{ Bot []string }
}

// event takes an event. The envelope is that of a socket, "" over HTTP.
func (r *receiver) event(envelope string, data []byte) outcome {
	var o outer
	if !shallow(data) || json.Unmarshal(data, &o) != nil {
		return nonsense
	}
	return r.take(envelope, o)
}

func (r *receiver) take(envelope string, o outer) outcome {
	var kind struct{ Type string }
	if len(o.Event) > 0 && json.Unmarshal(o.Event, &kind) != nil {
		return nonsense
	}
	e := inner{Type: kind.Type}
	if heard(kind.Type) && json.Unmarshal(o.Event, &e) != nil {
		return nonsense
	}
	do := r.reading(o, e)
	if do == nil || r.elsewhere(o) {
		return taken // it is none of ours, and is not to come again
	}
	return r.pass(do, as("event", o.EventID), as("envelope", envelope))
}

// elsewhere says that an event is for another workspace than ours.
func (r *receiver) elsewhere(o outer) bool {
	for _, a := range o.Authorizations {
		if a.TeamID == r.me.Team || a.TeamID == "" {
			return false
		}
	}
	return len(o.Authorizations) > 0
}

// reading gives what to do about an event; nil where that is nothing.
func (r *receiver) reading(o outer, e inner) func(context.Context) {
	switch e.Type {
	case "app_mention", "message":
		if m := r.message(e); m != nil {
			return func(ctx context.Context) { r.to.message(ctx, m) }
		}
	case "app_home_opened":
		if e.User != "" && (e.Tab == "home" || e.Tab == "messages") {
			return func(ctx context.Context) { r.to.home(ctx, e.User, e.Tab) }
		}
	case "app_uninstalled", "tokens_revoked":
		ours := cmp.Or(o.TeamID, r.me.Team) == r.me.Team
		if ours && (e.Type == "app_uninstalled" || slices.Contains(e.Tokens.Bot, r.me.User) || slices.Contains(e.Tokens.Bot, r.me.Bot)) {
			return func(ctx context.Context) { r.gone.Store(true); r.to.gone(ctx) }
		}
	}
	return nil
}

// message gives what a person wrote to us; nil of anything else.
func (r *receiver) message(e inner) *message {
	direct := e.ChannelType == "im" || isDirect(e.Channel)
	written := e.Subtype == "" || e.Subtype == "file_share" || e.Subtype == "thread_broadcast" || e.Subtype == "me_message"
	switch {
	case e.Channel == "" || e.TS == "" || e.User == "" || e.User == "USLACKBOT" || e.User == r.me.User || e.Bot != "":
		return nil
	case !written || e.Hidden || len(e.Edited) > 0 && !bytes.Equal(e.Edited, []byte("null")):
		return nil
	case direct == (e.Type == "app_mention"): // a copy, or what others write to each other
		return nil
	}
	return &message{
		Channel: e.Channel, User: e.User, Team: cmp.Or(e.UserTeam, e.Team), Text: e.Text, TS: e.TS, Thread: e.Thread, Direct: direct,
	}
}

// command takes a slash command.
func (r *receiver) command(envelope string, c *slack.SlashCommand) outcome {
	if c.TeamID == "" || c.ChannelID == "" || c.UserID == "" || c.TriggerID == "" || c.ResponseURL == "" {
		return nonsense
	}
	return r.pass(func(ctx context.Context) { r.to.command(ctx, c) }, as("trigger", c.TriggerID), as("envelope", envelope))
}

// interaction takes a button, a shortcut or a view, and gives what goes back
// with the acknowledgement.
func (r *receiver) interaction(envelope string, data []byte) (payload any, is outcome) {
	i, err := readInteraction(data)
	if err != nil {
		return nil, nonsense
	}
	is = r.pass(func(ctx context.Context) { payload = r.to.interaction(ctx, i) }, as("trigger", i.TriggerID), as("envelope", envelope))
	return payload, is
}

var errInteraction = errors.New("interaction: cannot be read")

// readInteraction reads an interaction. What the SDK does not understand of
// the message, which may be of any application, is left out of it.
func readInteraction(data []byte) (*slack.InteractionCallback, error) {
	if !shallow(data) {
		return nil, errInteraction
	}
	i := &slack.InteractionCallback{}
	if json.Unmarshal(data, i) != nil {
		var err error
		if i, err = readPlainly(data); err != nil {
			return nil, err
		}
	}
	if i.Type == "" || i.User.ID == "" {
		return nil, errInteraction
	}
	return i, nil
}

// readPlainly reads an interaction without the blocks of its message and view.
func readPlainly(data []byte) (*slack.InteractionCallback, error) {
	var all map[string]json.RawMessage
	if json.Unmarshal(data, &all) != nil {
		return nil, errInteraction
	}
	for _, part := range []struct {
		name string
		keep []string
	}{
		{"message", []string{"type", "subtype", "user", "bot_id", "ts", "thread_ts", "text"}},
		{"view", []string{"id", "type", "callback_id", "private_metadata", "state"}},
	} {
		var fields, kept map[string]json.RawMessage
		if len(all[part.name]) == 0 || json.Unmarshal(all[part.name], &fields) != nil {
			continue
		}
		kept = map[string]json.RawMessage{}
		for _, k := range part.keep {
			if v, ok := fields[k]; ok {
				kept[k] = v
			}
		}
		all[part.name], _ = json.Marshal(kept)
	}
	again, err := json.Marshal(all)
	if err != nil {
		return nil, errInteraction
	}
	i := &slack.InteractionCallback{}
	if json.Unmarshal(again, i) != nil {
		return nil, errInteraction
	}
	return i, nil
}

// readCommand reads a slash command from a form.
func readCommand(form url.Values) *slack.SlashCommand {
	enterprise, _ := strconv.ParseBool(form.Get("is_enterprise_install"))
	return &slack.SlashCommand{
		TeamID: form.Get("team_id"), TeamDomain: form.Get("team_domain"), EnterpriseID: form.Get("enterprise_id"),
		EnterpriseName: form.Get("enterprise_name"), IsEnterpriseInstall: enterprise,
		ChannelID: form.Get("channel_id"), ChannelName: form.Get("channel_name"), UserID: form.Get("user_id"), UserName: form.Get("user_name"),
		Command: form.Get("command"), Text: form.Get("text"), ResponseURL: form.Get("response_url"), TriggerID: form.Get("trigger_id"),
		APIAppID: form.Get("api_app_id"),
	}
}
