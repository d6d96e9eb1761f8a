package wire

import (
	"embed"
	"io/fs"
	"math/bits"
	"path"
	"strings"
	"sync"

	"dateline/terms"
)

//go:embed lexicon/*.txt
var lexiconFiles embed.FS

type set map[string]struct{}

func (s set) has(word string) bool { _, ok := s[word]; return ok }

// hasFold folds the word first.
func (s set) hasFold(word string) bool {
	var buf [64]byte
	_, ok := s[string(terms.AppendFold(buf[:0], word))]
	return ok
}

// hasPhrase folds the words of the phrase first.
func (s set) hasPhrase(phrase string) bool {
	var buf [64]byte
	_, ok := s[string(appendPhrase(buf[:0], phrase))]
	return ok
}

// phrases are expressions of one or more words.
type phrases struct {
	set   set
	most  int              // words in the longest
	reach terms.Table[int] // by first word: words in the longest that opens with it
}

func (p *phrases) add(phrase string) {
	if p.set == nil {
		p.set = set{}
	}
	p.set[phrase] = struct{}{}
	first, _, _ := strings.Cut(phrase, " ")
	words := len(strings.Fields(phrase))
	p.reach.Put(first, max(words, p.reach.At(first)))
	p.most = max(p.most, words)
}

// class is what a lexicon knows about one word: the lists that it is in, and
// the lists of phrases that it opens one of.
type class uint64

// The lists of words, by their keys in the files.
const (
	isAbbreviation class = 1 << iota
	isEnding
	isNumbered
	isCapital
	isYear
	isPronoun
	isHelper
	isLink
	isBorder
	isJoin
	isArticle
	isThat
	isMute
	isDay
	isPassive
	isTime
	isPreposition
	isMonth
	isMarked
	isLeading
	isFinite
	isQuestion
	isPerson
	isAs
	isClosing
	isAnd
	isAddressee
	isInfinitive
	opensClause
	isKept
	opensSaid
	opensFree
	opensAccording
	opensAfter
	opensLean
	opensRefers
	opensBound
	opensHalfway
	isSaid // a phrase of the list said by itself
)

// lexicon is what one language's file says; see lexicon/en.txt for the meaning.
type lexicon struct {
	language string
	words    terms.Table[class]
	drops    bool         // it leaves out pronouns that are subjects
	inverts  bool         // it hangs them on the verb: "explique-t-il"
	genitive bool         // an article can tie a noun to the one before: "Sprecher des Zoos"
	final    bool         // its verb stands at the end
	ordinals bool         // it writes ordinal numbers with a full stop
	finite   []string     // endings that are seldom other than a finite verb's
	lists    [64]*phrases // by the bit of the list; nil where the language has none
}

// phrases gives a list of phrases, nil if the language has none.
func (l *lexicon) phrases(list class) *phrases { return l.lists[bits.TrailingZeros64(uint64(list))] }

// has reports whether a folded word is in one of the lists.
func (l *lexicon) has(word string, lists class) bool { return l.words.At(word)&lists != 0 }

// hasFold reports it of a word that is folded first.
func (l *lexicon) hasFold(word string, lists class) bool {
	return l.words.AtFold(word)&lists != 0
}

// add puts a folded word into lists.
func (l *lexicon) add(word string, lists class) { l.words.Put(word, l.words.At(word)|lists) }

// lexicons is all files together: what shape cannot tell is looked up in
// every language, since furniture is often in another one than the news.
type lexicons struct {
	byLanguage map[string]*lexicon
	month      terms.Table[bool] // of all languages, for datelines
	slug       set               // what is no place although it stands where one would
	agency     phrases
	furniture  phrases           // that furniture opens with
	kinds      map[string]uint16 // by phrase: the kinds of furniture, a bit each
	opening    terms.Table[bool] // first words of those phrases
	tail       phraseIndex       // what stands in lines below the news
}

var allLexicons = sync.OnceValue(readLexicons)

func lexiconFor(language string) *lexicon {
	base, _, _ := strings.Cut(strings.ToLower(language), "-")
	all := allLexicons().byLanguage
	if l, ok := all[base]; ok {
		return l
	}
	return all["en"]
}

func readLexicons() *lexicons {
	all := &lexicons{byLanguage: map[string]*lexicon{}, slug: set{}, kinds: map[string]uint16{}}
	files, err := fs.Glob(lexiconFiles, "lexicon/*.txt")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	for _, file := range files {
		data, err := lexiconFiles.ReadFile(file)
		if err != nil {
			panic(err) // embedded
		}
		all.read(strings.TrimSuffix(path.Base(file), ".txt"), string(data))
	}
	return all
}

func (all *lexicons) read(name, data string) {
	l := &lexicon{language: name}
	if name != "agencies" {
		all.byLanguage[name] = l
	}
	for row := range strings.Lines(data) {
		key, items, ok := strings.Cut(strings.TrimSpace(row), ":")
		if !ok || strings.HasPrefix(key, "#") {
			continue
		}
		add := all.adder(l, key)
		for item := range strings.SplitSeq(items, ",") {
			if item = foldPhrase(item); item != "" {
				add(item)
			}
		}
	}
}

