package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// press serves what a test puts at its paths, on loopback.
type press struct {
	*httptest.Server
	mu    sync.Mutex
	pages map[string]string
	asked map[string]int
	asker string            // the last User-Agent
	keys  map[string]string // path -> "user:password" that it wants
}

func newPress(t *testing.T) *press {
	t.Helper()
	p := &press{pages: map[string]string{}, asked: map[string]int{}, keys: map[string]string{}}
	p.Server = httptest.NewServer(p)
	t.Cleanup(p.Close)
	return p
}

func (p *press) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked[r.URL.Path]++
	p.asker = r.UserAgent()
	if want := p.keys[r.URL.Path]; want != "" {
		if user, password, _ := r.BasicAuth(); user+":"+password != want {
			http.Error(w, "no CANARY", http.StatusUnauthorized)
			return
		}
	}
	page, ok := p.pages[r.URL.Path]
	if !ok {
		http.Error(w, "BANNER", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", map[bool]string{true: "text/html; charset=utf-8", false: "application/rss+xml"}[strings.HasSuffix(r.URL.Path, ".html")])
	io.WriteString(w, page) //nolint:errcheck // the test sees what is missing
}

func (p *press) put(path, content string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pages[path] = content
}

func (p *press) count(path string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.asked[path]
}

// allow is the FETCH_ALLOW that lets the press in.
func (p *press) allow() string {
	u, err := url.Parse(p.URL)
	if err != nil {
		panic(err)
	}
	return "127.0.0.0/8:" + u.Port()
}

// item is a whole story in RSS, an hour old for each hour.
func item(n, hours int, title, text string) string {
	at := time.Now().Add(-time.Duration(hours) * time.Hour).UTC().Format(time.RFC1123Z)
	return fmt.Sprintf(`<item><guid isPermaLink="false">item-%d</guid><title>%s</title><pubDate>%s</pubDate><description>%s</description></item>`, n, title, at, text)
}

func rss(title string, items ...string) string {
	return `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>` + title + `</title><link>https://example.org/</link>` +
		`<description>News</description><language>en</language>` + strings.Join(items, "") + `</channel></rss>`
}

const (
	ferry = "The ferry to the island was stopped on Monday after a storm, the harbour office said. " +
		"Passengers waited for six hours on the pier, a spokesman for the company said. The ferry is to sail again on Tuesday morning, according to the captain."
	bridge = "The bridge over the northern canal was opened on Monday by the mayor, the city said. " +
		"It had been closed for repairs since March, and the work cost two million crowns. Lorries may cross it from Wednesday, the mayor added."
	bread = "Bakers in the capital raised the price of bread by a tenth on Monday, their guild said. " +
		"Flour has become dearer since the harvest failed in the south, the guild added. The ministry of food is to discuss the price on Friday."
)

// newsBox is a box that may fetch from a press.
func newsBox(t *testing.T) (*box, *press) {
	t.Helper()
	b, p := newBox(t), newPress(t)
	b.env["FETCH_ALLOW"] = p.allow()
	b.env["NEWS_ZONE"] = "UTC"
	b.env["LOG_LEVEL"] = "warn"
	return b, p
}

func TestSourcesFillTheStore(t *testing.T) {
	t.Parallel()
	b, p := newsBox(t)
	p.put("/harbour.xml", rss("Harbour News", item(1, 1, "Ferry stopped", ferry), item(2, 2, "Bridge opened", bridge)))
	b.env["NEWS_SOURCES"] = p.URL + "/harbour.xml," + p.URL + "/dead.xml"
	b.env["FETCH_CONTACT"] = "news@example.org"
	b.run("", "sources", "poll", "--once").ends(exitDone).tells("2 new", "page not found (404)")
	b.run("", "chat", "/news latest").ends(exitDone).says("Ferry stopped", "the harbour office said", "Bridge opened", "Harbour News")
	b.run("", "sources", "list").ends(exitDone).quiet().says("Harbour News", "ok", "page not found (404) since", p.URL+"/dead.xml")
	b.run("", "chat", "sources").ends(exitDone).says("Harbour News", "page not found (404) since")
	if want := "Dateline/" + readVersion().version + " (+news@example.org)"; p.asker != want {
		t.Errorf("User-Agent = %q, want %q", p.asker, want)
	}
	if got := b.run("", "sources", "list"); strings.Contains(got.stdout, "BANNER") {
		t.Errorf("what the server said is shown:\n%s", got.stdout)
	}
	asked := p.count("/harbour.xml")
	for range 20 { // restarts never poll early, and polling everything adds nothing twice
		b.run("", "sources", "poll", "--once").ends(exitDone)
	}
	if got := p.count("/harbour.xml"); got != asked {
		t.Errorf("restarts polled %d times more, want none", got-asked)
	}
	for range 3 {
		b.run("", "sources", "poll", "--all").ends(exitDone).tells(" 0 new")
	}
	if rows := strings.Count(b.run("", "export").ends(exitDone).stdout, "\n"); rows != 2 {
		t.Errorf("the store holds %d dispatches, want 2", rows)
	}
	checkStatusOfSources(t, b)
}

func checkStatusOfSources(t *testing.T, b *box) {
	t.Helper()
	var status statusShape
	if err := json.Unmarshal([]byte(b.run("", "status", "--json").ends(exitDone).stdout), &status); err != nil {
		t.Fatal(err)
	}
	if s := status.Sources; s.Total != 2 || s.Failing != 1 || s.NextPoll == nil {
		t.Errorf("status of sources = %+v", s)
	}
	b.run("", "status").ends(exitDone).says("sources: 2, 1 failing, 0 quiet, 0 stopped, next poll ")
	b.run("", "doctor").ends(exitDone).says("warn FETCH_ALLOW: ", "warn sources: 1 of 2 cannot be read", "page not found (404)", "ok   FETCH_PROXY: not set")
	var list []sourceShape
	if err := json.Unmarshal([]byte(b.run("", "sources", "list", "--json").ends(exitDone).stdout), &list); err != nil {
		t.Fatal(err)
	}
	states := map[string]string{}
	for _, s := range list {
		states[s.State] = s.Cause
	}
	if len(list) != 2 || states["failing"] != "status 404" || states["ok"] != "" {
		t.Errorf("list = %+v", list)
	}
}

func TestSourcesAddAndRemove(t *testing.T) {
	t.Parallel()
	b, p := newsBox(t)
	p.put("/a.xml", rss("Harbour News", item(1, 1, "Ferry stopped", ferry)))
	p.put("/b.xml", rss("Island News", item(1, 1, "Bread dearer", bread)))
	b.run("", "sources", "list").ends(exitDone).says("No source is read yet")
	b.run("", "chat", "latest").ends(exitDone).says("Sample", "sources add --starter")
	b.run("", "sources", "add", p.URL+"/a.xml").ends(exitDone).quiet().says("Added: Harbour News. 1 item is there now.", "the harbour office said")
	b.run("", "sources", "add", p.URL+"/a.xml").ends(exitDone).says("Already read: Harbour News.")
	b.run("", "chat", "latest").ends(exitDone).says("Nothing has come from the 1 source yet")
	b.run("", "chat", "/news source add "+p.URL+`/b.xml name:"My Island"`).ends(exitDone).says("Added: My Island.")
	b.run("", "sources", "list").ends(exitDone).says("1. Harbour News", "2. My Island", "not polled yet")
	b.run("", "sources", "poll", "--once").ends(exitDone).tells("2 new")
	b.run("", "chat", "latest").ends(exitDone).says("Ferry stopped", "Bread dearer")
	b.run("", "sources", "remove", "my island").ends(exitDone).says("Removed: My Island.")
	if got := b.run("", "chat", "latest").ends(exitDone).says("Ferry stopped"); strings.Contains(got.stdout, "Bread") {
		t.Errorf("what is removed is still shown:\n%s", got.stdout)
	}
	b.run("", "chat", "sources undo").ends(exitDone).says("Back again: My Island.")
	b.run("", "chat", "latest").ends(exitDone).says("Bread dearer")
	b.run("", "sources", "remove", "1", "2").ends(exitDone).says("Removed: Harbour News.", "Removed: My Island.")
	b.run("", "sources", "list").ends(exitDone).says("No source is read yet")
}

// TestOneSourceAlone: what another source had first is there all the same
// where its own source is asked for.
func TestOneSourceAlone(t *testing.T) {
	t.Parallel()
	b, p := newsBox(t)
	p.put("/a.xml", rss("Harbour News", item(1, 1, "Ferry stopped", ferry)))
	p.put("/b.xml", rss("Island News", item(7, 2, "The ferry is stopped", ferry), item(8, 3, "Bread dearer", bread)))
	b.run("", "sources", "add", p.URL+"/a.xml").ends(exitDone)
	b.run("", "sources", "poll", "--once").ends(exitDone).tells("1 new")
	b.run("", "sources", "add", p.URL+"/b.xml").ends(exitDone)
	b.run("", "sources", "poll", "--once").ends(exitDone)
	b.run("", "chat", "latest").ends(exitDone).says("Ferry stopped", "also in 1 source", "Bread dearer")
	b.run("", "chat", `latest source:"Island News"`).ends(exitDone).says("The ferry is stopped", "Island News", "also in 1 source", "Bread dearer")
	b.run("", "chat", `topic ferry source:"Island News"`).ends(exitDone).says("The ferry")
}

// TestRemovedByTheHost: the environment does not bring back what was removed,
// until it is taken out there and put in again.
func TestRemovedByTheHost(t *testing.T) {
	t.Parallel()
	b, p := newsBox(t)
	address := p.URL + "/a.xml"
	b.env["NEWS_SOURCES"] = address
	b.run("", "sources", "list").ends(exitDone).says(address)
	b.run("", "sources", "remove", "1").ends(exitDone)
	b.run("", "sources", "list").ends(exitDone).says("No source is read yet")
	b.env["NEWS_SOURCES"] = "http://127.0.0.1:1/other.xml"
	b.run("", "sources", "list").ends(exitDone).says("other.xml")
	b.env["NEWS_SOURCES"] = address + " http://127.0.0.1:1/other.xml"
	b.run("", "sources", "list").ends(exitDone).says(address, "other.xml")
	b.env["NEWS_SOURCES"] += ",file:/etc/passwd?CANARY"
	if got := b.run("", "sources", "list").ends(exitDone).tells("NEWS_SOURCES", "entry=3"); strings.Contains(got.stderr, "CANARY") {
		t.Errorf("an entry is shown: %s", got.stderr)
	}
}

// TestSecretsOfSources: a feed's credentials are in no output, and the feed
// is nobody else's.
func TestSecretsOfSources(t *testing.T) {
	t.Parallel()
	b, p := newsBox(t)
	p.put("/private.xml", rss("Private News", item(1, 1, "Ferry stopped", ferry)))
	p.keys["/private.xml"] = "reader:CANARY"
	address := strings.Replace(p.URL, "http://", "http://reader:CANARY@", 1) + "/private.xml?token=CANARY"
	b.env["NEWS_SOURCES"] = address
	b.env["FETCH_PROXY_FILE"] = b.file("proxy", "")
	b.env["LOG_LEVEL"] = "debug"
	wrong := strings.Replace(address, "reader:CANARY", "reader:CANARY2", 1)
	for _, args := range [][]string{
		{"sources", "poll", "--once"}, {"sources", "list"}, {"sources", "list", "--json"}, {"sources", "export"}, {"export"}, {"status"}, {"doctor"},
		{"sources", "check", "1"}, {"sources", "check", address, "--json"}, {"sources", "add", address}, {"sources", "add", wrong}, {"sources", "check", wrong, "--json"},
		{"chat", "sources"}, {"chat", "latest"}, {"digest", address}, {"chat", "digest " + address}, {"chat", "sources", "remove", "1"}, {"chat", "sources", "undo"},
		{"sources", "remove", address}, {"sources", "add", "http://127.0.0.1:1/?token=CANARY"}, {"sources", "frob", address}, {"sources", "list", "--frob=" + "x"},
	} {
		got := b.run("", args...)
		if all := got.stdout + got.stderr; strings.Contains(all, "CANARY") {
			t.Errorf("bot %.20q shows a secret:\n%s", args, all)
		}
	}
	b.run("", "sources", "add", address).ends(exitDone).says("Added: Private News.")
	b.run("", "sources", "poll", "--all").ends(exitDone)
	b.run("", "chat", "latest").ends(exitDone).says("Ferry stopped")
	b.env["FETCH_PROXY"] = "http://user:CANARY@proxy.example:3128"
	delete(b.env, "FETCH_PROXY_FILE")
	if got := b.run("", "doctor").says("FETCH_PROXY: http://proxy.example:3128"); strings.Contains(got.stdout, "CANARY") {
		t.Errorf("doctor shows the proxy's password:\n%s", got.stdout)
	}
}

func TestOPMLRoundTrip(t *testing.T) {
	t.Parallel()
	b, p := newsBox(t)
	opml := b.file("subs.opml", `<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body><outline text="World">
<outline type="rss" text="Harbour News" xmlUrl="https://harbour.example/feed?format=rss&amp;n=1"/><outline text="Deep"><outline type="rss" title="Island &amp; Sea" text="x" xmlUrl="https://island.example/feed"/></outline>
</outline><outline type="rss" text="Bad" xmlUrl="file:///etc/passwd"/></body></opml>`)
	b.run("", "sources", "import", opml).tells("2 added")
	b.run("", "sources", "import", opml).tells("0 added", "2 known")
	b.run("", "sources", "add", strings.Replace(p.URL, "http://", "http://u:CANARY@", 1)+"/x.xml")
	got := b.run("", "sources", "export").ends(exitDone).says("https://harbour.example/feed?format=rss&amp;n=1", "Island &amp; Sea")
	other := newBox(t)
	other.run(got.stdout, "sources", "import", "-").ends(exitDone).tells("2 added")
	if again := other.run("", "sources", "export").ends(exitDone); again.stdout != got.stdout {
		t.Errorf("the second export differs:\n%s\nfirst:\n%s", again.stdout, got.stdout)
	}
	b.run("", "sources", "import", b.file("none.opml", "no OPML at all")).ends(exitFailed).oneLine().tells("none.opml")
	b.run("", "sources", "import", filepath.Join(b.dir, "missing.opml")).ends(exitFailed).oneLine().tells("missing.opml")
}

func TestSourcesCheck(t *testing.T) {
	t.Parallel()
	b, p := newsBox(t)
	p.put("/a.xml", rss("Harbour News", item(1, 1, "Ferry stopped", ferry), item(2, 2, "Bridge opened", bridge)))
	b.run("", "sources", "check", p.URL+"/a.xml").ends(exitDone).quiet().
		says("connected", "status", "200", "application/rss+xml", "RSS 2.0", "Harbour News", "items", "2", "newest", "Ferry stopped", "characters", "the harbour office said")
	var check checkShape
	if err := json.Unmarshal([]byte(b.run("", "sources", "check", p.URL+"/a.xml", "--json").ends(exitDone).stdout), &check); err != nil {
		t.Fatal(err)
	}
	if check.Items != 2 || check.Status != 200 || check.Newest == nil || check.Newest.Digest == nil || len(check.Newest.Digest.Bullets) == 0 || check.Cause != "" {
		t.Errorf("check = %+v", check)
	}
	b.run("", "sources", "check", p.URL+"/none.xml").ends(exitFailed).tells("page not found (404)").says("status")
	b.run("", "sources", "check", p.URL+"/none.xml", "--json").ends(exitFailed).says(`"cause":"status 404"`)
	b.run("", "sources", "list").ends(exitDone).says("No source is read yet")
	if rows := b.run("", "export").ends(exitDone).stdout; rows != "" {
		t.Errorf("a check stored %s", rows)
	}
}

func TestRudeAddresses(t *testing.T) {
	t.Parallel()
	b, _ := newsBox(t)
	fixed := "bot: Not added: address not allowed. Public http and https addresses are.\n"
	for _, address := range []string{
		"nonsense", "file:/etc/passwd", "file:///etc/passwd", "ftp://example.org/", "javascript:alert(1)", "unix:/tmp/x", "data:text/xml,x", "http://", "http://:80/", "//127.0.0.1/",
		"http://127.0.0.1:1/", "http://169.254.169.254/latest", "http://[::1]/", "http://2130706433/", "http://0x7f.1/", "http://localhost./", "http://a%0d%0aX: y/", "http://127.0.0.1:22/",
		"https://example.org/" + strings.Repeat("x", 10_000), strings.Repeat("x", 10_000), "\x1b[31m", "http://①②⑦.⓪.⓪.①/",
	} {
		got := b.run("", "sources", "add", "--", address).ends(exitFailed)
		if got.stderr != fixed || got.stdout != "" {
			t.Errorf("add %.40q: got %q %q, want the one text", address, got.stderr, got.stdout)
		}
	}
	b.run("", "sources", "add", "").ends(exitFailed).oneLine()
	b.run("", "sources", "remove", "7").ends(exitFailed).oneLine().tells("No source is called 7.")
	b.run("", "sources", "check", "7").ends(exitFailed).oneLine().tells("No source is called 7.")
	b.run("", "sources", "check", "7", "--json").ends(exitFailed).oneLine().tells("No source is called 7.")
	b.env["MAX_SOURCES"] = "2"
	b.run("", "sources", "add", "--starter").ends(exitFailed).tells("2 sources are read, and no more may be")
}

func TestSourcesUsage(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ line, want string }{
		{"sources", "add"}, {"sources add", "name an address"}, {"sources add --starter x", "--starter stands alone"},
		{"sources add a b --name x", "--name goes with one address"}, {"sources remove", "<what>"}, {"sources check", "<url>"}, {"sources import", "<file>"},
		{"sources lst", `"list"`},
	} {
		newBox(t).run("", strings.Fields(tt.line)...).ends(exitUsage).oneLine().tells(tt.want)
	}
}

