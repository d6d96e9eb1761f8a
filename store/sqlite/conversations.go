package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"dateline/news"
)

// Conversation implements [store.Conversations].
func (s *Store) Conversation(ctx context.Context, c news.Channel, person string) (news.Conversation, error) {
	var conv news.Conversation
	var shown string
	var updated sql.NullInt64
	err := s.read.QueryRowContext(ctx, `SELECT command, shown, updated FROM conversations
		WHERE platform = $1 AND workspace = $2 AND channel = $3 AND person = $4`, c.Platform, c.Workspace, c.ID, person).
		Scan(&conv.Command, &shown, &updated)
	if err != nil {
		return news.Conversation{}, s.explain(notFound(err))
	}
	conv.Updated = moment(updated)
	if conv.Shown, err = parseIDs(shown); err != nil {
		return news.Conversation{}, fmt.Errorf("database %s: conversation: %w", s.path, err)
	}
	return conv, nil
}

// PutConversation implements [store.Conversations].
func (s *Store) PutConversation(ctx context.Context, c news.Channel, person string, conv news.Conversation) error {
	return s.writing(ctx, func(q querier) error {
		_, err := q.ExecContext(ctx, `INSERT INTO conversations (platform, workspace, channel, person, command, shown, updated)
			VALUES ($1, $2, $3, $4, $5, $6, $7)
			ON CONFLICT (platform, workspace, channel, person)
			DO UPDATE SET command = excluded.command, shown = excluded.shown, updated = excluded.updated`,
			c.Platform, c.Workspace, c.ID, person, conv.Command, joinIDs(conv.Shown), millis(conv.Updated))
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
