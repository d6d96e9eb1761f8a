package desk

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"time"

	"dateline/adapters"
	"dateline/news"
	"dateline/summarize"
)

// Dispatches is what the desk needs of the kept dispatches; package store
// says what each method does.
type Dispatches interface {
	Put(ctx context.Context, w news.WorkspaceID, d news.Dispatch, index news.IndexTerms) (news.Dispatch, news.Change, error)
	Dispatch(ctx context.Context, w news.WorkspaceID, id news.DispatchID) (news.Dispatch, error)
	List(ctx context.Context, w news.WorkspaceID, l news.Listing) ([]news.Dispatch, error)
	Stats(ctx context.Context, w news.WorkspaceID) (news.Stats, error)
	Copies(ctx context.Context, w news.WorkspaceID, d news.DispatchID) ([]news.Dispatch, error)
}

// Digests is what the desk needs of the kept digests.
type Digests interface {
	Digest(ctx context.Context, w news.WorkspaceID, k news.DigestKey) (news.Digest, error)
	PutDigest(ctx context.Context, w news.WorkspaceID, k news.DigestKey, g news.Digest, now time.Time) error
}

// Conversations is what the desk needs of the kept conversations.
type Conversations interface {
	Conversation(ctx context.Context, c news.Channel, person string) (news.Conversation, error)
	PutConversation(ctx context.Context, c news.Channel, person string, conv news.Conversation) error
	View(ctx context.Context, w news.WorkspaceID, id news.ViewID) (news.Conversation, error)
	PutReport(ctx context.Context, r news.Report) (first bool, err error)
}

// Settings is what the desk needs of what channels chose.
type Settings interface {
	Settings(ctx context.Context, c news.Channel) (news.Settings, error)
	PutSettings(ctx context.Context, c news.Channel, s news.Settings) error
}

// Workspaces is what the desk needs to know of where we are.
type Workspaces interface {
	Joined(ctx context.Context, account string, w news.WorkspaceID, now time.Time) (first bool, err error)
	Only(ctx context.Context, account string, in []news.WorkspaceID, now time.Time) error
	Left(ctx context.Context, w news.WorkspaceID, now time.Time) error
}

// Store is all that the desk needs of a database.
type Store interface {
	Dispatches
	Digests
	Conversations
	Settings
	Workspaces
}

// Config is what a desk works with.
type Config struct {
	Store      Store                // required
	NotFound   error                // required: what Store's errors match, by errors.Is, where a row is not there (store.ErrNotFound)
	Summarizer summarize.Summarizer // required
	Sources    Sources              // required
	Pages      Pages                // required
	Starter    []Suggestion         // feeds to begin with; none are offered where it is empty
	Now        func() time.Time     // the clock; nil for time.Now
	Random     io.Reader            // that identifiers are made of; nil for crypto/rand.Reader
	Zone       *time.Location       // in which dates and times are read and shown where a channel chose none; nil for UTC
}

// Desk answers requests. It holds nothing between two of them and may be
// used from several goroutines.
type Desk struct {
	config    Config
	catalogue *catalogue
}

