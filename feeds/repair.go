package feeds

import (
	"html"
	"slices"
	"strings"
	"unicode/utf8"
)

// Bounds of what is read of a feed. They are far beyond what honest feeds have.
const (
	maxBytes        = 10 << 20 // of a document
	maxDepth        = 256      // elements, or JSON values, inside of each other
	maxAttributes   = 64       // of an element; more are dropped
	maxElements     = 200_000  // of a document; it ends there
	maxItemElements = 20_000   // of an item; more are dropped
	maxStray        = 10_000   // end tags that close nothing; the document ends there
	maxName         = 128      // bytes of a name
	maxAttribute    = 64 << 10 // bytes of an attribute's value; a longer one is dropped
	maxTitleText    = 8 << 10  // bytes of a title with its markup
	maxSmallText    = 64 << 10 // bytes of any element that holds no prose
	maxProse        = 1 << 20  // bytes of one that does
)

// repairer copies a feed to XML that any parser reads: it is well-formed, has
// no declarations, no entities but the five of XML, no control characters, and
// nothing beyond the bounds. It looks at each byte once.
type repairer struct {
	in  string
	at  int
	out []byte

	open      []string // names of the elements that are open, as written
	muted     int      // elements that are open and not written: 0 if all are
	root      string   // local name of the root element
	item      int      // depth of the open item; 0 if none is
	itemStart int      // where in out it begins
	inItem    int      // elements in it so far
	elements  int
	stray     int // end tags that close nothing
	nextEnd   int // where the next CDATA section ends, as far as it was looked for
	budget    int // bytes of text that the open element may still have

	items, dropped int
	language       string   // xml:lang of the root or channel
	languages      []string // of each item
	repairs        []string
	cut            bool // the document ends in the middle
}

func (r *repairer) note(repair string) {
	if !slices.Contains(r.repairs, repair) {
		r.repairs = append(r.repairs, repair)
	}
}

// repair makes the copy. It fails only where the nesting is beyond the bound.
func repair(text string, at int) (*repairer, error) {
	r := &repairer{in: text, at: at, out: make([]byte, 0, len(text)-at+len(text)/16+256), budget: maxSmallText}
	for !r.cut && (len(r.open) > 0 || r.root == "") {
		if err := r.step(); err != nil {
			return nil, err
		}
	}
	if r.cut {
		r.note("cut off in the middle")
		r.dropUnfinished()
	}
	for len(r.open) > 0 {
		r.pop()
	}
	return r, nil
}

// step reads up to the next piece of markup, and that.
func (r *repairer) step() error {
	next := strings.IndexByte(r.in[r.at:], '<')
	if next < 0 {
		r.text(r.in[r.at:])
		r.at, r.cut = len(r.in), true
		return nil
	}
	r.text(r.in[r.at : r.at+next])
	r.at += next
	rest := r.in[r.at:]
	switch {
	case strings.HasPrefix(rest, "<![CDATA["):
		r.cdata()
	case strings.HasPrefix(rest, "</"):
		r.endTag()
	case strings.HasPrefix(rest, "<!--"):
		r.skipTo("-->")
	case strings.HasPrefix(rest, "<?"), strings.HasPrefix(rest, "<!"):
		r.skipTo(">")
	case tagName(rest[1:]) != "":
		return r.startTag()
	default:
		r.text("<")
		r.at++
	}
	return nil
}

func (r *repairer) skipTo(mark string) {
	r.at = endOf(r.in, r.at+2, mark)
	r.cut = r.at >= len(r.in)
}

// startTag reads a tag that opens an element, or is one.
func (r *repairer) startTag() error {
	name, attributes, closed, ok := r.readTag()
	if !ok {
		r.cut = true
		return nil
	}
	local := localName(name)
	r.beforeElement(local, name)
	if len(r.open) >= maxDepth {
		return errFormat("elements nested deeper than 256")
	}
	r.push(name, local, attributes)
	if closed || isVoid[name] {
		r.pop()
	}
	if r.elements > maxElements {
		r.cut = true
		r.note("too many elements")
	}
	return nil
}

// isVoid has the elements of HTML that have no end; a feed that holds HTML as
// it is often leaves them open.
var isVoid = map[string]bool{"br": true, "hr": true, "img": true, "wbr": true, "BR": true, "HR": true, "IMG": true}

// beforeElement closes an item that is still open where the next one begins.
func (r *repairer) beforeElement(local, name string) {
	if r.item > 0 && isItem(local) && name == r.open[r.item-1] && !r.inForeignFeed() {
		r.note("an element that is not closed")
		r.popTo(r.item - 1)
	}
}

