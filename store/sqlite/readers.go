package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"dateline/news"
	"dateline/store"
)

// sourceColumns are what scanSource reads, of sources s.
const sourceColumns = `s.id, s.scope, s.kind, s.address, s.name, s.added, s.next, s.interval, s.etag, s.last_modified,
	s.not_before, s.last_poll, s.last_success, s.last_new, s.rhythm, s.failures, s.failing_since, s.cause, s.stopped, s.told, s.moved,
	s.wait, s.skip`

// scanSource reads a source, and what else the row has into more.
func scanSource(scan func(...any) error, more ...any) (news.Source, error) {
	var s news.Source
	var scope string
	var next, interval, rhythm, wait int64
	var added, notBefore, lastPoll, lastSuccess, lastNew, failing, told sql.NullInt64
	t := &s.State
	err := scan(append([]any{&s.ID, &scope, &s.Kind, &s.Address, &s.Name, &added, &next, &interval, &t.ETag, &t.LastModified,
		&notBefore, &lastPoll, &lastSuccess, &lastNew, &rhythm, &t.Failures, &failing, &t.Cause, &t.Stopped, &told, &t.Moved, &wait, &t.Skip}, more...)...)
	if err != nil {
		return news.Source{}, notFound(err)
	}
	s.Added, t.Next = moment(added), time.UnixMilli(next).UTC()
	t.Interval, t.Rhythm, t.Wait = milliseconds(interval), milliseconds(rhythm), milliseconds(wait)
	t.NotBefore, t.LastPoll, t.LastSuccess, t.LastNew = moment(notBefore), moment(lastPoll), moment(lastSuccess), moment(lastNew)
	t.FailingSince, t.Told = moment(failing), moment(told)
	s.Scope, err = news.ParseScope(scope)
	return s, err
}

// milliseconds is a duration as it is stored.
func milliseconds(n int64) time.Duration { return time.Duration(n) * time.Millisecond }

// readingColumns are what a reading reads, of source_readers r.
const readingColumns = `r.workspace, r.platform, r.channel_workspace, r.channel, r.language, r.person, r.added`

// reading is a [news.Reading] on its way from the database.
type reading struct {
	news.Reading
	added sql.NullInt64
}

func (r *reading) fields() []any {
	return []any{&r.Workspace, &r.Channel.Platform, &r.Channel.Workspace, &r.Channel.ID, &r.Channel.Language, &r.Person, &r.added}
}

func (r *reading) done() news.Reading {
	r.Added = moment(r.added)
	return r.Reading
}

// AddSource implements [store.Sources].
func (s *Store) AddSource(ctx context.Context, w news.WorkspaceID, src news.Source, r news.Reading, limit int) (news.Source, news.Change, error) {
	if !src.Scope.VisibleTo(w) {
		return news.Source{}, "", store.ErrForeignScope
	}
	if src.ID.IsZero() {
		return news.Source{}, "", errors.New("source: it has no identity; news.NewSource gives it one")
	}
	change := news.ChangeNone
	err := s.writing(ctx, func(q querier) (err error) {
		if err = insertSource(ctx, q, src); err == nil {
			change, err = takeUp(ctx, q, w, src.ID, r, limit)
		}
		if err == nil {
			err = wake(ctx, q, src)
		}
		if err == nil {
			src, err = sourceRead(ctx, q, w, src.ID)
		}
		return err
	})
	if err != nil {
		return news.Source{}, "", err
	}
	return src, change, nil
}

// insertSource stores a source that is not known.
func insertSource(ctx context.Context, q querier, s news.Source) error {
	t := s.State
	_, err := q.ExecContext(ctx, `INSERT INTO sources (id, scope, kind, address, name, added, next, interval, etag, last_modified,
		not_before, last_poll, last_success, last_new, rhythm, failures, failing_since, cause, stopped, told, moved, wait, skip)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23) ON CONFLICT DO NOTHING`,
		s.ID, s.Scope.String(), string(s.Kind), s.Address, s.Name, millis(s.Added), t.Next.UnixMilli(), t.Interval.Milliseconds(),
		t.ETag, t.LastModified, millis(t.NotBefore), millis(t.LastPoll), millis(t.LastSuccess), millis(t.LastNew), t.Rhythm.Milliseconds(),
		t.Failures, millis(t.FailingSince), string(t.Cause), t.Stopped, millis(t.Told), t.Moved, t.Wait.Milliseconds(), t.Skip)
	return err
}

// takeUp makes w read the source, if it does not yet. What w removed of the
// host's it reads again by the host's reading, which is none of its own.
func takeUp(ctx context.Context, q querier, w news.WorkspaceID, id news.SourceID, r news.Reading, limit int) (news.Change, error) {
	own, removed, byHost, err := readingOf(ctx, q, w, id)
	switch {
	case err != nil:
		return "", err
	case own, byHost && !removed:
		return news.ChangeNone, nil
	case removed && byHost:
		return news.ChangeNew, unread(ctx, q, w, id)
	}
	if err := mayRead(ctx, q, w, limit); err != nil {
		return "", err
	}
	_, err = q.ExecContext(ctx, `INSERT OR REPLACE INTO source_readers
		(workspace, source, removed, platform, channel_workspace, channel, language, person, added)
		VALUES ($1, $2, FALSE, $3, $4, $5, $6, $7, $8)`,
		w, id, r.Channel.Platform, r.Channel.Workspace, r.Channel.ID, r.Channel.Language, r.Person, millis(r.Added))
	if err != nil {
		return "", err
	}
	return news.ChangeNew, countReaders(ctx, q, id)
}

