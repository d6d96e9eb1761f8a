package news

import "time"

// Listing asks for dispatches, newest first.
type Listing struct {
	Terms  [][]string // each group must occur, by any one of its index terms; nil for any dispatch
	Source string     // only this source; "" for all
	Since  time.Time  // only what is not older; zero for any age
	Now    time.Time  // dispatches that are pending at this time are left out; zero: every one that ever was pending and is not completed
	Copies bool       // near-duplicates of a listed dispatch are listed as well; else only the first of them that the workspace sees
	Before DispatchID // only what stands after this dispatch in the listing; zero: from the newest
	Limit  int        // at most so many; at least 1
}

// IndexTerms are the words by which a dispatch is found, made by package
// terms and kept beside the text, so that every database finds the same.
type IndexTerms struct {
	Version int    // of the rules that made them; an older version is indexed again
	Text    string // stemmed words in the text's order, separated by spaces
}

// Change says what storing a dispatch did.
type Change string

// What storing a dispatch can do.
const (
	ChangeNew     Change = "new"     // a dispatch that was not known
	ChangeRevised Change = "revised" // a known dispatch with another text: a new revision
	ChangeNone    Change = "none"    // known, text and all
)

// ViewID identifies what somebody was shown.
type ViewID = ID[Conversation]

// Conversation is what one person was last shown in one channel, so that
// "evidence 2" and "older" can be said in words, today or tomorrow.
type Conversation struct {
	View    ViewID       // identifies it, for as long as its actions may be used; zero where it has none
	Command string       // the command that was answered last, in canonical form
	Shown   []DispatchID // the dispatches of that answer, in its order
	Updated time.Time
}

// Report is that somebody thought an answer wrong.
type Report struct {
	View    ViewID // the answer; zero where it is not known any more
	Number  string // of the bullet, as it was shown; "" for the answer as a whole
	Channel Channel
	Person  string
	Command string       // that was answered, in canonical form
	Shown   []DispatchID // the dispatches of the answer, in its order
	Made    time.Time
}

// Stats counts what a store holds.
type Stats struct {
	Dispatches int       // listed ones, the sample included
	Sources    int       // named sources among them
	Sample     bool      // whether the sample is (still) there
	Oldest     time.Time // of the listed dispatches; zero if there are none
	Newest     time.Time
	Bytes      int64 // size of the database
}
