package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"dateline/adapters"
	"dateline/adapters/console"
	"dateline/desk"
	"dateline/news"
	"dateline/store"
)

const (
	noticesAtA  = 100            // time
	noticesLast = 72 * time.Hour // what could not be told until then is not told any more
	noticeKey   = 25             // characters of a key; see [adapters.Deliverer]
)

// herald tells notices, each of them to everyone who is to be told, once:
// what is about to be sent is written down before, and looked for where it is
// not known whether it was sent.
type herald struct {
	app       *app
	shop      *workshop
	host      func(context.Context, adapters.Reply) error // tells whoever runs the program, where they have no place on a platform
	owner     *post                                       // their place on a platform; nil where they have none
	platforms map[string]adapters.Platform
	again     map[string]time.Time // by key: not before
}

// post is where somebody is told things: at the first place that takes it.
type post struct {
	platform adapters.Platform
	places   []news.Channel
}

func (a *app) newHerald(w *workshop, platforms []adapters.Platform) *herald {
	h := &herald{app: a, shop: w, host: a.logNotice, platforms: map[string]adapters.Platform{}, again: map[string]time.Time{}}
	kind, person, _ := strings.Cut(a.config.Owner, ":")
	for _, p := range platforms {
		h.platforms[p.Name()] = p
		if m, ok := p.(adapters.Members); ok && p.Name() == kind {
			h.owner = &post{p, []news.Channel{m.Direct(person, a.language())}}
		}
	}
	return h
}

// serving makes the herald of a program that serves platforms.
func (a *app) serving(w *workshop, platforms []adapters.Platform) *herald {
	h := a.newHerald(w, platforms)
	if h.owner == nil && a.config.Owner != "log" {
		a.log.Warn("OWNER: that platform is not configured: notices go to the log", "owner", a.config.Owner)
	}
	return h
}

// logNotice tells the log.
func (a *app) logNotice(_ context.Context, r adapters.Reply) error {
	var lines []string
	for _, b := range r.Blocks {
		lines = append(lines, b.Text)
	}
	a.log.Warn("notice", "text", strings.Join(lines, " "))
	return nil
}

// tell tells what was not told yet. One that cannot be told now keeps none of
// the others waiting.
func (h *herald) tell(ctx context.Context) error {
	on := []string{"", console.Channel("").Platform} // of the host's readings
	for name := range h.platforms {
		on = append(on, name)
	}
	due, err := h.shop.store.Notices(ctx, on, noticesAtA)
	if err != nil {
		return err
	}
	var failed []error
	for _, n := range due {
		if h.app.now().Before(h.again[keyOf(n)]) || ctx.Err() != nil {
			continue
		}
		if err := h.one(ctx, n); err != nil {
			failed = append(failed, fmt.Errorf("notice: %w", err))
		}
	}
	return errors.Join(failed...)
}

// ofHost says whether whoever runs the program added the source.
func ofHost(n store.TellNotice) bool {
	return n.Reading.Workspace.IsZero() || n.Reading.Workspace == terminalWorkspace()
}

// one tells a notice to one of those who are to be told.
func (h *herald) one(ctx context.Context, n store.TellNotice) error {
	to, err := h.whom(ctx, n)
	switch {
	case err == nil && to == nil:
		if err = h.sayToHost(ctx, n); err == nil {
			return h.told(ctx, n)
		}
	case err == nil:
		err = h.deliver(ctx, n, *to)
	}
	if err != nil && ctx.Err() == nil && h.app.now().Sub(n.Notice.Created) > noticesLast {
		return h.giveUp(ctx, n, err)
	}
	return err
}

// whom is who is to be told; nil for the host that has no place on a platform.
func (h *herald) whom(ctx context.Context, n store.TellNotice) (*post, error) {
	r := n.Reading
	if ofHost(n) {
		return h.owner, nil
	}
	p := h.platforms[r.Channel.Platform]
	m, ok := p.(adapters.Members)
	if !ok || r.Person == "" {
		return &post{p, []news.Channel{r.Channel}}, nil
	}
	direct := m.Direct(r.Person, r.Channel.Language)
	there, err := m.Member(ctx, r.Channel, r.Person)
	var gone *adapters.GoneError
	switch {
	case errors.As(err, &gone):
		return &post{p, []news.Channel{direct}}, nil
	case err != nil:
		return nil, h.later(n, err)
	case there:
		return &post{p, []news.Channel{direct, r.Channel}}, nil
	}
	return &post{p, []news.Channel{r.Channel}}, nil
}

