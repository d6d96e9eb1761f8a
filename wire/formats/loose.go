package formats

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// looseTree reads a piece of HTML into a body element, by its tags as they
// come. The standard's way to build a tree opens elements again where they were
// not closed, so that a short text can become a tree without end; here no tag
// makes more than one element. Elements whose end may be left out end where the
// next of their kind begins.
type looseTree struct {
	at    *html.Node
	depth int
	count map[string]int // elements of each name that are open
}

// voidElement has the elements that have no content.
var voidElement = map[string]bool{
	"area": true, "base": true, "br": true, "col": true, "embed": true, "frame": true, "hr": true, "img": true, "input": true, "keygen": true,
	"link": true, "meta": true, "param": true, "source": true, "track": true, "wbr": true,
}

// parseLoose reads a piece of HTML. It fails where the nesting, or the number
// of elements or attributes, is beyond what is read.
func parseLoose(text string) (*html.Node, error) {
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	t := looseTree{at: body, count: map[string]int{}}
	elements := 0
	for z := html.NewTokenizer(strings.NewReader(text)); ; {
		kind := z.Next()
		if kind == html.ErrorToken {
			return body, nil
		}
		token := z.Token()
		switch kind {
		case html.TextToken:
			t.at.AppendChild(&html.Node{Type: html.TextNode, Data: token.Data})
		case html.StartTagToken, html.SelfClosingTagToken:
			t.start(token)
			if elements++; elements > maxElements || len(token.Attr) > maxHTMLAttributes {
				return nil, errElements
			}
		case html.EndTagToken:
			t.end(token.Data)
		}
		if t.depth > maxDepth {
			return nil, errDepth
		}
	}
}

func (t *looseTree) start(token html.Token) {
	for t.closes(token.Data) {
		t.pop()
	}
	n := &html.Node{Type: html.ElementNode, Data: token.Data, DataAtom: token.DataAtom, Attr: token.Attr}
	t.at.AppendChild(n)
	if !voidElement[n.Data] && (token.Type != html.SelfClosingTagToken || token.DataAtom != 0 && n.Data != "svg") {
		t.at = n
		t.depth++
		t.count[n.Data]++
	}
}

// closes reports whether the start of an element ends the innermost block.
func (t *looseTree) closes(name string) bool {
	_, breaks := blocky[name]
	if !breaks || t.depth == 0 {
		return false
	}
	block := t.at
	for block.Parent != nil {
		if _, is := blocky[block.Data]; is {
			break
		}
		block = block.Parent
	}
	switch block.Data {
	case "p", "h1", "h2", "h3", "h4", "h5", "h6":
		return true
	case "li", "tr":
		return name == block.Data
	case "dt", "dd":
		return name == "dt" || name == "dd"
	case "td", "th":
		return name == "td" || name == "th" || name == "tr"
	}
	return false
}

func (t *looseTree) end(name string) {
	if t.count[name] == 0 {
		if name == "br" || name == "p" { // as browsers do
			t.at.AppendChild(&html.Node{Type: html.ElementNode, Data: name})
		}
		return
	}
	for t.at.Data != name {
		t.pop()
	}
	t.pop()
}

func (t *looseTree) pop() {
	t.count[t.at.Data]--
	t.at = t.at.Parent
	t.depth--
}
