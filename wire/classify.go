package wire

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/terms"
)

// classify gives each block its kind.
func (p *parser) classify() {
	p.splitOpening()
	p.rawWire()
	for i := range p.blocks {
		if p.blocks[i].kind == KindSentence {
			p.blocks[i].kind = p.byWords(&p.blocks[i])
		}
	}
	p.quoted()
	defer p.carets()
	first := p.firstProse()
	if first < 0 {
		p.withoutProse()
		return
	}
	p.head(first)
	p.tail(first)
	p.runs(first)
}

func (p *parser) slice(r Range) string { return p.doc.Text[r.Start:r.End] }

// byWords finds the furniture that is known by its opening words or its form.
func (p *parser) byWords(b *block) Kind {
	s := p.slice(b.body())
	if isCode(s) {
		return KindCode
	}
	if b.words > 80 {
		return KindSentence
	}
	core, enclosed := unwrap(s)
	n, kinds := openingPhrase(core)
	for k := KindHeader; kinds>>k != 0; k++ {
		if kinds>>k&1 != 0 && p.confirms(k, b, core, n, enclosed) {
			return k
		}
	}
	return byForm(b, core, enclosed)
}

// unwrap takes the brackets or asterisks off a block that stands in them.
func unwrap(s string) (core string, enclosed bool) {
	if s != "" && strings.IndexByte("* \t^([{/", s[0]) < 0 && strings.IndexByte("* \t<=", s[len(s)-1]) < 0 {
		return s, false // as it nearly always is
	}
	core = strings.Trim(s, "* \t")
	enclosed = len(core) < len(s)
	core = strings.TrimRight(strings.TrimPrefix(core, "^"), "<=") // as the cables of AP have it
	for _, pair := range [...]string{"()", "[]", "{}"} {
		inner := strings.TrimSuffix(core, ".")
		if strings.HasPrefix(inner, pair[:1]) && strings.HasSuffix(inner, pair[1:]) &&
			strings.IndexByte(inner, pair[1]) == len(inner)-1 {
			return strings.TrimSpace(inner[1 : len(inner)-1]), true
		}
	}
	if inner := strings.TrimSuffix(core, "."); len(inner) > 2 && strings.IndexByte(inner[1:], '/') == len(inner)-2 && inner[0] == '/' {
		return inner[1 : len(inner)-1], true // "/By Jo Doe/"
	}
	return core, enclosed
}

// openingPhrase gives the length in bytes of the longest listed phrase that s
// opens with, and the kinds of furniture that do so, a bit each.
func openingPhrase(s string) (n int, kinds uint16) {
	all := allLexicons()
	var folded [96]byte
	key := folded[:0]
	for at, words := 0, 0; at < len(s) && words < all.furniture.most; words++ {
		end := at + phraseWord(s[at:])
		if words > 0 {
			key = append(key, ' ')
		}
		if words == 0 && !all.opening.AtFold(s[:end]) && (end == 0 || s[end-1] != '.' || !all.opening.AtFold(s[:end-1])) {
			break
		}
		key = terms.AppendFold(key, s[at:end])
		bare := bytes.TrimSuffix(key, []byte("."))
		if k := all.kinds[string(key)]; k != 0 {
			n, kinds = end, k
		}
		if k := all.kinds[string(bare)]; k != 0 {
			n, kinds = end, k
		}
		rest := strings.TrimLeft(s[end:], " \t")
		if rest == "" || len(rest) == len(s[end:]) {
			break
		}
		at = len(s) - len(rest)
	}
	return n, kinds
}

// confirms decides whether a phrase at the front of a block makes it furniture.
func (p *parser) confirms(k Kind, b *block, core string, n int, enclosed bool) bool {
	rest := strings.TrimLeft(core[n:], " \t")
	mark, size := utf8.DecodeRuneInString(rest)
	marked := mark == ':' || (mark == '-' || mark == '–' || mark == '—' || mark == '|') && len(rest) > size && rest[size] == ' '
	alone := rest == "" || rest == ":" || rest == "."
	several := strings.ContainsAny(core[:n], " '’-")
	switch k {
	case KindRelated:
		return alone && b.words <= 6 || marked && b.words <= 40 || several && b.colon && b.words <= 12 || several && b.headline && !b.stopped
	case KindNote:
		return enclosed && b.words <= 60 || alone || mark == ':' || marked && several || opensNote(b, core[:n], rest)
	case KindCaption:
		return mark == ':' || enclosed && b.words <= 40 || several && (b.headline || mark == '/') || mark == '/' && b.words <= 30
	case KindByline:
		return (mark == ':' || b.headline || isAllNames(rest, b)) && isAllNames(strings.TrimLeft(rest, ": "), b)
	case KindContact:
		return mark == ':' && b.words <= 30 || b.words <= 15 && strings.ContainsAny(rest, "@") || b.words <= 15 && mark == '+' || strings.HasPrefix(rest, "//")
	}
	return false
}

// opensNote reports whether a phrase and what goes on it without a mark are a
// note: a phrase so long that news does not open with it, what is new in a story
// as the desk puts it over the story ("ADDS details, background", "UPDATED
// 12:30"), or a credit.
func opensNote(b *block, phrase, rest string) bool {
	const long = 3 // spaces
	first, _ := utf8.DecodeRuneInString(rest)
	spaces := strings.Count(phrase, " ")
	switch {
	case spaces >= long:
		return b.words <= 60
	case b.headline && !b.stopped && unicode.IsDigit(first):
		return b.words <= 6
	case b.headline && !b.stopped && unicode.IsLower(first) && isCapitals(phrase):
		return true
	}
	return strings.ContainsAny(phrase, " '’-") && rest != "" && isReporting(phrase, rest)
}

