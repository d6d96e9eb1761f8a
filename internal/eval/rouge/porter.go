package rouge

import "strings"

// porter stems a word of more than three letters a-z and digits: Porter's
// algorithm (1980) with the extensions that NLTK has on by default.
func porter(word string) string {
	if stem, ok := irregular[word]; ok {
		return stem
	}
	for _, step := range []func(string) string{step1a, step1b, step1c, step2, step3, step4, step5a, step5b} {
		word = step(word)
	}
	return word
}

var irregular = map[string]string{
	"skies": "sky", "dying": "die", "lying": "lie", "tying": "tie", "news": "news",
	"innings": "inning", "inning": "inning", "outings": "outing", "outing": "outing",
	"cannings": "canning", "canning": "canning", "howe": "howe",
	"proceed": "proceed", "exceed": "exceed", "succeed": "succeed",
}

// rule replaces a suffix where what is left fulfils the condition. The first
// rule whose suffix fits decides, whether or not its condition holds.
type rule struct {
	suffix, to string
	when       func(stem string) bool
}

func apply(word string, rules []rule) string {
	for _, r := range rules {
		if stem, ok := strings.CutSuffix(word, r.suffix); ok {
			if r.when(stem) {
				return stem + r.to
			}
			return word
		}
	}
	return word
}

func consonant(w string, i int) bool {
	switch w[i] {
	case 'a', 'e', 'i', 'o', 'u':
		return false
	case 'y':
		return i == 0 || !consonant(w, i-1)
	}
	return true
}

// measure is Porter's m: how often a consonant follows a vowel.
func measure(w string) int {
	m := 0
	for i := 1; i < len(w); i++ {
		if consonant(w, i) && !consonant(w, i-1) {
			m++
		}
	}
	return m
}

func always(string) bool        { return true }
func over0(stem string) bool    { return measure(stem) > 0 }
func over1(stem string) bool    { return measure(stem) > 1 }
func exactly1(stem string) bool { return measure(stem) == 1 }

func hasVowel(w string) bool {
	for i := range len(w) {
		if !consonant(w, i) {
			return true
		}
	}
	return false
}

// short is Porter's *o, with NLTK's extension to two letters.
func short(w string) bool {
	n := len(w)
	if n == 2 {
		return !consonant(w, 0) && consonant(w, 1)
	}
	return n >= 3 && consonant(w, n-3) && !consonant(w, n-2) && consonant(w, n-1) &&
		!endsIn(w, "wxy")
}

// endsIn reports that the word's last letter is one of the letters.
func endsIn(word, letters string) bool { return strings.IndexByte(letters, word[len(word)-1]) >= 0 }

func step1a(w string) string {
	if strings.HasSuffix(w, "ies") && len(w) == 4 {
		return w[:3]
	}
	return apply(w, []rule{{"sses", "ss", always}, {"ies", "i", always}, {"ss", "ss", always}, {"s", "", always}})
}

func step1b(w string) string {
	if stem, ok := strings.CutSuffix(w, "ied"); ok {
		if len(w) == 4 {
			return stem + "ie"
		}
		return stem + "i"
	}
	if strings.HasSuffix(w, "eed") {
		return apply(w, []rule{{"eed", "ee", over0}})
	}
	for _, suffix := range []string{"ed", "ing"} {
		if stem, ok := strings.CutSuffix(w, suffix); ok && hasVowel(stem) {
			return mend(stem)
		}
	}
	return w
}

// mend gives a stem that lost -ed or -ing its e back, or takes a doubled
// consonant away.
func mend(stem string) string {
	for _, end := range []string{"at", "bl", "iz"} {
		if strings.HasSuffix(stem, end) {
			return stem + "e"
		}
	}
	n := len(stem)
	if n >= 2 && stem[n-1] == stem[n-2] && consonant(stem, n-1) {
		if endsIn(stem, "lsz") {
			return stem
		}
		return stem[:n-1]
	}
	if exactly1(stem) && short(stem) {
		return stem + "e"
	}
	return stem
}

func step1c(w string) string {
	return apply(w, []rule{{"y", "i", func(s string) bool { return len(s) > 1 && consonant(s, len(s)-1) }}})
}

func step2(w string) string {
	if stem, ok := strings.CutSuffix(w, "alli"); ok && over0(stem) {
		return step2(stem + "al")
	}
	return apply(w, []rule{
		{"ational", "ate", over0}, {"tional", "tion", over0}, {"enci", "ence", over0}, {"anci", "ance", over0},
		{"izer", "ize", over0}, {"bli", "ble", over0}, {"alli", "al", over0}, {"entli", "ent", over0},
		{"eli", "e", over0}, {"ousli", "ous", over0}, {"ization", "ize", over0}, {"ation", "ate", over0},
		{"ator", "ate", over0}, {"alism", "al", over0}, {"iveness", "ive", over0}, {"fulness", "ful", over0},
		{"ousness", "ous", over0}, {"aliti", "al", over0}, {"iviti", "ive", over0}, {"biliti", "ble", over0},
		{"fulli", "ful", over0}, {"logi", "log", func(s string) bool { return over0(s + "l") }},
	})
}

func step3(w string) string {
	return apply(w, []rule{
		{"icate", "ic", over0}, {"ative", "", over0}, {"alize", "al", over0}, {"iciti", "ic", over0},
		{"ical", "ic", over0}, {"ful", "", over0}, {"ness", "", over0},
	})
}

func step4(w string) string {
	return apply(w, []rule{
		{"al", "", over1}, {"ance", "", over1}, {"ence", "", over1}, {"er", "", over1}, {"ic", "", over1},
		{"able", "", over1}, {"ible", "", over1}, {"ant", "", over1}, {"ement", "", over1}, {"ment", "", over1},
		{"ent", "", over1}, {"ion", "", func(s string) bool {
			return over1(s) && (strings.HasSuffix(s, "s") || strings.HasSuffix(s, "t"))
		}},
		{"ou", "", over1}, {"ism", "", over1}, {"ate", "", over1}, {"iti", "", over1}, {"ous", "", over1},
		{"ive", "", over1}, {"ize", "", over1},
	})
}

func step5a(w string) string {
	return apply(w, []rule{{"e", "", func(s string) bool { return over1(s) || exactly1(s) && !short(s) }}})
}

func step5b(w string) string {
	return apply(w, []rule{{"ll", "l", func(s string) bool { return over1(s + "l") }}})
}
