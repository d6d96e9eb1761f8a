package slack

import (
	"errors"
	"net/http"
	"slices"
	"time"

	"dateline/adapters"
)

// badToken are the words for a token that will not become better by waiting.
func badToken(word string) bool {
	return slices.Contains([]string{
		"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired",
		"not_allowed_token_type", "user_removed_from_team", "team_disabled", "invalid_token",
	}, word)
}

// Final says whether an error is one that trying again does not help: a token
// is not accepted, or lacks a scope.
func Final(err error) bool {
	word, _ := answered(err)
	return badToken(word) || word == missingScope
}

// limited says that Slack refused a request for its rate.
func limited(err error) bool {
	var e *APIError
	return errors.As(err, &e) && (e.Status == http.StatusTooManyRequests || isRate(e.Code))
}

// isRate are the words for a request that came too soon; they come with a 200 too.
func isRate(word string) bool {
	return word == "ratelimited" || word == "rate_limited" || word == "message_limit_exceeded"
}

// refusedToken is when to try again where the token is not accepted, which
// only the operator can mend.
const refusedToken = 5 * time.Minute

// sendError makes an instruction of an error after which it is certain that
// nothing was sent. What it leaves as it is may have been sent: a lost answer,
// an error of a server's (which may come after the message was taken, as Slack
// says of internal_error and fatal_error), or a refusal of what we wrote.
// Name is ours, as people invite us.
func sendError(err error, name string) error {
	var e *APIError
	var retry *adapters.RetryError
	if err == nil || errors.As(err, &retry) || !errors.As(err, &e) {
		return err
	}
	switch e.Code {
	case channelNotFound, "is_archived", "user_not_found", "users_not_found", "user_not_visible", "user_disabled",
		"cannot_dm_bot", "account_inactive", "token_revoked", "team_disabled", "user_removed_from_team",
		"message_not_found", "cant_update_message", "edit_window_closed":
		return &adapters.GoneError{Err: err}
	case "not_in_channel":
		return &adapters.GoneError{Right: invite(name), Err: err}
	case missingScope:
		return &adapters.GoneError{Right: e.Needed, Err: err}
	case "messages_tab_disabled":
		return &adapters.GoneError{Right: "Messages Tab", Err: err}
	case "restricted_action", "restricted_action_read_only_channel", "restricted_action_thread_only_channel",
		"restricted_action_thread_locked", "restricted_action_non_threadable_channel", "ekm_access_denied",
		"posting_to_general_channel_denied", "slack_connect_canvas_sharing_blocked":
		return &adapters.GoneError{Right: "Posting Permissions", Err: err}
	case "team_added_to_org", "org_login_required": // of a workspace that is being moved
		return &adapters.RetryError{After: refusedToken, Err: err}
	}
	if badToken(e.Code) {
		return &adapters.RetryError{After: refusedToken, Err: err}
	}
	return err
}

// invite is what people type to let us into a channel.
func invite(name string) string { return "/invite @" + name }