// TestRunPollsUntilItIsTold: bot run polls, and ends in order.
func TestRunPollsUntilItIsTold(t *testing.T) {
	t.Parallel()
	b, p := newsBox(t)
	p.put("/a.xml", rss("Harbour News", item(1, 1, "Ferry stopped", ferry)))
	b.env["NEWS_SOURCES"] = p.URL + "/a.xml"
	b.env["LOG_LEVEL"] = "info"
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var stdout, stderr lockedBuffer
	done := make(chan int, 1)
	go func() { done <- run(ctx, []string{"run"}, b.getenv, strings.NewReader(""), &stdout, &stderr) }()
	deadline := time.After(time.Minute)
	for !strings.Contains(b.run("", "sources", "list").stdout, "last success") {
		select {
		case <-deadline:
			t.Fatalf("nothing was polled:\n%s", stderr.String())
		case code := <-done:
			t.Fatalf("bot run ended with %d:\n%s", code, stderr.String())
		default:
		}
	}
	stop()
	select {
	case code := <-done:
		if code != exitDone || !strings.Contains(stderr.String(), "polling") || stdout.String() != "" {
			t.Errorf("bot run ended with %d, want %d:\n%s%s", code, exitDone, stdout.String(), stderr.String())
		}
	case <-time.After(time.Minute):
		t.Fatal("bot run does not end")
	}
	b.run("", "chat", "latest").ends(exitDone).says("Ferry stopped")
}

