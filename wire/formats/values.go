package formats

import (
	"net/url"
	"regexp"
	"strings"
	"time"
)

// timeForms are the forms of time in these formats, the commonest first.
var timeForms = []string{
	time.RFC3339Nano, "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04Z07:00",
	"20060102T150405Z0700", "20060102T150405", "20060102T1504Z0700", "2006-01-02", "20060102",
}

// parseTime gives the first of the times that can be read, in UTC; zero if none can.
func parseTime(values ...string) time.Time {
	for _, v := range values {
		v = strings.TrimSpace(v)
		for _, form := range timeForms {
			if at, err := time.Parse(form, v); err == nil {
				return at.UTC()
			}
		}
	}
	return time.Time{}
}

var tagForm = regexp.MustCompile(`^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}$`)

// LanguageTag gives a language tag (BCP 47) in its usual spelling, such as
// "pt-BR" for "PT_br", the first of several that commas part; "" for what is
// none, or says that no language is known.
func LanguageTag(tag string) string {
	tag, _, _ = strings.Cut(tag, ",")
	tag = strings.ToLower(strings.ReplaceAll(strings.TrimSpace(tag), "_", "-"))
	if !tagForm.MatchString(tag) {
		return ""
	}
	parts := strings.Split(tag, "-")
	switch parts[0] {
	case "und", "mul", "zxx", "xx":
		return ""
	}
	for i, part := range parts[1:] {
		switch len(part) {
		case 2:
			parts[i+1] = strings.ToUpper(part)
		case 4:
			parts[i+1] = strings.ToUpper(part[:1]) + part[1:]
		}
	}
	return strings.Join(parts, "-")
}

// isWeb reports whether address can be shown to readers: http or https, with a
// host, and without a user name.
func isWeb(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.User == nil
}

// forbids gives the status if it says that an item must not be used.
func forbids(status string) string {
	status = strings.ToLower(strings.TrimSpace(status))
	if i := strings.LastIndexByte(status, ':'); i >= 0 {
		status = status[i+1:]
	}
	switch status {
	case "canceled", "cancelled", "withheld", "killed", embargoed, "deleted", "unpublished", "recalled":
		return status
	}
	return ""
}

// embargoed is the status of what may be used later.
const embargoed = "embargoed"

var (
	iptcDate = regexp.MustCompile(`(\d\d)(\d\d)(\d\d)(?:[ \t]+([A-Z]{1,4}))?[ \t]+(\p{L}{3,5})\.?[ \t]+(\d\d(?:\d\d)?)\b`)
	anpaDate = regexp.MustCompile(`([A-Z]{2,6})-[A-Z]{1,3}-(\d\d)-(\d\d)-(\d\d)[ \t]+(\d\d)(\d\d) ?GMT`)
)

// parseIPTCDate reads day, hour and minute, zone, month and year, as in
// "131137 GMT Nov 13"; zero if it is no date.
func parseIPTCDate(s string) time.Time {
	m := iptcDate.FindStringSubmatch(s)
	if m == nil {
		return time.Time{}
	}
	return civil(m[6], monthOf(m[5]), m[1], m[2], m[3], zoneHours[m[4]])
}

// parseANPADate reads month, day, year, hour and minute in GMT.
func parseANPADate(m []string) time.Time {
	return civil(m[2], time.Month(number(m[0])), m[1], m[3], m[4], 0)
}

// zoneHours has the hours that zones named in wire dates are ahead of UTC; one
// that is not named, or not known, is taken for UTC.
var zoneHours = map[string]int{
	"MEZ": 1, "CET": 1, "BST": 1, "MESZ": 2, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3,
	"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "PST": -8, "PDT": -7, "JST": 9,
}

// civil gives a moment, zero where there is no such day or time.
func civil(year string, month time.Month, day, hour, minute string, ahead int) time.Time {
	y := number(year)
	switch {
	case len(year) == 2 && y < 80:
		y += 2000
	case len(year) == 2:
		y += 1900
	}
	at := time.Date(y, month, number(day), number(hour), number(minute), 0, 0, time.UTC)
	if at.Month() != month || at.Day() != number(day) || at.Hour() != number(hour) || at.Minute() != number(minute) {
		return time.Time{}
	}
	return at.Add(-time.Duration(ahead) * time.Hour)
}

// number reads digits.
func number(digits string) int {
	n := 0
	for _, c := range digits {
		n = n*10 + int(c-'0')
	}
	return n
}

// months has the names of months, cut to three letters, in the languages of
// agencies that still send by teleprinter; those that need a fourth are apart.
var months = map[string]time.Month{
	"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
	"mär": 3, "mrz": 3, "mae": 3, "mai": 5, "okt": 10, "dez": 12,
	"fév": 2, "fev": 2, "avr": 4, "juin": 6, "juil": 7, "aoû": 8, "aou": 8, "déc": 12,
	"ene": 1, "abr": 4, "ago": 8, "dic": 12, "gen": 1, "mag": 5, "giu": 6, "lug": 7, "set": 9, "ott": 10, "mrt": 3, "maa": 3, "mei": 5, "out": 10,
}

// monthOf gives a month by its name, 0 if it is none.
func monthOf(name string) time.Month {
	runes := []rune(strings.ToLower(name))
	for _, n := range []int{4, 3} {
		if m, ok := months[string(runes[:min(n, len(runes))])]; ok {
			return m
		}
	}
	return 0
}
