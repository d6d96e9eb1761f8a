-- What buttons refer to, what readers thought wrong, what channels chose, which
-- workspaces removed us, and who was told a notice.

-- +goose Up
UPDATE meta SET version = 3;

-- What somebody was shown, for as long as its buttons may be pressed.
CREATE TABLE views (
	id        TEXT    NOT NULL PRIMARY KEY CHECK (length(id) = 32),
	workspace TEXT    NOT NULL,
	command   TEXT    NOT NULL,
	shown     TEXT    NOT NULL, -- as in conversations
	created   INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX views_created ON views (created);
CREATE INDEX views_workspace ON views (workspace);

ALTER TABLE conversations ADD COLUMN view TEXT; -- the view of what was shown last

-- The view may be forgotten meanwhile: no foreign key.
CREATE TABLE reports (
	view      TEXT    NOT NULL,
	number    TEXT    NOT NULL,
	platform  TEXT    NOT NULL,
	workspace TEXT    NOT NULL,
	channel   TEXT    NOT NULL,
	person    TEXT    NOT NULL,
	command   TEXT    NOT NULL,
	shown     TEXT    NOT NULL, -- as in conversations
	made      INTEGER NOT NULL,
	PRIMARY KEY (view, number, workspace, channel, person)
) WITHOUT ROWID;
CREATE INDEX reports_made ON reports (made);

-- What a channel chose for itself; no row where it chose nothing.
CREATE TABLE channel_settings (
	workspace TEXT NOT NULL,
	platform  TEXT NOT NULL,
	channel   TEXT NOT NULL,
	zone      TEXT NOT NULL, -- '' for the program's
	language  TEXT NOT NULL, -- '' for the platform's
	PRIMARY KEY (workspace, platform, channel)
) WITHOUT ROWID;

CREATE TABLE workspaces (
	id      TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 32),
	account TEXT NOT NULL DEFAULT '', -- who we are there; '' where we never joined
	joined  INTEGER,
	gone    INTEGER -- when it removed us; NULL while we are there
) WITHOUT ROWID;
CREATE INDEX workspaces_gone ON workspaces (gone) WHERE gone IS NOT NULL;
CREATE INDEX workspaces_account ON workspaces (account) WHERE gone IS NULL;

-- Whom a notice was told, of those who read its source, the host being ''.
-- notices.told is when the last of them was.
CREATE TABLE notice_tellings (
	notice    TEXT NOT NULL REFERENCES notices (id) ON DELETE CASCADE,
	workspace TEXT NOT NULL,
	tried     INTEGER, -- when it was begun to be sent; NULL where nothing was
	told      INTEGER,
	PRIMARY KEY (notice, workspace)
) WITHOUT ROWID;