// lockedBuffer takes what several goroutines write.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// TestDigestOfAPage: fetched, digested, and never listed.
func TestDigestOfAPage(t *testing.T) {
	t.Parallel()
	b, p := newsBox(t)
	paragraphs := "<p>" + strings.Join(strings.Split(ferry+" "+bridge+" "+bread, ". "), ".</p><p>") + "</p>"
	p.put("/story.html", `<!doctype html><html lang="en"><head><title>Ferry stopped</title></head><body><nav><a href="/">Home</a></nav><article><h1>Ferry stopped</h1>`+
		paragraphs+`</article></body></html>`)
	b.run("", "digest", p.URL+"/story.html").ends(exitDone).says("Ferry stopped", "the harbour office said")
	b.run("", "chat", "digest "+p.URL+"/story.html?token=CANARY").ends(exitDone).says("the harbour office said")
	if got := b.run("", "chat", "evidence").ends(exitDone).says("ferry"); strings.Contains(got.stdout, "CANARY") {
		t.Errorf("a query is shown: %s", got.stdout)
	}
	if got := b.run("", "chat", "topic ferry"); strings.Contains(got.stdout, "harbour office") {
		t.Errorf("a digested page is listed:\n%s", got.stdout)
	}
	b.run("", "digest", p.URL+"/none.html").ends(exitFailed).oneLine().tells("page not found (404)")
	b.run("", "chat", "digest "+p.URL+"/none.html").ends(exitFailed).says("Not read: ", "page not found (404)")
	b.run("", "chat", "digest http://169.254.169.254/").ends(exitFailed).says("Not read: address not allowed.")
}

