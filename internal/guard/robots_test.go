package guard

import (
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dateline/internal/testkit"
	"dateline/news"
)

func TestRobotsRules(t *testing.T) {
	t.Parallel()
	const ours = "User-agent: dateline\nDisallow: /ours\n\nUser-agent: *\nDisallow: /\n"
	for _, test := range []struct {
		name, rules, path string
		want              bool
	}{
		{"none", "", "/", true},
		{"everyone", "User-agent: *\nDisallow: /", "/a", false},
		{"nothing", "User-agent: *\nDisallow:", "/a", true},
		{"others", "User-agent: other\nDisallow: /", "/a", true},
		{"ours before everyone's", ours, "/a", true},
		{"ours", ours, "/ours/a", false},
		{"two agents", "User-agent: a\nUser-agent: Dateline\nDisallow: /x", "/x", false},
		{"the longer rule", "User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", true},
		{"a wildcard", "User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf", false},
		{"no end", "User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf.html", true},
		{"the query", "User-agent: *\nDisallow: /*?print", "/a?print=1", false},
		{"no path", "User-agent: *\nDisallow: /", "", false},
		{"escapes", "User-agent: *\nDisallow: /ü", "/%C3%BCber", false},
		{"a mark before it", bom + "User-agent: *\nDisallow: /", "/a", false},
		{"old line ends", "User-agent: *\rDisallow: /", "/a", false},
		{"spaces and comments", "  USER-AGENT :  * # all\n\tdisallow : /a # this\n", "/a", false},
		{"a rule without an agent", "Disallow: /b\nUser-agent: *\nDisallow: /a", "/a", false},
		{"a delay that is no number", "User-agent: *\nCrawl-delay: soon\nDisallow: /a", "/a", false},
		{"lines that are none", "<html>\nhello\nUser-agent: *\n???\nSitemap: http://x/\nDisallow: /a", "/a", false},
		{"a page of HTML", "<html><body>Disallow: /</body></html>", "/a", true},
		{"an endless rule", "User-agent: *\nDisallow: /" + strings.Repeat("a", robotsLine) + "\nDisallow: /b", "/b", false},
		{"many stars", "User-agent: *\nDisallow: /" + strings.Repeat("*a", robotsStars+1) + "\nDisallow: /b", "/aaaaaa", true},
		{"stars in a row", "User-agent: *\nDisallow: /a" + strings.Repeat("*", 500) + "b", "/axb", false},
	} {
		page, err := url.Parse("https://good.example" + test.path)
		if err != nil {
			t.Fatal(err)
		}
		if got := robotsPermit(tidyRobots([]byte(test.rules)), product("Dateline/1.0 (+x)"), page); got != test.want {
			t.Errorf("%s: got %v, want %v", test.name, got, test.want)
		}
	}
}

// TestRobotsBounds holds what is kept of a robots.txt to its bounds.
func TestRobotsBounds(t *testing.T) {
	t.Parallel()
	if got := len(tidyRobots([]byte("User-agent: *\n" + strings.Repeat("Disallow: /a\n", robotsLimit/13)))); got > robotsText+2*robotsLine || got < robotsText/2 {
		t.Errorf("%d bytes are kept, want about %d", got, robotsText)
	}
	many := tidyRobots([]byte("User-agent: *\n" + strings.Repeat("Disallow: /*a\n", 10*robotsRules)))
	if got := strings.Count(string(many), "*a"); got != robotsRules {
		t.Errorf("%d patterns are kept, want %d", got, robotsRules)
	}
	r := newRobots()
	for i := range 3 * robotsHosts {
		h := r.host(strings.Repeat("a", i), noon)
		if i%2 == 0 {
			h.fresh = noon.Add(time.Hour)
		}
	}
	if got := len(r.hosts); got > robotsHosts {
		t.Errorf("%d hosts are kept, want at most %d", got, robotsHosts)
	}
}

// robotsWeb is a web with one host, whose robots.txt is answered by rules.
func robotsWeb(t *testing.T, rules http.HandlerFunc) (web *testkit.Web, asked *atomic.Int64) {
	t.Helper()
	web, asked = testkit.NewWeb(t), new(atomic.Int64)
	web.HandleFunc("good.example", func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/robots.txt" {
			jump(w, r)
			return
		}
		asked.Add(1)
		if r.Header.Get("Authorization") != "" || r.Header.Get("If-None-Match") != "" {
			t.Errorf("robots.txt was asked for with %v", r.Header)
		}
		rules(w, r)
	})
	return web, asked
}

