package formats

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"

	"golang.org/x/net/html/charset"

	"dateline/news"
)

// Bounds of a mail's structure.
const (
	maxMailDepth = 8   // parts inside of parts
	maxMailParts = 200 // of one mail
)

// readMail reads a mail: the subject is its title, the first part of plain text
// its text, or the first of HTML where there is none. A part that is a message
// of a teleprinter is read as such.
func readMail(data []byte) ([]Item, error) {
	m, err := mail.ReadMessage(bytes.NewReader(startOfMail(data)))
	if err != nil {
		return nil, fmt.Errorf("header: %w", err)
	}
	words := mime.WordDecoder{CharsetReader: charset.NewReaderLabel}
	decoded := func(name string) string {
		value := m.Header.Get(name)
		if text, err := words.DecodeHeader(value); err == nil {
			return text
		}
		return value
	}
	item := Item{
		ID: strings.Trim(m.Header.Get("Message-Id"), "<> \t"), Title: decoded("Subject"), Language: m.Header.Get("Content-Language"),
		Source: sender(m.Header.Get("From"), &words),
	}
	if at, err := m.Header.Date(); err == nil {
		item.Published = at.UTC()
	}
	var r mailReader
	if err := r.part(m.Header, m.Body, 0); err != nil {
		return nil, err
	}
	return item.withBody(anyOf(r.plain, r.html))
}

// startOfMail leaves out what may stand before the first field: empty lines and
// the separator of a mailbox file.
func startOfMail(data []byte) []byte {
	data = bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\uFEFF")), " \t\r\n")
	if bytes.HasPrefix(data, []byte("From ")) {
		if i := bytes.IndexByte(data, '\n'); i >= 0 {
			return data[i+1:]
		}
	}
	return data
}

// sender gives the name in a From field, or the host of its address.
func sender(from string, words *mime.WordDecoder) string {
	a, err := (&mail.AddressParser{WordDecoder: words}).Parse(from)
	if err != nil {
		return ""
	}
	_, host, _ := strings.Cut(a.Address, "@")
	return anyOf(a.Name, host)
}

// withBody gives the mail's items: itself, or the messages in it.
func (i *Item) withBody(text string) ([]Item, error) {
	if format := Sniff([]byte(text)); format == IPTC7901 || format == ANPA {
		items, err := readTeleprinter([]byte(text))
		for k := range items {
			mailed := *i
			if len(items) > 1 || items[k].ID != "" {
				mailed.ID = ""
			}
			items[k].fill(mailed)
		}
		return items, err
	}
	i.Text = text
	return []Item{*i}, nil
}

// mailReader looks for the text among the parts of a mail.
type mailReader struct {
	plain, html string
	parts       int
}

type header interface{ Get(name string) string }

func (r *mailReader) part(h header, body io.Reader, depth int) error {
	if r.parts++; r.parts > maxMailParts || depth > maxMailDepth {
		return errors.New("too many parts")
	}
	kind, params, err := mime.ParseMediaType(anyOf(h.Get("Content-Type"), "text/plain"))
	if err != nil && kind == "" {
		kind = "text/plain"
	}
	if disposition, _, _ := mime.ParseMediaType(h.Get("Content-Disposition")); disposition == "attachment" {
		return nil
	}
	switch {
	case strings.HasPrefix(kind, "multipart/") && params["boundary"] != "":
		return r.multipart(multipart.NewReader(body, params["boundary"]), depth)
	case kind == "text/plain" && r.plain == "", kind == "text/html" && r.html == "":
		text, err := partText(h, body, params["charset"])
		if err != nil {
			return fmt.Errorf("part of %s: %w", kind, err)
		}
		if kind == "text/html" {
			r.html, err = mailHTML(text)
			return err
		}
		r.plain = mailText(text, strings.EqualFold(params["format"], "flowed"))
	}
	return nil
}

func (r *mailReader) multipart(parts *multipart.Reader, depth int) error {
	for r.plain == "" {
		p, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("parts: %w", err)
		}
		if err := r.part(p.Header, p, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// partText undoes the transfer encoding and the character set.
func partText(h header, body io.Reader, set string) (string, error) {
	encoding := strings.ToLower(strings.TrimSpace(h.Get("Content-Transfer-Encoding")))
	switch encoding {
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	}
	data, err := io.ReadAll(io.LimitReader(body, news.MaxText))
	if err != nil {
		return "", fmt.Errorf("%s: %w", anyOf(encoding, "reading"), err)
	}
	return decode(data, set)
}

// mailText gives the text without the signature; lines that the sender's
// program has wrapped are joined again.
func mailText(text string, flowed bool) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	text = withoutSignature(text)
	if f := Sniff([]byte(text)); f == IPTC7901 || f == ANPA {
		return text
	}
	if flowed {
		text = strings.ReplaceAll(text, " \n", " ")
	}
	return linesText(text, false)
}

// maxSignature bounds a signature, in lines.
const maxSignature = 12

// withoutSignature cuts off what follows the line "-- ", whose space is often lost.
func withoutSignature(text string) string {
	at := max(strings.LastIndex(text, "\n-- \n"), strings.LastIndex(text, "\n--\n"))
	if at < 0 || strings.Count(strings.TrimSpace(text[at:]), "\n") > maxSignature {
		return text
	}
	return text[:at]
}

func mailHTML(text string) (string, error) {
	body, err := parseFragment(text)
	if err != nil {
		return "", err
	}
	p := prose{nested: true, tables: true}
	p.walk(body)
	p.flush()
	return joinBlocks(p.blocks, ""), nil
}
