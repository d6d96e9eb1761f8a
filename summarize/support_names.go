package summarize

import (
	"strings"
	"unicode/utf8"

	"dateline/wire"
)

// isName reports whether a token of the text is (part of) a name.
func (x *supportIndex) isName(t *supportToken) bool {
	return t.upper && !t.stop && (x.named[t.word] || !x.common[t.word])
}

// names checks what the claim writes with a capital.
func (k *claimCheck) names() {
	if k.isTitle() {
		return
	}
	for i := range k.tokens {
		t := &k.tokens[i]
		if !t.upper || t.stop || t.number >= 0 && t.word >= 0 || k.isClose() && k.beside.match[i] >= 0 {
			continue
		}
		if !k.hasName(i) {
			k.found |= foundName
			k.swapsSpeaker(i)
		}
	}
}

// isTitle reports whether the sentence has nearly all words with a capital:
// then capitals tell nothing.
func (k *claimCheck) isTitle() bool {
	upper, all := 0, 0
	for i := range k.tokens {
		if !k.tokens[i].stop {
			all++
			if k.tokens[i].upper {
				upper++
			}
		}
	}
	return all > 5 && upper*10 >= all*9
}

// hasName reports whether the text bears out the claim's capitalised token i.
func (k *claimCheck) hasName(i int) bool {
	x, t := k.index, &k.tokens[i]
	rivals := 0
	for _, r := range k.replaced(i) {
		if !x.isName(&r) {
			continue
		}
		if x.isKin(k.claim, t, &r) {
			return true
		}
		rivals++
	}
	opens := t.opens && (i+1 == len(k.tokens) || !k.tokens[i+1].upper || k.tokens[i+1].mark)
	switch {
	case rivals > 0 && t.stem >= 0 && opens && !x.everNamed(t.stem):
		return true // a word that only opens the sentence
	case rivals > 0:
		return false
	case t.stem >= 0 || opens:
		return true
	}
	return x.hasKin(k.claim, t)
}

// everNamed reports whether the text has a stem as a name.
func (x *supportIndex) everNamed(stem int32) bool {
	for p, n := x.places[stem], 0; p >= 0 && n < mostPlaces; p, n = x.tokens[p].next, n+1 {
		if x.isName(&x.tokens[p]) {
			return true
		}
	}
	return x.uncased
}

// isKin reports whether two names may be of one bearer: the text has them side
// by side in one name (Vladimir and Putin), or one is made from the other
// (Russia and Russian).
func (x *supportIndex) isKin(c *supportText, a, b *supportToken) bool {
	if akin(strings.ToLower(c.doc.Text[a.start:a.end]), x.known[b.word].fold) {
		return true
	}
	if a.stem < 0 {
		return false
	}
	for p, n := x.places[a.stem], 0; p >= 0 && n < mostPlaces; p, n = x.tokens[p].next, n+1 {
		if x.sharesName(p, b.stem) {
			return true
		}
	}
	return false
}

// sharesName reports whether the run of capitalised words around place p has the stem.
func (x *supportIndex) sharesName(p int32, stem int32) bool {
	const reach = 4
	for q := p; q > p-reach && q >= 0 && x.tokens[q].upper; q-- {
		if x.tokens[q].stem == stem {
			return true
		}
		if x.tokens[q].mark || x.tokens[q].opens {
			break
		}
	}
	for q := p + 1; q < p+reach && int(q) < len(x.tokens) && x.tokens[q].upper && !x.tokens[q].mark && !x.tokens[q].opens; q++ {
		if x.tokens[q].stem == stem {
			return true
		}
	}
	return false
}

// akin reports whether two words begin alike for most of their length.
func akin(a, b string) bool {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	letters := utf8.RuneCountInString(strings.ToValidUTF8(a[:n], ""))
	return letters >= 4 && letters*3 >= 2*min(utf8.RuneCountInString(a), utf8.RuneCountInString(b)) &&
		max(len(a), len(b))-n <= 6
}

// hasKin looks for the name in another form: Russian for Russia, or the
// initials of a name of several words.
func (x *supportIndex) hasKin(c *supportText, t *supportToken) bool {
	fold := strings.ToLower(c.doc.Text[t.start:t.end])
	for i := range x.known {
		if !x.known[i].stop && akin(fold, x.known[i].fold) {
			return true
		}
	}
	return x.hasInitials(strings.ReplaceAll(fold, ".", ""))
}

