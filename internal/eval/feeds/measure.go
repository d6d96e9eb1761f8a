package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"dateline/feeds"
)

// expectation is that the value at a path of the document is another.
type expectation struct {
	path  []string
	value string
}

// testCase is one document of a corpus with what is expected of it.
type testCase struct {
	name, contentType, address string
	data                       []byte
	parsed                     bool // it is a feed, and is to be read
	items                      int  // it has so many, if over 0
	claims                     int  // what the corpus says of it
	expected                   []expectation
}

// figures counts, for one corpus.
type figures struct {
	name                     string
	goal                     int // documents that are to be read; 0 where no goal is set
	documents, parsed        int // that are feeds, and that were read
	refused, refusals        int // that are none, and that were refused
	claims, mapped, right    int
	withItems, itemsComplete int
}

// measure reads the documents of a corpus and compares.
func measure(name string, goal int, cases []testCase, wrong io.Writer) figures {
	f := figures{name: name, goal: goal}
	for _, c := range cases {
		doc, err := feeds.Parse(c.data, c.contentType, c.address)
		if !c.parsed {
			f.refusals++
			if err != nil {
				f.refused++
			} else {
				report(wrong, c, "read, though it is no feed")
			}
			continue
		}
		f.documents++
		f.claims += c.claims
		f.mapped += len(c.expected)
		if err != nil {
			report(wrong, c, err.Error())
			continue
		}
		f.parsed++
		f.compare(doc, c, wrong)
	}
	return f
}

func (f *figures) compare(doc *feeds.Document, c testCase, wrong io.Writer) {
	if c.items > 0 {
		f.withItems++
		if len(doc.Items)+doc.Dropped == c.items {
			f.itemsComplete++
		} else {
			report(wrong, c, fmt.Sprintf("%d items, not %d", len(doc.Items), c.items))
		}
	}
	for _, e := range c.expected {
		v, _ := lookUp(doc, e.path)
		if v.is(e.value) {
			f.right++
			continue
		}
		got := v.text
		if v.kind == kindTime {
			got = v.time.String()
		}
		report(wrong, c, fmt.Sprintf("%s: got %.100s, want %.100s", strings.Join(e.path, "."), strconv.Quote(got), strconv.Quote(e.value)))
	}
}

func report(w io.Writer, c testCase, what string) {
	if w != nil {
		_, _ = fmt.Fprintf(w, "%s: %s\n", c.name, what)
	}
}
