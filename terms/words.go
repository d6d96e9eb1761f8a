package terms

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
)

// Words gives the byte ranges [start, end) of the words of text, in order: a
// segment of UAX #29 that holds a letter or a digit. So an apostrophe or a
// point between letters stays inside of a word, as does the point or comma of
// a number (3.5, 1,000); Han characters, Hiragana and Thai come one by one.
// On top of that
//   - a hyphen between letters or digits stays inside: Nagorno-Karabakh, COVID-19;
//   - initials keep their last point: U.S., a.m., U.S.-led;
//   - a full stop with a capital stuck to it ends the word: said.The;
//   - the low line counts only between word characters.
//
// Text that is not valid UTF-8 gives ranges all the same.
func Words(text string) iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		s := newScanner(text)
		for {
			start, end, ok := s.next()
			if !ok || !yield(start, end) {
				return
			}
		}
	}
}

// A Span is the byte range [Start, End) of a word.
type Span struct{ Start, End uint32 }

// AppendSpans appends the ranges that [Words] gives for a text of up to 4 GB,
// for those who go through them more than once.
func AppendSpans(dst []Span, text string) []Span {
	s := newScanner(text)
	for {
		start, end, ok := s.next()
		if !ok {
			return dst
		}
		dst = append(dst, Span{uint32(start), uint32(end)})
	}
}

// A scanner goes through the words of a text: by itself where all is plain
// ASCII, else by way of uax29.
type scanner struct {
	text    string
	pos     int
	segment words.Iterator[string]
	known   int // uax29 has a segment up to here
}

func newScanner(text string) scanner {
	return scanner{text: text, segment: *words.FromString("")}
}

func (s *scanner) reset(text string) { s.text, s.pos, s.known = text, 0, 0 }

// Classes of bytes.
const (
	classOther = iota // ends a word
	classMid          // may stand inside of a word: ' " . , : ; - _
	classWord         // an ASCII letter or digit
	classRune         // not ASCII
)

// The class of each byte, eight to a term where they are alike.
const (
	other8  = "\x00\x00\x00\x00\x00\x00\x00\x00"
	word8   = "\x02\x02\x02\x02\x02\x02\x02\x02"
	rune32  = "\x03\x03\x03\x03\x03\x03\x03\x03\x03\x03\x03\x03\x03\x03\x03\x03\x03\x03\x03\x03\x03\x03\x03\x03\x03\x03\x03\x03\x03\x03\x03\x03"
	classes = other8 + other8 + other8 + other8 +
		"\x00\x00\x01\x00\x00\x00\x00\x01" + "\x00\x00\x00\x00\x01\x01\x01\x00" + // " ' and , - .
		word8 + "\x02\x02\x01\x01\x00\x00\x00\x00" + // digits, : ;
		"\x00\x02\x02\x02\x02\x02\x02\x02" + word8 + word8 + "\x02\x02\x02\x00\x00\x00\x00\x01" + // A to Z, _
		"\x00\x02\x02\x02\x02\x02\x02\x02" + word8 + word8 + "\x02\x02\x02\x00\x00\x00\x00\x00" + // a to z
		rune32 + rune32 + rune32 + rune32
)

func classOf(b byte) byte { return classes[b] }

// next gives the next word.
func (s *scanner) next() (start, end int, ok bool) {
	for s.pos < len(s.text) {
		switch classOf(s.text[s.pos]) {
		case classWord:
			if end := LetterRun(s.text, s.pos); end < len(s.text) && s.text[end] == ' ' && end > s.pos {
				start, s.pos = s.pos, end+1 // as most words are
				return start, end, true
			}
			return s.word()
		case classRune:
			if s.startsWord() {
				return s.word()
			}
		default:
			s.pos++
		}
	}
	return 0, 0, false
}

// word takes the word that starts at the scanner's position.
func (s *scanner) word() (start, end int, ok bool) {
	start = s.pos
	end = s.letters(start)
	if end == start || !s.endsPlain(end) || !s.endsWord(end) {
		end = s.joined(start, end)
	}
	s.pos = end
	return start, end, true
}

// endsWord reports whether nothing that follows a whole segment of letters and
// digits can go on its word: no hyphen does, plain or not.
func (s *scanner) endsWord(end int) bool {
	return end == len(s.text) || s.text[end] != '-' && s.text[end] < utf8.RuneSelf
}

// joined gives the end of the word at start, with what [Words] adds to the
// segments of UAX #29; its letters and digits go up to end.
func (s *scanner) joined(start, end int) int {
	end = s.piece(start, end)
	for {
		end = s.initials(start, end)
		more := s.hyphen(end)
		if more == 0 {
			break
		}
		end = s.piece(end+more, s.letters(end+more))
	}
	for end > start+1 && s.text[end-1] == '_' {
		end--
	}
	return end
}

