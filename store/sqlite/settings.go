package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"dateline/news"
)

// Settings implements [store.Settings].
func (s *Store) Settings(ctx context.Context, c news.Channel) (news.Settings, error) {
	var chosen news.Settings
	err := s.read.QueryRowContext(ctx, `SELECT zone, language FROM channel_settings
		WHERE workspace = $1 AND platform = $2 AND channel = $3`, c.Workspace, c.Platform, c.ID).Scan(&chosen.Zone, &chosen.Language)
	if errors.Is(err, sql.ErrNoRows) {
		return news.Settings{}, nil
	}
	return chosen, s.explain(err)
}

// PutSettings implements [store.Settings].
func (s *Store) PutSettings(ctx context.Context, c news.Channel, chosen news.Settings) error {
	return s.writing(ctx, func(q querier) error {
		if chosen == (news.Settings{}) {
			_, err := q.ExecContext(ctx, `DELETE FROM channel_settings WHERE workspace = $1 AND platform = $2 AND channel = $3`,
				c.Workspace, c.Platform, c.ID)
			return err
		}
		_, err := q.ExecContext(ctx, `INSERT INTO channel_settings (workspace, platform, channel, zone, language)
			VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (workspace, platform, channel) DO UPDATE SET zone = excluded.zone, language = excluded.language`,
			c.Workspace, c.Platform, c.ID, chosen.Zone, chosen.Language)
		return err
	})
}