// adder gives what takes the items of one key.
func (all *lexicons) adder(l *lexicon, key string) func(string) {
	switch key {
	case "month":
		return func(item string) {
			all.month.Put(item, true)
			l.add(item, isMonth)
		}
	case "slug":
		return func(item string) { all.slug[item] = struct{}{} }
	case "agency":
		return all.agency.add
	case "tail":
		return all.tail.add
	case "finite":
		return l.addFinite
	case "drops":
		return func(string) { l.drops = true }
	case "inverts":
		return func(string) { l.inverts = true }
	case "final":
		return func(string) { l.final = true }
	case "genitive":
		return func(string) { l.genitive = true }
	case "ordinals":
		return func(string) { l.ordinals = true }
	}
	if list, ok := wordLists()[key]; ok {
		return func(item string) { l.add(item, list) }
	}
	if list, ok := phraseLists()[key]; ok {
		return func(item string) { l.addPhrase(list, item) }
	}
	kind, ok := furnitureLists()[key]
	if !ok {
		panic("lexicon: unknown list " + key) // a programmer's error, found by every test
	}
	return func(item string) { all.addOpening(kind, item) }
}

func wordLists() map[string]class {
	return map[string]class{
		"abbreviation": isAbbreviation, "ending": isEnding,
		"numbered": isNumbered, "capital": isCapital, "year": isYear, "pronoun": isPronoun, "helper": isHelper, "link": isLink,
		"border": isBorder, "join": isJoin, "article": isArticle, "that": isThat, "mute": isMute, "day": isDay,
		"passive": isPassive, "time": isTime, "preposition": isPreposition, "marked": isMarked, "leading": isLeading, "question": isQuestion, "person": isPerson, "as": isAs, "closing": isClosing, "clause": opensClause, "kept": isKept, "and": isAnd, "addressee": isAddressee, "infinitive": isInfinitive,
	}
}

func phraseLists() map[string]class {
	return map[string]class{
		"said": opensSaid, "free": opensFree, "according": opensAccording, "after": opensAfter, "lean": opensLean, "refers": opensRefers,
		"bound": opensBound, "halfway": opensHalfway,
	}
}

func furnitureLists() map[string]Kind {
	return map[string]Kind{
		"related": KindRelated, "note": KindNote, "caption": KindCaption, "byline": KindByline, "contact": KindContact,
	}
}

// addFinite adds a finite verb, or behind a hyphen the ending of one.
func (l *lexicon) addFinite(item string) {
	if end, ok := strings.CutPrefix(item, "-"); ok {
		l.finite = append(l.finite, end)
		return
	}
	l.add(item, isFinite)
}

// addPhrase adds a phrase, and notes of its first word that it opens one.
func (l *lexicon) addPhrase(list class, phrase string) {
	p := &l.lists[bits.TrailingZeros64(uint64(list))]
	if *p == nil {
		*p = &phrases{}
	}
	(*p).add(phrase)
	first, _, more := strings.Cut(phrase, " ")
	if list == opensSaid && !more {
		list |= isSaid
	}
	l.add(first, list)
}

// addOpening adds a phrase that furniture of the kind opens with.
func (all *lexicons) addOpening(k Kind, phrase string) {
	all.furniture.add(phrase)
	all.kinds[phrase] |= 1 << k
	first, _, _ := strings.Cut(phrase, " ")
	all.opening.Put(first, true)
}

// foldPhrase folds each word of a phrase and the space between them.
func foldPhrase(s string) string {
	return string(appendPhrase(make([]byte, 0, len(s)+1), s))
}

// appendPhrase appends what foldPhrase gives to dst, which is empty.
func appendPhrase(dst []byte, s string) []byte {
	for w := range strings.FieldsSeq(s) {
		dst = terms.AppendFold(append(dst, ' '), w)
	}
	return dst[min(len(dst), 1):]
}

// IsCalendarWord reports whether every word of s is a month or a day of the
// week, or the like ("yesterday"), in the language.
func IsCalendarWord(language, s string) bool {
	l := lexiconFor(language)
	for w := range strings.FieldsSeq(s) {
		w = strings.TrimSuffix(terms.Fold(w), ".")
		if !l.has(w, isDay|isMonth) {
			return false
		}
	}
	return s != ""
}

// IsTimeWord reports whether a word is a stretch of time in the language, or
// several: "week", "Jahren".
func IsTimeWord(language, word string) bool {
	l, folded := lexiconFor(language), terms.Fold(word)
	for _, plural := range [...]string{"", "s", "n", "e", "en"} {
		if bare, ok := strings.CutSuffix(folded, plural); ok && l.has(bare, isTime) {
			return true
		}
	}
	return false
}

// OpensNounPhrase reports whether a word is an article or a preposition in the
// language, and the next one behind it no verb by that place or its ending:
// "to retire", "after claiming".
func OpensNounPhrase(language, word, next string) bool {
	l, folded := lexiconFor(language), terms.Fold(word)
	switch {
	case l.has(folded, isInfinitive):
		return false
	case l.language == "en" && !l.has(folded, isArticle) && (strings.HasSuffix(next, "ing") || strings.HasSuffix(next, "ed")):
		return false
	}
	return l.has(folded, isArticle|isPreposition|isJoin)
}
