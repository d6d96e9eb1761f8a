package formats_test

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"dateline/wire/formats"
)

const (
	nitfOpen  = `<nitf><body><body.content>`
	nitfClose = `</body.content></body></nitf>`
)

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ data, want string }{
		"empty":          {" \n", "x: empty: give the text of a dispatch"},
		"too long":       {strings.Repeat("a", 16<<20+1), "x: over 16 MiB: split it"},
		"binary":         {"text \x00 text", "x: plain text: binary data (a NUL at byte 5)"},
		"cut off":        {"<nitf><body>\n<body.content><p>A bridge", "x: NITF: line 2: not well-formed: unexpected EOF"},
		"no text":        {"<nitf><body><body.content/></body></nitf>", "x: NITF: no text in it"},
		"canceled":       {`<nitf><head><docdata management-status="canceled"/></head>` + nitfOpen[6:] + "<p>A b.</p>" + nitfClose, "x: NITF: marked as canceled by whoever sent it: not read"},
		"only a caption": {`{"bodies":[{"role":"caption","value":"A rose"}]}`, "x: ninjs: no text in it"},
		"references":     {`<packageItem guid="a"><groupSet/></packageItem>`, "x: NewsML-G2: no news item in it, only references to some"},
		"a feed":         {`<?xml version="1.0"?><rss><channel/></rss>`, "x: XML: a feed or a list of feeds (rss), not a dispatch"},
		"other XML":      {`<?xml version="1.0"?><a:invoice xmlns:a="b"/>`, `x: XML: of a kind that is not read: the root element is "invoice"`},
		"unknown set":    {`<?xml version="1.0" encoding="x-klingon"?><nitf>` + "\xe9</nitf>", `x: NITF: the character set "x-klingon" is not known`},
		"deep XML":       {strings.Repeat("<nitf>\n", 300), "x: NITF: line 257: nested deeper than 256"},
		"attributes":     {"<nitf>\n<p" + crowd(65) + "/></nitf>", "x: NITF: line 2: an element with over 64 attributes"},
		"elements":       {"<nitf>" + strings.Repeat("<p/>", 400_001) + "</nitf>", "x: NITF: line 1: over 400000 elements"},
		"many items":     {"<NewsML>" + strings.Repeat("<NewsItem/>", 10_001) + "</NewsML>", "x: NewsML 1: over 10000 items: split it"},
		"deep HTML":      {"<html>" + strings.Repeat("<div>", 600), "x: HTML: nested too deep: "},
		"HTML tag":       {"<html><p" + crowd(300) + ">a", "x: HTML: an element with over 256 attributes"},
		"HTML elements":  {"<html>" + strings.Repeat("<br>", 400_001), "x: HTML: over 400000 elements"},
		"deep JSON":      {"{\"body_text\": 1,\n \"a\": " + strings.Repeat("[", 300), "x: ninjs: line 2: nested deeper than 256"},
		"JSON cut off":   {"{\"body_text\": \"a\",\n", "x: ninjs: line 2: cut off"},
		"mail header":    {"From x\n 203\x1b[2J\n" + mailHead, "x: mail: header: malformed initial line: 203[2J"},
		"not JSON":       {"{\"body_text\": \"a\",\n x}", "x: ninjs: line 2: not JSON: "},
		"mail parts":     {mailHead + "Content-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\nContent-Type: image/png\n\na\n", 300), "x: mail: too many parts"},
		"mail base64":    {mailHead + "Content-Transfer-Encoding: base64\n\n!!!!", "x: mail: part of text/plain: base64: "},
	} {
		_, err := formats.Read("x", []byte(c.data))
		if err == nil || !strings.HasPrefix(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: got %v, want %s", name, err, c.want)
		}
	}
}

const mailHead = "From: a@example.org\nSubject: A\nDate: x\n"

// crowd gives n attributes.
func crowd(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, ` a%d="b=c"`, i)
	}
	return b.String()
}

