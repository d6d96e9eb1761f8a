package slacktest

import (
	"maps"
	"time"
)

// message is one that was sent, by the bot or by a person.
type message struct {
	ts, channel, thread string
	author              string    // a person, or the bot's user
	to                  string    // of an ephemeral message: who alone sees it
	via                 string    // the call that made it
	answers             *envelope // that it came by the response_url of, or with the acknowledgement of
	at                  time.Time
	edits               int
	deleted             bool
	body                obj // text, blocks, metadata
}

// shown are the arguments that a message keeps.
func shown(args obj) obj {
	body := obj{}
	for _, k := range []string{"text", "blocks", "metadata", "mrkdwn"} {
		if v, ok := args[k]; ok {
			body[k] = v
		}
	}
	return body
}

// post adds a message to a channel; the lock is held.
func (s *Server) post(c *place, author, thread string, body obj) *message {
	m := &message{ts: s.nextTS(), channel: c.id, thread: thread, author: author, at: time.Now(), body: body}
	c.messages = append(c.messages, m)
	return m
}

// find gives a message that is there, nil if it is not; the lock is held.
func (s *Server) find(channel, ts string) *message {
	c := s.channels[channel]
	if c == nil {
		return nil
	}
	for i := len(c.messages) - 1; i >= 0; i-- {
		if m := c.messages[i]; m.ts == ts && !m.deleted {
			return m
		}
	}
	return nil
}

// anywhere gives a message of any channel.
func (s *Server) anywhere(ts string) *message {
	for _, c := range s.channels {
		if m := s.find(c.id, ts); m != nil {
			return m
		}
	}
	return nil
}

// messageObject is a message as Slack gives it, without its metadata.
func (s *Server) messageObject(m *message) obj {
	o := obj{"type": "message", "user": m.author, "ts": m.ts, "text": ""}
	if m.author == s.User {
		o["bot_id"], o["app_id"], o["team"] = s.Bot, s.App, s.Team
		o["bot_profile"] = obj{"id": s.Bot, "app_id": s.App, "name": s.Name, "team_id": s.Team, "deleted": false}
	} else {
		o["team"] = s.people[m.author].Team
	}
	if m.thread != "" {
		o["thread_ts"] = m.thread
	}
	if m.edits > 0 {
		o["edited"] = obj{"user": m.author, "ts": m.ts}
	}
	maps.Copy(o, m.body)
	delete(o, "metadata")
	delete(o, "mrkdwn")
	return o
}

// place gives the channel that a call names, which may be a person's identifier.
func (s *Server) place(c *call) *place {
	id := c.str("channel")
	if p, ok := s.people[id]; ok && !p.Deleted {
		return s.direct(id)
	}
	return s.channels[id]
}

// threadOf gives the thread that a call names, and whether it is one.
func (s *Server) threadOf(c *call, channel string) (string, bool) {
	ts := c.str("thread_ts")
	if ts == "" {
		return "", true
	}
	m := s.find(channel, ts)
	if m == nil || m.to != "" {
		return "", false
	}
	if m.thread != "" {
		return m.thread, true
	}
	return ts, true
}

func (s *Server) postMessage(c *call) answer {
	if a := s.lacks("chat:write"); a != nil {
		return *a
	}
	ch := s.place(c)
	if code := s.mayPost(ch); code != "" {
		return no(code)
	}
	thread, ok := s.threadOf(c, ch.id)
	if !ok {
		return no("thread_not_found")
	}
	m := s.post(ch, s.User, thread, shown(c.args))
	m.via = c.method
	s.echo(m, nil)
	return yes(obj{"channel": ch.id, "ts": m.ts, "message": s.messageObject(m)})
}

func (s *Server) postEphemeral(c *call) answer {
	if a := s.lacks("chat:write"); a != nil {
		return *a
	}
	ch := s.place(c)
	if code := s.mayPost(ch); code != "" {
		return no(code)
	}
	if !ch.has(c.str("user")) {
		return no("user_not_in_channel")
	}
	thread, ok := s.threadOf(c, ch.id)
	if !ok {
		return no("thread_not_found")
	}
	m := s.post(ch, s.User, thread, shown(c.args))
	m.via, m.to = c.method, c.str("user")
	return yes(obj{"message_ts": m.ts})
}

func (c *place) has(person string) bool {
	for _, id := range c.members {
		if id == person {
			return true
		}
	}
	return false
}

func (s *Server) update(c *call) answer {
	if a := s.lacks("chat:write"); a != nil {
		return *a
	}
	ch := s.channels[c.str("channel")]
	if ch == nil || ch.private && !ch.bot {
		return no("channel_not_found")
	}
	m := s.find(ch.id, c.str("ts"))
	switch {
	case m == nil || m.to != "":
		return no("message_not_found")
	case m.author != s.User:
		return no("cant_update_message")
	case ch.archived:
		return no("is_archived")
	}
	before := s.messageObject(m)
	m.edit(shown(c.args))
	s.echo(m, before)
	return yes(obj{"channel": ch.id, "ts": m.ts, "text": m.body["text"], "message": s.messageObject(m)})
}

// edit changes a message: text without blocks takes the blocks away.
func (m *message) edit(body obj) {
	if _, ok := body["metadata"]; !ok && m.body["metadata"] != nil {
		body["metadata"] = m.body["metadata"]
	}
	m.body = body
	m.edits++
}

// echo tells of what the bot itself wrote or changed in a direct conversation,
// as Slack does to who hears message.im; before is what was changed.
func (s *Server) echo(m *message, before obj) {
	c := s.channels[m.channel]
	if !c.direct() {
		return
	}
	if before == nil {
		e := s.messageObject(m)
		e["channel"], e["channel_type"], e["event_ts"] = c.id, "im", m.ts
		s.event(e)
		return
	}
	ts := s.nextTS()
	s.event(obj{
		"type": "message", "subtype": "message_changed", "hidden": true, "channel": c.id, "channel_type": "im", "ts": ts, "event_ts": ts,
		"message": s.messageObject(m), "previous_message": before,
	})
}
