package sqlite

import (
	"errors"
	"path/filepath"
	"testing"
)

// TestNoting holds that only what may be lost does not wait for the disk: the
// connection that writes waits again afterwards, also after a failure.
func TestNoting(t *testing.T) {
	t.Parallel()
	s := opened(t, filepath.Join(t.TempDir(), "a.db"), Options{})
	level := func() (n int) {
		if err := s.write.DB.QueryRowContext(t.Context(), "PRAGMA synchronous").Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	for _, want := range []error{nil, errors.New("no")} {
		err := s.noting(t.Context(), func(q querier) error {
			var n int
			uncompiled := q.(*prepared).Tx //nolint:errcheck // a compiled query of this kind keeps its answer
			if err := uncompiled.QueryRowContext(t.Context(), "PRAGMA synchronous").Scan(&n); err != nil {
				return err
			}
			if n != 1 {
				t.Errorf("noting: got synchronous = %d, want 1 (NORMAL)", n)
			}
			return want
		})
		if (err != nil) != (want != nil) {
			t.Errorf("got %v, want %v", err, want)
		}
		if n := level(); n != 2 {
			t.Errorf("afterwards: got synchronous = %d, want 2 (FULL)", n)
		}
	}
}
