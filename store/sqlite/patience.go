package sqlite

import (
	"context"
	"errors"
	"fmt"
	"time"

	driver "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

const (
	patience = 10 * time.Second      // how long a locked file is tried again and again
	between  = 20 * time.Millisecond // from one try to the next
)

// patiently calls f until it fails on something else than a lock, or not at
// all. SQLite itself waits for most locks; but two connections that both turn
// a file into one with a write-ahead log would wait for each other, so one of
// them is refused at once, whatever its busy_timeout.
func (o Options) patiently(ctx context.Context, f func() error) error {
	pause := o.pause
	if pause == nil {
		pause = aMoment
	}
	waiting, end := context.WithTimeout(ctx, patience)
	defer end()
	for {
		err := f()
		if !locked(err) {
			return err
		}
		if pause(waiting) == nil {
			continue
		}
		if ctx.Err() != nil {
			return fmt.Errorf("%w: %w", err, context.Cause(ctx))
		}
		return err
	}
}

func aMoment(ctx context.Context) error {
	timer := time.NewTimer(between)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// locked reports whether another connection was in the way, of this program
// or another.
func locked(err error) bool {
	var e *driver.Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL:
		return true
	}
	return false
}
