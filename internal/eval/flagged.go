package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"dateline/internal/eval/surface"
)

// writeFlagged lists our bullets that the surface counter finds something wrong
// with, a line each: what, the set, the row, the text.
func (e *evaluation) writeFlagged(ctx context.Context, w io.Writer) error {
	for _, set := range surfaceSets {
		if !e.wants(set.name) {
			continue
		}
		rows, err := readSet(e.shared, set.name)
		if err != nil {
			return err
		}
		digests, err := digestAll(ctx, rows, e.systems[:1])
		if err != nil {
			return err
		}
		for _, d := range digests {
			if err := writeFlaggedBullets(w, set.name, d); err != nil {
				return err
			}
		}
	}
	return nil
}

func writeFlaggedBullets(w io.Writer, set string, d digested) error {
	for _, b := range d.bullets[0] {
		var wrong []string
		for i, flag := range flagList(surface.Check(b.text, d.Language)) {
			if flag {
				wrong = append(wrong, flagNames[i])
			}
		}
		if quotes, attributed := surface.Speech(b.text, b.speaker, d.Language); quotes && !attributed {
			wrong = append(wrong, "nobody speaks")
		}
		if len(wrong) == 0 {
			continue
		}
		if _, err := fmt.Fprintf(w, "%s\t%s\t%s\t%q\n", strings.Join(wrong, ", "), set, d.ID, b.text); err != nil {
			return err
		}
	}
	return nil
}
