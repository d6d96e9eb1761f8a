package formats

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// looseScanner finds the tags in a piece of HTML and the texts between them,
// just as the tokenizer of package html does, of which it is a quicker form for
// a text that is held whole: it copies nothing, and of attributes it reads what
// counts. From the first that is rare on, it leaves a text to that tokenizer.
type looseScanner struct {
	text  string
	at    int
	raw   string          // the element whose content is all text and begins here; "" if none does
	rawAt int             // where its tag begins
	slow  *html.Tokenizer // reads on from here; nil as long as nothing is rare
	tag   looseTag
}

// looseTag is a tag that was read.
type looseTag struct {
	name   string // in small letters
	hidden bool   // an attribute hides the element
	closed bool   // it ends in a slash
	many   bool   // it has more attributes than are read
}

// looseKind says what was found.
type looseKind byte

const (
	looseEnd   looseKind = iota // the text has ended, perhaps in a tag, which then is none
	looseText                   // running text
	looseStart                  // a tag that opens an element
	looseClose                  // a tag that closes one
	looseOther                  // a comment, a declaration or the like
)

// next finds the next piece, and gives its text, if it is one.
func (s *looseScanner) next() (kind looseKind, text string) {
	if s.raw != "" {
		if text = s.rawText(); text != "" {
			return looseText, text
		}
	}
	if s.slow != nil {
		return s.nextSlowly()
	}
	start := s.at
	for s.at < len(s.text) {
		n := strings.IndexByte(s.text[s.at:], '<')
		if n < 0 || s.at+n+1 == len(s.text) {
			s.at = len(s.text)
			break
		}
		s.at += n
		if !beginsMarkup(s.text[s.at+1]) {
			s.at++
			continue
		}
		if start < s.at {
			return looseText, plainText(s.text[start:s.at])
		}
		return s.markup()
	}
	if start < s.at {
		return looseText, plainText(s.text[start:])
	}
	return looseEnd, ""
}

func beginsMarkup(c byte) bool { return c == '/' || c == '!' || c == '?' || isLetter(c) }

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// markup reads the piece of markup that stands here.
func (s *looseScanner) markup() (looseKind, string) {
	rest := s.text[s.at:]
	switch {
	case rest[1] == '/' && len(rest) == 2:
		s.at = len(s.text)
		return looseText, rest
	case rest[1] == '/' && isLetter(rest[2]):
		return s.readTag(s.at+2, looseClose)
	case strings.HasPrefix(rest, "<!--"):
		s.at += commentLength(rest)
	case isLetter(rest[1]):
		return s.readTag(s.at+1, looseStart)
	default:
		s.at += 2 + lengthTo(rest[2:], '>')
	}
	return looseOther, ""
}

// lengthTo gives how much of s there is up to a character, and with it; all of
// it where that is not in it.
func lengthTo(s string, c byte) int {
	if n := strings.IndexByte(s, c); n >= 0 {
		return n + 1
	}
	return len(s)
}

// commentLength gives the length of the comment that s opens with. It ends
// where browsers see its end: with "-->", "--!>", or a ">" at its beginning.
func commentLength(s string) int {
	dashes, fresh := 0, true
	for i := len("<!--"); i < len(s); i++ {
		switch c := s[i]; {
		case c == '-':
			dashes++
			continue
		case c == '>' && (dashes >= 2 || fresh):
			return i + 1
		case c == '!' && dashes >= 2:
			i++
			if i == len(s) || s[i] == '>' {
				return min(i+1, len(s))
			}
			if s[i] == '-' {
				dashes, fresh = 1, false
				continue
			}
		}
		dashes, fresh = 0, false
	}
	return len(s)
}

// plainText gives running text as it is meant.
func plainText(s string) string {
	if s = unixLines(s); strings.IndexByte(s, '&') < 0 {
		return s
	}
	return html.UnescapeString(s)
}

