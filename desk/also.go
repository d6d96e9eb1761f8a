package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"

	"dateline/adapters"
	"dateline/news"
	"dateline/terms"
)

const (
	maxCopies   = 20 // that are listed
	maxSearched = 50 // dispatches of a topic among which the same bullet is looked for
)

// also lists the other sources that have what a number stands for.
func (t *turn) also(ctx context.Context, number string) (adapters.Reply, error) {
	found, refusal, err := t.find(ctx, number)
	if err != nil || refusal != nil {
		return orEmpty(refusal), err
	}
	copies, err := t.store().Copies(ctx, t.workspace(), found.dispatch.ID)
	if err != nil {
		return adapters.Reply{}, fmt.Errorf("copies: %w", err)
	}
	if copies, err = t.withSame(ctx, found, copies); err != nil {
		return adapters.Reply{}, err
	}
	if len(copies) == 0 {
		return adapters.Reply{Blocks: t.line(t.words.say("also.none"))}, nil
	}
	key := "also.of"
	if number == "" {
		key = "also.all"
	}
	blocks := t.line(t.words.say(key, "n", number))
	for _, d := range copies[:min(len(copies), maxCopies)] {
		blocks = append(blocks, adapters.Block{
			Kind: adapters.BlockItem, Label: cmp.Or(t.sourceText(d), t.words.say("date.none")),
			Text: cmp.Or(news.Fold(d.Revision.Title), clip(news.Fold(d.Revision.Text))), URL: publicURL(d.URL),
		})
	}
	if len(copies) > maxCopies {
		blocks = append(blocks, t.line(t.words.say("most", "n", strconv.Itoa(maxCopies)))...)
	}
	return adapters.Reply{Blocks: blocks}, nil
}

// withSame adds, in a topic, the other dispatches with the same bullet: the
// topic has counted their sources; see [pointsOf].
func (t *turn) withSame(ctx context.Context, found target, copies []news.Dispatch) ([]news.Dispatch, error) {
	s, err := t.recall(ctx)
	if err != nil || !s.isTopic() || len(found.bullets) == 0 {
		return copies, err
	}
	others, _, err := t.list(ctx, s.listing, news.DispatchID{}, maxSearched)
	if err != nil {
		return nil, err
	}
	all, failed := t.entries(ctx, others)
	if all == nil && failed != nil {
		return nil, failed
	}
	same := sameness(found.bullets[0].bullet)
	for _, e := range all {
		other := foldSource(e.dispatch.Source)
		known := other == "" || other == foldSource(found.dispatch.Source) ||
			slices.ContainsFunc(copies, func(d news.Dispatch) bool { return d.ID == e.dispatch.ID })
		if !known && slices.ContainsFunc(matching(e, terms.Query(s.listing.words)), func(b news.Bullet) bool { return sameness(b) == same }) {
			copies = append(copies, e.dispatch)
		}
	}
	return copies, nil
}

// withCopies notes in each entry which other sources have it.
func (t *turn) withCopies(ctx context.Context, all []entry) error {
	for i := range all {
		copies, err := t.store().Copies(ctx, t.workspace(), all[i].dispatch.ID)
		if err != nil {
			return fmt.Errorf("copies: %w", err)
		}
		own := foldSource(all[i].dispatch.Source)
		for _, d := range copies {
			if other := foldSource(d.Source); other != "" && other != own && !slices.Contains(all[i].also, other) {
				all[i].also = append(all[i].also, other)
			}
		}
	}
	return nil
}

// alsoAction offers the list of the other sources.
func (t *turn) alsoAction(number string) adapters.Action {
	if number == "" {
		return adapters.Action{Label: t.words.say("action.also"), Command: cmdAlso}
	}
	return adapters.Action{Label: t.words.say("action.also.of", "n", number), Command: cmdAlso + " " + number}
}
