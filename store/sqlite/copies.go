package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"dateline/news"
	"dateline/store"
)

// Copies implements [store.Sources].
func (s *Store) Copies(ctx context.Context, w news.WorkspaceID, d news.DispatchID) ([]news.Dispatch, error) {
	var all []news.Dispatch
	err := s.reading(ctx, func(q querier) error {
		var first news.DispatchID
		err := q.QueryRowContext(ctx, `SELECT coalesce(copy_of, id) FROM dispatches WHERE id = $1 AND scope IN ('public', $2)`, d, w).Scan(&first)
		if err != nil {
			return notFound(err)
		}
		rows, err := q.QueryContext(ctx, withReadable+`SELECT `+dispatchColumns+`
			FROM dispatches d JOIN revisions r ON r.dispatch = d.id AND r.id = d.head
			WHERE (d.id = $3 OR d.copy_of = $3) AND d.id <> $4 AND d.origin <> 'asked' AND `+settled+` AND `+fromReadable+`
			ORDER BY d.moment, d.id`, w, pendingAt(s.now()), first, d)
		if all, err = withKeys(ctx, q, rows, err); err != nil {
			return err
		}
		more, err := elsewhere(ctx, q, w, pendingAt(s.now()), first)
		all = append(all, more...)
		return err
	})
	return all, err
}

// elsewhere gives the near-duplicates of the first, itself among them, under
// each source that they came from after their own.
func elsewhere(ctx context.Context, q querier, w news.WorkspaceID, pending int64, first news.DispatchID) ([]news.Dispatch, error) {
	type further struct {
		id   news.DispatchID
		name string
	}
	rows, err := q.QueryContext(ctx, withReadable+`SELECT d.id, s.name
		FROM dispatches d JOIN dispatch_sources x ON x.dispatch = d.id JOIN sources s ON s.id = x.source
		WHERE (d.id = $3 OR d.copy_of = $3) AND d.origin = 'source' AND x.source <> coalesce(d.first_source, '') AND s.name <> d.source
		AND x.source IN readable AND s.scope IN ('public', $1) AND `+settled+`
		ORDER BY x.first_seen, x.source`, w, pending, first)
	found, err := collect(rows, err, func(rows *sql.Rows) (further, error) {
		var f further
		err := rows.Scan(&f.id, &f.name)
		return f, err
	})
	if err != nil {
		return nil, err
	}
	all := make([]news.Dispatch, len(found))
	for i, f := range found {
		if all[i], err = dispatch(ctx, q, w, f.id); err != nil {
			return nil, err
		}
		all[i].Source = f.name
	}
	return all, nil
}

// join makes the dispatch a near-duplicate of the first one that other is a
// near-duplicate of, and whatever is a near-duplicate of it with it. What is
// public never becomes the copy of what is not.
func join(ctx context.Context, q querier, id, other news.DispatchID) error {
	if other.IsZero() || other == id {
		return nil
	}
	var first news.DispatchID
	err := q.QueryRowContext(ctx, `SELECT f.id FROM dispatches o JOIN dispatches f ON f.id = coalesce(o.copy_of, o.id), dispatches d
		WHERE o.id = $2 AND d.id = $1 AND f.id <> d.id AND d.copy_of IS NULL AND f.copy_of IS NULL
		AND f.scope IN ('public', d.scope) AND o.scope IN ('public', d.scope) AND f.origin NOT IN ('asked', 'sample')`, id, other).Scan(&first)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = q.ExecContext(ctx, `UPDATE dispatches SET copy_of = $2 WHERE id = $1 OR copy_of = $1`, id, first)
	return err
}

// sketch keeps the hashes by which near-duplicates of the dispatch are found,
// instead of those that it had.
func sketch(ctx context.Context, q querier, id news.DispatchID, hashes []uint64) error {
	_, err := q.ExecContext(ctx, `DELETE FROM sketches WHERE row = (SELECT row FROM dispatches WHERE id = $1)`, id)
	if err != nil || len(hashes) == 0 {
		return err
	}
	_, err = q.ExecContext(ctx, `INSERT INTO sketches (hash, scope, row)
		SELECT DISTINCT h.value, d.scope, d.row FROM dispatches d, json_each($2) h WHERE d.id = $1`, id, hashList(hashes))
	return err
}

// hashList writes hashes as a list of what SQLite takes for whole numbers.
func hashList(hashes []uint64) string {
	signed := make([]int64, len(hashes))
	for i, h := range hashes {
		signed[i] = int64(h) //nolint:gosec // the same 64 bits
	}
	list, err := json.Marshal(signed)
	if err != nil {
		panic(err) // whole numbers can always be written
	}
	return string(list)
}

// common is of how many dispatches that have a hash the newest are looked
// at: a text that everyone sends along says nothing.
const commonHash = 256

// minShared is how many hashes a candidate must have in common.
const minShared = 2

// Similar implements [store.Polling].
func (s *Store) Similar(ctx context.Context, scope news.Scope, sketch []uint64, since time.Time, limit int) ([]store.Candidate, error) {
	var all []store.Candidate
	err := s.reading(ctx, func(q querier) error {
		found, err := sharing(ctx, q, scope, sketch, since, limit)
		if err != nil {
			return err
		}
		for _, f := range found {
			d, err := dispatch(ctx, q, scope.Workspace(), f.id)
			if err != nil {
				return err
			}
			all = append(all, store.Candidate{Dispatch: d, First: f.first, Shared: f.shared})
		}
		return nil
	})
	return all, err
}

type shared struct {
	id, first news.DispatchID
	shared    int
}

// sharingQuery finds who shares the hashes $1, publicly or in the scope $2.
const sharingQuery = `SELECT d.id, coalesce(d.copy_of, d.id), count(*) AS shared
	FROM (SELECT DISTINCT value FROM json_each($1)) h
	CROSS JOIN (SELECT 'public' AS scope UNION SELECT $2) v
	CROSS JOIN sketches s ON s.hash = h.value AND s.scope = v.scope
		AND s.row IN (SELECT n.row FROM sketches n WHERE n.hash = h.value AND n.scope = v.scope ORDER BY n.row DESC LIMIT $6)
	CROSS JOIN dispatches d ON d.row = s.row
	WHERE d.received >= $3 AND d.origin NOT IN ('asked', 'sample')
	GROUP BY d.row HAVING count(*) >= $4 ORDER BY shared DESC, d.received, d.id LIMIT $5`

// sharing finds the dispatches that share most hashes.
func sharing(ctx context.Context, q querier, scope news.Scope, sketch []uint64, since time.Time, limit int) ([]shared, error) {
	rows, err := q.QueryContext(ctx, sharingQuery,
		hashList(sketch), scope.String(), since.UnixMilli(), minShared, max(limit, 0), commonHash)
	return collect(rows, err, func(rows *sql.Rows) (shared, error) {
		var one shared
		err := rows.Scan(&one.id, &one.first, &one.shared)
		return one, err
	})
}
