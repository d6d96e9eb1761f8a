package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/caarlos0/env/v11"

	"dateline/adapters/discord"
	"dateline/internal/guard"
)

// config is everything that the environment sets. A variable of the process
// wins over one of the file .env. .env.example lists the same variables.
type config struct {
	// DatabaseURL is where everything is kept: sqlite:PATH. Default
	// sqlite:data/dateline.db. It may hold a password.
	DatabaseURL secret `env:"DATABASE_URL" envDefault:"sqlite:data/dateline.db"`
	// NewsZone is the time zone of dates we write: an IANA name or its city.
	// Default: the machine's.
	NewsZone string `env:"NEWS_ZONE"`
	// NewsSources are addresses of feeds (or folders) to start with, separated
	// by commas or white space. Each is added once: what is removed later
	// stays removed until it is taken out here and put in again. Default none.
	// They may hold passwords.
	NewsSources secret `env:"NEWS_SOURCES"`
	// MaxSources is how many sources a workspace may read of its own, 1 to
	// 100000; the host counts as one. Default 50.
	MaxSources string `env:"MAX_SOURCES" envDefault:"50"`
	// FetchAllow is what may be fetched besides public addresses on ports 80
	// and 443: CIDR[:port], separated by commas. Default none.
	FetchAllow string `env:"FETCH_ALLOW"`
	// FetchContact is a contact, an address or a page, for the User-Agent. Default none.
	FetchContact string `env:"FETCH_CONTACT"`
	// FetchProxy is the URL of a proxy for all that is fetched. Default none. It may hold a password.
	FetchProxy secret `env:"FETCH_PROXY"`
	// Owner is who gets the host's notices: log, or discord:ID or slack:ID, a
	// person's id there. Default log.
	Owner string `env:"OWNER" envDefault:"log"`
	// RetentionDays is after how many days texts and digests are deleted, 1
	// to 36500. Default 90.
	RetentionDays string `env:"RETENTION_DAYS" envDefault:"90"`
	// LogLevel is the least important kind of line that is logged: debug,
	// info, warn or error. Default info.
	LogLevel string `env:"LOG_LEVEL" envDefault:"info"`
	// LogFormat is text, or json for machines. Default text.
	LogFormat string `env:"LOG_FORMAT" envDefault:"text"`
	// DiscordToken turns Discord on. Default none.
	DiscordToken secret `env:"DISCORD_TOKEN"`
	// DiscordGuildID registers the commands in one server only, at once: for
	// development. Default none: everywhere.
	DiscordGuildID string `env:"DISCORD_GUILD_ID"`
	// DiscordAPIURL is another base URL for Discord's REST API, of a proxy or a
	// stand-in, which gets the token. Default none: Discord's own.
	DiscordAPIURL string `env:"DISCORD_API_URL"`
	// DiscordShards is how many connections share the servers, 1 to 10000, or
	// auto for what Discord recommends. Default auto.
	DiscordShards string `env:"DISCORD_SHARDS" envDefault:"auto"`
	// SlackBotToken and SlackAppToken turn Slack on over Socket Mode. Default none.
	SlackBotToken secret `env:"SLACK_BOT_TOKEN"`
	SlackAppToken secret `env:"SLACK_APP_TOKEN"`
	// SlackSigningSecret turns Slack on over HTTP instead, with HTTPAddr and
	// the bot's token. Default none.
	SlackSigningSecret secret `env:"SLACK_SIGNING_SECRET"`
	// SlackAPIURL is another base URL for Slack's Web API, of a proxy or a
	// stand-in, which gets the tokens. Default none: Slack's own.
	SlackAPIURL string `env:"SLACK_API_URL"`
	// SlackChanges is who may change what others read on Slack: the full
	// members of a channel, or the workspace's admins alone. Default members.
	SlackChanges string `env:"SLACK_CHANGES" envDefault:"members"`
	// HTTPAddr is where the program listens for requests of Slack's:
	// HOST:PORT, or :PORT for every address of the machine. Default none.
	HTTPAddr string `env:"HTTP_ADDR"`

	zone       *time.Location
	level      slog.Level
	maxSources int
	retention  int // days
	shards     int // 0 for what Discord recommends
	allow      []guard.Allowed
	proxy      *url.URL
}

