package summarize

import (
	"strings"
	"unicode"

	"dateline/news"
	"dateline/wire"
)

// candidate is what can become a bullet: one sentence, or two or three that
// belong together.
type candidate struct {
	first, last int // indexes of its first and last sentence; all between belong to it
	core        int // the sentence it is about
	section     int
	subject     int // its section, or its topic where the dispatch has no headings
	words       int
	long        bool       // longer than a bullet should be
	cut         wire.Range // what is left out of the core sentence; empty for nothing
	central     float64    // centrality of the core sentence
	score       float64
}

// Lengths in words, from the editorial rules: about 25 a bullet, 40 at most
// unless a quotation needs more.
const (
	fewestWords = 4
	idealWords  = 25
	mostWords   = 40
	mostQuoted  = 70
	mostLead    = 60  // of the first sentence of a dispatch that cannot be shortened: it is the news
	mostAlone   = 100 // of a single sentence, where nothing shorter tells of its section
)

// collect makes the candidates. A sentence that needs a neighbour comes with
// it; one that cannot stand alone even so makes none.
func (w *work) collect() {
	for i := range w.doc.Sentences {
		c, ok := w.candidate(i)
		if w.introducesList(i) {
			c, ok = w.list(i)
		}
		if ok {
			w.candidates = append(w.candidates, c)
		}
	}
}

// introducesList reports whether sentence i announces the items behind it.
func (w *work) introducesList(i int) bool {
	return w.announces(i) && i+1 < len(w.doc.Sentences) && w.doc.Sentences[i+1].Listed && !w.doc.Sentences[i].Listed
}

// list makes one candidate of the sentence that announces a list and as many
// of its first items as a bullet can hold.
func (w *work) list(i int) (candidate, bool) {
	s := &w.doc.Sentences[i]
	c := candidate{first: i, last: i, core: i, section: s.Section, subject: w.sentences[i].subject}
	for k := i + 1; k < len(w.doc.Sentences) && k-i < news.MaxEvidence && w.doc.Sentences[k].Listed; k++ {
		longer := c
		longer.last = k
		if w.measure(&longer); longer.long && k > i+1 {
			break
		}
		c = longer
	}
	w.measure(&c)
	return c, !s.Leans && !s.Unbalanced && w.isWhole(c) && c.words <= mostQuoted
}

// inList reports whether sentence i is an item of a list that a sentence
// announces, and so does not stand without it.
func (w *work) inList(i int) bool { return w.doc.Sentences[i].Listed && w.announced }

func (w *work) candidate(i int) (candidate, bool) {
	s := &w.doc.Sentences[i]
	c := candidate{first: i, last: i, core: i, section: s.Section, subject: w.sentences[i].subject}
	w.announced = s.Listed && (w.announced || i > 0 && w.announces(i-1))
	if w.sentences[i].words < fewestWords || w.announces(i) || w.inList(i) || w.isNobodys(i) || w.isAside(i) {
		return c, false
	}
	switch s.Attribution.Neighbour {
	case 1:
		c.last = i + 1
	case -1:
		c.first = i - 1
	}
	for n := 1; w.leans(c.first); n++ {
		if c.first == 0 || n >= news.MaxEvidence || !w.joins(c.first-1, s) || !w.namesWhom(c.first) {
			return c, false
		}
		c.first--
	}
	if c.last-c.first >= news.MaxEvidence {
		return c, false
	}
	w.measure(&c)
	if c.long {
		w.shorten(&c)
	}
	c.long = c.long && (c.core > 0 || c.words > mostLead)
	return c, w.isWhole(c) && (c.words <= mostQuoted || c.first == c.last && c.words <= mostAlone)
}

// leans reports whether sentence k needs the one before it: its first word
// points back, its speaker is a pronoun for nobody who is known, or it only
// says who spoke.
func (w *work) leans(k int) bool {
	s := &w.doc.Sentences[k]
	return s.Leans || s.Attribution.Pronoun && s.Attribution.Speaker == "" || w.isAnswer(k)
}

