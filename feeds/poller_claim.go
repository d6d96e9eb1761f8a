package feeds

import (
	"context"
	"net/url"
	"slices"
	"sync"
	"time"

	"golang.org/x/net/publicsuffix"

	"dateline/news"
)

// claimed is a source to poll, with when its lease ends.
type claimed struct {
	news.Claimed
	until time.Time
}

// hostOf gives whose servers an address leads to, as the guarded client counts
// it: the registrable domain; "" for a folder.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" {
		return ""
	}
	if domain, err := publicsuffix.EffectiveTLDPlusOne(u.Hostname()); err == nil {
		return domain
	}
	return u.Hostname()
}

func (c claimed) host() string {
	if c.Source.Kind == news.SourceFolder {
		return ""
	}
	return hostOf(c.Source.Address)
}

type claimFunc func(ctx context.Context, room int) ([]claimed, time.Time, error)

// claimDue claims what is due, and knows when to look again.
func (p *Poller) claimDue() claimFunc {
	return func(ctx context.Context, room int) ([]claimed, time.Time, error) {
		now := p.config.Clock.Now()
		limit := min(room, claimBatch)
		jobs, err := p.claim(ctx, now, now, limit)
		if err != nil {
			if ctx.Err() == nil {
				p.config.Log.Error("polls are not claimed", "error", err)
			}
			return nil, now.Add(idle), nil
		}
		if len(jobs) == limit {
			return p.inTurn(ctx, jobs), now, nil
		}
		next, err := p.config.Store.NextPoll(ctx)
		if err != nil || next.IsZero() || next.After(now.Add(idle)) {
			next = now.Add(idle)
		}
		// What is leased by another stays due; it is not asked for all the time.
		return p.inTurn(ctx, jobs), later(next, now.Add(time.Second)), nil
	}
}

// onceClaims claims each source once.
type onceClaims struct {
	poller  *Poller
	due     time.Time
	had     map[news.SourceID]bool
	kept    []claimed // claimed, not to be polled: given back at the end, for else they would be claimed again
	later   []claimed // of hosts that have too many at once
	waiting int       // that asked to wait
	ended   bool      // every source was claimed
}

func (p *Poller) claimOnce(all bool) *onceClaims {
	o := &onceClaims{poller: p, due: p.config.Clock.Now(), had: map[news.SourceID]bool{}}
	if all {
		o.due = o.due.AddDate(100, 0, 0)
	}
	return o
}

// claim is a claimFunc.
func (o *onceClaims) claim(ctx context.Context, room int) ([]claimed, time.Time, error) {
	now := o.poller.config.Clock.Now()
	jobs := o.overdue(now)
	if !o.ended {
		limit := min(room, claimBatch)
		found, err := o.poller.claim(ctx, o.due, now, limit)
		if err != nil {
			return nil, now, err
		}
		o.ended = len(found) < limit
		jobs = append(jobs, o.sort(found, now)...)
	}
	switch {
	case !o.ended:
		return jobs, now, nil
	case len(o.later) > 0:
		return jobs, now.Add(o.poller.backlog.spacing), nil
	}
	return jobs, now, nothingLeftError{}
}

// overdue takes those whose host has room by now. What was kept for too long
// is given back, and claimed anew.
func (o *onceClaims) overdue(now time.Time) []claimed {
	waited := o.later
	o.later = nil
	for i, j := range waited {
		if stale(j, now) {
			o.undo(j)
			o.poller.release(j)
			waited[i].until = time.Time{}
		}
	}
	var jobs []claimed
	for _, j := range waited {
		if !j.until.IsZero() {
			jobs = append(jobs, o.take(j, now)...)
		}
	}
	return jobs
}

func (o *onceClaims) take(j claimed, now time.Time) []claimed {
	if _, ok := o.poller.backlog.take(j.host(), now); !ok {
		o.later = append(o.later, j)
		return nil
	}
	return []claimed{j}
}

