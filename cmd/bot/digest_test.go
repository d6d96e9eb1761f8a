package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dateline/adapters"
	"dateline/news"
)

// brief is a short dispatch for tests.
const brief = "BERLIN, May 3 (dpa) - The city council approved the new bridge on Tuesday, the mayor's office said.\n" +
	"Construction will begin in September and cost 40 million euros, according to the office.\n"

func TestDigestFormats(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	path := b.file("story.txt", brief)
	b.run("", "digest", path).ends(exitDone).quiet().says("BERLIN, May 3 (year not given), dpa", "1. ", "approved the new bridge")
	b.run(brief, "digest").ends(exitDone).quiet().says("approved the new bridge")
	b.run("", "digest", "--format", "markdown", path).ends(exitDone).quiet().says("## BERLIN, May 3", "\n- ", "approved the new bridge")
	got := b.run(brief, "digest", "--format", "json", path, "-").ends(exitDone).quiet()
	rows := decodeRows(t, got.stdout)
	if len(rows) != 2 || rows[0].ID != path || rows[1].ID != "-" {
		t.Fatalf("rows = %+v, want one for %s and one for -", rows, path)
	}
	for _, r := range rows {
		checkEvidence(t, r, brief)
	}
	b.run(brief, "digest", path, "-").ends(exitDone).says(path+"\n", "standard input\n")
	got = b.run(sampleText, "digest", "--bullets", "1", "--format", "json").ends(exitDone)
	if n := len(decodeRows(t, got.stdout)[0].Bullets); n != 1 {
		t.Errorf("--bullets 1 gives %d bullets", n)
	}
	if _, err := os.Stat(filepath.Join(b.dir, "data")); err == nil {
		t.Error("digest made a database")
	}
}

// outRow is any row that comes out, with what must not be null told apart.
type outRow struct {
	ID       any
	Line     int
	Error    string
	Summary  *[]string
	Dateline *datelineShape
	Bullets  *[]struct {
		bulletShape
		Evidence *[]rangeShape `json:"evidence"`
	}
	Method string
}

// goodRow is a row without pointers.
type goodRow struct {
	ID       any
	Line     int
	Error    string
	Summary  []string
	Dateline *datelineShape
	Bullets  []bulletShape
	Method   string
}

func decodeRows(t *testing.T, out string) []goodRow {
	t.Helper()
	var rows []goodRow
	for line := range strings.Lines(out) {
		var r outRow
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatalf("output row %q: %v", line, err)
		}
		g := goodRow{ID: r.ID, Line: r.Line, Error: r.Error, Dateline: r.Dateline, Method: r.Method}
		if r.Error == "" {
			if r.Summary == nil || r.Bullets == nil {
				t.Fatalf("output row %q: a list is null or missing", line)
			}
			g.Summary = *r.Summary
			for _, b := range *r.Bullets {
				if b.Evidence == nil {
					t.Fatalf("output row %q: evidence is null or missing", line)
				}
				g.Bullets = append(g.Bullets, bulletShape{b.Text, b.Topic, b.Attribution, *b.Evidence})
			}
		}
		rows = append(rows, g)
	}
	return rows
}

// checkEvidence checks each bullet against the text alone.
func checkEvidence(t *testing.T, r goodRow, text string) {
	t.Helper()
	d, err := news.NewDispatch(news.Raw{Text: text}, news.Public, news.OriginAsked, at(2026))
	if err != nil {
		t.Fatal(err)
	}
	g := news.Digest{Method: r.Method}
	for i, b := range r.Bullets {
		if r.Summary[i] != b.Text {
			t.Errorf("summary %d = %q, want the bullet's %q", i, r.Summary[i], b.Text)
		}
		bullet := news.Bullet{Text: b.Text}
		for _, e := range b.Evidence {
			bullet.Evidence = append(bullet.Evidence, news.Evidence{Start: e.Start, End: e.End})
		}
		g.Bullets = append(g.Bullets, bullet)
	}
	if len(g.Bullets) == 0 {
		t.Errorf("row %v has no bullets", r.ID)
	}
	if err := g.Validate(func(news.DispatchID, news.RevisionID) (string, bool) { return d.Revision.Text, true }); err != nil {
		t.Errorf("row %v: %v", r.ID, err)
	}
}

