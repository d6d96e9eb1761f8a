package summarize

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/news"
	"dateline/terms"
	"dateline/wire"
)

// maxTopicWords bounds a label that is taken from the bullet's words.
const maxTopicWords = 4

// topic labels a candidate: with its section's heading, or with the name or
// noun in its own words that is said most in its section and in no other
// bullet. "" if there is none.
func (w *work) topic(c *candidate, chosen []*candidate) string {
	if h := w.doc.Sections[c.section].Heading; !h.Empty() {
		return news.Fold(w.doc.Slice(h))
	}
	w.stamp++ // on the words of other bullets
	for _, o := range chosen {
		if o == c {
			continue
		}
		for k := o.first; k <= o.last; k++ {
			for _, t := range w.sentences[k].terms {
				w.words[t.ID].stamp = w.stamp
			}
		}
	}
	best, top := "", 0.0
	for k := c.first; k <= c.last; k++ {
		for _, p := range w.phrases(k) {
			if score := w.topicScore(p, c); score > top {
				best, top = p.text, score
			}
		}
	}
	return best
}

// phrase is a run of names in a sentence, or of up to two content words
// between function words or marks.
type phrase struct {
	text  string
	terms []terms.Term
	tied  bool // a preposition or the like stands before it: "in Syria"
	opens bool // the sentence opens with it
	name  bool
}

// phrases gives the phrases of sentence k that could label it.
func (w *work) phrases(k int) []phrase {
	all := w.sentences[k].terms
	text := w.doc.Slice(w.doc.Sentences[k].Range)
	shouts := strings.ToUpper(text) == text // so that capitals make no name
	var found []phrase
	for i := 0; i < len(all); {
		if all[i].Stop || all[i].Digit {
			i++
			continue
		}
		p, labels := w.phrase(k, i, shouts)
		if labels {
			found = append(found, p)
		}
		i += len(p.terms)
	}
	return found
}

// phrase reads the phrase that begins at word i of sentence k, with a number
// behind a name, and tells whether it could label that; only then it has a text.
func (w *work) phrase(k, i int, shouts bool) (p phrase, labels bool) {
	all, text := w.sentences[k].terms, w.doc.Slice(w.doc.Sentences[k].Range)
	j := runEnd(all, text, i)
	label := func() string { return clean(news.Fold(text[all[i].Start:all[j-1].End])) }
	p = phrase{name: all[i].Upper && !shouts, tied: i > 0 && all[i-1].Stop && (shouts || !all[i-1].Upper), opens: i == 0}
	if p.name && j < len(all) && all[j].Digit && text[all[j-1].End:all[j].Start] == " " && !wire.IsCalendarWord(w.doc.Language, label()) {
		j++ // "Chapter 11"
	}
	p.terms = all[i:j]
	switch {
	case w.isSaying(k, all[i], all[j-1]):
		return p, false
	case p.name && j-i <= maxTopicWords && !w.isAdjective(all, text, j):
		p.text = label()
		return p, true
	case !w.isNoun(p, all, text, j):
		return p, false
	}
	p.text = label()
	return p, utf8.RuneCountInString(p.text) > 3
}

// runEnd gives the end of the run of content words that begins at word i, all
// with a capital or all without.
func runEnd(all []terms.Term, text string, i int) int {
	j := i + 1
	for j < len(all) && !all[j].Stop && !all[j].Digit && all[j].Upper == all[i].Upper && isGap(text[all[j-1].End:all[j].Start]) {
		j++
	}
	return j
}

// isGap reports whether nothing but white space stands between two words; a
// line may break there.
func isGap(between string) bool { return between != "" && strings.TrimSpace(between) == "" }

// isNoun reports whether a run without capitals is likely a noun phrase that
// matters: one or two words between a function word and another or a mark,
// the last of which other sentences have too.
func (w *work) isNoun(p phrase, all []terms.Term, text string, j int) bool {
	last := p.terms[len(p.terms)-1]
	ends := j == len(all) || all[j].Stop || text[last.End:all[j].Start] != " "
	return !p.name && p.tied && ends && len(p.terms) <= 2 && w.words[last.ID].frequency > 1 &&
		w.opensNoun(text, all, j-len(p.terms))
}

// opensNoun reports whether the word before word i is an article or a
// preposition, and word i no verb by its place or ending: "to retire", "after
// claiming".
func (w *work) opensNoun(text string, all []terms.Term, i int) bool {
	return wire.OpensNounPhrase(w.doc.Language, text[all[i-1].Start:all[i-1].End], text[all[i].Start:all[i].End])
}

// isSaying reports whether the words from first to last of sentence k belong
// to its phrase of saying, as the noun does in "nach Angaben von".
func (w *work) isSaying(k int, first, last terms.Term) bool {
	s := &w.doc.Sentences[k]
	verb := s.Attribution.Verb
	return s.Start+int(first.Start) < verb.End && verb.Start < s.Start+int(last.End)
}

// isAdjective reports whether the run that ends before word j goes on in a
// small content word, as "Russian" does in "Russian troops", or is one of
// several that do ("Russian, US troops"). In German, where nouns have
// capitals, that is a verb or participle and tells nothing.
func (w *work) isAdjective(all []terms.Term, text string, j int) bool {
	if j >= len(all) || strings.HasPrefix(w.doc.Language, "de") {
		return false
	}
	next := all[j]
	switch between := text[all[j-1].End:next.Start]; {
	case between == " ":
		return !next.Stop && !next.Upper && !next.Digit
	case between != ", " || !next.Upper:
		return false
	}
	for j < len(all) && all[j].Upper && (text[all[j-1].End:all[j].Start] == " " || all[j].Start == next.Start) {
		j++
	}
	return j < len(all) && text[all[j-1].End:all[j].Start] == " " && !all[j].Stop && !all[j].Digit
}

// clean takes the possessive and outer marks off a label.
func clean(s string) string {
	s = strings.TrimSuffix(strings.TrimSuffix(s, "’s"), "'s")
	return strings.TrimFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' })
}

// topicScore is 0 for what labels nothing: a speaker, a day or another time, a
// word of another bullet. Else it grows with how often the section says it.
func (w *work) topicScore(p phrase, c *candidate) float64 {
	if utf8.RuneCountInString(p.text) < 3 || wire.IsCalendarWord(w.doc.Language, p.text) {
		return 0
	}
	if !p.name || strings.HasPrefix(w.doc.Language, "de") { // where capitals make no name
		for word := range strings.FieldsSeq(p.text) {
			if wire.IsTimeWord(w.doc.Language, clean(word)) {
				return 0
			}
		}
	}
	if p.opens && len(p.terms) == 1 && !w.words[p.terms[0].ID].named {
		return 0 // "Hundreds of", "Theoretically,": a capital by its place alone
	}
	speaker := w.doc.Sentences[c.core].Attribution.Speaker
	if speaker != "" && strings.Contains(speaker, p.text) {
		return 0
	}
	score := 0.0
	for _, t := range p.terms {
		if w.words[t.ID].stamp == w.stamp {
			return 0
		}
		score = max(score, float64(w.words[t.ID].frequency))
	}
	if p.tied {
		score *= 2
	}
	if !p.name {
		score /= 4 // names label best
	}
	if p.opens {
		score /= 2
	}
	return score / float64(1+len(p.terms))
}