func (o *onceClaims) sort(found []claimed, now time.Time) []claimed {
	var jobs []claimed
	for _, j := range found {
		known := o.had[j.Source.ID]
		o.had[j.Source.ID] = true
		switch {
		case known:
			o.kept = append(o.kept, j)
		case j.Source.State.NotBefore.After(now):
			o.waiting++
			o.kept = append(o.kept, j)
		default:
			jobs = append(jobs, o.take(j, now)...)
		}
	}
	return jobs
}

// undo has a source claimed again that was dropped. If its lease had ended, as
// while the machine slept, it may have been claimed again already, and kept.
func (o *onceClaims) undo(j claimed) {
	delete(o.had, j.Source.ID)
	o.ended = false
	o.kept = slices.DeleteFunc(o.kept, func(k claimed) bool {
		again := k.Source.ID == j.Source.ID
		if again {
			o.poller.release(k)
		}
		return again
	})
}

// end gives back what was claimed and not polled.
func (o *onceClaims) end() {
	for _, j := range append(o.kept, o.later...) {
		o.poller.release(j)
	}
}

func (p *Poller) claim(ctx context.Context, due, now time.Time, limit int) ([]claimed, error) {
	until := now.Add(leaseTime)
	sources, err := p.config.Store.ClaimSources(ctx, due, now, until, limit)
	jobs := make([]claimed, len(sources))
	for i, s := range sources {
		jobs[i] = claimed{s, until}
	}
	return jobs, err
}

// release gives a source back that was not polled.
func (p *Poller) release(j claimed) {
	ctx, cancel := context.WithTimeout(context.Background(), storeTime)
	defer cancel()
	if err := p.config.Store.ReleaseSource(ctx, j.Source.ID, j.Lease); err != nil {
		p.config.Log.Warn("source is not released, its lease will end", "source", j.Source.Shown(), "error", err)
	}
}

// stale reports whether a job was held for so long that its lease could end
// while it is done.
func stale(j claimed, now time.Time) bool { return j.until.Sub(now) < leaseSpare }

// backlog counts what is held of each host, so that a host with thousands of
// sources does not fill all that is held.
type backlog struct {
	spacing time.Duration
	mu      sync.Mutex
	hosts   map[string]*hostBacklog
}

type hostBacklog struct {
	held   int
	putOff time.Time // until when the last of those that were put off has to wait
}

// take counts a source of the host in; where too many are held, it gives a
// time until which to put it off.
func (b *backlog) take(host string, now time.Time) (putOff time.Time, ok bool) {
	if host == "" || b.spacing == 0 {
		return time.Time{}, true
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.hosts == nil {
		b.hosts = map[string]*hostBacklog{}
	}
	h := b.hosts[host]
	if h == nil {
		h = &hostBacklog{}
		b.hosts[host] = h
	}
	if h.held < hostBatch {
		h.held++
		return time.Time{}, true
	}
	h.putOff = later(h.putOff, now.Add(time.Duration(h.held)*b.spacing)).Add(b.spacing)
	return h.putOff, false
}

// leave counts a source of the host out.
func (b *backlog) leave(host string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if h := b.hosts[host]; h != nil {
		if h.held--; h.held <= 0 {
			delete(b.hosts, host)
		}
	}
}

// inTurn puts off the sources of a host that has too many due: with what its
// spacing allows, they could not be read under their leases.
func (p *Poller) inTurn(ctx context.Context, jobs []claimed) []claimed {
	now := p.config.Clock.Now()
	kept := jobs[:0]
	var off []news.Poll
	for _, j := range jobs {
		until, ok := p.backlog.take(j.host(), now)
		if ok {
			kept = append(kept, j)
			continue
		}
		j.Source.State.Next = until
		off = append(off, news.Poll{Source: j.Source, Lease: j.Lease, At: now})
	}
	if len(off) > 0 {
		if _, err := p.config.Store.FinishPolls(ctx, off); err != nil {
			p.config.Log.Warn("sources are not put off, their leases will end", "sources", len(off), "error", err)
		}
	}
	return kept
}
