package formats

import (
	"reflect"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"html"
)

func TestBlocks(t *testing.T) {
	t.Parallel()
	for source, want := range map[string][]Block{
		"One.\n\nTwo.":         {{Text: "One."}, {Text: "Two."}},
		"<p>One<br>line<p>Two": {{Text: "One\nline"}, {Text: "Two"}},
		"<ul><li>One<li>Two</ul><p><a href=x>More</a>":       {{Text: "One"}, {Text: "Two"}, {Text: "More", Link: true}},
		"&lt;p&gt;One&lt;/p&gt;":                             {{Text: "One"}},
		"<div>&lt;p&gt;One&lt;/p&gt;&lt;p&gt;Two&lt;/p&gt;":  {{Text: "One"}, {Text: "Two"}},
		"<p>The &lt;b&gt; tag</p>":                           {{Text: "The <b> tag"}},
		"<p>One</p><div style='display:none'><p>x</p></div>": {{Text: "One"}},
		"<script>x</script>":                                 nil,
		"<table><tr><td>a<td>b<tr><td>c</table>":             {{Text: "a"}, {Text: "b"}, {Text: "c"}},
		"<b>One</i> two":                                     {{Text: "One two"}},
		"<b>One</p>two</br>three</b>":                        {{Text: "One"}, {Text: "two\nthree"}},
		"":                                                   nil,
	} {
		got, err := Blocks(source)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q: got %+v, %v, want %+v", source, got, err, want)
		}
	}
	for name, source := range map[string]string{
		"depth":      strings.Repeat("<div>", maxDepth+1),
		"attributes": "<p " + strings.Repeat("a ", 10) + ">" + "<p" + manyAttributes() + ">",
	} {
		if got, err := Blocks(source); err == nil {
			t.Errorf("%s: got %+v", name, got)
		}
	}
}

func manyAttributes() string {
	var b strings.Builder
	for i := range maxHTMLAttributes + 1 {
		b.WriteString(" a" + strings.Repeat("b", i%50) + strings.Repeat("c", i/50) + "=1")
	}
	return b.String()
}

var entityPattern = regexp.MustCompile(`&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});`)

func FuzzUnescape(f *testing.F) {
	for _, seed := range []string{"a &amp; b &#8217; &#x2019; &nbsp &copy=1; &&lt;;", "&#;&#x;&a;&1a;&#12345678;&ampamp;"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got, want := unescape(s), entityPattern.ReplaceAllStringFunc(s, html.UnescapeString); got != want {
			t.Errorf("%q: got %q, want %q", s, got, want)
		}
	})
}

func FuzzBlocks(f *testing.F) {
	for _, seed := range []string{"<p>a<div>b</p>c", "<table><a><td><li>x</table>y", "&lt;p&gt;&lt;p&gt;<svg><p>", "<b><i></b>x</i><!-- y"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		blocks, err := Blocks(source)
		if err != nil {
			return
		}
		for _, b := range blocks {
			if !utf8.ValidString(b.Text) || strings.Contains(b.Text, "\n\n") || strings.ContainsAny(b.Text, "\r\x00") {
				t.Errorf("%q: %q", source, b.Text)
			}
		}
	})
}

// TestStrayEndTags: end tags that close nothing change nothing, and the names
// by which they are told stay right where many elements are open.
func TestStrayEndTags(t *testing.T) {
	t.Parallel()
	source := "<p>" + strings.Repeat("<b>", 2*manyOpen) + "One </i>two</q><i> three</i></b></b><u></b> four" + strings.Repeat("</b>", 2*manyOpen) + "</u><p>Five</i>."
	got, err := Blocks(source)
	if want := []Block{{Text: "One two three four"}, {Text: "Five."}}; err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v, want %+v", got, err, want)
	}
	r := looseReader{prose: &prose{}}
	for range manyOpen + 1 {
		r.push(looseElement{name: "b"}, false)
	}
	if r.end("q"); r.names == nil {
		t.Fatal("names are not counted")
	}
	r.push(looseElement{name: "i"}, false)
	r.popTo(manyOpen - 1)
	r.push(looseElement{name: "u"}, false)
	if r.names["b"] != manyOpen-1 || r.names["i"] != 0 || r.names["u"] != 1 {
		t.Errorf("got %v, want %d b and a u", r.names, manyOpen-1)
	}
	if r.end("u"); len(r.open) != manyOpen-1 {
		t.Errorf("%d are open, want %d", len(r.open), manyOpen-1)
	}
}
