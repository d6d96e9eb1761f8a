package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

//nolint:paralleltest // it changes the working directory
func TestBrokenDotenv(t *testing.T) {
	tests := []struct{ content, where string }{
		{"LOG_LEVEL=debug\nTOKEN CANARY\nNEWS_ZONE=UTC\n", ".env:2: "},
		{"# fine\n\nLOG_LEVEL=info\nDISCORD_TOKEN=\"CANARY\nmore\n", ".env:4: "},
		{"A=\"two\nlines\"\nB-C=CANARY\n", ".env:3: "},
		{"LOG_LEVEL=info\nCANARY", ".env:2: "},
		{"\uFEFFLOG_LEVEL=info\r\n=CANARY\r\n", ".env:2: "},
		{"LOG LEVEL=CANARY\n", ".env:1: "},
		{strings.Repeat("A=1\n", 400_000), "over 1 MiB"},
	}
	for _, tt := range tests {
		b := newBox(t)
		t.Chdir(b.dir)
		b.file(".env", tt.content)
		got := b.run("", "chat", "latest").ends(exitFailed).oneLine().tells(tt.where)
		b.run("", "doctor").ends(exitFailed).says("fix  configuration: .env", tt.where)
		if strings.Contains(got.stderr, "CANARY") {
			t.Errorf("the error shows a value: %s", got.stderr)
		}
		b.run("", "version").ends(exitDone).quiet()
	}
}

func TestDotenvThatCannotBeRead(t *testing.T) {
	b := newBox(t)
	t.Chdir(b.dir)
	if err := os.Mkdir(".env", 0o700); err != nil {
		t.Fatal(err)
	}
	b.run("", "status").ends(exitFailed).oneLine().tells(".env: a directory")
}

func TestConfigPrecedence(t *testing.T) {
	b := newBox(t)
	t.Chdir(b.dir)
	delete(b.env, "DATABASE_URL")
	b.file("dsn", "sqlite:from-file.db\n")
	file := func() string {
		t.Helper()
		var status statusShape
		if err := json.Unmarshal([]byte(b.run("", "status", "--json").ends(exitDone).stdout), &status); err != nil {
			t.Fatal(err)
		}
		return status.Store.File
	}
	check := func(want string) {
		t.Helper()
		if got := file(); got != want {
			t.Errorf("the database is %s, want %s", got, want)
		}
	}
	check("data/dateline.db")
	b.file(".env", "DATABASE_URL_FILE=dsn\n")
	check("from-file.db")
	b.file(".env", "export DATABASE_URL='sqlite:from-dotenv.db' # note\n")
	check("from-dotenv.db")
	b.env["DATABASE_URL_FILE"] = "dsn"
	check("from-file.db")
	b.env["DATABASE_URL"] = "sqlite:from-env.db"
	b.run("", "status").ends(exitFailed).oneLine().tells("DATABASE_URL_FILE is set as well")
	delete(b.env, "DATABASE_URL_FILE")
	check("from-env.db")
	b.env["DATABASE_URL"] = "" // set, to nothing: the default
	check("data/dateline.db")
	b.env["DATABASE_URL_FILE"] = "missing"
	delete(b.env, "DATABASE_URL")
	b.run("", "status").ends(exitFailed).oneLine().tells("DATABASE_URL_FILE: missing: no such file")
}

func TestInvalidValues(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ key, value, want string }{
		{"LOG_LEVEL", "loud", `LOG_LEVEL: "loud" is no level: use debug, info, warn or error`},
		{"LOG_FORMAT", "xml", `LOG_FORMAT: "xml" is no format: use text or json`},
		{"NEWS_ZONE", "Europe/Nowhere", `NEWS_ZONE: "Europe/Nowhere" is no time zone`},
	} {
		b := newBox(t)
		b.env[tt.key] = tt.value
		b.run("", "chat", "latest").ends(exitFailed).oneLine().tells(tt.want)
		b.run("", "doctor").ends(exitFailed).says("fix  configuration: " + tt.want)
	}
}

func TestLoadZone(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"": "Local", "UTC": "UTC", "Europe/Berlin": "Europe/Berlin", "Berlin": "Europe/Berlin", "New York": "America/New_York", "Tokyo": "Asia/Tokyo",
		"berlin": "Europe/Berlin", "BERLIN": "Europe/Berlin", "europe/BERLIN": "Europe/Berlin", " new  york ": "America/New_York", "new_york": "America/New_York",
		"port-au-prince": "America/Port-au-Prince", "dar es salaam": "Africa/Dar_es_Salaam", "PORT OF SPAIN": "America/Port_of_Spain",
		"america/argentina/ushuaia": "America/Argentina/Ushuaia", "ushuaia": "America/Argentina/Ushuaia", "utc": "UTC", "est5edt": "EST5EDT",
		"longyearbyen": "Arctic/Longyearbyen", "vostok": "Antarctica/Vostok",
	} {
		if got, err := loadZone(given); err != nil || got.String() != want {
			t.Errorf("loadZone(%q) = %v, %v, want %s", given, got, err, want)
		}
	}
	for _, given := range []string{" ", "../Berlin", "Nowhere", "Europe", "europe", "/", "berlin/"} {
		if got, err := loadZone(given); err == nil {
			t.Errorf("loadZone(%q) = %v, want an error", given, got)
		}
	}
}