func TestDigestRowShape(t *testing.T) {
	t.Parallel()
	got := newBox(t).run(`{"id":"<a>","title":"Bridge & road","text":`+quoted(brief)+`}`+"\n"+`{"id":1.50,"text":"..."}`, "digest", "--jsonl").
		ends(exitDone).tells("1 row had nothing to digest\n")
	first, second, _ := strings.Cut(got.stdout, "\n")
	if want := `{"id":"<a>","summary":["`; !strings.HasPrefix(first, want) {
		t.Errorf("row = %s, want it to begin %s", first, want)
	}
	for _, want := range []string{
		`"dateline":{"place":"BERLIN","date":"May 3","agency":"dpa"},"bullets":[{"text":"`, `"evidence":[{"start":`, `"method":"extractive"}`,
	} {
		if !strings.Contains(first, want) {
			t.Errorf("row = %s, want %s in it", first, want)
		}
	}
	if want := `{"id":1.50,"summary":[],"dateline":null,"bullets":[],"method":"extractive"}` + "\n"; second != want {
		t.Errorf("row without bullets = %s, want %s", second, want)
	}
}

func quoted(s string) string {
	data, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(data)
}

func TestDigestRowsKeepTheirOrder(t *testing.T) {
	t.Parallel()
	const n = 5000
	var in strings.Builder
	for i := range n {
		switch {
		case i%100 == 7:
			fmt.Fprintf(&in, "not JSON %d\n", i)
		case i%100 == 8:
			fmt.Fprintf(&in, `{"id":%d,"title":"no text"}`+"\n\n", i)
		default:
			text := fmt.Sprintf("Minister number %d said on Monday that talks go on.", i) + strings.Repeat(" It rained.", i%5)
			fmt.Fprintf(&in, `{"id":%d,"title":"t","text":%s}`+"\n", i, quoted(text))
		}
	}
	got := newBox(t).run(in.String(), "digest", "--jsonl").ends(exitFailed).tells("bad rows: 100")
	rows := decodeRows(t, got.stdout)
	if len(rows) != n {
		t.Fatalf("%d rows come out, want %d", len(rows), n)
	}
	blanks := 0 // above row i, each counts as a line
	for i, r := range rows {
		switch {
		case i%100 == 7:
			if r.Line != i+1+blanks || r.Error == "" || r.ID != nil {
				t.Fatalf("row %d = %+v, want the error of line %d", i, r, i+1+blanks)
			}
			continue
		case i%100 == 8:
			blanks++
		case len(r.Bullets) == 0 || !strings.Contains(r.Summary[0], fmt.Sprint("number ", i, " ")):
			t.Fatalf("row %d = %+v, want its own digest", i, r)
		}
		if r.ID != float64(i) || (r.Error != "") != (i%100 == 8) {
			t.Fatalf("row %d = %+v", i, r)
		}
	}
}

func TestDigestSentences(t *testing.T) {
	t.Parallel()
	for _, flag := range []string{"--sentences", "--bullets"} {
		got := newBox(t).run(`{"id":1,"text":`+quoted(sampleText)+"}", "digest", "--jsonl", flag, "2").ends(exitDone)
		rows := decodeRows(t, got.stdout)
		if n := len(rows[0].Bullets); n != 2 {
			t.Errorf("%s 2 gives %d bullets", flag, n)
		}
		checkEvidence(t, rows[0], sampleText)
	}
}

