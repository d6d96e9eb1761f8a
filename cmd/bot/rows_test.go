package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"dateline/news"
)

func TestBadRows(t *testing.T) {
	t.Parallel()
	tests := []struct{ row, want string }{
		{`{"id":"a","text":"b`, `{"line":1,"error":"not JSON: unexpected end of JSON input"}`},
		{`{"id":"a","text":"b"} x`, `{"line":1,"error":"not JSON: invalid character 'x' after top-level value"}`},
		{`[1]`, `{"line":1,"error":"not an object: `},
		{`"text"`, `{"line":1,"error":"not an object: `},
		{`null`, `{"line":1,"error":"not an object: `},
		{`{"id":"a"}`, `{"id":"a","error":"no \"text\""}`},
		{`{"id":"a","Text":"b"}`, `{"id":"a","error":"no \"text\""}`},
		{`{"id":"a","text":null}`, `{"id":"a","error":"the text is empty"}`},
		{`{"id":"a","text":" \n"}`, `{"id":"a","error":"the text is empty"}`},
		{`{"id":"a","text":5}`, `{"id":"a","error":"text: not a string"}`},
		{`{"id":"a","title":["x"],"text":"b"}`, `{"id":"a","error":"title: not a string"}`},
		{`{"id":"a","language":1,"text":"b"}`, `{"id":"a","error":"language: not a string"}`},
		{`{"id":{"x":1},"text":"b"}`, `{"line":1,"error":"id: neither a string nor a number"}`},
		{`{"id":true,"text":"b"}`, `{"line":1,"error":"id: neither a string nor a number"}`},
		{`{"text":""}`, `{"line":1,"error":"the text is empty"}`},
		{`{"id":1,"text":"a\u0000b"}`, `{"id":1,"error":"text: NUL at byte 1: offsets would not fit: remove it"}`},
		{`{"id":1,"text":"ab\r\nc"}`, `{"id":1,"error":"text: CRLF at byte 2: offsets would not fit: use LF"}`},
		{`{"id":1,"text":"\ufeffab"}`, `{"id":1,"error":"text: begins with a byte order mark: offsets would not fit: remove it"}`},
		{`{"id":1,"text":"a \ud83d b"}`, `{"id":1,"error":"text: \\ud83d is half a character"}`},
		{`{"id":1,"text":"\\\ud83d\u0041"}`, `{"id":1,"error":"text: \\ud83d is half a character"}`},
		{`{"id":1,"text":"\uDE00\ud83d"}`, `{"id":1,"error":"text: \\uDE00 is half a character"}`},
		{"{\"id\":1,\"text\":\"a\xffb\"}", `{"id":1,"error":"not valid UTF-8 at byte 17 of the line"}`},
		{"{\"id\":\"\xff\",\"text\":\"ab\"}", `{"line":1,"error":"not valid UTF-8 at byte 7 of the line"}`},
		{"{\"id\":1,\"text\":\"a\",\"x\":\"\xed\xa0\x80\"}", `{"id":1,"error":"not valid UTF-8 at byte `},
	}
	for _, tt := range tests {
		good := `{"id":"good","text":"The ministry said on Monday that talks go on."}`
		got := newBox(t).run(tt.row+"\n"+good+"\n", "digest", "--jsonl").ends(exitFailed).says(`{"id":"good","summary":["`)
		if first, _, _ := strings.Cut(got.stdout, "\n"); !strings.HasPrefix(first, tt.want) {
			t.Errorf("row %s gives %s, want %s", tt.row, first, tt.want)
		}
	}
}

func TestGoodRows(t *testing.T) {
	t.Parallel()
	tests := []struct{ row, id, text string }{
		{`{"id":"\u0041\n","text":"b"}`, `"\u0041\n"`, "b"},
		{`{"id":-1.0e400,"text":"b"}`, `-1.0e400`, "b"},
		{`{"id":123456789012345678901234567890,"text":"b"}`, `123456789012345678901234567890`, "b"},
		{`{"text":"b"}`, ``, "b"},
		{`{"id":null,"title":null,"text":"b","published":"whenever","url":7}`, ``, "b"},
		{`{"id":1,"text":"\ud83d\ude00 \\ud83d \\\\ud83d"}`, `1`, `😀 \ud83d \\ud83d`},
		{`{"id":1,"x":"\ud83d","text":"b\rc\u2028"}`, `1`, "b\rc\u2028"},
		{`{"id":1,"text":"first","text":"b"}`, `1`, "b"},
		{"\t{\"id\" : 1 , \"text\" : \"b\"}\r", `1`, "b"},
	}
	for _, tt := range tests {
		got, bad := parseRow(line{1, []byte(tt.row), false})
		if bad != nil || string(got.id) != tt.id || got.raw.Text != tt.text {
			t.Errorf("parseRow(%s) = id %s, text %q, %v, want id %s, text %q", tt.row, got.id, got.raw.Text, bad, tt.id, tt.text)
		}
	}
}