// inForeignFeed reports whether the open item has a feed inside of it.
func (r *repairer) inForeignFeed() bool {
	return slices.ContainsFunc(r.open[r.item:], func(name string) bool { return isFeedRoot(localName(name)) })
}

func isItem(local string) bool { return local == "item" || local == "entry" }

// push opens an element and writes its tag.
func (r *repairer) push(name, local string, attributes []attribute) {
	depth := len(r.open) + 1
	if depth == 1 {
		r.root = local
	}
	switch {
	case r.item == 0 && isItem(local) && depth > 1 && isFeedRoot(localName(r.open[depth-2])):
		r.beginItem(depth, attributes)
	case r.item > 0:
		r.inItem++
	case depth <= 2 && isFeedRoot(local) && r.language == "":
		r.language = languageOf(attributes)
	}
	if r.muted == 0 && r.inItem > maxItemElements {
		r.muted = depth
		r.note("an item with too many elements")
	}
	r.open = append(r.open, name)
	if r.muted > 0 {
		return
	}
	r.elements++
	if depth == r.item+1 || r.item == 0 {
		r.budget = budgetOf(local)
	}
	r.writeTag(name, local, attributes)
}

func (r *repairer) beginItem(depth int, attributes []attribute) {
	r.item, r.itemStart, r.inItem = depth, len(r.out), 0
	if r.items == MaxItems {
		r.dropped++
		r.muted = depth
		return
	}
	r.items++
	r.languages = append(r.languages, languageOf(attributes))
}

func languageOf(attributes []attribute) string {
	for _, a := range attributes {
		if a.name == "xml:lang" {
			return a.value
		}
	}
	return ""
}

// budgetOf gives how many bytes of text an element may hold.
func budgetOf(local string) int {
	switch local {
	case "title":
		return maxTitleText
	case "description", "encoded", "content", "summary", "body", "fulltext", "full-text", "abstract":
		return maxProse
	}
	return maxSmallText
}

// endTag closes the element that it names, and what is open inside of that.
func (r *repairer) endTag() {
	end := strings.IndexAny(r.in[r.at+2:], "<>")
	if end < 0 {
		r.at, r.cut = len(r.in), true
		return
	}
	name := strings.TrimSpace(r.in[r.at+2 : r.at+2+end])
	r.at += 2 + end
	if r.in[r.at] == '>' {
		r.at++
	}
	for i := len(r.open) - 1; i >= 0; i-- {
		if len(r.open[i]) == len(name) && strings.EqualFold(r.open[i], name) {
			if i < len(r.open)-1 {
				r.note("an element that is not closed")
			}
			r.popTo(i)
			return
		}
	}
	r.stray++
	r.cut = r.cut || r.stray > maxStray
}

func (r *repairer) popTo(depth int) {
	for len(r.open) > depth {
		r.pop()
	}
}

// pop closes the innermost element.
func (r *repairer) pop() {
	depth := len(r.open)
	name := r.open[depth-1]
	r.open = r.open[:depth-1]
	if r.muted == 0 {
		r.writeEnd(name, depth)
	}
	if r.muted == depth {
		r.muted = 0
	}
	if r.item == depth {
		r.item, r.inItem = 0, 0
	}
}

// dropUnfinished takes back the item in which the document was cut off: its
// identity or its text may lack its end. One whose parts are all complete
// stays where it is all there is.
func (r *repairer) dropUnfinished() {
	if r.item == 0 || r.muted == r.item || r.items == 1 && len(r.open) == r.item && len(r.out) > r.itemStart {
		return
	}
	r.out = r.out[:r.itemStart]
	r.open = r.open[:r.item-1]
	r.item, r.muted = 0, 0
	r.items--
	r.languages = r.languages[:r.items]
}

// cdata copies a CDATA section. One without an end ends with its element.
func (r *repairer) cdata() {
	start := r.at + len("<![CDATA[")
	end := r.sectionEnd(start)
	closing := r.closingTag(start, end)
	switch {
	case end < len(r.in) && (closing < 0 || !strings.Contains(r.in[closing:end], "<![CDATA[")):
		r.at = end + len("]]>")
	case closing >= 0:
		end = closing
		r.at = end
		r.note("an unclosed CDATA section")
	default:
		r.at, r.cut = len(r.in), true
		r.note("an unclosed CDATA section")
		return
	}
	r.writeCDATA(r.in[start:end])
}

