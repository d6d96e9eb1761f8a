package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"dateline/news"
	"dateline/store"
)

// Put implements [store.Dispatches].
func (s *Store) Put(ctx context.Context, w news.WorkspaceID, d news.Dispatch, index news.IndexTerms) (news.Dispatch, news.Change, error) {
	stored, err := s.PutAll(ctx, w, []store.Item{{Dispatch: d, Index: index}})
	if err != nil {
		return news.Dispatch{}, "", err
	}
	return stored[0].Dispatch, stored[0].Change, nil
}

// PutAll implements [store.Dispatches].
func (s *Store) PutAll(ctx context.Context, w news.WorkspaceID, items []store.Item) ([]store.Stored, error) {
	out := make([]store.Stored, len(items))
	err := s.writing(ctx, func(q querier) error {
		for i, it := range items {
			var err error
			if out[i], err = put(ctx, q, w, it); err != nil {
				return fmt.Errorf("dispatch %s: %w", it.Dispatch.ID, err)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// put stores one dispatch within a transaction.
func put(ctx context.Context, q querier, w news.WorkspaceID, it store.Item) (store.Stored, error) {
	d := it.Dispatch
	if !d.Scope.VisibleTo(w) {
		return store.Stored{}, store.ErrForeignScope
	}
	if err := identified(d); err != nil {
		return store.Stored{}, err
	}
	id, by, err := identify(ctx, q, d)
	if err != nil {
		return store.Stored{}, err
	}
	if id.IsZero() {
		return insert(ctx, q, it, news.ChangeNew)
	}
	known, err := dispatch(ctx, q, d.Scope.Workspace(), id)
	if errors.Is(err, store.ErrNotFound) {
		it.Dispatch.ID = id
		return insert(ctx, q, it, news.ChangeNone)
	}
	if err != nil {
		return store.Stored{}, err
	}
	return update(ctx, q, known, it, by)
}

// identified wants a dispatch to have its identifiers.
func identified(d news.Dispatch) error {
	if len(d.Keys) == 0 || d.ID.IsZero() || d.Revision.ID.IsZero() {
		return errors.New("it has no identity; news.NewDispatch gives it one")
	}
	return nil
}

// insert stores a dispatch that has no row yet.
func insert(ctx context.Context, q querier, it store.Item, change news.Change) (store.Stored, error) {
	d := it.Dispatch
	late, err := giveWay(ctx, q, d)
	if err != nil || late {
		return store.Stored{Dispatch: d, Change: news.ChangeNone}, err
	}
	d.Revision.Number = 1
	row, err := insertRow(ctx, q, d, it.Index.Version)
	if err != nil {
		return store.Stored{}, err
	}
	if err := addRevision(ctx, q, d.ID, d.Revision); err != nil {
		return store.Stored{}, err
	}
	if err := addKeys(ctx, q, d.ID, d); err != nil {
		return store.Stored{}, err
	}
	if err := addTerms(ctx, q, row, it.Index); err != nil {
		return store.Stored{}, err
	}
	stored, err := dispatch(ctx, q, d.Scope.Workspace(), d.ID)
	return store.Stored{Dispatch: stored, Change: change}, err
}

func insertRow(ctx context.Context, q querier, d news.Dispatch, termsVersion int) (row int64, err error) {
	done, err := q.ExecContext(ctx, `INSERT INTO dispatches
		(id, scope, origin, source, url, language, published, received, moment, expires, terms_version, head)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		d.ID, d.Scope.String(), string(d.Origin), d.Source, d.URL, d.Language,
		millis(d.Published), millis(d.Received), d.Time().UnixMilli(), millis(d.Expires), termsVersion, d.Revision.ID)
	if err != nil {
		return 0, err
	}
	return done.LastInsertId()
}

// giveWay takes the sample away where a real dispatch arrives, and reports
// whether d is a sample that comes too late.
func giveWay(ctx context.Context, q querier, d news.Dispatch) (late bool, err error) {
	switch d.Origin {
	case news.OriginSample:
		err = q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM dispatches WHERE origin = 'import' AND scope IN ('public', $1))
			OR EXISTS (SELECT 1 FROM source_readers r CROSS JOIN dispatch_sources x ON x.source = r.source
				CROSS JOIN dispatches o ON o.id = x.dispatch
				WHERE r.workspace = '' AND NOT r.removed AND o.origin = 'source' AND o.scope = 'public'
				AND NOT EXISTS (SELECT 1 FROM completions p WHERE p.dispatch = o.id))`, d.Scope.String()).Scan(&late)
	case news.OriginImport:
		err = removeSample(ctx, q, d.Scope)
	}
	return late, err
}

// removeSample takes away every sample that nobody sees any more without the
// dispatches of the scope. It looks first: to delete makes the index write
// all that a batch has put into it so far.
func removeSample(ctx context.Context, q querier, scope news.Scope) error {
	const seen = `origin = 'sample' AND $1 IN ('public', scope)`
	var there bool
	err := q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM dispatches WHERE `+seen+`)`, scope.String()).Scan(&there)
	if err != nil || !there {
		return err
	}
	_, err = remove(ctx, q, seen, scope.String())
	return err
}

// update brings a known dispatch up to date with what came.
func update(ctx context.Context, q querier, known news.Dispatch, it store.Item, by news.KeyKind) (store.Stored, error) {
	d, change := it.Dispatch, news.ChangeNone
	if by.Strong() && (d.Revision.Text != known.Revision.Text || d.Revision.Title != known.Revision.Title) {
		change = news.ChangeRevised
		if err := revise(ctx, q, known.ID, d.Revision); err != nil {
			return store.Stored{}, err
		}
	}
	if err := addKeys(ctx, q, known.ID, d); err != nil {
		return store.Stored{}, err
	}
	if err := give(ctx, q, known, d); err != nil {
		return store.Stored{}, err
	}
	if err := keepLonger(ctx, q, known, d); err != nil {
		return store.Stored{}, err
	}
	if err := refreshTerms(ctx, q, known.ID, it.Index, change == news.ChangeRevised); err != nil {
		return store.Stored{}, err
	}
	stored, err := dispatch(ctx, q, known.Scope.Workspace(), known.ID)
	return store.Stored{Dispatch: stored, Change: change}, err
}

// give makes what a source gave first an import where it is imported as well:
// then it is listed for everyone in its scope.
func give(ctx context.Context, q querier, known, d news.Dispatch) error {
	if known.Origin != news.OriginSource || d.Origin != news.OriginImport {
		return nil
	}
	if _, err := q.ExecContext(ctx, `UPDATE dispatches SET origin = $2 WHERE id = $1`, known.ID, string(d.Origin)); err != nil {
		return err
	}
	return removeSample(ctx, q, known.Scope)
}

// revise makes r the newest revision: the one that already has its text, or
// a new one.
func revise(ctx context.Context, q querier, id news.DispatchID, r news.Revision) error {
	head := r.ID
	err := q.QueryRowContext(ctx, `SELECT id FROM revisions WHERE dispatch = $1 AND title = $2 AND text = $3`,
		id, r.Title, r.Text).Scan(&head)
	if errors.Is(err, sql.ErrNoRows) {
		err = appendRevision(ctx, q, id, r)
	}
	if err != nil {
		return err
	}
	_, err = q.ExecContext(ctx, `UPDATE dispatches SET head = $2 WHERE id = $1`, id, head)
	return err
}

// appendRevision numbers r after the others; it cannot be the first any more.
func appendRevision(ctx context.Context, q querier, id news.DispatchID, r news.Revision) error {
	if r.Kind == news.RevisionFirst {
		r.Kind = news.RevisionEdited
	}
	err := q.QueryRowContext(ctx, `SELECT max(number) + 1 FROM revisions WHERE dispatch = $1`, id).Scan(&r.Number)
	if err != nil {
		return err
	}
	return addRevision(ctx, q, id, r)
}

func addRevision(ctx context.Context, q querier, id news.DispatchID, r news.Revision) error {
	_, err := q.ExecContext(ctx, `INSERT INTO revisions (dispatch, id, number, kind, title, text, received)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, id, r.ID, r.Number, string(r.Kind), r.Title, r.Text, millis(r.Received))
	return err
}

// keepLonger lets a known dispatch stay as long as what came was to stay.
func keepLonger(ctx context.Context, q querier, known, d news.Dispatch) error {
	if known.Expires.IsZero() || (!d.Expires.IsZero() && !d.Expires.After(known.Expires)) {
		return nil
	}
	_, err := q.ExecContext(ctx, `UPDATE dispatches SET expires = $2 WHERE id = $1`, known.ID, millis(d.Expires))
	return err
}

// addTerms indexes the dispatch of a row.
func addTerms(ctx context.Context, q querier, row int64, index news.IndexTerms) error {
	_, err := q.ExecContext(ctx, `INSERT INTO dispatch_terms (rowid, terms) VALUES ($1, $2)`, row, index.Text)
	return err
}

// refreshTerms indexes a known dispatch again where its text is another, or
// newer rules made the terms.
func refreshTerms(ctx context.Context, q querier, id news.DispatchID, index news.IndexTerms, revised bool) error {
	var row int64
	var version int
	err := q.QueryRowContext(ctx, `SELECT row, terms_version FROM dispatches WHERE id = $1`, id).Scan(&row, &version)
	if err != nil || (!revised && index.Version <= version) {
		return err
	}
	if _, err := q.ExecContext(ctx, `DELETE FROM dispatch_terms WHERE rowid = $1`, row); err != nil {
		return err
	}
	if err := addTerms(ctx, q, row, index); err != nil {
		return err
	}
	_, err = q.ExecContext(ctx, `UPDATE dispatches SET terms_version = $2 WHERE row = $1`, row, index.Version)
	return err
}
