package main

import (
	"context"
	"fmt"
	"reflect"
	"runtime"
	"strings"
	"sync"

	"dateline/summarize"
)

// least is the gain, in points of the score, that a step has to bring: below
// it, it is the noise of single dispatches.
const least = 0.02

// climb improves one weight at a time, trying steps that shrink, until a whole
// round brings nothing.
func climb(ctx context.Context, docs []*doc, start summarize.Weights) (summarize.Weights, error) {
	best := start
	top := mean(ctx, docs, best)
	for _, step := range []float64{0.8, 0.4, 0.2} {
		for better := true; better; {
			better = false
			for i := range reflect.TypeFor[summarize.Weights]().NumField() {
				for _, by := range []float64{step, -step} {
					if err := ctx.Err(); err != nil {
						return best, err
					}
					next := best
					field := reflect.ValueOf(&next).Elem().Field(i)
					field.SetFloat(field.Float() + by)
					if !allowed(next) {
						continue
					}
					if score := mean(ctx, docs, next); score > top+least {
						best, top, better = next, score, true
						break
					}
				}
			}
		}
	}
	return best, nil
}

// allowed keeps the editorial rules where the sets would have it otherwise: half
// of their texts are features that open with a scene, but the first sentence of
// a wire story is the news; and a line without a stop of its own is shown only
// where nothing better is, which their clean texts cannot teach.
func allowed(w summarize.Weights) bool {
	return w.Opening >= 0 && w.Lead >= 0 && w.Truncated <= -1 && w.Company <= 0 && w.Repetition < 0
}

// mean is the mean score over the dispatches, on all cores.
func mean(ctx context.Context, docs []*doc, w summarize.Weights) float64 {
	x := summarize.NewWith(w)
	workers := runtime.GOMAXPROCS(0)
	sums := make([]float64, workers)
	var wg sync.WaitGroup
	for k := range workers {
		wg.Go(func() {
			for i := k; i < len(docs); i += workers {
				sums[k] += docs[i].score(ctx, x)
			}
		})
	}
	wg.Wait()
	total := 0.0
	for _, s := range sums {
		total += s
	}
	return total / float64(max(1, len(docs)))
}

// literal writes the weights as Go, to two digits.
func literal(w summarize.Weights) string {
	var b strings.Builder
	b.WriteString("Weights{")
	v := reflect.ValueOf(w)
	for i := range v.NumField() {
		if x := v.Field(i).Float(); x != 0 {
			fmt.Fprintf(&b, "\n\t%s: %.2f,", v.Type().Field(i).Name, x)
		}
	}
	return b.String() + "\n}"
}
