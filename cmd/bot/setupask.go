package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// asker asks for credentials: on a terminal, which does not show them, or else
// by a line of standard input each.
type asker struct {
	app   *app
	lines *bufio.Reader
}

// asks makes the asker of a command; it reads until ctx ends.
func (a *app) asks(ctx context.Context) *asker {
	return &asker{a, bufio.NewReader(io.LimitReader(a.input(ctx), maxSecret))}
}

// question is what is asked for.
type question struct {
	key    string // the variable
	prompt string // what to write before the cursor
	set    bool   // Enter keeps what is set
}

// maxAsked is how often a person is asked for the same.
const maxAsked = 3

// until asks until what is typed passes; somebody who is not at a terminal is
// asked once. An empty answer stands for what is set.
func (k *asker) until(ctx context.Context, q question, try func(typed string) error) error {
	for asked := 1; ; asked++ {
		typed, err := k.read(ctx, q)
		if err != nil {
			return err
		}
		err = try(typed)
		if err == nil || !terminal(k.app.stdin) || asked == maxAsked || ctx.Err() != nil {
			return err
		}
		k.app.complain("%v", err)
	}
}

// read reads a line. What may stand around a credential where it was copied
// from (quotation marks, the variable's name) is taken off.
func (k *asker) read(ctx context.Context, q question) (string, error) {
	line := ""
	if f, ok := k.app.stdin.(*os.File); ok && terminal(f) {
		keeps := ""
		if q.set {
			keeps = "; Enter keeps the one that is set"
		}
		fmt.Fprintf(k.app.stderr, "%s (it is not shown%s): ", q.prompt, keeps) //nolint:errcheck // there is nobody left to tell
		typed, err := k.app.readHidden(ctx, f)
		fmt.Fprintln(k.app.stderr) //nolint:errcheck // there is nobody left to tell
		if err != nil {
			return "", err
		}
		line = string(typed)
	} else {
		read, err := k.lines.ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return "", fmt.Errorf("standard input: %w", err)
		}
		line = read
	}
	line = strings.TrimPrefix(strings.TrimSpace(line), q.key+"=")
	return strings.Trim(line, `"'`), nil
}

// readHidden reads a line that the terminal does not show. Where ctx ends
// first, the terminal is put back as it was.
func (a *app) readHidden(ctx context.Context, f *os.File) ([]byte, error) {
	fd := int(f.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		return nil, fmt.Errorf("terminal: %w", err)
	}
	type result struct {
		typed []byte
		err   error
	}
	done := make(chan result, 1)
	go func() { // given up on when ctx ends, as in interruptible
		typed, err := term.ReadPassword(fd)
		done <- result{typed, err}
	}()
	select {
	case r := <-done:
		return r.typed, r.err
	case <-ctx.Done():
		return nil, errors.Join(ctx.Err(), term.Restore(fd, before))
	}
}

// noTokenFile refuses to write a credential beside the name of a file for it: of
// the two together, none would be read.
func (a *app) noTokenFile(keys ...string) error {
	values, err := readDotenv(dotenvFile)
	if err != nil {
		return err
	}
	for _, key := range keys {
		if file := cmp.Or(a.env(key+"_FILE"), values[key+"_FILE"]); file != "" {
			return fmt.Errorf("setup: %s_FILE is set: put it into %s, or unset it", key, name(file))
		}
	}
	return nil
}
