package importtest

import (
	"strings"
	"testing"
)

const (
	handOver = ": only internal/guard and cmd/bot may, and hand it over"
	noSkip   = "no test skips itself, except in a function that looks for DATELINE_SHARED or DATELINE_TWIN"
	noSleep  = "no time.Sleep in tests: wait on a channel, with a deadline that can only fail"
)

// TestHabits has one small file for each habit: after the package clause, on
// the lines that want names.
func TestHabits(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, file string
		body       string
		want       string // problems, "line: text", one a line
	}{
		{"an init function", "desk/a.go", `func init() {}`, "2: no init functions: call it from where it is needed"},
		{"a method called init", "desk/a.go", `func (d desk) init() {}`, ""},
		{"sleeping in a test", "desk/a_test.go", "import \"time\"\nfunc wait() { time.Sleep(1) }", "3: " + noSleep},
		{"by another name", "desk/a_test.go", "import clock \"time\"\nfunc wait() { clock.Sleep(1) }", "3: " + noSleep},
		{"in a suite", "store/storetest/a.go", "import \"time\"\nfunc wait() { time.Sleep(1) }", "3: " + noSleep},
		{"a pure folder asks for the time", "wire/a.go", "import \"time\"\nvar now = time.Now", "3: wire is pure and must not use time.Now: the time is passed in"},
		{"a duration is no time", "wire/a.go", "import \"time\"\nconst day = 24 * time.Hour", ""},
		{"a test may ask", "wire/a_test.go", "import \"time\"\nvar now = time.Now", ""},
		{"a skipped test", "desk/a_test.go", "import \"testing\"\nfunc TestA(t *testing.T) { t.Skip() }", "3: " + noSkip},
		{"a skipped part", "desk/a_test.go", "import \"testing\"\nfunc TestA(t *testing.T) { t.Run(``, func(tt *testing.T) { tt.Skipf(``) }) }", "3: " + noSkip},
		{"a skipped benchmark", "desk/a_test.go", "import \"testing\"\nfunc need(b testing.TB) { b.SkipNow() }", "3: " + noSkip},
		{"the shared folder is missing", "desk/a_test.go",
			"import (\"os\"; \"testing\")\nfunc shared(t *testing.T) string { t.Skip(); return os.Getenv(`DATELINE_SHARED`) }", ""},
		{
			"want of the other stand-in", "desk/a_test.go",
			"import (\"os\"; \"testing\")\nfunc twin(t *testing.T) string { t.Skip(); return os.Getenv(`DATELINE_TWIN`) }", "",
		},
		{"another Skip", "desk/a_test.go", "import \"testing\"\nfunc TestA(t *testing.T) { s := scanner{}; s.Skip() }", ""},
		{"a client of one's own", "feeds/a.go", "import \"net/http\"\nvar c = &http.Client{}", "3: feeds must not make an HTTP client (http.Client)" + handOver},
		{"a client by new", "feeds/a.go", "import \"net/http\"\nfunc f() { c := new(http.Client); c.Get(``) }",
			"3: feeds must not make an HTTP client (http.Client)" + handOver},
		{"a client as a variable", "feeds/a.go", "import web \"net/http\"\nfunc f() { var c web.Client; c.Get(``) }",
			"3: feeds must not make an HTTP client (http.Client)" + handOver},
		{"a transport", "adapters/slack/a.go", "import \"net/http\"\nfunc f() { g(&http.Transport{}) }",
			"3: adapters/slack must not make an HTTP client (http.Transport)" + handOver},
		{"the package's client", "adapters/slack/a.go", "import \"net/http\"\nfunc f() {\nhttp.Get(``)\ng(http.DefaultClient)\n}",
			"4: adapters/slack must not make an HTTP client (http.Get)" + handOver + "\n" +
				"5: adapters/slack must not make an HTTP client (http.DefaultClient)" + handOver},
		{"a dot before the import", "feeds/a.go", "import . \"net/http\"", "2: net/http must not be imported with a dot"},
		{"a client that is handed over", "feeds/a.go", "import \"net/http\"\nfunc f(c *http.Client, r *http.Request) { c.Do(r) }", ""},
		{"the guarded client", "internal/guard/a.go", "import \"net/http\"\nvar c = &http.Client{}", ""},
		{"a test's client", "feeds/a_test.go", "import \"net/http\"\nvar c = &http.Client{}", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			checkBody(t, test.file, test.body, test.want)
		})
	}
}

func TestVariables(t *testing.T) {
	t.Parallel()
	const wrong = "package variable v is written to: no mutable globals"
	for _, test := range []struct{ name, body, want string }{
		{"set", "var v int\nfunc f() { v = 1 }", "3: " + wrong},
		{"counted", "var v int\nfunc f() { v++ }", "3: " + wrong},
		{"added to", "var v int\nfunc f() { v += 2 }", "3: " + wrong},
		{"an element", "var v = map[string]int{}\nfunc f() { v[``] = 1 }", "3: " + wrong},
		{"a field of an element", "var v []struct{ n int }\nfunc f() { (v[0]).n = 1 }", "3: " + wrong},
		{"what it points to", "var v *int\nfunc f() { *v = 1 }", "3: " + wrong},
		{"deleted from", "var v = map[string]int{}\nfunc f() { delete(v, ``) }", "3: " + wrong},
		{"by a loop", "var v int\nfunc f() { for v = range 3 {} }", "3: " + wrong},
		{"in a function literal", "var v int\nfunc f() { g(func() { v = 1 }) }", "3: " + wrong},
		{"read", "var v = map[string]int{}\nfunc f() int { return v[``] }", ""},
		{"a parameter of that name", "var v int\nfunc f(v int) { v = 1 }", ""},
		{"a local of that name", "var v int\nfunc f() { v := 0; v = 1 }", ""},
		{"a loop's of that name", "var v int\nfunc f() { for v := range 3 { v++ } }", ""},
		{"the blank name", "var _ = 1\nfunc f() { _ = g() }", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			checkBody(t, "desk/a.go", test.body, test.want)
		})
	}
}

// checkBody checks one file; the lines of want are problems without the file's name.
func checkBody(t *testing.T, file, body, want string) {
	t.Helper()
	var problems []string
	for line := range strings.Lines(want) {
		problems = append(problems, file+":"+strings.TrimSpace(line))
	}
	checkTree(t, map[string]string{file: "package a\n" + body}, problems)
}
