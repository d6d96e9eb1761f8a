package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dateline/adapters"
	"dateline/news"
	"dateline/terms"
	"dateline/wire"
)

// target is what a number stands for: a dispatch and some of its bullets.
type target struct {
	entry
	number  string // as it was shown; "" for everything of the only or first one
	bullets []numbered
	changed bool // whether the dispatch has another text since it was shown
}

type numbered struct {
	number string
	bullet news.Bullet
}

// evidence shows what a number rests on, word for word.
func (t *turn) evidence(ctx context.Context, number string) (adapters.Reply, error) {
	found, refusal, err := t.find(ctx, number)
	if err != nil || refusal != nil {
		return orEmpty(refusal), err
	}
	if len(found.bullets) == 0 {
		return adapters.Reply{Blocks: t.line(t.reason(found.entry)), Actions: t.textAction(found)}, found.err
	}
	blocks := t.line(t.evidenceHeader(found))
	for _, n := range found.bullets {
		blocks = append(blocks, t.quotes(found, n)...)
	}
	actions := t.textAction(found)
	if t.request.Alone {
		actions = append(actions, t.wrongAction(found.number))
	}
	return adapters.Reply{Blocks: t.withChange(found, blocks), Actions: actions}, nil
}

func (t *turn) evidenceHeader(found target) string {
	source := cmp.Or(news.Fold(found.dispatch.Source), agency(found.digest))
	switch {
	case found.number == "" && source == "":
		return t.words.say("evidence.all")
	case found.number == "":
		return t.words.say("evidence.all.source", "source", source)
	case source == "":
		return t.words.say("evidence.of", "n", found.number)
	}
	return t.words.say("evidence.of.source", "n", found.number, "source", source)
}

func agency(g news.Digest) string {
	if g.Dateline == nil {
		return ""
	}
	return news.Fold(g.Dateline.Agency)
}

// quotes gives the ranges of one bullet; the first carries the bullet's
// number where several bullets are shown.
func (t *turn) quotes(found target, n numbered) []adapters.Block {
	var blocks []adapters.Block
	text := found.dispatch.Revision.Text
	sentences := found.sentences()
	for _, e := range n.bullet.Evidence {
		if e.Revision != found.dispatch.Revision.ID || e.Start < 0 || e.Start >= e.End || e.End > len(text) {
			continue // a kept digest that does not fit its text: better nothing than the wrong words
		}
		quote := strings.ToValidUTF8(text[e.Start:e.End], "")
		block := adapters.Block{Kind: adapters.BlockQuote, Text: news.Fold(quote)}
		block.Before, block.After = neighbours(text, sentences, e)
		blocks = append(blocks, block)
	}
	if len(blocks) > 0 {
		blocks[0].Point = news.Fold(n.bullet.Text)
	}
	if len(found.bullets) > 1 && len(blocks) > 0 {
		blocks[0].Number = n.number
	}
	return blocks
}

// sentences gives where the sentences of the dispatch are.
func (found target) sentences() []wire.Sentence {
	r := found.dispatch.Revision
	return wire.ParseTitled(r.Text, r.Title, found.dispatch.Language).Sentences
}

// neighbours gives the sentences before and after a range, of the same section.
func neighbours(text string, all []wire.Sentence, e news.Evidence) (before, after string) {
	own := slices.IndexFunc(all, func(s wire.Sentence) bool { return s.Start < e.End && e.Start < s.End })
	if own < 0 {
		return "", ""
	}
	for _, s := range all {
		switch {
		case s.Section != all[own].Section:
		case s.End <= e.Start:
			before = text[s.Start:s.End]
		case s.Start >= e.End && after == "":
			after = text[s.Start:s.End]
		}
	}
	return news.Fold(strings.ToValidUTF8(before, "")), news.Fold(strings.ToValidUTF8(after, ""))
}

// textAction offers the whole text by the number that was asked for.
func (t *turn) textAction(found target) []adapters.Action {
	command := strings.TrimSpace(cmdText + " " + found.number)
	return []adapters.Action{{Label: t.words.say("action.text"), Command: command}}
}

// fullText shows the whole dispatch that a number belongs to.
func (t *turn) fullText(ctx context.Context, number string) (adapters.Reply, error) {
	found, refusal, err := t.find(ctx, number)
	if err != nil || refusal != nil {
		return orEmpty(refusal), err
	}
	title, headline := t.title(found.entry)
	blocks := []adapters.Block{{Kind: adapters.BlockTitle, Text: title}}
	if headline != "" {
		blocks = append(blocks, t.line(headline)...)
	}
	for _, p := range paragraphs(found.dispatch.Revision.Text) {
		blocks = append(blocks, adapters.Block{Kind: adapters.BlockQuote, Text: p})
	}
	if source, ok := t.source(found.entry, title); ok {
		blocks = append(blocks, source)
	}
	if isSample(found.dispatch) {
		blocks = slices.Insert(blocks, 0, t.sampleNotice())
	}
	return adapters.Reply{Blocks: t.withChange(found, blocks)}, nil
}

// paragraphs splits a text at its empty lines, or at every line where it has none.
func paragraphs(text string) []string {
	text = strings.TrimSpace(text)
	var all []string
	var open []string
	flush := func() {
		if len(open) > 0 {
			all = append(all, strings.Join(open, " "))
			open = nil
		}
	}
	lines := strings.Split(text, "\n")
	spaced := slices.ContainsFunc(lines, func(line string) bool { return strings.TrimSpace(line) == "" })
	for _, line := range lines {
		line = news.Fold(line)
		if line != "" {
			open = append(open, line)
		}
		if line == "" || !spaced {
			flush()
		}
	}
	flush()
	return all
}

