// Command feeds measures how feeds are read, on the corpora of feedparser,
// gofeed and feed-rs in the shared folder, and writes the section "Corpora" of
// docs/FEEDS.md:
//
//	go run ./internal/eval/feeds
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"dateline/feeds"
	"dateline/internal/eval/corpora"
)

func main() {
	if err := run(os.Args[1:], os.Getenv, os.Stdout, os.Stderr, time.Now()); err != nil {
		fmt.Fprintln(os.Stderr, "feeds:", err)
		os.Exit(1) //nolint:forbidigo // a command ends with its exit code
	}
}

func emptyDocument() *feeds.Document { return &feeds.Document{} }

// run measures, and writes the section.
func run(args []string, getenv func(string) string, stdout, stderr io.Writer, now time.Time) error {
	shared := getenv("DATELINE_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "shared")
	}
	flags := flag.NewFlagSet("feeds", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&shared, "shared", shared, "the folder with the corpora; default $DATELINE_SHARED")
	out := flags.String("out", filepath.Join("docs", "FEEDS.md"), "the file whose section is written, - for standard output")
	list := flags.Bool("wrong", false, "list what is wrong, and write nothing")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return nil
		}
		return err
	}
	var wrong io.Writer
	if *list {
		wrong = stdout
	}
	all, err := measureAll(filepath.Join(shared, "corpora"), wrong)
	if err != nil || *list {
		return err
	}
	return section(all, now).Write(*out, "Feeds", stdout)
}

// measureAll measures all corpora.
func measureAll(folder string, wrong io.Writer) ([]figures, error) {
	var all []figures
	files, err := corpora.ReadArchive(filepath.Join(folder, "feedparser.tar.xz"))
	if err != nil {
		return nil, err
	}
	for _, part := range []struct {
		folder string
		goal   int
	}{{"wellformed", 1740}, {"illformed", 17}, {"encoding", 77}, {"entities", 0}} {
		all = append(all, measure("feedparser "+part.folder, part.goal, feedparserCases(files, part.folder), wrong))
	}
	if files, err = corpora.ReadArchive(filepath.Join(folder, "gofeed.tar.xz")); err != nil {
		return nil, err
	}
	all = append(all, measure("gofeed", 0, gofeedCases(files), wrong))
	if files, err = corpora.ReadArchive(filepath.Join(folder, "feed-rs.tar.xz")); err != nil {
		return nil, err
	}
	last := measure("feed-rs", 0, feedRS(files), wrong)
	last.goal = last.documents // all of them
	return append(all, last), nil
}
