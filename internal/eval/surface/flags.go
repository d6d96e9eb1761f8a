package surface

import (
	_ "embed" // word lists
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Flags say what is wrong with one bullet.
type Flags struct {
	Orphan     bool `json:"orphan,omitempty"`     // opens with a pronoun or connective that points at nothing in it
	Unbalanced bool `json:"unbalanced,omitempty"` // a quotation opens or closes in it without its counterpart
	Furniture  bool `json:"furniture,omitempty"`  // a dateline or byline is in it, or is all of it
	Junk       bool `json:"junk,omitempty"`       // codes, headers, notes, captions, markup, headings, debris of a sentence
}

// Check looks at one bullet. The language is a BCP 47 tag, "" if not known.
func Check(bullet, language string) Flags {
	text := strings.Join(strings.Fields(bullet), " ")
	f := Flags{
		Orphan:     orphan(text, base(language)),
		Unbalanced: unbalanced(text, base(language)),
		Furniture:  dateline(text) || byline(text),
	}
	f.Junk = junk(bullet, text) || !f.Furniture && (debris(text) || capitals(text) || caption.MatchString(text))
	return f
}

// base is the language of a tag, without region, in lower case; English if there is none.
func base(tag string) string {
	tag, _, _ = strings.Cut(strings.ToLower(tag), "-")
	if tag == "" || tag == "und" {
		return "en"
	}
	return tag
}

// leaning lists, a language a line, the words that point back when a sentence
// opens with them.
//
//go:embed words/leaning.txt
var leaning string

var leaningSets = sync.OnceValue(func() map[string]map[string]bool { return wordSets(leaning) })

// wordSets reads lines of a language and its words.
func wordSets(lists string) map[string]map[string]bool {
	sets := map[string]map[string]bool{}
	for line := range strings.Lines(lists) {
		words := strings.Fields(line)
		set := map[string]bool{}
		for _, word := range words[1:] {
			set[word] = true
		}
		sets[words[0]] = set
	}
	return sets
}

// harmless openings look like leaning ones: "this week", "it is clear that",
// "those who", "so far"; a dummy subject points at what follows.
var harmless = regexp.MustCompile(`(?i)^(this|that|these|those) (past |last |coming |same )?(week|weekend|month|year|summer|winter|spring|autumn|fall|morning|afternoon|evening|season|time|is the moment)\b` +
	`|^(those|they|he|she) (who|whose)\b` +
	`|^it('s|’s| is| was| may| might| will| would| has| had| (did|does|was|is)(n't|n’t)?)( [\w.,-]+){1,6} (that|when|where|whether|if|how|why|who|before|since|until)\b` +
	`|^it('s|’s| is| was| may be| might be| will be| would be)( (?:very|not|too|also|still|now|often|once))? \w+ to\b` +
	`|^it('s|’s| is) (official|not the first)\b|^it (seems|appears|turns out|looks like|took|takes|remains|emerged)\b` +
	`|^so (far|called|many|much)\b|^so-called\b|^then-|^(es|il|het|se) (gab|gibt|war|wird|y|existe|est|faut|is|on)\b`)

var pointsBack = regexp.MustCompile(`(?i)^(none|all|some|most|much|part|half) of (this|that|these|those|them)\b`)

func orphan(text, language string) bool {
	text = strings.TrimLeftFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if harmless.MatchString(text) {
		return false
	}
	word := text
	if end := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) }); end >= 0 {
		word = text[:end]
	}
	// An abbreviation, a name with a hyphen or an apostrophe inside is no pronoun.
	rest := text[len(word):]
	if strings.HasPrefix(rest, "-") || strings.HasPrefix(rest, ".") && utf8.RuneCountInString(word) == 1 {
		return false
	}
	return leaningSets()[language][strings.ToLower(word)] || language == "en" && pointsBack.MatchString(text)
}
