package slack

import (
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/slack-go/slack"
)

// TestLanguageHoldsNothingUp: an answer does not wait for what Slack is slow to say.
func TestLanguageHoldsNothingUp(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.people.within = time.Nanosecond
	b.api.hold = make(chan struct{})
	b.command(b.ctx, slash("C8", "latest"))
	if r := next(t, b.desk.asked); r.Language != "" {
		t.Errorf("asked in the language %q, which nobody knew", r.Language)
	}
	next(t, b.api.sent)
	b.people.mu.Lock()
	done := b.people.flying["U5"]
	b.people.mu.Unlock()
	if done == nil {
		t.Fatal("the language is not looked up for the next answer")
	}
	close(b.api.hold)
	next(t, done)
	b.command(b.ctx, slash("C8", "latest"))
	if r := next(t, b.desk.asked); r.Language != "de-DE" {
		t.Errorf("then asked in the language %q", r.Language)
	}
}

// TestLanguageIsKept: looked up once an hour, where Slack does not say it once a minute.
func TestLanguageIsKept(t *testing.T) {
	t.Parallel()
	for _, fails := range []bool{false, true} {
		var now atomic.Int64
		b := newBench(t, func(o *Options) { o.Now = func() time.Time { return time.Unix(now.Load(), 0) } })
		if fails {
			b.api.fail["user"] = errors.New("no")
		}
		lasts := languageLasts
		if fails {
			lasts = retryLanguage
		}
		for _, step := range []struct {
			at    time.Duration
			calls int
		}{{0, 1}, {lasts - time.Second, 1}, {lasts, 2}} {
			now.Store(int64(step.at / time.Second))
			b.language(b.ctx, "U5")
			if n := b.api.called("user"); n != step.calls {
				t.Errorf("fails: %v, after %v Slack was asked %d times, want %d", fails, step.at, n, step.calls)
			}
		}
	}
}

// TestLookUpsAreFew: a crowd does not use up what Slack allows in a minute.
func TestLookUpsAreFew(t *testing.T) {
	t.Parallel()
	var now atomic.Int64
	b := newBench(t, func(o *Options) { o.Now = func() time.Time { return time.Unix(now.Load(), 0) } })
	for n := range 200 {
		b.language(b.ctx, fmt.Sprint("U", n))
	}
	if n := b.api.called("user"); n != maxLookUps {
		t.Errorf("200 people are looked up %d times within a minute, want %d", n, maxLookUps)
	}
	now.Store(60)
	b.language(b.ctx, "U199")
	if n := b.api.called("user"); n != maxLookUps+1 {
		t.Errorf("a minute later nobody is looked up")
	}
}

// TestMemoryIsBounded: however many people there are.
func TestMemoryIsBounded(t *testing.T) {
	t.Parallel()
	var p people
	var d directs
	var m met
	for n := range 3 * maxPeople {
		user := fmt.Sprint("U", n)
		p.set(user, "de", time.Unix(1, 0))
		d.set(user, "D")
		m.first(user)
	}
	if len(p.all) > maxPeople || len(d.all) > maxPeople || len(m.all) > maxPeople {
		t.Errorf("%d languages, %d conversations, %d people are remembered", len(p.all), len(d.all), len(m.all))
	}
}

// TestRightsTeachTheLanguage: whoever was looked up for a right need not be again.
func TestRightsTeachTheLanguage(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.api.users["U5"] = &slack.User{ID: "U5", TeamID: "T1", Locale: "es-ES"}
	b.mayChange(b.ctx, asked{channel: "C8", user: "U5"})
	if got := b.language(b.ctx, "U5"); got != "es-ES" || b.api.called("user") != 1 {
		t.Errorf("the language is %q after %d calls", got, b.api.called("user"))
	}
}
