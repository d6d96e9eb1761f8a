package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"regexp"

	"github.com/joho/godotenv"
)

// dotenvFile is the file of variables, in the working directory.
const dotenvFile = ".env"

// maxDotenv is the size in bytes that the file may have.
const maxDotenv = 1 << 20

// readDotenv reads a file of variables; where there is none, it gives none.
// An error names the file and the line, and never shows a value.
func readDotenv(path string) (map[string]string, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, unreadable(path, err)
	}
	defer f.Close() //nolint:errcheck // read only
	content, err := io.ReadAll(io.LimitReader(f, maxDotenv+1))
	if err != nil {
		return nil, unreadable(path, err)
	}
	if len(content) > maxDotenv {
		return nil, fmt.Errorf("%s: over %d MiB: it should hold a few lines NAME=value", path, maxDotenv>>20)
	}
	values, ok := parseDotenv(bytes.TrimPrefix(content, []byte("\uFEFF")))
	if !ok {
		return nil, fmt.Errorf("%s:%d: not a line NAME=value: correct it, or put # before it", path, brokenLine(content))
	}
	return values, nil
}

// variableName is what a variable may be called.
var variableName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.]*$`)

// parseDotenv reads the variables of content, and reports whether all of it
// makes sense. The library's own error is not used: it quotes what follows.
func parseDotenv(content []byte) (map[string]string, bool) {
	values, err := godotenv.UnmarshalBytes(content)
	if err != nil {
		return nil, false
	}
	for key := range values {
		if !variableName.MatchString(key) {
			return nil, false
		}
	}
	return values, true
}

// brokenLine finds the line where the first statement begins that cannot be
// read. A quoted value may run over several lines, so a statement is taken to
// end where it first makes sense.
func brokenLine(content []byte) int {
	start := 1
	var statement []byte
	number := 0
	for line := range bytes.Lines(bytes.TrimPrefix(content, []byte("\uFEFF"))) {
		number++
		statement = append(statement, line...)
		if _, ok := parseDotenv(statement); ok {
			statement, start = nil, number+1
		}
	}
	return min(start, max(number, 1))
}