// unixLines gives a text with LF alone where a line ends.
func unixLines(s string) string {
	if strings.IndexByte(s, '\r') < 0 {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

// isRaw reports whether the content of an element is all text, whatever it
// looks like.
func isRaw(name string) bool {
	switch name {
	case "iframe", "noembed", "noframes", "noscript", "plaintext", "script", "style", "textarea", "title", "xmp":
		return true
	}
	return false
}

// rawText reads the content of the element that is all text; "" if it is
// empty. A script in which a comment begins may hold another script: that is rare.
func (s *looseScanner) rawText() string {
	name, rest := s.raw, s.text[s.at:]
	s.raw = ""
	length := rawLength(rest, name)
	if name == "script" && strings.Contains(rest[:length], "<!--") {
		s.leave(s.rawAt)
		s.slow.Next() // its tag, which was read
		return ""
	}
	s.at += length
	text := strings.ReplaceAll(unixLines(rest[:length]), "\x00", "\uFFFD")
	if name == "textarea" || name == "title" {
		text = html.UnescapeString(text)
	}
	return text
}

// rawLength gives how much of a text comes before the tag that closes an
// element that is all text.
func rawLength(text, name string) int {
	if name == "plaintext" {
		return len(text)
	}
	for at := 0; ; {
		n := strings.Index(text[at:], "</")
		if n < 0 {
			return len(text)
		}
		end := at + n + len("</") + len(name)
		if end >= len(text) {
			return len(text)
		}
		if c := text[end]; (isSpace(c) || c == '/' || c == '>') && strings.EqualFold(text[end-len(name):end], name) {
			return at + n
		}
		at += n + 1
	}
}

// readTag reads the tag whose name begins at a place.
func (s *looseScanner) readTag(at int, kind looseKind) (looseKind, string) {
	start, end := s.at, at
	for end < len(s.text) && !isSpace(s.text[end]) && s.text[end] != '/' && s.text[end] != '>' {
		end++
	}
	s.tag = looseTag{name: lowerName(s.text[at:end])}
	var a looseAttributes
	if s.at = a.read(s.text, end); s.at < 0 {
		s.at = len(s.text)
		return looseEnd, ""
	}
	if kind == looseClose {
		return kind, ""
	}
	if a.odd || a.slash && a.count > 1 || a.count > maxHTMLAttributes {
		s.leave(start)
		return s.nextSlowly()
	}
	if isRaw(s.tag.name) {
		s.raw, s.rawAt = s.tag.name, start
	}
	s.tag.hidden, s.tag.closed = a.hidden, s.text[s.at-2] == '/' && !a.slash
	return kind, ""
}

// leave leaves the text from a place on to the tokenizer of package html.
func (s *looseScanner) leave(at int) {
	s.slow = html.NewTokenizer(strings.NewReader(s.text[at:]))
}

// nextSlowly is next where the text was left to the tokenizer.
func (s *looseScanner) nextSlowly() (looseKind, string) {
	switch kind := s.slow.Next(); kind {
	case html.ErrorToken:
		return looseEnd, ""
	case html.TextToken:
		return looseText, string(s.slow.Text())
	case html.StartTagToken, html.SelfClosingTagToken:
		s.tag.readSlowly(s.slow)
		s.tag.closed = kind == html.SelfClosingTagToken
		return looseStart, ""
	case html.EndTagToken:
		name, _ := s.slow.TagName()
		s.tag = looseTag{name: atom.String(name)}
		return looseClose, ""
	}
	return looseOther, ""
}

// readSlowly reads a tag that the tokenizer has found.
func (t *looseTag) readSlowly(z *html.Tokenizer) {
	name, more := z.TagName()
	*t = looseTag{name: atom.String(name)}
	for count := 1; more; count++ {
		var key, value []byte
		key, value, more = z.TagAttr()
		if hides := hidingAttribute[string(key)]; hides != nil && !t.hidden {
			t.hidden = hides(string(value))
		}
		t.many = count > maxHTMLAttributes
	}
}

// lowerName gives a name in small letters of ASCII.
func lowerName(s string) string {
	for i := range len(s) {
		if c := s[i]; c >= 'A' && c <= 'Z' || c == 0 {
			b := []byte(s)
			for ; i < len(b); i++ {
				if c := b[i]; c >= 'A' && c <= 'Z' {
					b[i] = c + 'a' - 'A'
				}
			}
			return strings.ReplaceAll(string(b), "\x00", "\uFFFD")
		}
	}
	return s
}

// isKnown reports whether HTML knows a name.
func isKnown(name string) bool { return atom.Lookup([]byte(name)) != 0 }
