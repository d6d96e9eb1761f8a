package slack

import (
	"context"
	"net"
	"net/http"
	"time"

	"github.com/slack-go/slack"

	"dateline/adapters"
	"dateline/adapters/kit"
)

// platform is the platform's name in requests and channels.
const platform = "slack"

// identity is who we are in the workspace that the bot's token belongs to.
type identity struct {
	Team string // the workspace's id
	Name string // the bot's name, as people type it: "/invite @name"
	User string // the bot user's id, which mentions name
	Bot  string // the bot's id, which our messages carry
	App  string // the application's id; "" where Slack did not say
}

// events is what Slack tells, over whichever way in. Each call is for one
// thing that happened, once: what Slack sends again is left out. Calls must
// return at once: start what takes longer, under ctx, which ends when the
// adapter does. Pointers are never nil, and identifiers that are said to be
// there are. What is said is acknowledged when the call returns.
type events interface {
	// command is a slash command. TeamID, ChannelID, UserID, TriggerID and ResponseURL are there.
	command(ctx context.Context, c *slack.SlashCommand)
	// interaction is a button, a shortcut or a view. Its Type and User.ID are
	// there. What it returns goes back with the acknowledgement (the errors of
	// a view, say); nil is nothing.
	interaction(ctx context.Context, i *slack.InteractionCallback) any
	// message is what a person wrote to us: a mention in a channel, or a direct
	// message. Channel, User and TS are there. Messages of bots, our own among
	// them, edits and deletions are left out, and so is the copy of a direct
	// message that mentions us.
	message(ctx context.Context, m *message)
	// home says that a person opened our App Home: its tab "home" or "messages".
	home(ctx context.Context, user, tab string)
	// gone says that the workspace removed us: app_uninstalled, or
	// tokens_revoked with our bot's. Nothing may be sent any more.
	gone(ctx context.Context)
}

// message is what a person wrote.
type message struct {
	Channel string
	User    string
	Team    string // of the person, where Slack says so
	Text    string // in Slack's markup
	TS      string // the message's id and time
	Thread  string // the thread that it is in; "" for none
	Direct  bool   // to us alone
}

// front is the layer of commands, words and layout. [newFront] makes it.
type front interface {
	events
	// ready is called before anything is received: it tells the handler that we
	// are in the workspace.
	ready(ctx context.Context) error
	// lay lays an unasked reply out, as posts in their order.
	lay(r adapters.Reply) []*post
	// wait returns when everything that was started has ended; no event comes any more.
	wait()
}

// post is what is posted or changed. Whoever sends it always turns link
// previews and parsing off, so that no caller can forget to.
type post struct {
	Text   string        // the whole content, for notifications and screen readers; escaped
	Blocks []slack.Block // what is shown in its place
}

// api is what the layers above ask of Slack. Every method waits for rate
// limits as long as its context allows, and then gives an
// [*adapters.RetryError]. Other errors are [*APIError] where Slack answered.
// None carries a token or a response_url.
type api interface {
	// respond answers a command, button or shortcut by its response_url, for
	// the person alone, or, public, for the channel; at most five times in 30
	// minutes. Thread is the thread to answer in, "" for none.
	respond(ctx context.Context, responseURL, thread string, public bool, p *post) error
	// ephemeral shows a post to one person in a channel that we are in.
	ephemeral(ctx context.Context, channel, thread, user string, p *post) error
	// send posts to a channel that we are in, or in a thread of it; it gives the message's ts.
	send(ctx context.Context, channel, thread, key string, p *post) (ts string, err error)
	// update changes a message of ours.
	update(ctx context.Context, channel, ts string, p *post) error
	// direct opens, or finds, the conversation with a person.
	direct(ctx context.Context, user string) (channel string, err error)
	// user looks a person up, anew each time.
	user(ctx context.Context, id string) (*slack.User, error)
	// channel looks a conversation up, anew each time; IsMember is about us.
	channel(ctx context.Context, id string) (*slack.Channel, error)
	// within says whether a person is in a channel, page by page.
	within(ctx context.Context, channel, user string) (bool, error)
	// publish shows a person's App Home.
	publish(ctx context.Context, user string, blocks []slack.Block) error
}

// Options say how to reach Slack. The zero values of all but BotToken, Client
// and one way in are usable.
type Options struct {
	BotToken kit.Token // xoxb-
	// AppToken (xapp-) is for Socket Mode, the way in where no Listener is set.
	AppToken kit.Token
	// Listener takes Slack's requests over HTTP, at /slack/events,
	// /slack/commands and /slack/interactions; the adapter closes it. nil is Socket Mode.
	Listener net.Listener
	// SigningSecret is what requests over HTTP are signed with.
	SigningSecret kit.Token
	// Client makes the requests; it must have a Transport. No redirect is
	// followed whatever it says.
	Client *http.Client
	// BaseURL is where the Web API is; "" is Slack's. Sockets and response_urls
	// may be there or at Slack's own hosts, and nowhere else.
	BaseURL string
	// AdminsOnly lets only the workspace's administrators change what others read.
	AdminsOnly bool
	// Language is that of channels, which Slack names none for.
	Language string
	// Now gives the time; nil is the clock.
	Now func() time.Time
	// Tell takes what the operator should read: what went wrong and what was
	// done about it. nil discards it.
	Tell func(ctx context.Context, what string, err error)
	// Timing shortens waits; the zero value has Slack's.
	Timing Timing
	// Dial connects the sockets, through a proxy say; nil dials directly.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// tell lets the operator know.
func (o Options) tell(ctx context.Context, what string, err error) {
	if o.Tell != nil && ctx.Err() == nil {
		o.Tell(ctx, what, err)
	}
}

// Timing is how long what waits. A zero field has the value that suits Slack;
// tests set shorter ones.
type Timing struct {
	Open  time.Duration // for one attempt to connect a socket, up to its hello; 20 s
	Ping  time.Duration // without a sign of life after which a socket is replaced; 30 s
	Drain time.Duration // for answers that are under way when the adapter is told to end; 5 s
	Retry time.Duration // after the first attempt that failed, doubling up to 128 times as long; 1 s
	Wait  time.Duration // until a person is told that the answer takes longer; 1.5 s
}

// orSlacks fills in what is zero.
func (t Timing) orSlacks() Timing {
	for _, d := range []struct {
		field *time.Duration
		usual time.Duration
	}{
		{&t.Open, 20 * time.Second}, {&t.Ping, 30 * time.Second}, {&t.Drain, 5 * time.Second},
		{&t.Retry, time.Second}, {&t.Wait, 1500 * time.Millisecond},
	} {
		if *d.field <= 0 {
			*d.field = d.usual
		}
	}
	return t
}
