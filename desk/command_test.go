package desk

import (
	"strings"
	"testing"
	"time"
)

func TestParse(t *testing.T) {
	t.Parallel()
	midnight := func(day int) time.Time { return time.Date(2026, time.November, day, 0, 0, 0, 0, berlin) }
	friday := since{at: midnight(20), how: sinceWeekday}
	today := since{at: midnight(22), how: sinceToday}
	for _, test := range []struct {
		text string
		want command // without word and rest
	}{
		{"", command{name: "help"}},
		{"  ", command{name: "help"}},
		{"/news", command{name: "help"}},
		{"?", command{name: "help"}},
		{"help", command{name: "help"}},
		{"welcome", command{name: "welcome"}},
		{"latest", command{name: "latest"}},
		{"/news latest", command{name: "latest"}},
		{"/NEWS   Latest ", command{name: "latest"}},
		{"news latest", command{name: "latest"}},
		{"/latest", command{name: "latest"}},
		{"LATEST.", command{name: "latest"}},
		{"latest 5", command{name: "latest", count: 5}},
		{"latest count:5", command{name: "latest", count: 5}},
		{"latest count: 5", command{name: "latest", count: 5}},
		{"latest 50", command{name: "latest", count: 50}},
		{"latest 0", command{name: "latest", problem: &problem{"problem.count", "0"}}},
		{"latest count:many", command{name: "latest", problem: &problem{"problem.count", "many"}}},
		{"latest 2016", command{name: "latest", words: "2016"}},
		{`latest "5"`, command{name: "latest", words: "5"}},
		{"latest Minsk agreements 2", command{name: "latest", words: "Minsk agreements", count: 2}},
		{`latest source:"Reuters World" Minsk`, command{name: "latest", words: "Minsk", source: "Reuters World"}},
		{"latest source:“Reuters  World” since:today", command{name: "latest", source: "Reuters World", since: today}},
		{"latest SOURCE:TASS Since:Today", command{name: "latest", source: "TASS", since: today}},
		{`latest source:"Reuters World`, command{name: "latest", source: "Reuters World"}},
		{"latest since:friday", command{name: "latest", since: friday}},
		{"latest since:Fri", command{name: "latest", since: friday}},
		{"latest since:пятница", command{name: "latest", since: friday}},
		{"latest since:ven.", command{name: "latest", since: friday}},
		{"latest since:heute", command{name: "latest", since: today}},
		{"latest since:sunday", command{name: "latest", since: since{at: midnight(15), how: sinceWeekday}}},
		{"latest since:yesterday", command{name: "latest", since: since{at: midnight(21), how: sinceYesterday}}},
		{"latest since:24h", command{name: "latest", since: since{at: now.Add(-24 * time.Hour), how: sinceHours, n: 24}}},
		{"latest since:3d", command{name: "latest", since: since{at: now.AddDate(0, 0, -3), how: sinceDays, n: 3}}},
		{"latest since:2026-11-01", command{name: "latest", since: since{at: midnight(1), how: sinceDate}}},
		{"latest since:2026–11–01", command{name: "latest", since: since{at: midnight(1), how: sinceDate}}},
		{"latest since:2026-11-31", command{name: "latest", problem: &problem{"problem.since", "2026-11-31"}}},
		{"latest since:soon", command{name: "latest", problem: &problem{"problem.since", "soon"}}},
		{"latest since:", command{name: "latest", problem: &problem{"problem.since", ""}}},
		{"latest since:-3d", command{name: "latest", problem: &problem{"problem.since", "-3d"}}},
		{"latest since:3dh", command{name: "latest", problem: &problem{"problem.since", "3dh"}}},
		{"topic Karabakh", command{name: "topic", words: "Karabakh"}},
		{"topic «Минские соглашения» since:today", command{name: "topic", words: "Минские соглашения", since: today}},
		{"topic Formula 1", command{name: "topic", words: "Formula 1"}},
		{"topic", command{name: "topic", problem: &problem{key: "problem.topic"}}},
		{"topic since:today", command{name: "topic", since: today, problem: &problem{key: "problem.topic"}}},
		{"topic " + strings.Repeat("a ", 13), command{name: "topic", words: strings.TrimSpace(strings.Repeat("a ", 13)), problem: &problem{"problem.words", "12"}}},
		{"evidence", command{name: "evidence"}},
		{"evidence 2", command{name: "evidence", number: "2"}},
		{"Evidence #2.", command{name: "evidence", number: "2"}},
		{"evidence 2.1", command{name: "evidence", number: "2.1"}},
		{"evidence 0", command{name: "evidence", problem: &problem{"problem.number", "0"}}},
		{"evidence 2.", command{name: "evidence", number: "2"}},
		{"evidence 2.1.1", command{name: "evidence", problem: &problem{"problem.number", "2.1.1"}}},
		{"evidence 99999999999999999999", command{name: "evidence", problem: &problem{"problem.number", "99999999999999999999"}}},
		{"text 3", command{name: "text", number: "3"}},
		{"full text 3", command{name: "text", number: "3"}},
		{"older", command{name: "older"}},
		{"Последнее", command{name: "latest"}},
		{"neueste 2", command{name: "latest", count: 2}},
		{"lates", command{}},
		{"\xff\xfe", command{name: "help"}},
	} {
		checkParsed(t, test.text, test.want)
	}
}

