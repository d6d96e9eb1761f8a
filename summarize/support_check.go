package summarize

import (
	"strings"

	"dateline/wire"
)

// claimCheck checks one sentence of a claim.
type claimCheck struct {
	index    *supportIndex
	claim    *supportText
	sentence *supportSentence
	tokens   []supportToken // of the sentence
	beside   alignment
	hunks    []hunk
	found    problems
}

// closeEnough is the share of a sentence's words that the text must have in
// the same order for the rest to count as put in place of something.
const closeEnough = 0.5

// run finds the problems and gives the score.
func (k *claimCheck) run() float64 {
	first, last := int(k.sentence.first), int(k.sentence.last)
	k.tokens = k.claim.tokens[first:last]
	if k.index.verbatim(k.claim, first, last) {
		return 1
	}
	k.beside = k.index.align(k.tokens)
	if k.isClose() {
		k.hunks = k.index.hunks(&k.beside)
	}
	k.numbers()
	k.calendar()
	k.names()
	k.negations()
	k.contraries()
	k.speaker()
	k.quotes()
	traced, near, known := k.index.parts(k.tokens)
	score := (weightTrace*traced + weightClose*near + weightKnown*known) / (weightTrace + weightClose + weightKnown)
	for p := foundNumber; p <= foundUnsupported; p <<= 1 {
		if k.found&p != 0 {
			score *= p.leaves()
		}
	}
	return score
}

func (k *claimCheck) isClose() bool { return k.beside.coverage >= closeEnough }

// hunkOf gives the hunk that holds the claim's token i.
func (k *claimCheck) hunkOf(i int) *hunk {
	for n := range k.hunks {
		if h := &k.hunks[n]; h.first <= i && i < h.last {
			return h
		}
	}
	return nil
}

// replaced gives the text's tokens that stand in the place of the claim's
// token i, none where that is not clear. At the sentence's beginning or end
// these are the ones next to the words that both have.
func (k *claimCheck) replaced(i int) []supportToken {
	const more = 3
	h := k.hunkOf(i)
	if h == nil {
		return nil
	}
	n := int32(h.last-h.first) + more
	switch {
	case h.isNarrow():
		return k.index.tokens[h.from:h.to]
	case h.atEnd:
		return k.index.tokens[h.from:min(h.to, h.from+n)]
	case h.atStart:
		return k.index.tokens[max(h.from, h.to-n):h.to]
	}
	return nil
}

// numbers checks each number of the sentence.
func (k *claimCheck) numbers() {
	for i := 0; i < len(k.tokens); i++ {
		n := k.tokens[i].number
		if n < 0 {
			if k.tokens[i].digit && !k.hasCode(i) {
				k.found |= foundNumber
			}
			continue
		}
		q := &k.claim.numbers[n]
		if !k.hasNumber(q, i) {
			k.found |= foundNumber
		}
		i = max(i, int(q.last-k.sentence.first)-1)
	}
}

// hasCode reports whether the text has the claim's token i, letters with
// digits in them: A320, G20.
func (k *claimCheck) hasCode(i int) bool {
	if k.isClose() && k.beside.match[i] >= 0 {
		return true
	}
	for _, t := range k.replaced(i) {
		if t.digit {
			return false
		}
	}
	return k.tokens[i].word >= 0
}

// hasNumber reports whether the text bears out the number that begins with
// the claim's token i.
func (k *claimCheck) hasNumber(q *quantity, i int) bool {
	x := k.index
	if m := k.beside.match[i]; m >= 0 && k.isClose() {
		n := x.tokens[m].number
		return n < 0 || x.numbers[n].shares(q) && k.claim.sign(int(q.first)) == x.sign(int(m)) ||
			x.numbers[n].shares(q) && !q.digits
	}
	others := false
	for _, t := range k.replaced(i) {
		if t.number < 0 {
			continue
		}
		other := &x.numbers[t.number]
		if other.shares(q) || k.beside.coverage < enoughAlone && other.roundsTo(q) {
			return true
		}
		others = true
	}
	if others && (k.beside.coverage >= enoughAlone || !k.isNear(q)) {
		return false
	}
	return q.plain || k.tokens[i].word >= 0 && q.digits || x.hasValue(q)
}

// isNear reports whether the sentences beside the claim's have the number.
func (k *claimCheck) isNear(q *quantity) bool {
	x := k.index
	for s := max(0, k.beside.home-1); s <= k.beside.home+1 && int(s) < len(x.sentences); s++ {
		for p := x.sentences[s].first; p < x.sentences[s].last; p++ {
			if n := x.tokens[p].number; n >= 0 && x.numbers[n].shares(q) {
				return true
			}
		}
	}
	return false
}

// calendar checks months and days of the week.
func (k *claimCheck) calendar() {
	for i := range k.tokens {
		t := &k.tokens[i]
		if !k.isDate(k.claim, t) || k.isClose() && k.beside.match[i] >= 0 {
			continue
		}
		for _, other := range k.replaced(i) {
			if k.isDate(&k.index.supportText, &other) && other.stem != t.stem {
				k.found |= foundNumber
			}
		}
		if t.word < 0 {
			k.found |= foundNumber
		}
	}
}

