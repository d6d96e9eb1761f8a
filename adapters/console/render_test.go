package console

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rivo/uniseg"

	"dateline/adapters"
	"dateline/internal/testkit"
)

var update = flag.Bool("update", false, "write the golden files anew")

// samples are replies as the desk gives them, by name.
func samples() map[string]adapters.Reply {
	return map[string]adapters.Reply{
		"latest": {
			Blocks: []adapters.Block{
				{Kind: adapters.BlockNotice, Text: "Sample, not current news"},
				{Kind: adapters.BlockTitle, Number: "1", Text: "MOSCOW, July 6 (year not given), TASS"},
				{Kind: adapters.BlockBullet, Number: "1.1", Label: "Syria", Text: "The two presidents confirmed readiness to step up coordination of military actions in Syria, the Kremlin says."},
				{Kind: adapters.BlockBullet, Number: "1.2", Label: "The Ukrainian crisis", Text: "Kiev should strictly implement the Minsk Agreements.", Attribution: "the Kremlin"},
				{Kind: adapters.BlockSource, Text: "TASS, July 6", URL: "https://example.com/world/2026/11/22/a-long-address-of-a-story?utm=1"},
				{Kind: adapters.BlockTitle, Number: "2", Text: "BERLIN, Nov 22, dpa"},
				{Kind: adapters.BlockBullet, Number: "2.1", Text: "A bullet without label."},
				{Kind: adapters.BlockSource, Text: "dpa, 18:10", URL: "https://example.org/x"},
			},
			Actions: []adapters.Action{{Label: "Evidence 1", Command: "evidence 1"}, {Label: "Evidence 2", Command: "evidence 2"}, {Label: "Older", Command: "older"}},
		},
		"evidence": {Blocks: []adapters.Block{
			{Kind: adapters.BlockTitle, Text: "Evidence for 2, word for word, TASS:"},
			{Kind: adapters.BlockQuote, Text: "According to the Kremlin, Putin told Obama that Kiev should strictly implement the Minsk Agreements."},
			{Kind: adapters.BlockQuote, Number: "2", Text: "A second line\n\tindented\n\nand a fourth."},
		}},
		"help": {Blocks: []adapters.Block{
			{Text: "What you can ask:"},
			{Kind: adapters.BlockItem, Label: "latest", Text: "digests of the newest dispatches, three of them unless a number is given"},
			{Kind: adapters.BlockItem, Label: "evidence [n]", Text: "the sentences behind a bullet"},
			{Kind: adapters.BlockItem, Label: "subscribe <when> [topic:] [source:] [zone:]", Text: "scheduled digests"},
			{Kind: adapters.BlockItem, Text: "A line without a label."},
		}},
		"scripts": {
			Language: "ru",
			Blocks: []adapters.Block{
				{Kind: adapters.BlockBullet, Number: "1", Label: "Карабах", Text: "Президенты обсудили урегулирование нагорно-карабахского конфликта, сообщили в пресс-службе Кремля в среду."},
				{Kind: adapters.BlockBullet, Number: "2", Label: "日本", Text: "東京で開かれた会議で、両国の外相は経済協力を強化することで一致したと外務省が発表した。"},
				{Kind: adapters.BlockBullet, Number: "3", Text: "Mixed 東京 and Latin 会議の後で text that wraps."},
				{Kind: adapters.BlockBullet, Number: "4", Label: "خبر", Text: "وزیر امور خارجه گفت که می‌خواهد گفتگوها در تهران ادامه یابد و به نتیجه برسد."},
				{Kind: adapters.BlockBullet, Number: "5", Text: "שר החוץ אמר כי השיחות יימשכו בירושלים ביום ראשון, 22 בנובמבר."},
				{Kind: adapters.BlockBullet, Number: "6", Text: strings.Repeat("e\u0301a\u0308o\u0302", 30)},
				{Kind: adapters.BlockBullet, Number: "7", Text: "Family 👨\u200d👩\u200d👧 and flags 🇺🇳🇪🇺 " + strings.Repeat("🚀", 30)},
			},
			Actions: []adapters.Action{{Label: "Раньше", Command: "older"}},
		},
		"hostile": {
			Blocks: []adapters.Block{
				{Kind: adapters.BlockTitle, Text: "red \x1b[31m and title \x1b]0;owned\x07 and \x1b]0;half"},
				{Kind: adapters.BlockBullet, Number: "1\x1b[2J", Label: "La\u202ebel", Text: "one\r\ntwo\u2028three\x00\x08", Attribution: "who\x1b[1A"},
				{Kind: adapters.BlockSource, Text: "there", URL: "https://user:pass@example.com/"},
				{Kind: adapters.BlockSource, Text: "there", URL: "https://b\u0430nk.example/p\u0430th"},
			},
			Actions: []adapters.Action{{Label: "x", Command: "evidence\n1\x1b[31m"}},
		},
	}
}

func styles() []Style {
	return []Style{{Color: true, Width: 80}, {Width: 80}, {Width: 40}, {}, {Plain: true, Color: true, Width: 40}}
}

