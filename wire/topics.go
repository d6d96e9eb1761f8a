package wire

import (
	"math"
	"slices"
	"strings"
	"sync"

	"dateline/news"
	"dateline/terms"
)

// TopicBorders gives the indexes of the sentences that begin a new topic, in
// order and never 0; nil where the text is about one matter, or where too
// little in it says otherwise. It is for dispatches without headings. The
// language is a BCP 47 tag; "" or "und" has it found out. The sentences are
// those of [Parse], without furniture.
//
// See [Topics] for the method. Who has the terms of the sentences already
// saves most of the work by calling that.
func TopicBorders(sentences []string, language string) []int {
	if len(sentences) < 2*topicShortest {
		return nil
	}
	if language == "" || language == news.Undetermined {
		language = languageOf(sentences)
	}
	var t Topics
	vocabulary := terms.NewVocabulary(language)
	var words []terms.Term
	for _, s := range sentences {
		words = vocabulary.Terms(words[:0], s)
		t.Add(words)
	}
	return t.Borders()
}

// languageOf gives the language of the first sentences, as many as
// [terms.Language] looks at.
func languageOf(sentences []string) string {
	const enough = 2 << 10
	var b strings.Builder
	for _, s := range sentences {
		if b.Len() >= enough {
			break
		}
		b.WriteString(s[:min(len(s), enough)])
		b.WriteByte(' ')
	}
	return terms.Language(b.String())
}

// Topics finds where the topic changes in a text, by the words that its
// sentences share. The zero value is ready; it may be used again and again,
// by one goroutine at a time.
//
// First the text is cut where that describes it at the least cost, as in
// Utiyama and Isahara, "A Statistical Model for Domain-Independent Text
// Segmentation" (ACL 2001). A segment of n words costs
//
//	sum over its words w of log((n + K) / (f(w) + 1))
//
// where f(w) is how often the segment has w: words that come again within a
// segment are cheap. Each border costs a constant and something for each word
// that stands close to it on both sides, which is the cohesion that TextTiling
// looks at (Hearst, Computational Linguistics 23(1), 1997). The cheapest cut is
// found by dynamic programming. Two departures from the paper:
// K and the cost of a border are constants, not taken from the text's length,
// so that a dispatch is cut the same way alone and inside of a long text; and
// no segment is longer than topicLongest, which makes the time linear.
//
// Then borders go that separate segments with much in common, from left to
// right: reports on one matter keep naming it, so this is what leaves a common
// news text whole. A border goes too where a segment repeats no word at all,
// for then nothing says that it is about one thing.
//
// Function words do not count, others count by their stems. Time is linear in
// the words, at most topicLongest passes over each; memory is linear and small.
type Topics struct {
	words  []uint32 // of all sentences; once packed, those only that the text repeats
	ends   []int32  // by sentence: where its words end
	totals []int32  // by sentence: words in it and before it, repeated or not
	counts []int32  // by word; all zero between uses
	costs  []float64
	starts []int32 // by end: where the last segment of the cheapest cut starts
}

// The constants were chosen on the development half of Choi's set ("Advances in
// domain independent linear text segmentation", NAACL 2000; 60 texts) and on
// round-ups joined from the openings of CNN's reports, in the middle of where
// results change little: topicTypes from 300 to 500, topicBorder from 2 to 4
// and half to one and a half topicNearby give a Pk of 0.10 to 0.13 on the
// former. Chosen on one half of those texts, they give 0.12 on the other.
const (
	// topicTypes is K, the number of word types that smoothing allows for. The
	// paper takes the text's own; 400 is between that of a report of CNN (218)
	// and of one of Choi's texts (548).
	topicTypes = 400
	// topicBorder is what a border costs, in nats. The paper takes the logarithm
	// of the text's words, 6 or so, and has nothing for shared words.
	topicBorder = 3.0
	// topicNearby is what each word costs, in nats, that stands close to a border
	// on both sides; without it Pk is 0.02 higher.
	topicNearby = 1.0
	// topicNear is how many sentences on each side are close; 3 to 6 do as well.
	topicNear = 4
	// topicShortest is the least length of a topic in sentences. Of fewer, too
	// few words come again.
	topicShortest = 3
	// topicLongest bounds the length of a segment, in sentences, before borders
	// are taken back; 15 to 100 give the same Pk.
	topicLongest = 20
	// topicShared is the share of words in common above which two neighbours
	// are one topic: 95% of the true borders in both sets are below 0.08
	// and 75% of the false ones in CNN's reports above it, the more so once joined.
	topicShared = 0.10
	// topicReach bounds the sentences of a segment that are compared with its
	// neighbour, so that a long topic can be compared with a short one.
	topicReach = 20
)

