package terms

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/news"
)

// Index gives the words by which a dispatch is found: folded, stop words left
// out, stemmed by the rules of the language (see [Stem]), in the text's
// order. A term is made of letters, marks and digits only, so that no
// database splits it further: Nagorno-Karabakh gives two, 1,000 gives 1000,
// 3.5 gives 3 and 5, U.S. gives us. co-operation gives cooperation as well.
// Of a longer word the first 64 bytes count.
//
// For many texts an [Indexer] does the same faster.
func Index(language, text string) news.IndexTerms { return NewIndexer().Index(language, text) }

// Bounds of what an indexer remembers, in words and in languages.
const (
	maxIndexed = 1 << 15
	maxTongues = 8
)

// An Indexer makes index terms and remembers those of each word, up to a
// bound, for the next text. It belongs to one goroutine.
type Indexer struct{ tongues map[string]*tongue }

// NewIndexer gives an indexer for texts in any language.
func NewIndexer() *Indexer { return &Indexer{tongues: map[string]*tongue{}} }

// Index does what the function [Index] does.
func (x *Indexer) Index(language, text string) news.IndexTerms {
	g := x.tongue(base(language))
	s := newScanner(text)
	var out strings.Builder
	out.Grow(len(text) * 3 / 4)
	for {
		start, end, ok := s.next()
		if !ok {
			return news.IndexTerms{Version: Version, Text: out.String()}
		}
		g.write(&out, text[start:end])
	}
}

func (x *Indexer) tongue(language string) *tongue {
	g := x.tongues[language]
	if g != nil && len(g.terms) < maxIndexed {
		return g
	}
	if len(x.tongues) >= maxTongues {
		clear(x.tongues)
	}
	language = strings.Clone(language)
	g = &tongue{language: language, in: maskOf(language), masks: stopMasks(), stems: newRules(language), terms: map[string]string{}}
	x.tongues[language] = g
	return g
}

// A tongue is one language of an indexer.
type tongue struct {
	language string
	in       mask
	masks    *Table[mask]
	stems    rules
	terms    map[string]string // by word: its terms with a space after each
}

func (g *tongue) write(out *strings.Builder, word string) {
	terms, ok := g.terms[word]
	if !ok {
		terms = strings.Join(g.index(word), " ")
		if len(word) <= maxWord {
			g.terms[strings.Clone(word)] = terms // a word kept must not keep its whole text
		}
	}
	if terms == "" {
		return
	}
	if out.Len() > 0 {
		out.WriteByte(' ')
	}
	out.WriteString(terms)
}

// index gives the terms of one word, none for a stop word.
func (g *tongue) index(word string) []string {
	var terms []string
	split, joined := pieces(word)
	for _, piece := range split {
		terms = append(terms, g.piece(piece)...)
	}
	if joined != "" {
		terms = append(terms, g.piece(joined)...)
	}
	return terms
}

// piece gives the terms of a word without hyphens: its stem, in parts where
// something stands between its letters.
func (g *tongue) piece(piece string) []string {
	folded := foldIn(g.language, head(piece, maxWord))
	if !isAcronym(piece) && isStop(g.masks, g.language, g.in, folded) {
		return nil
	}
	if isNumber(folded) {
		return numberTerms(folded)
	}
	return plainParts(g.stems.stem(plain(g.language, folded)))
}

// pieces splits a word at its hyphens. Where a short first piece may as well
// be written without hyphen it gives that too: co, operation and cooperation.
func pieces(word string) (split []string, joined string) {
	if !strings.ContainsFunc(word, isHyphen) {
		return []string{word}, ""
	}
	split = strings.FieldsFunc(word, isHyphen)
	if len(split) == 2 && isPrefix(split[0]) && isLetters(split[1]) {
		joined = split[0] + split[1]
	}
	return split, joined
}

func isHyphen(r rune) bool { return r == '-' || r == '\u2010' || r == '\u2011' }

// longestPrefix is the longest first part, in letters, of a word that is
// written with and without a hyphen (inter-state).
const longestPrefix = 5

func isPrefix(piece string) bool {
	return utf8.RuneCountInString(piece) <= longestPrefix && isLetters(piece)
}

func isLetters(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
}

// isAcronym reports whether a word in capitals is a name although it folds
// to a stop word.
func isAcronym(word string) bool {
	switch word {
	case "US", "U.S", "U.S.", "WHO":
		return true
	}
	return false
}

// isNumber reports whether a folded word is digits with points and commas.
func isNumber(word string) bool {
	return !strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsDigit(r) && r != '.' && r != ',' })
}

// numberTerms takes thousands together (1,000 and 1.000 are 1000), and splits
// elsewhere.
func numberTerms(number string) []string {
	groups := strings.FieldsFunc(number, func(r rune) bool { return r == '.' || r == ',' })
	for i, g := range groups {
		if i > 0 && utf8.RuneCountInString(g) != 3 {
			return groups
		}
	}
	return []string{strings.Join(groups, "")}
}

// plain takes the points out of initials, and the apostrophe out of a
// Ukrainian word, where it only says how to speak it.
func plain(language, word string) string {
	if language == ukrainian {
		word = strings.ReplaceAll(word, "'", "")
	}
	if isInitials(word) {
		word = strings.ReplaceAll(word, ".", "")
	}
	return word
}

// isInitials reports whether word is single letters with points between them.
func isInitials(word string) bool {
	letters := 0
	for _, r := range word {
		if r == '.' {
			letters = 0
		} else if letters++; letters > 1 || !unicode.IsLetter(r) {
			return false
		}
	}
	return strings.IndexByte(word, '.') > 0
}

// plainParts splits a stem at all that is no letter, mark or digit. A single
// letter left by that says nothing.
func plainParts(stem string) []string {
	if !strings.ContainsFunc(stem, isBreak) {
		return []string{stem}
	}
	parts := strings.FieldsFunc(stem, isBreak)
	long := parts[:0]
	for _, p := range parts {
		if utf8.RuneCountInString(p) > 1 {
			long = append(long, p)
		}
	}
	return long
}

func isBreak(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsNumber(r) }
