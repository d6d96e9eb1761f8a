package feeds

import (
	"bytes"
	"errors"
	"fmt"
	"mime"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/charset"

	"dateline/wire/formats"
)

// maxPage bounds a page, in bytes; the guarded client gives no more.
const maxPage = 10 << 20

// maxPageTitle bounds the title of a page, in characters.
const maxPageTitle = 300

// Errors of [ReadPage]. Test with errors.Is.
var (
	ErrNoPage   = errors.New("no page")
	errPageSize = fmt.Errorf("over %d MiB", maxPage>>20)
)

// ReadPage reads the web page that was found at the address (absolute, http or
// https; it resolves the page's links) with that Content-Type ("" if unknown).
// It fails with [ErrNoPage] where the data is no HTML and no plain text.
//
// The work is bounded by the size of the page: one that is nested too deep or
// built of too many parts keeps what it says about itself and its feeds, and
// has no text. Nothing is fetched and no refresh is followed.
func ReadPage(data []byte, contentType, address string) (Page, error) {
	kind, params, _ := mime.ParseMediaType(contentType) // what cannot be read is taken for none
	if len(data) > maxPage {
		return Page{}, fmt.Errorf("page: %w", errPageSize)
	}
	if err := checkPageKind(kind, data); err != nil {
		return Page{}, err
	}
	text := decodePageText(data, params["charset"])
	if kind == "text/plain" && formats.Sniff([]byte(text)) != formats.HTML {
		return Page{Address: webAddress(address), Text: plainPage(text)}, nil
	}
	s := scanPage(text)
	page := s.about(address)
	if !s.crowded {
		page.Text = articleText(s.simple.String(), page.Title, address, s.styles.String())
	}
	return page, nil
}

// checkPageKind refuses what is declared, or shows itself, as no text.
func checkPageKind(kind string, data []byte) error {
	switch {
	case kind == "" || kind == "text/html" || kind == "text/plain" || kind == "application/xhtml+xml":
	case strings.HasPrefix(kind, "text/"), strings.HasSuffix(kind, "xml"), kind == "application/octet-stream":
		if formats.Sniff(data) != formats.HTML {
			return fmt.Errorf("%w: it is %s", ErrNoPage, pageLine(kind, 60))
		}
	default:
		return fmt.Errorf("%w: it is %s", ErrNoPage, pageLine(kind, 60))
	}
	switch head := data[:min(len(data), 512)]; {
	case len(bytes.TrimSpace(data)) == 0:
		return fmt.Errorf("%w: it is empty", ErrNoPage)
	case bytes.HasPrefix(head, []byte("%PDF-")), bytes.HasPrefix(head, []byte("\x89PNG")), bytes.HasPrefix(head, []byte("\xff\xd8\xff")),
		bytes.HasPrefix(head, []byte("GIF8")), bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return fmt.Errorf("%w: it is binary data", ErrNoPage)
	}
	return nil
}

// decodePageText gives a page as valid UTF-8. A byte order mark wins, then the
// header's charset, then the page's own; what is valid UTF-8 is taken for that
// whatever a declaration of single bytes says, since such pages are common.
func decodePageText(data []byte, declared string) string {
	encoding, name, certain := charset.DetermineEncoding(data[:min(len(data), 4096)], "text/html; charset="+declared)
	if !certain && name == "windows-1252" {
		name = ""
	}
	if utf8.Valid(data) && !strings.HasPrefix(name, "utf-16") && !strings.HasPrefix(name, "iso-2022") {
		return strings.TrimPrefix(string(data), "\uFEFF")
	}
	if name == "utf-8" || name == "" && mostlyUTF8(data) {
		return strings.TrimPrefix(strings.ToValidUTF8(string(data), "\uFFFD"), "\uFEFF")
	}
	text, err := encoding.NewDecoder().Bytes(data)
	if err != nil {
		text = data
	}
	return strings.TrimPrefix(strings.ToValidUTF8(string(text), "\uFFFD"), "\uFEFF")
}

// mostlyUTF8 reports whether more characters beyond ASCII are whole than broken.
func mostlyUTF8(data []byte) bool {
	whole, broken := 0, 0
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
	return whole > broken
}

// plainPage gives the paragraphs of a page of plain text.
func plainPage(text string) string {
	if strings.IndexByte(text, 0) >= 0 {
		return ""
	}
	var paragraphs []string
	for p := range strings.SplitSeq(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text), "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			paragraphs = append(paragraphs, p)
		}
	}
	return strings.Join(paragraphs, "\n\n")
}

// webAddress gives an absolute http or https address without user information
// and fragment, "" for any other.
func webAddress(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || !isWebURL(u) {
		return ""
	}
	u.User = nil
	return addressOf(u)
}

func isWebURL(u *url.URL) bool {
	scheme := strings.ToLower(u.Scheme)
	return (scheme == "http" || scheme == "https") && u.Hostname() != "" && u.Opaque == "" && !strings.ContainsFunc(u.Host, unicode.IsSpace)
}

// addressOf writes an address without its fragment, "" where it is too long or
// no valid UTF-8. A query is given as a browser would send it.
func addressOf(u *url.URL) string {
	plain := *u
	plain.Fragment, plain.RawFragment = "", ""
	var query strings.Builder
	for _, c := range []byte(u.RawQuery) {
		if c <= ' ' || c >= 0x7f || c == '"' || c == '<' || c == '>' {
			fmt.Fprintf(&query, "%%%02X", c)
		} else {
			query.WriteByte(c)
		}
	}
	plain.RawQuery = query.String()
	if s := plain.String(); len(s) <= maxAddress && utf8.ValidString(s) {
		return s
	}
	return ""
}

// pageLine puts a text on one line of at most n characters.
func pageLine(s string, n int) string {
	s = strings.Join(strings.Fields(strings.Map(printableRune, strings.ToValidUTF8(s, "\uFFFD"))), " ")
	for at := range s {
		if n == 0 {
			return strings.TrimSpace(s[:at])
		}
		n--
	}
	return s
}

// printableRune leaves out control characters; those that part words are spaces.
func printableRune(r rune) rune {
	switch {
	case r == '\n' || r == '\r' || r == '\t' || r == '\u2028' || r == '\u2029' || r == '\u0085':
		return ' '
	case r < ' ' || r >= 0x7f && r < 0xa0 || r == '\uFEFF' || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069:
		return -1
	}
	return r
}
