package formats

import (
	"regexp"
	"strings"

	"dateline/news"
	"dateline/wire"
)

// The control characters that part a message.
const (
	startOfHeader = "\x01"
	startOfText   = "\x02"
	endOfText     = "\x03"
	endOfMessage  = "\x04"
	tabular       = "\x08" // opens a line of a table in ANPA-1312
)

// readTeleprinter reads messages of IPTC 7901 and ANPA-1312: a header line, a
// line of keywords, STX, headlines, text, ETX, the date.
func readTeleprinter(data []byte) ([]Item, error) {
	text, err := decode(data, "")
	if err != nil {
		return nil, err
	}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "", "\x7f", "", "\x16", "").Replace(text)
	var items []Item
	for message := range strings.SplitSeq(text, startOfHeader) {
		if strings.TrimSpace(message) == "" {
			continue
		}
		if len(items) == maxItems {
			return nil, errItems
		}
		items = append(items, readMessage(message))
	}
	return items, nil
}

func readMessage(message string) Item {
	message, _, _ = strings.Cut(message, endOfMessage)
	header, body, parted := strings.Cut(message, startOfText)
	body, trailer, dated := strings.Cut(body, endOfText)
	if !parted {
		header, body = plainHeader(message)
		body, trailer, dated = strings.Cut(body, endOfText)
	}
	if strings.Contains(header, "\x1f") || strings.HasPrefix(strings.TrimSpace(body), "^") {
		return readANPA(header, body, trailer)
	}
	if !dated {
		body, trailer = dateLine(body)
	}
	return readIPTC(header, body, trailer)
}

// plainHeader parts a message that has lost its control characters: the first
// line is the header's, and the next one if it is of keywords.
func plainHeader(message string) (header, body string) {
	header, body, _ = strings.Cut(strings.TrimLeft(message, " \t\n"), "\n")
	body = strings.TrimLeft(body, " \t\n")
	if line, rest, _ := strings.Cut(body, "\n"); strings.HasSuffix(strings.TrimSpace(line), "/") {
		body = rest
	}
	return header, body
}

// dateLine parts the last line from the text if it is the message's date.
func dateLine(body string) (text, date string) {
	body = strings.TrimRight(body, " \t\n")
	at := strings.LastIndexByte(body, '\n') + 1
	if m := iptcDate.FindString(body[at:]); m != "" && m == strings.TrimSpace(body[at:]) {
		return body[:at], m
	}
	return body, ""
}

func readIPTC(header, body, trailer string) Item {
	var item Item
	lines := strings.Split(strings.TrimLeft(body, " \t\n"), "\n")
	if markedCorrected(lines) {
		item.Kind = news.RevisionCorrected
	}
	item.Title, body = headlines(lines)
	item.Text = newsOf(linesText(body, true))
	date := iptcDate.FindString(trailer)
	item.Published = parseIPTCDate(date)
	if m := headerLine.FindStringSubmatch(firstLine(header)); m != nil {
		if fields := strings.Fields(m[2]); len(fields) > 1 {
			item.Source = fields[len(fields)-2]
		}
		if !item.Published.IsZero() {
			item.ID = m[1] + " " + item.Published.Format("2006-01-02T15:04Z")
		}
	}
	item.Source = anyOf(datelineAgency(item.Text), item.Source)
	return item
}

// datelineAgency gives the agency that a text names in its dateline.
func datelineAgency(text string) string {
	if d := wire.Parse(cut(text, maxTitle), "").Dateline; d != nil {
		return d.Agency
	}
	return ""
}

// maxHeadlines bounds, in lines, how far the headlines of a message reach.
const maxHeadlines = 12

// headlines gives the title and the text after it. The last line of the
// headlines ends in an equals sign; before the headline proper stand marks of
// the version, after it the byline.
func headlines(lines []string) (title, body string) {
	end := -1
	for i, line := range lines[:min(len(lines), maxHeadlines)] {
		line = strings.TrimSpace(line)
		if line == "" {
			break
		}
		if strings.HasSuffix(line, "=") {
			end = i
			break
		}
	}
	if end < 0 {
		if len(lines) > 2 && strings.TrimSpace(lines[1]) == "" && !strings.HasPrefix(lines[0], "  ") {
			return lines[0], strings.Join(lines[1:], "\n")
		}
		return "", strings.Join(lines, "\n")
	}
	heads := make([]string, 0, end+1)
	for _, line := range lines[:end+1] {
		heads = append(heads, strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(line), "=")))
	}
	return strings.Join(properHeadline(heads), " "), strings.Join(lines[end+1:], "\n")
}

var (
	bylineHead = regexp.MustCompile(`^(?:By|Von|Par|Por|Di|Door|Av|Fra) (?:our |\p{Lu}|dpa |afp )`)
	// versionHead is a mark such as "1ST LEAD", "EXTRA", "REFILE", "(Achtung)".
	versionHead = regexp.MustCompile(`^(?:[\p{Lu}\d][\p{Lu}\d .:/+-]{0,30}|\([^()]{1,40}\))$`)
)

// properHeadline leaves the byline out, and marks of the version where
// anything else is left.
func properHeadline(heads []string) []string {
	if last := len(heads) - 1; last > 0 && bylineHead.MatchString(heads[last]) {
		heads = heads[:last]
	}
	for len(heads) > 1 && versionHead.MatchString(heads[0]) {
		heads = heads[1:]
	}
	return heads
}

var (
	notebook  = regexp.MustCompile(`(?i)^#{1,3}\s+(?:\w+\s+)?(?:notebook|notizblock|bloc-notes|bloc de notas|note to editors|editorial contacts)`)
	notPublic = regexp.MustCompile(`(?i)(?:not (?:intended )?for publication|nicht zur ver[öo]ffentlichung|(?:ne pas|non destinée?s? à la) publi|no publicar|` +
		`non per la pubblicazione|niet voor publicatie|не (?:для печати|подлеж\S* публикации))`)
	stars = regexp.MustCompile(`^(?:\*\s*){3,}$`)
)

// newsOf gives the paragraphs up to the notes for editors, which stand at the
// end under a heading or a line of their own.
func newsOf(text string) string {
	paragraphs := strings.Split(text, "\n\n")
	for i := range paragraphs {
		if opensNotes(paragraphs[i:]) {
			return strings.Join(paragraphs[:i], "\n\n")
		}
	}
	return text
}

// opensNotes reports whether notes for editors begin here: with the heading of
// the notebook, or with a line, perhaps below stars, that says that what follows
// is not for publication.
func opensNotes(paragraphs []string) bool {
	line, rest, _ := strings.Cut(paragraphs[0], "\n")
	if notebook.MatchString(line) {
		return true
	}
	if !stars.MatchString(line) {
		return rest == "" && notPublic.MatchString(line) && !strings.HasSuffix(line, ".")
	}
	if rest == "" && len(paragraphs) > 1 {
		rest = paragraphs[1]
	}
	line, _, _ = strings.Cut(rest, "\n")
	return notPublic.MatchString(line)
}