// New makes a desk. It fails where something required is missing.
func New(c Config) (*Desk, error) {
	switch {
	case c.Store == nil:
		return nil, errors.New("desk: no Store")
	case c.NotFound == nil:
		return nil, errors.New("desk: no NotFound, the Store's error for a row that is not there")
	case c.Summarizer == nil:
		return nil, errors.New("desk: no Summarizer")
	case c.Sources == nil:
		return nil, errors.New("desk: no Sources")
	case c.Pages == nil:
		return nil, errors.New("desk: no Pages")
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Random == nil {
		c.Random = rand.Reader
	}
	if c.Zone == nil {
		c.Zone = time.UTC
	}
	return &Desk{config: c, catalogue: theCatalogue()}, nil
}

var _ adapters.Handler = (*Desk)(nil)

// errSummary marks an error of the summarizer, so that the reply does not blame the store.
var errSummary = errors.New("summary")

// Handle answers a request. With an error, the reply still has a plain line
// for the reader; the error is for the operator's log.
func (d *Desk) Handle(ctx context.Context, r adapters.Request) (adapters.Reply, error) {
	t := d.turn(r)
	if err := t.settle(ctx); err != nil {
		return t.finish(cmdSettings, adapters.Reply{}, err)
	}
	c := d.catalogue.parse(r.Text, t.now)
	if r.Free {
		c = d.catalogue.parseFree(r.Text, t.now)
	}
	reply, err := t.answer(ctx, c)
	return t.finish(c.label(), reply, err)
}

func (d *Desk) turn(r adapters.Request) *turn {
	return &turn{desk: d, request: r, layout: layout{
		words: d.catalogue.match(r.Language, r.Channel.Language), zone: d.config.Zone, now: d.config.Now().In(d.config.Zone),
	}}
}

// finish has an error said to the reader, too.
func (t *turn) finish(label string, reply adapters.Reply, err error) (adapters.Reply, error) {
	if err != nil {
		err = fmt.Errorf("%s: %w", label, err)
		reply.Failed = true
		if len(reply.Blocks) == 0 {
			reply.Blocks = t.line(t.failure(err))
		}
	}
	reply.Language = t.words.name
	reply.View = t.view
	return reply, err
}

// turn is the answering of one request.
type turn struct {
	layout
	desk    *Desk
	request adapters.Request
	chosen  news.Settings      // what the channel chose; see settle
	known   *[]Source          // what the workspace reads, once it was looked up
	shown   *news.Conversation // what the words refer to, once it was looked up
	view    news.ViewID        // what the reply's actions refer to; zero where they refer to nothing
	from    news.DispatchID    // the page begins behind it; zero: with the newest
	newer   news.ViewID        // the page before; zero where there is none
}

func (t *turn) answer(ctx context.Context, c command) (adapters.Reply, error) {
	if c.problem != nil {
		return t.refuse(t.problemText(*c.problem)), nil
	}
	if c.refers() && !t.request.View.IsZero() {
		there, err := t.lookUp(ctx)
		if err != nil {
			return adapters.Reply{}, err
		}
		if !there {
			return t.refuse(t.words.say("view.gone")), nil
		}
	}
	switch c.name {
	case cmdLatest:
		return t.latest(ctx, c, news.DispatchID{})
	case cmdTopic:
		return t.topic(ctx, c, news.DispatchID{})
	case cmdDigest:
		return t.asked(ctx, c.rest)
	case cmdEvidence:
		return t.evidence(ctx, c.number)
	case cmdText:
		return t.fullText(ctx, c.number)
	case cmdAlso:
		return t.also(ctx, c.number)
	case cmdOlder:
		return t.older(ctx)
	case cmdNewer:
		return t.newerPage(ctx)
	case cmdShare:
		return t.share(ctx)
	case cmdWrong:
		return t.wrong(ctx, c.number)
	case cmdSources:
		return t.sources(ctx, c)
	case cmdSettings:
		return t.settings(ctx, c.rest)
	case cmdQuestion:
		return t.question(ctx, c)
	case cmdHelp:
		return t.help(), nil
	case cmdWelcome:
		return t.welcome(ctx)
	}
	return t.unknown(c), nil
}

func (t *turn) failure(err error) string {
	if errors.Is(err, errSummary) {
		return t.words.say("failed.summary")
	}
	return t.words.say("failed.store")
}

// refuse says in one line why what was asked cannot be done.
func (t *turn) refuse(text string) adapters.Reply {
	return adapters.Reply{Blocks: t.line(text), Failed: true}
}

func (t *turn) missing(err error) bool { return errors.Is(err, t.desk.config.NotFound) }

func (t *turn) store() Store { return t.desk.config.Store }

func (t *turn) workspace() news.WorkspaceID { return t.request.Channel.Workspace }
