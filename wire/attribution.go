package wire

import (
	"slices"
	"strings"
)

// Attribution says who is said to have said a sentence.
type Attribution struct {
	Speaker string // as the text names them, "" if nobody is named
	At      Range  // where the name stands; outside of the sentence where that has a pronoun or nothing
	Verb    Range  // the phrase of saying: "said", "according to"; empty if there is none
	Pronoun bool   // the sentence itself has only a pronoun for the speaker
	// Neighbour is the distance to the sentence that says who speaks, where this
	// one does not: -1 the one before, 1 the one after ("The mill is to close.
	// That was announced by the owner."), 0 in all other cases.
	Neighbour int
}

// Found reports whether somebody is said to have said it.
func (a Attribution) Found() bool { return a.Speaker != "" || a.Pronoun }

// speech reads attributions sentence by sentence.
type speech struct {
	doc    *Document
	lex    *lexicon
	tokens []token  // of the sentence that is read
	all    []token  // of the sentences that were read lately
	gone   int      // how many tokens were dropped before those
	read   []Range  // by sentence: which of all tokens are its own; empty if it was not read
	own    []string // the folded forms of tokens that are halves of a word
	kept   []Range  // the other quotations of the sentence
	names  []Range  // quotations of the sentence that are names: «Маяк»
	last   int      // the last sentence that names its speaker, -1 for none
}

func (p *parser) attribute() {
	s := &p.speech
	*s = speech{
		doc: p.doc, lex: p.lex, last: -1,
		all: slices.Grow(s.all, min(len(p.doc.words), mostTokens)), read: cleared(s.read, len(p.doc.Sentences)), kept: s.kept,
	}
	for i := range p.doc.Sentences {
		s.sentence(i)
	}
	s.loneQuotations()
}

// sentence finds the attribution within sentence i and resolves its pronoun.
func (s *speech) sentence(i int) {
	sentence := &s.doc.Sentences[i]
	s.tokenize(i)
	sentence.Leans, sentence.LeansOnPerson = s.leans(), s.leansOnPerson()
	sentence.Attribution = s.find(len(sentence.Quotes) > 0)
	passes := s.passesBack(i)
	switch {
	case sentence.Attribution.Pronoun:
		s.resolve(&sentence.Attribution, i)
	case sentence.Attribution.Speaker != "":
		s.last = i
	}
	if passes {
		s.passBack(i)
	}
}

// passesBack reports whether sentence i only says who said the one before:
// "Das teilte die Polizei mit.", "Об этом сообщили в МЧС."
func (s *speech) passesBack(i int) bool {
	const most = 16 // words; a longer sentence tells something of its own
	here := &s.doc.Sentences[i]
	if i == 0 || len(s.tokens) > most || !here.Attribution.Found() || len(here.Quotes) > 0 {
		return false
	}
	n := s.phraseAt(opensRefers, 0)
	return n > 0 && here.Attribution.Verb.Start <= s.tokens[min(n+1, len(s.tokens)-1)].Start
}

// passBack gives the sentence before i its speaker.
func (s *speech) passBack(i int) {
	here, before := &s.doc.Sentences[i], &s.doc.Sentences[i-1]
	here.Leans = true
	if before.Section == here.Section && !before.Attribution.Found() {
		before.Attribution = here.Attribution
		before.Attribution.Neighbour = 1
	}
}

