package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"dateline/news"
	"dateline/terms"
)

// maxSkipped is how many dispatches without a digest are passed over in the
// making of one reply.
const maxSkipped = 50

// page is what one reply shows of a listing.
type page struct {
	entries []entry
	last    news.DispatchID // where older goes on: the last one that was looked at
	older   bool            // whether there is anything after it
	failed  error           // of what could not be digested, for the log
}

// page gives what a listing shows next. A dispatch that holds nothing to
// digest is no news: it is passed over, unless there is nothing else.
func (t *turn) page(ctx context.Context, c command, before news.DispatchID) (page, error) {
	p, limit := page{last: before, older: true}, pageSize(c)
	var skipped []entry
	for p.older && len(p.entries) < limit && len(skipped) < maxSkipped {
		found, older, err := t.list(ctx, c, p.last, limit-len(p.entries))
		if err != nil {
			return page{}, err
		}
		all, failed := t.entries(ctx, found)
		if all == nil {
			return page{}, failed
		}
		p.failed = errors.Join(p.failed, failed)
		for _, e := range all {
			p.last = e.dispatch.ID
			if e.silent() {
				skipped = append(skipped, e)
			} else {
				p.entries = append(p.entries, e)
			}
		}
		p.older = older
	}
	if len(p.entries) == 0 && len(skipped) > 0 && (p.older || before.IsZero()) {
		p.entries = skipped[:1]
	}
	return p, nil
}

func pageSize(c command) int {
	if c.name == cmdTopic {
		return maxCount
	}
	return min(cmp.Or(c.count, defaultCount), maxCount)
}

// silent reports whether the dispatch could be read and has nothing to say.
func (e entry) silent() bool { return e.err == nil && len(e.digest.Bullets) == 0 }

func (p page) ids() []news.DispatchID {
	ids := make([]news.DispatchID, len(p.entries))
	for i, e := range p.entries {
		ids[i] = e.dispatch.ID
	}
	return ids
}

// list gives the next dispatches that c asks for, and whether older ones exist.
func (t *turn) list(ctx context.Context, c command, before news.DispatchID, limit int) ([]news.Dispatch, bool, error) {
	groups := terms.Query(c.words)
	if c.words != "" && len(groups) == 0 {
		return nil, false, nil // nothing but stop words: nothing is said on that
	}
	page, err := t.store().List(ctx, t.workspace(), news.Listing{
		Terms: groups, Source: c.source, Copies: c.source != "", // of one source, what another had first too
		Since: c.since.at, Now: t.now, Before: before, Limit: limit + 1,
	})
	if err != nil && !before.IsZero() && t.missing(err) {
		return nil, false, nil // what was shown last has expired, and with it all that is older
	}
	if err != nil {
		return nil, false, fmt.Errorf("listing: %w", err)
	}
	all, err := t.readSources(ctx)
	if err != nil {
		return nil, false, err
	}
	if len(all) > 0 || !c.since.at.IsZero() { // nobody knows when it was published
		page = slices.DeleteFunc(page, isSample)
	}
	if len(page) > limit {
		return page[:limit], true, nil
	}
	return page, false, nil
}
