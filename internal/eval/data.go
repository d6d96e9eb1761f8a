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
	var rows []row
	err := eachLine(shared, name, func(r row) (err error) {
		if name == setReuters {
			// As it came over the wire; the set has its parts apart.
			r.Text = r.Dateline + " " + r.Text
		}
		if r.Text, err = news.CleanText(r.Text); err != nil {
			return fmt.Errorf("%s: text: %w", r.ID, err)
		}
		rows = append(rows, r)
		return nil
	})
	return rows, err
}

// eachLine calls f with each line of data/name.jsonl of the shared folder, read as a T.
func eachLine[T any](shared, name string, f func(T) error) error {
	data, err := os.ReadFile(filepath.Join(shared, "data", filepath.FromSlash(name)+".jsonl"))
	if err != nil {
		return fmt.Errorf("set: %w", err)
	}
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, len(data)+1)
	for n := 1; lines.Scan(); n++ {
		var r T
		err := json.Unmarshal(lines.Bytes(), &r)
		if err == nil {
			err = f(r)
		}
		if err != nil {
			return fmt.Errorf("set %s, line %d: %w", name, n, err)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("set %s: %w", name, err)
	}
	return nil
}
