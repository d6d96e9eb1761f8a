package feeds_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"dateline/feeds"
	"dateline/news"
)

// parse reads a feed that can be read.
func parse(t *testing.T, document, contentType, address string) *feeds.Document {
	t.Helper()
	doc, err := feeds.Parse([]byte(document), contentType, address)
	if err != nil {
		t.Fatalf("%.200s: %v", document, err)
	}
	return doc
}

const whole = "It is a text of some length, with everything in it that was to be said about it."

func TestParseFormats(t *testing.T) {
	t.Parallel()
	at := time.Date(2003, 12, 31, 10, 14, 55, 0, time.UTC)
	want := feeds.Item{ID: "g1", URL: "https://example.org/1", Title: "One & two", Text: whole + "\n\nSecond.", Published: at}
	for format, document := range map[string]string{
		"RSS 2.0": `<rss version="2.0"><channel><title>News</title><link>https://example.org/</link><item><title>One &amp; two</title><link>/1</link>` +
			`<guid isPermaLink="false">g1</guid><description>short</description><pubDate>Wed, 31 Dec 2003 10:14:55 GMT</pubDate>` +
			`<content:encoded><![CDATA[<p>` + whole + `</p><p>Second.</p>]]></content:encoded></item></channel></rss>`,
		"RDF": `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">` +
			`<channel><title>News</title><link>https://example.org/</link></channel><item rdf:about="g1"><title>One &amp; two</title><link>https://example.org/1</link>` +
			`<dc:date>2003-12-31T10:14:55Z</dc:date><body xmlns="http://www.w3.org/1999/xhtml"><p>` + whole + `</p><p>Second.</p></body></item></rdf:RDF>`,
		"Atom 1.0": `<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><link href="https://example.org/"/><entry><id>g1</id>` +
			`<title type="html">One &amp;amp; two</title><link rel="self" href="/self"/><link href="1"/><published>2003-12-31T11:14:55+01:00</published>` +
			`<summary>short</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>` + whole + `</p><p>Second.</p></div></content></entry></feed>`,
		"JSON Feed 1.1": `{"version":"https://jsonfeed.org/version/1.1","title":"News","home_page_url":"https://example.org/","items":[` +
			`{"id":"g1","url":"/1","title":"One & two","date_published":"2003-12-31T10:14:55Z","summary":"short","content_html":"<p>` + whole + `</p><p>Second.</p>"}]}`,
	} {
		doc := parse(t, document, "", "https://example.org/feed")
		if doc.Format != format || doc.Title != "News" || doc.Link != "https://example.org/" || len(doc.Repairs) > 0 {
			t.Errorf("%s: got %q %q %q, repairs %q", format, doc.Format, doc.Title, doc.Link, doc.Repairs)
		}
		if len(doc.Items) != 1 {
			t.Errorf("%s: %d items", format, len(doc.Items))
			continue
		}
		got := doc.Items[0]
		got.Updated = time.Time{}
		if got != want {
			t.Errorf("%s:\n got %+v\nwant %+v", format, got, want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for document, want := range map[string]news.Cause{
		"":                                  news.CauseEmpty,
		" \n\x00 ":                          news.CauseEmpty,
		"\xef\xbb\xbf":                      news.CauseEmpty,
		"plain words":                       news.CauseFormat,
		"<html><rss></rss>":                 news.CauseFormat,
		"<p>Login <b>please":                news.CauseFormat,
		"<opml version='2.0'/>":             news.CauseFormat,
		`{"secret":"x"}`:                    news.CauseFormat,
		`{"items":[{"id":"a`:                news.CauseFormat,
		"[1,2]":                             news.CauseFormat,
		"<rss><channel><item><title>secret": news.CauseFormat,
		strings.Repeat("<", 10<<20+1):       news.CauseLarge,
	} {
		_, err := feeds.Parse([]byte(document), "", "")
		var problem *feeds.ParseError
		if !errors.As(err, &problem) || problem.Cause != want {
			t.Errorf("%.40q: got %v, want %s", document, err, want)
			continue
		}
		if text := err.Error(); strings.Contains(text, "secret") || strings.Contains(text, "\n") || len(text) > 100 {
			t.Errorf("%.40q: the error is %q", document, text)
		}
	}
}

func TestParseCharsets(t *testing.T) {
	t.Parallel()
	feed := func(declaration, title string) string {
		return declaration + "<rss><channel><item><title>" + title + "</title></item></channel></rss>"
	}
	russian := "\xf0\xd2\xc5\xda\xc9\xc4\xc5\xce\xd4 \xd0\xcf\xc4\xd0\xc9\xd3\xc1\xcc \xda\xc1\xcb\xcf\xce \xcf \xc2\xc0\xc4\xd6\xc5\xd4\xc5"
	for _, tt := range []struct{ document, contentType, want string }{
		{feed(`<?xml version="1.0" encoding="windows-1251"?>`, "\xcc\xe8\xf0"), "", "Мир"},
		{feed(`<?xml version="1.0" encoding="windows-1251"?>`, "\xcc\xe8\xf0"), "text/xml; charset=ISO-8859-1", "Мир"},
		{feed("", "\xcc\xe8\xf0"), "text/xml; charset=windows-1251", "Мир"},
		{feed(`<?xml version="1.0" encoding="iso-8859-1"?>`, "Мир"), "", "Мир"},
		{feed(`<?xml version="1.0" encoding="koi8-r"?>`, russian), "", "Президент подписал закон о бюджете"},
		{feed("", russian), "", "Президент подписал закон о бюджете"},
		{feed("", "caf\xe9 \x93ok\x94 ü"), "", "café “ok” ü"},
		{feed(`<?xml version="1.0" encoding="iso-2022-jp"?>`, "\x1b$BF|K\\\x1b(B"), "", "日本"},
		{feed(`<?xml version="1.0" encoding="no-such-set"?>`, "x"), "text/xml; charset=", "x"},
		{feed(`<?xml version="1.0" encoding="utf-7"?>`, "+ADw-b+AD4-"), "text/xml; charset=utf-7", "+ADw-b+AD4-"},
		{"\x00<\x00r\x00s\x00s\x00>\x00<\x00i\x00t\x00e\x00m\x00>\x00<\x00t\x00i\x00t\x00l\x00e\x00>\x00x\x00<\x00/\x00t\x00i\x00t\x00l\x00e\x00>\x00<\x00/\x00i\x00t\x00e\x00m\x00>\x00<\x00/\x00r\x00s\x00s\x00>", "", "x"},
	} {
		doc := parse(t, tt.document, tt.contentType, "")
		if len(doc.Items) != 1 || doc.Items[0].Title != tt.want {
			t.Errorf("%q as %q: got %+v, want %q", tt.document, tt.contentType, doc.Items, tt.want)
		}
	}
}

func TestParseHints(t *testing.T) {
	t.Parallel()
	doc := parse(t, `<rss><channel><language>de_AT</language><ttl> 90 </ttl><skipHours><hour>0</hour><hour>24</hour><hour>5</hour><hour>x</hour></skipHours>`+
		`<skipDays><day>Sunday</day><day>sunday</day><day>Someday</day></skipDays></channel></rss>`, "", "")
	if doc.TTL != 90*time.Minute || fmt.Sprint(doc.SkipHours) != "[0 5]" || fmt.Sprint(doc.SkipDays) != "[Sunday]" || doc.Language != "de-AT" {
		t.Errorf("got %v %v %v %q", doc.TTL, doc.SkipHours, doc.SkipDays, doc.Language)
	}
	doc = parse(t, `<rss xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><sy:updatePeriod>daily</sy:updatePeriod>`+
		`<sy:updateFrequency>4</sy:updateFrequency></channel></rss>`, "", "")
	if doc.TTL != 6*time.Hour {
		t.Errorf("four times a day: got %v", doc.TTL)
	}
	if doc = parse(t, `<rss><channel><ttl>99999999</ttl></channel></rss>`, "", ""); doc.TTL != 24*time.Hour {
		t.Errorf("a long time: got %v", doc.TTL)
	}
}

func TestParseShared(t *testing.T) {
	t.Parallel()
	item := func(guid, link, title string) string {
		return `<item><guid isPermaLink="false">` + guid + `</guid><link>https://example.org/` + link + `</link><title>` + title + `</title></item>`
	}
	doc := parse(t, "<rss><channel>"+item("a", "1", "x")+item("a", "2", "y")+item("b", "3", "z")+item("b", "3/", "z")+item("c", "4", "v")+item("c", "4", "w")+"</channel></rss>", "", "")
	var got []string
	for _, i := range doc.Items {
		got = append(got, fmt.Sprint(i.ID, i.Shared))
	}
	if want := "false false bfalse bfalse true true"; strings.Join(got, " ") != want {
		t.Errorf("got %q, want %q", got, want)
	}
	doc = parse(t, "<rss><channel><link>https://example.org/</link>"+item("a", "?utm_source=rss", "x")+"</channel></rss>", "", "")
	if !doc.Items[0].Shared {
		t.Error("the feed's own page is taken for an item's")
	}
}

func TestParseLinks(t *testing.T) {
	t.Parallel()
	rss := func(item string) string {
		return "<rss><channel><link>https://example.org/news/</link><item><title>x</title>" + item + "</item></channel></rss>"
	}
	for document, want := range map[string]string{
		rss("<link>a</link>"):                                         "https://example.org/news/a",
		rss("<link>//other.example/a</link>"):                         "https://other.example/a",
		rss("<guid>https://example.org/g</guid>"):                     "https://example.org/g",
		rss(`<guid isPermaLink="false">https://example.org/g</guid>`): "",
		rss("<guid>mailto:x@example.org</guid>"):                      "",
		rss(`<atom:link rel="alternate" href="/b"/>`):                 "https://example.org/b",
		rss("<link>https://x.example/f?r</link><feedburner:origLink>https://example.org/o</feedburner:origLink>"):       "https://example.org/o",
		`<feed xmlns="http://www.w3.org/2005/Atom" xml:base="/b/"><entry xml:base="c/"><link href="d"/></entry></feed>`: "https://host.example/b/c/d",
		`<feed><entry><link type="application/pdf" href="a.pdf"/><link type="text/html" href="a.html"/></entry></feed>`: "https://host.example/a.html",
	} {
		doc := parse(t, document, "", "https://host.example/feed")
		if len(doc.Items) != 1 || doc.Items[0].URL != want {
			t.Errorf("%s: got %+v, want %q", document, doc.Items, want)
		}
	}
}

func TestSniff(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		document, contentType string
		want                  feeds.Kind
	}{
		{"<?xml version='1.0'?><!-- <html> --><rss>", "text/html", feeds.KindFeed},
		{"Warning: x\n<b>y</b><feed xmlns='z'>", "", feeds.KindFeed},
		{`{"version": "https://jsonfeed.org/version/1", "items": []}`, "", feeds.KindFeed},
		{"<rdf:RDF xmlns='x'>", "", feeds.KindFeed},
		{"<!DOCTYPE html><html><rss>", "application/rss+xml", feeds.KindPage},
		{"<p>Words", "", feeds.KindPage},
		{"Words alone", "text/html; charset=utf-8", feeds.KindPage},
		{"Words alone", "text/plain", feeds.KindOther},
		{"<opml>", "", feeds.KindOPML},
		{"<urlset>", "text/xml", feeds.KindOther},
		{"", "text/html", feeds.KindOther},
		{`{"a":1}`, "", feeds.KindOther},
		{"\xff\xfe<\x00r\x00s\x00s\x00>\x00", "", feeds.KindFeed},
	} {
		if got := feeds.Sniff([]byte(tt.document), tt.contentType); got != tt.want {
			t.Errorf("%q as %q: got %s, want %s", tt.document, tt.contentType, got, tt.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`<rss version="2.0"><channel><title>a</title><item><link>b</link><description>&lt;p&gt;c&lt;script&gt;</description><pubDate>5 mai 2004</pubDate></item>`,
		`<feed xmlns="http://www.w3.org/2005/Atom" xml:base="x"><entry><id>a</id><content type="xhtml"><div><svg><b hidden>`,
		`{"version":"https://jsonfeed.org/version/1.1","items":[{"id":1,"content_html":"<p>x","date_published":"2004"},{},null,3]}`,
		"\xff\xfe<\x00r\x00s\x00s\x00>\x00", "<rdf:RDF><item rdf:about='x'><title>\xf0\xd2\xc5</title>", `<CHANNEL HREF="x"><ITEM HREF="y"><ABSTRACT>z`,
		`<rss xmlns:media="http://search.yahoo.com/mrss/"><item><media:group><media:title>a`, `<rss><item><content:encoded><![CDATA[<p>a<p>[…] <a href=x>Read more</a>]]>`,
	} {
		f.Add([]byte(seed), "text/xml; charset=utf-8", "https://example.org/feed")
	}
	f.Fuzz(func(t *testing.T, data []byte, contentType, address string) {
		feeds.Sniff(data, contentType)
		doc, err := feeds.Parse(data, contentType, address)
		if err != nil {
			var problem *feeds.ParseError
			if !errors.As(err, &problem) {
				t.Errorf("%q: %v", data, err)
			}
			return
		}
		if len(doc.Items) > feeds.MaxItems || strings.Contains(doc.Title, "\n") {
			t.Errorf("%q: %d items, title %q", data, len(doc.Items), doc.Title)
		}
		for _, i := range doc.Items {
			checkItem(t, i)
		}
	})
}

// checkItem checks what an item promises whatever it was made of.
func checkItem(t *testing.T, i feeds.Item) {
	t.Helper()
	if strings.ContainsAny(i.Title, "\n\r\t\x00") || utf8.RuneCountInString(i.Title) > 320 {
		t.Errorf("title %q", i.Title)
	}
	if i.URL != "" && !strings.HasPrefix(i.URL, "http://") && !strings.HasPrefix(i.URL, "https://") {
		t.Errorf("address %q", i.URL)
	}
	if !utf8.ValidString(i.Text+i.Title+i.ID+i.Language) || strings.ContainsAny(i.Text, "\r\x00\u202e") || strings.Contains(i.Text, "\n\n\n") || strings.TrimSpace(i.Text) != i.Text {
		t.Errorf("text %q, id %q", i.Text, i.ID)
	}
	for _, at := range []time.Time{i.Published, i.Updated} {
		if !at.IsZero() && (at.Year() < 1990 || at.Year() > 2099 || at.Location() != time.UTC) {
			t.Errorf("time %v", at)
		}
	}
}

// benchFeed is a feed of 100 items with their whole text.
func benchFeed() []byte {
	var s strings.Builder
	s.WriteString(`<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>News</title><link>https://example.org/</link>`)
	for i := range 100 {
		fmt.Fprintf(&s, `<item><title>Title %d &amp; more</title><link>https://example.org/%d</link><guid>https://example.org/%d</guid><pubDate>Wed, 31 Dec 2003 10:14:55 GMT</pubDate>`+
			`<description>A summary of it, in a sentence.</description><content:encoded><![CDATA[%s]]></content:encoded></item>`, i, i, i,
			strings.Repeat(`<p>A paragraph with <a href="https://example.org/x">a link</a> and words enough that it reads like one of <b>news</b>, which is 200 characters or so.</p>`, 8))
	}
	s.WriteString("</channel></rss>")
	return []byte(s.String())
}

// BenchmarkParse reads a feed of 100 items with their whole text. Goal: 8 ms.
func BenchmarkParse(b *testing.B) {
	data := benchFeed()
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if doc, err := feeds.Parse(data, "application/rss+xml", "https://example.org/feed"); err != nil || len(doc.Items) != 100 {
			b.Fatal(err)
		}
	}
}

// TestParseAllocations bounds what reading a feed allocates, which was most of
// what made it slow: no tree is built of an item, no clean text is copied, and
// the plain parts of items do not go through the parser of XML.
func TestParseAllocations(t *testing.T) { //nolint:paralleltest // allocations are counted
	const most = 9_000 // it takes about 5,900, and 7,400 while races are looked for
	data := benchFeed()
	n := testing.AllocsPerRun(3, func() {
		if _, err := feeds.Parse(data, "application/rss+xml", "https://example.org/feed"); err != nil {
			t.Fatal(err)
		}
	})
	if n > most {
		t.Errorf("got %v allocations for 100 items, want at most %d", n, most)
	}
}
