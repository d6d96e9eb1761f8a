package sqlite

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"time"

	"github.com/pressly/goose/v3"

	"dateline/news"
	"dateline/store"
)

// fed makes a database with a public source that gave so many items, two of
// them near-duplicates and one that waits for its page, and is claimed again.
func fed(t *testing.T, file string, n int) *Store {
	t.Helper()
	s := opened(t, file, Options{})
	src, _, err := s.AddSource(t.Context(), news.WorkspaceID{1}, sourceOf(1), news.Reading{}, 0)
	if err != nil {
		t.Fatalf("AddSource: %v", err)
	}
	p := news.Poll{Source: src, Lease: claimOne(t, s, begin()).Lease, At: begin()}
	p.Source.State.Next = begin().Add(time.Hour)
	for i := range n {
		p.Items = append(p.Items, itemOf(t, src, i, 2<<10))
	}
	p.Items[1].CopyOf, p.Items[2].Page = p.Items[0].Dispatch.ID, "https://news.example/2"
	if _, err := s.FinishPoll(t.Context(), p); err != nil {
		t.Fatalf("FinishPoll: %v", err)
	}
	if _, err := s.ClaimCompletions(t.Context(), begin(), begin().AddDate(50, 0, 0), 1); err != nil {
		t.Fatalf("ClaimCompletions: %v", err)
	}
	claimOne(t, s, begin().Add(time.Hour))
	return s
}

// claimOne claims the one source for a long time.
func claimOne(t *testing.T, s *Store, now time.Time) store.Claimed {
	t.Helper()
	all, err := s.ClaimSources(t.Context(), now, now, now.AddDate(50, 0, 0), 1)
	if err != nil || len(all) != 1 {
		t.Fatalf("ClaimSources: got %d, %v, want 1", len(all), err)
	}
	return all[0]
}

// TestRestoreFreesLeases: nobody works on what was claimed when the backup
// was made, and nothing is due earlier than it was.
func TestRestoreFreesLeases(t *testing.T) {
	t.Parallel()
	s := fed(t, temp(t, "x.db"), 3)
	backup, file := temp(t, "backup"), temp(t, "x.db")
	if err := s.Backup(t.Context(), backup); err != nil {
		t.Fatalf("Backup: %v", err)
	}
	if err := Restore(t.Context(), backup, file, false); err != nil {
		t.Fatalf("Restore: %v", err)
	}
	restored := opened(t, file, Options{})
	early, err := restored.ClaimSources(t.Context(), begin().Add(59*time.Minute), begin(), begin().Add(time.Hour), 9)
	if err != nil || len(early) > 0 {
		t.Errorf("ClaimSources before it is due: got %d, %v, want none", len(early), err)
	}
	claimOne(t, restored, begin().Add(time.Hour))
	if waiting, err := restored.ClaimCompletions(t.Context(), begin(), begin().Add(time.Hour), 9); err != nil || len(waiting) != 1 {
		t.Errorf("ClaimCompletions: got %d, %v, want 1", len(waiting), err)
	}
	if problems, err := restored.Check(t.Context()); err != nil || len(problems) > 0 {
		t.Errorf("Check: got %q, %v, want nothing", problems, err)
	}
}

// TestTornPoll cuts the log of a crash in the middle of a poll at many
// places: there is either nothing of it or all.
func TestTornPoll(t *testing.T) {
	t.Parallel()
	const items = 6
	file := temp(t, "x.db")
	fed(t, file, items)
	main, log := read(t, file), read(t, file+"-wal")
	nothing, all := 0, 0
	for cut := 0; cut <= len(log); cut += len(log)/19 + 1 {
		torn := temp(t, "x.db")
		write(t, torn, main)
		write(t, torn+"-wal", log[:cut])
		s := opened(t, torn, Options{})
		got := fmt.Sprintf("%d dispatches, %d items, %d links, %d pending", count(t, s, "dispatches"), count(t, s, "source_items"),
			count(t, s, "dispatch_sources"), count(t, s, "completions"))
		switch got {
		case "0 dispatches, 0 items, 0 links, 0 pending":
			nothing++
		case "6 dispatches, 6 items, 6 links, 1 pending":
			all++
		default:
			t.Errorf("log of %d bytes: got %s", cut, got)
		}
		if problems, err := s.Check(t.Context()); err != nil || len(problems) > 0 {
			t.Errorf("log of %d bytes: got %q, %v, want a sound database", cut, problems, err)
		}
	}
	if nothing < 2 {
		t.Errorf("got %d logs without the poll and %d with it, want it cut in the middle", nothing, all)
	}
}

