package feeds

import (
	"bytes"
	"mime"
	"regexp"
	"strings"
	"unicode/utf8"

	"dateline/wire/formats"

	"github.com/saintfish/chardet"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode/utf32"
)

var xmlEncoding = regexp.MustCompile(`<\?xml[^>]{0,200}?\bencoding\s*=\s*["']\s*([^"'<>\s]{1,40})\s*["']`)

// decode gives a document as UTF-8, and what had to be guessed for that, "" if
// nothing. In this order count: a byte order mark; the width of the first
// characters; UTF-8, where the bytes are that, whatever is declared, since
// declarations outlive conversions; what is declared; what the bytes look like.
func decode(data []byte, contentType string) (text, repair string) {
	if e, skip := wide(data); e != nil {
		if out, err := e.NewDecoder().Bytes(data[skip:]); err == nil {
			return string(bytes.TrimPrefix(out, []byte("\uFEFF"))), ""
		}
	}
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	sets := declared(data, contentType)
	for _, set := range sets {
		if e := sevenBit(set); e != nil {
			if out, err := e.NewDecoder().Bytes(data); err == nil {
				return string(out), ""
			}
		}
	}
	if utf8.Valid(data) {
		return string(data), ""
	}
	for _, set := range sets {
		e, name := charset.Lookup(set)
		if e == nil || name == "utf-8" || strings.HasPrefix(name, "utf-16") || name == "replacement" {
			continue
		}
		if out, err := e.NewDecoder().Bytes(data); err == nil {
			return string(out), ""
		}
	}
	if e := looksLike(data); e != nil {
		if out, err := e.NewDecoder().Bytes(data); err == nil {
			return string(out), "undeclared character set"
		}
	}
	return mend(data), "bytes that are no UTF-8"
}

// wide gives the encoding of text in characters of two or four bytes, and how
// long its byte order mark is.
func wide(data []byte) (e encoding.Encoding, skip int) {
	le32, be32 := utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM), utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)
	le16, _ := charset.Lookup("utf-16le")
	be16, _ := charset.Lookup("utf-16be")
	for _, each := range []struct {
		mark string
		e    encoding.Encoding
		skip int
	}{
		{"\xff\xfe\x00\x00", le32, 4}, {"\x00\x00\xfe\xff", be32, 4},
		{"<\x00\x00\x00", le32, 0}, {"\x00\x00\x00<", be32, 0},
		{"\xff\xfe", le16, 2}, {"\xfe\xff", be16, 2},
		{"<\x00", le16, 0}, {"\x00<", be16, 0}, {"{\x00", le16, 0}, {"\x00{", be16, 0},
	} {
		if hasBytes(data, each.mark) {
			return each.e, each.skip
		}
	}
	return nil, 0
}

// declared gives the sets that the answer's header and the document name, the
// more credible first. Many servers add utf-8 or iso-8859-1 to all that they
// send, so these count after what the document says.
func declared(data []byte, contentType string) []string {
	var header, inside string
	if _, params, err := mime.ParseMediaType(contentType); err == nil {
		header = strings.Trim(params["charset"], `"' `)
	} else if _, after, ok := strings.Cut(strings.ToLower(contentType), "charset="); ok {
		header, _, _ = strings.Cut(strings.Trim(after, `"' `), ";")
	}
	if m := xmlEncoding.FindSubmatch(data[:min(len(data), 4096)]); m != nil {
		inside = string(m[1])
	}
	switch strings.ToLower(header) {
	case "":
		return []string{inside}
	case "utf-8", "iso-8859-1", "us-ascii", "ascii", "windows-1252":
		return []string{inside, header}
	}
	return []string{header, inside}
}

// sevenBit gives the encoding of a set that hides all its characters in ASCII;
// nil for any other. UTF-7 is not among them: it is never decoded, and what is
// written in it stays the harmless ASCII that it is.
func sevenBit(set string) encoding.Encoding {
	e, name := charset.Lookup(set)
	if name == "iso-2022-jp" || name == "hz-gb-2312" {
		return e
	}
	return nil
}

// looksLike guesses the set of bytes that are no UTF-8, by the frequencies of
// letters; nil where nothing is likely, or most of it is UTF-8 after all.
func looksLike(data []byte) encoding.Encoding {
	whole, broken := formats.CountUTF8(data)
	if whole > broken || broken < 16 {
		return nil // too few to tell by
	}
	best, err := chardet.NewTextDetector().DetectBest(foreign(data))
	if err != nil || best.Confidence < 20 {
		return nil
	}
	e, name := charset.Lookup(best.Charset)
	if e == nil || name == "utf-8" || strings.HasPrefix(name, "utf-16") || name == "windows-1252" {
		return nil
	}
	return e
}

// foreign gives some of the text of a document without its tags, which would
// make anything look like a language in Latin letters.
func foreign(data []byte) []byte {
	out := make([]byte, 0, 16<<10)
	inTag := false
	for _, c := range data {
		switch {
		case c == '<':
			inTag = true
			out = append(out, ' ')
		case c == '>':
			inTag = false
		case !inTag:
			out = append(out, c)
		}
		if len(out) == cap(out) {
			return out
		}
	}
	return out
}

// mend reads UTF-8 in which some bytes, perhaps all beyond ASCII, are
// Windows-1252.
func mend(data []byte) string {
	var b strings.Builder
	b.Grow(len(data) + len(data)/8)
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		if r == utf8.RuneError && size == 1 {
			r = charmap.Windows1252.DecodeByte(data[0])
		}
		b.WriteRune(r)
		data = data[size:]
	}
	return b.String()
}
