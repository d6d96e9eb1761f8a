package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"math"

	"dateline/news"
	"dateline/store"
)

// eachPage is how many identifiers Each reads at once.
const eachPage = 500

// Dispatch implements [store.Dispatches].
func (s *Store) Dispatch(ctx context.Context, w news.WorkspaceID, id news.DispatchID) (news.Dispatch, error) {
	var d news.Dispatch
	err := s.reading(ctx, func(q querier) (err error) {
		d, err = dispatch(ctx, q, w, id)
		return err
	})
	return d, err
}

// Revision implements [store.Dispatches].
func (s *Store) Revision(ctx context.Context, w news.WorkspaceID, d news.DispatchID, id news.RevisionID) (news.Revision, error) {
	var r news.Revision
	var received sql.NullInt64
	err := s.read.QueryRowContext(ctx, `SELECT r.id, r.number, r.kind, r.title, r.text, r.received
		FROM revisions r JOIN dispatches d ON d.id = r.dispatch
		WHERE r.dispatch = $1 AND r.id = $2 AND d.scope IN ('public', $3)`, d, id, w).
		Scan(&r.ID, &r.Number, &r.Kind, &r.Title, &r.Text, &received)
	if err != nil {
		return news.Revision{}, s.explain(notFound(err))
	}
	r.Received = moment(received)
	return r, nil
}

// place is where a dispatch stands in the order of time.
type place struct {
	moment int64
	id     news.DispatchID
}

// Each implements [store.Dispatches]. It holds no transaction while f runs,
// so that f may write and the write-ahead log does not grow.
func (s *Store) Each(ctx context.Context, w news.WorkspaceID, f func(news.Dispatch) error) error {
	last := place{moment: math.MinInt64}
	for {
		page, err := s.page(ctx, w, last)
		if err != nil || len(page) == 0 {
			return err
		}
		for _, last = range page {
			d, err := s.Dispatch(ctx, w, last.id)
			if errors.Is(err, store.ErrNotFound) {
				continue // it went meanwhile
			}
			if err != nil {
				return err
			}
			if err := f(d); err != nil {
				return err
			}
		}
	}
}

// page gives the dispatches that come next after last, oldest first.
func (s *Store) page(ctx context.Context, w news.WorkspaceID, last place) ([]place, error) {
	rows, err := s.read.QueryContext(ctx, withReadable+`SELECT d.moment, d.id FROM dispatches d
		WHERE d.origin <> 'asked' AND d.origin <> 'sample' AND `+settled+` AND `+fromReadable+`
		AND d.moment >= $3 AND (d.moment > $3 OR d.id > $4)
		ORDER BY d.moment, d.id LIMIT $5`, w, pendingAt(s.now()), last.moment, last.id, eachPage)
	page, err := collect(rows, err, func(rows *sql.Rows) (place, error) {
		var p place
		err := rows.Scan(&p.moment, &p.id)
		return p, err
	})
	return page, s.explain(err)
}

// Stats implements [store.Upkeep].
func (s *Store) Stats(ctx context.Context, w news.WorkspaceID) (news.Stats, error) {
	var st news.Stats
	var oldest, newest sql.NullInt64
	err := s.reading(ctx, func(q querier) error {
		err := q.QueryRowContext(ctx, withReadable+`SELECT count(*), count(DISTINCT NULLIF(d.source, '')),
			count(CASE WHEN d.origin = 'sample' THEN 1 END) > 0, min(d.moment), max(d.moment)
			FROM (SELECT d.id FROM dispatches d INDEXED BY dispatches_given WHERE d.origin NOT IN ('asked', 'source')
				UNION SELECT x.dispatch FROM readable a CROSS JOIN dispatch_sources x ON x.source = a.source) l
			CROSS JOIN dispatches d ON d.id = l.id
			WHERE `+settled+` AND NOT `+sampleGone, w, pendingAt(s.now())).
			Scan(&st.Dispatches, &st.Sources, &st.Sample, &oldest, &newest)
		if err != nil {
			return err
		}
		return q.QueryRowContext(ctx, `SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()`).Scan(&st.Bytes)
	})
	st.Oldest, st.Newest = moment(oldest), moment(newest)
	return st, err
}
