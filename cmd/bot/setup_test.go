package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dateline/adapters/discord"
	"dateline/adapters/discord/discordtest"
)

// setUp runs the setting up in the box's folder, with a token on standard input.
func (c *community) setUp(stdin string, args ...string) *program {
	c.t.Helper()
	p := c.b.startWith(strings.NewReader(stdin), append([]string{"setup", "discord"}, args...)...)
	return p
}

// dotenv is what is in .env, with its mode.
func (c *community) dotenv() (string, os.FileMode) {
	c.t.Helper()
	path := filepath.Join(c.b.dir, dotenvFile)
	data, err := os.ReadFile(path)
	if err != nil {
		c.t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		c.t.Fatal(err)
	}
	return string(data), info.Mode().Perm()
}

// TestSetupDiscord goes from a token to a bot that answers.
func TestSetupDiscord(t *testing.T) {
	t.Parallel()
	c, _ := discordWorld(t, discordtest.Options{})
	delete(c.b.env, "DISCORD_TOKEN")
	c.Remove(0) // it is in no server yet
	c.b.file(dotenvFile, "# ours\nLOG_LEVEL=warn\n#DISCORD_TOKEN=\nNEWS_ZONE='Europe/Berlin'\n")
	if err := os.Chmod(filepath.Join(c.b.dir, dotenvFile), 0o644); err != nil { //nolint:gosec // to be corrected
		t.Fatal(err)
	}
	p := c.setUp(" Bot " + canaryToken + " \n")
	c.Await(t, "the waiting", func() bool { return c.Count(http.MethodGet, "/users/@me/guilds") > 0 })
	c.Add()
	if code := p.code(); code != exitDone {
		t.Fatalf("bot setup discord ended with %d, want %d", code, exitDone)
	}
	if got, want := p.stdout.String(), discord.Invite(c.App)+"\n"; got != want {
		t.Errorf("stdout = %q, want the invitation %q", got, want)
	}
	for _, want := range []string{"The token is accepted: dateline", "Written to .env.", "The bot is in Server 2.", "Start it with: bot run"} {
		if !strings.Contains(p.stderr.String(), want) {
			t.Errorf("stderr is without %q:\n%s", want, p.stderr.String())
		}
	}
	content, mode := c.dotenv()
	if want := "# ours\nLOG_LEVEL=warn\nDISCORD_TOKEN=" + canaryToken + "\nNEWS_ZONE='Europe/Berlin'\n"; content != want || mode != 0o600 {
		t.Errorf(".env = %q with mode %04o, want %q with 0600", content, mode, want)
	}
	if strings.Contains(p.stdout.String()+p.stderr.String(), "CANARY") {
		t.Errorf("the token is shown:\n%s%s", p.stdout.String(), p.stderr.String())
	}
	bot := c.serve() // with the token of .env
	if code := bot.terminate(); code != exitDone {
		t.Errorf("bot run ended with %d", code)
	}
}

// TestSetupDiscordRefuses: nothing is written that would not work.
func TestSetupDiscordRefuses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, stdin, file, want string }{
		{"a wrong token", "MTk.CANARY.wrong\n", "", "not accepted: reset it in the portal"},
		{"none", "", "", "no token: "},
		{"no token", "CANARY = 1\n", "", "that is no token"},
		{"a file for it", canaryToken, "DISCORD_TOKEN_FILE=t\n", "DISCORD_TOKEN_FILE"},
		{"a broken .env", canaryToken, "A=\"\n", ".env:1: "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c, _ := discordWorld(t, discordtest.Options{})
			delete(c.b.env, "DISCORD_TOKEN")
			c.b.file("t", canaryToken)
			if tt.file != "" {
				c.b.file(dotenvFile, tt.file)
			}
			p := c.setUp(tt.stdin, "--no-wait")
			code := p.code()
			if last := lastLine(p.stderr.String()); code != exitFailed || !strings.Contains(last, tt.want) || strings.Contains(last, "CANARY") {
				t.Errorf("ended with %d and %q, want %d and %q", code, last, exitFailed, tt.want)
			}
			after, err := os.ReadFile(filepath.Join(c.b.dir, dotenvFile))
			if string(after) != tt.file || tt.file == "" && err == nil {
				t.Errorf(".env = %q (%v), want it as it was", after, err)
			}
		})
	}
}

