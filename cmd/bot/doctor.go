package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"strings"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/dustin/go-humanize/english"
)

// doctorCmd checks the configuration and the machine.
type doctorCmd struct {
	storeFlag
	Channel string `placeholder:"ID" help:"A channel of Discord's or Slack's, by its id: whether the bot may do there what it needs."`
}

// Help is the rest of the help text.
func (doctorCmd) Help() string {
	return `A line for each thing: ok, warn, or what to fix. It changes nothing and shows no credential. The exit code is 1 if there is something to fix.

Examples:

    bot doctor
    bot doctor --channel 1234567890`
}

// finding is the outcome of one check.
type finding struct {
	what string // the thing looked at
	ok   string // what is so, where nothing is to be done
	warn string // what the host should know of, and may be as it should
	err  error  // what is wrong, and what to do
}

// line is the finding as it is printed.
func (f finding) line() string {
	switch {
	case f.err != nil:
		return fmt.Sprintf("fix  %s: %v", f.what, f.err)
	case f.warn != "":
		return fmt.Sprintf("warn %s: %s", f.what, f.warn)
	}
	return fmt.Sprintf("ok   %s: %s", f.what, f.ok)
}

// enoughDisk is the room below which the doctor warns, in bytes.
const enoughDisk = 200 << 20

// Run does it.
func (c *doctorCmd) Run(ctx context.Context, a *app) error {
	configuration := finding{what: "configuration", ok: "valid", err: a.configure()}
	status, sources, _, err := a.look(ctx, c.Store)
	findings := []finding{
		configuration, a.checkDotenvMode(), a.checkPlatforms(), checkStore(status, err), a.checkDisk(c.Store),
		a.checkClock(), checkZoneData(), a.checkZone(), a.checkAllowed(), a.checkProxy(), a.checkSources(sources),
	}
	onDiscord, onSlack := channelOf(c.Channel)
	findings = append(append(findings, checkFolders(sources)...), a.checkDiscord(ctx, onDiscord)...)
	findings = append(findings, a.checkSlack(ctx, onSlack)...)
	failed := false
	for _, f := range findings {
		failed = failed || f.err != nil
		if _, err := fmt.Fprintln(a.out, printable(strings.ReplaceAll(f.line(), "\n", "; "))); err != nil {
			return err
		}
	}
	if failed {
		return errReported
	}
	return nil
}

// checkDotenvMode looks whether others can read secrets in .env.
func (a *app) checkDotenvMode() finding {
	f := finding{what: dotenvFile, ok: "not there, and not needed"}
	info, err := os.Stat(dotenvFile)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return f
	case err != nil:
		f.err = unreadable(dotenvFile, err)
		return f
	}
	f.ok = fmt.Sprintf("mode %04o", info.Mode().Perm())
	values, err := readDotenv(dotenvFile)
	if err != nil {
		f.ok = "see configuration"
		return f
	}
	if holdsSecret(values) && runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		f.err = fmt.Errorf("holds secrets and has mode %04o: chmod 600 %s", info.Mode().Perm(), dotenvFile)
	}
	return f
}

// holdsSecret reports whether one of the variables has a secret in it.
func holdsSecret(values map[string]string) bool {
	known := variables()
	for key, value := range values {
		if known[key] && value != "" && (key != "DATABASE_URL" || strings.Contains(value, "@")) {
			return true
		}
	}
	return false
}

func (a *app) checkPlatforms() finding {
	f := finding{what: "platforms", ok: "the terminal"}
	if on := a.config.platforms(); len(on) > 0 {
		f.ok = strings.Join(on, " and ")
		f.err = a.config.slackLacks()
	}
	return f
}

func checkStore(s storeStatus, err error) finding {
	f := finding{what: "store", err: err}
	switch {
	case err != nil:
	case !s.Exists:
		f.ok = name(s.File) + " is made when it is needed"
	case s.Sample:
		f.ok = name(s.File) + ", the sample alone"
	default:
		f.ok = fmt.Sprintf("%s, %s %s", name(s.File), humanize.Comma(int64(s.Dispatches)), english.PluralWord(s.Dispatches, "dispatch", ""))
	}
	return f
}

func (a *app) checkDisk(dsn string) finding {
	f := finding{what: "disk", ok: "room cannot be told here"}
	path, err := a.storePath(dsn)
	if err != nil {
		f.ok = "see store"
		return f
	}
	folder := existingFolder(path)
	if free, ok := freeBytes(folder); ok {
		f.ok = humanize.IBytes(uint64(max(free, 0))) + " free"
		if free < enoughDisk {
			f.err = fmt.Errorf("%s free in %s: make room for the store", humanize.IBytes(uint64(max(free, 0))), name(folder))
		}
	}
	return f
}

// checkClock looks whether the clock can be right: not before this release,
// and not a lifetime after it.
func (a *app) checkClock() finding {
	now := a.now()
	f := finding{what: "clock", ok: now.Format(time.RFC3339)}
	if now.Year() < 2026 || now.Year() > 2060 {
		f.err = fmt.Errorf("says %s: set the machine's time", now.Format(time.RFC3339))
	}
	return f
}

// checkZoneData looks whether summer time is known.
func checkZoneData() finding {
	f := finding{what: "time zone data", ok: "there"}
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		f.err = errors.New("not there: install the system's tzdata")
		return f
	}
	if _, offset := time.Date(2026, 7, 1, 12, 0, 0, 0, berlin).Zone(); offset != 2*60*60 {
		f.err = errors.New("out of date: update the system's tzdata")
	}
	return f
}

func (a *app) checkZone() finding {
	f := finding{what: "NEWS_ZONE", ok: a.config.zone.String()}
	_, f.err = loadZone(a.config.NewsZone)
	if a.config.NewsZone == "" {
		zone, _ := a.now().In(a.config.zone).Zone()
		f.ok = "not set: the machine's, " + zone
	}
	return f
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
