package main

import (
	"context"
	"runtime"
	"sync"
)

// digested is a document with every system's digest of it, in the order of the systems.
type digested struct {
	document
	bullets [][]bullet
}

// digestAll has each system digest each row.
func digestAll(ctx context.Context, rows []row, systems []system) ([]digested, error) {
	return parallel(rows, func(r row) (digested, error) {
		out := digested{document: newDocument(r)}
		for _, s := range systems {
			bullets, err := s.digest(ctx, out.document)
			if err != nil {
				return digested{}, err
			}
			out.bullets = append(out.bullets, bullets)
		}
		return out, nil
	})
}

// parallel calls work for each item, on every core, and gives the results in
// the order of the items, or one of the errors.
func parallel[In, Out any](items []In, work func(In) (Out, error)) ([]Out, error) {
	out := make([]Out, len(items))
	workers := runtime.GOMAXPROCS(0)
	errs := make([]error, workers)
	var wait sync.WaitGroup
	for w := range workers {
		wait.Go(func() {
			for i := w; i < len(items) && errs[w] == nil; i += workers {
				out[i], errs[w] = work(items[i])
			}
		})
	}
	wait.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
