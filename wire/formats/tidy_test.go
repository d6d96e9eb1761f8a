package formats

import "testing"

// FuzzTidy holds the short way of tidyText to the long one.
func FuzzTidy(f *testing.F) {
	for _, seed := range []string{"a b\n\nc", "a \nb", "\na", "a\n", "a\n\n\nb", "a\r\nb", "a\u00a0\nb", "é\u2028x", "\xffa", "a\tb\t", "\uFEFFa", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got, want := tidyText(text), mendText(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	})
}
