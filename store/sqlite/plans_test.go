package sqlite

import (
	"database/sql"
	"strings"
	"testing"

	"dateline/news"
)

// TestPlans wants the queries that run again and again to reach what they
// need by an index, in a database whose sizes SQLite knows nothing of: a scan
// of a table that grows is found here and not when it has grown.
func TestPlans(t *testing.T) {
	t.Parallel()
	s := opened(t, temp(t, "x.db"), Options{})
	listings := map[string]news.Listing{
		"newest": {Limit: 10}, "copies": {Limit: 10, Copies: true}, "since": {Limit: 10, Since: begin()},
		"source": {Limit: 10, Source: "TASS"}, "terms": {Limit: 10, Terms: [][]string{{"word"}}},
	}
	for name, l := range listings {
		query, args, err := listQuery(t.Context(), s.read, news.WorkspaceID{1}, l)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		wantPlan(t, s, name, query, args...)
	}
	wantPlan(t, s, "claim", claimQuery, 0, 0, 100)
	wantPlan(t, s, "sharing", sharingQuery, `[1]`, "public", 0, 2, 10, 10)
	wantPlan(t, s, "seen", `SELECT key FROM source_items WHERE source = $1 ORDER BY last_seen DESC, key LIMIT $2`, "", 1)
}

// wantPlan wants no table to be read from end to end but those that are made
// for the one query, and an index that is in the order that is asked for.
func wantPlan(t *testing.T, s *Store, name, query string, args ...any) {
	t.Helper()
	rows, err := s.write.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+query, args...)
	plan, err := collect(rows, err, func(rows *sql.Rows) (string, error) {
		var id, parent, unused int
		var line string
		err := rows.Scan(&id, &parent, &unused, &line)
		return line, err
	})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	t.Logf("%s:\n%s", name, strings.Join(plan, "\n"))
	for _, line := range plan {
		if what, scan := strings.CutPrefix(line, "SCAN "); scan && !bounded(what) {
			t.Errorf("%s: got %q in\n%s", name, line, strings.Join(plan, "\n"))
		}
	}
}

// bounded reports whether what is scanned is small or read in its order up to
// a limit: what is made for the query, what a workspace reads, matches of
// terms, and what was given, newest first.
func bounded(what string) bool {
	for _, small := range []string{"a", "readable", "p", "v", "h", "l", "CONSTANT", "json_each", "dispatch_terms"} {
		if strings.Fields(what)[0] == small {
			return true
		}
	}
	return strings.HasPrefix(what, "(subquery-") || strings.Contains(what, "INDEX dispatches_given")
}