// TestSetupDiscordAgain: a token that is set is kept where none is given; and
// whoever does not wait has everything else.
func TestSetupDiscordAgain(t *testing.T) {
	t.Parallel()
	c, _ := discordWorld(t, discordtest.Options{})
	c.Portal("bot_require_code_grant", true)
	p := c.setUp("\n")
	if code := p.code(); code != exitDone || !strings.Contains(p.stderr.String(), "Requires OAuth2 Code Grant") || !strings.Contains(p.stderr.String(), "The bot is in Server 1.") {
		t.Errorf("ended with %d:\n%s", code, p.stderr.String())
	}
	if content, mode := c.dotenv(); content != "DISCORD_TOKEN="+canaryToken+"\n" || mode != 0o600 {
		t.Errorf(".env = %q with mode %04o", content, mode)
	}
	c.Remove(0)
	p = c.setUp("\n")
	c.Await(t, "the waiting", func() bool { return c.Count(http.MethodGet, "/users/@me/guilds") > 1 })
	if code := p.terminate(); code != exitDone || !strings.Contains(p.stderr.String(), "the link stays valid") {
		t.Errorf("ended with %d:\n%s", code, p.stderr.String())
	}
}

// TestSetDotenv: one variable is set, the rest stays, byte for byte.
func TestSetDotenv(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, before, want string }{
		{"no file", "", "T=new\n"},
		{"set already", "A=1\nT=old\nB=2\n", "A=1\nT=new\nB=2\n"},
		{"set with quotes and a comment", "T='old' # mine\r\nB=2\r\n", "T=new\r\nB=2\r\n"},
		{"exported", "export T=old\nB=2", "T=new\nB=2"},
		{"commented out", "#T=\nB=2\n", "T=new\nB=2\n"},
		{"commented out and set", "#T=\nT=old\n", "#T=\nT=new\n"},
		{"no line's end", "B=2", "B=2\nT=new\n"},
		{"within another's value", "B=\"x\nT=old\ny\"\n", "B=\"x\nT=old\ny\"\nT=new\n"},
		{"another that begins so", "TT=1\n", "TT=1\nT=new\n"},
	} {
		path := filepath.Join(t.TempDir(), "env")
		if tt.before != "" {
			if err := os.WriteFile(path, []byte(tt.before), 0o644); err != nil { //nolint:gosec // to be corrected
				t.Fatal(err)
			}
		}
		err := setDotenv(path, "T", "new")
		got, read := os.ReadFile(path)
		info, stat := os.Stat(path)
		if err != nil || read != nil || stat != nil || string(got) != tt.want || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %q (%v, %v, %v), want %q", tt.name, got, err, read, stat, tt.want)
		}
	}
	if err := setDotenv(filepath.Join(t.TempDir(), "no", "folder"), "T", "new"); err == nil {
		t.Error("a folder that is not there: got no error")
	}
}

