package discordtest

import (
	"encoding/json"
	"regexp"
	"slices"
	"time"
)

// Seen is a message of the bot as people see it.
type Seen struct {
	ID, Channel string
	Content     string
	Embeds      []Embed
	Buttons     []Button
	Preview     bool // Discord shows what is behind a link in the content
	Ephemeral   bool
	To          string // of an ephemeral one, who sees it
	Interaction string // that it answers, "" for others
	Loading     bool   // "thinking": deferred and not answered yet
	Edits       int
	Flags       int
	Reply       string // the message that it replies to
	At          time.Time
}

// Embed is what of an embed is seen.
type Embed struct {
	Title, URL, Description string
	Fields                  []struct{ Name, Value string }
	Footer                  struct{ Text string }
	Author                  struct{ Name, URL string }
	Timestamp               string
	Color                   int
}

// Button is one that can be pressed, or whose link can be followed.
type Button struct {
	Label    string
	CustomID string `json:"custom_id"`
	URL      string
	Style    int
	Disabled bool
}

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
	slices.SortFunc(all, func(a, b Seen) int {
		switch {
		case a.ID == b.ID:
			return 0
		case older(a.ID, b.ID):
			return -1
		}
		return 1
	})
	return all
}

// link is what Discord makes a preview of: an address, unless it is in <>.
var link = regexp.MustCompile(`(^|[^<\\])https?://`)

// seen is a message as it looks.
func seen(m *message) Seen {
	x := Seen{
		ID: m.id, Channel: m.channel, Ephemeral: m.ephemeral(), To: m.to, Loading: m.loading(), Edits: m.edits, Flags: m.flags(), At: m.at,
	}
	var body struct {
		Content    string
		Embeds     []Embed
		Components []struct{ Components []Button }
		Reference  struct {
			Message string `json:"message_id"`
		} `json:"message_reference"`
	}
	if data, err := json.Marshal(m.body); err == nil {
		_ = json.Unmarshal(data, &body)
	}
	x.Content, x.Embeds, x.Reply = body.Content, body.Embeds, body.Reference.Message
	if m.flags()&flagSuppress != 0 {
		x.Embeds = nil
	}
	x.Preview = len(body.Embeds) == 0 && m.flags()&flagSuppress == 0 && link.MatchString(body.Content)
	for _, row := range body.Components {
		x.Buttons = append(x.Buttons, row.Components...)
	}
	if m.inter != nil {
		x.Interaction = m.inter.id
	}
	return x
}

// Answered is what came back for an interaction.
type Answered struct {
	Type    int // of the first answer, 0 where there is none yet
	After   time.Duration
	Choices []any          // of an autocomplete
	Form    map[string]any // a modal
	Message string         // the first answer's message, "" where there is none
	Whole   bool           // more than an acknowledgement
}

// Answered gives what came back for an interaction.
func (s *Server) Answered(id string) Answered {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.asked[id]
	if i == nil {
		return Answered{}
	}
	a := Answered{Type: i.answered, Choices: i.choices, Form: i.form}
	if i.answered != 0 {
		a.After, a.Whole = i.answeredAt.Sub(i.at), i.original == nil || !i.original.loading()
	}
	if i.original != nil {
		a.Message = i.original.id
	}
	return a
}

// Delete removes a message, as a moderator does.
func (s *Server) Delete(message string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := s.anywhere(message); m != nil {
		m.deleted = true
	}
}
