package terms

import (
	"strings"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/danish"
	"github.com/blevesearch/snowballstem/dutch"
	snowenglish "github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/finnish"
	snowfrench "github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/hungarian"
	snowitalian "github.com/blevesearch/snowballstem/italian"
	"github.com/blevesearch/snowballstem/norwegian"
	"github.com/blevesearch/snowballstem/portuguese"
	"github.com/blevesearch/snowballstem/romanian"
	"github.com/blevesearch/snowballstem/russian"
	"github.com/blevesearch/snowballstem/spanish"
	"github.com/blevesearch/snowballstem/swedish"
	snowturkish "github.com/blevesearch/snowballstem/turkish"
)

// Stem gives the stem of a folded word: Snowball's for da de en es fi fr hu
// it nl no pt ro ru sv tr, by a short list of endings for pl and uk, and the
// word itself in any other language. Before that go the English possessive,
// what French and Italian elide before a word, and what Turkish adds to a
// name after an apostrophe. A word with a digit, or of over 64 bytes, stays
// as it is. [Stemmer] does the same faster.
func Stem(language, word string) string {
	r := newRules(base(language))
	return r.stem(word)
}

// rules are how one language is stemmed.
type rules struct {
	language string
	snowball func(*snowballstem.Env) bool // nil if it has none
	endings  []string                     // longest first, where there is no snowball
	env      *snowballstem.Env
}

func newRules(language string) rules {
	r := rules{language: language, snowball: snowball(language)}
	if r.snowball != nil {
		r.env = snowballstem.NewEnv("")
	} else {
		r.endings = endings(language)
	}
	return r
}

func (r *rules) stem(word string) string {
	if len(word) > maxWord || hasDigit(word) {
		return word
	}
	word = unsuffix(r.language, unelide(r.language, word))
	if r.snowball == nil {
		return strip(word, r.endings)
	}
	r.env.SetCurrent(word)
	r.snowball(r.env)
	if stem := r.env.Current(); stem != "" {
		return stem
	}
	return word
}

func hasDigit(word string) bool {
	for i := range len(word) {
		if b := word[i]; '0' <= b && b <= '9' {
			return true
		}
	}
	return false
}

// snowball gives Snowball's stemmer of a language, nil if it has none.
func snowball(language string) func(*snowballstem.Env) bool {
	switch language {
	case english:
		return snowenglish.Stem
	case "ru":
		return russian.Stem
	case "de":
		return german.Stem
	case french:
		return snowfrench.Stem
	case "es":
		return spanish.Stem
	case italian:
		return snowitalian.Stem
	case "nl":
		return dutch.Stem
	case "pt":
		return portuguese.Stem
	case turkish:
		return snowturkish.Stem
	}
	return snowballNorth(language)
}

func snowballNorth(language string) func(*snowballstem.Env) bool {
	switch language {
	case "da":
		return danish.Stem
	case "fi":
		return finnish.Stem
	case "hu":
		return hungarian.Stem
	case "no", "nb", "nn":
		return norwegian.Stem
	case "ro":
		return romanian.Stem
	case "sv":
		return swedish.Stem
	}
	return nil
}

// unelide takes off what French and Italian elide before a word: l'accord.
func unelide(language, word string) string {
	if language != french && language != italian {
		return word
	}
	at := strings.IndexByte(word, '\'')
	if at <= 0 || at == len(word)-1 || !elided(language, word[:at]) {
		return word
	}
	return word[at+1:]
}

func elided(language, head string) bool {
	switch head {
	case "l", "d", "m", "t", "s", "c", "n":
		return true
	case "j", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu":
		return language == french
	case "un", "gl", "v", "dell", "all", "dall", "nell", "sull", "coll", "quell", "quest", "anch", "com", "dov", "quand", "senz", "tutt", "nessun":
		return language == italian
	}
	return false
}

// unsuffix takes off the English possessive and what Turkish adds to a name.
func unsuffix(language, word string) string {
	switch language {
	case english:
		word = strings.TrimSuffix(strings.TrimSuffix(word, "'"), "'s")
	case turkish:
		if at := strings.IndexByte(word, '\''); at > 1 {
			word = word[:at]
		}
	}
	return word
}