// secret is a value that is never printed.
type secret string

const redacted = "[redacted]"

// String gives "[redacted]", or "" where there is no secret.
func (s secret) String() string {
	if s == "" {
		return ""
	}
	return redacted
}

// GoString keeps the secret out of %#v.
func (s secret) GoString() string { return s.String() }

// MarshalText keeps the secret out of JSON and structured logs.
func (s secret) MarshalText() ([]byte, error) { //nolint:unparam // as the interface wants it
	return []byte(s.String()), nil
}

// reveal gives the secret itself, for the one who needs it.
func (s secret) reveal() string { return string(s) }

// maxSecret is the size in bytes that a NAME_FILE may have.
const maxSecret = 64 << 10

// configure reads .env and the environment, checks both, and sets up the log.
func (a *app) configure() error {
	c, err := readConfig(a.getenv)
	a.config, a.log = c, newLog(a.stderr, c)
	return err
}

// readConfig reads .env in the working directory and the environment. With an
// error it gives what could be read, for the doctor to go on with.
func readConfig(getenv func(string) (string, bool)) (config, error) {
	file, err := readDotenv(dotenvFile)
	if err != nil {
		return defaultConfig(), err
	}
	inFile := func(key string) (string, bool) { v, ok := file[key]; return v, ok }
	values := map[string]string{}
	for key, isSecret := range variables() {
		for _, from := range []func(string) (string, bool){getenv, inFile} {
			value, ok, err := lookup(key, isSecret, from)
			if err != nil {
				return defaultConfig(), err
			}
			if ok {
				values[key] = value
				break
			}
		}
	}
	c, err := env.ParseAsWithOptions[config](env.Options{Environment: values})
	if err != nil {
		return defaultConfig(), fmt.Errorf("configuration: %w", err)
	}
	err = c.validate()
	return c, err
}

// defaultConfig is the configuration of an empty environment.
func defaultConfig() config {
	c, err := env.ParseAsWithOptions[config](env.Options{Environment: map[string]string{}})
	if err == nil {
		err = c.validate()
	}
	if err != nil {
		panic("the defaults are not valid: " + err.Error())
	}
	return c
}

// variables gives the names of the variables, and whether each is a secret.
func variables() map[string]bool {
	names := map[string]bool{}
	for field := range reflect.TypeFor[config]().Fields() {
		if key := field.Tag.Get("env"); key != "" {
			names[key] = field.Type == reflect.TypeFor[secret]()
		}
	}
	return names
}

// lookup finds the variable key, or reads the file that key_FILE names.
func lookup(key string, isSecret bool, from func(string) (string, bool)) (string, bool, error) {
	value, ok := from(key)
	if !isSecret {
		return value, ok, nil
	}
	path, inFile := from(key + "_FILE")
	switch {
	case !inFile || path == "":
		return value, ok, nil
	case ok:
		return "", false, fmt.Errorf("%s: %s_FILE is set as well: unset one of the two", key, key)
	}
	content, err := readSecret(path)
	if err != nil {
		return "", false, fmt.Errorf("%s_FILE: %w", key, err)
	}
	return content, true, nil
}

func readSecret(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", unreadable(path, err)
	}
	defer f.Close() //nolint:errcheck // read only
	content, err := io.ReadAll(io.LimitReader(f, maxSecret+1))
	if err != nil {
		return "", unreadable(path, err)
	}
	if len(content) > maxSecret {
		return "", fmt.Errorf("%s: over %d KiB: name the file that holds the secret alone", name(path), maxSecret>>10)
	}
	return strings.TrimSpace(string(content)), nil
}

