package discordtest

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// The flags of a message that matter here.
const (
	flagSuppress  = 1 << 2 // no embeds, the bot's own among them
	flagEphemeral = 1 << 6
	flagLoading   = 1 << 7
)

// message is one that was sent, by the bot or by a person.
type message struct {
	id, channel string
	author      string // a person, or the bot
	to          string // of an ephemeral message: who alone sees it
	inter       *interaction
	at          time.Time
	edits       int
	deleted     bool
	body        obj // content, embeds, components, flags, nonce, message_reference
}

func (m *message) flags() int { n, _ := m.body["flags"].(float64); return int(n) }

func (m *message) ephemeral() bool { return m.flags()&flagEphemeral != 0 }

func (m *message) loading() bool { return m.flags()&flagLoading != 0 }

// merge changes a message as an edit does: what is named replaces what was.
func (m *message) merge(in obj) {
	for _, k := range []string{"content", "embeds", "components"} {
		if v, ok := in[k]; ok {
			m.body[k] = v
		}
	}
	flags := m.flags() &^ flagLoading
	if set, ok := in["flags"].(float64); ok { // of the others none can be changed
		flags = flags&^flagSuppress | int(set)&flagSuppress
	}
	m.body["flags"] = float64(flags)
	m.edits++
}

// post adds a message to its channel; the lock is held.
func (s *Server) post(c *channel, author string, body obj) *message {
	m := &message{id: s.nextID(), channel: c.id, author: author, at: time.Now(), body: body}
	c.messages = append(c.messages, m)
	return m
}

// messageObject is a message as Discord gives it.
func (s *Server) messageObject(m *message) obj {
	o := obj{
		"id": m.id, "channel_id": m.channel, "timestamp": m.at.UTC().Format(time.RFC3339Nano), "edited_timestamp": nil, "type": 0,
		"tts": false, "pinned": false, "mention_everyone": false, "mention_roles": []string{}, "mentions": []obj{}, "attachments": []obj{},
		"content": "", "embeds": []obj{}, "components": []obj{}, "flags": 0,
	}
	if m.author == s.User {
		o["author"] = s.self()
	} else {
		o["author"] = s.personObject(m.author)
	}
	if m.edits > 0 {
		o["edited_timestamp"] = m.at.UTC().Format(time.RFC3339Nano)
	}
	for k, v := range m.body {
		if k != "allowed_mentions" && k != "enforce_nonce" && v != nil {
			o[k] = v
		}
	}
	if ref, ok := m.body["message_reference"].(obj); ok {
		id, _ := ref["message_id"].(string)
		if to := s.find(m.channel, id); to != nil {
			o["referenced_message"], o["type"] = s.messageObject(to), 19
		}
	}
	return o
}

func (s *Server) find(channel, id string) *message {
	c := s.channels[channel]
	if c == nil {
		return nil
	}
	for _, m := range c.messages {
		if m.id == id && !m.deleted {
			return m
		}
	}
	return nil
}

// messagesCall is what concerns the messages of a channel.
func (s *Server) messagesCall(c *call, channelID, id string) answer {
	ch, bad := s.reach(channelID, c.Method == http.MethodPost)
	if bad != nil {
		return *bad
	}
	switch {
	case id == "" && c.Method == http.MethodGet:
		return s.list(c, ch)
	case id == "" && c.Method == http.MethodPost:
		return s.create(c, ch)
	}
	m := s.find(channelID, id)
	if m == nil || m.ephemeral() {
		return refuse(404, 10008, "Unknown Message")
	}
	switch c.Method {
	case http.MethodPatch:
		if m.author != s.User {
			return refuse(403, 50005, "Cannot edit a message authored by another user")
		}
		var in obj
		if json.Unmarshal(c.data, &in) != nil {
			return refuse(400, 50109, "The request body contains invalid JSON.")
		}
		m.merge(in)
	case http.MethodDelete:
		m.deleted = true
		return answer{status: 204}
	}
	return answer{status: 200, body: s.messageObject(m)}
}

// list gives the newest messages first, as Discord does.
func (s *Server) list(c *call, ch *channel) answer {
	q := c.URL.Query()
	limit, err := strconv.Atoi(q.Get("limit"))
	if err != nil {
		limit = 50
	}
	out := []obj{}
	if s.silent(ch) {
		return answer{status: 200, body: out}
	}
	for _, m := range slices.Backward(ch.messages) {
		if len(out) == limit {
			break
		}
		if !m.deleted && !m.ephemeral() && (q.Get("before") == "" || older(m.id, q.Get("before"))) {
			out = append(out, s.withheld(s.messageObject(m), IntentGuilds))
		}
	}
	return answer{status: 200, body: out}
}

func older(a, b string) bool {
	if len(a) != len(b) {
		return len(a) < len(b)
	}
	return a < b
}

// create posts the bot's message, once for a nonce that is enforced.
func (s *Server) create(c *call, ch *channel) answer {
	var in obj
	if json.Unmarshal(c.data, &in) != nil {
		return refuse(400, 50109, "The request body contains invalid JSON.")
	}
	nonce, _ := in["nonce"].(string)
	if enforce, _ := in["enforce_nonce"].(bool); enforce && nonce != "" {
		for _, m := range ch.messages {
			if m.author == s.User && m.body["nonce"] == nonce {
				if m.deleted {
					return refuse(404, 10008, "Unknown Message")
				}
				return answer{status: 200, body: s.messageObject(m)}
			}
		}
	}
	m := s.post(ch, s.User, in)
	s.announce(m)
	return answer{status: 200, body: s.messageObject(m)}
}

// announce tells the gateway of a message; the lock is held.
func (s *Server) announce(m *message) {
	c := s.channels[m.channel]
	o := s.messageObject(m)
	if c.guild != "" {
		o["guild_id"] = c.guild
		if m.author != s.User {
			o["member"] = obj{"roles": []string{}, "nick": nil, "joined_at": nil, "deaf": false, "mute": false, "flags": 0}
		}
	}
	for _, x := range s.gateway.sessions {
		if !x.hears(c) {
			continue
		}
		x.dispatch("MESSAGE_CREATE", s.withheld(o, x.intents))
	}
}

// hears says whether a session is told of messages in a channel.
func (x *session) hears(c *channel) bool {
	if c.guild == "" {
		return x.intents&IntentDirectMessages != 0 && x.shard[0] == 0
	}
	return x.intents&IntentGuildMessages != 0 && shardOf(c.guild, x.shard[1]) == x.shard[0]
}

// withheld empties a message as Discord does without the privileged intent:
// but for direct messages, mentions of the bot, and the bot's own messages.
func (s *Server) withheld(o obj, intents int) obj {
	id, _ := o["channel_id"].(string)
	if intents&IntentMessageContent != 0 || s.channels[id] == nil || s.channels[id].guild == "" {
		return o
	}
	if author, _ := o["author"].(obj); author["id"] == s.User {
		return o
	}
	if list, _ := o["mentions"].([]obj); slices.ContainsFunc(list, func(u obj) bool { return u["id"] == s.User }) {
		return o
	}
	o = maps.Clone(o)
	o["content"], o["embeds"], o["attachments"], o["components"] = "", []obj{}, []obj{}, []obj{}
	if ref, ok := o["referenced_message"].(obj); ok {
		o["referenced_message"] = s.withheld(ref, intents)
	}
	return o
}
