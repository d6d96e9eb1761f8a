package formats_test

import (
	"regexp"
	"strings"
	"testing"

	"dateline/internal/testkit"
	"dateline/wire/formats"
)

// rawRow is a wire text as it came, with all its codes.
type rawRow struct {
	ID      string
	Text    string
	RawSize int `json:"raw_bytes"`
}

// rawRows gives the raw texts among the shared rows of agencies, none where
// they are not at hand: they are for measuring and no part of the project.
func rawRows(t *testing.T) []rawRow {
	t.Helper()
	var rows []rawRow
	for _, r := range testkit.SharedRows[rawRow](t, "wire/agency") {
		if formats.Sniff([]byte(r.Text)) != formats.Text && !strings.HasPrefix(strings.TrimSpace(r.Text), "<") {
			rows = append(rows, r)
		}
	}
	return rows
}

// code finds lines that are the wire's and not the reader's.
var code = regexp.MustCompile(`(?im)[\x00-\x08\x0b-\x1f\x7f]|^\^|<$|=$|^[a-z]{3}\d{3,5} \d [a-z]{1,3} \d+|^(?:BC|AP)-|-Writethru|^Eds:|` +
	`^\d{6} (?:GMT )?\w{3} \d\d\s*$|GMT<|^(?:Received|Content-Type|Subject|Message-ID):|^------=|^# .*notebook|not (?:intended )?for publication|^- (?:Reporting|Editing) by`)

func TestRawTextsOfAgencies(t *testing.T) {
	t.Parallel()
	rows := rawRows(t)
	for _, r := range rows {
		items, err := formats.Read(r.ID, []byte(r.Text))
		if err != nil || len(items) != 1 {
			t.Errorf("%s: got %d items, %v", r.ID, len(items), err)
			continue
		}
		item := items[0]
		if item.Title == "" || item.Published.IsZero() || item.Source == "" || item.ID == "" {
			t.Errorf("%s: something is missing: %+v", r.ID, item)
		}
		for _, found := range code.FindAllString(item.Text+"\n"+item.Title, 3) {
			t.Errorf("%s: %q is left", r.ID, found)
		}
		if item.Format != formats.Mail && len(item.Text)*3 < len(r.Text) {
			t.Errorf("%s: %d of %d bytes are left", r.ID, len(item.Text), len(r.Text))
		}
	}
	if rows != nil && len(rows) != 8 {
		t.Errorf("%d raw texts, want 8", len(rows))
	}
}
