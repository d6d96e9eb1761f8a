package feeds

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	readability "codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"

	"dateline/wire/formats"
)

// Bounds of what the search for the article may cost. It reads the text below
// many of a page's elements again and again, so that depth and length multiply.
const (
	maxArticleTags = 30_000
	maxArticleWork = 16 << 20 // bytes of text, counted once for every element that they stand in
	maxArticleText = 4 << 20  // bytes of the text that is given
)

// articleText gives the text of the article on a page, "" where there is none,
// where the page is nested too deep, or where it would take too long.
func articleText(page, title, address, styles string) string {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return "" // nested deeper than the parser goes
	}
	prunePage(root, hidingClasses(styles))
	if elements, _, work := measure(root); elements > maxArticleTags || work > maxArticleWork {
		return cutText(formats.Prose(bodyOf(root), title), maxArticleText)
	}
	return cutText(readableText(root, title, address), maxArticleText)
}

// readableText gives the text of the part that looks like an article.
func readableText(root *html.Node, title, address string) string {
	u, err := url.Parse(address)
	if err != nil || !isWebURL(u) {
		u = &url.URL{Scheme: "http", Host: "localhost", Path: "/"}
	}
	parser := readability.NewParser()
	parser.DisableJSONLD = true
	article, err := parser.ParseAndMutate(root, u)
	if err != nil {
		return ""
	}
	return formats.Prose(article.Node, title)
}

func bodyOf(root *html.Node) *html.Node {
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && n.Data == "body" {
			return n
		}
	}
	return nil
}

// measure counts the elements of a tree, its bytes of text, and the bytes of
// text below each of its elements together.
func measure(n *html.Node) (elements, text, work int) {
	for c := range n.ChildNodes() {
		if c.Type == html.TextNode {
			text += len(c.Data)
			continue
		}
		e, t, w := measure(c)
		elements, text, work = elements+e, text+t, work+w
	}
	return elements + 1, text, work + text
}

// prunePage takes out of a page what its readers do not see, and the lines that
// only lead to other articles.
func prunePage(n *html.Node, hiding map[string]bool) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		switch {
		case c.Type == html.CommentNode, c.Type == html.ElementNode && (hiddenElement(c, hiding) || leadsAway(c)):
			n.RemoveChild(c)
		default:
			prunePage(c, hiding)
		}
		c = next
	}
}

func hiddenElement(n *html.Node, hiding map[string]bool) bool {
	if n.Data == "html" || n.Data == "body" || n.Data == "head" {
		return false // a page that hides all of itself shows it again by a script
	}
	if formats.Hidden(n) {
		return true
	}
	if len(hiding) == 0 {
		return false
	}
	for _, a := range n.Attr {
		switch a.Key {
		case "id":
			if hiding["#"+a.Val] {
				return true
			}
		case "class":
			for class := range strings.FieldsSeq(a.Val) {
				if hiding["."+class] {
					return true
				}
			}
		}
	}
	return false
}

// leads finds the words with which news pages send readers on to other
// articles, in the languages that Dateline knows best.
var leads = regexp.MustCompile(`(?i)^(?:(?:read|see|watch|listen)(?: it)?(?: also| more| next| on)?|also read|more on this(?: story| topic)?|related(?: articles?| stor(?:y|ies)| news)?|recommended|` +
	`lesen sie (?:auch|mehr|dazu)|mehr (?:zum thema|dazu)|auch interessant|lire (?:aussi|la suite|également)|à lire(?: aussi)?|voir aussi|sur le même sujet|` +
	`lea? también|lee más|leer más|más información|te puede interesar|читайте также|читать (?:далее|также)|смотрите также|по теме|подробнее)\s*[:：—–»›]`)

// maxLead bounds a line that leads away, in bytes.
const maxLead = 400

// leadsAway reports whether a paragraph does nothing but send readers on to
// another article: it opens with the words for that, and has a link.
func leadsAway(n *html.Node) bool {
	switch n.Data {
	case "p", "div", "li", "aside", "blockquote", "h3", "h4", "h5":
	default:
		return false
	}
	text, linked, ok := shortText(n)
	return ok && linked && leads.MatchString(text)
}

// shortText gives the text of an element that has little, and whether there is
// a link in it.
func shortText(n *html.Node) (text string, linked, ok bool) {
	var b strings.Builder
	nodes := 0
	for d := range n.Descendants() {
		nodes++
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
		linked = linked || d.Type == html.ElementNode && d.Data == "a"
		if b.Len() > maxLead || nodes > 60 {
			return "", linked, false
		}
	}
	return pageLine(b.String(), maxLead), linked, true
}

// cutText gives at most n bytes of a text, whole paragraphs where it can.
func cutText(text string, n int) string {
	if len(text) <= n {
		return text
	}
	text = strings.ToValidUTF8(text[:n], "")
	if at := strings.LastIndex(text, "\n\n"); at > n/2 {
		return text[:at]
	}
	return text
}

func sortedKeys(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
