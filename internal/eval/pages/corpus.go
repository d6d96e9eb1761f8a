package main

import (
	"errors"
	"path"
	"slices"
	"strings"

	"dateline/internal/eval/corpora"
)

// page is one page of the corpus and the HTML of the article that is expected.
type page struct {
	name             string
	source, expected []byte
}

// readCorpus reads the pages of the archive, by name.
func readCorpus(archive string) ([]page, error) {
	files, err := corpora.ReadArchive(archive)
	if err != nil {
		return nil, err
	}
	found := map[string]*page{}
	for _, f := range files {
		name := path.Base(path.Dir(f.Name))
		if found[name] == nil {
			found[name] = &page{name: name}
		}
		switch path.Base(f.Name) {
		case "source.html":
			found[name].source = f.Data
		case "expected.html":
			found[name].expected = f.Data
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
