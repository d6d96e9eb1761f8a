package wire

import "strings"

// Some archives leave the markup of pages in their texts. Tags that open or
// close a paragraph end it here, too; those and the ones at a paragraph's ends
// are codes, the others stay where they are.

// tags are the names of HTML that texts are seen with; true for those that
// part paragraphs. A ticker as <TX> is no tag.
func tags() map[string]bool {
	return map[string]bool{
		"p": true, "br": true, "div": true, "li": true, "ul": true, "ol": true, "h1": true, "h2": true, "h3": true, "h4": true,
		"table": true, "tr": true, "td": true, "hr": true, "html": true, "body": true, "blockquote": true, "pre": true,
		"b": false, "i": false, "em": false, "strong": false, "span": false, "a": false, "font": false, "img": false,
	}
}

// tagAt gives the length of the tag that s opens with, 0 for none, and whether
// it parts paragraphs.
func tagAt(known map[string]bool, s string) (n int, parts bool) {
	const longest = 300 // bytes
	end := strings.IndexByte(s[:min(len(s), longest)], '>')
	if end < 2 || s[0] != '<' {
		return 0, false
	}
	name := strings.Trim(s[1:end], "/ ")
	if i := strings.IndexAny(name, " \t\n"); i >= 0 {
		name = name[:i]
	}
	parts, ok := known[strings.ToLower(name)]
	if !ok {
		return 0, false
	}
	return end + 1, parts
}

// splitTags makes blocks of their own of the tags between and around
// paragraphs.
func splitTags(text string, blocks []block) []block {
	if strings.IndexByte(text, '<') < 0 || !strings.Contains(text, "</") {
		return blocks
	}
	known, out := tags(), make([]block, 0, len(blocks))
	for _, b := range blocks {
		start := b.Start
		for at := b.Start; at < b.End; {
			n, parts := tagRun(known, text[at:b.End])
			if n == 0 || !parts && at > start && at+n < b.End {
				next := strings.IndexByte(text[at+1:b.End], '<')
				if next < 0 {
					break
				}
				at += 1 + next
				continue
			}
			out = appendProse(out, text, b, start, at)
			out = append(out, block{Range: trim(text, Range{at, at + n}), kind: KindCode, lines: 1})
			at += n
			start = at
		}
		out = appendProse(out, text, b, start, b.End)
	}
	return out
}

// tagRun gives the length of the tags in a row that s opens with, white space
// between them included, and whether one of them parts paragraphs.
func tagRun(known map[string]bool, s string) (n int, parts bool) {
	for {
		length, part := tagAt(known, s[n:])
		if length == 0 {
			return n, parts
		}
		n, parts = n+length, parts || part
		n += len(s[n:]) - len(strings.TrimLeft(s[n:], " \t\n"))
	}
}

// appendProse appends what is left of block b between two tags.
func appendProse(out []block, text string, b block, start, end int) []block {
	r := trim(text, Range{start, end})
	if r.Empty() {
		return out
	}
	piece := b
	piece.Range = r
	if r != b.Range {
		piece.apart, piece.marker = true, markerLength(text[r.Start:r.End])
	}
	return append(out, piece)
}