func TestRobots(t *testing.T) {
	t.Parallel()
	status := func(n int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(n) }
	}
	to := func(where string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, where, http.StatusFound) }
	}
	forbid := text("User-agent: *\nDisallow: /")
	for _, test := range []struct {
		name  string
		rules http.HandlerFunc
		want  news.Cause
		asked int64
	}{
		{"forbidden", forbid, news.CauseRobots, 1},
		{"permitted", text("User-agent: *\nDisallow: /robots.txt"), "", 1},
		{"none", status(404), "", 1},
		{"not for us", status(403), "", 1},
		{"broken", status(500), news.StatusCause(500), 1},
		{"overrun", status(429), news.StatusCause(429), 1},
		{"in an inner place", to("http://127.0.0.1/"), "", 1},
		{"in circles", to("/robots.txt"), "", 6},
		{"at another host", to("http://other.example/forbid"), news.CauseRobots, 1},
		{"breaks off", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, news.CauseConnect, 1},
		{"large", func(w http.ResponseWriter, _ *http.Request) {
			say(w, "User-agent: *\nDisallow: /\n"+strings.Repeat("#\n", robotsLimit))
		}, news.CauseRobots, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			web, asked := robotsWeb(t, test.rules)
			web.Handle("other.example", forbid)
			c := newClient(t, web)
			for range 2 { // the second time from memory
				get(t, c, Request{URL: "http://good.example/302//end", Robots: true, ETag: "x", User: url.UserPassword("u", "p")}, test.want)
			}
			if asked.Load() != test.asked {
				t.Errorf("robots.txt was asked for %d times, want %d", asked.Load(), test.asked)
			}
			get(t, c, Request{URL: "http://good.example/"}, "") // a feed does not ask
		})
	}
}

// TestRobotsExpire keeps rules for a day, and a failure for minutes.
func TestRobotsExpire(t *testing.T) {
	t.Parallel()
	now, working := noon, false
	web, asked := robotsWeb(t, func(w http.ResponseWriter, _ *http.Request) {
		if !working {
			w.WriteHeader(http.StatusInternalServerError)
		}
	})
	c := newClient(t, web, func(c *Config) { c.Now = func() time.Time { return now } })
	for _, step := range []struct {
		later   time.Duration
		working bool
		want    news.Cause
		asked   int64
	}{
		{0, false, news.StatusCause(500), 1},
		{robotsFailed - 1, true, news.StatusCause(500), 1},
		{1, true, "", 2},
		{robotsKept - 1, true, "", 2},
		{1, true, "", 3},
	} {
		now, working = now.Add(step.later), step.working
		get(t, c, Request{URL: "http://good.example/", Robots: true}, step.want)
		if asked.Load() != step.asked {
			t.Errorf("robots.txt was asked for %d times, want %d", asked.Load(), step.asked)
		}
	}
}

// TestRobotsOfEachHop asks the host that a page moved to as well.
func TestRobotsOfEachHop(t *testing.T) {
	t.Parallel()
	web, _ := robotsWeb(t, text(""))
	web.Handle("other.example", text("User-agent: *\nDisallow: /"))
	get(t, newClient(t, web), Request{URL: "http://good.example/302/http://other.example/", Robots: true}, news.CauseRobots)
}

// TestRobotsOnce lets pages that are asked for at once share one robots.txt.
func TestRobotsOnce(t *testing.T) {
	t.Parallel()
	web, asked := robotsWeb(t, text(""))
	c := newClient(t, web)
	results := make(chan error)
	for range 10 {
		go func() {
			_, err := c.Get(t.Context(), Request{URL: "http://good.example/", Robots: true})
			results <- err
		}()
	}
	for range 10 {
		if err := <-results; err != nil {
			t.Error(err)
		}
	}
	if asked.Load() != 1 {
		t.Errorf("robots.txt was asked for %d times, want once", asked.Load())
	}
}

// TestRobotsThatHangs costs the page's own time, and no more.
func TestRobotsThatHangs(t *testing.T) {
	t.Parallel()
	web, _ := robotsWeb(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	c := newClient(t, web, func(c *Config) { c.Timeout = 50 * time.Millisecond })
	get(t, c, Request{URL: "http://good.example/", Robots: true}, news.CauseTimeout)
}
