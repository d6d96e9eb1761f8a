// Package stat holds the figures that the evaluation reports: means and shares
// with their intervals, and the measures of borders and of rankings.
package stat

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

// Estimate is a figure with its 95% interval.
type Estimate struct {
	Value, Low, High float64
	N                int // what it was counted over
}

// Mean gives the mean of the values.
func Mean(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}

// Bootstrap gives the mean with the percentile interval over so many resamples
// (Efron, 1979). The same seed gives the same interval.
func Bootstrap(values []float64, resamples int, seed uint64) Estimate {
	return Resample(len(values), resamples, seed, func(rows []int) float64 {
		sum := 0.0
		for _, r := range rows {
			sum += values[r]
		}
		return sum / float64(max(len(rows), 1))
	})
}

// Resample gives a figure of n rows with its percentile interval: figure is
// called with the numbers of the rows, first with each once, then with those of
// each resample.
func Resample(n, resamples int, seed uint64, figure func(rows []int) float64) Estimate {
	rows := make([]int, n)
	for i := range rows {
		rows[i] = i
	}
	e := Estimate{Value: figure(rows), N: n}
	e.Low, e.High = e.Value, e.Value
	if n == 0 || resamples == 0 {
		return e
	}
	random := rand.New(rand.NewPCG(seed, seed))
	drawn := make([]float64, resamples)
	for i := range drawn {
		for j := range rows {
			rows[j] = random.IntN(n)
		}
		drawn[i] = figure(rows)
	}
	slices.Sort(drawn)
	e.Low = drawn[int(0.025*float64(resamples))]
	e.High = drawn[min(int(0.975*float64(resamples)), resamples-1)]
	return e
}

// Share gives hits of n with Wilson's interval (1927), which holds for shares
// close to 0 and 1 too.
func Share(hits, n int) Estimate {
	if n == 0 {
		return Estimate{High: 1}
	}
	const z = 1.959964
	p, m := float64(hits)/float64(n), float64(n)
	middle := (p + z*z/(2*m)) / (1 + z*z/m)
	half := z / (1 + z*z/m) * math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	return Estimate{Value: p, Low: max(0, middle-half), High: min(1, middle+half), N: n}
}

// Counts are what was found and what was to be found.
type Counts struct {
	Right, Found, Wanted int
}

// Add adds up.
func (c Counts) Add(d Counts) Counts {
	return Counts{c.Right + d.Right, c.Found + d.Found, c.Wanted + d.Wanted}
}

// Precision is the share of what was found that is right, 1 if nothing was found.
func (c Counts) Precision() float64 { return share(c.Right, c.Found) }

// Recall is the share of what was wanted that was found, 1 if nothing was wanted.
func (c Counts) Recall() float64 { return share(c.Right, c.Wanted) }

// F1 is the harmonic mean of precision and recall.
func (c Counts) F1() float64 { return share(2*c.Right, c.Found+c.Wanted) }

func share(part, whole int) float64 {
	if whole == 0 {
		return 1
	}
	return float64(part) / float64(whole)
}

// Match counts the numbers that both sorted lists have.
func Match(found, wanted []int) Counts {
	c := Counts{Found: len(found), Wanted: len(wanted)}
	for _, f := range found {
		if _, ok := slices.BinarySearch(wanted, f); ok {
			c.Right++
		}
	}
	return c
}

// AUC is the area under the ROC curve: how probable it is that a row with the
// label scores higher than one without; ties count half. It is 0.5 where one
// of the kinds is missing.
func AUC(scores []float64, labels []bool) float64 {
	order := make([]int, len(scores))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(scores[a], scores[b]) })
	var rankSum float64
	positives := 0
	for i := 0; i < len(order); {
		j := i
		for j < len(order) && scores[order[j]] == scores[order[i]] {
			j++
		}
		rank := float64(i+j+1) / 2 // mean rank of the tie, from 1
		for _, row := range order[i:j] {
			if labels[row] {
				rankSum += rank
				positives++
			}
		}
		i = j
	}
	negatives := len(order) - positives
	if positives == 0 || negatives == 0 {
		return 0.5
	}
	p := float64(positives)
	return (rankSum - p*(p+1)/2) / (p * float64(negatives))
}

// Pk is the share of pairs of units k apart on which two segmentations do not
// agree whether a border lies between them (Beeferman, Berger and Lafferty,
// 1999). Borders are the numbers of the units that begin a segment, without 0;
// k is half the mean length of a wanted segment.
func Pk(found, wanted []int, units int) float64 {
	k := max(1, int(math.Round(float64(units)/float64(len(wanted)+1)/2)))
	if units <= k {
		return 0
	}
	f, w := segmentNumbers(found, units), segmentNumbers(wanted, units)
	wrong := 0
	for i := range units - k {
		if (f[i] == f[i+k]) != (w[i] == w[i+k]) {
			wrong++
		}
	}
	return float64(wrong) / float64(units-k)
}

// segmentNumbers gives the number of each unit's segment.
func segmentNumbers(borders []int, units int) []int {
	numbers := make([]int, units)
	for _, b := range borders {
		if b > 0 && b < units {
			numbers[b]++
		}
	}
	for i := 1; i < units; i++ {
		numbers[i] += numbers[i-1]
	}
	return numbers
}
