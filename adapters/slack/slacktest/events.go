package slacktest

import (
	"crypto/rand"
	"fmt"
	"strings"
	"time"
)

// event makes an event and sends it; the lock is held.
func (s *Server) event(event obj) string {
	payload := obj{
		"token": "verification", "team_id": s.Team, "context_team_id": s.Team, "context_enterprise_id": nil, "api_app_id": s.App,
		"event": event, "type": "event_callback", "event_id": s.nextID("Ev"), "event_time": time.Now().Unix(),
		"authorizations":        []obj{{"enterprise_id": nil, "team_id": s.Team, "user_id": s.User, "is_bot": true, "is_enterprise_install": false}},
		"is_ext_shared_channel": false, "event_context": "4-" + s.nextID(""),
	}
	if id, _ := event["channel"].(string); s.channels[id] != nil && s.channels[id].shared {
		payload["is_ext_shared_channel"] = true
	}
	e := s.newEnvelope(eventsAPI, payload)
	s.send(e)
	return e.id
}

// Said is what a person wrote.
type Said struct {
	TS   string // of the message
	ID   string // of the event that tells of it, for [Server.Answered]; "" where the bot is told of nothing
	Copy string // of the second event about the same message; "" where there is none
}

// Say has a person write in a channel, in the thread of a message or with "" in
// none. A mention is written "<@" + User + ">". In a channel the bot is told of
// mentions alone; in its direct conversation of everything, and of a mention
// there twice: as a message and as a mention.
func (s *Server) Say(p Person, channel, text, thread string) Said {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[channel]
	m := s.post(c, p.ID, thread, obj{"text": text, "client_msg_id": uuid(), "blocks": typed(text)})
	said := Said{TS: m.ts}
	mention := strings.Contains(text, "<@"+s.User+">")
	o := s.messageObject(m)
	o["channel"], o["event_ts"], o["team"] = c.id, m.ts, p.Team
	if p.Bot {
		o["bot_id"], o["subtype"] = "B0"+p.ID[1:], "bot_message"
	}
	if p.Stranger {
		o["user_team"], o["source_team"] = p.Team, p.Team
	}
	if c.direct() {
		direct := clone(o)
		direct["channel_type"] = "im"
		said.ID = s.event(direct)
	}
	if mention && c.bot {
		o["type"] = "app_mention"
		id := s.event(o)
		if said.ID == "" {
			said.ID = id
		} else {
			said.Copy = id
		}
	}
	s.change()
	return said
}

// typed is what Slack's own editor makes of what somebody writes.
func typed(text string) []any {
	var parts []any
	for text != "" {
		before, after, ok := strings.Cut(text, "<@")
		id, rest, closed := strings.Cut(after, ">")
		if !ok || !closed {
			parts = append(parts, obj{"type": "text", "text": text})
			break
		}
		if before != "" {
			parts = append(parts, obj{"type": "text", "text": before})
		}
		parts = append(parts, obj{"type": "user", "user_id": id})
		text = rest
	}
	return []any{obj{"type": "rich_text", "block_id": rand.Text()[:5], "elements": []any{obj{"type": "rich_text_section", "elements": parts}}}}
}

// Rewrite has a person change what they wrote, of which a direct conversation tells.
func (s *Server) Rewrite(p Person, ts, text string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.anywhere(ts)
	before := s.messageObject(m)
	m.edit(obj{"text": text, "blocks": typed(text)})
	c := s.channels[m.channel]
	if !c.direct() {
		return ""
	}
	at := s.nextTS()
	return s.event(obj{
		"type": "message", "subtype": "message_changed", "hidden": true, "channel": c.id, "channel_type": "im", "ts": at, "event_ts": at,
		"message": s.messageObject(m), "previous_message": before, "user": p.ID,
	})
}

// OpenHome has a person open a tab of the App Home: "home" or "messages".
func (s *Server) OpenHome(p Person, tab string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := obj{"type": "app_home_opened", "user": p.ID, "channel": s.direct(p.ID).id, "event_ts": s.nextTS(), "tab": tab}
	if h := s.homes[p.ID]; h != nil && tab == "home" {
		o["view"] = s.viewObject(h)
	}
	return s.event(o)
}

// Uninstall has somebody remove the application: its token is no longer let
// in, and two events say so, in no certain order. It gives that of app_uninstalled.
func (s *Server) Uninstall() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refusal = "account_inactive"
	s.revoked()
	return s.event(obj{"type": "app_uninstalled", "event_ts": s.nextTS()})
}

// Revoke takes the bot's token back.
func (s *Server) Revoke() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refusal = "token_revoked"
	return s.revoked()
}

func (s *Server) revoked() string {
	return s.event(obj{"type": "tokens_revoked", "tokens": obj{"oauth": []string{}, "bot": []string{s.User}}, "event_ts": s.nextTS()})
}

// RevokeUser takes a person's token back, which the bot's is none of.
func (s *Server) RevokeUser(p Person) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.event(obj{"type": "tokens_revoked", "tokens": obj{"oauth": []string{p.ID}, "bot": []string{}}, "event_ts": s.nextTS()})
}

// Refuse has the bot's token refused with one of Slack's errors ("invalid_auth",
// "token_revoked"), without a word; "" lets it in again.
func (s *Server) Refuse(code string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refusal = code
}

// Happen tells of an event of the test's own, and gives its identifier.
func (s *Server) Happen(event map[string]any) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.event(event)
}

func uuid() string {
	var b [16]byte
	_, _ = rand.Read(b[:])
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

func clone(o obj) obj {
	c := obj{}
	for k, v := range o {
		c[k] = v
	}
	return c
}
