package discord

import (
	"context"
	"errors"
	"sync"

	"github.com/bwmarrin/discordgo"

	"dateline/adapters"
	"dateline/adapters/kit"
)

// Adapter is Discord as a chat platform; it implements [adapters.Platform],
// [adapters.Deliverer], [adapters.Editor] and [adapters.Members]. Run may be called once.
type Adapter struct {
	o    Options
	rest *rest

	up    chan struct{} // closed when the two below are there
	once  sync.Once
	me    identity
	words front
}

var _ adapters.Platform = (*Adapter)(nil)

// New makes an adapter, which is not connected before [Adapter.Run]. It fails
// where an option cannot be used; no error holds the token.
func New(o Options) (*Adapter, error) {
	o.Timing = o.Timing.orDiscords()
	r, err := newREST(o)
	if err != nil {
		return nil, err
	}
	return &Adapter{o: o, rest: r, up: make(chan struct{})}, nil
}

// Limits implements [adapters.Platform].
func (a *Adapter) Limits() adapters.Limits { return Limits() }

// Name implements [adapters.Platform].
func (a *Adapter) Name() string { return platform }

// Run implements [adapters.Platform]. It returns an error only where Discord
// will not have us: the token is not valid, say. When ctx ends it takes no
// more requests, and those that it took have five seconds to be answered.
func (a *Adapter) Run(ctx context.Context, h adapters.Handler) error {
	if discordgo.APIVersion != apiVersion {
		return errors.New("discord: SetVersion was not called")
	}
	me, err := a.introduce(ctx)
	if err != nil || ctx.Err() != nil {
		return err
	}
	f := newFront(a.o, me, a.rest, h)
	err = errors.New("discord: Run was called twice")
	a.once.Do(func() {
		a.me, a.words, err = me, f, nil
		a.rest.app = me.App
		close(a.up)
	})
	if err != nil {
		return err
	}
	taken := &lasting{to: f, gate: kit.NewGate(ctx)}
	g := &gateway{rest: a.rest, o: a.o}
	if err = g.prepare(ctx, f); err == nil {
		err = g.run(ctx, taken)
	}
	taken.gate.Drain(a.o.Timing.Drain, f.wait)
	if ctx.Err() != nil {
		err = nil
	}
	return err
}

// introduce asks who we are, until there is an answer.
func (a *Adapter) introduce(ctx context.Context) (me identity, err error) {
	g := &gateway{rest: a.rest, o: a.o}
	err = g.persist(ctx, unreachable, final, func() error {
		var err error
		if me, err = a.rest.who(ctx); err == nil && (me.App == "" || me.User == "") {
			return errors.New("answer of discord: without an id")
		}
		return err
	})
	return me, badToken(err)
}

// front gives the layer of words once Run has made it.
func (a *Adapter) front(ctx context.Context) (front, error) {
	select {
	case <-a.up:
		return a.words, nil
	case <-ctx.Done():
		return nil, &adapters.RetryError{After: notReady, Err: ctx.Err()}
	}
}

// self is who we are; only after front.
func (a *Adapter) self() identity { return a.me }
