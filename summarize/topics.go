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
	elsewhere := map[uint32]bool{}
	for _, o := range chosen {
		if o == c {
			continue
		}
		for k := o.first; k <= o.last; k++ {
			for _, t := range w.sentences[k].terms {
				elsewhere[t.ID] = true
			}
		}
	}
	best, top := "", 0.0
	for k := c.first; k <= c.last; k++ {
		for _, p := range w.phrases(k) {
			if score := w.topicScore(p, c, elsewhere); score > top {
				best, top = p.text, score
			}
		}
	}
	return best
}

// phrase is a run of names, or of nouns behind an article, in a sentence.
type phrase struct {
	text  string
	terms []terms.Term
	tied  bool // a preposition or the like stands before it: "in Syria"
	opens bool // the sentence opens with it
	name  bool
}

// phrases gives the runs of words with a capital in sentence k.
func (w *work) phrases(k int) []phrase {
	all := w.sentences[k].terms
	text := w.doc.Slice(w.doc.Sentences[k].Range)
	var found []phrase
	for i := 0; i < len(all); {
		j := i
		for j < len(all) && all[j].Upper && !all[j].Stop && (j == i || text[all[j-1].End:all[j].Start] == " ") {
			j++
		}
		if j == i {
			i++
			continue
		}
		if j-i <= maxTopicWords && !w.isAdjective(all, text, j) && !w.isSaying(k, all[i], all[j-1]) {
			found = append(found, phrase{
				text: clean(text[all[i].Start:all[j-1].End]), terms: all[i:j], name: true,
				tied: i > 0 && all[i-1].Stop && !all[i-1].Upper, opens: i == 0,
			})
		}
		i = j
	}
	return found
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

// topicScore is 0 for what labels nothing: a speaker, a day, a word of
// another bullet. Else it grows with how often the section says it.
func (w *work) topicScore(p phrase, c *candidate, elsewhere map[uint32]bool) float64 {
	if utf8.RuneCountInString(p.text) < 3 || wire.IsCalendarWord(w.doc.Language, p.text) {
		return 0
	}
	if p.opens && len(p.terms) == 1 && !w.named[p.terms[0].ID] {
		return 0 // "Hundreds of", "Theoretically,": a capital by its place alone
	}
	speaker := w.doc.Sentences[c.core].Attribution.Speaker
	if speaker != "" && strings.Contains(speaker, p.text) {
		return 0
	}
	score := 0.0
	for _, t := range p.terms {
		if elsewhere[t.ID] {
			return 0
		}
		score = max(score, float64(w.frequency[t.ID]))
	}
	if p.tied {
		score *= 2
	}
	if p.opens {
		score /= 2
	}
	return score / float64(1+len(p.terms))
}
