package terms

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Term is one word of a text, as the summarizer needs it.
type Term struct {
	ID         uint32 // of its stem, dense from 0 in one vocabulary
	Start, End uint32 // byte range in the text
	Upper      bool   // it starts with a capital
	Digit      bool   // it has a digit
	Stop       bool   // it is a function word
}

// A Vocabulary numbers the stems of one dispatch. Made once and [Vocabulary.Reset]
// for each dispatch, it keeps what it knows about words, up to a bound, so
// that in bulk nearly no word is stemmed twice. It belongs to one goroutine.
type Vocabulary struct {
	lexicons map[string]*lexicon
	lexicon  *lexicon
	scanner  scanner
	stems    []uint32 // by ID: the stem's number in the lexicon
}

// Bounds of what a vocabulary keeps between dispatches.
const (
	maxEntries  = 1 << 16
	maxLexicons = 16
	firstWords  = 512 // of a dispatch of 4 KB: room is made for them at once

	bytesPerWord = 8 // more than there are in most texts
)

// A lexicon is what is known about the words of one language.
type lexicon struct {
	language string
	in       mask
	masks    *Table[mask]
	stems    rules
	entries  Table[entry]      // by the word as it stands in the text
	numbers  map[string]uint32 // by the stem
	known    []known           // by number
	run      uint32            // counts the dispatches
}

// known is what is known about a stem.
type known struct {
	stem string
	run  uint32 // the dispatch that it was last seen in
	id   uint32 // its number there
}

// An entry is what is known about one word.
type entry struct {
	stem               uint32
	upper, digit, stop bool
}

// NewVocabulary gives an empty vocabulary of a language (BCP 47).
func NewVocabulary(language string) *Vocabulary {
	v := &Vocabulary{lexicons: map[string]*lexicon{}, scanner: newScanner("")}
	v.Reset(language)
	return v
}

// Reset empties the vocabulary for the next dispatch, in any language: its
// numbers start at 0 again.
func (v *Vocabulary) Reset(language string) {
	language = base(language)
	l := v.lexicons[language]
	if l == nil || l.entries.Len() > maxEntries || l.run == math.MaxUint32 {
		if len(v.lexicons) >= maxLexicons {
			clear(v.lexicons)
		}
		l = newLexicon(language)
		v.lexicons[language] = l
	}
	l.run++
	v.lexicon = l
	v.stems = v.stems[:0]
}

func newLexicon(language string) *lexicon {
	language = strings.Clone(language)
	return &lexicon{
		language: language, in: maskOf(language), masks: stopMasks(), stems: newRules(language),
		numbers: make(map[string]uint32, firstWords),
		known:   make([]known, 0, firstWords),
	}
}

// Len gives the number of distinct stems since the last reset: every ID is
// less.
func (v *Vocabulary) Len() int { return len(v.stems) }

// Stem gives the stem that has this number.
func (v *Vocabulary) Stem(id uint32) string { return v.lexicon.known[v.stems[id]].stem }

// Terms appends the words of text to dst, in order. A dispatch may be given
// in pieces: the numbers go on. A text may have up to 4 GB.
func (v *Vocabulary) Terms(dst []Term, text string) []Term {
	dst = slices.Grow(dst, len(text)/bytesPerWord)
	v.scanner.reset(text)
	for {
		start, end, ok := v.scanner.next()
		if !ok {
			v.scanner.reset("")
			return dst
		}
		dst = append(dst, v.term(text, uint32(start), uint32(end)))
	}
}

// SpanTerms does what [Vocabulary.Terms] does where the words of text are
// known already, as [AppendSpans] gives them.
func (v *Vocabulary) SpanTerms(dst []Term, text string, words []Span) []Term {
	first := len(dst)
	dst = slices.Grow(dst, len(words))[:first+len(words)]
	added := dst[first:]
	for i, w := range words {
		t, e := &added[i], v.lexicon.entry(text[w.Start:w.End])
		t.ID, t.Start, t.End = v.number(e.stem), w.Start, w.End
		t.Upper, t.Digit, t.Stop = e.upper, e.digit, e.stop
	}
	return dst
}

func (v *Vocabulary) term(text string, start, end uint32) Term {
	e := v.lexicon.entry(text[start:end])
	return Term{ID: v.number(e.stem), Start: start, End: end, Upper: e.upper, Digit: e.digit, Stop: e.stop}
}

// number gives the ID of a stem.
func (v *Vocabulary) number(stem uint32) uint32 {
	k := &v.lexicon.known[stem]
	if k.run != v.lexicon.run {
		k.run = v.lexicon.run
		k.id = uint32(len(v.stems))
		v.stems = append(v.stems, stem)
	}
	return k.id
}

// entry gives what is known about a word, good until the next one is learned,
// and learns it first if need be.
func (l *lexicon) entry(word string) *entry {
	if e := l.entries.look(word); e != nil {
		return e
	}
	return l.enter(word)
}

func (l *lexicon) enter(word string) *entry {
	key := strings.Clone(head(word, maxWord)) // a word kept must not keep its whole text
	e := l.learn(key)
	if len(key) == len(word) {
		l.entries.Put(key, e)
	}
	return &e
}

func (l *lexicon) learn(word string) entry {
	folded := foldIn(l.language, word)
	first, _ := utf8.DecodeRuneInString(word)
	e := entry{
		upper: unicode.IsUpper(first),
		digit: strings.ContainsFunc(word, unicode.IsDigit),
		stop:  !isAcronym(word) && isStop(l.masks, l.language, l.in, folded),
	}
	e.stem = l.number(l.name(word, folded, e.stop))
	return e
}

// name gives what a word is numbered by: its stem. A function word is its own.
func (l *lexicon) name(word, folded string, stop bool) string {
	switch {
	case stop:
		return folded
	case isAcronym(word):
		return strings.ReplaceAll(word, ".", "") // in capitals, apart from the function word
	}
	return l.stems.stem(plain(l.language, folded))
}

// number gives the number of a stem in the lexicon.
func (l *lexicon) number(stem string) uint32 {
	number, ok := l.numbers[stem]
	if !ok {
		number = uint32(len(l.known))
		l.numbers[stem] = number
		l.known = append(l.known, known{stem: stem})
	}
	return number
}