func checkParsed(t *testing.T, text string, want command) {
	t.Helper()
	got := theCatalogue().parse(text, now)
	got.word, got.rest = "", ""
	if !sameCommand(got, want) {
		t.Errorf("%q:\ngot  %+v %+v\nwant %+v %+v", text, got, got.problem, want, want.problem)
	}
}

// TestParseWordsAndOptions: which words are a count, which an option, and
// which only look like one.
func TestParseWordsAndOptions(t *testing.T) {
	t.Parallel()
	today := since{at: time.Date(2026, time.November, 22, 0, 0, 0, 0, berlin), how: sinceToday}
	for _, test := range []struct {
		text string
		want command // without word and rest
	}{
		{"//news latest", command{name: "latest"}},
		{"//NEWS", command{name: "help"}},
		{"latest 3 Rome", command{name: "latest", words: "Rome", count: 3}},
		{"latest 3 Rome since:today", command{name: "latest", words: "Rome", count: 3, since: today}},
		{"latest Rome 3 since:today", command{name: "latest", words: "Rome", count: 3, since: today}},
		{"latest 3 Rome 5", command{name: "latest", words: "3 Rome", count: 5}},
		{`latest "3" Rome`, command{name: "latest", words: "3 Rome"}},
		{"latest 2016 Rome", command{name: "latest", words: "2016 Rome"}},
		{"topic 3 Rome", command{name: "topic", words: "3 Rome"}},
		{"latest foo:bar", command{name: "latest", words: "foo:bar", problem: &problem{"problem.option", "foo"}}},
		{"topic Rome sorce:TASS", command{name: "topic", words: "Rome sorce:TASS", problem: &problem{"problem.option", "sorce"}}},
		{"latest a:b since:soon", command{name: "latest", words: "a:b", problem: &problem{"problem.since", "soon"}}},
		{`latest "foo:bar"`, command{name: "latest", words: "foo:bar"}},
		{"latest at 10:30", command{name: "latest", words: "at 10:30"}},
		{"latest https://example.org/a:b", command{name: "latest", words: "https://example.org/a:b"}},
		{"topic Syria: talks", command{name: "topic", words: "Syria: talks"}},
		{"topic 4:3 :-) B2:C", command{name: "topic", words: "4:3 :-) B2:C"}},
	} {
		checkParsed(t, test.text, test.want)
	}
}

func sameCommand(a, b command) bool {
	if (a.problem == nil) != (b.problem == nil) || a.problem != nil && *a.problem != *b.problem {
		return false
	}
	if !a.since.at.Equal(b.since.at) {
		return false
	}
	a.problem, b.problem, a.since.at, b.since.at = nil, nil, time.Time{}, time.Time{}
	return a == b
}

// TestGivenTextIsNotTouched: what follows digest is news, not a command.
func TestGivenTextIsNotTouched(t *testing.T) {
	t.Parallel()
	const text = "“Quoted” — first line.\r\n\r\nSecond  line: since:today."
	if got := theCatalogue().parse(" /news  Digest\n"+text+"\n", now); got.name != cmdDigest || got.rest != text {
		t.Errorf("got %q, %q, want the text as it was given", got.name, got.rest)
	}
}

