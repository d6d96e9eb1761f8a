package main

import (
	"errors"
	"strconv"
	"strings"
)

// assertion is one claim of a test of feedparser: that the value at a path is
// another. The tests are written in Python; only claims of this form are read.
type assertion struct {
	path []string // "entries", "0", "title"
	text string   // the value expected, if it is text
	time []int    // or if it is a time: year, month, day, hour, minute, second ...
}

var errForm = errors.New("a claim of another form")

// conjuncts splits an expression at its "and"s.
func conjuncts(expression string) []string {
	var parts []string
	quote, start := byte(0), 0
	for i := 0; i < len(expression); i++ {
		switch c := expression[i]; {
		case quote != 0 && c == '\\':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case strings.HasPrefix(expression[i:], " and "):
			parts = append(parts, expression[start:i])
			start = i + len(" and ")
			i = start - 1
		}
	}
	return append(parts, expression[start:])
}

// readAssertion reads one claim.
func readAssertion(s string) (assertion, error) {
	s = strings.TrimSpace(s)
	for strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")") {
		s = strings.TrimSpace(s[1 : len(s)-1])
	}
	path, rest, err := readPath(s)
	if err != nil {
		return assertion{}, err
	}
	value, ok := strings.CutPrefix(strings.TrimSpace(rest), "==")
	if !ok {
		return assertion{}, errForm
	}
	a := assertion{path: path}
	if value = strings.TrimSpace(value); strings.HasPrefix(value, "(") {
		a.time, err = readTuple(value)
	} else {
		a.text, err = readStrings(value)
	}
	return a, err
}

// readPath reads entries[0]['a'].b.
func readPath(s string) (path []string, rest string, err error) {
	end := strings.IndexAny(s, "[. ")
	if end <= 0 {
		return nil, s, errForm
	}
	path, rest = []string{s[:end]}, s[end:]
	for {
		switch {
		case strings.HasPrefix(rest, "["):
			inside, after, ok := strings.Cut(rest[1:], "]")
			if !ok {
				return nil, s, errForm
			}
			path, rest = append(path, strings.Trim(inside, `'"`)), after
		case strings.HasPrefix(rest, "."):
			end := strings.IndexAny(rest[1:], "[. =")
			if end <= 0 || strings.Contains(rest[:end+1], "(") {
				return nil, s, errForm
			}
			path, rest = append(path, rest[1:end+1]), rest[end+1:]
		default:
			return path, rest, nil
		}
	}
}

func readTuple(s string) ([]int, error) {
	var out []int
	for field := range strings.SplitSeq(strings.Trim(s, "() "), ",") {
		n, err := strconv.Atoi(strings.TrimSpace(field))
		if err != nil {
			return nil, errForm
		}
		out = append(out, n)
	}
	if len(out) < 6 {
		return nil, errForm
	}
	return out, nil
}

// readStrings reads 'a' + "b".
func readStrings(s string) (string, error) {
	var b strings.Builder
	for {
		value, rest, err := readString(s)
		if err != nil {
			return "", err
		}
		b.WriteString(value)
		if rest = strings.TrimSpace(rest); rest == "" {
			return b.String(), nil
		}
		rest, ok := strings.CutPrefix(rest, "+")
		if !ok {
			return "", errForm
		}
		s = strings.TrimSpace(rest)
	}
}

// readString reads one literal.
func readString(s string) (value, rest string, err error) {
	s = strings.TrimLeft(s, "uU")
	if s == "" || s[0] != '\'' && s[0] != '"' {
		return "", s, errForm
	}
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case s[0]:
			return b.String(), s[i+1:], nil
		case '\\':
			n, err := readEscape(&b, s[i+1:])
			if err != nil {
				return "", s, err
			}
			i += n
		default:
			b.WriteByte(s[i])
		}
	}
	return "", s, errForm
}

// readEscape writes what an escape stands for, and gives its length after the
// backslash.
func readEscape(b *strings.Builder, s string) (int, error) {
	if s == "" {
		return 0, errForm
	}
	figures := 0
	switch s[0] {
	case 'n':
		b.WriteByte('\n')
	case 't':
		b.WriteByte('\t')
	case 'r':
		b.WriteByte('\r')
	case '\\', '\'', '"':
		b.WriteByte(s[0])
	case 'x':
		figures = 2
	case 'u':
		figures = 4
	case 'U':
		figures = 8
	default:
		return 0, errForm
	}
	if figures == 0 {
		return 1, nil
	}
	if len(s) < 1+figures {
		return 0, errForm
	}
	n, err := strconv.ParseUint(s[1:1+figures], 16, 32)
	if err != nil {
		return 0, errForm
	}
	b.WriteRune(rune(n))
	return 1 + figures, nil
}
