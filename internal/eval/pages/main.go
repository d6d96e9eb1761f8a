// Command pages measures how well the text of articles is found on web pages,
// on the corpus readability-pages of the shared folder, and writes the section
// "Pages" of docs/FEEDS.md:
//
//	go run ./internal/eval/pages
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"dateline/internal/eval/corpora"
)

func main() {
	if err := run(os.Args[1:], os.Getenv, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "pages:", err)
		os.Exit(1) //nolint:forbidigo // a command ends with its exit code
	}
}

// run measures, and writes the section.
func run(args []string, getenv func(string) string, stdout, stderr io.Writer) error {
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
	cases, err := readCorpus(filepath.Join(shared, "corpora", "readability-pages.tar.xz"))
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
	return corpora.Section{Name: "pages", Command: "go run ./internal/eval/pages", Text: section(results, cases)}.Write(*out, "Feeds", stdout)
}
