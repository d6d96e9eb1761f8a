package feeds

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/news"
)

func TestAFeedIsReadOnceEach(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	host := w.site("news.example.com", posts("news.example.com", 5, 0)...)
	s := w.add("http://news.example.com/feed")
	if r := w.poll(); r.New() != 5 || len(r.Results) != 1 || r.Failed() != 0 {
		t.Fatalf("first poll: %+v", r.Results)
	}
	if got := w.state(s.ID); got.Name != "Site news.example.com" || got.State.LastSuccess != noon || !got.State.Next.After(noon) {
		t.Errorf("the source after its first poll: %+v", got)
	}
	w.clock.advance(time.Hour)
	if r := w.poll(); !r.Results[0].Same || r.New() != 0 {
		t.Errorf("nothing has changed: %+v", r.Results)
	}
	host.publish(append(posts("news.example.com", 7, 1), postOf("news.example.com", 0))...)
	edited := postOf("news.example.com", 1)
	edited.text = strings.Replace(edited.text, "Report 1", "The report of one", 1)
	host.publish(append(posts("news.example.com", 7, 2), edited)...)
	w.clock.advance(time.Hour)
	if r := w.poll(); r.New() != 2 || r.Results[0].Revised != 1 {
		t.Errorf("two new, one edited: %+v", r.Results)
	}
	if got := len(w.listed()); got != 7 {
		t.Errorf("%d dispatches are listed, want 7", got)
	}
	if got := strings.Join(host.requests(), ", "); got != "/feed, /feed 304, /feed" {
		t.Errorf("asked for %s", got)
	}
}

func TestValidatorsAreEchoed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	host := w.site("news.example.com", posts("news.example.com", 2, 0)...)
	const odd = "Tue,  24-Nov-26 11:00:00 gmt"
	host.set(func(s *site) { s.header = http.Header{"Last-Modified": {odd}} })
	w.add("http://news.example.com/feed")
	w.poll()
	w.poll()
	host.mu.Lock()
	defer host.mu.Unlock()
	last := host.headers[len(host.headers)-1]
	if last.Get("If-Modified-Since") != odd || !strings.HasPrefix(last.Get("If-None-Match"), `W/"`) {
		t.Errorf("got %q and %q, want them byte for byte", last.Get("If-Modified-Since"), last.Get("If-None-Match"))
	}
}

func TestRotatedAndReplatformed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	host := w.site("news.example.com", posts("news.example.com", 10, 0)...)
	w.add("http://news.example.com/feed")
	w.poll()
	rotated := posts("news.example.com", 10, 0)
	for i := range rotated {
		rotated[i].guid = "rotated-" + rotated[i].guid
		rotated[i].date = "Tue, 24 Nov 2026 11:30:00 GMT"
	}
	host.publish(rotated...)
	if r := w.poll(); r.New() != 0 || r.Results[0].Revised != 0 {
		t.Errorf("rotated guids: %+v", r.Results)
	}
	moved := posts("news.example.com", 15, 5)
	for i := range moved {
		moved[i].guid = "new-" + moved[i].guid
		moved[i].link = strings.Replace(moved[i].link, "/story/", "/2026/", 1)
		moved[i].text = strings.Replace(moved[i].text, "says", "of the new system says", 1)
	}
	host.publish(moved...)
	if r := w.poll(); r.New() != 5 || r.Results[0].Revised != 0 {
		t.Errorf("re-platformed with five news: %+v", r.Results)
	}
	if r := w.poll(); r.New() != 0 {
		t.Errorf("again: %+v", r.Results)
	}
	if got := len(w.listed()); got != 15 {
		t.Errorf("%d dispatches, want 15", got)
	}
}

func TestAFeedThatTurnsIntoSomethingElse(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*site){
		"a login page": func(s *site) {
			s.body, s.kind = "<!DOCTYPE html><html><body><form>Log in</form></body></html>", "text/html"
		},
		"a captcha": func(s *site) {
			s.body, s.kind = "<html><head><title>Just a moment</title></head><script></script></html>", "text/html"
		},
		"an error": func(s *site) { s.body, s.kind = `{"error":"internal"}`, "application/json" },
		"nothing":  func(s *site) { s.body, s.kind = "", "application/rss+xml" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			host := w.site("news.example.com", posts("news.example.com", 5, 0)...)
			s := w.add("http://news.example.com/feed")
			w.poll()
			before := w.state(s.ID).State
			host.set(change)
			w.clock.advance(time.Hour)
			r := w.poll()
			after := w.state(s.ID).State
			if r.Failed() != 1 || after.Cause != news.CauseFormat && after.Cause != news.CauseEmpty || after.ETag != before.ETag {
				t.Errorf("cause %q, ETag %q, want format or empty, and %q", after.Cause, after.ETag, before.ETag)
			}
			if h := HealthOf(w.state(s.ID), w.clock.Now()); h.State != HealthFailing {
				t.Errorf("health is %+v", h)
			}
			host.publish(posts("news.example.com", 6, 0)...)
			w.clock.advance(time.Hour)
			if r := w.poll(); r.New() != 1 || len(w.listed()) != 6 {
				t.Errorf("when it is back: %+v, %d listed", r.Results, len(w.listed()))
			}
		})
	}
}

func TestFailuresAreTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	host := w.site("news.example.com", posts("news.example.com", 5, 0)...)
	s := w.add("http://news.example.com/feed")
	w.poll()
	host.set(func(s *site) { s.status = http.StatusServiceUnavailable })
	polls := 0
	for w.clock.Now().Before(noon.Add(5 * 24 * time.Hour)) {
		w.clock.advance(w.state(s.ID).State.Next.Sub(w.clock.Now()))
		if r, err := w.poller.Once(t.Context(), false); err != nil || r.Failed() != 1 {
			t.Fatalf("%+v, %v", r, err)
		}
		polls++
	}
	if polls > 15 {
		t.Errorf("%d polls in five days of failure", polls)
	}
	host.publish(posts("news.example.com", 5, 0)...)
	w.clock.advance(24 * time.Hour)
	w.poll()
	told, err := w.store.Notices(t.Context(), nil, 10)
	if err != nil || len(told) != 2 || told[0].Notice.Kind != news.NoticeFailing || told[1].Notice.Kind != news.NoticeBack {
		t.Fatalf("notices %+v, %v", told, err)
	}
	if c := told[0].Notice.Cause; c != news.StatusCause(503) {
		t.Errorf("cause %q", c)
	}
}

func TestGone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	host := w.site("news.example.com", posts("news.example.com", 1, 0)...)
	s := w.add("http://news.example.com/feed")
	host.set(func(s *site) { s.status = http.StatusGone })
	w.poll()
	w.clock.advance(100 * time.Hour)
	w.poll()
	if got := len(host.requests()); got != 1 {
		t.Errorf("asked %d times, want once", got)
	}
	told, err := w.store.Notices(t.Context(), nil, 10)
	if err != nil || len(told) != 1 || told[0].Notice.Kind != news.NoticeGone || !w.state(s.ID).State.Stopped {
		t.Errorf("notices %+v, %v", told, err)
	}
}

func TestRetryAfterIsHeard(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	host := w.site("news.example.com", posts("news.example.com", 1, 0)...)
	w.add("http://news.example.com/feed")
	host.set(func(s *site) { s.status, s.header = http.StatusTooManyRequests, http.Header{"Retry-After": {"7200"}} })
	w.poll()
	w.clock.advance(119 * time.Minute)
	if r := w.poll(); len(r.Results) != 0 || r.Waiting != 1 {
		t.Errorf("polled though it asked to wait: %+v", r)
	}
	w.clock.advance(2 * time.Minute)
	if r := w.poll(); len(r.Results) != 1 {
		t.Errorf("not polled after the time that it asked for: %+v", r)
	}
}

func TestRedirects(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.site("new.example.com", posts("news.example.com", 2, 0)...)
	to := "http://new.example.com/feed"
	w.web.HandleFunc("old.example.com", func(rw http.ResponseWriter, r *http.Request) {
		http.Redirect(rw, r, to, http.StatusMovedPermanently)
	})
	s := w.add("http://old.example.com/feed")
	if r := w.poll(); r.New() != 2 {
		t.Fatalf("%+v", r.Results)
	}
	got := w.state(s.ID)
	if got.State.Moved != to || got.Address != "http://old.example.com/feed" {
		t.Errorf("moved %q, address %q", got.State.Moved, got.Address)
	}
	to = "http://127.0.0.1/feed"
	w.poll()
	got = w.state(s.ID)
	if got.State.Cause != news.CauseRedirects && got.State.Cause != news.CauseAddress || got.State.Moved == to || got.Address != "http://old.example.com/feed" {
		t.Errorf("to a forbidden address: cause %q, moved %q, address %q", got.State.Cause, got.State.Moved, got.Address)
	}
}

func TestTwoSitesWithOneStory(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	one, two := postOf("one.example.com", 1), postOf("two.example.com", 2)
	two.text = strings.Replace(one.text, "Report 1", "Our desk", 1) + " Reporting by the desk."
	w.site("one.example.com", one, postOf("one.example.com", 3))
	w.site("two.example.com", two, postOf("two.example.com", 4))
	w.add("http://one.example.com/feed")
	w.add("http://two.example.com/feed")
	if r := w.poll(); r.New() != 4 {
		t.Fatalf("%+v", r.Results)
	}
	listed := w.listed()
	if len(listed) != 3 {
		t.Fatalf("%d listed, want the story once and two others", len(listed))
	}
	copies := 0
	for _, d := range listed {
		also, err := w.store.Copies(t.Context(), news.WorkspaceID{}, d.ID)
		if err != nil {
			t.Fatal(err)
		}
		copies += len(also)
	}
	if copies != 1 {
		t.Errorf("%d copies, want one", copies)
	}
}

func TestPrivateFeeds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var mu sync.Mutex
	var users []string
	w.web.HandleFunc("news.example.com", func(rw http.ResponseWriter, r *http.Request) {
		user, password, ok := r.BasicAuth()
		mu.Lock()
		users = append(users, user+":"+password)
		mu.Unlock()
		if ok && password != "secret" {
			rw.WriteHeader(http.StatusUnauthorized)
			return
		}
		n := 1
		if ok {
			n = 2
		}
		rw.Header().Set("Content-Type", "application/rss+xml")
		say(rw, rssOf("News", []post{postOf("news.example.com", n)}))
	})
	a := news.Workspace{Platform: "discord", Native: "a"}.ID()
	w.add("http://news.example.com/feed")
	private := w.addFor(a, news.SourceFeed, "http://me:secret@news.example.com/feed")
	if r := w.poll(); r.New() != 2 || r.Failed() != 0 {
		t.Fatalf("%+v", r.Results)
	}
	mu.Lock()
	defer mu.Unlock()
	slices.Sort(users)
	if got := strings.Join(users, " "); got != ": me:secret" {
		t.Errorf("asked as %s, want once without and once with credentials", got)
	}
	if private.Scope != news.Within(a) {
		t.Errorf("scope %v", private.Scope)
	}
	if got, others := len(w.listedFor(a)), len(w.listed()); got != 2 || others != 1 {
		t.Errorf("the workspace sees %d, the host %d, want 2 and 1", got, others)
	}
}
