package slack

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"dateline/adapters"
	"dateline/adapters/kit"
	"dateline/news"
)

// The threats are those of a list that is kept outside of the project; of it,
// the upper half of this adapter stands
//
//	 57  pings by text          TestThreats, TestMarkupIsOurs, FuzzRender
//	 58  links of another host  TestThreats, TestShownHostIsLinkedHost, FuzzRender
//	 59  controls, bidi         TestThreats, FuzzRender
//	 60  markup                 TestThreats: news stands where none is read
//	 61  schemes, user info     TestShownHostIsLinkedHost
//	 62  homographs             TestShownHostIsLinkedHost
//	 63  limits                 TestThreats, TestSchema, TestRenderLosesNothing, TestRenderFull, FuzzRender
//	 64  secrets in addresses   TestShownHostIsLinkedHost
//	 66  hidden text            TestHiddenText; feeds: TestReadPageLeavesOut
//	 74  changing without right TestRights, TestNothingElseIsAsked; desk: TestFreeWordsChangeNothing; adapterstest: rights
//	 75  forged identifiers     TestForged; desk: TestViewsStayInTheirWorkspace
//	 76  whose right it is      TestRights, TestRightsAreLookedAtAnew, TestRightsDirectly
//	 77  channels not ours      TestRights, TestRightsDirectly, TestSharingNeedsTheRight
//	 83  removal                TestGone
//
// 56 is about another platform; 64's previews, and 70 to 73 and 85 to 88, are
// about the requests that are made and taken, below.

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
		whole  bool     // it is read as it was written
		never  []string // in what a person reads
	}{
		{57, "mentions", "<!channel> <!here> <!everyone> <!subteam^S1> <@U1> <#C1> @here &lt;!here&gt;", true, nil},
		{58, "links", "[https://bank.example](https://evil.example) <https://evil.example|bank>", true, nil},
		{59, "controls", "a\u202eb\u2066c\u200bd\u0000e\u001b[31mf\u00adg" + strings.Repeat("\u0335", 400), false, []string{"\u202e", "\u2066", "\u200b", "\x00", "\x1b", "\u00ad", strings.Repeat("\u0335", 20)}},
		{60, "markup", "*b* _i_ ~s~ `c` ```f :smile: > q • l 1. n \\", true, nil},
		{63, "a text without end", strings.Repeat("e\u0301 \U0001F468\u200D\U0001F469\u200D\U0001F467 `x` <y> ", 2000), false, nil},
	} {
		t.Run(fmt.Sprint(test.number, " ", test.name), func(t *testing.T) {
			t.Parallel()
			posts := render(everywhere(test.text))
			checkPosts(t, posts)
			for _, p := range posts {
				checkInert(t, p)
			}
			for what, shown := range map[string]string{"the blocks": readAll(posts), "the text": textsOf(posts)} {
				if !utf8.ValidString(shown) {
					t.Errorf("%s are cut inside of a character", what)
				}
				for _, s := range test.never {
					if strings.Contains(shown, s) {
						t.Errorf("%s show %q", what, s)
					}
				}
				if n := strings.Count(shown, test.text); test.whole && n < int(adapters.BlockItem)+1 {
					t.Errorf("%s show it %d times as it was written:\n%s", what, n, shown)
				}
				if n := strings.Count(shown, "next line."); test.number != 63 && n != int(adapters.BlockItem)+1 {
					t.Errorf("%s: %d lines that follow are as they were:\n%s", what, n, shown)
				}
			}
		})
	}
}

// TestMarkupIsOurs: threats 57 and 60. Of all that is sent only a source's
// time and link are read as markup, and neither has a word of news in it.
func TestMarkupIsOurs(t *testing.T) {
	t.Parallel()
	for name, r := range samples() {
		data := indented(t, render(r))
		for _, m := range regexp.MustCompile(`"mrkdwn",\s+"text": "(.*)"`).FindAllStringSubmatch(data, -1) {
			if !regexp.MustCompile(`^(\\u003c|<)(!date\^|https://)`).MatchString(m[1]) {
				t.Errorf("%s: markup is read in %q", name, m[1])
			}
		}
		for _, element := range []string{"broadcast", "user", "usergroup", "channel", "emoji", "section", "markdown", "image"} {
			if strings.Contains(data, `"type": "`+element+`"`) {
				t.Errorf("%s: has a %s", name, element)
			}
		}
	}
}

