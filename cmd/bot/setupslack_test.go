package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline/adapters/slack/slacktest"
	"dateline/deploy"
)

// setUp runs the setting up in the box's folder, with credentials on standard input.
func (n *newsroom) setUp(stdin string, args ...string) *program {
	n.t.Helper()
	for _, key := range []string{"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "HTTP_ADDR"} {
		delete(n.b.env, key)
	}
	return n.b.startWith(strings.NewReader(stdin), append([]string{"setup", "slack"}, args...)...)
}

// dotenv is what is in .env; only its owner may read it.
func (n *newsroom) dotenv() string {
	n.t.Helper()
	path := filepath.Join(n.b.dir, dotenvFile)
	data, err := os.ReadFile(path)
	if err != nil {
		n.t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		n.t.Errorf(".env has mode %v (%v), want 0600", info.Mode(), err)
	}
	return string(data)
}

// hides wants no credential in what a program wrote.
func (p *program) hides() {
	p.t.Helper()
	if all := p.stdout.String() + p.stderr.String(); strings.Contains(all, "CANARY") {
		p.t.Errorf("a credential is shown:\n%s", all)
	}
}

// TestSetupSlack goes from tokens to a bot that answers.
func TestSetupSlack(t *testing.T) {
	t.Parallel()
	n, _ := slackWorld(t, slackSocket, slacktest.Options{})
	n.b.file(dotenvFile, "# ours\nLOG_LEVEL=warn\n#SLACK_BOT_TOKEN=\n")
	p := n.setUp(" " + canaryBot + " \nSLACK_APP_TOKEN=\"" + canaryApp + "\"\n")
	if code := p.code(); code != exitDone {
		t.Fatalf("bot setup slack ended with %d, want %d", code, exitDone)
	}
	p.hides()
	if got := p.stdout.String(); got != deploy.SlackManifest() {
		t.Errorf("stdout = %q, want the manifest", got)
	}
	for _, want := range []string{
		"https://api.slack.com/apps?new_app=1", "From a manifest", "accepted: @" + n.Name, "Written to .env.", "Start it with: bot run", "/news latest", "/invite @" + n.Name,
	} {
		if !strings.Contains(p.stderr.String(), want) {
			t.Errorf("stderr is without %q:\n%s", want, p.stderr.String())
		}
	}
	if got, want := n.dotenv(), "# ours\nLOG_LEVEL=warn\nSLACK_BOT_TOKEN="+canaryBot+"\nSLACK_APP_TOKEN="+canaryApp+"\n"; got != want {
		t.Errorf(".env = %q, want %q", got, want)
	}
	bot := n.serve() // with the tokens of .env
	n.answer(n.Slash(n.Join(slacktest.Person{}), n.Channel(0), "latest"))
	if code := bot.terminate(); code != exitDone {
		t.Errorf("bot run ended with %d", code)
	}
}

// TestSetupSlackOverHTTP asks for the signing secret, and says what is to be passed on.
func TestSetupSlackOverHTTP(t *testing.T) {
	t.Parallel()
	n, _ := slackWorld(t, slackHTTP, slacktest.Options{})
	p := n.setUp(canaryBot+"\n"+canarySecret+"\n", "--http", "https://news.example.org/")
	if code := p.code(); code != exitDone {
		t.Fatalf("bot setup slack ended with %d, want %d", code, exitDone)
	}
	p.hides()
	want, err := deploy.SlackManifestHTTP("https://news.example.org")
	if got := p.stdout.String(); err != nil || got != want {
		t.Errorf("stdout = %q, want the manifest for HTTP", got)
	}
	if log := p.stderr.String(); !strings.Contains(log, "Have https://news.example.org/slack/ passed on to 127.0.0.1:8080") || !strings.Contains(log, "Request URL") {
		t.Errorf("stderr is without what to do next:\n%s", log)
	}
	if got, want := n.dotenv(), "SLACK_BOT_TOKEN="+canaryBot+"\nSLACK_SIGNING_SECRET="+canarySecret+"\nHTTP_ADDR=127.0.0.1:8080\n"; got != want {
		t.Errorf(".env = %q, want %q", got, want)
	}
}

// TestSetupSlackRefuses: nothing is written that would not work.
func TestSetupSlackRefuses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, stdin, file, want string }{
		{"a wrong bot token", "xoxb-CANARY-wrong\n", "", "SLACK_BOT_TOKEN: Slack does not accept the token"},
		{"a wrong app token", canaryBot + "\nxapp-CANARY-wrong\n", "", "SLACK_APP_TOKEN: Slack does not accept the token"},
		{"the tokens the other way round", canaryApp + "\n" + canaryBot + "\n", "", "that is an app-level token (xapp-)"},
		{"one alone", canaryBot + "\n", "", "SLACK_APP_TOKEN: nothing was given"},
		{"none", "", "", "SLACK_BOT_TOKEN: nothing was given"},
		{"a file for it", canaryBot, "SLACK_APP_TOKEN_FILE=t\n", "SLACK_APP_TOKEN_FILE"},
		{"a broken .env", canaryBot, "A=\"\n", ".env:1: "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			n, _ := slackWorld(t, slackSocket, slacktest.Options{})
			n.b.file("t", canaryApp)
			if tt.file != "" {
				n.b.file(dotenvFile, tt.file)
			}
			p := n.setUp(tt.stdin)
			code := p.code()
			if last := lastLine(p.stderr.String()); code != exitFailed || !strings.Contains(last, tt.want) {
				t.Errorf("ended with %d and %q, want %d and %q", code, last, exitFailed, tt.want)
			}
			p.hides()
			after, err := os.ReadFile(filepath.Join(n.b.dir, dotenvFile))
			if string(after) != tt.file || tt.file == "" && err == nil {
				t.Errorf(".env = %q (%v), want it as it was", after, err)
			}
		})
	}
}

