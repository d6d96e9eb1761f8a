package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"dateline/news"
)

// row is one dispatch in a line of JSONL.
type row struct {
	line    int
	id      json.RawMessage // as given; nil if there is none
	raw     news.Raw
	members members
}

// members are the members of a row's object. Their names count exactly as
// written, which decoding into a struct would not do.
type members map[string]json.RawMessage

// rowError is a row that cannot be taken.
type rowError struct {
	line int
	id   json.RawMessage
	err  error
}

func (e *rowError) Error() string { return fmt.Sprintf("line %d: %v", e.line, e.err) }

func (e *rowError) Unwrap() error { return e.err }

// parseRow reads one line: {"id","title","text","language"}; other members are
// left alone. The text is as given, and neither empty nor too long.
func parseRow(l line) (row, *rowError) {
	if l.cut {
		return row{}, &rowError{l.number, headID(l.data), news.ErrTooLong}
	}
	r := row{line: l.number}
	err := r.parse(l.data)
	if !utf8.Valid(l.data) {
		// Told before anything else: the decoder has put other bytes in their place.
		err = fmt.Errorf("not valid UTF-8 at byte %d of the line", firstInvalid(l.data))
	}
	if err != nil {
		return row{}, &rowError{r.line, r.id, err}
	}
	return r, nil
}

func (r *row) parse(data []byte) error {
	err := json.Unmarshal(data, &r.members)
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &syntax):
		return fmt.Errorf("not JSON: %w", err)
	case err != nil, r.members == nil:
		return errors.New(`not an object: a row is {"id": ..., "title": ..., "text": ...}`)
	}
	if r.id, err = rowID(r.members["id"]); err != nil {
		return err
	}
	if _, ok := r.members["text"]; !ok {
		return errors.New(`no "text"`)
	}
	err = errors.Join(r.members.read("title", &r.raw.Title), r.members.read("text", &r.raw.Text),
		r.members.read("language", &r.raw.Language))
	if err != nil {
		return err
	}
	_, err = news.CleanText(r.raw.Text)
	return err
}

// rowID checks that an id is a string or a number; null is none.
func rowID(raw json.RawMessage) (json.RawMessage, error) {
	if len(raw) == 0 || string(raw) == "null" || !utf8.Valid(raw) {
		return nil, nil
	}
	if c := raw[0]; c == '"' || c == '-' || c >= '0' && c <= '9' {
		return raw, nil
	}
	return nil, errors.New("id: neither a string nor a number")
}

// headID looks for the id in the head of a line that is too long.
func headID(head []byte) json.RawMessage {
	d := json.NewDecoder(bytes.NewReader(head))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil
	}
	for {
		key, err := d.Token()
		if err != nil {
			return nil
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil
		}
		if key == "id" {
			id, _ := rowID(value)
			return id
		}
	}
}

// read decodes the string member name; null and nothing leave it empty.
func (m members) read(name string, into *string) error {
	if err := readString(m[name], into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

func readString(raw json.RawMessage, into *string) error {
	switch {
	case len(raw) == 0 || string(raw) == "null":
		return nil
	case raw[0] != '"':
		return errors.New("not a string")
	}
	if escape := loneSurrogate(raw); escape != "" {
		return fmt.Errorf("%s is half a character", escape)
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return fmt.Errorf("string: %w", err)
	}
	return nil
}

// loneSurrogate finds a \u escape in a valid JSON string that is half of a
// pair without the other; the decoder would silently replace it.
func loneSurrogate(raw []byte) string {
	if !bytes.Contains(raw, []byte(`\u`)) {
		return ""
	}
	for i := 0; i < len(raw); i++ {
		if raw[i] != '\\' {
			continue
		}
		first := escaped(raw[i:])
		if !utf16.IsSurrogate(first) {
			i++ // past what is escaped, which may be a backslash
			continue
		}
		if utf16.DecodeRune(first, escaped(raw[i+6:])) == utf8.RuneError {
			return string(raw[i : i+6])
		}
		i += 11
	}
	return ""
}

// escaped is the code unit of the \uXXXX that raw begins with, else -1.
func escaped(raw []byte) rune {
	if len(raw) < 6 || raw[0] != '\\' || raw[1] != 'u' {
		return -1
	}
	unit, err := strconv.ParseUint(string(raw[2:6]), 16, 16)
	if err != nil {
		return -1
	}
	return rune(unit)
}

// fits refuses a text whose byte offsets would not be those of the text as
// given, because cleaning changes it.
func fits(text string) error {
	switch {
	case strings.HasPrefix(text, "\uFEFF"):
		return errors.New("text: begins with a byte order mark: offsets would not fit: remove it")
	case strings.IndexByte(text, 0) >= 0:
		return fmt.Errorf("text: NUL at byte %d: offsets would not fit: remove it", strings.IndexByte(text, 0))
	case strings.Contains(text, "\r\n"):
		return fmt.Errorf("text: CRLF at byte %d: offsets would not fit: use LF", strings.Index(text, "\r\n"))
	}
	return nil
}

// firstInvalid is the offset of the first byte that is not valid UTF-8.
func firstInvalid(content []byte) int {
	for at := 0; at < len(content); {
		r, size := utf8.DecodeRune(content[at:])
		if r == utf8.RuneError && size == 1 {
			return at
		}
		at += size
	}
	return len(content)
}
