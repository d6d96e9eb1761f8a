package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"dateline/news"
)

// Conversation implements [store.Conversations].
func (s *Store) Conversation(ctx context.Context, c news.Channel, person string) (news.Conversation, error) {
	return s.scanConversation(s.read.QueryRowContext(ctx, `SELECT view, command, shown, updated FROM conversations
		WHERE platform = $1 AND workspace = $2 AND channel = $3 AND person = $4`, c.Platform, c.Workspace, c.ID, person))
}

// View implements [store.Conversations].
func (s *Store) View(ctx context.Context, w news.WorkspaceID, id news.ViewID) (news.Conversation, error) {
	return s.scanConversation(s.read.QueryRowContext(ctx,
		`SELECT id, command, shown, created FROM views WHERE id = $1 AND workspace = $2`, id, w))
}

func (s *Store) scanConversation(row *sql.Row) (news.Conversation, error) {
	var conv news.Conversation
	var shown string
	var updated sql.NullInt64
	if err := row.Scan(&conv.View, &conv.Command, &shown, &updated); err != nil {
		return news.Conversation{}, s.explain(notFound(err))
	}
	var err error
	if conv.Shown, err = parseIDs(shown); err != nil {
		return news.Conversation{}, fmt.Errorf("database %s: conversation: %w", s.path, err)
	}
	conv.Updated = moment(updated)
	return conv, nil
}

// PutConversation implements [store.Conversations].
func (s *Store) PutConversation(ctx context.Context, c news.Channel, person string, conv news.Conversation) error {
	return s.noting(ctx, func(q querier) error {
		shown := joinIDs(conv.Shown)
		_, err := q.ExecContext(ctx, `INSERT INTO conversations (platform, workspace, channel, person, view, command, shown, updated)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
			ON CONFLICT (platform, workspace, channel, person)
			DO UPDATE SET view = excluded.view, command = excluded.command, shown = excluded.shown, updated = excluded.updated`,
			c.Platform, c.Workspace, c.ID, person, conv.View, conv.Command, shown, millis(conv.Updated))
		if err != nil || conv.View.IsZero() {
			return err
		}
		_, err = q.ExecContext(ctx, `INSERT INTO views (id, workspace, command, shown, created)
			VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
			conv.View, c.Workspace, conv.Command, shown, conv.Updated.UnixMilli())
		return err
	})
}

func joinIDs(ids []news.DispatchID) string {
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = id.String()
	}
	return strings.Join(words, " ")
}

func parseIDs(text string) ([]news.DispatchID, error) {
	var ids []news.DispatchID
	for word := range strings.FieldsSeq(text) {
		id, err := news.ParseID[news.Dispatch](word)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// PutReport implements [store.Conversations].
func (s *Store) PutReport(ctx context.Context, r news.Report) (bool, error) {
	var first bool
	err := s.writing(ctx, func(q querier) error {
		done, err := q.ExecContext(ctx, `INSERT INTO reports (view, number, platform, workspace, channel, person, command, shown, made)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING`,
			r.View, r.Number, r.Channel.Platform, r.Channel.Workspace, r.Channel.ID, r.Person, r.Command, joinIDs(r.Shown), r.Made.UnixMilli())
		if err != nil {
			return err
		}
		n, err := done.RowsAffected()
		first = n > 0
		return err
	})
	return first && err == nil, err
}

// Reports implements [store.Upkeep].
func (s *Store) Reports(ctx context.Context, limit int) ([]news.Report, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT view, number, platform, workspace, channel, person, command, shown, made
		FROM reports ORDER BY made DESC, view, number, workspace, channel, person LIMIT $1`, max(limit, 0))
	all, err := collect(rows, err, func(rows *sql.Rows) (news.Report, error) {
		var r news.Report
		var shown string
		var made int64
		c := &r.Channel
		err := rows.Scan(&r.View, &r.Number, &c.Platform, &c.Workspace, &c.ID, &r.Person, &r.Command, &shown, &made)
		if err == nil {
			r.Made = time.UnixMilli(made).UTC()
			r.Shown, err = parseIDs(shown)
		}
		return r, err
	})
	return all, s.explain(err)
}
