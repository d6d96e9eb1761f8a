package formats

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/charset"

	"dateline/news"
)

// PlainText gives the text of a file that does not say its character set (see
// [Format.SaysCharset]): it is UTF-8, or in the set that its bytes show, whose
// name is given as well. What is no text, or in a set that cannot be told, is
// an error of one line that says what to do.
func PlainText(content []byte) (text, set string, err error) {
	switch {
	case len(content) > news.MaxText:
		return "", "", errTooLong
	case len(bytes.TrimSpace(content)) == 0:
		return "", "", errEmpty
	}
	if set = utf16BOM(content); set == "" {
		if at := bytes.IndexByte(content, 0); at >= 0 {
			return "", "", fmt.Errorf("binary data (a NUL at byte %d): save it as text first", at)
		}
		if utf8.Valid(content) {
			text, err = properText(string(content))
			return text, "", err
		}
		set = sniffCharset(content)
	}
	decoded, ok := decodeAs(set, content)
	if !ok {
		bad := &news.EncodingError{}
		_, err := news.CleanText(string(content))
		errors.As(err, &bad)
		return "", "", fmt.Errorf("neither UTF-8 (byte %d is not) nor a character set that can be told: save it as UTF-8", bad.Offset)
	}
	text, err = properText(decoded)
	return text, set, err
}

// properText refuses what is valid UTF-8 and still no text.
func properText(text string) (string, error) {
	if mostlyControls(text) {
		return "", errors.New("binary data (control characters): save it as text first")
	}
	if _, err := news.CleanText(text); err != nil {
		return "", errEmpty // it is short enough, and valid
	}
	return text, nil
}

// mostlyControls reports whether over a tenth of the text's first 4 KB are
// control characters; wire formats hold a few.
func mostlyControls(text string) bool {
	text = text[:min(len(text), 4<<10)]
	controls := 0
	for _, c := range []byte(text) {
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' || c == 0x7f {
			controls++
		}
	}
	return controls*10 > len(text)
}

// utf16BOM gives the character set that a byte order mark of UTF-16 names.
// Before plain ASCII it is no such mark, but two broken bytes.
func utf16BOM(content []byte) string {
	beyond := func(r rune) bool { return r == 0 || r >= 0x80 }
	switch {
	case len(content) < 2 || !bytes.ContainsFunc(content[2:], beyond):
		return ""
	case bytes.HasPrefix(content, []byte{0xff, 0xfe}):
		return "utf-16le"
	case bytes.HasPrefix(content, []byte{0xfe, 0xff}):
		return "utf-16be"
	}
	return ""
}

// sniffCharset guesses the character set of content that is not UTF-8, ""
// where it looks like damaged UTF-8 instead, or like no text in any of them.
// Only sets that news still arrives in are tried: a file in a rarer one is
// better refused than garbled.
func sniffCharset(content []byte) string {
	if damagedUTF8(content) || bytes.HasPrefix(content, []byte{0xff, 0xfe}) || bytes.HasPrefix(content, []byte{0xfe, 0xff}) {
		return ""
	}
	if !highRuns(content) {
		const western = "windows-1252"
		if text, ok := decodeAs(western, content); ok && latin().plausible(text) {
			return western
		}
		return ""
	}
	best, most := "", 0
	for _, candidate := range []string{"windows-1251", "koi8-r"} {
		if text, ok := decodeAs(candidate, content); ok && cyrillic().plausible(text) {
			if score := commonRussian(text); score > most {
				best, most = candidate, score
			}
		}
	}
	return best
}

// damagedUTF8 reports whether more characters beyond ASCII are whole than broken.
func damagedUTF8(content []byte) bool {
	whole, broken := 0, 0
	for len(content) > 0 {
		r, size := utf8.DecodeRune(content)
		switch {
		case r == utf8.RuneError && size == 1:
			broken++
		case size > 1:
			whole++
		}
		content = content[size:]
	}
	return whole >= broken
}

// highRuns reports whether the bytes beyond ASCII mostly stand side by side,
// as in an alphabet of its own; in a Latin one they stand alone.
func highRuns(content []byte) bool {
	high, beside := 0, 0
	for i, c := range content {
		if c < 0x80 {
			continue
		}
		high++
		if i > 0 && content[i-1] >= 0x80 {
			beside++
		}
	}
	return beside*2 > high
}

// commonRussian counts the ten commonest Russian letters, less the rarest;
// read in the wrong character set the common ones become rare.
func commonRussian(text string) int {
	score := 0
	for _, r := range text {
		switch r = unicode.ToLower(r); {
		case strings.ContainsRune("оеаинтсрвл", r):
			score++
		case strings.ContainsRune("щэфцъё", r):
			score--
		}
	}
	return score
}

// decodeAs decodes content from a character set, if the outcome can be text:
// with letters, and without control or replacement characters.
func decodeAs(label string, content []byte) (string, bool) {
	encoding, _ := charset.Lookup(label)
	if encoding == nil {
		return "", false
	}
	decoded, err := encoding.NewDecoder().Bytes(content)
	if err != nil {
		return "", false
	}
	text := strings.TrimPrefix(string(decoded), "\uFEFF")
	letters, odd := 0, 0
	for _, r := range text {
		switch {
		case r == utf8.RuneError, r == 0, r >= 0x80 && unicode.IsControl(r): // wire formats hold control characters of ASCII
			return "", false
		case unicode.IsLetter(r):
			letters++
		case r >= 0x80 && !unicode.IsPunct(r) && !unicode.IsSpace(r) && !unicode.IsSymbol(r):
			odd++
		}
	}
	return text, letters > 0 && letters*2 > len([]rune(text))-letters && odd*10 <= letters
}
