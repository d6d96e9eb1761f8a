package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"dateline/desk"
	"dateline/feeds"
	"dateline/internal/guard"
	"dateline/news"
	"dateline/store"
)

// hostSources is the desk's view of sources: kept in the store, looked at
// through feeds. The terminal is the host's seat: what it adds is read by
// every workspace, but for feeds with credentials, which are its own.
type hostSources struct {
	store store.Sources
	fetch guard.Fetcher
	limit int
	now   func() time.Time
}

var _ desk.Sources = (*hostSources)(nil)

// reader is who reads what a workspace adds in a scope.
func reader(w news.WorkspaceID, scope news.Scope) news.WorkspaceID {
	if w == terminalWorkspace() && scope == news.Public {
		return news.WorkspaceID{}
	}
	return w
}

// Sources implements [desk.Sources].
func (h *hostSources) Sources(ctx context.Context, w news.WorkspaceID) ([]desk.Source, error) {
	all, err := h.store.Sources(ctx, w)
	if err != nil {
		return nil, err
	}
	sources := make([]desk.Source, len(all))
	for i, s := range all {
		sources[i] = desk.Source{Source: s, Health: healthOf(s, h.now())}
	}
	return sources, nil
}

// Add implements [desk.Sources].
func (h *hostSources) Add(ctx context.Context, s news.Source, r news.Reading) (news.Source, news.Change, error) {
	kept, change, err := h.store.AddSource(ctx, reader(r.Workspace, s.Scope), s, r, h.limit)
	if errors.Is(err, store.ErrTooMany) {
		return s, "", &desk.TooManyError{Limit: h.limit}
	}
	return kept, change, err
}

// Remove implements [desk.Sources].
func (h *hostSources) Remove(ctx context.Context, w news.WorkspaceID, id news.SourceID) error {
	all, err := h.store.Sources(ctx, w)
	if err != nil {
		return err
	}
	for _, s := range all {
		if s.ID == id {
			return h.store.RemoveSource(ctx, reader(w, s.Scope), id)
		}
	}
	return store.ErrNotFound
}

// errNotAddress is the answer to whatever cannot be an address to read.
func errNotAddress() error { return &desk.CauseError{Cause: news.CauseAddress} }

// folderAt gives the absolute path of a folder that the host names. Nobody
// else can name one.
func folderAt(w news.WorkspaceID, address string) (string, bool) {
	if w != terminalWorkspace() || strings.Contains(address, "://") {
		return "", false
	}
	path, err := filepath.Abs(address)
	if err != nil || !isFolder(path) {
		return "", false
	}
	return path, true
}

// isPath reports whether the host means something on its own disk, which is no
// folder: no web address begins so.
func isPath(w news.WorkspaceID, address string) bool {
	return w == terminalWorkspace() && !strings.HasPrefix(address, "//") &&
		(filepath.IsAbs(address) || strings.HasPrefix(address, ".") || strings.HasPrefix(address, "~"))
}

// folderName is what a folder is called: its readers need not know where it is.
func folderName(path string) string { return filepath.Base(path) }

// Look implements [desk.Sources].
func (h *hostSources) Look(ctx context.Context, w news.WorkspaceID, address string) (desk.Found, error) {
	if path, ok := folderAt(w, address); ok {
		n, err := countFiles(path)
		return desk.Found{Kind: news.SourceFolder, Address: path, Title: folderName(path), Items: n}, err
	}
	if isPath(w, address) {
		return desk.Found{}, &desk.CauseError{Cause: news.CauseFile}
	}
	found, err := feeds.Resolve(ctx, h.fetch, address, h.now())
	if err != nil {
		return desk.Found{}, causeError(err)
	}
	return desk.Found(found), nil
}

// Check implements [desk.Sources].
func (h *hostSources) Check(ctx context.Context, w news.WorkspaceID, address string) (desk.Checked, error) {
	if path, ok := folderAt(w, address); ok {
		c := feeds.CheckFolder(ctx, path, h.now())
		return desk.Checked{Kind: c.Kind, Shown: path, Title: folderName(path), Items: c.Items, Newest: c.Newest, Cause: c.Cause}, ctx.Err()
	}
	if isPath(w, address) {
		return desk.Checked{Kind: news.SourceFolder, Shown: address, Cause: news.CauseFile}, nil
	}
	c := feeds.Check(ctx, h.fetch, address, h.now())
	if err := ctx.Err(); err != nil {
		return desk.Checked{}, err
	}
	return desk.Checked{
		Kind: c.Kind, Shown: c.Address, Resolved: c.Resolved, Connected: c.Connected, FirstByte: c.FirstByte, Done: c.Done,
		Redirects: c.Redirects, Status: c.Status, Type: c.Type, Charset: c.Charset, Bytes: c.Bytes, Format: c.Format, Repairs: c.Repairs,
		Title: c.Title, Items: c.Items, Newest: c.Newest, Cause: c.Cause,
	}, nil
}

