package sqlite

import (
	"context"
	"errors"
	"time"

	"dateline/store"
)

// Expire implements [store.Upkeep].
func (s *Store) Expire(ctx context.Context, now time.Time) (int, error) {
	var deleted int
	err := s.writing(ctx, func(q querier) (err error) {
		if deleted, err = remove(ctx, q, `expires <= $1`, now.UnixMilli()); err != nil {
			return err
		}
		if _, err = q.ExecContext(ctx, `DELETE FROM views WHERE created <= $1`, now.Add(-store.KeepViews).UnixMilli()); err != nil {
			return err
		}
		if _, err = q.ExecContext(ctx, `DELETE FROM reports WHERE made <= $1`, now.Add(-store.KeepReports).UnixMilli()); err != nil {
			return err
		}
		more, err := removeGone(ctx, q, now)
		deleted += more
		return err
	})
	if err != nil {
		return 0, err
	}
	return deleted, nil
}

// retained is how many dispatches are deleted in one transaction, so that
// others write between.
const retained = 500

// Retain implements [store.Upkeep].
func (s *Store) Retain(ctx context.Context, before time.Time) (int, error) {
	total := 0
	for {
		n := 0
		err := s.writing(ctx, func(q querier) (err error) {
			n, err = remove(ctx, q, `row IN (SELECT row FROM dispatches WHERE received < $1 AND origin <> 'sample' ORDER BY received, row LIMIT $2)`,
				before.UnixMilli(), retained)
			return err
		})
		total += n
		if err != nil || n == 0 {
			return total, errors.Join(err, s.forgetItems(ctx, before))
		}
	}
}

// ForgetSketches implements [store.Upkeep].
func (s *Store) ForgetSketches(ctx context.Context, before time.Time) error {
	for {
		var n int64
		err := s.writing(ctx, func(q querier) error {
			done, err := q.ExecContext(ctx, `DELETE FROM sketches WHERE row IN (SELECT d.row FROM dispatches d
				WHERE d.received < $1 AND EXISTS (SELECT 1 FROM sketches k WHERE k.row = d.row) ORDER BY d.received LIMIT $2)`,
				before.UnixMilli(), retained)
			if err != nil {
				return err
			}
			n, err = done.RowsAffected()
			return err
		})
		if err != nil || n == 0 {
			return err
		}
	}
}

// forgetItems deletes the items that were not seen since. What a source that
// is read gave last stays: a server that says that nothing has changed does
// not list it again.
func (s *Store) forgetItems(ctx context.Context, before time.Time) error {
	return s.writing(ctx, func(q querier) error {
		_, err := q.ExecContext(ctx, `DELETE FROM source_items WHERE last_seen < $1 AND (
			last_seen < (SELECT max(i.last_seen) FROM source_items i WHERE i.source = source_items.source)
			OR NOT EXISTS (SELECT 1 FROM sources s WHERE s.id = source_items.source AND s.readers > 0))`, before.UnixMilli())
		return err
	})
}

// remove deletes the dispatches of which the condition holds, with all that
// hangs on them but their keys. The index has no foreign key, so it goes first.
func remove(ctx context.Context, q querier, condition string, args ...any) (int, error) {
	_, err := q.ExecContext(ctx, `DELETE FROM dispatch_terms WHERE rowid IN (SELECT row FROM dispatches WHERE `+condition+`)`, args...)
	if err != nil {
		return 0, err
	}
	done, err := q.ExecContext(ctx, `DELETE FROM dispatches WHERE `+condition, args...)
	if err != nil {
		return 0, err
	}
	n, err := done.RowsAffected()
	return int(n), err
}
