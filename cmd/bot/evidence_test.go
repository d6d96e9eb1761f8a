package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// madeUp is a dispatch of wire/testdata/parts with its sentences, as somebody
// marked them by hand.
type madeUp struct {
	ID        string `json:"id"`
	Text      string `json:"text"`
	Language  string `json:"language"`
	Title     string `json:"title"`
	sentences map[[2]int]bool
}

func readMadeUp(t *testing.T) map[string]madeUp {
	t.Helper()
	files, err := filepath.Glob("../../wire/testdata/parts/*.parts")
	if err != nil || len(files) < 8 {
		t.Fatalf("dispatches: %d (%v)", len(files), err)
	}
	all := map[string]madeUp{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		m := madeUp{ID: filepath.Base(file), sentences: map[[2]int]bool{}}
		for row := range strings.Lines(string(data)) {
			row = strings.TrimSuffix(row, "\n")
			if value, ok := strings.CutPrefix(row, "# language: "); ok {
				m.Language = value
			}
			kind, quoted, _ := strings.Cut(row, " ")
			text, err := strconv.Unquote(quoted)
			if err != nil {
				continue // a comment
			}
			if kind == "sentence" {
				m.sentences[[2]int{len(m.Text), len(m.Text) + len(text)}] = true
			}
			m.Text += text
		}
		all[m.ID] = m
	}
	return all
}

// writtenRow is what a script reads from digest --jsonl.
type writtenRow struct {
	ID      string
	Error   string
	Summary []string
	Bullets []struct {
		Text     string
		Evidence []struct{ Start, End int }
	}
	Method string
}

// TestJSONHoldsTheRuleOfEvidence takes the rows that the program writes and
// the texts that went in, and nothing else: each bullet is its one to three
// ranges, each a whole sentence, white space folded, joined by a space, in the
// order of the dispatch.
func TestJSONHoldsTheRuleOfEvidence(t *testing.T) {
	t.Parallel()
	dispatches := readMadeUp(t)
	for _, flags := range [][]string{nil, {"--sentences", "2"}, {"--sentences", "30"}} {
		var in, out, errs bytes.Buffer
		for _, m := range dispatches {
			if err := json.NewEncoder(&in).Encode(m); err != nil {
				t.Fatal(err)
			}
		}
		code := run(context.Background(), append([]string{"digest", "--jsonl"}, flags...), func(string) (string, bool) { return "", false }, &in, &out, &errs)
		if code != 0 {
			t.Fatalf("%v: exit %d: %s", flags, code, errs.String())
		}
		rows := 0
		for line := range strings.Lines(out.String()) {
			var r writtenRow
			if err := json.Unmarshal([]byte(line), &r); err != nil {
				t.Fatal(err)
			}
			rows++
			checkRuleOfEvidence(t, dispatches[r.ID], r)
		}
		if rows != len(dispatches) {
			t.Errorf("%v: rows: got %d, want %d", flags, rows, len(dispatches))
		}
	}
}

func checkRuleOfEvidence(t *testing.T, m madeUp, r writtenRow) {
	t.Helper()
	if r.Error != "" || r.Method != "extractive" || len(r.Bullets) == 0 || len(r.Summary) != len(r.Bullets) {
		t.Errorf("%s: error %q, method %q, %d bullets, %d in the summary", r.ID, r.Error, r.Method, len(r.Bullets), len(r.Summary))
		return
	}
	last := -1
	for i, b := range r.Bullets {
		if b.Text != r.Summary[i] {
			t.Errorf("%s: bullet %d is not what the summary says", r.ID, i)
		}
		if len(b.Evidence) < 1 || len(b.Evidence) > 3 {
			t.Errorf("%s: %d ranges: %s", r.ID, len(b.Evidence), b.Text)
		}
		var pieces []string
		for _, e := range b.Evidence {
			if !m.sentences[[2]int{e.Start, e.End}] {
				t.Errorf("%s: [%d, %d) is no whole sentence", r.ID, e.Start, e.End)
				return
			}
			if e.Start <= last {
				t.Errorf("%s: [%d, %d) is out of order", r.ID, e.Start, e.End)
			}
			last = e.Start
			pieces = append(pieces, strings.Join(strings.Fields(m.Text[e.Start:e.End]), " "))
		}
		if got := strings.Join(pieces, " "); got != b.Text {
			t.Errorf("%s: the evidence says\n%s\nand the bullet\n%s", r.ID, got, b.Text)
		}
	}
}
