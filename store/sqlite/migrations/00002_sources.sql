-- Sources, who reads them, and what came from them. Durations are
-- milliseconds; `next` is never unknown: the zero time is the year 1.

-- +goose Up
UPDATE meta SET version = 2;

CREATE TABLE sources (
	id            TEXT    NOT NULL PRIMARY KEY CHECK (length(id) = 32),
	scope         TEXT    NOT NULL CHECK (scope = 'public' OR length(scope) = 32),
	kind          TEXT    NOT NULL,
	address       TEXT    NOT NULL,
	name          TEXT    NOT NULL,
	added         INTEGER,
	readers       INTEGER NOT NULL DEFAULT 0, -- how many read it, the host being one
	next          INTEGER NOT NULL,
	interval      INTEGER NOT NULL,
	etag          TEXT    NOT NULL,
	last_modified TEXT    NOT NULL,
	not_before    INTEGER,
	wait          INTEGER NOT NULL,
	skip          INTEGER NOT NULL,
	last_poll     INTEGER,
	last_success  INTEGER,
	last_new      INTEGER,
	rhythm        INTEGER NOT NULL,
	failures      INTEGER NOT NULL,
	failing_since INTEGER,
	cause         TEXT    NOT NULL,
	stopped       INTEGER NOT NULL,
	told          INTEGER,
	moved         TEXT    NOT NULL,
	lease         TEXT, -- both NULL where nobody polls it
	lease_until   INTEGER
);
CREATE INDEX sources_due ON sources (next) WHERE lease IS NULL AND readers > 0 AND stopped = 0;
CREATE INDEX sources_leased ON sources (lease_until) WHERE lease IS NOT NULL;

-- The host is the workspace ''. What a workspace removed of the host's stays
-- here, as removed.
CREATE TABLE source_readers (
	workspace         TEXT    NOT NULL,
	source            TEXT    NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
	removed           INTEGER NOT NULL,
	platform          TEXT    NOT NULL,
	channel_workspace TEXT    NOT NULL,
	channel           TEXT    NOT NULL,
	language          TEXT    NOT NULL,
	person            TEXT    NOT NULL,
	added             INTEGER,
	PRIMARY KEY (workspace, source)
) WITHOUT ROWID;
CREATE INDEX source_readers_source ON source_readers (source);

-- What a source gave. The dispatch may be forgotten meanwhile: no foreign key.
CREATE TABLE source_items (
	source    TEXT    NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
	key       TEXT    NOT NULL,
	url       TEXT    NOT NULL,
	title     TEXT    NOT NULL,
	hash      TEXT    NOT NULL,
	dispatch  TEXT    NOT NULL,
	last_seen INTEGER NOT NULL,
	PRIMARY KEY (source, key)
) WITHOUT ROWID;
CREATE INDEX source_items_seen ON source_items (source, last_seen);
CREATE INDEX source_items_dispatch ON source_items (dispatch, source);

-- Which sources a dispatch came from. Its moment stands here too, so that the
-- newest of one source are found without looking at the others.
CREATE TABLE dispatch_sources (
	dispatch   TEXT    NOT NULL REFERENCES dispatches (id) ON DELETE CASCADE,
	source     TEXT    NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
	moment     INTEGER NOT NULL,
	history    INTEGER NOT NULL,
	first_seen INTEGER,
	PRIMARY KEY (dispatch, source)
) WITHOUT ROWID;
CREATE INDEX dispatch_sources_source ON dispatch_sources (source, moment DESC, dispatch);

-- Only its first source revises a dispatch. A near-duplicate points to the
-- first of them, which itself points to none.
ALTER TABLE dispatches ADD COLUMN first_source TEXT;
ALTER TABLE dispatches ADD COLUMN copy_of TEXT;
CREATE INDEX dispatches_copy_of ON dispatches (copy_of) WHERE copy_of IS NOT NULL;
CREATE INDEX dispatches_received ON dispatches (received);
-- What was taken back is in no listing. There is little of it.
CREATE INDEX revisions_killed ON revisions (dispatch, id) WHERE kind = 'killed';
-- Listings look for what came from sources elsewhere.
CREATE INDEX dispatches_given ON dispatches (moment DESC, id, scope) WHERE origin NOT IN ('asked', 'source');
CREATE INDEX dispatches_given_source ON dispatches (source, moment DESC, id, scope) WHERE origin NOT IN ('asked', 'source');

-- By which near-duplicates are found. A scope's hashes stand apart, so that
-- how many another has makes no difference.
CREATE TABLE sketches (
	hash  INTEGER NOT NULL,
	scope TEXT    NOT NULL,
	row   INTEGER NOT NULL REFERENCES dispatches (row) ON DELETE CASCADE,
	PRIMARY KEY (hash, scope, row)
) WITHOUT ROWID;
CREATE INDEX sketches_row ON sketches (row);

-- Dispatches that wait for the page with their whole text.
CREATE TABLE completions (
	dispatch    TEXT    NOT NULL PRIMARY KEY REFERENCES dispatches (id) ON DELETE CASCADE,
	source      TEXT    NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
	url         TEXT    NOT NULL,
	tries       INTEGER NOT NULL,
	next        INTEGER NOT NULL,
	until       INTEGER NOT NULL,
	lease       TEXT,
	lease_until INTEGER
);
CREATE INDEX completions_next ON completions (next);
CREATE INDEX completions_source ON completions (source);

CREATE TABLE notices (
	id      TEXT    NOT NULL PRIMARY KEY CHECK (length(id) = 32),
	kind    TEXT    NOT NULL,
	source  TEXT    NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
	since   INTEGER NOT NULL,
	cause   TEXT    NOT NULL,
	created INTEGER NOT NULL,
	told    INTEGER,
	UNIQUE (source, kind, since)
);
CREATE INDEX notices_untold ON notices (created, id) WHERE told IS NULL;
