package feeds

import (
	"html"
	"slices"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/rss"
)

// lifter takes the plain parts of items out of RSS while it is repaired, so
// that the parser behind never sees them: it takes some 5 µs for an element,
// however short, and an item has six. A part is plain if it has text and nothing
// else, in a document in which names and links mean what they say, so that it
// is sure what the parser would make of it. Where that turns out not to be so
// once something was lifted, the document is odd: it is repaired once more,
// with all of it left to the parser.
type lifter struct {
	on      bool // the document is plain so far
	odd     bool
	lifted  bool     // some part was
	content bool     // the prefix content is that of the module
	native  []string // prefixes that may stand for RSS itself
	channel bool     // there was one
	items   []fields // of each item that was written

	field     field  // the open part; 0 if none is
	mixed     bool   // it has more than text
	permalink string // what it says of that
	tag, text int    // where in out its tag, and what is in it, begin
}

// field is a part of an item, as a bit.
type field uint8

const (
	fieldTitle field = 1 << iota
	fieldLink
	fieldGUID
	fieldDate
	fieldDescription
	fieldContent
)

// fields is what was lifted out of an item.
type fields struct {
	have, kept                        field // kept are those that were left to the parser
	title, date, description, content string
	guid                              rss.GUID
	links                             []string
	published                         time.Time
}

// nativeSpaces has the namespaces in which the parser takes elements for those
// of RSS; contentSpace is that of the module that has content:encoded.
var nativeSpaces = []string{
	"", "rss", "rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://purl.org/rss/1.0/",
	"http://channel.netscape.com/rdf/simple/0.9/", "http://my.netscape.com/rdf/simple/0.9/",
}

const contentSpace = "http://purl.org/rss/1.0/modules/content/"

// fieldOf gives the part that an element of an item is, by the name under which
// it is written.
func (l *lifter) fieldOf(written string) field {
	switch strings.ToLower(written) {
	case "title":
		return fieldTitle
	case "link":
		return fieldLink
	case "guid":
		return fieldGUID
	case "pubdate":
		return fieldDate
	case "description":
		return fieldDescription
	case "content:encoded":
		if l.content && written == "content:encoded" {
			return fieldContent
		}
	}
	return 0
}

// beginLift looks at the innermost element before its tag is written.
func (r *repairer) beginLift(attributes []attribute) {
	l, depth := &r.lift, len(r.open)
	e := r.open[depth-1]
	switch {
	case !l.on:
	case depth == 1:
		l.on = strings.EqualFold(e.written, "rss") && l.declare(attributes)
	case depth == 2 && e.local == "channel":
		l.keepIf(!l.channel && strings.EqualFold(e.written, "channel") && isBare(attributes))
		l.channel = true
	case depth == r.item:
		l.keepIf(depth == 3 && strings.EqualFold(r.open[1].written, "channel") && strings.EqualFold(e.written, "item") && isBare(attributes))
		l.items = append(l.items, fields{})
	case r.item > 0 && depth == r.item+1:
		l.open(e.written, attributes)
		l.tag = len(r.out)
	case r.item > 0:
		l.mixed = true
	}
}

// keepIf goes on only if the document is plain.
func (l *lifter) keepIf(plain bool) {
	if !plain {
		l.on, l.field, l.odd = false, 0, l.lifted
	}
}

// declare reads the namespaces of the root element. It reports whether they,
// and the address against which links are read, leave names what they are.
func (l *lifter) declare(attributes []attribute) bool {
	l.native = []string{"rss", "rdf"}
	for _, a := range attributes {
		prefix, declares := strings.CutPrefix(a.name, "xmlns:")
		if a.name == "xmlns" || strings.HasSuffix(a.name, ":base") || declares && special(a.value, true) >= 0 {
			return false
		}
		if declares && prefix == "content" {
			l.content = a.value == contentSpace
		}
		if declares && slices.Contains(nativeSpaces, strings.TrimSpace(a.value)) {
			l.native = append(l.native, strings.ToLower(prefix))
		}
	}
	return true
}

// isBare reports whether no attribute changes what the names and links in an
// element mean.
func isBare(attributes []attribute) bool {
	return !slices.ContainsFunc(attributes, func(a attribute) bool {
		return strings.HasPrefix(a.name, "xmlns") || strings.HasSuffix(a.name, ":base")
	})
}

