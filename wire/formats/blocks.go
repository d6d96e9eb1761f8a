package formats

import "strings"

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
	body, err := parseFragment(source)
	if err != nil {
		return nil, err
	}
	for _, tables := range []bool{false, true} {
		p := prose{tables: tables}
		p.walk(body)
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

func plainBlocks(source string) []Block {
	var blocks []Block
	text := tidyText(linesText(strayTag.ReplaceAllString(source, ""), true))
	for paragraph := range strings.SplitSeq(text, "\n\n") {
		if paragraph != "" {
			blocks = append(blocks, Block{Text: paragraph})
		}
	}
	return blocks
}

// holdsHTML reports whether a text holds a tag of HTML, also one whose element
// is left out.
func holdsHTML(s string) bool {
	if hasMarkup(s) {
		return true
	}
	for {
		open := strings.IndexByte(s, '<')
		if open < 0 {
			return false
		}
		s = s[open+1:]
		if strings.HasPrefix(s, "!--") {
			return true
		}
		if tag, ok := leadingTag(s); ok {
			if tag, _, _ = strings.Cut(tag, "/"); skipped[tag] {
				return true
			}
		}
	}
}
