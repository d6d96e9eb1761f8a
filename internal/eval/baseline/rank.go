package baseline

import (
	"cmp"
	"math"
	"slices"
)

// maxRanked bounds the sentences that are ranked: the graph grows with their
// square. Of longer texts the first are taken.
const maxRanked = 300

// Lead gives the numbers of the first n sentences.
func Lead(sentences []string, n int) []int {
	out := make([]int, min(n, len(sentences)))
	for i := range out {
		out[i] = i
	}
	return out
}

// TextRank chooses n sentences in the order of the text (Mihalcea and Tarau,
// 2004): sentences are linked by the number of words that they share over the
// sum of the logarithms of their lengths, and ranked as PageRank ranks pages.
func TextRank(sentences []string, n int) []int {
	sentences = sentences[:min(len(sentences), maxRanked)]
	vectors := make([]vector, len(sentences))
	lengths := make([]float64, len(sentences))
	numbers := map[string]int{}
	for i, s := range sentences {
		w := words(s)
		vectors[i], lengths[i] = newVector(w, numbers), math.Log(float64(max(len(w), 1)))
	}
	return best(rank(len(sentences), func(i, j int) float64 {
		if i == j || lengths[i]+lengths[j] == 0 {
			return 0
		}
		return float64(shared(vectors[i], vectors[j])) / (lengths[i] + lengths[j])
	}), n)
}

// LexRank chooses n sentences in the order of the text (Erkan and Radev, 2004):
// the continuous variant, sentences linked by the cosine of their words
// weighted with inverse document frequency, where that is above 0.1. The
// sentences of the text stand for the collection that frequencies are from, and a
// sentence is as similar to itself as can be, as in the paper's algorithm 3.
func LexRank(sentences []string, n int) []int {
	sentences = sentences[:min(len(sentences), maxRanked)]
	vectors := make([]vector, len(sentences))
	numbers, frequency := map[string]int{}, map[int]int{}
	for i, s := range sentences {
		vectors[i] = newVector(words(s), numbers)
		for _, e := range vectors[i] {
			frequency[e.word]++
		}
	}
	for _, v := range vectors {
		for k := range v {
			v[k].weight *= math.Log(float64(len(sentences)) / float64(frequency[v[k].word]))
		}
		normalize(v)
	}
	return best(rank(len(sentences), func(i, j int) float64 {
		if c := dot(vectors[i], vectors[j]); c > 0.1 {
			return c
		}
		return 0
	}), n)
}

// vector is a bag of words, sorted by the words' numbers: sums over it come
// out the same each time.
type vector []entry

type entry struct {
	word   int
	weight float64
}

// newVector counts words; numbers gives each word its number.
func newVector(words []string, numbers map[string]int) vector {
	counts := map[int]float64{}
	for _, w := range words {
		number, ok := numbers[w]
		if !ok {
			number = len(numbers)
			numbers[w] = number
		}
		counts[number]++
	}
	v := make(vector, 0, len(counts))
	for number, n := range counts {
		v = append(v, entry{number, n})
	}
	slices.SortFunc(v, func(a, b entry) int { return cmp.Compare(a.word, b.word) })
	return v
}

func normalize(v vector) {
	length := math.Sqrt(dot(v, v))
	for k := range v {
		if length > 0 {
			v[k].weight /= length
		}
	}
}

// dot is the product of two vectors.
func dot(a, b vector) float64 {
	sum := 0.0
	for both(&a, &b) {
		sum += a[0].weight * b[0].weight
		a, b = a[1:], b[1:]
	}
	return sum
}

// shared counts the words that both have.
func shared(a, b vector) int {
	n := 0
	for both(&a, &b) {
		n++
		a, b = a[1:], b[1:]
	}
	return n
}

// both moves on to the next word that both have.
func both(a, b *vector) bool {
	for len(*a) > 0 && len(*b) > 0 {
		switch d := (*a)[0].word - (*b)[0].word; {
		case d == 0:
			return true
		case d < 0:
			*a = (*a)[1:]
		default:
			*b = (*b)[1:]
		}
	}
	return false
}

// rank gives the PageRank of n nodes in an undirected, weighted graph, with
// damping 0.85 (Brin and Page, 1998).
func rank(n int, weight func(i, j int) float64) []float64 {
	links := transitions(n, weight)
	scores, next := make([]float64, n), make([]float64, n)
	for i := range scores {
		scores[i] = 1 / float64(n)
	}
	for range 100 {
		moved := 0.0
		for i := range next {
			sum := 0.0
			for j, share := range links[i] {
				sum += share * scores[j]
			}
			next[i] = 0.15/float64(n) + 0.85*sum
			moved += math.Abs(next[i] - scores[i])
		}
		scores, next = next, scores
		if moved < 1e-6 {
			break
		}
	}
	return scores
}

// transitions gives, in row i, which share of node j's score goes to node i. A
// node without links gives to all.
func transitions(n int, weight func(i, j int) float64) [][]float64 {
	links := make([][]float64, n)
	for i := range links {
		links[i] = make([]float64, n)
	}
	for i := range n {
		for j := range i + 1 { // LexRank links a sentence with itself too, TextRank does not
			w := weight(i, j)
			links[i][j], links[j][i] = w, w
		}
	}
	for j := range n {
		sum := 0.0
		for i := range n {
			sum += links[i][j]
		}
		for i := range n {
			if sum > 0 {
				links[i][j] /= sum
			} else {
				links[i][j] = 1 / float64(n)
			}
		}
	}
	return links
}

// best gives the numbers of the n highest scores, in ascending order; of equal
// scores the earlier wins.
func best(scores []float64, n int) []int {
	order := make([]int, len(scores))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(scores[b], scores[a]) })
	order = order[:min(n, len(order))]
	slices.Sort(order)
	return order
}
