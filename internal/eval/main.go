// Command eval measures Dateline's digests and what they are made with on the
// evaluation sets of the shared folder, beside baselines, and writes
// docs/QUALITY.md:
//
//	go run ./internal/eval
//
// With -sets it measures some sets only, and prints the report:
//
//	go run ./internal/eval -sets summary/cnndm_val,wire
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

	"dateline/summarize"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Getenv, time.Now(), os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "eval:", err)
		os.Exit(1) //nolint:forbidigo // a command ends with its exit code
	}
}

// evaluation is what the sections need.
type evaluation struct {
	root      string // of the project
	shared    string
	sets      []string // names of sets or of their folders; none for all
	seed      uint64
	resamples int
	systems   []system
	hooks     hooks
}

// options are the flags.
type options struct {
	shared, out, sets, sample, flagged string
	seed                               uint64
}

// run parses the flags, measures and writes the report.
func run(ctx context.Context, args []string, getenv func(string) string, now time.Time, stdout, stderr io.Writer) error {
	o, err := parseFlags(args, getenv, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	if o.sample != "" {
		return toFile(o.sample, stdout, func(w io.Writer) error { return writeSample(w, o.shared, o.seed) })
	}
	e := &evaluation{root: ".", shared: o.shared, seed: o.seed, resamples: 2000, systems: systems(summarize.New()), hooks: ourHooks()}
	if o.sets != "" {
		e.sets = strings.Split(o.sets, ",")
	}
	if o.flagged != "" {
		return toFile(o.flagged, stdout, func(w io.Writer) error { return e.writeFlagged(ctx, w) })
	}
	report, err := e.report(ctx, now)
	if err != nil {
		return err
	}
	return toFile(o.out, stdout, func(w io.Writer) error {
		_, err := io.WriteString(w, report)
		return err
	})
}

func parseFlags(args []string, getenv func(string) string, stderr io.Writer) (options, error) {
	var o options
	shared := getenv("DATELINE_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "shared")
	}
	flags := flag.NewFlagSet("eval", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&o.shared, "shared", shared, "the folder with the evaluation sets; default $DATELINE_SHARED")
	flags.StringVar(&o.out, "out", "", "the file to write, - for standard output; default docs/QUALITY.md, with -sets standard output")
	flags.StringVar(&o.sets, "sets", "", "measure these sets or folders of sets only, with commas between")
	flags.StringVar(&o.sample, "sample", "", "write the bullets to label by hand to this file, and measure nothing")
	flags.StringVar(&o.flagged, "flagged", "", "list in this file our bullets that the surface counter objects to, and write no report")
	flags.Uint64Var(&o.seed, "seed", 1, "the seed of all random draws")
	if err := flags.Parse(args); err != nil {
		return options{}, err
	}
	if o.out == "" {
		o.out = filepath.Join("docs", "QUALITY.md")
		if o.sets != "" {
			o.out = "-"
		}
	}
	return o, nil
}

func toFile(name string, stdout io.Writer, write func(io.Writer) error) error {
	if name == "-" {
		return write(stdout)
	}
	var b strings.Builder
	if err := write(&b); err != nil {
		return err
	}
	if err := os.WriteFile(name, []byte(b.String()), 0o644); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	return nil
}

// wants reports that a set is to be measured.
func (e *evaluation) wants(set string) bool {
	for _, s := range e.sets {
		if s == set || strings.HasPrefix(set, s+"/") {
			return true
		}
	}
	return len(e.sets) == 0
}

// part is one section and the sets that it needs any of.
type part struct {
	sets    []string
	section func(context.Context) (section, error)
}

func (e *evaluation) parts() []part {
	plainly := func(f func() (section, error)) func(context.Context) (section, error) {
		return func(context.Context) (section, error) { return f() }
	}
	return []part{
		{[]string{"summary/cnndm_val", "summary/realsumm", "summary/cnndm_bylines"}, e.summarySection},
		{[]string{"summary/cnndm_val", "summary/cnndm_bylines", setAgency, setReuters}, e.surfaceSection},
		{[]string{setSentences}, plainly(e.bordersSection)},
		{[]string{setReuters}, plainly(e.datelinesSection)},
		{[]string{setSpeakers}, plainly(e.speakersSection)},
		{[]string{setTopics}, plainly(e.topicsSection)},
		{[]string{"support/qags_cnndm", "support/qags_xsum", "support/rank19", "support/faithbench"}, plainly(e.supportSection)},
		{[]string{setChanges}, plainly(e.changesSection)},
		{[]string{setRepeats}, plainly(e.repeatsSection)},
	}
}

// report measures what is wanted and writes it down.
func (e *evaluation) report(ctx context.Context, now time.Time) (string, error) {
	var sections []section
	for _, p := range e.parts() {
		wanted := false
		for _, set := range p.sets {
			wanted = wanted || e.wants(set)
		}
		if !wanted {
			continue
		}
		s, err := p.section(ctx)
		if err != nil {
			return "", err
		}
		sections = append(sections, s)
	}
	if len(sections) == 0 {
		return "", fmt.Errorf("sets: none of %s is measured", strings.Join(e.sets, ", "))
	}
	return markdown(sections, e.preface(now)), nil
}

func (e *evaluation) preface(now time.Time) string {
	command := "go run ./internal/eval"
	if len(e.sets) > 0 {
		command += " -sets " + strings.Join(e.sets, ",")
	}
	return fmt.Sprintf(`# Quality

Written by `+"`%s`"+` (`+"`make eval`"+`) on %s; do not edit. Summarizer version %s. The sets are in the shared folder's `+"`data`"+` (development halves) and no part
of the project. Intervals of means are 95%% bootstrap intervals over %d resamples of the rows with seed %d, those of shares are Wilson's.
Speed is in PERFORMANCE.md.
`, command, now.UTC().Format("2006-01-02"), summarize.New().Version(), e.resamples, e.seed)
}
