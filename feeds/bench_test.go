package feeds

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"dateline/internal/guard"
	"dateline/news"
	"dateline/store/sqlite"
)

// What the fake web of the benchmark is: so many feeds, each on a host of its
// own, of which in each round a fifth has one item more, one in fifty hangs,
// and one in fifty fails.
const (
	benchFeeds  = 2000
	benchItems  = 5
	benchRounds = 3
	benchChild  = "DATELINE_TEST_BENCH_WEB"
)

func hangs(n int) bool   { return n%50 == 7 }
func refuses(n int) bool { return n%50 == 9 }

// TestBenchWeb is the process that serves the benchmark's web; by itself it does nothing.
func TestBenchWeb(t *testing.T) {
	t.Parallel()
	if os.Getenv(benchChild) == "" {
		return
	}
	var round atomic.Int64
	server := &http.Server{ReadHeaderTimeout: time.Minute, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		serveBench(w, r, int(round.Load()))
	})}
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go server.Serve(l) //nolint:errcheck // it ends with the process
	fmt.Fprintln(os.Stderr, l.Addr())
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() { // a line is a round
		round.Add(1)
		fmt.Fprintln(os.Stderr, "ready")
	}
}

func serveBench(w http.ResponseWriter, r *http.Request, round int) {
	n := 0
	if _, err := fmt.Sscanf(r.Host, "site%d.com", &n); err != nil {
		http.NotFound(w, r)
		return
	}
	switch {
	case hangs(n):
		<-r.Context().Done()
		return
	case refuses(n):
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	items := benchItems
	for past := 1; past <= round; past++ {
		if (n+past)%5 == 0 {
			items++
		}
	}
	etag := fmt.Sprintf(`"%d"`, items)
	w.Header().Set("ETag", etag)
	if r.Header.Get("If-None-Match") == etag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	var all []post
	for i := items - 1; i >= items-benchItems; i-- {
		p := postOf(r.Host, n*1000+i)
		p.text = strings.ReplaceAll(prose(n*1000+i), "\n\n", "<p>")
		all = append(all, p)
	}
	w.Header().Set("Content-Type", "application/rss+xml")
	say(w, rssOf("Site", all))
}

// prose is a text of about 1.5 KB in three paragraphs. Its words are of a
// vocabulary as large as that of news, so that two texts share as few phrases.
func prose(seed int) string {
	const vocabulary, words = 20000, 220
	syllables := strings.Fields("ba de fi go lu ma ne pi ro su ta ve wi zo ka len mor tis ran der")
	r := rand.New(rand.NewPCG(uint64(seed), 11))
	var b strings.Builder
	for i := range words {
		for w := int(float64(vocabulary) * r.Float64() * r.Float64()); ; w /= len(syllables) { // the first are more frequent
			b.WriteString(syllables[w%len(syllables)])
			if w < len(syllables) {
				break
			}
		}
		switch {
		case i%80 == 79:
			b.WriteString(".\n\n")
		case i%15 == 14:
			b.WriteString(". ")
		default:
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// benchWeb starts the web, and gives its address and what begins a round.
func benchWeb(b *testing.B) (address string, round func()) {
	b.Helper()
	child := exec.CommandContext(b.Context(), os.Args[0], "-test.run=^TestBenchWeb$", "-test.timeout=1h") //nolint:gosec // itself
	child.Env = append(os.Environ(), benchChild+"=1")
	in, err := child.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := child.StderrPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := child.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		in.Close()
		child.Wait() //nolint:errcheck // it is only a server
	})
	lines := bufio.NewScanner(out)
	read := func() string {
		if !lines.Scan() {
			b.Fatal("the web has ended")
		}
		return lines.Text()
	}
	return read(), func() {
		if _, err := fmt.Fprintln(in); err != nil {
			b.Fatal(err)
		}
		read()
	}
}

// anyHost resolves every name.
type anyHost struct{}

func (anyHost) LookupNetIP(context.Context, string, string) ([]netip.Addr, error) {
	return []netip.Addr{netip.AddrFrom4([4]byte{11, 0, 0, 1})}, nil
}

// movingClock is ahead of the machine's by what it is told.
type movingClock struct{ by atomic.Int64 }

func (c *movingClock) Now() time.Time                         { return time.Now().Add(time.Duration(c.by.Load())) }
func (c *movingClock) After(d time.Duration) <-chan time.Time { return time.After(d) }

// BenchmarkPoller polls the fake web, whose servers are another process, into
// a real database: once to fill it, then in rounds in which all is due. What
// it reports is of those rounds: of the polls that do not hang, from the first
// to the last of them.
func BenchmarkPoller(b *testing.B) {
	address, round := benchWeb(b)
	clock := &movingClock{}
	client := guard.New(guard.Config{Resolver: anyHost{}, Now: clock.Now, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "tcp", address)
	}})
	b.Cleanup(client.Close)
	s, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "bench.db"), sqlite.Options{Now: clock.Now})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	for n := range benchFeeds {
		source := news.NewSource(news.SourceFeed, fmt.Sprintf("http://site%d.com/feed", n), "", news.WorkspaceID{}, clock.Now())
		if _, _, err := s.AddSource(b.Context(), news.WorkspaceID{}, source, news.Reading{}, 0); err != nil {
			b.Fatal(err)
		}
	}
	p, err := New(Config{Store: s, Fetcher: client, Clock: clock, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		b.Fatal(err)
	}
	first := benchRound(b, p)
	b.Logf("to fill the database: %s", first)
	for b.Loop() {
		var sum tally
		for range benchRounds {
			clock.by.Add(int64(25 * time.Hour))
			round()
			one := benchRound(b, p)
			b.Logf("a round: %s", one)
			sum.add(one)
		}
		sum.report(b)
	}
}

