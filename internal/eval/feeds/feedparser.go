package main

import (
	"bytes"
	"fmt"
	"net/url"
	"path"
	"strings"

	"dateline/feeds"
	"dateline/internal/eval/corpora"
)

// feedparserCases gives the cases of one folder of feedparser's tests.
func feedparserCases(files []corpora.File, folder string) []testCase {
	var cases []testCase
	for _, f := range files {
		if strings.Contains(f.Name, "/tests/"+folder+"/") && strings.HasSuffix(f.Name, ".xml") {
			cases = append(cases, feedparserCase(f))
		}
	}
	return cases
}

// feedparserCase reads the comment at the beginning of a test. It is in ASCII,
// whatever the width of its characters.
func feedparserCase(f corpora.File) testCase {
	head := bytes.ReplaceAll(f.Data[:min(len(f.Data), 16<<10)], []byte{0}, nil)
	c := testCase{name: f.Name, data: f.Data, address: "http://127.0.0.1:8097/tests/" + path.Base(f.Name), parsed: true}
	for line := range bytes.Lines(head) {
		name, rest, _ := strings.Cut(strings.TrimSpace(string(line)), ":")
		rest = strings.TrimSpace(rest)
		switch name {
		case "Header":
			header, content, _ := strings.Cut(rest, ":")
			switch strings.ToLower(header) {
			case "content-type":
				c.contentType = strings.TrimSpace(content)
			case "content-location":
				c.address = resolve(c.address, strings.TrimSpace(content))
			}
		case "Expect":
			c.expect(rest)
			return c
		}
	}
	return c
}

// expect takes over the claims of an expression that can be compared.
func (c *testCase) expect(expression string) {
	if strings.Contains(expression, " or ") {
		return
	}
	for _, part := range conjuncts(expression) {
		switch strings.TrimSpace(part) {
		case "bozo", "not bozo", "1":
			continue
		}
		c.claims++
		a, err := readAssertion(part)
		if err != nil {
			continue
		}
		expected := a.text
		if a.time != nil {
			expected = fmt.Sprintf("%04d-%02d-%02dT%02d:%02d:%02dZ", a.time[0], a.time[1], a.time[2], a.time[3], a.time[4], a.time[5])
		}
		if v, ok := lookUp(&feeds.Document{}, a.path); ok && v.applies(expected) && (v.kind == kindTime) == (a.time != nil) {
			c.expected = append(c.expected, expectation{a.path, expected})
		}
	}
}

// resolve gives the address that a link on a page leads to.
func resolve(page, link string) string {
	base, err := url.Parse(page)
	if err != nil {
		return page
	}
	u, err := base.Parse(link)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return page
	}
	return u.String()
}
