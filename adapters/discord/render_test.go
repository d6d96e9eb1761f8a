package discord

import (
	"encoding/json"
	"flag"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"

	"dateline/adapters"
	"dateline/internal/testkit"
	"dateline/news"
)

var update = flag.Bool("update", false, "write the golden files anew")

// samples are replies as the desk makes them; made-up news.
func samples() map[string]adapters.Reply {
	at := time.Date(2026, time.November, 22, 6, 52, 0, 0, time.UTC)
	view := news.ViewID{1, 2, 3}
	return map[string]adapters.Reply{
		"latest": {
			View: view,
			Blocks: []adapters.Block{
				{Kind: adapters.BlockNotice, Text: "Sample, not current news"},
				{Kind: adapters.BlockTitle, Text: "PORT SAID, May 3 (year not given), HARBOUR"},
				{Kind: adapters.BlockBullet, Number: "1", Label: "Ferries", Text: "The ferry sails again on Monday, the port says."},
				{Kind: adapters.BlockBullet, Number: "2", Label: "Bread", Text: "Bread costs *more*.", Attribution: "the bakers"},
				{Kind: adapters.BlockSource, Text: "Harbour News, Sun 22 Nov, 07:52", Time: at, TimeText: "Sun 22 Nov, 07:52", URL: "https://harbour.example/a_b_c?key=secret"},
			},
			Actions: []adapters.Action{{Label: "Evidence", Command: "evidence"}, {Label: "Older", Command: "older"}, {Label: "Share", Command: "share"}},
		},
		"several": {
			View: view,
			Blocks: []adapters.Block{
				{Kind: adapters.BlockTitle, Number: "1", Text: "Ferry stopped"},
				{Kind: adapters.BlockBullet, Number: "1.1", Text: "The ferry was stopped."},
				{Kind: adapters.BlockSource, Text: "Harbour News", URL: "https://harbour.example/1"},
				{Kind: adapters.BlockTitle, Number: "2", Text: "See bank.example for more"},
				{Kind: adapters.BlockBullet, Number: "2.1", Text: "A title that looks like an address is no link."},
				{Kind: adapters.BlockSource, Text: "Other", URL: "https://other.example/2"},
				{Kind: adapters.BlockText, Text: "At most 10 at once."},
			},
		},
		"topic": {
			View: view,
			Blocks: []adapters.Block{
				{Kind: adapters.BlockTitle, Text: "Ferries: 2 new since Friday"},
				{Kind: adapters.BlockTitle, Text: "Sun 22 Nov"},
				{Kind: adapters.BlockBullet, Number: "1", Text: "The ferry sails."},
				{Kind: adapters.BlockSource, Text: "Harbour News, 07:52, also in 3 sources", Time: at, TimeText: "07:52", URL: "https://harbour.example/1"},
				{Kind: adapters.BlockBullet, Number: "2", Text: "It sails at noon."},
				{Kind: adapters.BlockSource, Text: "Island News, 07:50", Time: at, TimeText: "07:50", URL: "https://island.example/1"},
			},
			Actions: []adapters.Action{{Label: "Evidence 1", Command: "evidence 1"}, {Label: "Evidence 2", Command: "evidence 2"}},
		},
		"evidence": {
			View: view,
			Blocks: []adapters.Block{
				{Kind: adapters.BlockText, Text: "Evidence for 2, word for word, HARBOUR:"},
				{Kind: adapters.BlockQuote, Number: "1", Point: "Bread costs more.", Before: "It was a cold week.", Text: "Bread costs more, the bakers say.", After: "Milk does not."},
				{Kind: adapters.BlockQuote, Text: "Alone."},
			},
			Actions: []adapters.Action{{Label: "Full text", Command: "text 2"}},
		},
		"refusal": {Failed: true, Blocks: []adapters.Block{{Text: "Nothing was changed. Changing sources here needs the right Manage Channels."}}},
		"help": {Blocks: []adapters.Block{
			{Text: "Dateline reads news dispatches."},
			{Kind: adapters.BlockItem, Label: "latest [words] [count]", Text: "The newest. Example: latest since:3d"},
			{Kind: adapters.BlockItem, Number: "2", Label: "Harbour", Text: "ok", URL: "https://harbour.example/feed"},
		}},
		"hostile": {View: view, Blocks: []adapters.Block{
			{Kind: adapters.BlockTitle, Text: "@everyone <@1> <#1> </cmd:1> [a](https://evil.example) ||x||"},
			{Kind: adapters.BlockText, Text: "# heading\n- list\n> quote\n1. one\n2) two\n-# small\n```fence\nends \\"},
			{Kind: adapters.BlockBullet, Number: "1", Label: "**", Text: "a\u202eb\u200bc https://user@evil.example/ \\", Attribution: "_*_"},
			{Kind: adapters.BlockSource, Text: "x", URL: "javascript:alert(1)"},
			{Kind: adapters.BlockSource, Text: "y", URL: "https://user:pw@evil.example/"},
			{Kind: adapters.BlockSource, Text: "z", URL: "https://b\u0430nk.example/p>q)"},
		}, Actions: []adapters.Action{{Label: "@everyone", Command: "evidence 1"}}},
		"many buttons": manyButtons(view),
	}
}

