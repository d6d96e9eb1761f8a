package feeds

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf8"
)

// wellFormed reads XML to its end, strictly, and gives how deep it is.
func wellFormed(data []byte) (depth int, err error) {
	d := xml.NewDecoder(strings.NewReader(string(data)))
	for open := 0; ; {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) && open == 0 {
			return depth, nil
		}
		if err != nil {
			return depth, err
		}
		switch token.(type) {
		case xml.StartElement:
			open++
			depth = max(depth, open)
		case xml.EndElement:
			open--
		}
	}
}

func TestRepair(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ in, want string }{
		{`<rss><channel><title>a & b &eacute; &#151; &nbsp; &copy=1 &x; &lt;</title></channel></rss>`,
			"<rss><channel><title>a &amp; b é — \u00a0 &amp;copy=1 &amp;x; &lt;</title></channel></rss>"},
		{`<rss><channel><item><title>x<b>y</title><item>z</channel></rss>`,
			`<rss><channel><item><title>x<b>y</b></title></item><item>z</item></channel></rss>`},
		{`<rss a=1 b='"' c d="<&"><channel x:y:z="1"/></rss>`,
			`<rss a="1" b="&quot;" c="c" d="&lt;&amp;"><channel></channel></rss>`},
		{`<rss><channel><item><title>whole</title></item><item><title>ha`,
			`<rss><channel><item><title>whole</title></item></channel></rss>`},
		{`<rss><channel><item><title><![CDATA[a</title></item><item><title><![CDATA[b]]></title></item></channel></rss>`,
			`<rss><channel><item><title><![CDATA[a]]></title></item><item><title><![CDATA[b]]></title></item></channel></rss>`},
		{"<rss><channel><title><![CDATA[a]]\x00>b]]></title></channel></rss>", "<rss><channel><title><![CDATA[a]]]]><![CDATA[>b]]></title></channel></rss>"},
		{"<rss><channel><title>a\x00\x1bb\u0092 < c <3</title></channel></rss>",
			"<rss><channel><title>ab’ &lt; c &lt;3</title></channel></rss>"},
		{`<rss><channel></x><title>t</TITLE></channel></rss><rss/>`, `<rss><channel><title>t</title></channel></rss>`},
		{`<feed xmlns="x"><entry><content><xhtml:p>a<br>b</xhtml:p></content></entry></feed>`,
			`<feed xmlns="http://www.w3.org/2005/Atom"><entry><content><p>a<br></br>b</p></content></entry></feed>`},
	} {
		r, err := repair(tt.in, 0, false)
		if err != nil || string(r.out) != tt.want {
			t.Errorf("%s:\n got %s, %v\nwant %s", tt.in, r.out, err, tt.want)
		}
	}
}

func TestRepairedFeedsSayWhatWasWrong(t *testing.T) {
	t.Parallel()
	for document, want := range map[string]string{
		"junk <rss><channel><item><title>x</title></item></channel></rss>":                                        "text before the XML",
		"<rss><channel><item><title>x</title></item>":                                                             "cut off in the middle",
		"<rss><channel><item><title>x & y</title></item></channel></rss>":                                         "ampersands that are not escaped",
		"<rss><channel><item><title>x</title></channel></rss>":                                                    "an element that is not closed",
		"<rss><channel><item><title>\xff\xfd</title></item></channel></rss>":                                      "bytes that are no UTF-8",
		"<!DOCTYPE rss [<!ENTITY a 'b'>]> <!-- c --> <rss><channel><item><title>x</title></item></channel></rss>": "",
	} {
		doc, err := Parse([]byte(document), "", "")
		if err != nil || strings.Join(doc.Repairs, "; ") != want {
			t.Errorf("%q: got %q, %v, want %q", document, doc.Repairs, err, want)
		}
	}
}

// FuzzRepair checks what the parsers behind it rely on.
func FuzzRepair(f *testing.F) {
	for _, seed := range []string{
		`<rss><channel><item><title>a &amp; b</title></item></channel></rss>`, `<feed xmlns:a="b"><a:entry><content type="xhtml"><div>x<br>y`,
		`<CHANNEL HREF="x"><ITEM LASTMOD="y"><ABSTRACT>z`, `<rdf:RDF><item rdf:about='a'/></rdf:RDF>`, `<entry><![CDATA[x]]]]><![CDATA[>]]></entry>`,
		"<rss><a:b:c d<e f=\"g\"h='i'>\x00&#0;&#xD800;]]></rss", `<r><é ü="1"/><a.b-c_1/><1/></ r>`, `<rss xmlns="&quot;"><!-- -- ><?a?>`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			return
		}
		for _, lift := range []bool{false, true} {
			r, err := repair(text, 0, lift)
			if err != nil || r.root == "" || r.lift.odd {
				continue
			}
			depth, err := wellFormed(r.out)
			if err != nil || depth > maxDepth+1 {
				t.Errorf("%q: depth %d, %v:\n%s", text, depth, err, r.out)
			}
			if r.items > MaxItems || len(r.languages) != r.items || len(r.abouts) != r.items {
				t.Errorf("%q: %d items, %d languages", text, r.items, len(r.languages))
			}
		}
	})
}
