package slack

import (
	"cmp"
	"context"
	"strings"

	"github.com/slack-go/slack"

	"dateline/adapters/kit"
)

// shortcutID is the callback_id of 'Digest this' in the message menu.
const shortcutID = "digest_this"

// command implements [events].
func (f *reader) command(ctx context.Context, c *slack.SlashCommand) {
	f.ask(ctx, asked{channel: c.ChannelID, user: c.UserID, team: c.TeamID, url: c.ResponseURL, text: strings.TrimSpace(plain(c.Text))})
}

// interaction implements [events]. Nothing goes back with the acknowledgement.
func (f *reader) interaction(ctx context.Context, i *slack.InteractionCallback) any {
	a := asked{
		channel: cmp.Or(i.Channel.ID, i.Container.ChannelID), user: i.User.ID, team: cmp.Or(i.User.TeamID, i.Team.ID), url: i.ResponseURL,
		thread: threadOf(cmp.Or(i.Container.ThreadTs, i.Message.ThreadTimestamp), cmp.Or(i.Container.MessageTs, i.Message.Timestamp)),
	}
	switch {
	case i.Type == slack.InteractionTypeBlockActions:
		f.pressed(ctx, i, a)
	case i.Type == slack.InteractionTypeMessageAction && i.CallbackID == shortcutID:
		f.shortcut(ctx, i, a)
	case a.url != "":
		f.aside(ctx, a, func(w words) string { return w.other })
	}
	return nil
}

// threadOf is the thread to answer in: none for the message that a thread was
// opened on, which stands in the channel itself.
func threadOf(thread, message string) string {
	if thread == message {
		return ""
	}
	return thread
}

// pressed answers a button. What it carries is as good as typed: the handler
// looks the view up in the workspace of whoever pressed it.
func (f *reader) pressed(ctx context.Context, i *slack.InteractionCallback, a asked) {
	if a.channel == "" || i.View.ID != "" {
		a.channel, a.thread, a.url, a.home = "", "", "", true
	}
	for _, b := range i.ActionCallback.BlockActions {
		if b == nil || b.Type != slack.ActionType(slack.METButton) {
			continue
		}
		view, command, err := kit.ReadButton(b.Value)
		if err != nil {
			break
		}
		a.view, a.text = view, command
		f.ask(ctx, a)
		return
	}
	f.aside(ctx, a, func(w words) string { return w.other })
}

// shortcut digests a message.
func (f *reader) shortcut(ctx context.Context, i *slack.InteractionCallback, a asked) {
	text := textOf(&i.Message)
	if text == "" {
		f.aside(ctx, a, func(w words) string { return w.nothing })
		return
	}
	a.text = "digest " + text
	f.ask(ctx, a)
}

// message implements [events]: a mention, which is answered in its thread, or
// a direct message.
func (f *reader) message(ctx context.Context, m *message) {
	a := asked{channel: m.Channel, user: m.User, team: m.Team, thread: m.Thread, text: f.saidTo(m.Text), free: true, direct: m.Direct, open: !m.Direct}
	if m.Direct && a.text == "" { // a file, say
		return
	}
	if !m.Direct {
		a.thread = cmp.Or(m.Thread, m.TS)
	}
	f.ask(ctx, a)
}

// saidTo is what a message says, without our name.
func (f *reader) saidTo(text string) string {
	if f.me.User != "" {
		text = strings.ReplaceAll(text, "<@"+f.me.User+">", " ")
		if at := strings.Index(text, "<@"+f.me.User+"|"); at >= 0 {
			if end := strings.IndexByte(text[at:], '>'); end > 0 {
				text = text[:at] + " " + text[at+end+1:]
			}
		}
	}
	return strings.TrimSpace(plain(text))
}
