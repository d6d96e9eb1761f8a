package feeds

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"dateline/wire/formats"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/atom"
	ext "github.com/mmcdole/gofeed/extensions"
	"github.com/mmcdole/gofeed/rss"
)

// buildXML makes the document of what gofeed read.
func buildXML(feed *gofeed.Feed, r *repairer, address string) *Document {
	base := baseOf(address)
	doc := &Document{
		Format: formatOf(feed, r.root), Title: plainTitle(feed.Title), Language: languageTag(feed.Language, r.language),
		Link: absolute(feed.Link, base), Dropped: r.dropped, Repairs: r.repairs,
	}
	bases := []*url.URL{baseOf(doc.Link), base}
	if feed.FeedType == "atom" {
		bases = []*url.URL{base, baseOf(doc.Link)}
	}
	original := feed.OriginalFeed()
	hint(doc, feed, original)
	doc.Items = slices.Grow(doc.Items, min(len(feed.Items), MaxItems))
	for i, item := range feed.Items {
		if i == MaxItems {
			doc.Dropped += len(feed.Items) - i
			break
		}
		out := buildItem(item, r, bases)
		switch o := original.(type) {
		case *rss.Feed:
			addRSS(&out, o.Items[i], bases)
		case *atom.Feed:
			addAtom(&out, o.Entries[i], bases)
		}
		if len(r.languages) == len(feed.Items) {
			out.Language = languageTag(out.Language, r.languages[i])
			if out.ID == "" {
				out.ID = identifier(r.abouts[i])
			}
		}
		doc.Items = append(doc.Items, out)
	}
	return doc
}

func formatOf(feed *gofeed.Feed, root string) string {
	switch {
	case root == "rdf":
		return "RDF"
	case root == "channel":
		return "CDF"
	case feed.FeedType == "atom":
		return strings.TrimSpace("Atom " + version(feed.FeedVersion))
	}
	return strings.TrimSpace("RSS " + version(feed.FeedVersion))
}

// version gives a version as it may be shown: "" if it is no number.
func version(s string) string {
	s = strings.TrimSpace(s)
	if len(s) > 8 || strings.Trim(s, "0123456789.") != "" {
		return ""
	}
	return s
}

func buildItem(item *gofeed.Item, r *repairer, bases []*url.URL) Item {
	out := Item{
		ID: identifier(item.GUID), Title: plainTitle(item.Title), URL: absolute(item.Link, bases...),
		Published: when(item.Published, item.PublishedParsed), Updated: when(item.Updated, item.UpdatedParsed),
	}
	if item.DublinCoreExt != nil && len(item.DublinCoreExt.Language) > 0 {
		out.Language = languageTag(item.DublinCoreExt.Language[0])
	}
	if links := item.Extensions["feedburner"]["origLink"]; len(links) > 0 {
		if original := absolute(links[0].Value, bases...); original != "" {
			out.URL = original
		}
	}
	addDates(&out, item.Extensions["dcterms"])
	content, summary := item.Content, item.Description
	if media := item.Extensions["media"]; media != nil {
		if out.Title == "" {
			out.Title = plainTitle(mediaValue(media, "title"))
		}
		if content == "" && summary == "" {
			summary = mediaValue(media, "description")
		}
	}
	out.Text, out.Cut = itemText(r.whole(content), r.whole(summary), out.Title)
	return out
}

// addDates fills in dates that only Dublin Core's terms give.
func addDates(out *Item, terms map[string][]ext.Extension) {
	for _, name := range []string{"issued", "created", "available"} {
		if values := terms[name]; out.Published.IsZero() && len(values) > 0 {
			out.Published = parseDate(values[0].Value)
		}
	}
	if values := terms["modified"]; out.Updated.IsZero() && len(values) > 0 {
		out.Updated = parseDate(values[0].Value)
	}
}

// mediaValue gives an element of Media RSS, also where a group holds it.
func mediaValue(media map[string][]ext.Extension, name string) string {
	if values := media[name]; len(values) > 0 {
		return values[0].Value
	}
	for _, group := range []string{"group", "content"} {
		if groups := media[group]; len(groups) > 0 && len(groups[0].Children[name]) > 0 {
			return groups[0].Children[name][0].Value
		}
	}
	return ""
}

// addRSS adds what gofeed's translation leaves out: a guid that is the link.
func addRSS(out *Item, item *rss.Item, bases []*url.URL) {
	if out.URL == "" && item.GUID != nil && !strings.EqualFold(strings.TrimSpace(item.GUID.IsPermalink), "false") {
		if u := baseOf(strings.TrimSpace(item.GUID.Value)); u != nil {
			out.URL = absolute(u.String())
		}
	}
	for i := 0; out.URL == "" && i < len(item.Links); i++ {
		out.URL = absolute(item.Links[i], bases...)
	}
	for _, link := range item.Extensions["atom"]["link"] {
		if rel := link.Attrs["rel"]; out.URL == "" && (rel == "" || rel == "alternate") {
			out.URL = absolute(link.Attrs["href"], bases...)
		}
	}
}

// addAtom chooses among the links the one to the page, and reads content that
// is declared as plain text as that.
func addAtom(out *Item, entry *atom.Entry, bases []*url.URL) {
	best := ""
	for _, link := range entry.Links {
		if link.Rel != "alternate" {
			continue
		}
		u := absolute(link.Href, bases...)
		if u != "" && (best == "" || strings.Contains(link.Type, "html")) {
			best = u
			if strings.Contains(link.Type, "html") {
				break
			}
		}
	}
	if best != "" && out.URL != best && len(entry.Links) > 1 && entry.Extensions["feedburner"] == nil {
		out.URL = best
	}
	if out.URL == "" {
		out.URL = absolute(entry.ID)
	}
}

// maxID is the longest identifier that is kept as given, in bytes.
const maxID = 1024

// languageTag gives the first of some language tags that is one.
func languageTag(tags ...string) string {
	for _, tag := range tags {
		if tag = formats.LanguageTag(tag); tag != "" {
			return tag
		}
	}
	return ""
}

// when gives the time of a date of a feed: as gofeed read it, else as it can
// be read; zero where it is none, or absurd.
func when(raw string, parsed *time.Time) time.Time {
	if parsed != nil {
		return sane(*parsed)
	}
	return parseDate(raw)
}
