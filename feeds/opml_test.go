package feeds_test

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dateline/feeds"
	"dateline/news"
)

func TestReadOPML(t *testing.T) {
	t.Parallel()
	const list = `<?xml version="1.0" encoding="ISO-8859-1"?><opml version="1.1"><head><title>x</title></head><body>
<outline text="News &amp; more"><outline title="World">
<outline text="BBC" title="BBC World" type="rss" xmlUrl="https://a.example/rss" htmlUrl="https://a.example/"/>
</outline><outline text="caf` + "\xe9" + `" xmlurl=" feed://b.example/f#x "></outline></outline>
<outline text="A folder that is empty"/>
<outline text="no address" type="rss"/>
<outline text="file" xmlUrl="file:///etc/passwd"/>
<outline text="twice" xmlUrl="https://a.example/rss"/>
<outline text="own" xmlUrl="https://u:p@c.example/f?token=1"/>
<outline xmlUrl="http://127.0.0.1/"/>
</body></opml>`
	got, bad, err := feeds.ReadOPML(strings.NewReader(list))
	want := []feeds.Outline{
		{Title: "BBC World", Address: "https://a.example/rss", Page: "https://a.example/", Folders: []string{"News & more", "World"}},
		{Title: "café", Address: "http://b.example/f", Folders: []string{"News & more"}},
		{Title: "own", Address: "https://u:p@c.example/f?token=1"},
		{Address: "http://127.0.0.1/"},
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" || err != nil {
		t.Errorf("%v, -want +got:\n%s", err, diff)
	}
	if text := fmt.Sprint(bad); text != `[line 6: "no address": no address line 7: "file": no http or https address]` {
		t.Errorf("bad rows: got %s", text)
	}
}

func TestReadOPMLThatIsNone(t *testing.T) {
	t.Parallel()
	for _, data := range []string{"", "text", "<html></html>", "<rss version='2.0'><channel/></rss>", "\x00\xff"} {
		if got, _, err := feeds.ReadOPML(strings.NewReader(data)); err == nil || len(got) > 0 {
			t.Errorf("%q: got %v, %v", data, got, err)
		}
	}
	if _, _, err := feeds.ReadOPML(strings.NewReader("<html/>")); !errors.Is(err, feeds.ErrNoOPML) {
		t.Errorf("got %v, want ErrNoOPML", err)
	}
	got, _, err := feeds.ReadOPML(strings.NewReader(`<opml><body><outline xmlUrl="https://a.example/f"/><outline xmlUrl="https://b.exa`))
	if len(got) != 1 || err == nil {
		t.Errorf("cut off: got %v, %v; want the feed before the cut and an error", got, err)
	}
	entities := `<!DOCTYPE opml [<!ENTITY a "` + strings.Repeat("A", 1000) + `"><!ENTITY f SYSTEM "file:///etc/passwd">]><opml><body><outline text="&a;&f;" xmlUrl="https://a.example/f"/></body></opml>`
	if got, _, err := feeds.ReadOPML(strings.NewReader(entities)); err != nil || len(got) != 1 || len(got[0].Title) > 10 {
		t.Errorf("entities: got %v, %v; want them as they stand", got, err)
	}
	var rows strings.Builder
	for i := range 300 {
		fmt.Fprintf(&rows, "<outline text='%d' xmlUrl='ftp://x/%d'/>", i, i)
	}
	if _, bad, err := feeds.ReadOPML(strings.NewReader("<opml><body>" + rows.String() + "</body></opml>")); err != nil || len(bad) != 101 || bad[100].Error() != "and 200 more" {
		t.Errorf("many bad rows: got %d, %v", len(bad), err)
	}
	if _, _, err := feeds.ReadOPML(strings.NewReader(strings.Repeat(" ", 16<<20+1))); err == nil {
		t.Error("a list of over 16 MiB is read")
	}
}

func checkHostileLists(t *testing.T, dir hostile) {
	t.Helper()
	if data := dir.read(t, "opml_nest.xml"); data != nil {
		if got, _, err := feeds.ReadOPML(bytes.NewReader(data)); err == nil || len(got) > 0 {
			t.Errorf("nested too deep: got %d feeds, %v", len(got), err)
		}
	}
	if data := dir.read(t, "opml_10k.xml"); data != nil {
		if got, bad, err := feeds.ReadOPML(bytes.NewReader(data)); err != nil || len(got) != 10_000 || len(bad) > 0 {
			t.Errorf("10,000 feeds: got %d, %d bad, %v", len(got), len(bad), err)
		}
		more := bytes.Replace(data, []byte("<body>"), []byte(`<body><outline xmlUrl="https://one.example/more"/>`), 1)
		if got, _, err := feeds.ReadOPML(bytes.NewReader(more)); err == nil || len(got) != 10_000 {
			t.Errorf("10,001 feeds: got %d, %v; want the first 10,000 and an error", len(got), err)
		}
	}
}

