// Package feeds reads the news from where it appears: feeds, pages and
// folders. It fetches politely, reads what comes whatever its state, tells
// what is new, and keeps the poller that does so by itself.
package feeds

import (
	"time"

	"dateline/news"
)

// Document is one feed as it was read.
type Document struct {
	Format    string        // "RSS 2.0", "Atom 1.0", "RDF", "JSON Feed 1.1"
	Title     string        // plain text on one line
	Link      string        // of the page that it belongs to: absolute http or https; "" if none
	Language  string        // BCP 47; "" if it does not say
	TTL       time.Duration // it asks not to be polled more often; 0 if it does not
	SkipHours []int         // hours of the day (0 to 23, UTC) in which it asks not to be polled
	SkipDays  []time.Weekday
	Items     []Item   // in the document's order, at most MaxItems
	Dropped   int      // items beyond that
	Repairs   []string // what was wrong with the document and put right, in a few words each
}

// MaxItems is how many items of one document are read.
const MaxItems = 500

// Item is one entry of a feed, as plain text.
type Item struct {
	ID        string    // its guid, as given; "" if it has none, or shares it with another item
	URL       string    // its page: absolute http or https, without credentials; "" if none
	Shared    bool      // the URL tells this item from no other: several have it, or it is the feed's own page
	Title     string    // on one line, at most 300 characters
	Text      string    // paragraphs separated by a blank line; "" where the title is all there is
	Cut       bool      // the text is a summary, or ends in the middle
	Published time.Time // UTC; zero if unknown
	Updated   time.Time
	Language  string

	// Kind is [news.RevisionCorrected] or [news.RevisionKilled] where the giver
	// says that this corrects what it gave under the ID before, or takes it
	// back (then there may be no text); "" else.
	Kind news.RevisionKind
}

// Page is the article of a web page.
type Page struct {
	Address   string // where it was read, without user information and fragment
	Title     string
	Text      string // paragraphs separated by a blank line; "" where no article was found
	Language  string
	Published time.Time
	Canonical string   // its own address, as it says; absolute, of the same host; "" if none
	Feeds     []string // addresses of its feeds, the best first
}