// sectionEnd gives where the next end of a CDATA section stands; the length of
// the document if there is none. It is looked for once.
func (r *repairer) sectionEnd(from int) int {
	if r.nextEnd < from {
		r.nextEnd = len(r.in)
		if n := strings.Index(r.in[from:], "]]>"); n >= 0 {
			r.nextEnd = from + n
		}
	}
	return r.nextEnd
}

// closingTag gives where, between two places, the end tag of the open element
// stands; -1 if there is none.
func (r *repairer) closingTag(from, to int) int {
	if len(r.open) > 0 {
		if n := strings.Index(r.in[from:to], "</"+r.open[len(r.open)-1]+">"); n >= 0 {
			return from + n
		}
	}
	return -1
}

// writeCDATA copies what a section holds, without what XML does not allow.
func (r *repairer) writeCDATA(s string) {
	if s = r.spend(s); s == "" {
		return
	}
	r.out = append(r.out, "<![CDATA["...)
	for len(s) > 0 {
		n := strings.IndexFunc(s, isForbidden)
		if n < 0 {
			r.out = append(r.out, s...)
			break
		}
		r.out = append(r.out, s[:n]...)
		_, size := utf8.DecodeRuneInString(s[n:])
		s = s[n+size:]
		r.note("control characters")
	}
	r.out = append(r.out, "]]>"...)
}

// spend gives what of a text may still be written.
func (r *repairer) spend(s string) string {
	if r.muted > 0 || len(r.open) == 0 || s == "" {
		return ""
	}
	if len(s) > r.budget {
		n := r.budget
		for n > 0 && !utf8.RuneStart(s[n]) {
			n--
		}
		s = s[:n]
		r.note("text beyond what is read")
	}
	r.budget -= len(s)
	return s
}

// text copies running text.
func (r *repairer) text(s string) {
	if s = r.spend(s); s != "" {
		r.escape(s)
	}
}

// escape writes text with the characters of markup escaped, entities of HTML
// resolved, and others, and ampersands that are none, as the text that they are.
func (r *repairer) escape(s string) {
	for len(s) > 0 {
		n := strings.IndexFunc(s, isSpecial)
		if n < 0 {
			r.out = append(r.out, s...)
			return
		}
		r.out = append(r.out, s[:n]...)
		s = s[n:]
		if s[0] != '&' {
			c, size := utf8.DecodeRuneInString(s)
			r.writeRune(c)
			s = s[size:]
			continue
		}
		s = s[r.ampersand(s):]
	}
}

// ampersand writes what s opens with, an entity perhaps, and gives its length.
func (r *repairer) ampersand(s string) int {
	end := entityEnd(s)
	if end == 0 {
		r.note("ampersands that are not escaped")
		r.out = append(r.out, "&amp;"...)
		return 1
	}
	switch s[:end] {
	case "&amp;", "&lt;", "&gt;", "&quot;", "&apos;":
		r.out = append(r.out, s[:end]...)
		return end
	}
	plain := html.UnescapeString(s[:end])
	if plain == s[:end] || strings.HasSuffix(plain, ";") && plain == html.UnescapeString(s[:end-1])+";" {
		r.note("entities that are not defined")
		r.out = append(r.out, "&amp;"...)
		return 1
	}
	if s[1] != '#' {
		r.note("entities that are not defined")
	}
	for _, c := range plain {
		r.writeRune(c)
	}
	return end
}

// entityEnd gives the length of the entity that s opens with; 0 if it is none.
func entityEnd(s string) int {
	for i := 1; i < len(s) && i < 34; i++ {
		c := s[i]
		switch {
		case c == ';':
			if i == 1 {
				return 0
			}
			return i + 1
		case c == '#' && i == 1, c >= '0' && c <= '9', c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z':
		default:
			return 0
		}
	}
	return 0
}

func (r *repairer) writeRune(c rune) {
	switch {
	case c == '<':
		r.out = append(r.out, "&lt;"...)
	case c == '>':
		r.out = append(r.out, "&gt;"...)
	case c == '&':
		r.out = append(r.out, "&amp;"...)
	case c == '"':
		r.out = append(r.out, "&quot;"...)
	case isForbidden(c):
		r.note("control characters")
	default:
		r.out = utf8.AppendRune(r.out, c)
	}
}

// isForbidden reports whether XML does not allow a character, or nobody means
// it: controls but for white space, and what is no character.
func isForbidden(c rune) bool {
	return c < ' ' && c != '\n' && c != '\t' && c != '\r' || c >= 0x7f && c < 0xa0 && c != 0x85 || c == '\uFFFE' || c == '\uFFFF'
}

func isSpecial(c rune) bool { return c == '&' || c == '<' || c == '>' || c == '"' || isForbidden(c) }
