package feeds_test

import (
	"errors"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"dateline/feeds"
	"dateline/news"
)

// refused is a check for documents that must not be read.
func refused(doc *feeds.Document, err error) bool {
	var problem *feeds.ParseError
	return doc == nil && errors.As(err, &problem) && problem.Cause == news.CauseFormat
}

// one gives a check of a document with one item.
func one(check func(feeds.Item) bool) func(*feeds.Document, error) bool {
	return func(doc *feeds.Document, err error) bool {
		return err == nil && len(doc.Items) == 1 && check(doc.Items[0])
	}
}

func titled(title string) func(*feeds.Document, error) bool {
	return one(func(i feeds.Item) bool { return i.Title == title })
}

func undated(i feeds.Item) bool { return i.Published.IsZero() }

// hostileFeeds has what is expected of each document: what EXPECT.tsv says, as
// far as it concerns reading.
var hostileFeeds = map[string]func(*feeds.Document, error) bool{
	"billion_laughs.xml":   titled("&a9;"),
	"quadratic_entity.xml": one(func(i feeds.Item) bool { return len(i.Title) <= 300 && strings.HasPrefix(i.Title, "&a;&a;") }),
	"xxe_file.xml":         titled("&a;"),
	"xxe_http.xml":         titled("&a;"),
	"xxe_param.xml":        titled("T"),
	"xinclude.xml":         one(func(i feeds.Item) bool { return i.Title == "T" && i.Text == "d" }),
	"deep_ns_200k.xml":     refused,
	"deep_plain_300k.xml":  refused,
	"many_items_100k.xml": func(doc *feeds.Document, err error) bool {
		return err == nil && len(doc.Items) == feeds.MaxItems && doc.Dropped == 100_000-feeds.MaxItems
	},
	"title_3MB.xml":      one(func(i feeds.Item) bool { return utf8.RuneCountInString(i.Title) == 300 }),
	"attrs_200k.xml":     one(func(i feeds.Item) bool { return i.Title == "" }),
	"xmlns_20k.xml":      titled("T"),
	"unclosed_cdata.xml": refused,
	"truncated.xml": func(doc *feeds.Document, err error) bool {
		return err == nil && len(doc.Items) == 19 && strings.Contains(strings.Join(doc.Repairs, ","), "cut off")
	},
	"bad_utf8.xml":        titled("café ok"),
	"nul_ctrl.xml":        titled("abcd"),
	"utf16le.xml":         titled("ü"),
	"utf7.xml":            titled("+ADw-script+AD4-"),
	"charset_lie.xml":     titled("日本"),
	"leading_ws_bom.xml":  titled("T"),
	"leading_garbage.xml": titled("T"),
	"amp.xml":             titled("AT&T & Co x"),
	"html_entities.xml":   titled("café …"),
	"no_guid_no_link.xml": one(func(i feeds.Item) bool { return i.ID == "" && i.URL == "" && i.Title == "only" }),
	"dup_guid.xml": func(doc *feeds.Document, err error) bool {
		return err == nil && len(doc.Items) == 2 && doc.Items[0].ID+doc.Items[1].ID == "" && doc.Items[0].URL != doc.Items[1].URL
	},
	"guid_rotates.xml": one(func(i feeds.Item) bool { return i.URL == "https://example.org/1" && !i.Shared }),
	"future_date.xml":  one(undated),
	"ancient_date.xml": one(undated),
	"bad_dates.xml": func(doc *feeds.Document, err error) bool {
		return err == nil && len(doc.Items) == 9 && undated(doc.Items[0])
	},
	"bidi_title.xml": titled("Invoice fdp.exe x"),
	"zalgo.xml": one(func(i feeds.Item) bool {
		return strings.Count(strings.Map(func(r rune) rune {
			if unicode.Is(unicode.Mn, r) {
				return 'm'
			}
			return -1
		}, i.Title), "m") <= 4
	}),
	"mention_discord.xml": one(func(i feeds.Item) bool { return strings.HasPrefix(i.Title, "@everyone @here <@123>") }),
	"mention_slack.xml":   one(func(i feeds.Item) bool { return strings.HasPrefix(i.Title, "<!channel> <!here>") }),
	"md_link_spoof.xml":   one(func(i feeds.Item) bool { return i.URL == "https://evil.example" }),
	"md_break.xml":        one(func(i feeds.Item) bool { return !strings.Contains(i.Title, "\n") }),
	"slack_pipe.xml":      one(func(i feeds.Item) bool { return i.URL == "https://example.org/a%7Cb%3E" }),
	"link_javascript.xml": func(doc *feeds.Document, err error) bool {
		if err != nil || len(doc.Items) != 5 {
			return false
		}
		got := ""
		for _, i := range doc.Items {
			got += i.URL + " "
		}
		return got == "   https://evil.example/x http://example.org/ "
	},
	"link_newline.xml":     one(func(i feeds.Item) bool { return !strings.ContainsAny(i.URL, "\r\n") }),
	"link_homograph.xml":   one(func(i feeds.Item) bool { return i.URL == "https://xn--pple-43d.com/" }),
	"link_long.xml":        one(func(i feeds.Item) bool { return i.URL == "" && i.Title == "x" }),
	"prompt_injection.xml": one(func(i feeds.Item) bool { return !strings.Contains(i.Text, "p.png") }),
	"script_desc.xml":      one(func(i feeds.Item) bool { return i.Text == "text" }),
	"json_depth.json":      refused,
	"json_bigint.json": func(doc *feeds.Document, err error) bool {
		return err == nil && len(doc.Items) == 3 && doc.Items[0].URL == "https://example.org/"
	},
	"opml_nest.xml": refused,
	"opml_10k.xml":  refused,
}

