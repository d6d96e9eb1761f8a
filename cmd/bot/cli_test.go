package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestHelpHasAnExample(t *testing.T) {
	t.Parallel()
	for _, command := range []string{
		"", "run", "chat", "digest", "import", "export", "store", "store migrate", "store backup", "store restore",
		"store check", "status", "doctor", "version",
	} {
		t.Run(command, func(t *testing.T) {
			t.Parallel()
			args := append(strings.Fields(command), "--help")
			newBox(t).run("", args...).ends(exitDone).quiet().says("Usage: bot", "Example", "bot "+command)
		})
	}
	newBox(t).run("", "help", "digest").ends(exitDone).says("Usage: bot digest")
}

func TestWrongUsage(t *testing.T) {
	t.Parallel()
	tests := []struct{ line, want string }{
		{"digset", `unknown command "digset", did you mean "digest"?`},
		{"latest", `did you mean "bot chat latest"?`},
		{"/news latest", `did you mean "bot chat /news latest"?`},
		{"frobnicate", `unknown command "frobnicate" (see bot --help)`},
		{"digest --formt json", `did you mean "--format"?`},
		{"digest --format xml", `--format must be one of`},
		{"digest --bullets=-1 x", "--bullets: -1 is out of range: use 1 to 1000"},
		{"digest --bullets 0 x", "--bullets: 0 is out of range"},
		{"digest --bullets 1001 x", "--bullets: 1001 is out of range"},
		{"digest --jsonl --sentences 0", "--sentences: 0 is out of range"},
		{"digest --jsonl --sentences 99999", "--sentences: 99999 is out of range"},
		{"digest --bullets many x", "--bullets"},
		{"digest --sentences 3 x", "--sentences goes with --jsonl"},
		{"digest --jsonl rows.jsonl", "from standard input"},
		{"digest --jsonl --format markdown", "leave --format out"},
		{"import", "<file>"},
		{"store", "migrate"},
		{"store bakcup x", `"backup"`},
		{"--frob", "unknown flag --frob"},
	}
	for _, tt := range tests {
		t.Run(tt.line, func(t *testing.T) {
			t.Parallel()
			got := newBox(t).run("", strings.Fields(tt.line)...).ends(exitUsage).oneLine().tells(tt.want)
			if got.stdout != "" {
				t.Errorf("stdout = %q, want nothing", got.stdout)
			}
		})
	}
}

func TestVersion(t *testing.T) {
	t.Parallel()
	newBox(t).run("", "version").ends(exitDone).quiet().says("dateline ", "commit ", "go1.")
	newBox(t).run("", "--version").ends(exitDone).says("dateline ")
}

func TestRunHasNothingToServe(t *testing.T) {
	t.Parallel()
	newBox(t).run("", "run").ends(exitFailed).oneLine().tells("nothing to serve", "bot chat")
	for _, key := range []string{"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"} {
		for _, args := range [][]string{{"run"}, {}, {"doctor"}} {
			b := newBox(t)
			b.env[key] = "not-CANARY!"
			got := b.run("", args...).ends(exitFailed)
			if all := got.stdout + got.stderr; !strings.Contains(all, key+": ") || strings.Contains(all, "CANARY") {
				t.Errorf("%s, bot %v: %s", key, args, all)
			}
		}
	}
}

// brokenPipe is a stdout whose reader has gone.
type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, syscall.EPIPE }

// fullDisk is a stdout that cannot be written to.
type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, syscall.ENOSPC }

func TestStdoutThatFails(t *testing.T) {
	t.Parallel()
	rows := strings.Repeat(`{"id":1,"text":"The ministry said on Monday that talks go on."}`+"\n", 3000)
	for _, args := range [][]string{{"chat", "latest"}, {"digest", "--jsonl"}, {"digest", "-"}, {"version"}} {
		for _, out := range []struct {
			io.Writer
			code, lines int
		}{{brokenPipe{}, exitDone, 0}, {fullDisk{}, exitFailed, 1}} {
			var stderr bytes.Buffer
			stdin := "The ministry said on Monday that talks go on."
			if args[len(args)-1] == "--jsonl" {
				stdin = rows
			}
			code := run(t.Context(), args, newBox(t).getenv, strings.NewReader(stdin), out, &stderr)
			if lines := strings.Count(stderr.String(), "\n"); code != out.code || lines != out.lines {
				t.Errorf("bot %v to %T: ended with %d, want %d; %d lines on stderr, want %d:\n%s",
					args, out.Writer, code, out.code, lines, out.lines, stderr.String())
			}
		}
	}
}

// silence is a stdin that says when it is being read, and gives nothing.
type silence struct{ reading, end chan struct{} }

func (s silence) Read([]byte) (int, error) {
	s.reading <- struct{}{}
	<-s.end
	return 0, io.EOF
}

// TestInterrupted ends the program while it waits for stdin.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"digest", "--jsonl"}, {"digest", "-"}, {"import", "-"}} {
		ctx, interrupt := context.WithCancel(t.Context())
		stdin := silence{make(chan struct{}), make(chan struct{})}
		done := make(chan int, 1)
		var stderr bytes.Buffer
		b := newBox(t)
		go func() { done <- run(ctx, args, b.getenv, stdin, io.Discard, &stderr) }()
		<-stdin.reading
		interrupt()
		select {
		case code := <-done:
			if code != exitFailed || !strings.Contains(stderr.String(), "interrupted") {
				t.Errorf("bot %v ended with %d, want %d, and %q", args, code, exitFailed, stderr.String())
			}
		case <-time.After(time.Minute):
			t.Fatalf("bot %v does not end", args)
		}
		close(stdin.end)
	}
}

func TestComplainKeepsTheTerminalSafe(t *testing.T) {
	t.Parallel()
	var stderr bytes.Buffer
	a := &app{stderr: &stderr, out: bufio.NewWriter(io.Discard)}
	a.finish(errors.New("bad \x1b[31mred\u009b \u202e name"))
	if got, want := stderr.String(), "bot: bad \uFFFD[31mred\uFFFD \uFFFD name\n"; got != want {
		t.Errorf("complaint = %q, want %q", got, want)
	}
	if got, want := name("a\nb"), "a\uFFFDb"; got != want {
		t.Errorf("name = %q, want %q", got, want)
	}
}
