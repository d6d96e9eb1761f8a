package wire

import (
	"math/bits"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/terms"
)

// A short line in the body either labels the text after it or is the headline
// of another story. A label is a noun phrase or a question and shares
// words with its text. A headline is a clause, and names whom and what that
// text does not. A wrong label does more harm than a missing one, so what is
// neither counts as a headline.

// Limits of what is read of the text after a line: enough of a section to
// find its words again, and a bound for texts of nothing but lines.
const (
	maxFollowing       = 1000 // bytes
	maxFollowingBlocks = 12
)

// proseAfter gives the block that a line before block i would label: the next
// one that is running text, furniture and links passed over. -1 if
// there is none near.
func (p *parser) proseAfter(i int) int {
	for end := min(len(p.blocks), i+maxFollowingBlocks); i < end; i++ {
		if b := &p.blocks[i]; b.kind == KindSentence && (!b.headline && !b.teaser || b.small) {
			return i
		}
	}
	return -1
}

// isLabel reports whether the line of block i can label the text that begins
// at block next.
func (p *parser) isLabel(i, next int) bool {
	b := &p.blocks[i]
	if b.hashes > 0 {
		return true
	}
	s := p.slice(b.body())
	if !p.isHeadingSize(b) || p.isCutOff(b) || !hasLabelForm(s) {
		return false
	}
	const plain = 5 // words of a label that needs no evidence
	l := p.readLabel(s)
	switch {
	case l.source || l.clause && strings.Contains(s, ", "):
		return false
	case l.names == 0 && (l.asks || !l.clause && b.words <= plain):
		return true
	}
	shared, absent := p.compare(l, next)
	switch {
	case absent:
		return false
	case l.asks:
		return true
	case l.clause:
		return shared >= 2 && shared*3 >= len(l.content)*2
	}
	return b.words <= plain || shared > 0 && !strings.Contains(s, ", ")
}

// isCutOff reports whether a line breaks off: its last word is one that needs
// another, as "of". Where verbs have such words at the end, nothing is said.
func (p *parser) isCutOff(b *block) bool {
	const fewest = 5 // words
	if p.lex.language == "de" || p.lex.language == "nl" || b.words < fewest {
		return false
	}
	return p.lex.hasFold(lastToken(p.slice(b.Range)), isArticle|isJoin|isBorder|isPreposition|isLink)
}

// asksAlone reports whether a line with a question mark is a heading and not
// a rhetorical question: it opens with a question word, or has only capitals.
func (p *parser) asksAlone(b *block) bool {
	s := p.slice(b.body())
	return strings.HasSuffix(s, "?") && (p.lex.hasFold(firstWord(s), isQuestion) || isCapitals(s))
}

// hasLabelForm leaves out what is no wording of a label: rows of tables, tags,
// ages of persons, headlines with their picture's or their page's name.
func hasLabelForm(s string) bool {
	letters, others := 0, 0
	for _, r := range s {
		switch {
		case unicode.IsLetter(r) || unicode.IsMark(r):
			letters++
		case r == '@', r == '#', r == '|', r == '%', r == '^', r == '=', r == '<', r == '>', r == '_':
			return false
		case !unicode.IsSpace(r):
			others++
		}
	}
	last, _ := utf8.DecodeLastRuneInString(s)
	if others > 0 && (strings.ContainsRune("-–—/(&", last) || s[0] == '(' || s[0] == '[') {
		return false
	}
	return letters > others && !hasAge(s) && !endsInNumber(s)
}

// endsInNumber reports whether the last word is a number other than a year or
// a day: "Loss per share 0.35".
func endsInNumber(s string) bool {
	w := lastToken(s)
	if w == s || !isNumeric(w) {
		return false
	}
	return len(w) > 4 || len(w) == 3 || strings.ContainsAny(w, ".,")
}

// isNumeric reports whether a word is a number, with its signs and units.
func isNumeric(w string) bool {
	digits := 0
	for _, r := range w {
		switch {
		case unicode.IsDigit(r):
			digits++
		case !strings.ContainsRune(".,+-−–%/:()$€£'", r):
			return false
		}
	}
	return digits > 0 || w == "--" || w == "-"
}

