package slacktest

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The forms that Slack reads in markup: what is in angle brackets, and the
// three characters that are written as entities.
var (
	bracketed = regexp.MustCompile(`<[^<>]*>`)
	entity    = regexp.MustCompile(`&(amp|lt|gt);`)
	// ping is what notifies somebody, in text that nobody escaped.
	ping = regexp.MustCompile(`<(!channel|!here|!everyone|!group|!subteam\^|@)[^<>]*>`)
	// date is a time that each reader sees in their own zone; the fallback is not optional.
	date = regexp.MustCompile(`^<!date\^\d{1,11}\^[^\^|]+(\^https?://[^\^|\s]+)?\|[^|]+>$`)
	// link is an address with what is shown in its place.
	link = regexp.MustCompile(`^<(https?://[^\s|<>]+)(\|[^<>]*)?>$`)
	room = regexp.MustCompile(`^<#[CG][A-Z0-9]+(\|[^<>]*)?>$`)
)

// pings reports what would notify somebody.
func pings(where, text string, r *report) {
	for _, m := range ping.FindAllString(text, -1) {
		r.add("mention", "%s has %s", where, m)
	}
}

// markup looks at text in Slack's markup: nobody is notified, every bracket is
// one that we meant, and all other &, < and > are written as entities.
func markup(where, text string, r *report) {
	pings(where, text, r)
	for _, m := range bracketed.FindAllString(text, -1) {
		switch {
		case ping.MatchString(m), room.MatchString(m):
		case date.MatchString(m):
			if _, after, ok := strings.Cut(m, "^http"); ok {
				address("http"+strings.SplitN(after, "|", 2)[0], r)
			}
		case link.MatchString(m):
			address(link.FindStringSubmatch(m)[1], r)
		default:
			r.add("markup", "%s has %.80q, which nobody escaped", where, m)
		}
	}
	rest := bracketed.ReplaceAllString(text, "")
	if i := strings.IndexAny(rest, "<>"); i >= 0 {
		r.add("markup", "%s has a bare %q", where, rest[i:i+1])
	}
	if strings.Contains(entity.ReplaceAllString(rest, ""), "&") {
		r.add("markup", "%s has a bare &", where)
	}
	clean(where, text, r)
}

// clean looks for what hides or turns text around: control characters, and
// marks of direction that are not closed in the same text.
func clean(where, text string, r *report) {
	if !utf8.ValidString(text) {
		r.add("invalid_charset", "%s is not UTF-8", where)
	}
	open := 0
	for _, c := range text {
		switch {
		case c == '\n' || c == '\t':
		case unicode.IsControl(c):
			r.add("control", "%s has the control character %U", where, c)
			return
		case c >= 0x202A && c <= 0x202E:
			r.add("control", "%s has the mark of direction %U", where, c)
			return
		case c >= 0x2066 && c <= 0x2068:
			open++
		case c == 0x2069:
			open--
		}
		if open < 0 {
			break
		}
	}
	if open != 0 {
		r.add("control", "%s isolates a direction and does not end that", where)
	}
}
