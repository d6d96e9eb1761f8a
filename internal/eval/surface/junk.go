package surface

import (
	"regexp"
	"strings"
	"unicode"
)

var junkForms = []*regexp.Regexp{
	// markup; Reuters has companies' codes between angle brackets
	regexp.MustCompile(`</\w{1,10}>|<(?:p|P|br|BR|b|i|li|ul|ol|td|tr|hr|div|span|strong|table|html|body|a|img|endash|emdash)(?: [^>]{0,200})?/?>`),
	regexp.MustCompile(`&(?:#\d{2,5}|amp|nbsp|lt|gt|quot|apos);`),
	// codes of the wires: ^slug<, = at the end of a header, BC- slugs, takes
	regexp.MustCompile(`^\^|<\s*\^|\w<$| =$|^\W*[a-z]{1,3} [a-z] (?:BC|AM|PM)-|\b(?:BC|AM|PM)-[A-Z]|^[a-z]{3}\d{3,4} \d`),
	regexp.MustCompile(`\*{3}|#{2,}|-{4,}|_{3,}|\+{3}|={3,}|~{3,}`),
	regexp.MustCompile(`^[a-z]{2,4}(?:/[a-z]{2,4})+$|^(?:dpa|AAP|AP|EFE|ends|ENDS|MORE|-30-)(?: [a-z]{2,3}){0,4}\.?$`),
	// headers of mail
	regexp.MustCompile(`(?i)^(?:received|delivered-to|return-path|content-type|mime-version|message-id|x-[a-z-]+|subject|from|to): `),
	regexp.MustCompile(`(?i)content-(?:type|transfer-encoding)|\bcharset=`),
	// notes and rights
	regexp.MustCompile(`(?i)not for publication|nicht zur veröffentlichung|\bwritethru\b|\beds(?:\.|:)|editors?['’]?s? note|\bdisclaimer\b|\bto come\)|version of this story|vervangt:|\bAP (?:photo|video)\b|with photos?\b.*<`),
	regexp.MustCompile(`(?i)(?:^|\s)©|\bcopyright (?:by|\(c\)|\d{4})|all rights reserved|may not be published|contributed to this report`),
	// invitations and links
	regexp.MustCompile(`(?i)scroll down|click here|\bread more\b|\bread also\b|\bsee also\b|\bread:|follow @|\bfollow us\b|like us on|sign up (?:for|to) (?:our|the)|e-mail to a friend|watch (?:the )?(?:video|.{0,60}»)|hat tip to|share your (?:thoughts|photos|story)|читайте также|lesen sie (?:auch|mehr)|lire aussi|lee también|leia também|leggi anche|lees (?:ook|meer)|czytaj (?:też|także)`),
	regexp.MustCompile(`(?i)https?://|\bwww\.\w|[\w.+-]+@[\w-]+\.\w{2,}|\b\w+\.com: |\btel(?:\.|:|efon:) ?[+\d(]`),
	regexp.MustCompile(`^(?:Photo|Picture|Pictures|Image|Video|Foto|Bild|Credit|Source|Fotos)s?:`),
}

// caption is a label, a colon and a line that had no final stop in its page:
// one that the sets write with a blank before it.
var caption = regexp.MustCompile(`^['‘"“]?\p{Lu}[^.:"“]{1,40}: .* \.$`)

// junk reports what is no news: raw has the line breaks, text has not.
func junk(raw, text string) bool {
	for _, form := range junkForms {
		if form.MatchString(text) {
			return true
		}
	}
	return strings.HasSuffix(text, ":") || headerLines(raw)
}

// capitals reports three or more words without a small letter: a slug or heading.
func capitals(text string) bool {
	letters := 0
	for _, r := range text {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			letters++
		}
	}
	return letters > 8 && strings.Contains(text, " ")
}

// headerLines reports two or more lines of a header: "Name: value".
func headerLines(raw string) bool {
	n := 0
	for line := range strings.Lines(raw) {
		if name, _, ok := strings.Cut(line, ": "); ok && !strings.Contains(name, " ") && name != "" {
			n++
		}
	}
	return n > 1
}

// debris reports what is left of a sentence that was cut at an abbreviation,
// and headings of a word or two: fewer than four words.
func debris(text string) bool { return len(strings.Fields(text)) < 4 }
