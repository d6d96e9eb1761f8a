package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func TestInOrder(t *testing.T) {
	t.Parallel()
	const n, workers = 1000, 4
	var made, taken atomic.Int64
	var got []int
	idles := 0
	err := inOrder[int, int]{
		workers: workers,
		produce: func(_ context.Context, emit func(int) error) error {
			for i := range n {
				if held := made.Add(1) - taken.Load(); held > workers*8+workers+3 {
					t.Errorf("%d are held at once", held)
				}
				if err := emit(i); err != nil {
					return err
				}
			}
			return nil
		},
		work:    func(_ context.Context, i int) int { return i * i },
		consume: func(i int) error { taken.Add(1); got = append(got, i); return nil },
		idle:    func() error { idles++; return nil },
	}.run(t.Context())
	if err != nil || len(got) != n {
		t.Fatalf("%d results and %v, want %d", len(got), err, n)
	}
	for i, v := range got {
		if v != i*i {
			t.Fatalf("result %d = %d, want %d", i, v, i*i)
		}
	}
	if idles == 0 {
		t.Error("idle was never called")
	}
}

func TestInOrderErrors(t *testing.T) {
	t.Parallel()
	boom := errors.New("boom")
	produce := func(fail error) func(context.Context, func(int) error) error {
		return func(_ context.Context, emit func(int) error) error {
			for i := range 100 {
				if err := emit(i); err != nil {
					return err
				}
			}
			return fail
		}
	}
	work := func(_ context.Context, i int) int { return i }
	count := 0
	err := inOrder[int, int]{workers: 2, produce: produce(boom), work: work, consume: func(int) error { count++; return nil }}.run(t.Context())
	if !errors.Is(err, boom) || count != 100 {
		t.Errorf("a source that fails at its end: %v after %d results, want boom after 100", err, count)
	}
	err = inOrder[int, int]{workers: 2, produce: produce(nil), work: work, consume: func(int) error { return boom }}.run(t.Context())
	if !errors.Is(err, boom) {
		t.Errorf("an output that fails: %v, want boom", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	err = inOrder[int, int]{workers: 2, produce: produce(nil), work: work, consume: func(int) error { cancel(); return nil }}.run(ctx)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v, want context.Canceled", err)
	}
}

// slowly gives rows one by one, and waits for each answer before the next.
type slowly struct {
	rows    []string
	answers chan struct{}
}

func (s *slowly) Read(p []byte) (int, error) {
	if len(s.rows) == 0 {
		return 0, io.EOF
	}
	select {
	case <-s.answers:
	case <-time.After(time.Minute):
		return 0, errors.New("no answer came")
	}
	n := copy(p, s.rows[0])
	s.rows = s.rows[1:]
	return n, nil
}

// answered says when something is written.
type answered struct {
	bytes.Buffer
	answers chan struct{}
}

func (a *answered) Write(p []byte) (int, error) {
	a.answers <- struct{}{}
	return a.Buffer.Write(p)
}

// TestRowsAreAnsweredAsTheyCome would wait for ever if output were held back
// until more input came.
func TestRowsAreAnsweredAsTheyCome(t *testing.T) {
	t.Parallel()
	answers := make(chan struct{}, 10)
	answers <- struct{}{}
	row := `{"id":1,"text":"The ministry said on Monday that talks go on."}` + "\n"
	in, out := &slowly{[]string{row, row, row}, answers}, &answered{answers: answers}
	var stderr bytes.Buffer
	if code := run(t.Context(), []string{"digest", "--jsonl"}, newBox(t).getenv, in, out, &stderr); code != exitDone {
		t.Fatalf("ended with %d: %s", code, stderr.String())
	}
	if n := strings.Count(out.String(), "\n"); n != 3 {
		t.Errorf("%d rows came out, want 3", n)
	}
}

func TestProgressIsForLongWork(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	clock := at(2026)
	p := &progress{w: &out, now: func() time.Time { return clock }, start: clock, label: "rows"}
	p.step()
	clock = clock.Add(progressAfter - 1)
	p.step()
	p.finish()
	if out.Len() > 0 {
		t.Errorf("a bar is shown for short work: %q", out.String())
	}
	clock = clock.Add(1)
	p.step()
	p.finish()
	if !strings.Contains(out.String(), "rows") || !strings.Contains(out.String(), "3/-") {
		t.Errorf("the bar of long work = %q, want it to count 3 rows", out.String())
	}
}
