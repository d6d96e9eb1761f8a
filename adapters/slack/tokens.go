package slack

import (
	"strings"

	"dateline/adapters/kit"
)

// written reports whether a text can be a credential: something, and nothing
// that no header takes.
func written(t kit.Token) bool {
	return t != "" && !strings.ContainsFunc(string(t), func(r rune) bool { return r <= ' ' || r > '~' })
}

// botToken says what is wrong with a bot's token by its form.
func botToken(t kit.Token) error {
	if !written(t) || strings.HasPrefix(string(t), "xapp-") || strings.HasPrefix(string(t), "xoxp-") {
		return &ConfigError{"SLACK_BOT_TOKEN", WrongToken, adviceBot, nil}
	}
	return nil
}

// appToken says what is wrong with an app's token by its form.
func appToken(t kit.Token) error {
	if !written(t) || strings.HasPrefix(string(t), "xox") {
		return &ConfigError{"SLACK_APP_TOKEN", WrongToken, adviceApp, nil}
	}
	return nil
}

// signingSecret says what is wrong with a signing secret by its form.
func signingSecret(t kit.Token) error {
	if !written(t) || strings.HasPrefix(string(t), "xox") || strings.HasPrefix(string(t), "xapp-") {
		return &ConfigError{"SLACK_SIGNING_SECRET", WrongToken, "not a signing secret; copy it from the app's page Basic Information", nil}
	}
	return nil
}
