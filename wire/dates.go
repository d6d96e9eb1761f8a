package wire

import "strings"

// lateDate takes a date that stands apart behind the agency:
// "LOS ANGELES (AP) - Jan. 5, 2019 - A quake".
func (d *datelineReader) lateDate() bool {
	mark := d.cursor
	if d.dash() && d.date() {
		end := d.cursor
		if d.dash() {
			d.cursor = end
			return true
		}
	}
	d.cursor, d.found.Date = mark, ""
	return false
}

// isAgency reports whether a name is an agency of the list, or several of which
// one is, as in "tca/dpa".
func isAgency(name string) bool {
	if agencies := allLexicons().agency.set; !agencies.hasPhrase(name) {
		for part := range strings.SplitSeq(name, "/") {
			if part != name && agencies.hasPhrase(part) {
				return true
			}
		}
		return false
	}
	return true
}

// monthAt reports whether a date begins at an earlier place.
func (d *datelineReader) monthAt(mark cursor) bool {
	here := d.cursor
	defer func() { d.cursor = here }()
	d.cursor = mark
	d.space()
	return d.monthAhead()
}

func (d *datelineReader) isMonth(w string) bool {
	return allLexicons().month.AtFold(strings.TrimSuffix(w, "."))
}

// monthAhead reports whether a date begins here.
func (d *datelineReader) monthAhead() bool {
	mark := d.cursor
	defer func() { d.cursor = mark }()
	if d.number() != "" {
		return true
	}
	w := d.word()
	if w == "" || !d.isMonth(w) {
		return false
	}
	d.space()
	return d.number() != ""
}

// date takes "July 6", "Jan. 21, 2019", "21 ene", "6. Juli 2016", "29/01/2019".
func (d *datelineReader) date() bool {
	mark := d.cursor
	d.between()
	start := d.at
	if !d.dayAndMonth() {
		d.cursor = mark
		return false
	}
	end := d.at
	d.space()
	if d.take(",") || d.take("de ") || d.take("del ") {
		d.space()
	}
	if year := d.number(); len(year) == 4 {
		end = d.at
		if d.take(" г.") {
			end = d.at
		}
	}
	d.at = end
	d.found.Date = d.s[start:end]
	return true
}

func (d *datelineReader) dayAndMonth() bool {
	if day := d.number(); day != "" {
		if len(day) > 2 {
			return false
		}
		if d.take("/") || d.take(".") && isDigitAt(d.s, d.at) {
			return d.number() != "" && (d.take("/") || d.take(".")) && d.number() != ""
		}
		d.space()
		d.take("de ") // "3 de março"
		mark := d.cursor
		month := d.word()
		if month == "" || !d.isMonth(month) {
			return false
		}
		d.keepStop(mark, month)
		return true
	}
	if month := d.word(); month == "" || !d.isMonth(month) {
		return false
	}
	d.space()
	day := d.number()
	return day != "" && len(day) <= 2
}

// keepStop gives back the full stop behind a month that is no abbreviation
// ("6 июля. ТАСС").
func (d *datelineReader) keepStop(before cursor, month string) {
	name, stopped := strings.CutSuffix(month, ".")
	if !stopped {
		return
	}
	for _, l := range allLexicons().byLanguage {
		if l.hasFold(name, isAbbreviation) {
			return
		}
	}
	d.at = before.at + len(name)
}
