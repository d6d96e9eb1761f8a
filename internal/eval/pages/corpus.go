package main

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path"
	"slices"
	"strings"
)

// page is one page of the corpus and the HTML of the article that is expected.
type page struct {
	name             string
	source, expected []byte
}

// readCorpus reads the pages of the archive, by name. It unpacks with the
// program xz, since the standard library does not.
func readCorpus(ctx context.Context, archive string) ([]page, error) {
	unpack := exec.CommandContext(ctx, "xz", "-dc", archive)
	var problem bytes.Buffer
	unpack.Stderr = &problem
	data, err := unpack.Output()
	if err != nil {
		return nil, fmt.Errorf("corpus: xz: %w: %s", err, strings.TrimSpace(problem.String()))
	}
	found := map[string]*page{}
	for files := tar.NewReader(bytes.NewReader(data)); ; {
		header, err := files.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("corpus: %w", err)
		}
		content, err := io.ReadAll(files)
		if err != nil {
			return nil, fmt.Errorf("corpus: %s: %w", header.Name, err)
		}
		name := path.Base(path.Dir(header.Name))
		if found[name] == nil {
			found[name] = &page{name: name}
		}
		switch path.Base(header.Name) {
		case "source.html":
			found[name].source = content
		case "expected.html":
			found[name].expected = content
		}
	}
	var pages []page
	for _, p := range found {
		if p.source != nil && p.expected != nil {
			pages = append(pages, *p)
		}
	}
	slices.SortFunc(pages, func(a, b page) int { return strings.Compare(a.name, b.name) })
	if len(pages) == 0 {
		return nil, errors.New("corpus: no page in it")
	}
	return pages, nil
}
