package feeds

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// lifted gives the document of a feed, and how it was lifted.
func lifted(text string, lift bool) (*Document, *repairer, error) {
	r, err := repair(text, 0, lift)
	if err != nil || r.lift.odd {
		return nil, r, err
	}
	feed, err := newParser(&r.lift).Parse(strings.NewReader(string(r.out)))
	if err != nil || r.lift.odd {
		return nil, r, err
	}
	return buildXML(feed, r, "https://example.org/feed"), r, nil
}

// plainRSS is a feed with something in its root, its channel and its item.
func plainRSS(root, channel, item string) string {
	return `<rss version="2.0" xmlns:content="` + contentSpace + `" xmlns:dc="http://purl.org/dc/elements/1.1/"` + root + `><channel` + channel +
		`<item><title>First &amp;amp; &#60; &eacute;</title><link> /1 </link><guid isPermaLink="false">g &amp; 1</guid>` +
		`<pubDate>Wed, 31 Dec 2003 10:14:55 GMT</pubDate><description>A &lt;b&gt;summary&lt;/b&gt; of it.</description>` + item + `</item></channel></rss>`
}

// TestLiftedFeedsReadTheSame: whether the plain parts of items are lifted out
// is not to be seen in what is read, and they are lifted where that is sure.
func TestLiftedFeedsReadTheSame(t *testing.T) {
	t.Parallel()
	const all, some, none = "all", "some", "none"
	for _, tt := range []struct{ in, lifts string }{
		{plainRSS("", ">", ""), all},
		{plainRSS("", ">", "<content:encoded>a<![CDATA[<p>b &amp; c</p>]]> d &amp; e </content:encoded>"), all},
		{plainRSS("", ">", "<content:encoded><![CDATA["+strings.Repeat("<p>long</p>", 40)+"]]></content:encoded>"), all},
		{plainRSS("", ">", "<title></title><link/><guid></guid><description><![CDATA[]]></description>"), all},
		{plainRSS("", ">", "<title>second</title><link>/2</link><guid>h</guid><pubDate>2004-01-02T03:04:05+02:00</pubDate>"), all},
		{plainRSS("", ">", "<dc:title>t</dc:title><dc:date>2001-01-01</dc:date><media:description>m</media:description><author>a</author>"), some},
		{plainRSS(` xmlns:r="http://purl.org/rss/1.0/"`, ">", "<r:author>a</r:author>"), some},
		{plainRSS("", ">", "<body xmlns='http://www.w3.org/1999/xhtml'><p>a</p></body>"), some},
		{plainRSS("", ">", "<description>a<b>c</b></description>"), none}, // after a plain one
		{plainRSS("", ">", "<title type='text'>a</title>"), none},
		{plainRSS("", ">", "<pubDate>31 December 2003</pubDate>"), none},
		{plainRSS("", ">", "<link href='/3'/>"), none},
		{plainRSS("", ">", "<rss:title>a</rss:title>"), none},
		{plainRSS(` xmlns:r="http://purl.org/rss/1.0/"`, ">", "<r:title>a</r:title>"), none},
		{plainRSS("", ">", "<x:title xmlns:x=''>a</x:title>"), none},
		{plainRSS(` xmlns:c="`+contentSpace+`"`, ">", "<c:encoded>a</c:encoded>"), none},
		{plainRSS(` xmlns:content="urn:x"`, ">", "<content:encoded>a</content:encoded>"), none},
		{plainRSS(` xmlns:content="http://purl.org/rss/1.0/"`, ">", "<content:encoded>a</content:encoded>"), none},
		{plainRSS("", ">", "</item><item xml:base='https://b.org/'><link>/4</link>"), none},
		{plainRSS("", ">", "</item><item xmlns='urn:x'><title>a</title>"), none},
		{plainRSS("", ">", "</item></channel><channel><item><title>a</title>"), none},
		{plainRSS("", ">", "</item></channel><item><title>a</title>"), none},
		{plainRSS("", ">", "</item></channel><channel xmlns:x='y'><item><title>a</title>"), none},
		{plainRSS("", ">", "</item><x:item><title>a</title></x:item><item>"), none},
		{plainRSS("", ">", "</item><entry><title>a</title></entry><item>"), none},
		{plainRSS(` xmlns="urn:x"`, ">", ""), none},
		{plainRSS(` xml:base="https://b.org/"`, ">", ""), none},
		{plainRSS(` xmlns:x="a&amp;b"`, ">", ""), none},
		{plainRSS("", " xml:base='https://b.org/'>", ""), none},
		{plainRSS("", "><x:channel>", ""), none},
		{strings.Replace(plainRSS("", ">", ""), "<rss", "<x:rss", 1), none},
		{`<rdf:RDF xmlns="http://purl.org/rss/1.0/"><item><title>a</title></item></rdf:RDF>`, none},
		{`<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>a</title></entry></feed>`, none},
		{plainRSS("", ">", "</item><item><title>cut off"), all},
		{strings.TrimSuffix(plainRSS("", ">", "</item><item><title>cut"), "</item></channel></rss>"), all},
	} {
		want, _, wantErr := lifted(tt.in, false)
		got, r, err := lifted(tt.in, true)
		lifts := some
		switch {
		case r.lift.odd || !r.lift.lifted:
			lifts = none
		case strings.Count(string(r.out), "<item>") == strings.Count(string(r.out), "<item></item>"):
			lifts = all
		}
		if lifts != tt.lifts {
			t.Errorf("%s:\ngot %s lifted, want %s:\n%s", tt.in, lifts, tt.lifts, r.out)
		}
		if r.lift.odd {
			continue // it is read without
		}
		if diff := cmp.Diff(want, got); diff != "" || (err == nil) != (wantErr == nil) {
			t.Errorf("%s: %v, %v\n%s", tt.in, err, wantErr, diff)
		}
	}
}

func TestOddFeedsAreReadOnceMore(t *testing.T) {
	t.Parallel()
	odd := plainRSS("", ">", "<title type='text'>Second</title>")
	doc, err := Parse([]byte(odd), "", "")
	if err != nil || len(doc.Items) != 1 || doc.Items[0].Title != "Second" || doc.Items[0].ID != "g & 1" {
		t.Errorf("got %+v, %v, want the second title and the guid", doc, err)
	}
}

// FuzzLift compares what is read with lifting and without.
func FuzzLift(f *testing.F) {
	for _, item := range []string{
		"", "<title>a</title>", "<content:encoded><![CDATA[<p>b]]\x00>]]></content:encoded>", "<pubDate>2004-01-02T03:04:05Z</pubDate>", "<link>a</link><link href='b'/>",
		"<description>&lt;p>a<![CDATA[b]]>c</description>", "</item></channel><channel><item>", "<x:title xmlns:x=''>a</x:title>", "</item><item xml:base='https://b.org/'>",
	} {
		f.Add(plainRSS("", ">", item))
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			return
		}
		got, r, err := lifted(text, true)
		if r == nil || r.lift.odd {
			return
		}
		want, _, wantErr := lifted(text, false)
		if diff := cmp.Diff(want, got); diff != "" || (err == nil) != (wantErr == nil) {
			t.Errorf("%q: %v, %v\n%s", text, err, wantErr, diff)
		}
	})
}