// isReporting tells "Reporting by Jo Doe; editing by ..." from a sentence.
func isReporting(phrase, rest string) bool {
	first, _ := utf8.DecodeRuneInString(rest)
	return strings.HasSuffix(strings.ToLower(phrase), " by") && unicode.IsUpper(first)
}

// isAllNames reports whether the words of s are all names, but for small
// connecting words: a byline, not a sentence.
func isAllNames(s string, b *block) bool {
	if b.stopped && b.words > 6 || b.words > 14 || s == "" {
		return false
	}
	names := 0
	for w := range strings.FieldsSeq(s) {
		first, _ := utf8.DecodeRuneInString(strings.TrimLeft(w, "("))
		switch {
		case unicode.IsUpper(first):
			names++
		case unicode.IsDigit(first), placeWord(w), w == "for", w == "at", w == "|", w == "и", w == "für", w == "pour", w == "e":
		default:
			return false
		}
	}
	return names >= 1
}

// byForm finds furniture that no opening word gives away.
func byForm(b *block, core string, enclosed bool) Kind {
	const short, most = 20, 60 // words
	switch {
	case b.words <= short:
		switch {
		case b.isWritethru(core):
			if slug, _, _ := strings.Cut(core, " "); strings.Contains(slug, "-") {
				return KindHeader // "BC-AU--Dam Leak, 3rd Ld-Writethru, 0244"
			}
			return KindNote
		case !b.stopped && (b.hasAddress(core) || isTags(core)):
			return KindContact
		}
	case b.words > most:
		return KindSentence
	}
	if endsInCredit(core) {
		return KindCaption
	}
	if enclosed && strings.Contains(core, "Getty Images") {
		return KindCaption
	}
	if b.has(slashMark) && (strings.Contains(core, "AP Photo/") || strings.Contains(core, "REUTERS/")) {
		return KindCaption
	}
	return KindSentence
}

// isWritethru reports whether a line of the block says to the desks that a story
// is written again, or has a message to editors.
func (b *block) isWritethru(s string) bool {
	return hasWritethru(s, 'w') || hasWritethru(s, 'W') || b.has(colonMark) && anyBehind(s, ':', " eds")
}

// hasWritethru reports whether the desks' word stands in s with this first letter.
func hasWritethru(s string, first byte) bool {
	const word = "writethru"
	for {
		at := strings.IndexByte(s, first)
		if at < 0 || at+len(word) > len(s) {
			return false
		}
		if s = s[at:]; s[1]|0x20 == 'r' && strings.HasPrefix(strings.ToLower(s[:min(len(s), 2*len(word))]), word) {
			return true
		}
		s = s[1:]
	}
}

// anyBehind reports whether a mark stands right behind a word of ASCII, in
// capitals or not.
func anyBehind(s string, mark byte, word string) bool {
	for i := strings.IndexByte(s, mark); i >= 0; {
		if endsIn(s[:i], word) {
			return true
		}
		next := strings.IndexByte(s[i+1:], mark)
		if next < 0 {
			break
		}
		i += 1 + next
	}
	return false
}

// hasAddress reports whether a line of the block is about an address on the web
// or of mail.
func (b *block) hasAddress(s string) bool {
	if anyBehind(s, '.', "www") {
		return true
	}
	for i := 0; b.has(colonMark) && i < len(s); i++ {
		if s[i] == ':' && strings.HasPrefix(s[i:], "://") && (endsIn(s[:i], "http") || endsIn(s[:i], "https")) {
			return true
		}
	}
	at := strings.IndexByte(s, '@')
	return at >= 0 && strings.IndexByte(s[at:], '.') > 0
}

// firstProse gives the first block that is running text, -1 if there is none.
func (p *parser) firstProse() int {
	for i := range p.blocks {
		b := &p.blocks[i]
		if b.kind != KindSentence {
			continue
		}
		const fewest = 8 // words of a paragraph without a final stop
		if !b.headline && (b.words >= 3 && b.stopped || b.words >= fewest) {
			return i
		}
		if _, n := readDateline(p.slice(b.Range)); n > 0 {
			return i
		}
	}
	return -1
}

// withoutProse is for texts of lines alone: each line of five words or more is
// taken for a sentence, since somebody wanted it read.
func (p *parser) withoutProse() {
	const fewest = 5
	for i := range p.blocks {
		b := &p.blocks[i]
		if b.kind != KindSentence {
			continue
		}
		if b.words < fewest && len(p.blocks) > 2 {
			b.kind = KindHeader
		}
		b.listed = b.marker > 0
	}
}

// head sorts the blocks before the first paragraph into title and header.
func (p *parser) head(first int) {
	title := -1
	for i := range first {
		b := &p.blocks[i]
		switch {
		case b.kind == KindCode:
			b.kind = KindHeader
		case b.kind == KindSentence && i > 0 && p.blocks[i-1].kind == KindByline && b.words <= 6 && isAllNames(p.slice(b.Range), b):
			b.kind = KindByline // "Associated Press Writers"
		case b.kind == KindSentence:
			b.kind = KindHeader
			if b.headline && b.words >= 3 && (title < 0 || b.words >= p.blocks[title].words || b.words >= 5) {
				title = i
			}
		}
	}
	if title < 0 && first == 1 && p.blocks[0].kind == KindHeader && p.blocks[0].headline {
		title = 0 // "Floods" over the story
	}
	if title >= 0 {
		p.blocks[title].kind = KindTitle
	}
}
