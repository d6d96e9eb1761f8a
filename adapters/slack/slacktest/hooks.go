package slacktest

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

// responseURL is how requests to response_urls are named.
const responseURL = "response_url"

// hookPath is where response_urls lead.
const hookPath = "/hooks/"

// What a response_url allows.
const (
	hookUses = 5
	hookLife = 30 * time.Minute
)

// hook is a response_url.
type hook struct {
	of              *envelope
	person, channel string
	thread          string   // that the message is in
	on              *message // that was pressed; nil for a command
	at              time.Time
	uses            int
}

// newHook makes a response_url for what a person does; the lock is held.
func (s *Server) newHook(e *envelope, person, channel string, on *message) string {
	h := &hook{of: e, person: person, channel: channel, on: on, at: s.options.Clock()}
	if on != nil {
		h.thread = on.thread
	}
	path := strings.Join([]string{strings.TrimPrefix(hookPath, "/") + e.kindOfHook(), s.Team, s.nextID(""), "canary-" + s.nextID("")}, "/")
	s.hooks["/"+path] = h
	host := s.hosts.response
	if host == "" {
		host = s.http.URL
	}
	return host + "/" + path
}

// refused is an answer of a response_url's own.
func refused(code string) answer {
	return answer{status: http.StatusNotFound, body: obj{"ok": false, "error": code}}
}

// respond is a request to a response_url; the lock is held. Neither a token
// nor being in the channel matters.
func (s *Server) respond(c *call) answer {
	h := s.hooks[c.URL.Path]
	switch {
	case c.Method != http.MethodPost:
		return answer{status: http.StatusMethodNotAllowed, raw: "method not allowed"}
	case h == nil:
		return refused("no_such_url")
	case s.options.Clock().Sub(h.at) > hookLife:
		return refused("expired_url")
	case h.uses >= hookUses:
		return refused("used_url")
	}
	if len(c.unread) > 0 {
		s.breaks(responseURL, c.unread...)
		return malformed(c.unread)
	}
	if a := s.take(c); a != nil {
		return *a
	}
	h.uses++
	if code := s.show(h, c.args, c.at); code != "" {
		return refused(code)
	}
	return answer{status: http.StatusOK, raw: "ok"}
}

// show puts an answer on the screen, or changes what was pressed; the lock is held.
func (s *Server) show(h *hook, args obj, at time.Time) string {
	if args["delete_original"] == true || args["replace_original"] == true {
		if h.on == nil || h.on.deleted {
			return "message_not_found"
		}
		if args["delete_original"] == true {
			h.on.deleted = true
			return ""
		}
		h.on.edit(shown(args))
		h.of.answered(at)
		return ""
	}
	thread, _ := args["thread_ts"].(string)
	m := s.post(s.channels[h.channel], s.User, thread, shown(args))
	m.via, m.answers = responseURL, h.of
	if args["response_type"] != "in_channel" {
		m.to = h.person
	} else {
		s.echo(m, nil)
	}
	h.of.answered(at)
	return ""
}

// withAck is what came back with the acknowledgement of something; the lock is held.
func (s *Server) withAck(e *envelope, reply obj) {
	e.reply = reply
	where := "acknowledgement of " + e.kind
	switch {
	case len(reply) == 0:
	case e.kind == slashCommands && e.hook != nil:
		if problems := s.check.Response(reply); len(problems) > 0 {
			s.breaks(where, problems...)
			return
		}
		s.show(e.hook, reply, e.acked)
	case e.payload["type"] == "view_submission":
		e.answered(e.acked)
		if action, _ := reply["response_action"].(string); !slices.Contains([]string{"errors", "clear", "update", "push"}, action) {
			s.breaks(where, Problem{"invalid_arguments", "response_action " + action})
		}
	default:
		s.breaks(where, Problem{"invalid_arguments", "Slack makes nothing of " + strings.Join(slices.Sorted(maps.Keys(reply)), ", ")})
	}
}
