package feeds

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/internal/guard"
	"dateline/internal/testkit"
	"dateline/news"
	"dateline/store"
	"dateline/store/sqlite"
)

// handClock is moved by the test alone.
type handClock struct {
	mu      sync.Mutex
	now     time.Time
	waiting []waiter
	armed   chan struct{} // if it is there, hears of every wait that begins
}

type waiter struct {
	at time.Time
	c  chan time.Time
}

func (c *handClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *handClock) After(d time.Duration) <-chan time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	w := waiter{c.now.Add(d), make(chan time.Time, 1)}
	c.waiting = append(c.waiting, w)
	signal(c.armed)
	return w.c
}

func (c *handClock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	c.waiting = slices.DeleteFunc(c.waiting, func(w waiter) bool {
		if w.at.After(c.now) {
			return false
		}
		w.c <- c.now
		return true
	})
}

// story is a text of its own for every number.
func story(n int) string {
	words := strings.Fields("council river bridge minister factory harbour teacher winter election budget railway " +
		"orchard museum captain village engineer festival committee library market station doctor valley museum treaty")
	r := rand.New(rand.NewPCG(uint64(n), 7))
	var b strings.Builder
	for i := range 60 {
		b.WriteString(words[r.IntN(len(words))])
		if i%12 == 11 {
			b.WriteString(".")
		}
		b.WriteString(" ")
	}
	return fmt.Sprintf("Report %d says: %s", n, b.String())
}

// post is an item of a feed on the fake web.
type post struct {
	guid, link, title, text, date string
	cut                           bool // the text is a summary
}

func postOf(host string, n int) post {
	return post{
		guid: fmt.Sprintf("%s-%d", host, n), link: fmt.Sprintf("http://%s/story/%d", host, n),
		title: fmt.Sprintf("Story number %d from the desk", n), text: story(n),
	}
}

// posts gives the posts from-1 down to to, the newest first.
func posts(host string, from, to int) []post {
	var all []post
	for n := from - 1; n >= to; n-- {
		all = append(all, postOf(host, n))
	}
	return all
}