// isTableRow reports whether half of the words are numbers and there are at
// least two.
func isTableRow(s string) bool {
	all, numbers := 0, 0
	for w := range strings.FieldsSeq(s) {
		all++
		if isNumeric(w) {
			numbers++
		}
	}
	return numbers >= 2 && numbers*2 >= all
}

// hasAge knows the line that says who speaks: "Jan Novak, 45, a driver".
func hasAge(s string) bool {
	_, rest, _ := strings.Cut(s, ", ")
	return len(rest) > 1 && isDigitAt(rest, 0) && isDigitAt(rest, 1) && (len(rest) == 2 || rest[2] == ',')
}

// isCapitals reports whether s has letters, and none of them is small.
func isCapitals(s string) bool { return noneSmall(s) && strings.ToLower(s) != s }

// label is what a line says about itself.
type label struct {
	content []string // its words without stop words, folded
	initial []rune   // the first letter of each
	names   uint64   // the indexes of its names in content, a bit each; 0 where capitals do not tell
	clause  bool     // it has a finite verb
	asks    bool     // it opens with a question word
	source  bool     // it names a page before or behind it: "TASS: ...", "... - CNN"
}

// readLabel reads what a line says about itself; that is good until the next
// line is read.
func (p *parser) readLabel(s string) label {
	lang := p.doc.Language
	words := slices.AppendSeq(p.words[:0], strings.FieldsSeq(s))
	p.words = words
	l := label{content: p.content[:0], initial: p.initials[:0], clause: p.hasVerb(words), source: namesSource(words), asks: p.lex.hasFold(trimWord(words[0]), isQuestion)}
	telling := capitalsTell(lang, words)
	for i, w := range words {
		w = bareWord(w)
		folded := terms.Fold(w)
		if w == "" || terms.Stop(lang, folded) {
			continue
		}
		if telling && isNameAt(words, i) && !p.lex.has(folded, isDay|isMonth) {
			l.names |= 1 << len(l.content)
		}
		l.content, l.initial = append(l.content, folded), append(l.initial, initial(w))
	}
	p.content, p.initials = l.content, l.initial
	return l
}

