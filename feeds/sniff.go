package feeds

import (
	"bytes"
	"mime"
	"strings"
)

// Kind says what a document is, as far as its beginning tells.
type Kind string

// The kinds of document that are told apart.
const (
	KindFeed  Kind = "feed"  // RSS, RDF, Atom, CDF or JSON Feed
	KindPage  Kind = "page"  // HTML
	KindOPML  Kind = "opml"  // a list of feeds
	KindOther Kind = "other" // all else, and nothing at all
)

// sniffed is how much of a document is looked at to tell its kind, in bytes.
const sniffed = 64 << 10

// Sniff tells the kind of a document from its content. The Content-Type that
// it came with, "" if none, says only in which character set it is, and
// decides where the content does not tell: many servers send feeds as pages
// and pages as feeds.
func Sniff(data []byte, contentType string) Kind {
	text, _ := decode(data[:min(len(data), sniffed)], contentType)
	trimmed := strings.TrimLeft(text, " \t\r\n\v\f\x00")
	if strings.HasPrefix(trimmed, "{") {
		if isJSONFeed(trimmed) {
			return KindFeed
		}
		return KindOther
	}
	switch name := findRoot(text).name; {
	case isFeedRoot(name):
		return KindFeed
	case name == "opml":
		return KindOPML
	case name == "html":
		return KindPage
	case name != "" || trimmed == "":
		return KindOther
	}
	if media, _, err := mime.ParseMediaType(contentType); err == nil && (media == "text/html" || media == "application/xhtml+xml") {
		return KindPage
	}
	return KindOther
}

// isJSONFeed reports whether an object, perhaps cut off, has the version of
// JSON Feed or, as some forget it, a list of items.
func isJSONFeed(text string) bool {
	return strings.Contains(text, "jsonfeed.org/version") || strings.Contains(text, `"items"`)
}

func isFeedRoot(name string) bool {
	return name == "rss" || name == "feed" || name == "rdf" || name == "channel" || name == "entry"
}

// pageElement has the elements that tell a page.
var pageElement = map[string]bool{
	"html": true, "head": true, "body": true, "script": true, "meta": true, "style": true, "title": true, "main": true,
	"article": true, "section": true, "header": true, "nav": true, "form": true,
}

// noise has the elements of HTML that a server's warning before the feed may
// be set in.
var noise = map[string]bool{
	"b": true, "br": true, "p": true, "div": true, "span": true, "pre": true, "i": true, "font": true, "hr": true, "a": true,
	"strong": true, "em": true, "small": true, "table": true, "tr": true, "td": true, "th": true, "h1": true, "h2": true,
	"center": true, "code": true, "img": true, "ul": true, "li": true,
}

// root is the first element of a document that is more than noise.
type root struct {
	name  string // local, in small letters; "html" for a page, whatever it begins with; "" if there is none
	at    int    // where its tag stands
	dirty bool   // something stands before it that may not
}

// maxPrologue is how many pieces of markup are looked at for the root element,
// and maxDoctypes how many of these may be declarations with much in them.
const (
	maxPrologue = 1000
	maxDoctypes = 4
)

func findRoot(text string) root {
	r := root{}
	noisy, doctypes := false, 0
	for range maxPrologue {
		open := strings.IndexByte(text[r.at:], '<')
		if open < 0 {
			break
		}
		r.dirty = r.dirty || strings.TrimLeft(text[r.at:r.at+open], " \t\r\n\ufeff") != ""
		r.at += open
		if rest := text[r.at:]; strings.HasPrefix(rest, "<!") && !strings.HasPrefix(rest, "<!--") {
			if doctypes++; doctypes > maxDoctypes {
				break
			}
		}
		if next, skip := skipMarkup(text, r.at); skip {
			r.at = next
			continue
		}
		local := localName(tagName(text[r.at+1:]))
		switch {
		case pageElement[local]:
			r.name = "html"
			return r
		case noise[local]:
			noisy = true
		case local != "":
			r.name = local
			return r
		}
		r.dirty = true
		r.at++
	}
	if noisy {
		r.name = "html"
	}
	r.at = len(text)
	return r
}

// skipMarkup gives the end of a comment, a processing instruction, a
// declaration, CDATA or an end tag that stands at text[at:]; false for another.
func skipMarkup(text string, at int) (end int, ok bool) {
	rest := text[at:]
	switch {
	case strings.HasPrefix(rest, "<!--"):
		return endOf(text, at+4, "-->"), true
	case strings.HasPrefix(rest, "<![CDATA["):
		return endOf(text, at, "]]>"), true
	case strings.HasPrefix(rest, "<?"):
		return endOf(text, at, ">"), true
	case strings.HasPrefix(rest, "<!"):
		return endOfDeclaration(text, at), true
	case strings.HasPrefix(rest, "</"):
		return at + 2, true
	}
	return at, false
}

func endOf(text string, at int, mark string) int {
	if i := strings.Index(text[at:], mark); i >= 0 {
		return at + i + len(mark)
	}
	return len(text)
}

// endOfDeclaration gives where a DOCTYPE ends, its internal subset included,
// which is not read.
func endOfDeclaration(text string, at int) int {
	end := endOf(text, at, ">")
	open := strings.IndexByte(text[at:end], '[')
	if open < 0 {
		return end
	}
	for i := at + open; i < len(text); i++ {
		if text[i] != ']' {
			continue
		}
		rest := strings.TrimLeft(text[i+1:min(len(text), i+64)], " \t\r\n")
		if strings.HasPrefix(rest, ">") {
			return endOf(text, i, ">")
		}
	}
	return end
}

// tagName gives the name that a tag opens with.
func tagName(s string) string {
	if s == "" || !isNameStart(s[0]) {
		return ""
	}
	for i := range min(len(s), maxName+1) {
		switch s[i] {
		case ' ', '\t', '\r', '\n', '/', '>', '<', '=', '"', '\'':
			return s[:i]
		}
	}
	if len(s) > maxName {
		return ""
	}
	return s
}

func localName(name string) string {
	if i := strings.LastIndexByte(name, ':'); i >= 0 {
		name = name[i+1:]
	}
	return strings.ToLower(name)
}

func isNameStart(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= 0x80
}

func hasBytes(data []byte, s string) bool { return bytes.HasPrefix(data, []byte(s)) }
