package discord

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"dateline/adapters"
	"dateline/news"
)

var (
	_ adapters.Deliverer = (*Adapter)(nil)
	_ adapters.Editor    = (*Adapter)(nil)
	_ adapters.Members   = (*Adapter)(nil)
)

const (
	// sendWithin bounds one delivery, its waiting for rate limits included.
	sendWithin = requestWithin
	// maxPages bounds how far back a message is looked for: a thousand messages.
	maxPages = 10
	// skew is by how much Discord's clock may differ from the caller's.
	skew = 2 * time.Minute
	// notReady is when to try again where Run has not got to it yet.
	notReady = 5 * time.Second
	// later403 is when to try again after a refusal without a reason of Discord's.
	later403 = 5 * time.Minute
)

// Send implements [adapters.Platform]: it posts an unasked reply, in as many
// messages as it needs. It waits until the adapter knows who it is.
func (a *Adapter) Send(ctx context.Context, to news.Channel, r adapters.Reply) error {
	_, err := a.post(ctx, to, "", r)
	return err
}

// Remembers implements [adapters.Deliverer]. Discord says "the past few
// minutes"; two are counted on.
func (a *Adapter) Remembers() time.Duration { return 2 * time.Minute }

// Deliver implements [adapters.Deliverer]. Discord remembers a key for some
// minutes; [Adapter.Find] finds it later. A message that was sent before and
// has been deleted since counts as sent, without an ID.
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
		return adapters.Message{}, sendError(err)
	}
	first = adapters.Message{Channel: to}
	for n, m := range f.lay(r, key) {
		m.nonce = nonce(key, n)
		sent, err := a.rest.send(ctx, channel, m)
		switch {
		case err == nil && n == 0:
			first.ID = sent.ID
		case err == nil || key != "" && code(err) == codeUnknownMessage: // sent before, and deleted
		case n > 0:
			return first, fmt.Errorf("part %d of a reply: %w", n+1, err) // what precedes it was sent
		default:
			return adapters.Message{}, sendError(err)
		}
	}
	return first, nil
}

// channelFor is the channel that an ID names: "@" and a person's id are their direct messages.
func (a *Adapter) channelFor(ctx context.Context, channel string) (string, error) {
	user, direct := strings.CutPrefix(channel, "@")
	if !direct {
		return channel, nil
	}
	c, err := a.rest.direct(ctx, user)
	if err != nil {
		return "", err
	}
	return c.ID, nil
}

// nonce is a key's nonce for the n-th message: the key itself for the first.
func nonce(key string, n int) string {
	if key == "" || n == 0 {
		return key
	}
	sum := sha256.Sum256([]byte(key + "/" + strconv.Itoa(n)))
	return base32.StdEncoding.EncodeToString(sum[:])[:maxKey]
}

// Find implements [adapters.Deliverer]: it looks through the channel's messages
// since then, a thousand at most, for ours that carry the key.
func (a *Adapter) Find(ctx context.Context, to news.Channel, key string, since time.Time) (adapters.Message, bool, error) {
	if _, err := a.front(ctx); err != nil {
		return adapters.Message{}, false, err
	}
	channel, err := a.channelFor(ctx, to.ID)
	if err != nil {
		return adapters.Message{}, false, findError(err)
	}
	before := ""
	for range maxPages {
		list, err := a.rest.recent(ctx, channel, before)
		if err != nil {
			return adapters.Message{}, false, findError(err)
		}
		if len(list) == 0 && before == "" {
			return adapters.Message{}, false, a.nothing(ctx, channel)
		}
		for _, m := range list {
			if m.At.Before(since.Add(-skew)) {
				return adapters.Message{}, false, nil
			}
			if m.Author.ID == a.self().User && m.carries(key) {
				return adapters.Message{Channel: to, ID: m.ID}, true, nil
			}
		}
		if len(list) < perPage {
			return adapters.Message{}, false, nil
		}
		before = list[len(list)-1].ID
	}
	return adapters.Message{}, false, fmt.Errorf("%w: more than %d messages since", adapters.ErrCannotFind, maxPages*perPage)
}

// nothing tells an empty channel, where the answer is that there is no
// message, from one whose history is kept from us, which looks the same.
func (a *Adapter) nothing(ctx context.Context, channel string) error {
	p, err := a.Place(ctx, channel)
	if err != nil {
		return findError(err)
	}
	if slices.Contains(p.Missing, historyRight) {
		return fmt.Errorf("%w: %s is missing", adapters.ErrCannotFind, historyRight)
	}
	return nil
}

// carries says whether a message has a key: as its nonce, at the end of the
// custom_id of a button, or of an embed's footer.
func (f found) carries(key string) bool {
	if key == "" {
		return false
	}
	if nonce, _ := f.Nonce.(string); nonce == key {
		return true
	}
	for _, e := range f.Embeds {
		if strings.HasSuffix(e.Footer.Text, key) {
			return true
		}
	}
	return holds(f.Components, key)
}

// holds looks for a custom_id that ends with a key, at any depth.
func holds(x any, key string) bool {
	switch x := x.(type) {
	case []any:
		return slices.ContainsFunc(x, func(y any) bool { return holds(y, key) })
	case map[string]any:
		if id, _ := x["custom_id"].(string); strings.HasSuffix(id, key) {
			return true
		}
		return holds(x["components"], key)
	}
	return false
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
		return sendError(err)
	}
	laid := f.lay(r, "")
	if len(laid) == 0 {
		return errors.New("edit: an empty reply")
	}
	_, err = a.rest.edit(ctx, channel, m.ID, laid[0])
	return sendError(err)
}

// Discord's codes that matter here.
const (
	codeUnknownChannel = 10003
	codeUnknownGuild   = 10004
	codeUnknownMember  = 10007
	codeUnknownMessage = 10008
	codeUnknownUser    = 10013
	codeNoAccess       = 50001
	codeNoDirect       = 50007
	codeNoPermission   = 50013
	codeThreadLocked   = 160005
)

// code is Discord's code in an error, 0 where it has none.
func code(err error) int {
	var e *APIError
	if errors.As(err, &e) {
		return e.Code
	}
	return 0
}

// sendError makes an instruction of an error after which nothing was sent.
// What it leaves as it is may have been sent.
func sendError(err error) error {
	var e *APIError
	var retry *adapters.RetryError
	if err == nil || errors.As(err, &retry) || !errors.As(err, &e) {
		return err
	}
	switch e.Code {
	case codeUnknownChannel, codeUnknownGuild, codeUnknownMessage, codeUnknownUser, codeNoDirect, codeThreadLocked:
		return &adapters.GoneError{Err: err}
	case codeNoAccess:
		return &adapters.GoneError{Right: "View Channel", Err: err}
	case codeNoPermission:
		return &adapters.GoneError{Right: "Send Messages", Err: err}
	}
	switch e.Status {
	case http.StatusUnauthorized, http.StatusForbidden:
		return &adapters.RetryError{After: later403, Err: err}
	case http.StatusNotFound:
		return &adapters.GoneError{Err: err}
	}
	return err
}

// findError says what an error means for looking messages up.
func findError(err error) error {
	switch code(err) {
	case codeNoAccess:
		return fmt.Errorf("%w: View Channel is missing: %w", adapters.ErrCannotFind, err)
	case codeNoPermission:
		return fmt.Errorf("%w: %s is missing: %w", adapters.ErrCannotFind, historyRight, err)
	case codeUnknownChannel, codeUnknownGuild, codeUnknownUser, codeNoDirect:
		return &adapters.GoneError{Err: err}
	}
	return err
}