// TestEntities: nothing is expanded but the entities of HTML, and nothing fetched.
func TestEntities(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ subset, in, want string }{
		"HTML's":        {"", "Caf&eacute; &#8220;&#x41;&#8221; &amp; co.", "Café “A” & co."},
		"escaped twice": {"", "it&amp;#39;s &amp;quot;so&amp;quot; at AT&amp;T", `it's "so" at AT&T`},
		"internal":      {`<!ENTITY a "EXPANDED">`, "One &a; two", "One &a; two"},
		"external":      {`<!ENTITY a SYSTEM "file:///etc/hostname">`, "One &a; two", "One &a; two"},
		"parameter":     {`<!ENTITY % a SYSTEM "http://127.0.0.1/x.dtd"> %a;`, "One two", "One two"},
		"nested": {`<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">`,
			"One &c; two", "One &c; two"},
	} {
		data := `<?xml version="1.0"?><!DOCTYPE nitf [` + c.subset + `]>` + nitfOpen + "<p>" + c.in + "</p>" + nitfClose
		items, err := formats.Read("x", []byte(data))
		if err != nil || len(items) != 1 || items[0].Text != c.want {
			t.Errorf("%s: got %v, %v, want %q", name, items, err, c.want)
		}
	}
}

func TestMistakesThatAreRead(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ data, want string }{
		"not well-formed":    {nitfOpen + "<p>One & <b>two</p><p>Three <br> four.</p>" + nitfClose, "One & two\n\nThree\nfour."},
		"control characters": {nitfOpen + "<p>One\x0btwo\x7f.</p>" + nitfClose, "One two."},
		"something after it": {nitfOpen + "<p>One.</p>" + nitfClose + "\n\x1a garbage <", "One."},
		"title repeated":     {"<nitf><head><title>T u</title></head>" + nitfOpen[6:] + "<hl1>T  u</hl1><p>One.</p>" + nitfClose, "One."},
		"abstract alone":     {"<nitf><body><body.head><abstract><p>One.</p></abstract></body.head></body></nitf>", "One."},
		"lines of equal signs": {"<newsItem><contentSet><inlineData contenttype=\"text/plain\"><![CDATA[" +
			"One <" + strings.Repeat("=", 99) + "\ntwo.]]></inlineData></contentSet></newsItem>", "One <" + strings.Repeat("=", 99) + "\ntwo."},
		"message in a mail": {mailHead + "\n\x01abc0001 4 i 10 xyz 1\n\nSlug/\n\x02Head =\n\n   One two.\n\x03010203 GMT Jan 30\n\x04", "One two."},
		"flowed mail":       {mailHead + "Content-Type: text/plain; format=flowed\n\nOne \ntwo.\n\nThree.", "One two.\n\nThree."},
		"mail without type": {mailHead + "\nOne.\n", "One."},
		"late heading":      {nitfOpen + "<p>One.</p><hl2>Two</hl2>Three <em>four</em>." + nitfClose, "One.\n\nTwo\n\nThree four."},
	} {
		items, err := formats.Read("x", []byte(c.data))
		if err != nil || len(items) != 1 || items[0].Text != c.want {
			t.Errorf("%s: got %v, %v, want %q", name, items, err, c.want)
		}
	}
}

func TestCharsets(t *testing.T) {
	t.Parallel()
	const text = "Décès à Zürich"
	declared := func(set string) string {
		return `<?xml version="1.0" encoding="` + set + `"?>` + nitfOpen + "<p>" + text + "</p>" + nitfClose
	}
	latin := func(s string) string { return must(charmap.ISO8859_1.NewEncoder().String(s)) }
	wide := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder()
	for name, data := range map[string]string{
		"UTF-8":                  declared("utf-8"),
		"UTF-8, byte order mark": "\uFEFF" + declared("utf-8"),
		"Latin-1":                latin(declared("ISO-8859-1")),
		"UTF-8 called Latin-1":   declared("iso-8859-1"),
		"Latin-1 called UTF-8":   latin(declared("UTF-8")),
		"Latin-1 called nothing": latin(nitfOpen + "<p>" + text + "</p>" + nitfClose),
		"UTF-16":                 must(wide.String(declared("utf-16"))),
		"UTF-16 no longer":       declared("UTF-16"),
		"page, not declared":     latin("<html><body><p>" + text + "</p></body></html>"),
		"page, declared":         latin(`<html><head><meta charset="iso-8859-15"></head><body><p>` + text + "</p></body></html>"),
		"mail":                   mailHead + "Content-Type: text/plain; charset=windows-1252\n\n" + latin(text),
		"plain":                  latin(text),
	} {
		items, err := formats.Read("x", []byte(data))
		if err != nil || len(items) != 1 || items[0].Text != text {
			t.Errorf("%s: got %v, %v", name, items, err)
		}
	}
}

