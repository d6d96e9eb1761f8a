package desk

import (
	"embed"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

//go:embed words/*.json
var wordFiles embed.FS

// fallback is the language that is spoken where no other fits.
const fallback = "en"

// theCatalogue reads the word files, once. They are part of the program and
// held by a test, so a broken one is a programmer's error.
var theCatalogue = sync.OnceValue(func() *catalogue {
	c, err := loadCatalogue()
	if err != nil {
		panic(err)
	}
	return c
})

// catalogue is all that we can say, in every language.
type catalogue struct {
	languages []*words // the fallback first
	matcher   language.Matcher
	commands  map[string]string // what may be typed for a command, in any language -> the command
	// sourceWords is what may be typed after sources, in any language -> the word
	sourceWords map[string]string
	spoken      map[string]string       // a language's code, and its name in any language -> the code
	weekdays    map[string]time.Weekday // full and short names in any language
	days        map[string]string       // "today" and "yesterday" in any language -> in English
}

// words is what we can say in one language.
type words struct {
	name    string // BCP 47
	tag     language.Tag
	phrases map[string]phrase
}

// phrase is one entry of a word file: a text, a text with plural forms, or a list.
type phrase struct {
	forms map[plural.Form]string // a plain text is the form Other alone
	list  []string
}

// UnmarshalJSON implements [json.Unmarshaler].
func (p *phrase) UnmarshalJSON(data []byte) error {
	var text string
	if json.Unmarshal(data, &text) == nil {
		p.forms = map[plural.Form]string{plural.Other: text}
		return nil
	}
	if json.Unmarshal(data, &p.list) == nil {
		return nil
	}
	var byName map[string]string
	if err := json.Unmarshal(data, &byName); err != nil {
		return fmt.Errorf("neither a text, nor a list, nor plural forms: %w", err)
	}
	p.forms = make(map[plural.Form]string, len(byName))
	for name, text := range byName {
		form, ok := formNamed(name)
		if !ok {
			return fmt.Errorf("plural form %q: want zero, one, two, few, many or other", name)
		}
		p.forms[form] = text
	}
	return nil
}

func formNamed(name string) (plural.Form, bool) {
	forms := map[string]plural.Form{
		"zero": plural.Zero, "one": plural.One, "two": plural.Two,
		"few": plural.Few, "many": plural.Many, "other": plural.Other,
	}
	form, ok := forms[name]
	return form, ok
}

func loadCatalogue() (*catalogue, error) {
	files, err := wordFiles.ReadDir("words")
	if err != nil {
		return nil, fmt.Errorf("words: %w", err)
	}
	first, err := loadWords(fallback)
	if err != nil {
		return nil, err
	}
	c := &catalogue{languages: []*words{first}}
	for _, f := range files {
		name := strings.TrimSuffix(f.Name(), ".json")
		if name == fallback {
			continue
		}
		w, err := loadWords(name)
		if err != nil {
			return nil, err
		}
		c.languages = append(c.languages, w)
	}
	c.index()
	return c, nil
}

func loadWords(name string) (*words, error) {
	tag, err := language.Parse(name)
	if err != nil {
		return nil, fmt.Errorf("words of %q: %w", name, err)
	}
	data, err := wordFiles.ReadFile(path.Join("words", name+".json"))
	if err != nil {
		return nil, fmt.Errorf("words: %w", err)
	}
	w := &words{name: name, tag: tag}
	if err := json.Unmarshal(data, &w.phrases); err != nil {
		return nil, fmt.Errorf("words of %q: %w", name, err)
	}
	return w, nil
}

// index collects what may be typed in any language.
func (c *catalogue) index() {
	c.commands = make(map[string]string)
	c.sourceWords = make(map[string]string)
	c.weekdays = make(map[string]time.Weekday)
	c.days = make(map[string]string)
	tags := make([]language.Tag, len(c.languages))
	for i, w := range c.languages {
		tags[i] = w.tag
		for _, name := range slices.Concat(Commands(), quietCommands()) {
			put(c.commands, w.list("alias."+name), name)
		}
		for _, word := range sourceWords() {
			put(c.sourceWords, append(w.list("alias.sources."+word), word), word)
		}
		for _, day := range []string{sinceToday, sinceYesterday} {
			put(c.days, w.list("alias."+day), day)
		}
		for day := range 7 {
			put(c.weekdays, []string{w.list("weekdays")[day], w.list("weekdays.full")[day]}, time.Weekday(day))
		}
	}
	for _, name := range slices.Concat(Commands(), quietCommands(), []string{cmdWelcome}) {
		c.commands[name] = name
	}
	c.indexLanguages()
	c.matcher = language.NewMatcher(tags)
}

func put[V any](m map[string]V, typed []string, v V) {
	for _, s := range typed {
		m[plainWord(s)] = v
	}
}

// plainWord is how typed words are compared.
func plainWord(s string) string { return strings.ToLower(strings.Trim(s, ".")) }

// match gives the words of the first of the languages (BCP 47) that we speak.
func (c *catalogue) match(names ...string) *words {
	for _, name := range names {
		tag, _ := language.Parse(name) // of a malformed tag it gives the part that it understood
		if tag == language.Und {
			continue
		}
		if _, i, confidence := c.matcher.Match(tag); confidence != language.No {
			return c.languages[i]
		}
	}
	return c.languages[0]
}

// say gives the text of key, with {name} replaced by the value that follows
// name in pairs. A missing key, which a test rules out, shows as itself.
func (w *words) say(key string, pairs ...string) string {
	return w.fill(key, plural.Other, pairs)
}

// count gives the text of key in the plural form for n, with {n} replaced too.
func (w *words) count(key string, n int, pairs ...string) string {
	form := plural.Cardinal.MatchPlural(w.tag, n%10_000_000, 0, 0, 0, 0)
	return w.fill(key, form, append([]string{"n", strconv.Itoa(n)}, pairs...))
}

func (w *words) fill(key string, form plural.Form, pairs []string) string {
	forms := w.phrases[key].forms
	text, ok := forms[form]
	if !ok {
		text, ok = forms[plural.Other]
	}
	if !ok {
		return key
	}
	oldnew := make([]string, len(pairs))
	for i, s := range pairs {
		if i%2 == 0 {
			s = "{" + s + "}"
		}
		oldnew[i] = s
	}
	return oneStop(strings.NewReplacer(oldnew...).Replace(text))
}

// oneStop gives a text that ends with an abbreviation, "22 nov.", one full stop, not two.
func oneStop(text string) string {
	if strings.HasSuffix(text, "..") && !strings.HasSuffix(text, "...") {
		return text[:len(text)-1]
	}
	return text
}

// list gives the list of key.
func (w *words) list(key string) []string { return w.phrases[key].list }
