package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"dateline/news"
	"dateline/store"
	"dateline/store/sqlite"
)

// terminalWorkspace is the workspace of whoever runs this program.
func terminalWorkspace() news.WorkspaceID { return news.Workspace{Platform: "console"}.ID() }

// terminalScope holds what nobody but the terminal sees.
func terminalScope() news.Scope { return news.Within(terminalWorkspace()) }

// access is what a command does with the store.
type access int

const (
	readOnly  access = iota // it must exist, and nothing is changed
	readWrite               // it is created if it is missing
)

// storePath gives the database file that dsn names, "" being the configured
// one. A DSN may hold a password and is never repeated.
func (a *app) storePath(dsn string) (string, error) {
	return storeFile(cmp.Or(dsn, a.config.DatabaseURL.reveal()))
}

func storeFile(dsn string) (string, error) {
	kind, path, ok := strings.Cut(dsn, ":")
	switch {
	case !ok || len(kind) == 1 || strings.ContainsAny(kind, `/\.`): // a path, on Windows with a drive
		path = dsn
	case strings.EqualFold(kind, "postgres") || strings.EqualFold(kind, "postgresql"):
		return "", errors.New("store: PostgreSQL is not in this release: use sqlite:PATH")
	case !strings.EqualFold(kind, "sqlite"):
		return "", fmt.Errorf("store: %q is no kind of database: use sqlite:PATH", kind)
	}
	if rest, ok := strings.CutPrefix(path, "//"); ok {
		path = rest // some programs write two slashes before the path
	}
	if path == "" || path == ":memory:" {
		return "", errors.New("store: no file is named: use sqlite:PATH")
	}
	return path, nil
}

// openStore opens the store that dsn names, "" being the configured one.
func (a *app) openStore(ctx context.Context, dsn string, how access) (store.Store, error) {
	path, err := a.storePath(dsn)
	if err != nil {
		return nil, err
	}
	if how == readOnly {
		if err := mustExist(path); err != nil {
			return nil, err
		}
	}
	s, err := sqlite.Open(ctx, path, sqlite.Options{ReadOnly: how == readOnly, Now: a.now})
	if err != nil {
		return nil, err
	}
	return s, nil
}

// errNoDatabase says that nothing was stored yet.
var errNoDatabase = errors.New(`no database yet: bot chat or bot import makes it; or check DATABASE_URL and --store`)

func mustExist(path string) error {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s: %w", name(path), errNoDatabase)
	}
	return nil // anything else that is wrong with it, opening says
}
