package discord

import (
	"context"
	"strconv"
	"sync"

	"github.com/bwmarrin/discordgo"

	"dateline/adapters"
	"dateline/news"
)

// roster are the servers that we are in, by shard.
type roster struct {
	mu     sync.Mutex
	shards []map[string]bool // nil for one that has not begun
}

// began puts a shard's servers in the place of those it had. It gives all
// servers once every shard has begun; false before that.
func (r *roster) began(shard, shards int, guilds []string) ([]string, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if shard < 0 || shard >= shards {
		return nil, false
	}
	if len(r.shards) != shards {
		r.shards = make([]map[string]bool, shards)
	}
	r.shards[shard] = make(map[string]bool, len(guilds))
	for _, g := range guilds {
		r.shards[shard][g] = true
	}
	var all []string
	for _, s := range r.shards {
		if s == nil {
			return nil, false
		}
		for g := range s {
			all = append(all, g)
		}
	}
	return all, true
}

func (r *roster) add(guild string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if s := r.of(guild); s != nil {
		s[guild] = true
	}
}

func (r *roster) remove(guild string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.of(guild), guild)
}

// of gives the servers of the shard that has a server; nil where it has not begun.
func (r *roster) of(guild string) map[string]bool {
	id, err := strconv.ParseUint(guild, 10, 64)
	if err != nil || len(r.shards) == 0 {
		return nil
	}
	return r.shards[(id>>22)%uint64(len(r.shards))]
}

// account is who we are in our servers.
func (f *reader) account() string { return platform + ":" + f.me.App }

// began implements [events].
func (f *reader) began(ctx context.Context, shard, shards int, guilds []string) {
	guests, ok := f.handler.(adapters.Guests)
	if !ok {
		return
	}
	all, ok := f.roster.began(shard, shards, guilds)
	if !ok {
		return
	}
	in := make([]news.WorkspaceID, 0, len(all))
	for _, g := range all {
		in = append(in, workspaceOf(g))
	}
	f.lanes.Add(ctx, guildsLane, 0, func(ctx context.Context) {
		f.tell(ctx, "leaving servers", guests.Only(ctx, f.account(), in))
	})
}

// joined implements [events].
func (f *reader) joined(ctx context.Context, g *discordgo.Guild) {
	id, channel, since, language := g.ID, g.SystemChannelID, g.JoinedAt, g.PreferredLocale
	f.languages.set(id, language)
	f.roster.add(id)
	guests, ok := f.handler.(adapters.Guests)
	if !ok {
		return
	}
	f.lanes.Add(ctx, guildsLane, 0, func(ctx context.Context) {
		first, err := guests.Joined(ctx, f.account(), workspaceOf(id))
		f.tell(ctx, "joining a server", err)
		if first && err == nil && channel != "" && (since.IsZero() || f.options.Now().Sub(since) < recently) {
			f.greet(ctx, channelOf(id, channel, f.languages.of(id)))
		}
	})
}

// greet says once what we can do, if we may speak there.
func (f *reader) greet(ctx context.Context, c news.Channel) {
	reply, err := f.handle(ctx, adapters.Request{Channel: c, Text: welcomeText})
	f.tell(ctx, "greeting", err)
	for _, m := range render(reply) {
		if _, err := f.to.send(ctx, c.ID, m); err != nil {
			f.tell(ctx, "greeting", err)
			return
		}
	}
}

// left implements [events].
func (f *reader) left(ctx context.Context, guild string) {
	f.languages.set(guild, "")
	f.roster.remove(guild)
	if guests, ok := f.handler.(adapters.Guests); ok {
		f.lanes.Add(ctx, guildsLane, 0, func(ctx context.Context) {
			f.tell(ctx, "leaving a server", guests.Left(ctx, workspaceOf(guild)))
		})
	}
}
