package feeds

import (
	"context"
	"errors"
	"time"

	"dateline/news"
	"dateline/related"
)

// storeBatch is how many polls are stored in one transaction.
const storeBatch = 128

// storeAll stores results until the channel is closed. What is new is stored
// one after the other, so that a story that two sources have in the same
// second is found: the second looks for copies when the first is stored.
func (p *Poller) storeAll(ctx context.Context, results <-chan *polled, note func(Result)) {
	for first := range results {
		batch := []*polled{first}
	fill:
		for len(batch) < storeBatch {
			select {
			case next, open := <-results:
				if !open {
					break fill
				}
				batch = append(batch, next)
			default:
				break fill
			}
		}
		p.storeBatch(ctx, batch, note)
	}
}

// storeBatch links the copies among what came and stores all of it, in as few
// transactions as that allows.
func (p *Poller) storeBatch(ctx context.Context, batch []*polled, note func(Result)) {
	p.linking.Lock()
	defer p.linking.Unlock()
	var ready []*polled
	waiting := map[uint64]bool{} // hashes of what is ready and not stored
	for _, one := range batch {
		if meets(one, waiting) {
			p.flush(ctx, ready, note)
			ready, waiting = nil, map[uint64]bool{}
		}
		p.findCopies(ctx, &one.poll)
		for _, item := range one.poll.Items {
			for _, h := range item.Sketch {
				waiting[h] = true
			}
		}
		ready = append(ready, one)
	}
	p.flush(ctx, ready, note)
}

// meets reports whether a new item may be a copy of what is not stored yet.
func meets(one *polled, waiting map[uint64]bool) bool {
	for _, item := range one.poll.Items {
		if !mayBeCopy(item) {
			continue
		}
		shared := 0
		for _, h := range item.Sketch {
			if waiting[h] {
				shared++
			}
		}
		if shared >= related.MinShared {
			return true
		}
	}
	return false
}

func mayBeCopy(item news.SourceItem) bool {
	return !item.LinkOnly && item.Dispatch.Revision.Kind == news.RevisionFirst
}

// findCopies links each new item to the dispatch of another source whose copy it is.
func (p *Poller) findCopies(ctx context.Context, poll *news.Poll) {
	for i := range poll.Items {
		item := &poll.Items[i]
		if !mayBeCopy(*item) {
			continue
		}
		of, err := p.copyOf(ctx, item.Dispatch, item.Sketch)
		if err != nil {
			p.config.Log.Warn("copies are not looked for", "source", poll.Source.Shown(), "error", err)
			return
		}
		item.CopyOf = of
	}
}

// similar is how many candidates are compared.
const similar = 16

// copyOf gives the first dispatch of which d is a near-duplicate; zero if it
// is none. Within one source only the same text is a copy: what is nearly the
// same there is the next bulletin of a series, or the next state of a story.
func (p *Poller) copyOf(ctx context.Context, d news.Dispatch, sketch []uint64) (news.DispatchID, error) {
	if len(sketch) == 0 {
		return news.DispatchID{}, nil
	}
	found, err := p.config.Store.Similar(ctx, d.Scope, sketch, d.Received.Add(-related.Window), similar)
	if err != nil || len(found) == 0 {
		return news.DispatchID{}, err
	}
	text := related.Read(d.Revision.Text)
	for _, c := range found {
		other := c.Dispatch
		if other.ID == d.ID || other.Source == d.Source && news.Fold(other.Revision.Text) != news.Fold(d.Revision.Text) {
			continue
		}
		if related.Copies(text, related.Read(other.Revision.Text), d.Time().Sub(other.Time())) {
			return c.First, nil
		}
	}
	return news.DispatchID{}, nil
}

// flush stores polls, in one transaction if it can: where one of them cannot
// be stored, the others are, one by one.
func (p *Poller) flush(ctx context.Context, ready []*polled, note func(Result)) {
	if len(ready) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, storeTime)
	defer cancel()
	polls := make([]news.Poll, len(ready))
	for i, r := range ready {
		polls[i] = r.poll
	}
	finished, err := p.config.Store.FinishPolls(ctx, polls)
	if err != nil && len(polls) > 1 {
		p.config.Log.Warn("polls are stored one by one", "polls", len(polls), "error", err)
		finished = make([]news.Finished, len(polls))
		for i := range polls {
			finished[i] = p.finishOne(ctx, polls[i])
		}
	} else if err != nil {
		finished = []news.Finished{p.finishOne(ctx, polls[0])}
	}
	for i, r := range ready {
		p.stored(r, finished[i], note)
	}
}

// finishOne stores one poll. What cannot be stored counts as lost: the source
// is polled again when its lease ends, and nothing of it is known yet.
func (p *Poller) finishOne(ctx context.Context, poll news.Poll) news.Finished {
	items, err := p.config.Store.FinishPoll(ctx, poll)
	if err != nil && !errors.Is(err, news.ErrLeaseLost) {
		p.config.Log.Error("poll is not stored", "source", poll.Source.Shown(), "error", err)
	}
	return news.Finished{Items: items, Lost: err != nil}
}

// stored counts what a poll did.
func (p *Poller) stored(r *polled, f news.Finished, note func(Result)) {
	if f.Lost {
		p.config.Log.Warn("poll came too late", "source", r.poll.Source.Shown())
		return
	}
	pending := false
	for i, item := range f.Items {
		switch item.Change {
		case news.ChangeNew:
			r.result.New++
		case news.ChangeRevised:
			r.result.Revised++
		}
		pending = pending || r.poll.Items[i].Page != ""
	}
	if pending {
		signal(p.pages)
	}
	p.logPoll(r.result)
	note(r.result)
}

func (p *Poller) logPoll(r Result) {
	switch {
	case r.New > 0 || r.Revised > 0:
		p.config.Log.Info("source has news", "source", r.Source.Shown(), "new", r.New, "revised", r.Revised)
	case r.Source.State.Stopped:
		p.config.Log.Warn("source is polled no more", "source", r.Source.Shown(), "cause", string(r.Cause))
	case r.Cause != "" && r.Source.State.Failures == 1:
		p.config.Log.Warn("source fails", "source", r.Source.Shown(), "cause", string(r.Cause), "next", r.Source.State.Next.UTC().Format(time.RFC3339))
	default:
		p.config.Log.Debug("source is polled", "source", r.Source.Shown(), "same", r.Same, "cause", string(r.Cause))
	}
}
