package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"

	"dateline/internal/eval/baseline"
)

// sampleSets says how many bullets of each set are labelled by hand. Few of all
// bullets open with a pronoun or have half a quotation, so 60 more are drawn
// from those that open with a short word or hold a quotation mark.
var sampleSets = []struct {
	set     string
	n       int
	suspect bool
}{
	{"wire/agency", 60, false}, {"summary/cnndm_bylines", 60, false},
	{"summary/cnndm_val", 40, false}, {"wire/reuters", 40, false},
	{"summary/cnndm_bylines", 25, true}, {"summary/cnndm_val", 35, true},
}

func suspect(text string) bool {
	first, _, _ := strings.Cut(text, " ")
	return len(first) <= 5 || strings.ContainsAny(text, "\"“”«»‘")
}

// sampled is one bullet to label: where it stands in the row's text, and the text itself.
type sampled struct {
	Set   string `json:"set"`
	ID    string `json:"id"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

// writeSample writes the bullets that internal/eval/surface/testdata has labels
// for, as JSON lines: drawn from what the baselines choose of uncleaned text.
func writeSample(w io.Writer, shared string, seed uint64) error {
	out := json.NewEncoder(w)
	taken := map[sampled]bool{}
	for i, s := range sampleSets {
		rows, err := readSet(shared, s.set)
		if err != nil {
			return err
		}
		random := rand.New(rand.NewPCG(seed, uint64(i)))
		for _, b := range drawBullets(random, rows, s.n, func(b *sampled) bool {
			b.Set = s.set
			seen := taken[*b]
			taken[*b] = true
			return !seen && (!s.suspect || suspect(b.Text))
		}) {
			if err := out.Encode(b); err != nil {
				return fmt.Errorf("sample: %w", err)
			}
		}
	}
	return nil
}

// drawBullets draws n different bullets of LEAD-3, TextRank and LexRank in turn.
func drawBullets(random *rand.Rand, rows []row, n int, take func(*sampled) bool) []sampled {
	choosers := []chooser{baseline.Lead, baseline.TextRank, baseline.LexRank}
	var out []sampled
	for turn := 0; len(out) < n && turn < 100*n; turn++ {
		r := rows[random.IntN(len(rows))]
		ranges := baseline.Sentences(r.Text)
		chosen := choosers[turn%len(choosers)](texts(r.Text, ranges), digestBullets)
		if len(chosen) == 0 {
			continue
		}
		at := ranges[chosen[random.IntN(len(chosen))]]
		b := sampled{ID: r.ID, Start: at.Start, End: at.End, Text: r.Text[at.Start:at.End]}
		if take(&b) {
			out = append(out, b)
		}
	}
	return out
}

func texts(text string, ranges []baseline.Range) []string {
	out := make([]string, len(ranges))
	for i, r := range ranges {
		out[i] = text[r.Start:r.End]
	}
	return out
}
