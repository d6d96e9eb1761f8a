package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// TestArchiveRuns makes the archive of this machine's system, unpacks it, and
// runs the program in it: without Go, it answers with the sample's digest.
func TestArchiveRuns(t *testing.T) {
	t.Chdir(filepath.Join("..", ".."))
	out := t.TempDir()
	if err := release(t.Context(), out, []target{{runtime.GOOS, runtime.GOARCH}}, "-buildvcs=false"); err != nil {
		t.Fatal(err)
	}
	name := "dateline-dev-" + runtime.GOOS + "-" + runtime.GOARCH + ".tar.gz"
	data, err := os.ReadFile(filepath.Join(out, name))
	if err != nil {
		t.Fatal(err)
	}
	sums, err := os.ReadFile(filepath.Join(out, "SHA256SUMS"))
	if want := fmt.Sprintf("%x  %s\n", sha256.Sum256(data), name); err != nil || string(sums) != want {
		t.Errorf("SHA256SUMS: got %q, %v, want %q", sums, err, want)
	}
	root := t.TempDir()
	names := unpack(t, data, root)
	for _, want := range append([]string{"bot"}, documents...) {
		if !slices.Contains(names, "dateline-dev/"+want) {
			t.Errorf("%s is not in the archive: %v", want, names)
		}
	}
	bot := exec.CommandContext(t.Context(), filepath.Join(root, "dateline-dev", "bot"), "chat", "latest") //nolint:gosec // the program under test
	bot.Dir, bot.Env = root, []string{"HOME=" + root, "NEWS_ZONE=UTC"}
	answer, err := bot.CombinedOutput()
	if err != nil || !strings.Contains(string(answer), "Sample, not current news") {
		t.Errorf("bot chat latest: got %q, %v", answer, err)
	}
}

// unpack gives the names of an archive's files, and puts them into a folder.
func unpack(t *testing.T, data []byte, root string) []string {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return names
		}
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, h.Name)
		at := filepath.Join(root, filepath.FromSlash(h.Name))
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(os.MkdirAll(filepath.Dir(at), 0o700), os.WriteFile(at, content, h.FileInfo().Mode())); err != nil {
			t.Fatal(err)
		}
	}
}

// TestZip holds the other kind of archive to the same files, names and rights.
func TestZip(t *testing.T) {
	t.Parallel()
	from := filepath.Join(t.TempDir(), "bot.exe")
	if err := os.WriteFile(from, []byte("a program"), 0o600); err != nil {
		t.Fatal(err)
	}
	p := packed{folder: "dateline-1.2.3", files: []file{{from, "bot.exe", 0o755}, {from, "docs/a.md", 0o644}}}
	var first, second bytes.Buffer
	if err := errors.Join(p.zip(&first), p.zip(&second)); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("two archives of the same files differ")
	}
	r, err := zip.NewReader(bytes.NewReader(first.Bytes()), int64(first.Len()))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range r.File {
		got = append(got, fmt.Sprint(f.Name, " ", f.Mode(), " ", f.UncompressedSize64))
	}
	if want := []string{"dateline-1.2.3/bot.exe -rwxr-xr-x 9", "dateline-1.2.3/docs/a.md -rw-r--r-- 9"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestWriteLeavesNoHalf says that an archive that lacks a file is not left.
func TestWriteLeavesNoHalf(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "a.tar.gz")
	p := packed{folder: "dateline", files: []file{{filepath.Join(t.TempDir(), "absent"), "bot", 0o755}}}
	if err := p.write(name, p.tar); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v, want that a file is missing", err)
	}
	if _, err := os.Stat(name); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("half an archive is left: %v", err)
	}
}
