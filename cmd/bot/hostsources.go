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

// readableFolder says why a folder source cannot be read; nil where it can.
func readableFolder(s news.Source) error {
	if s.Kind != news.SourceFolder {
		return nil
	}
	f, err := os.Open(s.Address)
	if err != nil {
		return unreadable(s.Address, err)
	}
	defer f.Close() //nolint:errcheck // read only
	if _, err := f.Readdirnames(1); err != nil && !isFolder(s.Address) {
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
	if !ok {
		kind = news.SourceFeed
		if path, ok = webAddress(address); !ok {
			a.log.Warn("NEWS_SOURCES: not an http or https address, nor a folder: left out", "entry", n)
			return false, nil
		}
	}
	s := news.NewSource(kind, path, "", w, a.now())
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
