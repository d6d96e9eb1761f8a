package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"dateline/adapters/slack/slacktest"
)

// openPTY opens a terminal: who sits at it, and its line to a program.
func openPTY(t *testing.T) (person, line *os.File) {
	t.Helper()
	person, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = person.Close() })
	number, err := unix.IoctlGetInt(int(person.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	if err := unix.IoctlSetPointerInt(int(person.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	line, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = line.Close() })
	return person, line
}

// hidden waits until a terminal shows nothing of what is typed.
func hidden(t *testing.T, line *os.File) {
	t.Helper()
	late := time.After(time.Minute)
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		mode, err := unix.IoctlGetTermios(int(line.Fd()), unix.TCGETS)
		if err != nil {
			t.Fatal(err)
		}
		if mode.Lflag&unix.ECHO == 0 {
			return
		}
		select {
		case <-tick.C:
		case <-late:
			t.Fatal("the terminal shows what is typed")
		}
	}
}

// TestSetupSlackAtATerminal: what is typed is not shown, and who pastes the
// wrong one is asked again.
func TestSetupSlackAtATerminal(t *testing.T) {
	t.Parallel()
	n, _ := slackWorld(t, slackSocket, slacktest.Options{})
	for _, key := range []string{"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"} {
		delete(n.b.env, key)
	}
	person, line := openPTY(t)
	p := n.b.startWith(line, "setup", "slack")
	asked := ""
	for _, typed := range []struct{ prompt, what string }{
		{`SLACK_BOT_TOKEN \(it is not shown\): `, canaryApp}, {`that is an app-level token (?s:.*)SLACK_BOT_TOKEN \(it is not shown\): `, canaryBot},
		{`SLACK_APP_TOKEN \(it is not shown\): `, canaryApp},
	} {
		asked += "(?s:.*)" + typed.prompt
		p.logs(regexp.MustCompile(asked + "$"))
		hidden(t, line)
		if _, err := person.WriteString(typed.what + "\n"); err != nil {
			t.Fatal(err)
		}
	}
	if code := p.code(); code != exitDone {
		t.Errorf("bot setup slack ended with %d, want %d", code, exitDone)
	}
	p.hides()
	screen := int(person.Fd()) // which makes it wait for more, whenever it is asked for
	if err := unix.SetNonblock(screen, true); err != nil {
		t.Fatal(err)
	}
	shown := make([]byte, 4096)
	read, err := unix.Read(screen, shown)
	if err != nil && !errors.Is(err, unix.EAGAIN) {
		t.Error(err)
	}
	if bytes.Contains(shown[:max(read, 0)], []byte("CANARY")) {
		t.Errorf("the terminal shows %q, want nothing of what was typed", shown[:read])
	}
	if got := n.dotenv(); !strings.Contains(got, canaryBot) || !strings.Contains(got, canaryApp) {
		t.Errorf(".env = %q, want both tokens", got)
	}
}
