package wire

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/terms"
)

// isCode reports whether a line is made for machines or for the desk: no
// letters at all, a signature (kb/ms), an end mark, routing codes.
func isCode(s string) bool {
	if len(s) > 80 {
		return !hasWord(s)
	}
	if strings.IndexFunc(s, unicode.IsLetter) < 0 {
		return !strings.ContainsAny(s, "0123456789") || isSingleCode(s)
	}
	if isEndMark(s) || isSignature(s) {
		return true
	}
	return mayBeCodes(s) && mostlyCodes(s)
}

// mostlyCodes reports whether enough words of s are routing codes.
func mostlyCodes(s string) bool {
	coded, tokens := 0, 0
	for w := range strings.FieldsSeq(s) {
		tokens++
		if isCodeToken(w) {
			coded++
		}
	}
	return tokens >= 3 && coded*10 >= tokens*7 || tokens == 2 && coded == 2 && countDigits(s) >= 8
}

// mayBeCodes is a quick look at whether [mostlyCodes] can be true: enough words of s
// have a digit, or are short.
func mayBeCodes(s string) bool {
	coded, tokens := 0, 0
	length, kinds := 0, marks(0) // of the word
	for i := 0; i <= len(s); i++ {
		k := spaceMark // behind the last word
		if i < len(s) {
			k = byteMarks[s[i]]
		}
		if i < len(s) && s[i] >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			k, i = runeMarks(r), i+size-1
		}
		if k&spaceMark == 0 {
			length, kinds = length+1, kinds|k
			continue
		}
		if length > 0 {
			tokens++
		}
		if length > 0 && kinds&runeMark == 0 && (kinds&digitMark != 0 || length <= 3) {
			coded++
		}
		length, kinds = 0, 0
	}
	return tokens >= 2 && coded*10 >= tokens*7
}

// isSingleCode reports whether a line is one routing code.
func isSingleCode(s string) bool {
	s = strings.TrimSpace(s)
	return s != "" && strings.IndexFunc(s, unicode.IsSpace) < 0 && isCodeToken(s)
}

func countDigits(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

// isCodeToken reports whether a word looks like a routing code: letters mixed
// with digits, or up to three small letters or digits.
func isCodeToken(w string) bool {
	var lower, upper, digits, others int
	for i := range len(w) {
		switch b := w[i]; {
		case b >= utf8.RuneSelf:
			return false
		case 'a' <= b && b <= 'z':
			lower++
		case 'A' <= b && b <= 'Z':
			upper++
		case '0' <= b && b <= '9':
			digits++
		default:
			others++
		}
	}
	switch {
	case digits > 0 && lower+upper > 0:
		return others <= 2
	case digits >= 2 && lower+upper == 0:
		return true
	}
	return upper == 0 && digits == 0 && lower > 0 && lower+others <= 3 && !commonShort(w)
}

// commonShort keeps small words of running text from being taken for codes.
func commonShort(w string) bool {
	for _, l := range [...]string{"en", "de", "fr", "es", "it", "nl", "pt"} {
		if terms.Stop(l, w) {
			return true
		}
	}
	return false
}

// isEndMark knows the words that end a wire story.
func isEndMark(s string) bool {
	const longest = 16 // bytes
	if s = strings.Trim(s, "()-*=#./ "); len(s) > longest {
		return false
	}
	switch strings.ToLower(s) {
	case "end", "ends", "more", "ende", "fin", "fine", "fim", "einde", "конец", "кінець", "koniec", "son", "endit", "mf":
		return true
	}
	return false
}

// isSignature knows initials of writers and desks: "kb/ms", "(SDA/sj)", "xx/yy/zz".
func isSignature(s string) bool {
	s = strings.Trim(s, "()[]- ")
	if len(s) > 20 || strings.ContainsAny(s, " \t") || !strings.ContainsAny(s, "/\\") || noneSmall(s) {
		return false
	}
	for part := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == '/' || r == '\\' || r == '-' }) {
		if utf8.RuneCountInString(part) > 5 || strings.IndexFunc(part, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) >= 0 {
			return false
		}
	}
	return true
}
