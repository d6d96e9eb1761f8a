package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"dateline/news"
	"dateline/store"
)

// newLease makes the identifier of a lease.
const newLease = `lower(hex(randomblob(16)))`

// claimQuery claims up to $3 free sources that are due at $1, until $2.
const claimQuery = `UPDATE sources SET lease = ` + newLease + `, lease_until = $2
	WHERE id IN (SELECT id FROM sources WHERE lease IS NULL AND readers > 0 AND stopped = 0 AND next <= $1 ORDER BY next LIMIT $3)`

// ClaimSources implements [store.Polling].
func (s *Store) ClaimSources(ctx context.Context, due, now, until time.Time, limit int) ([]store.Claimed, error) {
	var all []store.Claimed
	err := s.writing(ctx, func(q querier) error {
		_, err := q.ExecContext(ctx, `UPDATE sources SET lease = NULL, lease_until = NULL
			WHERE lease IS NOT NULL AND lease_until <= $1`, now.UnixMilli())
		if err != nil {
			return err
		}
		rows, err := q.QueryContext(ctx, claimQuery+` RETURNING `+strings.ReplaceAll(sourceColumns, "s.", "")+`, lease`,
			due.UnixMilli(), until.UnixMilli(), max(limit, 0))
		all, err = collect(rows, err, func(rows *sql.Rows) (store.Claimed, error) {
			var lease news.LeaseID
			src, err := scanSource(rows.Scan, &lease)
			return store.Claimed{Source: src, Lease: lease}, err
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b store.Claimed) int {
		return cmp.Or(a.Source.State.Next.Compare(b.Source.State.Next), cmp.Compare(a.Source.ID.String(), b.Source.ID.String()))
	})
	return all, nil
}

// ReleaseSource implements [store.Polling].
func (s *Store) ReleaseSource(ctx context.Context, id news.SourceID, lease news.LeaseID) error {
	return s.writing(ctx, func(q querier) error {
		done, err := q.ExecContext(ctx, `UPDATE sources SET lease = NULL, lease_until = NULL WHERE id = $1 AND lease = $2`, id, lease)
		return held(done, err)
	})
}

// held wants a statement that names a lease to have found its row.
func held(done sql.Result, err error) error {
	if err != nil {
		return err
	}
	n, err := done.RowsAffected()
	if err == nil && n == 0 {
		err = store.ErrLeaseLost
	}
	return err
}

// NextPoll implements [store.Polling]. A source that is being polled is due
// again when its lease ends.
func (s *Store) NextPoll(ctx context.Context) (time.Time, error) {
	var next sql.NullInt64
	err := s.read.QueryRowContext(ctx, `SELECT min(at) FROM (
		SELECT min(next) AS at FROM sources WHERE lease IS NULL AND readers > 0 AND stopped = 0
		UNION ALL
		SELECT min(max(next, lease_until)) FROM sources WHERE lease IS NOT NULL AND readers > 0 AND stopped = 0)`).Scan(&next)
	return moment(next), s.explain(err)
}
