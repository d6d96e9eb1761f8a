package feeds

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/internal/guard"
	"dateline/news"
	"dateline/store/sqlite"
)

// shiftedClock is ahead of the machine's.
type shiftedClock struct{ by time.Duration }

func (c shiftedClock) Now() time.Time                         { return time.Now().Add(c.by) }
func (c shiftedClock) After(d time.Duration) <-chan time.Time { return time.After(d) }

// What the child process is told.
const (
	childFile  = "DATELINE_TEST_POLLER_FILE"
	childPort  = "DATELINE_TEST_POLLER_PORT"
	childAhead = "DATELINE_TEST_POLLER_AHEAD"
)

// realPoller polls the loopback interface over a real client.
func realPoller(t *testing.T, file, port string, ahead time.Duration) (*Poller, *sqlite.Store) {
	t.Helper()
	allow, err := guard.ParseAllow("127.0.0.0/8:" + port)
	if err != nil {
		t.Fatal(err)
	}
	clock := shiftedClock{ahead}
	client := guard.New(guard.Config{Allow: allow, Interval: -1, Now: clock.Now})
	t.Cleanup(client.Close)
	s, err := sqlite.Open(t.Context(), file, sqlite.Options{Now: clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	p, err := New(Config{Store: s, Fetcher: client, Clock: clock, Spacing: -1})
	if err != nil {
		t.Fatal(err)
	}
	return p, s
}

// TestPollerChild is the process that is killed; by itself it does nothing.
func TestPollerChild(t *testing.T) {
	t.Parallel()
	file := os.Getenv(childFile)
	if file == "" {
		return
	}
	ahead, err := time.ParseDuration(os.Getenv(childAhead))
	if err != nil {
		t.Fatal(err)
	}
	p, _ := realPoller(t, file, os.Getenv(childPort), ahead)
	for t.Context().Err() == nil {
		if _, err := p.Once(t.Context(), true); err != nil {
			t.Fatal(err)
		}
	}
}

// deadlyWeb serves feeds that grow, and calls back at a request.
type deadlyWeb struct {
	mu    sync.Mutex
	items int
	left  int // requests until the end
	end   func()
}

func (d *deadlyWeb) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.mu.Lock()
	items := d.items
	d.left--
	if d.left == 0 && d.end != nil {
		defer d.end()
	}
	d.mu.Unlock()
	host, n := r.Host, 0
	if _, err := fmt.Sscanf(r.URL.Path, "/story/%d", &n); err == nil {
		w.Header().Set("Content-Type", "text/html")
		say(w, page(fmt.Sprintf("Story number %d from the desk", n), long(n)))
		return
	}
	if _, err := fmt.Sscanf(r.URL.Path, "/feed/%d", &n); err != nil {
		http.NotFound(w, r)
		return
	}
	var all []post
	for i := items - 1; i >= 0; i-- {
		p := postOf(host, 10000*(n+1)+i)
		p.cut = i%2 == 1
		all = append(all, p)
	}
	w.Header().Set("Content-Type", "application/rss+xml")
	say(w, rssOf("Feed", all))
}

func TestKilledAtAnyPoint(t *testing.T) {
	t.Parallel()
	const sources, kills, grow = 8, 12, 2
	file := filepath.Join(t.TempDir(), "news.db")
	web := &deadlyWeb{}
	server := httptest.NewServer(web)
	t.Cleanup(server.Close)
	_, port, _ := strings.Cut(strings.TrimPrefix(server.URL, "http://"), ":")
	setUp(t, file, server.URL, sources)
	r := rand.New(rand.NewPCG(4, 2))
	ahead := time.Duration(0)
	for kill := range kills {
		ctx, cancel := context.WithCancel(t.Context())
		web.mu.Lock()
		web.items += grow
		web.left = 1 + r.IntN(4*sources)
		web.end = func() { // somewhere between the answer and what comes of it
			<-time.After(time.Duration(r.IntN(8000)) * time.Microsecond)
			cancel()
		}
		web.mu.Unlock()
		ahead += time.Hour
		child := exec.CommandContext(ctx, os.Args[0], "-test.run=^TestPollerChild$") //nolint:gosec // itself
		child.Env = append(os.Environ(), childFile+"="+file, childPort+"="+port, childAhead+"="+ahead.String())
		out, err := child.CombinedOutput() // the end of ctx kills it with SIGKILL
		if ctx.Err() == nil {
			t.Fatalf("child %d ended by itself: %v\n%s", kill, err, out)
		}
		cancel()
	}
	web.mu.Lock()
	items := web.items
	web.end = nil
	web.mu.Unlock()
	p, s := realPoller(t, file, port, ahead+time.Hour)
	report, err := p.Once(t.Context(), true)
	if err != nil || report.Failed() != 0 || len(report.Results) != sources {
		t.Fatalf("after all: %d results, %d failed, %v", len(report.Results), report.Failed(), err)
	}
	checkOnceEach(t, s, sources, items, time.Now().Add(ahead+2*time.Hour))
}

func setUp(t *testing.T, file, address string, sources int) {
	t.Helper()
	s, err := sqlite.Open(t.Context(), file, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for n := range sources {
		source := news.NewSource(news.SourceFeed, fmt.Sprintf("%s/feed/%d", address, n), fmt.Sprintf("Feed %d", n), news.WorkspaceID{}, time.Now())
		if _, _, err := s.AddSource(t.Context(), news.WorkspaceID{}, source, news.Reading{}, 0); err != nil {
			t.Fatal(err)
		}
	}
}

// checkOnceEach wants every item of every feed stored once, and the database sound.
func checkOnceEach(t *testing.T, s *sqlite.Store, sources, items int, now time.Time) {
	t.Helper()
	all, err := s.List(t.Context(), news.WorkspaceID{}, news.Listing{Now: now, Copies: true, Limit: 100000})
	if err != nil {
		t.Fatal(err)
	}
	byURL := map[string]int{}
	for _, d := range all {
		byURL[d.URL]++
		if d.Revision.Number > 2 {
			t.Errorf("%s has %d revisions", d.URL, d.Revision.Number)
		}
	}
	if len(all) != sources*items || len(byURL) != len(all) {
		t.Errorf("%d dispatches at %d addresses, want %d, each once", len(all), len(byURL), sources*items)
	}
	if problems, err := s.Check(t.Context()); err != nil || len(problems) > 0 {
		t.Errorf("the database: %v, %v", problems, err)
	}
}
