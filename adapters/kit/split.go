package kit

import (
	"strings"

	"github.com/rivo/uniseg"
)

// ahead is how far behind the longest head a border is told from the text's
// end, in bytes: whatever the text's length, the work is bounded.
const ahead = 256

// Fits reports whether limit takes text; a text that is far too long is not measured.
func Fits(text string, limit int, measure func(string) int) bool {
	return len(text) <= 3*limit && measure(text) <= limit // a unit has at most three bytes
}

// Clip gives as much of text as limit takes, with an ellipsis where some is
// left out. It cuts between graphemes.
func Clip(text string, limit int, measure func(string) int) string {
	if Fits(text, limit, measure) {
		return text
	}
	if limit < 1 {
		return ""
	}
	head := cutGraphemes(text, limit-1, measure)
	return strings.TrimRight(head, " \n") + "…"
}

// Cut splits text in two: the head is as long as limit takes and ends at a
// sentence's end, or else at a word's, or else at a grapheme's. A sentence's end
// counts only in the second half. The head is never empty where limit takes a
// character of it.
func Cut(text string, limit int, measure func(string) int) (head, rest string) {
	if Fits(text, limit, measure) {
		return text, ""
	}
	most := cutGraphemes(text, limit, measure)
	near := text[:min(len(most)+ahead, len(text))]
	for _, borders := range []func(string, int) int{sentences, breaks} {
		if at := borders(near, len(most)); at > len(most)/2 {
			return text[:at], text[at:]
		}
	}
	return most, text[len(most):]
}

// cutGraphemes gives what stands before the grapheme that limit does not take. A
// first grapheme that is longer than limit is cut between its characters.
func cutGraphemes(text string, limit int, measure func(string) int) string {
	near := text[:min(3*max(limit, 0)+ahead, len(text))] // what is behind cannot fit
	at := longestOf(near, graphemes(near, limit), limit, measure)
	if at == 0 {
		at = longestOf(near, characters(near, limit), limit, measure)
	}
	return text[:at]
}

// longestOf gives the last of the borders up to which limit takes text, else 0.
func longestOf(text string, borders []int, limit int, measure func(string) int) int {
	low, high := 0, len(borders) // what is measured grows with the text
	for low < high {
		middle := (low + high) / 2
		if measure(text[:borders[middle]]) <= limit {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low == 0 {
		return 0
	}
	return borders[low-1]
}

// graphemes gives the ends of the first graphemes, as many as limit could take.
func graphemes(text string, limit int) []int {
	var ends []int
	state, at := -1, 0
	for rest := text; rest != "" && len(ends) <= limit; {
		var cluster string
		cluster, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		at += len(cluster)
		ends = append(ends, at)
	}
	return ends
}

// characters gives the ends of the first characters, as many as limit could take.
func characters(text string, limit int) []int {
	var ends []int
	for at := range text {
		if at > 0 {
			ends = append(ends, at)
		}
		if len(ends) > limit {
			return ends
		}
	}
	return append(ends, len(text))
}

// sentences gives the last end of a sentence in text that is not after most.
func sentences(text string, most int) int {
	state, at := -1, 0
	for rest := text; rest != ""; {
		var sentence string
		sentence, rest, state = uniseg.FirstSentenceInString(rest, state)
		if at+len(sentence) > most {
			return at
		}
		at += len(sentence)
	}
	return at
}

// breaks gives the last place in text, not after most, where a line may break.
func breaks(text string, most int) int {
	state, at := -1, 0
	for rest := text; rest != ""; {
		var segment string
		segment, rest, _, state = uniseg.FirstLineSegmentInString(rest, state)
		if at+len(segment) > most {
			return at
		}
		at += len(segment)
	}
	return at
}
