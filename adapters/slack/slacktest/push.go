package slacktest

import (
	"bytes"
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// The paths of the application's own address.
const (
	EventsPath       = "/slack/events"
	CommandsPath     = "/slack/commands"
	InteractionsPath = "/slack/interactions"
)

// Push has what happens sent to an address, "http://127.0.0.1:8080", as signed
// requests from now on; "" is Socket Mode.
func (s *Server) Push(address string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.push = strings.TrimSuffix(address, "/")
}

// Sign gives the signature of a body, as Slack makes it with the signing
// secret: "v0=" and a number in hexadecimal.
func Sign(secret, timestamp string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("v0:" + timestamp + ":"))
	mac.Write(body)
	return "v0=" + hex.EncodeToString(mac.Sum(nil))
}

// Draft is a signed request to the application that a test may change before
// it is sent.
type Draft struct {
	Path   string
	Header http.Header
	Body   []byte
	secret string
}

// Sign signs the draft for a time.
func (d *Draft) Sign(at time.Time) {
	stamp := strconv.FormatInt(at.Unix(), 10)
	d.Header.Set("X-Slack-Request-Timestamp", stamp)
	d.Header.Set("X-Slack-Signature", Sign(d.secret, stamp, d.Body))
}

// Post sends the draft to an application's address, once and as it is, and
// gives the answer's status and text.
func (d Draft) Post(ctx context.Context, c *http.Client, address string) (status int, text string, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, strings.TrimSuffix(address, "/")+d.Path, bytes.NewReader(d.Body))
	if err != nil {
		return 0, "", fmt.Errorf("draft: %w", err)
	}
	r.Header = d.Header.Clone()
	resp, err := c.Do(r)
	if err != nil {
		return 0, "", fmt.Errorf("draft: %w", err)
	}
	defer func() { _ = resp.Body.Close() }()
	data, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if err != nil {
		return 0, "", fmt.Errorf("draft: %w", err)
	}
	return resp.StatusCode, string(data), nil
}

// Draft gives a signed request with a body of the test's own.
func (s *Server) Draft(path, contentType string, body []byte) Draft {
	d := Draft{Path: path, Header: http.Header{}, Body: body, secret: s.SigningSecret}
	d.Header.Set("Content-Type", contentType)
	d.Header.Set("User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)")
	d.Sign(time.Now())
	return d
}

// DraftOf gives the request in which something that happened was sent, or
// would have been over HTTP.
func (s *Server) DraftOf(id string) Draft {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.draft(s.all[id])
}

// Challenge gives the request by which Slack makes sure of an address.
func (s *Server) Challenge(challenge string) Draft {
	data, _ := json.Marshal(obj{"token": "verification", "challenge": challenge, "type": "url_verification"})
	return s.Draft(EventsPath, "application/json", data)
}

// draft is an envelope as a request; the lock is held.
func (s *Server) draft(e *envelope) Draft {
	const form = "application/x-www-form-urlencoded"
	data, _ := json.Marshal(e.payload)
	var d Draft
	switch e.kind {
	case slashCommands:
		values := url.Values{}
		for k, v := range e.payload {
			values.Set(k, fmt.Sprint(v))
		}
		d = s.Draft(CommandsPath, form, []byte(values.Encode()))
	case interactive:
		d = s.Draft(InteractionsPath, form, []byte(url.Values{"payload": {string(data)}}.Encode()))
	default:
		d = s.Draft(EventsPath, "application/json", data)
	}
	if e.tries > 1 {
		d.Header.Set("X-Slack-Retry-Num", strconv.Itoa(e.tries-1))
		d.Header.Set("X-Slack-Retry-Reason", cmp.Or(e.reason, "http_timeout"))
	}
	return d
}

// deliver sends a request, and sends it again later if need be.
func (s *Server) deliver(e *envelope, d Draft) {
	s.mu.Lock()
	address := s.push
	s.mu.Unlock()
	status, text, err := d.Post(context.Background(), s.client, address) // it ends by the client's timeout
	s.mu.Lock()
	defer s.mu.Unlock()
	e.statuses = append(e.statuses, status)
	if status == http.StatusOK {
		s.acknowledge(e, s.replyIn(e, text))
		return
	}
	if s.closed || e.acks > 0 {
		return
	}
	if e.kind != eventsAPI && !s.options.RetryAll {
		e.failed, e.lost = "dispatch_failed", true
		if reasonOf(err) == "http_timeout" {
			e.failed = "operation_timeout"
		}
		s.change()
		return
	}
	s.later(e, reasonOf(err))
}

// reasonOf is what Slack calls an answer that was none.
func reasonOf(err error) string {
	var timeout net.Error
	switch {
	case err == nil:
		return "http_error"
	case errors.As(err, &timeout) && timeout.Timeout():
		return "http_timeout"
	}
	return "connection_failed"
}

// replyIn is what a command's or view's answer has in it; of an event nothing is read.
func (s *Server) replyIn(e *envelope, text string) obj {
	if text == "" || e.kind == eventsAPI {
		return nil
	}
	var reply obj
	if json.Unmarshal([]byte(text), &reply) == nil {
		return reply
	}
	return obj{"text": text}
}