func TestWriteOPML(t *testing.T) {
	t.Parallel()
	list := []feeds.Outline{
		{Title: `"A" & <B>`, Address: "https://a.example/f?x=1&y=2", Page: "https://a.example/", Folders: []string{"One", "Two"}},
		{Title: "private", Address: "https://u:p@b.example/f"},
		{Title: "token", Address: "https://b.example/f?api_key=1"},
		{Address: "https://c.example/f"},
		{Title: "folder", Address: "/srv/news"},
		{Title: "D", Address: "https://d.example/f", Folders: []string{"One"}},
		{Title: "E", Address: "https://e.example/f", Page: "https://e.example/?key=1", Folders: []string{"One", "Two"}},
	}
	var b bytes.Buffer
	leftOut, err := feeds.WriteOPML(&b, "News\x00 & more", list)
	if err != nil || !cmp.Equal(leftOut, []feeds.Outline{list[1], list[2], list[4]}) {
		t.Errorf("left out %v, %v", leftOut, err)
	}
	const want = `<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
  <head>
    <title>News` + "\uFFFD" + ` &amp; more</title>
  </head>
  <body>
    <outline type="rss" text="https://c.example/f" xmlUrl="https://c.example/f"/>
    <outline text="One">
      <outline type="rss" text="D" title="D" xmlUrl="https://d.example/f"/>
      <outline text="Two">
        <outline type="rss" text="&#34;A&#34; &amp; &lt;B&gt;" title="&#34;A&#34; &amp; &lt;B&gt;" xmlUrl="https://a.example/f?x=1&amp;y=2" htmlUrl="https://a.example/"/>
        <outline type="rss" text="E" title="E" xmlUrl="https://e.example/f"/>
      </outline>
    </outline>
  </body>
</opml>
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestStarter(t *testing.T) {
	t.Parallel()
	list := feeds.Starter()
	if len(list) < 8 || len(list) > 12 {
		t.Errorf("got %d feeds, want 8 to 12", len(list))
	}
	for _, f := range list {
		u, err := url.Parse(f.Address)
		if err != nil || u.Scheme != "https" || u.Port() != "" || f.Title == "" || news.HasCredentials(f.Address) {
			t.Errorf("%+v: want a title and a public https address", f)
		}
	}
	var b bytes.Buffer
	if leftOut, err := feeds.WriteOPML(&b, "x", list); err != nil || len(leftOut) > 0 {
		t.Errorf("left out %v, %v", leftOut, err)
	}
	if got, bad, err := feeds.ReadOPML(&b); err != nil || len(bad) > 0 || !cmp.Equal(got, list, cmpopts.EquateEmpty()) {
		t.Errorf("read again: got %v, %v, %v", got, bad, err)
	}
}

func FuzzOPML(f *testing.F) {
	f.Add([]byte(`<opml><body><outline text="a"><outline text="b&lt;" xmlUrl="https://a.example/?a=1&amp;b=2" htmlUrl="http://b"/></outline></body></opml>`))
	f.Add([]byte(`<?xml version="1.0" encoding="windows-1251"?><opml><outline title="` + "\xcf" + `" xmlUrl="feed:https://a.example/%zz"/>`))
	f.Add([]byte("<opml><outline text='\u2028 x\x01' xmlUrl='http://[::1]:80/ü?q#f'/></opml>"))
	f.Fuzz(func(t *testing.T, data []byte) {
		list, _, _ := feeds.ReadOPML(bytes.NewReader(data)) // what was read before an error is as good
		for _, o := range list {
			if !utf8.ValidString(o.Title) || utf8.RuneCountInString(o.Title) > 300 || o.Address == "" || len(o.Folders) > 64 {
				t.Errorf("got %+q", o)
			}
		}
		var b bytes.Buffer
		leftOut, err := feeds.WriteOPML(&b, "t", list)
		if err != nil {
			t.Fatal(err)
		}
		again, bad, err := feeds.ReadOPML(bytes.NewReader(b.Bytes()))
		if err != nil || len(bad) > 0 {
			t.Errorf("what was written is not read: %v, %v", bad, err)
		}
		var kept, got []string
		for _, o := range list {
			if !slices.ContainsFunc(leftOut, func(l feeds.Outline) bool { return l.Address == o.Address }) {
				kept = append(kept, o.Address)
			}
		}
		for _, o := range again {
			got = append(got, o.Address)
		}
		slices.Sort(kept)
		slices.Sort(got)
		if !slices.Equal(got, kept) {
			t.Errorf("written %q, read %q", kept, got)
		}
	})
}
