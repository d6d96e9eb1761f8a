package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"runtime"
	"strings"
	"syscall"
	"time"

	"golang.org/x/term"
)

// The exit codes.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// errReported ends a command whose problems are already on stderr.
var errReported = errors.New("already reported")

// usageError is a command line that cannot be meant.
type usageError string

func (e usageError) Error() string { return string(e) }

// app is what every subcommand works with.
type app struct {
	getenv  func(string) (string, bool)
	stdin   io.Reader
	stdout  io.Writer     // as given; only a terminal chat writes to it directly
	out     *bufio.Writer // stdout for data; flushed when the command ends
	stderr  io.Writer
	now     func() time.Time
	workers int // how many dispatches are worked on at once

	config config
	log    *slog.Logger
}

// run is the whole program: it reads the command line, does what it says and
// gives the exit code. getenv works as [os.LookupEnv] does.
func run(ctx context.Context, args []string, getenv func(string) (string, bool), stdin io.Reader, stdout, stderr io.Writer) int {
	a := &app{
		getenv: getenv, stdin: stdin, stdout: stdout, stderr: stderr,
		out: bufio.NewWriterSize(stdout, 64<<10), now: time.Now, workers: runtime.GOMAXPROCS(0),
		log: slog.New(slog.NewTextHandler(stderr, nil)),
	}
	err := a.execute(ctx, args)
	if flushed := a.out.Flush(); err == nil {
		err = flushed
	}
	return a.finish(err)
}

// finish says what went wrong, in one line, and gives the exit code.
func (a *app) finish(err error) int {
	var usage usageError
	switch {
	case err == nil, errors.Is(err, syscall.EPIPE): // whoever read our output has had enough
		return exitDone
	case errors.Is(err, errReported):
		return exitFailed
	case errors.As(err, &usage):
		a.complain("bot: %v", usage)
		return exitUsage
	case errors.Is(err, context.Canceled):
		a.complain("bot: interrupted")
		return exitFailed
	}
	a.complain("bot: %v", err)
	return exitFailed
}

// complain writes one line to stderr; control characters of foreign text in
// it cannot reach the terminal.
func (a *app) complain(format string, args ...any) {
	fmt.Fprintln(a.stderr, printable(fmt.Sprintf(format, args...))) //nolint:errcheck // there is nobody left to tell
}

// printable replaces what could move a terminal's cursor or break a line in
// two; a line break of ours between two problems stays.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && (r < ' ' || r >= 0x7f && r <= 0x9f || r == '\u2028' || r == '\u2029' || r >= '\u202a' && r <= '\u202e') {
			return '\uFFFD'
		}
		return r
	}, s)
}

// name makes a file's name fit for one line.
func name(path string) string {
	if path == "-" {
		return "standard input"
	}
	return printable(strings.ReplaceAll(path, "\n", "\uFFFD"))
}

// terminal reports whether stream is a terminal.
func terminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// input is stdin for commands that read it to its end: a read that waits is
// given up when ctx ends.
func (a *app) input(ctx context.Context) io.Reader { return interruptible{ctx, a.stdin} }

// interruptible is a reader whose reads end with their context. A read that is
// given up on still waits in the background until the process ends: there is
// no portable way to wake it.
type interruptible struct {
	ctx context.Context //nolint:containedctx // io.Reader has no room for it
	r   io.Reader
}

func (i interruptible) Read(p []byte) (int, error) {
	type result struct {
		data []byte
		err  error
	}
	if err := i.ctx.Err(); err != nil {
		return 0, err
	}
	done := make(chan result, 1)
	go func() {
		buf := make([]byte, len(p)) // not p: the caller has it back once we give up
		n, err := i.r.Read(buf)
		done <- result{buf[:n], err}
	}()
	select {
	case r := <-done:
		return copy(p, r.data), r.err
	case <-i.ctx.Done():
		return 0, i.ctx.Err()
	}
}
