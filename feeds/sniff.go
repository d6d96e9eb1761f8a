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
	switch name, _ := findRoot(text); {
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
	return name == "rss" || name == "feed" || name == "rdf" || name == "channel"
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

// findRoot gives the local name of the first element that is more than noise,
// in small letters, and where its tag stands; "" if there is none. A page is
// "html", whatever it begins with.
func findRoot(text string) (name string, at int) {
	noisy := false
	for steps := 0; at < len(text) && steps < 1000; steps++ {
		open := strings.IndexByte(text[at:], '<')
		if open < 0 {
			break
		}
		at += open
		next, skip := skipMarkup(text, at)
		if skip {
			at = next
			continue
		}
		local := localName(tagName(text[at+1:]))
		switch {
		case pageElement[local]:
			return "html", at
		case noise[local]:
			noisy = true
		case local != "":
			return local, at
		}
		at++
	}
	if noisy {
		return "html", len(text)
	}
	return "", len(text)
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
	s = s[:min(len(s), maxName+1)]
	end := strings.IndexAny(s, " \t\r\n/><=\"'")
	if end >= 0 {
		s = s[:end]
	}
	if s == "" || len(s) > maxName || !isNameStart(s[0]) {
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
