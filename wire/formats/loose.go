package formats

import "strings"

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
	names map[string]int // how many of each name are open; nil as long as it need not be known
}

// looseElement is one that is open.
type looseElement struct {
	name string
	kind kind
	role role
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
	s := looseScanner{text: text}
	for {
		switch kind, text := s.next(); kind {
		case looseEnd:
			t.popTo(0)
			return nil
		case looseText:
			t.text(text)
		case looseStart:
			if elements++; s.tag.many || elements > maxElements {
				return errElements
			}
			t.start(&s.tag)
		case looseClose:
			t.end(s.tag.name)
		}
		if len(t.open) > maxDepth {
			return errDepth
		}
	}
}

func (t *looseReader) text(s string) {
	switch {
	case t.quiet == 0:
		t.prose.text(s)
	case t.open[t.quiet-1].role == verbatim:
		t.raw.WriteString(s)
	}
}

// start opens the element of a tag.
func (t *looseReader) start(tag *looseTag) {
	k := kindOf(tag.name)
	for k.breaks && t.closes(tag.name) {
		t.popTo(len(t.open) - 1)
	}
	t.push(looseElement{name: tag.name, kind: k}, tag.hidden)
	if isVoid(tag.name) || tag.closed && (tag.name == "svg" || !isKnown(tag.name)) {
		t.popTo(len(t.open) - 1)
	}
}

// push opens an element.
func (t *looseReader) push(e looseElement, hidden bool) {
	switch {
	case t.quiet == 0:
		e.role = t.prose.roleOf(e.name, e.kind, hidden)
		t.prose.enter(e.role)
	case e.name == "br" && t.open[t.quiet-1].role == verbatim:
		t.raw.WriteByte('\n')
	}
	t.open = append(t.open, e)
	if t.names != nil {
		t.names[e.name]++
	}
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
		if t.names != nil {
			t.names[e.name]--
		}
		t.open = t.open[:len(t.open)-1]
	}
}

// closes reports whether the start of a block ends the innermost block.
func (t *looseReader) closes(name string) bool {
	for i := len(t.open) - 1; i >= 0; i-- {
		if t.open[i].kind.breaks {
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

// manyOpen is how many elements may be open for an end tag that closes none of
// them to be compared with all; beyond, they are counted by their names, lest
// a text of such tags takes its length times their number.
const manyOpen = 16

// end closes the innermost element of a name.
func (t *looseReader) end(name string) {
	if n := t.innermost(name); n >= 0 {
		t.popTo(n)
		return
	}
	if name == "br" || name == "p" { // as browsers do
		t.push(looseElement{name: name, kind: kindOf(name)}, false)
		t.popTo(len(t.open) - 1)
	}
}

// innermost gives which of the open elements is the last of a name; -1 if none
// has it.
func (t *looseReader) innermost(name string) int {
	if t.names != nil && t.names[name] == 0 {
		return -1
	}
	for n := len(t.open) - 1; n >= 0; n-- {
		if t.open[n].name == name {
			return n
		}
	}
	if len(t.open) > manyOpen {
		t.names = make(map[string]int, len(t.open))
		for _, e := range t.open {
			t.names[e.name]++
		}
	}
	return -1
}
