package slacktest

import (
	"fmt"
	"strings"
	"sync"
	"testing"
)

// fakeTB is a test that may fail.
type fakeTB struct {
	testing.TB
	cleanups []func()
	errors   []string
}

func (*fakeTB) Helper() {}

func (f *fakeTB) Cleanup(c func()) { f.cleanups = append(f.cleanups, c) }

func (f *fakeTB) Errorf(format string, args ...any) {
	f.errors = append(f.errors, fmt.Sprintf(format, args...))
}

// TestBrokenFails: what breaks the rules fails the test at its end, by name,
// but where the test said that it would.
func TestBrokenFails(t *testing.T) {
	t.Parallel()
	for lenient, want := range map[bool]int{false: 1, true: 0} {
		f := &fakeTB{TB: t}
		a := app{New(f, Options{Lenient: lenient}), t}
		refusedWith(t, "ping", a.call("chat.postMessage", post(a.Channel(0), "<!here>")), "mention")
		for _, c := range f.cleanups {
			c()
		}
		if len(f.errors) != want || want == 1 && !strings.Contains(f.errors[0], "chat.postMessage: mention: text has <!here>") {
			t.Errorf("lenient %v: got %q", lenient, f.errors)
		}
	}
}

// TestMany: a crowd at once loses nothing, over both ways in.
func TestMany(t *testing.T) {
	t.Parallel()
	address, _ := listen(t, fine)
	for _, push := range []string{"", address} {
		a, _ := start(t, Options{}, 2, always)
		a.Push(push)
		var crowd sync.WaitGroup
		for range 50 {
			p := a.Join(Person{})
			crowd.Go(func() {
				for range 4 {
					a.Slash(p, a.Channel(0), "latest")
				}
			})
		}
		crowd.Wait()
		a.Await(t, "all", func() bool { return a.Counts().Acked == 200 })
		if n := a.Counts(); n.Deliveries != 200 || n.Lost != 0 || n.Doubled != 0 {
			t.Errorf("%q: counts are %+v", push, n)
		}
	}
}
