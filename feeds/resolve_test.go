package feeds

import (
	"strings"
	"testing"
)

func TestAddresses(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"https://Example.COM/Feed":             "https://example.com/Feed",
		"HTTPS://example.com:443":              "https://example.com/",
		"http://example.com:80/a?b=c#d":        "http://example.com/a?b=c",
		"http://example.com:8080/a":            "http://example.com:8080/a",
		" example.com/feed ":                   "https://example.com/feed http://example.com/feed",
		"example.com":                          "https://example.com/ http://example.com/",
		"example.com:8080/feed":                "https://example.com:8080/feed http://example.com:8080/feed",
		"example.com/a:b":                      "https://example.com/a:b http://example.com/a:b",
		"feed://example.com/a":                 "https://example.com/a http://example.com/a",
		"feed:https://example.com/a":           "https://example.com/a",
		"https://user:secret@example.com/feed": "https://user:secret@example.com/feed",
		"новости.рф":                           "https://%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8.%D1%80%D1%84/ http://%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8.%D1%80%D1%84/",
		"[2001:db8::1]:8080/feed":              "https://[2001:db8::1]:8080/feed http://[2001:db8::1]:8080/feed",
		"https://user@example.com/":            "",
		"https://user:@example.com/":           "",
		"user@example.com":                     "",
		"file:///etc/passwd":                   "",
		"FILE:/etc/passwd":                     "",
		"data:text/xml,<rss/>":                 "",
		"javascript:alert(1)":                  "",
		"unix:/run/docker.sock":                "",
		"jar:https://example.com/a!/b":         "",
		"gopher://example.com/":                "",
		"ftp://example.com/feed":               "",
		"mailto:a@example.com":                 "",
		"/etc/passwd":                          "",
		"./feeds":                              "",
		"feed:file:///etc/passwd":              "",
		"feed://file:///etc/passwd":            "",
		"http:example.com":                     "",
		"http:///feed":                         "",
		"https://":                             "",
		"localhost":                            "",
		"news":                                 "",
		"two words.com":                        "",
		"":                                     "",
	} {
		var got []string
		urls, err := webAddresses(address)
		if err == nil {
			for _, u := range urls {
				got = append(got, u.String())
			}
		}
		if strings.Join(got, " ") != want || (err != nil) != (want == "") {
			t.Errorf("%q: got %q, %v, want %q", address, got, err, want)
		}
	}
}

func FuzzAddresses(f *testing.F) {
	for _, s := range []string{"example.com", "feed:https://a.b/c", "https://u:p@h.example:443/#x", "javascript:alert(1)", "[::1]:80"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, address string) {
		urls, err := webAddresses(address)
		if err != nil {
			return
		}
		for _, u := range urls {
			if u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
				t.Fatalf("%q: got %q, want a web address", address, u)
			}
			if password, ok := u.User.Password(); u.User != nil && (!ok || password == "") {
				t.Fatalf("%q: a user without a password", address)
			}
		}
	})
}
