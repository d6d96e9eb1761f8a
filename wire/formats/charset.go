package formats

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
)

// decode gives data as UTF-8. declared is what the file says its character set
// is, "" if it does not say. What is valid UTF-8 is taken for that, whatever a
// declaration of a set of single bytes says: such files are common, and the
// opposite mistake hardly ever happens by chance.
func decode(data []byte, declared string) (string, error) {
	if set := wideCharset(data); set != "" {
		declared = set
	}
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	encoding, name := charset.Lookup(declared)
	valid := utf8.Valid(data)
	switch {
	case encoding == nil && declared != "" && !valid:
		return "", fmt.Errorf("the character set %q is not known", cut(oneLine(declared), 40))
	case valid && (encoding == nil || singleByte(name)), valid && name == "utf-8":
		return string(data), nil
	case valid && strings.HasPrefix(name, "utf-16") && wideCharset(data) == "":
		return string(data), nil // the declaration outlived a conversion
	case encoding == nil || name == "utf-8":
		return undeclared(data), nil
	}
	text, err := encoding.NewDecoder().Bytes(data)
	if err != nil {
		return "", fmt.Errorf("character set %s: %w", name, err)
	}
	return strings.TrimPrefix(string(text), "\uFEFF"), nil
}

// wideCharset gives the set of text in UTF-16, told by its byte order mark or
// by its opening tag, and "" for any other.
func wideCharset(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}), bytes.HasPrefix(data, []byte("<\x00")):
		return "utf-16le"
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}), bytes.HasPrefix(data, []byte("\x00<")):
		return "utf-16be"
	}
	return ""
}

func singleByte(set string) bool {
	return strings.HasPrefix(set, "windows-125") || strings.HasPrefix(set, "iso-8859-") || strings.HasPrefix(set, "koi8")
}

// CountUTF8 counts the characters of several bytes that are whole, and the
// bytes that are part of no character.
func CountUTF8(data []byte) (whole, broken int) {
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		switch {
		case r == utf8.RuneError && size == 1:
			broken++
		case size > 1:
			whole++
		}
		data = data[size:]
	}
	return whole, broken
}

// undeclared reads what is not valid UTF-8 and is declared as nothing else:
// as UTF-8 with damage where most characters are whole, else as Windows-1252,
// of which Latin-1 is a part.
func undeclared(data []byte) string {
	whole, broken := CountUTF8(data)
	encoding, _ := charset.Lookup("windows-1252")
	text, err := encoding.NewDecoder().Bytes(data)
	if err != nil || whole > broken {
		return strings.ToValidUTF8(string(data), "\uFFFD")
	}
	return string(text)
}
