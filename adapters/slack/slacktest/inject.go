package slacktest

import (
	"slices"
	"strings"
	"time"
)

// Slash has a person use the command: text is what follows "/news". Where
// there is no other word, it gives what [Server.Answered] knows it by.
func (s *Server) Slash(p Person, channel, text string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[channel]
	name := c.name
	switch {
	case c.direct():
		name = "directmessage"
	case c.private:
		name = "privategroup"
	}
	e := s.newEnvelope(slashCommands, obj{
		"token": "verification", "team_id": p.Team, "team_domain": "workspace", "channel_id": c.id, "channel_name": name, "user_id": p.ID,
		"user_name": p.Name, "command": "/news", "text": text, "api_app_id": s.App, "is_enterprise_install": "false",
		"trigger_id": s.trigger(p),
	})
	if p.Stranger { // the command is the workspace's, whoever uses it
		e.payload["team_id"] = s.Team
	}
	e.payload["response_url"] = s.hookFor(e, p.ID, c.id, nil)
	s.send(e)
	return e.id
}

func (s *Server) hookFor(e *envelope, person, channel string, on *message) string {
	address := s.newHook(e, person, channel, on)
	_, path, _ := strings.Cut(address, hookPath)
	e.hook = s.hooks[hookPath+path]
	return address
}

// interaction is the part that all interactions have; the lock is held.
func (s *Server) interaction(p Person, kind string) obj {
	return obj{
		"type": kind, "token": "verification", "api_app_id": s.App, "enterprise": nil, "is_enterprise_install": false,
		"team": obj{"id": s.Team, "domain": "workspace"}, "trigger_id": s.trigger(p),
		"user": obj{"id": p.ID, "username": p.Name, "name": p.Name, "team_id": p.Team},
	}
}

// trigger gives a trigger_id; the lock is held.
func (s *Server) trigger(p Person) string {
	id := s.nextID("trigger-")
	s.triggers[id] = trigger{person: p.ID, at: s.options.Clock()}
	return id
}

// Press has a person press a button of a message that they see, by its
// action_id; "" where there is no such message or button.
func (s *Server) Press(p Person, message, action string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.anywhere(message)
	if m == nil || m.to != "" && m.to != p.ID {
		return ""
	}
	b := buttonIn(m.body["blocks"], action)
	if b == nil {
		return ""
	}
	return s.press(p, m, b)
}

// Forge has a person press a button that no message of theirs has.
func (s *Server) Forge(p Person, channel, action, value string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.post(s.channels[channel], s.User, "", obj{"text": "forged"})
	m.deleted = true // nobody sees it
	return s.press(p, m, obj{
		"type": "button", "action_id": action, "block_id": "forged", "value": value, "text": obj{"type": "plain_text", "text": "x"},
	})
}

func (s *Server) press(p Person, m *message, button obj) string {
	c := s.channels[m.channel]
	o := s.interaction(p, "block_actions")
	box := obj{"type": "message", "message_ts": m.ts, "channel_id": c.id, "is_ephemeral": m.to != ""}
	if m.thread != "" {
		box["thread_ts"] = m.thread
	}
	o["container"], o["channel"], o["state"] = box, s.channelName(c), obj{"values": obj{}}
	if m.to == "" { // of a message that one person alone sees, Slack says no more
		o["message"] = s.messageObject(m)
	}
	o["actions"] = []any{action(button)}
	e := s.newEnvelope(interactive, o)
	o["response_url"] = s.hookFor(e, p.ID, c.id, m)
	s.send(e)
	return e.id
}

// action is a button as it comes with an interaction.
func action(button obj) obj {
	a := obj{"type": "button", "action_ts": "1700000000.000001"}
	for _, k := range []string{"action_id", "block_id", "text", "value", "style", "url"} {
		if v, ok := button[k]; ok {
			a[k] = v
		}
	}
	return a
}

func (s *Server) channelName(c *place) obj {
	name := c.name
	if c.direct() {
		name = "directmessage"
	}
	return obj{"id": c.id, "name": name}
}

// buttonIn finds a button by its action_id, in blocks; it comes with its block_id.
func buttonIn(blocks any, action string) obj {
	list, _ := blocks.([]any)
	for i, x := range list {
		block, _ := x.(obj)
		elements, _ := block["elements"].([]any)
		if a, ok := block["accessory"]; ok {
			elements = append(slices.Clone(elements), a)
		}
		for _, y := range elements {
			b, _ := y.(obj)
			if b["type"] != "button" || b["action_id"] != action {
				continue
			}
			b = clone(b)
			if b["block_id"] = block["block_id"]; b["block_id"] == nil {
				b["block_id"] = "block" + string(rune('a'+i%26))
			}
			return b
		}
	}
	return nil
}

// Shortcut has a person choose a shortcut on a message, by its callback_id.
func (s *Server) Shortcut(p Person, channel, message, callback string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, m := s.channels[channel], s.find(channel, message)
	if m == nil {
		return ""
	}
	o := s.interaction(p, "message_action")
	o["callback_id"], o["action_ts"], o["message_ts"] = callback, s.nextTS(), m.ts
	o["channel"], o["message"] = s.channelName(c), s.messageObject(m)
	e := s.newEnvelope(interactive, o)
	o["response_url"] = s.hookFor(e, p.ID, c.id, m)
	s.send(e)
	return e.id
}

// GlobalShortcut has a person choose a shortcut that belongs to no message.
func (s *Server) GlobalShortcut(p Person, callback string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := s.interaction(p, "shortcut")
	o["callback_id"], o["action_ts"] = callback, s.nextTS()
	e := s.newEnvelope(interactive, o)
	s.send(e)
	return e.id
}

// trigger is what lets a view be opened for a person, for a moment and once.
type trigger struct {
	person string
	at     time.Time
	used   bool
}

// triggerLife is how long a view may be opened.
const triggerLife = 3 * time.Second
