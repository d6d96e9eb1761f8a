package terms

import (
	"strings"
	"testing"

	"dateline/internal/testkit"
)

// row is one text of an evaluation set.
type row struct {
	Text, Language, Question string
}

// sharedRows gives the rows of an evaluation set, none where the sets are not at hand.
func sharedRows(tb testing.TB, name string) []row {
	tb.Helper()
	return testkit.SharedRows[row](tb, name)
}

// sharedText gives size bytes of an evaluation set, or of the filler where it
// is not at hand.
func sharedText(tb testing.TB, name, filler string, size int) string {
	tb.Helper()
	var b strings.Builder
	for _, r := range sharedRows(tb, name) {
		if b.WriteString(r.Text + "\n"); b.Len() >= size {
			break
		}
	}
	for b.Len() < size {
		b.WriteString(filler + "\n")
	}
	return head(b.String(), size)
}
