package terms

import (
	"slices"
	"unicode"
	"unicode/utf8"
)

// maxQueryWords is how many words of a query are looked at.
const maxQueryWords = 32

// Query turns words that a person typed into groups of index terms for
// [news.Listing]: each group must occur, by any one of its terms. A group is
// for one word, or one part of a word with hyphens, and holds what [Index]
// may have made of it in any language: the distinct stems and the folded
// word itself.
//
// Function words of any language are left out, unless there is nothing else.
// A word that English news are about although another language has it for a
// function word (war, son) stays, unless the rest of the query has function
// words of that language. At most 32 words count, of each the first 64 bytes.
func Query(words string) [][]string {
	all := units(words)
	kept := slices.DeleteFunc(slices.Clone(all), func(u unit) bool { return u.dropped(all) })
	if len(kept) == 0 {
		kept = all
	}
	var groups [][]string
	for _, u := range kept {
		groups = append(groups, u.groups()...)
	}
	return groups
}

// A unit is one word of a query, or one part of a word with hyphens.
type unit struct {
	word      string
	joined    string // the whole word without its hyphen, "" if it has none
	functions mask   // the languages in which it is a function word
}

func units(words string) []unit {
	var all []unit
	for start, end := range Words(words) {
		split, joined := pieces(words[start:end])
		for _, word := range split {
			if len(all) == maxQueryWords {
				return all
			}
			word = head(word, maxWord)
			all = append(all, unit{word: word, joined: head(joined, maxWord), functions: functions(word)})
		}
	}
	return all
}

// functions gives the languages in which word is a function word.
func functions(word string) mask {
	masks := stopMasks()
	folded := Fold(word)
	m := masks.At(folded) | masks.At(foldIn(turkish, word))&maskTR |
		masks.At(unelide(french, folded))&maskFR | masks.At(unelide(italian, folded))&maskIT
	return m &^ maskOther
}

// dropped reports whether a query does without u.
func (u unit) dropped(all []unit) bool {
	if u.functions == 0 || isAcronym(u.word) {
		return false
	}
	if !isEnglishNews(Fold(u.word)) {
		return true
	}
	return slices.ContainsFunc(all, func(o unit) bool { return o.functions&u.functions != 0 && o.functions&maskEN == 0 && o.word != u.word })
}

// isEnglishNews reports whether a function word of another language is an
// English word that news are about.
func isEnglishNews(word string) bool {
	switch word {
	case "war", "men", "man", "son", "sin", "era", "ten", "van", "hat", "sue", "bin", "prima":
		return true
	}
	return false
}

// groups gives a group of terms for u, several for a number in parts.
func (u unit) groups() [][]string {
	if folded := Fold(u.word); isNumber(folded) {
		var groups [][]string
		for _, n := range numberTerms(folded) {
			groups = append(groups, []string{n})
		}
		return groups
	}
	group := alternatives(nil, u.word)
	if u.joined != "" {
		group = alternatives(group, u.joined)
	}
	if len(group) == 0 {
		return nil
	}
	return [][]string{group}
}

// alternatives appends what [Index] may have made of a word in any language.
// Of a word in parts (o'brien, dateline.org) the longest part has to do.
func alternatives(group []string, word string) []string {
	add := func(stem string) {
		if term := longest(plainParts(stem)); term != "" && !slices.Contains(group, term) {
			group = append(group, term)
		}
	}
	for _, language := range stemLanguages(word) {
		add(Stem(language, plain(language, foldIn(language, word))))
	}
	add(plain("", Fold(word)))
	return group
}

// longest gives the longest of the parts, the last of those of one length.
func longest(parts []string) string {
	best := ""
	for _, p := range parts {
		if utf8.RuneCountInString(p) >= utf8.RuneCountInString(best) {
			best = p
		}
	}
	return best
}

// stemLanguages gives the languages with stems in the scripts of word.
func stemLanguages(word string) []string {
	var languages []string
	if containsOf(word, unicode.Latin) {
		languages = []string{english, "de", french, "es", italian, "nl", polish, "pt", turkish, "da", "fi", "hu", "no", "ro", "sv"}
	}
	if containsOf(word, unicode.Cyrillic) {
		languages = append(languages, "ru", ukrainian)
	}
	return languages
}

func containsOf(word string, script *unicode.RangeTable) bool {
	for _, r := range word {
		if unicode.Is(script, r) {
			return true
		}
	}
	return false
}
