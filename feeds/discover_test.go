package feeds_test

import (
	"slices"
	"strings"
	"testing"

	"dateline/feeds"
)

func TestDiscovery(t *testing.T) {
	t.Parallel()
	const rss, atom = ` type="application/rss+xml" `, ` type="application/atom+xml" `
	tests := []struct {
		name, page string
		want       []string
	}{
		{"declared", `<link rel="alternate"` + rss + `href="/feed"><a href="/rss.xml">RSS</a>`, []string{"https://news.example.org/feed"}},
		{"all kinds", `<link rel=alternate` + rss + `href=a><link rel=ALTERNATE` + atom + `href=b><link rel="alternate" type="application/feed+json; charset=utf-8" href=c>`,
			[]string{"https://news.example.org/world/a", "https://news.example.org/world/b", "https://news.example.org/world/c"}},
		{"comments last, another host after the own", `<link rel=alternate` + rss + `title="Ferry: Comments" href=/1><link rel=alternate` + rss + `href=https://feeds.example.net/x>` +
			`<link rel=alternate` + rss + `href=/comments/feed><link rel=alternate` + rss + `href=/main>`,
			[]string{"https://news.example.org/main", "https://feeds.example.net/x", "https://news.example.org/1", "https://news.example.org/comments/feed"}},
		{"other things that are declared alike", `<link rel=alternate type="application/json" href="/wp-json/wp/v2/posts/1"><link rel=alternate type="text/xml+oembed" href="/oembed">` +
			`<link rel=alternate hreflang=de href="/de/"><link rel="alternate stylesheet"` + rss + `href=/x.css><link rel=alternate type="text/xml" href="/sitemap.xml">`, nil},
		{"vague type, clear address", `<link rel=alternate type="application/xml" href="/news/rss.xml">`, []string{"https://news.example.org/news/rss.xml"}},
		{"base", `<base href="https://cdn.example.org/x/"><link rel=alternate` + rss + `href=feed>`, []string{"https://cdn.example.org/x/feed"}},
		{"base that is none", `<base href="file:///x/"><link rel=alternate` + rss + `href=feed>`, []string{"https://news.example.org/world/feed"}},
		{"only the web, no credentials", `<link rel=alternate` + rss + `href=file:///etc/passwd><link rel=alternate` + rss + `href="https://a:b@x.example/f"><link rel=alternate` + rss +
			`href="javascript:x"><link rel=alternate` + rss + `href="feed://news.example.org/f"><link rel=alternate` + rss + `href="ftp://x/f">`, nil},
		{"links as a last resort", `<a href="/about">a</a><a href="/world/rss.xml">RSS</a><a href="/feeds/">f</a><a href="https://feeds.example.net/all">g</a><a href="/feedback">h</a><a href="/n.atom">i</a>`,
			[]string{"https://news.example.org/world/rss.xml", "https://news.example.org/feeds/", "https://news.example.org/n.atom", "https://feeds.example.net/all"}},
		{"a query with spaces", `<link rel=alternate` + rss + `href="/f?a=b c&d=ü#x">`, []string{"https://news.example.org/f?a=b%20c&d=%C3%BC"}},
		{"twice is once", strings.Repeat(`<link rel=alternate`+rss+`href="/f#a">`, 3), []string{"https://news.example.org/f"}},
		{"too long", `<link rel=alternate` + rss + `href="/` + strings.Repeat("a", 3000) + `">`, nil},
		{"within a script", `<script>"<link rel=alternate` + rss + `href=/f>"</script>`, nil},
	}
	for _, tt := range tests {
		p, err := feeds.ReadPage([]byte("<html><head>"+tt.page), "text/html", pageAt)
		if err != nil || !slices.Equal(p.Feeds, tt.want) {
			t.Errorf("%s: got %q, %v; want %q", tt.name, p.Feeds, err, tt.want)
		}
	}
	var many strings.Builder
	for range 60 {
		many.WriteString(`<link rel=alternate` + rss + `href="` + strings.Repeat("a", many.Len()%50+1) + `">`)
	}
	if p := readPage(t, many.String()); len(p.Feeds) != 10 {
		t.Errorf("got %d feeds, want 10", len(p.Feeds))
	}
}

func TestWellKnown(t *testing.T) {
	t.Parallel()
	root := []string{"https://example.org/feed", "https://example.org/rss.xml", "https://example.org/atom.xml", "https://example.org/feed.xml", "https://example.org/index.xml"}
	for _, address := range []string{"https://example.org", "https://u:p@example.org/?q=1#x", "https://example.org/index.html"} {
		if got := feeds.WellKnown(address); !slices.Equal(got, root) {
			t.Errorf("%s: got %q, want %q", address, got, root)
		}
	}
	if got := feeds.WellKnown("https://example.org/blog/post.html"); len(got) != 10 || got[0] != "https://example.org/blog/feed" || got[5] != root[0] {
		t.Errorf("got %q, want those of /blog first", got)
	}
	for _, address := range []string{"", "file:///etc", "gopher://x/", "::"} {
		if got := feeds.WellKnown(address); got != nil {
			t.Errorf("%q: got %q, want none", address, got)
		}
	}
}
