package feeds

import (
	"strings"

	"golang.org/x/net/html"
)

// Bounds of a page; beyond them it has no text.
const (
	maxPageTags   = 100_000
	maxPageValue  = 2000      // bytes of an attribute
	maxPageStyles = 256 << 10 // bytes of its style sheets that are looked at
	maxPageJSON   = 1 << 20   // bytes of what it says about itself in JSON-LD
	maxPageLinks  = 5000      // links that are looked at for feeds
)

// pageScan is what one pass over the tags of a page finds: what it says about
// itself, and the page again without what would make a parser work hard.
type pageScan struct {
	simple  strings.Builder
	styles  strings.Builder
	crowded bool // over the bounds: simple is not whole

	language, base, title, heading, time string
	meta                                 map[string]string // the first of each name
	links                                []pageLink        // <link>
	anchors                              []pageLink        // <a>
	data                                 []string          // JSON-LD

	tags     int
	skipping string // the element whose content is not kept
	nested   int    // templates that are open in the one that is skipped
	reading  *strings.Builder
	titles   [2]strings.Builder // of title and h1
	json     int
}

type pageLink struct{ rel, kind, href, title string }

// scanPage reads the tags of a page, in time in proportion to its length.
func scanPage(text string) *pageScan {
	s := &pageScan{meta: map[string]string{}}
	s.simple.Grow(len(text))
	z := html.NewTokenizer(strings.NewReader(text))
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			s.title, s.heading = pageLine(s.titles[0].String(), maxPageTitle), pageLine(s.titles[1].String(), maxPageTitle)
			return s
		case html.StartTagToken, html.SelfClosingTagToken:
			s.start(z)
		case html.EndTagToken:
			name, _ := z.TagName()
			s.end(string(name))
		case html.TextToken:
			s.text(z)
		}
	}
}

// rawElement has the elements whose content is no text of the page.
var rawElement = map[string]bool{
	"script": true, "style": true, "noscript": true, "iframe": true, "noembed": true, "noframes": true, "textarea": true,
	"xmp": true, "plaintext": true, "template": true,
}

// formatting has the elements that a parser opens again in every following
// block where they are not closed (HTML standard, 13.2.4.3), so that a short
// page could become a tree without end. They tell nothing that is needed: a
// span stands for each.
var formatting = map[string]bool{
	"b": true, "big": true, "code": true, "em": true, "font": true, "i": true, "nobr": true, "s": true, "small": true,
	"strike": true, "strong": true, "tt": true, "u": true,
}

// keptAttribute has the attributes by which text is told from the rest.
var keptAttribute = map[string]bool{
	"class": true, "id": true, "role": true, "style": true, "itemprop": true, "href": true, "rel": true, "lang": true,
	"hidden": true, "aria-hidden": true, "aria-modal": true, "src": true, "summary": true, "colspan": true, "rowspan": true,
}

// alsoRead has the attributes that are read and not kept.
var alsoRead = map[string]bool{
	"name": true, "property": true, "content": true, "http-equiv": true, "type": true, "title": true, "datetime": true, "xml:lang": true,
}

// start reads a start tag.
func (s *pageScan) start(z *html.Tokenizer) {
	raw, more := z.TagName()
	name := string(raw)
	s.tags++
	s.crowded = s.crowded || s.tags > maxPageTags
	attrs := map[string]string{}
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		k := string(key)
		if _, twice := attrs[k]; !twice && (keptAttribute[k] || alsoRead[k]) {
			attrs[k] = string(value[:min(len(value), maxPageValue)])
		}
	}
	if s.skipping != "" {
		if s.skipping == name {
			s.nested++
		}
		return
	}
	s.learn(name, attrs)
	if rawElement[name] {
		s.skipping = name
		if name == "script" && strings.Contains(strings.ToLower(attrs["type"]), "ld+json") {
			s.skipping = "json"
		}
		return
	}
	s.write(name, attrs)
}

