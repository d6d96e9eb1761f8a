package main

import (
	"encoding/json"
	"fmt"
	"path"
	"strconv"
	"strings"
	"time"

	"dateline/internal/eval/corpora"
)

// pairs gives the cases of a corpus that has what is expected of each document
// in a file of JSON beside it.
func pairs(files []corpora.File, expectedName func(string) []string, read func(*testCase, map[string]any)) []testCase {
	byName := map[string][]byte{}
	for _, f := range files {
		byName[f.Name] = f.Data
	}
	var cases []testCase
	for _, f := range files {
		if isExpectation(f.Name) || path.Ext(f.Name) != ".xml" && path.Ext(f.Name) != ".json" {
			continue
		}
		// What is in the folder xml of feed-rs is XML of other kinds.
		c := testCase{name: f.Name, data: f.Data, parsed: !strings.Contains(f.Name, "/xml/xml_sample")}
		found := false
		for _, name := range expectedName(f.Name) {
			var tree map[string]any
			if data := byName[name]; data != nil && name != f.Name && json.Unmarshal(data, &tree) == nil {
				found = true
				read(&c, tree)
				break
			}
		}
		if found || path.Ext(f.Name) == ".xml" || strings.Contains(f.Name, "/parser/") {
			cases = append(cases, c)
		}
	}
	return cases
}

func isExpectation(name string) bool {
	return strings.HasSuffix(name, ".serde.json") || strings.HasSuffix(name, "_expected.json")
}

// feedRS gives the cases of feed-rs.
func feedRS(files []corpora.File) []testCase {
	return pairs(files, func(name string) []string {
		return []string{strings.TrimSuffix(name, path.Ext(name)) + ".serde.json"}
	}, func(c *testCase, tree map[string]any) {
		c.add("feed.title", at(tree, "title", "content"))
		c.add("feed.language", strings.ReplaceAll(at(tree, "language"), "_", "-"))
		entries, _ := tree["entries"].([]any)
		c.items = len(entries)
		for i, entry := range entries {
			if i > 9 {
				break
			}
			item := "entries." + strconv.Itoa(i) + "."
			c.add(item+"title", at(entry, "title", "content"))
			c.add(item+"published_parsed", instant(at(entry, "published")))
			if body := at(entry, "content", "body"); body != "" {
				c.add(item+"content.0.value", body)
			} else {
				c.add(item+"summary", at(entry, "summary", "content"))
			}
		}
	})
}

// gofeedCases gives the cases of gofeed. Those in the folders of its two stages
// have the trees of these stages.
func gofeedCases(files []corpora.File) []testCase {
	var kept []corpora.File
	for _, f := range files {
		if strings.Contains(f.Name, "/testdata/") {
			kept = append(kept, f)
		}
	}
	cases := pairs(kept, func(name string) []string {
		base := strings.TrimSuffix(name, path.Ext(name))
		if path.Ext(name) == ".json" {
			return []string{base + "_expected.json"}
		}
		return []string{base + ".json"}
	}, readGofeed)
	out := cases[:0]
	for _, c := range cases {
		name := path.Base(c.name)
		switch {
		case path.Ext(name) == ".json" && hasXML(kept, c.name):
			continue // it is what is expected of another
		case strings.Contains(c.name, "/invalid/"), name == "unknown_feed.xml", name == "empty_feed.xml", name == "invalid.json":
			c.parsed = false
		}
		out = append(out, c)
	}
	return out
}

func hasXML(files []corpora.File, name string) bool {
	want := strings.TrimSuffix(strings.TrimSuffix(name, ".json"), "_expected") + ".xml"
	for _, f := range files {
		if f.Name == want {
			return true
		}
	}
	return false
}

func readGofeed(c *testCase, tree map[string]any) {
	c.add("feed.title", at(tree, "title"))
	c.add("feed.language", at(tree, "language"))
	c.add("feed.link", at(tree, "link"))
	items, _ := tree["items"].([]any)
	if items == nil {
		items, _ = tree["entries"].([]any)
	}
	c.items = len(items)
	for i, entry := range items {
		item := "entries." + strconv.Itoa(i) + "."
		c.add(item+"title", at(entry, "title"))
		c.add(item+"link", at(entry, "link"))
		c.add(item+"id", firstNot(at(entry, "guid", "value"), at(entry, "guid"), at(entry, "id")))
		c.add(item+"published_parsed", instant(firstNot(at(entry, "publishedParsed"), at(entry, "pubDateParsed"))))
		content := firstNot(at(entry, "content_html"), at(entry, "content_text"), at(entry, "content", "value"), at(entry, "content"), at(entry, "description"), at(entry, "summary"))
		c.add(item+"content.0.value", content)
	}
}

// add takes over a value that is expected, if there is one.
func (c *testCase) add(path, expected string) {
	if expected == "" {
		return
	}
	c.claims++
	keys := strings.Split(path, ".")
	if v, ok := lookUp(emptyDocument(), keys); ok && v.applies(expected) {
		c.expected = append(c.expected, expectation{keys, expected})
	}
}

// at gives the text at a path of a tree, "" if there is none.
func at(tree any, keys ...string) string {
	for _, key := range keys {
		object, ok := tree.(map[string]any)
		if !ok {
			return ""
		}
		tree = object[key]
	}
	switch v := tree.(type) {
	case string:
		return v
	case float64:
		return fmt.Sprint(v)
	}
	return ""
}

func firstNot(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// instant gives a time in the form in which times are compared.
func instant(s string) string {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t.UTC().Truncate(time.Second).Format(time.RFC3339)
	}
	return ""
}
