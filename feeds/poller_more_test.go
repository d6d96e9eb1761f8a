package feeds

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dateline/news"
)

// page is an article in HTML.
func page(title, text string) string {
	return `<!DOCTYPE html><html lang="en"><head><title>` + title + `</title></head><body><nav><a href="/">Home</a></nav><article><h1>` +
		title + `</h1><p>` + strings.ReplaceAll(text, "\n\n", "</p><p>") + `</p></article><footer>All rights reserved</footer></body></html>`
}

// long is a text of several paragraphs.
func long(n int) string {
	return story(n) + "\n\n" + story(n+1000) + "\n\n" + story(n+2000)
}

func TestCutItemsAreCompleted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var items []post
	for n := range 4 {
		p := postOf("news.example.com", n)
		p.text, p.cut = story(n), true
		items = append([]post{p}, items...)
	}
	host := w.site("news.example.com", items...)
	host.set(func(s *site) {
		s.pages["/story/0"] = page(items[3].title, long(0))
		s.pages["/story/1"] = page("Please log in", strings.Repeat("This article is for subscribers. Log in with your account to read on, or choose one of our offers, which you can cancel every month.\n\n", 6))
		s.pages["/story/2"] = page(items[1].title, "Short.")
		// /story/3 is not there
	})
	w.add("http://news.example.com/feed")
	w.poll()
	listed := w.listed()
	if len(listed) != 4 {
		t.Fatalf("%d listed, want all four, nothing pending", len(listed))
	}
	for _, d := range listed {
		whole := strings.Contains(d.Revision.Text, story(2000)[:40])
		want := news.RevisionFirst
		if strings.HasSuffix(d.URL, "/story/0") {
			want = news.RevisionCompleted
		}
		if d.Revision.Kind != want || whole != (want == news.RevisionCompleted) {
			t.Errorf("%s: kind %s, whole %v, want %s: %q", d.URL, d.Revision.Kind, whole, want, d.Revision.Text)
		}
	}
	// The summary as it was before is no revision, and asks for no page.
	before := len(host.requests())
	host.set(func(s *site) { s.body += "\n" })
	if r := w.poll(); r.New() != 0 || r.Results[0].Revised != 0 || len(host.requests()) != before+1 {
		t.Errorf("the same again: %+v, asked %v", r.Results, host.requests()[before:])
	}
	// One that was edited is completed anew.
	items[3].text = "In the end, " + items[3].text
	host.publish(items...)
	host.set(func(s *site) { s.pages["/story/0"] = page(items[3].title, "In the end, "+long(0)) })
	if r := w.poll(); r.Results[0].Revised != 1 {
		t.Errorf("edited: %+v", r.Results)
	}
	for _, d := range w.listed() {
		if strings.HasSuffix(d.URL, "/story/0") && (d.Revision.Kind != news.RevisionCompleted || d.Revision.Number != 4) {
			t.Errorf("edited: kind %s, revision %d, want it completed again as the fourth", d.Revision.Kind, d.Revision.Number)
		}
	}
}

func TestPagesAreTriedThreeTimes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var asked atomic.Int64
	p := postOf("news.example.com", 1)
	p.cut, p.link = true, "http://slow.example.com/a"
	w.site("news.example.com", p)
	w.web.HandleFunc("slow.example.com", func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(rw, r)
			return
		}
		asked.Add(1)
		http.Error(rw, "busy", http.StatusServiceUnavailable)
	})
	w.add("http://news.example.com/feed")
	w.poll()
	if len(w.listed()) != 0 {
		t.Error("listed though its page may still come")
	}
	for range 6 {
		w.clock.advance(pageAgain)
		if _, err := w.poller.Once(t.Context(), false); err != nil {
			t.Fatal(err)
		}
	}
	if got := asked.Load(); got != pageTries || len(w.listed()) != 1 {
		t.Errorf("asked %d times, %d listed, want %d and the summary", got, len(w.listed()), pageTries)
	}
}

