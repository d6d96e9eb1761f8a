package main

import (
	"regexp"
	"strings"

	"dateline/internal/eval/stat"
	"dateline/wire"

	"github.com/clipperhouse/uax29/v2/sentences"
)

// splitter gives the offsets in a text at which a sentence begins, without 0,
// in ascending order. The title is the one that the dispatch has apart.
type splitter func(title, text string) []int

// wireBorders are those of wire: the end of the title where the text repeats
// it, and the borders of sentences, those inside of quotations included.
func wireBorders(title, text string) []int {
	var out []int
	at := 0
	if d := wire.ParseTitled(text, title, "en"); !d.Title.Empty() && d.Title.Start == 0 {
		at = d.Title.End
		at += len(text[at:]) - len(strings.TrimLeft(text[at:], " \n"))
		out = append(out, at)
	}
	for _, b := range wire.Borders(text[at:], "en") {
		out = append(out, at+b)
	}
	return out
}

// uaxBorders are those of Unicode's UAX #29.
func uaxBorders(_, text string) []int {
	var out []int
	for s := sentences.FromString(text); s.Next(); {
		if s.Start() > 0 {
			out = append(out, s.Start())
		}
	}
	return out
}

// borderCounts compares borders in the sentences of a row, joined by blanks to
// one paragraph: no line break helps.
func borderCounts(r row, split splitter) stat.Counts {
	var text strings.Builder
	var gold []int
	for i, s := range r.Sentences {
		if i > 0 {
			text.WriteByte(' ')
			gold = append(gold, text.Len())
		}
		text.WriteString(s)
	}
	return stat.Match(split(r.Title, text.String()), gold)
}

var goldDateline = regexp.MustCompile(`(?i)^(.+?),\s*((?:jan|feb|mar|apr|may|june|july|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2})\b`)

// datelineRight reports that place and date are read as the field that the set
// has for them says; ok is false where that field has no place and date.
func datelineRight(r row) (right, ok bool) {
	gold := goldDateline.FindStringSubmatch(r.Dateline)
	if gold == nil {
		return false, false
	}
	got := wire.Parse(r.Text, r.Language).Dateline
	return got != nil && got.Place == gold[1] && got.Date == gold[2], true
}
