package feeds

import (
	"html"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Between these two stands the number of a text that was set aside. They are
// no characters (Unicode 23.7), and no document gets them through.
const (
	asideOpen  = '\uFDD0'
	asideClose = '\uFDD1'
	minAside   = 200 // bytes of a text that is set aside
)

// writeCDATA copies what a section holds, without what XML does not allow. The
// prose of an item is set aside, so that nobody need look for markup in it.
func (r *repairer) writeCDATA(s string) {
	if s = r.spend(s); s == "" {
		return
	}
	if r.prose && len(r.open) == r.item+1 && len(s) >= minAside {
		r.out = utf8.AppendRune(r.out, asideOpen)
		r.out = strconv.AppendInt(r.out, int64(len(r.aside)), 10)
		r.out = utf8.AppendRune(r.out, asideClose)
		r.aside = append(r.aside, r.clean(s))
		return
	}
	r.out = append(r.out, "<![CDATA["...)
	if cleaned := r.clean(s); len(cleaned) == len(s) {
		r.out = append(r.out, s...)
	} else { // what ends a section may come of dropping what stood in it
		r.out = append(r.out, strings.ReplaceAll(cleaned, "]]>", "]]]]><![CDATA[>")...)
	}
	r.out = append(r.out, "]]>"...)
}

// clean gives a text without what XML does not allow.
func (r *repairer) clean(s string) string {
	if special(s, false) < 0 {
		return s
	}
	return string(r.appendClean(nil, s))
}

// appendClean appends a text without what XML does not allow.
func (r *repairer) appendClean(to []byte, s string) []byte {
	for len(s) > 0 {
		n := special(s, false)
		if n < 0 {
			return append(to, s...)
		}
		to = append(to, s[:n]...)
		c, size := utf8.DecodeRuneInString(s[n:])
		to = r.appendForbidden(to, c)
		s = s[n+size:]
	}
	return to
}

// whole gives a text with what was set aside of it.
func (r *repairer) whole(s string) string {
	before, rest, found := strings.Cut(s, string(asideOpen))
	if !found {
		return s
	}
	var parts []string
	for found {
		number, after, _ := strings.Cut(rest, string(asideClose))
		if before != "" {
			parts = append(parts, before)
		}
		if i, err := strconv.Atoi(number); err == nil && i < len(r.aside) {
			parts = append(parts, r.aside[i])
		}
		before, rest, found = strings.Cut(after, string(asideOpen))
	}
	if before != "" {
		parts = append(parts, before)
	}
	return strings.Join(parts, "") // no copy where it is one
}

// spend gives what of a text may still be written.
func (r *repairer) spend(s string) string {
	if r.muted > 0 || len(r.open) == 0 || s == "" {
		return ""
	}
	if len(s) > r.budget {
		n := r.budget
		for n > 0 && !utf8.RuneStart(s[n]) {
			n--
		}
		s = s[:n]
		r.note("text beyond what is read")
	}
	r.budget -= len(s)
	return s
}

// text copies running text.
func (r *repairer) text(s string) {
	if s = r.spend(s); s != "" {
		r.escape(r.quickDate(s))
	}
}

// quickDate writes the usual date of RSS as that of Atom, which the parser
// behind knows at once: for the other it tries some seventy forms.
func (r *repairer) quickDate(s string) string {
	if len(s) > maxDate || r.item == 0 || len(r.open) != r.item+1 || r.open[r.item].local != "pubdate" {
		return s
	}
	t, err := time.Parse(time.RFC1123Z, strings.Replace(strings.TrimSpace(s), "GMT", "+0000", 1))
	if err != nil {
		return s
	}
	return t.Format(time.RFC3339)
}

// escape writes text with the characters of markup escaped, entities of HTML
// resolved, and others, and ampersands that are none, as the text that they are.
func (r *repairer) escape(s string) {
	for len(s) > 0 {
		n := special(s, true)
		if n < 0 {
			r.out = append(r.out, s...)
			return
		}
		r.out = append(r.out, s[:n]...)
		s = s[n:]
		if s[0] != '&' {
			c, size := utf8.DecodeRuneInString(s)
			r.writeRune(c)
			s = s[size:]
			continue
		}
		if r.escapes++; r.escapes > maxEscapes {
			return
		}
		s = s[r.ampersand(s):]
	}
}

// ampersand writes what s opens with, an entity perhaps, and gives its length.
func (r *repairer) ampersand(s string) int {
	end := entityEnd(s)
	if end == 0 {
		r.note("ampersands that are not escaped")
		r.out = append(r.out, "&amp;"...)
		return 1
	}
	switch s[:end] {
	case "&amp;", "&lt;", "&gt;", "&quot;", "&apos;":
		r.out = append(r.out, s[:end]...)
		return end
	}
	plain := html.UnescapeString(s[:end])
	if plain == s[:end] || strings.HasSuffix(plain, ";") && plain == html.UnescapeString(s[:end-1])+";" {
		r.note("entities that are not defined")
		r.out = append(r.out, "&amp;"...)
		return 1
	}
	if s[1] != '#' {
		r.note("entities that are not defined")
	}
	for _, c := range plain {
		r.writeRune(c)
	}
	return end
}

// entityEnd gives the length of the entity that s opens with; 0 if it is none.
func entityEnd(s string) int {
	for i := 1; i < len(s) && i < 34; i++ {
		c := s[i]
		switch {
		case c == ';':
			if i == 1 {
				return 0
			}
			return i + 1
		case c == '#' && i == 1, c >= '0' && c <= '9', c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z':
		default:
			return 0
		}
	}
	return 0
}

func (r *repairer) writeRune(c rune) {
	switch {
	case c == '<':
		r.out = append(r.out, "&lt;"...)
	case c == '>':
		r.out = append(r.out, "&gt;"...)
	case c == '&':
		r.out = append(r.out, "&amp;"...)
	case c == '"':
		r.out = append(r.out, "&quot;"...)
	case isForbidden(c):
		r.out = r.appendForbidden(r.out, c)
	default:
		r.out = utf8.AppendRune(r.out, c)
	}
}

// appendForbidden appends for a control character what was meant by it, if that
// can be told: those of the second block stand for bytes of Windows-1252.
func (r *repairer) appendForbidden(to []byte, c rune) []byte {
	r.note("control characters")
	if c >= 0x80 && c < 0xa0 {
		if meant := charmap.Windows1252.DecodeByte(byte(c)); !isForbidden(meant) && meant != utf8.RuneError {
			return utf8.AppendRune(to, meant)
		}
	}
	return to
}

// isForbidden reports whether XML does not allow a character, or nobody means
// it: controls but for white space, and what is no character.
func isForbidden(c rune) bool {
	return c < ' ' && c != '\n' && c != '\t' && c != '\r' || c >= 0x7f && c < 0xa0 && c != 0x85 || c == '\uFFFE' || c == '\uFFFF' ||
		c == asideOpen || c == asideClose
}

// special gives where the first character of s stands that XML does not allow,
// or, if markup counts, that must be escaped; -1 if none does.
func special(s string, markup bool) int {
	for i, c := range s {
		switch {
		case c >= ' ' && c < 0x7f:
			if markup && (c == '&' || c == '<' || c == '>' || c == '"') {
				return i
			}
		case isForbidden(c):
			return i
		}
	}
	return -1
}
