package summarize

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/news"
	"dateline/terms"
	"dateline/wire"
)

// Bounds that keep the check linear, whatever the text and the claim hold.
const (
	longestSentence = 256 // words; a longer one is cut there
	mostPlaces      = 512 // places of one word in the text that are looked at
)

// supportToken is one word of a text or claim. Hyphens, possessives and the
// English n't are split off, so that "didn't" and "did not" are the same.
type supportToken struct {
	start, end int32 // bytes
	word, stem int32 // numbers of the folded word and of its stem; negative if the text has no such
	next       int32 // in a text: the next place of the same stem, -1 for none
	sentence   int32
	content    int32 // how many words that are no function words stand before it
	number     int32 // index of the number that it begins or belongs to, -1 for none
	class      supportClass
	upper      bool // begins with a capital
	lower      bool // has no capital at all
	stop       bool
	digit      bool // has a digit
	border     bool // a mark that may end a sentence stands before it, or the sentence begins
	mark       bool // any mark stands before it
	opens      bool // the first word of its sentence or quotation
}

// supportWord is what is known about a folded word.
type supportWord struct {
	fold  string
	stem  int32
	stop  bool
	class supportClass
}

// supportText is a text or claim, word by word.
type supportText struct {
	doc       *wire.Document
	lexicon   *supportLexicon
	tokens    []supportToken
	sentences []supportSentence
	numbers   []quantity
}

// supportSentence is one sentence, heading or piece of furniture.
type supportSentence struct {
	first, last int32 // its tokens [first, last)
	source      int32 // index into doc.Sentences, -1 for what is no sentence of news
}

// supportIndex is what a text is looked up by. Once built it is only read.
type supportIndex struct {
	supportText
	words   map[string]int32 // folded word -> its number
	known   []supportWord    // by the word's number
	stems   map[string]int32
	places  []int32                // by stem: its first place
	counts  []int32                // by stem: in how many sentences it stands
	weights []float64              // by stem: inverse sentence frequency
	values  map[float64]struct{}   // of the numbers
	rounds  map[roundForm]struct{} // what the large ones round to
	begins  map[string][]int32     // by the first letters: the words that begin with them
	initial map[string]struct{}    // the initials of names of several words
	uncased bool                   // the text was put into small letters
	denies  bool                   // anything is denied in it
	named   []bool                 // by word: stands somewhere with a capital inside of a sentence
	common  []bool                 // by word: stands somewhere in small letters
}

// reader splits a text into tokens and numbers its words.
type supportReader struct {
	index   *supportIndex
	text    *supportText
	stemmer *terms.Stemmer
	learns  bool // new words get numbers; else negative ones
	fresh   map[string]int32
	content int32
}

func newSupportIndex(text, language string) *supportIndex {
	doc := wire.Parse(text, language)
	x := &supportIndex{
		supportText: supportText{doc: doc, lexicon: supportLexiconFor(doc.Language)},
		words:       map[string]int32{}, stems: map[string]int32{},
	}
	r := supportReader{index: x, text: &x.supportText, stemmer: terms.NewStemmer(doc.Language), learns: true}
	r.read()
	x.link()
	x.learnValues()
	x.learnNames()
	x.learnForms()
	return x
}

// readClaim splits a claim. Words that the index does not know get negative
// numbers, the same one for the same word.
func (x *supportIndex) readClaim(claim string) *supportText {
	c := &supportText{doc: wire.Parse(unwrapped(claim), x.doc.Language), lexicon: x.lexicon}
	r := supportReader{index: x, text: c, stemmer: terms.NewStemmer(x.doc.Language), fresh: map[string]int32{}}
	r.read()
	return c
}

// unwrapped joins the lines of each paragraph: a claim is too short to tell by
// its width where lines were broken.
func unwrapped(claim string) string {
	paragraphs := strings.Split(claim, "\n\n")
	for i, p := range paragraphs {
		if !strings.Contains(p, "\n- ") && !strings.Contains(p, "\n* ") && !strings.Contains(p, "\n•") {
			paragraphs[i] = news.Fold(p)
		}
	}
	return strings.Join(paragraphs, "\n\n")
}

