package discordtest

import (
	"crypto/rand"
	"strconv"
	"strings"
	"time"
)

// Permissions of a member that matter here.
const (
	ManageChannels = 1 << 4
	ManageGuild    = 1 << 5
	Administrator  = 1 << 3
	ordinary       = 1<<10 | 1<<11 | 1<<16
)

// Person is somebody who uses the bot.
type Person struct {
	ID          string
	Name        string
	Locale      string // "" is en-US
	Permissions int64  // in servers, besides reading and writing
}

// Join makes a person, whose identifier is theirs for good.
func (s *Server) Join(p Person) Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p.ID == "" {
		p.ID = s.nextID()
	}
	if p.Name == "" {
		p.Name = "reader" + p.ID[len(p.ID)-4:]
	}
	if p.Locale == "" {
		p.Locale = "en-US"
	}
	s.people[p.ID] = p
	return p
}

func (s *Server) personObject(id string) obj {
	p := s.people[id]
	return obj{"id": id, "username": p.Name, "discriminator": "0", "bot": false, "avatar": nil, "global_name": p.Name, "public_flags": 0}
}

// Option is an option of a slash command with what the person gave.
type Option struct {
	Name    string
	Value   any // a string, an int, a bool
	Focused bool
}

// Slash has a person use a slash command: "news latest" is the subcommand
// latest of news. It gives the interaction's identifier.
func (s *Server) Slash(p Person, channel, command string, options ...Option) string {
	return s.interact(p, channel, 2, commandData(s, command, options), nil)
}

// Type has a person type in the focused option of a command, for autocomplete.
func (s *Server) Type(p Person, channel, command string, options ...Option) string {
	return s.interact(p, channel, 4, commandData(s, command, options), nil)
}

// Menu has a person choose a message command on a message.
func (s *Server) Menu(p Person, channel, command, message string) string {
	s.mu.Lock()
	var target obj
	if m := s.find(channel, message); m != nil {
		target = s.messageObject(m) // never withheld
	}
	s.mu.Unlock()
	data := obj{"id": s.newID(), "name": command, "type": 3, "target_id": message, "resolved": obj{"messages": obj{message: target}}}
	return s.interact(p, channel, 2, data, nil)
}

// Press has a person press a button, on a message that they see.
func (s *Server) Press(p Person, message, customID string) string {
	s.mu.Lock()
	m := s.anywhere(message)
	s.mu.Unlock()
	if m == nil {
		return ""
	}
	return s.interact(p, m.channel, 3, obj{"custom_id": customID, "component_type": 2}, m)
}

// Submit has a person send a form off; fields are by custom_id.
func (s *Server) Submit(p Person, channel, customID string, fields map[string]string) string {
	rows := []obj{}
	for id, v := range fields {
		rows = append(rows, obj{"type": 1, "id": len(rows) + 1, "components": []obj{{"type": 4, "id": len(rows) + 100, "custom_id": id, "value": v}}})
	}
	return s.interact(p, channel, 5, obj{"custom_id": customID, "components": rows}, nil)
}

// Forge has a person press a button with a custom_id that no message of theirs
// has, in any channel.
func (s *Server) Forge(p Person, channel, customID string) string {
	s.mu.Lock()
	m := s.post(s.channels[channel], s.User, obj{"content": ""})
	m.deleted = true // nobody sees it
	s.mu.Unlock()
	return s.interact(p, channel, 3, obj{"custom_id": customID, "component_type": 2}, m)
}

func (s *Server) anywhere(message string) *message {
	for _, c := range s.channels {
		if m := s.find(c.id, message); m != nil {
			return m
		}
	}
	return nil
}

// commandData is a command's data with its options nested under its subcommands.
func commandData(s *Server, command string, options []Option) obj {
	words := strings.Fields(command)
	list := []obj{}
	for _, o := range options {
		kind, value := 3, o.Value
		switch v := o.Value.(type) {
		case int:
			kind = 4
		case bool:
			kind = 5
		case float64:
			kind, value = 10, v
		}
		item := obj{"name": o.Name, "type": kind, "value": value}
		if o.Focused {
			item["focused"] = true
		}
		list = append(list, item)
	}
	for i := len(words) - 1; i > 0; i-- {
		kind := 1
		if i < len(words)-1 {
			kind = 2
		}
		list = []obj{{"name": words[i], "type": kind, "options": list}}
	}
	return obj{"id": s.newID(), "name": words[0], "type": 1, "options": list}
}

