package feeds

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"dateline/internal/guard"
	"dateline/news"
	"dateline/related"
	"dateline/terms"
)

// A page is tried so often, with so long between two tries.
const (
	pageTries = 3
	pageAgain = 20 * time.Second
)

// complete reads pages of dispatches that were cut short: until the context
// ends, or, unless it goes on, until none is left that can be tried now.
func (p *Poller) complete(ctx context.Context, goOn bool) error {
	crew := &crew[completion]{
		clock: p.config.Clock, workers: p.config.Pages, perHost: p.config.PerHost, spacing: p.config.Spacing, held: 4 * p.config.Pages,
		host: func(c completion) string { return hostOf(c.URL) },
		do:   p.completeOne,
		drop: func(completion) {}, // its lease ends
		stale: func(c completion, now time.Time) bool {
			return c.lease.Sub(now) < leaseSpare/2
		},
		claim: func(ctx context.Context, room int) ([]completion, time.Time, error) {
			return p.claimPages(ctx, room, goOn)
		},
	}
	return crew.run(ctx, p.pages)
}

// completion is one that was claimed until the lease ends.
type completion struct {
	news.Completion
	lease time.Time
}

func (p *Poller) claimPages(ctx context.Context, room int, goOn bool) ([]completion, time.Time, error) {
	now := p.config.Clock.Now()
	found, err := p.config.Store.ClaimCompletions(ctx, now, now.Add(pageLease), room)
	if err != nil && goOn {
		if ctx.Err() == nil {
			p.config.Log.Error("completions are not claimed", "error", err)
		}
		return nil, now.Add(idle), nil
	}
	if err == nil && !goOn && len(found) == 0 {
		err = nothingLeftError{}
	}
	out := make([]completion, len(found))
	for i, c := range found {
		out[i] = completion{c, now.Add(pageLease)}
	}
	next := now
	if len(found) < room {
		next = now.Add(pageAgain / 4)
	}
	if !goOn {
		next = now
	}
	return out, next, err
}

// completeOne reads one page, and ends the wait for it or has it tried again.
func (p *Poller) completeOne(ctx context.Context, c completion) {
	d, text, err := p.wholeText(ctx, c.Completion)
	if ctx.Err() != nil {
		return // the lease ends, and another tries
	}
	now := p.config.Clock.Now()
	var again time.Time
	if err != nil {
		p.config.Log.Debug("page is not read", "page", news.Source{Address: c.URL}.Shown(), "try", c.Tries+1, "error", err)
		if passing(err) && c.Tries+1 < pageTries && now.Add(pageAgain).Before(c.Until) {
			again = now.Add(pageAgain)
		}
	}
	if err := p.finishPage(ctx, c.Completion, d, text, again); err != nil && !errors.Is(err, news.ErrLeaseLost) && ctx.Err() == nil {
		p.config.Log.Error("completion is not stored", "dispatch", c.Dispatch.String(), "error", err)
	}
}

// finishPage stores the text of a page, "" for none.
func (p *Poller) finishPage(ctx context.Context, c news.Completion, d news.Dispatch, text string, again time.Time) error {
	p.linking.Lock()
	defer p.linking.Unlock()
	var item *news.SourceItem
	if text != "" {
		var err error
		if item, err = p.completed(ctx, d, text); err != nil {
			return err
		}
	}
	return p.config.Store.FinishCompletion(ctx, c, item, again)
}

// Errors of pages that another try does not change.
var (
	errTooLate = errors.New("it took too long")
	errOther   = errors.New("the page's text is another, or no longer")
)

// wholeText gives the dispatch and the text of its page, once it is sure that
// the one is the whole of the other.
func (p *Poller) wholeText(ctx context.Context, c news.Completion) (d news.Dispatch, text string, err error) {
	if !p.config.Clock.Now().Before(c.Until) {
		return d, "", errTooLate
	}
	ctx, cancel := context.WithTimeout(ctx, pageLease-leaseSpare)
	defer cancel()
	if d, err = p.config.Store.Dispatch(ctx, c.Scope.Workspace(), c.Dispatch); err != nil {
		return d, "", err
	}
	resp, err := p.config.Fetcher.Get(ctx, guard.Request{URL: c.URL, Accept: acceptPage, Robots: true})
	if err != nil {
		return d, "", err
	}
	done, err := p.useCPU(ctx)
	if err != nil {
		return d, "", err
	}
	defer done()
	page, err := ReadPage(resp.Body, resp.Type, resp.URL)
	if err != nil {
		return d, "", err
	}
	if !completes(d.Revision, d.Language, page.Text) {
		return d, "", errOther
	}
	return d, page.Text, nil
}

// passing reports whether an error may be gone at the next try.
func passing(err error) bool {
	var refused *guard.Error
	if !errors.As(err, &refused) {
		return !errors.Is(err, errTooLate) && !errors.Is(err, errOther) && !errors.Is(err, ErrNoPage)
	}
	switch refused.Cause {
	case news.CauseTimeout, news.CauseConnect, news.CauseName:
		return true
	}
	return refused.Status >= 500 || refused.Status == 429
}

// enoughShared is the part of a summary's words that its page must have: an
// editor writes a summary anew, but about the same; a page that asks to log
// in or to accept something has next to none.
const enoughShared = 0.5

// completes reports whether the text of a page is the whole of what the
// revision has a part of: longer, and about the same.
func completes(r news.Revision, language, page string) bool {
	summary := news.Fold(r.Text)
	if utf8.RuneCountInString(news.Fold(page)) <= utf8.RuneCountInString(summary) {
		return false
	}
	words, there := stems(language, r.Title+"\n"+summary), stems(language, page)
	shared := 0
	for w := range words {
		if there[w] {
			shared++
		}
	}
	return len(words) > 0 && float64(shared) >= enoughShared*float64(len(words))
}

// stems gives the words of a text that say something, without their endings.
func stems(language, text string) map[string]bool {
	words := map[string]bool{}
	for w := range strings.FieldsSeq(terms.Index(language, text).Text) {
		words[w] = true
	}
	return words
}

// completed is the dispatch with its whole text.
func (p *Poller) completed(ctx context.Context, d news.Dispatch, text string) (*news.SourceItem, error) {
	text, err := news.CleanText(strings.TrimSpace(text))
	if err != nil {
		return nil, err
	}
	now := p.config.Clock.Now()
	title := d.Revision.Title
	if title == "" { // the title was all the text
		title = news.Fold(d.Revision.Text)
	}
	whole, err := news.NewDispatch(news.Raw{
		Source: d.Source, URL: d.URL, Language: d.Language, Title: title, Text: text, Published: d.Published,
	}, d.Scope, news.OriginSource, now)
	if err != nil {
		return nil, err
	}
	whole.ID, whole.Keys, whole.Received = d.ID, d.Keys, d.Received
	whole.Revision.Kind = news.RevisionCompleted
	whole.Revision.ID = news.DeriveID[news.Revision](d.ID.String(), whole.Revision.ID.String())
	if whole.Language == news.Undetermined || whole.Language == "" {
		whole.Language = terms.Language(text)
	}
	item := &news.SourceItem{Dispatch: whole, Index: indexOf(whole), Sketch: related.Sketch(text)}
	if item.CopyOf, err = p.copyOf(ctx, whole, item.Sketch); err != nil {
		return nil, err
	}
	return item, nil
}
