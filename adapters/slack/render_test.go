package slack

import (
	"encoding/json"
	"flag"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"dateline/adapters"
	"dateline/internal/testkit"
)

var update = flag.Bool("update", false, "write the golden files anew")

// indented is JSON as it is kept: readable, with < and > as they are.
func indented(t *testing.T, v any) string {
	t.Helper()
	var out strings.Builder
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func goldenFile(name string) string {
	return filepath.Join("testdata", "render", strings.ReplaceAll(name, " ", "_")+".json")
}

func TestRender(t *testing.T) {
	t.Parallel()
	for name, r := range samples() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			posts := render(r)
			checkPosts(t, posts)
			testkit.Golden(t, goldenFile(name), indented(t, posts), *update)
		})
	}
}

func TestRenderHome(t *testing.T) {
	t.Parallel()
	all := samples()
	blocks := renderHome(all["sources"], all["help"])
	checkHome(t, blocks)
	testkit.Golden(t, goldenFile("home"), indented(t, blocks), *update)
	long := adapters.Reply{}
	for i := range 1000 {
		long.Blocks = append(long.Blocks, adapters.Block{Text: fmt.Sprint("line ", i)})
		long.Actions = append(long.Actions, adapters.Action{Label: fmt.Sprint(i), Command: fmt.Sprint("text ", i)})
	}
	blocks = renderHome(long, long)
	checkHome(t, blocks)
	if shown := read(&post{Blocks: blocks}); strings.Count(shown, "line 0\n") != 2 || strings.Count(shown, "…") != 2 {
		t.Errorf("of two long replies App Home shows:\n%s", shown)
	}
	if blocks := renderHome(adapters.Reply{}); len(blocks) != 0 {
		t.Errorf("nothing is shown as %d blocks", len(blocks))
	}
}

// TestRenderLosesNothing sends what is over every limit.
func TestRenderLosesNothing(t *testing.T) {
	t.Parallel()
	var words []string
	var blocks []adapters.Block
	for i := range 60 {
		text := ""
		for j := range 50 {
			word := fmt.Sprintf("w%d-%d_e\u0301.", i, j)
			words = append(words, word)
			text += word + " "
		}
		kind := []adapters.BlockKind{adapters.BlockBullet, adapters.BlockQuote, adapters.BlockText, adapters.BlockTitle}[i%4]
		if kind == adapters.BlockTitle {
			text, words = "Title", append(words[:len(words)-50], "Title")
		}
		blocks = append(blocks, adapters.Block{Kind: kind, Number: fmt.Sprint(i), Text: text})
	}
	posts := render(adapters.Reply{Blocks: blocks, Actions: []adapters.Action{{Label: "Older", Command: "older"}}})
	checkPosts(t, posts)
	for what, rest := range map[string]string{"the blocks": readAll(posts), "the text": textsOf(posts)} {
		for _, w := range words {
			at := strings.Index(rest, w)
			if at < 0 {
				t.Fatalf("in %s %q is lost or out of order", what, w)
			}
			rest = rest[at+len(w):]
		}
	}
	for i, p := range posts {
		if has := strings.Contains(indented(t, p), `"actions"`); has != (i == len(posts)-1) {
			t.Errorf("post %d of %d has buttons: %v", i+1, len(posts), has)
		}
	}
}

