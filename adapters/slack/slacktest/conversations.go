package slacktest

import (
	"slices"
	"strconv"
	"strings"
)

func (s *Server) openConversation(c *call) answer {
	if a := s.lacks("im:write"); a != nil {
		return *a
	}
	ids := strings.Split(c.str("users"), ",")
	p, known := s.people[ids[0]]
	switch {
	case c.str("channel") != "" && s.channels[c.str("channel")] != nil:
		return yes(obj{"channel": obj{"id": c.str("channel")}})
	case c.str("users") == "":
		return no("users_list_not_supplied")
	case len(ids) > 1:
		return no("method_not_supported_for_channel_type")
	case !known:
		return no("user_not_found")
	case p.Deleted:
		return no("user_disabled")
	case p.Bot:
		return no("cannot_dm_bot")
	}
	return yes(obj{"channel": obj{"id": s.direct(p.ID).id}})
}

// seen gives the channel that a call names, where the bot may know of it: of
// public channels, or those that it is in. scope is the part of a scope after
// the colon.
func (s *Server) seen(c *call, scope string) (*place, *answer) {
	ch := s.channels[c.str("channel")]
	if ch == nil {
		kinds := []string{"channels:" + scope, "groups:" + scope, "mpim:" + scope, "im:" + scope}
		if a := s.lacks(kinds...); a != nil {
			return nil, a
		}
		a := no("channel_not_found")
		return nil, &a
	}
	if a := s.lacks(ch.kind() + ":" + scope); a != nil {
		return nil, a
	}
	if ch.private && !ch.bot {
		a := no("channel_not_found")
		return nil, &a
	}
	return ch, nil
}

func (s *Server) info(c *call) answer {
	ch, bad := s.seen(c, "read")
	if bad != nil {
		return *bad
	}
	return yes(obj{"channel": s.channelObject(ch)})
}

func (s *Server) channelObject(c *place) obj {
	o := obj{"id": c.id, "created": 1700000000, "is_archived": c.archived, "is_im": c.direct(), "is_org_shared": false, "updated": 1700000000000}
	if c.direct() {
		o["user"], o["is_open"], o["priority"] = c.person, true, 0
		return o
	}
	o["name"], o["name_normalized"], o["creator"], o["context_team_id"] = c.name, c.name, "U00000000", s.Team
	o["is_channel"], o["is_group"], o["is_mpim"], o["is_private"] = !c.private, c.private, false, c.private
	o["is_general"], o["is_member"], o["is_shared"], o["is_ext_shared"] = c.name == "general", c.bot, c.shared, c.shared
	o["unlinked"], o["is_pending_ext_shared"], o["num_members"] = 0, false, len(c.members)
	return o
}

// page cuts a list at a cursor, which is a place in the list.
func page[T any](c *call, list []T, usual, most int) (part []T, next string, bad *answer) {
	limit, from := usual, 0
	if n, ok := c.args["limit"].(float64); ok && n != 0 {
		limit = int(n)
	}
	if limit < 0 || limit > 1000 {
		a := no("invalid_limit")
		return nil, "", &a
	}
	limit = min(limit, most)
	if text := c.str("cursor"); text != "" {
		n, err := strconv.Atoi(strings.TrimPrefix(text, "cursor:"))
		if err != nil || n < 0 || n > len(list) || !strings.HasPrefix(text, "cursor:") {
			a := no("invalid_cursor")
			return nil, "", &a
		}
		from = n
	}
	to := min(from+limit, len(list))
	if to < len(list) {
		next = "cursor:" + strconv.Itoa(to)
	}
	return list[from:to], next, nil
}

// membersOf is conversations.members.
func (s *Server) membersOf(c *call) answer {
	ch, bad := s.seen(c, "read")
	if bad != nil {
		return *bad
	}
	all := slices.Clone(ch.members)
	if ch.bot {
		all = append(all, s.User)
	}
	part, next, bad := page(c, all, 100, 1000)
	if bad != nil {
		return *bad
	}
	return yes(obj{"members": part, "response_metadata": obj{"next_cursor": next}})
}

// history is conversations.history: what was posted in the channel itself, the
// newest first; neither what is in threads nor what one person alone sees.
func (s *Server) history(c *call) answer {
	ch, bad := s.seen(c, "history")
	if bad != nil {
		return *bad
	}
	if !ch.bot {
		return no("not_in_channel")
	}
	var list []*message
	for _, m := range slices.Backward(ch.messages) {
		if !m.deleted && m.to == "" && (m.thread == "" || m.thread == m.ts) && c.within(m.ts) {
			list = append(list, m)
		}
	}
	usual, most := 100, 999
	if s.options.Outside {
		usual, most = 15, 15
	}
	part, next, bad := page(c, list, usual, most)
	if bad != nil {
		return *bad
	}
	out := []obj{}
	for _, m := range part {
		o := s.messageObject(m)
		if m.body["metadata"] != nil && c.flag("include_all_metadata") {
			o["metadata"] = m.body["metadata"]
		}
		out = append(out, o)
	}
	return yes(obj{"messages": out, "has_more": next != "", "pin_count": 0, "response_metadata": obj{"next_cursor": next}})
}

// within says whether a time is between a call's oldest and latest.
func (c *call) within(ts string) bool {
	at, oldest, latest := number(ts), number(c.str("oldest")), number(c.str("latest"))
	inclusive := c.flag("inclusive")
	return (oldest == 0 || at > oldest || inclusive && at == oldest) && (latest == 0 || at < latest || inclusive && at == latest)
}

// number is a time in microseconds; "" is 0.
func number(ts string) int64 {
	whole, part, _ := strings.Cut(ts, ".")
	part = (part + "000000")[:6]
	n, err := strconv.ParseInt(whole+part, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

func (s *Server) userInfo(c *call) answer {
	if a := s.lacks("users:read"); a != nil {
		return *a
	}
	p, ok := s.people[c.str("user")]
	if !ok {
		return no("user_not_found")
	}
	o := obj{
		"id": p.ID, "team_id": p.Team, "name": p.Name, "deleted": p.Deleted, "real_name": p.Name, "tz": p.TZ, "tz_label": p.TZ, "tz_offset": 3600,
		"profile":  obj{"real_name": p.Name, "display_name": p.Name, "team": p.Team},
		"is_admin": p.Admin || p.Owner, "is_owner": p.Owner, "is_primary_owner": false, "is_restricted": p.Guest || p.UltraRestricted,
		"is_ultra_restricted": p.UltraRestricted, "is_bot": p.Bot, "is_app_user": false, "updated": 1700000000,
	}
	if p.Stranger {
		o["is_stranger"] = true
		for _, k := range []string{"is_admin", "is_owner", "is_primary_owner", "is_restricted", "is_ultra_restricted"} {
			delete(o, k)
		}
	}
	if c.flag("include_locale") {
		o["locale"] = p.Locale
	}
	return yes(obj{"user": o})
}