// readingOf says how w stands to a source: whether it reads it by itself,
// has removed it, and whether the host, if that is another, reads it.
func readingOf(ctx context.Context, q querier, w news.WorkspaceID, id news.SourceID) (own, removed, byHost bool, err error) {
	err = q.QueryRowContext(ctx, `SELECT
		EXISTS (SELECT 1 FROM source_readers WHERE workspace = $1 AND source = $2 AND NOT removed),
		EXISTS (SELECT 1 FROM source_readers WHERE workspace = $1 AND source = $2 AND removed),
		EXISTS (SELECT 1 FROM source_readers WHERE workspace = '' AND source = $2 AND NOT removed)`, w, id).Scan(&own, &removed, &byHost)
	return own, removed, byHost, err
}

// mayRead fails where w has as many readings of its own as it may.
func mayRead(ctx context.Context, q querier, w news.WorkspaceID, limit int) error {
	var own int
	err := q.QueryRowContext(ctx, `SELECT count(*) FROM source_readers WHERE workspace = $1 AND NOT removed`, w).Scan(&own)
	if err == nil && limit > 0 && own >= limit {
		err = store.ErrTooMany
	}
	return err
}

// unread forgets how w stood to the source.
func unread(ctx context.Context, q querier, w news.WorkspaceID, id news.SourceID) error {
	_, err := q.ExecContext(ctx, `DELETE FROM source_readers WHERE workspace = $1 AND source = $2`, w, id)
	if err != nil {
		return err
	}
	return countReaders(ctx, q, id)
}

// present is true of a reading r whose workspace has not removed us.
const present = `NOT EXISTS (SELECT 1 FROM workspaces w WHERE w.id = r.workspace AND w.gone IS NOT NULL)`

// recount sets how many read sources.
const recount = `UPDATE sources SET readers = (SELECT count(*) FROM source_readers r
	WHERE r.source = sources.id AND NOT r.removed AND ` + present + `)`

func countReaders(ctx context.Context, q querier, id news.SourceID) error {
	_, err := q.ExecContext(ctx, recount+` WHERE id = $1`, id)
	return err
}

// wake polls a source again that had stopped, but not before it asked to be.
func wake(ctx context.Context, q querier, s news.Source) error {
	_, err := q.ExecContext(ctx, `UPDATE sources SET stopped = FALSE, next = max($2, coalesce(not_before, $2)) WHERE id = $1 AND stopped`,
		s.ID, s.State.Next.UnixMilli())
	return err
}

// RemoveSource implements [store.Sources].
func (s *Store) RemoveSource(ctx context.Context, w news.WorkspaceID, id news.SourceID) error {
	return s.writing(ctx, func(q querier) error {
		own, removed, byHost, err := readingOf(ctx, q, w, id)
		switch {
		case err != nil:
			return err
		case !own && (removed || !byHost):
			return store.ErrNotFound
		case w.IsZero(), !byHost:
			return unread(ctx, q, w, id)
		}
		_, err = q.ExecContext(ctx, `INSERT OR REPLACE INTO source_readers
			(workspace, source, removed, platform, channel_workspace, channel, language, person)
			VALUES ($1, $2, TRUE, '', '', '', '', '')`, w, id)
		if err != nil {
			return err
		}
		return countReaders(ctx, q, id)
	})
}

// Sources implements [store.Sources].
func (s *Store) Sources(ctx context.Context, w news.WorkspaceID) ([]news.Source, error) {
	rows, err := s.read.QueryContext(ctx, readSources+` ORDER BY s.name, s.id`, w)
	all, err := collect(rows, err, scanRead)
	return all, s.explain(err)
}

// readSources selects what workspace $1 reads, with its own reading where it
// has one, else the host's.
const readSources = withReadable + `SELECT ` + sourceColumns + `, ` + readingColumns + `
	FROM readable a JOIN sources s ON s.id = a.source JOIN source_readers r ON r.source = s.id
	WHERE s.scope IN ('public', $1) AND NOT r.removed AND (r.workspace = $1 OR r.workspace = ''
		AND NOT EXISTS (SELECT 1 FROM source_readers o WHERE o.workspace = $1 AND o.source = s.id AND NOT o.removed))`

func scanRead(rows *sql.Rows) (news.Source, error) {
	var r reading
	s, err := scanSource(rows.Scan, r.fields()...)
	s.Reading = r.done()
	return s, err
}

// sourceRead gives one source that w reads.
func sourceRead(ctx context.Context, q querier, w news.WorkspaceID, id news.SourceID) (news.Source, error) {
	rows, err := q.QueryContext(ctx, readSources+` AND s.id = $2`, w, id)
	all, err := collect(rows, err, scanRead)
	if err == nil && len(all) == 0 {
		err = store.ErrNotFound
	}
	if err != nil {
		return news.Source{}, err
	}
	return all[0], nil
}
