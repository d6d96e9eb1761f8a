package wire

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/terms"
)

// Attribution says who is said to have said a sentence.
type Attribution struct {
	Speaker string // as the text names them, "" if nobody is named
	At      Range  // where the name stands; outside of the sentence where that has a pronoun or nothing
	Verb    Range  // the phrase of saying: "said", "according to"; empty if there is none
	Pronoun bool   // the sentence itself has only a pronoun for the speaker
	// Neighbour is the distance to the sentence that says who speaks where the
	// sentence is a quotation without a word about it: -1 the one before, 1 the
	// one after, 0 in all other cases.
	Neighbour int
}

// Found reports whether somebody is said to have said it.
func (a Attribution) Found() bool { return a.Speaker != "" || a.Pronoun }

// token is a word of a sentence with what stands between it and the word before.
type token struct {
	Range
	fold   string
	class  class
	upper  bool
	quoted bool // stands inside of a quotation
	gap    bool // a mark (comma, dash, quotation mark ...) stands before it
	stop   bool // a strong mark stands before it: colon, semicolon, quotation mark
}

func (t *token) is(lists class) bool { return t.class&lists != 0 }

// speech reads attributions sentence by sentence.
type speech struct {
	doc    *Document
	lex    *lexicon
	tokens []token
	last   Attribution // the last speaker who was named
}

func (p *parser) attribute() {
	s := speech{doc: p.doc, lex: p.lex}
	for i := range p.doc.Sentences {
		s.read(i)
		s.passBack(i)
	}
	s.loneQuotations()
}

// passBack gives the sentence before i its speaker where i only names them:
// "Das teilte die Polizei mit.", "Об этом сообщили в МЧС."
func (s *speech) passBack(i int) {
	const most = 16 // words; a longer sentence tells something of its own
	here := &s.doc.Sentences[i]
	if i == 0 || len(s.tokens) > most || !here.Attribution.Found() || len(here.Quotes) > 0 {
		return
	}
	n := s.phraseAt(opensRefers, 0)
	if n == 0 || here.Attribution.Verb.Start > s.tokens[min(n+1, len(s.tokens)-1)].Start {
		return
	}
	here.Leans = true
	before := &s.doc.Sentences[i-1]
	if before.Section == here.Section && !before.Attribution.Found() {
		a := here.Attribution
		a.Neighbour = 1
		before.Attribution = a
	}
}

// read finds the attribution within sentence i and resolves its pronoun.
func (s *speech) read(i int) {
	sentence := &s.doc.Sentences[i]
	s.tokenize(sentence)
	sentence.Leans = s.leans()
	a := s.find(len(sentence.Quotes) > 0)
	if a.Pronoun {
		s.resolve(&a, i)
	} else if a.Speaker != "" {
		s.last = a
	}
	sentence.Attribution = a
}

// leans reports whether the first words point back, but for the likes of
// "This week", which point at the day of the dispatch.
func (s *speech) leans() bool {
	n := 0
	if len(s.tokens) > 0 {
		n = s.phraseAt(opensLean, 0)
	}
	return n > 0 && (n >= len(s.tokens) || !s.tokens[n].is(isTime))
}

func (s *speech) tokenize(sentence *Sentence) {
	s.tokens = s.tokens[:0]
	text := s.doc.Slice(sentence.Range)
	quotes, end := s.speechOnly(sentence.Quotes), 0
	for a, b := range terms.Words(text) {
		at := sentence.Start + a
		for len(quotes) > 0 && quotes[0].End <= at {
			quotes = quotes[1:]
		}
		first, _ := utf8.DecodeRuneInString(text[a:])
		between := strings.TrimSpace(text[end:a])
		fold := terms.Fold(text[a:b])
		s.tokens = append(s.tokens, token{
			Range: Range{at, sentence.Start + b}, fold: fold, class: s.lex.words[fold], upper: unicode.IsUpper(first),
			quoted: len(quotes) > 0 && quotes[0].Start <= at,
			gap:    between != "", stop: strings.ContainsAny(between, ":;\"”»“«„)("),
		})
		end = b
		if s.lex.language == "fr" {
			s.splitInversion()
		}
	}
}

