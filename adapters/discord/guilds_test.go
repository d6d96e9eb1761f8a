package discord

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/adapters/discord/discordtest"
	"dateline/news"
)

// in gives the numbers of the servers that the handler knows us to be in.
func (w *world) in() []int {
	w.desk.mu.Lock()
	defer w.desk.mu.Unlock()
	var all []int
	for n := range w.Guilds() {
		if w.desk.joined[workspaceOf(w.Guild(n))] {
			all = append(all, n)
		}
	}
	return all
}

// knows waits until the handler knows us to be in these servers.
func (w *world) knows(what string, want ...int) {
	w.t.Helper()
	late := time.After(soon)
	for !slices.Equal(w.in(), want) {
		select {
		case <-w.desk.stir:
		case <-late:
			w.t.Fatalf("%s: in %v, want %v", what, w.in(), want)
		}
	}
}

// TestRemovedWhileAway: a server that removed us while no connection was there
// is found missing when every shard has begun; one in an outage is not.
func TestRemovedWhileAway(t *testing.T) {
	t.Parallel()
	s := server(t, discordtest.Options{Guilds: 4, Shards: 2, MaxConcurrency: 2})
	first := prepared(t, s, nil).run()
	first.knows("at first", 0, 1, 2, 3)
	if err := first.end(); err != nil {
		t.Fatal(err)
	}
	first.Await(t, "the end", func() bool { return s.Live() == 0 })
	s.Remove(1)
	s.Outage(2)

	second := prepared(t, s, nil)
	second.desk.joined = first.desk.joined
	second.run()
	second.knows("after one removed us and one has an outage", 0, 2, 3)
	second.connected(2)
	s.Kill(true)
	s.Remove(3)
	s.Revive()
	second.knows("after another did, in new sessions", 0, 2)
	second.desk.mu.Lock()
	defer second.desk.mu.Unlock()
	if got := second.desk.onlys[0]; got != "discord:"+s.App {
		t.Errorf("the account is %q, want the application", got)
	}
}

// TestRoster: nothing is missing before every shard has begun, and what joins
// meanwhile is there.
func TestRoster(t *testing.T) {
	t.Parallel()
	id := func(shard uint64) string { return strconv.FormatUint(shard<<22, 10) }
	var r roster
	r.add(id(5)) // before there is a shard: its ready will name it
	check := func(what string, got []string, ok bool, want ...string) {
		t.Helper()
		slices.Sort(got)
		slices.Sort(want)
		if ok != (want != nil) || !slices.Equal(got, want) {
			t.Errorf("%s: got %v, %v, want %v", what, got, ok, want)
		}
	}
	got, ok := r.began(0, 2, []string{id(2), id(4)})
	check("one of two", got, ok)
	r.add(id(6))
	r.add(id(7)) // of the shard that has not begun
	r.remove(id(2))
	got, ok = r.began(1, 2, []string{id(5)})
	check("both", got, ok, id(4), id(5), id(6))
	got, ok = r.began(0, 2, nil)
	check("one again", got, ok, id(5))
	got, ok = r.began(2, 3, []string{id(5)})
	check("more shards", got, ok)
	got, ok = r.began(3, 3, []string{id(5)})
	check("a shard too many", got, ok)
}

// TestHalfReady: a ready that does not name every server says of none that it is missing.
func TestHalfReady(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		e  *discordgo.Ready
		ok bool
	}{
		"nothing":         {nil, false},
		"no list":         {&discordgo.Ready{}, false},
		"half a server":   {&discordgo.Ready{Guilds: []*discordgo.Guild{{ID: "1"}, nil}}, false},
		"one without id":  {&discordgo.Ready{Guilds: []*discordgo.Guild{{}}}, false},
		"none":            {&discordgo.Ready{Guilds: []*discordgo.Guild{}}, true},
		"one unavailable": {&discordgo.Ready{Guilds: []*discordgo.Guild{{ID: "1", Unavailable: true}}}, true},
	} {
		if got, ok := guildsOf(c.e); ok != c.ok || ok && len(got) != len(c.e.Guilds) {
			t.Errorf("%s: got %v, %v, want %v", name, got, ok, c.ok)
		}
	}
}

// TestOnlyIsOrdered: joins and comparisons are told in the order in which they came.
func TestOnlyIsOrdered(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.joined(b.ctx, &discordgo.Guild{ID: "1"})
	b.began(b.ctx, 0, 1, []string{"2"})
	b.joined(b.ctx, &discordgo.Guild{ID: "2"})
	b.wait()
	b.desk.mu.Lock()
	defer b.desk.mu.Unlock()
	want := map[news.WorkspaceID]bool{workspaceOf("2"): true}
	if len(b.desk.joined) != 1 || !b.desk.joined[workspaceOf("2")] {
		t.Errorf("joined: got %v, want %v", b.desk.joined, want)
	}
}
