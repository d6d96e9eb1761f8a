package slacktest

import (
	"slices"
	"strings"
)

// Person is somebody who uses the bot.
type Person struct {
	ID              string // "" gets one
	Name            string // "" gets one
	Locale          string // "" is en-US
	TZ              string // "" is Europe/Amsterdam
	Team            string // "" is the workspace, or for a Stranger another
	Admin, Owner    bool
	Guest           bool // is_restricted: in some channels
	UltraRestricted bool // in one channel
	Stranger        bool // of another workspace, in a shared channel (Slack Connect)
	Bot, Deleted    bool
}

// Channel is one to be added.
type Channel struct {
	Name      string
	Private   bool
	Archived  bool
	Shared    bool // with another workspace
	Uninvited bool // the bot is not in it
	Members   []Person
}

// place is a channel, or a direct conversation.
type place struct {
	id, name                  string
	private, archived, shared bool
	person                    string // of a direct conversation
	bot                       bool   // the bot is in it
	members                   []string
	messages                  []*message
	refused                   string // what posting is refused with
}

func (c *place) direct() bool { return c.person != "" }

// kind is how Slack's scopes name the kind of a channel.
func (c *place) kind() string {
	switch {
	case c.direct():
		return "im"
	case c.private:
		return "groups"
	}
	return "channels"
}

// Join makes a person, whose identifier is theirs for good. All but strangers
// are in general and in news.
func (s *Server) Join(p Person) Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p.ID == "" {
		p.ID = s.nextID("U")
	}
	if p.Name == "" {
		p.Name = "reader" + strings.ToLower(p.ID[len(p.ID)-4:])
	}
	if p.Locale == "" {
		p.Locale = "en-US"
	}
	if p.TZ == "" {
		p.TZ = "Europe/Amsterdam"
	}
	if p.Team == "" {
		p.Team = s.Team
		if p.Stranger {
			p.Team = s.nextID("T")
		}
	}
	s.people[p.ID] = p
	if !p.Stranger {
		for _, id := range s.order[:2] {
			s.channels[id].members = append(s.channels[id].members, p.ID)
		}
	}
	return p
}

// Change makes a person what it says: an admin, a guest, deleted.
func (s *Server) Change(p Person) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.people[p.ID] = p
}

// AddChannel makes a channel and gives its identifier.
func (s *Server) AddChannel(c Channel) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	made := &place{
		id: s.nextID("C"), name: c.Name, private: c.Private, archived: c.Archived, shared: c.Shared, bot: !c.Uninvited && !c.Archived,
	}
	for _, p := range c.Members {
		made.members = append(made.members, p.ID)
	}
	s.keep(made)
	return made.id
}

func (s *Server) keep(c *place) {
	s.channels[c.id] = c
	s.order = append(s.order, c.id)
}

// Direct gives the conversation of a person with the bot.
func (s *Server) Direct(person string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.direct(person).id
}

func (s *Server) direct(person string) *place {
	for _, c := range s.channels {
		if c.person == person {
			return c
		}
	}
	c := &place{id: s.nextID("D"), person: person, bot: true, members: []string{person}}
	s.keep(c)
	return c
}

// Invite brings the bot into a channel, Kick takes it out.
func (s *Server) Invite(channel string) { s.alter(channel, func(c *place) { c.bot = true }) }

// Kick takes the bot out of a channel.
func (s *Server) Kick(channel string) { s.alter(channel, func(c *place) { c.bot = false }) }

// Archive ends a channel, which takes the bot out of it.
func (s *Server) Archive(channel string) {
	s.alter(channel, func(c *place) { c.archived, c.bot = true, false })
}

// Rename gives a channel another name.
func (s *Server) Rename(channel, name string) {
	s.alter(channel, func(c *place) { c.name = name })
}

// Deny refuses what is posted in a channel with one of Slack's errors,
// "restricted_action" say; "" lets it in again.
func (s *Server) Deny(channel, code string) {
	s.alter(channel, func(c *place) { c.refused = code })
}

// Enter brings people into a channel.
func (s *Server) Enter(channel string, people ...Person) {
	s.alter(channel, func(c *place) {
		for _, p := range people {
			if !slices.Contains(c.members, p.ID) {
				c.members = append(c.members, p.ID)
			}
		}
	})
}

// Leave takes a person out of a channel.
func (s *Server) Leave(channel string, p Person) {
	s.alter(channel, func(c *place) {
		c.members = slices.DeleteFunc(c.members, func(id string) bool { return id == p.ID })
	})
}

func (s *Server) alter(id string, f func(*place)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f(s.channels[id])
	s.change()
}

// Grant gives the bot scopes.
func (s *Server) Grant(scopes ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.scopes = append(s.scopes, scopes...)
}

// Withdraw takes scopes away from the bot.
func (s *Server) Withdraw(scopes ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.scopes = slices.DeleteFunc(s.scopes, func(have string) bool { return slices.Contains(scopes, have) })
}

func (s *Server) can(scope string) bool { return slices.Contains(s.scopes, scope) }

// mayPost says why the bot may not post in a channel, "" if it may.
func (s *Server) mayPost(c *place) string {
	switch {
	case c == nil, c.private && !c.bot && !c.direct():
		return "channel_not_found"
	case c.archived:
		return "is_archived"
	case c.refused != "":
		return c.refused
	case !c.bot && !s.can("chat:write.public"):
		return "not_in_channel"
	}
	return ""
}