func manyButtons(view news.ViewID) adapters.Reply {
	r := adapters.Reply{View: view, Blocks: []adapters.Block{{Text: "Buttons."}}}
	for i := range 40 {
		command := fmt.Sprint("evidence ", i/2+1) // each twice
		r.Actions = append(r.Actions, adapters.Action{Label: "Evidence", Command: command}, adapters.Action{Label: "Also", Command: "also " + fmt.Sprint(i)})
	}
	r.Actions = append(r.Actions, adapters.Action{Label: strings.Repeat("Add ", 40), Command: "sources add https://" + strings.Repeat("long", 30) + ".example/"},
		adapters.Action{Label: "Older", Command: "older"})
	return r
}

func TestRender(t *testing.T) {
	t.Parallel()
	for name, r := range samples() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			messages := render(r)
			checkLimits(t, messages)
			got, err := json.MarshalIndent(messages, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			testkit.Golden(t, filepath.Join("testdata", "render", strings.ReplaceAll(name, " ", "_")+".json"), string(got)+"\n", *update)
		})
	}
}

// checkLimits holds messages to everything that Discord refuses.
func checkLimits(t *testing.T, messages []*message) {
	t.Helper()
	if len(messages) > maxMessages {
		t.Errorf("%d messages, at most %d", len(messages), maxMessages)
	}
	for i, m := range messages {
		total := size(m.Content)
		atMost(t, "content", m.Content, 0, 2000)
		if m.Content == "" && len(m.Embeds) == 0 {
			t.Errorf("message %d is empty", i+1)
		}
		if len(m.Embeds) > 10 {
			t.Errorf("%d embeds", len(m.Embeds))
		}
		for _, e := range m.Embeds {
			total += checkEmbed(t, e)
		}
		if total > 6000 {
			t.Errorf("message %d has %d characters", i+1, total)
		}
		checkRows(t, m.Components)
		if data, err := json.Marshal(m); err != nil || !strings.Contains(string(data), `"allowed_mentions":{"parse":[]}`) {
			t.Errorf("message %d may mention: %s, %v", i+1, data, err)
		}
	}
}

func checkEmbed(t *testing.T, e *discordgo.MessageEmbed) int {
	t.Helper()
	total := size(e.Title) + size(e.Description)
	atMost(t, "title", e.Title, 0, 256)
	atMost(t, "description", e.Description, 0, 4096)
	if e.Author != nil {
		atMost(t, "author", e.Author.Name, 1, 256)
		total += size(e.Author.Name)
	}
	if e.Footer != nil {
		total += size(e.Footer.Text)
	}
	if total == 0 {
		t.Error("an embed is empty")
	}
	return total
}

