package slack

import (
	"context"
	"fmt"

	"dateline/adapters"
)

const workspaceLane = "workspace" // what concerns all of it, in its order

// account is who we are in the workspace.
func (f *reader) account() string { return platform + ":" + f.me.Team + "/" + f.me.Bot }

// ready implements [front].
func (f *reader) ready(ctx context.Context) error {
	guests, ok := f.handler.(adapters.Guests)
	if !ok {
		return nil
	}
	if _, err := guests.Joined(ctx, f.account(), workspaceOf(f.me.Team)); err != nil {
		return fmt.Errorf("workspace: %w", err)
	}
	return nil
}

// gone implements [events]. From now on nothing is sent, and of all that we
// had in the workspace, people's direct messages included, nothing is owed.
func (f *reader) gone(ctx context.Context) {
	if f.removed.Swap(true) {
		return
	}
	f.lanes.Add(ctx, workspaceLane, 0, func(ctx context.Context) {
		f.options.tell(ctx, "Slack is served no more: install the app again and start anew", errRemoved)
		if guests, ok := f.handler.(adapters.Guests); ok {
			f.tell(ctx, "leaving the workspace", guests.Only(ctx, f.account(), nil))
		}
	})
}

// home implements [events].
func (f *reader) home(ctx context.Context, user, tab string) {
	const most = 2 // whoever opens it again and again sees the last of it
	if f.removed.Load() {
		return
	}
	f.lanes.Add(ctx, "home "+user, most, func(ctx context.Context) {
		channel, err := f.directWith(ctx, user)
		if err != nil {
			f.tell(ctx, "opening a conversation", err)
			return
		}
		f.meet(ctx, user, channel, tab == "messages")
		if tab == "home" {
			f.publish(ctx, user)
		}
	})
}

// greet says once what we can do.
func (f *reader) greet(ctx context.Context, a asked) {
	reply, err := f.handle(ctx, f.request(a, f.language(ctx, a.user)))
	f.tell(ctx, "greeting", err)
	for _, p := range render(reply) {
		if f.removed.Load() {
			return
		}
		if _, err := f.to.send(ctx, a.channel, "", "", p); err != nil {
			f.tell(ctx, "greeting", err)
			return
		}
	}
}

// publish shows a person's App Home: how their sources are, and a help.
func (f *reader) publish(ctx context.Context, user string) {
	channel, err := f.directWith(ctx, user)
	if err != nil {
		f.tell(ctx, "opening a conversation", err)
		return
	}
	language := f.language(ctx, user)
	var replies []adapters.Reply
	for _, text := range []string{sourcesText, helpText} {
		reply, err := f.handle(ctx, f.request(asked{channel: channel, user: user, direct: true, text: text}, language))
		f.tell(ctx, "making App Home", err)
		replies = append(replies, reply)
	}
	blocks := renderHome(replies...)
	if len(blocks) == 0 {
		blocks = line(wordsIn(language).silent).Blocks
	}
	if !f.removed.Load() {
		f.tell(ctx, "showing App Home", f.to.publish(ctx, user, blocks))
	}
}
