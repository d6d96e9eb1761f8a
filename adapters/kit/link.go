package kit

import (
	"strings"

	"dateline/adapters"
)

// FirstLink gives the first address in a text that may be shown, without what
// is written around it; "" if it has none.
func FirstLink(text string) string {
	for _, word := range strings.Fields(text) {
		at := strings.Index(word, "http")
		if at < 0 {
			continue
		}
		word = strings.TrimRight(word[at:], `>)]}*_|"'.,;:!?`)
		if _, ok := adapters.Link(word); ok {
			return word
		}
	}
	return ""
}
