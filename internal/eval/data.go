package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"dateline/news"
)

// row is one line of an evaluation set; each set fills some of the fields.
type row struct {
	ID         string   `json:"id"`
	Language   string   `json:"language"`
	Title      string   `json:"title"`
	Text       string   `json:"text"`
	Reference  []string `json:"reference"`
	Dateline   string   `json:"dateline"`
	Date       string   `json:"date"`
	Sentences  []string `json:"sentences"`
	Boundaries []int    `json:"boundaries"`
	Claim      string   `json:"claim"`
	Label      int      `json:"label"`
}

// setReuters has the dateline in a field of its own.
const setReuters = "wire/reuters"

// readSet reads data/name.jsonl of the shared folder. Texts come out as a
// dispatch would hold them.
func readSet(shared, name string) ([]row, error) {
	data, err := os.ReadFile(filepath.Join(shared, "data", filepath.FromSlash(name)+".jsonl"))
	if err != nil {
		return nil, fmt.Errorf("set: %w", err)
	}
	var rows []row
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, len(data)+1)
	for lines.Scan() {
		var r row
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			return nil, fmt.Errorf("set %s, line %d: %w", name, len(rows)+1, err)
		}
		if name == setReuters {
			// As it came over the wire; the set has its parts apart.
			r.Text = r.Dateline + " " + r.Text
		}
		if r.Text, err = news.CleanText(r.Text); err != nil {
			return nil, fmt.Errorf("set %s, %s: text: %w", name, r.ID, err)
		}
		rows = append(rows, r)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("set %s: %w", name, err)
	}
	return rows, nil
}
