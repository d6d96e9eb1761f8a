package discord

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"dateline/adapters"
	"dateline/adapters/kit"
)

var (
	// opener is what begins a list, a heading, a quotation or small print
	// where it stands first on a line, up to the character to escape.
	opener = regexp.MustCompile(`^\s*(?:[-+#>]|[0-9]+[.)])`)
	// domain is what a reader may take for an address.
	domain = regexp.MustCompile(`(?i)://|[\pL\pN-]+\.[\pL]{2,}`)
)

// special are the characters that mean something anywhere on a line.
const special = "\\*_~|`[]<>@"

// escape makes cleaned text read in Discord's markdown as it was written: no
// style, no mention, no link, no list. Lines stay lines.
func escape(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = escapeLine(line)
	}
	return strings.Join(lines, "\n")
}

func escapeLine(line string) string {
	var out strings.Builder
	out.Grow(len(line) + len(line)/16)
	opens := len(opener.FindString(line)) - 1 // where its last character is; -1 where nothing opens
	for i, r := range line {
		switch {
		case strings.ContainsRune(special, r), i == opens,
			r == ':' && strings.HasPrefix(line[i:], "://"): // Discord would make a link of it
			out.WriteByte('\\')
		}
		out.WriteRune(r)
	}
	return out.String()
}

// plainLine is text as it may stand on one line where Discord reads no
// markdown, at most limit long.
func plainLine(text string, limit int) string {
	return kit.Clip(strings.TrimSpace(adapters.CleanLine(text)), limit, size)
}

// markdownLine is text for one line of markdown, at most limit long with its escapes.
func markdownLine(text string, limit int) string {
	return escape(kit.Clip(strings.TrimSpace(adapters.CleanLine(text)), limit, escapedSize))
}

// escapedSize is the size that text has once it is escaped.
func escapedSize(text string) int { return size(escape(text)) }

// stamp is a time that Discord shows in each reader's zone and language.
func stamp(at time.Time) string { return "<t:" + strconv.FormatInt(at.Unix(), 10) + ":f>" }
