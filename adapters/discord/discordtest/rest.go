package discordtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// socketPath is where the gateway is.
const socketPath = "/gateway-socket"

// base precedes every path of the API.
const base = "/api/v10"

// answer is what a request is answered with.
type answer struct {
	status int
	body   any // nil for none
	header http.Header
}

// refuse is an answer in Discord's form for errors.
func refuse(status, code int, text string) answer {
	return answer{status: status, body: obj{"message": text, "code": code}}
}

// call is one request on its way through the stand-in.
type call struct {
	*http.Request
	path  string // without the base
	data  []byte // JSON: of a form, its payload_json
	route string // "POST /channels/{channel_id}/messages"
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, socketPath) {
		s.serveGateway(w, r)
		return
	}
	path, ok := strings.CutPrefix(r.URL.Path, base)
	if !ok {
		http.NotFound(w, r)
		return
	}
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	data, err := payload(r.Header.Get("Content-Type"), raw)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	c := &call{Request: r, path: path, data: data}
	a, drop := s.answer(c)
	s.note(c, a, drop)
	if drop {
		panic(http.ErrAbortHandler) // the way to break a connection off
	}
	a.write(w)
}

// payload gives a request's JSON.
func payload(kind string, raw []byte) ([]byte, error) {
	media, params, err := mime.ParseMediaType(kind)
	if kind == "" || err != nil || media != "multipart/form-data" {
		return raw, nil //nolint:nilerr // what is no form is taken as it is
	}
	form := multipart.NewReader(bytes.NewReader(raw), params["boundary"])
	for {
		part, err := form.NextPart()
		if err != nil {
			return nil, fmt.Errorf("form without payload_json: %w", err)
		}
		if part.FormName() == "payload_json" {
			return io.ReadAll(part)
		}
	}
}

func (s *Server) note(c *call, a answer, drop bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if drop {
		a.status = 0
	}
	s.requests = append(s.requests, Request{
		Method: c.Method, Path: c.path, Auth: c.Header.Get("Authorization"), Body: string(c.data), Status: a.status, At: time.Now(),
	})
	s.change()
}

func (a answer) write(w http.ResponseWriter) {
	for k, v := range a.header {
		w.Header()[k] = v
	}
	if a.body == nil {
		w.WriteHeader(a.status)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(a.status)
	_ = json.NewEncoder(w).Encode(a.body)
}

// answer checks a request, has it carried out, and brings in what was ordered
// to go wrong.
func (s *Server) answer(c *call) (a answer, drop bool) {
	route, problems := s.check.Check(c.Request, c.path, c.data)
	c.route = route
	if len(problems) > 0 {
		s.breaks(c, problems)
		return refuse(http.StatusBadRequest, 50035, "Invalid Form Body"), false
	}
	f := s.fault(c)
	if f != nil {
		s.delay(c, f.Delay)
		if f.refuses() && !f.Applied {
			return f.answer(), f.Drop
		}
	}
	if !s.allowed(c) {
		return refuse(http.StatusUnauthorized, 0, "401: Unauthorized"), false
	}
	header, full := s.take(c)
	if full != nil {
		return *full, false
	}
	a = s.carryOut(c)
	a.header = header
	if f != nil && f.refuses() {
		return f.answer(), f.Drop
	}
	return a, false
}

func (s *Server) breaks(c *call, problems []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range problems {
		s.broken = append(s.broken, fmt.Sprintf("%s %s: %s", c.Method, c.path, p))
	}
}

// allowed looks at the token, which interactions do without.
func (s *Server) allowed(c *call) bool {
	if strings.HasPrefix(c.path, "/interactions/") || strings.HasPrefix(c.path, "/webhooks/") {
		return true
	}
	return c.Header.Get("Authorization") == "Bot "+s.Token
}

func (s *Server) delay(c *call, d time.Duration) {
	if d <= 0 {
		return
	}
	late := time.NewTimer(d)
	defer late.Stop()
	select {
	case <-late.C:
	case <-c.Context().Done():
	case <-s.closing:
	}
}

// carryOut is the API.
func (s *Server) carryOut(c *call) answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.change()
	p := strings.Split(strings.Trim(c.path, "/"), "/")
	at := func(n int) string {
		if n < len(p) {
			return p[n]
		}
		return ""
	}
	switch c.route {
	case "GET /gateway/bot":
		return answer{status: 200, body: obj{
			"url": s.gatewayURL(), "shards": s.options.Shards,
			"session_start_limit": obj{"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": s.options.MaxConcurrency},
		}}
	case "GET /applications/@me":
		return answer{status: 200, body: s.applicationObject()}
	case "GET /users/@me":
		return answer{status: 200, body: s.self()}
	case "POST /users/@me/channels":
		return s.openDirect(c)
	case "GET /guilds/{guild_id}":
		if g := s.guildByID(at(1)); g != nil {
			return answer{status: 200, body: s.guildObject(g)}
		}
		return refuse(404, 10004, "Unknown Guild")
	case "GET /channels/{channel_id}":
		ch, bad := s.reach(at(1), false)
		if bad != nil {
			return *bad
		}
		return answer{status: 200, body: s.channelObject(ch)}
	case "POST /interactions/{interaction_id}/{interaction_token}/callback":
		return s.callback(c, at(1), at(2))
	}
	switch at(0) {
	case "users", "guilds":
		return s.accountCall(c.route, at(1), at(3))
	case "channels":
		return s.messagesCall(c, at(1), at(3))
	case "webhooks":
		return s.webhookCall(c, at(1), at(2), at(4))
	case "applications":
		return s.commandsCall(c, at(1), at(3))
	}
	return refuse(404, 0, "404: Not Found")
}

