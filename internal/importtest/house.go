package importtest

// House gives the rules of this module.
func House() Rules {
	return Rules{
		Module:  "dateline",
		Folders: folders(),
		Homes:   homes(),
		Clients: []string{"internal/guard", "cmd/bot"},
		Outside: []string{"DATELINE_SHARED", "DATELINE_TWIN"},
		Impure: []string{
			"crypto/rand", "database/sql", "math/rand", "net", "os", "plugin", "syscall",
		},
	}
}

// folders is the table of who may import whom. A new folder needs a line here.
func folders() []Folder {
	return []Folder{
		{Path: "news", StandardOnly: true, Pure: true, Except: []string{"database/sql/driver", "net/url"}}, // parsing alone
		{Path: "terms", Imports: []string{"news"}, Pure: true},
		{Path: "schedule", Imports: []string{"news"}, Pure: true},
		{Path: "wire", Imports: []string{"news", "terms"}, Pure: true},
		{Path: "wire/formats", Imports: []string{"news", "terms", "wire"}, Pure: true, Except: []string{"net/mail", "net/url"}}, // parsing alone
		{Path: "related", Imports: []string{"news", "terms"}, Pure: true},
		{Path: "summarize", Imports: []string{"news", "terms", "wire"}, Pure: true},
		{Path: "ask", Imports: []string{"news", "terms", "wire"}, Pure: true},
		{Path: "feeds", Imports: []string{"news", "terms", "wire", "wire/formats", "related", "internal/guard"}},
		{Path: "store", Imports: []string{"news"}},
		{Path: "store/*", Imports: []string{"news", "store"}},
		{Path: "adapters", Imports: []string{"news"}},
		{Path: "adapters/*", Imports: []string{"news", "adapters", "adapters/kit"}},
		{Path: "adapters/discord/discordtest"}, // knows Discord, and nothing of ours
		{Path: "adapters/slack/slacktest"},     // knows Slack, and nothing of ours
		{Path: "editions", Imports: []string{"news", "summarize", "related", "schedule", "adapters"}},
		{Path: "desk", Imports: []string{
			"news", "terms", "wire", "summarize", "ask", "related", "schedule", "editions", "adapters",
		}},
		{Path: "internal/guard", Imports: []string{"news"}},
		{Path: "internal/testkit", Imports: []string{"news"}},
		{Path: "internal/eval", Imports: []string{Any}},
		// It counts what the summarizer gets wrong, and must not know its rules.
		{Path: "internal/eval/surface", StandardOnly: true},
		{Path: "internal/eval/*", Imports: []string{Any}}, // measures and baselines
		{Path: "internal/train", Imports: []string{Any}},
		{Path: "internal/release", StandardOnly: true}, // it builds the program, and knows nothing of it
		{Path: "internal/importtest", Imports: []string{Any}},
		{Path: "deploy", StandardOnly: true}, // what is set up elsewhere, and printed by cmd/bot
		{Path: "cmd/bot", Imports: []string{Any}},
	}
}

// homes lists the packages that belong to one folder each (two where both
// databases need it): vendor SDKs, SQL drivers, parsers of outside formats.
func homes() []Home {
	databases := []string{"store/sqlite", "store/postgres"}
	return []Home{
		{"github.com/bwmarrin/discordgo", []string{"adapters/discord"}},
		{"github.com/gorilla/websocket", []string{"adapters/discord", "adapters/discord/discordtest", "adapters/slack", "adapters/slack/slacktest"}},
		{"github.com/getkin/kin-openapi", []string{"adapters/discord/discordtest"}},
		{"github.com/slack-go/slack", []string{"adapters/slack"}},
		{"github.com/santhosh-tekuri/jsonschema", []string{"adapters/slack/slacktest"}},
		{"go.yaml.in/yaml", nil}, // tests alone
		{"github.com/peterh/liner", []string{"adapters/console"}},
		{"charm.land/lipgloss", []string{"adapters/console"}},
		{"modernc.org/sqlite", []string{"store/sqlite"}},
		{"github.com/mattn/go-sqlite3", nil},
		{"github.com/ncruces/go-sqlite3", nil},
		{"github.com/jackc/pgx", []string{"store/postgres"}},
		{"github.com/lib/pq", nil},
		{"github.com/pressly/goose", databases},
		{"database/sql/driver", append([]string{"news"}, databases...)},
		{"database/sql", databases},
		{"code.dny.dev/ssrf", []string{"internal/guard"}},
		{"github.com/temoto/robotstxt", []string{"internal/guard"}},
		{"github.com/andybalholm/brotli", []string{"internal/guard"}},
		{"github.com/mmcdole/gofeed", []string{"feeds"}},
		{"codeberg.org/readeck/go-readability", []string{"feeds", "internal/eval/pages"}},
		{"github.com/araddon/dateparse", []string{"feeds"}},
		{"github.com/saintfish/chardet", []string{"feeds"}},
		{"github.com/ulikunitz/xz", []string{"internal/eval/corpora"}},
		{"github.com/abadojack/whatlanggo", []string{"terms"}},
		{"github.com/blevesearch/snowballstem", []string{"terms"}},
		{"github.com/alecthomas/kong", []string{"cmd/bot"}},
		{"github.com/caarlos0/env", []string{"cmd/bot"}},
		{"github.com/joho/godotenv", []string{"cmd/bot"}},
	}
}
