package wire

import (
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
		case b.kind == KindSentence && b.marker > 0:
			for j < len(p.blocks) && p.blocks[j].kind == KindSentence && p.blocks[j].marker > 0 {
				j++
			}
			p.list(i, j)
		case b.kind == KindSentence && b.headline && i > first:
			for j < len(p.blocks) && p.isLine(j) {
				j++
			}
			p.lines(i, j)
		}
		i = j
	}
}

// isLine reports whether block i is a bare line that could be a headline.
func (p *parser) isLine(i int) bool {
	b := &p.blocks[i]
	return b.kind == KindSentence && b.headline && b.marker == 0
}

// isLeadIn tells "Read also:" over a list from "Read also: one headline".
func (p *parser) isLeadIn(b *block) bool { return b.colon || b.words <= 4 }

// afterLeadIn marks the headlines that a lead-in announces and gives the index
// after them. Without markers a line that labels the paragraph after it is
// left out.
func (p *parser) afterLeadIn(from int) int {
	end := from
	for end < len(p.blocks) && p.blocks[end].kind == KindSentence &&
		(p.blocks[end].headline || p.blocks[end].marker > 0 && p.blocks[end].words <= maxHeadlineWords) {
		if end > from && (p.blocks[end].marker > 0) != (p.blocks[from].marker > 0) {
			break
		}
		end++
	}
	last := end
	if end > from && p.blocks[from].marker == 0 {
		if h := p.headingOf(from, end); h == end-1 && end-from > 1 {
			last = h
		}
	}
	for i := from; i < last; i++ {
		p.blocks[i].kind = KindRelated
	}
	return last
}

// list decides whether a run of lines with markers is news (demands, results)
// or related headlines: those are short lines without a stop or a small first
// letter, and no sentence announces them.
func (p *parser) list(from, to int) {
	headlines := 0
	for i := from; i < to; i++ {
		if b := &p.blocks[i]; b.headline && !b.stopped && b.words >= 2 {
			headlines++
		}
	}
	announced := from > 0 && p.blocks[from-1].kind == KindSentence && p.blocks[from-1].colon
	related := !announced && headlines*5 >= (to-from)*3
	for i := from; i < to; i++ {
		if related {
			p.blocks[i].kind = KindRelated
		} else {
			p.blocks[i].listed = true
		}
	}
}

// lines decides on a run of bare lines: a heading, related headlines, a
// heading among related headlines, or a sentence that lost its stop.
func (p *parser) lines(from, to int) {
	labels := to < len(p.blocks) && p.blocks[to].kind == KindSentence // something follows to be labelled
	if to-from == 1 {
		p.singleLine(&p.blocks[from], labels)
		return
	}
	heading := -1
	if labels {
		heading = p.headingOf(from, to)
	}
	for i := from; i < to; i++ {
		switch {
		case i == heading:
			p.blocks[i].kind = KindHeading
		case i == from && to-from == 2 && p.lostItsStop(&p.blocks[i]):
		default:
			p.blocks[i].kind = KindRelated
		}
	}
	if heading == to-1 && to-from == 2 && p.isShort(from) {
		p.blocks[from].kind = KindHeading // a heading over a sub-heading
	}
}

func (p *parser) singleLine(b *block, labels bool) {
	const fewest = 8 // words; a shorter last line is a link, not a truncated sentence
	switch {
	case b.stopped:
	case labels && p.isHeadingSize(b):
		b.kind = KindHeading
	case !labels && b.words < fewest:
		b.kind = KindRelated
	}
}

// lostItsStop tells a truncated sentence from a headline: it is long and opens
// with a function word, which headlines save.
func (p *parser) lostItsStop(b *block) bool {
	const fewest = 12 // words
	first := firstWord(p.slice(b.Range))
	return b.words >= fewest && terms.Stop(p.doc.Language, terms.Fold(first))
}

func (p *parser) isHeadingSize(b *block) bool {
	return b.words <= maxHeadingWords && utf8.RuneCountInString(p.slice(b.Range)) <= maxHeadingRunes
}

func (p *parser) isShort(i int) bool { return p.blocks[i].words <= 6 && !p.blocks[i].stopped }

// headingOf gives the line of a run that labels the text after the run: one
// at either end, clearly shorter than the others, and of the two the one that
// shares words with that text, or else the last. -1 if there is none.
func (p *parser) headingOf(from, to int) int {
	total := 0
	for i := from; i < to; i++ {
		total += p.blocks[i].words
	}
	short := func(i int) bool {
		others := total - p.blocks[i].words
		return p.isShort(i) && p.blocks[i].words*(to-from-1)*4 <= others*3
	}
	first, last := short(from), short(to-1)
	if to-from == 2 && p.isShort(from) && p.isShort(to-1) {
		return to - 1
	}
	switch {
	case first && last:
		if p.shared(from, to) > p.shared(to-1, to) {
			return from
		}
		return to - 1
	case first:
		return from
	case last:
		return to - 1
	}
	return p.bySharedWords(from, to)
}

// bySharedWords settles a run whose lines are all about as long: an end that
// shares a word with what follows, where the other does not.
func (p *parser) bySharedWords(from, to int) int {
	a, b := p.shared(from, to), p.shared(to-1, to)
	switch {
	case a > b && p.isShort(from):
		return from
	case b > a && p.isShort(to-1):
		return to - 1
	}
	return -1
}

// shared counts the content words of line i that occur in block next.
func (p *parser) shared(i, next int) int {
	if next >= len(p.blocks) {
		return 0
	}
	lang := p.doc.Language
	following := set{}
	body := p.slice(p.blocks[next].Range)
	if len(body) > 1000 {
		body = body[:1000]
	}
	for s, e := range terms.Words(body) {
		following[terms.Stem(lang, terms.Fold(body[s:e]))] = struct{}{}
	}
	n := 0
	line := p.slice(p.blocks[i].body())
	for s, e := range terms.Words(line) {
		w := terms.Fold(line[s:e])
		if !terms.Stop(lang, w) && following.has(terms.Stem(lang, w)) {
			n++
		}
	}
	return n
}
