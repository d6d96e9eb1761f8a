package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dateline/adapters"
	"dateline/adapters/console"
	"dateline/news"
	"dateline/store/sqlite"
)

// testApp is an app on a box, for what no command line reaches.
func testApp(t *testing.T, b *box, stderr io.Writer) (*app, *workshop) {
	t.Helper()
	a := &app{getenv: b.getenv, stdin: strings.NewReader(""), stdout: io.Discard, stderr: stderr, now: time.Now, workers: 1}
	w, err := a.openSources(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	return a, w
}

// TestNoticesAreToldOnce: to the log, with the words of the house; and again
// where telling failed.
func TestNoticesAreToldOnce(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	b.env["NEWS_SOURCES"] = "http://127.0.0.1:1/feed?token=CANARY"
	b.env["LOG_LEVEL"] = "warn"
	var log lockedBuffer
	a, w := testApp(t, b, &log)
	notice(t, w, a.now())
	h := a.newHerald(w, nil)
	h.host = func(context.Context, adapters.Reply) error { return errors.New("nobody hears") }
	if err := h.tell(t.Context()); err == nil {
		t.Error("a notice that could not be told: got no error")
	}
	h.host = a.logNotice
	for range 2 {
		if err := h.tell(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	got := log.String()
	if strings.Count(got, "notice") != 1 || !strings.Contains(got, "page not found (404) since") || !strings.Contains(got, "I keep trying") || strings.Contains(got, "CANARY") {
		t.Errorf("log = %q, want one notice", got)
	}
}

// notice stores a failed poll after which people are to be told.
func notice(t testing.TB, w *workshop, now time.Time) {
	t.Helper()
	claims, err := w.store.ClaimSources(t.Context(), now.Add(time.Hour), now, now.Add(time.Hour), 1)
	if err != nil || len(claims) != 1 {
		t.Fatalf("claims = %v, %v, want one", claims, err)
	}
	s := claims[0].Source
	s.State.Failures, s.State.FailingSince, s.State.Cause, s.State.Next = 9, now.Add(-73*time.Hour), "status 404", now.Add(time.Hour)
	n := news.Notice{
		ID: news.DeriveID[news.Notice](s.ID.String(), "failing"), Kind: news.NoticeFailing, Source: s.ID,
		Since: s.State.FailingSince, Cause: s.State.Cause, Created: now,
	}
	if _, err := w.store.FinishPoll(t.Context(), news.Poll{Source: s, Lease: claims[0].Lease, Notice: &n, At: now}); err != nil {
		t.Fatal(err)
	}
}

// TestRetention: what is older than it goes, and the exact age is configured.
func TestRetention(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	b.env["RETENTION_DAYS"] = "10"
	b.run(`{"text":"The ferry was stopped on Monday, the harbour office said."}`, "import", "-").ends(exitDone)
	a, w := testApp(t, b, io.Discard)
	checkKept(t, a, w, 9, 1)
	checkKept(t, a, w, 11, 0)
}

func checkKept(t *testing.T, a *app, w *workshop, days, want int) {
	t.Helper()
	a.now = func() time.Time { return time.Now().AddDate(0, 0, days) }
	if err := a.upkeep(t.Context(), w.store); err != nil {
		t.Fatal(err)
	}
	stats, err := w.store.Stats(t.Context(), terminalWorkspace())
	if err != nil || stats.Dispatches != want {
		t.Errorf("after %d days: %d dispatches are kept (%v), want %d", days, stats.Dispatches, err, want)
	}
}

// TestRunBacksUpFirst: an older schema is copied before it is migrated.
func TestRunBacksUpFirst(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	b.env["LOG_LEVEL"] = "info"
	if err := os.MkdirAll(filepath.Join(b.dir, "data"), 0o700); err != nil {
		t.Fatal(err)
	}
	b.file(filepath.Join("data", "dateline.db"), oldDatabase(t))
	b.run("", "run").ends(exitFailed).tells("backed up before the migration", "nothing to serve")
	copies, err := filepath.Glob(filepath.Join(b.dir, "data", "dateline.db.schema1-*Z"))
	if err != nil || len(copies) != 1 {
		t.Fatalf("backups = %v, %v, want one", copies, err)
	}
	s, err := sqlite.Open(t.Context(), copies[0], sqlite.Options{NoMigrate: true})
	if err != nil {
		t.Fatal(err)
	}
	schema, err := s.Schema(t.Context())
	if closed := s.Close(); err != nil || closed != nil || schema.Version != 1 {
		t.Errorf("the backup has schema %d (%v, %v), want 1", schema.Version, err, closed)
	}
	b.run("", "chat", "latest").ends(exitDone).says("Ferry stopped")
	if got := b.run("", "run").ends(exitFailed); strings.Contains(got.stderr, "backed up") {
		t.Errorf("it is backed up again: %s", got.stderr)
	}
}

// oldDatabase is a database as the first release made it, with one dispatch.
func oldDatabase(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "schema1.db.gz"))
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// TestOpenChatPolls: while a person sits there, sources are polled, and what
// is logged of it does not get between the lines.
func TestOpenChatPolls(t *testing.T) {
	t.Parallel()
	b, p := newsBox(t)
	p.put("/a.xml", rss("Harbour News", item(1, 1, "Ferry stopped", ferry)))
	b.env["NEWS_SOURCES"] = p.URL + "/a.xml"
	b.env["LOG_LEVEL"] = "debug"
	var stdout, stderr lockedBuffer
	a, w := testApp(t, b, &stderr)
	in, typed := io.Pipe()
	c := console.New(console.Options{In: in, Out: &stdout, Err: &stderr, Style: console.Style{Plain: true}, Interactive: true})
	done := make(chan error, 1)
	go func() { done <- a.converseAndPoll(t.Context(), c, w) }()
	deadline := time.After(time.Minute)
	for polled := false; !polled; {
		select {
		case <-deadline:
			t.Fatal("nothing was polled")
		default:
		}
		all, err := w.sources.Sources(t.Context(), terminalWorkspace())
		if err != nil {
			t.Fatal(err)
		}
		polled = len(all) == 1 && !all[0].State.LastSuccess.IsZero()
	}
	io.WriteString(typed, "latest\nexit\n") //nolint:errcheck // the answer shows it
	select {
	case err := <-done:
		if err != nil || !strings.Contains(stdout.String(), "the harbour office said") || stderr.String() != "" {
			t.Errorf("the chat ended with %v:\n%s\n%s", err, stdout.String(), stderr.String())
		}
	case <-time.After(time.Minute):
		t.Fatal("the chat does not end")
	}
}

// TestRepeatGoesOnAfterAFailure: what fails is logged and tried again.
func TestRepeatGoesOnAfterAFailure(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	var log bytes.Buffer
	n := 0
	err := repeat(ctx, time.Millisecond, func() error {
		if n++; n == 3 {
			stop()
		}
		return errors.New("disk full")
	}, slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil || n != 3 || strings.Count(log.String(), "disk full") != 2 {
		t.Errorf("repeat = %v after %d times:\n%s", err, n, log.String())
	}
}

// TestTheTerminalIsTheHostsSeat: what is added there is read by every
// workspace, but for what has credentials.
func TestTheTerminalIsTheHostsSeat(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	b.env["NEWS_SOURCES"] = "http://127.0.0.1:1/feed http://u:CANARY@127.0.0.1:1/private"
	_, w := testApp(t, b, io.Discard)
	for _, tt := range []struct {
		workspace news.WorkspaceID
		want      int
	}{{terminalWorkspace(), 2}, {news.Workspace{Platform: "discord", Native: "1"}.ID(), 1}, {news.WorkspaceID{}, 1}} {
		all, err := w.sources.Sources(t.Context(), tt.workspace)
		if err != nil || len(all) != tt.want {
			t.Errorf("workspace %s reads %d sources (%v), want %d", tt.workspace, len(all), err, tt.want)
		}
	}
}