func must(s string, err error) string {
	if err != nil {
		panic(err)
	}
	return s
}

func TestSniff(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]formats.Format{
		"":                               formats.Text,
		"MOSCOW, July 6. /TASS/. Talks.": formats.Text,
		"<3 this town, says its mayor":   formats.Text,
		"<MOSCOW> a quaint dateline":     formats.Text,
		"<!-- a --><?b?><x:nitf>":        formats.NITF,
		"<!DOCTYPE nitf [<!ENTITY a '>'>]>\n<nitf>": formats.NITF,
		"<newsItem guid='a'>":                       formats.NewsMLG2,
		"<NewsML>":                                  formats.NewsML1,
		"<!doctype html><title>a":                   formats.HTML,
		"<p>One.</p>":                               formats.HTML,
		"<?xml version='1.0'?><feed>":               formats.XML,
		"[Updated] MOSCOW":                          formats.Text,
		"{curly} MOSCOW":                            formats.Text,
		`{"id":1,"title":"a","text":"b","pubstatus":"usable"}`:            formats.Text,
		`{"id":1,"associations":{"text":"a"},"body_text":"b"`:             formats.Ninjs,
		`{"uri":"a","subject":[{"bodies":1}],"headline":"b"}`:             formats.Ninjs,
		`{"item":[{"uri":"a","type":"text","versioncreated":"2031-01-01"`: formats.Ninjs,
		`{"text":"a"}` + "\n" + `{"body_text":"b"}`:                       formats.Text,
		"Subject: the mayor\n\nThe mayor spoke.":                          formats.Text,
		"From: Berlin\nTo: Paris\nThe night train is back":                formats.Text,
		"From: a@example.org\nSubject: b\n\nText":                         formats.Mail,
		"From x Mon\nReceived: a\n b\nDate: c\nTo: d\n\n":                 formats.Mail,
		"abc062 4 i 211 xyz 061\n\nSlug/\n":                               formats.IPTC7901,
		"abc062 people came, 4 of them late":                              formats.Text,
		"\x7f\x01bsf025 3 ec 121":                                         formats.IPTC7901,
		"\x16\x16\x01W1\x1fworld\n":                                       formats.ANPA,
	} {
		if got := formats.Sniff([]byte(data)); got != want {
			t.Errorf("%q: got %s, want %s", data, got, want)
		}
	}
}

func TestWithDateline(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ dateline, text, want string }{
		{"PARIS, Jan 21, 2031 (AFP) -", "The court sat.", "PARIS, Jan 21, 2031 (AFP) - The court sat."},
		{"TOKYO, July 23", "The court sat.", "TOKYO, July 23 - The court sat."},
		{"ATHENS (dpa) - ", "ATHENS (dpa) - The court sat.", "ATHENS (dpa) - The court sat."},
		{"4/4/2031", "The court sat.", "The court sat."},
		{"20310121T103600+0000", "The court sat.", "The court sat."},
		{"", "The court sat.", "The court sat."},
		{"SYDNEY March 22 AAP -", "nothing", "nothing"},
	} {
		got := formats.Item{Dateline: c.dateline, Text: c.text, Language: "en"}.WithDateline()
		if got != c.want {
			t.Errorf("%q: got %q, want %q", c.dateline, got, c.want)
		}
	}
}
