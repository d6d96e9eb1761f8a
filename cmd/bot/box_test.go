package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// box is a machine for one test: a database in a folder of its own, and an
// environment.
type box struct {
	t   testing.TB
	dir string
	env map[string]string
	bin string // what start starts: as a rule, the tests' own binary
}

func newBox(t testing.TB) *box {
	t.Helper()
	dir := t.TempDir()
	return &box{t, dir, map[string]string{"DATABASE_URL": "sqlite:" + filepath.Join(dir, "data", "dateline.db")}, os.Args[0]}
}

func (b *box) getenv(key string) (string, bool) { v, ok := b.env[key]; return v, ok }

// file writes a file and gives its path.
func (b *box) file(name, content string) string {
	b.t.Helper()
	path := filepath.Join(b.dir, name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		b.t.Fatal(err)
	}
	return path
}

// outcome is what a run of the program left.
type outcome struct {
	t              testing.TB
	args           []string
	code           int
	stdout, stderr string
}

// run starts the whole program.
func (b *box) run(stdin string, args ...string) outcome {
	b.t.Helper()
	return b.runWith(strings.NewReader(stdin), args...)
}

func (b *box) runWith(stdin io.Reader, args ...string) outcome {
	b.t.Helper()
	var stdout, stderr bytes.Buffer
	code := run(context.Background(), args, b.getenv, stdin, &stdout, &stderr)
	return outcome{b.t, args, code, stdout.String(), stderr.String()}
}

// ends checks the exit code.
func (o outcome) ends(code int) outcome {
	o.t.Helper()
	if o.code != code {
		o.t.Fatalf("bot %q ended with %d, want %d\nstdout: %s\nstderr: %s", o.args, o.code, code, o.stdout, o.stderr)
	}
	return o
}

// says checks that stdout holds each of the words.
func (o outcome) says(words ...string) outcome {
	o.t.Helper()
	for _, w := range words {
		if !strings.Contains(o.stdout, w) {
			o.t.Errorf("bot %q: stdout is without %q:\n%s", o.args, w, o.stdout)
		}
	}
	return o
}

// tells checks that stderr holds each of the words.
func (o outcome) tells(words ...string) outcome {
	o.t.Helper()
	for _, w := range words {
		if !strings.Contains(o.stderr, w) {
			o.t.Errorf("bot %q: stderr is without %q:\n%s", o.args, w, o.stderr)
		}
	}
	return o
}

// oneLine checks that stderr is one line.
func (o outcome) oneLine() outcome {
	o.t.Helper()
	if n := strings.Count(o.stderr, "\n"); n != 1 || !strings.HasSuffix(o.stderr, "\n") {
		o.t.Errorf("bot %q: stderr has %d lines, want one:\n%s", o.args, n, o.stderr)
	}
	return o
}

// quiet checks that stderr is empty.
func (o outcome) quiet() outcome {
	o.t.Helper()
	if o.stderr != "" {
		o.t.Errorf("bot %q: stderr = %q, want nothing", o.args, o.stderr)
	}
	return o
}
