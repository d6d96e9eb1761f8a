package wire

import "strings"

// splitTitle makes a block of its own of a title that opens the first block.
func (p *parser) splitTitle(title string) {
	title = strings.TrimSpace(title)
	if title == "" || len(p.blocks) == 0 {
		return
	}
	first := p.blocks[0]
	body := p.slice(first.Range)
	if len(body) <= len(title) || !strings.EqualFold(body[:len(title)], title) {
		return
	}
	rest := trim(p.doc.Text, Range{first.Start + len(title), first.End})
	if rest.Start == first.Start+len(title) || hasStop(title) {
		return // the word goes on, or the sentence border is there anyway
	}
	head := block{Range: Range{first.Start, first.Start + len(title)}, kind: KindTitle, lines: 1, apart: true}
	p.blocks[0].Range = rest
	p.blocks[0].measure(p.doc.Text, false)
	p.blocks = append([]block{head}, p.blocks...)
}

func hasStop(s string) bool { return strings.HasSuffix(s, ".") || strings.HasSuffix(s, "!") }

// Borders gives the byte offsets at which the sentences of a paragraph begin,
// without 0, in ascending order. Unlike the sentences of a [Document], which
// keep a quotation whole, those inside of a quotation count.
func Borders(paragraph, language string) []int {
	c := cutter{text: paragraph, lex: lexiconFor(language)}
	var found []int
	c.cut(trim(paragraph, Range{0, len(paragraph)}), func(r Range) {
		if r.Start > 0 {
			found = append(found, r.Start)
		}
	})
	return found
}
