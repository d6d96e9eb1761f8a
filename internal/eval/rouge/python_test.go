package rouge

import (
	"encoding/json"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// pair is a reference and a summary as the script takes them.
type pair struct {
	Reference []string `json:"reference"`
	Summary   []string `json:"summary"`
}

// script prints, a line a pair, the F1 of R1, R2, L and Lsum.
const script = `
import sys, json
sys.path.insert(0, sys.argv[1])
import rouge
for line in sys.stdin:
    row = json.loads(line)
    s = rouge.score(row["reference"], row["summary"])
    print(json.dumps([s[k][2] for k in ("rouge1", "rouge2", "rougeL", "rougeLsum")]))
`

// sharedFolder gives the folder of evaluation sets, "" where it is not at hand.
func sharedFolder(t *testing.T) string {
	t.Helper()
	folder := os.Getenv("DATELINE_SHARED")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "..", "shared")
	}
	if _, err := os.Stat(folder); err != nil {
		t.Logf("DATELINE_SHARED: %v: the figures of rouge.py are not compared", err)
		return ""
	}
	return folder
}

// TestAgreesWithPython compares rows of the sets, the summaries being the
// systems' outputs where there are any, with shared/tools/rouge.py.
func TestAgreesWithPython(t *testing.T) {
	t.Parallel()
	shared := sharedFolder(t)
	if shared == "" {
		return
	}
	var pairs []pair
	for _, set := range []string{"realsumm", "cnndm_val", "cnndm_bylines"} {
		pairs = append(pairs, sharedPairs(t, filepath.Join(shared, "data", "summary", set+".jsonl"))...)
	}
	if len(pairs) < 500 {
		t.Fatalf("got %d pairs, want at least 500", len(pairs))
	}
	want := pythonScores(t, filepath.Join(shared, "tools"), pairs)
	scorer, wrong := NewScorer(), 0
	for i, p := range pairs {
		s := scorer.Score(p.Reference, p.Summary)
		for k, got := range []float64{s.R1.F1, s.R2.F1, s.L.F1, s.Lsum.F1} {
			if math.Abs(got-want[i][k]) >= 0.0005 {
				wrong++
				t.Errorf("pair %d, measure %d: got %.4f, want %.4f", i, k, got, want[i][k])
			}
		}
		if wrong > 10 {
			t.Fatal("and more")
		}
	}
}

// sharedPairs gives the first three sentences of each text, as a full stop
// ends them, and every system's output, shared out so that each row has one of each.
func sharedPairs(t *testing.T, name string) []pair {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var pairs []pair
	for i, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		var row struct {
			Text      string
			Reference []string
			Systems   map[string]json.RawMessage
		}
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatalf("%s, line %d: %v", name, i+1, err)
		}
		if i%2 == 0 || len(row.Systems) > 0 {
			pairs = append(pairs, pair{row.Reference, firstOf(strings.SplitAfter(row.Text, ". "), 3)})
		}
		for _, system := range []string{"bart_out", "ptr_generator_out_pointer_gen_cov", "t5_out_large"} {
			var sentences []string
			if raw, ok := row.Systems[system]; ok {
				if err := json.Unmarshal(raw, &sentences); err != nil {
					t.Fatalf("%s, line %d, %s: %v", name, i+1, system, err)
				}
				pairs = append(pairs, pair{row.Reference, sentences})
			}
		}
	}
	return pairs
}

func firstOf(list []string, n int) []string { return list[:min(n, len(list))] }

// pythonScores runs the script; a machine with the sets but without python3
// cannot say that the figures agree, so it fails there.
func pythonScores(t *testing.T, tools string, pairs []pair) [][4]float64 {
	t.Helper()
	var input strings.Builder
	for _, p := range pairs {
		line, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		input.Write(append(line, '\n'))
	}
	cmd := exec.CommandContext(t.Context(), "python3", "-c", script, tools)
	cmd.Env = append(os.Environ(), "PYTHONDONTWRITEBYTECODE=1")
	cmd.Stdin = strings.NewReader(input.String())
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("rouge.py: %v", err)
	}
	scores := make([][4]float64, 0, len(pairs))
	for line := range strings.Lines(string(out)) {
		var s [4]float64
		if err := json.Unmarshal([]byte(line), &s); err != nil {
			t.Fatalf("rouge.py: %q: %v", line, err)
		}
		scores = append(scores, s)
	}
	if len(scores) != len(pairs) {
		t.Fatalf("rouge.py: got %d scores, want %d", len(scores), len(pairs))
	}
	return scores
}
