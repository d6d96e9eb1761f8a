package main

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"testing"
	"time"

	"dateline/adapters/discord"
)

// asProgram has the tests' binary be the program itself: main and all.
const asProgram = "DATELINE_TEST_PROGRAM"

// TestMain runs the tests, or the program where a test starts it so.
func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		go func() { // the tests' process holds the other end: where it dies, so does this
			_, _ = io.Copy(io.Discard, os.NewFile(3, "tests"))
			os.Exit(exitFailed) //nolint:forbidigo // the process is the test's
		}()
		main()
		return
	}
	discord.SetVersion()
	m.Run()
}

// program is the program as a process of its own.
type program struct {
	t              testing.TB
	cmd            *exec.Cmd
	stdout, stderr lockedBuffer
	end            func() error // waits for it, once
}

// start starts the program in the box's folder, with the box's environment alone.
func (b *box) start(args ...string) *program {
	b.t.Helper()
	return b.startWith(nil, args...)
}

func (b *box) startWith(stdin io.Reader, args ...string) *program {
	b.t.Helper()
	p := &program{t: b.t}
	p.cmd = exec.CommandContext(b.t.Context(), b.bin, args...) //nolint:gosec // the tests' own binary, or one that they built
	p.cmd.Dir, p.cmd.Stdin, p.cmd.Stdout, p.cmd.Stderr = b.dir, stdin, &p.stdout, &p.stderr
	p.cmd.Env = []string{asProgram + "=1", "PATH=" + os.Getenv("PATH"), "LANG=en_US.UTF-8", "GORACE=" + os.Getenv("GORACE"),
		"GOCOVERDIR=" + b.t.TempDir()} // without it a program that counts coverage says so as its last line
	for key, value := range b.env {
		p.cmd.Env = append(p.cmd.Env, key+"="+value)
	}
	alive, held, err := os.Pipe()
	if err != nil {
		b.t.Fatal(err)
	}
	p.cmd.ExtraFiles = []*os.File{alive}
	err = p.cmd.Start()
	_ = alive.Close()
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { _ = held.Close() })
	p.end = sync.OnceValue(p.cmd.Wait)
	b.t.Cleanup(func() {
		_ = p.cmd.Process.Kill()
		_ = p.end()
		if b.t.Failed() {
			b.t.Logf("bot %q:\n%s%s", args, p.stdout.String(), p.stderr.String())
		}
	})
	return p
}

// terminate tells the program to end, as an operating system does, and gives
// its exit code.
func (p *program) terminate() int {
	p.t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		p.t.Fatal(err)
	}
	return p.code()
}

// code waits for the program's end and gives its exit code.
func (p *program) code() int {
	p.t.Helper()
	ended := make(chan error, 1)
	go func() { ended <- p.end() }()
	select {
	case err := <-ended:
		var exit *exec.ExitError
		switch {
		case err == nil:
			return 0
		case errors.As(err, &exit):
			return exit.ExitCode()
		}
		p.t.Fatal(err)
	case <-time.After(time.Minute):
		p.t.Fatal("the program does not end")
	}
	return -1
}
