package deploy_test

import (
	"encoding/json"
	"errors"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"dateline/adapters/slack"
	"dateline/deploy"
	"dateline/internal/testkit"
)

// manifest is what of the manifest the program depends on.
type manifest struct {
	Features struct {
		Home struct {
			Tab      bool `yaml:"home_tab_enabled"`
			Messages bool `yaml:"messages_tab_enabled"`
			ReadOnly bool `yaml:"messages_tab_read_only_enabled"`
		} `yaml:"app_home"`
		Commands []struct {
			Command, URL string
			Hint         string `yaml:"usage_hint"`
		} `yaml:"slash_commands"`
		Shortcuts []struct {
			Name, Type string
			Callback   string `yaml:"callback_id"`
		}
	}
	OAuth struct {
		Scopes struct {
			Bot      []string
			Optional []string `yaml:"bot_optional"`
		}
	} `yaml:"oauth_config"`
	Settings struct {
		Events struct {
			URL string   `yaml:"request_url"`
			Bot []string `yaml:"bot_events"`
		} `yaml:"event_subscriptions"`
		Interactivity struct {
			On  bool   `yaml:"is_enabled"`
			URL string `yaml:"request_url"`
		}
		Socket bool `yaml:"socket_mode_enabled"`
	}
}

// read reads a manifest, and holds it to Slack's schema.
func read(t *testing.T, text string) manifest {
	t.Helper()
	fits(t, text)
	var m manifest
	if err := yaml.Unmarshal([]byte(text), &m); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return m
}

// fits holds a manifest to Slack's schema, where that is at hand.
func fits(t *testing.T, text string) {
	t.Helper()
	if problem := breaks(t, text); problem != nil {
		t.Errorf("the manifest breaks Slack's schema: %v\n%s", problem, text)
	}
}

// lookahead is what two patterns of the schema begin with, for domains that the
// manifest names none of, and that Go's patterns do not have.
var lookahead = regexp.MustCompile(`\(\?![^)]*\)`)

// breaks says what is wrong with a manifest by Slack's schema; nil where that
// is not at hand.
func breaks(t *testing.T, text string) error {
	t.Helper()
	path := testkit.Shared(t, "specs", "slack-manifest.schema.2.0.0.json")
	if path == "" {
		return nil
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	document, err := jsonschema.UnmarshalJSON(file)
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.UseRegexpEngine(func(pattern string) (jsonschema.Regexp, error) {
		return regexp.Compile(lookahead.ReplaceAllString(pattern, ""))
	})
	if err := compiler.AddResource("manifest.json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("manifest.json")
	if err != nil {
		t.Fatal(err)
	}
	var values any
	if err := yaml.Unmarshal([]byte(text), &values); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	data, err := json.Marshal(values)
	if err != nil {
		t.Fatal(err)
	}
	instance, err := jsonschema.UnmarshalJSON(strings.NewReader(string(data)))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(instance)
}

// TestSlackManifest is what Slack is told of the app: no right and no event
// more than is needed.
func TestSlackManifest(t *testing.T) {
	t.Parallel()
	m := read(t, deploy.SlackManifest())
	wantScopes := slices.Sorted(slices.Values(append(slack.RequiredScopes(), slack.OptionalScopes()...)))
	if slices.Sort(m.OAuth.Scopes.Bot); !slices.Equal(m.OAuth.Scopes.Bot, wantScopes) {
		t.Errorf("scopes: got %q, want %q", m.OAuth.Scopes.Bot, wantScopes)
	}
	if want := slack.OptionalScopes(); !slices.Equal(m.OAuth.Scopes.Optional, want) {
		t.Errorf("optional scopes: got %q, want %q", m.OAuth.Scopes.Optional, want)
	}
	wantEvents := []string{"app_home_opened", "app_mention", "app_uninstalled", "message.im", "tokens_revoked"}
	if got := m.Settings.Events.Bot; !slices.Equal(got, wantEvents) {
		t.Errorf("events: got %q, want %q", got, wantEvents)
	}
	home := m.Features.Home
	if !home.Tab || !home.Messages || home.ReadOnly || !m.Settings.Interactivity.On || !m.Settings.Socket {
		t.Errorf("home %+v, interactivity %v, socket %v: want all on, and messages that can be written", home, m.Settings.Interactivity.On, m.Settings.Socket)
	}
	if c := m.Features.Commands; len(c) != 1 || c[0].Command != "/news" || c[0].Hint == "" || c[0].URL != "" {
		t.Errorf("commands: got %+v, want /news with a hint and no address", c)
	}
	if s := m.Features.Shortcuts; len(s) != 1 || s[0].Callback != "digest_this" || s[0].Type != "message" || s[0].Name != "Digest this" {
		t.Errorf("shortcuts: got %+v, want Digest this", s)
	}
}

// TestSlackManifestHTTP: Slack is told three addresses, and no socket.
func TestSlackManifestHTTP(t *testing.T) {
	t.Parallel()
	for given, base := range map[string]string{
		"https://news.example.org":          "https://news.example.org",
		"https://news.example.org:8443/bot": "https://news.example.org:8443/bot",
		"https://news.example.org/":         "https://news.example.org",
	} {
		text, err := deploy.SlackManifestHTTP(given)
		if err != nil {
			t.Fatalf("%s: %v", given, err)
		}
		m := read(t, text)
		got := []string{m.Features.Commands[0].URL, m.Settings.Events.URL, m.Settings.Interactivity.URL}
		if want := []string{base + "/slack/commands", base + "/slack/events", base + "/slack/interactions"}; !slices.Equal(got, want) || m.Settings.Socket {
			t.Errorf("%s: got %q with a socket: %v, want %q and none", given, got, m.Settings.Socket, want)
		}
		if strings.Contains(text, "dateline.example.org") || strings.Contains(text, "#http") {
			t.Errorf("%s: something is left to be changed:\n%s", given, text)
		}
	}
}

// TestSlackManifestRefuses: what Slack could not reach, or YAML would read otherwise.
func TestSlackManifestRefuses(t *testing.T) {
	t.Parallel()
	for _, address := range []string{
		"", "news.example.org", "http://news.example.org", "https://", "https://u:p@news.example.org", "https://news.example.org?x=1",
		"https://news.example.org/#a", "https://news.example.org/a b", "https://news.example.org\n    url: x", "https://новости.example", "https:x",
	} {
		if got, err := deploy.SlackManifestHTTP(address); !errors.Is(err, deploy.ErrAddress) {
			t.Errorf("%q: got %v and %q, want ErrAddress", address, err, got)
		}
	}
}

// TestSchemaIsLookedAt fails where a manifest that breaks the schema would pass.
func TestSchemaIsLookedAt(t *testing.T) {
	t.Parallel()
	if testkit.Shared(t, "specs", "slack-manifest.schema.2.0.0.json") == "" {
		return
	}
	for _, broken := range []string{
		strings.Replace(deploy.SlackManifest(), "socket_mode_enabled: true", "socket_mode: true", 1),
		strings.Replace(deploy.SlackManifest(), "command: /news", "command: news", 1),
	} {
		if breaks(t, broken) == nil {
			t.Errorf("a manifest that breaks the schema passes:\n%s", broken)
		}
	}
}
