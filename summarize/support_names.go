package summarize

import (
	"strings"
	"unicode/utf8"

	"dateline/wire"
)

// isName reports whether a token of the text is (part of) a name.
func (x *supportIndex) isName(t *supportToken) bool {
	return !x.uncased && t.upper && !t.stop && (x.named[t.word] || !x.common[t.word])
}

// names checks what the claim writes with a capital.
func (k *claimCheck) names() {
	if !k.isClose() && k.isTitle() {
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
	case rivals > 0 || t.opens && t.stem >= 0 && x.everNamed(t.stem) && k.besideSpeech(i) && hasContent(k.replaced(i)):
		return false
	case t.stem >= 0 || opens:
		return true
	}
	return x.hasKin(k.claim, t)
}

func hasContent(tokens []supportToken) bool {
	for i := range tokens {
		if !tokens[i].stop {
			return true
		}
	}
	return false
}

// everNamed reports whether the text has a stem as a name.
func (x *supportIndex) everNamed(stem int32) bool {
	for p, n := x.places[stem], 0; p >= 0 && n < mostPlaces; p, n = x.tokens[p].next, n+1 {
		if x.isName(&x.tokens[p]) {
			return true
		}
	}
	return false
}

// isKin reports whether one name may be made from the other: Russia, Russian.
func (x *supportIndex) isKin(c *supportText, a, b *supportToken) bool {
	return akin(strings.ToLower(c.doc.Text[a.start:a.end]), x.known[b.word].fold)
}

// akin reports whether two words begin alike for most of their length.
func akin(a, b string) bool {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	letters := utf8.RuneCountInString(strings.ToValidUTF8(a[:n], ""))
	return letters >= kinLetters && letters*3 >= 2*min(utf8.RuneCountInString(a), utf8.RuneCountInString(b)) &&
		max(len(a), len(b))-n <= 6
}

// kinLetters is how many letters two names of one origin share at the least.
const kinLetters = 4

// head gives the first letters of a word, "" if it has fewer.
func head(word string) string {
	n := 0
	for i := range word {
		if n == kinLetters {
			return word[:i]
		}
		n++
	}
	if n == kinLetters {
		return word
	}
	return ""
}

// learnForms notes how words begin and the initials of names.
func (x *supportIndex) learnForms() {
	const most, longest = 64, 6 // words of one beginning; words in a name
	x.begins, x.initial = map[string][]int32{}, map[string]struct{}{}
	for i := range x.known {
		if key := head(x.known[i].fold); key != "" && !x.known[i].stop && len(x.begins[key]) < most {
			x.begins[key] = append(x.begins[key], int32(i))
		}
	}
	for i := range x.tokens {
		letters := ""
		for k := i; k < len(x.tokens) && k < i+2*longest && len(letters) < longest*utf8.UTFMax; k++ {
			t := &x.tokens[k]
			if !t.upper && !t.stop || k > i && t.mark || !t.upper && k == i {
				break
			}
			if !t.upper {
				continue // of, the
			}
			first, _ := utf8.DecodeRuneInString(x.known[t.word].fold)
			if letters += string(first); k > i {
				x.initial[letters] = struct{}{}
			}
		}
	}
}

// hasKin looks for the name in another form: Russian for Russia, or the
// initials of a name of several words.
func (x *supportIndex) hasKin(c *supportText, t *supportToken) bool {
	fold := strings.ToLower(c.doc.Text[t.start:t.end])
	for _, n := range x.begins[head(fold)] {
		if akin(fold, x.known[n].fold) {
			return true
		}
	}
	_, ok := x.initial[strings.ReplaceAll(fold, ".", "")]
	return ok
}

// swapsSpeaker notes a wrong name where the claim, or the text in its place,
// has a speaker.
func (k *claimCheck) swapsSpeaker(i int) {
	if a := k.attribution(); a.Found() && covers(a.At, &k.tokens[i]) || k.besideSpeech(i) {
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

// besideSpeech reports whether the run of names around token i stands right
// before a verb of saying, or after one that follows a comma or quotation.
func (k *claimCheck) besideSpeech(i int) bool {
	first, last := i, i
	for first > 0 && k.tokens[first].upper && !k.tokens[first].mark {
		first--
	}
	for last+1 < len(k.tokens) && k.tokens[last].upper && !k.tokens[last+1].mark {
		last++
	}
	return k.tokens[last].class&classSpeech != 0 || k.tokens[first].class&classSpeech != 0 && k.tokens[first].mark
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
			strange = strange || k.beside.match[i] < 0
		}
	}
	if !strange || !k.isClose() {
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

// saidThere compares the claim's words for the speaker with who speaks in the
// sentence beside it. Where that is not clearly the claim's sentence, its
// neighbours may speak as well.
func (k *claimCheck) saidThere(speaks []int) int {
	x, outcome, around := k.index, foundNone, int32(1)
	if k.beside.coverage >= enoughAlone {
		around = 0
	}
	for s := max(0, k.beside.home-around); s <= k.beside.home+around && int(s) < len(x.sentences); s++ {
		a, ok := x.attributionAt(x.sentences[s].first)
		if ok && (a.Speaker == "" || k.isSpeaker(speaks, a.Speaker)) {
			return foundSame
		}
		if ok && s == k.beside.home {
			outcome = foundOther
		}
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
