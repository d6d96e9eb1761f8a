package main

import (
	"fmt"
	"strings"
	"time"
	"unicode"
)

// zoneRegions are where a city is looked for; "" is for whole names.
func zoneRegions() []string {
	return []string{
		"", "Europe/", "America/", "Asia/", "Africa/", "Australia/", "Pacific/", "Atlantic/", "Indian/", "Arctic/", "Antarctica/",
		"America/Argentina/", "America/Indiana/", "America/Kentucky/", "America/North_Dakota/",
	}
}

// loadZone finds a time zone by IANA name or by its city, in capital or small
// letters; "" is the machine's.
func loadZone(zone string) (*time.Location, error) {
	if zone == "" {
		return time.Local, nil
	}
	given := strings.Join(strings.Fields(zone), "_")
	for _, spelt := range []string{given, zoneCase(given), strings.ToUpper(given)} {
		for _, region := range zoneRegions() {
			if l, err := time.LoadLocation(region + spelt); err == nil && given != "" {
				return l, nil
			}
		}
	}
	return nil, fmt.Errorf("%q is no time zone: use a name such as Europe/Berlin", zone)
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
