// Command release builds the archives that people run Dateline from without having
// Go: one for each system and processor, with the program and its documents,
// and a list of their SHA-256 sums. It is run as `make release`.
//
// It fails outside of a Git clone, since a release says what it was built from.
// An archive depends on the commit and on the version of Go alone: paths of
// the building machine are left out, and all times are the commit's.
package main

import (
	"context"
	"crypto/sha256"
	"debug/buildinfo"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"
)

// target is a system and a processor by Go's names.
type target struct{ system, processor string }

var targets = []target{
	{"linux", "amd64"}, {"linux", "arm64"},
	{"darwin", "amd64"}, {"darwin", "arm64"},
	{"windows", "amd64"}, {"windows", "arm64"},
}

// documents are what a reader of an archive needs beside the program.
var documents = []string{
	"README.md", "CHANGELOG.md", "LICENSE", ".env.example",
	"docs/FEEDS.md", "docs/PERFORMANCE.md", "docs/QUALITY.md", "docs/WEIGHTS.md", "docs/digest.png", "docs/discord.svg",
}

func main() {
	out := flag.String("out", "dist", "folder for the archives")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := release(ctx, *out, targets, "-buildvcs=true", "-trimpath", "-ldflags=-s -w")
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1) //nolint:forbidigo // a command ends with its exit code
	}
}

// release makes the archives of the module in the working folder.
func release(ctx context.Context, out string, targets []target, flags ...string) error {
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	scratch, err := os.MkdirTemp("", "dateline-release-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch) //nolint:errcheck // what stays in the temporary folder harms nothing
	var sums strings.Builder
	for _, t := range targets {
		made, err := archive(ctx, t, scratch, out, flags)
		if err != nil {
			return fmt.Errorf("%s/%s: %w", t.system, t.processor, err)
		}
		data, err := os.ReadFile(made) //nolint:gosec // an archive that was just made
		if err != nil {
			return err
		}
		fmt.Fprintf(&sums, "%x  %s\n", sha256.Sum256(data), filepath.Base(made))
		_, _ = fmt.Fprintln(os.Stdout, made)
	}
	return os.WriteFile(filepath.Join(out, "SHA256SUMS"), []byte(sums.String()), 0o644) //nolint:gosec // it is published
}

// archive builds the program for a target and packs it; it gives the path of
// the archive.
func archive(ctx context.Context, t target, scratch, out string, flags []string) (string, error) {
	program := filepath.Join(scratch, t.system+"-"+t.processor, "bot")
	if t.system == "windows" {
		program += ".exe"
	}
	args := append([]string{"build", "-o", program}, flags...)
	build := exec.CommandContext(ctx, "go", append(args, "./cmd/bot")...) //nolint:gosec // the flags are ours
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+t.system, "GOARCH="+t.processor)
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return "", fmt.Errorf("go build: %w", err)
	}
	info, err := buildinfo.ReadFile(program)
	if err != nil {
		return "", err
	}
	p := packed{folder: "dateline-" + version(info), at: committed(info)}
	p.files = append(p.files, file{path: program, name: filepath.Base(program), mode: 0o755})
	for _, d := range documents {
		p.files = append(p.files, file{path: filepath.FromSlash(d), name: d, mode: 0o644})
	}
	name := filepath.Join(out, p.folder+"-"+t.system+"-"+t.processor)
	if t.system == "windows" {
		return name + ".zip", p.write(name+".zip", p.zip)
	}
	return name + ".tar.gz", p.write(name+".tar.gz", p.tar)
}

// version is what Go stamped into a program from the tags of the commit, or
// "dev" for a build that has no version control beside it.
func version(info *debug.BuildInfo) string {
	if v, ok := strings.CutPrefix(info.Main.Version, "v"); ok {
		return v
	}
	return "dev"
}

// committed is the time of the commit that a program was built from, or the
// least time that both kinds of archive can hold.
func committed(info *debug.BuildInfo) time.Time {
	for _, s := range info.Settings {
		if s.Key != "vcs.time" {
			continue
		}
		if at, err := time.Parse(time.RFC3339, s.Value); err == nil {
			return at.UTC()
		}
	}
	return time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)
}
