package discord

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"

	"dateline/adapters"
	"dateline/news"
)

// everywhere puts a text into every place of a reply that news can reach.
func everywhere(text string) adapters.Reply {
	r := adapters.Reply{View: news.ViewID{1}, Actions: []adapters.Action{{Label: text, Command: "evidence 1"}}}
	for kind := adapters.BlockText; kind <= adapters.BlockItem; kind++ {
		r.Blocks = append(r.Blocks,
			adapters.Block{Kind: kind, Number: "1", Label: text, Text: text, Attribution: text, Point: text, Before: text, After: text},
			adapters.Block{Text: "next line."})
	}
	return r
}

// TestThreats has a row for each threat to what is shown, by its number.
func TestThreats(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		number int
		name   string
		text   string
		never  []string // in what a person reads
	}{
		{56, "mentions", "@everyone @here <@1> <@!1> <@&1> <#1> </news:1> <id:home>", nil},
		{58, "a link in markdown", "[https://bank.example](https://evil.example) <https://evil.example|bank>", nil},
		{59, "controls", "a\u202eb\u2066c\u200bd\u0000e\u001b[31mf\u00adg" + strings.Repeat("\u0335", 400), []string{"\u202e", "\u2066", "\u200b", "\x00", "\x1b", "\u00ad", strings.Repeat("\u0335", 20)}},
		{60, "what opens lines", "# a\n- b\n> c\n>>> d\n1. e\n-# f\n||g||\n```h\n`i\nj\\", nil},
		{63, "a text without end", strings.Repeat("e\u0301 \U0001F468\u200D\U0001F469\u200D\U0001F467 `x` ||y|| ", 2000), nil},
	} {
		t.Run(fmt.Sprint(test.number, " ", test.name), func(t *testing.T) {
			t.Parallel()
			messages := render(everywhere(test.text))
			checkLimits(t, messages)
			for _, m := range messages {
				for _, s := range append(descriptions(m), m.Content) {
					checkInert(t, s)
					if !utf8.ValidString(s) {
						t.Errorf("cut inside of a character: %q", s)
					}
				}
			}
			shown := read(messages)
			for _, s := range test.never {
				if strings.Contains(shown, s) {
					t.Errorf("%q is shown", s)
				}
			}
			if test.number != 63 && strings.Count(shown, "next line.") != int(adapters.BlockItem)+1 {
				t.Errorf("a line that follows is not as it was:\n%s", shown)
			}
		})
	}
}

// TestNobodyIsNotified: threat 56, whatever is sent.
func TestNobodyIsNotified(t *testing.T) {
	t.Parallel()
	m := render(everywhere("@everyone"))[0]
	for name, sent := range map[string]any{
		"a message": m, "a key": &message{nonce: "k"}, "nothing": &message{}, "a reply": &message{Reference: &discordgo.MessageReference{MessageID: "1"}},
		"an answer": response{Type: discordgo.InteractionResponseChannelMessageWithSource, Message: m},
		"a delay":   response{Type: discordgo.InteractionResponseDeferredChannelMessageWithSource, Message: &message{}},
		"a change":  response{Type: discordgo.InteractionResponseUpdateMessage, Message: m},
	} {
		data, err := json.Marshal(sent)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(data, []byte(`"allowed_mentions":{"parse":[]}`)) {
			t.Errorf("%s: mentions are not forbidden: %s", name, data)
		}
	}
}

// TestShownHostIsLinkedHost: threats 58, 61, 62 and 64. What is linked is an
// address of a page, shows its own host, and is never one that Discord would
// show a preview of.
func TestShownHostIsLinkedHost(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"https://news.example/a":              "news.example",
		"https://b\u0430nk.example/a":         "xn--bnk-6cd.example",
		"https://news.example/a?token=secret": "news.example",
		"javascript:alert(1)":                 "", "data:text/html,x": "", "file:///etc/passwd": "", "//evil.example/x": "", "https://user:secret@evil.example/": "evil.example",
	} {
		for _, title := range []string{"A title", "See bank.example", ""} {
			messages := render(adapters.Reply{Blocks: []adapters.Block{
				{Kind: adapters.BlockTitle, Text: title}, {Kind: adapters.BlockSource, Text: "The source", URL: address},
			}})
			shown := read(messages)
			for _, bad := range []string{"secret", "b\u0430nk", "javascript", "data:", "file:", "user:"} {
				if strings.Contains(shown, bad) {
					t.Errorf("%s: %q is shown:\n%s", address, bad, shown)
				}
			}
			linked := ""
			for _, m := range messages {
				for _, e := range m.Embeds {
					linked += e.URL
				}
				if bare := regexp.MustCompile(`(^|[^<])https?://`).FindString(m.Content); bare != "" {
					t.Errorf("%s: a preview would be made of %q", address, m.Content)
				}
			}
			if u, err := url.Parse(linked); err != nil || linked != "" && (u.Host != want || !strings.Contains(shown, want)) {
				t.Errorf("%s: linked to %q, want the host %q, which is shown:\n%s", address, linked, want, shown)
			}
			if title == "See bank.example" && linked != "" {
				t.Errorf("%s: a title that looks like another address is linked to it", address)
			}
		}
	}
}

// TestTokenIsNotShown: threats 85 and 86.
func TestTokenIsNotShown(t *testing.T) {
	t.Parallel()
	o := Options{Token: "MTk.CANARY"}
	var log bytes.Buffer
	logger := slog.New(slog.NewJSONHandler(&log, nil))
	logger.Info("options", "token", o.Token, "all", o)
	data, err := json.Marshal(struct{ Token Token }{o.Token})
	if err != nil {
		t.Fatal(err)
	}
	shown := log.String() + string(data)
	for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		shown += fmt.Sprintf(format, o.Token)
		if !strings.Contains(format, "d") {
			shown += fmt.Sprintf(format, o)
		}
	}
	if hex := fmt.Sprintf("%x", string(o.Token)); strings.Contains(shown, "CANARY") || strings.Contains(shown, hex) {
		t.Errorf("the token is shown: %s", shown)
	}
}
