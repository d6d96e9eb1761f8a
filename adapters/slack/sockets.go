package slack

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

const (
	// pairs is how many sockets are open at once: while one is replaced, Slack
	// sends over the other. It allows ten.
	pairs = 2
	// maxDoublings bounds the wait between attempts at 128 times the first.
	maxDoublings = 7
	// settled is how long a socket must have stood for its end to count as the first.
	settled = 30 * time.Second
)

// sockets keeps two sockets open.
type sockets struct {
	web *web
	o   Options
	to  *receiver

	work sync.WaitGroup // sockets that are listened to
}

// run opens the sockets and keeps them open. It returns when ctx has ended and
// every socket is closed, or when opening is in vain: the token is not
// accepted, or lacks its scope.
func (k *sockets) run(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer k.work.Wait()
	defer stop()
	group, ctx := errgroup.WithContext(ctx)
	for n := range pairs {
		group.Go(func() error { return k.keep(ctx, n+1) })
	}
	return group.Wait() //nolint:wrapcheck // our own
}

// keep keeps one socket open. One that Slack wants replaced is listened to
// until it ends, so that nothing that comes over it is lost.
func (k *sockets) keep(ctx context.Context, n int) error {
	var before *socket
	for failed := 0; ctx.Err() == nil; failed++ {
		since := time.Now()
		s, err := k.open(ctx)
		if err == nil {
			if before != nil {
				before.retire()
			}
			before = s
			err = s.await(ctx)
		}
		if vain(err) && ctx.Err() == nil {
			if k.to.gone.Load() { // it was told; other platforms go on
				<-ctx.Done()
				return nil
			}
			return err
		}
		if time.Since(since) > settled {
			failed = 0
		}
		if !errors.Is(err, errRefresh) {
			k.o.tell(ctx, fmt.Sprintf("Slack socket %d of %d is not open; opening another", n, pairs), err)
		}
		_ = rest(ctx, k.backoff(failed, err))
	}
	return nil
}

// vain says that trying again does not help until the operator mends it.
// Socket Mode that is switched off may be on again in a moment.
func vain(err error) bool {
	var e *ConfigError
	return errors.As(err, &e) && e.Problem != SocketModeOff
}

// open opens a socket, up to its hello.
func (k *sockets) open(ctx context.Context) (*socket, error) {
	within, cancel := context.WithTimeout(ctx, k.o.Timing.Open)
	defer cancel()
	address, err := k.web.socket(within)
	if err != nil {
		return nil, notApp(err)
	}
	s, err := dial(within, address, k.o, k.to)
	if err != nil {
		return nil, err
	}
	k.work.Go(func() { s.listen(ctx) })
	select {
	case <-s.hello:
		return s, nil
	case <-s.done:
		return nil, s.why
	case <-within.Done():
		s.close()
		return nil, fmt.Errorf("socket: no hello: %w", within.Err())
	}
}

// await returns when the socket is to be replaced: at its end, or when Slack
// asks for it, which is errRefresh.
func (s *socket) await(ctx context.Context) error {
	select {
	case <-s.done:
		return s.why
	case <-s.leaving:
		return errRefresh
	case <-ctx.Done():
		return ctx.Err() //nolint:wrapcheck // the context's own
	}
}

// backoff is the wait after the n-th end in a row, with up to a quarter more so
// that the two do not come in step. What Slack asked for is done at once.
func (k *sockets) backoff(n int, err error) time.Duration {
	if n == 0 && errors.Is(err, errRefresh) {
		return 0
	}
	d := k.o.Timing.Retry << min(n, maxDoublings)
	return d + rand.N(d/4+1) //nolint:gosec // no secret
}
