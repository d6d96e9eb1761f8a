package feeds_test

import (
	"testing"

	"dateline/feeds"
)

func TestCanonicalFolds(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"http://www.Example.org:80/a/":                                "https://example.org/a",
		"https://example.org:443/a#top":                               "https://example.org/a",
		"https://example.org./":                                       "https://example.org",
		"https://u:p@example.org/a?utm_source=rss&utm_medium=feed":    "https://example.org/a",
		"https://example.org/a?id=7&fbclid=x&gclid=y&at_medium=RSS":   "https://example.org/a?id=7",
		"https://example.org/a?cmp=rss&CMPID=1&xtor=RSS-1":            "https://example.org/a",
		"https://example.org/a?b=2&a=1":                               "https://example.org/a?a=1&b=2",
		"https://example.org/a?x=2&x=1":                               "https://example.org/a?x=2&x=1",
		"https://example.org/a?source=rss&from=feed":                  "https://example.org/a",
		"https://example.org/%7euser/caf%c3%a9":                       "https://example.org/~user/caf%C3%A9",
		"https://example.org/a/../b/./c":                              "https://example.org/b/c",
		"https://bücher.example/x":                                    "https://xn--bcher-kva.example/x",
		"https://example.org/#!/story/1":                              "https://example.org#!/story/1",
		"https://www.example/":                                        "https://www.example",
		"https://example.org:8443/a":                                  "https://example.org:8443/a",
		"HTTPS://EXAMPLE.ORG/A?":                                      "https://example.org/A",
		"https://example.org/a?id=7;page=2":                           "https://example.org/a?id=7;page=2",
		"tag:example.org,2003:1":                                      "tag:example.org,2003:1",
		"":                                                            "",
		"https://example.org/a?url=http%3A%2F%2Fx.example%2F%3Fa%3d1": "https://example.org/a?url=http%3A%2F%2Fx.example%2F%3Fa%3D1",
	} {
		if got := feeds.Canonical(address); got != want {
			t.Errorf("%q: got %q, want %q", address, got, want)
		}
	}
	if got := feeds.Canonical(" https://example.org\n"); got != "https://example.org" {
		t.Errorf("white space around it: got %q", got)
	}
}

func TestCanonicalKeepsArticlesApart(t *testing.T) {
	t.Parallel()
	for _, pair := range [][2]string{
		{"https://example.org/a?id=1", "https://example.org/a?id=2"},
		{"https://example.org/A", "https://example.org/a"},
		{"https://a.example.org/x", "https://example.org/x"},
		{"https://example.org/a?source=reuters", "https://example.org/a?source=ap"},
		{"https://example.org/a?x=1&x=2", "https://example.org/a?x=2&x=1"},
		{"https://example.org/a%2Fb", "https://example.org/a/b"},
		{"https://example.org/a?q=x%26y", "https://example.org/a?q=x&y"},
		{"https://example.org/#!/1", "https://example.org/#!/2"},
		{"https://example.org/a?p=1", "https://example.org/a"},
	} {
		if got := feeds.Canonical(pair[0]); got == feeds.Canonical(pair[1]) {
			t.Errorf("%q and %q are both %q", pair[0], pair[1], got)
		}
	}
}

func FuzzCanonical(f *testing.F) {
	for _, seed := range []string{"http://www.a.b:80/x/../%7e?utm_x=1&b=%2f&a", "https://[::1]:443//a//?#!x", "http://www.www./", "HTTP://a%2e/", "x:y", "http://a/%zz", "https://a/?%2575tm_x&&=", "http://a/.//b/..//", "http://a/#/%2f%41"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, address string) {
		once := feeds.Canonical(address)
		if twice := feeds.Canonical(once); twice != once {
			t.Errorf("%q: once %q, twice %q", address, once, twice)
		}
	})
}
