package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"dateline/news"
	"dateline/store"
)

// millis is a time as it is stored: NULL where it is unknown.
func millis(t time.Time) sql.NullInt64 {
	return sql.NullInt64{Int64: t.UnixMilli(), Valid: !t.IsZero()}
}

// moment reads what millis stores.
func moment(ms sql.NullInt64) time.Time {
	if !ms.Valid {
		return time.Time{}
	}
	return time.UnixMilli(ms.Int64).UTC()
}

// collect reads every row, and closes rows.
func collect[T any](rows *sql.Rows, err error, scan func(*sql.Rows) (T, error)) ([]T, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells
	var all []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// notFound turns the driver's word for an empty answer into the contract's.
func notFound(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return store.ErrNotFound
	}
	return err
}

// dispatchColumns are what scanDispatch reads, of dispatches d and revisions r.
const dispatchColumns = `d.id, d.scope, d.origin, d.source, d.url, d.language, d.published, d.received, d.expires,
	r.id, r.number, r.kind, r.title, r.text, r.received`

// scanDispatch reads a dispatch without its keys.
func scanDispatch(scan func(...any) error) (news.Dispatch, error) {
	var d news.Dispatch
	var scope string
	var published, received, expires, revised sql.NullInt64
	err := scan(&d.ID, &scope, &d.Origin, &d.Source, &d.URL, &d.Language, &published, &received, &expires,
		&d.Revision.ID, &d.Revision.Number, &d.Revision.Kind, &d.Revision.Title, &d.Revision.Text, &revised)
	if err != nil {
		return news.Dispatch{}, notFound(err)
	}
	d.Published, d.Received, d.Expires, d.Revision.Received = moment(published), moment(received), moment(expires), moment(revised)
	d.Scope, err = news.ParseScope(scope)
	return d, err
}

// dispatch reads one dispatch that w sees.
func dispatch(ctx context.Context, q querier, w news.WorkspaceID, id news.DispatchID) (news.Dispatch, error) {
	row := q.QueryRowContext(ctx, `SELECT `+dispatchColumns+`
		FROM dispatches d JOIN revisions r ON r.dispatch = d.id AND r.id = d.head
		WHERE d.id = $1 AND d.scope IN ('public', $2)`, id, w)
	d, err := scanDispatch(row.Scan)
	if err != nil {
		return news.Dispatch{}, err
	}
	d.Keys, err = keysOf(ctx, q, d.ID)
	return d, err
}
