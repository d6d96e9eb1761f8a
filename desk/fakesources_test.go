package desk

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"dateline/news"
)

// fakeSources keeps sources in memory, and knows what is at a few addresses.
type fakeSources struct {
	mu     sync.Mutex
	all    []Source
	found  map[string]Found
	limit  int
	looked []string
	fail   error
}

func (f *fakeSources) Sources(_ context.Context, w news.WorkspaceID) ([]Source, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var all []Source
	for _, s := range f.all {
		if s.Scope.VisibleTo(w) {
			all = append(all, s)
		}
	}
	return all, f.fail
}

func (f *fakeSources) Look(_ context.Context, _ news.WorkspaceID, address string) (Found, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.looked = append(f.looked, address)
	found, ok := f.found[address]
	switch {
	case ok:
		return found, nil
	case isAddress(address) && hostOf(address) == "feed.example":
		return Found{}, &CauseError{Cause: "status 404", Err: errors.New("404 CANARY")}
	}
	return Found{}, &CauseError{Cause: news.CauseAddress}
}

func (f *fakeSources) Add(_ context.Context, s news.Source, r news.Reading) (news.Source, news.Change, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	s.Reading = r
	for _, known := range f.all {
		if known.ID == s.ID {
			return known.Source, news.ChangeNone, f.fail
		}
	}
	if len(f.all) >= f.limit {
		return s, "", &TooManyError{f.limit}
	}
	f.all = append(f.all, Source{s, HealthNew})
	return s, news.ChangeNew, f.fail
}

func (f *fakeSources) Remove(_ context.Context, _ news.WorkspaceID, id news.SourceID) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	before := len(f.all)
	f.all = slices.DeleteFunc(f.all, func(s Source) bool { return s.ID == id })
	if len(f.all) == before {
		return errNotFound
	}
	return f.fail
}

func (f *fakeSources) Check(ctx context.Context, w news.WorkspaceID, address string) (Checked, error) {
	found, err := f.Look(ctx, w, address)
	c := Checked{Kind: found.Kind, Shown: publicURL(address), Resolved: 12 * time.Millisecond, Connected: 30 * time.Millisecond, Status: 200}
	if cause := failedToRead(err); cause != "" {
		c.Cause, c.Status = cause, 404
		return c, f.fail
	}
	c.Done, c.Type, c.Charset, c.Bytes = time.Second, "application/rss+xml", "utf-8", 4096
	c.Format, c.Title, c.Items, c.Newest = "RSS 2.0", found.Title, found.Items, found.Newest
	c.Redirects = []string{"https://feed.example/old"}
	return c, f.fail
}

func (f *fakeSources) Page(_ context.Context, address string) (news.Raw, error) {
	switch {
	case address == "https://page.example/1":
		return news.Raw{URL: address + "?token=CANARY", Title: "The bridge", Text: "The bridge opens on Monday.\n", Language: "en"}, nil
	case hostOf(address) == "page.example":
		return news.Raw{}, &CauseError{Cause: "status 404"}
	case hostOf(address) == "empty.example":
		return news.Raw{Title: "Nothing"}, nil
	case hostOf(address) == "broken.example":
		return news.Raw{}, errors.New("disk full")
	}
	return news.Raw{}, &CauseError{Cause: news.CauseAddress}
}

// find puts something at a few addresses.
func (f *fakeSources) find() {
	f.found = map[string]Found{
		"https://feed.example/a": {Kind: news.SourceFeed, Address: "https://feed.example/a", Title: "Feed A", Items: 34,
			Newest: &news.Raw{Title: "Ferry", Text: "The ferry sails again.\n", URL: "https://feed.example/a/1?key=CANARY", Published: now.Add(-time.Hour)}},
		"https://feed.example/b": {Kind: news.SourceFeed, Address: "https://feed.example/b", Title: "Feed B", Items: 1},
		"https://page.example":   {Kind: news.SourcePage, Address: "https://page.example"},
		"/inbox":                 {Kind: news.SourceFolder, Address: "/srv/inbox", Items: 2},
		"https://u:CANARY@private.example/feed?token=CANARY": {
			Kind: news.SourceFeed, Address: "https://u:CANARY@private.example/feed?token=CANARY", Title: "Private", Items: 3},
	}
}

// ail gives the first sources a state each.
func (f *fakeSources) ail() {
	hours := func(n int) time.Time { return now.Add(time.Duration(n) * time.Hour) }
	for i, s := range []Source{
		{Health: HealthOK, Source: news.Source{State: news.SourceState{LastSuccess: hours(-1), LastNew: hours(-26), Next: now.Add(20 * time.Minute)}}},
		{Health: HealthFailing, Source: news.Source{State: news.SourceState{LastSuccess: hours(-50), FailingSince: hours(-49), Cause: "status 404", Next: hours(6)}}},
		{Health: HealthQuiet, Source: news.Source{State: news.SourceState{LastSuccess: hours(-1), LastNew: hours(-24 * 30), Next: now}}},
		{Health: HealthStopped, Source: news.Source{State: news.SourceState{FailingSince: hours(-1), Cause: "status 410"}}},
	} {
		if i < len(f.all) {
			f.all[i].State, f.all[i].Health = s.State, s.Health
		}
	}
}

// addCopies makes two other sources have the newest dispatch too.
func (f *fixture) addCopies() {
	newest := f.store.listed(f.channel.Workspace)[0].Dispatch
	for i, source := range []string{"TASS", "Harbour News", "TASS"} {
		d := newest
		d.Source, d.URL = source, "https://copy.example/1?key=CANARY"
		d.Published = newest.Published.Add(time.Duration(i+1) * time.Hour)
		f.store.copies[newest.ID] = append(f.store.copies[newest.ID], d)
	}
}
