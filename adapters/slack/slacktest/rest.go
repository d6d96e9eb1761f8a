package slacktest

import (
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// base precedes the methods of the Web API.
const base = "/api/"

// answer is what a request is answered with.
type answer struct {
	status int
	body   any    // JSON; nil is none
	raw    string // in place of the body
	header http.Header
}

// code is Slack's error in an answer.
func (a answer) code() string {
	body, _ := a.body.(obj)
	text, _ := body["error"].(string)
	return text
}

// no is an answer in Slack's form for errors.
func no(code string) answer { return answer{status: 200, body: obj{"ok": false, "error": code}} }

// yes is an answer that it went well.
func yes(body obj) answer {
	body["ok"] = true
	return answer{status: 200, body: body}
}

// call is one request on its way through the stand-in.
type call struct {
	*http.Request
	method string
	args   obj
	token  string
	at     time.Time // of its arrival
	unread []Problem // what could not be read of it, and then all that is wrong with it
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	switch {
	case strings.HasPrefix(r.URL.Path, socketPath):
		s.serveSocket(w, r)
		return
	case strings.HasPrefix(r.URL.Path, base):
		s.serveCall(w, s.read(r, strings.TrimPrefix(r.URL.Path, base)))
	case strings.HasPrefix(r.URL.Path, hookPath):
		s.serveCall(w, s.read(r, responseURL))
	default:
		http.NotFound(w, r)
	}
}

func (s *Server) serveCall(w http.ResponseWriter, c *call) {
	a, drop := s.answer(c)
	s.note(c, a, drop)
	if drop {
		panic(http.ErrAbortHandler) // the way to break a connection off
	}
	for k, v := range a.header {
		w.Header()[k] = v
	}
	if a.raw != "" {
		w.WriteHeader(a.status)
		_, _ = io.WriteString(w, a.raw)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(a.status)
	if a.body != nil {
		_ = json.NewEncoder(w).Encode(a.body)
	}
}

func (s *Server) note(c *call, a answer, drop bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if drop {
		a.status = 0
	}
	s.requests = append(s.requests, Request{
		Method: c.method, Token: c.token, Args: c.args, Status: a.status, Error: a.code(), At: time.Now(),
	})
	s.change()
}

// read gives a request's token and arguments, from a form or from JSON.
func (s *Server) read(r *http.Request, method string) *call {
	c := &call{Request: r, method: method, args: obj{}, at: time.Now()}
	if bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		c.token = bearer
	}
	raw, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, 4<<20))
	if err != nil {
		c.unread = append(c.unread, Problem{"request_timeout", err.Error()})
		return c
	}
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case len(raw) == 0:
		c.form(r.URL.Query())
	case err != nil:
		c.unread = append(c.unread, Problem{"missing_post_type", "a body without a Content-Type"})
	case media == "application/json":
		if json.Unmarshal(raw, &c.args) != nil || c.args == nil {
			c.args, c.unread = obj{}, append(c.unread, Problem{"json_not_object", "the body is no JSON object"})
		}
	case media == "application/x-www-form-urlencoded":
		values, err := url.ParseQuery(string(raw))
		if err != nil {
			c.unread = append(c.unread, Problem{"invalid_form_data", err.Error()})
		}
		c.form(values)
	default:
		c.unread = append(c.unread, Problem{"invalid_post_type", "Content-Type " + media})
	}
	if r.URL.Query().Has("token") {
		c.unread = append(c.unread, Problem{"invalid_arguments", "a token in the address"})
	}
	return c
}

// What a form has as text and JSON as it is.
func formBools() []string {
	return []string{
		"as_user", "link_names", "mrkdwn", "reply_broadcast", "unfurl_links", "unfurl_media", "include_all_metadata", "inclusive",
		"include_locale", "return_im", "prevent_creation", "include_num_members",
	}
}

func formJSON() []string { return []string{"blocks", "attachments", "metadata", "view"} }

