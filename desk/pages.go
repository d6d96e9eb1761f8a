package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"dateline/adapters"
	"dateline/news"
)

// pageActions are about a reply as a whole: its other pages, and what one
// person alone may do with it.
func (t *turn) pageActions(older bool) []adapters.Action {
	var all []adapters.Action
	if !t.newer.IsZero() {
		all = append(all, adapters.Action{Label: t.words.say("action.newer"), Command: cmdNewer})
	}
	if older {
		all = append(all, t.olderAction())
	}
	if t.request.Alone {
		all = append(all, adapters.Action{Label: t.words.say("action.share"), Command: cmdShare}, t.wrongAction(""))
	}
	return all
}

// older goes on after what was last shown.
func (t *turn) older(ctx context.Context) (adapters.Reply, error) {
	s, err := t.recall(ctx)
	if err != nil {
		return adapters.Reply{}, err
	}
	if s.listing.name == "" {
		s.listing.name, s.last = cmdLatest, news.DispatchID{}
	} else if !s.asked {
		t.newer = s.view
	}
	return t.onePage(ctx, s.listing, s.last)
}

// newerPage goes back to the page before. The first page is always the newest.
func (t *turn) newerPage(ctx context.Context) (adapters.Reply, error) {
	s, err := t.recall(ctx)
	if err != nil {
		return adapters.Reply{}, err
	}
	if s.newer.IsZero() || s.asked {
		return adapters.Reply{Blocks: t.line(t.words.say("nothing.newer"))}, nil
	}
	conv, err := t.store().View(ctx, t.workspace(), s.newer)
	if err != nil && !t.missing(err) {
		return adapters.Reply{}, fmt.Errorf("view: %w", err)
	}
	page := t.read(conv)
	t.newer = page.newer
	return t.onePage(ctx, s.listing, page.from)
}

// onePage shows one page of a listing, the one behind the dispatch before.
func (t *turn) onePage(ctx context.Context, c command, before news.DispatchID) (adapters.Reply, error) {
	t.from = before
	if c.name == cmdTopic {
		return t.topic(ctx, c, before)
	}
	return t.latest(ctx, c, before)
}

// share shows again, to everybody, what one person was shown.
func (t *turn) share(ctx context.Context) (adapters.Reply, error) {
	if !t.request.Alone {
		return adapters.Reply{Blocks: t.line(t.words.say("share.public"))}, nil
	}
	s, err := t.recall(ctx)
	if err != nil {
		return adapters.Reply{}, err
	}
	if len(s.ids) == 0 {
		return t.nothing(ctx, command{name: cmdLatest}, news.DispatchID{})
	}
	personal := t.words
	t.words = t.desk.catalogue.match(t.chosen.Language, t.request.Channel.Language, t.request.Language)
	t.request.Alone = false // from here on the reply is for everybody
	p, err := t.again(ctx, s)
	if err != nil {
		return adapters.Reply{}, err
	}
	if len(p.entries) == 0 {
		t.words = personal
		return t.refuse(t.words.say("gone")), nil
	}
	reply := t.showAgain(s, p)
	reply.Public = true
	return reply, errors.Join(p.failed, t.keep(ctx, s.kept.Command, s.kept.Shown))
}

// again gives what was shown, as far as it is still there.
func (t *turn) again(ctx context.Context, s seen) (page, error) {
	known, err := t.readSources(ctx)
	if err != nil {
		return page{}, err
	}
	var found []news.Dispatch
	for i, id := range s.ids {
		if slices.Contains(s.ids[:i], id) {
			continue
		}
		d, err := t.store().Dispatch(ctx, t.workspace(), id)
		switch {
		case err != nil && !t.missing(err):
			return page{}, fmt.Errorf("dispatch: %w", err)
		case err == nil && (!isSample(d) || len(known) == 0):
			found = append(found, d)
		}
	}
	all, failed := t.entries(ctx, found)
	if all == nil {
		return page{}, failed
	}
	p := page{entries: all, last: s.last, failed: failed}
	if s.asked {
		return p, nil
	}
	next, _, err := t.list(ctx, s.listing, s.last, 1)
	p.older = len(next) > 0
	if err == nil {
		err = t.withCopies(ctx, p.entries)
	}
	return p, err
}

func (t *turn) showAgain(s seen, p page) adapters.Reply {
	if s.isTopic() {
		shown := t.showTopic(s.listing, p, !s.from.IsZero())
		return shown.reply
	}
	return t.showDigests(p)
}

// wrong keeps that somebody thinks what was shown wrong, for the host to look at.
func (t *turn) wrong(ctx context.Context, number string) (adapters.Reply, error) {
	s, err := t.recall(ctx)
	if err != nil {
		return adapters.Reply{}, err
	}
	if len(s.ids) == 0 {
		return t.nothing(ctx, command{name: cmdLatest}, news.DispatchID{})
	}
	if _, _, ok := s.place(number); !ok {
		return orEmpty(t.noSuchNumber(number)), nil
	}
	first, err := t.store().PutReport(ctx, news.Report{
		View: s.view, Number: number, Channel: t.request.Channel, Person: t.request.Person,
		Command: s.kept.Command, Shown: s.ids, Made: t.now,
	})
	if err != nil {
		return adapters.Reply{}, fmt.Errorf("report: %w", err)
	}
	if !first {
		return adapters.Reply{Blocks: t.line(t.words.say("wrong.again"))}, nil
	}
	return adapters.Reply{Blocks: t.line(t.words.say("wrong.noted"))}, nil
}

func (t *turn) wrongAction(number string) adapters.Action {
	if number == "" {
		return adapters.Action{Label: t.words.say("action.wrong"), Command: cmdWrong}
	}
	return adapters.Action{Label: t.words.say("action.wrong.of", "n", number), Command: cmdWrong + " " + number}
}

// Joined implements [adapters.Guests].
func (d *Desk) Joined(ctx context.Context, account string, w news.WorkspaceID) (bool, error) {
	return d.config.Store.Joined(ctx, account, w, d.config.Now())
}

// Only implements [adapters.Guests].
func (d *Desk) Only(ctx context.Context, account string, in []news.WorkspaceID) error {
	return d.config.Store.Only(ctx, account, in, d.config.Now())
}

// Left implements [adapters.Guests].
func (d *Desk) Left(ctx context.Context, w news.WorkspaceID) error {
	return d.config.Store.Left(ctx, w, d.config.Now())
}

var _ adapters.Guests = (*Desk)(nil)
