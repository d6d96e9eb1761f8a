package news

import "errors"

// ErrLeaseLost says that the work was claimed by somebody else since.
var ErrLeaseLost = errors.New("the lease is lost")

// Claimed is a source to poll, with the lease under which to finish.
type Claimed struct {
	Source Source
	Lease  LeaseID
}

// Candidate is a dispatch that may be a near-duplicate.
type Candidate struct {
	Dispatch Dispatch
	First    DispatchID // the dispatch it is a near-duplicate of itself; its own ID if of none
	Shared   int        // hashes in common
}

// Indexed is a dispatch with the terms by which it is found.
type Indexed struct {
	Dispatch Dispatch
	Index    IndexTerms
}

// Stored is what became of an [Indexed] dispatch or a [SourceItem]: the
// dispatch as it is now stored, and what storing it did.
type Stored struct {
	Dispatch Dispatch
	Change   Change
}

// Finished is what became of a poll that was stored among others.
type Finished struct {
	Items []Stored // in the order of the poll's items
	Lost  bool     // the lease was lost, and nothing of it was stored
}
