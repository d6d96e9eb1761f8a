package related

import (
	"hash/fnv"
	"slices"
	"strings"
	"time"

	"dateline/terms"
)

// SketchSize is the most hashes that a sketch has: of a text that is a tenth
// of another, about six are shared.
const SketchSize = 64

// MinShared is how many hashes two sketches must share for their texts to be
// compared. One alone is a phrase that everybody uses.
const MinShared = 2

// shingle is the number of words that are looked at together.
const shingle = 3

// Window is how far apart near-duplicates are at the most: a text that comes
// again after that is told again.
const Window = 72 * time.Hour

// Thresholds of Broder's two measures, as measured on dated wire stories
// (docs/QUALITY.md).
const (
	minResemblance = 0.5 // of what either has
	minContainment = 0.6 // of what the shorter has
	// A text of fewer shingles is too short for its share to mean much: it
	// must be the same nearly to the word.
	shortText  = 12
	minOfShort = 0.85
)

// A report that appears day by day in the same words is another dispatch each
// day: it has other numbers. An hour later other numbers correct the same one.
const (
	recurs       = 18 * time.Hour
	otherNumbers = 0.5 // of those that the text with fewer has
)

// Text is a text as it is compared: the sets of its shingles and of its
// numbers, hashed and in order.
type Text struct{ shingles, numbers []uint64 }

// Read gives the shingles of a text: the same for any capitals, punctuation
// and white space. A text of one or two words is one shingle, an empty one
// has none.
func Read(text string) Text {
	var words, numbers []uint64
	for start, end := range terms.Words(text) {
		word := terms.Fold(text[start:end])
		h := fnv.New64a()
		h.Write([]byte(word))
		words = append(words, h.Sum64())
		if strings.ContainsAny(word, "0123456789") {
			numbers = append(numbers, h.Sum64())
		}
	}
	return Text{shingles: set(shingles(words)), numbers: set(numbers)}
}

func shingles(words []uint64) []uint64 {
	if len(words) == 0 {
		return nil
	}
	hashes := make([]uint64, max(1, len(words)-shingle+1))
	for i := range hashes {
		for _, w := range words[i:min(i+shingle, len(words))] {
			hashes[i] = mix(hashes[i] ^ w)
		}
	}
	return hashes
}

func set(hashes []uint64) []uint64 {
	slices.Sort(hashes)
	return slices.Compact(hashes)
}

// mix is the finalizer of SplitMix64 (Steele, Lea and Flood, 2014): every bit
// of the result depends on every bit of x, so that the smallest hashes are a
// random sample.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// Sketch gives the hashes by which the text is found, in ascending order, at
// most [SketchSize].
func (t Text) Sketch() []uint64 {
	return slices.Clone(t.shingles[:min(SketchSize, len(t.shingles))])
}

// Sketch is [Text.Sketch] of a text.
func Sketch(text string) []uint64 { return Read(text).Sketch() }

// Compare gives the resemblance of two texts, the shingles that they share as
// a part of all that either has, and their containment, the same as a part of
// what the shorter has; both from 0 to 1, and 0 where either is empty.
func Compare(a, b Text) (resemblance, containment float64) {
	shared := common(a.shingles, b.shingles)
	if shared == 0 {
		return 0, 0
	}
	shorter := min(len(a.shingles), len(b.shingles))
	all := len(a.shingles) + len(b.shingles) - shared
	return float64(shared) / float64(all), float64(shared) / float64(shorter)
}

// common counts what two ordered sets share.
func common(a, b []uint64) int {
	n := 0
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			n++
			a, b = a[1:], b[1:]
		}
	}
	return n
}

// Copies reports whether two texts that came so far apart in time are
// near-duplicates of each other.
func Copies(a, b Text, apart time.Duration) bool {
	apart = apart.Abs()
	if apart > Window || apart >= recurs && newNumbers(a, b) {
		return false
	}
	resemblance, containment := Compare(a, b)
	if min(len(a.shingles), len(b.shingles)) < shortText {
		return resemblance >= minOfShort
	}
	return resemblance >= minResemblance || containment >= minContainment
}

// newNumbers reports whether so many numbers differ that the texts are two of
// a series.
func newNumbers(a, b Text) bool {
	fewer := min(len(a.numbers), len(b.numbers))
	return fewer > 0 && float64(fewer-common(a.numbers, b.numbers)) >= otherNumbers*float64(fewer)
}
