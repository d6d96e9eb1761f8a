package wire

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/news"
	"dateline/terms"
)

// maxDateline bounds, in bytes, how far into a paragraph a dateline can reach.
const maxDateline = 160

// readDateline reads the dateline that s opens with and gives its length, the
// white space after it included; 0 if there is none. It knows the forms of the
// agencies' style books: place in capitals or not, date before or after the
// agency, the agency in brackets, in slashes or bare, a dash, two dashes, an
// underscore or a full stop before the news.
func readDateline(s string) (news.Dateline, int) {
	if len(s) > maxDateline {
		s = s[:maxDateline]
	}
	if !mayHaveDateline(s) {
		return news.Dateline{}, 0
	}
	d := datelineReader{cursor: cursor{s: s}}
	if !d.read() || !d.newsFollows() {
		return news.Dateline{}, 0
	}
	return d.found, d.at
}

// newsFollows reports whether what follows can open a sentence: in "NATO (the
// alliance) members met" the brackets belong to the news. A dateline in small
// letters belongs to a text without capitals.
func (d *datelineReader) newsFollows() bool {
	first, _ := utf8.DecodeRuneInString(d.rest())
	return !unicode.IsLower(first) || d.small && d.known
}

type cursor struct {
	s  string
	at int
}

func (c *cursor) rest() string { return c.s[c.at:] }

func (c *cursor) space() bool {
	start := c.at
	for c.at < len(c.s) {
		switch b := c.s[c.at]; {
		case b == ' ', b == '\t', b == '\n':
			c.at++
		case b == "\u00a0"[0] && strings.HasPrefix(c.s[c.at:], "\u00a0"):
			c.at += len("\u00a0")
		default:
			return c.at > start
		}
	}
	return c.at > start
}

func (c *cursor) take(token string) bool {
	if strings.HasPrefix(c.rest(), token) {
		c.at += len(token)
		return true
	}
	return false
}

// word takes a run of letters with inner hyphens, apostrophes and full stops
// (as in "U.N." or "St."), a closing stop included.
func (c *cursor) word() string {
	rest := c.rest()
	first := terms.LetterRun(rest, 0)
	end := first
	for i, r := range rest[first:] {
		i += first
		inner := r == '-' || r == '\'' || r == '’' || r == '.' || r == '`'
		if !unicode.IsLetter(r) && !unicode.IsMark(r) && (!inner || i == 0) {
			break
		}
		if inner && r != '.' {
			next, _ := utf8.DecodeRuneInString(rest[i+utf8.RuneLen(r):])
			if !unicode.IsLetter(next) {
				break
			}
		}
		end = i + utf8.RuneLen(r)
	}
	c.at += end
	return rest[:end]
}

func (c *cursor) number() string {
	rest := c.rest()
	n := 0
	for n < len(rest) && rest[n] >= '0' && rest[n] <= '9' {
		n++
	}
	c.at += n
	return rest[:n]
}

type datelineReader struct {
	cursor
	found    news.Dateline
	known    bool // the agency is in the list
	small    bool // a word of the place has no capital
	capitals bool // the whole place is in capitals
}

// read follows the grammar [agency sep] place [, place] [date] [agency] sep.
func (d *datelineReader) read() bool {
	if d.enclosedAgency() {
		return d.afterAgency()
	}
	if !d.place() {
		return false
	}
	dated := d.date()
	d.between()
	if d.enclosedAgency() {
		return d.afterPlaceAndAgency(dated)
	}
	if !dated && !d.capitals && !d.dashAhead() {
		return false // most texts: no agency makes a dateline of this
	}
	if d.bareAgency() {
		return d.separator() && (dated || d.capitals)
	}
	if !d.dash() || d.small && !dated {
		return false
	}
	if d.bareAgency() && d.separator() { // "Москва, 6 июл — РИА Новости."
		return true
	}
	return dated || d.capitals && !allLexicons().slug.hasFold(d.found.Place)
}

// afterAgency goes on behind an agency that opens the text: "(CNN)The",
// "(ANSA) - ROMA, 12 GEN - Il".
func (d *datelineReader) afterAgency() bool {
	if !d.separator() && !d.known {
		return false
	}
	mark := d.cursor
	if d.place() && d.date() && d.separator() {
		return true
	}
	d.cursor, d.found.Place, d.found.Date = mark, "", ""
	return d.known
}

// afterPlaceAndAgency goes on behind "PARIS (AP)", where the date may come last.
func (d *datelineReader) afterPlaceAndAgency(dated bool) bool {
	if !dated {
		mark := d.cursor
		d.between()
		if dated = d.date(); !dated { // "PARIS (AP), Jan. 5 -"
			d.cursor = mark
		}
	}
	if !dated {
		dated = d.lateDate()
	}
	if !d.known {
		return d.separator() && !d.small && (dated || d.capitals)
	}
	if !d.separator() {
		d.take("--") // "--(BUSINESS WIRE)--Acme"
	}
	return true
}

// between passes over the mark between place, date and agency.
func (d *datelineReader) between() {
	d.space()
	if d.take(",") || d.take(".") || d.take(";") {
		d.space()
	}
}

// place takes one to three names separated by commas or slashes.
func (d *datelineReader) place() bool {
	start, end := d.at, d.at
	for range 3 {
		if d.monthAhead() || !d.name() {
			break
		}
		end = d.at
		mark := d.cursor
		d.space()
		if !d.take(",") && !d.take("/") && !d.take(".") {
			d.cursor = mark
			break
		}
		d.space()
	}
	d.at = end
	place := d.s[start:end]
	d.found.Place = strings.TrimSuffix(place, ".")
	if strings.HasSuffix(place, ".") && d.abbreviates(lastToken(place)) {
		d.found.Place = place // "WASHINGTON, D.C.", "DULUTH, Minn."
	}
	d.capitals = inCapitals(place)
	return place != ""
}

