package baseline

import (
	"math"

	"dateline/terms"
)

// Tiling is how TopicBorders looks at a text.
type Tiling struct {
	Block  int     // sentences on either side that are compared
	Cutoff float64 // a border lies this many standard deviations above the mean depth
}

// TopicBorders gives the numbers of the sentences that begin a new topic, in
// the manner of TextTiling (Hearst, 1997), with sentences for token sequences:
// neighbouring blocks are compared by the cosine of their stems without stop
// words, and borders lie in the deepest valleys.
func TopicBorders(sentences []string, t Tiling) []int {
	similar := blockSimilarity(sentences, t.Block)
	depth := depths(similar)
	mean, deviation := spread(depth)
	var borders []int
	for i, d := range depth {
		if d >= mean+t.Cutoff*deviation && peak(depth, i) {
			borders = append(borders, i+1)
		}
	}
	return borders
}

// blockSimilarity compares, for each gap between two sentences, the block
// before with the block after.
func blockSimilarity(sentences []string, block int) []float64 {
	numbers := map[string]int{}
	stems := make([][]string, len(sentences))
	for i, s := range sentences {
		stems[i] = contentStems(s)
	}
	similar := make([]float64, max(len(sentences)-1, 0))
	for gap := range similar {
		left := newVector(joined(stems[max(0, gap+1-block):gap+1]), numbers)
		right := newVector(joined(stems[gap+1:min(len(stems), gap+1+block)]), numbers)
		normalize(left)
		normalize(right)
		similar[gap] = dot(left, right)
	}
	return similar
}

func contentStems(sentence string) []string {
	var out []string
	for _, w := range words(sentence) {
		if !terms.Stop("en", w) {
			out = append(out, terms.Stem("en", w))
		}
	}
	return out
}

func joined(lists [][]string) []string {
	var out []string
	for _, l := range lists {
		out = append(out, l...)
	}
	return out
}

// depths gives how far the similarity rises on both sides of each gap.
func depths(similar []float64) []float64 {
	depth := make([]float64, len(similar))
	for i, s := range similar {
		left, right := i, i
		for left > 0 && similar[left-1] >= similar[left] {
			left--
		}
		for right < len(similar)-1 && similar[right+1] >= similar[right] {
			right++
		}
		depth[i] = similar[left] - s + similar[right] - s
	}
	return depth
}

func spread(values []float64) (mean, deviation float64) {
	if len(values) == 0 {
		return 0, 0
	}
	for _, v := range values {
		mean += v / float64(len(values))
	}
	for _, v := range values {
		deviation += (v - mean) * (v - mean) / float64(len(values))
	}
	return mean, math.Sqrt(deviation)
}

// peak reports that no neighbour is deeper, and none before as deep.
func peak(depth []float64, i int) bool {
	return (i == 0 || depth[i-1] < depth[i]) && (i == len(depth)-1 || depth[i+1] <= depth[i])
}