func rssOf(title string, items []post) string {
	escape := func(s string) string {
		var b strings.Builder
		xml.EscapeText(&b, []byte(s)) //nolint:errcheck // to memory
		return b.String()
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>%s</title><language>en</language>`, escape(title))
	for _, p := range items {
		fmt.Fprintf(&b, `<item><guid isPermaLink="false">%s</guid><link>%s</link><title>%s</title>`, escape(p.guid), escape(p.link), escape(p.title))
		element := "content:encoded"
		if p.cut {
			element = "description"
		}
		fmt.Fprintf(&b, "<%s>%s</%s>", element, escape(p.text), element)
		if p.date != "" {
			fmt.Fprintf(&b, `<pubDate>%s</pubDate>`, p.date)
		}
		b.WriteString(`</item>`)
	}
	return b.String() + `</channel></rss>`
}

// site is one host of the fake web with a feed at /feed.
type site struct {
	mu      sync.Mutex
	host    string
	body    string
	kind    string
	status  int
	header  http.Header
	pages   map[string]string // by path
	asked   []string          // path, and whether it was answered by 304
	headers []http.Header
}

func (s *site) set(change func(*site)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(s)
}

// publish makes these the items of the feed.
func (s *site) publish(items ...post) {
	s.set(func(s *site) {
		s.body, s.kind, s.status = rssOf("Site "+s.host, items), "application/rss+xml", http.StatusOK
	})
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.headers = append(s.headers, r.Header.Clone())
	if r.URL.Path != "/feed" {
		s.asked = append(s.asked, r.URL.Path)
		page, ok := s.pages[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		say(w, page)
		return
	}
	sum := sha256.Sum256([]byte(s.body))
	etag := `W/"` + hex.EncodeToString(sum[:4]) + `"`
	for name, values := range s.header {
		w.Header()[name] = values
	}
	if s.status == http.StatusOK && r.Header.Get("If-None-Match") == etag {
		s.asked = append(s.asked, "/feed 304")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	s.asked = append(s.asked, "/feed")
	w.Header().Set("Content-Type", s.kind)
	if s.status == http.StatusOK {
		w.Header().Set("ETag", etag)
	}
	w.WriteHeader(s.status)
	say(w, s.body)
}

func (s *site) requests() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.asked)
}

// world is a fake web, a real database and a poller between them.
type world struct {
	t      *testing.T
	web    *testkit.Web
	client *guard.Client
	clock  *handClock
	file   string
	store  *sqlite.Store
	poller *Poller
	config Config
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, web: testkit.NewWeb(t), clock: &handClock{now: noon}, file: filepath.Join(t.TempDir(), "news.db")}
	w.client = guard.New(guard.Config{
		Resolver: w.web.Resolver(), Dial: w.web.Dial(), Roots: w.web.Roots(), Interval: -1, Timeout: 5 * time.Second, Now: w.clock.Now,
	})
	t.Cleanup(w.client.Close)
	w.config = Config{Fetcher: w.client, Clock: w.clock, Spacing: -1, Rand: func() float64 { return 0 }}
	w.restart()
	t.Cleanup(func() { w.store.Close() })
	return w
}

// restart opens the database anew, as a new process does.
func (w *world) restart() {
	w.t.Helper()
	if w.store != nil {
		w.store.Close()
	}
	var err error
	if w.store, err = sqlite.Open(w.t.Context(), w.file, sqlite.Options{Now: w.clock.Now}); err != nil {
		w.t.Fatal(err)
	}
	w.config.Store = w.store
	if w.poller, err = New(w.config); err != nil {
		w.t.Fatal(err)
	}
}

// site puts a site on the web, with a feed of these posts.
func (w *world) site(host string, items ...post) *site {
	s := &site{host: host, pages: map[string]string{}}
	s.publish(items...)
	w.web.Handle(host, s)
	return s
}

// add makes the host read a source.
func (w *world) add(address string) news.Source {
	w.t.Helper()
	return w.addFor(news.WorkspaceID{}, news.SourceFeed, address)
}

func (w *world) addFor(workspace news.WorkspaceID, kind news.SourceKind, address string) news.Source {
	w.t.Helper()
	s := news.NewSource(kind, address, "", workspace, w.clock.Now())
	stored, _, err := w.store.AddSource(w.t.Context(), workspace, s, news.Reading{Added: w.clock.Now()}, 1000)
	if err != nil {
		w.t.Fatal(err)
	}
	return stored
}

// poll polls everything once.
func (w *world) poll() Report {
	w.t.Helper()
	report, err := w.poller.Once(w.t.Context(), true)
	if err != nil {
		w.t.Fatal(err)
	}
	return report
}

// state gives a source as it is stored.
func (w *world) state(id news.SourceID) news.Source {
	w.t.Helper()
	all, err := w.store.Sources(w.t.Context(), news.WorkspaceID{})
	if err != nil {
		w.t.Fatal(err)
	}
	i := slices.IndexFunc(all, func(s news.Source) bool { return s.ID == id })
	if i < 0 {
		w.t.Fatalf("no source %s", id)
	}
	return all[i]
}

// listed gives what the host sees listed, newest first.
func (w *world) listed() []news.Dispatch {
	w.t.Helper()
	return w.listedFor(news.WorkspaceID{})
}

func (w *world) listedFor(workspace news.WorkspaceID) []news.Dispatch {
	w.t.Helper()
	all, err := w.store.List(w.t.Context(), workspace, news.Listing{Now: w.clock.Now(), Limit: 10000})
	if err != nil {
		w.t.Fatal(err)
	}
	return all
}

// texts gives how often each text is listed, copies as well.
func (w *world) texts() map[string]int {
	w.t.Helper()
	all, err := w.store.List(w.t.Context(), news.WorkspaceID{}, news.Listing{Now: w.clock.Now(), Copies: true, Limit: 100000})
	if err != nil {
		w.t.Fatal(err)
	}
	texts := map[string]int{}
	for _, d := range all {
		texts[news.Fold(d.Revision.Text)]++
	}
	return texts
}

var _ Store = store.Store(nil)

// say writes an answer; whoever asked may be gone.
func say(w io.Writer, text string) {
	io.WriteString(w, text) //nolint:errcheck // see above
}