// TestRenderCounts: Slack counts the bullets only where it would count right.
func TestRenderCounts(t *testing.T) {
	t.Parallel()
	bullets := func(text string, numbers ...string) (r adapters.Reply) {
		for _, n := range numbers {
			r.Blocks = append(r.Blocks, adapters.Block{Kind: adapters.BlockBullet, Number: n, Text: text})
		}
		return r
	}
	for _, test := range []struct {
		name    string
		r       adapters.Reply
		ordered bool
	}{
		{"from one", bullets("a", "1", "2", "3"), true},
		{"from two", bullets("a", "2", "3"), false},
		{"below a number", bullets("a", "1.1", "1.2"), false},
		{"not all", bullets("a", "1", ""), false},
		{"none", bullets("a", "", ""), false},
		{"over two posts", bullets(strings.Repeat("word ", 1000), "1", "2", "3"), false},
		{"cut", bullets(strings.Repeat("word ", 4000), "1"), false},
	} {
		data := indented(t, render(test.r))
		if got := strings.Contains(data, `"ordered"`); got != test.ordered {
			t.Errorf("%s: Slack counts: %v, want %v", test.name, got, test.ordered)
		}
		if got := strings.Contains(data, `"text": "2. "`); test.r.Blocks[len(test.r.Blocks)-1].Number == "3" && got == test.ordered {
			t.Errorf("%s: the numbers are written out: %v", test.name, got)
		}
	}
}

// TestRenderEnds says where something is left out.
func TestRenderEnds(t *testing.T) {
	t.Parallel()
	posts := render(adapters.Reply{Blocks: []adapters.Block{{Kind: adapters.BlockQuote, Text: strings.Repeat("Word by word. ", 50_000)}}})
	checkPosts(t, posts)
	last := posts[len(posts)-1]
	if len(posts) != maxPosts || !strings.HasSuffix(last.Text, "\n…") || !strings.HasSuffix(strings.TrimSpace(read(last)), "…") {
		t.Errorf("%d posts, the last ends in %.40q; want %d and an ellipsis", len(posts), last.Text[max(len(last.Text)-40, 0):], maxPosts)
	}
	if got := render(adapters.Reply{}); got != nil {
		t.Errorf("nothing is rendered as %d posts", len(got))
	}
	only := render(adapters.Reply{Actions: []adapters.Action{{Label: "Older", Command: "older"}}})
	checkPosts(t, only)
	if len(only) != 1 {
		t.Errorf("buttons alone are rendered as %d posts", len(only))
	}
}

// TestRenderFills: posts are filled up to the limits and not beyond.
func TestRenderFills(t *testing.T) {
	t.Parallel()
	title := func(n int) adapters.Reply {
		return adapters.Reply{Blocks: []adapters.Block{{Kind: adapters.BlockTitle, Text: strings.Repeat("x", n)}}}
	}
	many := func(kind adapters.BlockKind, n int) (r adapters.Reply) {
		for range n {
			r.Blocks = append(r.Blocks, adapters.Block{Kind: kind, Text: "It sails."})
		}
		return r
	}
	for name, test := range map[string]struct {
		r     adapters.Reply
		block string // of the first
		posts int
	}{
		"a title":           {title(150), "header", 1},
		"a long title":      {title(151), "rich_text", 1},
		"emoji in a title":  {adapters.Reply{Blocks: []adapters.Block{{Kind: adapters.BlockTitle, Text: strings.Repeat("😀", 76)}}}, "rich_text", 1},
		"blocks":            {many(adapters.BlockText, 49), "rich_text", 1},
		"too many blocks":   {many(adapters.BlockText, 51), "rich_text", 2},
		"bullets":           {many(adapters.BlockBullet, 99), "rich_text", 1},
		"too many bullets":  {many(adapters.BlockBullet, 500), "rich_text", 4},
		"too many for once": {many(adapters.BlockQuote, 5000), "rich_text", maxPosts},
	} {
		posts := render(test.r)
		checkPosts(t, posts)
		if len(posts) != test.posts || string(posts[0].Blocks[0].BlockType()) != test.block {
			t.Errorf("%s: %d posts, the first block is %s; want %d, %s", name, len(posts), posts[0].Blocks[0].BlockType(), test.posts, test.block)
		}
	}
}

