package wire

import (
	"strings"
	"unicode/utf8"

	"dateline/terms"
)

// runs finds headings and lists of related headlines in the body: runs of
// lines that could be headlines.
func (p *parser) runs(first int) {
	for i := first; i < len(p.blocks); {
		j := i + 1
		b := &p.blocks[i]
		switch {
		case b.kind == KindRelated && p.isLeadIn(b):
			j = p.afterLeadIn(i + 1)
		case b.kind != KindSentence:
		case b.hashes > 0 && b.words <= maxHeadlineWords:
			b.kind = KindHeading
		case i > first && !b.stopped && isMenu(p.slice(b.Range)):
			b.kind = KindRelated
		case b.marker > 0:
			for j < len(p.blocks) && p.blocks[j].kind == KindSentence && p.blocks[j].marker > 0 && p.blocks[j].hashes == 0 {
				j++
			}
			if j-i == 1 && b.counted && b.headline {
				p.lines(i, j) // "1. The plant" over its text
			} else {
				p.list(i, j)
			}
		case p.isLine(i) && i > first:
			for j < len(p.blocks) && p.isLine(j) && !isMenu(p.slice(p.blocks[j].Range)) {
				j++
			}
			p.lines(i, j)
		}
		i = j
	}
}

// isMenu knows a line of links: "Home | World | Sport".
func isMenu(s string) bool {
	const fewest, most = 2, 40 // separators, and words of the line
	return strings.IndexByte(s, '|') >= 0 && strings.Count(s, " | ") >= fewest && !endsClause(s) && countWords(s) <= most
}

// isLine reports whether block i is a bare line that could be a headline.
func (p *parser) isLine(i int) bool {
	b := &p.blocks[i]
	return b.kind == KindSentence && (b.headline || b.teaser) && b.marker == 0
}

// isLeadIn tells "Read also:" over a list from "Read also: one headline".
func (p *parser) isLeadIn(b *block) bool {
	s := p.slice(b.body())
	n, _ := openingPhrase(s)
	return b.colon || b.words <= 4 && !strings.HasPrefix(strings.TrimLeft(s[n:], " \t"), ":")
}

// afterLeadIn marks the headlines that a lead-in announces and gives the index
// after them. A blank line ends a list that has none inside. Without
// markers a line that labels the paragraph right after it is left out.
func (p *parser) afterLeadIn(from int) int {
	end, over := from, false
	for end < len(p.blocks) && !over && p.isAnnounced(end) {
		if end > from && (p.blocks[end].marker > 0) != (p.blocks[from].marker > 0) {
			break
		}
		end++
		over = end < len(p.blocks) && p.blocks[end].apart && !p.blocks[end-1].apart
	}
	last := end
	if h := end - 1; h > from && p.blocks[from].marker == 0 && p.endsLeadIn(h, from, end) {
		last = h
	}
	for i := from; i < last; i++ {
		p.blocks[i].kind = KindRelated
	}
	return last
}

// isAnnounced reports whether block i can be one of the headlines that a
// lead-in announces.
func (p *parser) isAnnounced(i int) bool {
	b := &p.blocks[i]
	return b.kind == KindSentence && b.hashes == 0 && (b.headline || b.teaser || b.marker > 0 && b.words <= maxHeadlineWords)
}

// endsLeadIn reports whether the last line of a list with a lead-in labels what
// follows. It takes more than its form, for most such lines are links.
func (p *parser) endsLeadIn(h, from, end int) bool {
	next := p.proseAfter(end)
	ok, shared := p.canLabel(h, from, end, next)
	s := p.slice(p.blocks[h].body())
	return ok && (shared > 0 || isCapitals(s) || p.lex.hasFold(firstWord(s), isArticle))
}

// list decides whether a run of lines with markers is news (demands, results)
// or related headlines: those are short lines without a full stop or a small
// first letter, and no sentence announces them.
func (p *parser) list(from, to int) {
	headlines := 0
	for i := from; i < to; i++ {
		if b := &p.blocks[i]; (b.headline || b.teaser) && b.words >= 2 {
			headlines++
		}
	}
	related := !p.announced(from) && headlines*5 >= (to-from)*3
	for i := from; i < to; i++ {
		if related {
			p.blocks[i].kind = KindRelated
		} else {
			p.blocks[i].listed = true
		}
	}
}

// announced reports whether a sentence of news leads up to block i.
func (p *parser) announced(i int) bool {
	return i > 0 && p.blocks[i-1].kind == KindSentence && p.blocks[i-1].colon
}

