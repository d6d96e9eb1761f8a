package feeds

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"dateline/internal/guard"
	"dateline/news"
)

func TestResolve(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	html := func(head, body string) string {
		return "<!DOCTYPE html><html><head><title>Town news</title>" + head + "</head><body>" + body + "</body></html>"
	}
	link := func(to string) string { return `<link rel="alternate" type="application/rss+xml" href="` + to + `">` }
	w.site("feed.example.com", posts("feed.example.com", 3, 0)...)
	named := w.site("named.example.net", posts("named.example.net", 3, 0)...)
	named.set(func(s *site) { s.pages["/"] = html(link("/gone")+link("/feed"), "") })
	usual := w.site("usual.example.org", posts("usual.example.org", 3, 0)...)
	usual.set(func(s *site) { s.pages["/"] = html("", "<p>Nothing.</p>") })
	plain := w.site("plain.example.edu")
	plain.set(func(s *site) {
		s.pages["/news"] = page("Notices", long(1))
		s.status = http.StatusNotFound
	})
	shy := w.site("shy.example.info")
	shy.set(func(s *site) {
		s.pages["/news"] = page("Notices", long(1))
		s.pages["/robots.txt"] = "User-agent: *\nDisallow: /news\n"
		s.status = http.StatusNotFound
	})
	empty := w.site("empty.example.biz")
	empty.set(func(s *site) { s.pages["/"], s.status = html("", ""), http.StatusNotFound })
	w.web.HandleFunc("moved.example.name", func(rw http.ResponseWriter, r *http.Request) {
		http.Redirect(rw, r, "http://feed.example.com/feed", http.StatusMovedPermanently)
	})
	w.web.HandleFunc("private.example.pro", func(rw http.ResponseWriter, r *http.Request) {
		if _, password, _ := r.BasicAuth(); password != "secret" {
			rw.WriteHeader(http.StatusUnauthorized)
			return
		}
		say(rw, rssOf("Private", posts("private.example.pro", 1, 0)))
	})
	for address, want := range map[string]struct {
		kind    news.SourceKind
		address string
		title   string
		cause   news.Cause
	}{
		"http://feed.example.com/feed":             {news.SourceFeed, "http://feed.example.com/feed", "Site feed.example.com", ""},
		"feed.example.com/feed":                    {news.SourceFeed, "https://feed.example.com/feed", "Site feed.example.com", ""},
		"http://named.example.net":                 {news.SourceFeed, "http://named.example.net/feed", "Site named.example.net", ""},
		"http://usual.example.org/":                {news.SourceFeed, "http://usual.example.org/feed", "Site usual.example.org", ""},
		"http://plain.example.edu/news":            {news.SourcePage, "http://plain.example.edu/news", "Notices", ""},
		"http://shy.example.info/news":             {cause: news.CauseRobots},
		"http://empty.example.biz/":                {cause: news.CauseFormat},
		"http://moved.example.name/old":            {news.SourceFeed, "http://feed.example.com/feed", "Site feed.example.com", ""},
		"http://me:secret@private.example.pro/a":   {news.SourceFeed, "http://me:secret@private.example.pro/a", "Private", ""},
		"http://private.example.pro/a":             {cause: news.StatusCause(401)},
		"http://unknown.example.com/":              {cause: news.CauseName},
		"http://127.0.0.1/":                        {cause: news.CauseAddress},
		"http://169.254.169.254/latest/meta-data/": {cause: news.CauseAddress},
		"file:///etc/passwd":                       {cause: news.CauseAddress},
		"javascript:alert(1)":                      {cause: news.CauseAddress},
		"http://me@feed.example.com/feed":          {cause: news.CauseAddress},
		"data:application/rss+xml,<rss></rss>":     {cause: news.CauseAddress},
		"unix:///run/docker.sock":                  {cause: news.CauseAddress},
		"http://feed.example.com/none":             {cause: news.StatusCause(404)},
	} {
		got, err := Resolve(t.Context(), w.client, address, noon)
		var refused *guard.Error
		if errors.As(err, &refused) != (want.cause != "") || refused != nil && refused.Cause != want.cause {
			t.Errorf("%s: got %+v, %v (%v), want %q", address, got, err, errors.Unwrap(err), want.cause)
			continue
		}
		if got.Kind != want.kind || got.Address != want.address || got.Title != want.title {
			t.Errorf("%s: got %+v, want %+v", address, got, want)
		}
		if err == nil && (got.Newest == nil || got.Items == 0) {
			t.Errorf("%s: no newest item", address)
		}
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	items := posts("news.example.com", 3, 0)
	items[0].cut = true
	host := w.site("news.example.com", items...)
	host.set(func(s *site) {
		s.kind = "application/rss+xml; charset=UTF-8"
		s.pages["/story/2"] = page(items[0].title, long(2))
	})
	got := Check(t.Context(), w.client, "http://news.example.com/feed?page=1", noon)
	if got.Cause != "" || got.Kind != news.SourceFeed || got.Format != "RSS 2.0" || got.Status != 200 || got.Charset != "utf-8" ||
		got.Items != 3 || got.Bytes == 0 || got.Title != "Site news.example.com" || got.Address != "http://news.example.com/feed" {
		t.Errorf("got %+v", got)
	}
	if got.Newest == nil || got.Newest.Title != items[0].title || !got.Cut || !strings.Contains(got.Newest.Text, story(2002)[:40]) || got.Length < 1000 {
		t.Errorf("newest: got %+v, cut %v, %d characters, want the page's text", got.Newest, got.Cut, got.Length)
	}
	if n := len(w.listed()); n != 0 {
		t.Errorf("%d dispatches are stored, want none", n)
	}
	host.set(func(s *site) { s.status = http.StatusForbidden })
	if got = Check(t.Context(), w.client, "http://me:secret@news.example.com/feed?token=abc", noon); got.Cause != news.StatusCause(403) || got.Status != 403 || got.Address != "http://news.example.com/feed" {
		t.Errorf("a refusal: got %+v", got)
	}
	if got = Check(t.Context(), w.client, "http://nobody.example.com/", noon); got.Cause != news.CauseName {
		t.Errorf("an unknown name: got %+v", got)
	}
}
