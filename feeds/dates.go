package feeds

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/araddon/dateparse"
)

// Years outside of these are no dates of news: a clock that was never set, or
// a slip.
const (
	firstYear = 1990
	lastYear  = 2099
)

// sane gives a time in UTC; zero if its year cannot be meant.
func sane(t time.Time) time.Time {
	t = t.UTC()
	if t.Year() < firstYear || t.Year() > lastYear {
		return time.Time{}
	}
	return t
}

// maxDate is the longest date that is read, in bytes.
const maxDate = 100

// parseDate reads a date that is in none of the formats of feeds: with the
// names of months in other languages, or in an order of its own. Day comes
// before month where only figures are given and both could be meant, except
// between slashes, as the American custom is. A date without a zone is taken
// for UTC. It gives zero where nothing certain can be read.
func parseDate(s string) time.Time {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > maxDate {
		return time.Time{}
	}
	if t, ok := namedDate(s); ok {
		return sane(t)
	}
	if m := figures.FindStringSubmatch(s); m != nil {
		return sane(dayTime(m[3], number(m[2]), m[1], s[len(m[0]):]))
	}
	if !dateLike.MatchString(s) {
		return time.Time{}
	}
	t, err := libraryDate(s)
	if err != nil {
		return time.Time{}
	}
	return sane(t)
}

// libraryDate keeps what the library does on strange input from ending the
// program: some of it is outside of what it was written for.
func libraryDate(s string) (t time.Time, err error) {
	defer func() {
		if recover() != nil {
			t, err = time.Time{}, errFormat("a date that cannot be read")
		}
	}()
	return dateparse.ParseIn(s, time.UTC)
}

var (
	// figures is 31.12.2003, as most of Europe writes it.
	figures = regexp.MustCompile(`^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\b`)
	// dateLike keeps from the library what is no date: it takes bare numbers
	// for seconds since 1970, and reads beginnings.
	dateLike = regexp.MustCompile(`^(?:\d{4}[-/.:]\d{1,2}|\d{1,2}[-/. ]|\d{8}(?:$|[T ])|\d{10}$|\d{13}$|[A-Za-z]{3,9}[,. ])`)
	// clock is a time of day, with the letters that some languages put after it.
	clock = regexp.MustCompile(`(?i)\b(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})(?:\.\d+)?)?\s*(uhr|h|hrs|ч|[ap]\.?m\b\.?)?`)
	// offset is a zone in figures or by name.
	offset = regexp.MustCompile(`([+-])(\d{2}):?(\d{2})\b|\b(UTC|GMT|UT|Z|MSK|CEST|CET|MESZ|MEZ|EEST|EET|WEST|WET|BST|EST|EDT|CST|CDT|MST|MDT|PST|PDT)\b`)
	word   = regexp.MustCompile(`[\p{L}]+`)
	digits = regexp.MustCompile(`\d+`)
)

// namedDate reads a date with the name of its month in letters: the day is the
// number beside it, the year the one of four figures.
func namedDate(s string) (time.Time, bool) {
	// The last: "mar" is Tuesday in French, and comes first.
	for _, at := range slices.Backward(word.FindAllStringIndex(s, 16)) {
		month := monthOf(s[at[0]:at[1]])
		if month == 0 {
			continue
		}
		before, after := numbers(s[:at[0]]), numbers(s[at[1]:])
		day, year := "", ""
		switch {
		case len(before) > 0 && len(after) > 0 && len(after[0]) == 4: // 31 December 2003
			day, year = before[len(before)-1], after[0]
		case len(after) > 1 && len(after[0]) <= 2 && len(after[1]) == 4: // December 31, 2003
			day, year = after[0], after[1]
		case len(before) > 0 && len(before[0]) == 4 && len(after) > 0: // 2003 December 31
			day, year = after[0], before[0]
		case len(before) > 0 && len(after) > 0 && len(after[0]) == 2: // 31 Dec 03
			day, year = before[len(before)-1], "20"+after[0]
		}
		if year == "" {
			continue
		}
		rest := strings.Replace(s[at[1]:], year, " ", 1)
		if t := dayTime(year, int(month), day, rest); !t.IsZero() {
			return t, true
		}
	}
	return time.Time{}, false
}

func numbers(s string) []string { return digits.FindAllString(s, 8) }

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}

// dayTime makes a time of a day and the clock and zone in the rest of a text;
// zero if there is no such day.
func dayTime(year string, month int, day, rest string) time.Time {
	y, d := number(year), number(day)
	hour, minute, second := clockOf(rest)
	t := time.Date(y, time.Month(month), d, hour, minute, second, 0, time.UTC)
	if month < 1 || month > 12 || t.Day() != d || t.Year() != y {
		return time.Time{}
	}
	return t.Add(-offsetOf(rest))
}

func clockOf(s string) (hour, minute, second int) {
	m := clock.FindStringSubmatch(s)
	if m == nil {
		return 0, 0, 0
	}
	hour, minute = number(m[1]), number(m[2])
	if m[3] != "" {
		second = number(m[3])
	}
	switch half := strings.ToLower(m[4]); {
	case strings.HasPrefix(half, "p") && hour < 12:
		hour += 12
	case strings.HasPrefix(half, "a") && hour == 12:
		hour = 0
	}
	if hour > 23 || minute > 59 || second > 60 {
		return 0, 0, 0
	}
	return hour, minute, second
}

// offsetOf gives how far the zone in a text is ahead of UTC.
func offsetOf(s string) time.Duration {
	m := offset.FindStringSubmatch(strings.ReplaceAll(s, "МСК", "MSK"))
	if m == nil {
		return 0
	}
	if m[1] != "" {
		d := time.Duration(number(m[2]))*time.Hour + time.Duration(number(m[3]))*time.Minute
		if d > 15*time.Hour {
			return 0
		}
		if m[1] == "-" {
			return -d
		}
		return d
	}
	return zoneHours(m[4])
}

// zoneHours gives the offset of the zones that feeds name.
func zoneHours(name string) time.Duration {
	hours := 0
	switch name {
	case "CET", "MEZ", "WEST", "BST":
		hours = 1
	case "CEST", "MESZ", "EET":
		hours = 2
	case "EEST", "MSK":
		hours = 3
	case "EDT":
		hours = -4
	case "EST", "CDT":
		hours = -5
	case "CST", "MDT":
		hours = -6
	case "MST", "PDT":
		hours = -7
	case "PST":
		hours = -8
	}
	return time.Duration(hours) * time.Hour
}
