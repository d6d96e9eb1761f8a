package sqlite

import (
	"context"
	"time"

	"dateline/news"
	"dateline/store"
)

// Joined implements [store.Workspaces]. Mostly nothing is new, and nothing is
// written then: a platform tells of every workspace whenever it connects.
func (s *Store) Joined(ctx context.Context, w news.WorkspaceID, now time.Time) (bool, error) {
	var there bool
	err := s.read.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM workspaces WHERE id = $1 AND gone IS NULL)`, w).Scan(&there)
	if err != nil || there {
		return false, s.explain(err)
	}
	var first bool
	err = s.writing(ctx, func(q querier) error {
		done, err := q.ExecContext(ctx, `INSERT INTO workspaces (id, joined) VALUES ($1, $2)
			ON CONFLICT (id) DO UPDATE SET joined = excluded.joined, gone = NULL WHERE gone IS NOT NULL`, w, now.UnixMilli())
		if err != nil {
			return err
		}
		n, err := done.RowsAffected()
		if first = n > 0; err != nil || !first {
			return err
		}
		return recountOf(ctx, q, w)
	})
	return first && err == nil, err
}

// Left implements [store.Workspaces].
func (s *Store) Left(ctx context.Context, w news.WorkspaceID, now time.Time) error {
	return s.writing(ctx, func(q querier) error {
		_, err := q.ExecContext(ctx, `INSERT INTO workspaces (id, gone) VALUES ($1, $2)
			ON CONFLICT (id) DO UPDATE SET gone = excluded.gone WHERE gone IS NULL`, w, now.UnixMilli())
		if err != nil {
			return err
		}
		return recountOf(ctx, q, w)
	})
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
		`DELETE FROM workspaces WHERE gone <= $1`,
	} {
		if _, err := q.ExecContext(ctx, statement, before); err != nil {
			return deleted, err
		}
	}
	return deleted, nil
}