// countFiles counts what a poll of a folder would look at.
func countFiles(folder string) (int, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return 0, &desk.CauseError{Cause: news.CauseFile, Err: err}
	}
	n := 0
	for _, e := range entries {
		if e.Type().IsRegular() && !strings.HasPrefix(e.Name(), ".") {
			n++
		}
	}
	return n, nil
}

// webAddress completes an address as people type it: example.org/feed.
func webAddress(typed string) (string, bool) {
	if !strings.Contains(typed, "://") {
		host, _, _ := strings.Cut(typed, "/")
		name, _, err := net.SplitHostPort(host)
		if err != nil {
			name = host
		}
		if !strings.Contains(strings.Trim(name, "."), ".") || strings.ContainsAny(name, ":@\\") {
			return "", false
		}
		typed = "https://" + typed
	}
	u, err := url.Parse(typed)
	if err != nil || u.Host == "" || !strings.EqualFold(u.Scheme, "http") && !strings.EqualFold(u.Scheme, "https") {
		return "", false
	}
	return typed, true
}

// healthOf is a source's health in the desk's words.
func healthOf(s news.Source, now time.Time) desk.Health {
	switch feeds.HealthOf(s, now).State {
	case feeds.HealthStopped:
		return desk.HealthStopped
	case feeds.HealthFailing:
		return desk.HealthFailing
	case feeds.HealthQuiet:
		return desk.HealthQuiet
	case feeds.HealthWaiting:
		return desk.HealthNew
	}
	return desk.HealthOK
}

// readableFolder says why a folder source cannot be read; nil where it can.
func readableFolder(s news.Source) error {
	if s.Kind != news.SourceFolder {
		return nil
	}
	if _, err := os.ReadDir(s.Address); err != nil {
		return unreadable(s.Address, err)
	}
	return nil
}

// startSources adds the sources that the environment names to the host's.
// Each is added once: the store remembers which it was given, so that one
// that was removed since stays removed.
func (a *app) startSources(ctx context.Context, s store.Store) error {
	addresses := strings.FieldsFunc(a.config.NewsSources.reveal(), func(r rune) bool { return r == ',' || r == ' ' || r == '\n' || r == '\t' || r == '\r' })
	if len(addresses) == 0 {
		return nil
	}
	known, err := givenSources(ctx, s)
	if err != nil {
		return err
	}
	h := &hostSources{store: s, limit: a.config.maxSources, now: a.now}
	var given []string
	for i, address := range addresses {
		id := news.DeriveID[news.Source]("NEWS_SOURCES", address).String()
		done := strings.Contains(known, id)
		if !done {
			if done, err = a.startSource(ctx, h, address, i+1); err != nil {
				return err
			}
		}
		if done { // else it is tried again, under other limits perhaps
			given = append(given, id)
		}
	}
	if now := strings.Join(given, " "); now != known {
		return s.PutConversation(ctx, givenChannel(), "", news.Conversation{Command: now, Updated: a.now()})
	}
	return nil
}

// givenChannel stands for the environment, as somebody who was told something.
func givenChannel() news.Channel { return news.Channel{Platform: "environment", ID: "NEWS_SOURCES"} }

// givenSources is what the store was given by the environment before.
func givenSources(ctx context.Context, s store.Conversations) (string, error) {
	c, err := s.Conversation(ctx, givenChannel(), "")
	if errors.Is(err, store.ErrNotFound) {
		return "", nil
	}
	return c.Command, err
}

// startSource adds one of them, the n-th, and reports whether it did. The
// address is not repeated in a complaint: it may hold a password.
func (a *app) startSource(ctx context.Context, h *hostSources, address string, n int) (bool, error) {
	w := terminalWorkspace()
	kind := news.SourceFolder
	path, ok := folderAt(w, address)
	title := folderName(path)
	if !ok {
		kind, title = news.SourceFeed, ""
		if path, ok = webAddress(address); !ok {
			a.log.Warn("NEWS_SOURCES: not an http or https address, nor a folder: left out", "entry", n)
			return false, nil
		}
	}
	s := news.NewSource(kind, path, title, w, a.now())
	_, _, err := h.Add(ctx, s, news.Reading{Workspace: w, Added: a.now()})
	var many *desk.TooManyError
	if errors.As(err, &many) {
		a.log.Warn("NEWS_SOURCES: more than MAX_SOURCES: left out", "entry", n, "limit", many.Limit)
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("NEWS_SOURCES, entry %d: %w", n, err)
	}
	return true, nil
}
