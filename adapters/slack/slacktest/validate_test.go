package slacktest

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// flags are what every message says besides.
const flags = `"unfurl_links":false,"unfurl_media":false,"parse":"none"`

// said gives all problems as text.
func said(problems []Problem) string {
	var all []string
	for _, p := range problems {
		all = append(all, p.String())
	}
	return strings.Join(all, "\n")
}

func decoded(t *testing.T, text string) obj {
	t.Helper()
	var o obj
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return o
}

func checkSaid(t *testing.T, got, want string) {
	t.Helper()
	if want == "" && got != "" || !strings.Contains(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// validators are one with the schema, and one without it.
func validators(t *testing.T) map[string]*Validator {
	t.Helper()
	with, err := NewValidator(spec(t))
	if err != nil {
		t.Fatal(err)
	}
	without, err := NewValidator("")
	if err != nil {
		t.Fatal(err)
	}
	return map[string]*Validator{"with": with, "without": without}
}

// TestCall has arguments for each rule of the methods; want is a part of what
// is said, "" where nothing is. Those with a * need the schema.
func TestCall(t *testing.T) {
	t.Parallel()
	const message, only, change, home, modal = "chat.postMessage", "chat.postEphemeral", "chat.update", "views.publish", "views.open"
	const block = `{"type":"divider"}`
	for _, c := range []struct{ name, method, args, want string }{
		{"message", message, `{"channel":"C1","text":"x","thread_ts":"1.2","mrkdwn":false,` + flags + `}`, ""},
		{"message with blocks", message, `{"channel":"C1","text":"x","blocks":[` + block + `],` + flags + `}`, ""},
		{"metadata", message, `{"channel":"C1","text":"x","metadata":{"event_type":"e","event_payload":{"key":"k"}},` + flags + `}`, ""},
		{"no flags", message, `{"channel":"C1","text":"x"}`, "unfurl_links"},
		{"links unfurl", message, `{"channel":"C1","text":"x","unfurl_links":true,"unfurl_media":false,"parse":"none"}`, "unfurl_links is true"},
		{"media unfurl", message, `{"channel":"C1","text":"x","unfurl_links":false,"parse":"none"}`, "unfurl_media"},
		{"parse", message, `{"channel":"C1","text":"x","unfurl_links":false,"unfurl_media":false}`, "parse is"},
		{"parse full", message, `{"channel":"C1","text":"x","unfurl_links":false,"unfurl_media":false,"parse":"full"}`, "parse is full"},
		{"link_names", message, `{"channel":"C1","text":"x","link_names":true,` + flags + `}`, "link_names"},
		{"no channel *", message, `{"text":"x",` + flags + `}`, "channel"},
		{"unknown field *", message, `{"channel":"C1","text":"x","colour":"red",` + flags + `}`, "colour"},
		{"no text", message, `{"channel":"C1",` + flags + `}`, "no_text"},
		{"blocks without text", message, `{"channel":"C1","blocks":[` + block + `],` + flags + `}`, "screen readers"},
		{"blank text", message, `{"channel":"C1","text":" ","blocks":[` + block + `],` + flags + `}`, "screen readers"},
		{"text too long", message, `{"channel":"C1","text":"` + strings.Repeat("я", 40001) + `",` + flags + `}`, "msg_too_long: text of 40001"},
		{"text just so", message, `{"channel":"C1","text":"` + strings.Repeat("я", 40000) + `",` + flags + `}`, ""},
		{"attachments", message, `{"channel":"C1","text":"x","attachments":[{"text":"y"}],` + flags + `}`, "attachments"},
		{"markdown_text", message, `{"channel":"C1","markdown_text":"x",` + flags + `}`, "markdown_text"},
		{"half metadata", message, `{"channel":"C1","text":"x","metadata":{"event_type":"e","event_payload":{}},` + flags + `}`, "invalid_metadata_format"},
		{"metadata too large", message, `{"channel":"C1","text":"x","metadata":{"event_type":"e","event_payload":{"key":"` + strings.Repeat("k", 16400) + `"}},` + flags + `}`, "metadata_too_large"},
		{"ephemeral", only, `{"channel":"C1","user":"U1","text":"x","parse":"none"}`, ""},
		{"ephemeral for nobody *", only, `{"channel":"C1","text":"x","parse":"none"}`, "user"},
		{"ephemeral that unfurls", only, `{"channel":"C1","user":"U1","text":"x","parse":"none","unfurl_links":true}`, "unfurl_links is true"},
		{"update", change, `{"channel":"C1","ts":"1.2","text":"x","parse":"none"}`, ""},
		{"update just so", change, `{"channel":"C1","ts":"1.2","text":"` + strings.Repeat("я", 2000) + `","parse":"none"}`, ""},
		{"update too long", change, `{"channel":"C1","ts":"1.2","text":"` + strings.Repeat("я", 2001) + `","parse":"none"}`, "4002 bytes"},
		{"update of nothing *", change, `{"channel":"C1","text":"x","parse":"none"}`, "ts"},
		{"home", home, `{"user_id":"U1","view":{"type":"home","blocks":[` + block + `]}}`, ""},
		{"home of nobody *", home, `{"view":{"type":"home","blocks":[` + block + `]}}`, "user_id"},
		{"home without view", home, `{"user_id":"U1"}`, "no view"},
		{"home with 100 blocks", home, `{"user_id":"U1","view":{"type":"home","blocks":[` + times(block, 100) + `]}}`, ""},
		{"home with 101 blocks", home, `{"user_id":"U1","view":{"type":"home","blocks":[` + times(block, 101) + `]}}`, "101 blocks"},
		{"modal", modal, `{"trigger_id":"t","view":{"type":"modal","title":{"type":"plain_text","text":"x"},"blocks":[` + block + `]}}`, ""},
		{"private_metadata too long", modal, `{"trigger_id":"t","view":{"type":"modal","title":{"type":"plain_text","text":"x"},"private_metadata":"` + strings.Repeat("x", 3001) + `","blocks":[` + block + `]}}`, "private_metadata"},
		{"what shows nothing", "users.info", `{"user":"U1"}`, ""},
	} {
		for name, v := range validators(t) {
			if strings.HasSuffix(c.name, "*") && name == "without" {
				continue
			}
			t.Run(c.name+" "+name, func(t *testing.T) {
				t.Parallel()
				checkSaid(t, said(v.Call(c.method, decoded(t, c.args))), c.want)
			})
		}
	}
}

func times(text string, n int) string { return strings.TrimSuffix(strings.Repeat(text+",", n), ",") }

// button is one with an action_id; rich is rich text of one element.
func button(id, more string) string {
	return `{"type":"button","action_id":"` + id + `","text":{"type":"plain_text","text":"Older"}` + more + `}`
}

func rich(element string) string {
	return `{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[` + element + `]}]}`
}

func section(mrkdwn string) string {
	return fmt.Sprintf(`{"type":"section","text":{"type":"mrkdwn","text":%q}}`, mrkdwn)
}

func header(text string) string {
	return `{"type":"header","text":{"type":"plain_text","text":"` + text + `"}}`
}

func actions(buttons string) string { return `{"type":"actions","elements":[` + buttons + `]}` }

// TestBlocks has blocks for each rule.
func TestBlocks(t *testing.T) {
	t.Parallel()
	long := rich(`{"type":"text","text":"` + strings.Repeat("x", 2500) + `"}`)
	for _, c := range []struct{ name, blocks, want string }{
		{"header", header("x"), ""},
		{"header too long *", header(strings.Repeat("x", 151)), "150"},
		{"header without text", header(""), "plain_text without text"},
		{"header in mrkdwn *", `{"type":"header","text":{"type":"mrkdwn","text":"x"}}`, "HeaderBlock"},
		{"no such block *", `{"type":"heading"}`, "no HeadingBlock"},
		{"a field too many *", `{"type":"divider","colour":"red"}`, "colour"},
		{"50 blocks", times(`{"type":"divider"}`, 50), ""},
		{"51 blocks", times(`{"type":"divider"}`, 51), "51 blocks"},
		{"no blocks", "", "no block"},
		{"section", section("x"), ""},
		{"section too long *", section(strings.Repeat("x", 3001)), "3,000"},
		{"section of nothing", `{"type":"section"}`, "section without text"},
		{"rich text", rich(`{"type":"text","text":"x","style":{"bold":true}}`), ""},
		{"rich text without text", rich(`{"type":"text","text":""}`), "text without text"},
		{"rich text without parts", `{"type":"rich_text","elements":[]}`, "without any elements"},
		{"list", `{"type":"rich_text","elements":[{"type":"rich_text_list","style":"bullet","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"x"}]}]}]}`, ""},
		{"list without points", `{"type":"rich_text","elements":[{"type":"rich_text_list","style":"bullet","elements":[]}]}`, "without any elements"},
		{"list of a style *", `{"type":"rich_text","elements":[{"type":"rich_text_list","style":"stars","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"x"}]}]}]}`, "RichTextBlock"},
		{"all text together", times(long, 4), ""},
		{"all text together too long", times(long, 5), "msg_blocks_too_long: blocks with 12500"},
		{"a person is mentioned", rich(`{"type":"user","user_id":"U1"}`), "mention"},
		{"a group is mentioned", rich(`{"type":"usergroup","usergroup_id":"S1"}`), "mention"},
		{"everybody is mentioned", rich(`{"type":"broadcast","range":"channel"}`), "mention"},
		{"a link", rich(`{"type":"link","url":"https://a.example/x","text":"x"}`), ""},
		{"a link to a script", rich(`{"type":"link","url":"javascript:alert(1)","text":"x"}`), "leads to"},
		{"a link to a file", rich(`{"type":"link","url":"file:///etc/passwd"}`), "leads to"},
		{"a link to no host", rich(`{"type":"link","url":"//a.example/x"}`), "leads to"},
		{"a link with a name", rich(`{"type":"link","url":"https://me:secret@a.example/"}`), "with a name"},
		{"buttons", actions(button("a", "") + "," + button("b", `,"value":"v","style":"primary"`)), ""},
		{"25 buttons are enough *", actions(manyButtons(26)), "25"},
		{"no buttons", actions(""), "without any elements"},
		{"buttons alike", actions(button("a", "")) + "," + actions(button("a", "")), `action_id "a" twice`},
		{"button without id", actions(`{"type":"button","text":{"type":"plain_text","text":"x"}}`), "without an action_id"},
		{"button's label too long *", actions(`{"type":"button","action_id":"a","text":{"type":"plain_text","text":"` + strings.Repeat("x", 76) + `"}}`), "75"},
		{"button's value too long *", actions(button("a", `,"value":"`+strings.Repeat("x", 2001)+`"`)), "2,000"},
		{"button's style", actions(button("a", `,"style":"loud"`)), "style"},
		{"button that leads", actions(button("a", `,"url":"https://a.example"`)), ""},
		{"button that leads astray", actions(button("a", `,"url":"data:text/html,x"`)), "leads to"},
		{"button that leads far", actions(button("a", `,"url":"https://a.example/`+strings.Repeat("x", 3000)+`"`)), "a link of"},
		{"blocks alike", `{"type":"divider","block_id":"a"},{"type":"divider","block_id":"a"}`, `block_id "a" twice`},
		{"context", `{"type":"context","elements":[{"type":"mrkdwn","text":"x"},{"type":"plain_text","text":"a < b & <!here>"}]}`, ""},
		{"context with too much *", `{"type":"context","elements":[` + times(`{"type":"plain_text","text":"x"}`, 11) + `]}`, "10"},
		{"context with a ping", `{"type":"context","elements":[{"type":"mrkdwn","text":"<!here>"}]}`, "mention"},
		{"markdown with a ping", `{"type":"markdown","text":"<!channel>"}`, "mention"},
		{"markdown too long", times(`{"type":"markdown","text":"`+strings.Repeat("x", 6001)+`"}`, 2), "markdown of 12002"},
		{"a control character", rich(`{"type":"text","text":"a\u001b[1m"}`), "U+001B"},
		{"text turned around", rich(`{"type":"text","text":"a\u202eb"}`), "U+202E"},
		{"a direction isolated", rich(`{"type":"text","text":"\u2068a\u2069"}`), ""},
		{"a direction left open", rich(`{"type":"text","text":"\u2068a"}`), "does not end"},
	} {
		for name, v := range validators(t) {
			if strings.HasSuffix(c.name, "*") && name == "without" {
				continue
			}
			t.Run(c.name+" "+name, func(t *testing.T) {
				t.Parallel()
				args := decoded(t, `{"blocks":[`+c.blocks+`]}`)
				checkSaid(t, said(v.Message("x", args["blocks"])), c.want)
			})
		}
	}
}

func manyButtons(n int) string {
	var all []string
	for i := range n {
		all = append(all, button(fmt.Sprint(i), ""))
	}
	return strings.Join(all, ",")
}

// TestMarkup has top-level text for each rule.
func TestMarkup(t *testing.T) {
	t.Parallel()
	v, err := NewValidator("")
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"a &amp; b &lt;!here&gt; *c* @channel":                 "",
		"<https://a.example/x?a=1&amp;b=2|a.example>":          "",
		"<!date^1700000000^{date_short_pretty} {time}|14 Nov>": "",
		"<!date^1700000000^{time}^https://a.example/x|14 Nov>": "",
		"<#C0123ABC|general>":                                  "",
		"<!channel>":                                           "mention",
		"<!here|here>":                                         "mention",
		"<!everyone>":                                          "mention",
		"<!subteam^S123>":                                      "mention",
		"<@U123>":                                              "mention",
		"<@W123|ann>":                                          "mention",
		"a < b":                                                `bare "<"`,
		"a > b":                                                `bare ">"`,
		"AT&T":                                                 "bare &",
		"&nbsp;":                                               "bare &",
		"<b>":                                                  "nobody escaped",
		"<javascript:alert(1)|x>":                              "nobody escaped",
		"<https://me:secret@a.example|x>":                      "with a name",
		"<!date^soon^{time}|x>":                                "nobody escaped",
		"<!date^1700000000^{time}>":                            "nobody escaped",
		"<!date^1700000000^{time}^javascript:x|x>": "nobody escaped",
		"a\x00b":  "U+0000",
		"a\xffb":  "not UTF-8",
		"\u2069a": "does not end",
		"two <https://a.example/x|a> and <!date^1^{time}^https://b.example|b>": "",
	} {
		checkSaid(t, said(v.Message(text, nil)), want)
	}
}

// TestResponse has bodies for a response_url.
func TestResponse(t *testing.T) {
	t.Parallel()
	for _, v := range validators(t) {
		for _, c := range []struct{ body, want string }{
			{`{"text":"x",` + flags + `}`, ""},
			{`{"text":"x","response_type":"in_channel","replace_original":false,"thread_ts":"1.2",` + flags + `}`, ""},
			{`{"delete_original":true}`, ""},
			{`{"text":"x"}`, "unfurl_links"},
			{`{"text":"x","response_type":"public",` + flags + `}`, "response_type"},
			{`{"text":"x","channel":"C1",` + flags + `}`, "unknown field"},
			{`{"text":"<!here>",` + flags + `}`, "mention"},
			{`{` + flags + `}`, "no_text"},
		} {
			checkSaid(t, said(v.Response(decoded(t, c.body))), c.want)
		}
	}
}

// TestHomeOf: what is said of App Home's blocks, and of what is no JSON.
func TestHomeOf(t *testing.T) {
	t.Parallel()
	for _, v := range validators(t) {
		checkSaid(t, said(v.Home([]obj{{"type": "divider"}})), "")
		checkSaid(t, said(v.Home([]obj{})), "no block")
		checkSaid(t, said(v.Home(func() {})), "invalid_arguments")
		checkSaid(t, said(v.Message("x", func() {})), "invalid_blocks_format")
		checkSaid(t, said(v.Message("x", "blocks")), "no list")
	}
	if _, err := NewValidator("no such file"); err == nil {
		t.Error("a schema that is not there is no error")
	}
}

// FuzzMarkup: text that was escaped breaks no rule of markup, whatever it was.
func FuzzMarkup(f *testing.F) {
	for _, text := range []string{"a & b", "<!here>", "<@U1|", "&amp;", "a\x1b", "\u202e", "<!date^1^{time}|x>"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var r report
		markup("text", strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text), &r)
		for _, p := range r.problems {
			if p.Code == "mention" || p.Code == "markup" || p.Code == "link" {
				t.Errorf("%q, escaped: %s", text, p)
			}
		}
	})
}
