package desk

import (
	"context"
	"errors"
	"fmt"

	"dateline/news"
	"dateline/summarize"
)

// entries has the digests of dispatches. A dispatch that cannot be digested
// does not keep the others from being shown: its entry has the error, and
// the error returned joins those. With a nil slice nothing can be shown.
func (t *turn) entries(ctx context.Context, dispatches []news.Dispatch) ([]entry, error) {
	all := make([]entry, len(dispatches))
	var errs []error
	for i, d := range dispatches {
		g, err := t.digestOf(ctx, d)
		if err != nil && !errors.Is(err, errSummary) {
			return nil, err
		}
		if err != nil {
			errs = append(errs, err)
		}
		all[i] = entry{dispatch: d, digest: g, err: err}
	}
	return all, errors.Join(errs...)
}

// digestOf gives the kept digest of a dispatch's newest revision, or has it made and keeps it.
func (t *turn) digestOf(ctx context.Context, d news.Dispatch) (news.Digest, error) {
	key := news.DigestKey{Dispatch: d.ID, Revision: d.Revision.ID, Summarizer: t.desk.config.Summarizer.Version()}
	g, err := t.store().Digest(ctx, t.workspace(), key)
	if err == nil {
		return g, nil
	}
	if !t.missing(err) {
		return news.Digest{}, fmt.Errorf("kept digest: %w", err)
	}
	g, err = t.summarize(ctx, d)
	if err != nil {
		return news.Digest{}, fmt.Errorf("%w of %s: %w", errSummary, d.ID, err)
	}
	if err := t.store().PutDigest(ctx, t.workspace(), key, g, t.now); err != nil {
		return news.Digest{}, fmt.Errorf("keeping a digest: %w", err)
	}
	return g, nil
}

func (t *turn) summarize(ctx context.Context, d news.Dispatch) (news.Digest, error) {
	g, err := t.desk.config.Summarizer.Summarize(ctx, summarize.Request{
		Dispatch: d.ID, Revision: d.Revision.ID,
		Title: d.Revision.Title, Text: d.Revision.Text, Language: d.Language,
	})
	if err != nil {
		return news.Digest{}, err
	}
	err = g.Validate(func(id news.DispatchID, revision news.RevisionID) (string, bool) {
		return d.Revision.Text, id == d.ID && revision == d.Revision.ID
	})
	return g, err
}
