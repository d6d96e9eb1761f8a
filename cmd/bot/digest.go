package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"dateline/adapters"
	"dateline/adapters/console"
	"dateline/desk"
	"dateline/news"
	"dateline/summarize"
	"dateline/terms"
)

// digestCmd digests files, or rows of JSON in bulk. It stores nothing.
type digestCmd struct {
	Files     []string `arg:"" optional:"" name:"file" help:"Files to digest, texts or wire formats, or addresses of web pages; '-' is standard input."`
	Format    string   `enum:"text,markdown,json" default:"text" help:"text, markdown or json."`
	Bullets   *int     `placeholder:"N" help:"At most so many bullets (default: 3 to 5, by the length)."`
	JSONL     bool     `name:"jsonl" help:"Bulk: rows of JSON on standard input, a row each on standard output, in the same order."`
	Sentences *int     `placeholder:"N" help:"With --jsonl: at most so many bullets a row."`
}

// Help is the rest of the help text.
func (digestCmd) Help() string {
	return `Evidence is given in bytes of the text: in --jsonl of the text as given, else of the file as UTF-8 with LF line ends,
or of the text in it where it is NewsML, NITF, ninjs, IPTC 7901, ANPA-1312, mail or HTML; its second item is FILE#2.

Examples:

    bot digest story.txt
    bot digest https://example.org/story.html
    bot digest --format markdown --bullets 3 *.txt
    bot digest --jsonl < rows.jsonl > digests.jsonl

A row is {"id": "1", "title": "...", "text": "..."}; a bad row gives a row with "error", and the exit code 1.`
}

// maxBullets is the largest number of bullets that may be asked for.
const maxBullets = 1000

// checkBullets refuses a number that no digest can have; nil is none given.
func checkBullets(flag string, n *int) error {
	if n != nil && (*n < 1 || *n > maxBullets) {
		return fmt.Errorf("%s: %d is out of range: use 1 to %d", flag, *n, maxBullets)
	}
	return nil
}

// Validate refuses flags that do not go together.
func (c *digestCmd) Validate() error {
	if err := cmp.Or(checkBullets("--bullets", c.Bullets), checkBullets("--sentences", c.Sentences)); err != nil {
		return err
	}
	switch {
	case c.Sentences != nil && !c.JSONL:
		return errors.New("--sentences goes with --jsonl; else use --bullets")
	case c.JSONL && len(c.Files) > 0 && (len(c.Files) > 1 || c.Files[0] != "-"):
		return errors.New("--jsonl reads rows from standard input: give them with < FILE")
	case c.JSONL && c.Format == "markdown":
		return errors.New("--jsonl writes rows of JSON: leave --format out")
	}
	return nil
}

// Run does it.
func (c *digestCmd) Run(ctx context.Context, a *app) error {
	if err := a.configure(); err != nil {
		return err
	}
	s := summarize.New()
	if c.JSONL {
		return a.digestRows(ctx, s, firstOf(c.Sentences, c.Bullets))
	}
	files := c.Files
	if len(files) == 0 {
		if terminal(a.stdin) {
			return usageError("nothing to digest: name a file, or '-' for standard input (see bot digest --help)")
		}
		files = []string{"-"}
	}
	return c.files(ctx, a, s, files)
}

// firstOf gives the first of the numbers that is set, 0 where none is.
func firstOf(numbers ...*int) int {
	for _, n := range numbers {
		if n != nil {
			return *n
		}
	}
	return 0
}

// files digests each file; a bad one is told and left out.
func (c *digestCmd) files(ctx context.Context, a *app, s summarize.Summarizer, files []string) error {
	var failed error
	shown := 0
	for _, path := range files {
		dispatches, err := a.fileDispatches(ctx, path)
		for k, d := range dispatches {
			if err == nil {
				err = c.file(ctx, a, s, itemName(path, k), d, shown, max(len(files), len(dispatches)))
				shown++
			}
		}
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.As(err, new(writeError)):
			return err
		case err != nil:
			a.complain("%v", err)
			failed = errReported
		}
	}
	return failed
}

