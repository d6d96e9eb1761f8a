package sqlite

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dateline/news"
)

// dispatchOf makes the public dispatch number i, of about size bytes in words
// of a small language, with its index terms.
func dispatchOf(t testing.TB, i, size int) (news.Dispatch, news.IndexTerms) {
	t.Helper()
	var text strings.Builder
	for n := i; text.Len() < size; n = n*1103515245 + 12345&0x7fffffff {
		fmt.Fprintf(&text, "word%d ", n>>8&0xfff)
	}
	received := time.Date(2016, time.July, 6, 12, 0, 0, 0, time.UTC).Add(time.Duration(i) * time.Minute)
	d, err := news.NewDispatch(news.Raw{
		ID: fmt.Sprint(i), Source: fmt.Sprint("source ", i%7), Title: fmt.Sprint("title ", i), Text: text.String(), Published: received,
	}, news.Public, news.OriginImport, received)
	if err != nil {
		t.Fatalf("dispatch: %v", err)
	}
	return d, news.IndexTerms{Version: 1, Text: text.String() + fmt.Sprint("every own", i)}
}

// opened opens the database in file, and closes it at the end of the test.
func opened(t testing.TB, file string, o Options) *Store {
	t.Helper()
	s, err := Open(t.Context(), file, o)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	t.Cleanup(func() { s.Close() }) // a test may have closed it before
	return s
}

// filled makes a database of n dispatches with a digest each.
func filled(t testing.TB, file string, n int) *Store {
	t.Helper()
	s := opened(t, file, Options{})
	for i := range n {
		mustPut(t, s, i)
	}
	return s
}

func putOne(t testing.TB, s *Store, i int) error {
	t.Helper()
	d, index := dispatchOf(t, i, 4<<10)
	_, _, err := s.Put(t.Context(), news.WorkspaceID{}, d, index)
	return err
}

// mustPut stores dispatch i with a digest.
func mustPut(t testing.TB, s *Store, i int) {
	t.Helper()
	if err := putOne(t, s, i); err != nil {
		t.Fatalf("Put: %v", err)
	}
	d, _ := dispatchOf(t, i, 4<<10)
	whole := news.Evidence{Dispatch: d.ID, Revision: d.Revision.ID, End: len(d.Revision.Text)}
	g := news.Digest{Method: news.Extractive, Bullets: []news.Bullet{{Text: d.Revision.Text, Evidence: []news.Evidence{whole}}}}
	k := news.DigestKey{Dispatch: d.ID, Revision: d.Revision.ID, Summarizer: "test"}
	if err := s.PutDigest(t.Context(), news.WorkspaceID{}, k, g, d.Received); err != nil {
		t.Fatalf("PutDigest: %v", err)
	}
}

// wantCount wants the database to hold n dispatches, and Check to find nothing.
func wantCount(t testing.TB, s *Store, n int) {
	t.Helper()
	st, err := s.Stats(t.Context(), news.WorkspaceID{})
	if err != nil || st.Dispatches != n {
		t.Errorf("Stats: got %d dispatches, %v, want %d", st.Dispatches, err, n)
	}
	if problems, err := s.Check(t.Context()); err != nil || len(problems) > 0 {
		t.Errorf("Check: got %q, %v, want nothing", problems, err)
	}
}

// oneLine wants an error of one line that holds every one of the words.
func oneLine(t testing.TB, err error, words ...string) {
	t.Helper()
	if err == nil {
		t.Errorf("got no error, want one with %q", words)
		return
	}
	if strings.Contains(err.Error(), "\n") {
		t.Errorf("got an error of several lines: %v", err)
	}
	for _, word := range words {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("got error %q, want %q in it", err, word)
		}
	}
}

func temp(t testing.TB, name string) string { t.Helper(); return filepath.Join(t.TempDir(), name) }

func write(t testing.TB, file string, data []byte) {
	t.Helper()
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func read(t testing.TB, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// exec changes the database behind the store's back.
func exec(t testing.TB, s *Store, query string, args ...any) {
	t.Helper()
	if _, err := s.write.ExecContext(t.Context(), query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

func dispatchTime(t testing.TB) time.Time {
	t.Helper()
	d, _ := dispatchOf(t, 0, 10)
	return d.Received
}
