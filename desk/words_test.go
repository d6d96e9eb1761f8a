package desk

import (
	"fmt"
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/feature/plural"
)

var placeholder = regexp.MustCompile(`\{[a-z]*\}`)

func placeholders(text string) []string {
	found := placeholder.FindAllString(text, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

// differences says in what w is not the counterpart of english.
func differences(english, w *words) []string {
	var all []string
	report := func(format string, args ...any) { all = append(all, w.name+": "+fmt.Sprintf(format, args...)) }
	for key, want := range english.phrases {
		got, ok := w.phrases[key]
		if !ok {
			report("no %q", key)
			continue
		}
		if len(want.list) != len(got.list) && !strings.HasPrefix(key, "alias.") {
			report("%q has %d entries, want %d", key, len(got.list), len(want.list))
		}
		if (len(want.forms) > 1) != (len(got.forms) > 1) {
			report("%q has plural forms here or there only", key)
		}
		if g, w := placeholders(got.forms[plural.Other]), placeholders(want.forms[plural.Other]); !slices.Equal(g, w) {
			report("%q has the placeholders %v, want %v", key, g, w)
		}
	}
	for key := range w.phrases {
		if _, ok := english.phrases[key]; !ok {
			report("%q is not in the fallback", key)
		}
	}
	slices.Sort(all)
	return all
}

func TestLanguagesSayTheSame(t *testing.T) {
	t.Parallel()
	c := theCatalogue()
	names := make([]string, len(c.languages))
	for i, w := range c.languages {
		names[i] = w.name
		for _, d := range differences(c.languages[0], w) {
			t.Error(d)
		}
	}
	if want := []string{"en", "de", "es", "fr", "ru"}; !slices.Equal(names, want) {
		t.Errorf("languages: got %v, want %v", names, want)
	}
}

// TestDifferencesAreFound breaks a language in each way that must be noticed.
func TestDifferencesAreFound(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(map[string]phrase){
		`no "later"`:                          func(p map[string]phrase) { delete(p, "later") },
		`"new" is not in the fallback`:        func(p map[string]phrase) { p["new"] = p["later"] },
		`"later" has the placeholders`:        func(p map[string]phrase) { p["later"] = p["nothing"] },
		`"months" has 7 entries`:              func(p map[string]phrase) { p["months"] = p["weekdays"] },
		`"topic.all" has plural forms here`:   func(p map[string]phrase) { p["topic.all"] = p["nothing.topic"] },
		`"nothing.topic" has the placeholder`: func(p map[string]phrase) { p["nothing.topic"] = p["nothing.since"] },
	} {
		english := theCatalogue().languages[0]
		spoiled := &words{name: "de", tag: english.tag, phrases: maps.Clone(english.phrases)}
		spoil(spoiled.phrases)
		if got := strings.Join(differences(english, spoiled), "\n"); !strings.Contains(got, name) {
			t.Errorf("got %q, want %q in it", got, name)
		}
	}
}

// TestPluralForms expects each form that a language needs for whole numbers,
// and no placeholder in it that the form "other" does not have.
func TestPluralForms(t *testing.T) {
	t.Parallel()
	for _, w := range theCatalogue().languages {
		needed := map[plural.Form]bool{plural.Other: true}
		for n := range 1000 {
			needed[plural.Cardinal.MatchPlural(w.tag, n, 0, 0, 0, 0)] = true
		}
		for key, p := range w.phrases {
			if len(p.forms) < 2 {
				continue
			}
			for form := range needed {
				if p.forms[form] == "" {
					t.Errorf("%s: %q lacks the form %v", w.name, key, form)
				}
			}
			for form, text := range p.forms {
				for _, name := range placeholders(text) {
					if !slices.Contains(placeholders(p.forms[plural.Other]), name) {
						t.Errorf("%s: %q has %s in the form %v only", w.name, key, name, form)
					}
				}
			}
		}
	}
}

func TestCount(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		language string
		n        int
		want     string
	}{
		{"en", 0, "0 dispatches"}, {"en", 1, "1 dispatch"}, {"en", 2, "2 dispatches"}, {"en", 412, "412 dispatches"},
		{"ru", 1, "1 сообщение"}, {"ru", 2, "2 сообщения"}, {"ru", 5, "5 сообщений"}, {"ru", 11, "11 сообщений"},
		{"ru", 21, "21 сообщение"}, {"ru", 112, "112 сообщений"}, {"ru", 10_000_003, "10000003 сообщения"},
		{"fr", 0, "0 dépêche"}, {"fr", 1, "1 dépêche"}, {"fr", 2, "2 dépêches"},
		{"de", 1, "1 Meldung"}, {"es", 2, "2 despachos"},
	} {
		if got := theCatalogue().match(test.language).count("searched.dispatches", test.n); got != test.want {
			t.Errorf("%s, %d: got %q, want %q", test.language, test.n, got, test.want)
		}
	}
}

// TestVoiceOfEveryWord holds all that we can say to the house's voice.
func TestVoiceOfEveryWord(t *testing.T) {
	t.Parallel()
	apology := regexp.MustCompile(`(?i)\b(sorry|apolog|pardon|oops|please|désolé|excus|entschuldig|leider|perdón|disculp|lamenta)|извин|прост(ите|и)|сожален`)
	for _, w := range theCatalogue().languages {
		for key, p := range w.phrases {
			for _, text := range append(slices.Collect(maps.Values(p.forms)), p.list...) {
				if strings.ContainsAny(text, "!¡") || strings.ContainsFunc(text, isPicture) || apology.MatchString(text) {
					t.Errorf("%s, %q: %q is not how we talk", w.name, key, text)
				}
				if text == "" || text != strings.TrimSpace(text) {
					t.Errorf("%s, %q: %q is empty, or has spaces around it", w.name, key, text)
				}
			}
		}
	}
}

func isPicture(r rune) bool { return unicode.Is(unicode.So, r) || r == '\ufe0f' }

func TestMatch(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		names []string
		want  string
	}{
		{nil, "en"}, {[]string{""}, "en"}, {[]string{"", "ru"}, "ru"}, {[]string{"de", "ru"}, "de"},
		{[]string{"de-AT"}, "de"}, {[]string{"es-419"}, "es"}, {[]string{"fr-CA"}, "fr"}, {[]string{"en-GB", "ru"}, "en"},
		{[]string{"ru_RU.UTF-8"}, "ru"}, {[]string{"C"}, "en"}, {[]string{"ja", "fr"}, "fr"}, {[]string{"ja"}, "en"},
		{[]string{"und"}, "en"}, {[]string{"\x00\xff"}, "en"},
	} {
		if got := theCatalogue().match(test.names...).name; got != test.want {
			t.Errorf("%q: got %s, want %s", test.names, got, test.want)
		}
	}
}

