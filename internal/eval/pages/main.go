// Command pages measures how well the text of articles is found on web pages,
// on the corpus readability-pages of the shared folder, and writes the section
// "Pages" of docs/FEEDS.md:
//
//	go run ./internal/eval/pages
//
// It needs the program xz.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "pages:", err)
		os.Exit(1) //nolint:forbidigo // a command ends with its exit code
	}
}

// run measures, and writes the section.
func run(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) error {
	shared := getenv("DATELINE_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "shared")
	}
	flags := flag.NewFlagSet("pages", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&shared, "shared", shared, "the folder with the corpora; default $DATELINE_SHARED")
	out := flags.String("out", filepath.Join("docs", "FEEDS.md"), "the file whose section is written, - for standard output")
	worst := flags.Int("worst", 0, "list so many pages with the lowest figure, and write nothing")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return nil
		}
		return err
	}
	cases, err := readCorpus(ctx, filepath.Join(shared, "corpora", "readability-pages.tar.xz"))
	if err != nil {
		return err
	}
	results := make([]result, 0, 3)
	for _, r := range readers() {
		results = append(results, measure(r, cases, time.Now))
	}
	if *worst > 0 {
		return writeWorst(stdout, results[0], cases, *worst)
	}
	return writeSection(*out, stdout, section(results, cases))
}

// The marks between which the section stands in its file.
const (
	opening = "<!-- pages: written by go run ./internal/eval/pages -->\n"
	closing = "<!-- /pages -->\n"
)

// writeSection puts the section into the file, in place of the one that is there.
func writeSection(name string, stdout io.Writer, section string) error {
	section = opening + section + closing
	if name == "-" {
		_, err := io.WriteString(stdout, section)
		return err
	}
	old, err := os.ReadFile(name)
	if errors.Is(err, os.ErrNotExist) {
		old, err = []byte("# Feeds\n\n"), nil
	}
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	if err := os.WriteFile(name, []byte(replaceSection(string(old), section)), 0o644); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	return nil
}

// replaceSection puts the section where one stands already, else at the end.
func replaceSection(text, section string) string {
	before, rest, found := strings.Cut(text, opening)
	_, after, closed := strings.Cut(rest, closing)
	if !found || !closed {
		return strings.TrimRight(text, "\n") + "\n\n" + section
	}
	return before + section + after
}
