package main

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"dateline/desk"
	"dateline/feeds"
	"dateline/internal/guard"
	"dateline/news"
	"dateline/terms"
	"dateline/wire/formats"
)

// pages reads web pages that somebody asks to be digested.
type pages struct{ fetch guard.Fetcher }

var _ desk.Pages = pages{}

// Page implements [desk.Pages].
func (p pages) Page(ctx context.Context, address string) (news.Raw, error) {
	address, ok := webAddress(address)
	if !ok {
		return news.Raw{}, errNotAddress()
	}
	got, err := p.fetch.Get(ctx, guard.Request{URL: address, Robots: true, Accept: "text/html, application/xhtml+xml, text/plain;q=0.8, */*;q=0.5"})
	if err != nil {
		return news.Raw{}, causeError(err)
	}
	raw, err := pageRaw(got)
	if err != nil {
		return news.Raw{}, err
	}
	raw.URL = cmp.Or(raw.URL, got.URL)
	return raw, nil
}

// pageRaw finds the text in what came: of a web page its article, of anything
// else what a file with that content would give.
func pageRaw(got *guard.Response) (news.Raw, error) {
	if k := strings.ToLower(got.Type); k == "" || strings.Contains(k, "html") {
		page, err := feeds.ReadPage(got.Body, got.Type, got.URL)
		if err != nil {
			return news.Raw{}, &desk.CauseError{Cause: news.CauseFormat, Err: err}
		}
		return news.Raw{URL: page.Canonical, Title: page.Title, Text: page.Text, Language: page.Language, Published: page.Published}, nil
	}
	content := got.Body
	if !formats.Sniff(content).SaysCharset() {
		text, _, err := decodeText("page", content)
		if err != nil {
			return news.Raw{}, &desk.CauseError{Cause: news.CauseFormat, Err: err}
		}
		content = []byte(text)
	}
	items, err := formats.Read("page", content)
	if err != nil || len(items) == 0 {
		return news.Raw{}, &desk.CauseError{Cause: news.CauseFormat, Err: err}
	}
	i := items[0]
	return news.Raw{Source: i.Source, Language: i.Language, Title: i.Title, Text: i.WithDateline(), Published: i.Published}, nil
}

// pageDispatch makes a dispatch of a page, without storing it.
func (a *app) pageDispatch(ctx context.Context, address string) ([]news.Dispatch, error) {
	fetch := a.newFetcher()
	defer fetch.Close()
	raw, err := pages{fetch}.Page(ctx, address)
	if cause, ok := causeOf(err); ok {
		return nil, fmt.Errorf("%s: %s", cmp.Or(shown(address), "address"), desk.CauseText(a.language(), cause))
	}
	if err != nil {
		return nil, err
	}
	raw.Language = cmp.Or(raw.Language, terms.Language(raw.Text))
	d, err := news.NewDispatch(raw, terminalScope(), news.OriginAsked, a.now())
	if err != nil {
		return nil, fmt.Errorf("%s: no article was found on the page", shown(address))
	}
	return []news.Dispatch{d}, nil
}