// lines decides on a run of bare lines: a heading, related headlines, a
// heading among related headlines, or a sentence that lost its stop.
func (p *parser) lines(from, to int) {
	next := p.proseAfter(to)
	if to-from == 1 {
		p.singleLine(from, next)
		return
	}
	heading := p.headingOf(from, to, next)
	calls := p.keepsCalls(from, to)
	for i := from; i < to; i++ {
		b := &p.blocks[i]
		switch {
		case i == heading:
			b.kind = KindHeading
		case b.teaser && calls:
		case i == from && to-from == 2 && p.lostItsStop(b):
		case isTableRow(p.slice(b.Range)):
			b.kind = KindCode
		default:
			b.kind = KindRelated
		}
	}
	if heading == to-1 && to-from == 2 {
		if over, _ := p.canLabel(from, from, to, next); over {
			p.blocks[from].kind = KindHeading // a heading over a sub-heading
		}
	}
}

// keepsCalls reports whether the short sentences with the stop of a call in a
// run are news: neither do two break off nor are there headlines among them.
func (p *parser) keepsCalls(from, to int) bool {
	broken, headlines := 0, 0
	for i := from; i < to; i++ {
		s := p.slice(p.blocks[i].Range)
		switch {
		case strings.HasSuffix(s, "…") || strings.HasSuffix(s, "..."):
			broken++
		case p.blocks[i].headline && !p.blocks[i].stopped:
			headlines++
		}
	}
	return broken < 2 && (headlines == 0 || to-from < 3)
}

func (p *parser) singleLine(i, next int) {
	const fewest = 8 // words; a shorter last line is a link, not a truncated sentence
	b := &p.blocks[i]
	s := p.slice(b.body())
	switch {
	case isTableRow(s):
		if !p.announced(i) {
			b.kind = KindCode
		}
	case b.stopped && (b.teaser && !b.headline || !p.asksAlone(b)):
	case next >= 0 && p.isLabel(i, next):
		b.kind = KindHeading
	case b.stopped, p.isCutOff(b):
	case hasAge(s):
		b.kind = KindCaption
	case next >= 0 && (p.isHeadingSize(b) || p.isTelegraphic(b)) || next < 0 && b.words < fewest:
		b.kind = KindRelated
	}
}

// isTelegraphic reports whether a line saves its articles, as headlines do.
// Only English is known to save nothing else.
func (p *parser) isTelegraphic(b *block) bool {
	if p.lex.language != "en" || p.lostItsStop(b) {
		return false
	}
	for w := range strings.FieldsSeq(p.slice(b.body())) {
		if p.lex.hasFold(trimWord(w), isArticle) {
			return false
		}
	}
	return true
}

// lostItsStop tells a truncated sentence from a headline: it is long and opens
// with a function word, which headlines save.
func (p *parser) lostItsStop(b *block) bool {
	const fewest = 12 // words
	first := firstWord(p.slice(b.Range))
	return p.isCutOff(b) || b.words >= fewest && terms.Stop(p.doc.Language, terms.Fold(first))
}

func (p *parser) isHeadingSize(b *block) bool {
	return b.words <= maxHeadingWords && utf8.RuneCountInString(p.slice(b.Range)) <= maxHeadingRunes
}

// canLabel reports whether line h of a run labels the text after the run, and
// how many words of weight they share.
func (p *parser) canLabel(h, from, to, next int) (ok bool, shared int) {
	const most = 6 // words
	b := &p.blocks[h]
	if next < 0 || b.words > most || b.stopped && !p.asksAlone(b) || !p.isLabel(h, next) {
		return false, 0
	}
	shared, _ = p.compare(p.readLabel(p.slice(b.body())), next)
	return p.stands(h, from, to) || h == from && shared > 0, shared
}

// stands reports whether line h of a run stands where its heading would: the
// text follows right after the run, or a blank line parts h from the
// others as well. A blank line after a list says that the list is over.
func (p *parser) stands(h, from, to int) bool {
	switch {
	case to < len(p.blocks) && !p.blocks[to].apart:
		return true
	case h == to-1:
		return p.blocks[h].apart
	}
	return p.blocks[from+1].apart
}

// headingOf gives the line of a run that labels the text after the run: one
// at either end, clearly shorter than the others or with a word of that text,
// and of the two the one that shares more words with it, or else the last. -1
// if there is none.
func (p *parser) headingOf(from, to, next int) int {
	total := 0
	for i := from; i < to; i++ {
		total += p.blocks[i].words
	}
	fits := func(i int) (bool, int) {
		ok, shared := p.canLabel(i, from, to, next)
		others := total - p.blocks[i].words
		return ok && (to-from == 2 || p.blocks[i].words*(to-from-1)*4 <= others*3 || shared > 0), shared
	}
	first, firstShared := fits(from)
	last, lastShared := fits(to - 1)
	switch {
	case first && (!last || to-from > 2 && firstShared > lastShared):
		return from
	case last:
		return to - 1
	}
	return -1
}