func TestMarkdown(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	err := renderMarkdown(&out, adapters.Reply{Blocks: []adapters.Block{
		{Kind: adapters.BlockNotice, Text: "Sample"},
		{Kind: adapters.BlockTitle, Text: "MOSCOW, July 6"},
		{Kind: adapters.BlockBullet, Number: "1", Label: "A*b", Text: "One <script> & [x](y) _z_\nline\x1b", Attribution: "police"},
		{Kind: adapters.BlockBullet, Number: "2", Text: "# no heading"},
		{Kind: adapters.BlockBullet, Number: "3", Text: "1986. A year"},
		{Kind: adapters.BlockQuote, Text: "evidence"},
		{Kind: adapters.BlockSource, Text: "TASS", URL: "https://example.org/a>b"},
	}})
	want := `**Sample**

## MOSCOW, July 6

- **A\*b:** One \<script\> \& \[x\](y) \_z\_ line` + "\uFFFD" + ` (police)
- \# no heading
- 1986\. A year

[TASS](<https://example.org/a%3Eb>)
`
	if got := out.String(); err != nil || got != want {
		t.Errorf("Markdown = %v\n%s\nwant\n%s", err, got, want)
	}
}

func TestBadFiles(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	good := b.file("good.txt", brief)
	unreadable := b.file("secret.txt", brief)
	if err := os.Chmod(unreadable, 0); err != nil {
		t.Fatal(err)
	}
	huge := filepath.Join(b.dir, "huge.txt")
	f, err := os.Create(huge)
	if err == nil {
		err = f.Truncate(1 << 40) // sparse: it could not be read whole
	}
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ path, want string }{
		{filepath.Join(b.dir, "missing.txt"), "no such file: check the name"},
		{filepath.Join(good, "below.txt"), "no such file: check the name"},
		{b.dir, "a directory: name the files in it"},
		{b.file("empty.txt", ""), "empty: give the text of a dispatch"},
		{b.file("blank.txt", " \n\t\r\n"), "empty: give the text of a dispatch"},
		{b.file("bom.txt", "\uFEFF\n"), "empty: give the text of a dispatch"},
		{b.file("binary", "\x7fELF\x02\x00\x00"), "binary data (a NUL at byte 5): save it as text first"},
		{b.file("controls", strings.Repeat("\x01\x02\x03ab", 100)), "binary data (control characters)"},
		{b.file("broken.txt", "Москва, 6 июля. Это \xd0 текст."), "(byte 33 is not)"},
		{b.file("utf16.txt", "\xff\xfea\x00\x00\xd8b\x00"), "character set"},
		{huge, "over 16 MiB: split it"},
	}
	if os.Geteuid() != 0 { // root may read everything
		tests = append(tests, struct{ path, want string }{unreadable, "permission denied"})
	}
	var paths []string
	for _, tt := range tests {
		b.run("", "digest", tt.path).ends(exitFailed).oneLine().tells(tt.path+": ", tt.want)
		b.run("", "import", tt.path).ends(exitFailed).tells(tt.path+": ", tt.want, "imported: 0 new, 0 revised, 0 known, 1 bad")
		paths = append(paths, tt.path)
	}
	paths = slices.Insert(paths, 3, good)
	b.run("", append([]string{"digest"}, paths...)...).ends(exitFailed).says("approved the new bridge")
	b.run("", append([]string{"import"}, paths...)...).ends(exitFailed).tells("imported: 1 new, 0 revised, 0 known, ")
	rows := b.file("rows.jsonl", `{"id":1,"text":"x"}`)
	b.run("", "digest", rows).ends(exitFailed).oneLine().tells("bot digest --jsonl < FILE")
	b.run("", "digest", "http://127.0.0.1/?token=CANARY").ends(exitFailed).oneLine().tells("http://127.0.0.1/: address not allowed")
	b.run(strings.Repeat("a", news.MaxText+1), "digest").ends(exitFailed).oneLine().tells("standard input: over 16 MiB")
}
