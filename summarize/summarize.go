package summarize

import (
	"context"

	"dateline/news"
)

// Summarizer makes the digest of one dispatch.
type Summarizer interface {
	// Summarize gives a digest whose bullets carry evidence, in the order of
	// the dispatch. A text with nothing to digest gives no bullets and the
	// reason; an error means that no digest could be made at all.
	Summarize(ctx context.Context, r Request) (news.Digest, error)
	// Version changes whenever the same request may give another digest.
	Version() string
}

// Request is one dispatch to digest.
type Request struct {
	Dispatch news.DispatchID // goes into the evidence
	Revision news.RevisionID // goes into the evidence
	Title    string          // "" if there is none apart from the text
	Text     string          // as made by news.NewDispatch
	Language string          // BCP 47; "" or "und" to find out
	Bullets  int             // at most so many; 0 for 3 to 5 by the dispatch's length
}
