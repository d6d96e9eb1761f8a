// Package store is the contract that every database of Dateline keeps. Its
// conformance suite is in storetest; store/sqlite implements it.
//
// Every method takes the workspace that asks. A row of another workspace's
// scope is never seen: it is [ErrNotFound], or left out. The zero WorkspaceID
// is the host, who sees what is public.
//
// Times are kept to the millisecond and come back in UTC; the zero time, which
// means unknown, comes back as the zero time. Lists without elements come back
// as nil. All methods may be called from many goroutines at once.
package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"dateline/news"
)

// ErrNotFound says that there is no such row, or none that the workspace may see.
var ErrNotFound = errors.New("not found")

// ErrForeignScope says that a workspace tried to store a row that it could
// not see afterwards.
var ErrForeignScope = errors.New("the scope is another workspace's")

// TooNewError says that the database needs a newer program.
type TooNewError struct{ Version, OldestReader, Program int }

func (e *TooNewError) Error() string {
	return fmt.Sprintf("the database has schema %d and needs a program that knows schema %d or later; this one knows %d: install a newer version",
		e.Version, e.OldestReader, e.Program)
}

// Store is a whole database.
type Store interface {
	Dispatches
	Digests
	Conversations
	Settings
	Workspaces
	Sources
	Polling
	Upkeep
	Close() error
}

// Item is a dispatch to store, with the terms by which it is found.
type Item = news.Indexed

// Stored is what became of an [Item].
type Stored = news.Stored

// Dispatches keeps dispatches with their revisions and identities.
type Dispatches interface {
	// Put stores d, unless one of its keys is known in its scope, the first
	// of them that is: then the known dispatch gets a new revision if the
	// text or title differs from its newest, and stays as it is if not. A text
	// that it had before is the revision that it was then, made the newest
	// again. A content key counts only where the strong keys do not contradict
	// it: where d or the known dispatch has none of that kind; and a content
	// key alone never brings an older text back.
	//
	// A known dispatch takes the keys of d that nobody has, the later of both
	// times to expire (none is later than any), and newer index terms; what a
	// source gave, and is imported as well, is an import from then on; all
	// else stays as it was first given. If it was deleted since, it is stored
	// again under its identifier, and that is [news.ChangeNone].
	//
	// The first dispatch of [news.OriginImport] or [news.OriginSource] that a
	// workspace sees listed takes the sample away from it: a public import, or
	// what came from a source that the host reads, deletes it, and any other
	// hides it there. After that a sample is not stored any more
	// ([news.ChangeNone]).
	//
	// It gives d as it is now stored. All of it is one transaction. It fails
	// with [ErrForeignScope].
	Put(ctx context.Context, w news.WorkspaceID, d news.Dispatch, index news.IndexTerms) (news.Dispatch, news.Change, error)
	// PutAll puts the items in their order, as [Dispatches.Put] does, all in
	// one transaction: every one is stored, or none. For bulk: a transaction
	// waits for the disk, whatever its size.
	PutAll(ctx context.Context, w news.WorkspaceID, items []Item) ([]Stored, error)
	// Dispatch gives a dispatch with its newest revision.
	Dispatch(ctx context.Context, w news.WorkspaceID, id news.DispatchID) (news.Dispatch, error)
	// Revision gives one revision of a dispatch.
	Revision(ctx context.Context, w news.WorkspaceID, d news.DispatchID, id news.RevisionID) (news.Revision, error)
	// List gives the listed dispatches that l asks for, newest first; those
	// of the same moment in the order of their identifiers. The sample is
	// among them while it is there; what its source has taken back
	// ([news.RevisionKilled]) is not, nor told as a copy, counted, or given by
	// Each. A group of terms without any term occurs
	// nowhere. A source is the same in capital and in small letters. Where l.Before is not there (any more) for w to see, it is
	// [ErrNotFound].
	List(ctx context.Context, w news.WorkspaceID, l news.Listing) ([]news.Dispatch, error)
	// Each calls f with every listed dispatch but the sample, oldest first,
	// without holding them all in memory, until f fails, and then gives f's
	// error. f may call the store.
	Each(ctx context.Context, w news.WorkspaceID, f func(news.Dispatch) error) error
}

