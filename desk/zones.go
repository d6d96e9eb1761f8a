package desk

import (
	"slices"
	"strings"
	"time"
	"unicode"
)

// zoneNames are the time zones that are suggested: of the tz database, at
// least one for each offset and rule that many people live by. Any other can
// be typed.
func zoneNames() []string {
	return []string{
		"Europe/London", "Europe/Berlin", "Europe/Paris", "Europe/Madrid", "Europe/Moscow", "America/New_York",
		"America/Los_Angeles", "America/Chicago", "UTC",
		"Africa/Abidjan", "Africa/Accra", "Africa/Addis_Ababa", "Africa/Algiers", "Africa/Cairo", "Africa/Casablanca",
		"Africa/Dakar", "Africa/Johannesburg", "Africa/Khartoum", "Africa/Kinshasa", "Africa/Lagos", "Africa/Nairobi",
		"Africa/Tripoli", "Africa/Tunis", "America/Anchorage", "America/Argentina/Buenos_Aires", "America/Asuncion",
		"America/Bogota", "America/Caracas", "America/Denver", "America/Guatemala", "America/Halifax", "America/Havana",
		"America/La_Paz", "America/Lima", "America/Mexico_City", "America/Montevideo", "America/Montreal", "America/Panama",
		"America/Phoenix", "America/Port-au-Prince", "America/Puerto_Rico", "America/Santiago", "America/Santo_Domingo",
		"America/Sao_Paulo", "America/St_Johns", "America/Toronto", "America/Vancouver", "America/Winnipeg", "Asia/Almaty",
		"Asia/Amman", "Asia/Baghdad", "Asia/Baku", "Asia/Bangkok", "Asia/Beirut", "Asia/Bishkek", "Asia/Colombo", "Asia/Damascus",
		"Asia/Dhaka", "Asia/Dubai", "Asia/Ho_Chi_Minh", "Asia/Hong_Kong", "Asia/Irkutsk", "Asia/Jakarta", "Asia/Jerusalem",
		"Asia/Kabul", "Asia/Kamchatka", "Asia/Karachi", "Asia/Kathmandu", "Asia/Kolkata", "Asia/Krasnoyarsk", "Asia/Kuala_Lumpur",
		"Asia/Kuwait", "Asia/Magadan", "Asia/Manila", "Asia/Novosibirsk", "Asia/Omsk", "Asia/Riyadh", "Asia/Seoul", "Asia/Shanghai",
		"Asia/Singapore", "Asia/Taipei", "Asia/Tashkent", "Asia/Tbilisi", "Asia/Tehran", "Asia/Tokyo", "Asia/Ulaanbaatar",
		"Asia/Vladivostok", "Asia/Yakutsk", "Asia/Yangon", "Asia/Yekaterinburg", "Asia/Yerevan", "Atlantic/Azores",
		"Atlantic/Canary", "Atlantic/Reykjavik", "Australia/Adelaide", "Australia/Brisbane", "Australia/Darwin", "Australia/Melbourne",
		"Australia/Perth", "Australia/Sydney", "Europe/Amsterdam", "Europe/Athens", "Europe/Belgrade", "Europe/Brussels",
		"Europe/Bucharest", "Europe/Budapest", "Europe/Chisinau", "Europe/Copenhagen", "Europe/Dublin", "Europe/Helsinki",
		"Europe/Istanbul", "Europe/Kaliningrad", "Europe/Kyiv", "Europe/Lisbon", "Europe/Minsk", "Europe/Oslo", "Europe/Prague",
		"Europe/Riga", "Europe/Rome", "Europe/Samara", "Europe/Sofia", "Europe/Stockholm", "Europe/Tallinn", "Europe/Vienna",
		"Europe/Vilnius", "Europe/Warsaw", "Europe/Zurich", "Pacific/Auckland", "Pacific/Fiji", "Pacific/Guam", "Pacific/Honolulu",
		"Pacific/Port_Moresby",
	}
}

// zoneRegions are where a city is looked for; "" is for whole names.
func zoneRegions() []string {
	return []string{
		"", "Europe/", "America/", "Asia/", "Africa/", "Australia/", "Pacific/", "Atlantic/", "Indian/", "Arctic/", "Antarctica/",
		"America/Argentina/", "America/Indiana/", "America/Kentucky/", "America/North_Dakota/",
	}
}

// LoadZone finds a time zone by its name in the tz database or by its city, in
// capital or small letters; false where there is none.
func LoadZone(name string) (*time.Location, bool) {
	if found := spelt(name); len(found) > 0 {
		return found[0], true
	}
	return nil, false
}

// spelt gives the zones that have the name, or whose city has it.
func spelt(name string) []*time.Location {
	given := strings.Join(strings.Fields(name), "_")
	if given == "" || strings.EqualFold(given, "local") {
		return nil
	}
	for _, spelling := range []string{zoneCase(given), given, strings.ToUpper(given)} {
		var found []*time.Location
		for _, region := range zoneRegions() {
			if l, err := time.LoadLocation(region + spelling); err == nil {
				found = append(found, l)
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// leastOfCity is how many letters of a city name it.
const leastOfCity = 3

// zonesNamed gives the zones that may be meant: by name or city, or else by
// the first letters of the city, of those that are suggested. Two names of
// one zone are one.
func zonesNamed(typed string, now time.Time) []string {
	var names []string
	for _, l := range spelt(typed) {
		if !slices.ContainsFunc(names, func(known string) bool { return sameZone(known, l, now) }) {
			names = append(names, l.String())
		}
	}
	start := strings.ToLower(strings.Join(strings.Fields(typed), "_"))
	if len(names) > 0 || len(start) < leastOfCity {
		return names
	}
	for _, name := range zoneNames() {
		if city := name[strings.LastIndex(name, "/")+1:]; strings.HasPrefix(strings.ToLower(city), start) {
			names = append(names, name)
		}
	}
	return names
}

// sameZone reports whether both go by the same time in this year.
func sameZone(name string, l *time.Location, now time.Time) bool {
	other, err := time.LoadLocation(name)
	if err != nil {
		return false
	}
	for month := range 12 {
		at := time.Date(now.Year(), time.January+time.Month(month), 1, 0, 0, 0, 0, time.UTC)
		_, a := at.In(l).Zone()
		_, b := at.In(other).Zone()
		if a != b {
			return false
		}
	}
	return true
}

// zoneCase writes a name as the time zone database does: Europe/Berlin,
// Port-au-Prince. The database cannot be asked for its names.
func zoneCase(given string) string {
	var name, word strings.Builder
	flush := func() {
		w := word.String()
		word.Reset()
		switch {
		case w == "au" || w == "es" || w == "of":
			name.WriteString(w)
		case w != "":
			name.WriteString(strings.ToUpper(w[:1]) + w[1:])
		}
	}
	for _, r := range strings.ToLower(given) {
		if unicode.IsLetter(r) {
			word.WriteRune(r)
			continue
		}
		flush()
		name.WriteRune(r)
	}
	flush()
	return name.String()
}