// isWhole reports whether no quotation is cut in the candidate's sentences.
func (w *work) isWhole(c candidate) bool {
	for k := c.first; k <= c.last; k++ {
		if w.doc.Sentences[k].Unbalanced {
			return false
		}
	}
	return true
}

// isAside reports whether sentence i stands in brackets as a whole, or has
// markup in it: an order to the desk or to a machine.
func (w *work) isAside(i int) bool {
	s := w.doc.Slice(w.doc.Sentences[i].Range)
	if strings.HasPrefix(s, "(") && strings.HasSuffix(strings.TrimRight(s, "."), ")") && strings.Count(s, "(") == 1 {
		return true
	}
	if isCredit(s) {
		return true
	}
	for rest := s; ; {
		at := strings.IndexByte(rest, '<')
		if at < 0 || at+2 >= len(rest) {
			return false
		}
		rest = rest[at+1:]
		name := strings.TrimPrefix(rest, "/")
		if end := strings.IndexByte(rest, '>'); end > 0 && name[0] >= 'a' && name[0] <= 'z' || strings.HasPrefix(name, "P>") {
			return true
		}
	}
}

// isCredit reports whether a sentence only names who owns or made something:
// a few words in capitals, or a line of copyright.
func isCredit(s string) bool {
	const most = 6 // words
	if strings.Contains(s, "©") || strings.Contains(s, "yright by ") && strings.Contains(s, "opyright by ") || strings.Contains(s, "COPYRIGHT BY ") {
		return true // the first y is rarer than an o
	}
	return strings.IndexFunc(s, unicode.IsLower) < 0 && strings.IndexFunc(s, unicode.IsUpper) >= 0 && len(strings.Fields(s)) <= most && !strings.ContainsAny(s, "\"“«„0123456789")
}

// isNobodys reports whether sentence i is a quotation and nothing more, and
// nothing near it says whose.
func (w *work) isNobodys(i int) bool {
	s := &w.doc.Sentences[i]
	return w.sentences[i].quoted*10 >= (s.End-s.Start)*9 && !s.Attribution.Found()
}

// announces reports whether sentence i only introduces what follows it.
func (w *work) announces(i int) bool {
	return strings.HasSuffix(w.doc.Slice(w.doc.Sentences[i].Range), ":")
}

// isAnswer reports whether sentence i says who spoke a quotation before it,
// without one of its own: it tells nothing alone.
func (w *work) isAnswer(i int) bool {
	return i > 0 && w.doc.Sentences[i-1].Attribution.Neighbour == 1 && w.sentences[i].words <= 12 && w.sentences[i].quoted == 0 &&
		w.doc.Sentences[i].Attribution.Found()
}

// namesWhom reports whether the sentence before k can tell whom the pronoun
// that k opens with stands for: for one person, it has to name one.
func (w *work) namesWhom(k int) bool {
	if !w.doc.Sentences[k].LeansOnPerson {
		return true
	}
	for _, t := range w.sentences[k-1].terms {
		if w.words[t.ID].person {
			return true
		}
	}
	return false
}

// joins reports whether sentence k may come along with s.
func (w *work) joins(k int, s *wire.Sentence) bool {
	before := &w.doc.Sentences[k]
	return before.Section == s.Section && !before.Unbalanced && !before.Listed && s.Paragraph-before.Paragraph <= 1
}

// measure counts the candidate's words and tells whether they are too many.
func (w *work) measure(c *candidate) {
	c.words = 0
	quoted := 0
	for k := c.first; k <= c.last; k++ {
		c.words += w.sentences[k].words
		quoted += w.sentences[k].quoted
	}
	limit := mostWords
	if quoted > 0 {
		limit = mostQuoted
	}
	c.long = c.words > limit
}
