package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"

	"dateline/adapters"
	"dateline/adapters/console"
	"dateline/desk"
	"dateline/feeds"
	"dateline/store"
	"dateline/summarize"
)

// startCmd is what `bot` alone does.
type startCmd struct {
	storeFlag
	Plain bool `help:"For screen readers and dumb terminals: no colour, no redrawing."`
}

// Help is the rest of the help text.
func (startCmd) Help() string {
	return `Example:

    bot --plain`
}

// Run does it.
func (c *startCmd) Run(ctx context.Context, a *app) error {
	if err := a.configure(); err != nil {
		return err
	}
	if len(a.config.platforms()) > 0 {
		return a.serve(ctx, c.Store)
	}
	return a.chat(ctx, c.Store, c.Plain, nil)
}

// chatCmd is the terminal chat.
type chatCmd struct {
	storeFlag
	Words []string `arg:"" optional:"" help:"A command, answered at once: latest, topic Karabakh, evidence 2, help ..."`
	Plain bool     `help:"For screen readers and dumb terminals: no colour, no redrawing."`
}

// Help is the rest of the help text.
func (chatCmd) Help() string {
	return `With words, it answers them and ends; so it does with lines on standard input. Else it opens a chat; type help there.

Examples:

    bot chat
    bot chat latest
    bot chat "/news topic Karabakh"
    echo latest | bot chat --plain`
}

// Run does it.
func (c *chatCmd) Run(ctx context.Context, a *app) error {
	if err := a.configure(); err != nil {
		return err
	}
	return a.chat(ctx, c.Store, c.Plain, c.Words)
}

// chat answers words, or whoever sits at the terminal, or the lines on stdin.
func (a *app) chat(ctx context.Context, dsn string, plain bool, words []string) error {
	path, err := a.storePath(dsn)
	if err != nil {
		return err
	}
	s, err := a.openStore(ctx, dsn, readWrite)
	if err != nil {
		return err
	}
	w, err := a.newWorkshop(ctx, s)
	if err != nil {
		return errors.Join(err, s.Close())
	}
	defer func() {
		if err := w.Close(); err != nil {
			a.log.Warn("closing the store", "error", err)
		}
	}()
	o := a.consoleOptions(plain)
	o.Interactive = o.Interactive && len(words) == 0
	o.History = filepath.Join(filepath.Dir(path), "chat_history")
	c := console.New(o)
	if o.Interactive {
		return a.converseAndPoll(ctx, c, w)
	}
	return a.converse(ctx, c, w.desk, false, words)
}

// converseAndPoll reads the news while a person sits at the terminal. What
// the poller has to say goes there as a reply, which leaves the line that is
// being typed alone; lines of a log would not.
func (a *app) converseAndPoll(ctx context.Context, c *console.Console, w *workshop) error {
	polling, stop := context.WithCancel(ctx)
	defer stop()
	h := a.newHerald(w, nil)
	h.host = func(ctx context.Context, r adapters.Reply) error {
		return c.Send(ctx, console.Channel(a.language()), r)
	}
	ended := make(chan error, 1)
	go func() { ended <- a.poll(polling, w, slog.New(slog.DiscardHandler), h) }()
	err := a.converse(ctx, c, w.desk, true, nil)
	stop()
	if polled := <-ended; polled != nil && ctx.Err() == nil {
		a.log.Warn("polling", "error", polled)
	}
	return err
}

// converse lets a console ask the desk, and fails where an answer says that it failed.
func (a *app) converse(ctx context.Context, c *console.Console, h *watched, interactive bool, words []string) error {
	var err error
	switch {
	case len(words) > 0:
		_, err = c.Answer(ctx, h, strings.Join(words, " "))
	default:
		err = c.Run(ctx, h)
		if err == nil && !interactive && h.asked.Load() == 0 && ctx.Err() == nil {
			// Nothing was asked: greet, so that nobody faces an empty screen.
			_, err = c.Answer(ctx, h, "welcome")
		}
	}
	switch {
	case err != nil:
		return err
	case interactive:
		return nil // an answer that failed an hour ago is no failure of the chat
	case ctx.Err() != nil:
		return ctx.Err()
	case c.Failed():
		return errReported
	}
	return nil
}

// openDesk makes the desk on a store, with the sample in it if there is nothing else.
func (a *app) openDesk(ctx context.Context, w *workshop) (*watched, error) {
	s := w.store
	if _, err := s.Expire(ctx, a.now()); err != nil {
		return nil, err
	}
	if err := a.ensureSample(ctx, s); err != nil {
		return nil, err
	}
	d, err := desk.New(desk.Config{
		Store: s, NotFound: store.ErrNotFound, Summarizer: summarize.New(), Now: a.now, Zone: a.config.zone,
		Sources: w.sources, Pages: pages{w.fetch}, Starter: starterFeeds(),
	})
	if err != nil {
		return nil, fmt.Errorf("desk: %w", err)
	}
	return &watched{Desk: d, log: a.log}, nil
}

// watched is the desk with its errors logged and its requests counted.
type watched struct {
	*desk.Desk
	log   *slog.Logger
	asked atomic.Int64
}

// Handle implements [adapters.Handler]. What the reader should know of an
// error is in the reply; the rest is for the log.
func (w *watched) Handle(ctx context.Context, r adapters.Request) (adapters.Reply, error) {
	w.asked.Add(1)
	reply, err := w.Desk.Handle(ctx, r)
	return reply, w.logged(ctx, err)
}

// Order implements what [desk.Desk.Order] does, in the same way.
func (w *watched) Order(ctx context.Context, r adapters.Request, o desk.SourceOrder) (adapters.Reply, error) {
	reply, err := w.Desk.Order(ctx, r, o)
	return reply, w.logged(ctx, err)
}

func (w *watched) logged(ctx context.Context, err error) error {
	if err != nil && ctx.Err() == nil {
		w.log.Error("request", "error", err)
	}
	return ctx.Err()
}

// starterFeeds are the feeds that the desk suggests.
func starterFeeds() []desk.Suggestion {
	var all []desk.Suggestion
	for _, o := range feeds.Starter() {
		all = append(all, desk.Suggestion{Name: o.Title, Address: o.Address})
	}
	return all
}

// consoleOptions describe this terminal, or that there is none.
func (a *app) consoleOptions(plain bool) console.Options {
	o := console.Options{
		In: a.stdin, Out: a.stdout, Err: a.stderr, Style: console.Style{Plain: plain},
		Commands: desk.Commands(), Language: a.language(),
	}
	if f, ok := a.stdout.(*os.File); ok {
		var isTerminal bool
		o.Style, isTerminal = console.DetectStyle(f, a.env, plain)
		o.Interactive = isTerminal && terminal(a.stdin)
		o.Width = func() int { return console.Width(f, a.env) }
	}
	return o
}

// env is the environment as most take it: "" for what is not set.
func (a *app) env(key string) string {
	value, _ := a.getenv(key)
	return value
}

// language is that of our own words, from the locale: "ru_RU.UTF-8" is "ru".
func (a *app) language() string {
	for _, key := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		locale := a.env(key)
		if locale == "" {
			continue
		}
		code, _, _ := strings.Cut(locale, "_")
		code, _, _ = strings.Cut(code, ".")
		if code == "C" || code == "POSIX" {
			return "en"
		}
		return strings.ToLower(code)
	}
	return "en"
}
