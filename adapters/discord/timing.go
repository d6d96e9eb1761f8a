package discord

import (
	"time"
)

// Timing is how long the gateway waits for what. A zero field has the value
// that suits Discord; tests set shorter ones.
type Timing struct {
	Open     time.Duration // for the connection, the hello and the ready of one attempt; 20 s
	Identify time.Duration // between two identifies of one bucket, as Discord wants; 5 s
	Drain    time.Duration // for answers that are under way when the adapter is told to end; 5 s
	Retry    time.Duration // after the first attempt that failed, doubling up to 128 times as long; 1 s
}

// orDiscords fills in what is zero.
func (t Timing) orDiscords() Timing {
	if t.Open <= 0 {
		t.Open = 20 * time.Second
	}
	if t.Identify <= 0 {
		t.Identify = 5 * time.Second
	}
	if t.Drain <= 0 {
		t.Drain = 5 * time.Second
	}
	if t.Retry <= 0 {
		t.Retry = time.Second
	}
	return t
}
