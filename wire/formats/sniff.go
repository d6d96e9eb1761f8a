package formats

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
)

// sniffed is how much of a file is looked at to tell its format, in bytes.
const sniffed = 64 << 10

// Sniff tells the format of a file from its content; the beginning is enough.
func Sniff(data []byte) Format {
	text := head(data)
	trimmed := strings.TrimLeft(text, " \t\r\n")
	switch {
	case strings.HasPrefix(trimmed, "<"):
		return sniffMarkup(trimmed)
	case strings.HasPrefix(trimmed, "{"), strings.HasPrefix(trimmed, "["):
		if sniffNinjs(trimmed) {
			return Ninjs
		}
	case isTeleprinter(text):
		if strings.Contains(firstLine(text), "\x1f") {
			return ANPA
		}
		return IPTC7901
	case isMail(trimmed):
		return Mail
	}
	return Text
}

// head is the beginning of a file as UTF-8, without a byte order mark.
func head(data []byte) string {
	data = data[:min(len(data), sniffed)]
	if set := wideCharset(data); set != "" {
		text, _ := decode(data, set) // a character cut in two is replaced
		return text
	}
	return string(bytes.TrimPrefix(data, []byte("\uFEFF")))
}

// sniffMarkup tells formats apart that open with a tag.
func sniffMarkup(text string) Format {
	root := rootElement(text)
	switch root {
	case "newsmessage", "newsitem", "packageitem":
		return NewsMLG2
	case "newsml":
		return NewsML1
	case "nitf":
		return NITF
	case "rss", "feed", "rdf", "opml":
		return XML
	}
	switch {
	case isHTMLElement[root]:
		return HTML
	case strings.HasPrefix(text, "<?xml"), strings.HasPrefix(text, "<!DOCTYPE"):
		return XML
	}
	return Text
}

// isHTMLElement has the elements that a page, or a piece of one, opens with.
var isHTMLElement = map[string]bool{
	"html": true, "head": true, "body": true, "meta": true, "title": true, "link": true, "script": true, "style": true,
	"main": true, "article": true, "section": true, "header": true, "nav": true, "div": true, "p": true, "span": true,
	"h1": true, "h2": true, "h3": true, "h4": true, "ul": true, "ol": true, "table": true, "blockquote": true,
	"b": true, "i": true, "em": true, "strong": true, "a": true, "br": true, "hr": true, "font": true, "center": true,
	"pre": true, "figure": true, "img": true,
}

// rootElement gives the local name of the first element, in small letters, ""
// if there is none.
func rootElement(text string) string {
	for {
		text = strings.TrimLeft(text, " \t\r\n")
		switch {
		case strings.HasPrefix(text, "<!--"):
			text = after(text, "-->")
		case strings.HasPrefix(text, "<?"):
			text = after(text, "?>")
		case strings.HasPrefix(text, "<!"):
			text = afterDeclaration(text)
		case strings.HasPrefix(text, "<"):
			return elementName(text[1:])
		default:
			return ""
		}
	}
}

func after(text, mark string) string {
	_, rest, _ := strings.Cut(text, mark)
	return rest
}

// afterDeclaration gives what follows a declaration, its internal subset included.
func afterDeclaration(text string) string {
	end := strings.IndexByte(text, '>')
	if open := strings.IndexByte(text, '['); open >= 0 && open < end {
		return after(after(text, "]"), ">")
	}
	return after(text, ">")
}

func elementName(text string) string {
	end := strings.IndexAny(text, " \t\r\n/>")
	if end < 0 || end > maxTitle {
		return ""
	}
	name := text[:end]
	if i := strings.IndexByte(name, ':'); i >= 0 {
		name = name[i+1:]
	}
	return strings.ToLower(name)
}

// tellsNinjs has the properties that ninjs alone has; of its many others, those
// that a row of JSONL may have as well tell nothing.
var tellsNinjs = map[string]bool{
	"body_text": true, "body_xhtml": true, "body_html": true, "bodies": true, "headlines": true,
	"versioncreated": true, "versionCreated": true, "firstcreated": true, "firstCreated": true,
	"pubstatus": true, "pubStatus": true, "associations": true, "usageterms": true, "copyrightholder": true,
}

// sniffNinjs reports whether JSON, perhaps cut off, is ninjs: an object with
// one of its properties, or several in a list or an envelope. An object with
// text of its own is a row of JSONL.
func sniffNinjs(text string) bool {
	d := json.NewDecoder(strings.NewReader(text))
	var k keyReader
	tells := false
	for range 1 << 14 {
		token, err := d.Token()
		if err != nil {
			break
		}
		key, depth := k.key(token)
		switch {
		case depth == 0 || depth > maxDepth:
			return tells
		case key == "text" && depth == 1:
			return false
		case key != "" && depth <= 4 && tellsNinjs[key]:
			tells = true
		}
	}
	return tells
}

// keyReader tells keys from values among the tokens of JSON.
type keyReader struct {
	open []byte // for each open value: 'a' list, 'k' object before a key, 'v' before a value
}

// key gives the token if it is a key, else "", and how many values are open.
func (k *keyReader) key(token json.Token) (string, int) {
	key := ""
	switch token {
	case json.Delim('{'):
		k.open = append(k.open, 'k')
		return "", len(k.open)
	case json.Delim('['):
		k.open = append(k.open, 'a')
		return "", len(k.open)
	case json.Delim('}'), json.Delim(']'):
		k.open = k.open[:len(k.open)-1]
	}
	if len(k.open) == 0 {
		return "", 0
	}
	switch top := &k.open[len(k.open)-1]; *top {
	case 'k':
		key, _ = token.(string) // it is one: the decoder sees to that
		*top = 'v'
	case 'v':
		*top = 'k'
	}
	return key, len(k.open)
}

// isTeleprinter reports whether text opens as a message of a teleprinter does:
// with SOH after nothing but fill, or with the header line of IPTC 7901.
func isTeleprinter(text string) bool {
	text = strings.TrimLeft(text, "\x00\x7f\x16 \t\r\n")
	return strings.HasPrefix(text, "\x01") || headerLine.MatchString(firstLine(text))
}

// headerLine is service and number, priority, category, words, and what the
// service adds: "abc062 4 i 211 xyz 061".
var headerLine = regexp.MustCompile(`^([a-z]{2,4}\d{3,5})[ \t]+\d[ \t]+[a-z]{1,4}[ \t]+\d{1,5}(?:[ \t]+(.*))?$`)

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimLeft(text, "\x00\x7f\x16 \t\r\n"), "\n")
	return strings.TrimRight(line, " \t\r")
}

var headerField = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9-]{1,60}):(?: |\t|\r?$)`)

// tellsMail has the fields of a header that a text about something else would
// not open with by chance.
var tellsMail = map[string]bool{
	"received": true, "message-id": true, "mime-version": true, "return-path": true, "delivered-to": true,
	"from": true, "subject": true, "to": true, "date": true, "content-type": true, "x-mailer": true,
}

// isMail reports whether text opens with the header of a mail: nothing but
// fields, three of them mail's own, or two of which one is From.
func isMail(text string) bool {
	known, from := 0, false
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" {
			break
		}
		if line[0] == ' ' || line[0] == '\t' || known == 0 && strings.HasPrefix(line, "From ") {
			continue
		}
		m := headerField.FindStringSubmatch(line)
		if m == nil {
			return false
		}
		if name := strings.ToLower(m[1]); tellsMail[name] {
			known++
			from = from || name == "from"
		}
	}
	return known >= 3 || known == 2 && from
}