// open begins an element of an item.
func (l *lifter) open(written string, attributes []attribute) {
	l.field, l.mixed, l.permalink = l.fieldOf(written), len(attributes) > 0, "true"
	switch {
	case l.field == fieldGUID && len(attributes) == 1 && attributes[0].name == "isPermaLink":
		if value := attributes[0].value; value == "true" || value == "false" {
			l.mixed, l.permalink = false, value
		}
	case l.field == 0:
		l.keepIf(!l.isFieldElsewhere(written, attributes))
	}
}

// isFieldElsewhere reports whether the parser may take an element for a part
// although its name is not that of one.
func (l *lifter) isFieldElsewhere(written string, attributes []attribute) bool {
	prefix, local, prefixed := strings.Cut(strings.ToLower(written), ":")
	if !prefixed {
		return prefix == "encoded"
	}
	return local == "encoded" || l.fieldOf(local) != 0 && (slices.Contains(l.native, prefix) || !isBare(attributes))
}

// endLift takes the innermost element out again, if it is a plain part. It
// reports whether it did.
func (r *repairer) endLift() bool {
	l := &r.lift
	if l.field == 0 || r.item == 0 || len(r.open) != r.item+1 {
		return false
	}
	p, item := l.field, &l.items[len(l.items)-1]
	l.field = 0
	if l.mixed || item.kept&p != 0 || !item.set(p, r.out[l.text:], l.permalink) {
		item.kept |= p
		l.keepIf(item.have&p == 0)
		return false
	}
	item.have |= p
	l.lifted = true
	r.out = r.out[:l.tag]
	return true
}

// set keeps a part. It reports whether it could.
func (f *fields) set(p field, written []byte, permalink string) bool {
	text := plainField(string(written))
	switch p {
	case fieldTitle:
		f.title = text
	case fieldLink:
		f.links = append(f.links, text)
	case fieldGUID:
		f.guid = rss.GUID{Value: text, IsPermalink: permalink}
	case fieldDate:
		t, err := time.Parse(time.RFC3339, text)
		if err != nil {
			return false // the parser knows many more forms
		}
		f.date, f.published = text, t.UTC()
	case fieldDescription:
		f.description = text
	case fieldContent:
		f.content = text
	}
	return true
}

// plainField gives the text of a part as the parser would: trimmed, with the
// entities and sections that the repair writes resolved.
func plainField(written string) string {
	const opening, closing = "<![CDATA[", "]]>"
	s := strings.TrimSpace(written)
	before, rest, found := strings.Cut(s, opening)
	if !found {
		return html.UnescapeString(s)
	}
	var b strings.Builder
	for ; found; before, rest, found = strings.Cut(rest, opening) {
		b.WriteString(html.UnescapeString(before))
		inside, after, _ := strings.Cut(rest, closing)
		b.WriteString(inside)
		rest = after
	}
	b.WriteString(html.UnescapeString(before))
	return b.String()
}

// putBack is gofeed's translator, which first gets back what was lifted out.
type putBack struct {
	gofeed.DefaultRSSTranslator
	lift *lifter
}

// Translate gives the feed in the form in which all kinds are read.
func (t *putBack) Translate(feed any) (*gofeed.Feed, error) {
	if f, ok := feed.(*rss.Feed); ok {
		t.lift.putBack(f.Items)
	}
	return t.DefaultRSSTranslator.Translate(feed)
}

func (l *lifter) putBack(items []*rss.Item) {
	if l.odd = l.odd || l.lifted && len(items) != len(l.items); l.odd {
		return
	}
	for i := range l.items[:min(len(items), len(l.items))] {
		l.items[i].putBack(items[i])
	}
}

func (f *fields) putBack(item *rss.Item) {
	if f.have&fieldTitle != 0 {
		item.Title = f.title
	}
	if n := len(f.links); n > 0 {
		item.Link, item.Links = f.links[n-1], f.links
	}
	if f.have&fieldGUID != 0 {
		item.GUID = &f.guid
	}
	if f.have&fieldDate != 0 {
		item.PubDate, item.PubDateParsed = f.date, &f.published
	}
	if f.have&fieldDescription != 0 {
		item.Description = f.description
	}
	if f.have&fieldContent != 0 {
		item.Content = f.content
	}
}
