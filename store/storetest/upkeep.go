package storetest

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"dateline/news"
	"dateline/store"
)

func upkeepTests() map[string]func(*env) {
	return map[string]func(*env){
		"expire":                    expire,
		"asked again is kept on":    keptLonger,
		"stats of nothing":          statsOfNothing,
		"check":                     func(e *env) { e.sound() },
		"backup":                    backup,
		"backup while others write": backupBeside,
		"an ended context":          endedContext,
	}
}

// askedUntil makes a dispatch that alpha asked to be digested.
func askedUntil(t testing.TB, title string, expires time.Time) news.Dispatch {
	t.Helper()
	d := made(t, news.Raw{Title: title}, news.Within(alpha), news.OriginAsked)
	d.Expires = expires
	return d
}

func expire(e *env) {
	due, exact, later := askedUntil(e, "due", at(9)), askedUntil(e, "exact", at(10)), askedUntil(e, "later", at(11))
	lasting := published(e, "lasting", at(-1))
	keys := map[string]news.DigestKey{}
	for _, d := range []news.Dispatch{due, exact, later, lasting} {
		e.put(d, "word")
		keys[d.Revision.Title] = e.digested(d, d.Revision.Title)
	}
	e.expire(at(8), 0)
	e.expire(at(10), 2)
	e.expire(at(10), 0)
	for _, d := range []news.Dispatch{due, exact} {
		e.unfound(d, keys[d.Revision.Title])
	}
	for _, d := range []news.Dispatch{later, lasting} {
		e.get(alpha, d.ID)
		if _, err := e.s.Digest(e.Context(), alpha, keys[d.Revision.Title]); err != nil {
			e.Errorf("Digest of %s: %v", d.Revision.Title, err)
		}
	}
	e.sound()
	e.putAs(due, news.ChangeNone) // its keys stayed
	e.sound()
}

// unfound wants nothing of d to be there for alpha.
func (e *env) unfound(d news.Dispatch, k news.DigestKey) {
	e.Helper()
	_, err := e.s.Dispatch(e.Context(), alpha, d.ID)
	e.gone("Dispatch", err)
	_, err = e.s.Revision(e.Context(), alpha, d.ID, d.Revision.ID)
	e.gone("Revision", err)
	_, err = e.s.Digest(e.Context(), alpha, k)
	e.gone("Digest", err)
}

func keptLonger(e *env) {
	tests := []struct{ first, then, want time.Time }{
		{at(10), at(20), at(20)},
		{at(10), at(5), at(10)},
		{at(10), time.Time{}, time.Time{}},
		{time.Time{}, at(10), time.Time{}},
	}
	for i, tt := range tests {
		title := string(rune('a' + i))
		e.putAs(askedUntil(e, title, tt.first), news.ChangeNew)
		if got := e.putAs(askedUntil(e, title, tt.then), news.ChangeNone).Expires; got != tt.want {
			e.Errorf("until %v, then until %v: got %v, want %v", tt.first, tt.then, got, tt.want)
		}
	}
}

func statsOfNothing(e *env) {
	same(e, "Stats", e.stats(alpha), news.Stats{})
}

func backup(e *env) {
	e.put(published(e, "kept", at(-1)), "word")
	file := filepath.Join(e.TempDir(), "copy")
	if err := e.s.Backup(e.Context(), file); err != nil {
		e.Fatalf("Backup: %v", err)
	}
	info, err := os.Stat(file)
	if err != nil {
		e.Fatalf("backup: %v", err)
	}
	if info.Size() == 0 || info.Mode().Perm() != 0o600 {
		e.Errorf("backup: got %d bytes of mode %o, want some of mode 600", info.Size(), info.Mode().Perm())
	}
	if err := e.s.Backup(e.Context(), file); !errors.Is(err, fs.ErrExist) {
		e.Errorf("second Backup: got error %v, want %v", err, fs.ErrExist)
	}
	if err := e.s.Backup(e.Context(), filepath.Join(e.TempDir(), "missing", "copy")); err == nil {
		e.Error("Backup to a missing folder: got no error")
	}
	left, err := os.ReadDir(filepath.Dir(file))
	if err != nil || len(left) != 1 {
		e.Errorf("folder of the backup: got %v, %v, want one file", left, err)
	}
}

func backupBeside(e *env) {
	e.putMany([]string{"a", "b", "c"})
	var writers sync.WaitGroup
	var writing error
	writers.Go(func() {
		for i := range 20 {
			_, err := try(e.Context(), e.s, published(e, "w"+string(rune('a'+i)), at(-i)))
			writing = errors.Join(writing, err)
		}
	})
	for _, name := range []string{"1", "2", "3"} {
		if err := e.s.Backup(e.Context(), filepath.Join(e.TempDir(), name)); err != nil {
			e.Errorf("Backup: %v", err)
		}
	}
	writers.Wait()
	if writing != nil {
		e.Errorf("Put: %v", writing)
	}
}

func endedContext(e *env) {
	ctx, end := contextOf(e.T)
	end()
	_, _, err := e.s.Put(ctx, host, published(e, "a", at(0)), terms(""))
	if err == nil {
		e.Error("Put: got no error")
	}
	e.titles(alpha, news.Listing{})
	e.putAs(published(e, "a", at(0)), news.ChangeNew)
}

// putMany stores public dispatches of these titles, a second apart.
func (e *env) putMany(titles []string) {
	e.Helper()
	items := make([]store.Item, len(titles))
	for i, title := range titles {
		when := at(-60).Add(time.Duration(i) * time.Second)
		items[i] = store.Item{Dispatch: published(e, title, when), Index: terms("word")}
	}
	if _, err := e.s.PutAll(e.Context(), host, items); err != nil {
		e.Fatalf("PutAll: %v", err)
	}
}

// RunBackup tests that a backup, opened by reopen, is equal to the store.
func RunBackup(t *testing.T, open Opener, reopen func(t *testing.T, file string) store.Store) {
	t.Helper()
	e := &env{T: t, s: open(t)}
	d := imported(e, full())
	e.put(d, "moscow")
	own := askedUntil(e, "own", at(60))
	e.put(own, "own")
	k := e.digested(d, "kept")
	c := news.Channel{Platform: "test", Workspace: alpha, ID: "c"}
	if err := e.s.PutConversation(t.Context(), c, "p", news.Conversation{Command: "latest", Shown: []news.DispatchID{d.ID}}); err != nil {
		t.Fatalf("PutConversation: %v", err)
	}
	file := filepath.Join(t.TempDir(), "copy")
	if err := e.s.Backup(t.Context(), file); err != nil {
		t.Fatalf("Backup: %v", err)
	}
	e.put(published(e, "after", at(0)), "")

	re := &env{T: t, s: reopen(t, file)}
	re.titles(alpha, news.Listing{}, d.Revision.Title)
	re.titles(alpha, news.Listing{Terms: [][]string{{"moscow"}}}, d.Revision.Title)
	same(t, "dispatch", re.get(alpha, d.ID), e.get(alpha, d.ID))
	same(t, "asked", re.get(alpha, own.ID), e.get(alpha, own.ID))
	want, err := e.s.Digest(t.Context(), alpha, k)
	if err != nil {
		t.Fatalf("Digest: %v", err)
	}
	re.wantDigest(k, want)
	if got, err := re.s.Conversation(t.Context(), c, "p"); err != nil || got.Command != "latest" {
		t.Errorf("Conversation: got %+v, %v", got, err)
	}
	re.putAs(d, news.ChangeNone)
	re.sound()
}