func checkRows(t *testing.T, rows []discordgo.MessageComponent) {
	t.Helper()
	if len(rows) > 5 {
		t.Errorf("%d rows of buttons", len(rows))
	}
	known := make(map[string]bool)
	for _, row := range rows {
		r, ok := row.(discordgo.ActionsRow)
		if !ok || len(r.Components) == 0 || len(r.Components) > 5 {
			t.Fatalf("a row is %#v", row)
		}
		for _, c := range r.Components {
			b, ok := c.(discordgo.Button)
			if !ok {
				t.Fatalf("a component is %#v", c)
			}
			atMost(t, "button", b.Label, 1, 80)
			atMost(t, "custom_id", b.CustomID, 1, 100)
			if known[b.CustomID] {
				t.Errorf("the id %q is there twice", b.CustomID)
			}
			known[b.CustomID] = true
		}
	}
}

func atMost(t *testing.T, what, text string, least, most int) {
	t.Helper()
	if n := size(text); n < least || n > most || !utf8.ValidString(text) {
		t.Errorf("%s has %d characters, want %d to %d, in UTF-8: %.60q", what, n, least, most, text)
	}
}

// TestRenderLosesNothing sends what is over every limit.
func TestRenderLosesNothing(t *testing.T) {
	t.Parallel()
	var words []string
	var blocks []adapters.Block
	for i := range 100 {
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
	messages := render(adapters.Reply{Blocks: blocks, Actions: []adapters.Action{{Label: "Older", Command: "older"}}})
	checkLimits(t, messages)
	rest := strings.ReplaceAll(read(messages), "\n> ", " ")
	for _, w := range words {
		at := strings.Index(rest, w)
		if at < 0 {
			t.Fatalf("%q is lost or out of order", w)
		}
		rest = rest[at+len(w):]
	}
	if last := messages[len(messages)-1]; len(last.Components) == 0 {
		t.Error("the last message has no buttons")
	}
}

// TestRenderEnds says where something is left out.
func TestRenderEnds(t *testing.T) {
	t.Parallel()
	messages := render(adapters.Reply{Blocks: []adapters.Block{{Kind: adapters.BlockQuote, Text: strings.Repeat("Word by word. ", 50_000)}}})
	checkLimits(t, messages)
	if got := read(messages[len(messages)-1:]); len(messages) != maxMessages || !strings.HasSuffix(strings.TrimSpace(got), "…") {
		t.Errorf("%d messages, the last ends in %.40q; want %d and an ellipsis", len(messages), got[max(len(got)-40, 0):], maxMessages)
	}
	if got := render(adapters.Reply{}); got != nil {
		t.Errorf("nothing is rendered as %d messages", len(got))
	}
}

// read gives what a person reads, with the escapes of markdown undone.
func read(messages []*message) string {
	var out strings.Builder
	for _, m := range messages {
		out.WriteString(unescape(m.Content) + "\n")
		for _, e := range m.Embeds {
			if e.Author != nil {
				out.WriteString(e.Author.Name + "\n")
			}
			out.WriteString(unescape(e.Title) + "\n" + unescape(e.Description) + "\n")
		}
	}
	return out.String()
}

func unescape(text string) string {
	var out strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' && i+1 < len(text) && text[i+1] < utf8.RuneSelf {
			i++
		}
		out.WriteByte(text[i])
	}
	return out.String()
}

func TestMark(t *testing.T) {
	t.Parallel()
	const key = "abcdefghijklmnopqrstuvwxy"
	for name, r := range samples() {
		messages := render(r)
		mark(messages[0], key)
		checkLimits(t, messages)
		data, err := json.Marshal(messages[0])
		if err != nil || !strings.Contains(string(data), key+`"`) {
			t.Errorf("%s: the key is not at the end of anything in %s, %v", name, data, err)
		}
	}
}

