package discordtest

import (
	"encoding/json"
	"regexp"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// What Discord's description does not say, from its documentation.
const (
	maxContent  = 2000 // characters of content, for a bot
	maxEmbeds   = 6000 // characters over all embeds of a message
	maxRows     = 5    // action rows of a message
	maxCommands = 100  // slash commands in one place
	maxCommand  = 8000 // characters of a command with all its options
	maxChoices  = 25
)

// nameOf is what the names of slash commands and options look like; they must
// be in lower case besides.
var nameOf = regexp.MustCompile(`^[-_'\p{L}\p{N}\p{Devanagari}\p{Thai}]{1,32}$`)

// locales are those that Discord knows.
func locales() []string {
	return strings.Fields(`id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th zh-CN ja zh-TW ko`)
}

// length is a text's length as Discord counts it.
func length(s string) int { return len(utf16.Encode([]rune(s))) }

// checkLimits looks at what a request writes, by its route.
func checkLimits(route string, data []byte, report func(string, ...any)) {
	if len(data) > 0 && !utf8.Valid(data) {
		report("the body is not UTF-8")
	}
	switch {
	case strings.HasSuffix(route, "/callback"):
		checkCallback(data, report)
	case strings.Contains(route, "/messages") || strings.HasPrefix(route, "POST /webhooks/{webhook_id}/{webhook_token}"):
		if !strings.HasPrefix(route, "DELETE") {
			checkMessage(data, report)
		}
	case strings.HasSuffix(route, "/commands") && strings.HasPrefix(route, "PUT"):
		checkCommands(data, report)
	}
}

func checkCallback(data []byte, report func(string, ...any)) {
	var in struct {
		Type int
		Data json.RawMessage
	}
	if json.Unmarshal(data, &in) != nil {
		return
	}
	switch in.Type {
	case 4, 7:
		checkMessage(in.Data, report)
	case 5:
		if in.Data != nil {
			checkMentions(in.Data, report)
		}
	}
}

// messageIn is what is looked at in a message.
type messageIn struct {
	Content    string
	Embeds     []embedIn
	Components []struct {
		Type       int
		Components []struct {
			CustomID *string `json:"custom_id"`
			URL      *string
			Label    string
			Style    int
			Type     int
		}
	}
	Mentions json.RawMessage `json:"allowed_mentions"`
	Nonce    any
	Enforce  bool `json:"enforce_nonce"`
	Flags    int
}

type embedIn struct {
	Title, Description string
	Fields             []struct{ Name, Value string }
	Footer             struct{ Text string }
	Author             struct{ Name string }
}

func (e embedIn) length() int {
	n := length(e.Title) + length(e.Description) + length(e.Footer.Text) + length(e.Author.Name)
	for _, f := range e.Fields {
		n += length(f.Name) + length(f.Value)
	}
	return n
}

func checkMessage(data []byte, report func(string, ...any)) {
	checkMentions(data, report)
	var m messageIn
	if json.Unmarshal(data, &m) != nil {
		return // the description has said so
	}
	if n := length(m.Content); n > maxContent {
		report("content of %d characters", n)
	}
	total := 0
	for _, e := range m.Embeds {
		if e.length() == 0 {
			report("an embed without any text")
		}
		for _, f := range e.Fields {
			if strings.TrimSpace(f.Name) == "" || strings.TrimSpace(f.Value) == "" {
				report("a field without name or value")
			}
		}
		total += e.length()
	}
	if total > maxEmbeds {
		report("embeds of %d characters together", total)
	}
	if m.Enforce && (m.Nonce == nil || m.Nonce == "") {
		report("enforce_nonce without a nonce")
	}
	if strings.TrimSpace(m.Content) == "" && len(m.Embeds) == 0 && len(m.Components) == 0 {
		report("an empty message")
	}
	checkComponents(m, report)
}

func checkComponents(m messageIn, report func(string, ...any)) {
	if len(m.Components) > maxRows && m.Flags&(1<<15) == 0 {
		report("%d action rows", len(m.Components))
	}
	ids := map[string]bool{}
	for _, row := range m.Components {
		for _, b := range row.Components {
			switch {
			case b.Type != 2:
			case b.Style == 5 && (b.URL == nil || b.CustomID != nil):
				report("a link button needs a URL and no custom_id")
			case b.Style >= 1 && b.Style <= 4 && (b.CustomID == nil || b.URL != nil):
				report("a button needs a custom_id and no URL")
			}
			if b.Type == 2 && strings.TrimSpace(b.Label) == "" {
				report("a button without a label")
			}
			if b.CustomID != nil && ids[*b.CustomID] {
				report("custom_id %q twice", *b.CustomID)
			}
			if b.CustomID != nil {
				ids[*b.CustomID] = true
			}
		}
	}
}

// checkMentions wants exactly {"parse":[]}, so that nobody is ever notified.
func checkMentions(data []byte, report func(string, ...any)) {
	var in struct {
		Mentions map[string]json.RawMessage `json:"allowed_mentions"`
	}
	if json.Unmarshal(data, &in) != nil {
		return
	}
	if parse, ok := in.Mentions["parse"]; !ok || string(parse) != "[]" {
		report(`allowed_mentions is not {"parse":[]}: %.200s`, data)
	}
	for _, k := range []string{"users", "roles"} {
		if v, ok := in.Mentions[k]; ok && string(v) != "[]" {
			report("allowed_mentions lets %s through", k)
		}
	}
	if string(in.Mentions["replied_user"]) == "true" {
		report("allowed_mentions notifies who is replied to")
	}
}
