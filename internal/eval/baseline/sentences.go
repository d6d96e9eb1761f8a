// Package baseline holds what the summarizer is measured against: the first
// sentences, TextRank, LexRank, lexical topic borders and word overlap. Each is
// written from its paper, works on any language, and none uses our parser or
// summarizer.
package baseline

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Range is a half-open byte range of a text.
type Range struct{ Start, End int }

// Sentences cuts a text at blank lines, and where a full stop, question or
// exclamation mark, with closing quotation marks or brackets, and white space
// are not followed by a lower-case letter: what a program does that knows
// nothing of news.
func Sentences(text string) []Range {
	var out []Range
	start := 0
	for i, r := range text {
		if i >= start && (stops(r) && opens(text, i+utf8.RuneLen(r)) || r == '\n' && blankLine(text[i+1:])) {
			end := closing(text, i+utf8.RuneLen(r))
			out = appendTrimmed(out, text, start, end)
			start = end
		}
	}
	return appendTrimmed(out, text, start, len(text))
}

func stops(r rune) bool { return r == '.' || r == '?' || r == '!' || r == '…' }

// closing gives the offset after the quotation marks and brackets that close at i.
func closing(text string, i int) int {
	return len(text) - len(strings.TrimLeft(text[i:], `"'”’»)]`))
}

// opens reports whether a sentence may begin after a stop that ends at i.
func opens(text string, i int) bool {
	rest := text[closing(text, i):]
	after := strings.TrimLeftFunc(rest, unicode.IsSpace)
	if len(after) == len(rest) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(after)
	return !unicode.IsLower(r) && !stops(r)
}

func blankLine(rest string) bool {
	line, _, more := strings.Cut(rest, "\n")
	return more && strings.TrimSpace(line) == ""
}

func appendTrimmed(out []Range, text string, start, end int) []Range {
	start += len(text[start:end]) - len(strings.TrimLeftFunc(text[start:end], unicode.IsSpace))
	end = start + len(strings.TrimRightFunc(text[start:end], unicode.IsSpace))
	if start < end {
		out = append(out, Range{start, end})
	}
	return out
}

// words gives the lower-cased words of a text.
func words(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r)
	})
}
