package sqlite

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"dateline/news"
	"dateline/store"
)

// FinishPoll implements [store.Polling].
func (s *Store) FinishPoll(ctx context.Context, p news.Poll) ([]store.Stored, error) {
	all, err := s.FinishPolls(ctx, []news.Poll{p})
	switch {
	case err != nil:
		return nil, err
	case all[0].Lost:
		return nil, store.ErrLeaseLost
	}
	return all[0].Items, nil
}

// FinishPolls implements [store.Polling].
func (s *Store) FinishPolls(ctx context.Context, polls []news.Poll) ([]news.Finished, error) {
	out := make([]news.Finished, len(polls))
	err := s.writing(ctx, func(q querier) error {
		for i, p := range polls {
			items, err := finish(ctx, q, p)
			lost := errors.Is(err, store.ErrLeaseLost)
			if err != nil && !lost {
				return fmt.Errorf("poll of source %s: %w", p.Source.ID, err)
			}
			out[i] = news.Finished{Items: items, Lost: lost}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// finish stores what came of one poll; nothing of it where the lease is lost.
func finish(ctx context.Context, q querier, p news.Poll) ([]store.Stored, error) {
	if err := putState(ctx, q, p); err != nil {
		return nil, err
	}
	src, err := pollOf(ctx, q, p)
	if err != nil {
		return nil, err
	}
	var stored []store.Stored
	for _, it := range p.Items {
		one, err := src.put(ctx, q, it)
		if err != nil {
			return nil, fmt.Errorf("dispatch %s: %w", it.Dispatch.ID, err)
		}
		stored = append(stored, one)
	}
	for _, row := range p.Rows {
		if err := src.remember(ctx, q, row, news.DispatchID{}); err != nil {
			return nil, err
		}
	}
	if err := src.seenAgain(ctx, q, p.SeenKeys); err != nil {
		return nil, err
	}
	return stored, addNotice(ctx, q, p)
}

// putState stores what the poller now knows of the source, and gives the
// lease back.
func putState(ctx context.Context, q querier, p news.Poll) error {
	t := p.Source.State
	done, err := q.ExecContext(ctx, `UPDATE sources SET lease = NULL, lease_until = NULL,
		name = CASE $3 WHEN '' THEN name ELSE $3 END, next = $4, interval = $5, etag = $6, last_modified = $7, not_before = $8,
		last_poll = $9, last_success = $10, last_new = $11, rhythm = $12, failures = $13, failing_since = $14, cause = $15,
		stopped = $16, told = $17, moved = $18, wait = $19, skip = $20 WHERE id = $1 AND lease = $2`,
		p.Source.ID, p.Lease, p.Source.Name, t.Next.UnixMilli(), t.Interval.Milliseconds(), t.ETag, t.LastModified, millis(t.NotBefore),
		millis(t.LastPoll), millis(t.LastSuccess), millis(t.LastNew), t.Rhythm.Milliseconds(), t.Failures, millis(t.FailingSince),
		string(t.Cause), t.Stopped, millis(t.Told), t.Moved, t.Wait.Milliseconds(), t.Skip)
	return held(done, err)
}

// polled is a source whose poll is being stored.
type polled struct {
	id     news.SourceID
	scope  news.Scope
	byHost bool // whether the host reads it, and so everyone
	poll   news.Poll
}

func pollOf(ctx context.Context, q querier, p news.Poll) (polled, error) {
	src := polled{id: p.Source.ID, poll: p}
	var scope string
	err := q.QueryRowContext(ctx, `SELECT scope, EXISTS (SELECT 1 FROM source_readers r WHERE r.workspace = '' AND r.source = s.id AND NOT r.removed)
		FROM sources s WHERE id = $1`, src.id).Scan(&scope, &src.byHost)
	if err != nil {
		return polled{}, notFound(err)
	}
	src.scope, err = news.ParseScope(scope)
	return src, err
}

// seenAgain notes that items are there as they were.
func (src polled) seenAgain(ctx context.Context, q querier, keys []string) error {
	if len(keys) == 0 {
		return nil
	}
	list, err := json.Marshal(keys)
	if err != nil {
		return err
	}
	_, err = q.ExecContext(ctx, `UPDATE source_items SET last_seen = $3
		WHERE source = $1 AND key IN (SELECT value FROM json_each($2))`, src.id, string(list), src.poll.At.UnixMilli())
	return err
}