// Add takes in the next sentence, by its terms. They must all be of one
// vocabulary that was not reset in between.
func (t *Topics) Add(sentence []terms.Term) {
	for _, w := range sentence {
		if !w.Stop {
			t.words = append(t.words, w.ID)
		}
	}
	t.ends = append(t.ends, int32(len(t.words)))
}

// Borders gives what [TopicBorders] gives, for the sentences added since the
// last call, and forgets them.
func (t *Topics) Borders() []int {
	defer t.forget()
	if len(t.ends) < 2*topicShortest {
		return nil
	}
	t.pack()
	t.cut()
	return t.join(t.segments())
}

// forget makes t ready for the next text; what a huge one took is let go.
func (t *Topics) forget() {
	const most = 1 << 16 // words
	if cap(t.words) > most || cap(t.counts) > most || cap(t.ends) > most {
		*t = Topics{}
	}
	t.words, t.ends, t.totals = t.words[:0], t.ends[:0], t.totals[:0]
}

// pack leaves out the words that the text has once: they cost the same in any
// segment. The others get numbers without gaps.
func (t *Topics) pack() {
	types := uint32(0)
	for _, w := range t.words {
		types = max(types, w+1)
	}
	t.counts = cleared(t.counts, int(types))
	for _, w := range t.words {
		t.counts[w]++
	}
	// A repeated word's count gives way to its number, as a negative.
	next, kept, from := int32(0), int32(0), int32(0)
	for i, end := range t.ends {
		for _, w := range t.words[from:end] {
			if t.counts[w] > 1 {
				next++
				t.counts[w] = -next
			}
			if number := -t.counts[w]; number > 0 {
				t.words[kept] = uint32(number - 1)
				kept++
			}
		}
		t.totals = append(t.totals, end)
		t.ends[i], from = kept, end
	}
	t.words = t.words[:kept]
	t.counts = cleared(t.counts, int(next))
}

// cleared gives a slice of n zeros, in the place of s if it is long enough.
func cleared[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	s = s[:n]
	clear(s)
	return s
}

// between gives the repeated words of the sentences [from, to).
func (t *Topics) between(from, to int) []uint32 {
	return t.words[t.before(t.ends, from):t.before(t.ends, to)]
}

// total counts all words of the sentences [from, to).
func (t *Topics) total(from, to int) int32 {
	return t.before(t.totals, to) - t.before(t.totals, from)
}

// before gives a running count as it is before a sentence.
func (*Topics) before(running []int32, sentence int) int32 {
	if sentence == 0 {
		return 0
	}
	return running[sentence-1]
}

// cut finds the cheapest cut: costs[i] is that of the first i sentences.
func (t *Topics) cut() {
	n := len(t.ends)
	t.costs, t.starts = cleared(t.costs, n+1), cleared(t.starts, n+1)
	for i := 1; i <= n; i++ {
		t.costs[i] = math.Inf(1)
	}
	for from := 0; from+topicShortest <= n; from++ {
		if math.IsInf(t.costs[from], 1) {
			continue // no cut into segments that are long enough ends here
		}
		cost := t.costs[from]
		if from > 0 {
			cost += topicBorder + topicNearby*float64(t.shared(from-topicNear, from, from+topicNear))
		}
		t.extend(from, cost)
	}
}