// TestShownHostIsLinkedHost: threats 58, 61, 62 and 64. What is linked is an
// address of a page, without what it was asked with, and shows its own host.
func TestShownHostIsLinkedHost(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"https://news.example/a":              "news.example",
		"https://b\u0430nk.example/a":         "xn--bnk-6cd.example",
		"https://news.example/a?token=secret": "news.example",
		"https://news.example:8443/a":         "news.example:8443",
		"https://news.example/|bank.example>": "news.example",
		"https://news.example|bank.example/":  "",
		"javascript:alert(1)":                 "", "data:text/html,x": "", "file:///etc/passwd": "", "//evil.example/x": "", "https://user:secret@evil.example/": "",
	} {
		for kind := adapters.BlockText; kind <= adapters.BlockItem; kind++ {
			posts := render(adapters.Reply{Blocks: []adapters.Block{{Kind: kind, Text: "See bank.example", URL: address}}})
			shown := readAll(posts) + textsOf(posts)
			for _, bad := range []string{"secret", "b\u0430nk", "javascript", "data:", "file:", "user:"} {
				if strings.Contains(shown, bad) {
					t.Errorf("%s: %q is shown:\n%s", address, bad, shown)
				}
			}
			found := links(posts)
			want := want
			if kind == adapters.BlockNotice || kind == adapters.BlockTitle { // they are no links
				want = ""
			}
			if (want != "") != (len(found) > 0) {
				t.Errorf("%s, kind %d: the links are %v, want the host %q", address, kind, found, want)
			}
			for to, label := range found {
				if u, err := url.Parse(to); err != nil || u.Host != want || label != want {
					t.Errorf("%s: linked to %q as %q, want the host %q", address, to, label, want)
				}
			}
		}
	}
}

// links gives what is linked, with what is shown of it.
func links(posts []*post) map[string]string {
	found := make(map[string]string)
	for _, p := range posts {
		for _, b := range p.Blocks {
			switch b := b.(type) {
			case *slack.ContextBlock:
				for _, e := range b.ContextElements.Elements {
					if o, ok := e.(*slack.TextBlockObject); ok && o.Type == slack.MarkdownType {
						to, label, _ := strings.Cut(strings.Trim(o.Text, "<>"), "|")
						found[unescape(to)] = unescape(label)
					}
				}
			case *slack.RichTextBlock:
				for _, e := range b.Elements {
					inRich(e, found)
				}
			}
		}
	}
	return found
}

func inRich(e slack.RichTextElement, found map[string]string) {
	var all []slack.RichTextSectionElement
	switch e := e.(type) {
	case *slack.RichTextSection:
		all = e.Elements
	case *slack.RichTextQuote:
		all = e.Elements
	case *list:
		for _, item := range e.items {
			all = append(all, item.Elements...)
		}
	}
	for _, e := range all {
		if l, ok := e.(*slack.RichTextSectionLinkElement); ok {
			found[l.URL] = l.Text
		}
	}
}

// TestHiddenText is threat 66 for a message that is digested: of its
// attachments what people see counts, and nothing of what only a program reads.
func TestHiddenText(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.interaction(b.ctx, parse(t, menu(`{"ts":"1.1","text":"","metadata":{"event_type":"x","event_payload":{"hidden":"HIDDEN"}},"blocks":[`+
		`{"type":"section","block_id":"HIDDEN","text":{"type":"plain_text","text":"It sails."}},`+
		`{"type":"image","image_url":"https://a.example/HIDDEN.png","alt_text":"HIDDEN"},`+
		`{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"x"},"value":"HIDDEN","action_id":"HIDDEN"}]}]}`)))
	if got := next(t, b.desk.asked).Text; got != "digest It sails." {
		t.Errorf("asked %q", got)
	}
}

