package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"

	"dateline/adapters"
	"dateline/news"
)

// maxCopies is how many near-duplicates are listed.
const maxCopies = 20

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
