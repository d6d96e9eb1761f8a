package slack

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"dateline/adapters"
	"dateline/news"
)

var (
	_ adapters.Deliverer = (*Adapter)(nil)
	_ adapters.Editor    = (*Adapter)(nil)
)

const (
	// sendWithin bounds one delivery, its waiting for rate limits included.
	sendWithin = requestWithin
	// maxKey is the longest key of a delivery.
	maxKey = 25
	// maxPages bounds how far back a message is looked for: 600 messages.
	maxPages = 40
	// skew is by how much Slack's clock may differ from the caller's.
	skew = 2 * time.Minute
	// notReady is when to try again where Run has not got to it yet.
	notReady = 5 * time.Second
)

// Send implements [adapters.Platform]: it posts an unasked reply, in as many
// messages as it needs. It waits until the adapter knows who it is.
func (a *Adapter) Send(ctx context.Context, to news.Channel, r adapters.Reply) error {
	_, err := a.post(ctx, to, "", r)
	return err
}

// Remembers implements [adapters.Deliverer]: Slack knows no message again by itself.
func (a *Adapter) Remembers() time.Duration { return 0 }

// Deliver implements [adapters.Deliverer]. The key goes into the metadata of
// the first message, where [Adapter.Find] finds it.
func (a *Adapter) Deliver(ctx context.Context, to news.Channel, key string, r adapters.Reply) (adapters.Message, error) {
	if key == "" || len(key) > maxKey {
		return adapters.Message{}, fmt.Errorf("delivery key of %d characters: from 1 to %d", len(key), maxKey)
	}
	ctx, cancel := context.WithTimeout(ctx, sendWithin)
	defer cancel()
	return a.post(ctx, to, key, r)
}

// post sends a reply and gives its first message.
func (a *Adapter) post(ctx context.Context, to news.Channel, key string, r adapters.Reply) (first adapters.Message, err error) {
	f, err := a.front(ctx)
	if err != nil {
		return adapters.Message{}, err
	}
	channel, err := a.channelFor(ctx, to.ID)
	if err != nil {
		return adapters.Message{}, a.sendError(err)
	}
	first = adapters.Message{Channel: to}
	for n, p := range f.lay(r) {
		ts, err := a.web.send(ctx, channel, "", key, p)
		switch {
		case err == nil && n == 0:
			first.ID, key = ts, "" // what follows carries none
		case err == nil:
		case n > 0:
			return first, fmt.Errorf("part %d of a reply: %w", n+1, err) // what precedes it was sent
		default:
			return adapters.Message{}, a.sendError(err)
		}
	}
	return first, nil
}

func (a *Adapter) sendError(err error) error { return sendError(err, a.me.Name) }

// channelFor is the channel that an ID names: "@" and a person's id are their
// conversation with us.
func (a *Adapter) channelFor(ctx context.Context, channel string) (string, error) {
	user, direct := strings.CutPrefix(channel, "@")
	if !direct {
		return channel, nil
	}
	if known := a.directs.of(user); known != "" {
		return known, nil
	}
	found, err := a.web.direct(ctx, user)
	if err == nil {
		a.directs.set(user, found)
	}
	return found, err
}

// Find implements [adapters.Deliverer]: it looks through the channel's messages
// since then, 600 at most, for ours that carry the key.
func (a *Adapter) Find(ctx context.Context, to news.Channel, key string, since time.Time) (adapters.Message, bool, error) {
	if _, err := a.front(ctx); err != nil {
		return adapters.Message{}, false, err
	}
	channel, err := a.channelFor(ctx, to.ID)
	if err != nil {
		return adapters.Message{}, false, findError(err, channel, a.me.Name)
	}
	cursor := ""
	for range maxPages {
		list, next, err := a.web.history(ctx, channel, since.Add(-skew), cursor)
		if err != nil {
			return adapters.Message{}, false, findError(err, channel, a.me.Name)
		}
		for _, m := range list {
			if (m.User == a.me.User || m.Bot == a.me.Bot) && m.carries(key) {
				return adapters.Message{Channel: to, ID: m.TS}, true, nil
			}
		}
		if cursor = next; cursor == "" {
			return adapters.Message{}, false, nil
		}
	}
	return adapters.Message{}, false, fmt.Errorf("%w: more than %d messages since", adapters.ErrCannotFind, maxPages*perPage)
}

// carries says whether a message has a key in its metadata.
func (f found) carries(key string) bool {
	has, _ := f.Metadata.Payload["key"].(string)
	return key != "" && f.Metadata.Type == deliveryType && has == key
}

// Edit implements [adapters.Editor]. Of a reply that is too long for one
// message, the first is shown.
func (a *Adapter) Edit(ctx context.Context, m adapters.Message, r adapters.Reply) error {
	f, err := a.front(ctx)
	if err != nil {
		return err
	}
	channel, err := a.channelFor(ctx, m.Channel.ID)
	if err != nil {
		return a.sendError(err)
	}
	laid := f.lay(r)
	if len(laid) == 0 {
		return errors.New("edit: an empty reply")
	}
	return a.sendError(a.web.update(ctx, channel, m.ID, laid[0]))
}

// findError says what an error means for looking messages up.
func findError(err error, channel, name string) error {
	switch word, needed := answered(err); word {
	case missingScope:
		return fmt.Errorf("%w: %s: %w", adapters.ErrCannotFind, missingHistory(channel, needed), err)
	case "not_in_channel":
		return fmt.Errorf("%w: %s: %w", adapters.ErrCannotFind, invite(name), err)
	}
	return sendError(err, name)
}

// missingHistory names the scope that is missing to look messages up. Of a
// private channel Slack's identifiers do not tell.
func missingHistory(channel, needed string) string {
	switch {
	case strings.HasPrefix(channel, "D"):
		return "the scope im:history is missing"
	case needed == "channels:history" || needed == "groups:history":
		return "the scope " + needed + " is missing"
	}
	return "the scope channels:history (groups:history in a private channel) is missing"
}
