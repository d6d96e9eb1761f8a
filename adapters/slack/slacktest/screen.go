package slacktest

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// Seen is a message of the bot as people see it.
type Seen struct {
	TS, Channel, Thread string
	Text                string           // what a notification and a screen reader say, in Slack's markup
	Shown               string           // what is read in the message: its blocks' words, a line for each part; without blocks the text
	Blocks              []map[string]any // as they came
	Buttons             []Button
	Links               []Link
	Ephemeral           bool
	To                  string // of an ephemeral one, who sees it
	Answers             string // the injection that it came by the response_url of, "" for others
	Via                 string // the method, or "response_url"
	EventType           string // of its metadata
	Payload             map[string]any
	Edits               int
	At                  time.Time
}

// Button is one that can be pressed, or whose link can be followed.
type Button struct {
	Label, ActionID, BlockID, Value, URL, Style, Spoken string
}

// Link is one that can be followed.
type Link struct{ Text, URL string }

// Screen gives the bot's messages, ephemeral ones among them, in the order in which they came.
func (s *Server) Screen() []Seen {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []Seen
	for _, c := range s.channels {
		for _, m := range c.messages {
			if m.author == s.User && !m.deleted {
				all = append(all, seen(m))
			}
		}
	}
	slices.SortFunc(all, func(a, b Seen) int { return int(number(a.TS) - number(b.TS)) })
	return all
}

// Answers gives the messages that answer an injection, by its response_url or
// with its acknowledgement.
func (s *Server) Answers(id string) []Seen {
	return slices.DeleteFunc(s.Screen(), func(x Seen) bool { return x.Answers != id })
}

// In gives the messages in a channel, and with thread not "" in that thread alone.
func (s *Server) In(channel, thread string) []Seen {
	return slices.DeleteFunc(s.Screen(), func(x Seen) bool {
		return x.Channel != channel || thread != "" && x.Thread != thread
	})
}

// View is an App Home, or a modal, as a person sees it.
type View struct {
	Shown   string
	Blocks  []map[string]any
	Buttons []Button
	Links   []Link
	Edits   int
	Title   string // of a modal
}

// Home gives a person's App Home, and whether there is one.
func (s *Server) Home(person string) (View, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h := s.homes[person]
	if h == nil {
		return View{}, false
	}
	return viewed(h), true
}

// Modals gives the views that were opened for a person.
func (s *Server) Modals(person string) []View {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []View
	for _, h := range s.modals {
		if h.person == person {
			all = append(all, viewed(h))
		}
	}
	return all
}

func viewed(h *home) View {
	r := read(h.body["blocks"])
	v := View{Shown: r.text(), Blocks: r.blocks, Buttons: r.buttons, Links: r.links, Edits: h.edits}
	if title, ok := h.body["title"].(obj); ok {
		v.Title, _ = title["text"].(string)
	}
	return v
}

func seen(m *message) Seen {
	x := Seen{
		TS: m.ts, Channel: m.channel, Thread: m.thread, Ephemeral: m.to != "", To: m.to, Via: m.via, Edits: m.edits, At: m.at,
	}
	x.Text, _ = m.body["text"].(string)
	x.Shown = x.Text
	if m.body["blocks"] != nil {
		r := read(m.body["blocks"])
		x.Shown, x.Blocks, x.Buttons, x.Links = r.text(), r.blocks, r.buttons, r.links
	}
	if m.answers != nil {
		x.Answers = m.answers.id
	}
	if meta, ok := m.body["metadata"].(obj); ok {
		x.EventType, _ = meta["event_type"].(string)
		x.Payload, _ = meta["event_payload"].(obj)
	}
	return x
}

// reading is what is read in blocks.
type reading struct {
	lines   []string
	blocks  []map[string]any
	buttons []Button
	links   []Link
}

func (r *reading) text() string { return strings.Join(r.lines, "\n") }