func TestCustomID(t *testing.T) {
	t.Parallel()
	view := news.ViewID{0xff, 1, 2, 15: 9}
	for _, command := range []string{"older", "evidence 2", "sources add https://example.org/feed.xml"} {
		for _, v := range []news.ViewID{view, {}} {
			for _, key := range []string{"", "|k1"} {
				gotView, got, err := readCustomID(customID(v, command) + key)
				if err != nil || got != command || gotView != v {
					t.Errorf("%q of %v came back as %q of %v, %v", command, v, got, gotView, err)
				}
			}
		}
	}
	for _, command := range []string{"", " ", "a|b", strings.Repeat("x", 80)} {
		if id := customID(view, command); id != "" {
			t.Errorf("customID of %q is %q, want none", command, id)
		}
	}
	for _, id := range []string{"", "1", "1|", "1||", "2||older", "1|xx|older", "1||a|b|c", "other", "1||" + strings.Repeat("x", 200)} {
		if _, command, err := readCustomID(id); err == nil {
			t.Errorf("readCustomID(%q) gave %q, want an error", id, command)
		}
	}
}

func FuzzReadCustomID(f *testing.F) {
	f.Add("1||older")
	f.Add(customID(news.ViewID{1}, "evidence 2") + "|key")
	f.Fuzz(func(t *testing.T, id string) {
		view, command, err := readCustomID(id)
		if err != nil {
			return
		}
		if again, got, err := readCustomID(customID(view, command)); err != nil || got != command || again != view {
			t.Errorf("%q reads as %q of %v, and that as %q of %v, %v", id, command, view, got, again, err)
		}
	})
}

func FuzzRender(f *testing.F) {
	f.Add("Label", "Text of a bullet", "https://example.com/x", "evidence 1", 1)
	f.Add("@everyone", "a\u202eb ``` || <@1>\n# x\n\n- d \\", "javascript:x", "a|b", 40)
	f.Add("日本", strings.Repeat("東京e\u0301 ", 20), "https://b\u0430nk.example/", "", 12)
	f.Add("", strings.Repeat("\u0301", 40)+"\xff\u200d", "http://[::1]:80/", "x", 20)
	f.Add("1.", strings.Repeat("😀\u200d", 3000), "http://x.example/", "older", 9)
	f.Fuzz(func(t *testing.T, label, text, address, command string, n int) {
		const most = 30_000 // bytes: far more than all messages hold, and soon rendered
		text = text[:min(len(text), most)]
		text = strings.Repeat(text, min(n&31+1, most/max(len(text), 1)))
		at := time.Unix(int64(n), 0)
		var blocks []adapters.Block
		for kind := adapters.BlockText; kind <= adapters.BlockItem+1; kind++ {
			blocks = append(blocks, adapters.Block{
				Kind: kind, Number: label, Label: label, Text: text, Attribution: label, URL: address,
				Time: at, TimeText: label, Point: text, Before: text, After: label,
			})
		}
		messages := render(adapters.Reply{Blocks: blocks, Actions: []adapters.Action{{Label: label, Command: command}}})
		checkLimits(t, messages)
		for _, m := range messages {
			for _, s := range append(descriptions(m), m.Content) {
				checkInert(t, s)
			}
		}
	})
}

func descriptions(m *message) []string {
	var all []string
	for _, e := range m.Embeds {
		all = append(all, e.Title, e.Description)
	}
	return all
}

// checkInert expects no markdown but our own: bold, quotation, small print,
// times, addresses in angle brackets.
func checkInert(t *testing.T, markdown string) {
	t.Helper()
	for i := 0; i < len(markdown); i++ {
		switch c := markdown[i]; {
		case c == '\\':
			i++
		case strings.IndexByte("~|`[]@", c) >= 0 && !inAddress(markdown, i):
			t.Fatalf("a raw %q at %d of %q", c, i, markdown)
		case c == '<' && !strings.HasPrefix(markdown[i:], "<t:") && !strings.HasPrefix(markdown[i:], "<http"):
			t.Fatalf("a raw < at %d of %q", i, markdown)
		}
	}
}

func inAddress(markdown string, i int) bool {
	open := strings.LastIndexAny(markdown[:i], "< \n")
	return open >= 0 && strings.HasPrefix(markdown[open:], "<http")
}