// Digests keeps what was summarized. A digest is seen by whoever sees its
// dispatch, and goes with it.
type Digests interface {
	// Digest gives the digest kept by k, or [ErrNotFound].
	Digest(ctx context.Context, w news.WorkspaceID, k news.DigestKey) (news.Digest, error)
	// PutDigest keeps g by k; a digest that is already kept by k stays. Where
	// w sees no such dispatch, or it has no such revision, it is [ErrNotFound].
	PutDigest(ctx context.Context, w news.WorkspaceID, k news.DigestKey, g news.Digest, now time.Time) error
}

// Conversations keeps what each person was last shown in each channel; a
// channel is known by its platform, workspace and ID.
type Conversations interface {
	// Conversation gives the last one, or [ErrNotFound].
	Conversation(ctx context.Context, c news.Channel, person string) (news.Conversation, error)
	// PutConversation replaces it. Where it has a View, it is kept under that
	// as well, whatever the person is shown next: for [KeepViews] after
	// conv.Updated. A view that is there already stays as it is. When the
	// machine loses its power, the last ones may be lost.
	PutConversation(ctx context.Context, c news.Channel, person string, conv news.Conversation) error
	// View gives what somebody in the workspace was shown, whoever of it asks;
	// elsewhere it is [ErrNotFound].
	View(ctx context.Context, w news.WorkspaceID, id news.ViewID) (news.Conversation, error)
	// PutReport keeps that somebody thought an answer wrong, for [KeepReports].
	// It reports whether the same person had not said so before.
	PutReport(ctx context.Context, r news.Report) (first bool, err error)
}

// Settings keeps what channels chose for themselves; a channel is known as in
// [Conversations].
type Settings interface {
	// Settings gives what the channel chose: the zero value where it chose nothing.
	Settings(ctx context.Context, c news.Channel) (news.Settings, error)
	// PutSettings replaces it; the zero value takes it back. It stays until the
	// workspace is deleted.
	PutSettings(ctx context.Context, c news.Channel, s news.Settings) error
}

// KeepViews is how long the buttons of an answer work.
const KeepViews = 30 * 24 * time.Hour

// KeepReports is how long it is known that somebody thought an answer wrong.
const KeepReports = 90 * 24 * time.Hour

// KeepGone is how long what belongs to a workspace stays after it removed us:
// long enough to undo a mistake, and deleted within 30 days even where Expire
// is called once a day.
const KeepGone = 28 * 24 * time.Hour

// Workspaces keeps where we are.
type Workspaces interface {
	// Joined says that we are in the workspace with an account of a platform,
	// since now where that is new: it was not known, or had removed us. What it
	// had before, it has again. The last account with which we joined counts.
	Joined(ctx context.Context, account string, w news.WorkspaceID, now time.Time) (first bool, err error)
	// Only says that the account is in these workspaces at most: the others
	// that it joined have removed us, as [Workspaces.Left] says.
	Only(ctx context.Context, account string, in []news.WorkspaceID, now time.Time) error
	// Left says that the workspace removed us. What it alone reads is not
	// polled from then on, and it is told nothing; after [KeepGone], Expire
	// deletes what belongs to it.
	Left(ctx context.Context, w news.WorkspaceID, now time.Time) error
}

// Upkeep is what the host does with the database as a whole.
type Upkeep interface {
	// Expire deletes what was to be kept until now at the latest: dispatches
	// with their revisions, digests and index terms. Their keys stay. So go
	// views, reports, and all that belongs to a workspace that removed us. It
	// gives the number of dispatches.
	Expire(ctx context.Context, now time.Time) (deleted int, err error)
	// Reports gives what somebody thought wrong, newest first, over all
	// workspaces: it is the host's to read.
	Reports(ctx context.Context, limit int) ([]news.Report, error)
	// Retain deletes what was received before the given time, as Expire does;
	// the sample stays. Items of sources that were not seen since go too, but
	// for those that a source that is read gave last: while nothing changes, it
	// does not give them again. It works in several transactions, so that
	// others write between; where it fails, some may be deleted.
	Retain(ctx context.Context, before time.Time) (deleted int, err error)
	// ForgetSketches deletes the hashes by which near-duplicates of what was
	// received before the given time are found.
	ForgetSketches(ctx context.Context, before time.Time) error
	// Stats counts what the workspace sees.
	Stats(ctx context.Context, w news.WorkspaceID) (news.Stats, error)
	// Backup writes a copy of the database, consistent in itself, to a new
	// file that only its owner may read. An existing file is refused with an
	// error that is [io/fs.ErrExist]. Others may write meanwhile.
	Backup(ctx context.Context, file string) error
	// Check looks for damage and gives a line for each thing found.
	Check(ctx context.Context) (problems []string, err error)
}
