package discordtest

import (
	"maps"
	"strconv"
	"time"
)

// accountState is what the portal and people's settings say of the bot.
type accountState struct {
	application obj             // fields of the application that differ from the usual
	rules       map[string]rule // by channel
	left        map[string]bool // who left which server: "server/person"
}

// Everyone is what everybody may do in the stand-in's servers: to see, to
// write, to embed links and to read what was written before.
const Everyone = 1<<10 | 1<<11 | 1<<14 | 1<<16 | 1<<38

// Portal sets a field of the application, as its owner does in the portal:
// "interactions_endpoint_url", "bot_public", "bot_require_code_grant".
func (s *Server) Portal(field string, value any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.account.application == nil {
		s.account.application = obj{}
	}
	s.account.application[field] = value
}

// Overwrite sets what the bot alone may and may not do in a channel, besides
// what everybody may. Of what it denies, reading what was written before is
// kept to as well; all else only the listing of permissions knows: see [Server.Deny].
func (s *Server) Overwrite(channel string, allow, deny int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.account.rules == nil {
		s.account.rules = map[string]rule{}
	}
	s.account.rules[channel] = rule{allow, deny}
}

// rule is a permission overwrite for the bot.
type rule struct{ allow, deny int64 }

// overwrites are the rules of a channel; the lock is held.
func (s *Server) overwrites(channel string) []obj {
	r, ok := s.account.rules[channel]
	if s.channels[channel].denied == 50013 {
		r.deny, ok = r.deny|1<<11|history, true
	}
	if !ok {
		return []obj{}
	}
	return []obj{{"id": s.User, "type": 1, "allow": strconv.FormatInt(r.allow, 10), "deny": strconv.FormatInt(r.deny, 10)}}
}

// history is the right to read what was written before.
const history = 1 << 16

// silent says whether the bot is shown nothing of what was written in a channel before.
func (s *Server) silent(c *channel) bool {
	return c.denied == 50013 || s.account.rules[c.id].deny&history != 0
}

// applicationObject is the application as its bot sees it; the lock is held.
func (s *Server) applicationObject() obj {
	n := 0
	for _, g := range s.guilds {
		if !g.gone {
			n++
		}
	}
	o := obj{
		"id": s.App, "name": "Dateline", "description": "", "flags": 0, "bot": s.self(), "verify_key": "", "icon": nil,
		"bot_public": true, "bot_require_code_grant": false, "interactions_endpoint_url": nil, "approximate_guild_count": n,
	}
	maps.Copy(o, s.account.application)
	return o
}

// accountCall answers what a bot asks about itself; the lock is held.
func (s *Server) accountCall(route, guild, user string) answer {
	switch route {
	case "GET /users/@me/guilds":
		list := []obj{}
		for _, g := range s.guilds {
			if !g.gone {
				list = append(list, obj{
					"id": g.id, "name": g.name, "icon": nil, "banner": nil, "owner": false,
					"permissions": strconv.Itoa(Everyone), "features": []string{},
				})
			}
		}
		return answer{status: 200, body: list}
	case "GET /guilds/{guild_id}/members/{user_id}":
		return s.memberCall(guild, user)
	}
	return refuse(404, 0, "404: Not Found")
}

// memberCall looks a member up, whom everybody is who did not leave; the lock is held.
func (s *Server) memberCall(guild, user string) answer {
	o := obj{
		"user": s.self(), "roles": []string{}, "nick": nil, "joined_at": time.UnixMilli(epoch).UTC().Format(time.RFC3339),
		"deaf": false, "mute": false, "flags": 0, "pending": false,
	}
	if user != s.User {
		o["user"] = s.personObject(user)
	}
	_, known := s.people[user]
	switch {
	case s.guildByID(guild) == nil:
		return refuse(403, 50001, "Missing Access")
	case user != s.User && !known:
		return refuse(404, 10013, "Unknown User")
	case s.account.left[guild+"/"+user]:
		return refuse(404, 10007, "Unknown Member")
	}
	return answer{status: 200, body: o}
}

// Leave has a person leave the n-th server.
func (s *Server) Leave(p Person, n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.account.left == nil {
		s.account.left = map[string]bool{}
	}
	s.account.left[s.guilds[n].id+"/"+p.ID] = true
}
