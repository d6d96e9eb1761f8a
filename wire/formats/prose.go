package formats

import (
	"bytes"
	"regexp"
	"strings"

	xhtml "golang.org/x/net/html"
)

// A block is a paragraph, a heading or a list item of a body.
type block struct {
	text string
	kept bool // it stands in an element that is meant for prose
	link bool // all of it is a link
}

// prose turns the tree of a body into blocks.
type prose struct {
	blocks []block
	para   []byte
	space  bool // white space was read and is owed before the next word
	paras  int  // elements for prose that are open
	links  int  // links that are open
	linked int  // bytes of para that stand in links
	nested bool // inside of markup that was found as text
	tables bool // tables are read too

	literal bool // markup that is found as text is that
}

// skipped has the elements whose content is no prose: what is not shown, what
// stands beside the text, and what the wire formats mark as no news.
var skipped = map[string]bool{
	"head": true, "script": true, "style": true, "template": true, "noscript": true, "iframe": true, "object": true,
	"svg": true, "math": true, "canvas": true, "audio": true, "video": true, "picture": true, "img": true,
	"button": true, "select": true, "textarea": true, "dialog": true, "input": true, "label": true,
	"nav": true, "aside": true, "header": true, "footer": true, "figure": true, "figcaption": true, "menu": true,
	"media": true, "media-caption": true, "media-producer": true, "fn": true, "note": true, "byline": true,
	"nitf-table": true, "copyrite": true, "distributor": true, "tagline": true, "bibliography": true, "hedline": true,
}

// blocky has the elements that begin on a line of their own; the value says
// whether they are meant for prose.
var blocky = map[string]bool{
	"p": true, "li": true, "blockquote": true, "bq": true, "dd": true, "dt": true, "pre": true,
	"h1": true, "h2": true, "h3": true, "h4": true, "h5": true, "h6": true, "hl1": true, "hl2": true,
	"div": false, "section": false, "article": false, "main": false, "body": false, "body.content": false, "block": false,
	"ul": false, "ol": false, "dl": false, "table": false, "tr": false, "td": false, "th": false, "caption": false,
	"hr": false, "address": false, "details": false, "summary": false, "center": false, "nitf": false, "html": false,
	"abstract": false, "datasource": false, "credit": false, "time": false,
}

// kind is what the name of an element says of it.
type kind struct {
	skipped bool
	breaks  bool // it begins on a line of its own
	meant   bool // the same, and it is meant for prose
}

func kindOf(name string) kind {
	meant, breaks := blocky[name]
	return kind{skipped[name], breaks, meant}
}

// noNews has the classes by which agencies mark parts of their XHTML as not
// meant for readers.
var noNews = map[string]bool{
	"notepad": true, "np-nonpublic": true, "np-constraint": true, "closingline": true, "slugline": true,
	"noprint": true, "sr-only": true, "visually-hidden": true, "screen-reader-text": true,
}

// walk reads everything below n.
func (p *prose) walk(n *xhtml.Node) {
	for child := range n.ChildNodes() {
		switch child.Type {
		case xhtml.TextNode:
			p.text(child.Data)
		case xhtml.ElementNode:
			p.element(child)
		}
	}
}

func (p *prose) element(n *xhtml.Node) {
	r := p.roleOf(n.Data, kindOf(n.Data), isHidden(n))
	p.enter(r)
	switch r {
	case unread, lineBreak:
	case verbatim:
		p.verbatim(unescape(rawText(n)))
	default:
		p.walk(n)
	}
	p.leave(r)
}

// role is what an element is to its text.
type role byte

const (
	inline    role = iota
	unread         // nothing in it is read
	lineBreak      // the same, but that a line ends
	verbatim       // its lines count
	parting        // a block of its own
	paragraph      // a block that is meant for prose
	link
)

