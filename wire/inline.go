package wire

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Pages that lost their line breaks have the byline and the times of
// publication in front of the first sentence, each closed by a full stop that
// the conversion put there: "By . Jo Doe . PUBLISHED: . 01:15 EST, 30 November
// 2013 . | . UPDATED: . ...". splitOpening makes blocks of their own of them.
func (p *parser) splitOpening() {
	for i := range p.blocks {
		if b := &p.blocks[i]; b.words > 0 && !b.headline {
			p.splitBlock(i)
			return
		}
	}
}

func (p *parser) splitBlock(i int) {
	whole := p.blocks[i].Range
	var split []block
	rest := whole
	named := false // "By ." was read, and a name has to follow
	for {
		r, next := segment(p.doc.Text, rest)
		if next >= rest.End {
			break
		}
		k := p.openingKind(p.slice(r), named)
		if k == KindSentence {
			break
		}
		named = k == KindByline && strings.TrimRight(p.slice(r), " .") == "By"
		b := block{Range: r, kind: k, lines: 1}
		split = append(split, b)
		rest.Start = next
	}
	if len(split) == 0 || named {
		return
	}
	p.blocks[i].Range, p.blocks[i].marker = rest, markerLength(p.slice(rest))
	p.blocks[i].measure(p.doc.Text, false)
	p.blocks = append(p.blocks[:i], append(split, p.blocks[i:]...)...)
}

// maxSegment bounds, in bytes, what can be one item of such an opening.
const maxSegment = 80

// segment gives the text up to and including the first full stop that white
// space follows, and where what follows begins.
func segment(text string, r Range) (Range, int) {
	for at := r.Start; at < r.End && at < r.Start+maxSegment; at++ {
		if text[at] == '.' && (at+1 == r.End || text[at+1] == ' ' || text[at+1] == '\n') {
			rest := trim(text, Range{at + 1, r.End})
			return Range{r.Start, at + 1}, rest.Start
		}
	}
	return r, r.End
}

// openingKind tells what a segment of the opening is; KindSentence for news.
func (p *parser) openingKind(s string, named bool) Kind {
	detached := isDetached(s)
	s = strings.TrimRight(s, " .")
	b := block{shape: look(s)}
	author, isByline := strings.CutPrefix(s, "By ")
	switch {
	case s == "By", named && isAllNames(s, &b), isByline && detached && b.words <= 8 && isAllNames(author, &b):
		return KindByline
	case s == "|", isTimestamp(s):
		return KindNote
	case strings.HasPrefix(s, "Follow @"):
		return KindContact
	}
	n, kinds := openingPhrase(s)
	if n > 0 && kinds>>KindNote&1 != 0 && (s[n:] == ":" || isTimestamp(s[n:])) {
		return KindNote
	}
	return KindSentence
}

// isTimestamp reports whether s is a time and a date and little more:
// "01:15 EST, 30 November 2013", "at 4:09 PM on 18th November 2011".
func isTimestamp(s string) bool {
	const most = 9 // words
	colon := strings.IndexByte(s, ':')
	return countWords(s) <= most && colon > 0 && isDigitAt(s, colon-1) && isDigitAt(s, colon+1)
}

// isDetached reports whether the final stop of s stands alone behind a space:
// where other sentences' stops do not, it closes a caption or headline that had
// none of its own.
func isDetached(s string) bool {
	return strings.HasSuffix(s, " .") || strings.HasSuffix(s, "\u00a0.")
}

// detachedCount counts the full stops of a text that stand alone, and all.
func detachedCount(text string) (detached, all int) {
	for at := 1; at < len(text); at++ {
		next := strings.IndexByte(text[at:], '.')
		if next < 0 {
			break
		}
		at += next
		if at+1 < len(text) && text[at+1] != ' ' && text[at+1] != '\n' {
			continue
		}
		all++
		if text[at-1] == ' ' {
			detached++
		}
	}
	return detached, all
}

// furnitureAmong tells the kind of a short sentence that is no news although
// it stands within a paragraph: "Scroll down for video ."
func (p *parser) furnitureAmong(r Range) Kind {
	const most = 12 // words
	s := strings.TrimRight(p.slice(r), " .")
	first, _ := utf8.DecodeRuneInString(s)
	if !unicode.IsUpper(first) {
		return KindSentence
	}
	n, kinds := openingPhrase(s)
	if n == 0 {
		return KindSentence
	}
	b := block{Range: Range{r.Start, r.Start + len(s)}, kind: KindSentence, lines: 1}
	b.measure(p.doc.Text, false)
	if b.words > most {
		return KindSentence
	}
	for _, k := range [...]Kind{KindRelated, KindCaption, KindContact} {
		if kinds>>k&1 != 0 && p.confirms(k, &b, s, n, false) {
			return k
		}
	}
	return KindSentence
}
