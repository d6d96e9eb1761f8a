package wire

import (
	"strings"
	"unicode/utf8"
)

// This file knows the shapes of wire text as it comes off a teleprinter or out
// of a mailbox: ANPA-1312 and IPTC 7901 headers with their control characters,
// lines marked with ^, mail headers, and the desk's own notes at the end. A
// file of such a format is better read by package formats, which takes it
// apart; here it only must not become news.

// rawWire gives the lines of such shapes their kinds. Control characters switch
// between the parts of a wire message.
func (p *parser) rawWire() {
	p.mailHeader()
	for i := range p.blocks {
		b := &p.blocks[i]
		if b.kind != KindSentence {
			continue
		}
		switch s := p.slice(b.Range); {
		case b.has(controlMark) || isWireHeader(s) || strings.HasPrefix(s, "------=") || strings.HasPrefix(s, "Content-"):
			b.kind = KindHeader
		case i > 0 && opensDeskNotes(s):
			for k := i; k < len(p.blocks); k++ {
				p.blocks[k].kind = KindNote
			}
			return
		}
	}
}

// isWireHeader knows the first line of an IPTC 7901 message:
// "eca062 4 i 211 ccccb dpa 061".
func isWireHeader(s string) bool {
	const most = 60 // bytes
	if len(s) > most || s[0] < 'a' || s[0] > 'z' {
		return false
	}
	fields := strings.Fields(s)
	if len(fields) < 4 || len(fields[1]) != 1 || !isDigitAt(fields[1], 0) || !isDigits(fields[3]) {
		return false
	}
	letters := strings.TrimRight(fields[0], "0123456789")
	return len(letters) >= 2 && len(letters) <= 4 && len(fields[0])-len(letters) >= 3 && strings.ToLower(letters) == letters
}

// opensDeskNotes reports whether everything from here on is for the desks that
// take the story, not for readers.
func opensDeskNotes(s string) bool {
	const far = 80 // bytes that tell
	if s[0] != '#' && s[0] != 'T' && s[0] != 't' {
		return false
	}
	if s[0] != '#' && (len(s) < len("the f") || s[len("the ")]|0x20 != 'f') {
		return false // nearly every text has paragraphs that begin with "The"
	}
	lower := strings.ToLower(s[:min(far, len(s))])
	if strings.HasPrefix(lower, "the following information is not") {
		return true
	}
	heading, marked := strings.CutPrefix(lower, "#")
	heading = strings.TrimLeft(heading, "# ")
	return marked && (strings.Contains(heading, "notebook") || strings.Contains(heading, "notizblock") || strings.HasPrefix(heading, "note to editors") ||
		strings.Contains(heading, "contacts"))
}

// mailHeader marks the header of a mail: everything up to the first blank
// line, where that has several of the fields that every mail has.
func (p *parser) mailHeader() {
	const fewest = 3
	fields, end := 0, 0
	for i := range p.blocks {
		if i > 0 && p.blocks[i].apart {
			break
		}
		end = i + 1
		line := p.slice(p.blocks[i].Range)
		if name, _, ok := strings.Cut(line[:min(len(line), longestMailField)], ": "); ok && isMailField(name) {
			fields++
		}
	}
	if fields < fewest {
		return
	}
	for i := range end {
		p.blocks[i].kind = KindHeader
	}
}

// longestMailField is enough, in bytes, for the fields of [isMailField] and what
// follows them.
const longestMailField = 16

// isMailField knows the fields that mail programs write (RFC 5322, section 3.6).
func isMailField(name string) bool {
	switch strings.ToLower(name) {
	case "from", "to", "cc", "subject", "date", "received", "delivered-to", "return-path", "message-id", "mime-version", "reply-to", "sender":
		return true
	}
	return false
}

// carets keeps the lines that ANPA marks with ^ (headlines, notes, credits) from
// being read as news where nothing else says what they are.
func (p *parser) carets() {
	for i := range p.blocks {
		if b := &p.blocks[i]; b.kind == KindSentence && p.doc.Text[b.Start] == '^' {
			b.kind = KindHeader
		}
	}
}

// singleSpaced leaves out the blank lines of a text that is set with one behind
// every line, paragraphs and all: where several lines run on across a blank one
// and hardly any two lines stand together, the blank lines part nothing.
func singleSpaced(text string, lines []line) []line {
	const fewest = 3 // lines that run on
	running, together, last := 0, 0, -1
	for i, l := range lines {
		if l.blank {
			continue
		}
		if last >= 0 {
			if last == i-1 {
				together++
			} else if runsOn(text, lines[last], l) {
				running++
			}
		}
		last = i
	}
	if running < fewest || together > running/fewest {
		return lines
	}
	kept := lines[:0:0]
	for _, l := range lines {
		if !l.blank {
			kept = append(kept, l)
		}
	}
	return kept
}

// laterDatelines marks the paragraphs behind the first that open with a
// dateline of their own, as in a round-up or behind an editor's note: one with
// an agency or a date, or one of several with a place in capitals.
func (p *parser) laterDatelines() {
	var weak []int
	for i := range p.blocks {
		b := &p.blocks[i]
		if b.kind != KindSentence || b.listed {
			continue
		}
		s := p.slice(b.Range)
		const far = 80 // bytes; the longest datelines of the agencies are shorter
		if !hasDatelineMark(s[:min(len(s), far)]) {
			continue
		}
		found, n := readDateline(s)
		switch {
		case n == 0:
		case found.Place != "" && (found.Agency != "" || found.Date != ""):
			b.dated = true
		default:
			weak = append(weak, i)
		}
	}
	if len(weak) > 1 {
		for _, i := range weak {
			p.blocks[i].dated = true
		}
	}
}

// hasDatelineMark reports whether s has a mark that could close a dateline.
func hasDatelineMark(s string) bool {
	for at := datelineBytes.next(s, 0, len(s)); at < len(s); at = datelineBytes.next(s, at+1, len(s)) {
		if s[at] < utf8.RuneSelf || strings.HasPrefix(s[at:], "–") || strings.HasPrefix(s[at:], "—") {
			return true
		}
	}
	return false
}