// isDate tells May from may.
func (k *claimCheck) isDate(text *supportText, t *supportToken) bool {
	if t.class&classCalendar == 0 {
		return false
	}
	return t.upper || t.class&classModal == 0 && text.lexicon != supportLexicons()["en"]
}

func isModal(t *supportToken) bool {
	return t.class&classModal != 0 && (t.lower || t.class&classCalendar == 0)
}

// negations looks for what denies in one of the two only.
func (k *claimCheck) negations() {
	for n := range k.hunks {
		h := &k.hunks[n]
		claimed, said := k.negated(h)
		switch {
		case claimed && !said && (h.isNarrow() || !k.windowNegates()):
			k.found |= foundNegation
		case said && !claimed && k.dropsOnly(h, isNegation):
			k.found |= foundNegation
		}
	}
	if !k.isClose() && !k.index.denies && k.claims(isNegation) {
		k.found |= foundNegation
	}
}

func isNegation(t *supportToken) bool { return t.class&classNegation != 0 }

// negated reports whether the claim's and the text's stretch hold a word that denies.
func (k *claimCheck) negated(h *hunk) (claimed, said bool) {
	for i := h.first; i < h.last; i++ {
		claimed = claimed || k.tokens[i].class&classNegation != 0
	}
	for i := h.from; i < h.to; i++ {
		said = said || k.index.tokens[i].class&classNegation != 0
	}
	return claimed, said
}

// windowNegates reports whether anything is denied around there in the text.
func (k *claimCheck) windowNegates() bool {
	for i := k.beside.from; i < k.beside.to; i++ {
		if k.index.tokens[i].class&classNegation != 0 {
			return true
		}
	}
	return false
}

// dropsOnly reports whether a word of the kind is left out and what it was
// said of is not: it stands, function words aside, next to the words that go
// on, or others have come in their place.
func (k *claimCheck) dropsOnly(h *hunk, is func(*supportToken) bool) bool {
	replaced := false
	for i := h.first; i < h.last; i++ {
		replaced = replaced || !k.tokens[i].stop
	}
	if replaced && !h.isNarrow() {
		return false
	}
	for i := h.to - 1; i >= h.from; i-- {
		t := &k.index.tokens[i]
		if is(t) {
			return !h.atEnd || replaced || h.to-h.from <= 2
		}
		if !replaced && (!t.stop || t.mark) {
			return false
		}
	}
	return false
}

// contraries looks for the contrary of what the text says, for what it says
// only may be, and for an accusation made a fact.
func (k *claimCheck) contraries() {
	for n := range k.hunks {
		h := &k.hunks[n]
		if h.isNarrow() && k.saysContrary(h) {
			k.found |= foundUnsupported
		}
		if k.dropsOnly(h, isModal) && !k.claims(isModal) {
			k.found |= foundUnsupported
		}
		charges := func(t *supportToken) bool { return t.class&classCharge != 0 }
		if k.dropsOnly(h, charges) && !k.claims(charges) && !k.claims(isModal) {
			k.found |= foundSpeaker
		}
	}
}

func (k *claimCheck) claims(is func(*supportToken) bool) bool {
	for i := range k.tokens {
		if is(&k.tokens[i]) {
			return true
		}
	}
	return false
}

func (k *claimCheck) saysContrary(h *hunk) bool {
	for i := h.first; i < h.last; i++ {
		for _, contrary := range k.claim.lexicon.opposite[k.claim.fold(int(k.sentence.first)+i)] {
			n, ok := k.index.words[contrary]
			for p := h.from; ok && p < h.to; p++ {
				if k.index.tokens[p].word == n {
					return true
				}
			}
		}
	}
	return false
}

// quotes checks that each quotation is in the text word for word.
func (k *claimCheck) quotes() {
	if k.sentence.source < 0 {
		return
	}
	s := &k.claim.doc.Sentences[k.sentence.source]
	if s.Unbalanced {
		return
	}
	for _, q := range s.Quotes {
		if !k.hasQuote(q) {
			k.found |= foundQuote
		}
	}
}

// hasQuote looks for the words of a quotation; a mark of omission parts it.
func (k *claimCheck) hasQuote(q wire.Range) bool {
	from := -1
	for i := range k.tokens {
		t := &k.tokens[i]
		inside := int(t.start) >= q.Start && int(t.end) <= q.End
		if from >= 0 && (!inside || k.omits(i)) {
			if !k.hasRun(from, i) {
				return false
			}
			from = -1
		}
		if inside && from < 0 {
			from = i
		}
	}
	return from < 0 || k.hasRun(from, len(k.tokens))
}

// omits reports whether a mark of omission stands before token i.
func (k *claimCheck) omits(i int) bool {
	if i == 0 {
		return false
	}
	between := k.claim.doc.Text[k.tokens[i-1].end:max(k.tokens[i-1].end, k.tokens[i].start)]
	return strings.Contains(between, "...") || strings.ContainsAny(between, "…[]")
}

// hasRun reports whether the text has the claim's tokens [from, to) in a row.
func (k *claimCheck) hasRun(from, to int) bool {
	base := int(k.sentence.first)
	return k.index.find(k.claim, base+from, base+to, func(int, int) bool { return true })
}