// hasInitials reports whether the text has words in a row with these initials.
func (x *supportIndex) hasInitials(letters string) bool {
	want := []rune(letters)
	if len(want) < 2 || len(want) > 6 {
		return false
	}
	got := 0
	for i := range x.tokens {
		t := &x.tokens[i]
		if !t.upper && !x.uncased {
			if !t.stop {
				got = 0
			}
			continue
		}
		first, _ := utf8.DecodeRuneInString(x.known[t.word].fold)
		switch {
		case first == want[got]:
			got++
		case first == want[0]:
			got = 1
		default:
			got = 0
		}
		if got == len(want) {
			return true
		}
	}
	return false
}

// swapsSpeaker notes a wrong name where the claim, or the text in its place,
// has a speaker.
func (k *claimCheck) swapsSpeaker(i int) {
	if a := k.attribution(); a.Found() && covers(a.At, &k.tokens[i]) {
		k.found |= foundSpeaker
		return
	}
	h := k.hunkOf(i)
	if h == nil || !h.isNarrow() {
		return
	}
	a, ok := k.index.attributionAt(min(h.from, int32(len(k.index.tokens))-1))
	for p := h.from; ok && p < h.to; p++ {
		if covers(a.At, &k.index.tokens[p]) {
			k.found |= foundSpeaker
		}
	}
}

func covers(r wire.Range, t *supportToken) bool {
	return int(t.start) >= r.Start && int(t.end) <= r.End
}

// attribution gives who the claim's sentence says has said it.
func (k *claimCheck) attribution() wire.Attribution {
	if k.sentence.source < 0 {
		return wire.Attribution{}
	}
	return k.claim.doc.Sentences[k.sentence.source].Attribution
}

// attributionAt gives who is said to have said the sentence of the text's token p.
func (x *supportIndex) attributionAt(p int32) (wire.Attribution, bool) {
	if p < 0 {
		return wire.Attribution{}, false
	}
	source := x.sentences[x.tokens[p].sentence].source
	if source < 0 {
		return wire.Attribution{}, false
	}
	a := x.doc.Sentences[source].Attribution
	return a, a.Found()
}

// speaker compares who the claim and the text say has said it.
func (k *claimCheck) speaker() {
	a := k.attribution()
	s := k.beside.home
	if s < 0 || a.Speaker == "" || a.Pronoun || a.At.Empty() || a.Neighbour != 0 {
		return
	}
	var speaks []int
	strange := false
	for i := range k.tokens {
		if t := &k.tokens[i]; covers(a.At, t) && !t.stop {
			speaks = append(speaks, i)
			strange = strange || !k.isClose() || k.beside.match[i] < 0
		}
	}
	if !strange || k.beside.coverage < closeEnough/2 {
		return
	}
	if said := k.saidThere(speaks); said == foundOther {
		k.found |= foundSpeaker
	}
}

// The outcomes of comparing speakers.
const (
	foundNone  = iota // the text names none there
	foundSame         // or one who may be the same
	foundOther        // somebody else
)

// saidThere compares the claim's words for the speaker with the speakers of
// the sentences beside it.
func (k *claimCheck) saidThere(speaks []int) int {
	x, outcome := k.index, foundNone
	for p := k.beside.from; p < k.beside.to; {
		sentence := x.tokens[p].sentence
		a, ok := x.attributionAt(p)
		end := x.sentences[sentence].last
		if ok && (a.Speaker == "" || k.isSpeaker(speaks, a.Speaker)) {
			return foundSame
		}
		if ok && sentence == k.beside.home {
			outcome = foundOther
		}
		p = end
	}
	return outcome
}

// isSpeaker reports whether the claim's words may name the speaker.
func (k *claimCheck) isSpeaker(speaks []int, speaker string) bool {
	other := k.index.readClaim(speaker)
	for _, i := range speaks {
		for n := range other.tokens {
			o := &other.tokens[n]
			if o.stop {
				continue
			}
			if o.stem == k.tokens[i].stem || o.word >= 0 && k.index.isKin(k.claim, &k.tokens[i], o) {
				return true
			}
		}
	}
	return false
}