func (p *prose) roleOf(name string, k kind, hidden bool) role {
	if k.skipped || hidden || (name == "table" || name == "tbody") && !p.tables {
		return unread
	}
	switch name {
	case "br":
		return lineBreak
	case "pre":
		return verbatim
	case "a":
		return link
	}
	switch {
	case k.meant:
		return paragraph
	case k.breaks:
		return parting
	}
	return inline
}

// enter begins an element, before what is in it.
func (p *prose) enter(r role) {
	switch r {
	case lineBreak:
		p.newline()
	case verbatim, parting:
		p.flush()
	case paragraph:
		p.flush()
		p.paras++
	case link:
		p.links++
	}
}

// leave ends an element; a block ends where its last words do.
func (p *prose) leave(r role) {
	switch r {
	case parting:
		p.flush()
	case paragraph:
		p.flush()
		p.paras--
	case link:
		p.links--
	}
}

// text adds running text: its white space is folded. Text that holds markup of
// its own, escaped once too often, is read as that.
func (p *prose) text(s string) {
	s = unescape(s)
	if !p.nested && !p.literal && hasMarkup(s) {
		if body, err := parseFragment(s); err == nil {
			p.nested = true
			p.walk(body)
			p.nested = false
			return
		}
	}
	if !p.literal && strings.IndexByte(s, '<') >= 0 {
		s = strayTag.ReplaceAllString(s, "")
	}
	p.words(s)
}

// words adds text with each run of white space as a single space.
func (p *prose) words(s string) {
	for len(s) > 0 {
		if isSpace(s[0]) {
			p.space = true
			s = s[1:]
			continue
		}
		n := wordsLength(s)
		if p.space && len(p.para) > 0 && p.para[len(p.para)-1] != '\n' {
			p.para = append(p.para, ' ')
		}
		p.para = append(p.para, s[:n]...)
		p.space = false
		if p.links > 0 {
			p.linked += n + 1
		}
		s = s[n:]
	}
}

// wordsLength gives the length of the words that s begins with, as far as they
// are parted by single spaces.
func wordsLength(s string) int {
	for i := 1; i < len(s); i++ {
		if isSpace(s[i]) && (s[i] != ' ' || i+1 == len(s) || isSpace(s[i+1])) {
			return i
		}
	}
	return len(s)
}

