package surface

import (
	_ "embed" // labels
	"encoding/json"
	"fmt"
	"strings"
)

// The texts belong to their publishers and are in the evaluation sets; here is
// only where each bullet stands, and what a reader said of it.
//
//go:embed testdata/bullets.jsonl
var labelled string

// Label is what a reader said of one bullet.
type Label struct {
	Set   string `json:"set"` // the evaluation set
	ID    string `json:"id"`  // its row
	Start int    `json:"start"`
	End   int    `json:"end"` // the bullet's byte range in the row's text
	Flags
}

// Labels gives the bullets labelled by hand: 200 drawn from what LEAD-3,
// TextRank and LexRank choose of uncleaned text, and 60 more from those that
// open with a short word or hold a quotation mark.
func Labels() ([]Label, error) {
	var out []Label
	for line := range strings.Lines(labelled) {
		var l Label
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			return nil, fmt.Errorf("label %d: %w", len(out)+1, err)
		}
		out = append(out, l)
	}
	return out, nil
}
