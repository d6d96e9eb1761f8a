package console

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"dateline/adapters"
	"dateline/news"
)

// name is the platform's name in requests and channels.
const name = "console"

// welcome is the command whose answer opens an interactive chat.
const welcome = "welcome"

// Options say where a [Console] reads and writes.
type Options struct {
	// In gives the lines of a chat that is not interactive or is plain; nil
	// gives none. Where it is an *os.File, the end of Run's context interrupts
	// a waiting read; a read of any other kind has to return by itself.
	In io.Reader
	// Out takes the replies; nil discards them.
	Out io.Writer
	// Err takes a line for each thing that went wrong; nil discards them.
	Err io.Writer
	// Style is what Out can show; see [DetectStyle].
	Style Style
	// Width gives the columns to wrap at now, for a person may make the window
	// another size; see [Width]. nil keeps to Style.Width.
	Width func() int
	// Interactive says that a person sits there: they get a welcome and a
	// prompt. Unless Style.Plain is set, lines are then edited on the
	// process's own standard input and output.
	Interactive bool
	// History is the file that keeps typed lines; "" keeps none.
	History string
	// Commands are the command words that the Tab key completes.
	Commands []string
	// Language is the channel's: BCP 47, or a locale as LANG has it
	// ("ru_RU.UTF-8"), of which the language is taken. "" is English.
	Language string
}

// Console is the terminal as a chat platform; it implements
// [adapters.Platform]. Send may be called while Run runs.
type Console struct {
	options Options
	channel news.Channel
	words   words

	mu     sync.Mutex // guards the fields below and the order of writes to Out
	prompt string     // what the person has before them, "" while an answer is made
	shown  bool       // whether anything was shown yet
	failed bool
}

// New makes a console.
func New(o Options) *Console {
	if o.In == nil {
		o.In = strings.NewReader("")
	}
	if o.Out == nil {
		o.Out = io.Discard
	}
	if o.Err == nil {
		o.Err = io.Discard
	}
	language := languageOf(o.Language)
	return &Console{
		options: o,
		words:   wordsIn(language),
		channel: Channel(o.Language),
	}
}

// Channel is the terminal as a channel, in a language as [Options] has it.
func Channel(language string) news.Channel {
	return news.Channel{
		Platform: name, Workspace: news.Workspace{Platform: name}.ID(), ID: "terminal", Language: languageOf(language),
	}
}

// languageOf takes the language from a locale: "ru_RU.UTF-8" is "ru", "C" is
// "en". What is BCP 47 already stays as it is.
func languageOf(locale string) string {
	language := locale
	if end := strings.IndexAny(locale, "_.@"); end >= 0 {
		language = locale[:end]
	}
	switch language {
	case "", "C", "POSIX":
		return "en"
	}
	return language
}

// Name is "console".
func (c *Console) Name() string { return name }

// Limits are none: a terminal scrolls.
func (c *Console) Limits() adapters.Limits { return adapters.Limits{} }

// Failed reports whether anything so far could not be done: a reply that says
// so, an error of the handler, a line that was too long.
func (c *Console) Failed() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.failed
}

// Answer asks h one question and shows the answer. It reports whether the
// answer says that it failed. The error is h's, or that of writing to Out.
// What ends a chat is asked of nobody.
func (c *Console) Answer(ctx context.Context, h adapters.Handler, line string) (failed bool, err error) {
	if exits(strings.TrimSpace(line)) {
		return false, nil
	}
	reply, err := h.Handle(ctx, c.request(command(line)))
	return reply.Failed, errors.Join(err, c.show(reply))
}

// Send shows a reply that nobody asked for. It fails for another platform's channel.
func (c *Console) Send(ctx context.Context, to news.Channel, r adapters.Reply) error {
	if to.Platform != name {
		return fmt.Errorf("console: a channel of %q is not here", to.Platform)
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("console: %w", err)
	}
	return c.show(r)
}

// request is from the host: whoever runs the program may change everything.
func (c *Console) request(text string) adapters.Request {
	return adapters.Request{Channel: c.channel, Text: text, MayChange: adapters.Allowed}
}

// show writes one reply in one piece. A person gets an empty line after it;
// in a pipe it stands between two replies.
func (c *Console) show(r adapters.Reply) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.failed = c.failed || r.Failed
	var reply bytes.Buffer
	style := c.options.Style
	if style.Width > 0 && c.options.Width != nil {
		style.Width = c.options.Width()
	}
	if err := Render(&reply, r, style); err != nil || reply.Len() == 0 {
		return err
	}
	before, after := "", ""
	switch {
	case c.prompt != "": // it is broken off by what is shown
		before, after = "\n", "\n"+c.prompt
	case c.options.Interactive:
		after = "\n"
	case c.shown:
		before = "\n"
	}
	c.shown = true
	return c.write(before + reply.String() + after)
}

// write writes to Out; the caller holds mu.
func (c *Console) write(text string) error {
	if _, err := io.WriteString(c.options.Out, text); err != nil {
		return fmt.Errorf("output: %w", err)
	}
	return nil
}

// complain writes one line to Err.
func (c *Console) complain(line string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.failed = true
	fmt.Fprintln(c.options.Err, adapters.CleanLine(line)) //nolint:errcheck // there is nowhere left to say it
}
