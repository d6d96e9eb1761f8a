package wire

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/terms"
)

// token is a word of a sentence with what stands between it and the word before.
type token struct {
	Range
	fold   string
	class  class
	upper  bool
	quoted bool // stands inside of a quotation
	aside  bool // stands in brackets, those around a ticker included
	gap    bool // a mark (comma, dash, quotation mark ...) stands before it
	stop   bool // a strong mark stands before it: colon, semicolon, quotation mark
}

func (t *token) is(lists class) bool { return t.class&lists != 0 }

// leans reports whether the sentence points back with its first words, but
// for the likes of "This week", which point at the day of the dispatch, or
// with the pronoun behind an opening without a name: "Speaking to reporters,
// he said".
func (s *speech) leans() bool {
	if len(s.tokens) == 0 {
		return false
	}
	if s.contractsPronoun() {
		return true
	}
	if n := s.phraseAt(opensLean, 0); n > 0 {
		return n >= len(s.tokens) || !s.tokens[n].is(isTime)
	}
	if n := s.phraseAt(opensHalfway, 0); n > 0 {
		return n >= len(s.tokens) || s.tokens[n].gap || terms.Stop(s.lex.language, s.tokens[n].fold)
	}
	return s.pronounBehind()
}

// contractsPronoun reports whether the first word is one that points back with
// its verb stuck to it: "He's", "That's", "They'd".
func (s *speech) contractsPronoun() bool {
	head, _, ok := strings.Cut(s.tokens[0].fold, "'")
	return ok && s.lex.has(head, opensLean) && s.lex.phrases[opensLean].set.has(head)
}

func (s *speech) pronounBehind() bool {
	const far = 6 // words of the opening
	for k := 1; k < len(s.tokens) && k <= far && !s.tokens[k-1].quoted; k++ {
		if s.tokens[k].gap {
			return s.tokens[k].is(isPerson) && !s.tokens[k].quoted
		}
		if s.tokens[k].upper {
			return false
		}
	}
	return false
}

// leansOnPerson reports whether the first word is a pronoun for one person.
func (s *speech) leansOnPerson() bool {
	if len(s.tokens) == 0 {
		return false
	}
	head, _, _ := strings.Cut(s.tokens[0].fold, "'")
	return s.lex.has(head, isPerson)
}

// tokenize reads the tokens of sentence i.
func (s *speech) tokenize(i int) {
	sentence, words := &s.doc.Sentences[i], s.doc.Words(i)
	s.tokens = slices.Grow(s.tokens[:0], len(words))
	text := s.doc.Slice(sentence.Range)
	quotes, end := s.speechOnly(sentence.Quotes), 0
	aside := false
	for _, word := range words {
		a, b := int(word.Start), int(word.End)
		at := sentence.Start + a
		for len(quotes) > 0 && quotes[0].End <= at {
			quotes = quotes[1:]
		}
		between := ""
		if text[end:a] != " " { // as it nearly always is
			between = s.between(sentence.Start+end, at)
			if i := strings.LastIndexAny(between, "()<>"); i >= 0 {
				aside = between[i] == '(' || between[i] == '<' // "Nordbank <NB> said"
			}
		}
		first, _ := utf8.DecodeRuneInString(text[a:])
		fold := s.fold(text[a:b])
		s.tokens = append(s.tokens, token{
			Range: Range{at, sentence.Start + b}, fold: fold, class: s.lex.words[fold], upper: unicode.IsUpper(first),
			aside:  aside,
			quoted: len(quotes) > 0 && quotes[0].Start <= at,
			gap:    between != "", stop: between != "" && strings.ContainsAny(between, ":;\"”»“«„)("),
		})
		end = b
		if s.lex.inverts {
			s.splitInversion()
		}
	}
}

// between gives the marks in [from, to), which is what stands between the last
// token and the next one.
func (s *speech) between(from, to int) string {
	between := strings.TrimSpace(s.doc.Text[from:to])
	if between == "." && len(s.tokens) > 0 && s.tokens[len(s.tokens)-1].is(isAbbreviation) {
		between = "" // "Prof. Meier"
	}
	if len(s.names) > 0 {
		between = s.withoutNameMarks(between, from, to)
	}
	return between
}

