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
	"dateline/adapters/discord/discordtest"
	"dateline/adapters/kit"
	"dateline/news"
)

// The threats are those of a list that is kept outside of the project; of it,
// this adapter stands
//
//	 56  pings by text          TestThreats, TestNobodyIsNotified; discordtest refuses a message that lacks allowed_mentions
//	 58  links of another host  TestThreats, TestShownHostIsLinkedHost
//	 59  controls, bidi         TestThreats, FuzzRender
//	 60  markdown               TestThreats, FuzzRender
//	 61  schemes, user info     TestShownHostIsLinkedHost
//	 62  homographs             TestShownHostIsLinkedHost
//	 63  limits                 TestThreats, FuzzRender; discordtest refuses what is over them
//	 64  previews               TestNoPreviews, TestShownHostIsLinkedHost
//	 66  hidden text            cmd/bot: TestDiscordLeavesOutWhatIsHidden; feeds: TestReadPageLeavesOut
//	 74  changing without right TestRights, TestNothingElseIsAsked; desk: TestFreeWordsChangeNothing; adapterstest: rights
//	 75  forged identifiers     TestWorkspaces, TestButtons; desk: TestViewsStayInTheirWorkspace; cmd/bot: TestDiscordButtonsOutliveTheProgram
//	 76  whose right it is      TestRights, TestMessages
//	 77  channels not ours      TestWhere, TestSharingNeedsTheRight
//	 83  removal                TestRemoval, TestRemovedWhileAway; storetest: workspaces
//	 85  tokens in errors       TestSecrets, checkSecrets after every test; cmd/bot: keepsSecrets
//	 86  tokens in values       TestTokenIsNotShown, TestSecrets
//
// 57 is about another platform; 65 and 67 are about a language model, 68 and 69
// about interactions over HTTP: none of them is there yet.

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

// TestNoPreviews is threat 64: what has no embed of ours has none at all, and
// what has one shows it, an edit of what had none among them.
func TestNoPreviews(t *testing.T) {
	t.Parallel()
	flagsOf := func(x any) (flags discordgo.MessageFlags) {
		t.Helper()
		data, err := json.Marshal(x)
		if err != nil {
			t.Fatal(err)
		}
		var sent struct {
			Flags *discordgo.MessageFlags
			Data  struct{ Flags discordgo.MessageFlags }
		}
		if err := json.Unmarshal(data, &sent); err != nil {
			t.Fatal(err)
		}
		if _, ok := x.(*message); !ok {
			return sent.Data.Flags
		}
		if sent.Flags == nil {
			t.Fatalf("an edit would leave the flags as they are: %s", data)
		}
		return *sent.Flags
	}
	const link = "https://secret.example/?token=1"
	for _, m := range append(render(everywhere(link)), &message{Content: link}, &message{Content: link, Flags: discordgo.MessageFlagsEphemeral}, &message{}) {
		want := len(m.Embeds) == 0
		answer := response{Type: discordgo.InteractionResponseChannelMessageWithSource, Message: m}
		for _, sent := range []any{m, answer} {
			if got := flagsOf(sent); (got&discordgo.MessageFlagsSuppressEmbeds != 0) != want || got&discordgo.MessageFlagsEphemeral != m.Flags {
				t.Errorf("flags %b of a message with %d embeds, want no embeds to be shown: %v", got, len(m.Embeds), want)
			}
		}
	}
}

// TestNoPreviewsOnScreen: what is said, and made again with a digest, on the stand-in.
func TestNoPreviewsOnScreen(t *testing.T) {
	t.Parallel()
	w := start(t, discordtest.Options{}, nil)
	words := plain("Not read: https://secret.example/?token=1 see http://a.example")
	m, err := w.a.Deliver(t.Context(), w.channel(1), someKey, words)
	if err == nil {
		err = w.a.Send(t.Context(), w.channel(1), words)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range w.Screen() {
		if s.Preview {
			t.Errorf("a preview is shown of %q", s.Content)
		}
	}
	titled := adapters.Reply{Blocks: []adapters.Block{{Kind: adapters.BlockTitle, Text: "A title"}, {Kind: adapters.BlockBullet, Text: "A point."}}}
	for _, r := range []adapters.Reply{words, titled} {
		if err := w.a.Edit(t.Context(), m, r); err != nil {
			t.Fatal(err)
		}
	}
	if s := w.Screen()[0]; len(s.Embeds) != 1 {
		t.Errorf("after an edit %d embeds are shown, want the digest's", len(s.Embeds))
	}
}

// TestNothingElseIsAsked is threat 74 for what is neither command nor button:
// a form that was never shown, and what somebody types, do nothing.
func TestNothingElseIsAsked(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for _, data := range []string{
		`"type":5,"data":{"custom_id":"1||sources remove 1","components":[{"type":1,"components":[{"type":4,"custom_id":"x","value":"sources remove 1"}]}]}`,
		`"type":4,"data":{"name":"news","type":1,"options":[{"type":2,"name":"sources","options":[{"type":1,"name":"remove","options":[{"type":3,"name":"source","value":"1","focused":true}]}]}]}`,
	} {
		b.interaction(b.ctx, parse(t, `{"id":"9","token":"t","guild_id":"7","channel_id":"8","member":{"user":{"id":"5"},"permissions":"0"},`+data+`}`))
		next(t, b.api.sent)
	}
	b.wait()
	if n := len(b.desk.asked); n > 0 {
		t.Errorf("%d requests, want none", n)
	}
}

// TestTokenIsNotShown: threats 85 and 86.
func TestTokenIsNotShown(t *testing.T) {
	t.Parallel()
	o := Options{Token: "MTk.CANARY"}
	var log bytes.Buffer
	logger := slog.New(slog.NewJSONHandler(&log, nil))
	logger.Info("options", "token", o.Token, "all", o)
	data, err := json.Marshal(struct{ Token kit.Token }{o.Token})
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
