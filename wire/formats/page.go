package formats

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"
)

// readPage reads a page of HTML: its title, and the paragraphs, headings and
// list items of its main part.
func readPage(data []byte) ([]Item, error) {
	text, err := decodePage(data)
	if err != nil {
		return nil, err
	}
	root, err := parseHTML(text)
	if err != nil {
		return nil, err
	}
	meta := metaOf(root)
	item := Item{
		Source:   anyOf(meta["og:site_name"], meta["application-name"]),
		URL:      anyOf(canonical(root), meta["og:url"]),
		Language: anyOf(LanguageTag(attr(first(root, "html"), "lang")), LanguageTag(meta["content-language"]), LanguageTag(meta["og:locale"])),
		Title:    anyOf(meta["og:title"], pageTitle(root)),
		Published: parseTime(meta["article:published_time"], meta["datepublished"], meta["date"], meta["dc.date"], meta["dc.date.issued"],
			meta["dcterms.created"], meta["pubdate"], pageTime(root)),
	}
	body := first(root, "body")
	item.Text = pageText(mainPart(body), oneLine(item.Title))
	if whole := pageText(body, oneLine(item.Title)); len(item.Text)*8 < len(whole) {
		item.Text = whole // what looked like the main part is a teaser
	}
	return []Item{item}, nil
}

// decodePage gives a page as UTF-8, by its byte order mark or its meta element.
func decodePage(data []byte) (string, error) {
	_, name, certain := charset.DetermineEncoding(data[:min(len(data), 4096)], "")
	if !certain && name == "windows-1252" {
		name = "" // nothing is declared
	}
	return decode(data, name)
}

// metaOf gives what the meta elements of a page say, the first of each name.
func metaOf(root *html.Node) map[string]string {
	meta := map[string]string{}
	for n := range all(root, "meta") {
		name := strings.ToLower(anyOf(attr(n, "property"), attr(n, "name"), attr(n, "itemprop"), attr(n, "http-equiv")))
		if name != "" && meta[name] == "" {
			meta[name] = attr(n, "content")
		}
	}
	return meta
}

func canonical(root *html.Node) string {
	for n := range all(root, "link") {
		if strings.EqualFold(attr(n, "rel"), "canonical") {
			return attr(n, "href")
		}
	}
	return ""
}

// pageTitle gives the first heading of the highest rank that can be seen, else
// the title of the window.
func pageTitle(root *html.Node) string {
	for n := range all(root, "h1") {
		if text := textOf(n); text != "" && !isHidden(n) {
			return text
		}
	}
	return textOf(first(root, "title"))
}

func pageTime(root *html.Node) string {
	for n := range all(root, "time") {
		if at := attr(n, "datetime"); at != "" {
			return at
		}
	}
	return ""
}

// mainPart gives the element with the article: the longest of those that say
// that they are one, else the whole body.
func mainPart(body *html.Node) *html.Node {
	best, length := body, 0
	for _, says := range []func(*html.Node) bool{
		func(n *html.Node) bool { return strings.EqualFold(attr(n, "itemprop"), "articleBody") },
		func(n *html.Node) bool { return n.Data == "article" || attr(n, "role") == "article" },
		func(n *html.Node) bool { return n.Data == "main" || attr(n, "role") == "main" },
	} {
		for _, n := range outermost(body, says) {
			if text := len(pageText(n, "")); text > length {
				best, length = n, text
			}
		}
		if length > 0 {
			return best
		}
	}
	return body
}

// outermost gives the elements for which says holds, but none inside of another.
func outermost(n *html.Node, says func(*html.Node) bool) []*html.Node {
	var found []*html.Node
	if n == nil {
		return nil
	}
	for c := range n.ChildNodes() {
		switch {
		case c.Type != html.ElementNode || skipped[c.Data] || isHidden(c):
		case says(c):
			found = append(found, c)
		default:
			found = append(found, outermost(c, says)...)
		}
	}
	return found
}

// pageText gives the prose below n. Where little of it stands in elements that
// are meant for prose, all of it is taken. Blocks that are nothing but a link
// lead elsewhere.
func pageText(n *html.Node, title string) string {
	if n == nil {
		return ""
	}
	p := prose{tables: true, nested: true}
	p.walk(n)
	p.flush()
	var kept, loose int
	for _, b := range p.blocks {
		switch {
		case b.link:
		case b.kept:
			kept += len(b.text)
		default:
			loose += len(b.text)
		}
	}
	blocks := p.blocks[:0]
	for _, b := range p.blocks {
		if !b.link && (b.kept || kept*3 < loose) {
			blocks = append(blocks, b)
		}
	}
	return joinBlocks(blocks, title)
}
