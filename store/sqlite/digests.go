package sqlite

import (
	"context"
	"database/sql"
	"time"

	"dateline/news"
	"dateline/store"
)

// Digest implements [store.Digests].
func (s *Store) Digest(ctx context.Context, w news.WorkspaceID, k news.DigestKey) (news.Digest, error) {
	var g news.Digest
	err := s.reading(ctx, func(q querier) (err error) {
		g, err = digest(ctx, q, w, k)
		return err
	})
	return g, err
}

func digest(ctx context.Context, q querier, w news.WorkspaceID, k news.DigestKey) (news.Digest, error) {
	var g news.Digest
	var id news.ID[news.Digest]
	var place, date, agency sql.NullString
	err := q.QueryRowContext(ctx, `SELECT g.id, g.headline, g.dateline_place, g.dateline_date, g.dateline_agency, g.method, g.reason
		FROM digests g JOIN dispatches d ON d.id = g.dispatch
		WHERE g.dispatch = $1 AND g.revision = $2 AND g.summarizer = $3 AND g.options = $4 AND d.scope IN ('public', $5)`,
		k.Dispatch, k.Revision, k.Summarizer, k.Options, w).
		Scan(&id, &g.Headline, &place, &date, &agency, &g.Method, &g.Reason)
	if err != nil {
		return news.Digest{}, notFound(err)
	}
	if place.Valid {
		g.Dateline = &news.Dateline{Place: place.String, Date: date.String, Agency: agency.String}
	}
	if g.Bullets, err = bullets(ctx, q, id); err != nil {
		return news.Digest{}, err
	}
	return g, addEvidence(ctx, q, id, g.Bullets)
}

func bullets(ctx context.Context, q querier, id news.ID[news.Digest]) ([]news.Bullet, error) {
	rows, err := q.QueryContext(ctx, `SELECT text, topic, attribution FROM bullets WHERE digest = $1 ORDER BY number`, id)
	return collect(rows, err, func(rows *sql.Rows) (news.Bullet, error) {
		var b news.Bullet
		err := rows.Scan(&b.Text, &b.Topic, &b.Attribution)
		return b, err
	})
}

// addEvidence gives the bullets their evidence.
func addEvidence(ctx context.Context, q querier, id news.ID[news.Digest], bullets []news.Bullet) error {
	rows, err := q.QueryContext(ctx, `SELECT bullet, dispatch, revision, range_start, range_end
		FROM evidence WHERE digest = $1 ORDER BY bullet, number`, id)
	_, err = collect(rows, err, func(rows *sql.Rows) (struct{}, error) {
		var bullet int
		var e news.Evidence
		err := rows.Scan(&bullet, &e.Dispatch, &e.Revision, &e.Start, &e.End)
		if err == nil && bullet >= 1 && bullet <= len(bullets) {
			b := &bullets[bullet-1]
			b.Evidence = append(b.Evidence, e)
		}
		return struct{}{}, err
	})
	return err
}

// PutDigest implements [store.Digests].
func (s *Store) PutDigest(ctx context.Context, w news.WorkspaceID, k news.DigestKey, g news.Digest, now time.Time) error {
	return s.writing(ctx, func(q querier) error {
		var seen bool
		err := q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM revisions r JOIN dispatches d ON d.id = r.dispatch
			WHERE r.dispatch = $1 AND r.id = $2 AND d.scope IN ('public', $3))`, k.Dispatch, k.Revision, w).Scan(&seen)
		if err != nil {
			return err
		}
		if !seen {
			return store.ErrNotFound
		}
		return putDigest(ctx, q, k, g, now)
	})
}

// putDigest stores the digest with its bullets, unless one is kept by k.
func putDigest(ctx context.Context, q querier, k news.DigestKey, g news.Digest, now time.Time) error {
	id := news.DeriveID[news.Digest](k.Dispatch.String(), k.Revision.String(), k.Summarizer, k.Options)
	place, date, agency := datelineColumns(g.Dateline)
	done, err := q.ExecContext(ctx, `INSERT INTO digests
		(id, dispatch, revision, summarizer, options, headline, dateline_place, dateline_date, dateline_agency, method, reason, created)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING`,
		id, k.Dispatch, k.Revision, k.Summarizer, k.Options, g.Headline, place, date, agency, g.Method, g.Reason, millis(now))
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		return err
	}
	for i, b := range g.Bullets {
		if err := putBullet(ctx, q, id, i+1, b); err != nil {
			return err
		}
	}
	return nil
}

func datelineColumns(l *news.Dateline) (place, date, agency sql.NullString) {
	if l == nil {
		return
	}
	text := func(s string) sql.NullString { return sql.NullString{String: s, Valid: true} }
	return text(l.Place), text(l.Date), text(l.Agency)
}

func putBullet(ctx context.Context, q querier, id news.ID[news.Digest], number int, b news.Bullet) error {
	_, err := q.ExecContext(ctx, `INSERT INTO bullets (digest, number, text, topic, attribution) VALUES ($1, $2, $3, $4, $5)`,
		id, number, b.Text, b.Topic, b.Attribution)
	if err != nil {
		return err
	}
	for i, e := range b.Evidence {
		_, err := q.ExecContext(ctx, `INSERT INTO evidence (digest, bullet, number, dispatch, revision, range_start, range_end)
			VALUES ($1, $2, $3, $4, $5, $6, $7)`, id, number, i+1, e.Dispatch, e.Revision, e.Start, e.End)
		if err != nil {
			return err
		}
	}
	return nil
}
