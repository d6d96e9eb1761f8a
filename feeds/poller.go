package feeds

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"runtime"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"dateline/internal/guard"
	"dateline/news"
)

// Store is what the poller needs of a database; package store says what each
// method does.
type Store interface {
	ClaimSources(ctx context.Context, due, now, until time.Time, limit int) ([]news.Claimed, error)
	ReleaseSource(ctx context.Context, id news.SourceID, lease news.LeaseID) error
	FinishPoll(ctx context.Context, p news.Poll) ([]news.Stored, error)
	FinishPolls(ctx context.Context, polls []news.Poll) ([]news.Finished, error)
	Seen(ctx context.Context, id news.SourceID, limit int) ([]news.Seen, error)
	Similar(ctx context.Context, scope news.Scope, sketch []uint64, since time.Time, limit int) ([]news.Candidate, error)
	NextPoll(ctx context.Context) (time.Time, error)
	Dispatch(ctx context.Context, w news.WorkspaceID, id news.DispatchID) (news.Dispatch, error)
	ClaimCompletions(ctx context.Context, now, until time.Time, limit int) ([]news.Completion, error)
	FinishCompletion(ctx context.Context, c news.Completion, item *news.SourceItem, again time.Time) error
}

// Config is what a poller works with.
type Config struct {
	Store   Store         // needed
	Fetcher guard.Fetcher // needed
	Slots   Slots         // nil: no subscription has a slot
	Log     *slog.Logger  // nil: nothing is logged

	Workers int           // polls at once; 0 for 128. One that waits for a slow server costs little else.
	PerHost int           // of them for one host; 0 for 2
	Spacing time.Duration // between two polls of one host; 0 for 1 s, negative for none
	Pages   int           // pages read at once; 0 for 8

	Clock Clock          // nil for the machine's
	Rand  func() float64 // from 0 to 1, called by many goroutines; nil for a random one
}

// How the poller shares its work with others that use the database.
const (
	leaseTime  = 90 * time.Second // of a poll: a crash delays the sources that it had by so much
	leaseSpare = 30 * time.Second // of which at least so much must be left when a poll begins
	pageLease  = 2 * time.Minute  // of a completion
	idle       = 15 * time.Second // the longest that new sources, added elsewhere, go unseen
	claimBatch = 256
	heldPolls  = 1024
	hostBatch  = 50 // sources of one host that are held; the others are put off
	seenItems  = 2 * MaxItems
	storeTime  = 30 * time.Second // to store what is there when the poller ends
)

// seenRows is how many rows tell what is new in sources of these kinds, which
// need them before they can be read: paragraphs, or files and what was in them.
var seenRows = map[news.SourceKind]int{news.SourcePage: 3 * maxParagraphs, news.SourceFolder: 4 * maxFolderFiles}

// Poller reads sources when they are due, for as long as it runs. It is safe
// for use by several goroutines; of several pollers on one database, no two
// read the same source at once.
type Poller struct {
	config  Config
	cpu     chan struct{} // as many as read documents at once
	polls   chan struct{} // wakes the polls
	pages   chan struct{} // wakes the completions
	backlog backlog
	linking sync.Mutex // from the look for copies until what was looked for is stored
}

// New makes a poller.
func New(c Config) (*Poller, error) {
	switch {
	case c.Store == nil:
		return nil, errors.New("poller: no Store")
	case c.Fetcher == nil:
		return nil, errors.New("poller: no Fetcher")
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Clock == nil {
		c.Clock = machineClock{}
	}
	if c.Rand == nil {
		c.Rand = rand.Float64
	}
	if c.Spacing == 0 {
		c.Spacing = time.Second
	}
	c.Workers, c.PerHost, c.Pages = orElse(c.Workers, 128), orElse(c.PerHost, 2), orElse(c.Pages, 8)
	return &Poller{
		config: c, cpu: make(chan struct{}, runtime.GOMAXPROCS(0)),
		polls: make(chan struct{}, 1), pages: make(chan struct{}, 1),
		backlog: backlog{spacing: max(c.Spacing, 0)},
	}, nil
}

func orElse(n, usual int) int {
	if n > 0 {
		return n
	}
	return usual
}

// Wake makes a running poller look for sources that are due at once: for when
// one was added.
func (p *Poller) Wake() { signal(p.polls) }

func signal(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// Run polls what is due, and completes what was cut short, until the context
// ends. Then it stores what was read, gives back what was not, and returns nil.
func (p *Poller) Run(ctx context.Context) error {
	var g errgroup.Group
	g.Go(func() error { return p.poll(ctx, p.claimDue(), func(claimed) {}, func(Result) {}) })
	g.Go(func() error { return p.complete(ctx, true) })
	return g.Wait()
}

// Result is what came of one poll.
type Result struct {
	Source  news.Source // with its new state
	Items   int         // of a document that came
	New     int         // dispatches that were not known
	Revised int         // known ones with another text
	Same    bool        // the server said that nothing has changed (304)
	Cause   news.Cause  // why it could not be read; "" where it could
}

// Report is what came of polling once.
type Report struct {
	Results []Result // in the order in which they were stored
	Waiting int      // sources left alone because they asked to wait
}

// New counts the dispatches that were not known.
func (r Report) New() int {
	n := 0
	for _, one := range r.Results {
		n += one.New
	}
	return n
}

// Failed counts the sources that could not be read.
func (r Report) Failed() int {
	n := 0
	for _, one := range r.Results {
		if one.Cause != "" {
			n++
		}
	}
	return n
}

// Once polls each source that is due, or where all is set every one that has
// not asked to wait, then completes what can be completed at once, and ends.
func (p *Poller) Once(ctx context.Context, all bool) (Report, error) {
	var mu sync.Mutex
	var report Report
	note := func(r Result) {
		mu.Lock()
		defer mu.Unlock()
		report.Results = append(report.Results, r)
	}
	claims := p.claimOnce(all)
	err := p.poll(ctx, claims.claim, claims.undo, note)
	claims.end()
	report.Waiting = claims.waiting
	if err == nil {
		err = p.complete(ctx, false)
	}
	if err == nil {
		err = ctx.Err()
	}
	return report, err
}