// TestSetDotenvFollowsLinks: a link stays one.
func TestSetDotenvFollowsLinks(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	target, link := filepath.Join(dir, "real"), filepath.Join(dir, "link")
	if err := os.WriteFile(target, []byte("A=1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, link); err != nil {
		t.Fatal(err)
	}
	if err := setDotenv(link, "T", "new"); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(target)
	left, listed := os.ReadDir(dir)
	if err != nil || listed != nil || string(got) != "A=1\nT=new\n" || len(left) != 2 {
		t.Errorf("the file behind the link is %q (%v), with %d files in the folder, want it set, and two", got, err, len(left))
	}
}

// TestDoctorOnDiscord: all is well, and each thing that can be wrong.
func TestDoctorOnDiscord(t *testing.T) {
	t.Parallel()
	c, _ := discordWorld(t, discordtest.Options{})
	doctor := func(code int, args ...string) outcome {
		t.Helper()
		o := c.b.run("", append([]string{"doctor"}, args...)...).ends(code).quiet()
		if strings.Contains(o.stdout, "CANARY") {
			t.Errorf("the doctor shows the token:\n%s", o.stdout)
		}
		return o
	}
	channel := c.Channel(0, 1)
	doctor(exitDone, "--channel", channel).says("ok   platforms: Discord", "ok   discord token: accepted, dateline, application "+c.App,
		"ok   discord intents", "ok   discord servers: 1 server", "ok   discord interactions", "ok   discord gateway: 1 shard, 1000 of 1000",
		"ok   discord commands: not as this program has them: bot run registers them", "ok   discord channel "+channel+": news in Server 1", "warn DISCORD_API_URL")
	c.ends(c.serve())
	doctor(exitDone).says("ok   discord commands: registered\n")

	c.Overwrite(channel, 0, 1<<11|1<<14)
	doctor(exitFailed, "--channel", channel).says("news in Server 1: the bot lacks Send Messages, Embed Links")
	c.Deny(channel, 50001)
	doctor(exitFailed, "--channel", channel).says("the bot lacks View Channel there")
	doctor(exitFailed, "--channel", "77").says("fix  discord channel 77: not there for the bot")
	c.Portal("interactions_endpoint_url", "https://example.org/")
	doctor(exitFailed).says("fix  discord interactions: go to an address over HTTP")
	c.Portal("interactions_endpoint_url", nil)
	c.Portal("bot_require_code_grant", true)
	doctor(exitFailed).says("fix  discord servers: invitations fail")
	c.Portal("bot_require_code_grant", false)
	c.b.env["DISCORD_GUILD_ID"] = "77"
	doctor(exitFailed).says("fix  discord commands: DISCORD_GUILD_ID: the bot is not in that server")
	delete(c.b.env, "DISCORD_GUILD_ID")
	c.Remove(0)
	doctor(exitDone).says("warn discord servers: none yet: " + discord.Invite(c.App))

	c.b.env["DISCORD_TOKEN"] = "MTk.CANARY.wrong"
	doctor(exitFailed).says("fix  discord token: not accepted")
	c.b.env["DISCORD_API_URL"] = "http://127.0.0.1:1"
	doctor(exitFailed).says("fix  discord token: discord cannot be asked")
	delete(c.b.env, "DISCORD_TOKEN")
	doctor(exitFailed, "--channel", channel).says("fix  discord channel: DISCORD_TOKEN is not set")
	doctor(exitDone).says("ok   platforms: the terminal")
}

// TestPlatformClient goes to its host alone, and follows nothing.
func TestPlatformClient(t *testing.T) {
	t.Parallel()
	c, p := discordWorld(t, discordtest.Options{})
	client, err := platformClient(c.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer client.CloseIdleConnections()
	get := func(address string) (int, error) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := client.Do(r)
		if err != nil {
			return 0, err
		}
		return resp.StatusCode, resp.Body.Close()
	}
	if _, err := get(p.URL + "/story.html"); err == nil || !strings.Contains(err.Error(), "is not its host") || p.count("/story.html") != 0 {
		t.Errorf("another host: %v, want it refused", err)
	}
	c.Order(discordtest.Fault{Path: "/users/@me", Status: http.StatusFound, Header: http.Header{"Location": {p.URL + "/story.html"}}})
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, c.URL+"/users/@me", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("User-Agent", "DiscordBot (test)")
	resp, err := client.Do(r)
	if err != nil || resp.StatusCode != http.StatusFound || p.count("/story.html") != 0 {
		t.Fatalf("a redirect: %v, want it as it is", err)
	}
	if err := resp.Body.Close(); err != nil {
		t.Error(err)
	}
	if _, err := platformClient("nowhere"); err == nil {
		t.Error("no address: got no error")
	}
}

// TestReadTokenIsInterrupted: the question for a token ends with the program.
func TestReadTokenIsInterrupted(t *testing.T) {
	t.Parallel()
	in, typed := io.Pipe()
	defer typed.Close()
	a := &app{getenv: newBox(t).getenv, stdin: in, stderr: &bytes.Buffer{}, now: time.Now}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := a.asks(ctx).read(ctx, question{}); err == nil {
		t.Error("got no error")
	}
}
