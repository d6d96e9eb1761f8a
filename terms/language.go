package terms

import (
	"math/bits"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/abadojack/whatlanggo"

	"dateline/news"
)

// Languages that have rules of their own here, by their BCP 47 codes.
const (
	english   = "en"
	french    = "fr"
	italian   = "it"
	polish    = "pl"
	turkish   = "tr"
	ukrainian = "uk"
)

// base gives the language of a BCP 47 tag without region and script, in
// small letters: "en" for "en-US" and for "EN".
func base(language string) string {
	for i := 0; i < len(language); i++ {
		if language[i] == '-' || language[i] == '_' {
			language = language[:i]
			break
		}
	}
	return Fold(language)
}

// Limits of what [Language] looks at.
const (
	sampleBytes = 2048
	sampleWords = 100
	letterWords = 50  // whose letters are looked at
	guessBytes  = 600 // what the slow guess by trigrams is given
	shortText   = 12  // words; one function word may decide on so few
)

// Language gives the language of text (BCP 47), or [news.Undetermined] where
// it is not clear: too few words, no letters, several languages. It looks at
// no more than the first 2 KB: at their function words and at the letters
// that few languages have, and at trigrams only where these do not decide.
func Language(text string) string {
	text = head(text, sampleBytes)
	t := count(text)
	if t.words == 0 {
		return news.Undetermined
	}
	if language, ok := t.decide(); ok {
		return language
	}
	return t.guess(head(text, guessBytes))
}

// head cuts text to at most n bytes, at the border of a rune.
func head(text string, n int) string {
	if len(text) <= n {
		return text
	}
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n]
}

// A tally is what speaks for each language in a text.
type tally struct {
	words int           // that start with a letter
	score [maskBits]int // by bit of a mask
}

// weight is what a function word of a single language scores; one of n
// languages scores an n-th for each.
const weight = 60

func count(text string) tally {
	var t tally
	masks := stopMasks()
	s := newScanner(text)
	for t.words < sampleWords {
		start, end, ok := s.next()
		if !ok {
			break
		}
		t.word(masks, text[start:end])
	}
	return t
}

// word counts one word.
func (t *tally) word(masks *Table[mask], word string) {
	if b := word[0]; b < utf8.RuneSelf && '0' <= b && b <= '9' {
		return
	}
	t.words++
	if len(word) > maxWord/2 {
		return
	}
	t.add(masks.AtFold(word), weight)
	if t.words <= letterWords {
		t.add(letterMask(word), weight/2)
	}
}

// add shares points out among the languages of a mask.
func (t *tally) add(m mask, points int) {
	if m == 0 {
		return
	}
	share := points / bits.OnesCount16(uint16(m))
	for ; m != 0; m &= m - 1 {
		t.score[bits.TrailingZeros16(uint16(m))] += share
	}
}

// letterMask gives the languages that word's telling letters speak for.
func letterMask(word string) mask {
	for i := range len(word) {
		if word[i] >= utf8.RuneSelf {
			return runesMask(word[i:])
		}
	}
	return 0
}

func runesMask(word string) mask {
	var m mask
	for _, r := range word {
		if r < utf8.RuneSelf || 0x410 <= r && r <= 0x44f && r != 'ы' && r != 'э' && r != 'Э' {
			continue
		}
		m |= runeMask(r)
	}
	return m
}

// runeMask knows the letters that are used in one of the languages alone, and
// those that are used in none of them.
func runeMask(r rune) mask {
	switch unicode.ToLower(r) {
	case 'ы', 'э', 'ё':
		return maskRU
	case 'і', 'ї', 'є', 'ґ':
		return maskUK
	case 'ß':
		return maskDE
	case 'ñ':
		return maskES
	case 'ã', 'õ':
		return maskPT
	case 'ł', 'ż', 'ś', 'ź', 'ę', 'ą':
		return maskPL
	case 'ğ', 'ı', 'ş', 'İ':
		return maskTR
	}
	if unicode.IsLetter(r) && !strings.ContainsRune(sharedLetters, unicode.ToLower(r)) {
		return maskOther
	}
	return 0
}

// sharedLetters are letters beyond ASCII of two or more of the languages.
const sharedLetters = "àáâäæçèéêëìíîïćńòóôöœùúûüýÿйё"

// decide gives the language that clearly leads.
func (t *tally) decide() (string, bool) {
	best := slices.Index(t.score[:], slices.Max(t.score[:]))
	first, second := t.score[best], t.besides(best)
	needed := 2 * weight
	if t.words <= shortText {
		needed = weight
	}
	if best == otherBit || first < needed || first*8 < t.words*weight || 2*first < 3*second {
		return "", false
	}
	return codeOf(best), true
}

// guess asks for the trigrams. Of the languages whose function words are
// known it takes only one that they speak for, too, and no other more.
func (t *tally) guess(text string) string {
	info := whatlanggo.Detect(text)
	code := info.Lang.Iso6391()
	if !info.IsReliable() || code == "" {
		return news.Undetermined
	}
	if bit := bitOf(code); bit >= 0 && !t.supports(bit) {
		return news.Undetermined
	}
	return code
}

func (t *tally) supports(bit int) bool {
	return t.score[bit] >= max(weight/2, t.besides(bit))
}

// besides gives the best score of all languages but one.
func (t *tally) besides(bit int) int {
	best := 0
	for i, n := range t.score {
		if i != bit {
			best = max(best, n)
		}
	}
	return best
}