func (s *Server) gatewayURL() string {
	return "ws" + strings.TrimPrefix(s.http.URL, "http") + socketPath
}

func (s *Server) self() obj {
	return obj{"id": s.User, "username": "dateline", "discriminator": "0000", "bot": true, "avatar": nil, "global_name": nil, "public_flags": 0, "flags": 0}
}

func (s *Server) guildObject(g *guild) obj {
	channels := []obj{}
	for _, id := range g.channels {
		channels = append(channels, s.channelObject(s.channels[id]))
	}
	o := obj{
		"id": g.id, "name": g.name, "preferred_locale": g.locale, "owner_id": g.owner, "unavailable": false,
		"roles":    []obj{{"id": g.id, "name": "@everyone", "permissions": strconv.Itoa(Everyone), "position": 0, "color": 0, "hoist": false, "managed": false, "mentionable": false, "flags": 0}},
		"channels": channels, "members": []obj{}, "emojis": []obj{}, "features": []string{}, "member_count": 3, "system_channel_id": nil,
		"joined_at": g.joined.UTC().Format(time.RFC3339),
	}
	if g.system != "" {
		o["system_channel_id"] = g.system
	}
	return o
}

func (s *Server) channelObject(c *channel) obj {
	o := obj{"id": c.id, "type": c.kind, "flags": 0}
	if c.guild != "" {
		o["guild_id"], o["name"], o["permission_overwrites"] = c.guild, c.name, s.overwrites(c.id)
	}
	if c.parent != "" {
		o["parent_id"] = c.parent
	}
	if c.person != "" {
		o["recipients"] = []obj{s.personObject(c.person)}
	}
	return o
}

// reach finds a channel, or gives the refusal; writing says that a message is to be posted there.
func (s *Server) reach(id string, writing bool) (*channel, *answer) {
	c := s.channels[id]
	no := func(status, code int, text string) (*channel, *answer) {
		a := refuse(status, code, text)
		return nil, &a
	}
	switch {
	case c == nil || c.denied == 10003 || c.guild != "" && s.guildByID(c.guild) == nil:
		return no(404, 10003, "Unknown Channel")
	case c.denied == 50001:
		return no(403, 50001, "Missing Access")
	case c.denied == 50013 && writing:
		return no(403, 50013, "Missing Permissions")
	case c.denied == 50007 && writing:
		return no(403, 50007, "Cannot send messages to this user")
	case c.denied != 0 && c.denied != 50013 && c.denied != 50007:
		return no(403, c.denied, "Refused")
	}
	return c, nil
}

func (s *Server) openDirect(c *call) answer {
	var in struct {
		Recipient string `json:"recipient_id"`
	}
	if err := json.Unmarshal(c.data, &in); err != nil || in.Recipient == "" {
		return refuse(400, 50035, "Invalid Form Body")
	}
	return answer{status: 200, body: s.channelObject(s.direct(in.Recipient))}
}

// commandsCall is the registration of commands.
func (s *Server) commandsCall(c *call, app, guild string) answer {
	if app != s.App {
		return refuse(403, 20012, "You are not authorized to perform this action on this application")
	}
	if !strings.Contains(c.path, "/guilds/") {
		guild = ""
	} else if s.guildByID(guild) == nil {
		return refuse(403, 50001, "Missing Access")
	}
	if c.Method == http.MethodGet {
		return answer{status: 200, body: orEmpty(s.commands[guild])}
	}
	var list []obj
	if c.Method != http.MethodPut || json.Unmarshal(c.data, &list) != nil {
		return refuse(405, 0, "405: Method Not Allowed")
	}
	for _, cmd := range list {
		cmd["id"], cmd["application_id"], cmd["version"] = s.nextID(), s.App, s.nextID()
		if guild != "" {
			cmd["guild_id"] = guild
		}
		if cmd["type"] == nil {
			cmd["type"] = 1
		}
	}
	s.commands[guild] = list
	return answer{status: 200, body: orEmpty(list)}
}

// Commands gives what is registered in a server, or globally with "".
func (s *Server) Commands(guild string) []map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.commands[guild]
}
