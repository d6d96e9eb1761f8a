package summarize_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"dateline/internal/testkit"
	"dateline/summarize"
	"dateline/wire"
)

// judged is one row of an evaluation set; Label is 1 where people found the
// claim supported. A pair is a true and a false claim on one text.
type judged struct {
	Text, Claim, Language string
	Label                 int
	Pair                  any
}

// judgedRows gives the rows of an evaluation set, none where the sets are not at hand.
func judgedRows(tb testing.TB, name string) []judged {
	tb.Helper()
	return testkit.SharedRows[judged](tb, name)
}

// area is the area under the ROC curve: how often a supported claim scores
// above an unsupported one, a tie counting half.
func area(rows []judged, scores []float64) float64 {
	won, all := 0.0, 0.0
	for i := range rows {
		for k := range rows {
			if rows[i].Label == 1 && rows[k].Label == 0 {
				won += above(scores[i], scores[k])
				all++
			}
		}
	}
	return won / all
}

func above(a, b float64) float64 {
	switch {
	case a > b:
		return 1
	case a == b:
		return 0.5
	}
	return 0
}

// pairsRight is how often the true claim of a pair scores above the false one.
func pairsRight(rows []judged, scores []float64) (right float64, pairs int) {
	byPair := map[string][2]float64{}
	for i, r := range rows {
		if r.Pair != nil {
			p := byPair[fmt.Sprint(r.Pair)]
			p[r.Label] = scores[i]
			byPair[fmt.Sprint(r.Pair)] = p
		}
	}
	for _, p := range byPair {
		right += above(p[1], p[0])
	}
	return right / float64(len(byPair)), len(byPair)
}

// bigramsCovered is the share of a claim's distinct pairs of words that the
// text has: what the score is measured against.
func bigramsCovered(text, claim string) float64 {
	words := func(s string) []string {
		return strings.FieldsFunc(strings.ToLower(s), func(c rune) bool { return (c < 'a' || c > 'z') && (c < '0' || c > '9') && c < 128 })
	}
	pairs := func(words []string) map[[2]string]bool {
		all := map[[2]string]bool{}
		for i := 1; i < len(words); i++ {
			all[[2]string{words[i-1], words[i]}] = true
		}
		return all
	}
	in, of, have := pairs(words(text)), pairs(words(claim)), 0
	for p := range of {
		if in[p] {
			have++
		}
	}
	return float64(have) / float64(max(1, len(of)))
}

// TestSupportAgainstPeople measures the score against human labels. The floors
// are a little under what was measured when they were set.
func TestSupportAgainstPeople(t *testing.T) {
	t.Parallel()
	for _, set := range []struct {
		name                 string
		area, pairs, atLeast float64 // atLeast: above bigram coverage
	}{{"qags_cnndm", .82, 0, .03}, {"qags_xsum", .67, 0, .02}, {"rank19", .75, .77, .05}, {"faithbench", .62, 0, -.05}} {
		rows := judgedRows(t, "support/"+set.name)
		if len(rows) == 0 {
			continue
		}
		scores, plain := make([]float64, len(rows)), make([]float64, len(rows))
		for i, r := range rows {
			scores[i] = summarize.Supported(r.Text, r.Claim).Score
			plain[i] = bigramsCovered(r.Text, r.Claim)
		}
		got, base := area(rows, scores), area(rows, plain)
		t.Logf("%s: n %d, AUC %.3f, bigram coverage %.3f", set.name, len(rows), got, base)
		if got < set.area || got < base+set.atLeast {
			t.Errorf("%s: AUC %.3f, want %.3f and %.3f above bigram coverage's %.3f", set.name, got, set.area, set.atLeast, base)
		}
		if set.pairs > 0 {
			right, n := pairsRight(rows, scores)
			plainRight, _ := pairsRight(rows, plain)
			t.Logf("%s: %d pairs, right %.3f, bigram coverage %.3f", set.name, n, right, plainRight)
			if right < set.pairs {
				t.Errorf("%s: pairs right %.3f, want %.3f", set.name, right, set.pairs)
			}
		}
	}
}

// caught counts what the check says of false sentences made by one rule.
type caught struct{ all, unsupported, named int }

// TestSupportOfSentences holds that every sentence of a text and every bullet
// of its digest is supported, and that a sentence falsified by rule is not.
func TestSupportOfSentences(t *testing.T) {
	t.Parallel()
	const every = 10 // texts: the test is to take seconds
	counts := map[string]*caught{}
	for _, c := range changes() {
		counts[c.name] = &caught{}
	}
	n := 0
	for _, set := range []string{"summary/cnndm_val", "wire/agency", "wire/ria_ru", "wire/reuters"} {
		for i, r := range judgedRows(t, set) {
			if i%every == 0 {
				trueSentences(t, r)
				falseSentences(r, counts, &n)
			}
		}
	}
	for _, c := range changes() {
		got := counts[c.name]
		t.Logf("%s: n %d, unsupported %d, with the problem %q %d", c.name, got.all, got.unsupported, c.problem, got.named)
		if got.named*100 < got.all*99-300 { // one of each hundred, and three for small counts
			t.Errorf("%s: %d of %d have the problem %q, want 99 in 100", c.name, got.named, got.all, c.problem)
		}
	}
}

// trueSentences checks what is in the text.
func trueSentences(t *testing.T, r judged) {
	t.Helper()
	s := summarize.NewSupporter(r.Text, r.Language)
	d := wire.Parse(r.Text, r.Language)
	for _, sentence := range d.Sentences {
		if got := s.Check(d.Slice(sentence.Range)); !got.Supported || got.Score != 1 {
			t.Errorf("Check(%q) = %+v, want 1: it is a sentence of the text", d.Slice(sentence.Range), got)
		}
	}
	g, err := summarize.New().Summarize(context.Background(), summarize.Request{Text: r.Text, Language: r.Language})
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range g.Bullets {
		if got := s.Check(b.Text); !got.Supported {
			t.Errorf("Check(%q) = %+v, want it supported: it is a bullet of the digest", b.Text, got)
		}
	}
}

// falseSentences changes each sentence by each rule and counts what is caught.
func falseSentences(r judged, counts map[string]*caught, n *int) {
	s := summarize.NewSupporter(r.Text, r.Language)
	names := namesOf(r.Text)
	for _, sentence := range sentencesOf(wire.Parse(r.Text, r.Language)) {
		*n++
		for _, c := range changes() {
			changed, ok := c.make(sentence, names, *n)
			if !ok || strings.Contains(r.Text, changed) {
				continue
			}
			got, count := s.Check(changed), counts[c.name]
			count.all++
			if !got.Supported {
				count.unsupported++
			}
			if slices.Contains(got.Problems, c.problem) {
				count.named++
			}
		}
	}
}
