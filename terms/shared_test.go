package terms

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// row is one text of an evaluation set.
type row struct {
	Text, Language, Question string
}

// sharedRows gives the rows of an evaluation set, none where the sets are not
// at hand: they are for measuring and no part of the project.
func sharedRows(tb testing.TB, name string) []row {
	tb.Helper()
	folder := os.Getenv("DATELINE_SHARED")
	if folder == "" {
		folder = "../shared"
	}
	if !filepath.IsAbs(folder) {
		folder = filepath.Join("..", folder)
	}
	file, err := os.Open(filepath.Join(folder, "data", name+".jsonl"))
	if os.IsNotExist(err) {
		tb.Logf("%s is not at hand: only the texts written for the tests are checked", name)
		return nil
	}
	if err != nil {
		tb.Fatal(err)
	}
	defer file.Close()
	var rows []row
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var r row
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			tb.Fatalf("%s: %v", name, err)
		}
		rows = append(rows, r)
	}
	return rows
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