func TestRenderGolden(t *testing.T) {
	t.Parallel()
	for name, reply := range samples() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got bytes.Buffer
			for _, s := range styles() {
				fmt.Fprintf(&got, "=== colour %t, width %d, plain %t\n%s", s.Color, s.Width, s.Plain, visible(render(t, reply, s)))
			}
			file := filepath.Join("testdata", name+".golden")
			testkit.Golden(t, file, got.String(), *update)
		})
	}
}

// visible writes terminal sequences so that a golden file can be read.
func visible(s string) string { return strings.ReplaceAll(s, "\x1b", `\e`) }

func render(t *testing.T, r adapters.Reply, s Style) string {
	t.Helper()
	var out bytes.Buffer
	if err := Render(&out, r, s); err != nil {
		t.Fatalf("Render: %v", err)
	}
	return out.String()
}

// colours are the sequences that the console itself writes.
var colours = regexp.MustCompile("\x1b\\[[0-9;]*m")

// TestRenderColor holds that colour changes nothing but colour.
func TestRenderColor(t *testing.T) {
	t.Parallel()
	for name, reply := range samples() {
		for _, width := range []int{0, 20, 40, 80} {
			got := colours.ReplaceAllString(render(t, reply, Style{Color: true, Width: width}), "")
			if want := render(t, reply, Style{Width: width}); got != want {
				t.Errorf("%s at width %d without its colours:\n%s\nwant:\n%s", name, width, got, want)
			}
		}
	}
}

func TestRenderError(t *testing.T) {
	t.Parallel()
	full, err := os.OpenFile(os.DevNull, os.O_RDONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer full.Close()
	if err := Render(full, samples()["help"], Style{}); err == nil || !strings.HasPrefix(err.Error(), "output: ") {
		t.Errorf("Render to a file that cannot be written gave %v, want an error of the output", err)
	}
}

func FuzzRender(f *testing.F) {
	f.Add("Label", "Text of a bullet", "https://example.com/x", "evidence 1", 40)
	f.Add("La\x1b[31mbel", "a\u202eb\x00c\u009b31m\n\n\td", "javascript:x", "\x1b]0;t\x07", 1)
	f.Add("日本", strings.Repeat("東京e\u0301 ", 20), "https://b\u0430nk.example/", "", 12)
	f.Add("", strings.Repeat("\u0301", 40)+"\xff\u200d", "http://[::1]:80/", "x", 20)
	f.Fuzz(func(t *testing.T, label, text, address, command string, width int) {
		var blocks []adapters.Block
		for kind := adapters.BlockText; kind <= adapters.BlockItem+1; kind++ {
			blocks = append(blocks, adapters.Block{Kind: kind, Number: label, Label: label, Text: text, Attribution: label, URL: address})
		}
		reply := adapters.Reply{Blocks: blocks, Actions: []adapters.Action{{Label: label, Command: command}}, Language: label}
		for _, s := range []Style{{Width: width}, {Plain: true, Width: width}, {}} {
			checkPrintable(t, render(t, reply, s))
		}
		width = 60 + width&63
		short := adapters.Reply{Blocks: []adapters.Block{{Kind: adapters.BlockBullet, Number: "1", Label: label, Text: text}}}
		checkWidth(t, render(t, short, Style{Width: width}), width)
		checkPrintable(t, colours.ReplaceAllString(render(t, reply, Style{Color: true, Width: width}), ""))
	})
}

// checkPrintable expects no raw control character but the line's end.
func checkPrintable(t *testing.T, out string) {
	t.Helper()
	for at, r := range out {
		if r != '\n' && (r < ' ' || r >= 0x7f && r < 0xa0 || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069') {
			t.Fatalf("a raw %q at %d of %q", r, at, out)
		}
	}
}

func checkWidth(t *testing.T, out string, width int) {
	t.Helper()
	for line := range strings.Lines(out) {
		if w := uniseg.StringWidth(strings.TrimSuffix(line, "\n")); w > width {
			t.Fatalf("a line is %d columns wide, want at most %d: %q", w, width, line)
		}
	}
}

func BenchmarkRender(b *testing.B) {
	reply := samples()["latest"]
	for b.Loop() {
		if err := Render(io.Discard, reply, Style{Color: true, Width: 80}); err != nil {
			b.Fatal(err)
		}
	}
}

// TestWidthNow wraps each reply at the width that the window has by then.
func TestWidthNow(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	columns := 80
	c := New(Options{Out: &out, Style: Style{Width: columns}, Width: func() int { return columns }})
	reply := adapters.Reply{Blocks: []adapters.Block{{Text: strings.Repeat("word ", 12)}}}
	for _, want := range []int{1, 3} {
		out.Reset()
		if err := c.Send(t.Context(), c.channel, reply); err != nil {
			t.Fatal(err)
		}
		if got := strings.Count(strings.TrimSpace(out.String()), "\n") + 1; got != want {
			t.Errorf("at %d columns: got %d lines, want %d:\n%s", columns, got, want, out.String())
		}
		columns = 25
	}
}