func count(t *testing.T, s *Store, table string) int {
	t.Helper()
	var n int
	if err := s.read.QueryRowContext(t.Context(), `SELECT count(*) FROM `+table).Scan(&n); err != nil {
		t.Fatalf("%s: %v", table, err)
	}
	return n
}

func TestCheckSources(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"counted as read by":       `UPDATE sources SET readers = 7`,
		"may not see it":           `UPDATE sources SET scope = '00000000000000000000000000000009'`,
		"half a lease":             `UPDATE sources SET lease_until = NULL`,
		"of another scope":         `UPDATE dispatches SET scope = '00000000000000000000000000000009' WHERE row = 1`,
		"another time with its":    `UPDATE dispatch_sources SET moment = moment + 1`,
		"not come from its first":  `DELETE FROM dispatch_sources WHERE dispatch IN (SELECT id FROM dispatches WHERE row = 1)`,
		"not everyone sees":        `UPDATE dispatches SET scope = '00000000000000000000000000000009' WHERE row IN (SELECT min(row) FROM dispatches)`,
		"the copy of a copy":       `UPDATE dispatches SET copy_of = id`,
		"stands in another scope":  `UPDATE sketches SET scope = '00000000000000000000000000000009' WHERE row = 1`,
		"a dispatch that never":    `UPDATE source_items SET dispatch = 'x'`,
		"belongs to no row of sou": `PRAGMA foreign_keys = 0; DELETE FROM sources; PRAGMA foreign_keys = 1`,
	}
	for want, change := range tests {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			s := fed(t, temp(t, "x.db"), 3)
			exec(t, s, change)
			problems, err := s.Check(t.Context())
			if err != nil || !strings.Contains(strings.Join(problems, "\n"), want) {
				t.Errorf("Check: got %q, %v, want %q", problems, err, want)
			}
		})
	}
}

// TestOlderSchema opens a database of the first release: it is migrated with
// what it holds, and where it must not be changed, it says what to do.
func TestOlderSchema(t *testing.T) {
	t.Parallel()
	file := temp(t, "x.db")
	first(t, file)
	s := opened(t, file, Options{ReadOnly: true})
	_, err := s.List(t.Context(), news.WorkspaceID{}, news.Listing{Limit: 1})
	oneLine(t, err, file, "an older program (1)", "bot store migrate")
	if problems, err := s.Check(t.Context()); err != nil || len(problems) > 0 {
		t.Errorf("Check: got %q, %v, want nothing", problems, err)
	}
	backup, restored := temp(t, "backup"), temp(t, "x.db")
	if err := s.Backup(t.Context(), backup); err != nil {
		t.Fatalf("Backup: %v", err)
	}
	if err := Restore(t.Context(), backup, restored, false); err != nil {
		t.Errorf("Restore: %v", err)
	}
	for _, older := range []string{file, restored} {
		migrated := opened(t, older, Options{})
		wantCount(t, migrated, 1)
		if got, err := migrated.Schema(t.Context()); err != nil || got != (Schema{Version: SchemaVersion, OldestReader: 1}) {
			t.Errorf("Schema: got %+v, %v, want %d, and still for the first program", got, err, SchemaVersion)
		}
		mustPut(t, migrated, 1)
		wantCount(t, migrated, 2)
	}
}

// first makes a database of the first schema with one dispatch.
func first(t *testing.T, file string) {
	t.Helper()
	if err := create(file); err != nil {
		t.Fatal(err)
	}
	s := &Store{path: file}
	if err := s.openPools(dsn(file, writable), dsn(file, onlyReads)); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	dir, err := fs.Sub(migrations, "migrations")
	if err != nil {
		t.Fatal(err)
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, s.write.DB, dir, goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
	if err == nil {
		_, err = p.UpTo(t.Context(), 1)
	}
	if err != nil {
		t.Fatalf("first schema: %v", err)
	}
	d, index := dispatchOf(t, 0, 1<<10)
	err = s.writing(t.Context(), func(q querier) error {
		row, err := insertRow(t.Context(), q, d, 1)
		if err == nil {
			err = addRevision(t.Context(), q, d.ID, d.Revision)
		}
		if err == nil {
			err = addKeys(t.Context(), q, d.ID, d)
		}
		if err == nil {
			err = addTerms(t.Context(), q, row, index)
		}
		return err
	})
	if err != nil {
		t.Fatalf("first dispatch: %v", err)
	}
}
