// Package formats reads the files that news travels in, and gives their
// dispatches: title, text, and what the file says about them. [Read] is the way
// in. It tells the format from the content, never from the name:
//
//   - NewsML-G2 (IPTC), one item or a message of several, with the text as
//     XHTML, NITF or plain; NewsML 1.x; NITF 3.x; ninjs 1.x to 3.x;
//   - the teleprinter formats IPTC 7901 and ANPA-1312;
//   - mail (RFC 5322, MIME), pages of HTML, and plain text.
//
// What a format marks as no news (keywords, slug lines, rights, captions,
// tables, notes to editors, hidden parts of a page) stays out of the text.
// What only its words give away (a byline in the first paragraph, a signature)
// is left to package wire. Paragraphs and headings are separated by a blank
// line; a line break inside of one is the file's own.
//
// Files come from outside. Nothing is fetched and no entity is expanded;
// nesting, elements, attributes and size are bounded, and reading takes time
// in proportion to the file.
package formats

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dateline/news"
	"dateline/wire"
)

// Format names a file format, as it is shown to people.
type Format string

// The formats that are told apart. All that is none of the others is [Text].
const (
	NewsMLG2 Format = "NewsML-G2"
	NewsML1  Format = "NewsML 1"
	NITF     Format = "NITF"
	Ninjs    Format = "ninjs"
	IPTC7901 Format = "IPTC 7901"
	ANPA     Format = "ANPA-1312"
	Mail     Format = "mail"
	HTML     Format = "HTML"
	XML      Format = "XML" // of a kind that is not read: a feed, say
	Text     Format = "plain text"
)

// SaysCharset reports whether a file of this format says itself in which
// character set it is, so that nobody else should guess.
func (f Format) SaysCharset() bool { return f != Text && f != IPTC7901 && f != ANPA }

// Item is one dispatch of a file. A field is zero where the file does not say.
type Item struct {
	Format    Format
	ID        string    // the giver's identifier, the same for all versions of the dispatch
	Source    string    // agency, or whoever provides it
	URL       string    // its http or https address
	Language  string    // BCP 47
	Published time.Time // when this version was made, UTC; a time without a zone is taken for UTC
	Title     string    // on one line
	Dateline  string    // as written, where it is given apart from the text
	Text      string    // UTF-8 with LF alone; paragraphs separated by one blank line

	// Kind says what this version is to those before it, where the file says
	// that: [news.RevisionCorrected], or [news.RevisionKilled] for one that its
	// giver has taken back, which only [ReadAll] gives.
	Kind news.RevisionKind

	withheld string // the status that forbids its use
}

// Bounds of what is read; beyond them reading fails.
const (
	maxDepth      = 256     // elements, or JSON values, inside of each other
	maxElements   = 400_000 // of one file
	maxAttributes = 64      // of an element of XML
	maxItems      = 10_000  // of one file
	maxTitle      = 300     // runes; the rest of a title is cut off
)

var (
	errEmpty   = errors.New("empty: give the text of a dispatch")
	errTooLong = fmt.Errorf("over %d MiB: split it", news.MaxText>>20)
)

// Read gives the dispatches of a file, in its order, at least one. The name is
// only for the error, one line that says what is wrong and where. Items that
// their giver has canceled or withheld are left out, as are pictures and other
// items without text; a file with nothing else in it is an error. Plain text is
// given as it is. Bytes that are neither in a declared character set nor UTF-8
// are read as Windows-1252.
func Read(name string, data []byte) ([]Item, error) { return readNamed(name, data, false) }

// ReadAll is [Read], but gives the items that their giver has taken back as
// well, as far as they can be known again by an ID: of the kind
// [news.RevisionKilled], perhaps without a text. It is for those who have read
// an earlier version. What is only embargoed is left out.
func ReadAll(name string, data []byte) ([]Item, error) { return readNamed(name, data, true) }

func readNamed(name string, data []byte, killed bool) ([]Item, error) {
	items, err := read(data, killed)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, printable(err))
	}
	return items, nil
}

// printable keeps what an error quotes from the file from harming a terminal.
func printable(err error) error {
	if text := cut(oneLine(err.Error()), maxTitle); text != err.Error() {
		return errors.New(text)
	}
	return err
}

func read(data []byte, killed bool) ([]Item, error) {
	switch {
	case len(data) > news.MaxText:
		return nil, errTooLong
	case len(bytes.TrimSpace(data)) == 0:
		return nil, errEmpty
	}
	format := Sniff(data)
	items, err := readAs(format, data)
	if err == nil {
		items, err = finish(format, items, killed)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", format, err)
	}
	return items, nil
}

func readAs(format Format, data []byte) ([]Item, error) {
	switch format {
	case NewsMLG2:
		return readNewsMLG2(data)
	case NewsML1:
		return readNewsML1(data)
	case NITF:
		return readNITF(data)
	case Ninjs:
		return readNinjs(data)
	case IPTC7901, ANPA:
		return readTeleprinter(data)
	case Mail:
		return readMail(data)
	case HTML:
		return readPage(data)
	case XML:
		return nil, unreadXML(rootElement(head(data)))
	default:
		return readText(data)
	}
}