// extend prices the segments that start with the sentence from; cost is that
// of all before them and of the border.
func (t *Topics) extend(from int, cost float64) {
	last := min(from+topicLongest, len(t.ends))
	table := topicLogs()
	repeats := 0.0
	for to := from + 1; to <= last; to++ {
		for _, w := range t.between(to-1, to) {
			repeats += table.repeat(t.counts[w])
			t.counts[w]++
		}
		if to-from < topicShortest {
			continue
		}
		if c := cost + table.total(t.total(from, to)) - repeats; c < t.costs[to] {
			t.costs[to], t.starts[to] = c, int32(from)
		}
	}
	t.zero(from, last)
}

// zero takes the words of the sentences [from, to) out of counts, by the
// shorter way.
func (t *Topics) zero(from, to int) {
	words := t.between(from, to)
	if len(words) > len(t.counts) {
		clear(t.counts)
		return
	}
	for _, w := range words {
		t.counts[w] = 0
	}
}

// shared counts the words that the sentences [from, middle) and [middle, to)
// have in common, each as often as both have it. The ends may lie outside of
// the text.
func (t *Topics) shared(from, middle, to int) int {
	from, to = max(from, 0), min(to, len(t.ends))
	for _, w := range t.between(from, middle) {
		t.counts[w]++
	}
	n := 0
	for _, w := range t.between(middle, to) {
		if t.counts[w] > 0 {
			t.counts[w]--
			n++
		}
	}
	t.zero(from, middle)
	return n
}

// segments gives the starts of the cheapest cut's segments, then the end of
// the text.
func (t *Topics) segments() []int {
	at := len(t.ends)
	starts := []int{at}
	for at > 0 {
		at = int(t.starts[at])
		starts = append(starts, at)
	}
	slices.Reverse(starts)
	return starts
}

// join takes borders back, from left to right; it gives those that stay.
func (t *Topics) join(segments []int) []int {
	kept := segments[:1:1]
	for i := 1; i < len(segments)-1; i++ {
		kept = append(kept, segments[i])
		for n := len(kept); n > 1 && t.one(kept[n-2], kept[n-1], segments[i+1]); n-- {
			kept = kept[:n-1]
		}
	}
	if len(kept) == 1 {
		return nil
	}
	return kept[1:]
}

// one reports whether [from, middle) and [middle, to) are one topic.
func (t *Topics) one(from, middle, to int) bool {
	from, to = max(from, middle-topicReach), min(to, middle+topicReach)
	words := min(t.total(from, middle), t.total(middle, to))
	return float64(t.shared(from, middle, to)) > topicShared*float64(words) ||
		!t.repeats(from, middle) || !t.repeats(middle, to)
}

// repeats reports whether a word comes twice in the sentences [from, to).
func (t *Topics) repeats(from, to int) bool {
	defer t.zero(from, to)
	for _, w := range t.between(from, to) {
		if t.counts[w]++; t.counts[w] > 1 {
			return true
		}
	}
	return false
}

// topicLogs holds what costs are made of, worked out once.
var topicLogs = sync.OnceValue(func() *logs {
	l := &logs{}
	for count := range l.repeats {
		l.repeats[count] = repeatGain(count)
	}
	for words := range l.totals {
		l.totals[words] = totalCost(words)
	}
	return l
})

// logs are the costs of common counts.
type logs struct {
	repeats [64]float64
	totals  [1 << 10]float64
}

// repeat gives what a word takes off a segment's cost when the segment has it
// so many times already.
func (l *logs) repeat(count int32) float64 {
	if int(count) < len(l.repeats) {
		return l.repeats[count]
	}
	return repeatGain(int(count))
}

// total gives the cost of so many words in a segment where none is repeated.
func (l *logs) total(words int32) float64 {
	if int(words) < len(l.totals) {
		return l.totals[words]
	}
	return totalCost(int(words))
}

// repeatGain is by how much f log(f+1) grows from f = count to count+1.
func repeatGain(count int) float64 {
	f := float64(count)
	return (f+1)*math.Log(f+2) - f*math.Log(f+1)
}

func totalCost(words int) float64 {
	n := float64(words)
	return n * math.Log(n+topicTypes)
}