// fold folds a word; those that differ share the memory of folds.
func (s *speech) fold(word string) string {
	if terms.Folded(word) {
		return word
	}
	var buf [64]byte
	at := s.folds.Len()
	s.folds.Write(terms.AppendFold(buf[:0], word))
	return s.folds.String()[at:]
}

// speechOnly leaves out the quotation marks around a name or a scare quote:
// up to four words that open with a capital and hold no mark.
func (s *speech) speechOnly(quotes []Range) []Range {
	s.names, s.kept = nil, s.kept[:0]
	for _, q := range quotes {
		inner := strings.TrimFunc(s.doc.Slice(q), func(r rune) bool { return isOpener(r) || isCloser(r) || unicode.IsSpace(r) })
		first, _ := utf8.DecodeRuneInString(inner)
		if unicode.IsUpper(first) && s.insideClause(q) && countWords(inner) <= 4 && !strings.ContainsAny(inner, ".,!?…:;") {
			s.names = append(s.names, q)
		} else {
			s.kept = append(s.kept, q)
		}
	}
	return s.kept
}

// withoutNameMarks takes the quotation marks of a name off what stands
// between two words at [from, to), since they part nothing. Calls come in the
// order of the text, so that each name is looked at once.
func (s *speech) withoutNameMarks(between string, from, to int) string {
	for len(s.names) > 0 && s.names[0].End <= from {
		s.names = s.names[1:]
	}
	for _, q := range s.names {
		if q.Start >= to {
			break
		}
		if q.Start >= from || q.End <= to {
			return strings.TrimFunc(between, func(r rune) bool { return isOpener(r) || isCloser(r) || unicode.IsSpace(r) })
		}
	}
	return between
}

// insideClause reports whether a quotation is followed by more of its clause
// and not by a comma or dash.
func (s *speech) insideClause(q Range) bool {
	after := strings.TrimLeft(s.doc.Text[q.End:], " \u00a0\n")
	first, _ := utf8.DecodeRuneInString(after)
	before := strings.TrimRight(s.doc.Text[:q.Start], " \u00a0\n")
	last, _ := utf8.DecodeLastRuneInString(before)
	return unicode.IsLower(first) && unicode.IsLetter(last)
}

// splitInversion splits the French "explique-t-il" into verb and pronoun.
func (s *speech) splitInversion() {
	t := &s.tokens[len(s.tokens)-1]
	for _, suffix := range [...]string{"-t-il", "-t-elle", "-t-ils", "-t-elles", "-t-on", "-il", "-elle", "-ils", "-elles", "-on", "-je"} {
		verb, ok := strings.CutSuffix(t.fold, suffix)
		if !ok || verb == "" {
			continue
		}
		pronoun := *t
		pronoun.Start, pronoun.gap, pronoun.stop = t.End-len(strings.TrimPrefix(suffix, "-t")), false, false
		pronoun.fold = strings.TrimPrefix(strings.TrimPrefix(suffix, "-t"), "-")
		pronoun.class = s.lex.words[pronoun.fold]
		t.End, t.fold, t.class = t.End-len(suffix), verb, s.lex.words[verb]
		s.tokens = append(s.tokens, pronoun)
		return
	}
}

// phraseAt gives the number of tokens of the longest phrase of the list at
// token i.
func (s *speech) phraseAt(list class, i int) int {
	if i >= len(s.tokens) || !s.tokens[i].is(list) {
		return 0
	}
	p := s.lex.phrases[list]
	best := 0
	var buf [64]byte
	key := buf[:0]
	for n := 0; n < p.most && i+n < len(s.tokens); n++ {
		t := &s.tokens[i+n]
		if n > 0 {
			if t.gap {
				break
			}
			key = append(key, ' ')
		}
		key = append(key, t.fold...)
		if p.set.has(string(key)) {
			best = n + 1
		}
	}
	return best
}
