package main

import (
	"context"
	_ "embed"
	"fmt"

	"dateline/news"
	"dateline/store"
	"dateline/terms"
)

// sampleText is the dispatch that a store without any shows, so that a
// newcomer sees a digest at once.
//
//go:embed sample/dispatch.txt
var sampleText string

// sampleDispatch makes the sample. Its time of publication is not known.
func (a *app) sampleDispatch() (news.Dispatch, error) {
	raw := news.Raw{Source: "TASS", Language: "en", Text: sampleText}
	d, err := news.NewDispatch(raw, news.Public, news.OriginSample, a.now())
	if err != nil {
		return news.Dispatch{}, fmt.Errorf("sample: %w", err)
	}
	return d, nil
}

// ensureSample puts the sample into a store that has nothing to show. The
// store takes it away when a dispatch is imported.
func (a *app) ensureSample(ctx context.Context, s store.Store) error {
	there, err := s.List(ctx, terminalWorkspace(), news.Listing{Limit: 1, Copies: true, Now: a.now()})
	if err != nil || len(there) > 0 {
		return err
	}
	d, err := a.sampleDispatch()
	if err != nil {
		return err
	}
	_, _, err = s.Put(ctx, terminalWorkspace(), d, terms.Index(d.Language, indexed(d)))
	return err
}
