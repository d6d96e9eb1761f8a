package slacktest

// home is an App Home, or a modal, that was published.
type home struct {
	id, person string
	body       obj
	edits      int
	closed     bool
}

func (s *Server) viewObject(h *home) obj {
	o := clone(h.body)
	o["id"], o["team_id"], o["app_id"], o["bot_id"] = h.id, s.Team, s.App, s.Bot
	o["hash"], o["root_view_id"], o["state"] = "hash", h.id, obj{"values": obj{}}
	return o
}

func (s *Server) publish(c *call) answer {
	view, _ := c.args["view"].(obj)
	p, known := s.people[c.str("user_id")]
	switch {
	case !known || p.Stranger || p.Deleted:
		return no("not_found")
	case view["type"] != "home":
		return no("invalid_arguments")
	}
	h := s.homes[p.ID]
	if h == nil {
		h = &home{id: s.nextID("V"), person: p.ID}
		s.homes[p.ID] = h
	} else {
		h.edits++
	}
	h.body = view
	return yes(obj{"view": s.viewObject(h)})
}

func (s *Server) openView(c *call) answer {
	id := c.str("trigger_id")
	t, known := s.triggers[id]
	switch {
	case !known:
		return no("invalid_trigger_id")
	case s.options.Clock().Sub(t.at) > triggerLife:
		return no("expired_trigger_id")
	case t.used:
		return no("exchanged_trigger_id")
	}
	t.used = true
	s.triggers[id] = t
	view, _ := c.args["view"].(obj)
	h := &home{id: s.nextID("V"), person: t.person, body: view}
	s.modals = append(s.modals, h)
	return yes(obj{"view": s.viewObject(h)})
}

// PressHome has a person press a button of their App Home, which has no
// response_url; "" where they have none such.
func (s *Server) PressHome(p Person, button string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	h := s.homes[p.ID]
	if h == nil {
		return ""
	}
	b := buttonIn(h.body["blocks"], button)
	if b == nil {
		return ""
	}
	o := s.interaction(p, "block_actions")
	o["container"], o["view"], o["actions"] = obj{"type": "view", "view_id": h.id}, s.viewObject(h), []any{action(b)}
	e := s.newEnvelope(interactive, o)
	s.send(e)
	return e.id
}

// Submit has a person send the newest view off that was opened for them, with
// values by block_id and action_id; "" where there is none.
func (s *Server) Submit(p Person, values map[string]map[string]string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := len(s.modals) - 1; i >= 0; i-- {
		h := s.modals[i]
		if h.person != p.ID || h.closed {
			continue
		}
		view := s.viewObject(h)
		state := obj{}
		for block, fields := range values {
			in := obj{}
			for k, v := range fields {
				in[k] = obj{"type": "plain_text_input", "value": v}
			}
			state[block] = in
		}
		view["state"] = obj{"values": state}
		o := s.interaction(p, "view_submission")
		o["view"], o["response_urls"] = view, []any{}
		e := s.newEnvelope(interactive, o)
		s.send(e)
		return e.id
	}
	return ""
}

// SubmitRaw has a person send a view off that nobody opened for them.
func (s *Server) SubmitRaw(p Person, view map[string]any) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := s.interaction(p, "view_submission")
	o["view"], o["response_urls"] = view, []any{}
	e := s.newEnvelope(interactive, o)
	s.send(e)
	return e.id
}
