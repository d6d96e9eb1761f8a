package feeds

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"dateline/internal/guard"
	"dateline/news"
)

// acceptFeed is what a feed is asked for as.
const acceptFeed = "application/rss+xml, application/atom+xml, application/feed+json;q=0.9, application/rdf+xml;q=0.9, application/xml;q=0.8, text/xml;q=0.8, */*;q=0.5"

// acceptPage is what a page is asked for as.
const acceptPage = "text/html, application/xhtml+xml, */*;q=0.5"

// reading is what came of reading a source once.
type reading struct {
	outcome  Outcome
	response *guard.Response // nil where nothing came
	given    *Delivery       // nil where no document came
	rows     []news.Seen     // of a watched page, or of the files of a folder
	same     []string        // keys of rows that are as they were
	err      error           // for the log; nil where there is none
}

// polled is a source that was read, before it is stored.
type polled struct {
	poll   news.Poll
	result Result
}

// poll reads sources as claim gives them until the context ends or it has no
// more, and stores what comes. undone hears of those that were claimed and
// could not be begun in time, note of what came of the others.
func (p *Poller) poll(ctx context.Context, claim claimFunc, undone func(claimed), note func(Result)) error {
	results := make(chan *polled, p.config.Workers)
	var storing errgroup.Group
	storing.Go(func() error {
		p.storeAll(context.WithoutCancel(ctx), results, note)
		return nil
	})
	crew := &crew[claimed]{
		clock: p.config.Clock, workers: p.config.Workers, perHost: p.config.PerHost, spacing: p.config.Spacing, held: heldPolls,
		host: claimed.host, claim: claim, stale: stale,
		do: func(ctx context.Context, j claimed) {
			defer p.backlog.leave(j.host())
			if r := p.readSource(ctx, j); r != nil {
				results <- r
			} else {
				p.release(j)
			}
		},
		drop: func(j claimed) {
			p.backlog.leave(j.host())
			p.release(j)
			undone(j)
		},
	}
	err := crew.run(ctx, p.polls)
	close(results)
	return errors.Join(err, storing.Wait())
}

// readSource reads a source and finds out what is new; nil where it could not
// because the poller ends or the store fails, so that the poll does not count.
func (p *Poller) readSource(ctx context.Context, j claimed) *polled {
	limited, cancel := context.WithTimeout(ctx, j.until.Sub(p.config.Clock.Now())-leaseSpare/2)
	defer cancel()
	var seen []news.Seen
	var err error
	if most := seenRows[j.Source.Kind]; most > 0 {
		if seen, err = p.config.Store.Seen(limited, j.Source.ID, most); err != nil {
			return p.unread(ctx, j, err)
		}
	}
	r := p.fetch(limited, j.Source, seen)
	if ctx.Err() != nil && r.outcome.Cause != "" {
		return nil
	}
	if r.given != nil && seenRows[j.Source.Kind] == 0 {
		if seen, err = p.config.Store.Seen(limited, j.Source.ID, seenItems); err != nil {
			return p.unread(ctx, j, err)
		}
	}
	if r.err != nil {
		p.config.Log.Info("source is not read", "source", j.Source.Shown(), "cause", string(r.outcome.Cause), "error", r.err)
	}
	return p.judge(j, r, seen)
}

func (p *Poller) unread(ctx context.Context, j claimed, err error) *polled {
	if ctx.Err() == nil {
		p.config.Log.Error("source is not polled: the store does not answer", "source", j.Source.Shown(), "error", err)
	}
	return nil
}

// fetch reads a source by its kind.
func (p *Poller) fetch(ctx context.Context, s news.Source, seen []news.Seen) reading {
	switch s.Kind {
	case news.SourceFolder:
		return p.fetchFolder(ctx, s, seen)
	case news.SourcePage:
		return p.fetchPage(ctx, s, seen)
	}
	return p.fetchFeed(ctx, s)
}

// get asks for a source's address, its credentials apart from it, as r says
// beyond that. There is no response where it failed.
func (p *Poller) get(ctx context.Context, s news.Source, r guard.Request) reading {
	u, err := url.Parse(s.Address)
	if err != nil {
		return p.failed(&guard.Error{Cause: news.CauseAddress, Err: errors.New("the address cannot be read")}) // err would hold it
	}
	r.User, u.User = u.User, nil
	r.URL, r.ETag, r.LastModified = u.String(), s.State.ETag, s.State.LastModified
	resp, err := p.config.Fetcher.Get(ctx, r)
	if err != nil {
		return p.failed(err)
	}
	return reading{response: resp, outcome: Outcome{NotBefore: resp.NotBefore}}
}

func (p *Poller) fetchFeed(ctx context.Context, s news.Source) reading {
	out := p.get(ctx, s, guard.Request{Accept: acceptFeed})
	resp := out.response
	if resp == nil || resp.NotModified {
		return out
	}
	done, err := p.useCPU(ctx)
	if err != nil {
		return p.failed(err)
	}
	defer done()
	doc, err := Parse(resp.Body, resp.Type, resp.URL)
	resp.Body = nil
	if err != nil {
		return p.failed(err)
	}
	given := deliveryOf(doc)
	out.given = &given
	out.outcome.Document, out.outcome.TTL, out.outcome.Skip = true, doc.TTL, skipMask(doc.SkipHours, doc.SkipDays)
	return out
}

// deliveryOf is what a document gives.
func deliveryOf(doc *Document) Delivery {
	return Delivery{Title: doc.Title, Link: doc.Link, Language: doc.Language, Items: doc.Items}
}

