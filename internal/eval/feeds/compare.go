package main

import (
	"net/url"
	"strings"
	"time"
	"unicode"

	"golang.org/x/net/html"

	"dateline/feeds"
)

// kind says how a value of a document is compared with what is expected.
type kind int

const (
	kindText  kind = iota // the words of HTML or plain text, white space aside
	kindLink              // an address
	kindExact             // as it is
	kindTime
)

// value is one value of a document.
type value struct {
	kind kind
	text string
	time time.Time
}

// lookUp gives the value of a document that a path means; false where a
// document has none such, because it is not made for it.
func lookUp(doc *feeds.Document, path []string) (value, bool) {
	switch {
	case len(path) >= 2 && path[0] == "feed":
		return feedValue(doc, strings.Join(path[1:], "."))
	case len(path) >= 3 && path[0] == "entries":
		n := len(path[1])
		if n != 1 || path[1][0] < '0' || path[1][0] > '9' {
			return value{}, false
		}
		var item feeds.Item
		if i := int(path[1][0] - '0'); i < len(doc.Items) {
			item = doc.Items[i]
		}
		return itemValue(item, strings.Join(path[2:], "."))
	}
	return value{}, false
}

func feedValue(doc *feeds.Document, name string) (value, bool) {
	switch name {
	case "title", "title_detail.value":
		return value{kind: kindText, text: doc.Title}, true
	case "link":
		return value{kind: kindLink, text: doc.Link}, true
	case "language":
		return value{kind: kindExact, text: strings.ToLower(doc.Language)}, true
	}
	return value{}, false
}

func itemValue(item feeds.Item, name string) (value, bool) {
	switch name {
	case "title", "title_detail.value":
		return value{kind: kindText, text: item.Title}, true
	case "description", "summary", "summary_detail.value", "content.0.value", "description_detail.value":
		return value{kind: kindText, text: item.Text}, true
	case "link":
		return value{kind: kindLink, text: item.URL}, true
	case "id", "guid":
		return value{kind: kindExact, text: item.ID}, true
	case "published_parsed", "issued_parsed":
		return value{kind: kindTime, time: item.Published}, true
	case "updated_parsed", "modified_parsed", "date_parsed":
		updated := item.Updated
		if updated.IsZero() {
			updated = item.Published // one date is both
		}
		return value{kind: kindTime, time: updated}, true
	}
	return value{}, false
}

// applies reports whether what is expected is something that a document could
// hold: links of other kinds than http are left out of it on purpose.
func (v value) applies(expected string) bool {
	if v.kind != kindLink {
		return true
	}
	u, err := url.Parse(expected)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https")
}

// is reports whether a value is what is expected.
func (v value) is(expected string) bool {
	switch v.kind {
	case kindText:
		got := folded(v.text)
		return got == folded(wordsOf(expected)) || got == folded(expected) || got == folded(html.UnescapeString(expected))
	case kindLink:
		return strings.TrimSuffix(v.text, "/") == strings.TrimSuffix(expected, "/")
	case kindTime:
		t, err := time.Parse(time.RFC3339, expected)
		return err == nil && t.Equal(v.time.Truncate(time.Second))
	case kindExact:
		return strings.EqualFold(v.text, strings.TrimSpace(expected))
	}
	return false
}

// folded drops white space and what cannot be seen, and writes dots in one way.
func folded(s string) string {
	s = strings.ReplaceAll(s, "...", "…")
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) || r == '\u200b' || r == '\u00ad' {
			return -1
		}
		return r
	}, s)
}

// wordsOf gives the text of HTML, told by its tokens alone.
func wordsOf(s string) string {
	var b strings.Builder
	hidden := ""
	for z := html.NewTokenizer(strings.NewReader(s)); ; {
		token := z.Next()
		name, _ := z.TagName()
		switch tag := string(name); {
		case token == html.ErrorToken:
			return b.String()
		case token == html.TextToken && hidden == "":
			b.Write(z.Text())
		case token == html.StartTagToken && (tag == "script" || tag == "style"):
			hidden = tag
		case token == html.EndTagToken && tag == hidden:
			hidden = ""
		}
	}
}
