package desk

import (
	"context"
	"fmt"
	"strings"
	"time"

	"dateline/news"
)

// seen is what the reader was last shown.
type seen struct {
	listing command // the listing that older continues
	last    news.DispatchID
	asked   bool              // whether what was shown is the digest of a given text
	ids     []news.DispatchID // the dispatches shown; for a topic one an entry of each bullet
	told    []news.Bullet     // of a topic, before the dispatch in question
	at      time.Time         // when; zero if this only supposes what latest would show
}

// after stands before where older goes on, in a kept listing that looked
// further than it showed.
const after = " after:"

// remember keeps what a listing showed, and the last dispatch that it looked at.
func (t *turn) remember(ctx context.Context, listing command, ids []news.DispatchID, last news.DispatchID) error {
	command := listing.canonical()
	if last != ids[len(ids)-1] {
		command += after + last.String()
	}
	return t.keep(ctx, command, ids)
}

// rememberAsked keeps that the digest of a given text was shown, and, behind
// it, where older goes on with the listing before.
func (t *turn) rememberAsked(ctx context.Context, id news.DispatchID) error {
	conv, err := t.conversation(ctx)
	if err != nil {
		return err
	}
	before, ids := t.read(conv), []news.DispatchID{id}
	command := cmdDigest
	if before.listing.name != "" {
		command += " " + before.listing.canonical()
		ids = append(ids, before.last)
	}
	return t.keep(ctx, command, ids)
}

func (t *turn) keep(ctx context.Context, command string, ids []news.DispatchID) error {
	err := t.store().PutConversation(ctx, t.request.Channel, t.request.Person,
		news.Conversation{Command: command, Shown: ids, Updated: t.now})
	if err != nil {
		return fmt.Errorf("keeping the conversation: %w", err)
	}
	return nil
}

// recall gives what was last shown. A reader who was shown nothing yet is
// taken to look at what latest shows.
func (t *turn) recall(ctx context.Context) (seen, error) {
	conv, err := t.conversation(ctx)
	if err != nil {
		return seen{}, err
	}
	if s := t.read(conv); len(s.ids) > 0 {
		return s, nil
	}
	latest := command{name: cmdLatest}
	p, err := t.page(ctx, latest, news.DispatchID{})
	return seen{listing: latest, ids: p.ids(), last: p.last}, err
}

// conversation gives the kept one, or an empty one.
func (t *turn) conversation(ctx context.Context) (news.Conversation, error) {
	conv, err := t.store().Conversation(ctx, t.request.Channel, t.request.Person)
	if t.missing(err) {
		return news.Conversation{}, nil
	}
	if err != nil {
		return news.Conversation{}, fmt.Errorf("conversation: %w", err)
	}
	return conv, nil
}

// read makes sense of a kept conversation; what it cannot read is nothing seen.
func (t *turn) read(conv news.Conversation) seen {
	s := seen{ids: conv.Shown, at: conv.Updated}
	if len(s.ids) == 0 {
		return seen{}
	}
	text := conv.Command
	if rest, ok := strings.CutPrefix(text, cmdDigest); ok {
		s.asked, s.ids, text = true, conv.Shown[:1], strings.TrimSpace(rest)
	}
	s.last = conv.Shown[len(conv.Shown)-1]
	if at := strings.LastIndex(text, after); at >= 0 {
		if last, err := news.ParseID[news.Dispatch](text[at+len(after):]); err == nil {
			s.last, text = last, text[:at]
		}
	}
	if c := t.desk.catalogue.parse(text, t.now); c.isListing() {
		s.listing = c
	}
	if !s.asked && s.listing.name == "" {
		return seen{}
	}
	return s
}

// isListing reports whether older can continue the command.
func (c command) isListing() bool {
	return c.problem == nil && (c.name == cmdLatest || c.name == cmdTopic)
}
