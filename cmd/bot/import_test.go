package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// at is a moment in a year.
func at(year int) time.Time { return time.Date(year, 11, 22, 12, 0, 0, 0, time.UTC) }

func TestImportIsIdempotent(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	b.run("", "chat", "latest").ends(exitDone).says("Sample")
	text := b.file("story.txt", brief)
	rows := b.file("rows.jsonl", `{"id":"a","title":"One","text":"The ministry said on Monday that talks go on.","source":"Reuters","published":"2026-07-06T10:00:00+02:00"}
{"id":7,"title":"Two","text":"Police said on Tuesday that two people were hurt.","url":"https://example.org/2","language":"en"}
`)
	b.run("", "import", text, rows).ends(exitDone).oneLine().tells("imported: 3 new, 0 revised, 0 known, 0 bad")
	b.run("", "import", rows, text).ends(exitDone).oneLine().tells("imported: 0 new, 0 revised, 3 known, 0 bad")
	got := b.run("", "chat", "latest").ends(exitDone).says("approved the new bridge")
	if strings.Contains(got.stdout, "Sample") {
		t.Errorf("the sample is still there: %s", got.stdout)
	}
	changed := `{"id":"a","title":"One","text":"The ministry said on Tuesday that talks are over.","source":"Reuters"}` + "\n" +
		`{"id":"a"` + "\n" + `{"id":"b","text":"x","published":"yesterday"}`
	b.run(changed, "import", "-").ends(exitFailed).
		tells("imported: 0 new, 1 revised, 0 known, 2 bad", "standard input: line 2: not JSON", "standard input: line 3: published")
}

func TestImportRefusesRows(t *testing.T) {
	t.Parallel()
	tests := []struct{ row, want string }{
		{`{"text":"a b","url":"javascript:alert(1)"}`, "url: not an http or https address"},
		{`{"text":"a b","url":"https://user:CANARY@host/"}`, "url: has a user name or password"},
		{`{"text":"a b","url":7}`, "url: not a string"},
		{`{"text":"a b","source":[]}`, "source: not a string"},
		{`{"text":"a b","published":"2026-07-06"}`, `published: "2026-07-06" is no time`},
		{`{"text":"a b","published":"9999-12-31T23:30:00-05:00"}`, `published: "9999-12-31T23:30:00-05:00" is not within the years`},
		{`{"text":"a b","published":"0000-12-31T23:30:00Z"}`, `published: "0000-12-31T23:30:00Z" is not within the years 1 to 9999`},
		{`{"text":"a b","id":"\ud800"}`, `id: \ud800 is half a character`},
		{`{"title":"x"}`, `no "text"`},
	}
	for _, tt := range tests {
		got := newBox(t).run(tt.row, "import", "-").ends(exitFailed).tells("standard input: line 1: "+tt.want, "1 bad")
		if strings.Contains(got.stderr, "CANARY") {
			t.Errorf("the password is shown: %s", got.stderr)
		}
	}
}

func TestImportManyInBatches(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	var in strings.Builder
	for i := range batchItems*2 + 10 {
		fmt.Fprintf(&in, `{"id":%d,"title":"Title %d","text":"The ministry said on Monday that talks number %d go on."}`+"\n", i, i, i)
	}
	b.run(in.String(), "import", "-").ends(exitDone).tells("imported: 1010 new, 0 revised, 0 known, 0 bad")
	b.run(in.String(), "import", "-").ends(exitDone).tells("imported: 0 new, 0 revised, 1010 known, 0 bad")
}