func TestSecretIsNeverPrinted(t *testing.T) {
	t.Parallel()
	c := config{DiscordToken: "CANARY", DatabaseURL: "postgres://u:CANARY@h/db"}
	var log bytes.Buffer
	for _, format := range []string{"text", "json"} {
		newLog(&log, config{LogFormat: format}).Info("config", "config", c, "token", c.DiscordToken, slog.Any("at", &c))
	}
	data, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	all := log.String() + string(data) + fmt.Sprintf("%v %+v %#v %s %q", c, c, c, c.DiscordToken, c.DiscordToken)
	if strings.Contains(all, "CANARY") || !strings.Contains(all, redacted) {
		t.Errorf("secrets are shown: %s", all)
	}
	if c.DiscordToken.reveal() != "CANARY" || secret("").String() != "" {
		t.Error("a secret cannot be used, or an empty one looks set")
	}
}

func TestLogFormat(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	latin := b.file("latin.txt", "Le caf\xe9 a ferm\xe9 lundi, a dit la police.")
	b.run("", "digest", latin).ends(exitDone).tells("level=INFO", "charset=windows-1252")
	b.env["LOG_FORMAT"] = "json"
	b.run("", "digest", latin).ends(exitDone).tells(`"level":"INFO"`)
	b.env["LOG_LEVEL"] = "warn"
	b.run("", "digest", latin).ends(exitDone).quiet()
}

func TestDoctor(t *testing.T) {
	b := newBox(t)
	t.Chdir(b.dir)
	b.env["NEWS_ZONE"] = "Berlin"
	b.run("", "doctor").ends(exitDone).quiet().says("ok   configuration", "ok   store", "is made when it is needed", "ok   NEWS_ZONE: Europe/Berlin")
	if _, err := os.Stat(filepath.Join(b.dir, "data")); err == nil {
		t.Error("doctor made a database")
	}
	b.file(".env", "SLACK_APP_TOKEN=xapp-CANARY\n")
	if err := os.Chmod(".env", 0o644); err != nil {
		t.Fatal(err)
	}
	got := b.run("", "doctor").ends(exitFailed).says("fix  .env: holds secrets and has mode 0644: chmod 600 .env")
	if strings.Contains(got.stdout+got.stderr, "CANARY") {
		t.Errorf("doctor shows a secret: %s", got.stdout)
	}
	if err := os.Chmod(".env", 0o600); err != nil {
		t.Fatal(err)
	}
	b.run("", "doctor").says("ok   .env: mode 0600")
	for n, want := range []string{", the sample alone", ", 1 dispatch\n", ", 2 dispatches\n"} {
		if n > 0 {
			b.run(fmt.Sprintf(`{"id":%d,"text":"News number %d came on Monday."}`, n, n), "import", "-").ends(exitDone)
		} else {
			b.run("", "chat", "latest").ends(exitDone)
		}
		b.run("", "doctor").says("ok   store: ", want)
	}
	a := &app{now: func() time.Time { return at(1970) }}
	if f := a.checkClock(); f.err == nil {
		t.Error("a clock in 1970 is called plausible")
	}
}

func TestStatus(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	b.run("", "status").ends(exitDone).quiet().says("not made yet")
	b.run("", "chat", "latest").ends(exitDone)
	b.run("", "status").ends(exitDone).says("the sample alone")
	b.run(`{"text":"`+strings.Repeat("News came on Monday. ", 3)+`","source":"TASS","published":"2026-01-02T03:04:05Z"}`, "import", "-").ends(exitDone)
	b.env["NEWS_ZONE"] = "UTC"
	b.run("", "status").ends(exitDone).says("1 from 1 named source, 2026-01-02 03:04 to 2026-01-02 03:04")
	var got statusShape
	if err := json.Unmarshal([]byte(b.run("", "status", "--json").ends(exitDone).stdout), &got); err != nil {
		t.Fatal(err)
	}
	if s := got.Store; !s.Exists || s.Dispatches != 1 || s.Sources != 1 || s.Sample || s.Bytes == 0 || s.Oldest == nil {
		t.Errorf("status = %+v", s)
	}
}

// TestEnvExample compares .env.example with the configuration.
func TestEnvExample(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile(filepath.Join("..", "..", ".env.example"))
	if err != nil {
		t.Fatal(err)
	}
	if values, ok := parseDotenv(content); !ok || len(values) != 0 {
		t.Errorf(".env.example sets %v (readable: %v), want nothing set", values, ok)
	}
	listed := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^#([A-Z_]+)=`).FindAllStringSubmatch(string(content), -1) {
		listed[m[1]] = true
	}
	for key := range variables() {
		if !listed[key] {
			t.Errorf(".env.example is without %s", key)
		}
		delete(listed, key)
	}
	if len(listed) > 0 {
		t.Errorf(".env.example lists what nothing reads: %v", listed)
	}
}
