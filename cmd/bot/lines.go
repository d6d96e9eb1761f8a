package main

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"slices"
)

// maxLine is the longest line that is read whole, in bytes: a text of
// [news.MaxText] with its escapes.
const maxLine = 4*(16<<20) + 64<<10

// headKept is how much of a longer line is kept, in bytes, to find its id in.
const headKept = 4 << 10

// line is one line of JSONL input.
type line struct {
	number int    // from 1
	data   []byte // without the line's end; only its head where it is cut
	cut    bool   // longer than the limit
}

// lineReader reads lines of any length and holds at most limit bytes of one.
type lineReader struct {
	r      *bufio.Reader
	limit  int
	number int
}

func newLineReader(r io.Reader, limit int) *lineReader {
	return &lineReader{r: bufio.NewReaderSize(r, 64<<10), limit: limit}
}

// next gives the next line that is not blank, or [io.EOF].
func (l *lineReader) next() (line, error) {
	for {
		data, cut, err := l.read()
		if err != nil {
			return line{}, err
		}
		l.number++
		if l.number == 1 {
			data = bytes.TrimPrefix(data, []byte("\uFEFF"))
		}
		if cut || len(bytes.TrimSpace(data)) > 0 {
			return line{l.number, data, cut}, nil
		}
	}
}

// read reads up to the end of a line. Past the limit it keeps the head alone.
func (l *lineReader) read() (data []byte, cut bool, err error) {
	for {
		chunk, err := l.r.ReadSlice('\n')
		ended := err == nil
		switch {
		case errors.Is(err, io.EOF) && (len(data) > 0 || len(chunk) > 0 || cut):
			ended = true
		case err != nil && !errors.Is(err, bufio.ErrBufferFull):
			return nil, false, err
		}
		chunk = bytes.TrimSuffix(chunk, []byte("\n"))
		switch {
		case cut: // skipped
		case len(data)+len(chunk) > l.limit:
			head := slices.Concat(data[:min(len(data), headKept)], chunk)
			data, cut = head[:min(len(head), headKept)], true
		default:
			data = append(data, chunk...)
		}
		if ended {
			return data, cut, nil
		}
	}
}
