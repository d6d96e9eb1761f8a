package discordtest

import (
	"encoding/json"
	"net/http"
	"time"
)

// The times that an interaction allows.
const (
	ackWithin = 3 * time.Second
	tokenLife = 15 * time.Minute
)

// interaction is one that a person made.
type interaction struct {
	id, token, channel, person string
	kind                       int
	at                         time.Time
	pressed                    *message // of a button
	answered                   int      // the type of the first answer, 0 before it
	answeredAt                 time.Time
	original                   *message
	choices                    []any
	form                       obj
}

// callback is an interaction's first answer.
func (s *Server) callback(c *call, id, token string) answer {
	i := s.inters[token]
	switch {
	case i == nil || i.id != id || time.Since(i.at) > ackWithin:
		return refuse(404, 10062, "Unknown interaction")
	case i.answered != 0:
		return refuse(400, 40060, "Interaction has already been acknowledged.")
	}
	var in struct {
		Type int
		Data obj
	}
	if json.Unmarshal(c.data, &in) != nil {
		return refuse(400, 50109, "The request body contains invalid JSON.")
	}
	if !fits(i, in.Type) {
		return refuse(400, 50035, "Invalid Form Body")
	}
	if in.Data == nil {
		in.Data = obj{}
	}
	i.answered, i.answeredAt = in.Type, time.Now()
	s.first(i, in.Type, in.Data)
	return answer{status: 204}
}

// fits says whether a type of answer is for a kind of interaction.
func fits(i *interaction, kind int) bool {
	switch kind {
	case 4, 5:
		return i.kind != 4
	case 6, 7:
		return i.pressed != nil
	case 8:
		return i.kind == 4
	case 9:
		return i.kind == 2 || i.kind == 3
	}
	return false
}

// first carries out a first answer.
func (s *Server) first(i *interaction, kind int, data obj) {
	switch kind {
	case 4:
		i.original = s.postFor(i, data)
	case 5:
		flags, _ := data["flags"].(float64)
		i.original = s.postFor(i, obj{"flags": float64(int(flags) | flagLoading)})
	case 6:
		i.original = i.pressed
	case 7:
		i.original = i.pressed
		i.pressed.merge(data)
	case 8:
		i.choices, _ = data["choices"].([]any)
	case 9:
		i.form = data
	}
}

// postFor posts an answer of the bot; an ephemeral one is for the person only.
func (s *Server) postFor(i *interaction, body obj) *message {
	m := s.post(s.channels[i.channel], s.User, body)
	m.inter = i
	if m.ephemeral() {
		m.to = i.person
	}
	return m
}

// webhookCall is what follows an interaction's first answer.
func (s *Server) webhookCall(c *call, app, token, id string) answer {
	i := s.inters[token]
	if i == nil || app != s.App || i.answered == 0 {
		return refuse(404, 10015, "Unknown Webhook")
	}
	if time.Since(i.at) > tokenLife {
		return refuse(401, 50027, "Invalid Webhook Token")
	}
	var in obj
	if len(c.data) > 0 && json.Unmarshal(c.data, &in) != nil {
		return refuse(400, 50109, "The request body contains invalid JSON.")
	}
	if c.Method == http.MethodPost {
		m := s.postFor(i, in)
		return answer{status: 200, body: s.messageObject(m)}
	}
	m := i.original
	if id != "@original" {
		m = s.find(i.channel, id)
	}
	if m == nil || m.deleted || m.author != s.User {
		return refuse(404, 10008, "Unknown Message")
	}
	switch c.Method {
	case http.MethodPatch:
		m.merge(in)
	case http.MethodDelete:
		m.deleted = true
		return answer{status: 204}
	}
	return answer{status: 200, body: s.messageObject(m)}
}