// TestSetupSlackAgain puts right what is wrong in .env, keeps what is set, and
// says what is missing.
func TestSetupSlackAgain(t *testing.T) {
	t.Parallel()
	n, _ := slackWorld(t, slackSocket, slacktest.Options{})
	n.b.file(dotenvFile, "SLACK_BOT_TOKEN="+canaryApp+"\nSLACK_APP_TOKEN="+canaryApp+"\nSLACK_SIGNING_SECRET="+canarySecret+"\nHTTP_ADDR=127.0.0.1:0\n")
	n.Withdraw("channels:history", "users:read")
	p := n.setUp(canaryBot + "\n\n")
	if code := p.code(); code != exitDone {
		t.Fatalf("ended with %d, want %d", code, exitDone)
	}
	p.hides()
	for _, want := range []string{"lacks users:read", "without channels:history", "unset one of them"} {
		if !strings.Contains(p.stderr.String(), want) {
			t.Errorf("stderr is without %q:\n%s", want, p.stderr.String())
		}
	}
	if got := n.dotenv(); !strings.HasPrefix(got, "SLACK_BOT_TOKEN="+canaryBot+"\nSLACK_APP_TOKEN="+canaryApp+"\n") {
		t.Errorf(".env = %q, want both tokens", got)
	}
}

// TestSetupSlackManifest prints it and asks nothing.
func TestSetupSlackManifest(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	if o := b.run("", "setup", "slack", "--manifest").ends(exitDone).quiet(); o.stdout != deploy.SlackManifest() {
		t.Errorf("stdout = %q, want the manifest", o.stdout)
	}
	b.run("", "setup", "slack", "--manifest", "--http", "https://news.example.org").ends(exitDone).quiet().says("url: https://news.example.org/slack/commands")
	b.run("", "setup", "slack", "--http", "news.example.org").ends(exitUsage).oneLine().tells("--http news.example.org: not an address that Slack can reach")
}

// TestDoctorOnSlack: all is well, and each thing that can be wrong.
func TestDoctorOnSlack(t *testing.T) {
	t.Parallel()
	n, _ := slackWorld(t, slackSocket, slacktest.Options{})
	doctor := func(code int, args ...string) outcome {
		t.Helper()
		o := n.b.run("", append([]string{"doctor"}, args...)...).ends(code).quiet()
		if strings.Contains(o.stdout, "CANARY") {
			t.Errorf("the doctor shows a credential:\n%s", o.stdout)
		}
		return o
	}
	here, away := n.Channel(1), n.AddChannel(slacktest.Channel{Name: "away", Uninvited: true})
	doctor(exitDone, "--channel", here).says("ok   platforms: Slack", "ok   slack bot token: accepted, @"+n.Name, "("+n.Team+")", "ok   slack scopes: all that are needed",
		"ok   slack optional scopes", "ok   slack app token: accepted", "warn SLACK_API_URL", "ok   slack channel "+here+": #news")
	if n.Opened() > 0 {
		t.Error("the doctor opened a socket")
	}
	doctor(exitFailed, "--channel", away).says("fix  slack channel " + away + ": #away: the bot is not in it: /invite")
	doctor(exitFailed, "--channel", "C0NOWHERE").says("fix  slack channel C0NOWHERE: not there for the bot")
	n.Withdraw("groups:history", "channels:read")
	doctor(exitFailed).says("fix  slack scopes: the bot lacks channels:read: add", "warn slack optional scopes: without groups:history")
	n.Grant("groups:history", "channels:read")

	n.b.env["SLACK_SIGNING_SECRET"], n.b.env["HTTP_ADDR"] = canarySecret, "127.0.0.1:0"
	doctor(exitDone).says("ok   slack signing secret: set", "ok   HTTP_ADDR: 127.0.0.1:0, where bot run listens")
	n.b.env["HTTP_ADDR"] = "192.0.2.1:80"
	doctor(exitFailed).says("fix  HTTP_ADDR: 192.0.2.1:80 is no address of this machine")
	delete(n.b.env, "HTTP_ADDR")

	n.b.env["SLACK_APP_TOKEN"] = "xapp-CANARY-wrong"
	doctor(exitFailed).says("fix  slack app token: SLACK_APP_TOKEN: Slack does not accept")
	n.b.env["SLACK_BOT_TOKEN"] = "xoxb-CANARY-wrong"
	doctor(exitFailed).says("fix  slack bot token: SLACK_BOT_TOKEN: Slack does not accept")
	n.b.env["SLACK_API_URL"] = "http://127.0.0.1:1"
	doctor(exitFailed).says("fix  slack bot token: slack cannot be asked")
	n.b.env["SLACK_APP_TOKEN"] = ""
	doctor(exitFailed).says("fix  platforms: SLACK_SIGNING_SECRET: needs HTTP_ADDR")
	for _, key := range []string{"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"} {
		delete(n.b.env, key)
	}
	doctor(exitFailed, "--channel", here).says("fix  slack channel: not set up")
	doctor(exitDone).says("ok   platforms: the terminal")
}