func TestExportComesBack(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	b.run("", "export").ends(exitFailed).oneLine().tells("no database yet")
	b.run("", "chat", "latest").ends(exitDone)
	if got := b.run("", "export").ends(exitDone).quiet(); got.stdout != "" {
		t.Errorf("export shows the sample: %s", got.stdout)
	}
	text := b.file("story.txt", "\uFEFF"+strings.ReplaceAll(brief, "\n", "\r\n"))
	b.run(`{"id":"a","title":"One <&>","text":"The ministry said on Monday that talks go on.","url":"https://example.org/1?x=1","source":"Reuters","published":"2026-07-06T10:00:00.5+02:00"}`,
		"import", "-", text).ends(exitDone)
	first := b.run("", "export").ends(exitDone).quiet()
	var row map[string]any
	if err := json.Unmarshal([]byte(strings.SplitN(first.stdout, "\n", 2)[0]), &row); err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]any{
		"id": "a", "title": "One <&>", "url": "https://example.org/1?x=1", "language": "en", "source": "Reuters",
		"published": "2026-07-06T08:00:00.5Z", "revision": 1.0,
	} {
		if row[key] != want {
			t.Errorf("exported %s = %v, want %v", key, row[key], want)
		}
	}
	for i, r := range decodeExport(t, first.stdout) {
		checkEvidence(t, r.digest, r.text)
		if i == 1 && r.text != brief {
			t.Errorf("exported text = %q, want %q", r.text, brief)
		}
	}
	b.run(first.stdout, "import", "-").ends(exitDone).tells("imported: 0 new, 0 revised, 2 known, 0 bad")

	other := newBox(t)
	other.run(first.stdout, "import", "-").ends(exitDone).tells("imported: 2 new")
	other.run("", "import", text).ends(exitDone).tells("imported: 0 new, 0 revised, 1 known")
	again := decodeExport(t, other.run("", "export").ends(exitDone).stdout)
	for i, r := range decodeExport(t, first.stdout) {
		if again[i].id != r.id || again[i].text != r.text {
			t.Errorf("exported again = %v, want %v", again[i], r)
		}
	}
}

// exportedRow is one row of an export.
type exportedRow struct {
	id, text string
	digest   goodRow
}

func decodeExport(t *testing.T, out string) []exportedRow {
	t.Helper()
	var rows []exportedRow
	for line := range strings.Lines(out) {
		var r struct {
			ID, Text string
			Digest   json.RawMessage
		}
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, exportedRow{r.ID, r.Text, decodeRows(t, string(r.Digest))[0]})
	}
	return rows
}

func TestStoreCommands(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	backup := filepath.Join(b.dir, "backup.db")
	b.run("", "store", "check").ends(exitFailed).oneLine().tells("no database yet")
	b.run("", "store", "migrate").ends(exitDone).tells("up to date")
	b.run(brief, "import", "-").ends(exitDone)
	b.run("", "store", "check").ends(exitDone).quiet().says("ok\n")
	b.run("", "store", "backup", backup).ends(exitDone)
	b.run("", "store", "backup", backup).ends(exitFailed).oneLine().tells("bot: backup " + backup + ": there is such a file already, it was not touched: name a new one\n")
	b.run("", "store", "backup", filepath.Join(b.dir, "none", "x.db")).ends(exitFailed).oneLine().
		tells("none/x.db: there is no folder " + filepath.Join(b.dir, "none") + ": make it first, or name another\n")
	b.run(`{"id":1,"text":"Another dispatch came in on Monday, police said."}`, "import", "-").ends(exitDone)
	b.run("", "store", "restore", backup).ends(exitFailed).oneLine().tells("say --force to replace it\n")
	b.run("", "store", "restore", backup+".missing").ends(exitFailed).oneLine().tells("backup.db.missing: there is no such file: check the name\n")
	b.run("", "store", "restore", backup, "--force").ends(exitDone)
	got := b.run("", "export").ends(exitDone)
	if n := strings.Count(got.stdout, "\n"); n != 1 {
		t.Errorf("%d dispatches after the restore, want 1", n)
	}
	damaged := filepath.Join(b.dir, "damaged.db")
	content, err := os.ReadFile(backup)
	if err != nil {
		t.Fatal(err)
	}
	for i := 8192; i < len(content)-4096; i++ {
		content[i] ^= 0x55
	}
	if err := os.WriteFile(damaged, content, 0o600); err != nil {
		t.Fatal(err)
	}
	b.run("", "store", "check", "--store", "sqlite:"+damaged).ends(exitFailed).tells("store restore")
	b.run("", "store", "restore", damaged, "--force").ends(exitFailed).oneLine().tells(damaged)
	b.run("", "store", "check").ends(exitDone).says("ok\n")
}
