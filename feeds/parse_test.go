package feeds_test

import (
	"testing"

	"dateline/feeds"
)

func TestParseReadsAnRSSFeed(t *testing.T) {
	t.Parallel()
	doc, err := feeds.Parse([]byte(`<rss version="2.0"><channel><title>News</title><link>https://example.org/</link><item><title>One &amp; two</title>`+
		`<link>/1</link><guid isPermaLink="false">g1</guid><description>&lt;p&gt;First.&lt;/p&gt;&lt;p&gt;Second.&lt;/p&gt;</description></item></channel></rss>`), "", "")
	if err != nil {
		t.Fatal(err)
	}
	want := feeds.Item{ID: "g1", URL: "https://example.org/1", Title: "One & two", Text: "First.\n\nSecond.", Cut: true}
	if len(doc.Items) != 1 || doc.Items[0] != want {
		t.Errorf("got %+v, want %+v", doc.Items, want)
	}
}