func (t *turn) withChange(found target, blocks []adapters.Block) []adapters.Block {
	if !found.changed {
		return blocks
	}
	return append([]adapters.Block{{Kind: adapters.BlockNotice, Text: t.words.say("changed")}}, blocks...)
}

// find gives what a number stands for in what was last shown, or the reply
// that says why there is no such thing.
func (t *turn) find(ctx context.Context, number string) (target, *adapters.Reply, error) {
	s, err := t.recall(ctx)
	if err != nil {
		return target{}, nil, err
	}
	if len(s.ids) == 0 {
		reply, err := t.nothing(ctx, command{name: cmdLatest}, news.DispatchID{})
		return target{}, &reply, err
	}
	index, sub, ok := s.place(number)
	if !ok {
		return t.noSuch(number)
	}
	d, err := t.store().Dispatch(ctx, t.workspace(), s.ids[index])
	if err != nil && !t.missing(err) {
		return target{}, nil, fmt.Errorf("dispatch: %w", err)
	}
	known, failed := t.readSources(ctx)
	if failed != nil {
		return target{}, nil, failed
	}
	if err != nil || isSample(d) && len(known) > 0 {
		reply := t.refuse(t.words.say("gone"))
		return target{}, &reply, nil //nolint:nilerr // the reply says that it is not there
	}
	all, err := t.entries(ctx, []news.Dispatch{d})
	if all == nil {
		return target{}, nil, err
	}
	if s.told, err = t.toldBefore(ctx, s, d.ID); err != nil {
		return target{}, nil, err
	}
	found := target{entry: all[0], number: number}
	found.changed = !s.at.IsZero() && d.Revision.Received.After(s.at)
	if found.bullets, ok = s.pick(found.entry, index, sub); !ok {
		return t.noSuch(number)
	}
	return found, nil, nil
}

// toldBefore gives the bullets of a topic that were shown of the dispatches
// before id; of those that have gone since, none are known.
func (t *turn) toldBefore(ctx context.Context, s seen, id news.DispatchID) ([]news.Bullet, error) {
	var told []news.Bullet
	if !s.isTopic() {
		return nil, nil
	}
	before := s.ids[:slices.Index(s.ids, id)]
	for i, earlier := range before {
		if slices.Contains(before[:i], earlier) {
			continue
		}
		d, err := t.store().Dispatch(ctx, t.workspace(), earlier)
		if err != nil && t.missing(err) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("dispatch: %w", err)
		}
		all, err := t.entries(ctx, []news.Dispatch{d})
		if all == nil {
			return nil, err
		}
		told = append(told, matching(all[0], terms.Query(s.listing.words))...)
	}
	return told, nil
}

func (t *turn) noSuch(number string) (target, *adapters.Reply, error) {
	return target{}, t.noSuchNumber(number), nil
}

func (t *turn) noSuchNumber(number string) *adapters.Reply {
	reply := t.refuse(t.words.say("evidence.none", "n", number))
	return &reply
}

// place gives the index in ids of the dispatch that carries number, and the
// bullet of it that is meant, from 1; 0 for all of them. In a topic, where
// the bullets are numbered through, the bullet's number is index+1.
func (s seen) place(number string) (index, sub int, ok bool) {
	if number == "" {
		return 0, 0, true
	}
	first, second, dotted := strings.Cut(number, ".")
	n, _ := strconv.Atoi(first) // the parser let only numbers through
	m, _ := strconv.Atoi(second)
	switch {
	case s.isTopic():
		return n - 1, n, !dotted && n <= len(s.ids)
	case len(s.ids) == 1:
		return 0, n, !dotted
	}
	return n - 1, m, n <= len(s.ids)
}

func (s seen) isTopic() bool { return s.listing.name == cmdTopic && !s.asked }

// pick gives the bullets of e, the entry at index, that a number stands for.
// Of an entry without bullets that is none, and no mistake.
func (s seen) pick(e entry, index, sub int) ([]numbered, bool) {
	all := s.numbers(e, index)
	if sub == 0 || len(e.digest.Bullets) == 0 {
		return all, true
	}
	if s.isTopic() {
		number := strconv.Itoa(sub)
		all = slices.DeleteFunc(all, func(n numbered) bool { return n.number != number })
		return all, len(all) > 0
	}
	if sub > len(all) {
		return nil, false
	}
	return all[sub-1 : sub], true
}

// numbers gives the shown bullets of e, the entry at index, with the numbers
// that they were shown with.
func (s seen) numbers(e entry, index int) []numbered {
	if s.isTopic() {
		return s.topicNumbers(e)
	}
	prefix := ""
	if len(s.ids) > 1 {
		prefix = strconv.Itoa(index + 1)
	}
	all := make([]numbered, len(e.digest.Bullets))
	for i, b := range e.digest.Bullets {
		all[i] = numbered{subNumber(prefix, i), b}
	}
	return all
}

// topicNumbers: in a topic the k-th number of a dispatch is its k-th matching
// bullet, of those that had not been told before. Where there are not as many
// any more, because a text has changed or gone, each number has all of them.
func (s seen) topicNumbers(e entry) []numbered {
	bullets := without(matching(e, terms.Query(s.listing.words)), s.told)
	var numbers []string
	for i, shown := range s.ids {
		if shown == e.dispatch.ID {
			numbers = append(numbers, strconv.Itoa(i+1))
		}
	}
	var all []numbered
	for i, number := range numbers {
		if len(numbers) == len(bullets) {
			all = append(all, numbered{number, bullets[i]})
			continue
		}
		for _, b := range bullets {
			all = append(all, numbered{number, b})
		}
	}
	return all
}

func orEmpty(r *adapters.Reply) adapters.Reply {
	if r == nil {
		return adapters.Reply{}
	}
	return *r
}
