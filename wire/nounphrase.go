package wire

import (
	"strings"
	"unicode"
)

const maxPhrase = 12 // words in a noun phrase

// outOfPhrase keeps the object of a preposition from being the subject: in "A
// firm set up after the bankruptcy said", that is what the sentence opens with.
func (s *speech) outOfPhrase(from, to int) (int, int) {
	if from == 0 || s.tokens[from].gap || !s.tokens[from-1].is(isPreposition|isPassive) {
		return from, to
	}
	first, last := s.phraseAfter(0)
	if last <= first || last > from {
		return from, to
	}
	if t := &s.tokens[last]; last-first > 2 && !t.gap && t.class == 0 && s.isStop(t) {
		last-- // the participle of "a firm set up after the war"
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
	return strings.IndexFunc(s.fold(&s.tokens[i]), unicode.IsLetter) >= 0
}

func (s *speech) allUpper(from, to int) bool {
	for k := from; k < to; k++ {
		if !s.tokens[k].upper {
			return false
		}
	}
	return to > from
}

// backwards gives the first token of the noun phrase that ends before the
// token at to.
func (s *speech) backwards(to int) int {
	from := to
	if to > 0 && s.tokens[to-1].is(isPronoun) && !s.tokens[to-1].is(isArticle) && !s.tokens[to-1].quoted {
		return to - 1 // "three players he said made him think"
	}
	for from > 0 && to-from < maxPhrase {
		t := &s.tokens[from-1]
		if from < to && s.tokens[from].gap || t.quoted || s.bars(t) {
			break
		}
		from--
		if t.is(isArticle) && (from == 0 || !s.linked(from-1) && !s.isGenitive(from)) {
			break
		}
	}
	for from < to && !s.tokens[from].is(isArticle) && !s.tokens[from].is(isPronoun) &&
		(s.tokens[from].is(isHelper) || s.tokens[from].is(isLink)) {
		from++ // a preposition or adverb in front does not belong
	}
	return s.bothOf(from, to)
}

// bothOf takes the other half of a name along where the sentence opens with
// it: "Miller Tire and Rubber Co", "Smith and Jones".
func (s *speech) bothOf(from, to int) int {
	const most = 4 // words of the other half
	and := from - 1
	if from == to || and < 1 || and > most || !s.tokens[and].is(isAnd) || s.tokens[and].gap || s.tokens[from].gap || !s.allUpper(from, to) || !s.allUpper(0, and) {
		return from
	}
	for k := range and {
		if t := &s.tokens[k]; t.quoted || k > 0 && t.gap || s.bars(t) || t.is(isPronoun) {
			return from
		}
	}
	return 0
}

// isBareArticle reports whether a phrase is an article and nothing more, as
// before the participle of "the alleged fraud".
func (s *speech) isBareArticle(from, to int) bool {
	return to-from == 1 && s.tokens[from].is(isArticle) && s.tokens[from].is(isLink|isJoin)
}

// pastAddressee gives the noun phrase behind the agency, and the day, that
// stand between a verb and its subject: "сообщила РИА Новости во вторник
// пресс-секретарь". Where nothing follows, the agency itself has spoken.
func (s *speech) pastAddressee(from, to int) (int, int) {
	if from == to || !allLexicons().agency.set.hasPhrase(s.doc.Slice(Range{s.tokens[from].Start, s.tokens[to-1].End})) {
		return from, to
	}
	k := to
	for k < len(s.tokens) && !s.tokens[k].gap && s.tokens[k].is(isPreposition|isLink|isDay) {
		k++
	}
	if k >= len(s.tokens) || s.tokens[k].gap || s.tokens[k-1].is(isPreposition|isLink) {
		return from, to
	}
	if first, last := s.phraseAfter(k); first < last {
		return first, last
	}
	return from, to
}

// isTold reports whether the article at token i opens who was told it behind
// a name: "sagte Anna Lund der Nachrichtenagentur".
func (s *speech) isTold(from, i int) bool {
	if !s.lex.genitive || i-from < 2 || s.tokens[from].is(isArticle) || !s.tokens[i].is(isArticle) {
		return false
	}
	for k := i + 1; k < len(s.tokens) && k <= i+2 && !s.tokens[k].gap; k++ {
		if s.tokens[k].is(isAddressee) {
			return true
		}
	}
	return false
}

// isCompound reports whether a token is an adjective made of a name and a
// small word, as in "a Dutch-owned firm".
func (s *speech) isCompound(t *token) bool {
	w := s.doc.Slice(t.Range)
	last := strings.LastIndexByte(w, '-')
	return last > 0 && last+1 < len(w) && w[last+1] >= 'a' && w[last+1] <= 'z'
}

// isGenitive reports whether the article at token k ties its noun to the one
// before it, as in German "ein Sprecher des Zoos".
func (s *speech) isGenitive(k int) bool {
	before := &s.tokens[k-1]
	return s.lex.genitive && s.tokens[k].is(isJoin) && !s.tokens[k].gap && before.upper && !s.bars(before)
}

// linked reports whether token k ties what follows to a noun before it.
func (s *speech) linked(k int) bool {
	return k > 0 && s.tokens[k].is(isLink) && !s.tokens[k].gap && !s.tokens[k-1].gap && !s.bars(&s.tokens[k-1])
}

// bars reports whether a token cannot stand in a noun phrase that speaks.
func (s *speech) bars(t *token) bool {
	if t.is(isDay | isSaid) {
		return true
	}
	return t.is(isBorder) && !t.is(isLink) && !t.is(isArticle)
}

// phraseAfter gives the noun phrase that begins at token i, auxiliaries
// before it passed over.
func (s *speech) phraseAfter(i int) (from, to int) {
	const most = 6 // auxiliaries and adverbs before it
	for k := 0; k < most && i < len(s.tokens) && s.tokens[i].is(isHelper) && !s.tokens[i].gap && !s.tokens[i].is(isArticle); k++ {
		i++
	}
	if i >= len(s.tokens) || s.tokens[i].quoted || s.tokens[i].gap && s.tokens[i].stop {
		return i, i
	}
	if i > 0 && s.tokens[i].gap {
		return i, i
	}
	if s.tokens[i].is(isPronoun) && !s.tokens[i].is(isArticle) {
		return i, i + 1
	}
	from, to = i, i
	named := false
	for to < len(s.tokens) && to-from < maxPhrase {
		t := &s.tokens[to]
		if to > from && t.gap || t.quoted || s.isTold(from, to) || !s.continues(t, to == from, named) {
			break
		}
		named = named || t.upper && !t.is(isArticle) && !s.isCompound(t)
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
	if s.bars(t) || t.is(isPronoun) || t.is(isLink) || !t.upper && s.isStop(t) {
		return t.is(isArticle) && s.lex.genitive
	}
	return t.upper || !named
}

// opening gives the name that sentence i opens with: everything up to the
// last capital of its first run of names, or its first two words.
func (s *speech) opening(i int) Range {
	s.tokenize(i)
	if len(s.tokens) == 0 || s.tokens[0].quoted || s.tokens[0].is(isPronoun) {
		return Range{}
	}
	const far = 3 // words before the name: article, office
	for from := 0; from < len(s.tokens) && from <= far; from++ {
		to := from
		for to < len(s.tokens) && s.tokens[to].upper && !s.tokens[to].quoted && (to == from || !s.tokens[to].gap) && !s.bars(&s.tokens[to]) {
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
