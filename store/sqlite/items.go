package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"dateline/news"
	"dateline/store"
)

// put stores one item of a poll.
func (src polled) put(ctx context.Context, q querier, it news.SourceItem) (store.Stored, error) {
	if it.Dispatch.Scope != src.scope {
		return store.Stored{}, store.ErrForeignScope
	}
	if err := identified(it.Dispatch); err != nil {
		return store.Stored{}, err
	}
	stored, err := src.putDispatch(ctx, q, it)
	if err != nil {
		return store.Stored{}, err
	}
	id := stored.Dispatch.ID
	if err := src.link(ctx, q, id, it.History); err != nil {
		return store.Stored{}, err
	}
	if err := src.remember(ctx, q, it.Seen, id); err != nil {
		return store.Stored{}, err
	}
	if err := src.wait(ctx, q, it, stored); err != nil {
		return store.Stored{}, err
	}
	return stored, src.removeSample(ctx, q, id)
}

// putDispatch stores the item's dispatch, or brings the known one up to date.
func (src polled) putDispatch(ctx context.Context, q querier, it news.SourceItem) (store.Stored, error) {
	id, by, err := identify(ctx, q, it.Dispatch)
	if err != nil {
		return store.Stored{}, err
	}
	if id.IsZero() {
		return src.insert(ctx, q, it, news.ChangeNew)
	}
	known, err := dispatch(ctx, q, src.scope.Workspace(), id)
	if errors.Is(err, store.ErrNotFound) {
		return src.revive(ctx, q, id, it)
	}
	if err != nil {
		return store.Stored{}, err
	}
	same, err := src.unchanged(ctx, q, known, it)
	if err != nil {
		return store.Stored{}, err
	}
	if same || !by.Strong() {
		return src.meet(ctx, q, known, it)
	}
	return src.revise(ctx, q, known, it)
}

// insert stores a dispatch that has no row.
func (src polled) insert(ctx context.Context, q querier, it news.SourceItem, change news.Change) (store.Stored, error) {
	stored, err := insert(ctx, q, store.Item{Dispatch: it.Dispatch, Index: it.Index}, change)
	if err != nil {
		return store.Stored{}, err
	}
	id := stored.Dispatch.ID
	if _, err := q.ExecContext(ctx, `UPDATE dispatches SET first_source = $2 WHERE id = $1`, id, src.id); err != nil {
		return store.Stored{}, err
	}
	if err := sketch(ctx, q, id, it.Sketch); err != nil {
		return store.Stored{}, err
	}
	return stored, join(ctx, q, id, it.CopyOf)
}

// revive stores a dispatch again that was deleted since. It stands where it
// stood: what was known is no news.
func (src polled) revive(ctx context.Context, q querier, id news.DispatchID, it news.SourceItem) (store.Stored, error) {
	var first sql.NullInt64
	err := q.QueryRowContext(ctx, `SELECT min(first_seen) FROM dispatch_keys WHERE dispatch = $1`, id).Scan(&first)
	if err != nil {
		return store.Stored{}, err
	}
	it.Dispatch.ID = id
	if then := moment(first); first.Valid && then.Before(it.Dispatch.Received) {
		it.Dispatch.Received = then
	}
	return src.insert(ctx, q, it, news.ChangeNone)
}

// unchanged reports whether a known dispatch keeps its text: where another
// source revises it, where the item only links, and where the source gave the
// same text before, whatever the dispatch was completed with since. A killed
// item may have the text that it had.
func (src polled) unchanged(ctx context.Context, q querier, known news.Dispatch, it news.SourceItem) (bool, error) {
	if it.LinkOnly {
		return true, nil
	}
	var foreign, given bool
	err := q.QueryRowContext(ctx, `SELECT first_source IS NOT $2,
		EXISTS (SELECT 1 FROM source_items WHERE dispatch = $1 AND source = $2 AND hash = $3 AND hash <> '')
		FROM dispatches WHERE id = $1`, known.ID, src.id, it.Hash).Scan(&foreign, &given)
	return foreign || given && !killed(known, it), err
}

func killed(known news.Dispatch, it news.SourceItem) bool {
	return it.Dispatch.Revision.Kind == news.RevisionKilled && known.Revision.Kind != news.RevisionKilled
}

