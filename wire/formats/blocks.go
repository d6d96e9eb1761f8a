package formats

import (
	"strings"

	"golang.org/x/net/html/atom"
)

// Block is a paragraph, a heading or a list item of a text.
type Block struct {
	Text string // with LF alone, where a line breaks
	Link bool   // all of it is a link
}

// Blocks reads the text of one item of a feed, or the like: HTML, perhaps
// escaped once too often, or lines of plain text. What a reader of the page
// would not see is left out. It fails where the nesting, or the number of
// elements or attributes, is beyond what is read.
func Blocks(source string) ([]Block, error) {
	if !holdsHTML(source) {
		if source = unescape(source); !holdsHTML(source) {
			return plainBlocks(source), nil
		}
	}
	blocks, err := htmlBlocks(source, true)
	if err == nil && escapedTwice(blocks) {
		return htmlBlocks(source, false)
	}
	return blocks, err
}

// htmlBlocks gives the blocks of HTML, those of its tables where it has no
// others. Markup in its text is taken as what it says, or as literal text.
func htmlBlocks(source string, literal bool) ([]Block, error) {
	for _, tables := range []bool{false, true} {
		p := prose{tables: tables, literal: literal, para: make([]byte, 0, 512), blocks: make([]block, 0, 16)}
		if err := readLoose(source, &p); err != nil {
			return nil, err
		}
		p.flush()
		if len(p.blocks) == 0 {
			continue
		}
		blocks := make([]Block, len(p.blocks))
		for i, b := range p.blocks {
			blocks[i] = Block{Text: tidyText(b.text), Link: b.link}
		}
		return blocks, nil
	}
	return nil, nil
}

// escapedTwice reports whether a text holds so much markup that is shown that
// it was hardly meant to be.
func escapedTwice(blocks []Block) bool {
	shown := 0
	for _, b := range blocks {
		if strings.IndexByte(b.Text, '<') < 0 {
			continue
		}
		for _, mark := range []string{"</p>", "</a>", "</div>", "</li>", "<br", "<img "} {
			shown += strings.Count(b.Text, mark)
		}
	}
	return shown > 1 && shown*2 >= len(blocks)
}

func plainBlocks(source string) []Block {
	var blocks []Block
	if strings.IndexByte(source, '<') >= 0 {
		source = strayTag.ReplaceAllString(source, "")
	}
	text := tidyText(linesText(source, true))
	for paragraph := range strings.SplitSeq(text, "\n\n") {
		if paragraph != "" {
			blocks = append(blocks, Block{Text: paragraph})
		}
	}
	return blocks
}

// holdsHTML reports whether a text holds a tag of HTML, of whatever element.
func holdsHTML(s string) bool {
	for {
		open := strings.IndexByte(s, '<')
		if open < 0 {
			return false
		}
		s = s[open+1:]
		if strings.HasPrefix(s, "!--") {
			return true
		}
		name := strings.TrimPrefix(s[:min(len(s), 32)], "/")
		if end := strings.IndexAny(name, " \t\r\n/>"); end > 0 && isElement(strings.ToLower(name[:end])) {
			return true
		}
	}
}

// isElement reports whether a word names an element of HTML. The table of
// names has attributes too, which nobody writes as a tag, but for some.
func isElement(name string) bool {
	_, breaks := blocky[name]
	return breaks || inlineElement[name] || skipped[name] || atom.Lookup([]byte(name)) != 0
}