// writeError is output that could not be written: no use to go on.
type writeError struct{ err error }

func (e writeError) Error() string { return "output: " + e.err.Error() }

func (e writeError) Unwrap() error { return e.err }

// file digests one dispatch, the i-th of n, and writes the digest.
func (c *digestCmd) file(ctx context.Context, a *app, s summarize.Summarizer, path string, d news.Dispatch, i, n int) error {
	g, err := s.Summarize(ctx, request(d, firstOf(c.Bullets)))
	if err != nil {
		return fmt.Errorf("%s: %w", name(path), err)
	}
	if len(g.Bullets) == 0 {
		a.complain("%s: %s", name(path), reason(g))
	}
	if err := c.write(a, path, d, g, i, n); err != nil {
		return writeError{err}
	}
	return nil
}

// reason says why a digest has no bullets.
func reason(g news.Digest) string {
	if g.Reason == "" {
		return "nothing to digest"
	}
	return g.Reason
}

func (c *digestCmd) write(a *app, path string, d news.Dispatch, g news.Digest, i, n int) error {
	if c.Format == "json" {
		id, err := json.Marshal(path)
		if err != nil {
			return fmt.Errorf("file name: %w", err)
		}
		data, err := jsonLine(digestRow{id, shapeOf(g)})
		if err != nil {
			return err
		}
		_, err = a.out.Write(data)
		return err
	}
	reply := desk.DigestReply(a.language(), d, g)
	if n > 1 {
		head := adapters.Block{Kind: adapters.BlockText, Text: name(path)}
		reply.Blocks = append([]adapters.Block{head}, reply.Blocks...)
	}
	if i > 0 {
		if _, err := a.out.WriteString("\n"); err != nil {
			return err
		}
	}
	if c.Format == "markdown" {
		return renderMarkdown(a.out, reply)
	}
	return console.Render(a.out, reply, a.style())
}

// itemName names the k-th dispatch of a file, from 0.
func itemName(path string, k int) string {
	if strings.Contains(path, "://") {
		path = shown(path)
	}
	if k == 0 {
		return path
	}
	return fmt.Sprintf("%s#%d", path, k+1)
}

// fileDispatches makes dispatches of what is in a file, without storing them.
func (a *app) fileDispatches(ctx context.Context, path string) ([]news.Dispatch, error) {
	if scheme, _, ok := strings.Cut(path, "://"); ok && (strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https")) {
		return a.pageDispatch(ctx, path)
	}
	f, err := a.open(ctx, path)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // read only
	if f.rows() {
		return nil, fmt.Errorf("%s: rows of JSON, not a text: digest them with bot digest --jsonl < FILE", name(path))
	}
	found, charset, err := f.dispatches()
	if err != nil {
		return nil, err
	}
	if charset != "" {
		a.log.Info("not UTF-8: decoded", "file", path, "charset", charset)
	}
	dispatches := make([]news.Dispatch, len(found))
	for k, raw := range found {
		if raw.Language == "" {
			raw.Language = terms.Language(raw.Text)
		}
		if dispatches[k], err = news.NewDispatch(raw, terminalScope(), news.OriginAsked, a.now()); err != nil {
			return nil, badText(path, err)
		}
	}
	return dispatches, nil
}

// request asks for a digest of a dispatch with at most so many bullets.
func request(d news.Dispatch, bullets int) summarize.Request {
	return summarize.Request{
		Dispatch: d.ID, Revision: d.Revision.ID, Title: d.Revision.Title, Text: d.Revision.Text,
		Language: d.Language, Bullets: bullets,
	}
}

// style is how text goes to stdout: with colour on a terminal alone.
func (a *app) style() console.Style {
	if f, ok := a.stdout.(*os.File); ok {
		style, _ := console.DetectStyle(f, a.env, false)
		return style
	}
	return console.Style{}
}
