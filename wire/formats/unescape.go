package formats

import (
	"html"
	"strings"
)

// unescape decodes entities that are left when a file was decoded: some
// senders escape twice. Only what ends in a semicolon is taken for one.
func unescape(s string) string {
	at := strings.IndexByte(s, '&')
	if at < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for at >= 0 {
		b.WriteString(s[:at])
		s = s[at:]
		n := max(entityLength(s), 1)
		if n > 1 {
			b.WriteString(html.UnescapeString(s[:n]))
		} else {
			b.WriteByte('&')
		}
		s = s[n:]
		at = strings.IndexByte(s, '&')
	}
	b.WriteString(s)
	return b.String()
}

// entityLength gives the length of the entity that s opens with: a name of two
// letters or figures to 31, or a number; 0 if it is none.
func entityLength(s string) int {
	const longest = 34
	end := strings.IndexByte(s[:min(len(s), longest)], ';')
	if end < 3 {
		return 0
	}
	name := s[1:end]
	isPart := isNamePart
	switch {
	case strings.HasPrefix(name, "#x"), strings.HasPrefix(name, "#X"):
		name, isPart = name[2:], isHexFigure
		if len(name) == 0 || len(name) > 6 {
			return 0
		}
	case name[0] == '#':
		name, isPart = name[1:], isFigure
		if len(name) == 0 || len(name) > 7 {
			return 0
		}
	case isFigure(name[0]) || len(name) < 2 || len(name) > 31:
		return 0
	}
	for i := range len(name) {
		if !isPart(name[i]) {
			return 0
		}
	}
	return end + 1
}

func isFigure(c byte) bool { return c >= '0' && c <= '9' }

func isHexFigure(c byte) bool { return isFigure(c) || c|0x20 >= 'a' && c|0x20 <= 'f' }

func isNamePart(c byte) bool { return isFigure(c) || c|0x20 >= 'a' && c|0x20 <= 'z' }
