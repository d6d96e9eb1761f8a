package wire

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/terms"
)

// token is a word of a sentence with what stands between it and the word before.
type token struct {
	Range
	class  class
	own    int // the number of its folded form in speech.own, 0 if that is what its range has
	upper  bool
	quoted bool // stands inside of a quotation
	aside  bool // stands in brackets, those around a ticker included
	gap    bool // a mark (comma, dash, quotation mark ...) stands before it
	stop   bool // a strong mark stands before it: colon, semicolon, quotation mark
}

func (t *token) is(lists class) bool { return t.class&lists != 0 }

// leans reports whether the sentence points back with its first words, but
// for the likes of "This week", which point at the day of the dispatch, or
// with the pronoun behind an opening without a name: "Speaking to reporters,
// he said".
func (s *speech) leans() bool {
	if len(s.tokens) == 0 {
		return false
	}
	if s.contractsPronoun() {
		return true
	}
	if n := s.phraseAt(opensLean, 0); n > 0 {
		return n >= len(s.tokens) || !s.tokens[n].is(isTime)
	}
	if n := s.phraseAt(opensHalfway, 0); n > 0 {
		return n >= len(s.tokens) || s.tokens[n].gap || s.isStop(&s.tokens[n])
	}
	return s.pronounBehind()
}

// contractsPronoun reports whether the first word is one that points back with
// its verb stuck to it: "He's", "That's", "They'd".
func (s *speech) contractsPronoun() bool {
	if !s.hasApostrophe(&s.tokens[0]) {
		return false
	}
	head, _, ok := strings.Cut(s.fold(&s.tokens[0]), "'")
	return ok && s.lex.has(head, opensLean) && s.lex.phrases(opensLean).set.has(head)
}

func (s *speech) pronounBehind() bool {
	const far = 6 // words of the opening
	for k := 1; k < len(s.tokens) && k <= far && !s.tokens[k-1].quoted; k++ {
		if s.tokens[k].gap {
			return s.tokens[k].is(isPerson) && !s.tokens[k].quoted
		}
		if s.tokens[k].upper {
			return false
		}
	}
	return false
}

// leansOnPerson reports whether the first word is a pronoun for one person.
func (s *speech) leansOnPerson() bool {
	if len(s.tokens) == 0 {
		return false
	}
	if !s.hasApostrophe(&s.tokens[0]) {
		return s.tokens[0].is(isPerson)
	}
	head, _, _ := strings.Cut(s.fold(&s.tokens[0]), "'")
	return s.lex.has(head, isPerson)
}

// mostTokens is how many tokens are kept for sentences that are looked at again,
// nearly always one of the last three.
const mostTokens = 1 << 10

// tokenize reads the tokens of sentence i, or finds them again.
func (s *speech) tokenize(i int) {
	if r := s.read[i]; r.End > 0 && r.Start >= s.gone {
		s.tokens = s.all[r.Start-s.gone : r.End-s.gone]
		return
	}
	if len(s.all) > mostTokens {
		s.gone += len(s.all)
		s.all, s.own = s.all[:0], s.own[:0]
	}
	first := len(s.all)
	s.appendTokens(i)
	s.read[i] = Range{s.gone + first, s.gone + len(s.all)}
	s.tokens = s.all[first:]
}

// appendTokens appends the tokens of sentence i to those of all.
func (s *speech) appendTokens(i int) {
	sentence := &s.doc.Sentences[i]
	text := s.doc.Slice(sentence.Range)
	quotes, end := s.speechOnly(sentence.Quotes), 0
	aside := false
	for _, word := range s.doc.Words(i) {
		t := token{Range: Range{sentence.Start + int(word.Start), sentence.Start + int(word.End)}, aside: aside}
		for len(quotes) > 0 && quotes[0].End <= t.Start {
			quotes = quotes[1:]
		}
		t.quoted = len(quotes) > 0 && quotes[0].Start <= t.Start
		if between := text[end:word.Start]; between != " " && between != "" { // as it nearly always is
			s.mark(&t, s.between(sentence.Start+end, t.Start, end > 0))
			aside = t.aside
		}
		end = int(word.End)
		t.class, t.upper = s.lex.words.AtFold(text[word.Start:end]), opensUpper(text[word.Start:end])
		s.all = append(s.all, t)
		if s.lex.inverts {
			s.splitInversion()
		}
	}
}

// mark notes the marks that stand before a token.
func (s *speech) mark(t *token, between string) {
	if i := strings.LastIndexAny(between, "()<>"); i >= 0 {
		t.aside = between[i] == '(' || between[i] == '<' // "Nordbank <NB> said"
	}
	t.gap = between != ""
	t.stop = len(between) > 0 && between != "," && strings.ContainsAny(between, ":;\"”»“«„)(")
}

// opensUpper reports whether a word opens with a capital.
func opensUpper(word string) bool {
	return word[0]-'A' < 26 || word[0] >= utf8.RuneSelf && opensUpperRune(word)
}

func opensUpperRune(word string) bool {
	first, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(first)
}

