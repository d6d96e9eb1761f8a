package feeds

import (
	"bytes"
	"net/url"
	"strings"

	"github.com/mmcdole/gofeed"

	"dateline/news"
)

// Parse reads a feed: RSS 0.9 to 2.0, RDF, Atom, CDF or JSON Feed, whatever
// its state. contentType is the header that it came with and address where it
// came from, against which its links are read; either may be "". What was
// wrong and could be put right is told in the document; what could not is a
// [*ParseError]. A document without items is one all the same.
//
// Nothing is fetched, no entity is expanded, and both work and memory are in
// proportion to the document's size, of which at most 10 MiB are read.
func Parse(data []byte, contentType, address string) (*Document, error) {
	if len(data) > maxBytes {
		return nil, errLarge("over 10 MiB")
	}
	text, guessed := decode(data, contentType)
	trimmed := strings.TrimLeft(text, " \t\r\n\v\f\x00")
	var (
		doc *Document
		err error
	)
	switch {
	case trimmed == "":
		return nil, &ParseError{Cause: news.CauseEmpty, Reason: "nothing in it"}
	case trimmed[0] == '{':
		doc, err = parseJSON(trimmed, address)
	default:
		doc, err = parseXML(text, address)
	}
	if err != nil {
		return nil, err
	}
	if guessed != "" {
		doc.Repairs = append(doc.Repairs, guessed)
	}
	markShared(doc)
	return doc, nil
}

func parseXML(text, address string) (*Document, error) {
	root := findRoot(text)
	switch {
	case root.name == "html":
		return nil, errFormat("a web page, not a feed")
	case root.name == "":
		return nil, errFormat("neither XML nor JSON")
	case !isFeedRoot(root.name):
		return nil, errFormat("XML of another kind")
	}
	feed, r, err := readXML(text, root.at)
	if err != nil {
		return nil, err
	}
	if root.dirty {
		r.note("text before the XML")
	}
	return buildXML(feed, r, address), nil
}

// readXML repairs a feed and reads it: once more, with all of it left to the
// parser, where that turns out to be needed.
func readXML(text string, at int) (feed *gofeed.Feed, r *repairer, err error) {
	for _, lift := range []bool{true, false} {
		if r, err = repair(text, at, lift); err != nil {
			return nil, nil, err
		}
		if r.lift.odd {
			continue
		}
		if feed, err = newParser(&r.lift).Parse(bytes.NewReader(r.out)); err != nil {
			return nil, nil, errFormat("not well-formed beyond repair")
		}
		if !r.lift.odd {
			break
		}
	}
	return feed, r, nil
}

// newParser gives gofeed's parser, which looks for no images in the items.
func newParser(lift *lifter) *gofeed.Parser {
	p := gofeed.NewParser()
	p.RSSTranslator = &putBack{gofeed.DefaultRSSTranslator{DisableContentImageScan: true}, lift}
	p.KeepOriginalFeed = true
	return p
}

// baseOf gives the address against which links are read; nil if there is none.
func baseOf(address string) *url.URL {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return nil
	}
	u.User = nil
	return u
}