func (p *Poller) fetchPage(ctx context.Context, s news.Source, seen []news.Seen) reading {
	out := p.get(ctx, s, guard.Request{Accept: acceptPage, Robots: true})
	resp := out.response
	if resp == nil || resp.NotModified {
		return out
	}
	done, err := p.useCPU(ctx)
	if err != nil {
		return p.failed(err)
	}
	defer done()
	page, err := ReadPage(resp.Body, resp.Type, resp.URL)
	resp.Body = nil
	if err != nil || strings.TrimSpace(page.Text) == "" {
		return reading{outcome: Outcome{Cause: news.CauseFormat}, err: err}
	}
	item, rows, changed := Watch(page, seen)
	given := Delivery{Title: page.Title, Language: page.Language}
	if changed {
		given.Items = []Item{item}
	}
	out.given, out.rows, out.outcome.Document = &given, unseen(rows, seen, p.config.Clock.Now()), true
	return out
}

// failed is the reading of a source that could not be read.
func (p *Poller) failed(err error) reading {
	out := reading{outcome: Outcome{Cause: news.CauseInternal}, err: err}
	var refused *guard.Error
	var unread *ParseError
	switch {
	case errors.As(err, &refused):
		out.outcome.Cause, out.outcome.Status = refused.Cause, refused.Status
		if refused.RetryAfter > 0 {
			out.outcome.NotBefore = p.config.Clock.Now().Add(refused.RetryAfter)
		}
		out.err = nil // the cause says it
		if refused.Cause == news.CauseInternal {
			out.err = refused.Err
		}
	case errors.As(err, &unread):
		out.outcome.Cause, out.err = unread.Cause, nil
	case errors.Is(err, context.DeadlineExceeded):
		out.outcome.Cause, out.err = news.CauseTimeout, nil
	}
	return out
}

// useCPU bounds how many documents are read at once: what they take in memory
// is many times their size.
func (p *Poller) useCPU(ctx context.Context) (done func(), err error) {
	select {
	case p.cpu <- struct{}{}:
		return func() { <-p.cpu }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// judge decides what is stored of a reading.
func (p *Poller) judge(j claimed, r reading, seen []news.Seen) *polled {
	now := p.config.Clock.Now()
	s := j.Source
	out := &polled{poll: news.Poll{Lease: j.Lease, At: now}}
	if r.given != nil {
		s.Name = nameOf(s, r.given.Title)
		in := Ingest(s, *r.given, seen, now)
		out.poll.Items = in.Items
		out.poll.SeenKeys = longSeen(append(in.SeenKeys, r.same...), seen, now)
		out.poll.Rows = r.rows
		out.result.Items = len(r.given.Items)
		r.outcome.Partial = r.given.More
		r.outcome.New, r.outcome.Known = in.New, len(seen)+in.New
		r.outcome.Newest, r.outcome.Rhythm = newest(r.given.Items, now), ownRhythm(r.given.Items, now)
	}
	s.State, out.poll.Notice = Next(s, r.outcome, p.config.Slots, now, p.config.Rand())
	keepValidators(&s.State, r)
	out.poll.Source = s
	out.result.Source, out.result.Cause = s, r.outcome.Cause
	out.result.Same = r.response != nil && r.response.NotModified
	return out
}

// keepValidators keeps those of the last answer that was read: with others, a
// document that was not read would never come again.
func keepValidators(state *news.SourceState, r reading) {
	if r.response == nil || r.outcome.Cause != "" {
		return
	}
	state.Moved = r.response.Moved
	if !r.response.NotModified {
		state.ETag, state.LastModified = r.response.ETag, r.response.LastModified
		return
	}
	if r.response.ETag != "" {
		state.ETag = r.response.ETag
	}
	if r.response.LastModified != "" {
		state.LastModified = r.response.LastModified
	}
}

// nameOf is the name that was given, else the source's own title, else its host.
func nameOf(s news.Source, title string) string {
	host := ""
	if u, err := url.Parse(s.Address); err == nil {
		host = u.Hostname()
	}
	if s.Name != "" && s.Name != host {
		return s.Name
	}
	if title = news.Fold(title); title != "" {
		return title
	}
	return host
}

// rememberAgain is how old the note may be that an item was seen, so that not
// every poll writes every item.
const rememberAgain = 12 * time.Hour

// longSeen gives the keys whose last sight is worth a new note.
func longSeen(keys []string, seen []news.Seen, now time.Time) []string {
	last := make(map[string]time.Time, len(seen))
	for _, s := range seen {
		last[s.Key] = s.LastSeen
	}
	var out []string
	for _, key := range keys {
		if now.Sub(last[key]) >= rememberAgain {
			out = append(out, key)
		}
	}
	return out
}

// unseen gives the rows that are new, or whose last sight is worth a new note.
func unseen(rows, seen []news.Seen, now time.Time) []news.Seen {
	last := make(map[string]time.Time, len(seen))
	for _, s := range seen {
		last[s.Key] = s.LastSeen
	}
	var out []news.Seen
	for _, r := range rows {
		if now.Sub(last[r.Key]) >= rememberAgain {
			out = append(out, r)
		}
	}
	return out
}

// newest is when the newest item was published; zero if none says.
func newest(items []Item, now time.Time) time.Time {
	var at time.Time
	for _, i := range items {
		if p := published(i); !p.After(now) {
			at = later(at, p)
		}
	}
	return at
}

func ownRhythm(items []Item, now time.Time) time.Duration {
	dates := make([]time.Time, len(items))
	for i, item := range items {
		dates[i] = published(item)
	}
	return rhythmOfDates(dates, now)
}
