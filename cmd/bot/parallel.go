package main

import (
	"context"

	"golang.org/x/sync/errgroup"
)

// inOrder is work done by several goroutines at once, with its results in the
// order of its input and only a window of it in memory.
type inOrder[In, Out any] struct {
	workers int
	// produce calls emit with each piece of work; emit fails when ctx ends.
	// What produce fails with is given back once all before it is done.
	produce func(ctx context.Context, emit func(In) error) error
	// work is called by several goroutines at once.
	work func(ctx context.Context, in In) Out
	// consume gets each result in order; its error ends everything.
	consume func(Out) error
	// idle is called before consume would have to wait; nil for nothing.
	idle func() error
}

// task is one piece of work with the place for its result.
type task[In, Out any] struct {
	in  In
	out chan Out
}

// run does the work. All goroutines have ended when it returns.
func (p inOrder[In, Out]) run(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	tasks := make(chan task[In, Out], p.workers)
	waiting := make(chan chan Out, p.workers*8) // the window: results to come, in order
	var produced error
	group.Go(func() error {
		defer close(tasks)
		defer close(waiting)
		produced = p.produce(ctx, func(in In) error { return p.emit(ctx, in, tasks, waiting) })
		return nil
	})
	for range p.workers {
		group.Go(func() error {
			for t := range tasks {
				t.out <- p.work(ctx, t.in) // never waits: it has room for one
			}
			return nil
		})
	}
	group.Go(func() error { return p.collect(ctx, waiting) })
	if err := group.Wait(); err != nil {
		return err
	}
	return produced
}

func (p inOrder[In, Out]) emit(ctx context.Context, in In, tasks chan<- task[In, Out], waiting chan<- chan Out) error {
	t := task[In, Out]{in, make(chan Out, 1)}
	select {
	case waiting <- t.out:
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case tasks <- t:
	case <-ctx.Done():
		return ctx.Err()
	}
	return nil
}

func (p inOrder[In, Out]) collect(ctx context.Context, waiting <-chan chan Out) error {
	for {
		next, ok, err := receive(ctx, waiting, p.idle)
		if err != nil || !ok {
			return err
		}
		out, _, err := receive(ctx, next, p.idle)
		if err != nil {
			return err
		}
		if err := p.consume(out); err != nil {
			return err
		}
	}
}

// receive receives from c, and calls idle first if it would have to wait.
func receive[T any](ctx context.Context, c <-chan T, idle func() error) (T, bool, error) {
	var none T
	select {
	case v, ok := <-c:
		return v, ok, nil
	default:
	}
	if idle != nil {
		if err := idle(); err != nil {
			return none, false, err
		}
	}
	select {
	case v, ok := <-c:
		return v, ok, nil
	case <-ctx.Done():
		return none, false, ctx.Err()
	}
}