// form reads arguments from a form.
func (c *call) form(values url.Values) {
	for k, all := range values {
		if len(all) > 1 {
			c.unread = append(c.unread, Problem{"invalid_arguments", k + " twice"})
		}
		text := all[0]
		switch {
		case k == "token":
			if c.token == "" {
				c.token = text
			}
		case slices.Contains(formBools(), k):
			b, err := strconv.ParseBool(text)
			if err != nil {
				c.unread = append(c.unread, Problem{"invalid_arguments", k + " is " + text})
			}
			c.args[k] = b
		case slices.Contains(formJSON(), k):
			var x any
			if json.Unmarshal([]byte(text), &x) != nil {
				c.unread = append(c.unread, Problem{"invalid_" + k + "_format", k + " is no JSON"})
			}
			c.args[k] = x
		case k == "limit":
			n, err := strconv.Atoi(text)
			if err != nil {
				c.unread = append(c.unread, Problem{"invalid_limit", text})
			}
			c.args[k] = float64(n)
		default:
			c.args[k] = text
		}
	}
}

func (c *call) str(k string) string { text, _ := c.args[k].(string); return text }

func (c *call) flag(k string) bool { b, _ := c.args[k].(bool); return b }

// answer has a request carried out, and brings in what was ordered to go wrong.
func (s *Server) answer(c *call) (a answer, drop bool) {
	f := s.fault(c)
	if f != nil {
		s.delay(c, f.Delay)
		if f.refuses() && !f.Applied {
			return f.answer(), f.Drop
		}
	}
	if c.method == responseURL { // outside the lock, since it takes a while
		c.unread = append(c.unread, s.check.Response(c.args)...)
	} else {
		c.unread = append(c.unread, s.check.Call(c.method, c.args)...)
	}
	s.mu.Lock()
	if c.method == responseURL {
		a = s.respond(c)
	} else {
		a = s.carryOut(c)
	}
	if a.header == nil {
		a.header = http.Header{}
	}
	if c.method != responseURL {
		a.header.Set("X-OAuth-Scopes", strings.Join(s.scopes, ","))
	}
	s.change()
	s.mu.Unlock()
	if f != nil && f.refuses() {
		return f.answer(), f.Drop
	}
	return a, false
}

// carryOut is the Web API; the lock is held.
func (s *Server) carryOut(c *call) answer {
	run, known := methods()[c.method]
	if !known {
		s.breaks(c.method, Problem{"unknown_method", "the stand-in has no such method"})
		return no("unknown_method")
	}
	if code := s.auth(c); code != "" {
		return no(code)
	}
	if len(c.unread) > 0 {
		s.breaks(c.method, c.unread...)
		return malformed(c.unread)
	}
	if a := s.take(c); a != nil {
		return *a
	}
	return run(s, c)
}

// malformed is the answer to what breaks the rules.
func malformed(problems []Problem) answer {
	code, said := problems[0].Code, []string{}
	for _, p := range problems {
		said = append(said, "[ERROR] "+p.String())
	}
	return answer{status: 200, body: obj{"ok": false, "error": code, "response_metadata": obj{"messages": said}}}
}

// methods are those of the Web API that the stand-in has.
func methods() map[string]func(*Server, *call) answer {
	return map[string]func(*Server, *call) answer{
		"auth.test": (*Server).authTest, "apps.connections.open": (*Server).openConnection,
		"chat.postMessage": (*Server).postMessage, "chat.postEphemeral": (*Server).postEphemeral, "chat.update": (*Server).update,
		"conversations.open": (*Server).openConversation, "conversations.info": (*Server).info,
		"conversations.members": (*Server).membersOf, "conversations.history": (*Server).history,
		"users.info": (*Server).userInfo, "views.publish": (*Server).publish, "views.open": (*Server).openView,
	}
}

// auth says what is wrong with the token, "" if nothing is.
func (s *Server) auth(c *call) string {
	app := c.method == "apps.connections.open"
	switch {
	case c.token == "":
		return "not_authed"
	case c.token == s.AppToken && app:
		return ""
	case c.token == s.AppToken, c.token == s.BotToken && app:
		return "not_allowed_token_type"
	case c.token != s.BotToken:
		return "invalid_auth"
	}
	return s.refusal
}

// lacks is the refusal where none of the scopes is there, nil where one is.
func (s *Server) lacks(scopes ...string) *answer {
	if slices.ContainsFunc(scopes, s.can) {
		return nil
	}
	return &answer{status: 200, body: obj{
		"ok": false, "error": "missing_scope", "needed": strings.Join(scopes, ","), "provided": strings.Join(s.scopes, ","),
	}}
}

func (s *Server) authTest(*call) answer {
	return yes(obj{
		"url": "https://workspace.slack.com/", "team": "Workspace", "user": s.Name, "team_id": s.Team, "user_id": s.User, "bot_id": s.Bot,
		"is_enterprise_install": false,
	})
}
