package feeds

import (
	"testing"
	"time"
)

func TestParseDate(t *testing.T) {
	t.Parallel()
	for date, want := range map[string]string{
		"2003-12-31T10:14:55Z":                   "2003-12-31T10:14:55Z",
		"2003-12-31 10:14:55 +0200":              "2003-12-31T08:14:55Z",
		"31. Dezember 2003 10:14 Uhr":            "2003-12-31T10:14:00Z",
		"Mittwoch, 31. Dezember 2003, 10:14 MEZ": "2003-12-31T09:14:00Z",
		"1er août 2004":                          "2004-08-01T00:00:00Z",
		"le 3 févr. 2004 à 18h05":                "2004-02-03T18:05:00Z",
		"mar. 9 févr. 2004 10:14":                "2004-02-09T10:14:00Z",
		"5 de enero de 2004":                     "2004-01-05T00:00:00Z",
		"Lun, 05 Ene 2004 10:00:00 -0300":        "2004-01-05T13:00:00Z",
		"5 января 2004 г., 10:14 МСК":            "2004-01-05T07:14:00Z",
		"Пн, 05 янв 2004 10:14:00 +0300":         "2004-01-05T07:14:00Z",
		"Lunedì 9 febbraio 2004":                 "2004-02-09T00:00:00Z",
		"9 mag 2004 10:14":                       "2004-05-09T10:14:00Z",
		"9 de março de 2004":                     "2004-03-09T00:00:00Z",
		"Qua, 31 Dez 2003 10:14:55 GMT":          "2003-12-31T10:14:55Z",
		"9 maart 2004":                           "2004-03-09T00:00:00Z",
		"9 mei 2004":                             "2004-05-09T00:00:00Z",
		"wto, 9 marca 2004 10:14":                "2004-03-09T10:14:00Z",
		"9 października 2004":                    "2004-10-09T00:00:00Z",
		"December 31, 2003 10:14 PM EST":         "2004-01-01T03:14:00Z",
		"Dec. 31 2003":                           "2003-12-31T00:00:00Z",
		"31.12.2003 10:14":                       "2003-12-31T10:14:00Z",
		"20031231":                               "2003-12-31T00:00:00Z",
		"2003-12":                                "2003-12-01T00:00:00Z",
		"1072865695":                             "2003-12-31T10:14:55Z",
		"yesterday":                              "",
		"2026-13-45":                             "",
		"Mon, 32 Foo 2026":                       "",
		"31 февраля 2004":                        "",
		"1970-01-01":                             "",
		"2100-01-01":                             "",
		"17":                                     "",
		"":                                       "",
		"may or may not":                         "",
		"Thu, 1 Jan 1970 00:00:00 GMT":           "",
	} {
		got := ""
		if parsed := parseDate(date); !parsed.IsZero() {
			got = parsed.Format(time.RFC3339)
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", date, got, want)
		}
	}
}

func FuzzDate(f *testing.F) {
	for _, seed := range []string{"31 décembre 2003 10:14", "2003-12-31T10:14:55.123456789+14:00", "Mon, 5 Jan 04 1:2:3 PM", "5/6/7", "20031231T101455", "1072865695", "31.12.2003 24:60", "12 o'clock", "2003 mai 5"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, date string) {
		got := parseDate(date)
		if !got.IsZero() && (got.Year() < firstYear || got.Year() > lastYear || got.Location() != time.UTC) {
			t.Errorf("%q: %v", date, got)
		}
	})
}
