// Package rouge measures how much of a reference summary another summary has:
// ROUGE-1, ROUGE-2, ROUGE-L and ROUGE-Lsum (Lin, 2004, "ROUGE: A Package for
// Automatic Evaluation of Summaries").
//
// It counts as google-research's rouge_score does with use_stemmer=True, the
// implementation that published figures are made with: words are runs of a-z
// and 0-9 in the lower-cased text, those of more than three letters are
// stemmed with NLTK's variant of Porter's stemmer, and Lsum takes the union of
// longest common subsequences sentence by sentence.
package rouge

import "strings"

// Score is one measure of one summary, each figure between 0 and 1.
type Score struct {
	Precision, Recall, F1 float64
}

// Scores are the four measures of one summary.
type Scores struct {
	R1, R2, L, Lsum Score
}

// Scorer scores summaries. It remembers the stems of the words it has seen and
// belongs to one goroutine.
type Scorer struct {
	stems map[string]string
}

// NewScorer gives a scorer.
func NewScorer() *Scorer { return &Scorer{stems: map[string]string{}} }

// Score compares a summary with one reference, both as lists of sentences.
func (s *Scorer) Score(reference, summary []string) Scores {
	refs, sums := s.sentences(reference), s.sentences(summary)
	ref, sum := flat(refs), flat(sums)
	return Scores{
		R1:   overlap(ref, sum, 1),
		R2:   overlap(ref, sum, 2),
		L:    figures(lcsLength(ref, sum), len(sum), len(ref)),
		Lsum: lsum(refs, sums),
	}
}

func (s *Scorer) sentences(texts []string) [][]string {
	out := make([][]string, len(texts))
	for i, text := range texts {
		out[i] = s.tokens(text)
	}
	return out
}

// tokens gives the stems of a text's words.
func (s *Scorer) tokens(text string) []string {
	// Python's lower gives a dotted capital I a combining dot, which ends the word.
	text = strings.ToLower(strings.ReplaceAll(text, "İ", "i "))
	words := strings.FieldsFunc(text, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	for i, word := range words {
		if len(word) > 3 {
			words[i] = s.stem(word)
		}
	}
	return words
}

func (s *Scorer) stem(word string) string {
	stem, ok := s.stems[word]
	if !ok {
		stem = porter(word)
		s.stems[word] = stem
	}
	return stem
}

func flat(sentences [][]string) []string {
	var out []string
	for _, s := range sentences {
		out = append(out, s...)
	}
	return out
}

// overlap counts the runs of n words that both have, each as often as both have it.
func overlap(ref, sum []string, n int) Score {
	have := runs(sum, n)
	hits := 0
	for run, count := range runs(ref, n) {
		hits += min(count, have[run])
	}
	return figures(hits, max(len(sum)-n+1, 1), max(len(ref)-n+1, 1))
}

func runs(words []string, n int) map[string]int {
	counts := map[string]int{}
	for i := range len(words) - n + 1 {
		counts[strings.Join(words[i:i+n], " ")]++
	}
	return counts
}

func figures(hits, produced, wanted int) Score {
	if hits == 0 || produced == 0 || wanted == 0 {
		return Score{}
	}
	p, r := float64(hits)/float64(produced), float64(hits)/float64(wanted)
	return Score{Precision: p, Recall: r, F1: 2 * p * r / (p + r)}
}

// lcsLength is the length of the longest common subsequence.
func lcsLength(a, b []string) int {
	row, next := make([]int, len(b)+1), make([]int, len(b)+1)
	for _, x := range a {
		for j, y := range b {
			if x == y {
				next[j+1] = row[j] + 1
			} else {
				next[j+1] = max(row[j+1], next[j])
			}
		}
		row, next = next, row
	}
	return row[len(b)]
}

// lsum counts each word of a reference sentence that is in a longest common
// subsequence with any sentence of the summary, but no word more often than the
// summary has it.
func lsum(refs, sums [][]string) Score {
	left := runs(flat(sums), 1)
	hits := 0
	for _, ref := range refs {
		for i, in := range union(ref, sums) {
			if w := ref[i]; in && left[w] > 0 {
				hits++
				left[w]--
			}
		}
	}
	return figures(hits, len(flat(sums)), len(flat(refs)))
}

// union marks the words of ref that are in a longest common subsequence with
// any of the sentences.
func union(ref []string, sentences [][]string) []bool {
	in := make([]bool, len(ref))
	for _, s := range sentences {
		markLCS(in, ref, s)
	}
	return in
}

// markLCS marks one longest common subsequence of ref and other: of several,
// the one that rouge_score takes.
func markLCS(in []bool, ref, other []string) {
	table := lcsTable(ref, other)
	i, j := len(ref), len(other)
	for i > 0 && j > 0 {
		switch {
		case ref[i-1] == other[j-1]:
			in[i-1] = true
			i--
			j--
		case table[i][j-1] > table[i-1][j]:
			j--
		default:
			i--
		}
	}
}

func lcsTable(a, b []string) [][]int {
	table := make([][]int, len(a)+1)
	table[0] = make([]int, len(b)+1)
	for i, x := range a {
		row, above := make([]int, len(b)+1), table[i]
		for j, y := range b {
			if x == y {
				row[j+1] = above[j] + 1
			} else {
				row[j+1] = max(above[j+1], row[j])
			}
		}
		table[i+1] = row
	}
	return table
}
