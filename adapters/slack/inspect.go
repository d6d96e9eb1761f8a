package slack

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// What follows looks at the account without receiving anything: for setting
// up and for the doctor. Each needs of the options a client, and the token
// that it is about.

// RequiredScopes are those that the bot's token must have, and the manifest asks for.
func RequiredScopes() []string {
	return []string{
		"app_mentions:read", "channels:read", "chat:write", "commands", "groups:read", "im:history", "im:write", "users:read",
	}
}

// OptionalScopes let a message be found whose sending was not answered, in
// public and in private channels. The manifest asks for them, and they can be left out.
func OptionalScopes() []string { return []string{"channels:history", "groups:history"} }

// Account is what Slack says of the bot.
type Account struct {
	Team     string // the workspace's id
	TeamName string
	User     string // the bot user's id, which mentions name
	Bot      string // the bot's id, which its messages carry
	Name     string // the bot's name, as people invite it
	App      string // the application's id; "" where Slack did not say
	Scopes   []string
}

// Missing gives the scopes that the token lacks. Where Slack named none at
// all, which a stand-in may do, it is none.
func (a Account) Missing() (required, optional []string) {
	if len(a.Scopes) == 0 {
		return nil, nil
	}
	return without(RequiredScopes(), a.Scopes), without(OptionalScopes(), a.Scopes)
}

// without gives what of the wanted is not there.
func without(wanted, there []string) []string {
	return slices.DeleteFunc(wanted, func(s string) bool { return slices.Contains(there, s) })
}

// Inspect asks Slack who the bot's token belongs to, and what it may do. A
// token that is not accepted is a [*ConfigError] for SLACK_BOT_TOKEN; after other errors
// asking again may help.
func Inspect(ctx context.Context, o Options) (Account, error) {
	w, err := newWeb(o)
	if err != nil {
		return Account{}, err
	}
	a, err := w.account(ctx)
	return a, notBot(err)
}

// InspectSocket asks Slack for the address of a socket, and opens none. What
// the operator can mend is a [*ConfigError] for SLACK_APP_TOKEN, which says which
// it is: the token, its scope connections:write, or Socket Mode itself.
func InspectSocket(ctx context.Context, o Options) error {
	if err := appToken(o.AppToken); err != nil {
		return err
	}
	w, err := newWeb(o)
	if err != nil {
		return err
	}
	_, err = w.socket(ctx)
	return notApp(err)
}

// Place is a channel as the bot finds it.
type Place struct {
	Name     string // without its #; "" for a direct conversation
	Member   bool   // the bot is in it
	Private  bool
	Archived bool
	Missing  string // the scope that it takes to find a lost message there, where the token lacks it
}

// InspectChannel looks at a channel by its id. One that does not exist and a
// private one that the bot is not in look the same: channel_not_found.
func InspectChannel(ctx context.Context, o Options, channel string) (Place, error) {
	w, err := newWeb(o)
	if err != nil {
		return Place{}, err
	}
	a, err := w.account(ctx)
	if err != nil {
		return Place{}, notBot(err)
	}
	c, err := w.channel(ctx, channel)
	if err != nil {
		return Place{}, fmt.Errorf("slack channel: %w", err)
	}
	p := Place{Name: c.Name, Member: c.IsMember || c.IsIM, Private: c.IsPrivate, Archived: c.IsArchived}
	if scope := historyScope(channel, c.IsPrivate); len(a.Scopes) > 0 && !slices.Contains(a.Scopes, scope) {
		p.Missing = scope
	}
	return p, nil
}

// Problem is what is wrong with a setting.
type Problem int

// The problems that Slack tells of.
const (
	TokenRefused  Problem = iota + 1 // the token is not accepted
	WrongToken                       // it is a token, but of another kind
	ScopeMissing                     // the token lacks a scope
	SocketModeOff                    // Slack opens no socket though it accepts the token
)

// ConfigError says which setting has to be mended, and how.
type ConfigError struct {
	Variable string // of the environment: SLACK_BOT_TOKEN, SLACK_APP_TOKEN or SLACK_SIGNING_SECRET
	Problem  Problem
	Advice   string // what to do
	Err      error  // what Slack said; nil where it was not asked
}

// Error implements error.
func (e *ConfigError) Error() string {
	text := e.Variable + ": " + e.Advice
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap gives the cause.
func (e *ConfigError) Unwrap() error { return e.Err }

// notBot says what a refusal means for the bot's token.
func notBot(err error) error {
	switch word, _ := answered(err); {
	case word == "not_allowed_token_type":
		return &ConfigError{"SLACK_BOT_TOKEN", WrongToken, adviceBot, err}
	case badToken(word):
		return &ConfigError{"SLACK_BOT_TOKEN", TokenRefused, "Slack does not accept the token; copy the Bot User OAuth Token (xoxb-) from the app's page Install App", err}
	case word == missingScope:
		return &ConfigError{"SLACK_BOT_TOKEN", ScopeMissing, "the token lacks a scope; install the app again from the manifest", err}
	}
	return err
}

// notApp says what a refusal means for the app's token.
func notApp(err error) error {
	var e *APIError
	switch word, _ := answered(err); {
	case word == "not_allowed_token_type":
		return &ConfigError{"SLACK_APP_TOKEN", WrongToken, adviceApp, err}
	case badToken(word):
		return &ConfigError{"SLACK_APP_TOKEN", TokenRefused, "Slack does not accept the token; " + makeAppToken, err}
	case word == missingScope:
		return &ConfigError{"SLACK_APP_TOKEN", ScopeMissing, "the token lacks the scope connections:write; " + makeAppToken, err}
	case errors.As(err, &e) && e.Status < 300 && word != "" && !passing(word):
		return &ConfigError{"SLACK_APP_TOKEN", SocketModeOff, "Slack opens no socket; turn Socket Mode on, on the app's page of that name", err}
	}
	return err
}

const (
	adviceBot    = "not a bot's token; copy the Bot User OAuth Token (xoxb-) from the app's page Install App"
	adviceApp    = "not an app's token; " + makeAppToken
	makeAppToken = "make an App-Level Token (xapp-) with connections:write on the app's page Basic Information"
)

// passing are the words for what may be over in a moment.
func passing(word string) bool {
	return isRate(word) || slices.Contains([]string{"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org", "accesslimited"}, word)
}

// historyScope is what it takes to read a conversation's messages.
func historyScope(channel string, private bool) string {
	switch {
	case strings.HasPrefix(channel, "D"):
		return "im:history"
	case private || strings.HasPrefix(channel, "G"):
		return "groups:history"
	}
	return "channels:history"
}
