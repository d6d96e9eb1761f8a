package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"testing"
)

// beginning starts to write a new file as another program that is about to
// make its tables does, before it has a write-ahead log: SQLite refuses
// everybody else at once. It gives what ends that.
func beginning(t *testing.T, file string) (end func()) {
	t.Helper()
	db, err := sql.Open("sqlite", dsn(file, always+"&_txlock=immediate"))
	if err != nil {
		t.Fatalf("sql.Open: %v", err)
	}
	t.Cleanup(func() { db.Close() }) // nothing is read from it
	tx, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatalf("BeginTx: %v", err)
	}
	return func() {
		if err := tx.Rollback(); err != nil {
			t.Errorf("Rollback: %v", err)
		}
	}
}

func TestOpenWaitsForAnother(t *testing.T) {
	t.Parallel()
	file := temp(t, "new.db")
	end, pauses := beginning(t, file), 0
	s := opened(t, file, Options{pause: func(context.Context) error {
		if pauses++; pauses == 2 {
			end()
		}
		return nil
	}})
	if pauses != 2 {
		t.Errorf("Open: got %d pauses, want 2, one for each time that it was locked", pauses)
	}
	mustPut(t, s, 0)
	wantCount(t, s, 1)
}

func TestOpenGivesUp(t *testing.T) {
	t.Parallel()
	file := temp(t, "new.db")
	defer beginning(t, file)()
	_, err := Open(t.Context(), file, Options{pause: func(ctx context.Context) error {
		if _, bounded := ctx.Deadline(); !bounded {
			t.Error("Open: waits without a bound")
		}
		return context.DeadlineExceeded
	}})
	oneLine(t, err, file, "another program keeps it locked")
	if errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Open: got %v, want the lock alone", err)
	}
	ctx, interrupt := context.WithCancel(t.Context())
	_, err = Open(ctx, file, Options{pause: func(waiting context.Context) error {
		interrupt()
		return aMoment(waiting)
	}})
	if !errors.Is(err, context.Canceled) || !locked(err) {
		t.Errorf("Open: got %v, want both what ended it and what it waited for", err)
	}
}

func TestOnlyLocksAreWaitedFor(t *testing.T) {
	t.Parallel()
	file := temp(t, "x.db")
	write(t, file, []byte("This is no database, and no time will make it one. It has room for a header, too, and for more."))
	_, err := Open(t.Context(), file, Options{pause: func(context.Context) error {
		t.Error("Open: waits for a file that is no database")
		return context.DeadlineExceeded
	}})
	oneLine(t, err, "is no SQLite database")
}
