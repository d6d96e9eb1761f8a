package slack

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/slack-go/slack"
)

// checkPosts holds posts to everything that Slack refuses. The limits are
// written out here: a wrong one in limits.go fails.
func checkPosts(t *testing.T, posts []*post) {
	t.Helper()
	if len(posts) > 20 {
		t.Errorf("%d posts, at most 20", len(posts))
	}
	for i, p := range posts {
		atMost(t, "text", p.Text, 40_000)
		checkBlocks(t, p.Blocks, 50)
		if data, err := json.Marshal(p.Blocks); err != nil || len(data) > 10_000 {
			t.Errorf("the blocks of post %d take %d bytes, %v", i+1, len(data), err)
		}
		if len(p.Blocks) == 0 {
			t.Errorf("post %d has no block", i+1)
		}
	}
}

func checkHome(t *testing.T, blocks []slack.Block) {
	t.Helper()
	checkBlocks(t, blocks, 100)
	if data, err := json.Marshal(blocks); err != nil || len(data) > 250_000 {
		t.Errorf("App Home takes %d bytes, %v", len(data), err)
	}
}

func checkBlocks(t *testing.T, blocks []slack.Block, most int) {
	t.Helper()
	if len(blocks) > most {
		t.Errorf("%d blocks, at most %d", len(blocks), most)
	}
	known := make(map[string]bool)
	for _, b := range blocks {
		switch b := b.(type) {
		case *slack.HeaderBlock:
			checkObject(t, "header", b.Text, 150)
		case *slack.ContextBlock:
			if n := len(b.ContextElements.Elements); n < 1 || n > 10 {
				t.Errorf("a context has %d elements", n)
			}
			for _, e := range b.ContextElements.Elements {
				o, ok := e.(*slack.TextBlockObject)
				if !ok {
					t.Fatalf("a context has %#v", e)
				}
				checkObject(t, "context", o, 2000)
			}
		case *slack.RichTextBlock:
			if len(b.Elements) == 0 {
				t.Error("rich text without elements")
			}
			for _, e := range b.Elements {
				checkRich(t, e)
			}
		case *slack.ActionBlock:
			checkActions(t, b, known)
		case *slack.DividerBlock:
		default:
			t.Errorf("a block is %#v", b)
		}
	}
}

func checkObject(t *testing.T, what string, o *slack.TextBlockObject, most int) {
	t.Helper()
	atMost(t, what, o.Text, most)
	if plainly := o.Type == slack.PlainTextType; plainly != (o.Emoji != nil && !*o.Emoji) || plainly == o.Verbatim {
		t.Errorf("%s: names of emoji or addresses are read in %+v", what, o)
	}
}

func checkRich(t *testing.T, e slack.RichTextElement) {
	t.Helper()
	switch e := e.(type) {
	case *slack.RichTextSection:
		checkSpans(t, e.Elements)
	case *slack.RichTextQuote:
		checkSpans(t, e.Elements)
	case *list:
		if len(e.items) == 0 {
			t.Error("a list without items")
		}
		for _, item := range e.items {
			checkSpans(t, item.Elements)
		}
	default:
		t.Errorf("rich text has %#v", e)
	}
}

func checkSpans(t *testing.T, all []slack.RichTextSectionElement) {
	t.Helper()
	if len(all) == 0 {
		t.Error("a section without elements")
	}
	for _, e := range all {
		switch e := e.(type) {
		case *slack.RichTextSectionTextElement:
			atMost(t, "rich text", e.Text, 3000)
		case *slack.RichTextSectionLinkElement:
			atMost(t, "link", e.Text, 3000)
			if !strings.HasPrefix(e.URL, "http") {
				t.Errorf("a link leads to %q", e.URL)
			}
		default:
			t.Errorf("a section has %#v", e)
		}
	}
}

func checkActions(t *testing.T, b *slack.ActionBlock, known map[string]bool) {
	t.Helper()
	if n := len(b.Elements.ElementSet); n < 1 || n > 25 {
		t.Errorf("%d buttons in a block", n)
	}
	for _, e := range b.Elements.ElementSet {
		button, ok := e.(*slack.ButtonBlockElement)
		if !ok {
			t.Fatalf("an action is %#v", e)
		}
		checkObject(t, "button", button.Text, 75)
		atMost(t, "value", button.Value, 2000)
		atMost(t, "action_id", button.ActionID, 255)
		if known[button.ActionID] {
			t.Errorf("the action_id %q is there twice", button.ActionID)
		}
		known[button.ActionID] = true
	}
}

func atMost(t *testing.T, what, text string, most int) {
	t.Helper()
	if n := size(text); n < 1 || n > most || !utf8.ValidString(text) {
		t.Errorf("%s has %d characters, want 1 to %d, in UTF-8: %.60q", what, n, most, text)
	}
}

// ours is all that may stand between < and >: a date, or a link that shows the host it leads to.
var ours = regexp.MustCompile(`^(?:!date\^\d{1,11}\^\{date_short_pretty\} \{time\}\|[^<>|]+|https?://([^/|<>]+)[^|<>]*\|([^<>|]+))$`)

// checkInert expects no markup but ours, wherever Slack reads any.
func checkInert(t *testing.T, p *post) {
	t.Helper()
	if strings.ContainsAny(p.Text, "<>") || entity.MatchString(p.Text) {
		t.Fatalf("the text has markup: %q", p.Text)
	}
	for _, b := range p.Blocks {
		c, ok := b.(*slack.ContextBlock)
		if !ok {
			continue // nothing is read in there: see checkObject and checkRich
		}
		for _, e := range c.ContextElements.Elements {
			o, ok := e.(*slack.TextBlockObject)
			if !ok || o.Type != slack.MarkdownType {
				continue
			}
			inside, whole := strings.CutPrefix(o.Text, "<")
			inside, closed := strings.CutSuffix(inside, ">")
			found := ours.FindStringSubmatch(inside)
			if !whole || !closed || found == nil || found[1] != found[2] {
				t.Fatalf("markup that is not ours: %q", o.Text)
			}
		}
	}
}

// entity is an ampersand that begins none of Slack's three entities.
var entity = regexp.MustCompile(`&(?:[^alg]|a[^m]|am[^p]|amp[^;]|l[^t]|lt[^;]|g[^t]|gt[^;]|$)`)
