package main

import (
	"strings"
	"testing"
)

func TestSupportRows(t *testing.T) {
	t.Parallel()
	const text = `"text":"The council of Lund approved the bridge on Tuesday, mayor Anna Berg said.\r\nIt will cost 40 million euros."`
	rows := []struct{ row, want string }{
		{`{"id":"a",` + text + `,"claim":"It will cost 40 million euros."}`, `{"id":"a","score":1,"supported":true,"problems":[]}`},
		{`{"id":2,` + text + `,"claim":"It will cost 50 million euros."}`, `{"id":2,"score":0.`},
		{`{"id":"c",` + text + `}`, `{"id":"c","error":"no \"claim\""}`},
		{`{"id":"d",` + text + `,"claim":7}`, `{"id":"d","error":"claim: not a string"}`},
		{`{"id":"e",` + text + `,"claim":" "}`, `{"id":"e","error":"claim: the text is empty"}`},
		{`{"id":"f","claim":"It is."}`, `{"id":"f","error":"no \"text\""}`},
		{`{"id":"g"`, `{"line":7,"error":"not JSON: `},
		{`{` + text + `,"claim":"It will cost 40 million euros.","language":"en"}`, `{"id":null,"score":1,`},
	}
	var in strings.Builder
	for _, r := range rows {
		in.WriteString(r.row + "\n")
	}
	got := newBox(t).run(in.String(), "support", "--jsonl").ends(exitFailed).tells("bad rows: 5")
	lines := strings.Split(strings.TrimSuffix(got.stdout, "\n"), "\n")
	if len(lines) != len(rows) {
		t.Fatalf("%d rows give %d", len(rows), len(lines))
	}
	for i, r := range rows {
		if !strings.HasPrefix(lines[i], r.want) {
			t.Errorf("row %s gives %s, want %s", r.row, lines[i], r.want)
		}
	}
	if !strings.Contains(lines[1], `"supported":false,"problems":["number"`) {
		t.Errorf("a changed number gives %s", lines[1])
	}
}

func TestSupportUsage(t *testing.T) {
	t.Parallel()
	newBox(t).run("", "support").ends(exitUsage).tells("--jsonl")
	newBox(t).run("", "support", "--help").ends(exitDone).says("bot support --jsonl < claims.jsonl", `"problems"`)
	newBox(t).run("", "support", "--jsonl").ends(exitDone)
}
