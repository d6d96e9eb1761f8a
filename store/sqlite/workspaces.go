package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"dateline/news"
	"dateline/store"
)

// Joined implements [store.Workspaces]. Mostly nothing is new, and nothing is
// written then: a platform tells of every workspace whenever it connects.
func (s *Store) Joined(ctx context.Context, account string, w news.WorkspaceID, now time.Time) (bool, error) {
	var known bool
	err := s.read.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM workspaces WHERE id = $1 AND account = $2 AND gone IS NULL)`, w, account).Scan(&known)
	if err != nil || known {
		return false, s.explain(err)
	}
	var there bool
	err = s.writing(ctx, func(q querier) error {
		err := q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM workspaces WHERE id = $1 AND gone IS NULL)`, w).Scan(&there)
		if err != nil {
			return err
		}
		_, err = q.ExecContext(ctx, `INSERT INTO workspaces (id, account, joined) VALUES ($1, $2, $3)
			ON CONFLICT (id) DO UPDATE SET account = excluded.account, gone = NULL,
			joined = CASE WHEN gone IS NULL THEN joined ELSE excluded.joined END`, w, account, now.UnixMilli())
		if err != nil || there {
			return err
		}
		return recountOf(ctx, q, w)
	})
	return !there && err == nil, err
}

// Left implements [store.Workspaces].
func (s *Store) Left(ctx context.Context, w news.WorkspaceID, now time.Time) error {
	return s.writing(ctx, func(q querier) error { return left(ctx, q, w, now) })
}

// Only implements [store.Workspaces].
func (s *Store) Only(ctx context.Context, account string, in []news.WorkspaceID, now time.Time) error {
	list, err := json.Marshal(append([]news.WorkspaceID{}, in...))
	if err != nil {
		return fmt.Errorf("workspaces: %w", err)
	}
	return s.writing(ctx, func(q querier) error {
		rows, err := q.QueryContext(ctx, `SELECT id FROM workspaces
			WHERE account = $1 AND gone IS NULL AND id NOT IN (SELECT value FROM json_each($2))`, account, string(list))
		gone, err := collect(rows, err, func(rows *sql.Rows) (w news.WorkspaceID, err error) { return w, rows.Scan(&w) })
		for _, w := range gone {
			if err == nil {
				err = left(ctx, q, w, now)
			}
		}
		return err
	})
}

func left(ctx context.Context, q querier, w news.WorkspaceID, now time.Time) error {
	_, err := q.ExecContext(ctx, `INSERT INTO workspaces (id, gone) VALUES ($1, $2)
		ON CONFLICT (id) DO UPDATE SET gone = excluded.gone WHERE gone IS NULL`, w, now.UnixMilli())
	if err != nil {
		return err
	}
	return recountOf(ctx, q, w)
}

// recountOf counts the readers of what w reads anew.
func recountOf(ctx context.Context, q querier, w news.WorkspaceID) error {
	_, err := q.ExecContext(ctx, recount+` WHERE id IN (SELECT source FROM source_readers WHERE workspace = $1)`, w)
	return err
}

// removeGone deletes what belongs to the workspaces that removed us long
// enough ago, their dispatches' keys included.
func removeGone(ctx context.Context, q querier, now time.Time) (deleted int, err error) {
	const theirs = `(SELECT id FROM workspaces WHERE gone <= $1)`
	before := now.Add(-store.KeepGone).UnixMilli()
	if deleted, err = remove(ctx, q, `scope IN `+theirs, before); err != nil {
		return deleted, err
	}
	for _, statement := range []string{
		`DELETE FROM dispatch_keys WHERE scope IN ` + theirs,
		`DELETE FROM source_readers WHERE workspace IN ` + theirs,
		`DELETE FROM notice_tellings WHERE workspace IN ` + theirs,
		`DELETE FROM sources WHERE scope IN ` + theirs,
		`DELETE FROM conversations WHERE workspace IN ` + theirs,
		`DELETE FROM views WHERE workspace IN ` + theirs,
		`DELETE FROM reports WHERE workspace IN ` + theirs,
		`DELETE FROM channel_settings WHERE workspace IN ` + theirs,
		`DELETE FROM workspaces WHERE gone <= $1`,
	} {
		if _, err := q.ExecContext(ctx, statement, before); err != nil {
			return deleted, err
		}
	}
	return deleted, nil
}
