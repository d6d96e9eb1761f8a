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
	view    news.ViewID       // zero if it has none
	from    news.DispatchID   // the page began behind it; zero: with the newest
	newer   news.ViewID       // the page before it; zero if there is none
	kept    news.Conversation // as it is kept
}

// after stands before where older goes on, in a kept listing that looked
// further than it showed.
const after = " after:"

// from and newer stand before where the page began, and the view of the page
// before it.
const (
	from  = " from:"
	newer = " newer:"
)

// remember keeps what a listing showed, and the last dispatch that it looked at.
func (t *turn) remember(ctx context.Context, listing command, ids []news.DispatchID, last news.DispatchID) error {
	command := listing.canonical()
	if last != ids[len(ids)-1] {
		command += after + last.String()
	}
	if !t.from.IsZero() {
		command += from + t.from.String()
	}
	if !t.newer.IsZero() {
		command += newer + t.newer.String()
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
	view, err := news.NewID[news.Conversation](t.desk.config.Random)
	if err != nil {
		return err
	}
	conv := news.Conversation{View: view, Command: command, Shown: ids, Updated: t.now}
	if err := t.store().PutConversation(ctx, t.request.Channel, t.request.Person, conv); err != nil {
		return fmt.Errorf("keeping the conversation: %w", err)
	}
	t.view = view
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
		t.view = s.view
		return s, nil
	}
	latest := command{name: cmdLatest}
	p, err := t.page(ctx, latest, news.DispatchID{})
	return seen{listing: latest, ids: p.ids(), last: p.last}, err
}

// lookUp takes what the request names for what was shown; false where it is
// not there any more, or was never shown in this workspace.
func (t *turn) lookUp(ctx context.Context) (bool, error) {
	conv, err := t.store().View(ctx, t.workspace(), t.request.View)
	if t.missing(err) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("view: %w", err)
	}
	t.shown = &conv
	return true, nil
}

// conversation gives the kept one, or an empty one.
func (t *turn) conversation(ctx context.Context) (news.Conversation, error) {
	if t.shown != nil {
		return *t.shown, nil
	}
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
	s := seen{ids: conv.Shown, at: conv.Updated, view: conv.View, kept: conv}
	if len(s.ids) == 0 {
		return seen{}
	}
	text := conv.Command
	if rest, ok := strings.CutPrefix(text, cmdDigest); ok {
		s.asked, s.ids, text = true, conv.Shown[:1], strings.TrimSpace(rest)
	}
	s.last = conv.Shown[len(conv.Shown)-1]
	text = cutID(text, newer, &s.newer)
	text = cutID(text, from, &s.from)
	text = cutID(text, after, &s.last)
	if c := t.desk.catalogue.parse(text, t.now); c.isListing() {
		s.listing = c
	}
	if !s.asked && s.listing.name == "" {
		return seen{}
	}
	return s
}

// cutID takes the identifier behind the mark off the end of a text, if it is there.
func cutID[Of any](text, mark string, id *news.ID[Of]) string {
	at := strings.LastIndex(text, mark)
	if at < 0 {
		return text
	}
	found, err := news.ParseID[Of](text[at+len(mark):])
	if err != nil {
		return text
	}
	*id = found
	return text[:at]
}

// isListing reports whether older can continue the command.
func (c command) isListing() bool {
	return c.problem == nil && (c.name == cmdLatest || c.name == cmdTopic)
}
