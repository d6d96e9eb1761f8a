package stat

import (
	"math"
	"slices"
	"testing"
)

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-9 {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func TestMean(t *testing.T) {
	t.Parallel()
	near(t, "mean", Mean([]float64{1, 2, 6}), 3)
	near(t, "mean of nothing", Mean(nil), 0)
}

func TestBootstrap(t *testing.T) {
	t.Parallel()
	values := make([]float64, 400)
	for i := range values {
		values[i] = float64(i % 2)
	}
	e := Bootstrap(values, 2000, 7)
	near(t, "value", e.Value, 0.5)
	// The standard error is 0.025, so the interval is 0.45 to 0.55.
	if math.Abs(e.Low-0.451) > 0.006 || math.Abs(e.High-0.549) > 0.006 {
		t.Errorf("interval: got %v to %v, want about 0.451 to 0.549", e.Low, e.High)
	}
	if again := Bootstrap(values, 2000, 7); again != e {
		t.Errorf("same seed: got %v, want %v", again, e)
	}
	if other := Bootstrap(values, 200, 8); other.Low == e.Low && other.High == e.High {
		t.Error("another seed gives the same interval")
	}
	if got := Bootstrap(nil, 100, 1); got != (Estimate{}) {
		t.Errorf("nothing: got %v, want zeroes", got)
	}
	near(t, "constant, low", Bootstrap([]float64{3, 3, 3}, 100, 1).Low, 3)
}

func TestShare(t *testing.T) {
	t.Parallel()
	// Figures from the formula's usual worked examples.
	tests := []struct {
		hits, n   int
		low, high float64
	}{{0, 10, 0, 0.2775}, {5, 10, 0.2366, 0.7634}, {10, 10, 0.7225, 1}, {1, 1000, 0.00018, 0.00564}}
	for _, tt := range tests {
		e := Share(tt.hits, tt.n)
		if math.Abs(e.Low-tt.low) > 1e-4 || math.Abs(e.High-tt.high) > 1e-4 {
			t.Errorf("%d of %d: got %.4f to %.4f, want %.4f to %.4f", tt.hits, tt.n, e.Low, e.High, tt.low, tt.high)
		}
	}
	if e := Share(0, 0); e.Low != 0 || e.High != 1 {
		t.Errorf("0 of 0: got %v, want to know nothing", e)
	}
}

func TestCounts(t *testing.T) {
	t.Parallel()
	c := Match([]int{3, 7, 9, 20}, []int{3, 9, 11})
	if want := (Counts{Right: 2, Found: 4, Wanted: 3}); c != want {
		t.Fatalf("got %v, want %v", c, want)
	}
	near(t, "precision", c.Precision(), 0.5)
	near(t, "recall", c.Recall(), 2.0/3)
	near(t, "F1", c.F1(), 4.0/7)
	near(t, "F1 of the sum", c.Add(Counts{1, 1, 1}).F1(), 6.0/9)
	near(t, "nothing to find", Counts{}.F1(), 1)
}

func TestAUC(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		scores []float64
		labels []bool
		want   float64
	}{
		{"perfect", []float64{1, 2, 3, 4}, []bool{false, false, true, true}, 1},
		{"the wrong way round", []float64{4, 3, 2, 1}, []bool{false, false, true, true}, 0},
		{"ties count half", []float64{1, 1, 1}, []bool{false, true, true}, 0.5},
		{"three of four pairs", []float64{1, 3, 2, 4}, []bool{false, false, true, true}, 0.75},
		{"a tie and a win", []float64{1, 2, 2}, []bool{false, false, true}, 0.75},
		{"one kind only", []float64{1, 2}, []bool{true, true}, 0.5},
	}
	for _, tt := range tests {
		near(t, tt.name, AUC(tt.scores, tt.labels), tt.want)
	}
}

func TestPk(t *testing.T) {
	t.Parallel()
	// Ten units with one border before the sixth: segments of 5, so k is 3
	// (2.5 rounded), and seven pairs are looked at, 0-3 to 6-9; three lie
	// across the border.
	tests := []struct {
		name  string
		found []int
		want  float64
	}{
		{"right", []int{5}, 0},
		{"none", nil, 3.0 / 7},
		{"one off", []int{6}, 2.0 / 7},
		{"everywhere", []int{1, 2, 3, 4, 5, 6, 7, 8, 9}, 4.0 / 7},
		{"out of range", []int{0, 5, 10}, 0},
	}
	for _, tt := range tests {
		near(t, tt.name, Pk(tt.found, []int{5}, 10), tt.want)
	}
	near(t, "one unit", Pk(nil, nil, 1), 0)
}

func TestResampleFirstTakesEachRowOnce(t *testing.T) {
	t.Parallel()
	var first []int
	Resample(3, 5, 1, func(rows []int) float64 {
		if first == nil {
			first = slices.Clone(rows)
		}
		return 0
	})
	if !slices.Equal(first, []int{0, 1, 2}) {
		t.Errorf("got %v, want 0 1 2", first)
	}
}