// tally is what was counted in one round, or several.
type tally struct {
	polls, same, changed, failed, hung int
	took                               time.Duration // of those that do not hang
	whole                              time.Duration
	cpu                                time.Duration // of this process until then
}

func (c *tally) add(o tally) {
	c.polls, c.same, c.changed, c.failed, c.hung = c.polls+o.polls, c.same+o.same, c.changed+o.changed, c.failed+o.failed, c.hung+o.hung
	c.took, c.whole, c.cpu = c.took+o.took, c.whole+o.whole, c.cpu+o.cpu
}

func (c tally) String() string {
	return fmt.Sprintf("%d polls (%d 304, %d changed, %d failed) in %v, %d hung until %v; cpu %v",
		c.polls, c.same, c.changed, c.failed, c.took.Round(time.Millisecond), c.hung, c.whole.Round(time.Millisecond), c.cpu.Round(time.Millisecond))
}

func (c tally) report(b *testing.B) {
	b.Helper()
	b.ReportMetric(float64(c.polls)/c.took.Seconds(), "polls/s")
	b.ReportMetric(c.cpu.Seconds()*1000/float64(c.polls), "cpu-ms/poll")
	b.ReportMetric(100*float64(c.same)/float64(c.polls+c.hung), "%304-of-all")
	b.ReportMetric(100*float64(c.same)/float64(c.same+c.changed), "%304-of-answers")
	b.ReportMetric(peakMB(b), "peak-MB")
}

func benchRound(b *testing.B, p *Poller) tally {
	b.Helper()
	var mu sync.Mutex
	var c tally
	began, before := time.Now(), cpuTime(b)
	claims := p.claimOnce(true)
	err := p.poll(b.Context(), claims.claim, claims.undo, func(r Result) {
		mu.Lock()
		defer mu.Unlock()
		switch {
		case r.Cause == news.CauseTimeout:
			c.hung++
			return
		case r.Cause != "":
			c.failed++
		case r.Same:
			c.same++
		default:
			c.changed++
		}
		c.polls++
		c.took, c.cpu = time.Since(began), cpuTime(b)-before
	})
	claims.end()
	c.whole = time.Since(began)
	if err != nil || c.polls+c.hung != benchFeeds {
		b.Fatalf("%s: not all were polled: %v", c, err)
	}
	return c
}

func cpuTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// peakMB is the most memory that this process had, as the system counts it.
func peakMB(b *testing.B) float64 {
	b.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	var kB float64
	if _, err := fmt.Sscan(rest, &kB); err != nil {
		return 0
	}
	return kB / 1024
}
