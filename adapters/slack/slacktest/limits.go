package slacktest

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

// What the schema does not say, from Slack's documentation where nothing else
// is named. Characters are code points.
const (
	MaxBlocks     = 50    // blocks of a message
	MaxViewBlocks = 100   // blocks of a view
	MaxText       = 40000 // characters of a message's text; what is longer is cut off
	// MaxBlockText is for the text of all blocks of a message together. Slack
	// does not say where msg_blocks_too_long begins: 9,597 were let in and
	// 11,341 refused (github.com/slackapi/bolt-js, issues 2509 and 2867).
	MaxBlockText = 10000
	// MaxUpdate is for the text with which a message is changed, in bytes:
	// chat.update gives msg_too_long for what chat.postMessage takes
	// (github.com/seratch/ChatGPT-in-Slack, issue 102).
	MaxUpdate   = 4000
	maxMetadata = 16 * 1024 // bytes of a message's metadata
	maxURL      = 3000      // characters of a button's address
	maxMarkdown = 12000     // characters of all markdown blocks together
)

// content looks at what a message shows: its text, its blocks, its metadata.
func (v *Validator) content(args obj, r *report) {
	text, _ := args["text"].(string)
	_, hasBlocks := args["blocks"]
	switch {
	case strings.TrimSpace(text) == "" && !hasBlocks:
		r.add("no_text", "neither text nor blocks")
	case strings.TrimSpace(text) == "":
		r.add("no_text", "blocks without a text for notifications and screen readers")
	case utf8.RuneCountInString(text) > MaxText:
		r.add("msg_too_long", "text of %d characters", utf8.RuneCountInString(text))
	}
	markup("text", text, r)
	if args["attachments"] != nil {
		r.add("invalid_attachments", "attachments are a thing of the past")
	}
	if args["markdown_text"] != nil {
		r.add("invalid_arguments", "markdown_text lets news text be markup")
	}
	if hasBlocks {
		v.blocks(args["blocks"], MaxBlocks, r)
	}
	metadata(args["metadata"], r)
}

// unfurls wants link previews off where a method knows them, and nothing to be
// linked that was not meant to be.
func (v *Validator) unfurls(args obj, known bool, r *report) {
	for _, k := range []string{"unfurl_links", "unfurl_media"} {
		if args[k] != false && (known || args[k] != nil) {
			r.add("invalid_arguments", "%s is %v, want false", k, args[k])
		}
	}
	if args["parse"] != "none" {
		r.add("invalid_arguments", "parse is %v, want none", args["parse"])
	}
	if args["link_names"] != nil && args["link_names"] != false {
		r.add("invalid_arguments", "link_names is %v", args["link_names"])
	}
}

func metadata(x any, r *report) {
	if x == nil {
		return
	}
	m, ok := x.(obj)
	kind, _ := m["event_type"].(string)
	payload, is := m["event_payload"].(obj)
	if !ok || !is || kind == "" || len(payload) == 0 {
		r.add("invalid_metadata_format", "metadata without event_type or event_payload")
		return
	}
	if data, err := json.Marshal(m); err == nil && len(data) > maxMetadata {
		r.add("metadata_too_large", "metadata of %d bytes", len(data))
	}
}

// view looks at an App Home or a modal.
func (v *Validator) view(x any, r *report) {
	view, ok := x.(obj)
	if !ok {
		r.add("invalid_arguments", "no view")
		return
	}
	if private, _ := view["private_metadata"].(string); utf8.RuneCountInString(private) > 3000 {
		r.add("invalid_arguments", "private_metadata is too long")
	}
	v.blocks(view["blocks"], MaxViewBlocks, r)
}

// tally is what is counted over all blocks.
type tally struct {
	text, markdown  int
	blocks, actions map[string]bool
	*report
}

