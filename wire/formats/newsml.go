package formats

import (
	"errors"
	"strings"
	"unicode"

	"golang.org/x/net/html"
)

// readNewsMLG2 reads the news items of a NewsML-G2 message, or one that stands alone.
func readNewsMLG2(data []byte) ([]Item, error) {
	root, err := parseXML(data)
	if err != nil {
		return nil, err
	}
	sent := textOf(find(root, "header", "sent"))
	var items []Item
	for n := range all(root, "newsitem") {
		if len(items) == maxItems {
			return nil, errItems
		}
		items = append(items, newsItemG2(n, sent))
	}
	if len(items) == 0 {
		return nil, errors.New("no news item in it, only references to some")
	}
	return items, nil
}

func newsItemG2(n *html.Node, sent string) Item {
	about, meta := find(n, "itemmeta"), find(n, "contentmeta")
	item := Item{
		ID:       attr(n, "guid"),
		Source:   providerG2(first(about, "provider")),
		Language: anyOf(attr(find(meta, "language"), "tag"), attr(n, "lang")),
		Title:    anyOf(headlineG2(meta), textOf(child(about, "title"))),
		Dateline: textOf(first(meta, "dateline")),
		URL:      addressG2(about),
		Published: parseTime(textOf(first(about, "versioncreated")), textOf(first(about, "firstcreated")),
			textOf(first(meta, "contentcreated")), sent),
		Kind:     correcting(append(codesOf(about, "signal", "qcode"), attr(first(about, "pubstatus"), "qcode"))...),
		withheld: forbids(attr(first(about, "pubstatus"), "qcode")),
	}
	item.readContentG2(first(n, "contentset"))
	return item
}

// headlineG2 gives the main headline: the one without a role, else the first
// that is no sub-headline.
func headlineG2(meta *html.Node) string {
	best := ""
	for h := range all(meta, "headline") {
		role := strings.ToLower(attr(h, "role"))
		switch {
		case role == "":
			if text := textOf(h); text != "" {
				return text
			}
		case best == "" && !strings.Contains(role, "sub") && !strings.Contains(role, "short"):
			best = textOf(h)
		}
	}
	return best
}

// providerG2 gives the provider's name as short as the item has it: codes such
// as "nprov:dpa" are the names that agencies go by.
func providerG2(n *html.Node) string {
	code := attr(n, "qcode")
	code = code[strings.LastIndexByte(code, ':')+1:]
	if !strings.ContainsFunc(code, unicode.IsLetter) {
		code = ""
	}
	return anyOf(attr(n, "literal"), code, textOf(first(n, "name")), attr(n, "uri"))
}

// addressG2 gives the address that the item itself has on the web.
func addressG2(about *html.Node) string {
	for link := range all(about, "link") {
		rel := strings.ToLower(attr(link, "rel"))
		rel = rel[strings.LastIndexByte(rel, ':')+1:]
		if rel == "canonical" || rel == "permalink" || rel == "self" || rel == "published" {
			return attr(link, "href")
		}
	}
	return ""
}

// readContentG2 takes the first rendition that has a text.
func (i *Item) readContentG2(content *html.Node) {
	for n := range all(content, "inlinexml", "inlinedata") {
		kind := strings.ToLower(attr(n, "contenttype"))
		if strings.HasPrefix(kind, "image/") || strings.HasPrefix(kind, "audio/") || strings.HasPrefix(kind, "video/") ||
			attr(n, "encoding") != "" {
			continue
		}
		i.readMarkup(n)
		if i.Text != "" {
			i.Language = anyOf(i.Language, attr(n, "lang"), attr(first(n, "html"), "lang"))
			return
		}
	}
}

// readMarkup reads the content of n, which is NITF, XHTML or a string, into
// the text, and the title where there is none yet.
func (i *Item) readMarkup(n *html.Node) {
	if nitf := first(n, "nitf"); nitf != nil {
		i.fill(nitfItem(nitf))
		return
	}
	if !hasElements(n) {
		i.Text = stringText(rawText(n), i.Title)
		return
	}
	body := n
	for _, name := range []string{"body.content", "body"} {
		if found := first(n, name); found != nil {
			body = found
			break
		}
	}
	i.Title = anyOf(i.Title, textOf(first(body, "h1")), textOf(find(n, "head", "title")))
	i.Text = bodyText(body, i.Title)
}

// fill takes from other what i lacks.
func (i *Item) fill(other Item) {
	for _, f := range []struct{ to, from *string }{
		{&i.ID, &other.ID}, {&i.Source, &other.Source}, {&i.URL, &other.URL}, {&i.Language, &other.Language},
		{&i.Title, &other.Title}, {&i.Dateline, &other.Dateline}, {&i.Text, &other.Text}, {&i.withheld, &other.withheld},
	} {
		*f.to = anyOf(*f.to, *f.from)
	}
	if i.Published.IsZero() {
		i.Published = other.Published
	}
	if i.Kind == "" {
		i.Kind = other.Kind
	}
}

func hasElements(n *html.Node) bool {
	for c := range n.ChildNodes() {
		if c.Type == html.ElementNode {
			return true
		}
	}
	return false
}

// child gives the first element of that name directly below n, nil if there is none.
func child(n *html.Node, name string) *html.Node {
	if n == nil {
		return nil
	}
	for c := range n.ChildNodes() {
		if c.Type == html.ElementNode && c.Data == name {
			return c
		}
	}
	return nil
}
