package desk

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dateline/news"
	"dateline/store"
	"dateline/store/sqlite"
	"dateline/summarize"
)

// TestOnARealStore asks on a database file that is closed and opened between
// any two questions: what was shown must still be there.
func TestOnARealStore(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "dateline.db")
	f := newFixture(t)
	onFile := func(ask func(*sqlite.Store)) {
		s, err := sqlite.Open(t.Context(), path, sqlite.Options{})
		if err != nil {
			t.Fatal(err)
		}
		config := Config{Store: s, NotFound: store.ErrNotFound, Summarizer: summarize.New(), Sources: f.sources, Pages: f.sources, Now: func() time.Time { return now }}
		if f.Desk, err = New(config); err != nil {
			t.Fatal(err)
		}
		ask(s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	onFile(func(s *sqlite.Store) {
		memory := newFixture(t)
		memory.addSeveral(t)
		for _, row := range memory.store.dispatches {
			if _, _, err := s.Put(t.Context(), f.channel.Workspace, row.Dispatch, news.IndexTerms{Version: 1, Text: row.index}); err != nil {
				t.Fatal(err)
			}
		}
	})
	for _, step := range []struct{ question, want string }{
		{"evidence 2", "Evidence for 2, word for word, TASS:"}, // nothing was shown yet
		{"latest 2", "title  #2 TASS, Sat 21 Nov, 17:05"},
		{"older", "title  #1 Ferry stopped"},
		{"older", "Old ferry"},
		{"older", "Nothing older."},
		{"topic Karabakh", "Karabakh: 3 dispatches"},
		{"evidence 1", "Karabakh"},
		{"digest The lighthouse at the harbour shines again.", "lighthouse"},
		{"evidence", "The lighthouse at the harbour shines again."},
		{"topic lighthouse", "Nothing on lighthouse."},
		{"older", "Nothing older."},
	} {
		onFile(func(*sqlite.Store) {
			if got := show(f.ask(t, step.question)); !strings.Contains(got, step.want) {
				t.Errorf("%s: got\n%s\nwant %q in it", step.question, got, step.want)
			}
		})
	}
}
