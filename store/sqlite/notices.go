package sqlite

import (
	"context"
	"database/sql"
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

// Notices implements [store.Polling].
func (s *Store) Notices(ctx context.Context, limit int) ([]store.TellNotice, error) {
	var all []store.TellNotice
	err := s.reading(ctx, func(q querier) error {
		rows, err := q.QueryContext(ctx, `SELECT `+sourceColumns+`, n.id, n.kind, n.source, n.since, n.cause, n.created
			FROM notices n JOIN sources s ON s.id = n.source WHERE n.told IS NULL ORDER BY n.created, n.id LIMIT $1`, max(limit, 0))
		all, err = collect(rows, err, scanNotice)
		for i := range all {
			if err != nil {
				break
			}
			all[i].Readings, err = readings(ctx, q, all[i].Source.ID)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return all, nil
}

func scanNotice(rows *sql.Rows) (store.TellNotice, error) {
	var t store.TellNotice
	var since, created int64
	var err error
	n := &t.Notice
	t.Source, err = scanSource(rows.Scan, &n.ID, &n.Kind, &n.Source, &since, &n.Cause, &created)
	n.Since, n.Created = time.UnixMilli(since).UTC(), time.UnixMilli(created).UTC()
	return t, err
}

// readings gives who reads the source, first who did so first.
func readings(ctx context.Context, q querier, id news.SourceID) ([]news.Reading, error) {
	rows, err := q.QueryContext(ctx, `SELECT `+readingColumns+` FROM source_readers r
		WHERE r.source = $1 AND NOT r.removed AND `+present+` ORDER BY r.added, r.workspace`, id)
	return collect(rows, err, func(rows *sql.Rows) (news.Reading, error) {
		var r reading
		err := rows.Scan(r.fields()...)
		return r.done(), err
	})
}

// NoticeTold implements [store.Polling].
func (s *Store) NoticeTold(ctx context.Context, id news.ID[news.Notice], at time.Time) error {
	return s.writing(ctx, func(q querier) error {
		done, err := q.ExecContext(ctx, `UPDATE notices SET told = coalesce(told, $2) WHERE id = $1`, id, at.UnixMilli())
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n > 0 {
			return err
		}
		return store.ErrNotFound
	})
}
