package discord

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"dateline/adapters"
)

const (
	// maxDoublings bounds the wait between attempts at 128 times the first, so
	// that a day has fewer than the 1,000 identifies that Discord allows;
	// at four times where an attempt costs no identify.
	maxDoublings   = 7
	cheapDoublings = 2
	// settled is how long a connection must have stood for its end to count as
	// the first.
	settled = 30 * time.Second
)

// gateway keeps a connection for every shard.
type gateway struct {
	rest *rest
	o    Options
	turn turns
}

// run connects every shard and keeps them connected. It returns when ctx has
// ended and every connection is closed, or when connecting is in vain: the
// token is not valid, say. Where the number of shards is Discord's to choose
// and it wants more, it begins anew with as many as are recommended by then.
func (g *gateway) run(ctx context.Context, to events) error {
	for before := 0; ; {
		info, err := g.start(ctx)
		if err != nil || ctx.Err() != nil {
			return err
		}
		shards := g.o.Shards
		if shards <= 0 {
			shards = max(info.Shards, 1)
		}
		if shards <= before {
			return fmt.Errorf("discord wants more than the %d shards that it recommends; set DISCORD_SHARDS to a larger number, and start anew", shards)
		}
		err = g.connect(ctx, to, info, shards)
		if g.o.Shards > 0 || !crowded(err) {
			return err
		}
		g.o.tell(ctx, fmt.Sprintf("Discord wants more than %d shards; connecting with more", shards), err)
		before = shards
	}
}

// crowded says that shards have more servers than Discord allows them.
func crowded(err error) bool {
	var closed *closedError
	return errors.As(err, &closed) && closed.code == 4011
}

// connect keeps so many shards connected.
func (g *gateway) connect(ctx context.Context, to events, info gatewayInfo, shards int) error {
	g.turn = newTurns(g.o.Timing.Identify, info.Limit.MaxConcurrency)
	if info.Limit.Remaining == 0 && info.Limit.ResetAfter > 0 {
		wait := time.Duration(info.Limit.ResetAfter) * time.Millisecond
		g.o.tell(ctx, fmt.Sprintf("Discord allows no more connections for %v; waiting", wait), nil)
		_ = pause(ctx, wait)
	}
	group, ctx := errgroup.WithContext(ctx)
	for shard := range shards {
		group.Go(func() error { return g.keep(ctx, to, shard, shards) })
	}
	return group.Wait() //nolint:wrapcheck // our own
}

// persist does something until it succeeds, until it is in vain, or until ctx
// ends, when it gives nil.
func (g *gateway) persist(ctx context.Context, trouble string, vain func(error) bool, do func() error) error {
	for n := 0; ctx.Err() == nil; n++ {
		err := do()
		if err == nil || vain(err) {
			return err
		}
		g.o.tell(ctx, trouble, err)
		_ = pause(ctx, g.backoff(n, err))
	}
	return nil
}

// unreachable is what the operator is told while Discord gives no answer.
const unreachable = "Discord cannot be reached; trying again"

// prepare has the commands registered.
func (g *gateway) prepare(ctx context.Context, f front) error {
	vain := func(err error) bool {
		var wait *adapters.RetryError
		return final(err) || !transient(err) && !errors.As(err, &wait)
	}
	err := g.persist(ctx, "Commands cannot be registered with Discord; trying again", vain, func() error { return f.ready(ctx) })
	if err != nil {
		return fmt.Errorf("discord does not take the commands: %w", err)
	}
	return nil
}

// start asks for the gateway.
func (g *gateway) start(ctx context.Context) (info gatewayInfo, err error) {
	err = g.persist(ctx, unreachable, final, func() error {
		var err error
		info, err = g.rest.gatewayBot(ctx)
		return err
	})
	return info, badToken(err)
}

// badToken says what a final refusal of a request means.
func badToken(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("discord does not accept the token (DISCORD_TOKEN): %w", err)
}

// keep keeps one shard connected. A session that cannot be resumed is replaced.
func (g *gateway) keep(ctx context.Context, to events, shard, shards int) error {
	var s *session
	for n := 0; ctx.Err() == nil; n++ {
		if s == nil {
			var err error
			if s, err = newSession(ctx, g.rest, g.o, shard, shards, to); err != nil {
				return err
			}
		}
		since := time.Now()
		err := g.once(ctx, s, shard)
		if final(err) && ctx.Err() == nil {
			return fmt.Errorf("discord shard %d: %w", shard, err)
		}
		if time.Since(since) > settled {
			n = 0
		}
		most := maxDoublings
		if s.cheap() {
			most = cheapDoublings
		}
		if !s.resumable(err) {
			s = nil
		}
		g.o.tell(ctx, fmt.Sprintf("Discord shard %d of %d is not connected; connecting again", shard, shards), err)
		_ = pause(ctx, g.backoff(min(n, most), err))
	}
	return nil
}

// once is one connection from its opening to its end.
func (g *gateway) once(ctx context.Context, s *session, shard int) error {
	identified := func() {}
	if !s.began {
		var err error
		if identified, err = g.turn.wait(ctx, shard); err != nil {
			return err
		}
	}
	err := s.open(ctx, identified)
	identified()
	if err != nil {
		return err
	}
	return s.await(ctx)
}

// backoff is the wait after the n-th end in a row, with up to a quarter more
// so that shards do not come in step.
func (g *gateway) backoff(n int, err error) time.Duration {
	if n == 0 && errors.Is(err, errReconnect) {
		return 0
	}
	d := g.o.Timing.Retry << min(n, maxDoublings)
	return d + rand.N(d/4+1) //nolint:gosec // no secret
}

// turns lets identifies of one bucket (shard modulo max_concurrency) pass one
// after the other.
type turns struct {
	gap  time.Duration
	next []chan time.Time // by bucket: holds when the next may pass, unless somebody is at it
}

func newTurns(gap time.Duration, buckets int) turns {
	t := turns{gap: gap, next: make([]chan time.Time, max(buckets, 1))}
	for b := range t.next {
		t.next[b] = make(chan time.Time, 1)
		t.next[b] <- time.Time{}
	}
	return t
}

// wait returns when it is the shard's turn. Others wait until done is called,
// when it identifies, and for a while after; further calls do nothing.
func (t *turns) wait(ctx context.Context, shard int) (done func(), err error) {
	next := t.next[shard%len(t.next)]
	select {
	case at := <-next:
		if err := pause(ctx, time.Until(at)); err != nil {
			next <- at
			return nil, err
		}
	case <-ctx.Done():
		return nil, ctx.Err() //nolint:wrapcheck // the context's own
	}
	return sync.OnceFunc(func() { next <- time.Now().Add(t.gap) }), nil
}

// pause waits, and gives ctx's error where that ends first.
func pause(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err() //nolint:wrapcheck // the context's own
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err() //nolint:wrapcheck // the context's own
	}
}