func unreadXML(root string) error {
	switch root {
	case "":
		return errors.New("no element in it")
	case "rss", "feed", "rdf", "opml":
		return fmt.Errorf("a feed or a list of feeds (%s), not a dispatch", root)
	}
	return fmt.Errorf("of a kind that is not read: the root element is %q", cut(root, 40))
}

func readText(data []byte) ([]Item, error) {
	text, err := decode(data, "")
	if at := strings.IndexByte(text, 0); err == nil && at >= 0 {
		err = fmt.Errorf("binary data (a NUL at byte %d)", at)
	}
	return []Item{{Text: text}}, err
}

// finish tidies the items and leaves out those that are no use.
func finish(format Format, items []Item, killed bool) ([]Item, error) {
	kept := items[:0]
	withheld := ""
	for _, item := range items {
		item.Format = format
		if format != Text {
			item.tidy()
		}
		switch {
		case item.withheld != "" && killed && item.ID != "" && item.withheld != embargoed:
			item.Kind = news.RevisionKilled
			kept = append(kept, item)
		case item.withheld != "":
			withheld = item.withheld
		case item.Text != "":
			if item.Kind == "" && correctedTitle.MatchString(item.Title) {
				item.Kind = news.RevisionCorrected
			}
			kept = append(kept, item)
		}
	}
	switch {
	case len(kept) > 0:
		return kept, nil
	case withheld != "":
		return nil, fmt.Errorf("marked as %s by whoever sent it: not read", withheld)
	}
	return nil, errors.New("no text in it")
}

func (i *Item) tidy() {
	i.ID, i.Source, i.Dateline = oneLine(i.ID), oneLine(i.Source), oneLine(i.Dateline)
	i.Title = cut(oneLine(unescape(i.Title)), maxTitle)
	i.Language = LanguageTag(i.Language)
	if !isWeb(i.URL) {
		i.URL = ""
	}
	i.Text = tidyText(i.Text)
}

// WithDateline gives the text, with the dateline before it where that was given
// apart and reads as one. Agencies that send it apart mean it to be printed so.
func (i Item) WithDateline() string {
	if i.Dateline == "" {
		return i.Text
	}
	opening := i.Text
	if n := strings.Index(opening, "\n\n"); n >= 0 {
		opening = opening[:n]
	}
	if wire.Parse(cut(opening, maxTitle), i.Language).Dateline != nil {
		return i.Text
	}
	for _, dash := range []string{" ", " - "} {
		if dash != " " && strings.HasSuffix(i.Dateline, "-") {
			break
		}
		if wire.Parse(i.Dateline+dash+cut(opening, maxTitle), i.Language).Dateline != nil {
			return i.Dateline + dash + i.Text
		}
	}
	return i.Text
}

// tidyText brings the text into the form that Item.Text promises.
func tidyText(text string) string {
	if isTidy(text) {
		return text
	}
	return mendText(text)
}

// mendText is tidyText for any text.
func mendText(text string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	text = strings.Map(plainRune, strings.ToValidUTF8(text, "\uFFFD"))
	var b strings.Builder
	b.Grow(len(text))
	breaks := 0
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimRight(line, " \t\u00a0")
		if line == "" {
			breaks++
			continue
		}
		if b.Len() > 0 {
			b.WriteString("\n\n"[:min(breaks, 1)+1])
		}
		breaks = 0
		b.WriteString(line)
	}
	return b.String()
}

// isTidy reports whether a text certainly is in that form.
func isTidy(text string) bool {
	breaks, last := 2, rune(0) // line breaks in a row, and the character before
	for _, r := range text {
		switch {
		case r >= ' ' && r < 0x7f:
			breaks = 0
		case r == '\n':
			if breaks++; breaks > 2 || isBlank(last) {
				return false
			}
		case r == utf8.RuneError || plainRune(r) != r:
			return false
		default:
			breaks = 0
		}
		last = r
	}
	return text == "" || breaks == 0 && !isBlank(last)
}

// isBlank reports whether a character is dropped at the end of a line.
func isBlank(r rune) bool { return r == ' ' || r == '\t' || r == '\u00a0' }

// plainRune removes control characters; a lone CR is a line's end.
func plainRune(r rune) rune {
	switch {
	case r == '\r' || r == '\u2028' || r == '\u2029' || r == '\u0085':
		return '\n'
	case r == '\n' || r == '\t':
		return r
	case unicode.IsControl(r), r == '\uFEFF':
		return -1
	}
	return r
}

func oneLine(s string) string {
	return strings.Join(strings.Fields(strings.Map(plainRune, strings.ToValidUTF8(s, "\uFFFD"))), " ")
}

// cut gives at most n runes of s.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for at := range s {
		if n == 0 {
			return strings.TrimSpace(s[:at])
		}
		n--
	}
	return s
}
