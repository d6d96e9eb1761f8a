package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"dateline/news"
	"dateline/wire/formats"
)

// textFile is an opened file, of which nothing is consumed yet.
type textFile struct {
	path string
	size int64 // in bytes; -1 where it cannot be known before reading
	r    *bufio.Reader
	io.Closer
}

// sniffed is how much of a file is looked at to tell what it is, in bytes.
const sniffed = 4 << 10

// rows reports whether the file holds rows of JSON: its name says so, or it
// begins as an object does that is no news object of ninjs.
func (f *textFile) rows() bool {
	if ext := strings.ToLower(filepath.Ext(f.path)); ext == ".jsonl" || ext == ".ndjson" {
		return true
	}
	head, _ := f.r.Peek(sniffed) // reading on gives the same error
	head = bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\uFEFF")))
	rest, ok := bytes.CutPrefix(head, []byte("{"))
	rest = bytes.TrimSpace(rest)
	return ok && len(rest) > 0 && (rest[0] == '"' || rest[0] == '}') && formats.Sniff(head) != formats.Ninjs
}

// dispatches reads what is in the file: one text, or the items of a wire
// format. Where the format does not say its character set and it is not UTF-8,
// it gives the name of the one that was found. An error is one line: the path,
// what is wrong, what to do.
func (f *textFile) dispatches() (found []news.Raw, charset string, err error) {
	if f.size > news.MaxText {
		return nil, "", tooLong(f.path)
	}
	content, err := io.ReadAll(io.LimitReader(f.r, news.MaxText+1))
	if err != nil {
		return nil, "", unreadable(f.path, err)
	}
	if !formats.Sniff(content).SaysCharset() || len(content) > news.MaxText {
		text, set, err := decodeText(f.path, content)
		if err != nil {
			return nil, "", err
		}
		content, charset = []byte(text), set
	}
	items, err := formats.Read(name(f.path), content)
	for _, i := range items {
		found = append(found, news.Raw{
			ID: i.ID, Source: i.Source, URL: i.URL, Language: i.Language, Title: i.Title, Text: i.WithDateline(), Published: i.Published,
		})
	}
	return found, charset, err
}

// open opens a file for reading; "-" is stdin.
func (a *app) open(ctx context.Context, path string) (*textFile, error) {
	if path == "-" {
		return &textFile{path, -1, bufio.NewReader(a.input(ctx)), io.NopCloser(nil)}, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	info, err := f.Stat()
	switch {
	case err != nil:
		err = unreadable(path, err)
	case info.IsDir():
		err = fmt.Errorf("%s: a directory: name the files in it", name(path))
	case !info.Mode().IsRegular():
		return &textFile{path, -1, bufio.NewReader(interruptible{ctx, f}), f}, nil
	}
	if err != nil {
		f.Close() //nolint:errcheck // nothing was read
		return nil, err
	}
	return &textFile{path, info.Size(), bufio.NewReader(f), f}, nil
}

// decodeText gives the text of a file's content.
func decodeText(path string, content []byte) (text, charset string, err error) {
	text, charset, err = formats.PlainText(content)
	if err != nil {
		return "", "", fmt.Errorf("%s: %w", name(path), err)
	}
	return text, charset, nil
}

// badText puts an error of [news.NewDispatch] into one line.
func badText(path string, err error) error {
	switch {
	case errors.Is(err, news.ErrEmptyText):
		return emptyText(path)
	case errors.Is(err, news.ErrTooLong):
		return tooLong(path)
	}
	return fmt.Errorf("%s: %w: save it as UTF-8", name(path), err)
}

func emptyText(path string) error {
	return fmt.Errorf("%s: empty: give the text of a dispatch", name(path))
}

func tooLong(path string) error {
	return fmt.Errorf("%s: over %d MiB: split it", name(path), news.MaxText>>20)
}

// unreadable says in one line why a file cannot be read.
func unreadable(path string, err error) error {
	switch {
	case errors.Is(err, context.Canceled):
		return err
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return fmt.Errorf("%s: no such file: check the name", name(path))
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%s: permission denied: make it readable for this user", name(path))
	case errors.Is(err, syscall.EISDIR):
		return fmt.Errorf("%s: a directory: name a file", name(path))
	}
	var inner *fs.PathError
	if errors.As(err, &inner) {
		err = inner.Err
	}
	return fmt.Errorf("%s: cannot be read: %w", name(path), err)
}
