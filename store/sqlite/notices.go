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

// addNotice keeps what people must be told of a poll, once.
func addNotice(ctx context.Context, q querier, p news.Poll) error {
	if p.Notice == nil {
		return nil
	}
	n := *p.Notice
	_, err := q.ExecContext(ctx, `INSERT INTO notices (id, kind, source, since, cause, created)
		VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
		n.ID, string(n.Kind), p.Source.ID, n.Since.UnixMilli(), string(n.Cause), n.Created.UnixMilli())
	return err
}

// untold joins the notices n to the readings r, with what is known of the
// telling as t, of those who are to be told.
const untold = `source_readers r LEFT JOIN notice_tellings t ON t.notice = n.id AND t.workspace = r.workspace
	WHERE r.source = n.source AND NOT r.removed AND coalesce(r.added, 0) <= n.created AND t.told IS NULL AND ` + present

// Notices implements [store.Polling].
func (s *Store) Notices(ctx context.Context, platforms []string, limit int) ([]store.TellNotice, error) {
	on, err := json.Marshal(platforms)
	if err != nil {
		return nil, fmt.Errorf("platforms: %w", err)
	}
	var all []store.TellNotice
	err = s.reading(ctx, func(q querier) error {
		rows, err := q.QueryContext(ctx, `SELECT `+sourceColumns+`, n.id, n.kind, n.source, n.since, n.cause, n.created, t.tried, `+readingColumns+`
			FROM notices n JOIN sources s ON s.id = n.source JOIN `+untold+`
			AND n.told IS NULL AND (r.workspace = '' OR r.platform IN (SELECT value FROM json_each($1)))
			ORDER BY n.created, n.id, r.added, r.workspace LIMIT $2`, string(on), max(limit, 0))
		all, err = collect(rows, err, scanNotice)
		return err
	})
	if err != nil {
		return nil, err
	}
	return all, nil
}

func scanNotice(rows *sql.Rows) (store.TellNotice, error) {
	var t store.TellNotice
	var r reading
	var since, created int64
	var tried sql.NullInt64
	var err error
	n := &t.Notice
	more := append([]any{&n.ID, &n.Kind, &n.Source, &since, &n.Cause, &created, &tried}, r.fields()...)
	t.Source, err = scanSource(rows.Scan, more...)
	n.Since, n.Created = time.UnixMilli(since).UTC(), time.UnixMilli(created).UTC()
	t.Reading, t.Tried = r.done(), moment(tried)
	return t, err
}

// NoticeTried implements [store.Polling].
func (s *Store) NoticeTried(ctx context.Context, id news.ID[news.Notice], w news.WorkspaceID, at time.Time) error {
	return s.writing(ctx, func(q querier) error {
		return oneRow(q.ExecContext(ctx, `INSERT INTO notice_tellings (notice, workspace, tried) SELECT id, $2, $3 FROM notices WHERE id = $1
			ON CONFLICT DO UPDATE SET tried = CASE WHEN excluded.tried IS NULL THEN NULL ELSE coalesce(tried, excluded.tried) END`, id, w, millis(at)))
	})
}

// NoticeTold implements [store.Polling].
func (s *Store) NoticeTold(ctx context.Context, id news.ID[news.Notice], w news.WorkspaceID, at time.Time) error {
	return s.writing(ctx, func(q querier) error {
		err := oneRow(q.ExecContext(ctx, `INSERT INTO notice_tellings (notice, workspace, told) SELECT id, $2, $3 FROM notices WHERE id = $1
			ON CONFLICT DO UPDATE SET told = coalesce(told, excluded.told)`, id, w, at.UnixMilli()))
		if err != nil {
			return err
		}
		_, err = q.ExecContext(ctx, `UPDATE notices AS n SET told = $2 WHERE id = $1 AND told IS NULL AND NOT EXISTS (SELECT 1 FROM `+untold+`)`,
			id, at.UnixMilli())
		return err
	})
}

// oneRow is [store.ErrNotFound] where a statement changed nothing.
func oneRow(done sql.Result, err error) error {
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n > 0 {
		return err
	}
	return store.ErrNotFound
}
