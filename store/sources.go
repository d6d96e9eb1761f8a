package store

import (
	"context"
	"errors"
	"time"

	"dateline/news"
)

// ErrTooMany says that the workspace reads as many sources as it may.
var ErrTooMany = errors.New("too many sources")

// ErrLeaseLost says that the work was claimed by somebody else since.
var ErrLeaseLost = news.ErrLeaseLost

// CompleteWithin is how long a dispatch is pending that waits for its page;
// then the text that is there is all there is.
const CompleteWithin = 2 * time.Minute

// Sources keeps where dispatches come from, who reads them, and what the
// poller knows of them.
//
// The host's readings are defaults: every workspace reads those sources until
// it removes them. A dispatch of [news.OriginSource] is listed for a workspace
// only if it came from a source that the workspace reads, and sees.
type Sources interface {
	// AddSource makes w (the host, where it is zero) read the source, which is
	// stored if it is not known by its ID; a known one keeps its name, kind and
	// state, but is polled again where it had stopped. It gives the source as
	// stored, and [news.ChangeNew] where w did not read it yet, else
	// [news.ChangeNone]. What the host reads as well is no source of w's own:
	// adding it takes its removal back. Where w reads limit sources of its own
	// already, it is [ErrTooMany]; 0 is no limit. It fails with
	// [ErrForeignScope]. r.Workspace is not read.
	AddSource(ctx context.Context, w news.WorkspaceID, s news.Source, r news.Reading, limit int) (news.Source, news.Change, error)
	// RemoveSource makes w read the source no more; it is [ErrNotFound] where
	// it did not. For a workspace that only reads it because the host does, it
	// stays removed. What nobody reads is not polled.
	RemoveSource(ctx context.Context, w news.WorkspaceID, id news.SourceID) error
	// Sources gives what w reads, with its Reading (the host's, where it has
	// none of its own), ordered by name, then identifier.
	Sources(ctx context.Context, w news.WorkspaceID) ([]news.Source, error)
	// Copies gives the dispatches that w sees listed of which d is a
	// near-duplicate, or which are near-duplicates of it, or of the same one,
	// in the order of their times, d left out; and behind them each of them, and d,
	// once more under the name of every other source that w reads and it came from.
	Copies(ctx context.Context, w news.WorkspaceID, d news.DispatchID) ([]news.Dispatch, error)
}

// Polling is what the poller does with the database. It works for all
// workspaces at once: it fetches what any of them reads, and stores what
// comes in the source's own scope.
type Polling interface {
	// ClaimSources claims up to limit sources whose Next is not after due (a
	// time far ahead: all that are read and not stopped), those that were due
	// first first, and gives them with a lease that nobody else can have until
	// the given time, or until [Polling.FinishPoll] or [Polling.ReleaseSource].
	// Leases that have ended by now are free again.
	ClaimSources(ctx context.Context, due, now, until time.Time, limit int) ([]Claimed, error)
	// ReleaseSource gives a claim back without a poll.
	ReleaseSource(ctx context.Context, id news.SourceID, lease news.LeaseID) error
	// FinishPoll stores what came of a poll, all of it in one transaction, and
	// gives what became of the items, in their order. An item's dispatch is
	// put as [Dispatches.Put] does, but: one that is known from another
	// source, or is LinkOnly, keeps its text, and takes the keys and the source alone.
	// A Page makes a new dispatch pending, and an edited one whose text was
	// completed before, for [CompleteWithin]. It fails with [ErrLeaseLost].
	FinishPoll(ctx context.Context, p news.Poll) ([]Stored, error)
	// FinishPolls is [Polling.FinishPoll] for many, in their order, all in one
	// transaction, which waits for the disk once. A poll whose lease is lost is
	// left out, and its Finished says so; any other error stores none of them.
	FinishPolls(ctx context.Context, polls []news.Poll) ([]news.Finished, error)
	// Seen gives the items of a source that were seen last, newest first.
	Seen(ctx context.Context, id news.SourceID, limit int) ([]news.Seen, error)
	// Similar gives the dispatches in the scope, and public ones, received
	// since, that share hashes with the sketch: those that share most first,
	// with the number; at least two hashes.
	Similar(ctx context.Context, scope news.Scope, sketch []uint64, since time.Time, limit int) ([]Candidate, error)
	// NextPoll is when the next source is due; zero where none is.
	NextPoll(ctx context.Context) (time.Time, error)
	// ClaimCompletions claims dispatches that wait for their page, and are to
	// be tried now, as [Polling.ClaimSources] does.
	ClaimCompletions(ctx context.Context, now, until time.Time, limit int) ([]news.Completion, error)
	// FinishCompletion ends the wait: with the page's text as a revision
	// (of kind completed), or without where it is nil. Of the item, the
	// dispatch's revision, Index and Sketch are read, which take the place of
	// the summary's, and CopyOf, which a dispatch takes that is nobody's copy
	// yet. Where again is not zero, the dispatch waits on, is tried again
	// then, and the item is not read. It fails with [ErrLeaseLost].
	FinishCompletion(ctx context.Context, c news.Completion, item *news.SourceItem, again time.Time) error
	// Notices gives the notices that were not told yet, oldest first: once for
	// everyone who had the source read when it was made, and still has, on one
	// of the platforms; and for the host.
	Notices(ctx context.Context, platforms []string, limit int) ([]TellNotice, error)
	// NoticeTried says that a notice is about to be sent to one of them, or,
	// at the zero time, that nothing was. The first time stays.
	NoticeTried(ctx context.Context, id news.ID[news.Notice], w news.WorkspaceID, at time.Time) error
	// NoticeTold says that one of them was told; the host is the zero WorkspaceID.
	NoticeTold(ctx context.Context, id news.ID[news.Notice], w news.WorkspaceID, at time.Time) error
}

// What the poller is given is of the domain, so that it need not know this package.
type (
	// Claimed is a source to poll, with the lease under which to finish.
	Claimed = news.Claimed
	// Candidate is a dispatch that may be a near-duplicate.
	Candidate = news.Candidate
)

// TellNotice is a notice with one of those to tell it.
type TellNotice struct {
	Notice  news.Notice
	Source  news.Source
	Reading news.Reading // of whoever added the source
	Tried   time.Time    // since when it may have been sent; zero where it was not
}
