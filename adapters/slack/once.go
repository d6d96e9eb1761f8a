package slack

import (
	"crypto/sha256"
	"sync"
	"time"
)

const (
	// remembered is how long something that Slack sent is known again. Its
	// retries of an event come within six minutes.
	remembered = 15 * time.Minute
	// maxRemembered bounds how much is remembered, at about 60 bytes each.
	maxRemembered = 50_000
)

// once tells what Slack sends for the first time from what it sends again.
type once struct {
	now func() time.Time

	mu    sync.Mutex
	known map[[sha256.Size]byte]bool
	order []arrival // the oldest first
}

type arrival struct {
	key [sha256.Size]byte
	at  time.Time
}

func newOnce(now func() time.Time) *once {
	if now == nil {
		now = time.Now
	}
	return &once{now: now, known: map[[sha256.Size]byte]bool{}}
}

// first reports whether none of the identifiers was there before, and
// remembers them all. An empty one is none; without any it is true.
func (o *once) first(ids ...string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	now := o.now()
	o.forget(now)
	first := true
	for _, id := range ids {
		if id == "" {
			continue
		}
		key := sha256.Sum256([]byte(id))
		if o.known[key] {
			first = false
			continue
		}
		o.known[key] = true
		o.order = append(o.order, arrival{key, now})
	}
	return first
}

// forget drops what is old, and the oldest where it is too much.
func (o *once) forget(now time.Time) {
	for len(o.order) > 0 && (len(o.order) >= maxRemembered || now.Sub(o.order[0].at) > remembered) {
		delete(o.known, o.order[0].key)
		o.order = o.order[1:]
	}
}
