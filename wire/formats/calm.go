package formats

import (
	"bytes"
	"fmt"
	"strings"

	"golang.org/x/net/html"
)

const (
	// maxHTMLAttributes bounds an element of HTML: pages carry more than XML does,
	// and the parser compares some elements' attributes with each other.
	maxHTMLAttributes = 256
	// maxReopened bounds the elements that the parser may add by itself.
	maxReopened = 1 << 18
)

// formatting has the elements that a parser opens again in every block that
// follows where they are not closed (HTML standard, 13.2.4.3): 100 KB of them
// become a tree of 1 GB.
var formatting = map[string]bool{
	"b": true, "big": true, "code": true, "em": true, "font": true, "i": true, "nobr": true, "s": true, "small": true,
	"strike": true, "strong": true, "tt": true, "u": true,
}

// calmHTML gives the text as it may be parsed: it refuses what the parser would
// need too long for, and puts spans, which tell the reader of prose as much, for
// formatting that could make a tree without end.
func calmHTML(text string) (string, error) {
	z := html.NewTokenizer(strings.NewReader(text))
	elements, tokens, opened := 0, 0, 0
	for {
		tokens++
		switch z.Next() {
		case html.ErrorToken: // the end: the tokenizer knows no other error in a string
			if opened*tokens > maxReopened {
				text = withoutFormatting(text)
			}
			return text, nil
		case html.StartTagToken, html.SelfClosingTagToken:
			if elements++; elements > maxElements {
				return "", errElements
			}
			name, more := z.TagName()
			if formatting[string(name)] {
				opened++
			}
			for n := 0; more; n++ {
				if n > maxHTMLAttributes {
					return "", fmt.Errorf("an element with over %d attributes", maxHTMLAttributes)
				}
				_, _, more = z.TagAttr()
			}
		case html.TextToken:
			opened += bytes.Count(z.Raw(), []byte("<")) // within foreign elements these may be tags
		}
	}
}

// withoutFormatting writes HTML again with spans for formatting, and without
// what holds no text.
func withoutFormatting(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	z := html.NewTokenizer(strings.NewReader(text))
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			b.WriteString(strings.ReplaceAll(string(z.Raw()), "<", "&lt;"))
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			raw := string(z.Raw())
			opening := "<"
			if kind == html.EndTagToken {
				opening = "</"
			}
			if name, _ := z.TagName(); formatting[string(name)] {
				raw = opening + "span" + raw[len(opening)+len(name):]
			}
			b.WriteString(raw)
		}
	}
}
