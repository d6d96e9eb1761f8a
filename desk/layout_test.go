package desk

import (
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/adapters"
	"dateline/news"
)

func testLayout(language string) layout {
	return layout{words: theCatalogue().match(language), zone: berlin, now: now}
}

func TestTitle(t *testing.T) {
	t.Parallel()
	published := time.Date(2026, time.November, 21, 23, 30, 0, 0, time.UTC)
	dateline := func(place, date, agency string) *news.Dateline {
		return &news.Dateline{Place: place, Date: date, Agency: agency}
	}
	for _, test := range []struct {
		name                string
		dispatch            news.Dispatch
		dateline            *news.Dateline
		wantTitle, headline string
	}{
		{"no year, no time", news.Dispatch{}, dateline("MOSCOW", "July 6", "TASS"), "MOSCOW, July 6 (year not given), TASS", ""},
		{"no year, but a time", news.Dispatch{Published: published}, dateline("MOSCOW", "July 6", "TASS"), "MOSCOW, July 6, TASS", ""},
		{"a year", news.Dispatch{}, dateline("MOSCOW", "July 6, 2016", "TASS"), "MOSCOW, July 6, 2016, TASS", ""},
		{"no date", news.Dispatch{}, dateline("MOSCOW", "", "TASS"), "MOSCOW, TASS", ""},
		{"a day that is no year", news.Dispatch{}, dateline("", "06.07.16", ""), "06.07.16 (year not given)", ""},
		{"a headline too", news.Dispatch{Revision: news.Revision{Title: "Talks"}}, dateline("MOSCOW", "", ""), "MOSCOW", "Talks"},
		{"an empty dateline", news.Dispatch{Revision: news.Revision{Title: "Talks"}}, dateline("", "", ""), "Talks", ""},
		{"a headline only", news.Dispatch{Revision: news.Revision{Title: "Talks"}}, nil, "Talks", ""},
		{"a source only", news.Dispatch{Source: "TASS", Published: published}, nil, "TASS, Sun 22 Nov, 00:30", ""},
		{"given", news.Dispatch{Origin: news.OriginAsked}, nil, "The given text", ""},
		{"nothing", news.Dispatch{}, nil, "No title", ""},
	} {
		title, headline := testLayout("en").title(entry{dispatch: test.dispatch, digest: news.Digest{Dateline: test.dateline}})
		if title != test.wantTitle || headline != test.headline {
			t.Errorf("%s: got %q, %q, want %q, %q", test.name, title, headline, test.wantTitle, test.headline)
		}
	}
}

func TestAttributionIsSaidOnce(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ text, speaker, want string }{
		{"The Kremlin said so.", "the kremlin", ""},
		{"It was so.", "the Kremlin", "the Kremlin"},
		{"It was so.", "", ""},
		{"Кремль сообщил.", "кремль", ""},
		{"the\npolice said", "The  police", ""},
	} {
		if got := bulletBlock("1", news.Bullet{Text: test.text, Attribution: test.speaker}).Attribution; got != test.want {
			t.Errorf("%q by %q: got %q, want %q", test.text, test.speaker, got, test.want)
		}
	}
}

func TestPublicURL(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"https://user:secret@example.org/a%2Fb?key=secret#part": "https://example.org/a%2Fb",
		"http://example.org":      "http://example.org",
		"HTTPS://example.org:8/x": "https://example.org:8/x",
		"javascript:alert(1)":     "",
		"file:///etc/passwd":      "",
		"example.org/1":           "",
		"https://example.org/a b": "",
		"https://%zz":             "",
		"":                        "",
	} {
		if got := publicURL(address); got != want {
			t.Errorf("%q: got %q, want %q", address, got, want)
		}
	}
}