func TestTwentyRestarts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	host := w.site("news.example.com", posts("news.example.com", 10, 0)...)
	s := w.add("http://news.example.com/feed")
	for i := range 20 {
		due := !w.clock.Now().Before(w.state(s.ID).State.Next)
		before := len(host.requests())
		if _, err := w.poller.Once(t.Context(), false); err != nil {
			t.Fatal(err)
		}
		if polled := len(host.requests()) > before; polled != due {
			t.Errorf("restart %d: polled %v, due %v", i, polled, due)
		}
		w.clock.advance(3 * time.Minute)
		w.restart()
	}
	for text, n := range w.texts() {
		if n != 1 {
			t.Errorf("%d times: %s", n, text)
		}
	}
	if got := len(w.texts()); got != 10 {
		t.Errorf("%d texts, want 10", got)
	}
}

func TestALeaseOfADeadPollerEnds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.site("news.example.com", posts("news.example.com", 1, 0)...)
	w.add("http://news.example.com/feed")
	if _, err := w.poller.claim(t.Context(), noon, noon, 10); err != nil { // and it dies
		t.Fatal(err)
	}
	w.restart()
	if r := w.poll(); len(r.Results) != 0 {
		t.Errorf("polled what another has: %+v", r.Results)
	}
	w.clock.advance(leaseTime + time.Second)
	if r := w.poll(); len(r.Results) != 1 {
		t.Errorf("not polled when the lease had ended: %+v", r.Results)
	}
}

// A machine that sleeps while sources wait for their host wakes up with leases
// that have ended.
func TestWhatLostItsLeaseIsPolledAfterAll(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for n := range 3 {
		w.add(fmt.Sprintf("http://news.example.com/feed/%d", n))
	}
	claims := w.poller.claimOnce(true)
	claim := func(room int) []claimed {
		t.Helper()
		jobs, _, err := claims.claim(t.Context(), room)
		if err != nil && !errors.Is(err, nothingLeftError{}) {
			t.Fatal(err)
		}
		return jobs
	}
	slept := claim(2)
	w.clock.advance(leaseTime + time.Second)
	claim(3)
	for _, j := range slept {
		w.poller.release(j)
		claims.undo(j)
	}
	if got := claim(10); len(slept) != 2 || len(got) != 2 {
		t.Errorf("of %d sources that were dropped, %d are claimed again, want both", len(slept), len(got))
	}
}

// running runs the poller until stop, which gives what Run gave.
func (w *world) running() (stop func() error) {
	ctx, cancel := context.WithCancel(w.t.Context())
	done := make(chan error, 1)
	go func() { done <- w.poller.Run(ctx) }()
	return func() error {
		cancel()
		return <-done
	}
}

// patience is how long a test waits for what must come.
const patience = time.Minute

func await(t *testing.T, c <-chan struct{}, what string) {
	t.Helper()
	select {
	case <-c:
	case <-time.After(patience):
		t.Fatalf("%s: waited in vain", what)
	}
}

func TestAHostWithManyFeedsHoldsUpNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.config.Workers = 8
	w.restart()
	var active, crowd, others atomic.Int64
	var mu sync.Mutex
	var most int64 // at once
	free, crowdDone := make(chan struct{}), make(chan struct{})
	w.web.HandleFunc("crowd.example.com", func(rw http.ResponseWriter, _ *http.Request) {
		now := active.Add(1)
		mu.Lock()
		most = max(most, now)
		mu.Unlock()
		<-free // it is slow until all others were read
		active.Add(-1)
		rw.Header().Set("Content-Type", "application/rss+xml")
		say(rw, rssOf("Crowd", nil))
		if crowd.Add(1) == 200 {
			close(crowdDone)
		}
	})
	for n := range 200 {
		w.add(fmt.Sprintf("http://crowd.example.com/feed/%d", n))
	}
	const hosts = 20
	for n := range hosts {
		host := fmt.Sprintf("other%d.example.net", n)
		host = strings.Replace(host, "example.net", fmt.Sprintf("example%d.net", n), 1)
		w.web.HandleFunc(host, func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Content-Type", "application/rss+xml")
			say(rw, rssOf("Other", nil))
			if others.Add(1) == hosts {
				close(free)
			}
		})
		w.add("http://" + host + "/feed")
	}
	stop := w.running()
	await(t, free, "the other hosts, behind one that hangs")
	await(t, crowdDone, "200 feeds of one host")
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	if most > 2 {
		t.Errorf("%d at once at one host, want at most 2", most)
	}
}