// endless gives n bytes of a row's text without holding them.
type endless struct{ n int }

func (e *endless) Read(p []byte) (int, error) {
	if e.n == 0 {
		return 0, io.EOF
	}
	n := min(len(p), e.n)
	for i := range p[:n] {
		p[i] = 'a'
	}
	e.n -= n
	return n, nil
}

func TestRowsThatAreTooLong(t *testing.T) {
	t.Parallel()
	in := io.MultiReader(
		strings.NewReader(`{"title":"x","id":"long","text":"`), &endless{maxLine}, strings.NewReader("\"}\n"),
		strings.NewReader(`{"id":2,"text":"`), &endless{news.MaxText + 1}, strings.NewReader("\"}\n"),
		strings.NewReader(`{"text":"`), &endless{maxLine}, strings.NewReader("\"}\n"),
		strings.NewReader(`{"id":4,"text":"The ministry said on Monday that talks go on."}`+"\n"),
	)
	got := newBox(t).runWith(in, "digest", "--jsonl").ends(exitFailed).tells("bad rows: 3")
	lines := strings.Split(got.stdout, "\n")
	want := []string{
		`{"id":"long","error":"the text is over 16 MiB"}`, `{"id":2,"error":"the text is over 16 MiB"}`, `{"line":3,"error":"the text is over 16 MiB"}`,
	}
	for i, w := range want {
		if lines[i] != w {
			t.Errorf("row %d = %s, want %s", i+1, lines[i], w)
		}
	}
	if !strings.HasPrefix(lines[3], `{"id":4,"summary":["`) {
		t.Errorf("row 4 = %s", lines[3])
	}
}

func TestLineReader(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 200_000)
	tests := []struct {
		name, in string
		limit    int
		want     []string
	}{
		{"nothing", "", 10, nil},
		{"blank lines count", "\n \n a\n\nb", 10, []string{"3: a", "5:b"}},
		{"a byte order mark is no text", "\uFEFFa\n\uFEFFb\n", 10, []string{"1:a", "2:\uFEFFb"}},
		{"exactly the limit", "1234\n12345\n", 4, []string{"1:1234", "2:12345 cut"}},
		{"longer than the buffer", long + "\nb", 1 << 20, []string{"1:" + long, "2:b"}},
		{"cut without an end", long, 1000, []string{"1:" + long[:headKept] + " cut"}},
	}
	for _, tt := range tests {
		r := newLineReader(strings.NewReader(tt.in), tt.limit)
		var got []string
		for {
			l, err := r.next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", tt.name, err)
			}
			text := string('0'+rune(l.number)) + ":" + string(l.data)
			if l.cut {
				text += " cut"
			}
			got = append(got, text)
		}
		if strings.Join(got, "|") != strings.Join(tt.want, "|") {
			t.Errorf("%s: lines = %.80q, want %.80q", tt.name, got, tt.want)
		}
	}
}

