package console

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/peterh/liner"
)

// maxRemembered is the longest line that the history keeps, in bytes: liner
// refuses a whole history file for one longer line.
const maxRemembered = 4000

// editor edits lines on the process's own terminal.
type editor struct {
	state     *liner.State
	history   string
	interrupt func()
	done      chan struct{}
}

func newEditor(o Options) *editor {
	e := &editor{state: liner.NewLiner(), history: o.History, done: make(chan struct{})}
	e.interrupt = sync.OnceFunc(func() { close(e.done) })
	e.state.SetCtrlCAborts(true)
	e.state.SetTabCompletionStyle(liner.TabPrints)
	commands := slices.Concat(o.Commands, []string{"exit"})
	e.state.SetCompleter(func(line string) []string { return complete(commands, line) })
	e.load()
	return e
}

// complete gives the lines that the one being typed can become: its first
// word, after an optional "/news", is a command.
func complete(commands []string, line string) []string {
	head, word := "", strings.TrimLeft(line, " ")
	if rest, ok := strings.CutPrefix(word, "/news "); ok {
		head, word = "/news ", strings.TrimLeft(rest, " ")
	}
	if word == "" || strings.Contains(word, " ") {
		return nil
	}
	var found []string
	for _, c := range commands {
		if strings.HasPrefix(c, strings.ToLower(word)) {
			found = append(found, head+c+" ")
		}
	}
	return found
}

// Prompt gives the next edited line.
func (e *editor) Prompt(prompt string) (string, error) {
	type answer struct {
		line string
		err  error
	}
	got := make(chan answer, 1)
	go func() {
		line, err := e.state.Prompt(prompt)
		got <- answer{line, err}
	}()
	select {
	case a := <-got:
		if errors.Is(a.err, liner.ErrPromptAborted) {
			return "", errAborted
		}
		return a.line, a.err
	case <-e.done:
		return "", io.EOF
	}
}

// Remember adds a line to the history.
func (e *editor) Remember(line string) {
	if len(line) <= maxRemembered && utf8.ValidString(line) {
		e.state.AppendHistory(line)
	}
}

// Interrupt makes a waiting Prompt return.
func (e *editor) Interrupt() { e.interrupt() }

// Close restores the terminal and writes the history.
func (e *editor) Close() error {
	err := e.state.Close()
	return errors.Join(err, e.save())
}

// load reads the history. One that is missing or unreadable is no reason not
// to chat: it starts empty.
func (e *editor) load() {
	if e.history == "" {
		return
	}
	f, err := os.Open(e.history)
	if err != nil {
		return
	}
	defer f.Close()        //nolint:errcheck // only read
	e.state.ReadHistory(f) //nolint:errcheck // what could be read is there
}

// save writes the history for its owner alone: it holds what they asked.
func (e *editor) save() error {
	if e.history == "" {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(e.history), 0o700); err != nil {
		return fmt.Errorf("history: %w", err)
	}
	f, err := os.OpenFile(e.history, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, fs.FileMode(0o600))
	if err != nil {
		return fmt.Errorf("history: %w", err)
	}
	_, err = e.state.WriteHistory(f)
	if err := errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("history: %w", err)
	}
	return nil
}
