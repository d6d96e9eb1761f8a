package sqlite

import (
	"context"
	"database/sql"
	"strconv"
	"strings"
)

// maxProblems is how many lines one kind of damage may give.
const maxProblems = 100

// Check implements [store.Upkeep]. It reads the whole file.
func (s *Store) Check(ctx context.Context) ([]string, error) {
	schema, err := s.readable(ctx)
	switch {
	case damaged(err): // since it was opened
		return []string{diagnosis(s.path)}, nil
	case err != nil:
		return nil, err
	}
	inspections := pageInspections()
	if schema.Version >= 1 {
		inspections = append(inspections, rowInspections()...)
	}
	if schema.Version >= 2 {
		inspections = append(inspections, sourceInspections(schema.Version)...)
	}
	var problems []string
	for _, query := range inspections {
		found, err := s.inspect(ctx, query)
		problems = append(problems, lines(found)...)
		switch {
		case damaged(err): // what does not read at all is a finding, and hides the rest
			return append(problems, err.Error()), nil
		case err != nil:
			return nil, s.explain(err)
		}
	}
	return problems, nil
}

// lines splits findings of several lines, without the headings between.
func lines(found []string) []string {
	var all []string
	for _, one := range found {
		for line := range strings.Lines(one) {
			if line = strings.TrimSpace(line); !strings.HasPrefix(line, "***") {
				all = append(all, line)
			}
		}
	}
	return all
}

// inspect runs one query that gives a line for each problem.
func (s *Store) inspect(ctx context.Context, query string) ([]string, error) {
	rows, err := s.read.QueryContext(ctx, query+" LIMIT "+strconv.Itoa(maxProblems))
	return collect(rows, err, func(rows *sql.Rows) (string, error) {
		var line string
		err := rows.Scan(&line)
		return line, err
	})
}

// pageInspections look at the file as SQLite sees it.
func pageInspections() []string {
	return []string{
		`SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'`,
		`SELECT 'a row of ' || "table" || ' belongs to no row of ' || "parent" FROM pragma_foreign_key_check`,
	}
}

// rowInspections look at what only Dateline knows of its rows.
func rowInspections() []string {
	return []string{
		`SELECT 'dispatch ' || d.id || ' lacks its newest revision' FROM dispatches d
			WHERE NOT EXISTS (SELECT 1 FROM revisions r WHERE r.dispatch = d.id AND r.id = d.head)`,
		`SELECT 'dispatch ' || d.id || ' has no key' FROM dispatches d
			WHERE NOT EXISTS (SELECT 1 FROM dispatch_keys k WHERE k.dispatch = d.id)`,
		`SELECT 'dispatch ' || d.id || ' has a key of another scope' FROM dispatches d
			WHERE EXISTS (SELECT 1 FROM dispatch_keys k WHERE k.dispatch = d.id AND k.scope <> d.scope)`,
		`SELECT 'dispatch ' || d.id || ' has no index terms' FROM dispatches d
			WHERE d.row NOT IN (SELECT rowid FROM dispatch_terms)`,
		`SELECT 'index terms of row ' || rowid || ' belong to no dispatch' FROM dispatch_terms
			WHERE rowid NOT IN (SELECT row FROM dispatches)`,
		`SELECT 'digest ' || e.digest || ': evidence ' || e.number || ' of bullet ' || e.bullet || ' is outside of its text'
			FROM evidence e JOIN revisions r ON r.dispatch = e.dispatch AND r.id = e.revision
			WHERE e.range_start < 0 OR e.range_start >= e.range_end OR e.range_end > octet_length(r.text)`,
		`SELECT 'digest ' || e.digest || ': evidence ' || e.number || ' of bullet ' || e.bullet || ' has no text'
			FROM evidence e JOIN digests g ON g.id = e.digest AND g.dispatch = e.dispatch
			WHERE NOT EXISTS (SELECT 1 FROM revisions r WHERE r.dispatch = e.dispatch AND r.id = e.revision)`,
		`SELECT 'digest ' || b.digest || ': bullet ' || b.number || ' has no evidence' FROM bullets b
			WHERE NOT EXISTS (SELECT 1 FROM evidence e WHERE e.digest = b.digest AND e.bullet = b.number)`,
	}
}

// sourceInspections look at sources and what came from them.
func sourceInspections(schema int) []string {
	counted := present
	if schema < 3 { // nobody is known to have removed us
		counted = "TRUE"
	}
	return []string{
		`SELECT 'source ' || s.id || ' is counted as read by ' || s.readers || ', not by those who read it' FROM sources s
			WHERE s.readers <> (SELECT count(*) FROM source_readers r WHERE r.source = s.id AND NOT r.removed AND ` + counted + `)`,
		`SELECT 'source ' || s.id || ' is read by a workspace that may not see it' FROM sources s JOIN source_readers r ON r.source = s.id
			WHERE s.scope NOT IN ('public', r.workspace)`,
		`SELECT 'source ' || id || ' has half a lease' FROM sources WHERE (lease IS NULL) <> (lease_until IS NULL)`,
		`SELECT 'dispatch ' || d.id || ' came from a source of another scope' FROM dispatch_sources x
			JOIN dispatches d ON d.id = x.dispatch JOIN sources s ON s.id = x.source WHERE s.scope <> d.scope`,
		`SELECT 'dispatch ' || d.id || ' has another time with its source' FROM dispatch_sources x
			JOIN dispatches d ON d.id = x.dispatch WHERE x.moment <> d.moment`,
		`SELECT 'dispatch ' || d.id || ' did not come from its first source' FROM dispatches d WHERE d.first_source IS NOT NULL
			AND NOT EXISTS (SELECT 1 FROM dispatch_sources x WHERE x.dispatch = d.id AND x.source = d.first_source)`,
		`SELECT 'dispatch ' || d.id || ' is a copy of what not everyone sees who sees it' FROM dispatches d
			JOIN dispatches f ON f.id = d.copy_of WHERE f.scope NOT IN ('public', d.scope)`,
		`SELECT 'dispatch ' || d.id || ' is the copy of a copy' FROM dispatches d
			JOIN dispatches f ON f.id = d.copy_of WHERE f.copy_of IS NOT NULL`,
		`SELECT 'the sketch of dispatch ' || d.id || ' stands in another scope' FROM sketches s
			JOIN dispatches d ON d.row = s.row WHERE s.scope <> d.scope`,
		`SELECT 'item ' || i.key || ' of source ' || i.source || ' is of a dispatch that never was' FROM source_items i
			WHERE NOT EXISTS (SELECT 1 FROM dispatch_keys k WHERE k.dispatch = i.dispatch)`,
	}
}
