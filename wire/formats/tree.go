package formats

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"iter"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

var (
	errDepth      = fmt.Errorf("nested deeper than %d", maxDepth)
	errElements   = fmt.Errorf("over %d elements", maxElements)
	errAttributes = fmt.Errorf("an element with over %d attributes", maxAttributes)
	errItems      = fmt.Errorf("over %d items: split it", maxItems)
)

var xmlDeclaration = regexp.MustCompile(`^\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([^"'<>]{1,40})["']`)

// parseXML reads XML into the tree that package html uses as well: local names
// alone, in small letters. It is strict first; a file that is not well-formed is
// read once more leniently, since many are not and mean well.
func parseXML(data []byte) (*html.Node, error) {
	declared := ""
	if m := xmlDeclaration.FindStringSubmatch(head(data)); m != nil {
		declared = m[1]
	}
	text, err := decode(data, declared)
	if err != nil {
		return nil, err
	}
	if line := crowdedTag(text); line > 0 {
		return nil, atLine(line, errAttributes)
	}
	text = strings.Map(xmlRune, text)
	root, err := buildXML(text, true)
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		lenient, again := buildXML(text, false)
		if again == nil {
			return lenient, nil
		}
		if !errors.As(again, &syntax) {
			return nil, again
		}
		return nil, atLine(syntax.Line, fmt.Errorf("not well-formed: %s", oneLine(syntax.Msg)))
	}
	return root, err
}

// xmlRune puts spaces for control characters, which XML does not allow.
func xmlRune(r rune) rune {
	if r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == '\uFFFE' || r == '\uFFFF' {
		return ' '
	}
	return r
}

func atLine(line int, err error) error { return fmt.Errorf("line %d: %w", line, err) }

// crowdedTag gives the line of the first tag with too many attributes, 0 if
// there is none. The decoder would hold them all before anybody could look.
func crowdedTag(text string) int {
	for at := 0; ; {
		open := strings.IndexByte(text[at:], '<')
		if open < 0 {
			return 0
		}
		at += open
		switch rest := text[at:]; {
		case strings.HasPrefix(rest, "<!--"):
			at = len(text) - len(after(rest, "-->"))
		case strings.HasPrefix(rest, "<![CDATA["):
			at = len(text) - len(after(rest, "]]>"))
		default:
			attributes, length := measureTag(rest)
			if attributes > maxAttributes {
				return 1 + strings.Count(text[:at], "\n")
			}
			at += length
		}
	}
}

// measureTag counts the attributes of the tag that text opens with, and its bytes.
func measureTag(text string) (attributes, length int) {
	quote := byte(0)
	for i := 1; i < len(text); i++ {
		switch c := text[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '=':
			attributes++
		case c == '>' || c == '<':
			return attributes, i
		}
	}
	return attributes, len(text)
}

func buildXML(text string, strict bool) (*html.Node, error) {
	d := xml.NewDecoder(strings.NewReader(text))
	d.Strict = strict
	d.Entity = xml.HTMLEntity
	if !strict {
		d.AutoClose = xml.HTMLAutoClose
	}
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // it is UTF-8 by now
	b := treeBuilder{root: &html.Node{Type: html.DocumentNode}}
	b.at = b.root
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) && b.elements > 0 {
			return b.root, nil
		}
		if errors.Is(err, io.EOF) {
			err = errors.New("no element in it")
		}
		if err == nil {
			err = b.add(token)
		}
		if err != nil {
			line, _ := d.InputPos()
			var syntax *xml.SyntaxError
			if errors.As(err, &syntax) {
				return nil, fmt.Errorf("XML: %w", err)
			}
			return nil, atLine(line, err)
		}
		if b.done {
			return b.root, nil
		}
	}
}

// treeBuilder makes a tree of what the decoder reads.
type treeBuilder struct {
	root, at *html.Node
	depth    int
	elements int
	done     bool // the root element is closed; what follows is no part of it
}

func (b *treeBuilder) add(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		return b.open(t)
	case xml.EndElement:
		if b.depth == 0 {
			return nil
		}
		b.depth--
		b.at = b.at.Parent
		b.done = b.depth == 0
	case xml.CharData:
		if b.depth > 0 {
			b.at.AppendChild(&html.Node{Type: html.TextNode, Data: string(t)})
		}
	}
	return nil // comments, instructions and declarations are nothing to read
}

func (b *treeBuilder) open(t xml.StartElement) error {
	b.depth++
	b.elements++
	switch {
	case b.depth > maxDepth:
		return errDepth
	case b.elements > maxElements:
		return errElements
	case len(t.Attr) > maxAttributes:
		return errAttributes
	}
	n := &html.Node{Type: html.ElementNode, Data: strings.ToLower(t.Name.Local)}
	for _, a := range t.Attr {
		if a.Name.Space == "xmlns" || a.Name.Local == "xmlns" {
			continue
		}
		n.Attr = append(n.Attr, html.Attribute{Key: strings.ToLower(a.Name.Local), Val: a.Value})
	}
	b.at.AppendChild(n)
	b.at = n
	return nil
}

// parseHTML reads a page of HTML.
func parseHTML(text string) (*html.Node, error) {
	text, err := calmHTML(text)
	if err != nil {
		return nil, err
	}
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("nested too deep: %w", err)
	}
	return root, nil
}

// parseFragment reads a piece of HTML into a body element.
func parseFragment(text string) (*html.Node, error) {
	text, err := calmHTML(text)
	if err != nil {
		return nil, err
	}
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(bytes.NewReader([]byte(text)), body)
	if err != nil {
		return nil, fmt.Errorf("nested too deep: %w", err)
	}
	for _, n := range nodes {
		body.AppendChild(n)
	}
	return body, nil
}

// find gives the first element of the first name below n, then the first of the
// next name below that, and so on; nil if there is none.
func find(n *html.Node, names ...string) *html.Node {
	for _, name := range names {
		if n = first(n, name); n == nil {
			return nil
		}
	}
	return n
}

func first(n *html.Node, name string) *html.Node {
	for found := range all(n, name) {
		return found
	}
	return nil
}

// all gives the elements of a name below n, in the file's order.
func all(n *html.Node, names ...string) iter.Seq[*html.Node] {
	return func(yield func(*html.Node) bool) {
		if n == nil {
			return
		}
		for d := range n.Descendants() {
			if d.Type != html.ElementNode {
				continue
			}
			for _, name := range names {
				if d.Data == name && !yield(d) {
					return
				}
			}
		}
	}
}

// attr gives an attribute, "" if n is nil or has none of that name.
func attr(n *html.Node, key string) string {
	if n == nil {
		return ""
	}
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// textOf gives all text below n on one line, "" if n is nil.
func textOf(n *html.Node) string {
	if n == nil {
		return ""
	}
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return oneLine(unescape(b.String()))
}

// anyOf gives the first of the values that is not empty.
func anyOf(values ...string) string {
	for _, v := range values {
		if v = strings.TrimSpace(v); v != "" {
			return v
		}
	}
	return ""
}