// startsWord looks at a segment that opens with a rune beyond ASCII, and
// steps over it if it has neither letter nor digit.
func (s *scanner) startsWord() bool {
	if letter(s.text, s.pos) > 0 {
		return true
	}
	if size := plainMark(s.text[s.pos:]); size > 0 {
		s.pos += size
		return false
	}
	if r, _ := utf8.DecodeRuneInString(s.text[s.pos:]); unicode.IsLetter(r) {
		return true
	}
	end := s.uax(s.pos)
	if strings.IndexFunc(s.text[s.pos:end], isWordRune) >= 0 {
		return true
	}
	s.pos = end
	return false
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// piece gives the end of the segment at start, without what [Words] adds; its
// letters and digits go up to end.
func (s *scanner) piece(start, end int) int {
	for end > start {
		if s.endsPlain(end) {
			return end
		}
		more := s.apostrophe(end)
		if more == 0 {
			break
		}
		end = s.letters(end + more)
	}
	return s.stuckStop(start, s.uax(start))
}

// apostrophe gives the size of an apostrophe at end, 0 if there is none
// between two ASCII letters, where it stays inside of a segment.
func (s *scanner) apostrophe(end int) int {
	size := 0
	switch {
	case s.text[end] == '\'':
		size = 1
	case strings.HasPrefix(s.text[end:], "’"):
		size = len("’")
	}
	if size == 0 || end+size == len(s.text) || !asciiLetter(s.text[end-1]) || !asciiLetter(s.text[end+size]) {
		return 0
	}
	return size
}

func asciiLetter(b byte) bool { return 'a' <= b|0x20 && b|0x20 <= 'z' }

// letters gives the end of the run of such letters and digits as [letter]
// knows that begins at start.
func (s *scanner) letters(start int) int {
	text, end := s.text, start
	for {
		end = LetterRun(text, end)
		for end < len(text) && classOf(text[end]) == classWord {
			end++
		}
		if end == len(text) || text[end] < utf8.RuneSelf {
			return end
		}
		size := letter(text, end)
		if size == 0 {
			return end
		}
		end += size
	}
}

// letter gives the size of a letter or digit at i: one of ASCII, of Latin up
// to U+017F or of Cyrillic up to U+047F; 0 for anything else.
func letter(text string, i int) int {
	b := text[i]
	if b < utf8.RuneSelf {
		if classOf(b) == classWord {
			return 1
		}
		return 0
	}
	if b != 0xd0 && b != 0xd1 && b != 0xc3 && b != 0xc4 && b != 0xc5 || i+1 == len(text) || utf8.RuneStart(text[i+1]) {
		return 0
	}
	if b == 0xc3 && (text[i+1] == 0x97 || text[i+1] == 0xb7) {
		return 0 // the signs × and ÷
	}
	return 2
}

// endsPlain reports whether a run of such letters and digits that ends at end
// is a whole segment.
func (s *scanner) endsPlain(end int) bool {
	if end == len(s.text) || s.text[end] == '-' {
		return true
	}
	switch classOf(s.text[end]) {
	case classOther:
		return true
	case classMid:
		return s.text[end] != '_' && (end+1 == len(s.text) || classOf(s.text[end+1]) < classWord)
	}
	return plainMark(s.text[end:]) > 0
}

// plainMark gives the size of a dash, quotation mark or space beyond ASCII
// that text starts with, of those that end a word for certain; 0 for others.
func plainMark(text string) int {
	if len(text) >= 2 && text[0] == 0xc2 {
		switch text[1] {
		case 0xa0, 0xab, 0xbb: // no-break space « »
			return 2
		}
	}
	if len(text) >= 3 && text[0] == 0xe2 && text[1] == 0x80 {
		switch text[2] {
		case 0x93, 0x94, 0x9c, 0x9d, 0x9e, 0xa6: // – — “ ” „ …
			return 3
		}
	}
	return 0
}

// uax gives the end of uax29's segment at start. A segment that was cut is
// not gone through again, or a long one would cost its square.
func (s *scanner) uax(start int) int {
	if start >= s.known {
		s.segment.SetText(s.text[start:])
		s.segment.Next()
		s.known = start + s.segment.End()
	}
	return s.known
}

// stuckStop cuts a segment before a full stop that has a capital stuck to it,
// where three small letters before it show that it is no abbreviation.
func (s *scanner) stuckStop(start, end int) int {
	for i := start; ; i++ {
		at := strings.IndexByte(s.text[i:end], '.')
		if at < 0 {
			return end
		}
		i += at
		if r, _ := utf8.DecodeRuneInString(s.text[i+1 : end]); unicode.IsUpper(r) && endsSmall(s.text[start:i]) {
			return i
		}
	}
}

// endsSmall reports whether word ends with three small letters.
func endsSmall(word string) bool {
	for range 3 {
		r, size := utf8.DecodeLastRuneInString(word)
		if !unicode.IsLower(r) {
			return false
		}
		word = word[:len(word)-size]
	}
	return true
}

// initials takes in the point that closes initials: letter, point, letter, point.
func (s *scanner) initials(start, end int) int {
	if end >= len(s.text) || s.text[end] != '.' {
		return end
	}
	last, size := utf8.DecodeLastRuneInString(s.text[start:end])
	point := end - size - 1
	if !unicode.IsLetter(last) || point <= start || s.text[point] != '.' {
		return end
	}
	first, size := utf8.DecodeLastRuneInString(s.text[start:point])
	if !unicode.IsLetter(first) {
		return end
	}
	if before := point - size; before > start && s.text[before-1] != '.' && s.text[before-1] != '-' {
		return end
	}
	return end + 1
}

// hyphen gives the size of a hyphen at end that joins a letter or digit to
// another, 0 if there is none.
func (s *scanner) hyphen(end int) int {
	size := 0
	switch {
	case end >= len(s.text):
		return 0
	case s.text[end] == '-':
		size = 1
	case strings.HasPrefix(s.text[end:], "\u2010"), strings.HasPrefix(s.text[end:], "\u2011"):
		size = len("\u2010")
	default:
		return 0
	}
	if r, _ := utf8.DecodeRuneInString(s.text[end+size:]); !isWordRune(r) {
		return 0
	}
	return size
}
