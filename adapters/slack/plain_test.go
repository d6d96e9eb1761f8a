package slack

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestPlain(t *testing.T) {
	t.Parallel()
	for markup, want := range map[string]string{
		"":                                               "",
		"a &lt;b&gt; &amp;c;":                            "a <b> &c;",
		"&amp;lt;":                                       "&lt;",
		"<https://a.example/x?a=1&amp;b=2>":              "https://a.example/x?a=1&b=2",
		"<https://a.example|a.example>":                  "https://a.example",
		"<https://a.example/|https://a.example>":         "https://a.example/",
		"<https://evil.example|bank.example>":            "bank.example https://evil.example",
		"<mailto:a@b.example|a@b.example>":               "a@b.example",
		"<@U1> <@U1|anna> <#C1> <#C1|news> <#C1|>":       "@U1 @anna #C1 #news #C1",
		"<!here> <!channel|channel> <!subteam^S1|@desk>": "@here channel @desk",
		"<!date^1^{date}|Sunday>":                        "Sunday",
		"1 < 2 and no end":                               "1 < 2 and no end",
		"<>":                                             "",
		"<|label>":                                       "label ",
		"a <https://a.example|x &lt;y&gt;> b":            "a x <y> https://a.example b",
	} {
		if got := plain(markup); got != want {
			t.Errorf("plain(%q) = %q, want %q", markup, got, want)
		}
	}
}

// TestEscape: what we send reads as it was written.
func TestEscape(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"<!channel>", "a & b &amp; c &lt;", "<<>>", "*b* `c`", "", "<@U1|x>"} {
		if got := plain(escape(text)); got != text {
			t.Errorf("%q reads as %q", text, got)
		}
		if got := escape(text); strings.ContainsAny(got, "<>") {
			t.Errorf("escape(%q) = %q", text, got)
		}
	}
}

func TestShortened(t *testing.T) {
	t.Parallel()
	for text, whole := range map[string]bool{
		"": true, "short &amp; sweet": true, strings.Repeat("ж", 1990): true,
		strings.Repeat("ж", 2001): false, strings.Repeat("&lt;", 1100): false, strings.Repeat("é", 3000): false,
	} {
		got := shortened(text)
		if len(got) > 4000 || !utf8.ValidString(got) || entity.MatchString(got) || (got == text) != whole {
			t.Errorf("%.20q of %d bytes is cut to %d, ends in %q", text, len(text), len(got), got[max(len(got)-10, 0):])
		}
		if !whole && (!strings.HasSuffix(got, "…") || len(got) < 3900) {
			t.Errorf("%.20q is cut to %d bytes, ends in %q", text, len(got), got[max(len(got)-10, 0):])
		}
	}
}

func FuzzPlain(f *testing.F) {
	f.Add("<https://a.example|b> &amp; <@U1> <")
	f.Fuzz(func(t *testing.T, text string) {
		got := plain(text)
		if utf8.ValidString(text) && !utf8.ValidString(got) {
			t.Errorf("plain(%q) = %q", text, got)
		}
		if len(got) > len(text)+strings.Count(text, "|") {
			t.Errorf("plain(%q) is longer: %q", text, got)
		}
		if back := plain(escape(text)); back != text {
			t.Errorf("%q escaped reads as %q", text, back)
		}
	})
}
