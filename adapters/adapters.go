// Package adapters is the port that a chat platform implements, and the
// platform-free forms that pass through it: a [Request] goes in, a [Reply]
// comes back. A reply is made of plain-text blocks; the adapter alone escapes
// them and lays them out.
//
// A new platform is a folder beside this file: it implements [Platform],
// passes the conformance suite in adapterstest, and gets one case in cmd/bot.
// The console is the template to start from.
package adapters

import (
	"context"
	"time"

	"dateline/news"
)

// Platform is one chat platform, or the terminal.
type Platform interface {
	// Name is the platform's name in lower case: "console", "discord", "slack".
	Name() string
	// Run connects, passes every request to h and shows the replies, until ctx
	// ends or the platform has no more to say (a terminal at its end of
	// input). It returns nil in both cases. Requests of one conversation are
	// answered in order.
	Run(ctx context.Context, h Handler) error
	// Send posts an unasked reply to a channel.
	Send(ctx context.Context, to news.Channel, r Reply) error
	// Limits says how much one message may hold.
	Limits() Limits
}

// Handler answers requests; package desk implements it. An error is for the
// operator's log; what the person should read is in the reply even then.
type Handler interface {
	Handle(ctx context.Context, r Request) (Reply, error)
}

// Limits are sizes in characters (Unicode code points); 0 means no limit.
type Limits struct {
	Message int // a whole message
	Blocks  int // blocks in a message
}

// Request is what a person asked, in words.
type Request struct {
	Channel  news.Channel
	Person   string // the platform's own identifier, "" in the terminal
	Language string // BCP 47 of the person, for replies that only they see; "" for the channel's
	Text     string // the command without its "/news": "latest", "evidence 2"
	// Free says that the person wrote to us, with no command in mind: what is
	// none is a question, or an address or a text to digest.
	Free bool
	// View is what the words refer to where they come with a button: the View
	// of the reply that the button was on. Zero for words that were typed,
	// which refer to what the person was last shown in the channel.
	View news.ViewID
	// Alone says that only this person sees the answer: it is in their
	// language, and offers to be shared.
	Alone bool
	// MayChange says what stands in the way of the person's changing what others
	// read here: [NothingDenied] where nothing does. It is asked where something is
	// about to be changed, at whatever entry, and looks anew every time; it may
	// ask the platform. nil is no.
	MayChange func(ctx context.Context) Denial
}

// BlockKind says what a block is, so that an adapter can lay it out.
type BlockKind int

// The kinds of block.
const (
	BlockText   BlockKind = iota // a line of our own words
	BlockTitle                   // opens a reply or a digest: the dateline, a heading
	BlockNotice                  // marks what follows: "Sample, not current news"
	BlockBullet                  // one bullet of a digest
	BlockSource                  // where and when: source, time, link
	BlockQuote                   // evidence, word for word
	BlockItem                    // a line of a list: a command with its meaning
)

// Block is one paragraph of a reply: plain text, nothing escaped.
type Block struct {
	Kind        BlockKind
	Number      string // what "evidence N" takes for it: "2", "1.3"; "" if it has none
	Label       string // a bullet's topic, or an item's command
	Text        string
	Attribution string // a bullet's speaker, where the text itself does not name them
	URL         string // a source's address
	// Time is what TimeText, a part of Text, says in our words: a platform
	// that shows times in each reader's own zone puts that in its place. Zero
	// where Text says no time.
	Time     time.Time
	TimeText string
	// Point is the bullet that a quote rests on, Before and After are the
	// sentences around it, for a platform that has room for them; "" where
	// there is none.
	Point, Before, After string
}

// Action is something the reader can do next: a button, or words to type.
type Action struct {
	Label   string // in the reader's language: "Evidence 1"
	Command string // what it does, in words: "evidence 1"
}

// Reply is the answer to a request, free of any platform's markup.
type Reply struct {
	Blocks   []Block
	Actions  []Action
	Language string      // of our own words in it
	View     news.ViewID // identifies what is shown, for days; an adapter hands it back with the actions. Zero where nothing refers to it
	Public   bool        // to be shown to the whole channel, whoever asked and however
	Failed   bool        // what was asked could not be done; a terminal command exits 1
}