// TestNothingElseIsAsked is threat 74 for what is neither command, button nor
// shortcut of ours: forms that were never shown, menus, other shortcuts.
func TestNothingElseIsAsked(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	const who = `"user":{"id":"U5"},"channel":{"id":"C8"},"response_url":"` + hook + `"`
	for _, data := range []string{
		`"type":"view_submission","view":{"id":"V1","callback_id":"sources remove 1","private_metadata":"1||sources remove 1"}`,
		`"type":"view_closed","view":{"id":"V1"}`,
		`"type":"block_suggestion","value":"1||sources remove 1","action_id":"b1"`,
		`"type":"shortcut","callback_id":"digest_this"`,
		`"type":"message_action","callback_id":"sources remove 1","message":{"text":"a"}`,
		`"type":"dialog_submission","callback_id":"1||sources remove 1","state":"1||sources remove 1","submission":{"a":"1||sources remove 1"}`,
		`"type":"interactive_message","callback_id":"1||sources remove 1","actions":[{"name":"b1","type":"button","value":"1||sources remove 1"}]`,
		`"type":"block_actions","actions":[{"type":"static_select","block_id":"x","action_id":"b1","value":"1||sources remove 1","selected_option":{"value":"1||sources remove 1"}}]`,
		`"type":"block_actions","actions":[{"type":"button","name":"b1","value":"1||sources remove 1"}]`,
		`"type":"block_actions","actions":[]`,
	} {
		if got := b.interaction(b.ctx, parse(t, `{`+who+`,`+data+`}`)); got != nil {
			t.Errorf("%s is acknowledged with %v", data, got)
		}
	}
	b.wait()
	if n := len(b.desk.asked); n > 0 {
		t.Errorf("%d requests, want none; the first is %+v", n, <-b.desk.asked)
	}
}

// TestForged is threat 75: whatever identifiers come along, what is asked is
// asked in our own team or in the person's own messages, as the person whom
// Slack names, and a button's view with it: there alone it is looked up.
func TestForged(t *testing.T) {
	t.Parallel()
	view := news.ViewID{9, 9}
	value := kit.Button(view, "evidence 1", maxValue, size)
	forged := strings.NewReplacer(`"team":{"id":"T1"}`, `"team":{"id":"T2"},"enterprise":{"id":"E2"},"api_app_id":"A2"`).Replace(button("C8", value))
	for name, test := range map[string]struct {
		event func(*testing.T, *bench)
		want  news.WorkspaceID
	}{
		"another team's button":           {func(t *testing.T, b *bench) { b.interaction(b.ctx, parse(t, forged)) }, workspaceOf("T1")},
		"another team's command":          {func(_ *testing.T, b *bench) { c := slash("C8", "latest"); c.TeamID = "T2"; b.command(b.ctx, c) }, workspaceOf("T1")},
		"a team like a person's messages": {func(_ *testing.T, b *bench) { c := slash("C8", "latest"); c.TeamID = "T1@U6"; b.command(b.ctx, c) }, workspaceOf("T1")},
		"a channel of another's messages": {func(_ *testing.T, b *bench) { b.command(b.ctx, slash("DU6", "latest")) }, workspaceOf("T1@U5")},
		"a thread's text": {func(t *testing.T, b *bench) {
			b.interaction(b.ctx, parse(t, button("C8", value, `,"thread_ts":"1 UNION"`)))
		}, workspaceOf("T1")},
	} {
		b := newBench(t)
		test.event(t, b)
		r := next(t, b.desk.asked)
		if r.Channel.Workspace != test.want || r.Person != "U5" || !r.Alone {
			t.Errorf("%s: asked in %+v by %q", name, r.Channel, r.Person)
		}
		if strings.Contains(r.Text, "evidence") && r.View != view {
			t.Errorf("%s: about %v", name, r.View)
		}
	}
	if workspaceOf("T1@U5") == workspaceOf("T1@U6") || workspaceOf("T1@U5") == workspaceOf("T1") || workspaceOf("T2@U5") == workspaceOf("T1@U5") {
		t.Error("two workspaces are one")
	}
	b := newBench(t) // who is not of our team reads as anybody does, and changes nothing
	b.api.users["U5"].TeamID = "T2"
	c := slash("C8", "sources remove 1")
	c.TeamID = "T1"
	b.command(b.ctx, c)
	if got := next(t, b.desk.asked).Denial(t.Context()).Kind; got != adapters.DeniedGuest {
		t.Errorf("denied by %v", got)
	}
}
