package console

import (
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/rivo/uniseg"
)

// minWidth is the narrowest column that text is wrapped into.
const minWidth = 10

// span is a piece of text that looks the same throughout.
type span struct {
	text  string
	style lipgloss.Style
}

// wrapSpans lays spans out as one paragraph in lines of at most width
// columns; 0 makes one line of it.
func wrapSpans(spans []span, width int) []string {
	var text strings.Builder
	for _, s := range spans {
		text.WriteString(s.text)
	}
	var lines []string
	start := 0
	for _, end := range breaks(text.String(), width) {
		line := strings.TrimRight(text.String()[start:end], " ")
		lines = append(lines, paint(spans, start, start+len(line)))
		start = end
	}
	return lines
}

// paint gives the bytes from start to end of the spans' text, in their styles.
func paint(spans []span, start, end int) string {
	var out strings.Builder
	at := 0
	for _, s := range spans {
		from, to := max(start-at, 0), min(end-at, len(s.text))
		if from < to {
			out.WriteString(s.style.Render(s.text[from:to]))
		}
		at += len(s.text)
	}
	return out.String()
}

// breaks gives the end of each line of text, in bytes, by the rules of UAX 14;
// what is longer than a line is cut between graphemes.
func breaks(text string, width int) []int {
	if width <= 0 {
		return []int{len(text)}
	}
	var ends []int
	start, end, used := 0, 0, 0
	segment, state := "", -1
	for rest := text; rest != ""; {
		segment, rest, _, state = uniseg.FirstLineSegmentInString(rest, state)
		visible := uniseg.StringWidth(strings.TrimRight(segment, " "))
		if end > start && used+visible > width {
			ends = append(ends, end)
			start, used = end, 0
		}
		for used == 0 && visible > width {
			size, taken := fitting(text[start:end+len(segment)], width)
			start += size
			visible -= taken
			ends = append(ends, start)
		}
		end += len(segment)
		used += uniseg.StringWidth(text[max(start, end-len(segment)):end])
	}
	if start < len(text) || len(ends) == 0 {
		ends = append(ends, len(text))
	}
	return ends
}

// fitting measures the graphemes that fit into width, at least one: their
// length in bytes and their columns.
func fitting(text string, width int) (size, columns int) {
	cluster, state, w := "", -1, 0
	for rest := text; rest != ""; {
		cluster, rest, w, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if columns+w > width && size > 0 {
			break
		}
		size += len(cluster)
		columns += w
	}
	return size, columns
}