func TestSourceLine(t *testing.T) {
	t.Parallel()
	published := time.Date(2026, time.November, 21, 17, 10, 0, 0, time.UTC)
	for _, test := range []struct {
		name     string
		dispatch news.Dispatch
		title    string
		want     adapters.Block // without its kind
		shown    bool
	}{
		{"all", news.Dispatch{Source: "TASS", Published: published, URL: "https://tass.example/1?x"}, "Talks", adapters.Block{Text: "TASS, Sat 21 Nov, 18:10", URL: "https://tass.example/1", Time: published, TimeText: "Sat 21 Nov, 18:10"}, true},
		{"said by the dateline", news.Dispatch{Source: "TASS"}, "MOSCOW, July 6, TASS", adapters.Block{}, false},
		{"said by the title", news.Dispatch{Source: "TASS", Published: published}, "TASS, Sat 21 Nov, 18:10", adapters.Block{}, false},
		{"an address only", news.Dispatch{URL: "https://tass.example/1"}, "Talks", adapters.Block{Text: "tass.example", URL: "https://tass.example/1"}, true},
		{"nothing", news.Dispatch{}, "Talks", adapters.Block{}, false},
	} {
		got, shown := testLayout("en").source(entry{dispatch: test.dispatch}, test.title)
		got.Kind = 0
		if got != test.want || shown != test.shown {
			t.Errorf("%s: got %+v, %v, want %+v, %v", test.name, got, shown, test.want, test.shown)
		}
	}
}

func TestDates(t *testing.T) {
	t.Parallel()
	sunday := time.Date(2026, time.November, 22, 12, 0, 0, 0, berlin)
	first := time.Date(2025, time.March, 1, 12, 0, 0, 0, berlin)
	for language, want := range map[string][3]string{
		"en": {"Sun 22 Nov", "Sat 1 Mar 2025", "1 Mar 2025"},
		"ru": {"вс, 22 ноября", "сб, 1 марта 2025", "1 марта 2025"},
		"de": {"So 22. Nov.", "Sa 1. März 2025", "1. März 2025"},
		"fr": {"dim. 22 nov.", "sam. 1er mars 2025", "1er mars 2025"},
		"es": {"dom 22 nov", "sáb 1 mar 2025", "1 mar 2025"},
	} {
		l := testLayout(language)
		if got := [3]string{l.day(sunday), l.day(first), l.shortDay(first)}; got != want {
			t.Errorf("%s: got %q, want %q", language, got, want)
		}
	}
	if got, want := testLayout("en").day(time.Date(2026, time.December, 31, 23, 30, 0, 0, time.UTC)), "Fri 1 Jan 2027"; got != want {
		t.Errorf("over the year's end: got %q, want %q, the day in the reader's zone", got, want)
	}
}

func TestOneStop(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"22 nov..": "22 nov.", "22 Nov.": "22 Nov.", "so...": "so...", "": ""} {
		if got := oneStop(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestParagraphs(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"One line.\nAnother line.\n":               {"One line.", "Another line."},
		"Wrapped\nline.\n\n  Another   one.\n\n\n": {"Wrapped line.", "Another one."},
		"\n\nOne\ntwo\n \t\nthree":                 {"One two", "three"},
		" \n ":                                     nil,
	} {
		if got := paragraphs(text); !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// TestQuotesOfAStrangeDigest: a kept digest that does not fit its text gives no wrong words.
func TestQuotesOfAStrangeDigest(t *testing.T) {
	t.Parallel()
	revision := news.Revision{ID: news.DeriveID[news.Revision]("1"), Text: "One sentence."}
	evidence := func(id news.RevisionID, start, end int) news.Evidence {
		return news.Evidence{Revision: id, Start: start, End: end}
	}
	found := target{entry: entry{dispatch: news.Dispatch{Revision: revision}}}
	bullet := news.Bullet{Evidence: []news.Evidence{
		evidence(revision.ID, 0, 99), evidence(revision.ID, -1, 3), evidence(revision.ID, 5, 5), evidence(news.RevisionID{}, 0, 3), evidence(revision.ID, 0, 3),
	}}
	var texts []string
	for _, b := range (&turn{layout: testLayout("en")}).quotes(found, numbered{"1", bullet}) {
		texts = append(texts, b.Text)
	}
	if got, want := strings.Join(texts, "|"), "One"; got != want {
		t.Errorf("got %q, want %q alone", got, want)
	}
}