// TestTypedWordsAreUnambiguous: a word that means one thing in one language
// must not mean another in the next, since all of them are understood.
func TestTypedWordsAreUnambiguous(t *testing.T) {
	t.Parallel()
	meaning := make(map[string]string)
	claim := func(kind string, w *words, typed, means string) {
		key := kind + plainWord(typed)
		if old, ok := meaning[key]; ok && old != means {
			t.Errorf("%s: %q means %s, and elsewhere %s", w.name, typed, means, old)
		}
		if kind == "command " && typed != plainWord(typed) {
			t.Errorf("%s: %q must be written as it is compared, %q", w.name, typed, plainWord(typed))
		}
		meaning[key] = means
	}
	for _, w := range theCatalogue().languages {
		for _, name := range Commands() {
			claim("command ", w, name, name)
			for _, typed := range w.list("alias." + name) {
				claim("command ", w, typed, name)
			}
		}
		for day := range 7 {
			claim("time ", w, w.list("weekdays")[day], strconv.Itoa(day))
			claim("time ", w, w.list("weekdays.full")[day], strconv.Itoa(day))
		}
		for _, day := range []string{sinceToday, sinceYesterday} {
			for _, typed := range w.list("alias." + day) {
				claim("time ", w, typed, day)
			}
		}
	}
	for _, later := range laterCommands() {
		if means, ok := meaning["command "+later]; ok {
			t.Errorf("%q is kept for later, and means %s", later, means)
		}
	}
}

// TestKeysAreUsed walks the source: what it says must be in the catalogue,
// and the catalogue must hold nothing that is never said.
func TestKeysAreUsed(t *testing.T) {
	t.Parallel()
	used := sourceStrings(t)
	english := theCatalogue().languages[0]
	for key := range english.phrases {
		prefix := key[:strings.LastIndex(key, ".")+1]
		if !used[key] && !used[strings.TrimSuffix(key, ".year")] && (prefix == "" || !used[prefix]) {
			t.Errorf("%q is in the catalogue and nowhere in the source", key)
		}
	}
	for _, key := range saidKeys(t) {
		if _, ok := english.phrases[key]; !ok {
			t.Errorf("%q is said and not in the catalogue", key)
		}
	}
}

func sourceFiles(t *testing.T) []*ast.File {
	t.Helper()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		f, err := parser.ParseFile(gotoken.NewFileSet(), e.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	return files
}

func sourceStrings(t *testing.T) map[string]bool {
	all := make(map[string]bool)
	for _, f := range sourceFiles(t) {
		ast.Inspect(f, func(n ast.Node) bool {
			if s, ok := literal(n); ok {
				all[s] = true
			}
			return true
		})
	}
	return all
}

// saidKeys gives the first arguments of say, count and list, where they are literals.
func saidKeys(t *testing.T) []string {
	var all []string
	for _, f := range sourceFiles(t) {
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) == 0 {
				return true
			}
			if method, ok := call.Fun.(*ast.SelectorExpr); ok && slices.Contains([]string{"say", "count", "list", "date"}, method.Sel.Name) {
				if s, ok := literal(call.Args[0]); ok {
					all = append(all, s)
				}
			}
			return true
		})
	}
	return all
}

func literal(n ast.Node) (string, bool) {
	l, ok := n.(*ast.BasicLit)
	if !ok || l.Kind != gotoken.STRING {
		return "", false
	}
	s, err := strconv.Unquote(l.Value)
	return s, err == nil
}
