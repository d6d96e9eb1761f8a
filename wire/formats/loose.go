package formats

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// looseReader reads a piece of HTML by its tags as they come. The standard's
// way to build a tree opens elements again where they were not closed, so that
// a short text can become a tree without end; here no tag makes more than one
// element, and no tree is built. Elements whose end may be left out end where
// the next of their kind begins.
type looseReader struct {
	prose *prose
	open  []looseElement
	quiet int // how many were open when one that is not read, or verbatim, was; 0 if none is
	raw   strings.Builder
}

// looseElement is one that is open.
type looseElement struct {
	name  string
	role  role
	block bool // it begins on a line of its own
}

// isVoid reports whether an element has no content.
func isVoid(name string) bool {
	switch name {
	case "area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "keygen", "link", "meta", "param", "source", "track", "wbr":
		return true
	}
	return false
}

// readLoose reads a piece of HTML into p. It fails where the nesting, or the
// number of elements or attributes, is beyond what is read.
func readLoose(text string, p *prose) error {
	t := looseReader{prose: p, open: make([]looseElement, 0, 16)}
	elements := 0
	z := html.NewTokenizer(strings.NewReader(text))
	for rest := text; ; {
		kind := z.Next()
		if kind == html.ErrorToken {
			t.popTo(0)
			return nil
		}
		raw := rest[:len(z.Raw())]
		rest = rest[len(raw):]
		switch kind {
		case html.TextToken:
			t.text(sameString(z.Text(), raw))
		case html.StartTagToken, html.SelfClosingTagToken:
			if elements++; !t.start(z, kind == html.SelfClosingTagToken) || elements > maxElements {
				return errElements
			}
		case html.EndTagToken:
			name, _ := tagName(z)
			t.end(name)
		}
		if len(t.open) > maxDepth {
			return errDepth
		}
	}
}

// sameString gives b as a string: s, where that is the same, need not be made.
func sameString(b []byte, s string) string {
	if string(b) == s {
		return s
	}
	return string(b)
}

// tagName gives the name of the tag that was read last, and whether HTML knows it.
func tagName(z *html.Tokenizer) (name string, known bool) {
	b, _ := z.TagName()
	if a := atom.Lookup(b); a != 0 {
		return a.String(), true
	}
	return string(b), false
}

func (t *looseReader) text(s string) {
	switch {
	case t.quiet == 0:
		t.prose.text(s)
	case t.open[t.quiet-1].role == verbatim:
		t.raw.WriteString(s)
	}
}

// start opens the element whose tag was read last. It reports whether that has
// not too many attributes.
func (t *looseReader) start(z *html.Tokenizer, closed bool) bool {
	name, known := tagName(z)
	_, block := blocky[name]
	for block && t.closes(name) {
		t.popTo(len(t.open) - 1)
	}
	hidden, few := false, true
	for count, more := 1, true; more; count++ {
		var key, value []byte
		key, value, more = z.TagAttr()
		if hides := hidingAttribute[string(key)]; hides != nil && !hidden {
			hidden = hides(string(value))
		}
		few = few && count <= maxHTMLAttributes
	}
	t.push(looseElement{name: name, block: block}, hidden)
	if isVoid(name) || closed && (!known || name == "svg") {
		t.popTo(len(t.open) - 1)
	}
	return few
}

// push opens an element.
func (t *looseReader) push(e looseElement, hidden bool) {
	switch {
	case t.quiet == 0:
		e.role = t.prose.roleOf(e.name, hidden)
		t.prose.enter(e.role)
	case e.name == "br" && t.open[t.quiet-1].role == verbatim:
		t.raw.WriteByte('\n')
	}
	t.open = append(t.open, e)
	if t.quiet == 0 && (e.role == unread || e.role == verbatim) {
		t.quiet = len(t.open)
	}
}

// popTo closes the innermost elements until so many are open.
func (t *looseReader) popTo(n int) {
	for len(t.open) > n {
		e := t.open[len(t.open)-1]
		if t.quiet == len(t.open) {
			t.quiet = 0
			if e.role == verbatim {
				t.prose.verbatim(unescape(t.raw.String()))
				t.raw.Reset()
			}
		}
		if t.quiet == 0 {
			t.prose.leave(e.role)
		}
		t.open = t.open[:len(t.open)-1]
	}
}

// closes reports whether the start of a block ends the innermost block.
func (t *looseReader) closes(name string) bool {
	for i := len(t.open) - 1; i >= 0; i-- {
		if t.open[i].block {
			return endsWith(t.open[i].name, name)
		}
	}
	return false
}

// endsWith reports whether a block ends where the block of a name begins.
func endsWith(block, name string) bool {
	switch block {
	case "p", "h1", "h2", "h3", "h4", "h5", "h6":
		return true
	case "li", "tr":
		return name == block
	case "dt", "dd":
		return name == "dt" || name == "dd"
	case "td", "th":
		return name == "td" || name == "th" || name == "tr"
	}
	return false
}

// end closes the innermost element of a name.
func (t *looseReader) end(name string) {
	for n := len(t.open) - 1; n >= 0; n-- {
		if t.open[n].name == name {
			t.popTo(n)
			return
		}
	}
	if name == "br" || name == "p" { // as browsers do
		t.push(looseElement{name: name}, false)
		t.popTo(len(t.open) - 1)
	}
}