// blocks looks at a message's or view's blocks, one by one and together.
func (v *Validator) blocks(x any, most int, r *report) {
	list, ok := x.([]any)
	if !ok {
		r.add("invalid_blocks_format", "blocks are no list")
		return
	}
	if len(list) > most {
		r.add("invalid_blocks", "%d blocks", len(list))
	}
	if len(list) == 0 {
		r.add("invalid_blocks", "no block in the list")
	}
	t := &tally{blocks: map[string]bool{}, actions: map[string]bool{}, report: r}
	for _, b := range list {
		block, _ := b.(obj)
		kind, _ := block["type"].(string)
		v.block(kind, b, r)
		t.walk("", "blocks", b)
		if id, _ := block["block_id"].(string); id != "" && t.blocks[id] {
			r.add("invalid_blocks", "block_id %q twice", id)
		} else {
			t.blocks[id] = true
		}
	}
	if most == MaxBlocks && t.text > MaxBlockText {
		r.add("msg_blocks_too_long", "blocks with %d characters of text", t.text)
	}
	if t.markdown > maxMarkdown {
		r.add("msg_blocks_too_long", "markdown of %d characters", t.markdown)
	}
}

// block holds one block to the definition of its type: "rich_text" is RichTextBlock.
func (v *Validator) block(kind string, b any, r *report) {
	var name strings.Builder
	for _, w := range strings.Split(kind, "_") {
		if w != "" {
			name.WriteString(strings.ToUpper(w[:1]) + w[1:])
		}
	}
	v.schema(name.String()+"Block", b, "invalid_blocks", r)
}

// walk goes through a block and all that it has in it; parent is the type of
// what x is in, at is the field.
func (t *tally) walk(parent, at string, x any) {
	switch x := x.(type) {
	case []any:
		if len(x) == 0 && (at == "elements" || at == "fields") {
			t.add("invalid_blocks", "%s without any %s", parent, at)
		}
		for _, y := range x {
			t.walk(parent, at, y)
		}
	case obj:
		kind, _ := x["type"].(string)
		t.object(parent, kind, x)
		for k, y := range x {
			if k != "metadata" {
				t.walk(kind, k, y)
			}
		}
	}
}

// object looks at one object with a type.
func (t *tally) object(parent, kind string, x obj) {
	text, isText := x["text"].(string)
	if isText {
		t.text += utf8.RuneCountInString(text)
		t.plain(kind, text)
	}
	switch kind {
	case "mrkdwn":
		markup("mrkdwn", text, t.report)
	case "markdown":
		t.markdown += utf8.RuneCountInString(text)
		pings("markdown", text, t.report)
	case "section":
		if x["text"] == nil && x["fields"] == nil {
			t.add("invalid_blocks", "section without text or fields")
		}
	case "user", "usergroup", "broadcast":
		if strings.HasPrefix(parent, "rich_text") {
			t.add("mention", "a rich_text element of type %s", kind)
		}
	case "link":
		address(x["url"], t.report)
	case "button":
		t.button(x)
	}
	if id, _ := x["action_id"].(string); id != "" && t.actions[id] {
		t.add("invalid_blocks", "action_id %q twice", id)
	} else if id != "" {
		t.actions[id] = true
	}
}

// plain looks at the text of anything, which must be there.
func (t *tally) plain(kind, text string) {
	if text == "" || kind != "text" && strings.TrimSpace(text) == "" {
		t.add("invalid_blocks", "%s without text", kind)
	}
	clean(kind, text, t.report)
}

func (t *tally) button(x obj) {
	if x["action_id"] == nil || x["action_id"] == "" {
		t.add("invalid_blocks", "a button without an action_id")
	}
	if link, ok := x["url"]; ok {
		address(link, t.report)
	}
	if style, ok := x["style"]; ok && !slices.Contains([]any{"primary", "danger"}, style) {
		t.add("invalid_blocks", "a button's style is %v", style)
	}
}

// address looks at where a link leads: to the web, with no name or password in it.
func address(x any, r *report) {
	text, _ := x.(string)
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "":
		r.add("link", "a link leads to %q", text)
	case u.User != nil:
		r.add("link", "a link with a name in it: %s", u.Redacted())
	case utf8.RuneCountInString(text) > maxURL:
		r.add("invalid_blocks", "a link of %d characters", utf8.RuneCountInString(text))
	}
}
