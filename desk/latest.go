package desk

import (
	"context"
	"fmt"
	"strconv"

	"dateline/adapters"
	"dateline/news"
)

// latest shows the newest dispatches that c asks for; with before set, those
// that stand after that one.
func (t *turn) latest(ctx context.Context, c command, before news.DispatchID) (adapters.Reply, error) {
	p, err := t.page(ctx, c, before)
	if err != nil {
		return adapters.Reply{}, err
	}
	if len(p.entries) == 0 {
		return t.nothing(ctx, c, before)
	}
	if err := t.withCopies(ctx, p.entries); err != nil {
		return adapters.Reply{}, err
	}
	reply := t.showDigests(p)
	if isSample(p.entries[0].dispatch) {
		t.offerSources(&reply)
	}
	if c.count > maxCount {
		reply.Blocks = append(reply.Blocks, t.line(t.words.say("most", "n", strconv.Itoa(maxCount)))...)
	}
	if err := t.remember(ctx, c, p.ids(), p.last); err != nil {
		return adapters.Reply{}, err
	}
	return reply, p.failed
}

// showDigests lays out one digest, or several with numbers.
func (t *turn) showDigests(p page) adapters.Reply {
	var reply adapters.Reply
	for i, e := range p.entries {
		number := ""
		if len(p.entries) > 1 {
			number = strconv.Itoa(i + 1)
		}
		reply.Blocks = append(reply.Blocks, t.digest(number, e)...)
		if len(e.digest.Bullets) > 0 {
			reply.Actions = append(reply.Actions, t.evidenceAction(number))
		}
		if len(e.also) > 0 {
			reply.Actions = append(reply.Actions, t.alsoAction(number))
		}
	}
	reply.Actions = append(reply.Actions, t.pageActions(p.older)...)
	return reply
}

func isSample(d news.Dispatch) bool { return d.Origin == news.OriginSample }

func (t *turn) evidenceAction(number string) adapters.Action {
	if number == "" {
		return adapters.Action{Label: t.words.say("action.evidence"), Command: cmdEvidence}
	}
	return adapters.Action{
		Label:   t.words.say("action.evidence.of", "n", number),
		Command: cmdEvidence + " " + number,
	}
}

func (t *turn) olderAction() adapters.Action {
	return adapters.Action{Label: t.words.say("action.older"), Command: cmdOlder}
}

// nothing says that a listing is empty, and what was searched.
func (t *turn) nothing(ctx context.Context, c command, before news.DispatchID) (adapters.Reply, error) {
	stats, err := t.store().Stats(ctx, t.workspace())
	if err != nil {
		return adapters.Reply{}, fmt.Errorf("stats: %w", err)
	}
	all, err := t.readSources(ctx)
	if err != nil {
		return adapters.Reply{}, err
	}
	if stats.Sample && len(all) > 0 {
		stats.Dispatches, stats.Sources, stats.Sample = stats.Dispatches-1, stats.Sources-1, false
	}
	if stats.Dispatches <= 0 {
		return t.nothingStored(all), nil
	}
	if !before.IsZero() {
		return adapters.Reply{Blocks: t.line(t.words.say("nothing.older"))}, nil
	}
	return adapters.Reply{Blocks: append(t.line(t.nothingText(c)), t.line(t.searched(stats))...)}, nil
}

// nothingStored says what would change that: a source, or its next poll.
func (t *turn) nothingStored(all []Source) adapters.Reply {
	if len(all) == 0 {
		reply := adapters.Reply{Blocks: t.line(t.words.say("nothing.stored"))}
		t.offerSources(&reply)
		return reply
	}
	return adapters.Reply{
		Blocks:  t.line(t.words.count("nothing.yet", len(all))),
		Actions: []adapters.Action{{Label: t.words.say("action.sources"), Command: cmdSources}},
	}
}

// offerSources says how the news of the day gets in, where no source is read.
func (t *turn) offerSources(reply *adapters.Reply) {
	if len(t.desk.config.Starter) > 0 {
		reply.Blocks = append(reply.Blocks, t.line(t.words.say("offer"))...)
		reply.Actions = append(reply.Actions, t.starterAction()...)
	}
}

func (t *turn) nothingText(c command) string {
	since := t.sinceText(c.since)
	switch {
	case c.words != "" && since != "":
		return t.words.say("nothing.topic.since", "topic", clip(c.words), "since", since)
	case c.words != "":
		return t.words.say("nothing.topic", "topic", clip(c.words))
	case c.source != "":
		return t.words.say("nothing.source", "source", clip(c.source))
	case since != "":
		return t.words.say("nothing.since", "since", since)
	}
	return t.words.say("nothing")
}

// searched says how much was looked through.
func (t *turn) searched(s news.Stats) string {
	sources := ""
	if s.Sources > 0 {
		sources = t.words.count("searched.sources", s.Sources)
	}
	dispatches := t.words.count("searched.dispatches", s.Dispatches)
	return t.words.say("searched", "what", joined(dispatches, sources, t.searchedDates(s)))
}

// searchedDates gives the days of the oldest and newest dispatch. The
// sample's day is not known, so with it there are none to tell.
func (t *turn) searchedDates(s news.Stats) string {
	if s.Sample || s.Oldest.IsZero() || s.Newest.IsZero() {
		return ""
	}
	from, to := t.shortDay(s.Oldest), t.shortDay(s.Newest)
	if from == to {
		return from
	}
	return t.words.say("searched.dates", "from", from, "to", to)
}

// help lists the commands with examples.
func (t *turn) help() adapters.Reply {
	blocks := t.line(t.words.say("about"))
	for _, name := range Commands() {
		blocks = append(blocks, adapters.Block{
			Kind: adapters.BlockItem, Label: t.words.say("usage." + name), Text: t.words.say("help." + name),
		})
	}
	blocks = append(blocks, t.line(t.words.say("help.since"))...)
	return adapters.Reply{
		Blocks:  blocks,
		Actions: []adapters.Action{{Label: cmdLatest, Command: cmdLatest}},
	}
}

// welcome greets: what this is, the newest digest, what to type.
func (t *turn) welcome(ctx context.Context) (adapters.Reply, error) {
	c := command{name: cmdLatest, count: 1}
	p, err := t.page(ctx, c, news.DispatchID{})
	if err != nil {
		return adapters.Reply{}, err
	}
	newest, err := t.showDigests(p), p.failed
	if len(p.entries) == 0 {
		newest, err = t.nothing(ctx, c, news.DispatchID{})
	} else if kept := t.remember(ctx, command{name: cmdLatest}, p.ids(), p.last); kept != nil { // older goes on with the usual count
		return adapters.Reply{}, kept
	}
	if len(newest.Blocks) == 0 {
		return newest, err
	}
	newest.Blocks = append(t.line(t.words.say("about")), newest.Blocks...)
	if len(p.entries) > 0 && isSample(p.entries[0].dispatch) {
		t.offerSources(&newest)
	}
	newest.Blocks = append(newest.Blocks, t.line(t.words.say("welcome.next"))...)
	return newest, err
}