// validate checks every value and keeps the parsed forms; in place of a wrong
// value stands the default.
func (c *config) validate() error {
	var problems []error
	var err error
	if c.zone, err = loadZone(c.NewsZone); err != nil {
		c.zone = time.Local
		problems = append(problems, fmt.Errorf("NEWS_ZONE: %w", err))
	}
	if err := c.level.UnmarshalText([]byte(c.LogLevel)); err != nil {
		problems = append(problems, fmt.Errorf("LOG_LEVEL: %q is no level: use debug, info, warn or error", c.LogLevel))
	}
	if c.LogFormat != "text" && c.LogFormat != "json" {
		problems = append(problems, fmt.Errorf("LOG_FORMAT: %q is no format: use text or json", c.LogFormat))
	}
	problems = append(problems, c.validateSources()...)
	problems = append(append(problems, c.validateDiscord()...), c.validateOwner()...)
	return errors.Join(append(problems, c.validateSlack()...)...)
}

// snowflake is an identifier of Discord's.
var snowflake = regexp.MustCompile(`^[0-9]{1,20}$`)

// validateDiscord checks what is set of Discord.
func (c *config) validateDiscord() []error {
	var problems []error
	if c.DiscordGuildID != "" && !snowflake.MatchString(c.DiscordGuildID) {
		problems = append(problems, fmt.Errorf("DISCORD_GUILD_ID: %q is no server's id: it is a number (Developer Mode, Copy Server ID)", c.DiscordGuildID))
		c.DiscordGuildID = ""
	}
	if err := discord.CheckURL(c.DiscordAPIURL); err != nil {
		problems = append(problems, fmt.Errorf("DISCORD_API_URL: %w", err))
		c.DiscordAPIURL = ""
	}
	if c.DiscordShards != "auto" {
		var err error
		if c.shards, err = number(c.DiscordShards, 0, 10_000); err != nil {
			problems = append(problems, fmt.Errorf("DISCORD_SHARDS: %w, nor auto", err))
		}
	}
	return problems
}

// validateOwner checks that the owner is somebody.
func (c *config) validateOwner() []error {
	kind, person, _ := strings.Cut(c.Owner, ":")
	var err error
	switch {
	case c.Owner == "log", kind == "discord" && snowflake.MatchString(person), kind == "slack" && slackPerson.MatchString(person):
		return nil
	case kind == "discord":
		err = fmt.Errorf("OWNER: %q is no person's id: it is a number (Developer Mode, Copy User ID)", person)
	case kind == "slack":
		err = fmt.Errorf("OWNER: %q is no person's id: it begins with U or W (their profile, Copy member ID)", person)
	default:
		err = fmt.Errorf("OWNER: %q: use log, discord:ID or slack:ID", c.Owner)
	}
	c.Owner = "log"
	return []error{err}
}

// validateSources checks what is set of sources and their fetching.
func (c *config) validateSources() []error {
	var problems []error
	add := func(key string, err error) {
		if err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", key, err))
		}
	}
	var err error
	c.maxSources, err = number(c.MaxSources, 50, 100_000)
	add("MAX_SOURCES", err)
	c.retention, err = number(c.RetentionDays, 90, 36_500)
	add("RETENTION_DAYS", err)
	c.allow, err = guard.ParseAllow(c.FetchAllow)
	add("FETCH_ALLOW", err)
	c.proxy, err = guard.ParseProxy(c.FetchProxy.reveal())
	add("FETCH_PROXY", err)
	if strings.ContainsFunc(c.FetchContact, func(r rune) bool { return r < ' ' || r > '~' || r == '(' || r == ')' }) || len(c.FetchContact) > 200 {
		add("FETCH_CONTACT", errors.New("use an e-mail address or the address of a page, in ASCII"))
		c.FetchContact = ""
	}
	return problems
}

// number reads a whole number from 1 to most; with an error it gives the usual one.
func number(text string, usual, most int) (int, error) {
	n, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil || n < 1 || n > most {
		return usual, fmt.Errorf("%q is no number from 1 to %d", text, most)
	}
	return n, nil
}

// platforms names the chat platforms that the configuration turns on, or means
// to (see [config.slackLacks]).
func (c *config) platforms() []string {
	var on []string
	if c.DiscordToken != "" {
		on = append(on, "Discord")
	}
	if c.SlackBotToken != "" || c.SlackAppToken != "" || c.SlackSigningSecret != "" {
		on = append(on, "Slack")
	}
	return on
}

// newLog makes the log of a configuration, to w.
func newLog(w io.Writer, c config) *slog.Logger {
	options := &slog.HandlerOptions{Level: c.level}
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}
