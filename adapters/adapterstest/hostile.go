package adapterstest

import (
	"strings"
	"testing"
	"unicode"

	"dateline/adapters"
)

// maxMarks is how many combining marks in a row a person may be shown.
const maxMarks = 16

// disarmed are texts of which something must be taken away. Their parts, in
// front and behind, must stay.
func disarmed() [][]string {
	return [][]string{
		{"nul ", "\x00", "stays"},
		{"bell ", "\x07", "stays"},
		{"backspaces ", "\b\b\b\x7f", "stay"},
		{"a return ", "\r", "stays"},
		{"red ", "\x1b[31m", "stays"},
		{"clear ", "\x1b[2J\x1b[H", "stays"},
		{"reset ", "\x1b", " stays"},
		{"window title ", "\x1b]0;owned\x07", "stays"},
		{"link ", "\x1b]8;;https://evil.example/\x1b\\", "stays"},
		{"broken off ", "\x1b]0;", "stays"},
		{"nested ", "\x1b\x1b[0m[31m", "stays"},
		{"eight bit ", "\u009b31m\u009d0;t\u009c", "stays"},
		{"override ", "\u202e", "stays"},
		{"embedding ", "\u202a\u202b\u202d", "stays"},
		{"unclosed isolate ", "\u2066\u2067", "stays"},
		{"closing ", "\u202c\u2069\u2069", "stays"},
		{"zero", "\u200b\u2060\ufeff\u00ad", "width"},
		{"joined", "\u200d\u200c", "Latin"},
		{"tags ", "\U000e0041\U000e007f", "stay"},
		{"invalid ", "\xff\xfe", "stays"},
		{"pile ", "z" + strings.Repeat("\u0335\u0489", 500), " stays"},
		{"lines ", "\u2028\u2029\u0085\v\f", "stay"},
	}
}

// literal are texts that mean something in some platform's markup, and must
// be read as they were written.
func literal() []string {
	return []string{
		"@everyone and @here", "<!channel> <!here> <@U1>", "[https://bank.example](https://evil.example)",
		"<https://evil.example|bank>", "a *b* _c_ ~d~ __e__", "||hidden||", "half a fence ```", "a tick ` alone",
		"> no quotation", "# no heading", "- no list", "1) no list", "&amp; &lt;", "ends in a backslash \\",
	}
}

func checkHostile(t *testing.T, h Harness) {
	var blocks []adapters.Block
	var expected []string
	add := func(text string, parts ...string) {
		for _, b := range everywhere(text) {
			blocks = append(blocks, b, adapters.Block{Text: "next line."})
			for range fieldsOf(b) {
				expected = append(expected, parts...)
			}
			expected = append(expected, "next line.")
		}
	}
	for _, d := range disarmed() {
		add(strings.Join(d, ""), d[0], d[2])
	}
	for _, text := range literal() {
		add(text, text)
	}
	s := start(t, h, replies(adapters.Reply{Blocks: blocks}))
	s.Ask("latest")
	seen := s.see(expected...)
	if at := strings.IndexFunc(seen, forbidden); at >= 0 {
		t.Errorf("something raw reaches the person: %q", around(seen, at))
	}
	checkIsolates(t, seen)
	checkMarks(t, seen)
	checkOwnLines(t, seen, len(blocks)/2)
}

// everywhere puts a text into every field that news can reach.
func everywhere(text string) []adapters.Block {
	return []adapters.Block{
		{Kind: adapters.BlockTitle, Text: text},
		{Kind: adapters.BlockBullet, Number: "1", Label: text, Text: text, Attribution: text},
		{Kind: adapters.BlockQuote, Text: text},
		{Kind: adapters.BlockSource, Text: text},
	}
}

func fieldsOf(b adapters.Block) []string {
	if b.Kind == adapters.BlockBullet {
		return []string{b.Label, b.Text, b.Attribution}
	}
	return []string{b.Text}
}

// forbidden reports what nobody may be shown raw. Joiners are looked for in
// Latin text only, which is all that the suite sends.
func forbidden(r rune) bool {
	switch {
	case r == '\n', r >= '\u2066' && r <= '\u2069':
		return false
	case r == '\u2028', r == '\u2029':
		return true
	}
	return unicode.In(r, unicode.Cc, unicode.Cf)
}

// checkIsolates expects that isolates, which may stand around text, are
// closed on the line where they open.
func checkIsolates(t *testing.T, seen string) {
	for line := range strings.Lines(seen) {
		depth := 0
		for _, r := range line {
			switch r {
			case '\u2066', '\u2067', '\u2068':
				depth++
			case '\u2069':
				depth--
			}
			if depth < 0 {
				break
			}
		}
		if depth != 0 {
			t.Errorf("isolates are not balanced on a line: %q", line)
		}
	}
}

func checkMarks(t *testing.T, seen string) {
	run := 0
	for at, r := range seen {
		if !unicode.In(r, unicode.Mn, unicode.Me) {
			run = 0
			continue
		}
		if run++; run > maxMarks {
			t.Errorf("over %d combining marks in a row reach the person: %q", maxMarks, around(seen, at))
			return
		}
	}
}

// checkOwnLines expects the line that follows each hostile text, alone and whole.
func checkOwnLines(t *testing.T, seen string, want int) {
	got := 0
	for line := range strings.Lines(seen) {
		if strings.TrimSpace(line) == "next line." {
			got++
		}
	}
	if got != want {
		t.Errorf("%d lines follow hostile text as they were, want %d; the person sees:\n%s", got, want, excerpt(seen))
	}
}

func around(s string, at int) string {
	return strings.ToValidUTF8(s[max(at-20, 0):min(at+20, len(s))], "")
}

func checkAddresses(t *testing.T, h Harness) {
	var blocks []adapters.Block
	for _, address := range []string{
		"javascript:alert('bad-a')", "data:text/html,bad-b", "file:///etc/bad-c", "//bad-d.example/x",
		"https://bad-e:secret@good.example/", "https://good.example\x1b[31m/bad-f",
		"https://b\u0430nk.example/", "https://good.example/read",
	} {
		blocks = append(blocks, adapters.Block{Kind: adapters.BlockSource, Text: "a source.", URL: address})
	}
	s := start(t, h, replies(adapters.Reply{Blocks: append(blocks, adapters.Block{Text: "the end."})}))
	s.Ask("latest")
	seen := s.see("a source.", "a source.", "the end.")
	for _, bad := range []string{"bad-", "secret", "b\u0430nk"} {
		if strings.Contains(seen, bad) {
			t.Errorf("an address with %q is shown:\n%s", bad, seen)
		}
	}
}
