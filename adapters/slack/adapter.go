package slack

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"dateline/adapters"
	"dateline/adapters/kit"
)

// Adapter is Slack as a chat platform; it implements [adapters.Platform],
// [adapters.Deliverer], [adapters.Editor] and [adapters.Members]. Run may be called once.
type Adapter struct {
	o       Options
	web     *web
	make    func(Options, identity, api, adapters.Handler) front // newFront
	directs directs

	removed atomic.Bool   // the workspace removed us
	up      chan struct{} // closed when the two below are there
	once    sync.Once
	me      identity
	words   front
}

var _ adapters.Platform = (*Adapter)(nil)

// New makes an adapter, which is not connected before [Adapter.Run]. It fails
// where an option cannot be used, which is a [*ConfigError] where it is one of
// the credentials; no error holds any of them.
func New(o Options) (*Adapter, error) {
	o.Timing = o.Timing.orSlacks()
	if o.Now == nil {
		o.Now = time.Now
	}
	w, err := newWeb(o)
	if err != nil {
		return nil, err
	}
	checks := []error{botToken(o.BotToken)}
	if o.Listener != nil {
		checks = append(checks, signingSecret(o.SigningSecret))
	} else {
		checks = append(checks, appToken(o.AppToken))
	}
	for _, err := range checks {
		if err != nil {
			return nil, err
		}
	}
	return &Adapter{o: o, web: w, make: newFront, up: make(chan struct{})}, nil
}

// Limits implements [adapters.Platform].
func (a *Adapter) Limits() adapters.Limits { return Limits() }

// Name implements [adapters.Platform].
func (a *Adapter) Name() string { return platform }

// Run implements [adapters.Platform]. It returns an error only where Slack
// will not have us: a token is not accepted, say, which is a [*ConfigError]. When
// ctx ends it acknowledges nothing more, and what it acknowledged has five
// seconds to be answered.
func (a *Adapter) Run(ctx context.Context, h adapters.Handler) error {
	me, err := a.introduce(ctx)
	if err == nil && ctx.Err() == nil {
		err = a.serve(ctx, me, h)
	}
	if a.o.Listener != nil {
		_ = a.o.Listener.Close() // of which the server knows already, where there was one
	}
	if ctx.Err() != nil {
		err = nil
	}
	return err
}

// serve receives until ctx ends.
func (a *Adapter) serve(ctx context.Context, me identity, h adapters.Handler) error {
	f := a.make(a.o, me, a.web, h)
	if err := f.ready(ctx); err != nil {
		return fmt.Errorf("slack: %w", err)
	}
	err := errors.New("slack: Run was called twice")
	a.once.Do(func() {
		a.me, a.words, err = me, f, nil
		close(a.up)
	})
	if err != nil {
		return err
	}
	to := &receiver{me: me, to: f, gate: kit.NewGate(ctx), once: newOnce(a.o.Now), gone: &a.removed}
	inside, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- a.receive(inside, to) }()
	select {
	case <-ctx.Done():
	case err = <-ended:
		ended <- err
	}
	quit := sync.OnceFunc(func() { stop(); err = <-ended })
	to.gate.Drain(a.o.Timing.Drain, func() {
		if a.o.Listener == nil { // over HTTP Slack is told to come again meanwhile
			quit()
		}
		f.wait()
	})
	quit()
	return err
}

// receive takes what Slack sends, over the way in that is configured, until ctx ends.
func (a *Adapter) receive(ctx context.Context, to *receiver) error {
	if a.o.Listener == nil {
		return (&sockets{web: a.web, o: a.o, to: to}).run(ctx)
	}
	p := &pushed{Secret: a.o.SigningSecret, now: a.o.Now, to: to, tell: a.o.tell}
	if err := p.serve(ctx, a.o.Listener); err != nil {
		return fmt.Errorf("slack over HTTP (HTTP_ADDR): %w", err)
	}
	return nil
}

// introduce asks who we are, until there is an answer.
func (a *Adapter) introduce(ctx context.Context) (identity, error) {
	for n := 0; ctx.Err() == nil; n++ {
		account, err := a.web.account(ctx)
		if err == nil {
			return identity{Team: account.Team, Name: account.Name, User: account.User, Bot: account.Bot, App: account.App}, nil
		}
		if err = notBot(err); vain(err) {
			return identity{}, err
		}
		a.o.tell(ctx, "Slack cannot be reached; trying again", err)
		_ = rest(ctx, (&sockets{o: a.o}).backoff(n, err))
	}
	return identity{}, nil
}

// front gives the layer of words once Run has made it. Where the workspace
// removed us nothing is sent any more.
func (a *Adapter) front(ctx context.Context) (front, error) {
	if a.removed.Load() {
		return nil, &adapters.GoneError{Err: errRemoved}
	}
	select {
	case <-a.up:
		return a.words, nil
	case <-ctx.Done():
		return nil, &adapters.RetryError{After: notReady, Err: ctx.Err()}
	}
}

// team is the workspace's id, "" before Run knows it.
func (a *Adapter) team() string {
	select {
	case <-a.up:
		return a.me.Team
	default:
		return ""
	}
}
