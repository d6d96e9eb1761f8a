package adapters

import (
	"net"
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// maxMarks is how many combining marks may follow one another; no script
// needs more, and piles of them cover the lines around.
const maxMarks = 8

// escapes are whole terminal sequences: CSI, OSC and other strings with their
// end, character sets. A sequence that is broken off loses its first
// character later and stays as text.
var escapes = regexp.MustCompile(
	"(?:\x1b\\[|\u009b)[0-?]*[ -/]*[@-~]" + //nolint:gocritic // the ranges are those of ECMA-48
		"|(?:\x1b[\\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\x07\x1b\u009c\n]*(?:\x07|\x1b\\\\|\u009c)" +
		"|\x1b[!-/]+[0-~]")

// CleanLine makes text safe to show on one line: no terminal sequences, no
// control characters, nothing that reorders or hides text. What means
// something in a platform's markup is left to the platform.
func CleanLine(s string) string {
	return strings.ReplaceAll(CleanText(s), "\n", " ")
}

// CleanText is [CleanLine] for text of several lines: it keeps them.
func CleanText(s string) string {
	if strings.IndexFunc(s, suspicious) < 0 {
		return s
	}
	s = escapes.ReplaceAllString(strings.ToValidUTF8(s, "\uFFFD"), "")
	s = strings.ReplaceAll(s, "\r\n", "\n")
	var out strings.Builder
	before, marks := ' ', 0
	for i, r := range s {
		if unicode.In(r, unicode.Mn, unicode.Me) {
			marks++
		} else {
			marks = 0
		}
		after, _ := utf8.DecodeRuneInString(s[i+utf8.RuneLen(r):])
		if kept, ok := keep(before, r, after); ok && marks <= maxMarks {
			out.WriteRune(kept)
		}
		before = r
	}
	return out.String()
}

// suspicious finds what CleanText may have to change.
func suspicious(r rune) bool {
	return r != '\n' && (r == utf8.RuneError || unicode.In(r, unicode.C, unicode.M, unicode.Zl, unicode.Zp, unicode.Other_Default_Ignorable_Code_Point))
}

// keep says what stands for r between its neighbours, if anything.
func keep(before, r, after rune) (rune, bool) {
	switch {
	case r == '\t':
		return ' ', true
	case r == '\n', r == '\v', r == '\f', r == '\r', r == '\u0085', r == '\u2028', r == '\u2029':
		return '\n', true
	case r == '\u200c', r == '\u200d': // they hide in Latin, but Persian, Hindi and emoji need them
		return r, joins(before) && joins(after)
	case unicode.Is(unicode.Prepended_Concatenation_Mark, r): // Arabic number signs: visible
		return r, true
	}
	return r, !unicode.In(r, unicode.Cc, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point)
}

// joins reports whether zero-width joiners have a meaning beside r.
func joins(r rune) bool {
	return unicode.In(r, unicode.So, unicode.Sk, unicode.Variation_Selector,
		unicode.Arabic, unicode.Syriac, unicode.Mongolian, unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi,
		unicode.Gujarati, unicode.Oriya, unicode.Tamil, unicode.Telugu, unicode.Kannada, unicode.Malayalam,
		unicode.Sinhala, unicode.Myanmar, unicode.Khmer)
}

// Link gives an address as it may be shown: http or https, the host in ASCII
// (so that look-alike letters are seen), without query and fragment. One with
// user information, or of any other kind, is not shown at all.
func Link(address string) (string, bool) {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.User != nil || u.Hostname() == "" {
		return "", false
	}
	if net.ParseIP(u.Hostname()) == nil {
		host, err := idna.Lookup.ToASCII(u.Hostname())
		if err != nil {
			return "", false
		}
		if port := u.Port(); port != "" {
			host = net.JoinHostPort(host, port)
		}
		u.Host = host
	}
	u.RawQuery, u.ForceQuery, u.Fragment, u.RawFragment = "", false, "", ""
	return u.String(), true
}