func isSpace(c byte) bool {
	return c <= ' ' && (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f')
}

// newline breaks a line; two in a row end the block.
func (p *prose) newline() {
	p.space = false
	switch n := len(p.para); {
	case n == 0:
	case p.para[n-1] == '\n':
		p.flush()
	default:
		p.para = append(p.para, '\n')
	}
}

// flush ends the block.
func (p *prose) flush() {
	if text := string(bytes.TrimSpace(p.para)); text != "" {
		p.blocks = append(p.blocks, block{text, p.paras > 0, p.linked > 0 && p.linked+1 >= len(text)})
	}
	p.para = p.para[:0]
	p.space, p.linked = false, 0
}

// verbatim adds text whose lines count.
func (p *prose) verbatim(s string) {
	for text := range strings.SplitSeq(linesText(s, true), "\n\n") {
		if text != "" {
			p.blocks = append(p.blocks, block{text: text, kept: true})
		}
	}
}

func rawText(n *xhtml.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		switch {
		case d.Type == xhtml.TextNode:
			b.WriteString(d.Data)
		case d.Data == "br":
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// bodyText gives the text of a body: all its blocks, without the title where
// the body repeats it at its beginning. A body of nothing but tables gives them.
func bodyText(n *xhtml.Node, title string) string {
	if n == nil {
		return ""
	}
	for _, tables := range []bool{false, true} {
		p := prose{tables: tables}
		p.walk(n)
		p.flush()
		if text := joinBlocks(p.blocks, title); text != "" {
			return text
		}
	}
	return ""
}

func joinBlocks(blocks []block, title string) string {
	var b strings.Builder
	for i, each := range blocks {
		if i < 3 && title != "" && strings.EqualFold(oneLine(each.text), title) {
			continue
		}
		if b.Len() > 0 {
			b.WriteString("\n\n")
		}
		b.WriteString(each.text)
	}
	return b.String()
}

// stringText gives the text of a body that a file holds as a string: markup is
// read as HTML, anything else by its lines.
func stringText(s, title string) string {
	s = unescape(s)
	switch {
	case !hasMarkup(s):
		return linesText(strayTag.ReplaceAllString(s, ""), true)
	case !blockTag.MatchString(s):
		return linesText(anyTag.ReplaceAllString(s, ""), true)
	}
	body, err := parseFragment(s)
	if err != nil {
		return linesText(anyTag.ReplaceAllString(s, " "), true)
	}
	p := prose{nested: true}
	p.walk(body)
	p.flush()
	return joinBlocks(unwrapBlocks(p.blocks, s), title)
}

// unwrapBlocks gives the blocks; where a single element wraps a whole text that
// is set in lines, its lines tell the paragraphs.
func unwrapBlocks(blocks []block, source string) []block {
	if len(blocks) != 1 || !indented.MatchString(source) {
		return blocks
	}
	return []block{{text: linesText(anyTag.ReplaceAllString(source, " "), true), kept: true}}
}

var (
	anyTag = regexp.MustCompile(`<[^<>]{0,400}>`)
	// blockTag finds markup that parts paragraphs; without it the lines do.
	blockTag = regexp.MustCompile(`(?i)<(?:p|br|div|ul|ol|li|h[1-6]|blockquote|table|hl2)(?:\s[^<>]{0,400})?/?>`)
	// strayTag finds elements of no known kind, as senders leave behind.
	strayTag = regexp.MustCompile(`</?[a-z]{2,12}>`)
	// indented finds a paragraph that is told by its indent, after a full line.
	indented = regexp.MustCompile(`[^\n]{30}\n {2,5}\S`)
)

// inlineElement has elements that tell, with those of blocky, that a text holds
// markup.
var inlineElement = map[string]bool{
	"br": true, "b": true, "i": true, "u": true, "em": true, "strong": true, "a": true, "span": true, "sup": true, "sub": true,
	"font": true, "small": true, "img": true,
}

// hasMarkup reports whether a text holds a tag of HTML.
func hasMarkup(s string) bool {
	for {
		open := strings.IndexByte(s, '<')
		if open < 0 {
			return false
		}
		s = s[open+1:]
		tag, ok := leadingTag(s)
		if !ok {
			continue
		}
		if _, breaks := blocky[tag]; breaks || inlineElement[tag] {
			return true
		}
	}
}

// leadingTag gives the name in the tag whose "<" stood before s.
func leadingTag(s string) (name string, ok bool) {
	s = strings.TrimPrefix(s[:min(len(s), maxTag)], "/")
	end := strings.IndexAny(s, "<>")
	if end < 0 || s[end] == '<' {
		return "", false
	}
	s = strings.TrimSuffix(s[:end], "/")
	name, _, _ = strings.Cut(s, " ")
	return strings.ToLower(strings.TrimSpace(name)), true
}

// maxTag bounds a tag that is looked for in text, in bytes.
const maxTag = 400

// linesText gives the text of lines: an empty line separates paragraphs, and
// where indents count a line that is set in begins one.
func linesText(s string, indents bool) string {
	var b strings.Builder
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	fresh := true
	for line := range strings.SplitSeq(s, "\n") {
		text := strings.Trim(line, " \t\u00a0\f\v")
		if text == "" {
			fresh = true
			continue
		}
		set := indents && (strings.HasPrefix(line, "  ") || strings.HasPrefix(line, "\t"))
		switch {
		case b.Len() == 0:
		case fresh || set:
			b.WriteString("\n\n")
		default:
			b.WriteByte('\n')
		}
		fresh = false
		b.WriteString(text)
	}
	return b.String()
}
