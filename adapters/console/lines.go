package console

import (
	"bufio"
	"errors"
	"io"

	"github.com/muesli/cancelreader"

	"dateline/news"
)

// open chooses how lines are read: edited in a terminal, else as they come.
func (c *Console) open() lineReader {
	if c.options.Interactive && !c.options.Style.Plain {
		return newEditor(c.options)
	}
	s := newStream(c.options.In)
	if c.options.Interactive {
		s.show = c.say
	}
	return s
}

// stream reads lines as they come; it never redraws anything.
type stream struct {
	in     *bufio.Reader
	cancel cancelreader.CancelReader // nil where a read cannot be interrupted
	show   func(prompt string) error // nil: no prompt
}

func newStream(in io.Reader) *stream {
	// A plain file cannot be waited for, and need not be: it never blocks.
	if cancel, err := cancelreader.NewReader(in); err == nil {
		return &stream{in: bufio.NewReaderSize(cancel, 1<<16), cancel: cancel}
	}
	return &stream{in: bufio.NewReaderSize(in, 1<<16)}
}

// Prompt gives the next line; errTooLong for one over news.MaxText bytes,
// which is read to its end without being kept.
func (s *stream) Prompt(prompt string) (string, error) {
	if s.show != nil {
		if err := s.show(prompt); err != nil {
			return "", err
		}
	}
	var line []byte
	tooLong := false
	for {
		part, err := s.in.ReadSlice('\n')
		ended := err == nil
		if ended {
			part = part[:len(part)-1]
		}
		if tooLong = tooLong || len(line)+len(part) > news.MaxText; !tooLong {
			line = append(line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, cancelreader.ErrCanceled):
			return "", io.EOF
		case err != nil && (!errors.Is(err, io.EOF) || len(line) == 0 && !tooLong):
			return "", err
		case tooLong:
			return "", errTooLong
		}
		return trimReturn(line), nil
	}
}

func trimReturn(line []byte) string {
	if n := len(line); n > 0 && line[n-1] == '\r' {
		line = line[:n-1]
	}
	return string(line)
}

// Remember does nothing: only an edited line has a history.
func (s *stream) Remember(string) {}

// Interrupt makes a waiting Prompt return.
func (s *stream) Interrupt() {
	if s.cancel != nil {
		s.cancel.Cancel()
	}
}

// Close frees what waiting needed; the input itself stays open.
func (s *stream) Close() error {
	if s.cancel == nil {
		return nil
	}
	return s.cancel.Close()
}
