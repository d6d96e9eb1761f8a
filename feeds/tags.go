package feeds

import "strings"

// attribute is one of a tag, as written.
type attribute struct{ name, value string }

// readTag reads the tag that begins at r.at. It is not ok where the document
// ends in it.
func (r *repairer) readTag() (name string, attributes []attribute, closed, ok bool) {
	name = tagName(r.in[r.at+1:])
	r.at += 1 + len(name)
	for {
		r.skipSpace()
		if r.at >= len(r.in) {
			return name, nil, false, false
		}
		switch c := r.in[r.at]; c {
		case '>':
			r.at++
			return name, attributes, closed, true
		case '<': // the tag was never closed
			r.note("a tag that is not closed")
			return name, attributes, false, true
		case '/':
			closed = true
			r.at++
		default:
			closed = false
			a, whole := r.readAttribute()
			if !whole {
				return name, nil, false, false
			}
			if len(attributes) == maxAttributes {
				r.note("an element with too many attributes")
			} else if a.name != "" && len(a.value) <= maxAttribute {
				attributes = append(attributes, a)
			}
		}
	}
}

func (r *repairer) skipSpace() {
	for r.at < len(r.in) && isSpace(r.in[r.at]) {
		r.at++
	}
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' }

// readAttribute reads a name and, where one is given, its value. It is not
// whole where the document ends in it.
func (r *repairer) readAttribute() (a attribute, whole bool) {
	name := r.in[r.at:]
	if end := strings.IndexAny(name, " \t\r\n=/<>"); end >= 0 {
		name = name[:end]
	}
	r.at += max(len(name), 1) // a lone "=" is skipped
	if name == "" {
		return a, true
	}
	if validName(name) {
		a.name = name
	}
	r.skipSpace()
	if r.at >= len(r.in) || r.in[r.at] != '=' {
		a.value = name
		return a, r.at < len(r.in)
	}
	r.at++
	r.skipSpace()
	if r.at >= len(r.in) {
		return a, false
	}
	a.value, whole = r.readValue()
	return a, whole
}

// readValue reads a value, in quotation marks or without.
func (r *repairer) readValue() (value string, whole bool) {
	if quote := r.in[r.at]; quote == '"' || quote == '\'' {
		end := strings.IndexByte(r.in[r.at+1:], quote)
		if end < 0 {
			r.at = len(r.in)
			return "", false
		}
		value = r.in[r.at+1 : r.at+1+end]
		r.at += end + 2
		return value, true
	}
	value = r.in[r.at:]
	if end := strings.IndexAny(value, " \t\r\n<>"); end >= 0 {
		value = value[:end]
	}
	r.at += len(value)
	return value, true
}

// validName reports whether a name is one that every parser takes: ASCII, with
// at most one colon.
func validName(name string) bool {
	if name == "" || len(name) > maxName || !isNameStart(name[0]) {
		return false
	}
	colons := 0
	for i := range len(name) {
		switch c := name[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c == '_', c >= '0' && c <= '9' && i > 0, c == '-', c == '.':
		case c == ':' && i > 0 && i < len(name)-1:
			colons++
			if next := name[i+1]; !isNameStart(next) {
				return false
			}
		default:
			return false
		}
	}
	return colons <= 1
}

// The namespaces of Atom, and what opens a feed of one.
const (
	atom10 = "http://www.w3.org/2005/Atom"
	atom03 = "http://purl.org/atom/ns#"
)

// writtenName gives the name under which an element is written. What stands in
// for content:encoded becomes that, and HTML inside of an item loses its prefix.
func (r *repairer) writtenName(name, local string) string {
	depth := len(r.open) + 1
	isRSS := r.root == "rss" || r.root == "rdf"
	switch {
	case r.root == "channel" && local == "abstract":
		return "description"
	case isRSS && r.item > 0 && depth == r.item+1 && (local == "body" || local == "fullitem"):
		return "content:encoded"
	case !validName(name):
		return "unnamed"
	case r.item > 0 && depth > r.item+1:
		switch prefix, _, _ := strings.Cut(name, ":"); prefix {
		case "xhtml", "html", "h", "svg":
			return local
		}
	}
	return name
}

// writeTag writes the tag that opens the innermost element. A channel of CDF,
// which knew attributes for what RSS has elements, is written as RSS; an entry
// by itself as a feed of one.
func (r *repairer) writeTag(attributes []attribute) {
	depth := len(r.open)
	if depth == 1 {
		r.writeWrapper("<rss>", `<feed xmlns="`+atom10+`">`)
	}
	written := r.open[depth-1].written
	r.out = append(append(r.out, '<'), written...)
	for _, a := range attributes {
		if depth == 1 && r.root == "feed" && isAtomName(a, written) {
			a.value = atomNamespace(a.value)
		}
		r.out = append(append(append(r.out, ' '), a.name...), '=', '"')
		r.escape(a.value)
		r.out = append(r.out, '"')
	}
	r.out = append(r.out, '>')
	if r.root == "channel" && (depth == 1 || depth == r.item) {
		r.writeCDF(attributes)
	}
}

// isAtomName reports whether an attribute declares the namespace of an element.
func isAtomName(a attribute, element string) bool {
	if prefix, _, ok := strings.Cut(element, ":"); ok {
		return a.name == "xmlns:"+prefix
	}
	return a.name == "xmlns"
}

// atomNamespace gives the namespace of a feed: one that is not known is taken
// for that of Atom 1.0, which it mostly means.
func atomNamespace(value string) string {
	if strings.TrimSpace(value) == atom03 {
		return atom03
	}
	return atom10
}

// writeWrapper writes what a root element that is none needs around it.
func (r *repairer) writeWrapper(aroundChannel, aroundEntry string) {
	switch r.root {
	case "channel":
		r.out = append(r.out, aroundChannel...)
	case "entry":
		r.out = append(r.out, aroundEntry...)
	}
}

func (r *repairer) writeCDF(attributes []attribute) {
	for _, a := range attributes {
		element := ""
		switch strings.ToLower(a.name) {
		case "href":
			element = "link"
		case "lastmod":
			element = "pubDate"
		default:
			continue
		}
		r.out = append(append(append(r.out, '<'), element...), '>')
		r.escape(a.value)
		r.out = append(append(append(r.out, '<', '/'), element...), '>')
	}
}

// writeEnd writes the tag that closes an element of a depth.
func (r *repairer) writeEnd(written string, depth int) {
	r.out = append(append(append(r.out, '<', '/'), written...), '>')
	if depth == 1 {
		r.writeWrapper("</rss>", "</feed>")
	}
}
