package wire

import (
	"embed"
	"io/fs"
	"path"
	"strings"
	"sync"

	"dateline/terms"
)

//go:embed lexicon/*.txt
var lexiconFiles embed.FS

type set map[string]struct{}

func (s set) has(word string) bool { _, ok := s[word]; return ok }

// phrases are expressions of one or more words.
type phrases struct {
	set  set
	most int // words in the longest
}

func (p *phrases) add(phrase string) {
	if p.set == nil {
		p.set = set{}
	}
	p.set[phrase] = struct{}{}
	p.most = max(p.most, len(strings.Fields(phrase)))
}

// lexicon is what one language's file says; see lexicon/en.txt for the meaning.
type lexicon struct {
	abbreviation, ending           set
	pronoun, helper, link, border  set
	join, article, that, mute, day set
	passive, drops, time           set
	said, free, according, after   phrases
	lean, refers                   phrases
	language                       string
}

// lexicons is all files together: what shape cannot tell is looked up in
// every language, since furniture is often in another one than the news.
type lexicons struct {
	byLanguage map[string]*lexicon
	month      set
	agency     phrases
	furniture  map[Kind]*phrases
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
	all := &lexicons{byLanguage: map[string]*lexicon{}, month: set{}, furniture: map[Kind]*phrases{}}
	for _, k := range []Kind{KindRelated, KindNote, KindCaption, KindByline, KindContact} {
		all.furniture[k] = &phrases{}
	}
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
	sets := map[string]*set{
		"abbreviation": &l.abbreviation, "ending": &l.ending, "pronoun": &l.pronoun,
		"helper": &l.helper, "link": &l.link, "border": &l.border, "month": &all.month,
		"join": &l.join, "article": &l.article, "that": &l.that, "mute": &l.mute, "day": &l.day,
		"passive": &l.passive, "drops": &l.drops, "time": &l.time,
	}
	if s, ok := sets[key]; ok {
		if *s == nil {
			*s = set{}
		}
		return func(item string) { (*s)[item] = struct{}{} }
	}
	lists := map[string]*phrases{
		"said": &l.said, "free": &l.free, "according": &l.according, "after": &l.after, "lean": &l.lean, "refers": &l.refers,
		"agency": &all.agency, "related": all.furniture[KindRelated], "note": all.furniture[KindNote],
		"caption": all.furniture[KindCaption], "byline": all.furniture[KindByline], "contact": all.furniture[KindContact],
	}
	list, ok := lists[key]
	if !ok {
		panic("lexicon: unknown list " + key) // a programmer's error, found by every test
	}
	return list.add
}

// foldPhrase folds each word of a phrase and the space between them.
func foldPhrase(s string) string {
	words := strings.Fields(s)
	for i, w := range words {
		words[i] = terms.Fold(w)
	}
	return strings.Join(words, " ")
}

// IsCalendarWord reports whether every word of s is a month or a day of the
// week, or the like ("yesterday"), in the language.
func IsCalendarWord(language, s string) bool {
	l := lexiconFor(language)
	for w := range strings.FieldsSeq(s) {
		w = strings.TrimSuffix(terms.Fold(w), ".")
		if !l.day.has(w) && !allLexicons().month.has(w) {
			return false
		}
	}
	return s != ""
}