// Read gives what people read in blocks, a line for each part: of a list each
// point, of a context its elements; without the buttons.
func Read(blocks any) string {
	list, err := generic(blocks)
	if err != nil {
		return ""
	}
	r := read(list)
	return r.text()
}

func read(blocks any) *reading {
	r := &reading{}
	list, _ := blocks.([]any)
	for _, x := range list {
		b, _ := x.(obj)
		r.blocks = append(r.blocks, b)
		r.block(b)
	}
	return r
}

func (r *reading) block(b obj) {
	id, _ := b["block_id"].(string)
	elements, _ := b["elements"].([]any)
	if text, ok := b["text"].(obj); ok {
		r.line(r.words(text))
	}
	fields, _ := b["fields"].([]any)
	for _, f := range fields {
		r.line(r.words(f))
	}
	switch b["type"] {
	case "rich_text":
		for _, e := range elements {
			r.rich(e)
		}
	case "context":
		var parts []string
		for _, e := range elements {
			parts = append(parts, r.words(e))
		}
		r.line(strings.Join(parts, " "))
	case "actions":
		for _, e := range elements {
			r.button(id, e)
		}
	}
	if a, ok := b["accessory"]; ok {
		r.button(id, a)
	}
}

func (r *reading) line(text string) { r.lines = append(r.lines, text) }

// rich is a part of rich text: of a list each point is a line.
func (r *reading) rich(x any) {
	part, _ := x.(obj)
	elements, _ := part["elements"].([]any)
	if part["type"] == "rich_text_list" {
		for _, e := range elements {
			r.rich(e)
		}
		return
	}
	var text strings.Builder
	for _, e := range elements {
		text.WriteString(r.words(e))
	}
	r.line(text.String())
}

// words are what is read of one element.
func (r *reading) words(x any) string {
	e, _ := x.(obj)
	text, _ := e["text"].(string)
	switch e["type"] {
	case "mrkdwn":
		return r.unmark(text)
	case "link":
		address, _ := e["url"].(string)
		if text == "" {
			text = address
		}
		r.links = append(r.links, Link{text, address})
	case "emoji":
		name, _ := e["name"].(string)
		return ":" + name + ":"
	case "date":
		text, _ = e["fallback"].(string)
	}
	return text
}

// unmark is how Slack's markup reads: links by their labels, times by their
// fallbacks, entities as what they stand for.
func (r *reading) unmark(text string) string {
	text = bracketed.ReplaceAllStringFunc(text, func(m string) string {
		inner, label, labelled := strings.Cut(m[1:len(m)-1], "|")
		switch {
		case strings.HasPrefix(inner, "http"):
			if !labelled {
				label = inner
			}
			r.links = append(r.links, Link{unescape(label), unescape(inner)})
		case strings.HasPrefix(inner, "!date^"):
			if parts := strings.SplitN(inner, "^", 4); len(parts) == 4 {
				r.links = append(r.links, Link{unescape(label), unescape(parts[3])})
			}
		}
		return label
	})
	return unescape(text)
}

func unescape(text string) string {
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(text)
}

func (r *reading) button(block string, x any) {
	e, _ := x.(obj)
	if e["type"] != "button" {
		return
	}
	var b struct {
		ActionID string `json:"action_id"`
		Value    string
		URL      string
		Style    string
		Spoken   string `json:"accessibility_label"`
		Text     struct{ Text string }
	}
	data, err := json.Marshal(e)
	if err != nil || json.Unmarshal(data, &b) != nil {
		return
	}
	r.buttons = append(r.buttons, Button{
		Label: b.Text.Text, ActionID: b.ActionID, BlockID: block, Value: b.Value, URL: b.URL, Style: b.Style, Spoken: b.Spoken,
	})
}

// Delete removes a message, as its author or an admin does.
func (s *Server) Delete(ts string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := s.anywhere(ts); m != nil {
		m.deleted = true
	}
}