func TestCharsets(t *testing.T) {
	t.Parallel()
	koi := "\xed\xcf\xd3\xcb\xd7\xc1, \xd0\xd2\xc9\xd7\xc5\xd4. \xfc\xd4\xcf \xcf\xd4\xd7\xc5\xd4 \xcd\xc9\xce\xc9\xd3\xd4\xd2\xc1."
	cp1251 := "\xcc\xee\xf1\xea\xe2\xe0, \xef\xf0\xe8\xe2\xe5\xf2. \xdd\xf2\xee \xee\xf2\xe2\xe5\xf2 \xec\xe8\xed\xe8\xf1\xf2\xf0\xe0."
	russian := "Москва, привет. Это ответ министра."
	tests := []struct{ name, content, text, charset string }{
		{"UTF-8", "Привет", "Привет", ""},
		{"UTF-8 with mark", "\uFEFFab", "\uFEFFab", ""},
		{"KOI8-R", koi, russian, "koi8-r"},
		{"Windows-1251", cp1251, russian, "windows-1251"},
		{"Windows-1252", "\x93D\xe9j\xe0 vu\x94 \x96 in K\xf6ln", "“Déjà vu” – in Köln", "windows-1252"},
		{"signs alone", "It\x92s \x93here\x94 \x96 \x805, \xa35, 20 \xb0C, 5\xa0kg, Brand\xae", "It’s “here” – €5, £5, 20 °C, 5\u00a0kg, Brand®", "windows-1252"},
		{"words of one letter", "Il est \xe0 Paris, 1\xba, 5 \xb5g, \xc0 L'\xc9T\xc9", "Il est à Paris, 1º, 5 µg, À L'ÉTÉ", "windows-1252"},
		{"UTF-16 little", "\xff\xfea\x00\x16\x04", "aЖ", "utf-16le"},
		{"UTF-16 big", "\xfe\xff\x00a\x04\x16", "aЖ", "utf-16be"},
	}
	for _, tt := range tests {
		text, charset, err := decodeText("x", []byte(tt.content))
		if err != nil || text != tt.text || charset != tt.charset {
			t.Errorf("%s: %q, %s, %v, want %q, %s", tt.name, text, charset, err, tt.text, tt.charset)
		}
	}
	for _, content := range []string{"caf\u00e9 d\u00e9j\xe0 vu \u00e9t\u00e9", "ab\x81\x8d\x8f", "\xff\xfe\x80\x81\x90", "1\xa32 3\xa34 5\xa36",
		"ok \xff\xfe\x80 bad \xc3\x28", "\xff\xfeok bad", "it says \xff\xfe here", "a\xa4b c\xa6d", "said\x93so\x93and so", "gut\xc9 bal\xc1",
		"\xff\xfe\x80\xc3\xff some \xe0\xc0\xe0\xc0 words", "\xef\xc8\xef\xc8 \xec\xc0\xec\xc0\xec and more",
	} {
		if text, charset, err := decodeText("x", []byte(content)); err == nil {
			t.Errorf("decodeText(%q) = %q as %s, want an error", content, text, charset)
		}
	}
}

func FuzzRows(f *testing.F) {
	for _, seed := range []string{
		`{"id":"a","title":"T","text":"The ministry said so.","language":"en"}`, "\n\n", `{"id":1,"text":"\ud83d\ude00 \ud83d"}`,
		"{\"id\":\"\xff\",\"text\":\"\xff\"}\n{\"text\":\"a\\u0000\"}", "[1]\nnull\n{}", "\uFEFF{\"id\":-0.1e5,\"text\":\"b\\r\\n\"}",
		`{"id":"long","text":"` + strings.Repeat("a", 5000) + `"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		lines := newLineReader(bytes.NewReader(in), 4500)
		for {
			l, err := lines.next()
			if err != nil {
				if !errors.Is(err, io.EOF) {
					t.Fatal(err)
				}
				return
			}
			checkRow(t, l)
		}
	})
}

// checkRow checks what holds of every row, good or bad.
func checkRow(t *testing.T, l line) {
	t.Helper()
	r, bad := parseRow(l)
	id := r.id
	if bad != nil {
		id = bad.id
		if bad.line != l.number || bad.err == nil {
			t.Errorf("row %q: the error is %v of line %d, want one of line %d", l.data, bad.err, bad.line, l.number)
		}
		if _, err := jsonLine(errorShape(bad)); err != nil {
			t.Errorf("row %q: %v", l.data, err)
		}
	}
	if id != nil && !bytes.Contains(l.data, id) {
		t.Errorf("row %q: id %q is not as given", l.data, id)
	}
	if bad != nil {
		return
	}
	if !utf8.ValidString(r.raw.Text) || strings.TrimSpace(strings.Trim(r.raw.Text, "\x00\uFEFF")) == "" && fits(r.raw.Text) == nil {
		t.Errorf("row %q: text %q is taken", l.data, r.raw.Text)
	}
	clean, err := news.CleanText(r.raw.Text)
	if fits(r.raw.Text) == nil && (err != nil || clean != r.raw.Text) {
		t.Errorf("row %q: offsets in %q would not fit %q (%v)", l.data, clean, r.raw.Text, err)
	}
}

func BenchmarkRows(b *testing.B) {
	row := []byte(`{"id":"1","title":"t","text":` + quoted(sampleText) + `}`)
	b.SetBytes(int64(len(row)))
	b.ReportAllocs()
	for b.Loop() {
		if _, bad := parseRow(line{1, row, false}); bad != nil {
			b.Fatal(bad)
		}
	}
}

func TestNobodyWatchesTheHelpers(t *testing.T) {
	t.Parallel()
	var p *progress
	p.step()
	p.finish()
	if got := existingFolder("no/such/folder/x.db"); got == "" {
		t.Error("no folder is found above a path")
	}
	if _, err := os.Stat(existingFolder("no/such/folder/x.db")); err != nil {
		t.Error(err)
	}
}
