package main

import (
	"bytes"
	"encoding/json"
	"fmt"

	"dateline/news"
)

// The JSON shapes that scripts hold on to: names and order are public.
type (
	digestRow struct {
		ID json.RawMessage `json:"id"`
		digestShape
	}
	digestShape struct {
		Summary  []string       `json:"summary"`
		Dateline *datelineShape `json:"dateline"`
		Bullets  []bulletShape  `json:"bullets"`
		Method   string         `json:"method"`
	}
	datelineShape struct {
		Place  string `json:"place"`
		Date   string `json:"date"`
		Agency string `json:"agency"`
	}
	bulletShape struct {
		Text        string       `json:"text"`
		Topic       string       `json:"topic"`
		Attribution string       `json:"attribution"`
		Evidence    []rangeShape `json:"evidence"`
	}
	rangeShape struct {
		Start int `json:"start"`
		End   int `json:"end"`
	}
	errorRow struct {
		ID    json.RawMessage `json:"id,omitempty"`
		Line  int             `json:"line,omitempty"` // where there is no id
		Error string          `json:"error"`
	}
)

// shapeOf gives a digest's shape; what is empty is an empty array, never null.
func shapeOf(g news.Digest) digestShape {
	s := digestShape{Summary: []string{}, Bullets: []bulletShape{}, Method: g.Method}
	if s.Method == "" {
		s.Method = news.Extractive
	}
	if g.Dateline != nil {
		s.Dateline = &datelineShape{g.Dateline.Place, g.Dateline.Date, g.Dateline.Agency}
	}
	for _, b := range g.Bullets {
		ranges := []rangeShape{}
		for _, e := range b.Evidence {
			ranges = append(ranges, rangeShape{e.Start, e.End})
		}
		s.Summary = append(s.Summary, b.Text)
		s.Bullets = append(s.Bullets, bulletShape{b.Text, b.Topic, b.Attribution, ranges})
	}
	return s
}

// errorShape gives the row of a row that could not be taken.
func errorShape(e *rowError) errorRow {
	if e.id != nil {
		return errorRow{ID: e.id, Error: e.err.Error()}
	}
	return errorRow{Line: e.line, Error: e.err.Error()}
}

// jsonLine gives v as one line of JSON, with the line's end.
func jsonLine(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, fmt.Errorf("JSON: %w", err)
	}
	return b.Bytes(), nil
}
