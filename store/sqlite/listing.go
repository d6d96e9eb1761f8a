package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"dateline/news"
)

// List implements [store.Dispatches].
func (s *Store) List(ctx context.Context, w news.WorkspaceID, l news.Listing) ([]news.Dispatch, error) {
	if l.Limit < 1 {
		return nil, fmt.Errorf("listing: a limit of %d, want at least 1", l.Limit)
	}
	var all []news.Dispatch
	err := s.reading(ctx, func(q querier) (err error) {
		all, err = list(ctx, q, w, l)
		return err
	})
	return all, err
}

func list(ctx context.Context, q querier, w news.WorkspaceID, l news.Listing) ([]news.Dispatch, error) {
	query, args, err := listQuery(ctx, q, w, l)
	if err != nil {
		return nil, err
	}
	rows, err := q.QueryContext(ctx, query, args...)
	return withKeys(ctx, q, rows, err)
}

// listQuery is the query for a page. The page is found first, so that no text
// is read and sorted in vain.
func listQuery(ctx context.Context, q querier, w news.WorkspaceID, l news.Listing) (string, []any, error) {
	asked := question{args: []any{w, pendingAt(l.Now)}}
	if err := asked.read(ctx, q, w, l); err != nil {
		return "", nil, err
	}
	places, err := asked.places(ctx, q, l)
	return withReadable + `SELECT ` + dispatchColumns + ` FROM (` + places + `) p
		JOIN dispatches d ON d.id = p.id
		JOIN revisions r ON r.dispatch = d.id AND r.id = d.head
		ORDER BY d.moment DESC, d.id`, asked.args, err
}

// withKeys reads dispatches, and then the keys of each.
func withKeys(ctx context.Context, q querier, rows *sql.Rows, err error) ([]news.Dispatch, error) {
	all, err := collect(rows, err, func(rows *sql.Rows) (news.Dispatch, error) { return scanDispatch(rows.Scan) })
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].Keys, err = keysOf(ctx, q, all[i].ID); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// question is the part of a listing's SQL that depends on what is asked.
type question struct {
	text     strings.Builder // conditions on a dispatch d
	args     []any
	names    []string // placeholders of the names by which dispatches are of the source that is asked for
	ids      []string // and of the identifiers of the sources that are
	ofSource bool     // whether names and ids matter
	terms    string   // the full-text query's placeholder; "" for any dispatch
	since    string   // placeholder of a moment; "" for any age
	after    []string // placeholders of moment and identifier of what the page comes after; nil for the first
}

// between asks for what lies in the time that is asked for, by the columns
// that hold a dispatch's moment and identifier.
func (c *question) between(moment, id string) string {
	text := ""
	if c.since != "" {
		text += " AND " + moment + " >= " + c.since
	}
	if c.after != nil {
		m := c.after[0]
		text += " AND " + moment + " <= " + m + " AND (" + moment + " < " + m + " OR " + id + " > " + c.after[1] + ")"
	}
	return text
}

// arg adds an argument and gives its placeholder.
func (c *question) arg(v any) string {
	c.args = append(c.args, v)
	return "$" + strconv.Itoa(len(c.args))
}

func (c *question) and(condition string) { c.text.WriteString(" AND " + condition) }

// read adds what l asks for, but for its limit.
func (c *question) read(ctx context.Context, q querier, w news.WorkspaceID, l news.Listing) error {
	if l.Source != "" {
		if err := c.from(ctx, q, w, l.Source); err != nil {
			return err
		}
	}
	if !l.Since.IsZero() {
		c.since = c.arg(l.Since.UnixMilli())
	}
	if len(l.Terms) > 0 {
		c.terms = c.arg(match(l.Terms))
	}
	if !l.Copies {
		c.and(firstSeen)
	}
	if l.Before.IsZero() {
		return nil
	}
	var at int64
	err := q.QueryRowContext(ctx, `SELECT moment FROM dispatches WHERE id = $1 AND scope IN ('public', $2)`, l.Before, w).Scan(&at)
	if err != nil {
		return fmt.Errorf("dispatch %s: %w", l.Before, notFound(err))
	}
	c.after = []string{c.arg(at), c.arg(l.Before)}
	return nil
}

// from asks for one source: a dispatch is of it by the name that it carries,
// or because it came from a source that has this name now. The spellings of
// the name are looked up first, so that an index serves whichever there is.
func (c *question) from(ctx context.Context, q querier, w news.WorkspaceID, source string) error {
	rows, err := q.QueryContext(ctx, withReadable+`, given (name) AS (
			SELECT min(source) FROM dispatches WHERE origin NOT IN ('asked', 'source')
			UNION ALL
			SELECT (SELECT min(source) FROM dispatches WHERE origin NOT IN ('asked', 'source') AND source > name) FROM given WHERE name IS NOT NULL
		) SELECT name, '' FROM given WHERE name IS NOT NULL
		UNION ALL SELECT s.name, s.id FROM readable a JOIN sources s ON s.id = a.source`, w)
	c.ofSource, c.names = true, []string{c.arg(source)}
	_, err = collect(rows, err, func(rows *sql.Rows) (struct{}, error) {
		var name, id string
		err := rows.Scan(&name, &id)
		if err == nil && strings.EqualFold(name, source) {
			c.names = append(c.names, c.arg(name))
			if id != "" {
				c.ids = append(c.ids, c.arg(id))
			}
		}
		return struct{}{}, err
	})
	return err
}

