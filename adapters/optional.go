package adapters

import (
	"context"
	"errors"
	"fmt"
	"time"

	"dateline/news"
)

// What follows a platform, or a handler, may be able to do besides. Whoever
// needs it finds it by a type assertion.

// Deliverer is a platform that can tell whether a message under a key was
// sent, so that none is sent twice.
type Deliverer interface {
	// Remembers is for how long the platform itself knows a key again, so that
	// Deliver under it may be repeated blindly; 0 where it does not.
	Remembers() time.Duration
	// Deliver posts r under the key, of at most 25 letters and digits. Where
	// the platform remembers the key it gives back the message that is
	// there. Instructions come as a [*RetryError] or a [*GoneError]; after any
	// other error it is not known whether the message was sent.
	Deliver(ctx context.Context, to news.Channel, key string, r Reply) (Message, error)
	// Find looks for a message under the key that was sent since; false if
	// there is none. Where the platform does not let it look, it is
	// [ErrCannotFind].
	Find(ctx context.Context, to news.Channel, key string, since time.Time) (Message, bool, error)
}

// Editor is a platform whose messages can be changed after they were sent.
type Editor interface {
	Edit(ctx context.Context, m Message, r Reply) error
}

// Members is a platform that knows who is still where, and on which people
// can be written to alone.
type Members interface {
	// Member says whether the person is (still) in the channel's workspace.
	// A [*GoneError] says that it cannot be known any more: the channel is gone.
	Member(ctx context.Context, c news.Channel, person string) (bool, error)
	// Direct is where to write to a person alone, in a language.
	Direct(person, language string) news.Channel
}

// Message is a sent message.
type Message struct {
	Channel news.Channel
	ID      string // the platform's own
}

// ErrCannotFind says that the platform does not let us look for a message;
// its text names the right that is missing.
var ErrCannotFind = errors.New("messages cannot be looked up")

// RetryError says that nothing was sent, and not to try again before After has passed.
type RetryError struct {
	After time.Duration
	Err   error
}

// Error implements error.
func (e *RetryError) Error() string { return fmt.Sprintf("again in %v: %v", e.After, e.Err) }

// Unwrap gives the cause.
func (e *RetryError) Unwrap() error { return e.Err }

// GoneError says that nothing was sent and nothing will be: the channel is
// gone, or a right is missing.
type GoneError struct {
	Right string // that is missing, as the platform calls it; "" where the channel is gone
	Err   error
}

// Error implements error.
func (e *GoneError) Error() string { return fmt.Sprintf("cannot post there: %v", e.Err) }

// Unwrap gives the cause.
func (e *GoneError) Unwrap() error { return e.Err }

// Completer is a [Handler] that finishes what somebody types.
type Completer interface {
	// Complete suggests values for the option of the command in r.Text
	// ("topic", "source", "since", "zone", "language") that begin with, or hold, what was typed: the best
	// first, at most limit.
	Complete(ctx context.Context, r Request, option, typed string, limit int) ([]Suggestion, error)
}

// Suggestion is a value that may be meant.
type Suggestion struct {
	Label string // in the person's language
	Value string // what the command takes
}

// Guests is a [Handler] that wants to know when a workspace removes us. The
// account is who we are there, by the platform and its own identifier.
type Guests interface {
	// Left says that the workspace removed us: what is owed to it is dropped.
	Left(ctx context.Context, w news.WorkspaceID) error
	// Joined says that we are (again) in the workspace. It reports whether
	// that is new, so that it is greeted once.
	Joined(ctx context.Context, account string, w news.WorkspaceID) (first bool, err error)
	// Only says that the account is in these workspaces at most: others that
	// it had joined removed us while we were not there to hear of it.
	Only(ctx context.Context, account string, in []news.WorkspaceID) error
}