// meet gives a known dispatch the keys of the item; its text stays.
func (src polled) meet(ctx context.Context, q querier, known news.Dispatch, it news.SourceItem) (store.Stored, error) {
	d := it.Dispatch
	if err := addKeys(ctx, q, known.ID, d); err != nil {
		return store.Stored{}, err
	}
	if d.Revision.Text == known.Revision.Text && d.Revision.Title == known.Revision.Title {
		if err := refreshTerms(ctx, q, known.ID, it.Index, false); err != nil {
			return store.Stored{}, err
		}
	}
	stored, err := dispatch(ctx, q, src.scope.Workspace(), known.ID)
	return store.Stored{Dispatch: stored, Change: news.ChangeNone}, err
}

// revise gives a known dispatch the text of the item, if it is another.
func (src polled) revise(ctx context.Context, q querier, known news.Dispatch, it news.SourceItem) (store.Stored, error) {
	d := it.Dispatch
	if killed(known, it) && d.Revision.Text == known.Revision.Text && d.Revision.Title == known.Revision.Title {
		return src.kill(ctx, q, known, it)
	}
	stored, err := update(ctx, q, known, store.Item{Dispatch: d, Index: it.Index}, news.KeyID)
	if err != nil || stored.Change != news.ChangeRevised {
		return stored, err
	}
	return stored, sketch(ctx, q, known.ID, it.Sketch)
}

// kill adds a revision that says that the text no longer stands.
func (src polled) kill(ctx context.Context, q querier, known news.Dispatch, it news.SourceItem) (store.Stored, error) {
	r := it.Dispatch.Revision
	r.ID = news.DeriveID[news.Revision](known.Revision.ID.String(), string(r.Kind))
	if err := appendRevision(ctx, q, known.ID, r); err != nil {
		return store.Stored{}, err
	}
	if _, err := q.ExecContext(ctx, `UPDATE dispatches SET head = $2 WHERE id = $1`, known.ID, r.ID); err != nil {
		return store.Stored{}, err
	}
	if err := addKeys(ctx, q, known.ID, it.Dispatch); err != nil {
		return store.Stored{}, err
	}
	stored, err := dispatch(ctx, q, src.scope.Workspace(), known.ID)
	return store.Stored{Dispatch: stored, Change: news.ChangeRevised}, err
}

// link notes that the dispatch came from the source.
func (src polled) link(ctx context.Context, q querier, id news.DispatchID, history bool) error {
	_, err := q.ExecContext(ctx, `INSERT INTO dispatch_sources (dispatch, source, moment, history, first_seen)
		SELECT id, $2, moment, $3, $4 FROM dispatches WHERE id = $1 ON CONFLICT DO NOTHING`, id, src.id, history, millis(src.poll.At))
	return err
}

// remember keeps what the source gave.
func (src polled) remember(ctx context.Context, q querier, seen news.Seen, id news.DispatchID) error {
	_, err := q.ExecContext(ctx, `INSERT OR REPLACE INTO source_items (source, key, url, title, hash, dispatch, last_seen)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, src.id, seen.Key, seen.URL, seen.Title, seen.Hash, id, src.poll.At.UnixMilli())
	return err
}

// removeSample takes the sample away for good where everyone now has news.
func (src polled) removeSample(ctx context.Context, q querier, id news.DispatchID) error {
	if !src.byHost || src.scope != news.Public {
		return nil
	}
	var waits bool
	err := q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM completions WHERE dispatch = $1)`, id).Scan(&waits)
	if err != nil || waits {
		return err
	}
	return removeSample(ctx, q, news.Public)
}

// Seen implements [store.Polling].
func (s *Store) Seen(ctx context.Context, id news.SourceID, limit int) ([]news.Seen, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT key, url, title, hash, dispatch, last_seen FROM source_items
		WHERE source = $1 ORDER BY last_seen DESC, key LIMIT $2`, id, max(limit, 0))
	all, err := collect(rows, err, func(rows *sql.Rows) (news.Seen, error) {
		var one news.Seen
		var last int64
		err := rows.Scan(&one.Key, &one.URL, &one.Title, &one.Hash, &one.Dispatch, &last)
		one.LastSeen = time.UnixMilli(last).UTC()
		return one, err
	})
	return all, s.explain(err)
}
