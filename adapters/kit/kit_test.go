package kit_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"dateline/adapters/kit"
	"dateline/news"
)

func TestGate(t *testing.T) {
	t.Parallel()
	outer, stop := context.WithCancel(t.Context())
	g := kit.NewGate(outer)
	stop()
	passed := make(chan context.Context, 1)
	if !g.Pass(func(ctx context.Context) { passed <- ctx }) {
		t.Fatal("an open gate lets nothing pass once what it was made under has ended")
	}
	inner := <-passed
	if inner.Err() != nil {
		t.Fatalf("what was let through is told to end: %v", inner.Err())
	}
	waited := false
	g.Drain(time.Hour, func() {
		waited = inner.Err() == nil
		if g.Pass(func(context.Context) { t.Error("a closed gate lets something pass") }) {
			t.Error("a closed gate says that it let something pass")
		}
	})
	if !waited || inner.Err() == nil {
		t.Errorf("waited under a living context: %t; ended after that: %v", waited, inner.Err())
	}
}

// TestGateEnds: what takes too long is told to end, or Drain would never return.
func TestGateEnds(t *testing.T) {
	t.Parallel()
	g := kit.NewGate(t.Context())
	passed := make(chan context.Context, 1)
	g.Pass(func(ctx context.Context) { passed <- ctx })
	g.Drain(time.Millisecond, func() { <-(<-passed).Done() })
}

func TestLanes(t *testing.T) {
	t.Parallel()
	var lanes kit.Lanes
	release, got := make(chan struct{}), make(chan int, 10)
	hold := func(context.Context) { <-release }
	if !lanes.Add(t.Context(), "a", 2, hold) {
		t.Fatal("an empty lane takes nothing")
	}
	lanes.Add(t.Context(), "b", 2, func(context.Context) { got <- 0 })
	if n := <-got; n != 0 { // another lane does not wait
		t.Fatalf("got %d", n)
	}
	taken := 0
	for n := 1; n <= 5; n++ {
		if lanes.Add(t.Context(), "a", 2, func(context.Context) { got <- n }) {
			taken++
		}
	}
	if taken == 0 || taken > 2 {
		t.Errorf("a lane with room for two took %d", taken)
	}
	close(release)
	lanes.Wait()
	for n := 1; n <= taken; n++ {
		if in := <-got; in != n {
			t.Errorf("got %d, want %d: in their order", in, n)
		}
	}
}

func FuzzButton(f *testing.F) {
	f.Add([]byte("0123456789abcdef"), "evidence 2", "key1")
	f.Add([]byte{}, "a|b", "")
	f.Fuzz(func(t *testing.T, id []byte, command, key string) {
		var view news.ViewID
		copy(view[:], id)
		const limit = 100
		carried := kit.Button(view, command, limit, utf8.RuneCountInString)
		if carried == "" {
			return
		}
		if utf8.RuneCountInString(carried) > limit {
			t.Fatalf("%q is over the limit", carried)
		}
		if !strings.Contains(key, "|") {
			if with := kit.WithKey(carried, key, limit, utf8.RuneCountInString); with != "" {
				carried = with
			}
		}
		gotView, got, err := kit.ReadButton(carried)
		if err != nil || gotView != view {
			t.Fatalf("%q: got %v, %v, want %v", carried, gotView, err, view)
		}
		if again := kit.Button(view, got, limit, utf8.RuneCountInString); !strings.HasPrefix(carried, again) || again == "" {
			t.Errorf("%q and then %q", carried, again)
		}
	})
}

func TestFirstLink(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                                  "",
		"see (https://news.example/a), now": "https://news.example/a",
		"javascript:alert(1) http://u:p@h/ https": "",
		"<https://news.example/b>|*":              "https://news.example/b",
	} {
		if got := kit.FirstLink(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestTokenIsNotShown(t *testing.T) {
	t.Parallel()
	holder := struct{ Token kit.Token }{"xoxb-CANARY"}
	for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		if got := fmt.Sprintf(format, holder) + fmt.Sprintf(format, holder.Token); strings.Contains(got, "CANARY") || strings.Contains(got, fmt.Sprintf("%x", "CANARY")) {
			t.Errorf("%s shows it", format)
		}
	}
}
