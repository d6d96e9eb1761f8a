package feeds

import (
	"strings"
	"testing"
)

func TestParagraphs(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		source, want string
		cut          bool
	}{
		{"<p>One.</p><p>Two.</p>", "One.\n\nTwo.", false},
		{"One.\n\nTwo.", "One.\n\nTwo.", false},
		{"&lt;p&gt;One.&lt;/p&gt;", "One.", false},
		{`<p>One.</p><p style="display:none">Buy.</p><!-- no --><img alt="picture" src=x><script>no()</script>`, "One.", false},
		{`<div hidden>no</div>One.<span style="font-size:0">no</span>`, "One.", false},
		{"<p>One and […]</p>", "One and…", true},
		{"<p>One and [&#8230;]</p><p><a href=x>Read more</a></p>", "One and…", true},
		{"One and ...", "One and…", true},
		{`<p>One.</p><p><a href="x">Weiterlesen</a></p>`, "One.", true},
		{`<p>One. <a href="x">Continue reading A Long Title →</a></p>`, "One.", true},
		{"<p>Один.</p><p>Читать далее →</p>", "Один.", true},
		{"<p>Un.</p><p><a href=x>Lire la suite</a> »</p>", "Un.", true},
		{"<p>One.</p><p>The post <a href=x>One</a> appeared first on <a href=y>News</a>.</p>", "One.", false},
		{"<p>Eins.</p><p>Der Beitrag Eins erschien zuerst auf News.</p>", "Eins.", false},
		{`<p>One.</p><p><a href="x">Comments</a></p>`, "One.", false},
		{`<p>One.</p><p>[link] [comments]</p>`, "One.", false},
		{"<p>They had no more.</p>", "They had no more.", false},
		{"<p>He wants to read more</p>", "He wants to read more", false},
		{"<p>He wanted more.</p><p>Less is more</p>", "He wanted more.\n\nLess is more", false},
		{"<p>A &lt;b&gt; tag makes it bold.</p>", "A <b> tag makes it bold.", false},
		{"", "", false},
		{"<p>a\u202eb\u200bc\u0301\u0301\u0301\u0301\u0301\u0301\u0301</p>", "abc\u0301\u0301\u0301\u0301", false},
	} {
		if got, cut := paragraphs(tt.source, ""); got != tt.want || cut != tt.cut {
			t.Errorf("%q: got %q, cut %v; want %q, %v", tt.source, got, cut, tt.want, tt.cut)
		}
	}
}

// FuzzText holds the short ways through a text to the long ones.
func FuzzText(f *testing.F) {
	for _, seed := range []string{"a\nb\tc", "a\x7f", "\x1f", "e\u0301\u0301\u0301\u0301\u0301", "a\u200d b", "<xmp>\x00\x00", "\xff", "&nGt;&nGt;", "a\n\tb\n\tc"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		if got, want := cleanText(source), dropUnseen(source); got != want {
			t.Errorf("%q: got %q, want %q", source, got, want)
		}
		if text, _ := paragraphs(source, ""); len(text) > maxGrowth*len(source) {
			t.Errorf("%q: its text is %q", source, text)
		}
		for _, markup := range []bool{false, true} {
			want := strings.IndexFunc(source, func(c rune) bool { return isForbidden(c) || markup && strings.ContainsRune(`&<>"`, c) })
			if got := special(source, markup); got != want {
				t.Errorf("%q, markup %v: got %d, want %d", source, markup, got, want)
			}
		}
	})
}

func TestItemText(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("<p>"+strings.Repeat("A sentence of it. ", 40)+"</p>", 3)
	for _, tt := range []struct {
		name, content, summary string
		empty, cut             bool
	}{
		{"content", "<p>The whole.</p>", "short", false, false},
		{"a summary alone", "", "short", false, true},
		{"a description that is a whole article", "", long, false, false},
		{"nothing", "", "", true, true},
		{"a picture alone", "<img src=x>", "", true, true},
		{"nested beyond reading", strings.Repeat("<div>", 300) + "x", "", true, true},
	} {
		text, cut := itemText(tt.content, tt.summary, "")
		if (text == "") != tt.empty || cut != tt.cut {
			t.Errorf("%s: got %q, cut %v", tt.name, text, cut)
		}
	}
}

func TestPlainTitle(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{
		"A &amp;amp; B":                        "A & B",
		" A\n <b>B</b> ":                       "A B",
		"1 < 2 &lt; 3":                         "1 < 2 < 3",
		"<script>x()</script>A":                "A",
		"<@123> and <!channel>":                "<@123> and <!channel>",
		"caf&eacute;":                          "café",
		"<img src=x onerror=y>":                "",
		strings.Repeat("é", 400):               strings.Repeat("é", 300),
		strings.Repeat("a", 299) + "e\u0301xx": strings.Repeat("a", 299) + "e\u0301",
	} {
		if got := plainTitle(title); got != want {
			t.Errorf("%q: got %q, want %q", title, got, want)
		}
	}
}