func trimWord(w string) string {
	return strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// bareWord takes marks and a genitive off a word.
func bareWord(w string) string {
	return strings.TrimSuffix(strings.TrimSuffix(trimWord(w), "'s"), "’s")
}

func opensWithCapital(w string) bool {
	r, _ := utf8.DecodeRuneInString(trimWord(w))
	return unicode.IsUpper(r)
}

// isNameAt reports whether a word is a name by its capital; of a first word
// that says nothing, unless it has several or a genitive.
func isNameAt(words []string, i int) bool {
	w := trimWord(words[i])
	if i > 0 {
		return opensWithCapital(w)
	}
	return strings.HasSuffix(w, "'s") || strings.HasSuffix(w, "’s") || utf8.RuneCountInString(w) > 1 && isCapitals(w)
}

// capitalsTell reports whether a line's capitals mark names: not in German,
// nor in a line where all words of weight have one.
func capitalsTell(language string, words []string) bool {
	if strings.HasPrefix(language, "de") {
		return false
	}
	small := 0
	for _, w := range words {
		if !opensWithCapital(w) {
			small++
		}
	}
	return small > 0 && !isTitleCase(language, words)
}

// isTitleCase reports whether the small words of a line are all stop words and
// two others besides the first have a capital: "The Road to the Vote".
func isTitleCase(language string, words []string) bool {
	capitals := 0
	for _, w := range words[1:] {
		switch {
		case opensWithCapital(w):
			capitals++
		case !terms.Stop(language, terms.Fold(trimWord(w))):
			return false
		}
	}
	return capitals >= 2
}

// namesSource reports whether a line has a colon inside, or ends with a dash
// and a few names.
func namesSource(words []string) bool {
	for i, w := range words[:len(words)-1] {
		if strings.HasSuffix(w, ":") {
			return true
		}
		if (w == "-" || w == "–" || w == "—") && i > 0 && len(words)-i <= 4 {
			return true
		}
	}
	return false
}

// hasVerb reports whether a line has a finite verb, by its lexicon or by its form.
func (p *parser) hasVerb(words []string) bool {
	for i := range words {
		w := strings.ToLower(trimWord(words[i]))
		if i > 0 && p.lex.hasFold(w, isFinite|opensFree|isPassive) {
			return true
		}
		if i > 0 && p.endsFinite(w) && !terms.Stop(p.doc.Language, terms.Fold(w)) {
			return true
		}
		if p.lex.language == "en" && p.hasEnglishVerb(words, i, w) {
			return true
		}
	}
	return false
}

// endsFinite reports whether a word has an ending that in its language is
// seldom other than a verb's.
func (p *parser) endsFinite(w string) bool {
	for _, end := range p.lex.finite {
		if len(w) > len(end)+1 && strings.HasSuffix(w, end) {
			return true
		}
	}
	return false
}

// hasEnglishVerb knows clauses by the word that ends in s: "Putin meets Xi",
// "Nurses strike in Spain". A noun phrase seldom goes on behind a plural but
// with a preposition. And by the participle behind its noun: "Talks delayed".
func (p *parser) hasEnglishVerb(words []string, i int, w string) bool {
	if len(w) < 4 || i > 0 && isCapitals(words[i]) || strings.HasSuffix(words[i], ",") {
		return false
	}
	next, before := "", ""
	if i+1 < len(words) {
		next = strings.ToLower(trimWord(words[i+1]))
	}
	if i > 0 {
		before = strings.ToLower(trimWord(words[i-1]))
	}
	ties := next == "" || p.lex.has(next, isPreposition|isLink|isBorder) && !p.lex.has(next, isArticle)
	switch {
	case strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us") && !strings.HasSuffix(w, "is") &&
		!strings.HasSuffix(w, "'s") && !strings.HasSuffix(w, "’s"):
		return !ties && !strings.HasSuffix(before, "'s")
	case strings.HasSuffix(w, "ed"):
		return i > 0 && ties && !p.lex.has(before, isArticle|isPreposition|isLink)
	}
	return false
}

// initial is the first letter of a word, small.
func initial(w string) rune {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.ToLower(r)
}

// compare counts the words of weight that a label shares with the text from
// block next on, and reports whether that text lacks one of its names.
func (p *parser) compare(l label, next int) (shared int, absent bool) {
	found, all := uint64(0), uint64(1)<<len(l.content)-1
	left := maxFollowing
	for i := next; next >= 0 && i < min(len(p.blocks), next+maxFollowingBlocks) && left > 0 && found != all; i++ {
		b := &p.blocks[i]
		if b.kind != KindSentence || b.headline && b.marker > 0 {
			continue
		}
		body := p.slice(b.Range)
		body = body[:min(len(body), left)]
		left -= len(body)
		for s, e := range terms.Words(body) {
			if found |= p.find(l, body[s:e]); found == all {
				break
			}
		}
	}
	return bits.OnesCount64(found), l.names&^found != 0
}

// stem gives the stem of a folded word in the document's language.
func (p *parser) stem(word string) string {
	if p.stemmer == nil || p.stemmed != p.doc.Language {
		p.stemmer, p.stemmed = terms.NewStemmer(p.doc.Language), p.doc.Language
	}
	return p.stemmer.Stem(word)
}

// find gives the words of weight that are the same as w, a bit each. Few words
// have a first letter in common, so hardly any is stemmed.
func (p *parser) find(l label, w string) (found uint64) {
	folded, first := "", initial(w)
	for i, r := range l.initial {
		if r != first {
			continue
		}
		if folded == "" {
			folded = terms.Fold(bareWord(w))
		}
		if folded == l.content[i] || p.stem(folded) == p.stem(l.content[i]) {
			found |= 1 << i
		}
	}
	return found
}