// inCapitals reports whether a place is in capitals, or its town is before a
// country that is not: "ANKARA, Turkey".
func inCapitals(place string) bool {
	const short, town = 3, 4 // letters
	if first, _, more := strings.Cut(place, ","); more && utf8.RuneCountInString(first) >= town && noneSmall(first) {
		return !allLexicons().slug.hasFold(first)
	}
	return utf8.RuneCountInString(place) >= short && noneSmall(place)
}

// placeWord are the small words inside of names of places.
func placeWord(w string) bool {
	switch w {
	case "de", "del", "la", "las", "los", "le", "les", "el", "al", "am", "an", "der", "den", "do", "da", "dos",
		"sur", "on", "upon", "of", "the", "bei", "im", "in", "and", "aan", "ob", "na", "над", "на", "und", "et", "y", "di", "du", "des":
		return true
	}
	return false
}

// name takes up to five words of one name.
func (d *datelineReader) name() bool {
	words := 0
	for words < 5 {
		mark := d.cursor
		if words > 0 && !d.space() {
			break
		}
		w := d.word()
		first, _ := utf8.DecodeRuneInString(w)
		if w == "" || words > 0 && d.isMonth(w) && d.monthAt(mark) {
			d.cursor = mark
			break
		}
		if !unicode.IsUpper(first) && !placeWord(w) {
			if words > 0 || d.small {
				d.cursor = mark
				break
			}
			d.small = true
		}
		words++
		if strings.HasSuffix(w, ".") && !d.abbreviates(w) {
			d.at-- // a full stop, no abbreviation
			break
		}
	}
	return words > 0
}

// abbreviates reports whether the full stop of w belongs to it: as in "Calif."
// before a comma, or in a word that is known to be shortened.
func (d *datelineReader) abbreviates(w string) bool {
	if strings.HasPrefix(d.rest(), ",") || strings.Count(w, ".") > 1 {
		return true
	}
	return allLexicons().byLanguage["en"].hasFold(strings.TrimSuffix(w, "."), isAbbreviation)
}

func isDigitAt(s string, at int) bool { return at < len(s) && s[at] >= '0' && s[at] <= '9' }

// enclosedAgency takes "(Reuters)", "/TASS/" or "[AFP]".
func (d *datelineReader) enclosedAgency() bool {
	mark := d.cursor
	d.space()
	if d.take("--") && !strings.HasPrefix(d.rest(), "(") {
		d.cursor = mark
		return false
	}
	for _, pair := range [...][2]string{{"(", ")"}, {"/", "/"}, {"[", "]"}} {
		if !d.take(pair[0]) {
			continue
		}
		end := strings.Index(d.rest(), pair[1])
		if end < 1 || end > 40 {
			break
		}
		agency := d.rest()[:end]
		if d.known = isAgency(agency); !d.known && !isName(agency) {
			break
		}
		d.at += end + len(pair[1])
		d.found.Agency = agency
		if !d.known && isCredited(agency) {
			d.found.Agency = agencyAmong(agency)
			d.known = d.found.Agency != ""
		}
		return true
	}
	d.cursor = mark
	return false
}

// isCredited reports whether what stands in an agency's place is a byline.
func isCredited(s string) bool {
	_, kinds := openingPhrase(s)
	return kinds>>KindByline&1 != 0
}

// agencyAmong gives the word of a byline that is an agency: "Корр. ТАСС Иван Петров".
func agencyAmong(s string) string {
	for w := range strings.FieldsSeq(s) {
		if w = trimWord(w); allLexicons().agency.set.hasFold(w) {
			return w
		}
	}
	return ""
}

// isName reports whether every word of s opens with a capital or a digit.
func isName(s string) bool {
	for w := range strings.FieldsSeq(s) {
		first, _ := utf8.DecodeRuneInString(w)
		if !unicode.IsUpper(first) && !unicode.IsDigit(first) && !placeWord(w) {
			return false
		}
	}
	return s != ""
}

// bareAgency takes an agency of the list that stands without brackets.
func (d *datelineReader) bareAgency() bool {
	mark := d.cursor
	d.space()
	start := d.at
	agencies := &allLexicons().agency
	best := mark
	for words := range agencies.most {
		if words > 0 && !d.space() {
			break
		}
		w := d.word()
		if w == "" {
			break
		}
		name := strings.TrimSuffix(d.s[start:d.at], ".")
		if agencies.set.hasPhrase(name) {
			best = cursor{d.s, start + len(name)}
		}
	}
	d.cursor = best
	if best == mark {
		return false
	}
	d.found.Agency, d.known = d.s[start:best.at], true
	return true
}

// dash takes one of the dashes that open the news, spaces around it included.
func (d *datelineReader) dash() bool {
	mark := d.cursor
	d.space()
	d.take(".")
	for _, dash := range [...]string{"--", "-", "–", "—", "_", "―"} {
		if d.take(dash) && (d.space() || d.at == len(d.s)) {
			return true
		}
	}
	d.cursor = mark
	return false
}

// dashAhead reports whether such a dash comes next.
func (d *datelineReader) dashAhead() bool {
	mark := d.cursor
	defer func() { d.cursor = mark }()
	return d.dash()
}

// separator takes what ends a dateline: a dash, a full stop or a colon.
func (d *datelineReader) separator() bool {
	if d.dash() {
		return true
	}
	mark := d.cursor
	if (d.take(".") || d.take(":")) && (d.space() || d.at == len(d.s)) {
		d.dash()
		return true
	}
	d.cursor = mark
	d.space()
	return false
}
