package discordtest

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// spec is the path of Discord's description; "" where DATELINE_SHARED has none.
func spec(t *testing.T) string {
	t.Helper()
	path := filepath.Join(os.Getenv("DATELINE_SHARED"), "specs", "discord-openapi-v10.json")
	if _, err := os.Stat(path); err != nil {
		t.Skipf("DATELINE_SHARED: %v", err)
	}
	return path
}

const fine = `"allowed_mentions":{"parse":[]}`

// TestCheck has a request for each rule; want is a part of what is said, ""
// where nothing is.
func TestCheck(t *testing.T) {
	t.Parallel()
	v, err := validator(spec(t))
	if err != nil {
		t.Fatal(err)
	}
	const channel, callback, hook = "/channels/1/messages", "/interactions/1/tok/callback", "/webhooks/1/tok"
	for _, c := range []struct{ name, method, path, body, want string }{
		{"message", "POST", channel, `{"content":"x","embeds":[],"components":[],"nonce":"k","enforce_nonce":true,` + fine + `}`, ""},
		{"no mentions said", "POST", channel, `{"content":"x"}`, "allowed_mentions"},
		{"mentions null", "POST", channel, `{"content":"x","allowed_mentions":{"parse":null}}`, "allowed_mentions"},
		{"replied user", "POST", channel, `{"content":"x","allowed_mentions":{"parse":[],"replied_user":true}}`, "replied"},
		{"unknown field", "POST", channel, `{"content":"x","colour":1,` + fine + `}`, "colour"},
		{"unknown field in an embed", "POST", channel, `{"embeds":[{"title":"x","text":"y"}],` + fine + `}`, "text"},
		{"content too long", "POST", channel, `{"content":"` + strings.Repeat("x", 2001) + `",` + fine + `}`, "2001"},
		{"as the surrogates of UTF-16", "POST", channel, `{"content":"` + strings.Repeat("😀", 1001) + `",` + fine + `}`, "2002"},
		{"embeds too long together", "POST", channel, `{"embeds":[{"description":"` + strings.Repeat("x", 3001) + `"},{"description":"` + strings.Repeat("x", 3000) + `"}],` + fine + `}`, "6001"},
		{"description too long", "POST", channel, `{"embeds":[{"description":"` + strings.Repeat("x", 4097) + `"}],` + fine + `}`, "4096"},
		{"empty", "POST", channel, `{"content":"",` + fine + `}`, "empty"},
		{"nonce too long", "POST", channel, `{"content":"x","nonce":"` + strings.Repeat("x", 26) + `",` + fine + `}`, "nonce"},
		{"bad snowflake", "POST", "/channels/abc/messages", `{"content":"x",` + fine + `}`, "channel_id"},
		{"unknown route", "POST", "/channels/1/letters", `{}`, "no such route"},
		{"unknown parameter", "GET", channel + "?limits=3", "", "limits"},
		{"parameter too large", "GET", channel + "?limit=101", "", "limit"},
		{"list", "GET", channel + "?limit=100&before=5", "", ""},
		{"button", "POST", channel, `{"components":[{"type":1,"components":[{"type":2,"style":2,"label":"Older","custom_id":"a"}]}],` + fine + `}`, ""},
		{"button with a long id", "POST", channel, `{"components":[{"type":1,"components":[{"type":2,"style":2,"label":"Older","custom_id":"` + strings.Repeat("a", 101) + `"}]}],` + fine + `}`, "components"},
		{"button without id", "POST", channel, `{"components":[{"type":1,"components":[{"type":2,"style":2,"label":"Older"}]}],` + fine + `}`, "custom_id"},
		{"ids twice", "POST", channel, `{"components":[{"type":1,"components":[{"type":2,"style":2,"label":"A","custom_id":"a"},{"type":2,"style":2,"label":"B","custom_id":"a"}]}],` + fine + `}`, "twice"},
		{"callback", "POST", callback, `{"type":4,"data":{"content":"x","flags":64,` + fine + `}}`, ""},
		{"callback without mentions", "POST", callback, `{"type":4,"data":{"content":"x"}}`, "allowed_mentions"},
		{"deferral", "POST", callback, `{"type":5,"data":{"flags":64,` + fine + `}}`, ""},
		{"autocomplete", "POST", callback, `{"type":8,"data":{"choices":[{"name":"a","value":"b"}]}}`, ""},
		{"too many choices", "POST", callback, `{"type":8,"data":{"choices":[` + strings.Repeat(`{"name":"a","value":"b"},`, 25) + `{"name":"a","value":"b"}]}}`, "body"},
		{"follow-up", "POST", hook, `{"content":"x",` + fine + `}`, ""},
		{"edit of the original", "PATCH", hook + "/messages/@original", `{"content":"x","embeds":[],"components":[],` + fine + `}`, ""},
		{"commands", "PUT", "/applications/1/commands", `[{"name":"news","description":"d","description_localizations":{"de":"x"}}]`, ""},
		{"command name", "PUT", "/applications/1/commands", `[{"name":"News","description":"d"}]`, "name"},
		{"locale", "PUT", "/applications/1/commands", `[{"name":"news","description":"d","description_localizations":{"en":"x"}}]`, "locale"},
		{"body where none belongs", "GET", "/users/@me", `{}`, "body"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r, err := http.NewRequestWithContext(t.Context(), c.method, "http://x"+c.path, strings.NewReader(c.body))
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("User-Agent", "DiscordBot (x, 1)")
			if c.body != "" {
				r.Header.Set("Content-Type", "application/json")
			}
			_, got := v.Check(r, r.URL.Path, []byte(c.body))
			all := strings.Join(got, "\n")
			if c.want == "" && all != "" || !strings.Contains(all, c.want) {
				t.Errorf("%s %s: got %q, want %q", c.method, c.path, all, c.want)
			}
		})
	}
}
