package sqlite

import (
	"context"
	"time"
)

// Expire implements [store.Upkeep].
func (s *Store) Expire(ctx context.Context, now time.Time) (int, error) {
	var deleted int
	err := s.writing(ctx, func(q querier) (err error) {
		deleted, err = remove(ctx, q, `expires <= $1`, now.UnixMilli())
		return err
	})
	if err != nil {
		return 0, err
	}
	return deleted, nil
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
