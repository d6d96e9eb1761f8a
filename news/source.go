package news

import (
	"net/url"
	"strconv"
	"strings"
	"time"
)

// SourceID identifies a [Source]; it is derived from its scope, kind and address.
type SourceID = ID[Source]

// SourceKind says what a source is and how it is read.
type SourceKind string

// The kinds of source.
const (
	SourceFeed   SourceKind = "feed"   // RSS, RDF, Atom or JSON Feed
	SourcePage   SourceKind = "page"   // a web page without a feed, watched for changes
	SourceFolder SourceKind = "folder" // a folder of the host's machine into which files are put
)

// Source is where dispatches come from by themselves. One without credentials
// is public: it is fetched once, whoever reads it. One with credentials, and
// all that comes from it, belongs to the workspace that gave them.
type Source struct {
	ID      SourceID
	Scope   Scope
	Kind    SourceKind
	Address string // an http or https URL, with its credentials if it has any, or a folder's absolute path; to show it, see [Source.Shown]
	Name    string // what readers see: the name that was given, else the feed's own title, else the host
	Added   time.Time
	State   SourceState
	Reading Reading // of the workspace that asked for the source; zero where nobody in particular did
}

// NewSource makes a source that is due at once. A URL that carries
// credentials gives a source of the workspace w, any other a public one; a
// folder is the host's and public.
func NewSource(kind SourceKind, address, name string, w WorkspaceID, now time.Time) Source {
	scope := Public
	if kind != SourceFolder && HasCredentials(address) {
		scope = Within(w)
	}
	return Source{
		ID: DeriveID[Source](scope.String(), string(kind), address), Scope: scope, Kind: kind,
		Address: address, Name: name, Added: now, State: SourceState{Next: now},
	}
}

// HasCredentials reports whether a URL carries a password or a token, so that
// what it gives is not for everyone: user information, or a parameter that is
// named like a secret.
func HasCredentials(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	if u.User != nil {
		return true
	}
	for name := range u.Query() {
		if secretParameter(name) {
			return true
		}
	}
	return false
}

func secretParameter(name string) bool {
	name = strings.NewReplacer("_", "", "-", "").Replace(strings.ToLower(name))
	for _, secret := range []string{"token", "secret", "password", "passwd", "apikey", "accesskey", "authkey", "privatekey", "signature", "credential"} {
		if strings.Contains(name, secret) {
			return true
		}
	}
	switch name {
	case "key", "auth", "pass", "pwd", "sig", "session", "sid", "jwt", "code":
		return true
	}
	return false
}

// Shown is the address as it may be shown: without user information, query
// and fragment; a folder's path as it is.
func (s Source) Shown() string {
	if s.Kind == SourceFolder {
		return s.Address
	}
	u, err := url.Parse(s.Address)
	if err != nil {
		return ""
	}
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath}).String()
}

// Cause says in one word, or two, why a source could not be read. The words
// that people read are made from it; it never holds anything a server said.
type Cause string

// The causes. A refusal by the server is "status 404", say: see [StatusCause].
const (
	CauseAddress     Cause = "address"     // not allowed: not a public http or https address
	CauseName        Cause = "name"        // the host's name is not known
	CauseConnect     Cause = "connect"     // no connection, or it broke
	CauseCertificate Cause = "certificate" // TLS failed
	CauseTimeout     Cause = "timeout"
	CauseRedirects   Cause = "redirects" // too many, or to where it is not allowed
	CauseLarge       Cause = "large"     // over the size that is read
	CauseEncoding    Cause = "encoding"  // a content encoding that is not read, or a broken one
	CauseRobots      Cause = "robots"    // robots.txt asks not to
	CauseFormat      Cause = "format"    // what came is no feed, and before it was one
	CauseEmpty       Cause = "empty"     // nothing came
	CauseFile        Cause = "file"      // a folder that cannot be read, or a file in it
	CauseInternal    Cause = "internal"  // our own fault; the log says more
)

