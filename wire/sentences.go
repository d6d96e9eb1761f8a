package wire

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/terms"
)

// cutter cuts one paragraph into sentences.
type cutter struct {
	text   string
	lex    *lexicon
	end    int
	quotes []quotation
	nextQ  int  // first quotation that does not end before the current place
	small  bool // the text is written without capitals, so a small letter can open a sentence
}

// cut gives the sentences of the paragraph r, which has no white space at its
// ends, to f. A border is a final stop, the closers after it and white space,
// unless the stop belongs to an abbreviation, an initial, a number or a
// quotation that goes on.
func (c *cutter) cut(r Range, f func(Range)) {
	c.end, c.nextQ = r.End, 0
	start, last := r.Start, Range{}
	give := func(piece Range) {
		switch {
		case !hasWord(c.text[piece.Start:piece.End]) && !last.Empty():
			last.End = piece.End // ". . ." belongs to the sentence before it
			return
		case !last.Empty():
			f(last)
		}
		last = piece
	}
	for at := r.Start; at < r.End; {
		stop := nextStop(c.text, at, r.End)
		if stop < 0 {
			break
		}
		at = c.afterStops(stop)
		if c.quotationAt(stop) {
			continue
		}
		next := c.afterSpace(at)
		if next == at && !c.glued(stop, at) || next >= r.End {
			continue
		}
		if c.border(start, stop, at, next) {
			give(trim(c.text, Range{start, at}))
			start = next
		}
	}
	if start < r.End {
		give(Range{start, r.End})
	}
	if !last.Empty() {
		f(last)
	}
}

// nextStop gives the place of the first mark in [at, end) that can close a
// sentence, -1 if there is none.
func nextStop(text string, at, end int) int {
	for at = stopBytes.next(text, at, end); at < end; at = stopBytes.next(text, at, end) {
		r, size := utf8.DecodeRuneInString(text[at:end])
		if isStop(r) {
			return at
		}
		at += size
	}
	return -1
}

// hasWord reports whether s holds a letter or a digit.
func hasWord(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) >= 0
}

// afterStops passes over a run of stops and closers.
func (c *cutter) afterStops(at int) int {
	for at < c.end {
		r, size := utf8.DecodeRuneInString(c.text[at:c.end])
		if !isStop(r) && !isCloser(r) {
			break
		}
		if r == '"' || r == '“' || r == '‘' || r == '\'' {
			if q := c.quoteStarting(at); q >= 0 {
				break // this mark opens the next sentence
			}
		}
		at += size
	}
	return at
}

func (c *cutter) quoteStarting(at int) int {
	for i := c.nextQ; i < len(c.quotes) && c.quotes[i].Start <= at; i++ {
		if c.quotes[i].Start == at {
			return i
		}
	}
	return -1
}

func (c *cutter) afterSpace(at int) int {
	for at < c.end {
		r, size := utf8.DecodeRuneInString(c.text[at:c.end])
		if !unicode.IsSpace(r) {
			break
		}
		at += size
	}
	return at
}

// maxKeptQuotation is the longest quotation, in bytes, that is kept in one
// sentence; a longer one is a speech, or its closing mark is not its own.
const maxKeptQuotation = 2000

// quotationAt reports whether the stop stands inside of a quotation that goes
// on after it.
func (c *cutter) quotationAt(stop int) bool {
	for c.nextQ < len(c.quotes) && c.quotes[c.nextQ].End <= stop {
		c.nextQ++
	}
	if c.nextQ == len(c.quotes) {
		return false
	}
	q := c.quotes[c.nextQ]
	if q.Start > stop || !q.closed || q.End-q.Start > maxKeptQuotation {
		return false
	}
	inner := strings.TrimRightFunc(c.text[stop:q.End], isCloser)
	return strings.TrimLeftFunc(inner, isStop) != ""
}

