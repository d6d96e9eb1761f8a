package corpora

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
)

// Section is a part of a report that a command writes, while the rest of the
// file is written by hand or by others.
type Section struct {
	Name    string // the word by which the section is found again
	Command string // what writes it, such as "go run ./internal/eval/feeds"
	Text    string // Markdown
}

// Write puts the section into the file, in place of the one that is there, or
// at the end; a file that is missing is made, with the title as its first
// line. Where the file is "-" the section goes to stdout.
func (s Section) Write(file, title string, stdout io.Writer) error {
	if file == "-" {
		_, err := io.WriteString(stdout, s.whole())
		return err
	}
	old, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		old, err = []byte("# "+title+"\n"), nil
	}
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	if err := os.WriteFile(file, []byte(s.replaceIn(string(old))), 0o644); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	return nil
}

func (s Section) opening() string {
	return "<!-- " + s.Name + ": written by " + s.Command + " -->\n"
}

func (s Section) closing() string { return "<!-- /" + s.Name + " -->\n" }

func (s Section) whole() string { return s.opening() + s.Text + s.closing() }

// replaceIn puts the section where one stands already, else at the end.
func (s Section) replaceIn(text string) string {
	before, rest, found := strings.Cut(text, s.opening())
	_, after, closed := strings.Cut(rest, s.closing())
	if !found || !closed {
		return strings.TrimRight(text, "\n") + "\n\n" + s.whole()
	}
	return before + s.whole() + after
}