// deliver sends a notice, unless it is there.
func (h *herald) deliver(ctx context.Context, n store.TellNotice, to post) error {
	if !n.Tried.IsZero() {
		switch there, err := h.find(ctx, n, to.platform); {
		case errors.Is(err, adapters.ErrCannotFind):
			return h.giveUp(ctx, n, err) // twice would be worse than not at all
		case err != nil:
			return h.later(n, err)
		case there:
			return h.told(ctx, n)
		}
	}
	if err := h.shop.store.NoticeTried(ctx, n.Notice.ID, n.Reading.Workspace, h.app.now()); err != nil {
		return err
	}
	var last error
	for _, place := range to.places {
		last = h.send(ctx, n, to.platform, place)
		var gone *adapters.GoneError
		var retry *adapters.RetryError
		switch {
		case last == nil:
			return h.told(ctx, n)
		case errors.As(last, &gone): // on to the next
		case errors.As(last, &retry):
			last = h.later(n, last)
			return errors.Join(last, h.shop.store.NoticeTried(ctx, n.Notice.ID, n.Reading.Workspace, time.Time{}))
		default:
			return last // whether it was sent is looked up the next time
		}
	}
	return h.giveUp(ctx, n, last)
}

// send posts a notice at one place.
func (h *herald) send(ctx context.Context, n store.TellNotice, p adapters.Platform, place news.Channel) error {
	zone, language, err := desk.SettingsOf(ctx, h.shop.store, place, h.app.config.zone)
	if err != nil {
		return err
	}
	reply, err := h.reply(ctx, n, zone, language, place.Workspace != n.Reading.Channel.Workspace)
	if err != nil {
		return err
	}
	if d, ok := p.(adapters.Deliverer); ok {
		_, err = d.Deliver(ctx, place, keyOf(n), reply)
		return err
	}
	return p.Send(ctx, place, reply)
}

// find looks for a notice wherever it may have been sent: whoever has left may
// have been there then.
func (h *herald) find(ctx context.Context, n store.TellNotice, p adapters.Platform) (bool, error) {
	d, ok := p.(adapters.Deliverer)
	if !ok {
		return false, adapters.ErrCannotFind
	}
	places := []news.Channel{n.Reading.Channel}
	if ofHost(n) {
		places = h.owner.places
	} else if m, ok := p.(adapters.Members); ok && n.Reading.Person != "" {
		places = append(places, m.Direct(n.Reading.Person, ""))
	}
	var unknown error
	for _, place := range places {
		_, there, err := d.Find(ctx, place, keyOf(n), n.Tried)
		var gone *adapters.GoneError
		if there || err != nil && !errors.As(err, &gone) && !errors.Is(err, adapters.ErrCannotFind) {
			return there, err
		}
		if errors.Is(err, adapters.ErrCannotFind) {
			unknown = err
		}
	}
	return false, unknown
}

// reply is a notice in words.
func (h *herald) reply(ctx context.Context, n store.TellNotice, zone *time.Location, language string, elsewhere bool) (adapters.Reply, error) {
	w := n.Reading.Workspace
	if ofHost(n) {
		w = terminalWorkspace()
	}
	all, err := h.shop.sources.Sources(ctx, w)
	if err != nil {
		return adapters.Reply{}, err
	}
	told := desk.Told{Notice: n.Notice, Source: n.Source, Others: working(all, n.Source.ID), Elsewhere: elsewhere}
	return desk.NoticeReply(language, zone, h.app.now(), told), nil
}

func (h *herald) sayToHost(ctx context.Context, n store.TellNotice) error {
	reply, err := h.reply(ctx, n, h.app.config.zone, h.app.language(), false)
	if err != nil {
		return err
	}
	return h.host(ctx, reply)
}

func (h *herald) told(ctx context.Context, n store.TellNotice) error {
	delete(h.again, keyOf(n))
	return h.shop.store.NoticeTold(ctx, n.Notice.ID, n.Reading.Workspace, h.app.now())
}

// later keeps to a wait that is asked for.
func (h *herald) later(n store.TellNotice, err error) error {
	var retry *adapters.RetryError
	if errors.As(err, &retry) {
		h.again[keyOf(n)] = h.app.now().Add(retry.After)
	}
	return err
}

// giveUp has a notice that reaches nobody in the log: the host's as it is, of
// another's only that there was one.
func (h *herald) giveUp(ctx context.Context, n store.TellNotice, why error) error {
	h.app.log.Warn("a notice about a source reached nobody", "source", n.Source.ID, "kind", n.Notice.Kind, "error", why)
	if ofHost(n) {
		reply, err := h.reply(ctx, n, h.app.config.zone, h.app.language(), false)
		if err != nil {
			return err
		}
		if err := h.app.logNotice(ctx, reply); err != nil {
			return err
		}
	}
	return h.told(ctx, n)
}

// keyOf is the key under which a notice is sent to one of those who are told.
func keyOf(n store.TellNotice) string {
	return news.DeriveID[store.TellNotice](n.Notice.ID.String(), n.Reading.Workspace.String()).String()[:noticeKey]
}