// interact makes an interaction and tells the gateway of it.
func (s *Server) interact(p Person, channelID string, kind int, data obj, on *message) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.change()
	c := s.channels[channelID]
	i := &interaction{id: s.nextID(), token: "interaction-" + rand.Text(), channel: channelID, person: p.ID, kind: kind, at: time.Now(), pressed: on}
	s.inters[i.token], s.asked[i.id] = i, i
	o := obj{
		"id": i.id, "application_id": s.App, "type": kind, "data": data, "channel_id": channelID, "channel": s.channelObject(c),
		"token": i.token, "version": 1, "locale": p.Locale, "app_permissions": strconv.Itoa(ordinary | 1<<14), "entitlements": []obj{},
		"attachment_size_limit": 10 << 20,
	}
	if on != nil {
		o["message"] = s.messageObject(on)
	}
	if c.guild == "" {
		o["user"], o["context"], o["authorizing_integration_owners"] = s.personObject(p.ID), 1, obj{"1": p.ID}
	} else {
		o["guild_id"], o["guild_locale"], o["context"], o["authorizing_integration_owners"] = c.guild, s.guildByID(c.guild).locale, 0, obj{"0": c.guild}
		o["member"] = obj{
			"user": s.personObject(p.ID), "roles": []string{}, "permissions": strconv.FormatInt(ordinary|p.Permissions, 10),
			"nick": nil, "joined_at": time.UnixMilli(epoch).UTC().Format(time.RFC3339), "deaf": false, "mute": false, "flags": 0,
		}
	}
	for _, x := range s.gateway.sessions {
		if c.guild == "" && x.shard[0] == 0 || c.guild != "" && shardOf(c.guild, x.shard[1]) == x.shard[0] {
			x.dispatch("INTERACTION_CREATE", o)
		}
	}
	return i.id
}

// Say has a person write in a channel; a mention of the bot ("<@" + User +
// ">") notifies it. replyTo is the message that they reply to, or "". A reply
// to the bot mentions it. It gives the message's identifier.
func (s *Server) Say(p Person, channelID, text, replyTo string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.change()
	body := obj{"content": text}
	mentioned := strings.Contains(text, "<@"+s.User+">") || strings.Contains(text, "<@!"+s.User+">")
	if replyTo != "" {
		body["message_reference"] = obj{"message_id": replyTo, "channel_id": channelID}
		if to := s.find(channelID, replyTo); to != nil && to.author == s.User {
			mentioned = true
		}
	}
	if mentioned {
		body["mentions"] = []obj{s.self()}
	}
	m := s.post(s.channels[channelID], p.ID, body)
	s.announce(m)
	return m.id
}

// Add has a new server add the bot, and gives its number.
func (s *Server) Add() int {
	g := s.addGuild()
	s.mu.Lock()
	defer s.mu.Unlock()
	g.joined = time.Now()
	s.toShard(g, "GUILD_CREATE", s.guildObject(g))
	return len(s.guilds) - 1
}

// Remove has the n-th server remove the bot.
func (s *Server) Remove(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.guilds[n].gone = true
	s.toShard(s.guilds[n], "GUILD_DELETE", obj{"id": s.guilds[n].id})
}

// Outage has the n-th server be unavailable from now on, which is no removal.
func (s *Server) Outage(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.guilds[n].out = true
	s.toShard(s.guilds[n], "GUILD_DELETE", obj{"id": s.guilds[n].id, "unavailable": true})
}

func (s *Server) toShard(g *guild, event string, data obj) {
	for _, x := range s.gateway.sessions {
		if shardOf(g.id, x.shard[1]) == x.shard[0] {
			x.dispatch(event, data)
		}
	}
}