// read goes through all parts of the document: what is furniture to a reader
// is still part of the text.
func (r *supportReader) read() {
	d, sentence := r.text.doc, 0
	for _, p := range d.Parts {
		if p.Kind == wire.KindSpace || p.Kind == wire.KindMarker {
			continue
		}
		source := int32(-1)
		if p.Kind == wire.KindSentence {
			for sentence < len(d.Sentences) && d.Sentences[sentence].Start < p.Start {
				sentence++
			}
			if sentence < len(d.Sentences) && d.Sentences[sentence].Start < p.End {
				source = int32(sentence)
			}
		}
		r.sentence(p.Range, source)
	}
	r.readNumbers()
}

func (r *supportReader) sentence(p wire.Range, source int32) {
	t := r.text
	s := supportSentence{first: int32(len(t.tokens)), source: source}
	text, end := t.doc.Text[p.Start:p.End], 0
	for a, b := range terms.Words(text) {
		between := text[end:a]
		from := len(t.tokens)
		r.word(text[a:b], p.Start+a, between)
		for k := from; k < len(t.tokens); k++ {
			k := &t.tokens[k]
			k.mark = strings.ContainsFunc(between, isMark)
			k.border = end == 0 || strings.ContainsAny(between, ".!?…:;\"“”„«»\n—–()[]'‘’`")
			k.opens = end == 0 || strings.ContainsAny(between, ".!?…:\"“„«»")
			between = ""
		}
		if len(t.tokens) > from {
			end = b
		}
		if len(t.tokens)-int(s.first) >= longestSentence {
			r.close(&s)
		}
	}
	r.close(&s)
}

func isMark(c rune) bool { return !unicode.IsSpace(c) && c != '$' && c != '€' && c != '£' }

// close ends a sentence and begins the next.
func (r *supportReader) close(s *supportSentence) {
	t := r.text
	s.last = int32(len(t.tokens))
	if s.last == s.first {
		return
	}
	for k := s.first; k < s.last; k++ {
		t.tokens[k].sentence = int32(len(t.sentences))
	}
	t.sentences = append(t.sentences, *s)
	s.first = s.last
}

// word adds the tokens of one word: its parts between hyphens, less the
// possessive ending, n't as a word of its own.
func (r *supportReader) word(word string, at int, before string) {
	if n := len(before); n > 0 && word == "s" && strings.HasSuffix(strings.TrimSpace(before), "'") {
		return // the ending of a possessive that was set apart
	}
	for len(word) > 0 {
		cut, size := strings.IndexFunc(word, func(c rune) bool { return unicode.Is(unicode.Pd, c) }), 0
		if cut < 0 {
			cut = len(word)
		} else {
			_, size = utf8.DecodeRuneInString(word[cut:])
		}
		if cut > 0 {
			r.part(word[:cut], at)
		}
		word, at = word[cut+size:], at+cut+size
	}
}

func (r *supportReader) part(part string, at int) {
	fold := terms.Fold(part)
	end := at + len(part)
	english := r.text.lexicon == supportLexicons()["en"]
	switch base, negated := strings.CutSuffix(fold, "n't"); {
	case negated:
		if base != "" {
			r.add(uncontracted(base), part, at, end)
		}
		r.add("not", "not", at, end)
		return
	case fold == "cannot":
		r.add("can", part, at, end)
		r.add("not", "not", at, end)
		return
	}
	if rest, ok := strings.CutPrefix(fold, "n'"); ok && rest != "" && r.text.doc.Language == "fr" {
		r.add("ne", part, at, end)
		fold, part = rest, rest
	}
	if base, ok := strings.CutSuffix(fold, "'s"); ok && base != "" && english {
		fold = base
	}
	r.add(initials(fold, part), part, at, end)
}