// speechOnly leaves out the quotation marks around a name or a scare quote:
// up to four words that open with a capital and hold no mark.
func (s *speech) speechOnly(quotes []Range) []Range {
	kept := quotes[:0:0]
	for _, q := range quotes {
		inner := strings.TrimFunc(s.doc.Slice(q), func(r rune) bool { return isOpener(r) || isCloser(r) || unicode.IsSpace(r) })
		first, _ := utf8.DecodeRuneInString(inner)
		isName := unicode.IsUpper(first) && countWords(inner) <= 4 && !strings.ContainsAny(inner, ".,!?…:;") && s.insideClause(q)
		if !isName {
			kept = append(kept, q)
		}
	}
	return kept
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

// splitInversion splits the French "explique-t-il" into verb and pronoun.
func (s *speech) splitInversion() {
	t := &s.tokens[len(s.tokens)-1]
	for _, suffix := range [...]string{"-t-il", "-t-elle", "-t-ils", "-t-elles", "-t-on", "-il", "-elle", "-ils", "-elles", "-on", "-je"} {
		verb, ok := strings.CutSuffix(t.fold, suffix)
		if !ok || verb == "" {
			continue
		}
		pronoun := *t
		pronoun.Start, pronoun.gap, pronoun.stop = t.End-len(strings.TrimPrefix(suffix, "-t")), false, false
		pronoun.fold = strings.TrimPrefix(strings.TrimPrefix(suffix, "-t"), "-")
		pronoun.class = s.lex.words[pronoun.fold]
		t.End, t.fold, t.class = t.End-len(suffix), verb, s.lex.words[verb]
		s.tokens = append(s.tokens, pronoun)
		return
	}
}

// phraseAt gives the number of tokens of the longest phrase of the list at
// token i.
func (s *speech) phraseAt(list class, i int) int {
	if i >= len(s.tokens) || !s.tokens[i].is(list) {
		return 0
	}
	p := s.lex.phrases[list]
	best := 0
	var buf [64]byte
	key := buf[:0]
	for n := 0; n < p.most && i+n < len(s.tokens); n++ {
		t := &s.tokens[i+n]
		if n > 0 {
			if t.gap {
				break
			}
			key = append(key, ' ')
		}
		key = append(key, t.fold...)
		if p.set.has(string(key)) {
			best = n + 1
		}
	}
	return best
}

// find gives the outermost attribution of the tokens: one at the end of the
// sentence after a comma or quotation, else the first.
func (s *speech) find(quoted bool) Attribution {
	var first Attribution
	for i := 0; i < len(s.tokens); i++ {
		if s.tokens[i].quoted {
			continue
		}
		if n := s.phraseAt(opensAccording, i); n > 0 {
			if a, ok := s.according(i, n); ok {
				return a
			}
			i += n - 1
			continue
		}
		n := s.phraseAt(opensSaid, i)
		if n == 0 {
			if a, ok := s.postposed(i); ok && !first.Found() {
				first = a
			}
			continue
		}
		if a, closes := s.saying(i, n, quoted); a.Found() {
			if closes {
				return a
			}
			if !first.Found() {
				first = a
			}
		}
		i += n - 1
	}
	return first
}

// according reads "according to X".
func (s *speech) according(i, n int) (Attribution, bool) {
	from, to := s.phraseAfter(i + n)
	if to == from || s.isMute(from, to) {
		return Attribution{}, false
	}
	if s.isPhraseOfTwoUses(i, n) && !s.tokens[i].gap && i > 0 {
		return Attribution{}, false
	}
	return s.made(from, to, i, i+n), true
}

// isPhraseOfTwoUses: German "so" speaks only behind a comma, "para" and "so"
// only where a mark stands before them.
func (s *speech) isPhraseOfTwoUses(i, n int) bool {
	return n == 1 && (s.tokens[i].fold == "so" || s.tokens[i].fold == "para" || s.tokens[i].fold == "aldus")
}

// postposed reads "X zufolge", "X göre".
func (s *speech) postposed(i int) (Attribution, bool) {
	n := s.phraseAt(opensAfter, i)
	if n == 0 || i == 0 {
		return Attribution{}, false
	}
	from := s.backwards(i)
	if from == i {
		return Attribution{}, false
	}
	return s.made(from, i, i, i+n), true
}

func (s *speech) made(from, to, verb, verbEnd int) Attribution {
	a := Attribution{Verb: Range{s.tokens[verb].Start, s.tokens[verbEnd-1].End}}
	if to-from == 1 && s.tokens[from].is(isPronoun) {
		a.Pronoun = true
		return a
	}
	a.At = Range{s.tokens[from].Start, s.tokens[to-1].End}
	a.Speaker = s.doc.Slice(a.At)
	return a
}

// saying reads an attribution by a verb: its subject before or after it.
// closes says that it ends the sentence and so is the outermost.
func (s *speech) saying(i, n int, quoted bool) (a Attribution, closes bool) {
	next, start := i+n, i
	for start > 0 && s.tokens[start-1].is(isHelper) && !s.tokens[start].gap && !s.tokens[start-1].is(isPronoun) {
		start--
	}
	if start < i && s.tokens[i-1].is(isPassive) && n == 1 {
		return Attribution{}, false // "was denied", "wird erklärt"
	}
	from, to, inverted := s.subject(i, start, next)
	if from == to {
		return s.dropped(i, n, start, quoted)
	}
	if s.isMute(from, to) || !s.speaks(i, n, from, start, inverted, quoted) {
		return Attribution{}, false
	}
	opens, end := from, next
	if inverted {
		opens, end = start, to
	}
	closes = opens > 0 && s.tokens[opens].gap && s.tailOnly(end)
	return s.made(from, to, i, next), closes
}

// subject gives the noun phrase that goes with the verb whose auxiliaries
// begin at start and which ends before next.
func (s *speech) subject(i, start, next int) (from, to int, inverted bool) {
	if start > 0 && !s.tokens[start].gap {
		if s.tokens[start-1].quoted {
			return 0, 0, false
		}
		if n := s.phraseAt(opensRefers, 0); n > 0 && n == start {
			from, to = s.phraseAfter(next) // "Das teilte die Polizei mit."
			return from, to, from < to
		}
		if from = s.backwards(start); from < start {
			from, to = s.outOfPhrase(from, start)
			return from, to, false
		}
	} else if start > 0 {
		if from, to = s.apposition(start); from < to {
			return from, to, false
		}
	}
	if start > 0 && !s.tokens[start].gap && start == i && !s.tokens[i-1].is(isBorder) {
		return 0, 0, false
	}
	from, to = s.phraseAfter(next)
	return from, to, from < to
}

// outOfPhrase keeps the object of a preposition from being the subject: in "A
// firm set up after the bankruptcy said", that is what the sentence opens with.
func (s *speech) outOfPhrase(from, to int) (int, int) {
	if from == 0 || s.tokens[from].gap || !s.tokens[from-1].is(isPreposition) {
		return from, to
	}
	first, last := s.phraseAfter(0)
	if last <= first || last > from {
		return from, to
	}
	return first, last
}

// apposition handles "Anna Lund, the minister, said" and "The minister, Anna
// Lund, said": the speaker is the name.
func (s *speech) apposition(start int) (int, int) {
	if s.tokens[start].stop || s.tokens[start-1].quoted {
		return 0, 0
	}
	k := start - 1
	for k > 0 && !s.tokens[k].gap {
		k--
	}
	if k == 0 || s.tokens[k].stop || s.tokens[k-1].quoted {
		return 0, 0
	}
	outer := s.backwards(k)
	if outer == k || outer > 0 && !s.tokens[outer].gap && !s.tokens[outer-1].is(isThat) {
		return 0, 0
	}
	if s.allUpper(k, start) {
		return k, start
	}
	if s.tokens[k].is(isBorder) || s.tokens[k].is(isArticle) || s.tokens[outer].upper {
		return outer, k
	}
	return 0, 0
}

// isMute reports whether a phrase names what cannot speak: a law, a clock.
func (s *speech) isMute(from, to int) bool {
	if to-from == 1 && !s.hasLetter(from) {
		return true // "2019 gab es"
	}
	return s.tokens[to-1].is(isMute) || s.tokens[from].is(isMute) ||
		to-from > 1 && s.tokens[from].is(isArticle) && s.tokens[from+1].is(isMute)
}

func (s *speech) hasLetter(i int) bool {
	return strings.IndexFunc(s.tokens[i].fold, unicode.IsLetter) >= 0
}

// dropped reads a verb of saying without a subject in a language that leaves
// pronouns out, or an impersonal one: "dijo", "hieß es".
func (s *speech) dropped(i, n, start int, quoted bool) (Attribution, bool) {
	impersonal := s.lex.language == "de" && n > 1 && s.tokens[i+n-1].fold == "es"
	free := start == 0 || s.tokens[start].gap
	next := i + n
	goesOn := next < len(s.tokens) && (s.tokens[next].is(isThat) || s.tokens[next].gap)
	if !impersonal && (!s.lex.drops || !free || !quoted && !goesOn && next < len(s.tokens)) {
		return Attribution{}, false
	}
	return Attribution{Verb: Range{s.tokens[i].Start, s.tokens[next-1].End}, Pronoun: true}, next == len(s.tokens)
}

// tailOnly reports whether nothing but a few words (a day, an addressee)
// follows token i up to the sentence's end.
func (s *speech) tailOnly(i int) bool {
	const most = 6
	if len(s.tokens)-i > most {
		return false
	}
	for ; i < len(s.tokens); i++ {
		if s.tokens[i].quoted {
			return false
		}
	}
	return true
}

// speaks tells a verb that reports speech from its other uses: there is a
// quotation, a "that", a colon or comma behind it, a comma before its
// inversion, or it is a verb that hardly has another use. A language without
// a list of such verbs has only such verbs.
func (s *speech) speaks(i, n, from, start int, inverted, quoted bool) bool {
	if inverted {
		return start == 0 || s.tokens[start].gap || quoted || s.phraseAt(opensRefers, 0) == start
	}
	if quoted || s.lex.phrases[opensFree] == nil || s.phraseAt(opensFree, i) == n {
		return true
	}
	next := i + n
	if next < len(s.tokens) && s.tokens[next].gap {
		return true
	}
	for k := next; k < len(s.tokens) && k < next+6; k++ {
		if s.tokens[k].is(isThat) {
			return true
		}
	}
	return next >= len(s.tokens) && from > 0 && s.tokens[from].gap
}

func (s *speech) allUpper(from, to int) bool {
	for k := from; k < to; k++ {
		if !s.tokens[k].upper {
			return false
		}
	}
	return to > from
}

const maxPhrase = 12 // words in a noun phrase

// backwards walks from token to to the beginning of the noun phrase that ends there.
func (s *speech) backwards(to int) int {
	from := to
	for from > 0 && to-from < maxPhrase {
		t := &s.tokens[from-1]
		if from < to && s.tokens[from].gap || t.quoted || s.bars(t) {
			break
		}
		from--
		if t.is(isArticle) && (from == 0 || !s.linked(from-1)) {
			break
		}
	}
	for from < to && !s.tokens[from].is(isArticle) && !s.tokens[from].is(isPronoun) &&
		(s.tokens[from].is(isHelper) || s.tokens[from].is(isLink)) {
		from++ // a preposition or adverb in front does not belong
	}
	return from
}

// linked reports whether token k ties what follows to a noun before it.
func (s *speech) linked(k int) bool {
	return k > 0 && s.tokens[k].is(isLink) && !s.tokens[k].gap && !s.tokens[k-1].gap && !s.bars(&s.tokens[k-1])
}

// bars reports whether a token cannot stand in a noun phrase that speaks.
func (s *speech) bars(t *token) bool {
	if t.is(isDay) || s.lex.phrases[opensSaid].set.has(t.fold) {
		return true
	}
	return t.is(isBorder) && !t.is(isLink) && !t.is(isArticle)
}

// phraseAfter gives the noun phrase that begins at token i, auxiliaries
// before it passed over.
func (s *speech) phraseAfter(i int) (from, to int) {
	for i < len(s.tokens) && s.tokens[i].is(isHelper) && !s.tokens[i].gap && !s.tokens[i].is(isArticle) {
		i++
	}
	if i >= len(s.tokens) || s.tokens[i].quoted || s.tokens[i].gap && s.tokens[i].stop {
		return i, i
	}
	if i > 0 && s.tokens[i].gap {
		return i, i
	}
	from, to = i, i
	named := false
	for to < len(s.tokens) && to-from < maxPhrase {
		t := &s.tokens[to]
		if to > from && t.gap || t.quoted || !s.continues(t, to == from, named) {
			break
		}
		named = named || t.upper
		to++
	}
	for to > from && (s.tokens[to-1].is(isJoin) || s.tokens[to-1].is(isArticle)) {
		to--
	}
	return from, to
}

// continues reports whether a token can go on a noun phrase to the right.
func (s *speech) continues(t *token, first, named bool) bool {
	if first && (t.is(isPronoun) || t.is(isArticle)) {
		return true
	}
	if t.is(isJoin) {
		return !first
	}
	if s.bars(t) || t.is(isPronoun) || t.is(isLink) || terms.Stop(s.lex.language, t.fold) && !t.upper {
		return t.is(isArticle) && s.lex.language == "de"
	}
	return t.upper || !named
}

// resolve gives a pronoun its speaker: the last one who was named, or the
// name that opens a sentence before.
func (s *speech) resolve(a *Attribution, i int) {
	if s.last.Speaker != "" {
		a.Speaker, a.At = s.last.Speaker, s.last.At
		return
	}
	for k := i - 1; k >= 0 && k >= i-3; k-- {
		if r := s.opening(s.doc.Sentences[k].Range); !r.Empty() {
			a.Speaker, a.At = s.doc.Slice(r), r
			return
		}
	}
}

// opening gives the name that a sentence opens with: everything up to the
// last capital of its first run of names, or its first two words.
func (s *speech) opening(r Range) Range {
	s.tokenize(&Sentence{Range: r})
	if len(s.tokens) == 0 || s.tokens[0].is(isPronoun) {
		return Range{}
	}
	const far = 7 // words before the name: article, office
	for from := 0; from < len(s.tokens) && from < far; from++ {
		to := from
		for to < len(s.tokens) && s.tokens[to].upper && (to == from || !s.tokens[to].gap) && !s.bars(&s.tokens[to]) {
			to++
		}
		if to-from > 1 || to > from && from > 0 {
			return Range{s.tokens[s.backwards(to)].Start, s.tokens[to-1].End}
		}
		if s.tokens[from].gap || s.bars(&s.tokens[from]) {
			break
		}
	}
	if len(s.tokens) > 1 && s.tokens[0].is(isArticle) && !s.tokens[1].gap {
		return Range{s.tokens[0].Start, s.tokens[1].End}
	}
	return Range{}
}

// loneQuotations gives the speaker to sentences that are a quotation and
// nothing more, from the sentence that introduces or follows it.
func (s *speech) loneQuotations() {
	for i := range s.doc.Sentences {
		sentence := &s.doc.Sentences[i]
		if sentence.Attribution.Found() || !s.isLone(sentence) {
			continue
		}
		for _, step := range [...]int{-1, 1} {
			if s.tells(i, step) {
				a := s.doc.Sentences[i+step].Attribution
				sentence.Attribution = Attribution{Speaker: a.Speaker, At: a.At, Verb: a.Verb, Pronoun: a.Pronoun, Neighbour: step}
				break
			}
		}
	}
}

// isLone reports whether nearly all of a sentence is quoted.
func (s *speech) isLone(sentence *Sentence) bool {
	quoted := 0
	for _, q := range sentence.Quotes {
		quoted += q.End - q.Start
	}
	return quoted*10 >= (sentence.End-sentence.Start)*9
}

// tells reports whether the sentence step away from i says who speaks in i: a
// sentence before that ends with a colon or quotes the same speaker, or one
// next to it that quotes nothing itself, in the same paragraph or the next.
func (s *speech) tells(i, step int) bool {
	k := i + step
	if k < 0 || k >= len(s.doc.Sentences) {
		return false
	}
	here, there := &s.doc.Sentences[i], &s.doc.Sentences[k]
	if !there.Attribution.Found() || there.Section != here.Section || there.Attribution.Neighbour != 0 {
		return false
	}
	if step < 0 {
		return strings.HasSuffix(s.doc.Slice(there.Range), ":") || there.Paragraph == here.Paragraph ||
			!s.tells(i, 1)
	}
	return len(there.Quotes) == 0 || there.Paragraph == here.Paragraph
}
