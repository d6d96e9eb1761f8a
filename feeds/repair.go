package feeds

import (
	"html"
	"slices"
	"strings"
)

// Bounds of what is read of a feed. They are far beyond what honest feeds have.
const (
	maxBytes        = 10 << 20  // of a document
	maxDepth        = 256       // elements, or JSON values, inside of each other
	maxAttributes   = 64        // of an element; more are dropped
	maxElements     = 200_000   // of a document; it ends there
	maxTags         = 1_000_000 // of a document, with those of items that are not read; it ends there
	maxEscapes      = 500_000   // ampersands of a document; it ends there
	maxOutside      = 5000      // elements outside of items; more are dropped
	maxItemElements = 20_000    // of an item; more are dropped
	maxStray        = 10_000    // end tags that close nothing; the document ends there
	maxName         = 128       // bytes of a name
	maxAttribute    = 64 << 10  // bytes of an attribute's value; a longer one is dropped
	maxTitleText    = 8 << 10   // bytes of a title with its markup
	maxSmallText    = 64 << 10  // bytes of any element that holds no prose
	maxProse        = 1 << 20   // bytes of one that does
)

// repairer copies a feed to XML that any parser reads: it is well-formed, has
// no declarations, no entities but the five of XML, no control characters, and
// nothing beyond the bounds. It looks at each byte once.
type repairer struct {
	in  string
	at  int
	out []byte

	open      []element
	muted     int    // elements that are open and not written: 0 if all are
	root      string // local name of the root element
	item      int    // depth of the open item; 0 if none is
	itemStart int    // where in out it begins
	inItem    int    // elements in it so far
	outside   int    // elements outside of items so far
	elements  int    // that were written
	tags      int
	escapes   int
	stray     int      // end tags that close nothing
	nextEnd   int      // where the next CDATA section ends, as far as it was looked for
	prose     bool     // the open part of an item is one that holds prose
	aside     []string // texts that were set aside
	budget    int      // bytes of text that the open element may still have
	lift      lifter

	items, dropped int
	language       string   // xml:lang of the root or channel
	languages      []string // of each item
	abouts         []string // rdf:about of each item
	repairs        []string
	began          bool // there was an item, whatever became of it
	cut            bool // the document ends in the middle
}

// element is one that is open.
type element struct {
	name    string // as it stands in the document
	local   string // without its prefix, in small letters
	written string // as it is written
}

func (r *repairer) note(repair string) {
	if !slices.Contains(r.repairs, repair) {
		r.repairs = append(r.repairs, repair)
	}
}

// repair makes the copy, out of which the plain parts of items may be lifted.
// It fails only where the nesting is beyond the bound.
func repair(text string, at int, lift bool) (*repairer, error) {
	size := len(text) - at + len(text)/16 + 256
	if lift {
		size /= 4 // little may be left
	}
	r := &repairer{in: text, at: at, out: make([]byte, 0, size), budget: maxSmallText, lift: lifter{on: lift}}
	for !r.lift.odd && !r.cut && (len(r.open) > 0 || r.root == "") {
		if err := r.step(); err != nil {
			return nil, err
		}
	}
	if r.cut {
		r.note("cut off in the middle")
		if r.dropUnfinished(); r.items == 0 && r.began {
			return nil, errFormat("cut off before its first item ends")
		}
	}
	r.popTo(0)
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
	r.beforeElement(local)
	if len(r.open) >= maxDepth {
		return errFormat("elements nested deeper than 256")
	}
	r.push(name, local, attributes)
	if closed || isVoid[name] {
		r.pop()
	}
	if r.tags++; r.elements > maxElements || r.tags > maxTags || r.escapes > maxEscapes {
		r.cut = true
		r.note("more than is read")
	}
	return nil
}

// isVoid has the elements of HTML that have no end; a feed that holds HTML as
// it is often leaves them open.
var isVoid = map[string]bool{"br": true, "hr": true, "img": true, "wbr": true, "BR": true, "HR": true, "IMG": true}

// beforeElement closes an item that is still open where the next one begins.
func (r *repairer) beforeElement(local string) {
	if r.item > 0 && isItem(local) && local == r.open[r.item-1].local && !r.inForeignFeed() {
		r.note("an element that is not closed")
		r.popTo(r.item - 1)
	}
}

// inForeignFeed reports whether the open item has a feed inside of it.
func (r *repairer) inForeignFeed() bool {
	return slices.ContainsFunc(r.open[r.item:], func(e element) bool { return isFeedRoot(e.local) })
}

func isItem(local string) bool { return local == "item" || local == "entry" }

// push opens an element and writes its tag.
func (r *repairer) push(name, local string, attributes []attribute) {
	depth := len(r.open) + 1
	if depth == 1 {
		r.root = local
	}
	switch {
	case depth == 1 && local == "entry":
		r.beginItem(depth, attributes)
	case r.item == 0 && isItem(local) && depth > 1 && isFeedRoot(r.open[depth-2].local):
		r.beginItem(depth, attributes)
	case r.item > 0:
		r.inItem++
	default:
		r.outside++
	}
	if depth <= 2 && isFeedRoot(local) && r.language == "" {
		r.language = languageOf(attributes)
	}
	if r.muted == 0 && (r.inItem > maxItemElements || r.item == 0 && r.outside > maxOutside) {
		r.muted = depth
		r.note("more than is read")
	}
	r.open = append(r.open, element{name, local, r.writtenName(name, local)})
	if r.muted > 0 {
		return
	}
	r.elements++
	if depth == r.item+1 || r.item == 0 {
		r.budget = budgetOf(local)
		r.prose = r.item > 0 && r.budget == maxProse
	}
	r.beginLift(attributes)
	r.writeTag(attributes)
	r.lift.text = len(r.out)
}

func (r *repairer) beginItem(depth int, attributes []attribute) {
	r.item, r.itemStart, r.inItem, r.began = depth, len(r.out), 0, true
	if r.items == MaxItems {
		r.dropped++
		r.muted = depth
		return
	}
	r.items++
	r.languages = append(r.languages, languageOf(attributes))
	r.abouts = append(r.abouts, valueOf(attributes, "rdf:about"))
}

func languageOf(attributes []attribute) string { return valueOf(attributes, "xml:lang") }

func valueOf(attributes []attribute, name string) string {
	for _, a := range attributes {
		if a.name == name {
			return html.UnescapeString(a.value)
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
		if open := r.open[i].name; len(open) == len(name) && strings.EqualFold(open, name) {
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
	if r.muted == 0 && !r.endLift() {
		r.writeEnd(r.open[depth-1].written, depth)
	}
	r.open = r.open[:depth-1]
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
	if n := len(r.lift.items); n > 0 && r.muted == 0 {
		r.lift.items = r.lift.items[:n-1]
	}
	r.open = r.open[:r.item-1]
	r.item, r.muted = 0, 0
	r.items--
	r.languages, r.abouts = r.languages[:r.items], r.abouts[:r.items]
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
		if n := strings.Index(r.in[from:to], "</"+r.open[len(r.open)-1].name+">"); n >= 0 {
			return from + n
		}
	}
	return -1
}
