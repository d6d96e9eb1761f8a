package slack

import (
	"cmp"
	"errors"
	"fmt"
)

// APIError is an answer of Slack's that says no.
type APIError struct {
	Method string // of the Web API: "chat.postMessage"; "response_url" for those
	Status int    // of HTTP
	Code   string // Slack's own: "channel_not_found"; "" where it gave none
	Needed string // with "missing_scope", the scopes that would do, separated by commas
}

// Error implements error.
func (e *APIError) Error() string {
	text := fmt.Sprintf("slack answered %s with %d", cmp.Or(e.Method, "a request"), e.Status)
	if e.Code != "" {
		text += ": " + e.Code
	}
	if e.Needed != "" {
		text += ", needed " + e.Needed
	}
	return text
}

// answered gives Slack's code for an error, and the scope that it names; ""
// where Slack did not answer.
func answered(err error) (code, needed string) {
	var e *APIError
	if errors.As(err, &e) {
		return e.Code, e.Needed
	}
	return "", ""
}
