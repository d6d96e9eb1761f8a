package surface

import (
	_ "embed" // word lists
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Repeats reports that half of the word pairs of a bullet stand in one earlier
// bullet of the same digest, or the other way round.
func Repeats(bullet, earlier string) bool {
	a, b := pairs(bullet), pairs(earlier)
	shared := 0
	for p := range a {
		if b[p] {
			shared++
		}
	}
	shorter := min(len(a), len(b))
	return shorter > 0 && 2*shared >= shorter
}

func pairs(text string) map[string]bool {
	words := plainWords(text)
	out := map[string]bool{}
	for i := 1; i < len(words); i++ {
		out[words[i-1]+" "+words[i]] = true
	}
	return out
}

func plainWords(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// maxPieces is how many pieces of a text a verbatim bullet may be made of.
const maxPieces = 3

// Verbatim reports that a bullet consists of up to three pieces of the text, in
// its order, white space aside.
func Verbatim(bullet, text string) bool {
	words, rest := strings.Fields(bullet), strings.Join(strings.Fields(text), " ")
	for range maxPieces {
		n, end := longest(words, rest)
		words, rest = words[n:], rest[end:]
		if len(words) == 0 || n == 0 {
			break
		}
	}
	return len(words) == 0
}

// longest finds how many of the words stand in the text as one piece, and where that ends.
func longest(words []string, text string) (n, end int) {
	low, high := 0, len(words)
	for low < high {
		middle := (low + high + 1) / 2
		if piece := strings.Join(words[:middle], " "); strings.Contains(text, piece) {
			low, end = middle, strings.Index(text, piece)+len(piece)
		} else {
			high = middle - 1
		}
	}
	return low, end
}

// saying lists, a language a line, words that say that somebody speaks.
//
//go:embed words/saying.txt
var saying string

var sayingSets = sync.OnceValue(func() map[string]map[string]bool { return wordSets(saying) })

// minQuoted is the number of words from which a quotation is somebody's
// statement, and not a title or a phrase in quotation marks.
const minQuoted = 5

// Speech says what a bullet shows of who speaks: whether it quotes a statement,
// and whether it says whose. Named is what the digest names as the speaker
// apart from the text, "" if it names nobody.
func Speech(bullet, named, language string) (quotes, attributed bool) {
	quotations, outside := splitQuoted(bullet)
	if !slices.ContainsFunc(quotations, statement) {
		return false, false
	}
	if named != "" {
		return true, true
	}
	says := sayingSets()[base(language)]
	return true, slices.ContainsFunc(plainWords(outside), func(w string) bool { return says[w] })
}

// statement reports a quotation that is long enough and no title: most of its
// words are written small.
func statement(quotation string) bool {
	words := strings.Fields(quotation)
	small := 0
	for _, w := range words {
		if r, _ := utf8.DecodeRuneInString(w); !unicode.IsUpper(r) {
			small++
		}
	}
	return len(words) >= minQuoted && 2*small > len(words)
}

// splitQuoted gives what stands in double quotation marks, and the rest.
func splitQuoted(text string) (quotations []string, outside string) {
	var in, out strings.Builder
	open := false
	end := func() {
		if in.Len() > 0 {
			quotations = append(quotations, in.String())
			in.Reset()
		}
	}
	for _, r := range text {
		switch {
		case r == '"':
			open = !open
			end()
		case r == '“' && open: // as German closes
			open = false
			end()
		case strings.ContainsRune("“„«", r):
			open = true
		case strings.ContainsRune("”»", r):
			open = false
			end()
		case open:
			in.WriteRune(r)
		default:
			out.WriteRune(r)
		}
	}
	end()
	return quotations, out.String()
}
