package wire

import (
	"strings"
	"unicode"
)

// tail finds the codes, notes and lines of an organisation after the last paragraph.
func (p *parser) tail(first int) {
	for i := len(p.blocks) - 1; i > first; i-- {
		b := &p.blocks[i]
		switch {
		case b.kind.Furniture():
		case b.kind != KindSentence:
			return
		case b.words <= 3 && b.headline && !b.stopped && b.lines == 1 && b.hashes == 0:
			b.kind = KindCode
		case p.isTailNote(b):
			b.kind = KindNote
		default:
			return
		}
	}
}

// isTailNote reports whether a block is about the text and its writers, as
// the last ones are: "Sam Poe contributed to this report."
func (p *parser) isTailNote(b *block) bool {
	const most = 40 // words
	if b.words > most {
		return false
	}
	s := p.slice(b.body())
	n, kinds := openingPhrase(s)
	if kinds>>KindNote&1 != 0 && opensWithYear(strings.TrimLeft(s[n:], " ©")) || strings.HasPrefix(s, "©") {
		return true // "Copyright 2024 The Courier."
	}
	var buf [256]byte
	return allLexicons().tail.within(appendPhrase(buf[:0], s))
}

// opensWithYear reports whether s opens with four digits.
func opensWithYear(s string) bool {
	return len(s) >= 4 && countDigits(s[:4]) == 4 && !isDigitAt(s, 4)
}

// quoted sets apart the lines of an older mail, which have ">" in front, with
// the line that says who wrote it. A text that is quoted as a whole is news, and
// so are points that a sentence announces.
func (p *parser) quoted() {
	if !p.quotesMail() {
		return
	}
	points := false
	for i := range p.blocks {
		b := &p.blocks[i]
		if b.kind != KindSentence || !p.isQuoted(b) {
			points = false
			continue
		}
		if i > 0 && p.blocks[i-1].colon && p.blocks[i-1].kind == KindSentence {
			points = !hasDigit(p.slice(p.blocks[i-1].Range))
			if !points {
				p.blocks[i-1].kind = KindNote
			}
		}
		if !points {
			b.kind = KindNote
		}
	}
}

func (p *parser) isQuoted(b *block) bool { return p.doc.Text[b.Start] == '>' }

// quotesMail reports whether some of the text is quoted, and some prose is not.
func (p *parser) quotesMail() bool {
	quoted, prose := false, false
	for i := range p.blocks {
		b := &p.blocks[i]
		switch {
		case p.isQuoted(b):
			quoted = true
		case b.kind == KindSentence && b.stopped && !b.headline:
			prose = true
		}
	}
	return quoted && prose
}

func hasDigit(s string) bool { return strings.IndexFunc(s, unicode.IsDigit) >= 0 }

// isTags reports whether a line is made of names and topics of a network only:
// "@dunmore #strike".
func isTags(s string) bool {
	for w := range strings.FieldsSeq(s) {
		if len(w) < 2 || w[0] != '@' && w[0] != '#' {
			return false
		}
	}
	return s != ""
}

// endsInCredit reports whether a picture's credit in brackets closes a block:
// "The mayor leaves (Photo: Jo Doe)".
func endsInCredit(s string) bool {
	s = strings.TrimSuffix(s, ".")
	if !strings.HasSuffix(s, ")") && !strings.HasSuffix(s, "]") {
		return false
	}
	at := strings.LastIndexAny(s, "([")
	if at < 1 || countWords(s) > 40 {
		return false
	}
	n, kinds := openingPhrase(s[at+1:])
	return kinds>>KindCaption&1 != 0 && strings.IndexAny(s[at+1+n:], ":/") == 0
}
