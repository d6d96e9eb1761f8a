package slack

import (
	"context"
	"sync"
	"time"

	"dateline/adapters"
)

const (
	languageIn    = 50 * time.Millisecond // an answer waits no longer for its language
	languageLasts = time.Hour
	retryLanguage = time.Minute     // after which Slack is asked again where it did not say it
	lookUpIn      = 5 * time.Second // for what the person asks next
	// maxLookUps is how many people are looked up for their language in a
	// minute. Slack allows about 100, of which some are left for rights.
	maxLookUps = 60
)

// people are those whose language is known, or known not to be known.
type people struct {
	within time.Duration // how long an answer waits

	mu     sync.Mutex
	all    map[string]person
	flying map[string]chan struct{} // lookups under way, closed at their end
	since  time.Time                // of the minute in which lookups are counted
	count  int
}

type person struct {
	language string
	until    time.Time
}

// known gives a person's language, "" where it is not known.
func (p *people) known(user string, now time.Time) string {
	language, _ := p.get(user, now)
	return language
}

func (p *people) get(user string, now time.Time) (language string, known bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	x, ok := p.all[user]
	return x.language, ok && now.Before(x.until)
}

func (p *people) set(user, language string, until time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.all == nil || len(p.all) >= maxPeople {
		p.all = make(map[string]person)
	}
	p.all[user] = person{language, until}
}

// begin gives what is closed when the person has been looked up, and whether
// the caller is to do it; nil where too many were looked up already.
func (p *people) begin(user string, now time.Time) (done chan struct{}, mine bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if already := p.flying[user]; already != nil {
		return already, false
	}
	if now.Sub(p.since) >= time.Minute || now.Before(p.since) {
		p.since, p.count = now, 0
	}
	if p.count >= maxLookUps {
		return nil, false
	}
	p.count++
	if p.flying == nil {
		p.flying = make(map[string]chan struct{})
	}
	done = make(chan struct{})
	p.flying[user] = done
	return done, true
}

func (p *people) end(user string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	close(p.flying[user])
	delete(p.flying, user)
}

// language gives a person's language, "" where it is not there in time: no
// answer is held up by it.
func (f *reader) language(ctx context.Context, user string) string {
	if language, ok := f.people.get(user, f.options.Now()); ok {
		return language
	}
	done, mine := f.people.begin(user, f.options.Now())
	if done == nil {
		return ""
	}
	if mine {
		f.timers.Go(func() { f.lookUp(ctx, user) })
	}
	timer := time.NewTimer(f.people.within)
	defer timer.Stop()
	select {
	case <-done:
	case <-timer.C:
	case <-ctx.Done():
	}
	return f.people.known(user, f.options.Now())
}

// lookUp looks a person's language up. The answer that asks for it may be long
// given by then; the next one has it.
func (f *reader) lookUp(ctx context.Context, user string) {
	defer f.people.end(user)
	look, cancel := context.WithTimeout(ctx, lookUpIn)
	defer cancel()
	u, err := f.to.user(look, user)
	now := f.options.Now()
	switch code, _ := answered(err); {
	case err == nil:
		f.people.set(user, u.Locale, now.Add(languageLasts))
		return
	case code != "":
		f.tell(ctx, "looking a person's language up", err)
	case ctx.Err() != nil:
		return
	}
	f.people.set(user, "", now.Add(retryLanguage))
}

// directs are people's conversations with us.
type directs struct {
	mu  sync.Mutex
	all map[string]string
}

func (d *directs) of(user string) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.all[user]
}

func (d *directs) set(user, channel string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.all == nil || len(d.all) >= maxPeople {
		d.all = make(map[string]string)
	}
	d.all[user] = channel
}

// directWith gives the conversation with a person.
func (f *reader) directWith(ctx context.Context, user string) (string, error) {
	if channel := f.directs.of(user); channel != "" {
		return channel, nil
	}
	ctx, cancel := context.WithTimeout(ctx, lookIn)
	defer cancel()
	channel, err := f.to.direct(ctx, user)
	if err != nil {
		return "", err
	}
	f.directs.set(user, channel)
	return channel, nil
}

// met are the people whose conversation with us the handler knows of; the
// value says that they are still to be greeted.
type met struct {
	mu  sync.Mutex
	all map[string]bool
}

// first reports whether a person was not met before, which they are from then on.
func (m *met) first(user string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.all[user]; ok {
		return false
	}
	if m.all == nil || len(m.all) >= maxPeople {
		m.all = make(map[string]bool)
	}
	m.all[user] = false
	return true
}

// greeted reports whether a person is to be greeted now; where not now, later.
func (m *met) greeted(user string, first, now bool) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	due := first || m.all[user]
	m.all[user] = due && !now
	return due && now
}

func (m *met) forget(user string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.all, user)
}

// meet tells the handler of a person's conversation with us, once, and greets
// them in it where they are there to see it.
func (f *reader) meet(ctx context.Context, user, channel string, there bool) {
	guests, ok := f.handler.(adapters.Guests)
	if !ok || f.removed.Load() {
		return
	}
	first := false
	if f.met.first(user) {
		var err error
		if first, err = guests.Joined(ctx, f.account(), f.personal(user)); err != nil {
			f.tell(ctx, "opening a conversation", err)
			f.met.forget(user)
			return
		}
	}
	if f.met.greeted(user, first, there) {
		f.greet(ctx, asked{channel: channel, user: user, direct: true, text: welcomeText})
	}
}
