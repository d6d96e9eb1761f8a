-- The schema of the first release. Identifiers are 32 hexadecimal digits, times
-- milliseconds since 1970 in UTC, NULL where unknown. `row` never leaves the
-- database: it only ties a dispatch to its index terms.

-- +goose Up
CREATE TABLE meta (
	version       INTEGER NOT NULL,
	oldest_reader INTEGER NOT NULL -- the oldest program, by the schema it knows, that may open this
);
INSERT INTO meta (version, oldest_reader) VALUES (1, 1);

CREATE TABLE dispatches (
	row           INTEGER PRIMARY KEY,
	id            TEXT    NOT NULL UNIQUE CHECK (length(id) = 32),
	scope         TEXT    NOT NULL CHECK (scope = 'public' OR length(scope) = 32),
	origin        TEXT    NOT NULL,
	source        TEXT    NOT NULL,
	url           TEXT    NOT NULL,
	language      TEXT    NOT NULL,
	published     INTEGER,
	received      INTEGER,
	moment        INTEGER NOT NULL, -- what listings are ordered by
	expires       INTEGER,
	terms_version INTEGER NOT NULL,
	head          TEXT    NOT NULL  -- the newest revision
);
CREATE INDEX dispatches_moment ON dispatches (moment DESC, id, scope) WHERE origin <> 'asked';
CREATE INDEX dispatches_source ON dispatches (source, moment DESC, id, scope) WHERE origin <> 'asked';
CREATE INDEX dispatches_origin ON dispatches (origin, scope);
CREATE INDEX dispatches_expires ON dispatches (expires) WHERE expires IS NOT NULL;

-- Texts stand apart, so that listings read small rows.
CREATE TABLE revisions (
	dispatch TEXT    NOT NULL REFERENCES dispatches (id) ON DELETE CASCADE,
	id       TEXT    NOT NULL CHECK (length(id) = 32),
	number   INTEGER NOT NULL,
	kind     TEXT    NOT NULL,
	title    TEXT    NOT NULL,
	text     TEXT    NOT NULL,
	received INTEGER,
	PRIMARY KEY (dispatch, id),
	UNIQUE (dispatch, number)
);

-- Who a dispatch is outlives what it said: no foreign key, no retention.
CREATE TABLE dispatch_keys (
	scope      TEXT    NOT NULL,
	kind       TEXT    NOT NULL,
	key        TEXT    NOT NULL,
	dispatch   TEXT    NOT NULL,
	first_seen INTEGER,
	PRIMARY KEY (scope, kind, key)
) WITHOUT ROWID;
CREATE INDEX dispatch_keys_dispatch ON dispatch_keys (dispatch);

CREATE TABLE digests (
	id              TEXT    NOT NULL PRIMARY KEY CHECK (length(id) = 32),
	dispatch        TEXT    NOT NULL,
	revision        TEXT    NOT NULL,
	summarizer      TEXT    NOT NULL,
	options         TEXT    NOT NULL,
	headline        TEXT    NOT NULL,
	dateline_place  TEXT, -- all three NULL where there is no dateline
	dateline_date   TEXT,
	dateline_agency TEXT,
	method          TEXT    NOT NULL,
	reason          TEXT    NOT NULL,
	created         INTEGER,
	UNIQUE (dispatch, revision, summarizer, options),
	FOREIGN KEY (dispatch, revision) REFERENCES revisions (dispatch, id) ON DELETE CASCADE
);

CREATE TABLE bullets (
	digest      TEXT    NOT NULL REFERENCES digests (id) ON DELETE CASCADE,
	number      INTEGER NOT NULL,
	text        TEXT    NOT NULL,
	topic       TEXT    NOT NULL,
	attribution TEXT    NOT NULL,
	PRIMARY KEY (digest, number)
) WITHOUT ROWID;

-- A digest of several dispatches may outlive one of them: no foreign key to it.
CREATE TABLE evidence (
	digest      TEXT    NOT NULL,
	bullet      INTEGER NOT NULL,
	number      INTEGER NOT NULL,
	dispatch    TEXT    NOT NULL,
	revision    TEXT    NOT NULL,
	range_start INTEGER NOT NULL,
	range_end   INTEGER NOT NULL,
	PRIMARY KEY (digest, bullet, number),
	FOREIGN KEY (digest, bullet) REFERENCES bullets (digest, number) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE conversations (
	platform  TEXT NOT NULL,
	workspace TEXT NOT NULL,
	channel   TEXT NOT NULL,
	person    TEXT NOT NULL,
	command   TEXT NOT NULL,
	shown     TEXT NOT NULL, -- identifiers of dispatches, a space between
	updated   INTEGER,
	PRIMARY KEY (platform, workspace, channel, person)
) WITHOUT ROWID;

-- Terms come folded and separated by spaces; everything else is part of a term.
CREATE VIRTUAL TABLE dispatch_terms USING fts5 (
	terms,
	content = '',
	contentless_delete = 1,
	tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* Co'"
);