// TestRenderFull: what surrounds a text is never so long that nothing is shown.
func TestRenderFull(t *testing.T) {
	t.Parallel()
	wide := strings.Repeat("<", 5000)
	for kind := adapters.BlockText; kind <= adapters.BlockItem; kind++ {
		r := manyButtons()
		r.Blocks = []adapters.Block{{
			Kind: kind, Number: wide, Label: wide, Text: wide, Attribution: wide, Before: wide, After: wide, Point: wide,
			Time: time.Unix(1e9, 0), TimeText: wide[:100], URL: "https://harbour.example/" + strings.Repeat("&", 900),
		}}
		posts := render(r)
		checkPosts(t, posts)
		if len(posts) == 0 || !strings.Contains(readAll(posts), "<<<<") {
			t.Errorf("kind %d: %d posts show nothing of it", kind, len(posts))
		}
	}
}

func FuzzRender(f *testing.F) {
	f.Add("Label", "Text of a bullet", "https://example.com/x", "evidence 1", 1)
	f.Add("<!channel>", "a\u202eb ``` <@U1>\n# x\n\n- d \\ &amp;", "javascript:x", "a|b", 40)
	f.Add("日本", strings.Repeat("東京e\u0301 ", 20), "https://b\u0430nk.example/", "", 12)
	f.Add("", strings.Repeat("\u0301", 40)+"\xff\u200d", "http://[::1]:80/", "x", 20)
	f.Add("1.", strings.Repeat("😀\u200d", 3000), "http://x.example/", "older", 9)
	f.Add(strings.Repeat("<\"", 300), strings.Repeat("&\\", 900), "http://x.example/"+strings.Repeat("&", 400), strings.Repeat("x", 1990), 3)
	v := validator(f)
	f.Fuzz(func(t *testing.T, label, text, address, command string, n int) {
		const most = 3000 // bytes, several times in each block: together more than a post holds
		label, text = label[:min(len(label), most/4)], text[:min(len(text), most)]
		text = strings.Repeat(text, min(n&31+1, most/max(len(text), 1)))
		at := time.Unix(int64(n), 0)
		var r adapters.Reply
		for kind := adapters.BlockText; kind <= adapters.BlockItem+1; kind++ {
			r.Blocks = append(r.Blocks, adapters.Block{
				Kind: kind, Number: label, Label: label, Text: text, Attribution: label, URL: address,
				Time: at, TimeText: label, Point: text, Before: text, After: label,
			})
		}
		for i := range n & 63 {
			r.Actions = append(r.Actions, adapters.Action{Label: label, Command: command + fmt.Sprint(i)})
		}
		posts := render(r)
		checkPosts(t, posts)
		checkHome(t, renderHome(r))
		checkValid(t, v, posts)
		for _, p := range posts {
			checkInert(t, p)
		}
	})
}

// read gives what a person reads in a post's blocks, a line for each.
func read(p *post) string {
	var out strings.Builder
	for _, b := range p.Blocks {
		out.WriteString(readBlock(b) + "\n")
	}
	return out.String()
}

func readAll(posts []*post) string {
	var out strings.Builder
	for _, p := range posts {
		out.WriteString(read(p))
	}
	return out.String()
}

// textsOf gives what a screen reader reads.
func textsOf(posts []*post) string {
	var out strings.Builder
	for _, p := range posts {
		out.WriteString(unescape(p.Text) + "\n")
	}
	return out.String()
}

func readBlock(b slack.Block) string {
	switch b := b.(type) {
	case *slack.HeaderBlock:
		return b.Text.Text
	case *slack.ContextBlock:
		var parts []string
		for _, e := range b.ContextElements.Elements {
			o, ok := e.(*slack.TextBlockObject)
			switch {
			case !ok:
			case o.Type == slack.MarkdownType:
				parts = append(parts, plain(o.Text))
			default:
				parts = append(parts, o.Text)
			}
		}
		return strings.Join(parts, " ")
	case *slack.RichTextBlock:
		var lines []string
		for _, e := range b.Elements {
			lines = append(lines, readRich(e))
		}
		return strings.Join(lines, "\n")
	}
	return ""
}

func readRich(e slack.RichTextElement) string {
	l, ok := e.(*list)
	if !ok {
		return richText(e)
	}
	var lines []string
	for i, item := range l.items {
		line := richText(item)
		if l.ordered {
			line = fmt.Sprint(i+1, ". ", line)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}
