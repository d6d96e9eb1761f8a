-- What buttons refer to, what readers thought wrong, and which workspaces
-- removed us.

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

CREATE TABLE workspaces (
	id     TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 32),
	joined INTEGER,
	gone   INTEGER -- when it removed us; NULL while we are there
) WITHOUT ROWID;
CREATE INDEX workspaces_gone ON workspaces (gone) WHERE gone IS NOT NULL;
