package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"dateline/adapters"
	"dateline/adapters/console"
	"dateline/internal/testkit"
)

// relatedHeadlines stand in the middle of the sample and are no news of it.
func relatedHeadlines() []string {
	var headlines []string
	for line := range strings.Lines(sampleText) {
		if rest, ok := strings.CutPrefix(line, "- "); ok {
			headlines = append(headlines, strings.TrimSpace(rest))
		}
	}
	return headlines
}

func TestChatShowsTheSample(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"chat", "latest"}, {"chat", "/news latest"}, {"chat", "/news", "latest", "--plain"}, {}} {
		got := newBox(t).run("", args...).ends(exitDone).quiet().
			says("Sample, not current news", "MOSCOW, July 6 (year not given), TASS", "Syria", "Minsk", "Karabakh", "the Kremlin says", "praises")
		for _, headline := range relatedHeadlines() {
			if strings.Contains(got.stdout, headline) {
				t.Errorf("bot %v shows the related headline %q", args, headline)
			}
		}
	}
	if n := len(relatedHeadlines()); n != 6 {
		t.Errorf("the sample has %d related headlines, want 6", n)
	}
}

// TestSampleIsTheSeed compares the embedded sample with the folder it came from.
func TestSampleIsTheSeed(t *testing.T) {
	t.Parallel()
	path := testkit.Shared(t, "seeds", "000_1db66647af5f272a.txt")
	if path == "" {
		return
	}
	seed, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(seed) != sampleText {
		t.Error("sample/dispatch.txt is not the seed, byte for byte")
	}
}

func TestChatRemembersAcrossProcesses(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	b.run("", "chat", "latest").ends(exitDone)
	b.run("", "chat", "evidence", "2").ends(exitDone).
		says(`"According to the Kremlin, Putin told Obama that Kiev should strictly implement the Minsk Agreements."`)
}

func TestChatAnswersLines(t *testing.T) {
	t.Parallel()
	newBox(t).run("latest\n\n/news help\n", "chat").ends(exitDone).says("MOSCOW", "evidence")
	newBox(t).run("latets\nlatest\n", "chat", "--plain").ends(exitFailed).says("latest", "MOSCOW")
	newBox(t).run("", "chat", "latets").ends(exitFailed).says("latest")
	newBox(t).run("latest\n").ends(exitDone).says("MOSCOW")
	for _, end := range []string{"quit", "exit", "QUIT"} {
		if got := newBox(t).run("", "chat", end).ends(exitDone).quiet(); got.stdout != "" {
			t.Errorf("chat %s says %q, want nothing", end, got.stdout)
		}
	}
	newBox(t).run("", "chat", "//news latest").ends(exitDone).says("MOSCOW")
}

func TestChatSpeaksTheLocale(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	b.env["LANG"] = "ru_RU.UTF-8"
	b.run("", "chat", "latest").ends(exitDone).says("TASS")
	if got := b.run("", "chat", "help"); !strings.ContainsAny(got.stdout, "абвгд") {
		t.Errorf("help in Russian = %s", got.stdout)
	}
	for locale, want := range map[string]string{"C": "en", "C.UTF-8": "en", "POSIX": "en", "de_DE@euro": "de", "fr": "fr", "": "en"} {
		a := &app{getenv: func(string) (string, bool) { return locale, true }}
		if got := a.language(); got != want {
			t.Errorf("language of %q = %q, want %q", locale, got, want)
		}
	}
}

func TestStoreThatCannotBeUsed(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	garbage := b.file("garbage.db", strings.Repeat("no database ", 1000))
	sound := filepath.Join(b.dir, "sound.db")
	b.run("", "store", "migrate", "--store", sound).ends(exitDone)
	content, err := os.ReadFile(sound)
	if err != nil {
		t.Fatal(err)
	}
	copy(content[100:], strings.Repeat("damaged ", 20))
	damaged := b.file("damaged.db", string(content))
	tests := []struct{ dsn, want string }{
		{"postgres://user:CANARY@host/db", "PostgreSQL is not in this release"},
		{"postgresql://user:CANARY@host/db", "PostgreSQL is not in this release"},
		{"mysql://user:CANARY@host/db", `"mysql" is no kind of database`},
		{"sqlite:", "no file is named"},
		{"sqlite::memory:", "no file is named"},
		{"sqlite:" + b.dir, "folder"},
		{"sqlite:" + garbage, "no SQLite database"},
		{"sqlite:" + damaged, "is damaged: its list of tables cannot be read: put a backup back with bot store restore"},
		{garbage, "no SQLite database"},
	}
	for _, tt := range tests {
		for _, args := range [][]string{{"chat", "latest"}, {"import", garbage}, {"export"}, {"status"}, {"store", "check"}} {
			got := b.run("", append(args, "--store", tt.dsn)...).ends(exitFailed).oneLine().tells(tt.want)
			if strings.Contains(got.stderr+got.stdout, "CANARY") {
				t.Errorf("bot %v shows the password of %s: %s", args, tt.dsn, got.stderr)
			}
		}
	}
}

func TestStoreFile(t *testing.T) {
	t.Parallel()
	for dsn, want := range map[string]string{
		"sqlite:data/x.db": "data/x.db", "SQLite:x": "x", "sqlite:///var/x.db": "/var/x.db", "sqlite://x.db": "x.db",
		"data/x.db": "data/x.db", "./a:b.db": "./a:b.db", "/tmp/x.db": "/tmp/x.db", `C:\x.db`: `C:\x.db`, "sqlite:/a b?.db": "/a b?.db",
	} {
		if got, err := storeFile(dsn); got != want || err != nil {
			t.Errorf("storeFile(%q) = %q, %v, want %q", dsn, got, err, want)
		}
	}
}

// TestManyAskAtOnce: a platform asks the desk from many goroutines; nothing of
// it is without a lock, which the race detector looks at.
func TestManyAskAtOnce(t *testing.T) {
	t.Parallel()
	_, w := testApp(t, newBox(t), io.Discard)
	const people = 20
	var group sync.WaitGroup
	for range people {
		group.Go(func() {
			if _, err := w.desk.Handle(t.Context(), adapters.Request{Channel: console.Channel("en"), Text: "help"}); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if got := w.desk.asked.Load(); got != people {
		t.Errorf("%d requests were counted, want %d", got, people)
	}
}