// find gives the outermost attribution of the tokens: one at the end of the
// sentence after a comma or quotation, else the first.
func (s *speech) find(quoted bool) Attribution {
	var first Attribution
	for i := 0; i < len(s.tokens); i++ {
		if t := &s.tokens[i]; t.quoted || !t.is(opensAccording|opensSaid|opensAfter) {
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
	if t := &s.tokens[i]; n == 1 && t.is(isMarked) && !t.gap && (i > 0 || !t.is(isLeading) || !s.tokens[from].is(isArticle)) {
		return Attribution{}, false // "a dollar per share", unlike "Per the coastguard, all were saved"
	}
	return s.made(from, to, i, i+n), true
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
	const most = 6 // auxiliaries and adverbs between subject and verb
	next, start := i+n, i
	for start > 0 && i-start < most && s.tokens[start-1].is(isHelper) && !s.tokens[start].gap && !s.tokens[start-1].is(isPronoun) {
		start--
	}
	if start > 1 && s.tokens[start-1].is(isDay) && !s.tokens[start].gap {
		start-- // "The ministry on Friday said", "Министерство в пятницу сообщило"
		if s.tokens[start-1].is(isPreposition | isLink) {
			start--
		}
	}
	if start < i && s.tokens[i-1].is(isPassive) && n == 1 {
		return Attribution{}, false // "was denied", "wird erklärt"
	}
	from, to, inverted := s.subject(start, next)
	if from == to {
		return s.dropped(i, n, start, quoted)
	}
	if s.isBareArticle(from, to) || s.isMute(from, to) || !s.speaks(i, n, from, start, inverted, quoted) {
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
func (s *speech) subject(start, next int) (from, to int, inverted bool) {
	joined := start > 0 && !s.tokens[start].gap
	for start > 1 && s.tokens[start-1].aside {
		start, joined = start-1, true // "Anna Lund (BBC) said"
	}
	if joined {
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
	if start > 0 && !s.tokens[start].gap && !s.tokens[start-1].is(isAs) {
		return 0, 0, false
	}
	from, to = s.pastAddressee(s.phraseAfter(next))
	return from, to, from < to
}

// dropped reads a verb of saying without a subject in a language that leaves
// pronouns out, or an impersonal one: "dijo", "hieß es".
func (s *speech) dropped(i, n, start int, quoted bool) (Attribution, bool) {
	impersonal := n > 1 && s.tokens[i+n-1].is(isPronoun) // "hieß es"
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
	if quoted || s.isFree(i, n) {
		return true
	}
	next := i + n
	if next < len(s.tokens) && s.tokens[next].gap {
		return true
	}
	for k := next; k < len(s.tokens) && k < next+6; k++ {
		if s.tokens[k].is(isThat) || s.tokens[k].gap && s.lex.phrases(opensBound) != nil {
			return true
		}
	}
	return next >= len(s.tokens) && from > 0 && s.tokens[from].gap
}

// isFree reports whether the verb at token i hardly has another use than to
// report speech.
func (s *speech) isFree(i, n int) bool {
	if s.lex.phrases(opensFree) != nil {
		return s.phraseAt(opensFree, i) == n
	}
	return s.phraseAt(opensBound, i) == 0
}

// onlyTells reports whether sentence k says who spoke and nothing of its own.
func (s *speech) onlyTells(k int) bool {
	const most = 8 // words besides the speaker and the verb: day, place, occasion
	s.tokenize(k)
	a, others := s.doc.Sentences[k].Attribution, 0
	for i := range s.tokens {
		t := &s.tokens[i]
		if t.Start > a.Verb.End && t.is(isThat) {
			return false
		}
		if (t.Start < a.At.Start || t.End > a.At.End) && (t.Start < a.Verb.Start || t.End > a.Verb.End) {
			others++
		}
	}
	return others <= most && s.verbCloses(a)
}

// verbCloses reports whether nothing that could be said follows the verb: the
// end, or a day, a preposition or an addressee behind it.
func (s *speech) verbCloses(a Attribution) bool {
	for i := range s.tokens {
		if t := &s.tokens[i]; t.Start >= a.Verb.End && (t.Start < a.At.Start || t.End > a.At.End) {
			return !t.is(isArticle|isPronoun) && (t.is(isPreposition|isDay|isLink|isHelper|isBorder) || s.isStop(t))
		}
	}
	return true
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
	return len(there.Quotes) == 0 && s.onlyTells(k)
}