// between gives the marks in [from, to), which is what stands between the last
// token and the next one; behindWord says that the former is of this sentence.
func (s *speech) between(from, to int, behindWord bool) string {
	between := strings.TrimSpace(s.doc.Text[from:to])
	if between == "." && behindWord && s.all[len(s.all)-1].is(isAbbreviation) {
		between = "" // "Prof. Meier"
	}
	if len(s.names) > 0 {
		between = s.withoutNameMarks(between, from, to)
	}
	return between
}

// fold gives the folded form of a token. Few are asked for it: what its
// lexicon says of a token is its class.
func (s *speech) fold(t *token) string {
	if t.own > 0 {
		return s.own[t.own-1]
	}
	return terms.Fold(s.doc.Slice(t.Range))
}

// hasApostrophe reports whether a token may have an apostrophe of any form.
func (s *speech) hasApostrophe(t *token) bool {
	for _, b := range []byte(s.doc.Slice(t.Range)) {
		if b == '\'' || b >= utf8.RuneSelf {
			return true
		}
	}
	return false
}

// isStop reports whether a token is a function word.
func (s *speech) isStop(t *token) bool { return terms.Stop(s.lex.language, s.fold(t)) }

// speechOnly leaves out the quotation marks around a name or a scare quote:
// up to four words that open with a capital and hold no mark.
func (s *speech) speechOnly(quotes []Range) []Range {
	s.names, s.kept = nil, s.kept[:0]
	for _, q := range quotes {
		inner := strings.TrimFunc(s.doc.Slice(q), func(r rune) bool { return isOpener(r) || isCloser(r) || unicode.IsSpace(r) })
		first, _ := utf8.DecodeRuneInString(inner)
		if unicode.IsUpper(first) && s.insideClause(q) && countWords(inner) <= 4 && !strings.ContainsAny(inner, ".,!?…:;") {
			s.names = append(s.names, q)
		} else {
			s.kept = append(s.kept, q)
		}
	}
	return s.kept
}

// withoutNameMarks takes the quotation marks of a name off what stands
// between two words at [from, to), since they part nothing. Calls come in the
// order of the text, so that each name is looked at once.
func (s *speech) withoutNameMarks(between string, from, to int) string {
	for len(s.names) > 0 && s.names[0].End <= from {
		s.names = s.names[1:]
	}
	for _, q := range s.names {
		if q.Start >= to {
			break
		}
		if q.Start >= from || q.End <= to {
			return strings.TrimFunc(between, func(r rune) bool { return isOpener(r) || isCloser(r) || unicode.IsSpace(r) })
		}
	}
	return between
}

// insideClause reports whether a quotation is followed by more of its clause
// and not by a comma or dash.
func (s *speech) insideClause(q Range) bool {
	after := strings.TrimLeft(s.doc.Text[q.End:], " \u00a0\n")
	first, _ := utf8.DecodeRuneInString(after)
	before := strings.TrimRight(s.doc.Text[:q.Start], " \u00a0\n")
	last, _ := utf8.DecodeLastRuneInString(before)
	return unicode.IsLower(first) && unicode.IsLetter(last)
}

// splitInversion splits the French "explique-t-il", which was read last, into
// verb and pronoun.
func (s *speech) splitInversion() {
	t := &s.all[len(s.all)-1]
	if !hasHyphen(s.doc.Slice(t.Range)) {
		return
	}
	fold := s.fold(t)
	for _, suffix := range [...]string{"-t-il", "-t-elle", "-t-ils", "-t-elles", "-t-on", "-il", "-elle", "-ils", "-elles", "-on", "-je"} {
		verb, ok := strings.CutSuffix(fold, suffix)
		if !ok || verb == "" {
			continue
		}
		pronoun := *t
		pronoun.Start, pronoun.gap, pronoun.stop = t.End-len(strings.TrimPrefix(suffix, "-t")), false, false
		t.End -= len(suffix)
		s.name(t, verb)
		s.name(&pronoun, strings.TrimPrefix(strings.TrimPrefix(suffix, "-t"), "-"))
		s.all = append(s.all, pronoun)
		return
	}
}

// hasHyphen reports whether a word may have a hyphen of any form.
func hasHyphen(word string) bool {
	return strings.IndexByte(word, '-') >= 0 || strings.IndexByte(word, "\u2010"[0]) >= 0
}

// name gives a token a folded form of its own.
func (s *speech) name(t *token, fold string) {
	s.own = append(s.own, fold)
	t.own, t.class = len(s.own), s.lex.words.At(fold)
}

// phraseAt gives the number of tokens of the longest phrase of the list at
// token i.
func (s *speech) phraseAt(list class, i int) int {
	if i >= len(s.tokens) || !s.tokens[i].is(list) {
		return 0
	}
	p := s.lex.phrases(list)
	best := 0
	var buf [64]byte
	key := s.appendFold(buf[:0], i)
	most := p.reach.At(string(key))
	for n := 1; ; n++ {
		if p.set.has(string(key)) {
			best = n
		}
		if n >= most || i+n == len(s.tokens) || s.tokens[i+n].gap {
			return best
		}
		key = s.appendFold(append(key, ' '), i+n)
	}
}

// appendFold appends the folded form of token i to dst.
func (s *speech) appendFold(dst []byte, i int) []byte {
	t := &s.tokens[i]
	if t.own > 0 {
		return append(dst, s.own[t.own-1]...)
	}
	return terms.AppendFold(dst, s.doc.Slice(t.Range))
}
