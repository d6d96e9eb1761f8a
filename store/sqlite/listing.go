package sqlite

import (
	"context"
	"database/sql"
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
	asked := conditions{args: []any{w}}
	if err := asked.read(ctx, q, w, l); err != nil {
		return nil, err
	}
	// The page is found first, so that no text is read and sorted in vain.
	rows, err := q.QueryContext(ctx, `SELECT `+dispatchColumns+` FROM
		(SELECT d.row FROM dispatches d
			WHERE d.origin <> 'asked' AND d.scope IN ('public', $1) AND NOT `+sampleGone+asked.text.String()+`
			ORDER BY d.moment DESC, d.id LIMIT `+asked.arg(l.Limit)+`) p
		JOIN dispatches d ON d.row = p.row
		JOIN revisions r ON r.dispatch = d.id AND r.id = d.head
		ORDER BY d.moment DESC, d.id`, asked.args...)
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

// conditions are the part of a listing's SQL that depends on what is asked.
type conditions struct {
	text strings.Builder
	args []any
}

// arg adds an argument and gives its placeholder.
func (c *conditions) arg(v any) string {
	c.args = append(c.args, v)
	return "$" + strconv.Itoa(len(c.args))
}

func (c *conditions) and(condition string) { c.text.WriteString(" AND " + condition) }

// read adds what l asks for. Only the dispatch to page after has to be
// looked up.
func (c *conditions) read(ctx context.Context, q querier, w news.WorkspaceID, l news.Listing) error {
	if l.Source != "" {
		if err := c.from(ctx, q, l.Source); err != nil {
			return err
		}
	}
	if !l.Since.IsZero() {
		c.and("d.moment >= " + c.arg(l.Since.UnixMilli()))
	}
	if len(l.Terms) > 0 {
		c.and("d.row IN (SELECT rowid FROM dispatch_terms WHERE dispatch_terms MATCH " + c.arg(match(l.Terms)) + ")")
	}
	if l.Before.IsZero() {
		return nil
	}
	var at int64
	err := q.QueryRowContext(ctx, `SELECT moment FROM dispatches WHERE id = $1 AND scope IN ('public', $2)`, l.Before, w).Scan(&at)
	if err != nil {
		return fmt.Errorf("dispatch %s: %w", l.Before, notFound(err))
	}
	m := c.arg(at)
	c.and("d.moment <= " + m + " AND (d.moment < " + m + " OR d.id > " + c.arg(l.Before) + ")")
	return nil
}

// from asks for one source. Its spellings are looked up first, so that the
// index serves a listing of whichever there is.
func (c *conditions) from(ctx context.Context, q querier, source string) error {
	rows, err := q.QueryContext(ctx, `WITH RECURSIVE sources (name) AS (
			SELECT min(source) FROM dispatches WHERE origin <> 'asked'
			UNION ALL
			SELECT (SELECT min(source) FROM dispatches WHERE origin <> 'asked' AND source > name) FROM sources WHERE name IS NOT NULL
		) SELECT name FROM sources WHERE name IS NOT NULL`)
	names, err := collect(rows, err, func(rows *sql.Rows) (string, error) {
		var name string
		err := rows.Scan(&name)
		return name, err
	})
	if err != nil {
		return err
	}
	var spelt []string
	for _, name := range names {
		if strings.EqualFold(name, source) {
			spelt = append(spelt, c.arg(name))
		}
	}
	c.and("d.source IN (" + strings.Join(spelt, ", ") + ")")
	return nil
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