// fewMatches is up to how many dispatches that have the terms are looked at
// one by one; where there are more, the newest are looked through for them.
const fewMatches = 2000

// places gives a query for identifier and moment of what is on the page.
func (c *question) places(ctx context.Context, q querier, l news.Listing) (string, error) {
	limit := strconv.Itoa(l.Limit) // as an argument it would have SQLite compile the query each time, since its plan looks at it
	if c.terms == "" {
		return c.newest(ctx, q, limit)
	}
	matches := `SELECT rowid FROM dispatch_terms WHERE dispatch_terms MATCH ` + c.terms
	var n int
	err := q.QueryRowContext(ctx, `SELECT count(*) FROM (SELECT 1 FROM dispatch_terms WHERE dispatch_terms MATCH $1 LIMIT $2)`,
		match(l.Terms), fewMatches+1).Scan(&n)
	if err != nil {
		return "", err
	}
	if n > fewMatches {
		c.and("+d.row IN (" + matches + ")")
		return c.newest(ctx, q, limit)
	}
	of := ""
	if c.ofSource {
		of = ` AND (` + c.named() + ` OR EXISTS (SELECT 1 FROM dispatch_sources x
			WHERE x.dispatch = d.id AND x.source IN (` + strings.Join(c.ids, ", ") + `)))`
	}
	return `SELECT d.id, d.moment FROM dispatches d WHERE d.row IN (` + matches + `)
		AND d.origin <> 'asked' AND ` + settled + ` AND ` + fromReadable + ` AND NOT ` + sampleGone + of +
		c.between("+d.moment", "d.id") + c.text.String() + `
		ORDER BY +d.moment DESC, +d.id LIMIT ` + limit, nil
}

// named is true of a dispatch d that carries the name that is asked for.
func (c *question) named() string { return `d.source IN (` + strings.Join(c.names, ", ") + `)` }

// newest looks through what was given, and through each source that the
// workspace reads, from the newest on: so it does not matter how much there
// is that others read. Of the sources, the newest of each are found first: as
// many of them as are asked for bound how far back the others need be read.
func (c *question) newest(ctx context.Context, q querier, limit string) (string, error) {
	var bound int64
	err := q.QueryRowContext(ctx, withReadable+`SELECT moment FROM (
		SELECT DISTINCT f.moment, f.id FROM readable a CROSS JOIN dispatches f ON f.id = (`+c.came("1")+`)
		) ORDER BY moment DESC LIMIT 1 OFFSET `+limit+` - 1`, c.args...).Scan(&bound)
	switch {
	case err == nil:
		c.since = c.arg(bound) // no earlier than what was asked for
	case !errors.Is(err, sql.ErrNoRows):
		return "", err
	}
	given := ""
	if c.ofSource {
		given = ` AND ` + c.named()
	}
	return `SELECT id, moment FROM (
		SELECT * FROM (SELECT d.id, d.moment FROM dispatches d
			WHERE d.origin NOT IN ('asked', 'source') AND ` + settled + ` AND NOT ` + sampleGone + given +
		c.between("d.moment", "d.id") + c.text.String() + `
			ORDER BY d.moment DESC, d.id LIMIT ` + limit + `)
		UNION
		SELECT x.dispatch, x.moment FROM readable a CROSS JOIN dispatch_sources x ON x.source = a.source
			AND x.dispatch IN (` + c.came(limit) + `)
		) ORDER BY moment DESC, id LIMIT ` + limit, nil
}

// came gives a query for the newest that came from a source a.
func (c *question) came(limit string) string {
	of := ""
	if c.ofSource {
		of = ` AND (a.source IN (` + strings.Join(c.ids, ", ") + `) OR ` + c.named() + `)`
	}
	return `SELECT d.id FROM dispatch_sources y CROSS JOIN dispatches d ON d.id = y.dispatch
		WHERE y.source = a.source AND d.origin = 'source' AND ` + settled + of +
		c.between("y.moment", "y.dispatch") + c.text.String() + `
		ORDER BY y.moment DESC, y.dispatch LIMIT ` + limit
}

// nowhere is a term that no dispatch has: terms hold no spaces.
const nowhere = "\" \""

// match writes groups of terms in the full-text query language: every group,
// by any of its terms. Each term is a quoted string, so that operators in it
// are only text.
func match(groups [][]string) string {
	all := make([]string, len(groups))
	for i, group := range groups {
		terms := []string{nowhere}
		for _, term := range group {
			terms = append(terms, `"`+strings.ReplaceAll(strings.ReplaceAll(term, "\x00", ""), `"`, `""`)+`"`)
		}
		all[i] = "(" + strings.Join(terms, " OR ") + ")"
	}
	return strings.Join(all, " AND ")
}