func TestParseHostile(t *testing.T) { //nolint:paralleltest // it counts what is allocated
	dir := hostileDocuments(t)
	expected := dir.read(t, "EXPECT.tsv")
	for line := range strings.Lines(string(expected)) {
		name, _, _ := strings.Cut(line, "\t")
		check := hostileFeeds[name]
		switch {
		case name == "file", strings.HasSuffix(name, ".html"), strings.HasSuffix(name, ".gz"):
			continue
		case check == nil:
			t.Errorf("%s: nothing is expected of it", name)
			continue
		}
		data := dir.read(t, name)
		before := allocated()
		doc, err := feeds.Parse(data, "", "https://host.example/feed")
		if used := allocated() - before; used > 32<<20 {
			t.Errorf("%s: %d MiB for a document of %d KiB", name, used>>20, len(data)>>10)
		}
		if !check(doc, err) {
			t.Errorf("%s: got %+v, %v; want otherwise: %s", name, doc, err, strings.TrimSpace(line))
		}
	}
}

// TestParseBounds has short documents that could cost much. What they allocate
// is bounded by their length.
func TestParseBounds(t *testing.T) { //nolint:paralleltest // it counts what is allocated
	repeat := strings.Repeat
	channel := func(s string) string { return "<rss><channel><item><title>x</title>" + s + "</item></channel></rss>" }
	var fonts strings.Builder
	for i := range 300 {
		fonts.WriteString("<font color=" + repeat("x", i+1) + ">")
	}
	documents := map[string]string{
		"million nested":              "<rss>" + repeat("<a>", 1_000_000),
		"million siblings":            channel(repeat("<a/>", 1_000_000)),
		"end tags alone":              "<rss><channel>" + repeat("</x>", 500_000),
		"tags alone":                  "<rss><channel>" + repeat("<", 1_000_000),
		"unclosed CDATA, often":       "<rss><channel>" + repeat("<item><title><![CDATA[x</title></item>", 50_000),
		"CDATA without an element":    "<rss><channel><title>" + repeat("<![CDATA[x]]>", 200_000),
		"declarations":                repeat("<!D [ >", 200_000) + channel(""),
		"comments":                    "<rss><channel>" + repeat("<!--", 500_000),
		"quotation marks":             "<rss><channel>" + repeat(`<a b="`, 300_000),
		"ampersands":                  channel("<description>" + repeat("&", 1_000_000) + "</description>"),
		"formatting, never closed":    channel("<description><![CDATA[<p>" + fonts.String() + repeat("<p>y", 60_000) + "]]></description>"),
		"links, never closed":         channel("<description><![CDATA[" + repeat("<a href=x><p>y", 30_000) + "]]></description>"),
		"nested HTML":                 channel("<description><![CDATA[" + repeat("<div>", 150_000) + "]]></description>"),
		"tables":                      channel("<description><![CDATA[" + repeat("<table><tr><td>", 60_000) + "]]></description>"),
		"escapes":                     channel("<description>" + repeat("&amp;lt;p&amp;gt;x", 60_000) + "</description>"),
		"JSON, many items":            `{"items":[` + repeat(`{},`, 300_000) + `{}]}`,
		"JSON, many fields":           `{"items":[],` + repeat(`"a":1,`, 300_000) + `"b":2}`,
		"JSON, a string without end":  `{"items":["` + repeat(`\"`, 500_000),
		"a channel in many languages": "<rss><channel>" + repeat("<language>en</language>", 100_000) + "</channel></rss>",
	}
	for name, document := range documents {
		before := allocated()
		_, err := feeds.Parse([]byte(document), "", "")
		if used := allocated() - before; used > 128<<20 {
			t.Errorf("%s: %d MiB for a document of %d KiB (%v)", name, used>>20, len(document)>>10, err)
		}
	}
}