// initials gives U.S., U.S and US the same form, and not that of "us".
func initials(fold, raw string) string {
	if !strings.Contains(fold, ".") && raw != "US" {
		return fold
	}
	letters := strings.ReplaceAll(fold, ".", "")
	if strings.ContainsFunc(letters, unicode.IsDigit) || strings.Count(fold, ".")+1 < len(letters) {
		return fold
	}
	if letters == "us" {
		return "u.s"
	}
	return letters
}

// uncontracted gives the word that n't was joined to.
func uncontracted(base string) string {
	switch base {
	case "wo":
		return "will"
	case "ca":
		return "can"
	case "sha":
		return "shall"
	}
	return base
}

func (r *supportReader) add(fold, raw string, start, end int) {
	w, word := r.lookup(fold)
	first, _ := utf8.DecodeRuneInString(raw)
	t := supportToken{
		start: int32(start), end: int32(end), word: word, stem: w.stem, next: -1, number: -1, class: w.class,
		stop: w.stop, upper: unicode.IsUpper(first), content: r.content,
	}
	t.digit = strings.ContainsFunc(raw, unicode.IsDigit)
	t.lower = !t.upper && !strings.ContainsFunc(raw, unicode.IsUpper)
	if !w.stop {
		r.content++
	}
	r.text.tokens = append(r.text.tokens, t)
}

// lookup gives what is known about a folded word, and learns it if need be.
func (r *supportReader) lookup(fold string) (supportWord, int32) {
	x := r.index
	if n, ok := x.words[fold]; ok {
		return x.known[n], n
	}
	language := x.doc.Language
	if !r.learns && r.fresh[fold] == 0 {
		r.fresh[fold] = -int32(len(r.fresh)) - 2
	}
	w := supportWord{fold: fold, class: r.text.lexicon.words[fold], stop: isSupportStop(language, fold)}
	stem := fold
	if number, ok := r.text.lexicon.canonical(fold); ok {
		stem, w.stop = number, false
	} else if !w.stop {
		stem = r.stemmer.Stem(fold)
	}
	n, ok := x.stems[stem]
	switch {
	case ok:
	case r.learns:
		n = int32(len(x.stems))
		x.stems[strings.Clone(stem)] = n
	default:
		n = r.fresh[fold]
	}
	w.stem = n
	if !r.learns {
		return w, r.fresh[fold]
	}
	number := int32(len(x.known))
	x.words[fold] = number
	x.known = append(x.known, w)
	return w, number
}

func isSupportStop(language, fold string) bool {
	if terms.Stop(language, fold) {
		return true
	}
	return supportLexiconFor(language) == supportLexicons()["en"] && terms.Stop("en", fold)
}

// link chains the places of each stem and weighs it.
func (x *supportIndex) link() {
	n := len(x.stems)
	x.places, x.counts, x.weights = make([]int32, n), make([]int32, n), make([]float64, n)
	last := make([]int32, n)
	for i := range x.places {
		x.places[i], last[i] = -1, -1
	}
	for i := len(x.tokens) - 1; i >= 0; i-- {
		t := &x.tokens[i]
		t.next = x.places[t.stem]
		x.places[t.stem] = int32(i)
		if last[t.stem] != t.sentence {
			last[t.stem] = t.sentence
			x.counts[t.stem]++
		}
	}
	for i, df := range x.counts {
		x.weights[i] = math.Log(1 + (float64(len(x.sentences))+1)/(float64(df)+.5))
	}
}

// learnNames tells names from other words: they have a capital where no
// sentence begins. A text that has hardly any was put into small letters.
func (x *supportIndex) learnNames() {
	x.named, x.common = make([]bool, len(x.known)), make([]bool, len(x.known))
	inside, upper := 0, 0
	for i := range x.tokens {
		t := &x.tokens[i]
		x.denies = x.denies || t.class&classNegation != 0
		if t.lower {
			x.common[t.word] = true
		}
		if t.opens || t.stop {
			continue
		}
		inside++
		if t.upper {
			upper++
			x.named[t.word] = true
		}
	}
	x.uncased = upper*200 < inside // 1 in 200; news has about 1 in 6
}
