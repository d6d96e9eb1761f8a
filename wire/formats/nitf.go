package formats

import (
	"strings"

	"golang.org/x/net/html"

	"dateline/news"
)

// readNITF reads one document of NITF.
func readNITF(data []byte) ([]Item, error) {
	root, err := parseXML(data)
	if err != nil {
		return nil, err
	}
	return []Item{nitfItem(first(root, "nitf"))}, nil
}

// nitfItem reads a document of NITF, or the piece of one that stands in another format.
func nitfItem(n *html.Node) Item {
	data, top := find(n, "head", "docdata"), first(n, "body.head")
	item := Item{
		ID:       attr(first(data, "doc-id"), "id-string"),
		Source:   nitfSource(data, top),
		Language: anyOf(attr(n, "lang"), attr(n, "baselang"), attr(first(n, "body"), "lang")),
		Title:    anyOf(textOf(find(top, "hedline", "hl1")), textOf(first(top, "hedline")), textOf(find(n, "head", "title"))),
		Dateline: nitfDateline(first(top, "dateline")),
		Published: parseTime(attr(first(data, "date.issue"), "norm"), attr(first(data, "date.release"), "norm"),
			attr(find(n, "head", "pubdata"), "date.publication"), attr(first(top, "story.date"), "norm")),
		withheld: forbids(attr(data, "management-status")),
	}
	if first(data, "correction") != nil {
		item.Kind = news.RevisionCorrected
	}
	content := bodyContent(n)
	item.Title = anyOf(item.Title, textOf(first(content, "hl1")))
	item.Text = bodyText(content, oneLine(item.Title))
	if item.Text == "" {
		item.Text = bodyText(first(top, "abstract"), "")
	}
	return item
}

// bodyContent gives the running text: notes in the head have a content of the
// same name.
func bodyContent(n *html.Node) *html.Node {
	for c := range all(n, "body.content") {
		if c.Parent == nil || c.Parent.Data != "note" {
			return c
		}
	}
	return nil
}

func nitfSource(data, top *html.Node) string {
	return anyOf(textOf(first(top, "distributor")), attr(first(data, "doc-id"), "regsrc"), textOf(first(top, "rights.owner")),
		attr(first(data, "doc.copyright"), "holder"), attr(first(data, "from-src"), "src-name"))
}

// nitfDateline gives a dateline as it would be printed, "" where it has nothing
// but a time for machines.
func nitfDateline(n *html.Node) string {
	if n == nil {
		return ""
	}
	place, date := textOf(first(n, "location")), textOf(first(n, "story.date"))
	if !parseTime(date).IsZero() {
		date = ""
	}
	switch {
	case place != "" && date != "":
		return strings.TrimSuffix(place, ",") + ", " + date
	case place == "" && date == "" && first(n, "story.date") == nil:
		return textOf(n)
	}
	return anyOf(place, date)
}