// glued reports whether a sentence follows without a space ("talks.The next"):
// a small letter before the stop, a capital and a small letter after it.
func (c *cutter) glued(stop, at int) bool {
	if at >= c.end || c.text[stop] != '.' && c.text[stop] != '?' && c.text[stop] != '!' {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(c.text[:stop])
	first, size := utf8.DecodeRuneInString(c.text[at:c.end])
	second, _ := utf8.DecodeRuneInString(c.text[at+size : c.end])
	return (unicode.IsLower(before) || at > stop+1) && unicode.IsUpper(first) &&
		(unicode.IsLower(second) || unicode.IsSpace(second)) && !strings.ContainsRune(lastToken(c.text[:stop]), '.')
}

// border decides on a stop at [stop, at) with the next word at next.
func (c *cutter) border(start, stop, at, next int) bool {
	following := strings.TrimLeftFunc(c.text[next:c.end], func(r rune) bool { return isOpener(r) || r == '—' || r == '–' || r == '-' || r == ' ' })
	first, _ := utf8.DecodeRuneInString(following)
	mark, _ := utf8.DecodeRuneInString(c.text[stop:])
	if unicode.IsLower(first) && (!c.small || isDash(c.text[next:c.end])) {
		return false
	}
	if at > stop+utf8.RuneLen(mark) && c.attributionFollows(stop, at, following) {
		return false
	}
	if mark != '.' {
		return !c.isName(start, stop, at, following)
	}
	if strings.HasPrefix(c.text[stop:at], "...") {
		return true
	}
	return !c.abbreviated(start, stop, following, first)
}

func isDash(s string) bool {
	return strings.HasPrefix(s, "—") || strings.HasPrefix(s, "–") || strings.HasPrefix(s, "-")
}

// isName reports whether an exclamation or question mark belongs to a name, as
// in "Yahoo! Japan": a capital in the middle of the sentence before it, or
// nothing but the name, and a word after it that does not open sentences.
func (c *cutter) isName(start, stop, at int, following string) bool {
	if at != stop+1 {
		return false // several marks, or a closing quotation mark
	}
	token := lastToken(c.text[start:stop])
	own, _ := utf8.DecodeRuneInString(token)
	next, _ := utf8.DecodeRuneInString(following)
	return unicode.IsUpper(own) && unicode.IsUpper(next) && c.text[at:at+1] == " " && !c.opensSentence(following)
}

// attributionFollows reports whether the words after a quotation that ends
// with a question or exclamation mark say who said it: `"Why?" Smith asked.`
func (c *cutter) attributionFollows(stop, at int, following string) bool {
	last, _ := utf8.DecodeLastRuneInString(c.text[:at])
	if c.text[stop] == '.' || !isCloser(last) || last == ')' || last == ']' {
		return false
	}
	words := 0
	for s, e := range terms.Words(following) {
		if words++; words > 5 {
			break
		}
		if c.lex.phrases(opensSaid).set.hasFold(following[s:e]) {
			return true
		}
		if strings.ContainsAny(following[:s], ".!?\"“„«") {
			break
		}
	}
	return false
}

// abbreviated reports whether the full stop at stop belongs to the word before
// it and does not end the sentence.
func (c *cutter) abbreviated(start, stop int, following string, first rune) bool {
	token := lastToken(c.text[start:stop])
	word := terms.Fold(strings.TrimLeftFunc(token, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
	switch {
	case word == "":
		return false
	case isDigits(word):
		return c.ordinal(word, following, first)
	case utf8.RuneCountInString(word) == 1 && isLetterStop(following):
		return true // "J. R. Smith", "z. B.", "т. е."
	case c.small && utf8.RuneCountInString(word) == 1:
		return true
	case isInitial(token, word):
		return c.initial(start, stop, token, following)
	case c.lex.has(word, isAbbreviation):
		before := lastToken(strings.TrimRightFunc(c.text[start:stop-len(token)], unicode.IsSpace))
		return !c.falseAbbreviation(word, token, first, isDigits(before) || c.lex.has(before, isYear)) // "3 млн руб."
	case c.lex.has(word, isClosing):
		next := firstWord(following) // "6 a.m. Tuesday", "5 p.m. EST"
		return c.lex.hasFold(next, isDay|isMonth) || utf8.RuneCountInString(next) > 1 && noneSmall(next)
	case c.lex.has(word, isEnding) || isInitials(word):
		return !c.opensSentence(following)
	}
	return false
}

// falseAbbreviation reports whether a listed word is used as a word of its
// own here, or closes its sentence: "no." before a letter, "in the sun.", "в
// 2027 г. Подрядчика".
func (c *cutter) falseAbbreviation(word, token string, first rune, afterNumber bool) bool {
	own, _ := utf8.DecodeRuneInString(token)
	lists := c.lex.words.At(word)
	switch {
	case lists&isNumbered != 0:
		return !unicode.IsDigit(first)
	case lists&isCapital != 0:
		return !unicode.IsUpper(own) && !unicode.IsDigit(first)
	case lists&isYear != 0:
		return unicode.IsUpper(first) && afterNumber
	}
	return false
}

// ordinal reports whether "6." is an ordinal or a list number, as in German
// dates: a month, a small number before a capital noun in a language that
// writes ordinals so.
func (c *cutter) ordinal(word, following string, first rune) bool {
	if !c.lex.ordinals || len(word) > 2 {
		return false
	}
	return unicode.IsDigit(first) || c.lex.hasFold(firstWord(following), isMonth) || !c.opensSentence(following)
}

// isInitial reports whether the token is one capital letter, "J" or "А".
func isInitial(token, word string) bool {
	if utf8.RuneCountInString(word) != 1 {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(token)
	return unicode.IsUpper(last)
}

// initial reports whether a single capital with a stop is part of a name:
// nearly always, but for "I." and where a word follows that opens sentences.
func (c *cutter) initial(start, stop int, token, following string) bool {
	if token == "I" {
		return false
	}
	first := strings.TrimSpace(c.text[start:stop-len(token)]) == ""
	return first || !c.opensSentence(following)
}

// isLetterStop reports whether s opens with one letter and a full stop.
func isLetterStop(s string) bool {
	r, size := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r) && strings.HasPrefix(s[size:], ".")
}

// isInitials reports whether the word is letters with stops between: "u.s", "z.b".
func isInitials(word string) bool {
	letters, stops := 0, 0
	for _, r := range word {
		if r == '.' {
			stops++
		} else {
			letters++
		}
	}
	return stops > 0 && letters <= 2*(stops+1)
}

// opensSentence reports whether the next word is one that opens sentences: a
// function word written with a capital.
func (c *cutter) opensSentence(following string) bool {
	next := firstWord(following)
	first, _ := utf8.DecodeRuneInString(next)
	if !unicode.IsUpper(first) && !c.small {
		return false
	}
	return terms.Stop(c.lex.language, terms.Fold(next)) || c.lex.phrases(opensLean).set.hasFold(next)
}

func firstWord(s string) string {
	end := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '’' })
	if end < 0 {
		return s
	}
	return s[:end]
}

// lastToken gives what stands after the last white space, opening marks left out.
func lastToken(s string) string {
	const far = 40
	if len(s) > far {
		s = s[len(s)-far:]
	}
	if i := strings.LastIndexFunc(s, func(r rune) bool { return unicode.IsSpace(r) || isOpener(r) || r == '-' || r == '—' || r == '/' }); i >= 0 {
		_, size := utf8.DecodeRuneInString(s[i:])
		s = s[i+size:]
	}
	return s
}

func isDigits(s string) bool {
	for _, r := range s {
		if !unicode.IsDigit(r) {
			return false
		}
	}
	return s != ""
}