// TestCanonical: a kept command means the same at any later time.
func TestCanonical(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"latest", "latest 7", "topic Karabakh", `topic "Minsk agreements" since:friday source:"Reuters World"`,
		"latest since:24h", "latest topic:since:today", `latest "source:x"`, `latest "a:b" 2016`, "latest 1 2 3 4",
	} {
		c := theCatalogue().parse(text, now)
		again := theCatalogue().parse(c.canonical(), now.AddDate(0, 0, 3))
		again.since.how, again.since.n = c.since.how, c.since.n
		c.word, c.rest, again.word, again.rest = "", "", "", ""
		c.since.at = c.since.at.Truncate(time.Second)
		if !sameCommand(again, c) {
			t.Errorf("%q: %q gives\n%+v, want\n%+v", text, c.canonical(), again, c)
		}
	}
}

func TestNearest(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	for _, test := range []struct{ language, typed, want string }{
		{"en", "lates", "latest"}, {"en", "LATSET", "latest"}, {"en", "ltaest", "latest"}, {"en", "topc", "topic"},
		{"en", "evidense", "evidence"}, {"en", "evidnec", "evidence"}, {"en", "hepl", "help"}, {"en", "odler", "older"}, {"en", "digset", "digest"},
		{"en", "summarise", "summarize"}, {"en", "xyzzy", ""}, {"en", "no", ""}, {"en", "what", ""},
		{"ru", "последне", "последнее"}, {"ru", "lates", "latest"}, {"de", "neuste", "neueste"}, {"en", "последне", ""},
	} {
		f.channel.Language = test.language
		reply := f.ask(t, test.typed+" 2")
		got := ""
		if len(reply.Actions) > 0 && reply.Actions[0].Command != cmdHelp {
			got = reply.Actions[0].Label
		}
		if got != test.want {
			t.Errorf("%s, %q: got %q, want %q", test.language, test.typed, got, test.want)
		}
		if !reply.Failed {
			t.Errorf("%q: not failed, though nothing was done", test.typed)
		}
	}
	if len(f.store.conversations) > 0 {
		t.Errorf("a mistyped command was run: %v", f.store.conversations)
	}
}

// TestNearlyNews: what follows a mistyped "news" is offered, and nothing is run.
func TestNearlyNews(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.addSeveral(t)
	got := f.ask(t, "/newz latest 2")
	if want := "Unknown: newz. Nearest: news."; len(got.Blocks) != 1 || got.Blocks[0].Text != want || !got.Failed {
		t.Errorf("got\n%s\nwant %q", show(got), want)
	}
	if len(got.Actions) != 1 || got.Actions[0].Command != "latest 2" {
		t.Errorf("actions: got %v, want latest 2", got.Actions)
	}
}

// TestUnknownOption: the nearest one is named, and nothing is run.
func TestUnknownOption(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"latest sorce:TASS":   "Unknown option: sorce. Nearest: source.",
		"latest Since2:today": "",
		"topic Rome TOPC:x":   "Unknown option: TOPC. Nearest: topic.",
		"latest foo:bar":      "Unknown option: foo. Known: source, since, count. In quotation marks it is a word.",
	} {
		f := newFixture(t)
		f.addSeveral(t)
		got := f.ask(t, typed)
		if want == "" {
			if got.Failed {
				t.Errorf("%s: got\n%s\nwant it taken for words", typed, show(got))
			}
			continue
		}
		if show(got) != "(failed)\ntext   "+want+"\n" || len(f.store.conversations) > 0 {
			t.Errorf("%s: got\n%s\nwant %q alone", typed, show(got), want)
		}
	}
}

func TestEditDistance(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"", "abc", 3}, {"abc", "abc", 0}, {"abc", "acb", 1}, {"abc", "ab", 1}, {"abc", "xbc", 1},
		{"ca", "abc", 3}, {"раньше", "рaньше", 1}, {"kitten", "sitting", 3}, {"lates", "latest", 1},
	} {
		if got := editDistance(test.a, test.b); got != test.want {
			t.Errorf("%q, %q: got %d, want %d", test.a, test.b, got, test.want)
		}
		if got := editDistance(test.b, test.a); got != test.want {
			t.Errorf("%q, %q: got %d, want %d", test.b, test.a, got, test.want)
		}
	}
}
