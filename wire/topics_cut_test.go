package wire

import (
	"math"
	"math/rand/v2"
	"testing"

	"dateline/terms"
)

// The cut must be the cheapest of all, by the formula as it is documented.
func TestTopicsCut(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 4))
	split := 0
	for range 300 {
		text := randomTopics(random)
		want, cost := cheapestCut(text)
		var topics Topics
		for _, sentence := range text {
			topics.Add(termsOf(sentence))
		}
		topics.pack()
		topics.cut()
		got := topics.segments()
		if c := cutCost(text, got); c > cost+1e-9 { // several may cost the same
			t.Fatalf("%v: got %v at %v, want %v at %v", text, got, c, want, cost)
		}
		// Words that the text has once are left out: each takes off 1 log(1+1).
		cost += float64(once(text)) * math.Log(2)
		if c := topics.costs[len(text)]; math.Abs(c-cost) > 1e-9 {
			t.Fatalf("%v: cost %v, want %v", text, c, cost)
		}
		if len(want) > 2 {
			split++
		}
	}
	if split < 50 || split > 250 {
		t.Errorf("%d of 300 texts are to be cut: too few or too many to tell", split)
	}
}

// randomTopics gives words by sentence: some of one half of the text, some of
// the other, some of both.
func randomTopics(random *rand.Rand) [][]uint32 {
	n := 6 + random.IntN(7)
	middle := 2 + random.IntN(n-3)
	common := random.IntN(5)
	text := make([][]uint32, n)
	for i := range text {
		for range random.IntN(26) {
			word := uint32(random.IntN(10))
			switch {
			case random.IntN(10) < common:
				word += 20
			case random.IntN(10) == 0:
				word = 30 + uint32(random.IntN(100))
			case i >= middle:
				word += 10
			}
			text[i] = append(text[i], word)
		}
	}
	return text
}

func termsOf(words []uint32) (list []terms.Term) {
	for _, w := range words {
		list = append(list, terms.Term{ID: w})
	}
	return list
}

// cheapestCut tries every cut into segments of three sentences or more. It
// gives the starts and the end, as segments does, and the cost.
func cheapestCut(text [][]uint32) (best []int, least float64) {
	n := len(text)
	least = math.Inf(1)
	for set := range 1 << (n - 1) {
		starts := []int{0}
		for i := 1; i < n; i++ {
			if set>>(i-1)&1 == 1 {
				starts = append(starts, i)
			}
		}
		starts = append(starts, n)
		if cost := cutCost(text, starts); cost < least {
			best, least = starts, cost
		}
	}
	return best, least
}

func cutCost(text [][]uint32, cut []int) float64 {
	cost := 0.0
	for i, from := range cut[:len(cut)-1] {
		to := cut[i+1]
		if to-from < 3 {
			return math.Inf(1)
		}
		if from > 0 {
			left, _ := tally(text[max(0, from-4):from])
			right, _ := tally(text[from:min(from+4, len(text))])
			cost += 3
			for w, n := range left {
				cost += float64(min(n, right[w]))
			}
		}
		counts, total := tally(text[from:to])
		for _, f := range counts {
			cost += float64(f) * math.Log(float64(total+400)/float64(f+1))
		}
	}
	return cost
}

func tally(sentences [][]uint32) (counts map[uint32]int, total int) {
	counts = map[uint32]int{}
	for _, words := range sentences {
		for _, w := range words {
			counts[w]++
			total++
		}
	}
	return counts, total
}

func once(text [][]uint32) (n int) {
	counts, _ := tally(text)
	for _, f := range counts {
		if f == 1 {
			n++
		}
	}
	return n
}
