package wire

import (
	"slices"
	"strings"

	"dateline/news"
)

// emit turns the blocks into parts, sections and sentences.
func (p *parser) emit() {
	d := p.doc
	d.Parts = slices.Grow(d.Parts, 4*len(p.blocks)+8)
	d.Sections = append(d.Sections, Section{})
	c := &p.cutter
	c.text, c.lex, c.small = d.Text, p.lex, isUncapitalized(d.Text)
	detached, all := detachedCount(d.Text)
	const short = 80 // bytes of a sentence: a text of nothing but stops has few
	p.room = min(all, len(d.Text)/short) + 1
	p.detached = detached*2 > all // the text has a space before every stop
	p.laterDatelines()
	dated := false
	for i := range p.blocks {
		b := &p.blocks[i]
		r := b.Range
		switch b.kind {
		case KindSentence:
			if b.dated || !dated {
				r.Start += p.dateline(r)
			}
			dated = true
			p.paragraph(c, b, r, i)
		case KindHeading:
			p.section(p.heading(b.body()))
			p.part(KindHeading, r)
		case KindTitle:
			d.Title = b.body()
			p.part(KindTitle, r)
		default:
			p.part(b.kind, r)
		}
	}
	p.gap(len(d.Text))
	p.closeSection()
}

// part appends a part, and before it the space that leads to it.
func (p *parser) part(k Kind, r Range) {
	p.gap(r.Start)
	p.doc.Parts = append(p.doc.Parts, Part{k, r})
}

// gap fills up with space to the place where the next part begins.
func (p *parser) gap(to int) {
	from := 0
	if n := len(p.doc.Parts); n > 0 {
		from = p.doc.Parts[n-1].End
	}
	if from < to {
		p.doc.Parts = append(p.doc.Parts, Part{KindSpace, Range{from, to}})
	}
}

// dateline reads the dateline of the first paragraph and gives its length.
func (p *parser) dateline(r Range) int {
	found, n := readDateline(p.slice(r))
	if n == 0 {
		return 0
	}
	if p.doc.Dateline == nil {
		p.doc.Dateline = &news.Dateline{Place: found.Place, Date: found.Date, Agency: found.Agency}
	}
	p.part(KindDateline, Range{r.Start, r.Start + n})
	return n
}

func (p *parser) closeSection() {
	s := &p.doc.Sections[len(p.doc.Sections)-1]
	s.End = len(p.doc.Sentences)
}

func (p *parser) section(heading Range) {
	p.closeSection()
	n := len(p.doc.Sentences)
	if only := &p.doc.Sections[0]; len(p.doc.Sections) == 1 && n == 0 && only.Heading.Empty() {
		only.Heading = heading // nothing stands before the first heading
		return
	}
	p.doc.Sections = append(p.doc.Sections, Section{Heading: heading, First: n})
}

// heading narrows a heading to its words: the asterisks of bold type and a
// colon are no part of it.
func (p *parser) heading(r Range) Range {
	const marks = "*_# \t"
	s := p.slice(r)
	left := strings.TrimLeft(s, marks)
	bare := strings.TrimRight(left, marks+":")
	if bare == "" {
		return r
	}
	start := r.End - len(left)
	return Range{start, start + len(bare)}
}

// paragraph cuts a block of prose into sentences.
func (p *parser) paragraph(c *cutter, b *block, r Range, number int) {
	if b.marker > 0 && r.Start == b.Start && b.listed && !p.isDialogue(b) {
		p.part(KindMarker, Range{r.Start, r.Start + b.marker})
		r.Start += b.marker
	}
	if r.Empty() {
		return
	}
	c.quotes = c.quotes[:0]
	if b.has(quoteMark | runeMark | commaMark) {
		c.quotes = readQuotes(c.quotes, p.doc.Text, r)
	}
	section := len(p.doc.Sections) - 1
	nextQ := 0
	c.cut(r, func(s Range) {
		if k := p.furnitureAmong(s); k != KindSentence && s != r {
			p.part(k, s)
			return
		}
		p.part(KindSentence, s)
		for nextQ < len(c.quotes) && c.quotes[nextQ].End <= s.Start {
			nextQ++ // in a part that is no sentence
		}
		text := p.slice(s)
		sentence := Sentence{Range: s, Section: section, Paragraph: number, Listed: b.listed, Stopped: endsClause(text) && (p.detached || !isDetached(text))}
		first := len(p.quotes)
		for nextQ < len(c.quotes) && c.quotes[nextQ].Start < s.End {
			q := c.quotes[nextQ]
			if q.closed && q.Start >= s.Start && q.End <= s.End {
				p.quotes = append(p.quotes, q.Range)
			} else {
				sentence.Unbalanced = true
			}
			if q.End > s.End {
				break // it goes on in the next sentence
			}
			nextQ++
		}
		if first < len(p.quotes) {
			sentence.Quotes = p.quotes[first:len(p.quotes):len(p.quotes)]
		}
		if p.doc.Sentences == nil {
			p.doc.Sentences = make([]Sentence, 0, p.room)
		}
		p.doc.Sentences = append(p.doc.Sentences, sentence)
	})
}

// isDialogue reports whether the marker is the dash that opens direct speech,
// as in Russian: a long dash before a sentence with a stop.
func (p *parser) isDialogue(b *block) bool {
	s := p.slice(b.Range)
	return b.stopped && len(s) > 3 && (s[:3] == "—" || s[:3] == "–")
}