func TestSourceSettings(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ key, value, want string }{
		{"MAX_SOURCES", "many", `MAX_SOURCES: "many" is no number from 1 to 100000`}, {"MAX_SOURCES", "0", "MAX_SOURCES"}, {"RETENTION_DAYS", "-1", "RETENTION_DAYS"},
		{"FETCH_ALLOW", "everything", "FETCH_ALLOW"}, {"FETCH_ALLOW", "169.254.0.0/16", "FETCH_ALLOW"}, {"FETCH_PROXY", "CANARY", "FETCH_PROXY: "}, {"FETCH_CONTACT", "a\nb", "FETCH_CONTACT"},
		{"OWNER", "discord:me", `OWNER: "me" is no person's id`}, {"OWNER", "me", `OWNER: "me": use log`},
		{"DISCORD_GUILD_ID", "my server", "DISCORD_GUILD_ID: "}, {"DISCORD_API_URL", "ftp://x", "DISCORD_API_URL: "}, {"DISCORD_SHARDS", "few", "DISCORD_SHARDS: "},
	} {
		b := newBox(t)
		b.env[tt.key] = tt.value
		if got := b.run("", "sources", "list").ends(exitFailed).oneLine().tells(tt.want); strings.Contains(got.stderr, "CANARY") {
			t.Errorf("%s is shown: %s", tt.key, got.stderr)
		}
	}
}
