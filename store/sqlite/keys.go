package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"dateline/news"
)

// identify gives the dispatch that has one of d's keys, the strongest first,
// and the kind of that key; zero where d is new.
func identify(ctx context.Context, q querier, d news.Dispatch) (news.DispatchID, news.KeyKind, error) {
	for _, k := range d.Keys {
		id, err := owner(ctx, q, d.Scope, k)
		if err != nil {
			return news.DispatchID{}, "", err
		}
		if id.IsZero() {
			continue
		}
		if k.Kind == news.KeyContent {
			if denied, err := contradicted(ctx, q, id, d.Keys); err != nil {
				return news.DispatchID{}, "", err
			} else if denied {
				continue
			}
		}
		return id, k.Kind, nil
	}
	return news.DispatchID{}, "", nil
}

// owner gives the dispatch that has the key in the scope, zero if none has.
func owner(ctx context.Context, q querier, scope news.Scope, k news.Key) (news.DispatchID, error) {
	var id news.DispatchID
	err := q.QueryRowContext(ctx, `SELECT dispatch FROM dispatch_keys WHERE scope = $1 AND kind = $2 AND key = $3`,
		scope.String(), string(k.Kind), k.Value).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return id, nil
	}
	return id, err
}

// contradicted reports whether the dispatch has strong keys of a kind that
// is among keys, but none of those: then the same text is another dispatch.
func contradicted(ctx context.Context, q querier, id news.DispatchID, keys []news.Key) (bool, error) {
	known, err := keysOf(ctx, q, id)
	if err != nil {
		return false, err
	}
	for _, k := range keys {
		ofKind := func(other news.Key) bool { return other.Kind == k.Kind }
		if k.Kind.Strong() && slices.ContainsFunc(known, ofKind) && !slices.Contains(known, k) {
			return true, nil
		}
	}
	return false, nil
}

// keysOf gives the keys of a dispatch, strongest first, known or forgotten.
func keysOf(ctx context.Context, q querier, id news.DispatchID) ([]news.Key, error) {
	rows, err := q.QueryContext(ctx, `SELECT kind, key FROM dispatch_keys WHERE dispatch = $1
		ORDER BY CASE kind WHEN 'id' THEN 1 WHEN 'url' THEN 2 ELSE 3 END, kind, key`, id)
	return collect(rows, err, func(rows *sql.Rows) (news.Key, error) {
		var k news.Key
		err := rows.Scan(&k.Kind, &k.Value)
		return k, err
	})
}

// addKeys gives the dispatch the keys of d that nobody has.
func addKeys(ctx context.Context, q querier, id news.DispatchID, d news.Dispatch) error {
	for _, k := range d.Keys {
		_, err := q.ExecContext(ctx, `INSERT INTO dispatch_keys (scope, kind, key, dispatch, first_seen)
			VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
			d.Scope.String(), string(k.Kind), k.Value, id, millis(d.Received))
		if err != nil {
			return err
		}
	}
	return nil
}
