package console

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"dateline/adapters"
	"dateline/news"
)

const (
	mainPrompt = "> "
	textPrompt = "| " // while a text of several lines is taken
	textEnd    = "."  // the line that ends it
	digest     = "digest"
)

// What a [lineReader] reports besides io.EOF.
var (
	errAborted = errors.New("input given up") // Ctrl-C
	errTooLong = errors.New("line too long")
)

// lineReader gives what is typed, or piped in, line by line.
type lineReader interface {
	// Prompt gives the next line without its end; io.EOF at the end of input
	// and once Interrupt was called.
	Prompt(prompt string) (string, error)
	// Remember adds a line to the history.
	Remember(line string)
	// Interrupt makes a waiting Prompt return; it may be called at any time.
	Interrupt()
	// Close gives the input back as it was.
	Close() error
}

// Run answers each line of the input, until it or ctx ends. An interactive
// chat opens with the answer to "welcome". The word `digest` alone on a line
// takes the lines after it as the text, up to a line with only a dot;
// exit, quit, :q, Ctrl-D and Ctrl-C at the prompt end the chat.
//
// It fails if In cannot be read or Out cannot be written. Where a line is
// edited in a terminal, ctx ends Run at once, but the read beneath it lasts
// until the next key or the end of the process.
func (c *Console) Run(ctx context.Context, h adapters.Handler) error {
	lines := c.open()
	stop := context.AfterFunc(ctx, lines.Interrupt)
	err := c.chat(ctx, h, lines)
	stop()
	if closing := lines.Close(); closing != nil {
		c.complain(closing.Error())
	}
	return err
}

// chat is Run on lines that are already open.
func (c *Console) chat(ctx context.Context, h adapters.Handler, lines lineReader) error {
	if c.options.Interactive {
		if err := c.ask(ctx, h, welcome); err != nil {
			return err
		}
	}
	for ctx.Err() == nil {
		text, err := c.next(lines)
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, errAborted), exits(text):
			return nil
		case errors.Is(err, errTooLong):
			c.complain(fmt.Sprintf(c.words.tooLong, news.MaxText>>20))
			continue
		case err != nil:
			return fmt.Errorf("input: %w", err)
		case text == "":
			continue
		}
		if err := c.ask(ctx, h, text); err != nil {
			return err
		}
	}
	return nil
}

func exits(text string) bool {
	switch strings.ToLower(text) {
	case "exit", "quit", ":q":
		return true
	}
	return false
}

// ask puts one request to the handler and shows the answer. What the handler
// reports goes to Err; only a broken output is returned.
func (c *Console) ask(ctx context.Context, h adapters.Handler, text string) error {
	reply, err := h.Handle(ctx, c.request(text))
	if ctx.Err() != nil {
		return nil //nolint:nilerr // the chat has ended, and with it the question
	}
	if err != nil {
		c.complain("error: " + err.Error())
	}
	if strings.EqualFold(text, "help") {
		reply.Blocks = append(reply.Blocks, c.words.help()...)
	}
	return c.show(reply)
}

// next gives the next request's text, "" for a line that asks nothing.
func (c *Console) next(lines lineReader) (string, error) {
	line, err := c.read(lines, mainPrompt)
	if err != nil {
		return "", err
	}
	text := command(line)
	if text == "" {
		return "", nil
	}
	lines.Remember(line)
	if !strings.EqualFold(text, digest) {
		return text, nil
	}
	return c.gather(lines)
}

// command gives the command on a line, without the "/news" that other platforms need.
func command(line string) string {
	text := strings.TrimSpace(strings.TrimPrefix(line, "\uFEFF")) // some shells open a pipe with a byte order mark
	first, rest := text, ""
	if end := strings.IndexAny(text, " \t"); end >= 0 {
		first, rest = text[:end], strings.TrimSpace(text[end:])
	}
	if !strings.EqualFold(first, "/news") {
		return text
	}
	if rest == "" {
		return "help"
	}
	return rest
}

// gather takes the text of several lines that `digest` alone announces.
// Ctrl-C gives it up; the end of input ends it as the dot does.
func (c *Console) gather(lines lineReader) (string, error) {
	if c.options.Interactive {
		if err := c.say(c.words.textFollows + "\n"); err != nil {
			return "", err
		}
	}
	var text strings.Builder
	text.WriteString(digest + " ")
	tooLong := false
	for {
		line, err := c.read(lines, textPrompt)
		switch {
		case errors.Is(err, errAborted):
			return "", nil
		case errors.Is(err, io.EOF), err == nil && line == textEnd:
			if tooLong {
				return "", errTooLong
			}
			return strings.TrimSpace(text.String()), nil
		case err != nil && !errors.Is(err, errTooLong):
			return "", err
		}
		// The rest of a text that is too long is still read, so that it is
		// not taken for commands.
		tooLong = tooLong || err != nil || text.Len()+len(line) > news.MaxText
		if !tooLong {
			text.WriteString(line + "\n")
		}
	}
}

// read waits for a line, and meanwhile lets show know what the person has before them.
func (c *Console) read(lines lineReader, prompt string) (string, error) {
	c.setPrompt(prompt)
	line, err := lines.Prompt(prompt)
	c.setPrompt("")
	if errors.Is(err, io.EOF) && c.options.Interactive {
		c.say("\n") //nolint:errcheck // Ctrl-D leaves the cursor behind the prompt; a broken output shows at the next reply
	}
	return line, err
}

func (c *Console) setPrompt(prompt string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.options.Interactive {
		c.prompt = prompt
	}
}

// say writes to Out what is not news: a prompt, a hint.
func (c *Console) say(text string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.write(text)
}
