package console

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"dateline/adapters/adapterstest"
)

// chatEnv makes the test program itself the chat in a terminal; its value is
// the history file.
const chatEnv = "CONSOLE_TEST_CHAT"

// TestChatInTerminal is no test of its own: it is the program that
// TestTerminal starts in a terminal.
func TestChatInTerminal(t *testing.T) {
	t.Parallel()
	history := os.Getenv(chatEnv)
	if history == "" {
		return
	}
	style, terminal := DetectStyle(os.Stdout, os.Getenv, false)
	tell(t, style, terminal)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	c := New(Options{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Style: style, Interactive: terminal,
		Width:   func() int { return Width(os.Stdout, os.Getenv) },
		History: history, Commands: []string{"latest", "topic"},
	})
	go func() {
		defer stop()
		if n, err := os.NewFile(3, "stop").Read(make([]byte, 1)); err == nil { // waits until the test closes its end
			t.Errorf("read %d bytes from the test, want none", n)
		}
	}()
	err := c.Run(ctx, &echo{})
	tell(t, "ended with", err)
}

func tell(t *testing.T, what ...any) {
	t.Helper()
	if _, err := fmt.Fprintln(os.Stdout, what...); err != nil {
		t.Error(err)
	}
}

// terminal is a program in a terminal of its own.
type terminal struct {
	t      *testing.T
	keys   *os.File // the terminal's other side
	screen *adapterstest.Screen
	stop   *os.File // closing it ends the chat
}

// openTerminal starts the chat in a new terminal of 50 columns.
func openTerminal(t *testing.T, history string, env ...string) *terminal {
	t.Helper()
	keys, line := openPTY(t)
	stopped, stop, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestChatInTerminal$")
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), chatEnv + "=" + history}, env...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr, cmd.ExtraFiles = line, line, line, []*os.File{stopped}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line.Close()
	stopped.Close()
	term := &terminal{t: t, keys: keys, screen: &adapterstest.Screen{}, stop: stop}
	read := make(chan struct{})
	go func() {
		defer close(read)
		io.Copy(term.screen, keys) //nolint:errcheck // ends with an error when the program ends
	}()
	t.Cleanup(func() {
		<-read     // the test's context has ended, and the program with it
		cmd.Wait() //nolint:errcheck // it was killed, or has said how it ended
		keys.Close()
		stop.Close()
	})
	return term
}

func openPTY(t *testing.T) (keys, line *os.File) {
	t.Helper()
	keys, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	fd := int(keys.Fd())
	number, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	if err := unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	if err := unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: 50}); err != nil {
		t.Fatal(err)
	}
	line, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	return keys, line
}

func (term *terminal) press(keys string) {
	term.t.Helper()
	if _, err := term.keys.WriteString(keys); err != nil {
		term.t.Fatal(err)
	}
}

// see waits for text on the screen and gives all of it.
func (term *terminal) see(text string) string {
	term.t.Helper()
	ctx, cancel := context.WithTimeout(term.t.Context(), 20*time.Second)
	defer cancel()
	seen, err := term.screen.Wait(ctx, func(seen string) bool {
		return strings.Contains(strings.ReplaceAll(seen, "\n", ""), text)
	})
	if err != nil {
		term.t.Fatalf("the terminal does not show %q but:\n%s", text, visible(seen))
	}
	return seen
}

func TestTerminal(t *testing.T) {
	t.Parallel()
	history := filepath.Join(t.TempDir(), "new", "history")
	term := openTerminal(t, history, "TERM=xterm")
	term.see("{true 50 false} true")
	term.see("<welcome>")
	term.see("> ")
	term.press("latset\x7f\x7f\x7fe\x7f\x7ftest one\r") // mistyped and mended
	term.see("<latest one>")
	term.press("top\tMinsk\r")
	term.see("<topic Minsk>")
	term.press("\x1b[A\x1b[A\x7f\x7f\x7ftwo\r") // two lines up
	term.see("<latest two>")
	term.press("digest\rone\rtwo\r.\r")
	term.see("<digest one")
	term.press("\x04")
	term.see("ended with <nil>")
	info, err := os.Stat(history)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("history file: %v, %v; want it for its owner alone", info, err)
	}
	kept, err := os.ReadFile(history)
	if want := "latest one\ntopic Minsk\nlatest two\ndigest\n"; err != nil || string(kept) != want {
		t.Errorf("history is %q, %v; want %q", kept, err, want)
	}

	again := openTerminal(t, history, "TERM=xterm", "NO_COLOR=1")
	again.see("{false 50 false} true")
	again.see("> ")
	again.press("\x1b[A\x1b[A\r")
	again.see("<latest two>")
	again.press("half a line")
	again.see("line") // from here on Ctrl-C is a key, before it is a signal
	again.press("\x03")
	again.see("ended with <nil>")
}

// TestTerminalEnds ends the chat from outside while it waits for a key.
func TestTerminalEnds(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"xterm", "dumb"} {
		term := openTerminal(t, filepath.Join(t.TempDir(), "history"), "TERM="+kind)
		term.see("> ")
		term.stop.Close()
		seen := term.see("ended with <nil>")
		if kind == "dumb" && strings.Contains(seen, "\x1b") {
			t.Errorf("a dumb terminal gets %q", seen)
		}
	}
}