// write writes a start tag into the simpler page.
func (s *pageScan) write(name string, attrs map[string]string) {
	if s.crowded || !plainTag(name) {
		return
	}
	if formatting[name] {
		name = "span"
	}
	s.simple.WriteByte('<')
	s.simple.WriteString(name)
	for _, key := range sortedKeys(attrs) {
		if keptAttribute[key] {
			s.simple.WriteString(" " + key + `="` + html.EscapeString(strings.ToValidUTF8(attrs[key], "")) + `"`)
		}
	}
	s.simple.WriteByte('>')
}

// plainTag reports whether a name is one of a tag, and a short one.
func plainTag(name string) bool {
	return name != "" && len(name) <= 40 && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-:_.") == ""
}

func (s *pageScan) end(name string) {
	if s.skipping != "" {
		switch {
		case s.skipping == name && s.nested > 0:
			s.nested--
		case s.skipping == name, s.skipping == "json" && name == "script":
			s.skipping = ""
		}
		return
	}
	if name == "title" || name == "h1" || name == "svg" {
		s.reading = nil
	}
	if s.crowded || !plainTag(name) {
		return
	}
	if formatting[name] {
		name = "span"
	}
	s.simple.WriteString("</" + name + ">")
}

func (s *pageScan) text(z *html.Tokenizer) {
	switch s.skipping {
	case "":
		if !s.crowded { // escaped: within foreign elements a parser takes for tags what is text elsewhere
			s.simple.WriteString(strings.ReplaceAll(string(z.Raw()), "<", "&lt;"))
		}
		if s.reading != nil && s.reading.Len() < 4*maxPageTitle {
			s.reading.Write(z.Text())
		}
	case "json":
		if raw := z.Raw(); s.json+len(raw) <= maxPageJSON {
			s.json += len(raw)
			s.data = append(s.data, string(raw))
		}
	case "style":
		if raw := z.Raw(); s.styles.Len()+len(raw) <= maxPageStyles {
			s.styles.Write(raw)
			s.styles.WriteByte('\n')
		}
	}
}

// learn keeps what an element says about the page.
func (s *pageScan) learn(name string, attrs map[string]string) {
	switch name {
	case "html":
		if s.language == "" {
			s.language = firstOf(attrs["lang"], attrs["xml:lang"])
		}
	case "base":
		if s.base == "" {
			s.base = attrs["href"]
		}
	case "meta":
		key := strings.ToLower(strings.TrimSpace(firstOf(attrs["property"], attrs["name"], attrs["itemprop"], attrs["http-equiv"])))
		if key != "" && s.meta[key] == "" && len(s.meta) < 500 {
			s.meta[key] = attrs["content"]
		}
	case "link":
		s.links = addLink(s.links, attrs)
	case "a":
		s.anchors = addLink(s.anchors, attrs)
	case "time":
		if s.time == "" {
			s.time = attrs["datetime"]
		}
	case "title":
		s.readInto(&s.titles[0])
	case "h1":
		s.readInto(&s.titles[1])
	case "svg": // has titles of its own
		s.reading = &strings.Builder{}
	}
}

// readInto reads the text of an element, if it is the first of its kind.
func (s *pageScan) readInto(b *strings.Builder) {
	if b.Len() == 0 && s.reading == nil {
		s.reading = b
	}
}

func addLink(links []pageLink, attrs map[string]string) []pageLink {
	if attrs["href"] == "" || len(links) >= maxPageLinks {
		return links
	}
	return append(links, pageLink{
		rel: strings.ToLower(attrs["rel"]), kind: strings.ToLower(attrs["type"]), href: attrs["href"], title: attrs["title"],
	})
}

// firstOf gives the first of the values that is not blank.
func firstOf(values ...string) string {
	for _, v := range values {
		if v = strings.TrimSpace(v); v != "" {
			return v
		}
	}
	return ""
}
