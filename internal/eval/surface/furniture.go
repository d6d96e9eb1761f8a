package surface

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

const months = `(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|okt|nov|dec|dez|déc|ene|abr|ago|dic|janv|févr|mars|avr|mai|juin|juil|août|maj|янв|фев|мар|апр|мая|июн|июл|авг|сен|окт|ноя|дек)\p{L}*\.?`

const agencies = `CNN|AP|AFP|Reuters|REUTERS|dpa|DPA|ANP|EFE|TASS|ITAR-TASS|ats|afp|ATS|APA|ANSA|PTI|UPI|Xinhua|Kyodo|PA|AAP|Belga|BELGA|STT|tca|dpa-AFX|RIA|Interfax|Bloomberg|Rolling Stone|EW\.com|InStyle|PEOPLE\.com|The Hollywood Reporter|LifeWire|Mashable|CNET|ats afp|tca/dpa`

// place is what stands before the agency or the date: a name, with a region or
// a second place, at most so long.
const place = `[\p{Lu}\p{Ll}][\p{L}.'’/-]*(?:[ ,/]+[\p{L}.'’-]+){0,6}`

var datelines = []*regexp.Regexp{
	regexp.MustCompile(`^(?:` + place + `)?,? ?\((?:` + agencies + `)\)`),
	regexp.MustCompile(`^` + place + `,? (?:\d{1,2}\.? ` + months + `|(?i:` + months + `) \d{1,2})(?:,? \d{4})?[\s,]*(?:Reuter|\([^)]{2,30}\)|/[^/]{2,30}/)?\.?\s*(?:[-–—]|--)(?:\s|$)`),
	regexp.MustCompile(`^(?i:` + place + `, \d{1,2} ` + months + `(?: \d{4})? ?[-–—])`),
	regexp.MustCompile(`^\p{Lu}[\p{Lu} .,'’/-]{2,40} (?:-|--|–|—) \S`),
	regexp.MustCompile(`^` + place + ` \([\p{L}/ -]{2,20}\) ?(?:-|--|–|—|\.-) `),
	regexp.MustCompile(`/[A-Z]{3,12}/[. ]`),
	regexp.MustCompile(`\((?:` + agencies + `)\) ?(?:--|–|—|\.-)`),
}

func dateline(text string) bool {
	text = strings.TrimLeft(text, `"'“‘«- `)
	for _, form := range datelines {
		if form.MatchString(text) {
			return true
		}
	}
	return false
}

var bylines = []*regexp.Regexp{
	regexp.MustCompile(`^(?:By|BY|Von|Par|Por|Door|Автор:?) ?\.?$`),
	regexp.MustCompile(`^(?:By|BY|Von|Par|Door) ?\.? \p{Lu}[\p{L}.'’-]+(?: \p{Lu}[\p{L}.'’-]+){1,3}(?:$| ?[.,|]| (?:for|and|in) )`),
	regexp.MustCompile(`\b(?:PUBLISHED|UPDATED|Published|Last updated at) ?:? ?\.?(?:$| ?:| \d)`),
	regexp.MustCompile(`\b(?:EST|GMT|BST|EDT), \d{1,2} \p{Lu}\p{L}+ \d{4}`),
	regexp.MustCompile(`(?i)\b(?:daily mail|mailonline|associated press|sportsmail|staff|press association) (?:reporter|writer)s?\b ?(?:[.,]|$)`),
	regexp.MustCompile(`^(?:Reporting|Editing|Writing|Compiled) by\b`),
}

func byline(text string) bool {
	for _, form := range bylines {
		if form.MatchString(text) {
			return true
		}
	}
	return nameAlone(text)
}

// nameAlone reports a bullet that is nothing but a name of two to four words.
func nameAlone(text string) bool {
	words := strings.Fields(strings.TrimRight(text, " ."))
	if len(words) < 2 || len(words) > 4 || strings.ContainsAny(text, "!?:=<>,") || words[0] == "The" {
		return false
	}
	for _, w := range words {
		first, size := utf8.DecodeRuneInString(w)
		if !unicode.IsUpper(first) || size == len(w) || strings.ToUpper(w) == w || strings.Contains(w, ".") {
			return false
		}
	}
	return true
}