func TestTheEndOfTheContextDrains(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	hanging := make(chan struct{})
	w.web.HandleFunc("hangs.example.com", func(_ http.ResponseWriter, r *http.Request) {
		close(hanging)
		<-r.Context().Done()
	})
	s := w.add("http://hangs.example.com/feed")
	stop := w.running()
	await(t, hanging, "the request")
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	if got := w.state(s.ID).State; got.Failures != 0 || !got.LastPoll.IsZero() {
		t.Errorf("a poll that was broken off counts: %+v", got)
	}
	claims, err := w.poller.claim(t.Context(), w.clock.Now(), w.clock.Now(), 10)
	if err != nil || len(claims) != 1 {
		t.Errorf("%d sources are free, %v, want that it was given back", len(claims), err)
	}
}

func TestRunPollsWhatIsDue(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var mu sync.Mutex
	asked := make(chan struct{}, 10)
	w.web.HandleFunc("news.example.com", func(rw http.ResponseWriter, _ *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		rw.Header().Set("Content-Type", "application/rss+xml")
		say(rw, rssOf("News", posts("news.example.com", 3, 0)))
		asked <- struct{}{}
	})
	stop := w.running()
	w.add("http://news.example.com/feed")
	w.poller.Wake()
	await(t, asked, "a source that was added")
	// Whenever the poller looks again, the day is over.
	deadline := time.After(patience)
	for again := false; !again; {
		w.clock.advance(time.Hour)
		select {
		case <-asked:
			again = true
		case <-deadline:
			t.Fatal("not polled again")
		default:
		}
	}
	if err := stop(); err != nil {
		t.Fatal(err)
	}
}

func TestAFolderIsRead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for n := range 5 {
		write(fmt.Sprintf("%d.txt", n), fmt.Sprintf("Headline %d\n\n%s", n, long(n)))
	}
	w.addFor(news.WorkspaceID{}, news.SourceFolder, dir)
	if r := w.poll(); r.New() != 5 || r.Failed() != 0 {
		t.Fatalf("%+v", r.Results)
	}
	write("5.txt", "Headline 5\n\n"+long(5))
	w.clock.advance(folderInterval)
	r, err := w.poller.Once(t.Context(), false)
	if err != nil || r.New() != 1 {
		t.Fatalf("a file that was put there: %+v, %v", r.Results, err)
	}
	w.clock.advance(folderInterval)
	if r, err = w.poller.Once(t.Context(), false); err != nil || r.New() != 0 || len(r.Results) != 1 {
		t.Errorf("nothing new: %+v, %v", r.Results, err)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if r := w.poll(); r.Failed() != 1 || r.Results[0].Cause != news.CauseFile {
		t.Errorf("the folder is gone: %+v", r.Results)
	}
}

func TestAPageIsWatched(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	host := w.site("town.example.com")
	host.set(func(s *site) { s.pages["/news"] = page("Notices", long(1)) })
	w.addFor(news.WorkspaceID{}, news.SourcePage, "http://town.example.com/news")
	if r := w.poll(); r.New() != 1 {
		t.Fatalf("%+v", r.Results)
	}
	if r := w.poll(); r.New() != 0 || r.Failed() != 0 {
		t.Errorf("nothing has changed: %+v", r.Results)
	}
	host.set(func(s *site) {
		s.pages["/news"] = page("Notices", "The bridge will be closed on Friday, the council has decided today.\n\n"+long(1))
	})
	if r := w.poll(); r.New() != 1 {
		t.Errorf("a new notice: %+v", r.Results)
	}
	found := false
	for text := range w.texts() {
		found = found || text == "The bridge will be closed on Friday, the council has decided today."
	}
	if !found {
		t.Errorf("the new notice is not a dispatch of its own: %v", w.texts())
	}
}