// StatusCause is the cause of a refusal with an HTTP status: "status 404", say.
func StatusCause(status int) Cause { return Cause("status " + strconv.Itoa(status)) }

// SourceState is what the poller knows of a source.
type SourceState struct {
	Next         time.Time     // when it is due
	Interval     time.Duration // between two polls, as learned from how often it changes; 0 before the first
	ETag         string        // validators, byte for byte as they came
	LastModified string
	NotBefore    time.Time     // the source asked not to be polled before; zero if it did not
	Wait         time.Duration // its document asks to wait so long after each poll (ttl); 0 if it does not
	Skip         uint32        // when its document asks not to be polled: bits 0 to 23 are hours (UTC), 24 to 30 weekdays from Sunday
	LastPoll     time.Time     // whatever came of it
	LastSuccess  time.Time     // zero before the first
	LastNew      time.Time     // when a dispatch last came that was not known; after the first poll, the time of the newest
	Rhythm       time.Duration // mean time between new dispatches; 0 before there are five
	Failures     int           // polls since the last success
	FailingSince time.Time     // of the first of those; zero while it works
	Cause        Cause         // of the last failure
	Stopped      bool          // it is gone for good (410) and not polled any more
	Told         time.Time     // when people were told that it fails; zero if they were not
	Moved        string        // where it permanently redirects to, for the record
}

// Reading says that a workspace reads a source, and who saw to it.
type Reading struct {
	Workspace WorkspaceID // zero: the host, so every workspace reads it until it removes it
	Channel   Channel     // where it was added
	Person    string      // who added it, by the platform's own identifier
	Added     time.Time
}

// Seen is what a source gave under one of its items, so that the next poll
// can tell what is new.
type Seen struct {
	Key      string // the item's identity within the source: its guid, else its address, else its content
	URL      string // canonical; "" if it has none
	Title    string // folded; "" if it has none
	Hash     string // of title and text as the source gave them
	Dispatch DispatchID
	LastSeen time.Time
}

// SourceItem is one item of a poll that is new, or not as it was.
type SourceItem struct {
	Seen     // Dispatch is not read
	Dispatch Dispatch
	Index    IndexTerms
	Sketch   []uint64   // the hashes by which near-duplicates are found; see package related
	CopyOf   DispatchID // the first dispatch of which this is a near-duplicate; zero if there is none
	History  bool       // it was there before the source was read for the first time: no news
	LinkOnly bool       // the dispatch is known under another identity: its keys are added, its text stays
	Page     string     // its text is cut short, and this page has the whole; "" where nothing is to be completed
}

// Poll is what came of polling a source, to be stored at once.
type Poll struct {
	Source   Source // with its new State and Name
	Lease    LeaseID
	Items    []SourceItem
	SeenKeys []string // items that are as they were
	Rows     []Seen   // what else was seen, as the paragraphs of a watched page: kept beside the items, without a dispatch
	Notice   *Notice  // what people must be told; nil if nothing
	At       time.Time
}

// LeaseID identifies one claim of a piece of work, so that a worker that was
// too slow does not overwrite what another did.
type LeaseID = ID[lease]

type lease struct{}

// Completion is a dispatch that waits for the page with its whole text. Until
// it is over, the dispatch is pending: in no listing and not digested.
type Completion struct {
	Dispatch DispatchID
	Scope    Scope
	Source   SourceID
	URL      string
	Tries    int       // that have failed
	Until    time.Time // then the text that is there is all there is
	Lease    LeaseID
}

// NoticeKind says what a notice is about.
type NoticeKind string

// The kinds of notice.
const (
	NoticeFailing NoticeKind = "failing" // the source could not be read for three days
	NoticeGone    NoticeKind = "gone"    // it is gone for good (410)
	NoticeBack    NoticeKind = "back"    // it works again
)

// Notice is something about a source that its people must be told once.
type Notice struct {
	ID      ID[Notice] // derived from source, kind and Since
	Kind    NoticeKind
	Source  SourceID
	Since   time.Time // failing since
	Cause   Cause
	Created time.Time
}
