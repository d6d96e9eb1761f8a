package formats

import (
	"errors"
	"strings"

	"golang.org/x/net/html"
)

// readNewsML1 reads the news items of NewsML 1.0 to 1.2.
func readNewsML1(data []byte) ([]Item, error) {
	root, err := parseXML(data)
	if err != nil {
		return nil, err
	}
	sent := textOf(find(root, "newsenvelope", "dateandtime"))
	var items []Item
	for n := range all(root, "newsitem") {
		if len(items) == maxItems {
			return nil, errItems
		}
		items = append(items, newsItem1(n, sent))
	}
	if len(items) == 0 {
		return nil, errors.New("no news item in it")
	}
	return items, nil
}

func newsItem1(n *html.Node, sent string) Item {
	managed := first(n, "newsmanagement")
	item := Item{
		ID:       identity1(first(n, "newsidentifier")),
		Source:   anyOf(party(n, "provider"), party(n, "source"), textOf(first(n, "providerid"))),
		Language: anyOf(attr(first(n, "language"), "formalname"), attr(n, "lang"), language1(n)),
		Title:    firstText(n, "headline"),
		Dateline: firstText(n, "dateline"),
		Published: parseTime(textOf(first(managed, "thisrevisioncreated")), textOf(first(managed, "firstcreated")),
			textOf(first(n, "dateid")), sent),
		Kind:     correcting(append(codesOf(managed, "instruction", "formalname"), attr(first(managed, "status"), "formalname"))...),
		withheld: forbids(attr(first(managed, "status"), "formalname")),
	}
	r := reader1{item: &item}
	for c := range n.ChildNodes() {
		if c.Data == "newscomponent" {
			r.component(c, "")
		}
	}
	item.Text = strings.Join(r.texts, "\n\n")
	return item
}

// identity1 gives what identifies a news item in all its revisions: the
// provider, its date and its number. The public identifier ends in the revision.
func identity1(n *html.Node) string {
	provider, date, number := textOf(first(n, "providerid")), textOf(first(n, "dateid")), textOf(first(n, "newsitemid"))
	if provider == "" || number == "" {
		return textOf(first(n, "publicidentifier"))
	}
	return "urn:newsml:" + provider + ":" + date + ":" + number
}

// party gives the name of the first party in that role that has one.
func party(n *html.Node, role string) string {
	for found := range all(n, role) {
		for p := range all(found, "party") {
			if name := strings.TrimSpace(attr(p, "formalname")); name != "" {
				return name
			}
		}
	}
	return ""
}

// firstText gives the first text that an element of that name has.
func firstText(n *html.Node, name string) string {
	for found := range all(n, name) {
		if text := textOf(found); text != "" {
			return text
		}
	}
	return ""
}

// language1 gives the language of the first component that names one.
func language1(n *html.Node) string {
	for c := range all(n, "newscomponent") {
		if tag := LanguageTag(attr(c, "lang")); tag != "" {
			return tag
		}
	}
	return ""
}

// reader1 collects the texts of a news item's components.
type reader1 struct {
	item     *Item
	texts    []string
	language string // of the first component with a text; translations are left out
}

// asideRoles are the roles of components that are not the running text.
var asideRoles = []string{
	"caption", "headline", "keyword", "picture", "image", "photo", "video", "audio", "sound", "graphic", "thumbnail",
	"preview", "quicklook", "icon", "note", "contact", "related", "sidebar", "copyright", "slug", "byline", "synopsis", "summary",
}

// component reads a component and those in it. Of equivalents, which say the
// same in other forms or languages, the first with a text is enough.
func (r *reader1) component(n *html.Node, lang string) {
	lang = anyOf(LanguageTag(attr(n, "lang")), LanguageTag(attr(child(child(n, "descriptivemetadata"), "language"), "formalname")), lang)
	role := strings.ToLower(attr(child(n, "role"), "formalname"))
	for _, aside := range asideRoles {
		if strings.Contains(role, aside) {
			return
		}
	}
	equivalents := strings.EqualFold(attr(n, "equivalentslist"), "yes")
	before := len(r.texts)
	for c := range n.ChildNodes() {
		switch {
		case equivalents && len(r.texts) > before:
			return
		case c.Data == "newscomponent":
			r.component(c, lang)
		case c.Data == "contentitem":
			r.content(c, role, lang)
		}
	}
}

func (r *reader1) content(n *html.Node, role, lang string) {
	media := strings.ToLower(attr(child(n, "mediatype"), "formalname"))
	if media != "" && media != "text" && media != "complexdata" {
		return
	}
	if r.language != "" && lang != "" && lang != r.language {
		return
	}
	part := Item{Title: r.item.Title}
	for data := range all(n, "datacontent") {
		part.readMarkup(data)
		break
	}
	if role == "title" {
		r.item.Title = anyOf(r.item.Title, oneLine(part.Text))
		return
	}
	text := part.Text
	part.Text = ""
	r.item.fill(part)
	if text != "" {
		r.texts = append(r.texts, text)
		r.language = anyOf(r.language, lang)
	}
}
