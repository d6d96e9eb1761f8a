package main

import (
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
	Files     []string `arg:"" optional:"" name:"file" help:"Files to digest, each one dispatch; '-' is standard input."`
	Format    string   `enum:"text,markdown,json" default:"text" help:"text, markdown or json."`
	Bullets   int      `placeholder:"N" help:"At most so many bullets (default: 3 to 5, by the length)."`
	JSONL     bool     `name:"jsonl" help:"Bulk: rows of JSON on standard input, a row each on standard output, in the same order."`
	Sentences int      `placeholder:"N" help:"With --jsonl: at most so many bullets a row."`
}

// Help is the rest of the help text.
func (digestCmd) Help() string {
	return `Evidence is given in bytes of the text: in --jsonl of the text as given, else of the file as UTF-8 with LF line ends.

Examples:

    bot digest story.txt
    bot digest --format markdown --bullets 3 *.txt
    bot digest --jsonl < rows.jsonl > digests.jsonl

A row is {"id": "1", "title": "...", "text": "..."}; a bad row gives a row with "error", and the exit code 1.`
}

// Validate refuses flags that do not go together.
func (c *digestCmd) Validate() error {
	switch {
	case c.Bullets < 0 || c.Sentences < 0:
		return errors.New("the number of bullets cannot be negative")
	case c.Sentences > 0 && !c.JSONL:
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
		bullets := c.Bullets
		if c.Sentences > 0 {
			bullets = c.Sentences
		}
		return a.digestRows(ctx, s, bullets)
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

// files digests each file; a bad one is told and left out.
func (c *digestCmd) files(ctx context.Context, a *app, s summarize.Summarizer, files []string) error {
	var failed error
	for i, path := range files {
		d, err := a.fileDispatch(ctx, path)
		if err == nil {
			err = c.file(ctx, a, s, path, d, i, len(files))
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
	g, err := s.Summarize(ctx, request(d, c.Bullets))
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

// fileDispatch makes a dispatch of a file, without storing it.
func (a *app) fileDispatch(ctx context.Context, path string) (news.Dispatch, error) {
	if scheme, _, ok := strings.Cut(path, "://"); ok && (scheme == "http" || scheme == "https") {
		return news.Dispatch{}, fmt.Errorf("%s: addresses are not read in this release: save the text and name the file", name(path))
	}
	f, err := a.open(ctx, path)
	if err != nil {
		return news.Dispatch{}, err
	}
	defer f.Close() //nolint:errcheck // read only
	if f.rows() {
		return news.Dispatch{}, fmt.Errorf("%s: rows of JSON, not a text: digest them with bot digest --jsonl < FILE", name(path))
	}
	text, charset, err := f.text()
	if err != nil {
		return news.Dispatch{}, err
	}
	if charset != "" {
		a.log.Info("not UTF-8: decoded", "file", path, "charset", charset)
	}
	d, err := news.NewDispatch(news.Raw{Text: text, Language: terms.Language(text)}, terminalScope(), news.OriginAsked, a.now())
	if err != nil {
		return news.Dispatch{}, badText(path, err)
	}
	return d, nil
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
