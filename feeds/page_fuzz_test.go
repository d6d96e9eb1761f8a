package feeds_test

import (
	"net/url"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"dateline/feeds"
)

// allocated is how many bytes the program has asked for so far.
func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}

func FuzzReadPage(f *testing.F) {
	f.Add([]byte(article("", "")), "text/html", pageAt)
	f.Add([]byte(`<base href="//a/"><link rel="alternate feed" type="application/rss+xml" href="x"><p>a<table><b>`), "", "http://h/x")
	f.Add([]byte("\xff\xfe<\x00p\x00>\x00a\x00"), "text/html; charset=utf-16", "x")
	f.Add([]byte(`<svg><title>a</title></svg><template><p>b</template><style>.a{display:none}</style><p class=a>c`), "text/html", pageAt)
	f.Fuzz(func(t *testing.T, data []byte, contentType, address string) {
		p, err := feeds.ReadPage(data, contentType, address)
		if err != nil {
			return
		}
		for _, s := range append([]string{p.Title, p.Text, p.Language, p.Canonical, p.Address}, p.Feeds...) {
			if !utf8.ValidString(s) {
				t.Errorf("not valid UTF-8: %q", s)
			}
		}
		if len(p.Text) > 4<<20 || utf8.RuneCountInString(p.Title) > 300 || strings.ContainsAny(p.Title, "\n\r") {
			t.Errorf("out of bounds: title %q, %d bytes of text", p.Title, len(p.Text))
		}
		checkFeeds(t, p.Feeds, 10)
	})
}

// checkFeeds checks what holds of the addresses of feeds whatever the page.
func checkFeeds(t *testing.T, addresses []string, most int) {
	t.Helper()
	if len(addresses) > most {
		t.Errorf("%d addresses, want at most %d", len(addresses), most)
	}
	for i, address := range addresses {
		u, err := url.Parse(address)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || u.Fragment != "" {
			t.Errorf("address %q: %v", address, err)
		}
		if slices.Contains(addresses[:i], address) {
			t.Errorf("address %q is there twice", address)
		}
	}
}

func FuzzDiscovery(f *testing.F) {
	f.Add("https://example.org/a/", "/feed", "application/rss+xml", "alternate", "News")
	f.Add("https://example.org/a/", "//u:p@evil.example/rss", "", "feed", "")
	f.Add("HTTP://[::1]:80/", "\t?rss=1#x", "text/xml", "alternate", "Comments")
	f.Fuzz(func(t *testing.T, base, href, kind, rel, title string) {
		page := `<base href="` + base + `"><link rel="` + rel + `" type="` + kind + `" title="` + title + `" href="` + href + `"><a href="` + href + `">x</a>`
		for _, address := range []string{base, pageAt} {
			p, err := feeds.ReadPage([]byte(page), "text/html", address)
			if err == nil {
				checkFeeds(t, p.Feeds, 10)
			}
			checkFeeds(t, feeds.WellKnown(address), 10)
		}
	})
}
