package feeds

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

type task struct {
	host string
	n    int
}

// next begins the job whose turn it is.
func next(l *line[task], now time.Time) (task, string, bool) {
	job, host, ok := l.first(now)
	if ok {
		l.took(host, true, now)
	}
	return job, host, ok
}

func TestWhatIsStaleTakesNoTimeOfItsHost(t *testing.T) {
	t.Parallel()
	l := newLine[task](2, time.Second)
	for n := range 10 {
		l.add("a", task{"a", n}, noon)
	}
	c := &crew[task]{
		clock: &handClock{now: noon}, workers: 4,
		do:    func(context.Context, task) {},
		drop:  func(task) {},
		stale: func(t task, _ time.Time) bool { return t.n < 8 },
	}
	done := make(chan string, c.workers)
	began, dropped := c.start(t.Context(), l, done, 0)
	if began != 1 || dropped != 8 || l.len() != 1 {
		t.Errorf("began %d, dropped %d, %d wait; want the eight stale ones dropped at once, one begun, and one a second later", began, dropped, l.len())
	}
	<-done
}

func TestHostsTakeTurns(t *testing.T) {
	t.Parallel()
	l := newLine[task](2, time.Second)
	now := noon
	for n := range 10 {
		l.add("a", task{"a", n}, now)
	}
	for n := range 3 {
		l.add("b", task{"b", n}, now)
		l.add("", task{"", n}, now)
	}
	var order []string
	last := map[string]time.Time{}
	for l.len() > 0 {
		_, host, ok := next(l, now)
		if !ok {
			at, waits := l.nextAt()
			if !waits {
				t.Fatalf("nothing can go on after %v", order)
			}
			now = at
			continue
		}
		if was, again := last[host]; again && host != "" && now.Sub(was) < time.Second {
			t.Errorf("%s: two began %v apart, want a second", host, now.Sub(was))
		}
		last[host] = now
		order = append(order, host)
		l.done(host, now)
	}
	if got, want := strings.Join(order, ","), "a,b,,,,a,b,a,b,a,a,a,a,a,a,a"; got != want {
		t.Errorf("order %s, want %s", got, want)
	}
	if len(l.hosts) != 1 {
		t.Errorf("%d hosts are kept, want the one whose second is not over", len(l.hosts))
	}
}

func TestAHostHoldsTwoWorkers(t *testing.T) {
	t.Parallel()
	l := newLine[task](2, 0)
	for n := range 3 {
		l.add("a", task{"a", n}, noon)
	}
	l.add("b", task{"b", 0}, noon)
	var began []string
	for {
		_, host, ok := next(l, noon)
		if !ok {
			break
		}
		began = append(began, host)
	}
	if got := strings.Join(began, ","); got != "a,b,a" {
		t.Errorf("began %s, want two of a and the one of b", got)
	}
	l.done("a", noon)
	if _, host, ok := next(l, noon); !ok || host != "a" {
		t.Errorf("when one is done: got %q, %v, want the third of a", host, ok)
	}
}

func TestACrewDropsWhatItDidNotBegin(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	broken := errors.New("broken")
	var dropped []task
	fails, claimed := false, false
	c := &crew[task]{
		clock: &handClock{now: noon}, workers: 1, perHost: 1, held: 4,
		host:  func(t task) string { return t.host },
		do:    func(context.Context, task) { cancel() },
		drop:  func(t task) { dropped = append(dropped, t) },
		stale: func(t task, _ time.Time) bool { return t.n == 9 },
		claim: func(context.Context, int) ([]task, time.Time, error) {
			switch {
			case fails:
				return nil, noon, broken
			case claimed:
				return nil, noon.AddDate(1, 0, 0), nil
			}
			claimed = true
			return []task{{"a", 9}, {"a", 1}, {"a", 2}, {"b", 3}}, noon.AddDate(1, 0, 0), nil
		},
	}
	if err := c.run(ctx, nil); err != nil {
		t.Fatal(err)
	}
	if len(dropped) != 3 {
		t.Errorf("dropped %v, want the stale one and two that had no turn", dropped)
	}
	fails = true
	if err := c.run(t.Context(), nil); !errors.Is(err, broken) {
		t.Errorf("got %v, want the error of claim", err)
	}
}
