package formats

import (
	"regexp"
	"strings"
)

// readANPA reads a message of ANPA-1312. Lines that open with a caret are
// headlines and notes; the first of them is of keywords. Each paragraph opens
// with a tab. "<" and "=" end lines that are set apart.
func readANPA(header, body, trailer string) Item {
	var item Item
	heads, text := anpaHeads(strings.Split(strings.TrimLeft(body, " \t\n"), "\n"))
	item.Title, heads = anpaTitle(heads)
	if text = linesText(text, true); text == "" {
		text = strings.Join(heads, "\n\n")
	}
	item.Text = anpaMarks.Replace(text)
	item.Title = anpaMarks.Replace(item.Title)
	if m := anpaDate.FindStringSubmatch(trailer); m != nil {
		item.Source = m[1]
		item.Published = parseANPADate(m[2:])
		if number, _, _ := strings.Cut(header, "\x1f"); number != "" {
			item.ID = number + " " + item.Published.Format("2006-01-02T15:04Z")
		}
	}
	item.Source = anyOf(item.Source, datelineAgency(item.Text))
	return item
}

// anpaMarks has the marks that a character set without them writes otherwise.
var anpaMarks = strings.NewReplacer("``", "“", "''", "”", " _ ", " — ")

// anpaHeads parts the headlines and notes, without their marks and without the
// line of keywords, from the text.
func anpaHeads(lines []string) (heads []string, text string) {
	var b strings.Builder
	for i, line := range lines {
		marked := strings.HasPrefix(line, "^")
		bare := strings.TrimRight(line, " \t")
		bare = strings.TrimRight(bare, "<=")
		switch {
		case strings.HasPrefix(line, tabular):
		case i == 0: // of keywords, whether marked or not
		case b.Len() == 0 && marked:
			heads = append(heads, strings.TrimSpace(strings.TrimPrefix(bare, "^")))
		case b.Len() == 0 && strings.TrimSpace(bare) == "":
		case bare == "^END":
		case marked:
			b.WriteString("\n" + strings.TrimPrefix(bare, "^") + "\n\n")
		default:
			b.WriteString(bare + "\n")
		}
	}
	return heads, b.String()
}

// anpaNote finds the headlines that are notes to editors, credits and bylines.
var anpaNote = regexp.MustCompile(`^(?:\(?Eds:|EDITOR['’]?S['’]? NOTE|AP (?:Photo|Video|Graphic)|[A-Z]{2,4} Photo|By \p{Lu}|Undated|\*)`)

// anpaTitle gives the first headline that is one, and those after it.
func anpaTitle(heads []string) (title string, rest []string) {
	for i, head := range heads {
		if head != "" && !anpaNote.MatchString(head) {
			return head, heads[i+1:]
		}
	}
	return "", nil
}
