package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"dateline/news"
	"dateline/store"
)

// wait makes a dispatch wait for its page where the item has one: a new one,
// and one that is edited after its text was completed, or while it waits.
func (src polled) wait(ctx context.Context, q querier, it news.SourceItem, stored store.Stored) error {
	if stored.Change == news.ChangeNone {
		return nil
	}
	id, at := stored.Dispatch.ID, src.poll.At
	if it.Page == "" { // the source gives the whole text by now
		_, err := q.ExecContext(ctx, `DELETE FROM completions WHERE dispatch = $1`, id)
		return err
	}
	_, err := q.ExecContext(ctx, `INSERT OR REPLACE INTO completions (dispatch, source, url, tries, next, until)
		SELECT $1, $2, $3, 0, $4, $5 WHERE $6
		OR EXISTS (SELECT 1 FROM revisions WHERE dispatch = $1 AND kind = 'completed')
		OR EXISTS (SELECT 1 FROM completions WHERE dispatch = $1)`,
		id, src.id, it.Page, at.UnixMilli(), at.Add(store.CompleteWithin).UnixMilli(), stored.Change == news.ChangeNew)
	return err
}

// ClaimCompletions implements [store.Polling].
func (s *Store) ClaimCompletions(ctx context.Context, now, until time.Time, limit int) ([]news.Completion, error) {
	type claimed struct {
		news.Completion
		next int64
	}
	var all []claimed
	err := s.writing(ctx, func(q querier) error {
		rows, err := q.QueryContext(ctx, `UPDATE completions SET lease = `+newLease+`, lease_until = $2
			WHERE dispatch IN (SELECT dispatch FROM completions WHERE next <= $1 AND (lease IS NULL OR lease_until <= $1) ORDER BY next LIMIT $3)
			RETURNING dispatch, (SELECT scope FROM dispatches d WHERE d.id = dispatch), source, url, tries, until, lease, next`,
			now.UnixMilli(), until.UnixMilli(), max(limit, 0))
		all, err = collect(rows, err, func(rows *sql.Rows) (claimed, error) {
			var c claimed
			var scope string
			var end int64
			err := rows.Scan(&c.Dispatch, &scope, &c.Source, &c.URL, &c.Tries, &end, &c.Lease, &c.next)
			if err == nil {
				c.Until = time.UnixMilli(end).UTC()
				c.Scope, err = news.ParseScope(scope)
			}
			return c, err
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b claimed) int {
		return cmp.Or(cmp.Compare(a.next, b.next), cmp.Compare(a.Dispatch.String(), b.Dispatch.String()))
	})
	var out []news.Completion
	for _, c := range all {
		out = append(out, c.Completion)
	}
	return out, nil
}

// FinishCompletion implements [store.Polling].
func (s *Store) FinishCompletion(ctx context.Context, c news.Completion, item *news.SourceItem, again time.Time) error {
	return s.writing(ctx, func(q querier) error {
		if !again.IsZero() {
			return held(q.ExecContext(ctx, `UPDATE completions SET tries = tries + 1, next = $3, lease = NULL, lease_until = NULL
				WHERE dispatch = $1 AND lease = $2`, c.Dispatch, c.Lease, again.UnixMilli()))
		}
		if err := held(q.ExecContext(ctx, `DELETE FROM completions WHERE dispatch = $1 AND lease = $2`, c.Dispatch, c.Lease)); err != nil {
			return err
		}
		if item != nil {
			if err := complete(ctx, q, c.Dispatch, *item); err != nil {
				return err
			}
		}
		return noticed(ctx, q, c.Dispatch)
	})
}

// complete gives a dispatch the whole text.
func complete(ctx context.Context, q querier, id news.DispatchID, it news.SourceItem) error {
	var title, text string
	err := q.QueryRowContext(ctx, `SELECT r.title, r.text FROM dispatches d JOIN revisions r ON r.dispatch = d.id AND r.id = d.head
		WHERE d.id = $1`, id).Scan(&title, &text)
	if err != nil {
		return notFound(err)
	}
	r := it.Dispatch.Revision
	if r.ID.IsZero() || r.Text == "" {
		return errors.New("completion: it has no text")
	}
	if r.Title != title || r.Text != text {
		r.Kind = news.RevisionCompleted
		if err := revise(ctx, q, id, r); err != nil {
			return err
		}
		if err := refreshTerms(ctx, q, id, it.Index, true); err != nil {
			return err
		}
	}
	if err := sketch(ctx, q, id, it.Sketch); err != nil {
		return err
	}
	return join(ctx, q, id, it.CopyOf)
}

// noticed takes the sample away where a dispatch of the host's sources is
// there to be seen now.
func noticed(ctx context.Context, q querier, id news.DispatchID) error {
	var all bool
	err := q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM dispatches d JOIN dispatch_sources x ON x.dispatch = d.id
		JOIN source_readers r ON r.source = x.source WHERE d.id = $1 AND d.scope = 'public' AND r.workspace = '' AND NOT r.removed)`, id).Scan(&all)
	if err != nil || !all {
		return err
	}
	return removeSample(ctx, q, news.Public)
}
