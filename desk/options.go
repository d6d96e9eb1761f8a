package desk

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// options are what a listing takes besides words.
func options() []string { return []string{"topic", "source", "since", "count"} }

const (
	defaultCount = 3  // digests that latest shows
	maxCount     = 10 // digests or dispatches in one reply
	maxTerms     = 12 // words of a topic
)

// token is one word of a command, or one option of it.
type token struct {
	key    string // "since" of since:today; "" for a word
	value  string
	quoted bool
}

// tokens splits a command's words, of which keys are the options. Double
// quotation marks hold words together and may be left open at the end.
func tokens(text string, keys ...string) []token {
	var all []token
	var value strings.Builder
	inQuote, quoted := false, false
	flush := func() {
		if v := strings.Join(strings.Fields(value.String()), " "); v != "" || quoted {
			all = append(all, newToken(v, quoted, keys))
		}
		value.Reset()
		quoted = false
	}
	for _, r := range straighten(text) {
		switch {
		case r == '"':
			inQuote, quoted = !inQuote, true
		case r == ' ' && !inQuote:
			flush()
		default:
			value.WriteRune(r)
		}
	}
	flush()
	return joinEmpty(all)
}

func newToken(text string, quoted bool, keys []string) token {
	key, value, found := strings.Cut(text, ":")
	key = strings.ToLower(key)
	if found && slices.Contains(keys, key) {
		return token{key: key, value: strings.TrimSpace(value), quoted: quoted}
	}
	return token{value: text, quoted: quoted}
}

// plain is the word with its option, as one text.
func (t token) plain() string {
	if t.key == "" {
		return t.value
	}
	return t.key + ":" + t.value
}

// joinEmpty takes "since: today" for "since:today".
func joinEmpty(all []token) []token {
	var joined []token
	for i := 0; i < len(all); i++ {
		t := all[i]
		if t.key != "" && t.value == "" && i+1 < len(all) && all[i+1].key == "" {
			i++
			t.value, t.quoted = all[i].value, all[i].quoted
		}
		joined = append(joined, t)
	}
	return joined
}

// parseListing reads what follows latest and topic.
func (c *catalogue) parseListing(cmd *command, now time.Time) {
	all := tokens(cmd.rest, options()...)
	if cmd.name == cmdLatest {
		markCount(all)
	}
	var topic []string
	for _, t := range all {
		switch t.key {
		case "":
			if option := t.unknownOption(); option != "" && cmd.problem == nil {
				cmd.problem = &problem{"problem.option", option}
			}
			fallthrough
		case "topic":
			topic = append(topic, strings.Fields(t.value)...)
		case "source":
			cmd.source = t.value
		case "since":
			c.parseSince(cmd, t.value, now)
		case "count":
			parseCount(cmd, t.value)
		}
	}
	if len(topic) > maxTerms {
		cmd.problem = &problem{key: "problem.words", value: strconv.Itoa(maxTerms)}
	}
	cmd.words = strings.Join(topic, " ")
}

// markCount takes a bare number for the count where it is the last word, or
// else the first.
func markCount(all []token) {
	var words []*token
	for i := range all {
		if all[i].key == "" {
			words = append(words, &all[i])
		}
	}
	for _, t := range slices.Concat(words[max(0, len(words)-1):], words[:min(1, len(words))]) {
		if !t.quoted && isDigits(t.value) {
			t.key = "count"
			return
		}
	}
}

// unknownOption gives the name in a bare word that is written as an option is,
// and is none. Addresses, times of day and what a colon ends are words.
func (t token) unknownOption() string {
	name, value, found := strings.Cut(t.value, ":")
	notLetter := func(r rune) bool { return !unicode.IsLetter(r) }
	if t.quoted || !found || name == "" || value == "" || strings.ContainsFunc(name, notLetter) || strings.HasPrefix(value, "//") {
		return ""
	}
	return name
}

// nearestOption gives the option that is closest to name, if any is close.
func nearestOption(name string) string {
	best, limit := "", 2
	for _, option := range options() {
		if distance := editDistance(strings.ToLower(name), option); distance <= limit {
			best, limit = option, distance-1
		}
	}
	return best
}

// isDigits reports whether a bare first or last word is a count, not a year.
func isDigits(text string) bool { return isNumber(text) || text == "0" }

func parseCount(cmd *command, value string) {
	n, err := strconv.Atoi(value)
	if err != nil || n < 1 {
		cmd.problem = &problem{"problem.count", value}
		return
	}
	cmd.count = n
}

// canonical is the command in a form that parses to the same listing at any
// later time; conversations keep it.
func (c command) canonical() string {
	parts := []string{c.name}
	if c.words != "" {
		parts = append(parts, `topic:"`+c.words+`"`)
	}
	if c.source != "" {
		parts = append(parts, `source:"`+c.source+`"`)
	}
	if !c.since.at.IsZero() {
		parts = append(parts, "since:"+c.since.at.Format(time.RFC3339))
	}
	if c.count != 0 {
		parts = append(parts, "count:"+strconv.Itoa(c.count))
	}
	return strings.Join(parts, " ")
}

// The ways to say how far back.
const (
	sinceToday     = "today"
	sinceYesterday = "yesterday"
	sinceHours     = "hours"
	sinceDays      = "days"
	sinceWeekday   = "weekday"
	sinceDate      = "date"
)

// since is how far back a reader asked to look, and in which way they said it.
type since struct {
	at  time.Time // zero: not said
	how string
	n   int // hours or days
}

func (c *catalogue) parseSince(cmd *command, value string, now time.Time) {
	s, ok := c.readSince(plainWord(value), now)
	if !ok {
		cmd.problem = &problem{"problem.since", value}
		return
	}
	cmd.since = s
}

func (c *catalogue) readSince(value string, now time.Time) (since, bool) {
	midnight := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	switch c.days[value] {
	case sinceToday:
		return since{at: midnight, how: sinceToday}, true
	case sinceYesterday:
		return since{at: midnight.AddDate(0, 0, -1), how: sinceYesterday}, true
	}
	if day, ok := c.weekdays[value]; ok {
		// On a Friday, "since Friday" is since a week ago; for less there is "today".
		back := (int(now.Weekday()-day)+6)%7 + 1
		return since{at: midnight.AddDate(0, 0, -back), how: sinceWeekday}, true
	}
	if at, err := time.ParseInLocation(time.DateOnly, value, now.Location()); err == nil {
		return since{at: at, how: sinceDate}, true
	}
	if at, err := time.Parse(time.RFC3339, strings.ToUpper(value)); err == nil {
		return since{at: at.In(now.Location()), how: sinceDate}, true
	}
	return readSpan(value, now)
}

// readSpan reads 24h and 3d.
func readSpan(value string, now time.Time) (since, bool) {
	number, isHours := strings.CutSuffix(value, "h")
	number, isDays := strings.CutSuffix(number, "d")
	if isHours == isDays || !isNumber(number) {
		return since{}, false
	}
	n, _ := strconv.Atoi(number) // isNumber has seen to it
	if isHours {
		return since{at: now.Add(-time.Duration(n) * time.Hour), how: sinceHours, n: n}, true
	}
	return since{at: now.AddDate(0, 0, -n), how: sinceDays, n: n}, true
}
