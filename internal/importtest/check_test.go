package importtest

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// TestImports has one small tree for each rule on imports. want is empty where
// the tree is as it should be.
func TestImports(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		files map[string]string
		want  []string
	}{
		{"an import the table allows", map[string]string{"wire/a.go": imports("wire", "dateline/terms")}, nil},
		{"an import the table does not allow", map[string]string{"terms/a.go": imports("terms", "dateline/wire")},
			[]string{"terms/a.go:2: terms must not import wire"}},
		{"news imports nothing of ours", map[string]string{"news/a.go": imports("news", "dateline/terms")},
			[]string{"news/a.go:2: news must not import terms"}},
		{"the desk does not know the store", map[string]string{"desk/a.go": imports("desk", "dateline/store")},
			[]string{"desk/a.go:2: desk must not import store"}},
		{"one platform does not know another", map[string]string{"adapters/slack/a.go": imports("slack", "dateline/adapters/discord")},
			[]string{"adapters/slack/a.go:2: adapters/slack must not import adapters/discord"}},
		{"a database knows the contract", map[string]string{"store/sqlite/a.go": imports("sqlite", "dateline/store")}, nil},
		{"the contract does not know a database", map[string]string{"store/a.go": imports("store", "dateline/store/sqlite")},
			[]string{"store/a.go:2: store must not import store/sqlite"}},
		{"the root is no package", map[string]string{"wire/a.go": imports("wire", "dateline")},
			[]string{"wire/a.go:2: wire must not import ."}},
		{"a folder without a line", map[string]string{"helpers/a.go": imports("helpers")},
			[]string{"helpers: a new folder needs a line in internal/importtest/house.go"}},
		{"a folder below one that has a line", map[string]string{"wire/forms/a.go": imports("forms")},
			[]string{"wire/forms: a new folder needs a line in internal/importtest/house.go"}},
		{"a folder of tests alone needs a line too", map[string]string{"e2e/a_test.go": imports("e2e")},
			[]string{"e2e: a new folder needs a line in internal/importtest/house.go"}},
		{"cmd wires everything", map[string]string{"cmd/bot/a.go": imports("main", "dateline/store/sqlite", "dateline/internal/guard")}, nil},
		{"nobody imports cmd", map[string]string{"internal/eval/a.go": imports("eval", "dateline/cmd/bot")},
			[]string{"internal/eval/a.go:2: nobody imports cmd/bot"}},
		{"no test imports cmd either", map[string]string{"desk/a_test.go": imports("desk", "dateline/cmd/bot")},
			[]string{"desk/a_test.go:2: nobody imports cmd/bot"}},
		{"a test imports what helps it", map[string]string{"terms/a_test.go": imports("terms", "dateline/summarize", "os", "database/sql")}, nil},
		{"a file for another system is read too", map[string]string{"terms/a.go": "//go:build plan9\n\n" + imports("terms", "dateline/desk")},
			[]string{"terms/a.go:4: terms must not import desk"}},
		{"what the go command leaves out", map[string]string{
			"wire/testdata/a.go": imports("a", "dateline/cmd/bot"), "_old/a.go": imports("a"), ".cache/a.go": imports("a"),
			"vendor/x/a.go": imports("a"), "tools/a.go": imports("a"), "tools/go.mod": "module dateline/tools",
		}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			checkTree(t, test.files, test.want)
		})
	}
}

// TestHomes has one small tree for each rule on packages that are not ours.
func TestHomes(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, dir, imported string
		want                string // after the place; "" where it is allowed
	}{
		{"Discord's SDK at home", "adapters/discord", "github.com/bwmarrin/discordgo", ""},
		{"Discord's SDK elsewhere", "desk", "github.com/bwmarrin/discordgo",
			"desk must not import github.com/bwmarrin/discordgo: only adapters/discord may"},
		{"not even in cmd", "cmd/bot", "github.com/slack-go/slack/socketmode",
			"cmd/bot must not import github.com/slack-go/slack/socketmode: only adapters/slack may"},
		{"the SQLite driver at home", "store/sqlite", "modernc.org/sqlite", ""},
		{"a package below the driver", "store/sqlite", "modernc.org/sqlite/lib", ""},
		{"a module whose name only starts alike", "cmd/bot", "modernc.org/sqlite3", ""},
		{"the SQLite driver elsewhere", "cmd/bot", "modernc.org/sqlite", "cmd/bot must not import modernc.org/sqlite: only store/sqlite may"},
		{"the other database's driver", "store/sqlite", "github.com/jackc/pgx/v5/stdlib",
			"store/sqlite must not import github.com/jackc/pgx/v5/stdlib: only store/postgres may"},
		{"a driver that nobody uses", "store/sqlite", "github.com/mattn/go-sqlite3",
			"store/sqlite must not import github.com/mattn/go-sqlite3: nobody does"},
		{"SQL outside of the databases", "desk", "database/sql", "desk must not import database/sql: only store/sqlite and store/postgres may"},
		{"a value for SQL in news", "news", "database/sql/driver", ""},
		{"SQL in news", "news", "database/sql", "news must not import database/sql: only store/sqlite and store/postgres may|" +
			"news is pure and must not import database/sql"},
		{"a feed parser elsewhere", "wire", "github.com/mmcdole/gofeed", "wire must not import github.com/mmcdole/gofeed: only feeds may"},
		{"news keeps to the standard library", "news", "golang.org/x/text/language",
			"news imports the standard library alone, not golang.org/x/text/language"},
		{"a pure folder and the network", "summarize", "net/http", "summarize is pure and must not import net/http"},
		{"a pure folder and other programs", "terms", "os/exec", "terms is pure and must not import os/exec"},
		{"a pure folder and chance", "wire", "math/rand/v2", "wire is pure and must not import math/rand/v2"},
		{"others may read files", "feeds", "os", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			file := test.dir + "/a.go"
			var want []string
			for text := range strings.SplitSeq(test.want, "|") {
				if text != "" {
					want = append(want, file+":2: "+text)
				}
			}
			checkTree(t, map[string]string{file: imports("a", test.imported)}, want)
		})
	}
}

func TestBrokenFile(t *testing.T) {
	t.Parallel()
	_, err := Check(fstest.MapFS{"news/a.go": {Data: []byte("package")}}, House())
	if err == nil || !strings.Contains(err.Error(), "news/a.go:1") {
		t.Errorf("a file that does not parse: got %v, want an error with its place", err)
	}
}

// imports gives a file with its imports on the second line.
func imports(pkg string, paths ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "package %s\n", pkg)
	for _, p := range paths {
		fmt.Fprintf(&b, "import _ %q;", p)
	}
	return b.String()
}

// checkTree compares what is wrong with a tree, by the rules of the house.
func checkTree(t *testing.T, files map[string]string, want []string) {
	t.Helper()
	tree := fstest.MapFS{}
	for name, text := range files {
		tree[name] = &fstest.MapFile{Data: []byte(text)}
	}
	problems, err := Check(tree, House())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range problems {
		got = append(got, p.String())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}
