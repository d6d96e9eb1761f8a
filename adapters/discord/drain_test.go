package discord

import (
	"context"
	"testing"
	"time"

	"dateline/adapters"
	"dateline/adapters/discord/discordtest"
)

// TestDrain: what was asked before the end is answered; what takes too long is
// ended.
func TestDrain(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name     string
		drain    time.Duration
		answered bool
	}{{"in time", time.Hour, true}, {"too late", 50 * time.Millisecond, false}} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := prepared(t, server(t, discordtest.Options{}), func(o *Options) { o.Timing.Drain = tt.drain })
			ready := make(chan struct{})
			w.desk.answer = func(ctx context.Context, _ adapters.Request) (adapters.Reply, error) {
				select {
				case <-ready:
					return plain("late, but there"), nil
				case <-ctx.Done():
					return adapters.Reply{}, ctx.Err()
				}
			}
			w.run().connected(1)
			w.Slash(w.Join(discordtest.Person{}), w.Channel(0, 0), "news latest")
			<-w.desk.asked
			w.stop()
			w.Await(t, "the gateway's end", func() bool { return w.Live() == 0 })
			select {
			case err := <-w.done:
				if tt.answered {
					t.Fatalf("Run gave %v before the answer", err)
				}
				w.done <- err
			default:
			}
			if tt.answered {
				close(ready)
			}
			if err := w.end(); err != nil {
				t.Errorf("Run gives %v, want nil", err)
			}
			got := false
			for _, m := range w.Screen() {
				got = got || m.Content == "late, but there"
			}
			if got != tt.answered {
				t.Errorf("answered = %v, want %v", got, tt.answered)
			}
		})
	}
}
