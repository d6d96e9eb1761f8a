package guard

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"dateline/internal/testkit"
)

// TestThreat94Pace lets 200 requests to one host start a second apart, and
// those to another host at once.
func TestThreat94Pace(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHosts(2, time.Second)
		began := time.Now()
		starts := make(chan time.Time, 200)
		for range cap(starts) {
			go func() {
				done, err := h.wait(t.Context(), "a.example")
				if err != nil {
					t.Error(err)
					return
				}
				starts <- time.Now()
				done()
			}()
		}
		synctest.Wait()
		done, err := h.wait(t.Context(), "b.example")
		if err != nil || time.Since(began) != 0 {
			t.Errorf("another host waited %v, %v", time.Since(began), err)
		}
		done()
		last := <-starts
		for range cap(starts) - 1 {
			next := <-starts
			// The limiter counts in fractions, and may be off by their rounding.
			if apart := next.Sub(last); apart < time.Second-time.Microsecond {
				t.Errorf("two starts %v apart", apart)
			}
			last = next
		}
		if got, most := time.Since(began), 200*time.Second; got > most {
			t.Errorf("all took %v, want at most %v", got, most)
		}
	})
}

// TestThreat94Slots has two requests under way at most, and lets whoever waits give up.
func TestThreat94Slots(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHosts(2, -1)
		first, _ := h.wait(t.Context(), "a.example")
		second, _ := h.wait(t.Context(), "a.example")
		ctx, cancel := context.WithCancel(t.Context())
		gone, got := make(chan error), make(chan func())
		go func() {
			_, err := h.wait(ctx, "a.example")
			gone <- err
		}()
		go func() {
			done, err := h.wait(t.Context(), "a.example")
			if err != nil {
				t.Error(err)
			}
			got <- done
		}()
		synctest.Wait()
		select {
		case <-got:
			t.Error("a third request started")
		default:
		}
		cancel()
		if err := <-gone; !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want that it is canceled", err)
		}
		first()
		(<-got)()
		second()
	})
}

func TestHostsAreForgotten(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHosts(2, time.Second)
		for i := range 5 * leastSweep {
			done, err := h.wait(t.Context(), fmt.Sprintf("%d.example", i))
			if err != nil {
				t.Fatal(err)
			}
			done()
			if i%100 == 0 {
				<-time.After(2 * time.Second)
			}
		}
		if got := len(h.queues); got > 2*leastSweep {
			t.Errorf("%d hosts are remembered", got)
		}
	})
}

func TestOwner(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"http://a.b.example.com/":  "example.com",
		"http://example.co.uk/":    "example.co.uk",
		"http://a.example.co.uk/":  "example.co.uk",
		"http://someone.github.io": "someone.github.io",
		"http://com/":              "com",
		"http://8.8.8.8/":          "8.8.8.8",
		"http://[2606:4700::1]/":   "2606:4700::1",
		"http://A.EXAMPLE.com./":   "example.com",
	} {
		to, err := newPolicy(nil).target(address, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := to.owner(); got != want {
			t.Errorf("%s: got %q, want %q", address, got, want)
		}
	}
}

// TestThreat94Web asks hosts of one domain at once: two connections at most,
// and none of the others wait for them.
func TestThreat94Web(t *testing.T) {
	t.Parallel()
	web := testkit.NewWeb(t)
	var mu sync.Mutex
	var now, most int
	arrived, release := make(chan struct{}, 6), make(chan struct{})
	for i := range 3 {
		web.HandleFunc(fmt.Sprintf("h%d.slow.example", i), func(http.ResponseWriter, *http.Request) {
			mu.Lock()
			now++
			most = max(most, now)
			mu.Unlock()
			arrived <- struct{}{}
			<-release
			mu.Lock()
			now--
			mu.Unlock()
		})
	}
	web.Handle("other.example", text("x"))
	c := newClient(t, web)
	results := make(chan error)
	for i := range cap(arrived) {
		go func() {
			_, err := c.Get(t.Context(), Request{URL: fmt.Sprintf("http://h%d.slow.example/", i%3)})
			results <- err
		}()
	}
	<-arrived
	<-arrived
	for range 5 {
		get(t, c, Request{URL: "http://other.example/"}, "")
	}
	if len(arrived) != 0 {
		t.Errorf("%d more requests arrived", len(arrived))
	}
	close(release)
	for range cap(arrived) {
		if err := <-results; err != nil {
			t.Error(err)
		}
	}
	mu.Lock()
	defer mu.Unlock()
	if most != 2 {
		t.Errorf("got %d requests at once, want 2", most)
	}
}

// TestWaitingCostsNoTime lets a request wait in its host's queue for longer than it may take itself.
func TestWaitingCostsNoTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, b := newBudget(t.Context(), 20*time.Second)
		defer b.stop()
		<-time.After(15 * time.Second)
		b.pause()
		<-time.After(time.Hour)
		b.run()
		<-time.After(4 * time.Second)
		if ctx.Err() != nil {
			t.Error("the time was over before it was used up")
		}
		<-ctx.Done()
		if got := context.Cause(ctx); !errors.Is(got, errTimeout) {
			t.Errorf("got %v, want that the time is over", got)
		}
	})
}
